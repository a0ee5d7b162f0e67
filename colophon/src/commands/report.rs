//! Findings as a good compiler prints them: place, line with carets, remedy.

use crate::terminal::either;
use markup::Body;
use paper::copy::Copy;
use paper::gate::{Finding, Place, Severity};
use serde_json::{Value, json};

/// Characters of the line shown around a passage.
const LINE_CHARS: usize = 88;
/// Characters kept before a passage that stands far inside its line.
const LEAD_CHARS: usize = 32;

/// One finding, several lines.
pub(super) fn finding(file: &str, copy: &Copy, finding: &Finding, language: &str) -> Vec<String> {
    let severity = match finding.severity {
        Severity::Block => either(language, "blocco", "block"),
        Severity::Warning => either(language, "avviso", "warning"),
    };
    let mut lines = Vec::new();
    match finding.places.split_first() {
        Some((first, others)) => {
            let (file, place) = (file, at(first));
            lines.push(format!(
                "{file}:{place}: {severity}[{}]: {}",
                finding.code, finding.message
            ));
            lines.extend(passage(copy, first));
            for other in others {
                lines.push(format!(
                    "  {} {}:",
                    either(language, "e qui, a", "and here, at"),
                    at(other)
                ));
                lines.extend(passage(copy, other));
            }
        }
        None => lines.push(format!(
            "{file}: {severity}[{}]: {}",
            finding.code, finding.message
        )),
    }
    lines.push(format!(
        "  = {}: {}",
        either(language, "rimedio", "remedy"),
        finding.remedy
    ));
    lines
}

/// `paragraph:character` in the body, `field:character` elsewhere; characters count from 1.
fn at(place: &Place) -> String {
    match place.paragraph {
        Some(paragraph) => format!("{paragraph}:{}", place.start + 1),
        None if place.end > place.start => format!("{}:{}", place.field, place.start + 1),
        None => place.field.clone(),
    }
}

/// The line a passage stands in, and carets under it. Nothing where there is nothing to show.
fn passage(copy: &Copy, place: &Place) -> Vec<String> {
    if place.end <= place.start {
        return Vec::new();
    }
    let Some(text) = text_of(copy, place) else {
        return vec![format!("  | {}", shortened(&place.excerpt))];
    };
    let chars: Vec<char> = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .collect();
    let (start, end) = (place.start.min(chars.len()), place.end.min(chars.len()));
    let from = if end > LINE_CHARS {
        start.saturating_sub(LEAD_CHARS)
    } else {
        0
    };
    let to = (from + LINE_CHARS).min(chars.len());
    let line: String = chars[from..to].iter().collect();
    let (left, right) = (
        if from > 0 { "…" } else { "" },
        if to < chars.len() { "…" } else { "" },
    );
    let indent = " ".repeat(left.chars().count() + start - from);
    let carets = "^".repeat(end.min(to).saturating_sub(start).max(1));
    vec![
        format!("  | {left}{line}{right}"),
        format!("  | {indent}{carets}"),
    ]
}

fn shortened(text: &str) -> String {
    let mut line: String = text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(LINE_CHARS)
        .collect();
    if text.chars().count() > LINE_CHARS {
        line.push('…');
    }
    line
}

fn text_of(copy: &Copy, place: &Place) -> Option<String> {
    match (place.paragraph, place.field.as_str()) {
        (Some(number), _) => paragraph(&copy.body, number),
        (None, "headline") => Some(copy.headline.clone()),
        (None, "kicker") => Some(copy.kicker.clone()),
        (None, "standfirst") => Some(copy.standfirst.clone()),
        _ => None,
    }
}

fn paragraph(body: &Body, number: usize) -> Option<String> {
    body.passages()
        .into_iter()
        .find(|passage| usize::try_from(passage.number).is_ok_and(|n| n == number))
        .map(|passage| passage.text)
}

/// One finding as JSON. Its first place is the finding's; further ones stand under `also`.
pub(super) fn json(finding: &Finding) -> Value {
    let mut value = json!({
        "code": finding.code, "severity": finding.severity, "field": null, "paragraph": null, "start": null, "end": null,
        "excerpt": null, "message": finding.message, "remedy": finding.remedy,
    });
    let mut places = finding
        .places
        .iter()
        .map(|place| serde_json::to_value(place).unwrap_or_default());
    if let (Some(Value::Object(first)), Some(members)) = (places.next(), value.as_object_mut()) {
        members.extend(first);
    }
    let also: Vec<Value> = places.collect();
    if !also.is_empty() {
        value["also"] = Value::Array(also);
    }
    value
}

/// How many blocks and warnings there are.
pub(super) fn count(findings: &[Finding]) -> (usize, usize) {
    let blocks = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Block)
        .count();
    (blocks, findings.len() - blocks)
}

/// `2 blocks, 1 warning`.
pub(super) fn counted(blocks: usize, warnings: usize, language: &str) -> String {
    let word = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    if language.starts_with("it") {
        format!(
            "{}, {}",
            word(blocks, "blocco", "blocchi"),
            word(warnings, "avviso", "avvisi")
        )
    } else {
        format!(
            "{}, {}",
            word(blocks, "block", "blocks"),
            word(warnings, "warning", "warnings")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(start: usize, end: usize) -> Place {
        Place {
            field: "standfirst".into(),
            paragraph: None,
            start,
            end,
            excerpt: "x".into(),
        }
    }

    #[test]
    fn carets_stand_under_the_passage_also_far_inside_a_long_line() {
        let standfirst = format!("{}ieri sera{}", "à ".repeat(100), " b".repeat(100));
        let copy = Copy {
            standfirst,
            ..Copy::default()
        };
        let lines = passage(&copy, &place(200, 209));
        let under = |line: &str, c: char| line.chars().position(|x| x == c);
        assert_eq!(under(&lines[0], 'i'), under(&lines[1], '^'));
        assert_eq!(lines[1].matches('^').count(), 9);
    }

    #[test]
    fn a_place_beyond_the_text_shows_the_end_and_does_not_break() {
        let copy = Copy {
            standfirst: "short".into(),
            ..Copy::default()
        };
        assert_eq!(passage(&copy, &place(3, 400)), ["  | short", "  |    ^^"]);
    }
}
