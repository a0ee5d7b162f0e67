//! One file, one case: input, a line `---`, and the body it becomes as exchange HTML.
//!
//! What was dropped follows as comments. `UPDATE_EXPECT=1` rewrites the files.

use markup::html::{Limits, Read};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Stands alone on its line; the last one counts, since Markdown has such lines too.
const DIVIDER: &str = "\n---\n";

#[test]
fn markdown_becomes_what_the_cases_say() {
    run("markdown", markup::markdown::read);
}

#[test]
fn html_becomes_what_the_cases_say() {
    run("html", |html| markup::html::read(html, Limits::default()));
}

#[test]
fn pasted_documents_become_clean_text() {
    run("paste", |html| markup::html::read(html, Limits::default()));
}

fn run(folder: &str, read: impl Fn(&str) -> Read) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases")
        .join(folder);
    let update = has_update_flag();
    let mut wrong = Vec::new();
    let files = files(&folder);
    assert!(!files.is_empty(), "no cases in {}", folder.display());
    for file in files {
        let case = std::fs::read_to_string(&file).unwrap();
        let (input, expected) = case.rsplit_once(DIVIDER).expect("a case has a line `---`");
        let read = read(input);
        let outline = outline(&read);
        if outline != expected && update {
            std::fs::write(&file, format!("{input}{DIVIDER}{outline}")).unwrap();
        } else if outline != expected {
            wrong.push(format!(
                "{}\nexpected:\n{expected}\ngot:\n{outline}",
                file.display()
            ));
        }
        let again = markup::markdown::read(&markup::markdown::write(&read.body)).body;
        assert_eq!(
            again,
            read.body,
            "{} does not survive Markdown",
            file.display()
        );
        let again = markup::html::read(&markup::html::exchange(&read.body), Limits::default()).body;
        assert_eq!(
            again,
            read.body,
            "{} does not survive exchange",
            file.display()
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn has_update_flag() -> bool {
    std::env::vars().any(|(name, value)| name == "UPDATE_EXPECT" && value == "1")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

/// One block a line, then heading, limit and what was dropped.
fn outline(read: &Read) -> String {
    let mut out = String::new();
    for block in &read.body.blocks {
        let body = markup::Body {
            blocks: vec![block.clone()],
            ..markup::Body::default()
        };
        writeln!(out, "{}", markup::html::exchange(&body)).unwrap();
    }
    if let Some(heading) = &read.first_heading {
        writeln!(out, "<!-- heading: {heading} -->").unwrap();
    }
    if let Some(over) = read.over {
        writeln!(out, "<!-- over: {over} -->").unwrap();
    }
    for dropped in &read.dropped {
        writeln!(
            out,
            "<!-- dropped {} {}: {} -->",
            dropped.count, dropped.what, dropped.excerpt
        )
        .unwrap();
    }
    out
}
