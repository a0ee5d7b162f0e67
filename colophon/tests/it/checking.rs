//! What `check`, `theme check` and `doctor` say, to people and to programs.

use crate::support::{House, article, list, path_of};
use serde_json::json;
use std::fs;

#[test]
fn check_prints_the_documented_json() {
    let house = House::empty();
    let whole = house.run(&["check", "--json", &article("bare.md"), &article("ferry.md")]);
    assert_eq!(whole.code, 1);
    assert_eq!(whole.err.lines().count(), 1);
    let whole = whole.json();
    let (bare, ferry) = (&whole["files"][0], &whole["files"][1]);
    assert_eq!(
        ferry,
        &json!({"file": article("ferry.md"), "blocks": 0, "warnings": 0, "findings": []})
    );

    let codes: Vec<&str> = list(&bare["findings"])
        .iter()
        .filter_map(|finding| finding["code"].as_str())
        .collect();
    for code in [
        "byline.missing",
        "kind.missing",
        "source.missing",
        "date.missing",
        "ai.undeclared",
    ] {
        assert!(codes.contains(&code), "{code} in {codes:?}");
    }
    for finding in list(&bare["findings"]) {
        for key in [
            "code",
            "severity",
            "field",
            "paragraph",
            "start",
            "end",
            "excerpt",
            "message",
            "remedy",
        ] {
            assert!(finding.get(key).is_some(), "{key} in {finding}");
        }
    }
    let vague = list(&bare["findings"])
        .iter()
        .find(|finding| finding["code"] == "advice.in_news")
        .expect("an advice");
    assert_eq!(
        (&vague["severity"], &vague["paragraph"]),
        (&json!("warning"), &json!(1))
    );
    let text =
        "According to experts the situation is serious. It is important that everybody acts soon.";
    let (start, end) = (
        vague["start"].as_u64().expect("a place"),
        vague["end"].as_u64().expect("a place"),
    );
    let excerpt: String = text
        .chars()
        .skip(start as usize)
        .take((end - start) as usize)
        .collect();
    assert_eq!(vague["excerpt"], excerpt);
    assert_eq!(list(&bare["set_aside"]).len(), 3, "{bare}");
    assert!(!house.data().exists(), "a check makes no record");
}

#[test]
fn check_prints_findings_like_a_compiler() {
    let house = House::empty();
    let said = house.run(&["check", &article("bare.md")]);
    assert_eq!(said.code, 1);
    let name = article("bare.md");
    let lines: Vec<&str> = said.out.lines().collect();
    let at = lines
        .iter()
        .position(|line| line.contains("warning[advice.in_news]"))
        .expect("an advice");
    assert!(
        lines[at].starts_with(&format!("{name}:1:")),
        "{}",
        lines[at]
    );
    let caret = lines[at + 2]
        .chars()
        .position(|c| c == '^')
        .expect("carets");
    let under: String = lines[at + 1].chars().skip(caret).take(15).collect();
    assert_eq!(under.to_lowercase(), "it is important");
    assert!(
        lines[at + 3].starts_with("  = remedy: "),
        "{}",
        lines[at + 3]
    );
    assert!(said.out.contains(&format!(
        "{name}: set aside, as furniture of the page: Follow us on Facebook"
    )));

    let italian = house.run(&["check", "--language", "it", &name]);
    assert!(italian.out.contains("blocco[byline.missing]") && italian.out.contains("rimedio"));
}

#[test]
fn a_file_that_is_not_there_is_its_own_problem() {
    let house = House::empty();
    let (bare, ferry) = (article("bare.md"), article("ferry.md"));
    let whole = house.run(&["check", "--json", &ferry, "gone.md", &bare]);
    assert_eq!(whole.code, 1);
    assert!(whole.err.contains("gone.md"), "{}", whole.err);
    let whole = whole.json();
    let files = list(&whole["files"]);
    assert_eq!(files.len(), 3);
    assert!(!list(&files[1]["unreadable"]).is_empty(), "{whole}");
    assert!(!list(&files[2]["findings"]).is_empty(), "{whole}");
}

fn writes(house: &House, name: &str, text: &str) {
    fs::write(house.folder.path().join(name), text).expect("written");
}

const REST: &str = "byline: [{name: Tomas Reyes}]\nsources: [{kind: document, name: \"Harbour Office, notice 41/2026\"}]\n\
    ai: none\n---\n";

#[test]
fn a_text_in_a_language_the_rules_do_not_know_is_asked_its_fields_and_no_more() {
    let house = House::founded();
    for (language, text) in [
        (
            "de",
            "Der Kai ist seit dem 26. November 2026 gesperrt, Experten sagen, es sei wichtig.",
        ),
        ("de", "Der Kai ist seit dem 26. November gesperrt."),
        ("fr", "Le quai est fermé depuis le 26 août 2026."),
        ("es", "El muelle cerró el 26 de noviembre de 2026."),
    ] {
        let head = format!("---\nheadline: Kai\nkind: brief\nlanguage: {language}\n");
        writes(&house, "kai.md", &format!("{head}{REST}{text}\n"));
        let whole = house.run(&["check", "--json", "kai.md"]).json();
        assert_eq!(whole["files"][0]["findings"], json!([]), "{text}: {whole}");
        let note = format!(
            "the text is neither Italian nor English ({language}): the rules that read sentences keep quiet"
        );
        assert_eq!(whole["files"][0]["notes"], json!([note]));
    }
    writes(
        &house,
        "undated.md",
        &format!("---\nheadline: Kai\nkind: brief\nlanguage: de\n{REST}Der Kai ist gesperrt.\n"),
    );
    let said = house.run(&["check", "undated.md"]).out;
    assert!(said.contains("block[date.missing]"), "{said}");
}

