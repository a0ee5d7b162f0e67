//! The gate: what stands between a copy and its readers.
//!
//! [`check`] runs every rule over a [`Copy`](crate::copy::Copy) and what the record knows around it
//! ([`Surroundings`]). It is pure and deterministic; whoever publishes calls it inside the transaction.
//!
//! Start at `text`, which reads the copy once for all rules; `rules` holds one file per rule or close family;
//! `kinds` is the one table of what is asked of which kind. A rule never corrects: it shows a place and says
//! what to do.

pub mod copy;
mod dates;
mod finding;
pub mod furniture;
mod hashes;
pub mod kinds;
mod lang;
mod names;
mod numbers;
mod page;
mod phrases;
mod plain;
mod rule;
mod rules;
pub mod similar;
mod surroundings;
mod text;
mod voices;
mod words;

pub use finding::{Finding, Place, Severity};
pub use lang::Both;
pub use page::page;
pub use rule::{Reads, Rule};
pub use rules::RULES;
pub use surroundings::{Called, Elsewhere, Jurisdiction, Surroundings};

use crate::copy::Copy;

/// Findings of one rule at most: who has thirty of a kind needs no thirty-first.
const FINDINGS_PER_RULE_MAX: usize = 30;

/// Everything the gate has to say about a copy, blocks first, then in the order of [`RULES`] and of the text. Of a text
/// in a language the rules do not know ([`language_of`]) only those speak that read no sentences.
pub fn check(copy: &Copy, around: &Surroundings) -> Vec<Finding> {
    let mut findings = said_by(copy, around, |_| true);
    for called in &around.called {
        findings.extend(of_headline(copy, around, called));
    }
    findings
}

/// Codes of what a copy lacks by the rules that read no sentences: those an archive of thousands of texts is asked by.
pub fn lacking(copy: &Copy, around: &Surroundings) -> Vec<&'static str> {
    let found = said_by(copy, around, |rule| {
        rule.reads == Reads::Fields && rule.severity == Severity::Block
    });
    let mut codes: Vec<&str> = found.iter().map(|finding| finding.code).collect();
    codes.dedup();
    codes
}

/// What the rules of headlines say of what a text is called on another title.
pub fn of_headline(copy: &Copy, around: &Surroundings, called: &Called) -> Vec<Finding> {
    let mut there = copy.clone();
    there.headline.clone_from(&called.headline);
    let mut findings = said_by(&there, around, |rule| {
        rule.subject == HEADLINE || rules::READ_HEADLINES.contains(&rule.code)
    });
    findings.retain(|finding| finding.places.iter().any(|place| place.field == HEADLINE));
    let lead = match lang::of_tag(&around.messages).unwrap_or(lang::Lang::En) {
        lang::Lang::It => "Titolo su",
        lang::Lang::En => "Headline on",
    };
    for finding in &mut findings {
        finding.message = format!("{lead} {}: {}", called.title, finding.message);
        for place in &mut finding.places {
            if place.field == HEADLINE {
                PLACED_HEADLINE.clone_into(&mut place.field);
            }
        }
    }
    findings
}

/// The field of a copy's headline.
const HEADLINE: &str = "headline";
/// The field of a headline on another title.
const PLACED_HEADLINE: &str = "placement.headline";

/// What the wanted rules have to say, in their order.
fn said_by(copy: &Copy, around: &Surroundings, wanted: fn(&Rule) -> bool) -> Vec<Finding> {
    let text = text::Text::new(copy, around);
    let mut findings = Vec::new();
    let fit = |rule: &&&Rule| wanted(rule) && (text.understood || rule.reads == Reads::Fields);
    for rule in RULES.iter().filter(fit) {
        let before = findings.len();
        let mut desk = rule::Desk {
            rule,
            messages: text.messages,
            findings: &mut findings,
        };
        (rule.check)(&text, &mut desk);
        findings.truncate(before + FINDINGS_PER_RULE_MAX);
    }
    findings
}

/// The language the rules read a copy in, `it` or `en`; nothing for a text in another language, of which the rules that
/// read sentences say nothing.
pub fn language_of(copy: &Copy, around: &Surroundings) -> Option<&'static str> {
    text::understood(copy, around).map(tag)
}

/// The language a copy is in beyond doubt, `it` or `en`, whatever it declares.
pub fn evident_language(copy: &Copy) -> Option<&'static str> {
    text::seen(copy, &plain::passages(&copy.body))
        .clearly()
        .map(tag)
}

fn tag(lang: lang::Lang) -> &'static str {
    match lang {
        lang::Lang::It => "it",
        lang::Lang::En => "en",
    }
}

/// What the gate has to say about the imprint of a title that shows its first text.
pub fn check_imprint(missing: &[String], key: &str, messages: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut desk = rule::Desk {
        rule: &rules::blocks::IMPRINT,
        messages: lang::of_tag(messages).unwrap_or(lang::Lang::En),
        findings: &mut findings,
    };
    rules::blocks::imprint_lacks(missing, key, &mut desk);
    findings
}

/// The findings that stop publication.
pub fn blocks(findings: &[Finding]) -> Vec<&Finding> {
    findings
        .iter()
        .filter(|finding| finding.severity == Severity::Block)
        .collect()
}
