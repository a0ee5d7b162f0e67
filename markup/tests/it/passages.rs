//! Passages number the text as a reader meets it.

use markup::{Block, Body, Inline, PassageKind, plain};

fn paragraph(text: Vec<Inline>) -> Block {
    Block::Paragraph { text, lang: None }
}

#[test]
fn links_and_references_stand_where_characters_say() {
    let text = vec![
        Inline::text("È vero"),
        Inline::SourceRef { n: 2 },
        Inline::text(", dice "),
        Inline::Link {
            href: "https://example.com/".into(),
            text: vec![Inline::text("il sito")],
        },
        Inline::Note {
            text: vec![Inline::text("una nota")],
        },
        Inline::text("."),
    ];
    let body = Body {
        blocks: vec![paragraph(text)],
        ..Body::default()
    };
    let passages = body.passages();
    let passage = &passages[0];
    assert_eq!(passage.text, "È vero, dice il sito.");
    assert_eq!(passage.source_refs, [(6, 2)]);
    assert_eq!((passage.links[0].start, passage.links[0].end), (13, 20));
    assert_eq!(passage.links[0].text, "il sito");
    assert_eq!(body.word_count(), 5);
}

#[test]
fn blocks_are_numbered_in_reading_order() {
    let body = Body {
        blocks: vec![
            paragraph(vec![Inline::text("Uno")]),
            Block::Rule,
            Block::Quote {
                blocks: vec![paragraph(vec![Inline::text("Due")])],
                cite: vec![Inline::text("Ada")],
            },
            Block::Aside {
                title: vec![Inline::text("Tre")],
                blocks: vec![Block::List {
                    ordered: false,
                    items: vec![vec![paragraph(vec![Inline::text("Quattro")])]],
                }],
            },
            Block::Table {
                caption: vec![],
                head: vec![vec![Inline::text("a")], vec![Inline::text("b")]],
                rows: vec![],
            },
        ],
        ..Body::default()
    };
    let told: Vec<(u32, PassageKind, usize, String)> = body
        .passages()
        .into_iter()
        .map(|p| (p.number, p.kind, p.block, p.text))
        .collect();
    assert_eq!(
        told,
        [
            (1, PassageKind::Paragraph, 0, "Uno".to_owned()),
            (2, PassageKind::Quote, 2, "Due".to_owned()),
            (3, PassageKind::BoxTitle, 3, "Tre".to_owned()),
            (4, PassageKind::Item, 3, "Quattro".to_owned()),
            (5, PassageKind::Row, 4, "a\tb".to_owned()),
        ]
    );
    assert_eq!(body.passages()[1].cite, "Ada");
    assert_eq!(plain(&[Inline::text("a"), Inline::Break]), "a\n");
}
