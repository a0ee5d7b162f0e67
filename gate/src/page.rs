//! The page of rules, made from the rules themselves.

use super::finding::Severity;
use super::kinds::{Asks, Origin, Signature, asks};
use super::rules::RULES;
use crate::copy::Kind;
use std::fmt::Write as _;

/// The documentation of every rule as Markdown, in Italian and English, and the table of what is asked of which kind.
pub fn page() -> String {
    let mut out = String::from(
        "# The gate\n\nWhat is checked before an article goes out. A **block** stops publication; the director, or the deputy named for \
         the shift, may override it with a reason that is kept and counted. A **warning** leaves the decision to the desk. This page is made \
         from the rules (`UPDATE_EXPECT=1 cargo test -p paper`); how well each does is in `gate-figures.md`.\n\n",
    );
    kinds(&mut out);
    for (severity, heading) in [(Severity::Block, "Blocks"), (Severity::Warning, "Warnings")] {
        let _ = writeln!(out, "## {heading}\n");
        for rule in RULES.iter().filter(|rule| rule.severity == severity) {
            let _ = writeln!(
                out,
                "### `{}`\n\nOn `{}`. {}\n\n| | English | Italiano |\n|---|---|---|\n| When | {} | {} |\n| Why | {} | {} |\n| Remedy | {} | {} |\n",
                rule.code,
                rule.subject,
                source(rule.source),
                rule.what.en,
                rule.what.it,
                rule.why.en,
                rule.why.it,
                rule.remedy.en,
                rule.remedy.it
            );
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn source(source: &str) -> String {
    format!("Follows: {source}.")
}

fn kinds(out: &mut String) {
    out.push_str(
        "## What is asked of which kind\n\n| Kind | Author | Facts rest on | Date | Standfirst | Text | Voices, times, parties | Advice |\n|---|---|---|---|---|---|---|---|\n",
    );
    for kind in Kind::ALL {
        let row = asks(kind);
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {} | {} | {} | {} | {} |",
            kind.word(),
            author(row),
            origin(row),
            asked(row.date),
            asked(row.standfirst),
            if row.words {
                "words"
            } else {
                "pictures are enough"
            },
            if row.reported { "checked" } else { "–" },
            if row.impersonal { "checked" } else { "–" },
        );
    }
    out.push('\n');
}

fn asked(asked: bool) -> &'static str {
    if asked { "asked" } else { "–" }
}

fn author(row: Asks) -> &'static str {
    match row.signature {
        Signature::NameOrReason => "name, or a reason",
        Signature::Name => "name, or protection",
        Signature::NameOrSource => "name, a reason, or the source",
    }
}

fn origin(row: Asks) -> &'static str {
    match row.origin {
        Origin::Source => "a source, or own reporting",
        Origin::SourceOrAuthor => "a source, own reporting, or the author",
        Origin::Free => "–",
    }
}
