//! The strings: the same ones in both languages, each used somewhere, each put together without a mistake.

use press::words::{ENGLISH, ITALIAN, Tongue, Words};
use std::collections::BTreeSet;
use std::path::Path;

fn keys(source: &str) -> BTreeSet<&str> {
    source
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter_map(|line| line.split_once(" =").map(|(key, _)| key))
        .collect()
}

#[test]
fn both_languages_have_the_same_strings() {
    let (italian, english) = (keys(ITALIAN), keys(ENGLISH));
    assert_eq!(
        italian.difference(&english).collect::<Vec<_>>(),
        Vec::<&&str>::new()
    );
    assert_eq!(
        english.difference(&italian).collect::<Vec<_>>(),
        Vec::<&&str>::new()
    );
}

#[test]
fn every_string_parses() {
    for (tongue, source) in [(Tongue::Italian, ITALIAN), (Tongue::English, ENGLISH)] {
        for key in keys(source) {
            assert!(Words::of(tongue).has(key), "{tongue:?} {key}");
        }
    }
}

#[test]
fn every_string_is_used() {
    let mut text = String::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    gather(&root.join("src"), &mut text);
    gather(&root.join("themes"), &mut text);
    let unused: Vec<&str> = keys(ENGLISH)
        .into_iter()
        .filter(|key| !text.contains(&format!("\"{key}\"")))
        .collect();
    assert_eq!(unused, Vec::<&str>::new());
}

fn gather(folder: &Path, text: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, text);
        } else {
            text.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn numbers_are_divided_as_the_language_does() {
    assert_eq!(Words::of(Tongue::Italian).number(1_204_000), "1.204.000");
    assert_eq!(Words::of(Tongue::English).number(1_204), "1,204");
    assert_eq!(
        Words::of(Tongue::Italian).count("articles", 1204),
        "1.204 articoli"
    );
    assert_eq!(Words::of(Tongue::English).count("articles", 1), "1 article");
}
