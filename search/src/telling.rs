//! What was found, as the record has it: each find is read again, in the reader's own state of it.

use crate::analysis::Tongue;
use crate::asking::Answer;
use crate::gather::Gathered;
use paper::copy::Kind;
use paper::id::PlacementId;
use paper::reading::search::{
    self, Facet, FacetFacts, FacetValue, Found, Hit, PAGE_SIZE, PAGES_MAX, Question, Searched,
    VALUES_MAX,
};
use paper::reading::title::Reach;
use paper::titles::{self, Title};
use paper::{Result, Session, sections, topics};

/// What was found, as the record has it.
pub(crate) async fn tell(
    session: &mut Session,
    title: &Title,
    reach: &Reach,
    question: &Question,
    answer: Answer,
) -> Result<Searched> {
    let mut hits = Vec::new();
    for placement in answer.placements {
        let found = match question.everywhere {
            false => search::found(session, title.id, placement).await?,
            true => anywhere(session, title, reach, placement).await?,
        };
        if let Some(found) = found {
            let language = if found.card.own_headline {
                &title.language
            } else {
                &found.card.language
            };
            let tongue = Tongue::of(language);
            hits.push(Hit {
                headline: answer.marks.pieces(&found.card.headline, tongue),
                passage: answer.marks.passage(&found.content),
                card: found.card,
            });
        }
    }
    let count = answer.gathered.count;
    let pages = count.div_ceil(u64::from(PAGE_SIZE));
    Ok(Searched {
        count,
        hits,
        last_page: u32::try_from(pages)
            .unwrap_or(PAGES_MAX)
            .clamp(1, PAGES_MAX),
        with_all: answer.with_all,
        meant: answer.meant,
        facets: facets(session, title, question, answer.gathered).await?,
    })
}

/// What was found of all titles: readers of a title stay on it where it is of that one.
async fn anywhere(
    session: &mut Session,
    title: &Title,
    reach: &Reach,
    placement: PlacementId,
) -> Result<Option<Found>> {
    match search::found_anywhere(session, reach, placement).await? {
        Some((_, of)) if of == title.id => search::found(session, title.id, placement).await,
        found => Ok(found.map(|(found, _)| found)),
    }
}

/// Values of some titles under one key: what is called the same counts as one.
fn together(values: impl Iterator<Item = FacetValue>) -> Vec<FacetValue> {
    let mut together: Vec<FacetValue> = Vec::new();
    for value in values {
        match together.iter_mut().find(|one| one.key == value.key) {
            Some(one) => one.count += value.count,
            None => together.push(value),
        }
    }
    together
}

async fn facets(
    session: &mut Session,
    title: &Title,
    question: &Question,
    gathered: Gathered,
) -> Result<Vec<FacetFacts>> {
    let [of_titles, of_sections, of_topics, names, kinds] = gathered.facets;
    let searched = match question.everywhere {
        false => vec![title.clone()],
        true => titles::all(session).await?,
    };
    let mut told = Vec::new();
    let mut push = |facet: Facet, mut values: Vec<FacetValue>| {
        if facet != Facet::Year {
            values.sort_by(|one, other| {
                other
                    .count
                    .cmp(&one.count)
                    .then_with(|| one.name.cmp(&other.name))
            });
        }
        let chosen = values.iter().any(|value| value.chosen);
        values.truncate(VALUES_MAX);
        if values.len() > 1 || chosen {
            told.push(FacetFacts { facet, values });
        }
    };
    let (mut sections, mut topics) = (Vec::new(), Vec::new());
    for title in &searched {
        sections.extend(sections::all(session, title.id).await?);
        if !of_topics.is_empty() {
            topics.extend(topics::all(session, title.id).await?);
        }
    }
    let value = |key: &str, name: &str, count: u64, chosen: bool| FacetValue {
        key: key.to_owned(),
        name: name.to_owned(),
        count,
        chosen,
    };
    if question.everywhere {
        let named = searched.iter().filter_map(|title| {
            let count = of_titles.get(&title.id.to_string())?;
            let chosen = question.title.as_deref() == Some(title.key.as_str());
            Some(value(&title.key, &title.name, *count, chosen))
        });
        push(Facet::Title, named.collect());
    }
    let named = sections.iter().filter_map(|section| {
        let count = of_sections.get(&section.id.to_string())?;
        let chosen = question.section.as_deref() == Some(section.slug.as_str());
        Some(value(&section.slug, &section.name, *count, chosen))
    });
    push(Facet::Section, together(named));
    let named = topics.iter().filter_map(|topic| {
        let count = of_topics.get(&topic.id.to_string())?;
        let chosen = question.topic.as_deref() == Some(topic.slug.as_str());
        Some(value(&topic.slug, &topic.name, *count, chosen))
    });
    push(Facet::Topic, together(named));
    let people = names.iter().map(|(name, count)| {
        let chosen = question.by.as_deref() == Some(name.as_str());
        value(name, name, *count, chosen)
    });
    push(Facet::By, people.collect());
    let kinds = kinds.iter().map(|(word, count)| {
        let chosen = question.kind.map(Kind::word) == Some(word.as_str());
        value(word, word, *count, chosen)
    });
    push(Facet::Kind, kinds.collect());
    let years = gathered.years.iter().rev().map(|(year, count)| {
        let year_word = year.to_string();
        value(&year_word, &year_word, *count, question.year == Some(*year))
    });
    push(Facet::Year, years.collect());
    Ok(told)
}
