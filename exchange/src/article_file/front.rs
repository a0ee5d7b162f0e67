//! From front matter to a copy: one function per field, so that each says what it takes.

use super::problem::Problems;
use super::tree::{Key, Node, Value};
use super::values::Values;
use super::{paths, text, words};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use markup::Picture;
use paper::Refusal;
use paper::copy::{Consent, Copy, Credit, CreditRole, Dateline, Source, Sponsor};
use paper::words::{
    self as record, HEADLINE_CHARS_MAX, KICKER_CHARS_MAX, NAME_CHARS_MAX, NOTE_CHARS_MAX,
};

/// The fields of the front matter, in the order in which they are written.
pub const FIELDS: &[&str] = &[
    "headline",
    "kicker",
    "standfirst",
    "section",
    "kind",
    "language",
    "slug",
    "byline",
    "byline_reason",
    "dateline",
    "sources",
    "own_reporting",
    "ai",
    "ai_note",
    "reviewer",
    "sponsor",
    "series",
    "rights",
    "topics",
    "picture",
    "published",
    "embargo",
    "translation_of",
    "desk_note",
];

/// What stood between the two `---` lines.
#[derive(Debug, Default)]
pub(super) struct Front {
    pub(super) copy: Copy,
    pub(super) section: Option<String>,
    pub(super) slug: Option<String>,
    pub(super) published: Option<Timestamp>,
    pub(super) translation_of: Option<String>,
}

/// Reads every field; what does not fit is noted and left out.
pub(super) fn read(map: &[(Key, Node)], zone: Option<&TimeZone>, problems: &mut Problems) -> Front {
    let mut front = Front::default();
    let mut values = Values { zone, problems };
    for (key, node) in map {
        if !(words_of(&mut front, key, node, &mut values)
            || facts_of(&mut front, key, node, &mut values))
        {
            values.unknown(key, "", FIELDS);
        }
    }
    front
}

/// Fields that are one text or one word. False if the field is not one of them.
fn words_of(front: &mut Front, key: &Key, node: &Node, values: &mut Values<'_>) -> bool {
    let field = key.name.as_str();
    let copy = &mut front.copy;
    match field {
        "headline" => copy.headline = values.line_of(node, field, HEADLINE_CHARS_MAX),
        "kicker" => copy.kicker = values.line_of(node, field, KICKER_CHARS_MAX),
        "standfirst" => copy.standfirst = values.line_of(node, field, NOTE_CHARS_MAX),
        "section" => front.section = slug(node, field, values),
        "kind" => copy.kind = values.word(node, field, words::KINDS, words::KINDS_SHOWN),
        "language" => copy.language = language(node, field, values),
        "slug" => front.slug = slug(node, field, values),
        "byline_reason" => {
            copy.byline_reason = values.word(
                node,
                field,
                words::BYLINE_REASONS,
                "desk, agency text, protected",
            )
        }
        "ai" => copy.ai = values.word(node, field, words::AI_USES, "none, assisted, generated"),
        "ai_note" => copy.ai_note = values.line_of(node, field, NOTE_CHARS_MAX),
        "reviewer" => copy.reviewer = values.line_of(node, field, NAME_CHARS_MAX),
        "series" => copy.series = values.line_of(node, field, NAME_CHARS_MAX),
        "rights" => copy.rights = values.line_of(node, field, NAME_CHARS_MAX),
        "desk_note" => copy.desk_note = values.text(node, field),
        "translation_of" => front.translation_of = values.optional_line(node, field),
        _ => return false,
    }
    true
}

/// Fields made of parts, and instants. False if the field is not one of them.
fn facts_of(front: &mut Front, key: &Key, node: &Node, values: &mut Values<'_>) -> bool {
    let field = key.name.as_str();
    let copy = &mut front.copy;
    match field {
        "byline" => copy.byline = byline(node, values),
        "dateline" => copy.dateline = dateline(node, field, values),
        "own_reporting" => copy.own_reporting = dateline(node, field, values),
        "sources" => {
            copy.sources = values
                .entries(node, field)
                .iter()
                .filter_map(|entry| source(entry, values))
                .collect()
        }
        "sponsor" => copy.sponsor = sponsor(node, values),
        "topics" => {
            copy.topics = values
                .entries(node, field)
                .iter()
                .filter_map(|entry| slug(entry, field, values))
                .collect()
        }
        "picture" => copy.picture = picture(node, values),
        "published" => front.published = values.instant(node, field),
        "embargo" => copy.embargo = values.instant(node, field),
        _ => return false,
    }
    true
}

