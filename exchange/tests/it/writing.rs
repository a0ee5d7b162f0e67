//! A file written is read back as the same article.

use crate::article_files::{cases, read, told};
use exchange::article_file;
use expect_test::expect_file;

#[test]
fn every_good_case_survives_writing() {
    for path in cases("good") {
        let mut file = read(&path).unwrap();
        let written = article_file::write(&file);
        // What is written says its fields on top, also of a text that was bare.
        file.declared = true;
        let mut again =
            article_file::read("written.md", written.as_bytes()).unwrap_or_else(|problems| {
                panic!("{}:\n{}\n{written}", path.display(), told(&problems))
            });
        again.dropped = file.dropped.clone();
        assert_eq!(file, again, "{}\n{written}", path.display());
    }
}

#[test]
fn awkward_texts_survive_writing() {
    let texts = [
        "a: b",
        "- a",
        "# a",
        "\"quoted\" and 'single'",
        "back\\slash",
        "null",
        "yes",
        "2026",
        "[x]",
        "{x}",
        "*x*",
        "& x",
        "! x",
        "% x",
        "@x",
        "`x`",
        "x #y",
        "«Non è vero», dice",
        "l’acqua — alta",
        "emoji 🌊",
        "a\u{a0}b",
        "—",
        "~",
        "0x1F",
        "1e3",
        "<b>x</b>",
        "a | b",
        "---",
        "...",
    ];
    for text in texts {
        let mut file = article_file::ArticleFile {
            declared: true,
            ..article_file::ArticleFile::default()
        };
        file.copy.headline = text.split_whitespace().collect::<Vec<_>>().join(" ");
        file.copy.sources.push(paper::copy::Source {
            name: file.copy.headline.clone(),
            text: format!("{text}\n\n{text}"),
            ..Default::default()
        });
        let written = article_file::write(&file);
        let again = article_file::read("written.md", written.as_bytes())
            .unwrap_or_else(|problems| panic!("{}{written}", told(&problems)));
        assert_eq!(file, again, "{written}");
    }
}

#[test]
fn a_written_file_looks_as_a_desk_would_write_it() {
    let path = cases("good")
        .into_iter()
        .find(|path| path.ends_with("every-field.md"))
        .unwrap();
    expect_file!["../cases/every-field.written.md"]
        .assert_eq(&article_file::write(&read(&path).unwrap()));
}

#[test]
fn every_article_of_the_demo_survives_writing() {
    let demo = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../colophon/demo");
    let mut count = 0;
    for title in ["gazzetta", "observer"] {
        for entry in std::fs::read_dir(demo.join(title).join("articles")).unwrap() {
            let path = entry.unwrap().path();
            let file = read(&path)
                .unwrap_or_else(|problems| panic!("{}:\n{}", path.display(), told(&problems)));
            assert!(
                file.dropped.is_empty(),
                "{}: {:?}",
                path.display(),
                file.dropped
            );
            let written = article_file::write(&file);
            let again =
                article_file::read("written.md", written.as_bytes()).unwrap_or_else(|problems| {
                    panic!("{}:\n{}\n{written}", path.display(), told(&problems))
                });
            assert_eq!(file, again, "{}\n{written}", path.display());
            count += 1;
        }
    }
    assert!(count >= 40, "{count} articles");
}
