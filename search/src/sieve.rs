//! The same questions put to texts that are in no index: what the desk has in work.
//!
//! Drafts are few, change with every word somebody types, and nobody but those with the right may learn of them. So they are
//! read from the record, by right, and gone through one by one; an index of them would be written all day and would have to
//! be kept from readers.

use crate::analysis::{Tongue, Word, line, words};
use crate::marking::Marks;
use crate::question::{self, Clause, Part};
use jiff::Timestamp;
use paper::desk::Shelf;
use paper::id::{ArticleId, TitleId};
use paper::reading::desk::{self, After, DraftText, TEXTS_AT_ONCE};
use paper::reading::search::Piece;
use paper::{Actor, Result, Session};

/// Texts of one title gone through, those saved last.
const LOOKED_MAX: usize = 2_000;
/// Finds told.
pub const FOUND_MAX: usize = 100;
/// What a word of a question counts in a headline, against one in the text.
const IN_HEADLINE: usize = 4;

/// A text in work that fits.
#[derive(Debug, Clone, PartialEq)]
pub struct InWork {
    /// The article.
    pub article: ArticleId,
    /// The title it was filed for.
    pub title: TitleId,
    /// Its section there.
    pub section_name: String,
    /// What the desk calls it; may be empty.
    pub name: String,
    /// On which shelf it lies.
    pub shelf: Option<Shelf>,
    /// When it was saved.
    pub saved_at: Timestamp,
    /// Its headline, in pieces; may be empty.
    pub headline: Vec<Piece>,
    /// A passage that has the words, in pieces; may be empty.
    pub passage: Vec<Piece>,
}

/// The texts in work that somebody may see and that have all words of a question, those that fit best first, at most
/// [`FOUND_MAX`]. `language` is that of the words; of all titles, or of one.
pub async fn in_work(
    session: &mut Session,
    actor: &Actor,
    title: Option<TitleId>,
    asked: &str,
    language: &str,
) -> Result<Vec<InWork>> {
    let Some(sieve) = Sieve::new(asked, language) else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for title in desk::titles_seen(session, actor, title).await? {
        let (mut after, mut looked) = (None, 0);
        while looked < LOOKED_MAX {
            let texts = desk::texts(session, actor, title, after).await?;
            looked += texts.len();
            after = texts.last().map(|last| After {
                at: last.saved_at,
                article: last.article,
            });
            let whole = texts.len() < TEXTS_AT_ONCE as usize;
            found.extend(texts.into_iter().filter_map(|text| sieve.takes(text)));
            if whole {
                break;
            }
        }
        // What readers can read and not search for is found here as well.
        let unlisted = desk::unlisted(session, actor, title).await?;
        found.extend(unlisted.into_iter().filter_map(|text| sieve.takes(text)));
    }
    found.sort_by_key(|(rank, one)| std::cmp::Reverse((*rank, one.saved_at, one.article)));
    found.truncate(FOUND_MAX);
    Ok(found.into_iter().map(|(_, one)| one).collect())
}

struct Sieve {
    clauses: Vec<Clause>,
    marks: Marks,
}

/// What a text in work has where a question may look.
struct Looked {
    tongue: Tongue,
    headline: Vec<Word>,
    texts: Vec<Vec<Word>>,
    names: Vec<Word>,
    sources: Vec<Word>,
    section: String,
    topics: Vec<String>,
}