fn slug(node: &Node, field: &str, values: &mut Values<'_>) -> Option<String> {
    let slug = values.optional_line(node, field)?;
    match record::slug("slug", &slug).map_err(|error| error.refusal().cloned()) {
        Ok(slug) => return Some(slug),
        Err(Some(reserved @ Refusal::Reserved { .. })) => {
            values
                .problems
                .note(node.at, field, reserved.say("it"), reserved.say("en"));
        }
        Err(_) => values.wants(
            node,
            field,
            "lettere minuscole senza accenti, cifre e trattini, al massimo 80: ponte-della-spina",
            "lower-case letters without accents, digits and hyphens, at most 80: old-bridge",
        ),
    }
    None
}

fn language(node: &Node, field: &str, values: &mut Values<'_>) -> String {
    let tag = values.line(node, field);
    if tag.is_empty() || record::language(&tag).is_ok() {
        return tag;
    }
    values.wants(
        node,
        field,
        "una sigla come it, en, de-AT",
        "a tag such as it, en, de-AT",
    );
    String::new()
}

/// One name, a list of names, or a list of `{name, role}`.
fn byline(node: &Node, values: &mut Values<'_>) -> Vec<Credit> {
    values
        .entries(node, "byline")
        .iter()
        .filter_map(|entry| credit(entry, values))
        .collect()
}

fn credit(node: &Node, values: &mut Values<'_>) -> Option<Credit> {
    let field = "byline";
    let Value::Map(map) = &node.value else {
        let name = values.line_of(node, field, NAME_CHARS_MAX);
        return (!name.is_empty()).then_some(Credit {
            name,
            role: CreditRole::Text,
        });
    };
    let (mut name, mut role) = (String::new(), CreditRole::Text);
    for (key, node) in map {
        match key.name.as_str() {
            "name" => name = values.line_of(node, "byline.name", NAME_CHARS_MAX),
            "role" => {
                let shown = "text, photo, translation, editing, data";
                role = values
                    .word(node, "byline.role", words::CREDIT_ROLES, shown)
                    .unwrap_or_default();
            }
            _ => values.unknown(key, field, &["name", "role"]),
        }
    }
    if name.is_empty() {
        values.missing(node.at, field, "name");
    }
    (!name.is_empty()).then_some(Credit { name, role })
}

/// `{place, date}`, or the place alone.
fn dateline(node: &Node, field: &str, values: &mut Values<'_>) -> Option<Dateline> {
    let mut dateline = Dateline::default();
    if matches!(node.value, Value::Text(_)) {
        dateline.place = values.line_of(node, field, NAME_CHARS_MAX);
    } else {
        for (key, node) in values.group(node, field, "{place: Valmarina, date: 2026-11-23}") {
            match key.name.as_str() {
                "place" => {
                    dateline.place = values.line_of(node, &format!("{field}.place"), NAME_CHARS_MAX)
                }
                "date" => dateline.date = values.date(node, &format!("{field}.date")),
                _ => values.unknown(key, field, &["place", "date"]),
            }
        }
    }
    (dateline != Dateline::default()).then_some(dateline)
}

const SOURCE_FIELDS: &[&str] = &[
    "kind", "name", "url", "released", "note", "state", "contract", "consent", "text",
];

/// `{kind, name, …}`, or the name alone, or the address alone.
fn source(node: &Node, values: &mut Values<'_>) -> Option<Source> {
    let mut source = Source::default();
    if !matches!(node.value, Value::Map(_)) {
        source.name = values.line_of(node, "sources", NOTE_CHARS_MAX);
        if let Some(url) = web_address(&source.name) {
            source.name = url.host_str().unwrap_or_default().to_owned();
            source.url = url.into();
        }
        return (!source.name.is_empty()).then_some(source);
    }
    for (key, node) in values.group(node, "sources", "{kind: document, name: …}") {
        match key.name.as_str() {
            "kind" => {
                source.kind = values
                    .word(
                        node,
                        "sources.kind",
                        words::SOURCE_KINDS,
                        words::SOURCE_KINDS_SHOWN,
                    )
                    .unwrap_or_default()
            }
            "name" => source.name = values.line_of(node, "sources.name", NAME_CHARS_MAX),
            "url" => source.url = url(node, values),
            "released" => source.released = values.instant(node, "sources.released"),
            "note" => source.note = values.line_of(node, "sources.note", NOTE_CHARS_MAX),
            "state" => source.state = values.flag(node, "sources.state"),
            "contract" => source.contract = values.flag(node, "sources.contract"),
            "consent" => source.consent = consent(node, values),
            "text" => source.text = values.text(node, "sources.text"),
            _ => values.unknown(key, "sources", SOURCE_FIELDS),
        }
    }
    if source.name.is_empty() {
        values.missing(node.at, "sources", "name");
    }
    Some(source)
}

