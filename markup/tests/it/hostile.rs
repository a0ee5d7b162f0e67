//! Text of strangers: it never runs, and it never makes us fall.

use markup::html::{self, Labels, Limit, Limits, PictureWriter, Read, Shown, WriteOptions};
use markup::{Body, Picture, diff, markdown};
use scraper::{Html, Node};
use std::time::{Duration, Instant};

/// What a page may consist of. Everything else in an output is a hole.
const ELEMENTS: [&str; 40] = [
    "html",
    "p",
    "h2",
    "h3",
    "ul",
    "ol",
    "li",
    "blockquote",
    "footer",
    "figure",
    "figcaption",
    "img",
    "div",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "aside",
    "hr",
    "pre",
    "code",
    "a",
    "small",
    "strong",
    "em",
    "sub",
    "sup",
    "span",
    "br",
    "ins",
    "del",
    "mark",
    "section",
    "b",
    "i",
    "q",
    "s",
];
const ATTRIBUTES: [&str; 24] = [
    "class",
    "href",
    "src",
    "srcset",
    "sizes",
    "alt",
    "width",
    "height",
    "id",
    "role",
    "aria-label",
    "lang",
    "scope",
    "tabindex",
    "type",
    "rel",
    "loading",
    "decoding",
    "data-credit",
    "data-licence",
    "data-source-type",
    "data-described",
    "title",
    "dir",
];

struct Echo;

impl PictureWriter for Echo {
    fn show(&self, picture: &Picture) -> Option<Shown> {
        Some(Shown {
            src: format!("/media/{}", picture.file),
            srcset: picture.file.clone(),
            sizes: picture.alt.clone(),
            width: 1,
            height: 1,
            full: format!("/media/{}", picture.credit),
        })
    }
}

/// Every way out, of one body.
fn outputs(body: &Body) -> Vec<String> {
    let options = WriteOptions {
        pictures: &Echo,
        labels: Labels::IT,
        sources: 9,
        id_prefix: "",
        entry_time: &str::to_owned,
        rel: "sponsored",
    };
    let page = html::write(body, &options);
    let diffs = diff::words(&Body::default(), body);
    let difference = diff::html(&diffs, &diff::DiffLabels::IT);
    vec![
        page.html + &page.notes,
        html::feed(body, "https://gazette.example", &Echo),
        html::exchange(body),
        difference,
    ]
}

fn assert_harmless(input: &str, output: &str) {
    let page = Html::parse_fragment(output);
    for node in page.tree.root().descendants().map(|node| node.value()) {
        let Node::Element(element) = node else {
            assert!(
                !matches!(node, Node::Comment(_)),
                "comment from {input:?}:\n{output}"
            );
            continue;
        };
        let name = element.name();
        assert!(
            ELEMENTS.contains(&name),
            "<{name}> from {input:?}:\n{output}"
        );
        for (attribute, value) in element.attrs() {
            assert!(
                ATTRIBUTES.contains(&attribute),
                "{attribute} from {input:?}:\n{output}"
            );
            if matches!(attribute, "href" | "src") {
                let scheme = value.split([':', '/', '?', '#']).next().unwrap_or_default();
                let relative =
                    !value.contains(':') || value.find(':') > value.find(['/', '#', '?']);
                let known = matches!(scheme, "http" | "https" | "mailto");
                assert!(relative || known, "{value:?} from {input:?}");
                assert!(!value.starts_with("//"), "{value:?} from {input:?}");
            }
        }
    }
}

#[test]
fn no_payload_survives_any_door() {
    let payloads = include_str!("../cases/hostile.txt");
    let all: Vec<&str> = payloads.lines().chain([payloads]).collect();
    assert!(all.len() > 60);
    for payload in all {
        for read in [
            html::read(payload, Limits::default()),
            markdown::read(payload),
        ] {
            for output in outputs(&read.body) {
                assert_harmless(payload, &output);
            }
            let again = markdown::read(&markdown::write(&read.body));
            assert_eq!(again.body, read.body, "{payload}");
        }
    }
}

/// Reads within a time that nothing quadratic keeps, on a small stack.
fn read_in_time(name: &str, read: impl FnOnce() -> Read + Send + 'static) -> Read {
    let start = Instant::now();
    let thread = std::thread::Builder::new().stack_size(2 << 20);
    let read = thread.spawn(move || {
        let read = read();
        html::exchange(&read.body);
        markdown::write(&read.body);
        read
    });
    let read = read
        .unwrap()
        .join()
        .unwrap_or_else(|_| panic!("{name} made us fall"));
    let time = start.elapsed();
    assert!(time < Duration::from_secs(20), "{name} took {time:?}");
    read
}

