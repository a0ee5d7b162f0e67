//! An article as a file again.

use super::ArticleFile;
use super::words;
use markup::{Block, Body, Inline, Picture};
use paper::copy::{Consent, Copy, Credit, CreditRole, Dateline, Source};
use std::fmt::Display;

/// The Markdown file of an article, with everything [`super::read`] reads back to the same [`ArticleFile`]. What an
/// earlier reading dropped is not written.
pub fn write(file: &ArticleFile) -> String {
    let mut lines = Lines::default();
    head(file, &mut lines);
    record(file, &mut lines);
    format!("---\n{}---\n{}", lines.out, body(&file.copy.body))
}

/// Fields in the order of the documentation; the empty ones are left out.
fn head(file: &ArticleFile, lines: &mut Lines) {
    let copy = &file.copy;
    lines.text("headline", &copy.headline);
    lines.text("kicker", &copy.kicker);
    lines.text("standfirst", &copy.standfirst);
    lines.text("section", file.section.as_deref().unwrap_or_default());
    lines.text("kind", copy.kind.map_or("", |kind| kind.word()));
    lines.text("language", &copy.language);
    lines.text("slug", file.slug.as_deref().unwrap_or_default());
    lines.list("byline", copy.byline.iter().map(credit));
    lines.text(
        "byline_reason",
        copy.byline_reason
            .map_or("", |reason| words::word(words::BYLINE_REASONS, &reason)),
    );
    lines.group("dateline", copy.dateline.as_ref().map(dateline));
}

fn record(file: &ArticleFile, lines: &mut Lines) {
    let copy: &Copy = &file.copy;
    lines.list("sources", copy.sources.iter().map(source));
    lines.group("own_reporting", copy.own_reporting.as_ref().map(dateline));
    lines.text(
        "ai",
        copy.ai.map_or("", |ai| words::word(words::AI_USES, &ai)),
    );
    lines.text("ai_note", &copy.ai_note);
    lines.text("reviewer", &copy.reviewer);
    lines.group(
        "sponsor",
        copy.sponsor
            .as_ref()
            .map(|sponsor| Group::default().text("name", &sponsor.name)),
    );
    lines.text("series", &copy.series);
    lines.text("rights", &copy.rights);
    lines.flow("topics", &copy.topics);
    lines.group("picture", copy.picture.as_ref().map(picture));
    lines.plain("published", file.published);
    lines.plain("embargo", copy.embargo);
    lines.text(
        "translation_of",
        file.translation_of.as_deref().unwrap_or_default(),
    );
    lines.text("desk_note", &copy.desk_note);
}

fn body(body: &Body) -> String {
    markup::markdown::write(body)
}

fn credit(credit: &Credit) -> Group {
    let role = if credit.role == CreditRole::Text {
        ""
    } else {
        words::word(words::CREDIT_ROLES, &credit.role)
    };
    Group::default()
        .text("name", &credit.name)
        .text("role", role)
}

fn dateline(dateline: &Dateline) -> Group {
    Group::default()
        .text("place", &dateline.place)
        .plain("date", dateline.date)
}

fn source(source: &Source) -> Group {
    Group::default()
        .text("kind", words::word(words::SOURCE_KINDS, &source.kind))
        .text("name", &source.name)
        .text("url", &source.url)
        .plain("released", source.released)
        .text("note", &source.note)
        .flag("state", source.state)
        .flag("contract", source.contract)
        .group("consent", source.consent.as_ref().map(consent))
        .text("text", &source.text)
}

fn consent(consent: &Consent) -> Group {
    Group::default()
        .text("by", &consent.by)
        .plain("date", Some(consent.date))
}

fn picture(picture: &Picture) -> Group {
    Group::default()
        .text("file", &picture.file)
        .text("alt", &picture.alt)
        .flag("described_by_caption", picture.described_by_caption)
        .text("caption", &caption(&picture.caption))
        .text("credit", &picture.credit)
        .text("licence", &picture.licence)
        .text("source_type", &picture.source_type)
}

/// A caption as one line of Markdown.
fn caption(text: &[Inline]) -> String {
    if text.is_empty() {
        return String::new();
    }
    let line = Body {
        blocks: vec![Block::Paragraph {
            text: text.to_vec(),
            lang: None,
        }],
        ..Body::default()
    };
    body(&line).trim().to_owned()
}

/// Lines of front matter.
#[derive(Default)]
struct Lines {
    out: String,
}

impl Lines {
    fn line(&mut self, field: &str, value: &str) {
        self.out.push_str(field);
        self.out.push_str(": ");
        self.out.push_str(value);
        self.out.push('\n');
    }

    fn text(&mut self, field: &str, text: &str) {
        if !text.is_empty() {
            self.line(field, &scalar(text));
        }
    }

    fn plain(&mut self, field: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.line(field, &value.to_string());
        }
    }

    fn group(&mut self, field: &str, group: Option<Group>) {
        if let Some(group) = group {
            self.line(field, &group.closed());
        }
    }

    fn flow(&mut self, field: &str, words: &[String]) {
        if !words.is_empty() {
            let words: Vec<String> = words.iter().map(|word| scalar(word)).collect();
            self.line(field, &format!("[{}]", words.join(", ")));
        }
    }

    fn list(&mut self, field: &str, groups: impl Iterator<Item = Group>) {
        let entries: Vec<String> = groups
            .map(|group| format!("  - {}\n", group.closed()))
            .collect();
        if !entries.is_empty() {
            self.out.push_str(field);
            self.out.push_str(":\n");
            self.out.push_str(&entries.concat());
        }
    }
}

/// A `{…}` on one line.
#[derive(Default)]
struct Group {
    parts: Vec<String>,
}

impl Group {
    fn text(mut self, field: &str, text: &str) -> Group {
        if !text.is_empty() {
            self.parts.push(format!("{field}: {}", scalar(text)));
        }
        self
    }

    fn plain(mut self, field: &str, value: Option<impl Display>) -> Group {
        self.parts
            .extend(value.map(|value| format!("{field}: {value}")));
        self
    }

    fn flag(mut self, field: &str, value: bool) -> Group {
        if value {
            self.parts.push(format!("{field}: true"));
        }
        self
    }

    fn group(mut self, field: &str, group: Option<Group>) -> Group {
        self.parts
            .extend(group.map(|group| format!("{field}: {}", group.closed())));
        self
    }

    fn closed(&self) -> String {
        format!("{{{}}}", self.parts.join(", "))
    }
}

/// A text as a YAML scalar that every parser reads as that text: bare if it is one plain word, else in double quotes.
fn scalar(text: &str) -> String {
    let word = text
        .bytes()
        .all(|b| b.is_ascii_lowercase() || matches!(b, b'-' | b'_'))
        && text.as_bytes().first().is_some_and(u8::is_ascii_lowercase);
    // Words that are not words to some reader of YAML.
    let reserved = matches!(
        text,
        "null" | "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n"
    );
    if word && !reserved {
        return text.to_owned();
    }
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control()
                || matches!(
                    c,
                    '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
                ) =>
            {
                quoted.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
