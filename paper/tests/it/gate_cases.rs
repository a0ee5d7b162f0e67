//! Article files and case files of the gate, read for tests.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers of tests fail the test"
)]

use jiff::Timestamp;
use paper::copy::Copy;
use paper::gate::{self, Finding, Surroundings};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

/// When a file that does not say is published.
const DEFAULT_AT: &str = "2026-11-24T12:00:00Z";

/// One case of a case file.
pub(crate) struct Case {
    pub(crate) wanted: bool,
    pub(crate) language: String,
    pub(crate) title: String,
    pub(crate) text: String,
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("gate-cases")
}

/// The cases of a file; empty if there is no such file.
pub(crate) fn cases(file: &Path) -> Vec<Case> {
    let Ok(text) = std::fs::read_to_string(file) else {
        return Vec::new();
    };
    let text = format!("\n{text}");
    text.split("\n=== ")
        .skip(1)
        .map(|case| {
            let (title, text) = case.split_once('\n').unwrap_or((case, ""));
            let mut words = title.split_whitespace();
            let language = words.next().unwrap_or_default().to_owned();
            let wanted = match words.next() {
                Some("+") => true,
                Some("-" | "–") => false,
                other => panic!(
                    "{}: {title}: + or - expected, not {other:?}",
                    file.display()
                ),
            };
            Case {
                wanted,
                language,
                title: title.to_owned(),
                text: text.to_owned(),
            }
        })
        .collect()
}

/// The findings on an article file.
pub(crate) fn findings(text: &str, language: &str) -> Vec<Finding> {
    let (copy, at) = read(text);
    let mut around = Surroundings::bare(at);
    around.language = language.to_owned();
    gate::check(&copy, &around)
}

/// A copy and its instant of publication.
pub(crate) fn read(text: &str) -> (Copy, Timestamp) {
    let (head, body) = split(text);
    let head = &lenient(head);
    let mut fields: Map<String, Value> = if head.trim().is_empty() {
        Map::new()
    } else {
        serde_saphyr::from_str(head).unwrap_or_else(|error| panic!("{error}\n{head}"))
    };
    for unused in ["section", "slug", "language_note"] {
        fields.remove(unused);
    }
    let at = fields
        .remove("published")
        .and_then(|at| at.as_str().map(instant));
    if let Some(caption) = fields
        .get_mut("picture")
        .and_then(|picture| picture.get_mut("caption"))
    {
        *caption = json!([{"t": "text", "s": caption.as_str().unwrap_or_default()}]);
    }
    let released = fields.get_mut("sources").and_then(Value::as_array_mut);
    for source in released.into_iter().flatten() {
        if let Some(released) = source.get_mut("released") {
            *released = json!(released.as_str().map(instant).map(|at| at.to_string()));
        }
    }
    let mut copy: Copy = serde_json::from_value(Value::Object(fields))
        .unwrap_or_else(|error| panic!("{error}\n{head}"));
    copy.body = markup::markdown::read(body).body;
    if head.trim().is_empty() {
        copy.body = gate::furniture::set_aside(copy.body).0;
    }
    (copy, at.unwrap_or_else(|| DEFAULT_AT.parse().unwrap()))
}

/// Headlines with a colon, as people write them, put between marks for YAML.
fn lenient(head: &str) -> String {
    let line = |line: &str| match line.split_once(": ") {
        Some((key @ ("headline" | "standfirst" | "kicker" | "reviewer" | "ai_note"), value))
            if !value.starts_with(['"', '\'']) =>
        {
            format!("{key}: {}\n", json!(value))
        }
        _ => format!("{line}\n"),
    };
    head.lines().map(line).collect()
}

fn instant(text: &str) -> Timestamp {
    let text = text.trim();
    let date_only = text.len() == "2026-11-20".len();
    let whole = if date_only {
        format!("{text}T12:00:00Z")
    } else {
        text.replacen(' ', "T", 1)
    };
    whole
        .parse()
        .or_else(|_| format!("{whole}Z").parse())
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn split(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    match text.strip_prefix("---\n").and_then(|rest| {
        rest.split_once("\n---\n")
            .or_else(|| rest.split_once("\n---"))
    }) {
        Some((head, body)) => (head, body),
        None => ("", text),
    }
}
