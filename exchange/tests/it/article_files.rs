//! Each file of `tests/cases` beside what is read from it. `UPDATE_EXPECT=1` writes the expectations.

use exchange::article_file::{self, ArticleFile, Problem};
use expect_test::expect_file;
use jiff::tz::TimeZone;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

pub(crate) fn cases(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases")
        .join(folder);
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending != "expected"));
    files.sort();
    assert!(!files.is_empty(), "no cases in {}", folder.display());
    files
}

pub(crate) fn read(path: &Path) -> Result<ArticleFile, Vec<Problem>> {
    let zone = TimeZone::get("Europe/Rome").unwrap();
    article_file::read_in(
        &path.to_string_lossy(),
        &std::fs::read(path).unwrap(),
        &zone,
    )
}

fn expected_beside(path: &Path) -> expect_test::ExpectFile {
    expect_file![format!("{}.expected", path.display())]
}

pub(crate) fn told(problems: &[Problem]) -> String {
    let mut told = String::new();
    for problem in problems {
        let Problem {
            line,
            column,
            field,
            it,
            en,
        } = problem;
        writeln!(told, "{line}:{column} [{field}]\n  it {it}\n  en {en}").unwrap();
    }
    told
}

pub(crate) fn outline(file: &ArticleFile) -> String {
    let mut front = serde_json::to_value(&file.copy).unwrap();
    let body = front.as_object_mut().unwrap().remove("body").unwrap();
    let mut out = String::new();
    for (field, value) in front
        .as_object()
        .unwrap()
        .iter()
        .filter(|(_, value)| !value.is_null())
    {
        writeln!(out, "{field}: {value}").unwrap();
    }
    for (field, value) in [
        ("section", &file.section),
        ("slug", &file.slug),
        ("translation_of", &file.translation_of),
    ] {
        if let Some(value) = value {
            writeln!(out, "({field}: {value})").unwrap();
        }
    }
    if let Some(published) = file.published {
        writeln!(out, "(published: {published})").unwrap();
    }
    if !file.pictures.is_empty() {
        writeln!(out, "(pictures: {})", file.pictures.join(", ")).unwrap();
    }
    for dropped in &file.dropped {
        writeln!(
            out,
            "(dropped: {} × {} «{}»)",
            dropped.count, dropped.what, dropped.excerpt
        )
        .unwrap();
    }
    for block in body["blocks"].as_array().unwrap() {
        writeln!(out, "{block}").unwrap();
    }
    out
}

#[test]
fn what_a_desk_writes_is_read() {
    for path in cases("good") {
        match read(&path) {
            Ok(file) => expected_beside(&path).assert_eq(&outline(&file)),
            Err(problems) => panic!("{}:\n{}", path.display(), told(&problems)),
        }
    }
}

#[test]
fn what_is_wrong_is_told_in_both_languages_with_its_place() {
    for path in cases("bad") {
        match read(&path) {
            Ok(_) => panic!("{} has no problem", path.display()),
            Err(problems) => expected_beside(&path).assert_eq(&told(&problems)),
        }
    }
}

#[test]
fn without_a_zone_local_times_are_asked_for_their_offset() {
    let problems =
        article_file::read("a.md", b"---\npublished: 2026-11-23 10:05\n---\nText").unwrap_err();
    assert_eq!(problems.len(), 1);
    assert!(
        problems[0].say("it").contains("scarto"),
        "{}",
        problems[0].it
    );
    assert!(
        problems[0].say("en").contains("offset"),
        "{}",
        problems[0].en
    );
}

#[test]
fn the_documented_example_is_an_article_file() {
    let page = include_str!("../../../docs/article-file.md");
    let examples: Vec<&str> = page
        .split("````markdown\n")
        .skip(1)
        .filter_map(|rest| rest.split("````").next())
        .collect();
    assert!(examples.len() >= 2, "the page has no examples");
    for example in examples {
        if let Err(problems) = article_file::read("example.md", example.as_bytes()) {
            panic!("{}\n{example}", told(&problems));
        }
    }
}

#[test]
fn the_documented_example_uses_every_field() {
    let page = include_str!("../../../docs/article-file.md");
    let example = page
        .split("````markdown\n")
        .nth(1)
        .and_then(|rest| rest.split("````").next())
        .unwrap();
    for field in article_file::FIELDS {
        assert!(
            page.contains(&format!("`{field}`")),
            "{field} is not documented"
        );
        let stands = example
            .lines()
            .any(|line| line.starts_with(&format!("{field}:")));
        // A byline and a reason for its absence exclude each other.
        assert!(
            stands || *field == "byline_reason",
            "{field} is not in the example"
        );
    }
}
