//! What holds for every text.

use markup::html::{self, Limits};
use markup::{Block, Body, Inline, Picture, diff, markdown};
use proptest::prelude::*;

/// Words with everything that Markdown, HTML and Unicode make difficult.
fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-ZàèìòùÈ]{1,6}",
        4 => Just(" ".to_owned()),
        3 => proptest::sample::select(vec![
            "*", "**", "_", "`", "``", "[", "]", "(", ")", "<", ">", "&", "&amp;", "|", "\\", "#", "##", "-", "+", "=",
            "~~~", "!", "![", "1.", "2)", "10", ":", "\"", "'", "’", "«", "»", "—", "– ", "[!pull]", "[!aside] x", "[@1]",
            "[@12](", "[^1]", "[^1]:", "<b>", "</p>", "<!--", "-->", "https://a.example/", "<https://a.example>", "---",
            "```", "\u{a0}", "\u{2009}", "\u{301}", "e\u{301}", "\u{200b}", "\u{202e}", "\t", "\n", "\r\n", "🏴\u{E0067}\u{E007F}",
            "ﬁ", "中文", "$", "^", "{", "}", "@", "%", ";", "/", "?", ",", ".", "***", "* ", "> ", "\u{0}", "&#x41;", "c++",
        ]).prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn href() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("https://example.com/a_(b)?x=1&y=[2]#z".to_owned()),
        Just("/interno/pagina".to_owned()),
        Just("mailto:a@example.com".to_owned()),
        Just("javascript:alert(1)".to_owned()),
        words().prop_map(|s| format!("https://example.com/{s}")),
        words().prop_map(|s| format!("/{s}")),
        words(),
    ]
}

fn inlines() -> impl Strategy<Value = Vec<Inline>> {
    let leaf = prop_oneof![
        6 => words().prop_map(Inline::text),
        1 => words().prop_map(|s| Inline::Code { s }),
        1 => Just(Inline::Break),
        1 => (0_u32..1200).prop_map(|n| Inline::SourceRef { n }),
    ];
    let inline = leaf.prop_recursive(3, 12, 4, |inner| {
        let text = proptest::collection::vec(inner, 0..4);
        prop_oneof![
            text.clone().prop_map(|text| Inline::Strong { text }),
            text.clone().prop_map(|text| Inline::Emphasis { text }),
            text.clone().prop_map(|text| Inline::Sub { text }),
            text.clone().prop_map(|text| Inline::Sup { text }),
            text.clone().prop_map(|text| Inline::Note { text }),
            (href(), text.clone()).prop_map(|(href, text)| Inline::Link { href, text }),
            (
                proptest::sample::select(vec!["en", "EN-us", "x!", "fr"]),
                text
            )
                .prop_map(|(lang, text)| Inline::Lang {
                    lang: lang.to_owned(),
                    text,
                }),
        ]
    });
    proptest::collection::vec(inline, 0..5)
}

fn picture() -> impl Strategy<Value = Picture> {
    let file = prop_oneof![
        Just("pictures/a b.webp".to_owned()),
        Just("https://cdn.example/a.jpg?w=1&h=[2]".to_owned()),
        words(),
    ];
    (
        file,
        words(),
        any::<bool>(),
        inlines(),
        words(),
        words(),
        words(),
    )
        .prop_map(
            |(file, alt, described_by_caption, caption, credit, licence, source_type)| Picture {
                file,
                alt,
                described_by_caption,
                caption,
                credit,
                licence,
                source_type,
            },
        )
}

fn table() -> impl Strategy<Value = Block> {
    let row = || proptest::collection::vec(inlines(), 0..4);
    (inlines(), row(), proptest::collection::vec(row(), 0..4)).prop_map(|(caption, head, rows)| {
        Block::Table {
            caption,
            head,
            rows,
        }
    })
}

fn block() -> impl Strategy<Value = Block> {
    let lang = proptest::option::of(proptest::sample::select(vec![
        "en".to_owned(),
        "?".to_owned(),
    ]));
    let leaf = prop_oneof![
        4 => (inlines(), lang.clone()).prop_map(|(text, lang)| Block::Paragraph { text, lang }),
        1 => (0_u8..5, inlines()).prop_map(|(level, text)| Block::Crosshead { level, text }),
        1 => (inlines(), inlines()).prop_map(|(text, cite)| Block::Pull { text, cite }),
        1 => picture().prop_map(Block::Figure),
        1 => proptest::collection::vec(picture(), 0..3).prop_map(|pictures| Block::Gallery { pictures }),
        1 => table(),
        1 => Just(Block::Rule),
        1 => (words(), lang).prop_map(|(text, lang)| Block::Code { text, lang }),
        1 => (href(), words()).prop_map(|(url, title)| Block::Embed { url, title }),
        1 => (0_u8..60, words(), words(), any::<bool>()).prop_map(|(minute, title, by, key)| Block::Entry {
            at: format!("2026-11-23T14:{minute:02}:00+01:00"),
            title,
            by: vec![by],
            key,
        }),
    ];
    leaf.prop_recursive(4, 16, 4, |inner| {
        let blocks = proptest::collection::vec(inner, 0..4);
        prop_oneof![
            (
                any::<bool>(),
                proptest::collection::vec(blocks.clone(), 0..4)
            )
                .prop_map(|(ordered, items)| Block::List { ordered, items }),
            (blocks.clone(), inlines()).prop_map(|(blocks, cite)| Block::Quote { blocks, cite }),
            (inlines(), blocks).prop_map(|(title, blocks)| Block::Aside { title, blocks }),
        ]
    })
}

