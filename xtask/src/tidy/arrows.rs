//! The walls between the crates: arrows point down only.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::fault::{Fault, Result};
use crate::run::{self, cargo};

/// Where people begin to read.
const MAP: &str = "ARCHITECTURE.md";

/// Which crates of the workspace each may use. A crate that is not here is refused until it has its line.
const ALLOWED: &[(&str, &[&str])] = &[
    ("markup", &[]),
    // By itself: who does not trust us checks us with it.
    ("tlog", &[]),
    // By itself: it reads a copy and knows nothing of a record.
    ("gate", &["markup"]),
    // By itself, too: it reads files of strangers.
    ("provenance", &[]),
    ("paper", &["gate", "markup", "tlog", "provenance"]),
    ("press", &["paper", "markup"]),
    ("exchange", &["paper", "markup"]),
    ("archive", &["paper", "exchange", "markup"]),
    ("api", &["paper", "exchange", "search", "markup"]),
    ("newsroom", &["paper", "press", "search", "markup"]),
    ("search", &["paper", "markup"]),
    // It knows another system's export; fetching is the binary's.
    ("moving", &["paper", "markup"]),
    (
        "web",
        &[
            "paper",
            "press",
            "markup",
            "api",
            "newsroom",
            "search",
            "tlog",
            "listening",
        ],
    ),
    // By itself: it knows connections and HTTP.
    ("listening", &[]),
    // What it asks of authorities goes the one way out of the house.
    ("certificates", &["outgoing"]),
    // By itself: it knows addresses and bytes, and nothing of newspapers.
    ("outgoing", &[]),
    // By itself, too: it knows mails and one mail server.
    ("mail", &[]),
    (
        "colophon",
        &[
            "markup",
            "paper",
            "press",
            "exchange",
            "archive",
            "search",
            "moving",
            "tlog",
            "web",
            "outgoing",
            "mail",
            "listening",
            "certificates",
            "provenance",
        ],
    ),
    ("browser", &[]),
    ("cast", &["paper", "markup"]),
    ("xtask", &[]),
];

/// What may be used beyond that by tests.
const ALLOWED_IN_TESTS: &[(&str, &[&str])] = &[
    ("paper", &["cast"]),
    ("exchange", &["cast"]),
    ("archive", &["cast"]),
    ("api", &["cast", "web", "press"]),
    ("newsroom", &["cast", "browser", "web"]),
    ("search", &["cast"]),
    ("moving", &["cast"]),
    ("web", &["cast", "exchange", "archive", "browser"]),
    ("certificates", &["cast", "listening"]),
    ("colophon", &["cast", "browser"]),
];

/// One arrow of the workspace.
struct Arrow<'a> {
    from: &'a str,
    to: &'a str,
    in_tests: bool,
}

/// What breaks the walls, one line each.
///
/// # Errors
/// When cargo cannot read the manifests.
pub fn complaints(root: &Path) -> Result<Vec<String>> {
    let members = run::output(
        cargo()
            .args([
                "metadata",
                "--locked",
                "--offline",
                "--no-deps",
                "--format-version=1",
            ])
            .current_dir(root),
    )?;
    let members: Value =
        serde_json::from_str(&members).map_err(Fault::during("cannot read cargo's metadata"))?;
    let map =
        fs::read_to_string(root.join(MAP)).map_err(Fault::during(format!("cannot read {MAP}")))?;
    let mut complaints = of_members(&members);
    complaints.extend(unmapped(&members, &map));
    Ok(complaints)
}

/// Crates the map does not describe: each has a section or a line of its own.
fn unmapped(members: &Value, map: &str) -> Vec<String> {
    list(&members["packages"])
        .filter_map(|package| package["name"].as_str())
        .filter(|name| {
            let begins = [format!("### `{name}`"), format!("- `{name}`:")];
            !map.lines()
                .any(|line| begins.iter().any(|begin| line.starts_with(begin.as_str())))
        })
        .map(|name| {
            format!(
                "{MAP}: no word on the crate {name}: whoever looks for a thing begins at the map, and what is not on it \
                 is found by chance"
            )
        })
        .collect()
}

fn of_members(members: &Value) -> Vec<String> {
    let mut complaints = Vec::new();
    for package in list(&members["packages"]) {
        let from = package["name"].as_str().unwrap_or_default();
        if uses(ALLOWED, from).is_none() {
            complaints.push(format!(
                "{from}/Cargo.toml: the crate {from} has no line in xtask/src/tidy/arrows.rs: say there what it \
                 may use, so that its place in the house is decided and not grown"
            ));
            continue;
        }
        for dependency in
            list(&package["dependencies"]).filter(|dependency| dependency["path"].is_string())
        {
            let to = dependency["name"].as_str().unwrap_or_default();
            let arrow = Arrow {
                from,
                to,
                in_tests: dependency["kind"] == "dev",
            };
            complaints.extend(complaint(&arrow));
        }
    }
    complaints
}

fn complaint(arrow: &Arrow<'_>) -> Option<String> {
    let Arrow { from, to, in_tests } = *arrow;
    let may = |table| uses(table, from).is_some_and(|allowed| allowed.contains(&to));
    // A crate's tests name it itself to have it with what only they need.
    if in_tests && from == to {
        return None;
    }
    if may(ALLOWED) || (in_tests && may(ALLOWED_IN_TESTS)) {
        return None;
    }
    Some(format!(
        "{from}/Cargo.toml: {from} must not use {to}: arrows point down only, so that each part can be \
         understood, tested and replaced without those above it"
    ))
}

fn uses(table: &'static [(&str, &[&str])], from: &str) -> Option<&'static [&'static str]> {
    table
        .iter()
        .find(|(name, _)| *name == from)
        .map(|(_, allowed)| *allowed)
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_arrow_that_points_up_is_named() {
        let members = json!({"packages": [
            {"name": "paper", "dependencies": [
                {"name": "markup", "path": "/x/markup", "kind": null},
                {"name": "serde", "kind": null},
                {"name": "web", "path": "/x/web", "kind": "dev"},
            ]},
            {"name": "api", "dependencies": [{"name": "api", "path": "/x/api", "kind": "dev"}]},
            {"name": "colophon", "dependencies": [{"name": "browser", "path": "/x/browser", "kind": "dev"}]},
        ]});
        assert_eq!(
            of_members(&members),
            [
                "paper/Cargo.toml: paper must not use web: arrows point down only, so that each part can be \
                 understood, tested and replaced without those above it"
            ]
        );
    }

    #[test]
    fn what_is_for_tests_stays_out_of_the_binary() {
        let members = json!({"packages": [
            {"name": "api", "dependencies": [{"name": "api", "path": "/x/api", "kind": "dev"}]},
            {"name": "colophon", "dependencies": [{"name": "browser", "path": "/x/browser", "kind": null}]},
        ]});
        assert_eq!(of_members(&members).len(), 1);
    }

    #[test]
    fn a_crate_that_is_not_on_the_map_is_named() {
        let members = json!({"packages": [{"name": "paper"}, {"name": "cast"}, {"name": "api"}]});
        let map = "uses `api`\n### `paper`\n- `cast`: tests\n";
        assert_eq!(unmapped(&members, map).len(), 1);
        assert!(unmapped(&members, map)[0].contains("the crate api"));
    }

    #[test]
    fn a_new_crate_needs_its_place() {
        let members = json!({"packages": [{"name": "helpers", "dependencies": []}]});
        assert!(
            of_members(&members)[0]
                .starts_with("helpers/Cargo.toml: the crate helpers has no line")
        );
    }
}
