//! A question with what the record says of the titles, sections and topics it names.

use crate::analysis::{Tongue, line};
use crate::fields::{Fact, Fields};
use crate::question::{self, Clause, Part};
use paper::id::{SectionId, TitleId, TopicId};
use paper::reading::search::{self, Question};
use paper::titles::{self, Title};
use paper::{Result, Session};
use tantivy::Term;

/// A question read, with what the record says of the sections and topics it names.
pub(crate) struct Asked {
    pub(crate) tongue: Tongue,
    /// Of which readers it is; their language and zone.
    pub(crate) title: Title,
    /// The one title that is searched; `None` where all are.
    pub(crate) only: Option<TitleId>,
    pub(crate) question: Question,
    pub(crate) clauses: Vec<Clause>,
    /// One of each of these must be there.
    pub(crate) narrowed: Vec<Vec<Term>>,
    /// None of these may be.
    pub(crate) without: Vec<Term>,
}

impl Asked {
    /// No question, of what readers of a title can find.
    pub(crate) fn of_title(title: &Title) -> Asked {
        Asked {
            tongue: Tongue::of(&title.language),
            title: title.clone(),
            only: Some(title.id),
            question: Question::default(),
            clauses: Vec::new(),
            narrowed: Vec::new(),
            without: Vec::new(),
        }
    }
}

/// Takes a question apart; `None` where nothing is asked.
pub(crate) async fn read(
    fields: &Fields,
    session: &mut Session,
    title: &Title,
    question: &Question,
) -> Result<Option<Asked>> {
    let tongue = Tongue::of(&title.language);
    let clauses = question::read(&question.words, tongue);
    let titles = searched(session, title, question).await?;
    let mut asked = Asked {
        tongue,
        title: title.clone(),
        only: match question.everywhere && question.title.is_none() {
            true => None,
            false => titles.first().copied(),
        },
        question: question.clone(),
        clauses: Vec::new(),
        narrowed: Vec::new(),
        without: Vec::new(),
    };
    if titles.is_empty() {
        // A word that is no key of a title: none of no facts is there.
        asked.narrowed.push(Vec::new());
    }
    for clause in clauses {
        let Some(named) = named(fields, session, &titles, &clause).await? else {
            asked.clauses.push(clause);
            continue;
        };
        match clause.not {
            true => asked.without.extend(named),
            false => asked.narrowed.push(named),
        }
    }
    if let Some(slug) = &question.section {
        let found = search::sections_named(session, &titles, |word| word == slug.as_str()).await?;
        asked.narrowed.push(sections_of(fields, &found));
    }
    if let Some(slug) = &question.topic {
        let found = search::topics_named(session, &titles, |word| word == slug.as_str()).await?;
        asked.narrowed.push(topics_of(fields, &found));
    }
    if let Some(name) = &question.by {
        asked.narrowed.push(vec![fields.fact(Fact::By(name))]);
    }
    if let Some(kind) = question.kind {
        asked
            .narrowed
            .push(vec![fields.fact(Fact::Kind(kind.word()))]);
    }
    let by_day = question.year.is_some() || question.from.is_some() || question.until.is_some();
    let nothing = asked.clauses.is_empty()
        && asked.narrowed.is_empty()
        && asked.without.is_empty()
        && !by_day;
    Ok((!nothing).then_some(asked))
}

/// The titles that are searched.
async fn searched(
    session: &mut Session,
    title: &Title,
    question: &Question,
) -> Result<Vec<TitleId>> {
    if !question.everywhere {
        return Ok(vec![title.id]);
    }
    let all = titles::all(session).await?;
    let wanted = |one: &&Title| question.title.as_ref().is_none_or(|key| one.key == *key);
    Ok(all.iter().filter(wanted).map(|one| one.id).collect())
}

/// The sections or topics a clause names; `None` for a clause of another part.
async fn named(
    fields: &Fields,
    session: &mut Session,
    titles: &[TitleId],
    clause: &Clause,
) -> Result<Option<Vec<Term>>> {
    let words: Vec<&str> = clause
        .words
        .iter()
        .map(|word| word.folded.as_str())
        .collect();
    let wanted = words.join(" ");
    let is = |word: &str| line(word) == wanted;
    Ok(match clause.part {
        Some(Part::Section) => {
            let found = search::sections_named(session, titles, is).await?;
            Some(sections_of(fields, &found))
        }
        Some(Part::Topic) => {
            let found = search::topics_named(session, titles, is).await?;
            Some(topics_of(fields, &found))
        }
        _ => None,
    })
}

fn sections_of(fields: &Fields, sections: &[SectionId]) -> Vec<Term> {
    let facts = sections.iter().map(ToString::to_string);
    facts.map(|id| fields.fact(Fact::Section(&id))).collect()
}

fn topics_of(fields: &Fields, topics: &[TopicId]) -> Vec<Term> {
    let facts = topics.iter().map(ToString::to_string);
    facts.map(|id| fields.fact(Fact::Topic(&id))).collect()
}
