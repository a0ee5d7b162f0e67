//! A copy read once: its passages, words, sentences, quotations, names, numbers and dates, for all rules.

use super::dates::{self, Mention};
use super::finding::Place;
use super::kinds::{Asks, asks};
use super::lang::{self, Lang};
use super::numbers::{self, Number};
use super::plain::{self, Role};
use super::surroundings::Surroundings;
use super::words::Passage;
use crate::copy::{Copy, Credit, CreditRole, Kind};
use jiff::civil::Date;
use markup::{Block, Body, Picture};
use std::ops::Range;

/// Words of a body that rules look at; what is longer is a book.
const WORDS_MAX: usize = 60_000;

/// What every rule reads.
pub(crate) struct Text<'a> {
    pub(crate) copy: &'a Copy,
    pub(crate) around: &'a Surroundings,
    /// Language of the text.
    pub(crate) lang: Lang,
    /// Whether the rules know that language.
    pub(crate) understood: bool,
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
    /// Reads a copy.
    pub(crate) fn new(copy: &'a Copy, around: &'a Surroundings) -> Text<'a> {
        let plain = plain::passages(&copy.body);
        let (lang, understood) = language(copy, around, &plain);
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
            understood,
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

    /// Whether somebody is named who read the text and did not write it.
    pub(crate) fn read_by_another(&self) -> bool {
        let reviewer = self.copy.reviewer.trim().to_lowercase();
        let wrote = |credit: &Credit| {
            credit.role == CreditRole::Text && credit.name.trim().to_lowercase() == reviewer
        };
        reviewer.chars().any(char::is_alphabetic) && !self.copy.byline.iter().any(wrote)
    }

    /// Whether the text was paid for and does not say by whom: then the sponsor's name answers all that is asked.
    pub(crate) fn awaits_sponsor(&self) -> bool {
        let sponsor = self.copy.sponsor.as_ref();
        self.copy.kind == Some(Kind::Sponsored)
            && !sponsor.is_some_and(|sponsor| sponsor.name.chars().any(char::is_alphanumeric))
    }

    /// The day the text went out first: today, unless it is out already or says that it was published before.
    pub(crate) fn went_out_on(&self) -> Date {
        self.around
            .dated
            .or(self.around.first_published)
            .map_or(self.today, |at| {
                at.to_zoned_datetime(self.around.zone.clone()).date()
            })
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

/// Passages by which the language of a text is judged.
const SAMPLE_PASSAGES: usize = 12;

/// The language a text is read in, and whether the rules understand its sentences.
///
/// What is declared counts, on the text or else on its title, unless the text is beyond doubt in the other language
/// that the rules know: an Italian text on an English title is read as Italian.
fn language(copy: &Copy, around: &Surroundings, plain: &[plain::Plain]) -> (Lang, bool) {
    let seen = seen(copy, plain);
    let declared = [&copy.language, &around.language]
        .into_iter()
        .find(|tag| !tag.is_empty());
    match declared.map(|tag| lang::of_tag(tag)) {
        Some(Some(declared)) => (seen.clearly().unwrap_or(declared), true),
        Some(None) => (seen.guess(), false),
        None => (seen.guess(), !seen.neither()),
    }
}

/// The small words of the beginning of a copy.
pub(super) fn seen(copy: &Copy, plain: &[plain::Plain]) -> lang::Seen {
    let mut sample = format!("{} {}", copy.headline, copy.standfirst);
    for passage in plain.iter().take(SAMPLE_PASSAGES) {
        sample.push(' ');
        sample.push_str(&passage.text);
    }
    lang::Seen::of(&sample)
}

/// The language of a copy as the rules read it, if they do.
pub(super) fn understood(copy: &Copy, around: &Surroundings) -> Option<Lang> {
    let (lang, understood) = language(copy, around, &plain::passages(&copy.body));
    understood.then_some(lang)
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

/// The place of a picture of the body: its caption, else the end of the passage before it.
pub(crate) fn place_of_picture(copy: &Copy, picture: &Picture) -> Place {
    let holds = |block: &Block| {
        let alone = Body {
            v: copy.body.v,
            blocks: vec![block.clone()],
        };
        alone.pictures().into_iter().any(|other| other == picture)
    };
    let at = copy.body.blocks.iter().position(holds).unwrap_or_default();
    let passages = copy.body.passages();
    let caption = markup::plain(&picture.caption);
    let own = passages
        .iter()
        .find(|passage| passage.block == at && !caption.is_empty() && passage.text == caption);
    let before = passages.iter().rev().find(|passage| passage.block < at);
    let (passage, start) = match (own, before.or(passages.first())) {
        (Some(own), _) => (Some(own), 0),
        (None, Some(near)) => (Some(near), near.text.chars().count()),
        (None, None) => (None, 0),
    };
    Place {
        field: "body".to_owned(),
        paragraph: passage.and_then(|passage| usize::try_from(passage.number).ok()),
        start,
        end: passage.map_or(0, |passage| passage.text.chars().count()),
        excerpt: picture.file.clone(),
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
