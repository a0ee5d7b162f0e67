//! Signs: quotation marks, apostrophes, dashes, spaces, ellipses.

use super::{Page, QUOTATION_CHARS_MAX, Suggestion, Why};

/// Most digits on each side of a hyphen that is a range rather than a number of something.
const RANGE_DIGITS_MAX: usize = 4;

fn is_opening_place(before: Option<char>) -> bool {
    before.is_none_or(|c| {
        c.is_whitespace() || matches!(c, '(' | '[' | '«' | '“' | '‘' | '—' | '–' | '’' | '\'')
    })
}

/// Straight double quotation marks, if they come in pairs.
pub(super) fn quotes(page: &Page<'_>, (open, close): (char, char)) -> Vec<Suggestion> {
    let mut out = Vec::new();
    let mut is_open = false;
    for at in (0..page.chars.len()).filter(|at| page.at(*at) == Some('"')) {
        let opens = is_opening_place(page.before(at))
            && page.at(at + 1).is_some_and(|c| !c.is_whitespace());
        if opens == is_open {
            return Vec::new(); // inches, or a mark is missing: only the author knows
        }
        is_open = opens;
        out.push(page.suggest(at, at + 1, if opens { open } else { close }, Why::Quotes));
    }
    if is_open { Vec::new() } else { out }
}

/// Apostrophes of typewriters and accents used as apostrophes.
pub(super) fn apostrophes(page: &Page<'_>) -> Vec<Suggestion> {
    let mut out = Vec::new();
    for (at, &c) in page.chars.iter().enumerate() {
        if !matches!(c, '\'' | '`' | '´') {
            continue;
        }
        let after_letter = at > 0 && page.is_letter(at - 1);
        let elided = after_letter && page.is_letter(at + 1);
        let cut_short = after_letter && ends_a_cut_word(page, at);
        let digit = |at| page.at(at).is_some_and(|c| c.is_ascii_digit());
        let decade =
            is_opening_place(page.before(at)) && digit(at + 1) && digit(at + 2) && !digit(at + 3);
        if elided || cut_short || decade {
            out.push(page.suggest(at, at + 1, '’', Why::Apostrophe));
        }
    }
    out
}

/// Words that are written with an apostrophe at the end, and plurals in the genitive.
fn ends_a_cut_word(page: &Page<'_>, apostrophe: usize) -> bool {
    let letters = page
        .chars
        .get(..apostrophe)
        .unwrap_or_default()
        .iter()
        .rev();
    let word: String = letters.take_while(|c| c.is_alphabetic()).take(16).collect();
    let word: String = word.chars().rev().collect::<String>().to_lowercase();
    let start = apostrophe - word.chars().count().min(apostrophe);
    let quoted = matches!(page.before(start), Some('\'' | '‘'));
    let known = matches!(
        word.as_str(),
        "po" | "mo" | "be" | "di" | "da" | "fa" | "va" | "sta" | "ca" | "to"
    );
    let genitive = word.ends_with('s') && word.len() > 3 && page.at(apostrophe + 1) == Some(' ');
    // `'the boats'` is a quotation, `the boats' crew` is not.
    let from = start.saturating_sub(QUOTATION_CHARS_MAX);
    let open = |pair: &[char]| matches!(pair, [before, '\''] if before.is_whitespace());
    let open_before = page
        .chars
        .get(from..start)
        .unwrap_or_default()
        .windows(2)
        .any(open);
    !quoted && (known || (genitive && !open_before))
}

