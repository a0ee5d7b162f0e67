//! A typesetter's suggestions: what becomes of a line when all are taken, and which lines are left alone.

use markup::typography::{apply, suggest};

fn check(lang: &str, cases: &str) {
    let mut wrong = Vec::new();
    for case in cases.lines() {
        let (before, after) = case.split_once(" => ").expect("a case has `=>`");
        let suggestions = suggest(before, lang);
        let got = apply(before, &suggestions);
        if got != after {
            wrong.push(format!("{before}\n  expected {after}\n  got      {got}"));
        }
        let chars: Vec<char> = before.chars().collect();
        for suggestion in &suggestions {
            let old: String = chars[suggestion.start..suggestion.end].iter().collect();
            assert_eq!(old, suggestion.old);
            assert!(!suggestion.why.words(lang).is_empty());
        }
        let again = suggest(&got, lang);
        assert!(again.is_empty(), "{got} is not left alone: {again:?}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn italian_is_set_as_italian() {
    check("it-IT", include_str!("../cases/typography/it.txt"));
}

#[test]
fn english_is_set_as_english() {
    check("en", include_str!("../cases/typography/en.txt"));
}

#[test]
fn other_languages_are_left_alone() {
    assert!(suggest("L'été \"chaud\" ...", "fr").is_empty());
}

#[test]
fn long_lines_take_no_long_time() {
    for sign in [
        "-", "'", "s' ", "\"", ".", "1-", " ,", "1", "e' ", "@ ", "'a ",
    ] {
        let text = sign.repeat(100_000);
        let start = std::time::Instant::now();
        suggest(&text, "it");
        suggest(&text, "en");
        let time = start.elapsed();
        assert!(time.as_secs() < 10, "{sign:?} took {time:?}");
    }
}