fn body() -> impl Strategy<Value = Body> {
    proptest::collection::vec(block(), 0..5).prop_map(|blocks| Body {
        blocks,
        ..Body::default()
    })
}

/// Stretches of HTML and Markdown put together without sense.
fn markup_soup() -> impl Strategy<Value = String> {
    let tag = proptest::sample::select(vec![
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<b>",
        "</b>",
        "<ul>",
        "</ul>",
        "<li>",
        "<ol>",
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "<th>",
        "<caption>",
        "<blockquote>",
        "</blockquote>",
        "<figure>",
        "</figure>",
        "<figcaption>",
        "<img src=a.webp>",
        "<br>",
        "<hr>",
        "<pre>",
        "</pre>",
        "<code>",
        "<a href=/x>",
        "</a>",
        "<h1>",
        "<h2>",
        "</h2>",
        "<aside>",
        "<span lang=en>",
        "</span>",
        "<sup><a href=#fn1>1</a></sup>",
        "<p id=fn1>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<svg>",
        "<template>",
        "<select>",
        "<p style='mso-list:l0 level2'>",
        "<q>",
        "<cite>",
        "<iframe src='https://v.example/'>",
        "<footer>",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "1. ",
        "    ",
        "```\n",
        "| a | b |\n|---|---|\n",
        "[^1]: ",
        "> [!pull] ",
        "> [!aside] ",
        "> [!embed] ",
        "> — ",
    ]);
    let piece = prop_oneof![tag.prop_map(str::to_owned), words()];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// More cases where somebody asks: `PROPTEST_CASES=20000`.
fn config() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn canonical_is_reached_in_one_step(body in body()) {
        let once = body.canonical();
        prop_assert!(once.check().is_ok());
        prop_assert_eq!(once.clone().canonical(), once);
    }

    #[test]
    fn what_is_written_reads_back(body in body()) {
        let body = body.canonical();
        let exchanged = html::exchange(&body);
        prop_assert_eq!(&html::read(&exchanged, Limits::default()).body, &body, "{}", exchanged);
        let written = markdown::write(&body);
        prop_assert_eq!(&markdown::read(&written).body, &body, "{}", written);
        let json = serde_json::to_string(&body).unwrap();
        prop_assert_eq!(Body::from_json(&json).unwrap(), body);
    }

    #[test]
    fn any_soup_is_read_to_canonical_text(soup in markup_soup()) {
        for read in [html::read(&soup, Limits::default()), markdown::read(&soup)] {
            prop_assert_eq!(read.body.clone().canonical(), read.body.clone());
            prop_assert_eq!(markdown::read(&markdown::write(&read.body)).body, read.body);
        }
    }

    #[test]
    fn any_string_is_read(text in ".*", bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        for text in [text, String::from_utf8_lossy(&bytes).into_owned()] {
            html::read(&text, Limits::default());
            markdown::read(&text);
        }
    }

    #[test]
    fn passages_count_in_characters(body in body()) {
        for passage in body.canonical().passages() {
            let chars: Vec<char> = passage.text.chars().collect();
            for link in passage.links {
                let told: String = chars[link.start..link.end].iter().collect();
                prop_assert_eq!(told, link.text);
            }
            for (at, n) in passage.source_refs {
                prop_assert!(at <= chars.len() && n >= 1);
            }
        }
    }

    #[test]
    fn a_difference_tells_both_texts(old in words(), new in words()) {
        let runs = diff::text(&old, &new);
        let side = |other| runs.iter().filter(|run| run.tag != other).map(|run| run.text.as_str()).collect::<String>();
        prop_assert_eq!(side(diff::Tag::Ins), old);
        prop_assert_eq!(side(diff::Tag::Del), new);
    }

    #[test]
    fn differences_of_bodies_are_found(old in body(), new in body()) {
        let (old, new) = (old.canonical(), new.canonical());
        diff::words(&old, &new);
        prop_assert!(diff::words(&new, &new).iter().all(|diff| !diff.is_changed()));
    }
}
