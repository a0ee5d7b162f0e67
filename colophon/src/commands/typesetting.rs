//! What a typesetter would set otherwise: shown beside what the gate finds, never done.

use crate::terminal::either;
use markup::PassageKind;
use markup::typography::{self, Suggestion};
use paper::copy::Copy;
use serde_json::{Value, json};

/// Suggestions of one text that are printed; the JSON has them all.
const LINES_MAX: usize = 12;

/// A suggestion and where it stands.
pub(super) struct Suggested {
    field: &'static str,
    /// Number of the paragraph of the body, from 1.
    paragraph: Option<u32>,
    what: Suggestion,
}

/// What would be set otherwise in a copy of this language.
pub(super) fn suggested(copy: &Copy, language: &str) -> Vec<Suggested> {
    let of = |field, paragraph, text: &str| {
        typography::suggest(text, language)
            .into_iter()
            .map(move |what| Suggested {
                field,
                paragraph,
                what,
            })
            .collect::<Vec<_>>()
    };
    let lines = [
        ("headline", &copy.headline),
        ("kicker", &copy.kicker),
        ("standfirst", &copy.standfirst),
    ];
    let mut all: Vec<Suggested> = lines
        .into_iter()
        .flat_map(|(field, text)| of(field, None, text))
        .collect();
    for passage in copy.body.passages() {
        if passage.kind == PassageKind::Code {
            continue;
        }
        // A mark of a source stands between the words and is no part of them.
        let marked = |what: &Suggestion| {
            let within = |(at, _): &(usize, u32)| (what.start..=what.end).contains(at);
            passage.source_refs.iter().any(within)
        };
        let found = of("body", Some(passage.number), &passage.text);
        all.extend(found.into_iter().filter(|one| !marked(&one.what)));
    }
    all
}

/// The suggestions as lines, `file:paragraph:character: …`.
pub(super) fn lines(file: &str, all: &[Suggested], language: &str) -> Vec<String> {
    let word = either(language, "suggerimento", "suggestion");
    let mut lines: Vec<String> = all
        .iter()
        .take(LINES_MAX)
        .map(|one| {
            let place = one
                .paragraph
                .map_or_else(|| one.field.to_owned(), |number| number.to_string());
            let (at, what) = (one.what.start + 1, &one.what);
            let why = what.why.words(language);
            format!(
                "{file}:{place}:{at}: {word}: {} → {} ({why})",
                what.old, what.new
            )
        })
        .collect();
    let more = all.len().saturating_sub(LINES_MAX);
    if more > 0 {
        let rest = either(
            language,
            "altri suggerimenti tipografici, tutti in --json",
            "more suggestions of typography, all in --json",
        );
        lines.push(format!("{file}: {more} {rest}"));
    }
    lines
}

impl Suggested {
    /// Place as in a finding, what stands there, what should, why.
    pub(super) fn json(&self, language: &str) -> Value {
        json!({
            "field": self.field, "paragraph": self.paragraph, "start": self.what.start, "end": self.what.end,
            "old": self.what.old, "new": self.what.new, "why": self.what.why.words(language),
        })
    }
}
