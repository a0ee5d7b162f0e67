//! A copy read once: its passages, words, sentences, quotations, names, numbers and dates, for all rules.

use super::dates::{self, Mention};
use super::finding::Place;
use super::furniture;
use super::kinds::{Asks, asks};
use super::lang::{self, Lang};
use super::numbers::{self, Number};
use super::plain::{self, Role};
use super::surroundings::Surroundings;
use super::words::Passage;
use crate::copy::{Copy, Kind};
use jiff::civil::Date;
use std::collections::HashSet;
use std::ops::Range;

/// Words of a body that rules look at; what is longer is a book.
const WORDS_MAX: usize = 60_000;

/// What every rule reads.
pub(crate) struct Text<'a> {
    pub(crate) copy: &'a Copy,
    pub(crate) around: &'a Surroundings,
    /// Language of the text.
    pub(crate) lang: Lang,
    /// Language of the messages.
    pub(crate) messages: Lang,
    pub(crate) headline: Passage,
    pub(crate) kicker: Passage,
    pub(crate) standfirst: Passage,
    /// The caption of the picture at the head.
    pub(crate) caption: Passage,
    /// The body in reading order.
    pub(crate) body: Vec<Passage>,
    /// Day of publication in the title's zone.
    pub(crate) today: Date,
    /// Dates of each passage of the body.
    pub(crate) dates: Vec<Vec<Mention>>,
    /// Numbers of each passage of the body.
    pub(crate) numbers: Vec<Vec<Number>>,
}

impl<'a> Text<'a> {
    /// Reads a copy. A bare text (no kind, no byline, no source) may be pasted from a page: its furniture is set aside.
    pub(crate) fn new(copy: &'a Copy, around: &'a Surroundings) -> Text<'a> {
        let bare = copy.kind.is_none() && copy.byline.is_empty() && copy.sources.is_empty();
        let set_aside = if bare {
            furniture::numbers(&copy.body)
        } else {
            HashSet::new()
        };
        let plain = plain::passages(&copy.body)
            .into_iter()
            .filter(|passage| !set_aside.contains(&passage.number));
        let plain: Vec<_> = plain.collect();
        let lang = language(copy, around, &plain);
        let mut room = WORDS_MAX;
        let mut body = Vec::with_capacity(plain.len());
        for piece in plain {
            let passage = Passage::of_body(piece, lang);
            room = room.saturating_sub(passage.words.len());
            body.push(passage);
            if room == 0 {
                break;
            }
        }
        let caption = copy
            .picture
            .as_ref()
            .map(|picture| markup::plain(&picture.caption))
            .unwrap_or_default();
        let field = |field, role, text: &str| Passage::of_field(field, role, text, lang);
        Text {
            headline: field("headline", Role::Headline, &copy.headline),
            kicker: field("kicker", Role::Kicker, &copy.kicker),
            standfirst: field("standfirst", Role::Standfirst, &copy.standfirst),
            caption: field("picture", Role::Caption, &caption),
            dates: body
                .iter()
                .map(|passage| dates::dates(passage, lang))
                .collect(),
            numbers: body
                .iter()
                .map(|passage| numbers::numbers(passage, lang))
                .collect(),
            body,
            today: around.at.to_zoned_datetime(around.zone.clone()).date(),
            messages: lang::of_tag(&around.messages).unwrap_or(Lang::En),
            lang,
            copy,
            around,
        }
    }

    /// The kind, for rules about the text: an undeclared one is read as news.
    pub(crate) fn kind(&self) -> Kind {
        self.copy.kind.unwrap_or(Kind::News)
    }

    /// What is asked of this kind.
    pub(crate) fn asks(&self) -> Asks {
        asks(self.kind())
    }

    /// Headline, kicker, standfirst, caption, then the body.
    pub(crate) fn everything(&self) -> impl Iterator<Item = &Passage> {
        [
            &self.headline,
            &self.kicker,
            &self.standfirst,
            &self.caption,
        ]
        .into_iter()
        .chain(&self.body)
    }

    /// The passages of running text with their index in the body.
    pub(crate) fn running(&self) -> impl DoubleEndedIterator<Item = (usize, &Passage)> {
        self.body
            .iter()
            .enumerate()
            .filter(|(_, passage)| passage.role.running())
    }

    /// The day the text is told from: dateline, own reporting, else none.
    pub(crate) fn told_on(&self) -> Option<Date> {
        let own = self
            .copy
            .own_reporting
            .as_ref()
            .and_then(|place| place.date);
        self.copy
            .dateline
            .as_ref()
            .and_then(|place| place.date)
            .or(own)
    }
}

fn language(copy: &Copy, around: &Surroundings, plain: &[plain::Plain]) -> Lang {
    let declared = lang::of_tag(&copy.language).or_else(|| lang::of_tag(&around.language));
    declared.unwrap_or_else(|| {
        let mut sample = format!("{} {}", copy.headline, copy.standfirst);
        for passage in plain.iter().take(12) {
            sample.push(' ');
            sample.push_str(&passage.text);
        }
        lang::guess(&sample)
    })
}

/// A place of some words of a passage.
pub(crate) fn place(passage: &Passage, words: &Range<usize>) -> Place {
    place_of_bytes(passage, passage.bytes(words))
}

/// A place of some bytes of a passage.
pub(crate) fn place_of_bytes(passage: &Passage, bytes: Range<usize>) -> Place {
    let count = |end: usize| {
        passage
            .text
            .get(..end)
            .map_or(0, |text| text.chars().count())
    };
    Place {
        field: passage.field.to_owned(),
        paragraph: passage.paragraph,
        start: count(bytes.start),
        end: count(bytes.end),
        excerpt: passage.text.get(bytes).unwrap_or_default().to_owned(),
    }
}

/// The place of a field as a whole.
pub(crate) fn place_of_field(field: &str, text: &str) -> Place {
    Place {
        field: field.to_owned(),
        paragraph: None,
        start: 0,
        end: text.chars().count(),
        excerpt: text.to_owned(),
    }
}
