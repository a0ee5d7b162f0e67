//! What readers type, taken apart. There is no error in a question: what reads like no field, phrase or exclusion is words.

use crate::analysis::{Tongue, Word, words};

/// Words of a question that count; what follows is left out.
pub(crate) const WORDS_MAX: usize = 16;

/// What a part of a question looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Who is credited: `autore:`, `by:`.
    By,
    /// The section: `sezione:`, `section:`.
    Section,
    /// A topic: `tema:`, `topic:`.
    Topic,
    /// A source: `fonte:`, `source:`.
    Source,
    /// The headline: `titolo:`, `headline:`.
    Headline,
}

impl Part {
    fn named(word: &str) -> Option<Part> {
        Some(match word.to_lowercase().as_str() {
            "autore" | "firma" | "author" | "by" => Part::By,
            "sezione" | "section" => Part::Section,
            "tema" | "argomento" | "topic" => Part::Topic,
            "fonte" | "source" => Part::Source,
            "titolo" | "headline" | "title" => Part::Headline,
            _ => return None,
        })
    }
}

/// One part of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Clause {
    /// What has it is left out.
    pub(crate) not: bool,
    /// Where it is looked for; everywhere if nowhere is named.
    pub(crate) part: Option<Part>,
    /// The words stand one after the other.
    pub(crate) phrase: bool,
    /// At least one; places are those in the whole question.
    pub(crate) words: Vec<Word>,
}

/// Takes a question apart, for a title in this language.
pub(crate) fn read(asked: &str, tongue: Tongue) -> Vec<Clause> {
    let mut clauses = Vec::new();
    let mut left = WORDS_MAX;
    let mut at = 0;
    while let Some(rest) = asked.get(at..).filter(|rest| !rest.is_empty()) {
        let space = rest.len() - rest.trim_start().len();
        if space > 0 {
            at += space;
            continue;
        }
        let (clause, length) = clause(asked, at);
        at += length.max(1);
        while !asked.is_char_boundary(at) {
            at += 1;
        }
        let Some(mut clause) = clause else { continue };
        clause.words.truncate(left);
        left -= clause.words.len();
        if !clause.words.is_empty() {
            clauses.push(clause);
        }
    }
    without_stop_words(clauses, tongue)
}

/// The part of a question that begins at a place, and how many bytes it takes.
fn clause(asked: &str, begins: usize) -> (Option<Clause>, usize) {
    let whole = asked.get(begins..).unwrap_or_default();
    let mut rest = whole;
    let not = match rest.strip_prefix('-') {
        Some(after) if after.chars().next().is_some_and(|c| !c.is_whitespace()) => {
            rest = after;
            true
        }
        _ => false,
    };
    let mut part = None;
    if let Some((name, after)) = rest.split_once(':')
        && let Some(named) = Part::named(name)
        && after.chars().next().is_some_and(|c| !c.is_whitespace())
    {
        part = Some(named);
        rest = after;
    }
    let before = whole.len() - rest.len();
    let (inside, phrase, length) = quoted(rest).unwrap_or_else(|| {
        let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
        (0..length, false, length)
    });
    let text = rest.get(inside.clone()).unwrap_or_default();
    let offset = begins + before + inside.start;
    let mut found = words(text);
    for word in &mut found {
        word.start += offset;
        word.end += offset;
    }
    let clause = Clause {
        not,
        part,
        phrase: phrase && found.len() > 1,
        words: found,
    };
    (Some(clause), before + length)
}

/// What stands between quotation marks at the beginning of a text, and the bytes it takes; `None` where none is closed.
fn quoted(text: &str) -> Option<(std::ops::Range<usize>, bool, usize)> {
    let first = text.chars().next()?;
    let ends: &[char] = match first {
        '"' => &['"'],
        '“' | '„' | '”' => &['”', '“', '"'],
        '«' => &['»'],
        _ => return None,
    };
    let from = first.len_utf8();
    let inner = text.get(from..)?;
    let end = inner.find(ends)?;
    let mark = inner.get(end..)?.chars().next()?;
    Some((from..from + end, true, from + end + mark.len_utf8()))
}

/// Words that say little narrow nothing, unless there are no others.
fn without_stop_words(clauses: Vec<Clause>, tongue: Tongue) -> Vec<Clause> {
    let thin = |clause: &Clause| {
        let mut kept = clause.clone();
        if !clause.phrase && matches!(clause.part, None | Some(Part::Headline)) {
            kept.words.retain(|word| !tongue.is_stop_word(&word.folded));
        }
        kept
    };
    let thinned: Vec<Clause> = clauses
        .iter()
        .map(thin)
        .filter(|clause| !clause.words.is_empty())
        .collect();
    if thinned.iter().any(|clause| !clause.not) {
        thinned
    } else {
        clauses
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A question in a line: what each part became.
    fn told(asked: &str) -> String {
        let clauses = read(asked, Tongue::Italian);
        let one = |clause: &Clause| {
            let words: Vec<&str> = clause
                .words
                .iter()
                .map(|word| word.folded.as_str())
                .collect();
            let mark = if clause.phrase { "\"" } else { "" };
            let not = if clause.not { "-" } else { "" };
            let part = clause
                .part
                .map(|part| format!("{part:?}:"))
                .unwrap_or_default();
            format!("{not}{part}{mark}{}{mark}", words.join(" "))
        };
        clauses.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn words_phrases_exclusions_and_parts_are_told_apart() {
        assert_eq!(told("l'acqua alta"), "acqua, alta");
        assert_eq!(told("“l’acqua alta” -ponte"), "\"l acqua alta\", -ponte");
        assert_eq!(
            told("autore:\"Teresa Ghislandri\" argini"),
            "By:\"teresa ghislandri\", argini"
        );
        assert_eq!(
            told("Sezione:cronaca TOPIC:acqua"),
            "Section:cronaca, Topic:acqua"
        );
        assert_eq!(
            told("fonte:ANSA -titolo:ponte"),
            "Source:ansa, -Headline:ponte"
        );
        assert_eq!(told("la e il"), "la, e, il");
        assert_eq!(told("covid-19"), "covid 19");
    }

    #[test]
    fn no_question_is_wrong() {
        assert_eq!(told("\"mai chiusa"), "mai, chiusa");
        assert_eq!(told("nessuno: \"\" - -- : «"), "nessuno");
        assert_eq!(told("altro:cosa"), "altro cosa");
        assert_eq!(
            told("AND OR (NOT) [a TO b] ~ ^ * /x/"),
            "and, or, not, to, b, x"
        );
        assert_eq!(told(""), "");
        let many = vec!["parola"; 40].join(" ");
        assert_eq!(read(&many, Tongue::Italian).len(), WORDS_MAX);
    }

    #[test]
    fn a_word_knows_its_place_in_the_question() {
        let asked = "é -\"due parole\" autore:Verdi";
        for clause in read(asked, Tongue::Other) {
            for word in &clause.words {
                let written = &asked[word.start..word.end];
                assert_eq!(written.to_lowercase(), word.small);
            }
        }
    }
}
