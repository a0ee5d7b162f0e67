//! Differences between two revisions, as the history page tells them.

use expect_test::{Expect, expect};
use markup::diff::{self, DiffLabels, Run, Tag};
use markup::{Body, markdown};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

fn body(text: &str) -> Body {
    markdown::read(text).body
}

fn marked(runs: &[Run]) -> String {
    let mut out = String::new();
    for Run { tag, text } in runs {
        match tag {
            Tag::Same => out.push_str(text),
            Tag::Del => write!(out, "[-{text}-]").unwrap(),
            Tag::Ins => write!(out, "[+{text}+]").unwrap(),
            Tag::Marked => write!(out, "[*{text}*]").unwrap(),
        }
    }
    out
}

fn check(old: &str, new: &str, expected: Expect) {
    let mut out = String::new();
    for block in diff::words(&body(old), &body(new)) {
        let sign = if block.is_changed() { "!" } else { " " };
        let was = block
            .was
            .map(|was| format!(" was {was:?}"))
            .unwrap_or_default();
        writeln!(
            out,
            "{sign} {} {:?}{was}: {}",
            block.number,
            block.part,
            marked(&block.runs)
        )
        .unwrap();
    }
    expected.assert_eq(&out);
}

#[test]
fn words_are_told_not_letters() {
    let runs = diff::text(
        "Mancano 3,2 milioni di euro.",
        "Mancano 2,3 milioni di euro!",
    );
    assert_eq!(
        marked(&runs),
        "Mancano [-3,2-][+2,3+] milioni di euro[-.-][+!+]"
    );
    let runs = diff::text("La Regione non ha risposto", "La Regione tace da ieri");
    assert_eq!(
        marked(&runs),
        "La Regione [-non ha risposto-][+tace da ieri+]"
    );
    assert_eq!(marked(&diff::text("a", "a")), "a");
    assert_eq!(marked(&diff::text("", "a b")), "[+a b+]");
}

#[test]
fn paragraphs_are_set_against_their_likes() {
    check(
        "Alle sette di mattina la cassa è un rettangolo d’erba.\n\nLa Regione non ha risposto alle nostre domande.\n\nFine.",
        "Un paragrafo nuovo che prima non c’era.\n\nAlle otto di mattina la cassa è un rettangolo d’erba.\n\nFine.",
        expect![[r#"
            ! 1 Paragraph: [+Un paragrafo nuovo che prima non c’era.+]
            ! 2 Paragraph: Alle [-sette-][+otto+] di mattina la cassa è un rettangolo d’erba.
            ! 2 Paragraph: [-La Regione non ha risposto alle nostre domande.-]
              3 Paragraph: Fine.
        "#]],
    );
}

#[test]
fn form_links_references_and_notes_take_part() {
    check(
        "Un testo **forte** con [link](https://a.example/) e fonte[@1].\n\nUguale ma titolo",
        "Un testo forte con [link](https://b.example/) e fonte[@2].[^1]\n\n## Uguale ma titolo\n\n[^1]: Nuova nota",
        expect![[r#"
            ! 1 Paragraph: Un testo [*forte*] con link[- [https://a.example/]-][+ [https://b.example/]+] e fonte[-[1]-][+[2]+].[+ (Nuova nota)+]
            ! 2 Crosshead(2) was Paragraph: Uguale ma titolo
        "#]],
    );
}

#[test]
fn another_picture_is_another_picture() {
    check(
        "![Il molo](a.webp \"Didascalia | Ada\")",
        "![Il molo](b.webp \"Didascalia | Ada\")",
        expect![[r#"
            ! 1 Picture: [-Il molo. Ada-]
            ! 1 Picture: [+Il molo. Ada+]
              2 Caption: Didascalia
        "#]],
    );
}

#[test]
fn changes_are_heard_as_well_as_seen() {
    let diffs = diff::words(
        &body("Via dei *Cordari* <oggi>"),
        &body("Via dei *Cordai* <oggi>"),
    );
    expect![[r#"<p>Via dei <del><span class="vh">Tolto: </span>Cordari</del> <ins><span class="vh">Aggiunto: </span>Cordai</ins></p>"#]]
        .assert_eq(&diff::html(&diffs, &DiffLabels::IT));
    assert_eq!(diff::count(&diffs), (1, 1));
    let diffs = diff::words(&body("A & B"), &body("A & C"));
    assert!(diff::html(&diffs, &DiffLabels::EN).contains("A &amp; <del>"));
}

#[test]
fn long_texts_are_compared_in_bounded_time() {
    let long = |from: usize, step: usize| -> String {
        (0..20_000)
            .map(|n| format!("w{} ", (from + n * step) % 30_011))
            .collect()
    };
    let start = Instant::now();
    let different = diff::text(&long(0, 1), &long(7, 17));
    assert!(different.len() > 1);
    let paragraphs = |text: String| text.replace("0 ", "0\n\n");
    diff::words(
        &body(&paragraphs(long(0, 1))),
        &body(&paragraphs(long(7, 17))),
    );
    // Generous: the bound is there to catch what grows with the square.
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "{:?}",
        start.elapsed()
    );
    eprintln!("two comparisons of 20,000 words: {:?}", start.elapsed());
}