fn written(texts: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<Word> {
    texts
        .into_iter()
        .flat_map(|text| words(text.as_ref()))
        .collect()
}

impl Sieve {
    fn new(asked: &str, language: &str) -> Option<Sieve> {
        let tongue = Tongue::of(language);
        let clauses = question::read(asked, tongue);
        if !clauses.iter().any(|clause| !clause.not) {
            return None;
        }
        let mut marks = Marks::default();
        for clause in clauses.iter().filter(|clause| !clause.not) {
            if matches!(clause.part, None | Some(Part::Headline)) {
                for word in &clause.words {
                    let stems = Tongue::ALL.iter().map(|tongue| tongue.stem(&word.small));
                    marks.stems.extend(stems.filter(|_| !clause.phrase));
                    marks.folded.insert(word.folded.clone());
                }
            }
        }
        Some(Sieve { clauses, marks })
    }

    /// The text with what is shown of it, and how well it fits; `None` where it does not.
    fn takes(&self, text: DraftText) -> Option<(usize, InWork)> {
        let copy = &text.copy;
        let mut passages = vec![copy.standfirst.clone()];
        let in_body = copy.body.passages();
        passages.extend(in_body.into_iter().flat_map(|one| [one.text, one.cite]));
        passages.retain(|passage| !passage.is_empty());
        let credits = copy.byline.iter().map(|credit| &credit.name);
        let looked = Looked {
            tongue: Tongue::of(&copy.language),
            headline: written([&copy.headline, &text.name, &copy.kicker]),
            texts: passages.iter().map(|passage| words(passage)).collect(),
            names: written(credits),
            sources: written(copy.sources.iter().map(|source| &source.name)),
            section: line(&text.section_name),
            topics: copy.topics.iter().map(|topic| line(topic)).collect(),
        };
        let mut rank = 0;
        for clause in &self.clauses {
            let times = looked.has(clause);
            if (times > 0) == clause.not {
                return None;
            }
            rank += times;
        }
        let tongue = looked.tongue;
        let one = InWork {
            headline: self.marks.pieces(&copy.headline, tongue),
            passage: self.marks.passage_of(&passages, &copy.standfirst, tongue),
            article: text.article,
            title: text.title,
            section_name: text.section_name,
            name: text.name,
            shelf: text.shelf,
            saved_at: text.saved_at,
        };
        Some((rank, one))
    }
}

impl Looked {
    /// How much a text has of a clause; 0 where it does not fit.
    fn has(&self, clause: &Clause) -> usize {
        let folded: Vec<&str> = clause
            .words
            .iter()
            .map(|word| word.folded.as_str())
            .collect();
        match clause.part {
            Some(Part::Section) => usize::from(self.section == folded.join(" ")),
            Some(Part::Topic) => {
                let wanted = folded.join(" ");
                usize::from(self.topics.contains(&wanted))
            }
            Some(Part::By) => self.times_in(&self.names, clause),
            Some(Part::Source) => self.times_in(&self.sources, clause),
            Some(Part::Headline) => self.times_in(&self.headline, clause),
            None if clause.phrase => {
                let in_texts: usize = self
                    .texts
                    .iter()
                    .map(|text| self.times_in(text, clause))
                    .sum();
                IN_HEADLINE * self.times_in(&self.headline, clause) + in_texts
            }
            None => {
                // Each word may stand somewhere else.
                let mut least = usize::MAX;
                for word in &clause.words {
                    let count =
                        |place: &[Word]| place.iter().filter(|one| self.is(one, word)).count();
                    let in_texts: usize = self.texts.iter().map(|text| count(text)).sum();
                    let elsewhere = count(&self.names) + count(&self.sources);
                    let about = self.about(&word.folded);
                    let times = IN_HEADLINE * count(&self.headline) + in_texts + elsewhere + about;
                    least = least.min(times);
                }
                least
            }
        }
    }

    fn about(&self, folded: &str) -> usize {
        let names = self.topics.iter().chain([&self.section]);
        let words = names.flat_map(|name| name.split(' '));
        words.filter(|word| *word == folded).count()
    }

    /// How often all words of a clause stand in a place; as a phrase, one behind the other.
    fn times_in(&self, place: &[Word], clause: &Clause) -> usize {
        if clause.phrase {
            let fits = |window: &&[Word]| {
                let mut pairs = window.iter().zip(&clause.words);
                pairs.all(|(one, word)| one.folded == word.folded)
            };
            return place.windows(clause.words.len()).filter(fits).count();
        }
        let times = clause
            .words
            .iter()
            .map(|word| place.iter().filter(|one| self.is(one, word)).count());
        times.min().unwrap_or(0)
    }

    fn is(&self, one: &Word, wanted: &Word) -> bool {
        one.folded == wanted.folded
            || self.tongue.stem(&one.small) == self.tongue.stem(&wanted.small)
    }
}
