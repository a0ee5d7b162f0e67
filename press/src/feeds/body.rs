//! The HTML inside an entry: plain elements, absolute addresses, the record before the text.

use crate::html::{escape, link};
use crate::pieces::{byline, disclosure, labels, notes, sources};
use crate::setting::Setting;
use crate::text;
use markup::Picture;
use markup::html::{PictureWriter, Shown};
use paper::articles::content::{Class, Statement};
use paper::copy::Source;
use paper::reading::facts::{CorrectionFacts, NoteFacts, PictureFacts};
use paper::reading::feeds::EntryFacts;
use std::collections::BTreeMap;

/// The whole text, or what stands above it.
pub(super) fn of_article(setting: &Setting<'_>, facts: &EntryFacts, whole: bool) -> String {
    let content = &facts.content;
    let mut out = String::new();
    for label in labels::texts(setting, content) {
        strong(&mut out, &label, "");
    }
    for note in &facts.notes {
        let elsewhere = matches!(note.class, Class::Withdrawal | Class::Kill | Class::Reply);
        if !note.note.is_empty() && !elsewhere {
            told(&mut out, setting, facts, note);
        }
    }
    for statement in &content.statements {
        out.push_str(&said(setting, statement));
    }
    for redaction in &content.redactions {
        let lead = format!(
            "{}, {}.",
            notes::class_name(setting, redaction.class),
            setting.calendar.when(redaction.at).day
        );
        strong(&mut out, &lead, &escape(&redaction.reason));
    }
    if !content.standfirst.is_empty() {
        out.push_str(&format!("<p><em>{}</em></p>", escape(&content.standfirst)));
    }
    if !whole {
        return out + &excerpt(facts);
    }
    let shelf = Shelf {
        setting,
        pictures: &facts.pictures,
    };
    if let Some(picture) = &content.picture {
        out.push_str(&figure(setting, &shelf, picture));
    }
    out.push_str(&format!(
        "<p>{}</p>",
        escape(&byline::text(setting, content))
    ));
    out.push_str(&markup::html::feed(
        &text::prepared(setting, &content.body),
        &setting.title.base_url,
        &shelf,
    ));
    listed(&mut out, setting, facts);
    if let Some(line) = disclosure::text(setting, content) {
        out.push_str(&format!("<p>{}</p>", escape(&line)));
    }
    if let Some(original) = &facts.original {
        out.push_str(&format!(
            "<p>{} {}</p>",
            escape(&setting.say("original-on")),
            link(&facts.canonical, &original.name)
        ));
    }
    if !content.rights.is_empty() {
        out.push_str(&format!("<p>{}</p>", escape(&content.rights)));
    }
    out
}

/// The notice in the place of a text that was taken away.
pub(super) fn of_withdrawn(setting: &Setting<'_>, facts: &EntryFacts) -> String {
    let note = notes::withdrawal(&facts.notes);
    let at = note.map_or(facts.content.at, |note| note.at);
    let when = setting.calendar.when(at).day;
    let lead = setting
        .words
        .with("withdrawn-on", &[("when", when.as_str().into())]);
    let mut why = escape(note.map_or(facts.content.note.as_str(), |note| &note.note));
    if let Some(editor) = note
        .map(|note| note.editor.as_str())
        .filter(|editor| !editor.is_empty())
    {
        let decided = setting
            .words
            .with("withdrawn-by", &[("name", editor.into())]);
        why.push_str(&format!(" {}", escape(&decided)));
    }
    let mut out = String::new();
    strong(&mut out, &lead, &why);
    out
}

/// A note of `/corrections`, with a link to the article it belongs to.
pub(super) fn of_change(setting: &Setting<'_>, facts: &CorrectionFacts, url: &str) -> String {
    let mut out = String::new();
    let lead = format!(
        "{}, {}.",
        notes::class_name(setting, facts.change.class),
        setting.calendar.when(facts.change.at).text
    );
    strong(&mut out, &lead, &escape(&facts.change.note));
    out.push_str(&format!("<p>{}</p>", link(url, &facts.headline)));
    out
}

fn strong(out: &mut String, lead: &str, html: &str) {
    let space = if html.is_empty() { "" } else { " " };
    out.push_str(&format!(
        "<p><strong>{}</strong>{space}{html}</p>",
        escape(lead)
    ));
}