#[test]
fn check_reads_a_dateline_as_publish_does() {
    let house = House::founded();
    let head = "---\nheadline: Quay wall repaired\nkind: brief\ndateline: {place: Port Lorne}\n";
    writes(
        &house,
        "quay.md",
        &format!("{head}{REST}The quay wall is whole again.\n"),
    );
    for command in [
        &["check", "--json", "quay.md"][..],
        &["check", "--json", "quay.md", "--title", "gazette"],
    ] {
        let whole = house.run(command).json();
        assert_eq!(whole["files"][0]["findings"], json!([]), "{whole}");
    }
}

#[test]
fn an_italian_text_is_read_as_italian_and_answered_so_where_nothing_says_otherwise() {
    let house = House::founded();
    let text = "Il pontile è rimasto chiuso dalle sette alle dieci del 23 novembre, quando i sommozzatori hanno tolto la rete \
        che si era presa nell'elica. «Abbiamo aspettato tre ore con i bambini sotto la pioggia e nessuno ci diceva nulla», \
        racconta Ada Morin, maestra, che era sul traghetto con la sua classe.";
    writes(
        &house,
        "pontile.md",
        &format!("---\nheadline: Pontile chiuso\nkind: brief\n{REST}{text}\n"),
    );
    let whole = house
        .run(&["check", "--json", "pontile.md", "--title", "gazette"])
        .json();
    assert_eq!(whole["files"][0]["findings"], json!([]), "{whole}");
    writes(&house, "nudo.md", &format!("{text}\n"));
    let said = house.run(&["check", "nudo.md"]).out;
    assert!(said.contains("blocco[kind.missing]"), "{said}");
}

#[test]
fn check_shows_what_a_typesetter_would_set_otherwise_and_changes_nothing() {
    let house = House::empty();
    let head = "---\nheadline: Harbour's wall\nkind: brief\nlanguage: en\ndateline: {place: Port Lorne, date: 2026-11-23}\n";
    writes(
        &house,
        "quay.md",
        &format!("{head}{REST}The wall - all of it - is whole.\n"),
    );
    let said = house.run(&["check", "quay.md"]).done();
    assert!(
        said.contains("quay.md:headline:8: suggestion: ' → ’ (typographic apostrophe)"),
        "{said}"
    );
    let whole = house.run(&["check", "--json", "quay.md"]).json();
    assert_eq!(
        list(&whole["files"][0]["suggestions"])[0],
        json!({"field": "headline", "paragraph": null, "start": 7, "end": 8, "old": "'", "new": "’",
            "why": "typographic apostrophe"})
    );
    assert_eq!(whole["files"][0]["warnings"], 0);
}

#[test]
fn doctor_tells_how_often_each_rule_was_set_aside() {
    let house = House::founded();
    assert_eq!(
        house.run(&["doctor", "--gate"]).done(),
        "no rule has spoken yet\n"
    );
    let head = "---\nheadline: Quay wall repaired\nkind: brief\ndateline: {place: Port Lorne}\n";
    let rest = REST.replace("ai: none\n", "");
    writes(
        &house,
        "quay.md",
        &format!("{head}{rest}The quay wall is whole again.\n"),
    );
    let publish = ["publish", "quay.md", "--title", "gazette", "--as", "ines"];
    house.run(&publish).refused();
    house.run(&publish).refused();
    let over = ["--override", "ai.undeclared=The desk is asking"];
    house.run(&[&publish[..], &over].concat()).done();
    assert_eq!(
        house.run(&["doctor", "--gate"]).done(),
        "ai.undeclared: 3 times, block overridden: 1 (33%)\n"
    );
    let whole = house.run(&["doctor", "--gate", "--json"]).json();
    assert_eq!(
        whole["rules"],
        json!([{"code": "ai.undeclared", "severity": "block", "raised": 3, "overridden": 1, "passed": 0}])
    );
}

#[test]
fn a_stored_article_can_be_checked() {
    let house = House::founded();
    house.publishes("ferry.md");
    let path = path_of(&house, "ferry-stops");
    let whole = house.run(&["check", "--article", &path, "--json"]).json();
    assert_eq!(
        whole["files"][0],
        json!({"file": path, "blocks": 0, "warnings": 0, "findings": []})
    );
}

#[test]
fn a_theme_that_cannot_be_read_is_told_by_check_and_doctor() {
    let house = House::founded();
    assert_eq!(house.run(&["theme", "list"]).done(), "broadsheet\nplain\n");
    assert_eq!(
        house.run(&["theme", "check", "plain"]).done(),
        "plain: ok\n"
    );
    let theme = house.data().join("themes/laguna");
    fs::create_dir_all(&theme).expect("made");
    fs::write(theme.join("theme.toml"), "context = ").expect("written");
    let said = house.run(&["theme", "check", "laguna"]).refused();
    assert!(said.starts_with("laguna"), "{said}");
    house
        .run(&["title", "set", "gazette", "--theme", "laguna"])
        .done();
    let ran = house.run(&["doctor"]);
    assert!(
        ran.out
            .contains("WRONG  the theme of Harbour Gazette: laguna"),
        "{}",
        ran.out
    );
    assert!(ran.refused().starts_with("1 thing"));
}
