//! How an article changed: its revisions with reasons, and the words that differ.

use super::frame::Frame;
use super::lists::Turning;
use crate::calendar::When;
use crate::html::Html;
use crate::pieces::{byline, labels, notes};
use crate::setting::Setting;
use crate::text::difference;
use markup::{Block, Inline};
use paper::articles::content::{Content, State};
use paper::copy::AiUse;
use paper::reading::pages::{HistoryFacts, RevisionEntry};
use serde::Serialize;

/// The page of an article's history.
#[derive(Debug, Clone, Serialize)]
pub struct HistoryPage {
    /// What every page has.
    #[serde(flatten)]
    pub frame: Frame,
    /// The history.
    pub history: History,
}

/// The revisions of an article.
#[derive(Debug, Clone, Serialize)]
pub struct History {
    /// The article's headline now.
    pub headline: String,
    /// BCP 47 where the text is not in the title's language.
    pub language: Option<String>,
    /// The article.
    pub href: String,
    /// How many revisions there are in all.
    pub total: u32,
    /// Newest first.
    pub versions: Vec<Version>,
    /// Neighbouring pages of the list.
    pub turning: Turning,
}

/// A revision with what it changed.
#[derive(Debug, Clone, Serialize)]
pub struct Version {
    /// Its number.
    pub number: u32,
    /// `Correzione`, `Aggiornamento`…
    pub class: String,
    /// `fix`, `upd`, `good` or empty: how it is coloured.
    pub tone: &'static str,
    /// When it went out.
    pub at: When,
    /// What readers were told; may be empty.
    pub note: String,
    /// Who answers for it; may be empty.
    pub editor: String,
    /// Where it can be read on its own.
    pub href: Option<String>,
    /// It is the first one: there is nothing to compare it with.
    pub first: bool,
    /// It took the text away; what is gone is not shown again.
    pub withdrawn: bool,
    /// What differs from the revision before.
    pub changes: Vec<Change>,
    /// Words that are new.
    pub added: u32,
    /// Words that are gone.
    pub removed: u32,
    /// Why words were blanked by law, if they were.
    pub redactions: Vec<String>,
}

/// A passage that differs.
#[derive(Debug, Clone, Serialize)]
pub struct Change {
    /// `Titolo`, `Paragrafo 3`…
    pub place: String,
    /// The words around the change, what is gone in `del`, what is new in `ins`.
    pub html: Html,
}

impl History {
    pub(crate) fn new(setting: &Setting<'_>, facts: &HistoryFacts) -> History {
        let before = facts
            .revisions
            .iter()
            .skip(1)
            .map(|entry| Some(&entry.content))
            .chain(std::iter::once(facts.preceding.as_ref()));
        let language = facts
            .revisions
            .first()
            .map(|entry| entry.content.language.clone());
        History {
            headline: facts.headline.clone(),
            language: language.and_then(|language| setting.foreign(&language).map(str::to_owned)),
            href: facts.path.clone(),
            total: facts.versions,
            versions: facts
                .revisions
                .iter()
                .zip(before)
                .map(|(entry, before)| Version::new(setting, entry, before))
                .collect(),
            turning: Turning::new(&facts.pages),
        }
    }
}

impl Version {
    fn new(setting: &Setting<'_>, entry: &RevisionEntry, before: Option<&Content>) -> Version {
        let content = &entry.content;
        let mut version = Version {
            number: content.number,
            class: notes::class_name(setting, content.class),
            tone: notes::tone(content.class),
            at: setting.calendar.when(content.at),
            note: content.note.clone(),
            editor: entry.editor.clone(),
            href: entry.path.clone(),
            first: before.is_none(),
            withdrawn: content.state != State::Live || content.body.blocks.is_empty(),
            changes: Vec::new(),
            added: 0,
            removed: 0,
            redactions: content
                .redactions
                .iter()
                .map(|redaction| redaction.reason.clone())
                .collect(),
        };
        if let Some(before) =
            before.filter(|before| content.state == State::Live && before.state == State::Live)
        {
            version.compare(setting, before, content);
        }
        version
    }

    fn compare(&mut self, setting: &Setting<'_>, before: &Content, after: &Content) {
        for ((key, old), (_, new)) in fields(setting, before).iter().zip(&fields(setting, after)) {
            self.change(setting, setting.say(key), old, new);
        }
        let (old, new) = (
            paragraphs(&before.body.blocks),
            paragraphs(&after.body.blocks),
        );
        for (number, old, new) in difference::paragraphs(&old, &new) {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            self.change(
                setting,
                setting.words.count("diff-paragraph", number),
                &old,
                &new,
            );
        }
    }