#[test]
fn deep_and_huge_pages_neither_fall_nor_stall() {
    const DEPTH: usize = 100_000;
    let starts = [
        "<div>",
        "<p>",
        "<b>",
        "<ul><li>",
        "<blockquote>",
        "<table><tr><td>",
        "<span>",
        "<aside>",
        "<figure>",
        "<font>",
        "<a href=/x>",
        "<details>",
        "<em><strong>",
        "<svg>",
        "<custom-a>",
        "<ol>",
        "<q>",
        "<sup>",
        "<section><h2>",
        "<select>",
        "<button>",
        "<math><mi>",
        "<pre>",
        "<li>",
        "<dl><dt>",
        "<ruby><rt>",
        "<template>",
    ];
    for (at, start) in starts.into_iter().enumerate() {
        let depth = if at < 5 { DEPTH } else { DEPTH / 10 };
        let page = format!("{}parole{}", start.repeat(depth), "</div>".repeat(50));
        let read = read_in_time(start, move || html::read(&page, Limits::default()));
        assert!(read.body.check().is_ok(), "{start}");
    }
    let reopened: String = (0..DEPTH / 10).map(|n| format!("<b id={n}><p>x")).collect();
    read_in_time("reopened formatting", move || {
        html::read(&reopened, Limits::default())
    });
    let crossed = "<a><b><i><p></a></b>x".repeat(DEPTH / 4);
    read_in_time("crossed formatting", move || {
        html::read(&crossed, Limits::default())
    });
    let attributes: String = (0..DEPTH).map(|n| format!(" a{n}=1")).collect();
    let read = read_in_time("attributes", move || {
        html::read(&format!("<p{attributes}>x"), Limits::default())
    });
    assert_eq!(read.over, Some(Limit::Nodes));
    let roots: String = (0..DEPTH)
        .map(|n| format!("<html a{n}><body b{n}>"))
        .collect();
    read_in_time("roots", move || html::read(&roots, Limits::default()));
    let notes = format!(
        "{}<p id=fn1>{}</p>",
        "<sup><a href=#fn1>1</a></sup>".repeat(2_000),
        "<i>n</i> ".repeat(5_000)
    );
    let read = read_in_time("notes", move || html::read(&notes, Limits::default()));
    assert!(read.over.is_some());
    let words = "parola ".repeat(400_000);
    let read = read_in_time("words", move || html::read(&words, Limits::default()));
    assert_eq!(read.over, Some(Limit::Chars));
    let breaks = "a<br>".repeat(DEPTH);
    read_in_time("breaks", move || html::read(&breaks, Limits::default()));
    let spans = "<table><tr><td colspan=9999999 rowspan=9999999>x</table>".repeat(5_000);
    read_in_time("spans", move || html::read(&spans, Limits::default()));
}

#[test]
fn deep_and_huge_markdown_neither_falls_nor_stalls() {
    const DEPTH: usize = 100_000;
    const SIGNS: usize = 20_000;
    let lines = |line: fn(usize) -> String, n: usize| (0..n).map(line).collect::<String>();
    let texts = [
        ("quotes", "> ".repeat(DEPTH) + "x"),
        ("tight quotes", ">".repeat(DEPTH) + "x"),
        ("bullets", "- ".repeat(DEPTH) + "x"),
        ("numbers", "1. ".repeat(DEPTH) + "x"),
        ("stairs", lines(|n| "  ".repeat(n) + "- x\n", 1_500)),
        (
            "quote stairs",
            lines(|n| ">".repeat(n % 40) + " x\n\n", 4_000),
        ),
        ("brackets", "[".repeat(SIGNS)),
        ("closed brackets", "[".repeat(SIGNS) + &"]".repeat(SIGNS)),
        ("links", "[a](".repeat(SIGNS)),
        ("images", "![".repeat(SIGNS) + &"](a)".repeat(SIGNS / 10)),
        ("stars", "*a ".repeat(SIGNS) + &" a*".repeat(SIGNS)),
        ("strong", "**a".repeat(SIGNS) + &"b**".repeat(SIGNS)),
        ("mixed stars", "*a **a ".repeat(SIGNS / 2)),
        ("underscores", "_a __a ".repeat(SIGNS / 2)),
        ("backticks", lines(|n| "`".repeat(n % 500) + "e", 4_000)),
        ("angles", "<".repeat(SIGNS)),
        ("comments", "<!-- ".repeat(SIGNS)),
        ("declarations", "<!A ".repeat(SIGNS)),
        (
            "footnotes",
            lines(|n| format!("[^{n}]\n\n[^{n}]: [^{n}] x\n\n"), 2_000),
        ),
        (
            "one footnote",
            "[^1]".repeat(1_000) + "\n\n[^1]: " + &"nota ".repeat(1_000),
        ),
        ("definitions", lines(|n| format!("[a{n}]: /x\n"), 30_000)),
        (
            "table",
            "|a".repeat(500) + "\n" + &"|-".repeat(500) + "\n" + &"|x|\n".repeat(500),
        ),
        ("tables", "a|b\n-|-\nc|d\n\n".repeat(10_000)),
        ("divs", "<div>".repeat(DEPTH) + "x"),
        ("asides", "> [!aside] x\n> > [!aside] y\n\n".repeat(10_000)),
        ("pulls", "> [!pull] x\n> — y\n\n".repeat(10_000)),
        ("entities", "&amp;&#x;&".repeat(SIGNS)),
        ("nulls", "\0\u{feff}\r".repeat(SIGNS)),
        ("setext", "a\n=\n".repeat(SIGNS / 2)),
    ];
    for (name, text) in texts {
        let read = read_in_time(name, move || markdown::read(&text));
        assert!(read.body.check().is_ok() || read.over.is_some(), "{name}");
    }
}
