//! What the gate advises, as the page of an article says it. Its rules name the fields of article files and the commands of a
//! terminal; here a field is called what its label says, and what a command does is done on these very pages.

use crate::refused::label;
use press::words::{Tongue, Words};

/// Words of a command begin so.
const COMMAND: &str = "colophon ";

/// A sentence of the gate for somebody at the page.
pub(crate) fn at_the_page(words: &Words, tongue: Tongue, said: &str) -> String {
    named(words, tongue, &without_commands(said))
}

/// The sentence without the commands in it: those in brackets, and those after a colon up to the end of the sentence.
fn without_commands(said: &str) -> String {
    let mut rest = said;
    let mut left = String::new();
    while let Some(at) = rest.find(COMMAND) {
        let (before, command) = rest.split_at(at);
        let (kept, end) = match before.strip_suffix(" (") {
            Some(kept) => (kept, command.find(')').map(|end| end + 1)),
            None => {
                let kept = before.trim_end().trim_end_matches(':');
                let end = command.find(". ").or(command.len().checked_sub(1));
                (kept, end)
            }
        };
        left.push_str(kept);
        rest = end.and_then(|end| command.get(end..)).unwrap_or_default();
    }
    left.push_str(rest);
    left
}

/// The sentence with labels for names of fields, and words for the values a file has.
fn named(words: &Words, tongue: Tongue, said: &str) -> String {
    let mut left = String::new();
    for (index, part) in said.split('`').enumerate() {
        if index % 2 == 0 {
            left.push_str(part);
            continue;
        }
        // `byline_reason: protected` is a field with its value.
        let (field, value) = part.split_once(": ").unwrap_or((part, ""));
        let name = label(words, field).map(|label| match (tongue, value_of(words, value)) {
            (Tongue::Italian, None) => format!("«{label}»"),
            (Tongue::English, None) => format!("“{label}”"),
            (Tongue::Italian, Some(value)) => format!("«{label}: {value}»"),
            (Tongue::English, Some(value)) => format!("“{label}: {value}”"),
        });
        match name.or_else(|| value_of(words, part)) {
            // In brackets behind its Italian word, a value says nothing to who chooses from a list.
            _ if left.ends_with(" (") && label(words, field).is_none() => left.push('\u{0}'),
            Some(name) => left.push_str(&name),
            None => left.push_str(part),
        }
    }
    left.replace(" (\u{0})", "")
}

/// What a value is called in the lists of the page.
fn value_of(words: &Words, value: &str) -> Option<String> {
    let value = value.trim_end_matches(" text");
    ["kind", "ai", "reason"]
        .iter()
        .map(|list| format!("{list}-{value}"))
        .find(|key| !value.is_empty() && words.has(key))
        .map(|key| words.say(&key))
}

#[cfg(test)]
mod tests {
    use super::at_the_page;
    use crate::words::words;
    use press::words::Tongue;

    #[test]
    fn no_rule_of_the_gate_tells_somebody_at_a_page_of_fields_of_files_or_of_commands() {
        for rule in paper::gate::RULES {
            for (tongue, said) in [
                (Tongue::Italian, rule.remedy.it),
                (Tongue::English, rule.remedy.en),
            ] {
                let told = at_the_page(words(tongue), tongue, said);
                for foreign in ["`", "colophon ", "\u{0}", "  ", "()"] {
                    assert!(!told.contains(foreign), "{}: {told}", rule.code);
                }
            }
        }
    }

    #[test]
    fn a_field_has_its_label_and_a_value_its_word() {
        let told = |said| at_the_page(words(Tongue::English), Tongue::English, said);
        assert_eq!(
            told("Choose the kind in the field `kind`: `news`, `brief`…"),
            "Choose the kind in the field “Kind”: News, Brief…"
        );
        assert_eq!(
            told("Complete the imprint: colophon title set TITLE --imprint FIELD=VALUE."),
            "Complete the imprint."
        );
        assert_eq!(
            told("Place the article here (colophon place) instead."),
            "Place the article here instead."
        );
        assert_eq!(
            told("If there is news, update that one: colophon update /a. Or do not."),
            "If there is news, update that one. Or do not."
        );
    }
}
