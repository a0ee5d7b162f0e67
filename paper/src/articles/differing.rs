//! What differs between two states of a text, word by word, for the desk.

use super::saves::{self, Text};
use crate::Result;
use crate::copy::{Copy, Credit, Dateline, Source};
use crate::db::Session;
use crate::id::ArticleId;
use markup::diff::{self, BlockDiff, Run};
use serde::Serialize;
use serde_json::Value;

/// What differs between two copies.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Fields that differ, in the order of the page.
    pub fields: Vec<FieldDiff>,
    /// Every part of both texts in reading order; [`BlockDiff::is_changed`] says what happened to it.
    pub body: Vec<BlockDiff>,
    /// Words that are new, fields and text together.
    pub added: usize,
    /// Words that are gone.
    pub removed: usize,
}

impl Difference {
    /// Whether the two say the same.
    pub fn is_none(&self) -> bool {
        self.fields.is_empty() && !self.body.iter().any(BlockDiff::is_changed)
    }
}

/// A field that differs.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldDiff {
    /// Its name in the JSON of a copy.
    pub field: &'static str,
    /// Its words; several things stand on lines of their own.
    pub runs: Vec<Run>,
}

/// What differs between two kept texts of an article. Whoever asks has to see to it that the desk's texts are shown to the
/// desk only.
///
/// # Errors
/// Refused where there is no such save or revision.
pub async fn between(
    session: &mut Session,
    article: ArticleId,
    old: Text,
    new: Text,
) -> Result<Difference> {
    let old = saves::text(session, article, old).await?;
    let new = saves::text(session, article, new).await?;
    Ok(difference(&old, &new))
}

/// What differs between two copies.
pub fn difference(old: &Copy, new: &Copy) -> Difference {
    let fields: Vec<FieldDiff> = fields(old)
        .into_iter()
        .zip(fields(new))
        .filter(|((_, old), (_, new))| old != new)
        .map(|((field, old), (_, new))| FieldDiff {
            field,
            runs: diff::text(&old, &new),
        })
        .collect();
    let body = diff::words(&old.body, &new.body);
    let (mut added, mut removed) = diff::count(&body);
    for field in &fields {
        let (more, fewer) = diff::count_runs(&field.runs);
        added += more;
        removed += fewer;
    }
    Difference {
        fields,
        body,
        added,
        removed,
    }
}

/// Every field but the text, in words. Which fields there are is said by the pattern, so that none is forgotten.
fn fields(copy: &Copy) -> Vec<(&'static str, String)> {
    let Copy {
        language,
        kind,
        headline,
        kicker,
        standfirst,
        body: _,
        byline,
        byline_reason,
        dateline,
        sources,
        own_reporting,
        ai,
        ai_note,
        reviewer,
        sponsor,
        series,
        rights,
        picture,
        topics,
        desk_note,
        embargo,
    } = copy;
    let credits: Vec<String> = byline.iter().map(credit).collect();
    let sources: Vec<String> = sources.iter().map(source).collect();
    let picture = picture.as_ref().map_or_else(String::new, |picture| {
        joined(&[
            &markup::plain(&picture.caption),
            &picture.alt,
            &picture.credit,
            &picture.licence,
            &picture.source_type,
            &picture.file,
        ])
    });
    vec![
        ("kind", word(kind)),
        ("language", language.clone()),
        ("kicker", kicker.clone()),
        ("headline", headline.clone()),
        ("standfirst", standfirst.clone()),
        ("byline", credits.join("\n")),
        ("byline_reason", word(byline_reason)),
        ("dateline", place(dateline.as_ref())),
        ("picture", picture),
        ("sources", sources.join("\n")),
        ("own_reporting", place(own_reporting.as_ref())),
        ("ai", word(ai)),
        ("ai_note", ai_note.clone()),
        ("reviewer", reviewer.clone()),
        (
            "sponsor",
            sponsor
                .as_ref()
                .map_or_else(String::new, |sponsor| sponsor.name.clone()),
        ),
        ("series", series.clone()),
        ("rights", rights.clone()),
        ("topics", topics.join(", ")),
        ("desk_note", desk_note.clone()),
        (
            "embargo",
            embargo.map_or_else(String::new, |until| until.to_string()),
        ),
    ]
}

/// The word a thing has in files and in JSON; nothing for what is not said.
fn word(thing: &impl Serialize) -> String {
    match serde_json::to_value(thing) {
        Ok(Value::String(word)) => word,
        _ => String::new(),
    }
}

fn credit(credit: &Credit) -> String {
    format!("{} ({})", credit.name, word(&credit.role))
}

fn place(dateline: Option<&Dateline>) -> String {
    dateline.map_or_else(String::new, |dateline| {
        let date = dateline
            .date
            .map_or_else(String::new, |date| date.to_string());
        joined(&[&dateline.place, &date])
    })
}

fn source(source: &Source) -> String {
    let marked = |yes: bool, word: &'static str| if yes { word } else { "" };
    let consent = source.consent.as_ref().map_or_else(String::new, |consent| {
        format!("{} {}", consent.by, consent.date)
    });
    let released = source
        .released
        .map_or_else(String::new, |at| at.to_string());
    joined(&[
        &word(&source.kind),
        &source.name,
        &source.url,
        &released,
        &source.note,
        marked(source.state, "state"),
        marked(source.contract, "contract"),
        &consent,
        &source.text,
    ])
}

/// What is there of some parts.
fn joined(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" · ")
}
