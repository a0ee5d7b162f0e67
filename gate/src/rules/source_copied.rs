//! Text taken over from the pasted text of a source.

use super::super::finding::Severity;
use super::super::lang::Both;
use super::super::rule::{Desk, Reads, Rule};
use super::super::similar;
use super::super::text::{Text, place_of_bytes, place_of_field};
use super::super::words::Passage;
use crate::copy::Kind;

pub(super) static RULE: Rule = Rule {
    code: "source.copied",
    severity: Severity::Warning,
    subject: "body",
    what: Both::new(
        "Il testo è in gran parte quello di una fonte.",
        "The text is largely that of a source.",
    ),
    why: Both::new(
        "Chi legge la tua firma si aspetta parole tue; la legge vuole citazione e onesta pratica.",
        "Readers of your byline expect your words; the law wants credit and honest practice.",
    ),
    remedy: Both::new(
        "Riscrivilo con parole tue, metti fra virgolette ciò che citi, o dichiaralo comunicato o testo d'agenzia.",
        "Write it in your own words, put what you quote between marks, or declare it a press release or agency text.",
    ),
    source: "Law 633/1941, art. 101; Regulation (EU) 2024/1083; NewsGuard",
    reads: Reads::Fields,
    check,
};

/// Words in the runs compared: short enough to survive a word changed here and there.
const RUN_WORDS: usize = 3;
/// Share of the text's runs found in the source from which it is largely equal.
const COPIED_SHARE: f64 = 0.45;
/// Words below which a text has nothing to copy.
const WORDS_MIN: usize = 12;

fn check(text: &Text<'_>, desk: &mut Desk<'_>) {
    if matches!(
        text.kind(),
        Kind::PressRelease | Kind::Agency | Kind::Letter
    ) {
        return;
    }
    if text
        .copy
        .sources
        .iter()
        .all(|source| source.text.trim().is_empty())
    {
        return;
    }
    let own: Vec<(&Passage, String)> = text
        .running()
        .map(|(_, passage)| (passage, unquoted(passage)))
        .collect();
    let all = own
        .iter()
        .map(|(_, text)| text.as_str())
        .collect::<Vec<_>>()
        .join(" ");
    if all.split_whitespace().count() < WORDS_MIN {
        return;
    }
    for source in text
        .copy
        .sources
        .iter()
        .filter(|source| !source.text.trim().is_empty())
    {
        let share = similar::contained(&all, &source.text, RUN_WORDS);
        if share < COPIED_SHARE {
            continue;
        }
        let percent = (share * 100.0).round();
        let most = own.iter().max_by(|(_, one), (_, other)| {
            let one = similar::contained(one, &source.text, RUN_WORDS);
            one.total_cmp(&similar::contained(other, &source.text, RUN_WORDS))
        });
        let here = most.map(|(passage, _)| place_of_bytes(passage, 0..passage.text.len()));
        desk.find(
            here.into_iter()
                .chain([place_of_field("sources", &source.name)])
                .collect(),
            format!(
                "Il {percent} % del testo è parola per parola quello di «{}».",
                source.name
            ),
            format!(
                "{percent}% of the text is word for word that of “{}”.",
                source.name
            ),
        );
    }
}

/// A passage without what stands between quotation marks: quoting is not copying.
fn unquoted(passage: &Passage) -> String {
    let mut out = String::with_capacity(passage.text.len());
    let mut from = 0;
    for quote in &passage.quotes {
        out.push_str(
            passage
                .text
                .get(from..quote.bytes.start)
                .unwrap_or_default(),
        );
        out.push(' ');
        from = quote.bytes.end;
    }
    out.push_str(passage.text.get(from..).unwrap_or_default());
    out
}
