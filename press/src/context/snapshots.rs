//! `context = 1`: the fields templates rely on. Fields may be added here, none may go.

#[path = "../../tests/it/sample/mod.rs"]
#[allow(
    dead_code,
    unused_imports,
    clippy::unwrap_used,
    reason = "shared with the tests outside"
)]
mod sample;

use super::*;
use crate::heads;
use crate::setting::Setting;
use crate::theme::Dress;
use expect_test::expect_file;
use serde_json::Value;
use std::collections::BTreeSet;

/// Names of all fields with their kinds, one a line; of lists, those of all items.
fn outline(page: &impl Serialize) -> String {
    let mut lines = BTreeSet::new();
    walk("", &serde_json::to_value(page).unwrap(), &mut lines);
    lines.into_iter().map(|line| line + "\n").collect()
}

fn walk(path: &str, value: &Value, lines: &mut BTreeSet<String>) {
    let kind = match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let dot = if path.is_empty() { "" } else { "." };
                walk(&format!("{path}{dot}{name}"), value, lines);
            }
            return;
        }
        Value::Array(items) => {
            for item in items {
                walk(&format!("{path}[]"), item, lines);
            }
            return;
        }
        Value::Null => return,
        Value::Bool(_) => "yes or no",
        Value::Number(_) => "number",
        Value::String(_) => "text",
    };
    lines.insert(format!("{path}: {kind}"));
}

fn dress() -> Dress {
    Dress {
        accent: "#a11b1f".to_owned(),
        stylesheet: "/theme/a.css".into(),
        icon: "/theme/a.svg".into(),
        paper_light: "#ffffff".into(),
        paper_dark: "#000000".into(),
    }
}

#[test]
fn the_frame_and_the_article_only_grow() {
    let title = sample::gazzetta();
    let setting = Setting::new(&title);
    let mut facts = sample::labelled_article();
    facts.people[0].picture = Some(sample::picture("ada"));
    facts.original = Some(title.siblings[0].clone());
    facts.content.language = "en".into();
    facts.dossiers = sample::part().dossiers;
    let (head, place) = heads::article(&setting, &facts);
    let date = setting.calendar.when(facts.content.first_published);
    let frame = Frame::new(&setting, &dress(), "article", &head, place, Some(date));
    let article = Article::new(&setting, &facts);
    expect_file!["snapshots/article.txt"].assert_eq(&outline(&ArticlePage { frame, article }));
}

#[test]
fn the_other_pages_only_grow() {
    let title = sample::gazzetta();
    let setting = Setting::new(&title);
    let mut out = String::new();
    let mut page = |name: &str, text: String| out.push_str(&format!("# {name}\n{text}\n"));
    page("front", outline(&Front::new(&setting, &sample::front())));
    page(
        "section",
        outline(&Section::new(&setting, &sample::section())),
    );
    page(
        "withdrawn",
        outline(&Article::withdrawn(&setting, &sample::withdrawn())),
    );
    page(
        "revision",
        outline(&Revision::new(&setting, &sample::revision())),
    );
    page(
        "history",
        outline(&History::new(&setting, &sample::history())),
    );
    page("topic", outline(&Topic::new(&setting, &sample::topic())));
    page(
        "dossier",
        outline(&Topic::new(&setting, &sample::dossier())),
    );
    page(
        "past",
        outline(&Archive::of_front(&setting, &sample::past())),
    );
    page(
        "contributor",
        outline(&Contributor::new(&setting, &sample::contributor())),
    );
    page(
        "archive",
        outline(&Archive::new(
            &setting,
            &sample::archive(Some(2026), Some(11), None),
        )),
    );
    page(
        "corrections",
        outline(&Corrections::new(&setting, &sample::corrections())),
    );
    page("search", outline(&Search::new(&setting, &sample::search())));
    page("log", outline(&LogInfo::new(&setting, &sample::log())));
    page("imprint", outline(&ImprintInfo::new(&setting)));
    page("trust", outline(&Trust::new(&setting, &sample::trust())));
    page(
        "standing",
        outline(&Standing::new(&setting, &sample::standing())),
    );
    page(
        "error",
        outline(&ErrorInfo::new(&setting, &sample::error(404))),
    );
    expect_file!["snapshots/others.txt"].assert_eq(&out);
}
