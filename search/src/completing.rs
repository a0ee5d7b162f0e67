//! What somebody who is typing may want to ask: topics, and words readers of the title can find.

use crate::analysis::{Word, words};
use crate::asked::Asked;
use crate::asking::Asking;
use crate::fields::Fields;
use crate::view::View;
use crate::{aside, fault};
use paper::titles::Title;
use paper::{Fault, Result, Session, topics};
use std::collections::BTreeMap;

/// Shortest beginning of a word that is gone on with, letters.
const LETTERS_MIN: usize = 2;
/// Questions offered.
const OFFERED_MAX: usize = 8;
/// Topics among them.
const TOPICS_MAX: usize = 4;
/// Words with the same beginning that are looked at in one part of the index, and those of them that are counted.
const SEEN_MAX: usize = 2_000;
const COUNTED_MAX: usize = 2 * OFFERED_MAX;

/// A question whose last word is not typed to its end.
pub(crate) struct Begun {
    typed: String,
    word: Word,
}

impl Begun {
    /// `None` where nothing that could be gone on with is typed.
    pub(crate) fn of(typed: &str) -> Option<Begun> {
        let word = words(typed).pop()?;
        let long = word.folded.chars().count() >= LETTERS_MIN;
        (long && word.end == typed.len()).then(|| Begun {
            typed: typed.to_owned(),
            word,
        })
    }

    fn with(&self, word: &str) -> String {
        let before = self.typed.get(..self.word.start).unwrap_or_default();
        format!("{before}{word}")
    }
}

/// The questions, the likeliest first.
pub(crate) async fn complete(
    fields: &Fields,
    session: &mut Session,
    title: &Title,
    view: View,
    begun: Begun,
) -> Result<Vec<String>> {
    let mut offered: Vec<String> = Vec::new();
    let begins = |name: &str| {
        let mut words = words(name).into_iter();
        words.any(|word| word.folded.starts_with(&begun.word.folded))
    };
    let topics = topics::all(session, title.id).await?;
    let named = topics.into_iter().filter(|topic| begins(&topic.name));
    offered.extend(named.take(TOPICS_MAX).map(|topic| topic.name));
    let (fields, asked) = (fields.clone(), Asked::of_title(title));
    let more = aside(move || {
        let found = words_with(&fields, &view, &asked, &begun)?;
        Ok(found
            .into_iter()
            .map(|word| begun.with(&word))
            .collect::<Vec<_>>())
    });
    for question in more.await? {
        if !offered.contains(&question) {
            offered.push(question);
        }
    }
    offered.truncate(OFFERED_MAX);
    Ok(offered)
}

/// Words that begin so, the most frequent first. One that only stands in what readers of the title do not see is none.
fn words_with(
    fields: &Fields,
    view: &View,
    asked: &Asked,
    begun: &Begun,
) -> Result<Vec<String>, Fault> {
    let beginning = begun.word.folded.as_bytes();
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    for (part, _) in view.parts() {
        for segment in part.segment_readers() {
            let index = segment.inverted_index(fields.all).map_err(fault)?;
            let from = index.terms().range().ge(beginning);
            let mut found = from.into_stream().map_err(fault)?;
            let mut looked = 0;
            while looked < SEEN_MAX && found.advance() && found.key().starts_with(beginning) {
                looked += 1;
                if let Ok(word) = std::str::from_utf8(found.key()) {
                    let documents = u64::from(found.value().doc_freq);
                    *seen.entry(word.to_owned()).or_default() += documents;
                }
            }
        }
    }
    let mut seen: Vec<(String, u64)> = seen.into_iter().collect();
    seen.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    let asking = Asking::of(fields, view, asked);
    let mut visible = Vec::new();
    for (word, _) in seen.into_iter().take(COUNTED_MAX) {
        if visible.len() < OFFERED_MAX && asking.count(&word)? > 0 {
            visible.push(word);
        }
    }
    Ok(visible)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_word_that_is_being_typed_is_gone_on_with() {
        let on = |typed: &str| Begun::of(typed).map(|begun| begun.with("acqua"));
        assert_eq!(on("l’ac").as_deref(), Some("l’acqua"));
        assert_eq!(on("alta ACQ").as_deref(), Some("alta acqua"));
        for none in ["", " ", "a", "acqua ", "acqua!", "-"] {
            assert_eq!(on(none), None, "{none}");
        }
    }
}
