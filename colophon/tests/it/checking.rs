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
