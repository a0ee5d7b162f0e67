//! The rules a compiler cannot see: the project keeps them, and each of them can fail.

use xtask::{run, tidy};

#[test]
fn the_project_keeps_its_rules() {
    let complaints = tidy::complaints(&run::root()).unwrap();
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

/// Complaints about a file, without their reasons.
fn about(path: &str, text: &str) -> Vec<String> {
    tidy::words::complaints(path, text)
        .into_iter()
        .map(|complaint| match complaint.split_once("`: ") {
            Some((place, _)) => format!("{place}`"),
            None => complaint,
        })
        .collect()
}

#[test]
fn the_clock_is_asked_in_one_file_only() {
    let text = "fn f() -> Timestamp {\n    Timestamp::now()\n}\n";
    assert_eq!(
        about("web/src/pages.rs", text),
        ["web/src/pages.rs:2: `Timestamp::now`"]
    );
    assert_eq!(about("paper/src/clock.rs", text), [""; 0]);
    assert_eq!(
        about("web/src/pages.rs", "// Timestamp::now is forbidden\n"),
        [""; 0]
    );
    assert_eq!(
        about(
            "web/src/pages.rs",
            "#[cfg(test)]\nmod tests {\n    // x\n    SystemTime::now()\n}"
        ),
        [""; 0]
    );
}

#[test]
fn only_the_db_module_knows_the_databases() {
    let text = "use sqlx::Row;\n";
    assert_eq!(
        about("paper/src/articles/mod.rs", text),
        ["paper/src/articles/mod.rs:1: `sqlx`"]
    );
    assert_eq!(about("paper/src/db/sqlite.rs", text), [""; 0]);
    assert_eq!(about("paper/examples/deeds_speed.rs", text), [""; 0]);
    assert_eq!(
        about("paper/src/x.rs", "AssertSqlSafe(text)"),
        ["paper/src/x.rs:1: `AssertSqlSafe`"]
    );
}

#[test]
fn all_sql_is_in_paper() {
    let text = "conn.all(\"SELECT id FROM articles\", ())";
    assert_eq!(
        about("web/src/lists.rs", text),
        ["web/src/lists.rs:1: `SELECT`"]
    );
    assert_eq!(about("paper/src/lists.rs", text), [""; 0]);
    assert_eq!(
        about(
            "web/src/lists.rs",
            "// SELECT in a comment\nlet a = \"SELECTED\";"
        ),
        [""; 0]
    );
}

#[test]
fn no_statement_is_put_together() {
    let text = "let a = format!(\n    \"SELECT id FROM {table}\"\n);";
    let complaints = tidy::words::complaints("paper/src/lists.rs", text);
    assert_eq!(complaints.len(), 1);
    assert!(complaints[0].starts_with("paper/src/lists.rs:1: SQL put together"));
    assert_eq!(
        about(
            "paper/src/lists.rs",
            "format!(\"{n} articles\"); sql(\"UPDATE a SET b = $1\")"
        ),
        [""; 0]
    );
}

#[test]
fn words_that_do_not_belong_are_found() {
    let cases = [
        ("web/src/a.rs", "unsafe { x() }", "unsafe"),
        (
            "web/src/a.rs",
            concat!("// TO", "DO: later"),
            concat!("TO", "DO"),
        ),
        ("README.md", concat!("FIX", "ME"), concat!("FIX", "ME")),
        (
            "web/src/a.rs",
            "fn f() { unimplemented!() }",
            "unimplemented!",
        ),
        ("web/src/a.rs", "println!(\"{x}\")", "println!"),
        ("paper/src/a.rs", "std::env::var(\"HOST\")", "env::var"),
        ("paper/tests/it/a.rs", "#[ignore = \"slow\"]", "#[ignore"),
        (
            "paper/tests/it/a.rs",
            "std::thread::sleep(second)",
            "thread::sleep",
        ),
        (
            "paper/src/a.rs",
            "#[cfg(test)]\nmod tests {\n  tokio::time::sleep(second).await\n}",
            "time::sleep",
        ),
        (
            "docs/a.md",
            concat!("https://registry.npm", "js.org/x"),
            concat!("registry.npm", "js.org"),
        ),
        (
            "docs/a.toml",
            concat!("path = \"/ho", "me/ines/paper\""),
            concat!("/ho", "me/"),
        ),
    ];
    for (path, text, word) in cases {
        let complaints = about(path, text);
        assert_eq!(complaints.len(), 1, "{text}: {complaints:?}");
        assert!(
            complaints[0].ends_with(&format!("`{word}`")),
            "{complaints:?}"
        );
    }
}

#[test]
fn words_are_at_home_where_they_belong() {
    let cases = [
        ("colophon/src/commands/show.rs", "println!(\"{x}\")"),
        ("paper/src/jobs.rs", "tokio::time::sleep(pause).await"),
        ("markup/src/a.rs", "options.render.r#unsafe = true;"),
        ("web/src/a.rs", "let unsafety = \"unsafe\"; // unsafe"),
        ("web/src/a.rs", "let path = \"/newsroom/home/\";"),
        ("web/src/a.rs", "let path = format!(\"{base}/home/\");"),
    ];
    for (path, text) in cases {
        assert_eq!(about(path, text), [""; 0]);
    }
}

#[test]
fn a_file_has_one_subject() {
    let long = "// line\n".repeat(601);
    let complaints = tidy::words::complaints("paper/src/all.rs", &long);
    assert!(
        complaints[0].starts_with("paper/src/all.rs: 601 lines"),
        "{complaints:?}"
    );
    assert_eq!(about("paper/src/all.md", &long), [""; 0]);
}