/// Hyphens between spaces, and two hyphens.
pub(super) fn dashes(page: &Page<'_>, double: &str) -> Vec<Suggestion> {
    let mut out = Vec::new();
    for (at, _) in page.chars.iter().enumerate().filter(|(_, c)| **c == '-') {
        let hyphens = page
            .chars
            .iter()
            .skip(at)
            .take(3)
            .take_while(|c| **c == '-')
            .count();
        let first = page.before(at) != Some('-');
        let space = |at: Option<char>| at.is_some_and(|c| c == ' ');
        let apart = space(page.before(at)) && space(page.at(at + hyphens));
        match hyphens {
            1 if first && apart => out.push(page.suggest(at, at + 1, "–", Why::Dash)),
            2 if first && apart => out.push(page.suggest(at, at + 2, "–", Why::Dash)),
            2 if first => out.push(page.suggest(at, at + 2, double, Why::Dash)),
            _ => {}
        }
    }
    out
}

/// A hyphen between two numbers of which the second is larger: `10-12`, `1914-18`.
pub(super) fn ranges(page: &Page<'_>) -> Vec<Suggestion> {
    let mut out = Vec::new();
    for (at, _) in page.chars.iter().enumerate().filter(|(_, c)| **c == '-') {
        let digits = |c: &&char| c.is_ascii_digit();
        let before = page
            .chars
            .get(..at)
            .unwrap_or_default()
            .iter()
            .rev()
            .take(RANGE_DIGITS_MAX + 1)
            .take_while(digits)
            .count();
        let after = page
            .chars
            .iter()
            .skip(at + 1)
            .take(RANGE_DIGITS_MAX + 1)
            .take_while(digits)
            .count();
        let start = at - before;
        let end = at + 1 + after;
        let joined = |c: Option<char>| {
            c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | '.' | ':' | '+' | ','))
        };
        let goes_on = joined(page.at(end)) && page.at(end + 1).is_some_and(char::is_alphanumeric);
        let fits = |count| (1..=RANGE_DIGITS_MAX).contains(&count);
        if !fits(before)
            || !fits(after)
            || joined(page.before(start))
            || goes_on
            || page.is_letter(end)
        {
            continue;
        }
        let number = |start, end| page.slice(start, end).parse::<u32>().unwrap_or(0);
        let (from, to) = (number(start, at), number(at + 1, end));
        let years = before == 4 && after == 2;
        if from < to || years {
            out.push(page.suggest(at, at + 1, "–", Why::Range));
        }
    }
    out
}

/// Spaces before signs that follow a word, and inside brackets.
pub(super) fn spaces(page: &Page<'_>) -> Vec<Suggestion> {
    let mut out = Vec::new();
    for (at, _) in page.chars.iter().enumerate().filter(|(_, c)| **c == ' ') {
        let ends = |at| {
            page.at(at)
                .is_none_or(|c: char| c.is_whitespace() || matches!(c, '»' | '”' | ')' | '"'))
        };
        let before_sign = match page.at(at + 1) {
            Some(',' | ';' | '.' | '!' | '?' | ':') => ends(at + 2),
            Some(')' | ']') => true,
            _ => false,
        };
        let after_bracket = matches!(page.before(at), Some('(' | '['));
        let after_word = page.before(at).is_some_and(|c| !c.is_whitespace());
        if after_word && (before_sign || after_bracket) {
            out.push(page.suggest(at, at + 1, "", Why::Space));
        }
    }
    out
}

/// Spaces inside «…», which only French sets.
pub(super) fn inside_guillemets(page: &Page<'_>) -> Vec<Suggestion> {
    let space = |at: usize| {
        page.at(at)
            .is_some_and(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}'))
    };
    let inside = |at: &usize| page.before(*at) == Some('«') || page.at(at + 1) == Some('»');
    let places = (0..page.chars.len()).filter(|at| space(*at)).filter(inside);
    places
        .map(|at| page.suggest(at, at + 1, "", Why::Space))
        .collect()
}

/// Exactly three full stops.
pub(super) fn ellipses(page: &Page<'_>) -> Vec<Suggestion> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < page.chars.len() {
        let stops = page
            .chars
            .iter()
            .skip(at)
            .take_while(|c| **c == '.')
            .count();
        if stops == 3 {
            out.push(page.suggest(at, at + 3, "…", Why::Ellipsis));
        }
        at += stops.max(1);
    }
    out
}