fn web_address(text: &str) -> Option<url::Url> {
    url::Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

fn url(node: &Node, values: &mut Values<'_>) -> String {
    let text = values.line(node, "sources.url");
    if text.is_empty() || (web_address(&text).is_some() && text.len() <= NOTE_CHARS_MAX) {
        return text;
    }
    values.wants(
        node,
        "sources.url",
        "un indirizzo che comincia con https:// o http://",
        "an address that begins with https:// or http://",
    );
    String::new()
}

fn consent(node: &Node, values: &mut Values<'_>) -> Option<Consent> {
    let (mut by, mut date) = (String::new(), None);
    let field = "sources.consent";
    let map = values.group(node, field, "{by: Teresa Ghis, date: 2026-11-20}");
    for (key, node) in map {
        match key.name.as_str() {
            "by" => by = values.line_of(node, "sources.consent.by", NAME_CHARS_MAX),
            "date" => date = values.date(node, "sources.consent.date"),
            _ => values.unknown(key, field, &["by", "date"]),
        }
    }
    for part in ["by", "date"] {
        if !map.is_empty()
            && !map
                .iter()
                .any(|(key, node)| key.name == part && !matches!(node.value, Value::Nothing))
        {
            values.missing(node.at, field, part);
        }
    }
    Some(Consent { by, date: date? })
}

fn sponsor(node: &Node, values: &mut Values<'_>) -> Option<Sponsor> {
    let mut name = String::new();
    if matches!(node.value, Value::Text(_)) {
        name = values.line_of(node, "sponsor", NAME_CHARS_MAX);
    } else {
        for (key, node) in values.group(node, "sponsor", "{name: …}") {
            match key.name.as_str() {
                "name" => name = values.line_of(node, "sponsor.name", NAME_CHARS_MAX),
                _ => values.unknown(key, "sponsor", &["name"]),
            }
        }
    }
    (!name.is_empty()).then_some(Sponsor { name })
}

const PICTURE_FIELDS: &[&str] = &[
    "file",
    "alt",
    "described_by_caption",
    "caption",
    "credit",
    "licence",
    "source_type",
];

/// The picture at the head: `{file, alt, …}`, or the file alone.
fn picture(node: &Node, values: &mut Values<'_>) -> Option<Picture> {
    let mut picture = Picture::default();
    let mut at = node.at;
    if matches!(node.value, Value::Text(_)) {
        picture.file = values.line(node, "picture");
    } else {
        for (key, node) in values.group(
            node,
            "picture",
            "{file: pictures/x.webp, alt: …, caption: …, credit: …}",
        ) {
            match key.name.as_str() {
                "file" => {
                    picture.file = values.line(node, "picture.file");
                    at = node.at;
                }
                "alt" => picture.alt = values.line_of(node, "picture.alt", NOTE_CHARS_MAX),
                "described_by_caption" => {
                    picture.described_by_caption = values.flag(node, "picture.described_by_caption")
                }
                "caption" => {
                    picture.caption =
                        text::inline(&values.line_of(node, "picture.caption", NOTE_CHARS_MAX))
                }
                "credit" => picture.credit = values.line_of(node, "picture.credit", NAME_CHARS_MAX),
                "licence" => {
                    picture.licence = values.line_of(node, "picture.licence", NAME_CHARS_MAX)
                }
                "source_type" => {
                    picture.source_type =
                        values.line_of(node, "picture.source_type", NAME_CHARS_MAX)
                }
                _ => values.unknown(key, "picture", PICTURE_FIELDS),
            }
        }
    }
    if picture == Picture::default() {
        return None;
    }
    match paths::fault(&picture.file) {
        None => Some(picture),
        Some((it, en)) => {
            values.problems.note(at, "picture.file", it, en);
            None
        }
    }
}
