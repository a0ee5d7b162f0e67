//! Where the words of a question stand in a text.

use crate::analysis::{Tongue, words};
use paper::articles::content::Content;
use paper::reading::search::Piece;
use std::collections::BTreeSet;

/// Longest passage shown of a text, characters.
const PASSAGE_CHARS: usize = 240;
/// Characters shown before the first word that was asked for.
const LEAD_CHARS: usize = 60;

/// A marked word: where it begins and ends, bytes, and the form that was met.
type Place = (usize, usize, String);

/// What is marked: stems and folded words.
#[derive(Debug, Clone, Default)]
pub(crate) struct Marks {
    pub(crate) stems: BTreeSet<String>,
    pub(crate) folded: BTreeSet<String>,
}

impl Marks {
    /// The words of a text that are marked: from where to where, and which form was met.
    fn places(&self, text: &str, tongue: Tongue) -> Vec<Place> {
        let mut places = Vec::new();
        for word in words(text) {
            let stem = tongue.stem(&word.small);
            if self.stems.contains(&stem) {
                places.push((word.start, word.end, stem));
            } else if self.folded.contains(&word.folded) {
                places.push((word.start, word.end, word.folded));
            }
        }
        places
    }

    /// A text in pieces.
    pub(crate) fn pieces(&self, text: &str, tongue: Tongue) -> Vec<Piece> {
        cut(text, 0, text.len(), &self.places(text, tongue))
    }

    /// The passage that has most of the words, standfirst before text; the standfirst where none has any.
    pub(crate) fn passage(&self, content: &Content) -> Vec<Piece> {
        let tongue = Tongue::of(&content.language);
        let mut texts = vec![content.standfirst.clone()];
        texts.extend(
            content
                .body
                .passages()
                .into_iter()
                .map(|passage| passage.text),
        );
        let statements = content.statements.iter();
        texts.extend(statements.map(|statement| statement.text.clone()));
        self.passage_of(&texts, &content.standfirst, tongue)
    }

    /// Of some texts the passage that has most of the words, another text where none has any.
    pub(crate) fn passage_of(&self, texts: &[String], other: &str, tongue: Tongue) -> Vec<Piece> {
        let mut best: Option<(usize, &String, Vec<Place>)> = None;
        for text in texts {
            let places = self.places(text, tongue);
            let met: BTreeSet<&String> = places.iter().map(|(_, _, form)| form).collect();
            if !met.is_empty() && best.as_ref().is_none_or(|(most, ..)| met.len() > *most) {
                best = Some((met.len(), text, places));
            }
        }
        match best {
            Some((_, text, places)) => window(text, &places),
            None => window(other, &[]),
        }
    }
}

/// The part of a text around the first marked word, with an ellipsis where something is left out.
fn window(text: &str, places: &[Place]) -> Vec<Piece> {
    let first = places.first().map_or(0, |(start, ..)| *start);
    let from = before(text, first);
    let to = after(text, from, places);
    let mut pieces = cut(text, from, to, places);
    let plain = |text: &str| Piece {
        text: text.to_owned(),
        marked: false,
    };
    if from > 0 {
        pieces.insert(0, plain("… "));
    }
    if to < text.len() {
        pieces.push(plain(" …"));
    }
    pieces
}

/// Where a passage begins: at a word, at most so many characters before a place.
fn before(text: &str, place: usize) -> usize {
    let head = text.get(..place).unwrap_or_default();
    if head.chars().count() <= LEAD_CHARS {
        return 0;
    }
    let start = head.char_indices().rev().nth(LEAD_CHARS - 1);
    let start = start.map_or(0, |(at, _)| at);
    let rest = text.get(start..place).unwrap_or_default();
    let space = rest.char_indices().find(|(_, c)| c.is_whitespace());
    space.map_or(place, |(at, c)| start + at + c.len_utf8())
}

/// Where it ends: at a word, so many characters later, and never within a marked word.
fn after(text: &str, from: usize, places: &[Place]) -> usize {
    let tail = text.get(from..).unwrap_or_default();
    let Some((length, _)) = tail.char_indices().nth(PASSAGE_CHARS) else {
        return text.len();
    };
    let kept = tail.get(..length).unwrap_or_default();
    let end = from + kept.rfind(char::is_whitespace).unwrap_or(length);
    let within = places
        .iter()
        .find(|(start, stop, _)| *start < end && end < *stop);
    within.map_or(end, |(_, stop, _)| *stop)
}

/// A part of a text in pieces.
fn cut(text: &str, from: usize, to: usize, places: &[Place]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut push = |start: usize, end: usize, marked: bool| {
        let text = text.get(start..end).unwrap_or_default();
        if !text.is_empty() {
            let text = text.replace(['\n', '\t'], " ");
            pieces.push(Piece { text, marked });
        }
    };
    let mut at = from;
    for (start, end, _) in places
        .iter()
        .filter(|(start, end, _)| *start >= from && *end <= to)
    {
        push(at, *start, false);
        push(*start, *end, true);
        at = *end;
    }
    push(at, to, false);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(of: &[&str]) -> Marks {
        Marks {
            stems: of.iter().map(|word| Tongue::Italian.stem(word)).collect(),
            folded: of.iter().map(|word| (*word).to_owned()).collect(),
        }
    }

    fn told(pieces: &[Piece]) -> String {
        let one = |piece: &Piece| match piece.marked {
            true => format!("[{}]", piece.text),
            false => piece.text.clone(),
        };
        pieces.iter().map(one).collect()
    }

    #[test]
    fn inflected_words_are_marked_and_nothing_is_lost() {
        let text = "Gli argini del Lenza: «L’argine tiene»";
        let pieces = marks(&["argine"]).pieces(text, Tongue::Italian);
        assert_eq!(told(&pieces), "Gli [argini] del Lenza: «L’[argine] tiene»");
        let joined: String = pieces.into_iter().map(|piece| piece.text).collect();
        assert_eq!(joined, text);
    }

    #[test]
    fn of_a_long_text_the_part_around_the_word_is_shown() {
        let text = format!("{} argine {}", "parola ".repeat(60), "è già ".repeat(90));
        let shown = told(&window(
            &text,
            &marks(&["argine"]).places(&text, Tongue::Italian),
        ));
        assert!(shown.starts_with("… parola"), "{shown}");
        assert!(
            shown.contains("[argine]") && shown.ends_with('…'),
            "{shown}"
        );
        assert!(shown.chars().count() < PASSAGE_CHARS + 10, "{shown}");
        assert_eq!(told(&window("", &[])), "");
    }
}
