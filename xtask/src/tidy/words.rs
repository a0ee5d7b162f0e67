//! What must not stand in a file: size, calls, words.
//!
//! A rule is a line of [`RULES`]: where it looks, what it looks for, where that is at home, and why it must not
//! stand elsewhere.

use super::source::Source;

/// Lines a Rust file may have: one subject fits, two do not.
const LINES_MAX: usize = 600;

/// Where a rule looks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// Calls and names in Rust code.
    Code,
    /// The same, but tests may.
    CodeButTests,
    /// The same, in tests only.
    CodeOfTests,
    /// The content of text literals, tests excepted.
    Texts,
    /// Everything in every file.
    All,
}

struct Rule {
    look: Look,
    /// Any of these breaks the rule; a word is found only where no letter, digit or `_` touches its ends.
    words: &'static [&'static str],
    /// Beginnings of paths where they are at home.
    home: &'static [&'static str],
    why: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        look: Look::CodeButTests,
        words: &[
            "SystemTime::now",
            "Timestamp::now",
            "Zoned::now",
            "ZonedDateTime::now",
        ],
        home: &["paper/src/clock.rs"],
        why: "ask the paper's clock, so that tests can set the time",
    },
    Rule {
        look: Look::Code,
        words: &["sqlx", "rusqlite", "AssertSqlSafe"],
        // What measures fills a record of a million rows behind the verbs' back; no newspaper runs it. Tests make what no verb
        // leads to: the record of an earlier program, a row that broke.
        home: &[
            "paper/src/db/",
            "paper/src/db.rs",
            "paper/examples/",
            "paper/tests/it/raw.rs",
        ],
        why: "only paper's db module knows the databases, so that one text serves both",
    },
    Rule {
        look: Look::Texts,
        words: &[
            "SELECT",
            "INSERT INTO",
            "DELETE FROM",
            "ALTER TABLE",
            "CREATE TABLE",
        ],
        home: &["paper/", "xtask/src/tidy/"],
        why: "all SQL is in paper, where rights and gate are checked in the same transaction",
    },
    Rule {
        look: Look::Code,
        words: &["unsafe"],
        home: &[],
        why: "no stranger's text may ever meet code whose safety rests on a promise",
    },
    Rule {
        look: Look::All,
        words: &[
            concat!("TO", "DO"),
            concat!("FIX", "ME"),
            concat!("XX", "X"),
            concat!("HA", "CK"),
        ],
        home: &[],
        why: "what is unfinished is an issue with a description, not a mark in the code",
    },
    Rule {
        look: Look::Code,
        words: &["todo!", "unimplemented!"],
        home: &[],
        why: "a path that stops the process is not finished",
    },
    Rule {
        look: Look::CodeButTests,
        words: &["println!", "eprintln!", "print!", "eprint!"],
        home: &[
            "colophon/src/",
            "api/build.rs",
            "colophon/build.rs",
            "xtask/src/",
            "browser/src/bin/",
        ],
        why: "only commands talk to the terminal; everything else returns values or writes log lines",
    },
    Rule {
        look: Look::CodeButTests,
        words: &["env::var", "env::vars", "env::var_os"],
        home: &[
            "colophon/src/settings.rs",
            "api/build.rs",
            "colophon/build.rs",
            "cast/",
            "colophon/src/settings/",
            "xtask/src/run.rs",
        ],
        why: "settings are read once, at the start, and handed to the parts as values",
    },
    Rule {
        look: Look::Code,
        words: &["#[ignore"],
        home: &[],
        why: "a test that does not run tells nothing: make it fast and certain, or take it out",
    },
    Rule {
        look: Look::CodeOfTests,
        words: &["thread::sleep", "time::sleep"],
        home: &[],
        why: "a test that sleeps is slow or wrong: set the clock, or wait for the thing itself",
    },
    Rule {
        look: Look::All,
        words: &[
            concat!("registry.npm", "js.org"),
            concat!("static.crates", ".io"),
            concat!("index.crates", ".io"),
            concat!("deb.deb", "ian.org"),
            concat!("pypi", ".org"),
        ],
        home: &[],
        why: "where packages are fetched from is set on each machine, not in the project",
    },
    Rule {
        look: Look::All,
        words: &[
            concat!("/wo", "rk/"),
            concat!("/ro", "ot/"),
            concat!("/ho", "me/"),
        ],
        home: &[],
        why: "a path of one machine exists on no other",
    },
];

