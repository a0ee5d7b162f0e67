//! What every form says of an article, or of a change.

use super::body;
use crate::pieces::{byline, labels, notes};
use crate::setting::Setting;
use crate::text;
use jiff::Timestamp;
use markup::{Block, plain};
use paper::articles::content::{Class, State};
use paper::copy::{CreditRole, Kind, Source};
use paper::reading::facts::{CorrectionFacts, Rendition};
use paper::reading::feeds::{EntryFacts, FeedText};

/// Characters of a summary.
const SUMMARY_CHARS_MAX: usize = 400;

/// An entry, in the words of its title and ready to be escaped.
pub(super) struct Item {
    /// `urn:uuid:…`, made of the article's or the revision's id: the same in all feeds, on all titles, for ever.
    pub(super) id: String,
    /// Absolute address of its page.
    pub(super) url: String,
    /// The canonical address, where that is on another title.
    pub(super) elsewhere: Option<String>,
    /// Plain text.
    pub(super) headline: String,
    /// Plain text; may be empty.
    pub(super) summary: String,
    /// HTML with absolute addresses only.
    pub(super) html: String,
    /// Whether `html` is the whole text.
    pub(super) whole: bool,
    pub(super) language: String,
    pub(super) published: Timestamp,
    pub(super) updated: Timestamp,
    /// Who signs it, with an absolute address where there is a page of them; never empty.
    pub(super) authors: Vec<Person>,
    /// Who else is credited.
    pub(super) others: Vec<Person>,
    /// Word and name of its kind; of a change, of its class.
    pub(super) kind: (&'static str, String),
    /// Word and name of what became of it: corrected, updated, withdrawn…
    pub(super) states: Vec<(&'static str, String)>,
    /// Names of section and topics.
    pub(super) subjects: Vec<String>,
    /// What it rests on.
    pub(super) sources: Vec<Source>,
    pub(super) picture: Option<Picture>,
    pub(super) rights: String,
    /// Number of the revision shown.
    pub(super) revision: u32,
}

pub(super) struct Person {
    pub(super) name: String,
    pub(super) url: Option<String>,
}

/// Media type of pictures in feeds: what every reader of feeds can show.
pub(super) const PICTURE_TYPE: &str = "image/jpeg";

pub(super) struct Picture {
    pub(super) url: String,
    pub(super) file: Rendition,
    pub(super) alt: String,
    pub(super) caption: String,
    pub(super) credit: String,
}

fn urn(id: &str) -> String {
    format!("urn:uuid:{id}")
}

pub(super) fn of_article(setting: &Setting<'_>, facts: &EntryFacts, told: FeedText) -> Item {
    let content = &facts.content;
    let live = content.state == State::Live;
    let signs = |role| matches!(role, CreditRole::Text | CreditRole::Data);
    let mut authors = people(setting, facts, signs);
    if authors.is_empty() {
        authors.push(Person {
            name: byline::reason(setting, content.byline_reason),
            url: None,
        });
    }
    let whole = live && told == FeedText::Full;
    Item {
        id: urn(&content.article),
        url: setting.absolute(&facts.path),
        elsewhere: facts.original.as_ref().map(|_| facts.canonical.clone()),
        headline: headline(setting, facts),
        summary: summary(setting, facts),
        html: if live {
            body::of_article(setting, facts, whole)
        } else {
            body::of_withdrawn(setting, facts)
        },
        whole,
        language: content.language.clone(),
        published: content.first_published,
        updated: facts.updated,
        authors,
        others: people(setting, facts, |role| !signs(role)),
        kind: (
            content.kind.word(),
            labels::kind_name(setting, content.kind),
        ),
        states: states(setting, facts),
        subjects: std::iter::once(&facts.section.name)
            .chain(facts.topics.iter().map(|topic| &topic.name))
            .cloned()
            .collect(),
        sources: content.sources.clone(),
        picture: picture(setting, facts),
        rights: content.rights.clone(),
        revision: content.number,
    }
}

/// What was withdrawn says so before anything else.
fn headline(setting: &Setting<'_>, facts: &EntryFacts) -> String {
    let content = &facts.content;
    let mut marks = Vec::new();
    if content.state != State::Live {
        marks.push(setting.say("label-withdrawn"));
    } else if content.kind == Kind::Sponsored {
        marks.push(labels::kind_name(setting, content.kind));
    }
    marks.push(content.headline.clone());
    marks.join(": ")
}

/// Standfirst or first paragraph; of what was withdrawn, why.
fn summary(setting: &Setting<'_>, facts: &EntryFacts) -> String {
    let content = &facts.content;
    let text = if content.state != State::Live {
        notes::withdrawal(facts.notes.as_slice())
            .map_or_else(|| setting.say("label-withdrawn"), |note| note.note.clone())
    } else if content.standfirst.is_empty() {
        let first = content.body.blocks.iter().find_map(|block| match block {
            Block::Paragraph { text, .. } => Some(plain(text)),
            _ => None,
        });
        first.unwrap_or_default()
    } else {
        content.standfirst.clone()
    };
    crate::html::shorten(&text, SUMMARY_CHARS_MAX)
}

fn people(
    setting: &Setting<'_>,
    facts: &EntryFacts,
    wanted: impl Fn(CreditRole) -> bool,
) -> Vec<Person> {
    let credits = facts.content.byline.iter();
    credits
        .filter(|credit| wanted(credit.role))
        .map(|credit| Person {
            name: credit.name.clone(),
            url: facts
                .people
                .get(&credit.name)
                .map(|path| setting.absolute(path)),
        })
        .collect()
}

fn states(setting: &Setting<'_>, facts: &EntryFacts) -> Vec<(&'static str, String)> {
    let mut states: Vec<(&'static str, String)> = Vec::new();
    let classes = facts.notes.iter().map(|note| note.class);
    let redacted = facts.content.redactions.iter().map(|note| note.class);
    for class in classes.chain(redacted) {
        if states.iter().all(|(word, _)| *word != class.word()) {
            states.push((class.word(), notes::class_name(setting, class)));
        }
    }
    states
}

fn picture(setting: &Setting<'_>, facts: &EntryFacts) -> Option<Picture> {
    let (placed, file) = (facts.content.picture.as_ref()?, facts.enclosure.clone()?);
    Some(Picture {
        url: setting.absolute(&file.path),
        file,
        alt: placed.alt.clone(),
        caption: plain(&placed.caption),
        // Of a picture a machine has made, the credit says so.
        credit: [text::credit(setting, placed), placed.licence.clone()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", "),
    })
}

pub(super) fn of_change(setting: &Setting<'_>, id: &str, facts: &CorrectionFacts) -> Item {
    let change = &facts.change;
    let class = notes::class_name(setting, change.class);
    let gone = matches!(change.class, Class::Withdrawal | Class::Kill);
    let url = if gone {
        setting.absolute(&facts.href)
    } else {
        format!("{}#v{}", setting.absolute(&facts.history), change.number)
    };
    Item {
        id: urn(id),
        headline: format!("{class}: {}", facts.headline),
        summary: crate::html::shorten(&change.note, SUMMARY_CHARS_MAX),
        html: body::of_change(setting, facts, &url),
        whole: true,
        url,
        elsewhere: None,
        // The note is the title's, whatever language the article is in.
        language: setting.title.language.clone(),
        published: change.at,
        updated: change.at,
        authors: vec![Person {
            name: if change.editor.is_empty() {
                setting.title.name.clone()
            } else {
                change.editor.clone()
            },
            url: None,
        }],
        others: Vec::new(),
        kind: (change.class.word(), class),
        states: Vec::new(),
        subjects: Vec::new(),
        sources: Vec::new(),
        picture: None,
        rights: String::new(),
        revision: change.number,
    }
}