    fn change(&mut self, setting: &Setting<'_>, place: String, before: &str, after: &str) {
        if let Some(compared) = difference::words(setting, before, after) {
            self.added = self.added.saturating_add(compared.added);
            self.removed = self.removed.saturating_add(compared.removed);
            self.changes.push(Change {
                place,
                html: compared.html,
            });
        }
    }
}

/// Everything readers see besides the text, as lines that can be compared. The order is that of the page.
fn fields(setting: &Setting<'_>, content: &Content) -> Vec<(&'static str, String)> {
    let ai = match content.ai {
        Some(AiUse::None) => setting.say("ai-none"),
        Some(AiUse::Assisted) => setting.say("ai-assisted"),
        Some(AiUse::Generated) => setting.say("ai-generated"),
        None => String::new(),
    };
    let sponsor = content
        .sponsor
        .as_ref()
        .map(|sponsor| sponsor.name.clone())
        .unwrap_or_default();
    let dateline = |dateline: &Option<paper::copy::Dateline>| {
        dateline
            .as_ref()
            .and_then(|dateline| byline::dateline(setting, dateline))
            .unwrap_or_default()
    };
    let picture = content.picture.as_ref().map(|picture| {
        [
            markup::plain(&picture.caption),
            picture.alt.clone(),
            picture.credit.clone(),
            picture.licence.clone(),
        ]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
    });
    vec![
        ("field-kind", labels::kind_name(setting, content.kind)),
        ("field-sponsor", sponsor),
        ("field-kicker", content.kicker.clone()),
        ("field-headline", content.headline.clone()),
        ("field-standfirst", content.standfirst.clone()),
        ("field-byline", names(content)),
        ("field-dateline", dateline(&content.dateline)),
        ("field-picture", picture.unwrap_or_default()),
        ("field-sources", sources(content)),
        ("field-own-reporting", dateline(&content.own_reporting)),
        (
            "field-ai",
            format!("{ai} {}", content.ai_note).trim().to_owned(),
        ),
        ("field-rights", content.rights.clone()),
        ("field-placement", placements(content)),
    ]
}

fn names(content: &Content) -> String {
    content
        .byline
        .iter()
        .map(|credit| credit.name.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

fn sources(content: &Content) -> String {
    content
        .sources
        .iter()
        .zip(1_usize..)
        .map(|(source, number)| {
            let parts: Vec<&str> = [
                source.name.as_str(),
                source.note.as_str(),
                source.url.as_str(),
            ]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
            format!("{number}. {}", parts.join(", "))
        })
        .collect::<Vec<_>>()
        .join("; ")
}

fn placements(content: &Content) -> String {
    content
        .placements
        .iter()
        .map(|placed| {
            let parts: Vec<&str> = [
                placed.title_name.as_str(),
                placed.section.as_str(),
                placed.headline.as_str(),
            ]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
            parts.join(", ")
        })
        .collect::<Vec<_>>()
        .join("; ")
}

/// The text of a body, a line a paragraph.
fn paragraphs(blocks: &[Block]) -> Vec<String> {
    let mut out = Vec::new();
    for block in blocks {
        flatten(block, &mut out);
    }
    out
}

fn flatten(block: &Block, out: &mut Vec<String>) {
    let mut line = |text: &[Inline]| {
        let text = markup::plain(text);
        if !text.is_empty() {
            out.push(text);
        }
    };
    match block {
        Block::Paragraph { text, .. } | Block::Crosshead { text, .. } => line(text),
        Block::Pull { text, cite } => {
            line(text);
            line(cite);
        }
        Block::List { items, .. } => items.iter().flatten().for_each(|block| flatten(block, out)),
        Block::Quote { blocks, cite } => {
            blocks.iter().for_each(|block| flatten(block, out));
            out.extend(Some(markup::plain(cite)).filter(|cite| !cite.is_empty()));
        }
        Block::Aside { title, blocks } => {
            line(title);
            blocks.iter().for_each(|block| flatten(block, out));
        }
        Block::Figure(picture) => picture_lines(picture, out),
        Block::Gallery { pictures } => pictures
            .iter()
            .for_each(|picture| picture_lines(picture, out)),
        Block::Table {
            caption,
            head,
            rows,
        } => {
            line(caption);
            for row in std::iter::once(head).chain(rows) {
                let cells: Vec<String> = row.iter().map(|cell| markup::plain(cell)).collect();
                out.extend(Some(cells.join(" | ")).filter(|row| !row.is_empty()));
            }
        }
        Block::Code { text, .. } => out.push(text.clone()),
        Block::Embed { url, title } => out.push(format!("{title} {url}")),
        Block::Rule => {}
    }
}

fn picture_lines(picture: &markup::Picture, out: &mut Vec<String>) {
    let parts = [
        markup::plain(&picture.caption),
        picture.alt.clone(),
        picture.credit.clone(),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if !parts.is_empty() {
        out.push(parts.join(" · "));
    }
}