/// What breaks a rule in this file, one line each. The path is relative to the root and decides what applies.
pub fn complaints(path: &str, text: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    let is_rust = path.ends_with(".rs");
    let lines = text.lines().count();
    if is_rust && lines > LINES_MAX {
        complaints.push(format!(
            "{path}: {lines} lines: a file has one subject and at most {LINES_MAX} lines, since nobody finds the \
             second one"
        ));
    }
    let source = is_rust.then(|| Source::new(text));
    for rule in RULES
        .iter()
        .filter(|rule| !rule.home.iter().any(|home| path.starts_with(home)))
    {
        for (line, word) in breaches(rule, path, text, source.as_ref()) {
            complaints.push(format!("{path}:{line}: `{word}`: {}", rule.why));
        }
    }
    if let Some(source) = &source {
        complaints.extend(made_sql(path, source));
    }
    complaints
}

fn breaches(
    rule: &Rule,
    path: &str,
    text: &str,
    source: Option<&Source>,
) -> Vec<(usize, &'static str)> {
    let seen = match (rule.look, source) {
        (Look::All, _) => text,
        (_, None) => return Vec::new(),
        (Look::Texts, Some(source)) => &source.texts,
        (_, Some(source)) => &source.code,
    };
    let in_tests = |line: usize| {
        path.contains("/tests/")
            || path.starts_with("cast/")
            || source.is_some_and(|source| line > source.tests_from)
    };
    let mut found = Vec::new();
    for (number, line) in seen
        .lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line))
    {
        let applies = match rule.look {
            Look::All | Look::Code => true,
            Look::CodeButTests | Look::Texts => !in_tests(number),
            Look::CodeOfTests => in_tests(number),
        };
        if applies {
            found.extend(
                rule.words
                    .iter()
                    .filter(|word| has_word(line, word))
                    .map(|word| (number, *word)),
            );
        }
    }
    found
}

/// Statements put together with `format!`: the one way left for a stranger's text to become SQL.
fn made_sql(path: &str, source: &Source) -> Vec<String> {
    const STATEMENTS: [&str; 6] = [
        "SELECT",
        "INSERT INTO",
        "UPDATE",
        "DELETE FROM",
        "WHERE",
        "ORDER BY",
    ];
    if path.starts_with("paper/src/db") || path.starts_with("xtask/src/tidy/") {
        return Vec::new();
    }
    let mut complaints = Vec::new();
    for (at, _) in source.code.match_indices("format!(") {
        let code = &source.code[at..];
        let end = code.find([';', '}']).unwrap_or(code.len());
        let texts = &source.texts[at..at + end];
        let first = texts.trim_start();
        if STATEMENTS
            .iter()
            .any(|word| first.starts_with(word) && has_word(first, word))
        {
            complaints.push(format!(
                "{path}:{}: SQL put together with `format!`: statements are constant texts with placeholders, \
                 so that no stranger's text becomes part of one",
                source.line(at)
            ));
        }
    }
    complaints
}

/// True when the word stands in the line and nothing that belongs to a name touches those of its ends that are
/// part of a name themselves.
fn has_word(line: &str, word: &str) -> bool {
    let named = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        let free_before = !word.starts_with(named) || !before.is_some_and(named);
        let free_after = !word.ends_with(named) || !after.is_some_and(named);
        // A path of a machine begins where it stands: `paper/home/` is none.
        let begins = !word.starts_with('/')
            || !before.is_some_and(|c| named(c) || matches!(c, '.' | '}' | '-'));
        // `r#unsafe` is somebody's name for a field, not the keyword.
        let is_name = line[..at].ends_with("r#");
        free_before && free_after && begins && !is_name
    })
}
