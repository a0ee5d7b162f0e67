//! Articles in lists, and pictures.

use crate::calendar::When;
use crate::html::Html;
use crate::pieces::{byline, labels};
use crate::setting::Setting;
use jiff::Timestamp;
use jiff::civil::Date;
use paper::articles::content::State;
use paper::copy::Kind;
use paper::reading::facts::{self, PictureFacts};
use serde::Serialize;

/// An article in a list.
#[derive(Debug, Clone, Serialize)]
pub struct Card {
    /// Where it leads: a path, or an absolute address on another title.
    pub href: String,
    /// *Titolo*.
    pub headline: String,
    /// *Occhiello*; the section's name where the article has none.
    pub kicker: String,
    /// *Sommario*; may be empty.
    pub standfirst: String,
    /// BCP 47 where the text is not in the title's language.
    pub language: Option<String>,
    /// BCP 47 where the headline is not: a title may give a text in another language a headline in its own.
    pub headline_language: Option<String>,
    /// The kind in one word: `news`, `opinion`…
    pub kind: &'static str,
    /// It is an opinion, to be set apart from news.
    pub opinion: bool,
    /// What readers must know before they follow it (sponsored, satire, generated…). Print it with every card.
    pub mark: Html,
    /// `di A e B`, or the reason nobody is named; may be empty.
    pub byline: String,
    /// Names of the authors alone, for opinions.
    pub authors: String,
    /// Its section, with name and address.
    pub section: Option<super::NavItem>,
    /// When it first went out.
    pub published: When,
    /// The time if it went out on the page's day, the day without its year if in that year, else the whole date.
    pub stamp: String,
    /// The picture at its head.
    pub picture: Option<Picture>,
    /// It has been corrected.
    pub corrected: bool,
    /// It has been withdrawn.
    pub withdrawn: bool,
    /// Comments shown.
    pub comments: u32,
    /// Name of the title the original is on, where that is another one.
    pub elsewhere: Option<String>,
}

impl Card {
    /// The card as shown on a page of the given day.
    pub(crate) fn new(setting: &Setting<'_>, facts: &facts::Card, day: Option<Date>) -> Card {
        let published = setting.calendar.when(facts.first_published);
        let stamp = stamp(setting, facts.first_published, &published, day);
        Card {
            href: facts.href.clone(),
            headline: facts.headline.clone(),
            kicker: match labels::kicker_of_card(setting, facts) {
                kicker if kicker.is_empty() => facts
                    .section
                    .as_ref()
                    .map(|section| section.name.clone())
                    .unwrap_or_default(),
                kicker => kicker,
            },
            standfirst: facts.standfirst.clone(),
            language: setting.foreign(&facts.language).map(str::to_owned),
            headline_language: setting
                .foreign(&facts.language)
                .filter(|_| !facts.own_headline)
                .map(str::to_owned),
            kind: facts.kind.word(),
            opinion: facts.kind == Kind::Opinion,
            mark: labels::of_card(setting, facts),
            byline: byline::of_card(setting, facts),
            authors: byline::joined(setting, &facts.byline),
            section: facts
                .section
                .as_ref()
                .map(|section| super::NavItem::new(&section.name, &section.path)),
            published,
            stamp,
            picture: facts.picture.as_ref().and_then(Picture::new),
            corrected: facts.corrected,
            withdrawn: facts.state != State::Live,
            comments: facts.comments,
            elsewhere: facts.elsewhere.clone(),
        }
    }

    pub(crate) fn list(
        setting: &Setting<'_>,
        facts: &[facts::Card],
        day: Option<Date>,
    ) -> Vec<Card> {
        facts
            .iter()
            .map(|card| Card::new(setting, card, day))
            .collect()
    }
}

/// The time on the page's day, the day within its year, else the whole date.
fn stamp(setting: &Setting<'_>, at: Timestamp, told: &When, day: Option<Date>) -> String {
    let own = setting.calendar.date(at);
    match day {
        Some(day) if day == own => told.time.clone(),
        Some(day) if day.year() == own.year() => setting.calendar.day_of_year(own),
        _ => told.day.clone(),
    }
}

/// A picture with the sizes it can be had in, ready for `<img>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Picture {
    /// The address for browsers that take no `srcset`: a middle size.
    pub src: String,
    /// All sizes, for the `srcset` attribute.
    pub srcset: String,
    /// Width of `src` in pixels.
    pub width: u32,
    /// Height of `src` in pixels.
    pub height: u32,
    /// What it shows; empty where the caption says it.
    pub alt: String,
    /// Its colour on the whole, `#rrggbb`; empty where something of it is transparent.
    pub tint: String,
    /// Words for the `class` attribute: `tn0` to `tn26` for its colour, `fx0` to `fx4` and `fy0` to `fy4` for the point that
    /// stays in sight when it is cropped. Pages carry no style of their own, so a stylesheet says what they look like.
    pub class: String,
}

/// Words for the colour of a picture and the point that stays in sight.
fn class(facts: &PictureFacts) -> String {
    // Dark, middle, bright of red, green and blue: 27 colours are enough for what stands there a moment.
    let third = |shift: u32, tint: u32| ((tint >> shift) & 0xff) * 3 / 256;
    let tint = facts.tint.map(|tint| {
        format!(
            "tn{}",
            third(16, tint) * 9 + third(8, tint) * 3 + third(0, tint)
        )
    });
    let focus = facts.focus.map(|(x, y)| {
        let fifth = |part: u32| (part.min(100) + 12) / 25;
        format!("fx{} fy{}", fifth(x), fifth(y))
    });
    let words: Vec<String> = tint.into_iter().chain(focus).collect();
    words.join(" ")
}

/// The width in pixels the plain address should have, about.
const PLAIN_WIDTH: u32 = 800;

impl Picture {
    /// `None` where the picture has no size on offer yet.
    pub(crate) fn new(facts: &PictureFacts) -> Option<Picture> {
        let plain = facts
            .renditions
            .iter()
            .find(|rendition| rendition.width >= PLAIN_WIDTH)
            .or(facts.renditions.last())?;
        let srcset: Vec<String> = facts
            .renditions
            .iter()
            .map(|rendition| format!("{} {}w", rendition.path, rendition.width))
            .collect();
        Some(Picture {
            src: plain.path.clone(),
            srcset: srcset.join(","),
            width: plain.width,
            height: plain.height,
            alt: facts.alt.clone(),
            tint: facts
                .tint
                .map(|tint| format!("#{tint:06x}"))
                .unwrap_or_default(),
            class: class(facts),
        })
    }
}
