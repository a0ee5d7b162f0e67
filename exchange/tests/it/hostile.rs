//! Files made to break a reader. None may panic, hang or grow; what is not an article is told.

use exchange::article_file;
use std::time::{Duration, Instant};

/// Far above what any of these needs in a debug build, far below what a bomb takes.
const PATIENCE: Duration = Duration::from_secs(5);

fn problems(name: &str, bytes: &[u8]) -> usize {
    let start = Instant::now();
    let problems = article_file::read(name, bytes)
        .err()
        .map_or(0, |problems| problems.len());
    assert!(start.elapsed() < PATIENCE, "{name}: {:?}", start.elapsed());
    assert!(problems <= article_file::PROBLEMS_MAX);
    problems
}

fn front(yaml: &str) -> usize {
    problems("a.md", format!("---\n{yaml}\n---\nText").as_bytes())
}

#[test]
fn anchors_that_multiply_are_told_and_never_followed() {
    let mut yaml = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for n in 1..30 {
        let before = n - 1;
        yaml += &format!(
            "a{n}: &a{n} [*a{before}, *a{before}, *a{before}, *a{before}, *a{before}, *a{before}, *a{before}, *a{before}]\n"
        );
    }
    assert!(front(&yaml) > 0);
}

#[test]
fn merge_keys_are_unknown_fields() {
    assert!(front("base: &b {headline: x}\n<<: *b") > 0);
    assert!(front("<<: {headline: x}") > 0);
}

#[test]
fn deep_nesting_is_refused() {
    for depth in [9, 100, 10_000, 200_000] {
        assert!(
            front(&format!(
                "sources: {}{}",
                "[".repeat(depth),
                "]".repeat(depth)
            )) > 0,
            "{depth}"
        );
        assert!(
            front(&format!("sources: {}", "{a: ".repeat(depth))) > 0,
            "{depth}"
        );
        assert!(
            front(&format!("sources:\n{}", "- ".repeat(depth))) > 0,
            "{depth}"
        );
    }
    let stairs: String = (0..500).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
    assert!(front(&stairs) > 0);
}

#[test]
fn many_values_are_refused() {
    assert!(front(&format!("topics: [{}]", "a, ".repeat(100_000))) > 0);
    let keys: String = (0..50_000).map(|n| format!("k{n}: v\n")).collect();
    assert!(front(&keys) > 0);
    assert!(front(&format!("headline: {}", "a: ".repeat(100_000))) > 0);
}

#[test]
fn huge_scalars_are_refused_or_read() {
    assert!(front(&format!("headline: \"{}\"", "a".repeat(400_000))) > 0);
    assert!(front(&format!("standfirst: |\n{}", "  line\n".repeat(40_000))) > 0);
    assert!(front(&format!("standfirst: >\n{}", "  line\n\n".repeat(40_000))) > 0);
    assert!(
        front(&format!(
            "headline: {}",
            "a".repeat(article_file::FRONT_BYTES_MAX)
        )) > 0
    );
    assert!(front(&"x".repeat(400_000)) > 0);
    assert_eq!(
        problems("a.md", &vec![b'a'; article_file::FILE_BYTES_MAX + 1]),
        1
    );
}

#[test]
fn what_is_no_text_is_named() {
    for (bytes, word) in [
        (b"Citt\xe0 chiusa".as_slice(), "Latin-1"),
        (b"\x93Citt\xe0\x94".as_slice(), "Windows-1252"),
        (b"\xff\xfeC\0i\0".as_slice(), "UTF-16"),
        (b"%PDF-1.7\n\xe2\xe3".as_slice(), "PDF"),
        (b"a\0b".as_slice(), "text"),
    ] {
        let problems = article_file::read("a.md", bytes).unwrap_err();
        assert!(
            problems[0].en.contains(word),
            "{:?}: {}",
            bytes,
            problems[0].en
        );
        assert!(problems[0].it.contains("UTF-8"));
    }
}

#[test]
fn a_mark_at_the_beginning_and_windows_line_ends_make_no_difference() {
    let plain =
        article_file::read("a.md", b"---\nheadline: Ferry resumes\n---\nOne.\n\nTwo.").unwrap();
    let marked = article_file::read(
        "a.MD",
        b"\xef\xbb\xbf---\r\nheadline: Ferry resumes\r\n---\r\nOne.\r\n\r\nTwo.",
    )
    .unwrap();
    assert_eq!(plain, marked);
}

#[test]
fn odd_yaml_never_panics() {
    let odd = [
        "",
        "-",
        "- a",
        "a",
        "?",
        "? a",
        ": a",
        "a: b: c",
        "\ta: b",
        "a:\n\tb: c",
        "a: \"",
        "a: '",
        "a: [",
        "a: {",
        "a: }",
        "a: ]",
        "a: |",
        "a: >",
        "a: |9\n x",
        "a: |+\n\n\n",
        "a: !!binary x",
        "a: !!python/object:os.system ls",
        "!x",
        "&a",
        "*a",
        "&a *a",
        "a: *missing",
        "%YAML 9.9",
        "%TAG ! x",
        "a: @x",
        "a: `x",
        "a: \"\\u0000\"",
        "a: \"\\ud800\"",
        "a: \"\\uZZZZ\"",
        "a: 'x' y",
        "a: \"x\" y",
        "[a, b]: c",
        "{a: b}: c",
        "? [a]\n: b",
        "a: b\n c: d",
        "a: b\n  - c",
        "- a\nb: c",
        "a: b\na: c",
        "\u{2028}a: b",
        "\u{feff}a: b",
        "a: \u{7f}",
        "a: b # c",
        "#",
        "a: #b",
        "headline: [x]",
        "headline: {x: y}",
        "byline: {a: b}",
        "sources: x: y",
        "consent: 1",
        "sources: {consent: 1}",
        "dateline: [1, 2]",
        "published: 99999-99-99",
        "published: -1",
        "embargo: [now]",
        "picture: []",
        "picture: {file: {}}",
        "kind: [news]",
        "sources: [[[[[[]]]]]]",
        "topics: {a: b}",
        "ai: {none: none}",
        "a: ---",
        "a: ...",
        "--- a",
        "state: yes",
        "\"\": x",
        "~: x",
        "null: null",
    ];
    for yaml in odd {
        front(yaml);
        for tail in ["\nheadline: x", "\n", " ", "\n  ", "\n- ", ": "] {
            front(&format!("{yaml}{tail}"));
            front(&format!("headline: x\n{yaml}{tail}"));
            front(&format!("sources:\n  - {yaml}{tail}"));
        }
    }
}

#[test]
fn any_cut_of_a_file_is_read_or_told() {
    let whole = include_str!("../cases/good/every-field.md");
    for (at, _) in whole.char_indices() {
        problems("a.md", &whole.as_bytes()[..at]);
    }
}