/// A statement of a person concerned, in full.
fn said(setting: &Setting<'_>, statement: &Statement) -> String {
    let name = [("name", statement.name.as_str().into())];
    let heading = setting.words.with("statement-heading", &name);
    let mut out = format!("<h2>{}</h2>", escape(&heading));
    for paragraph in statement.text.split("\n\n") {
        let lines: Vec<String> = paragraph.lines().map(escape).collect();
        out.push_str(&format!("<p>{}</p>", lines.join("<br>")));
    }
    out
}

fn told(out: &mut String, setting: &Setting<'_>, facts: &EntryFacts, note: &NoteFacts) {
    let lead = format!(
        "{}, {}.",
        notes::class_name(setting, note.class),
        setting.calendar.when(note.at).text
    );
    let change = format!("{}/history#v{}", setting.absolute(&facts.path), note.number);
    let html = format!(
        "{} {}",
        escape(&note.note),
        link(&change, &setting.say("notes-see-change"))
    );
    strong(out, &lead, &html);
}

/// The first paragraph, where no standfirst says what the text is about.
fn excerpt(facts: &EntryFacts) -> String {
    if !facts.content.standfirst.is_empty() {
        return String::new();
    }
    let first = facts
        .content
        .body
        .blocks
        .iter()
        .find_map(|block| match block {
            markup::Block::Paragraph { text, .. } => Some(markup::plain(text)),
            _ => None,
        });
    first.map_or_else(String::new, |text| format!("<p>{}</p>", escape(&text)))
}

fn figure(setting: &Setting<'_>, shelf: &Shelf<'_>, picture: &Picture) -> String {
    let Some(shown) = shelf.show(picture) else {
        return String::new();
    };
    let caption = text::figcaption(setting, picture);
    let caption = if caption.is_empty() {
        String::new()
    } else {
        format!("<figcaption>{}</figcaption>", caption.as_str())
    };
    format!(
        "<figure><img src=\"{}\" width=\"{}\" height=\"{}\" alt=\"{}\">{caption}</figure>",
        escape(&shown.src),
        shown.width,
        shown.height,
        escape(&picture.alt)
    )
}

fn listed(out: &mut String, setting: &Setting<'_>, facts: &EntryFacts) {
    let content = &facts.content;
    if !content.sources.is_empty() {
        out.push_str(&format!("<h2>{}</h2><ol>", escape(&setting.say("sources"))));
        for source in &content.sources {
            out.push_str(&item(setting, source));
        }
        out.push_str("</ol>");
    }
    if let Some(place) = content
        .own_reporting
        .as_ref()
        .and_then(|there| byline::dateline(setting, there))
    {
        let line = setting
            .words
            .with("sources-own-reporting", &[("place", place.into())]);
        out.push_str(&format!("<p>{}</p>", escape(&line)));
    }
}

fn item(setting: &Setting<'_>, source: &Source) -> String {
    let mut line = format!(
        "{}: {}",
        setting.say(sources::kind_key(source.kind)),
        source.name
    );
    if !source.note.is_empty() {
        line.push_str(&format!(", {}", source.note));
    }
    if let Some(released) = source.released {
        line.push_str(&format!(", {}", setting.calendar.when(released).text));
    }
    line.push('.');
    for remark in sources::remarks(setting, source) {
        line.push_str(&format!(" {remark}"));
    }
    let mut html = escape(&line);
    if !source.url.is_empty() {
        html.push_str(&format!(
            " {}",
            link(&source.url, &sources::read_it(setting, source))
        ));
    }
    format!("<li>{html}</li>")
}

/// The pictures of an entry, with absolute addresses.
struct Shelf<'a> {
    setting: &'a Setting<'a>,
    pictures: &'a BTreeMap<String, PictureFacts>,
}

impl PictureWriter for Shelf<'_> {
    fn show(&self, picture: &Picture) -> Option<Shown> {
        let sizes = &self.pictures.get(&picture.file)?.shared;
        Some(Shown {
            src: self.setting.absolute(&sizes.path),
            srcset: String::new(),
            sizes: String::new(),
            width: sizes.width,
            height: sizes.height,
            full: String::new(),
        })
    }
}
