//! `colophon/revision/1` is pinned: these bytes never change, or every archive would stop verifying.

use cast::body;
use expect_test::expect_file;
use jiff::civil::date;
use markup::{Block, Body, Inline, Picture};
use paper::articles::content::{Class, Content, FORMAT, PictureHash, Placed, RedactionNote, State};
use paper::articles::{canonical, commitment};
use paper::copy::{
    AiUse, BylineReason, Consent, Credit, CreditRole, Dateline, Kind, Source, SourceKind, Sponsor,
};

fn instant(text: &str) -> jiff::Timestamp {
    text.parse().expect("an instant")
}

fn full() -> Content {
    let picture = Picture {
        file: "0192f0c0-0000-7000-8000-000000000001".to_owned(),
        alt: "A ferry".to_owned(),
        described_by_caption: false,
        caption: vec![Inline::text("The ferry")],
        credit: "Ada Morin".to_owned(),
        licence: "CC BY 4.0".to_owned(),
        source_type: "digitalCapture".to_owned(),
    };
    let blocks = vec![
        Block::Crosshead {
            level: 2,
            text: vec![Inline::text("Perche\u{301} no")],
        },
        Block::Paragraph {
            text: vec![
                Inline::text("Text "),
                Inline::Strong {
                    text: vec![Inline::Emphasis {
                        text: vec![Inline::text("marked")],
                    }],
                },
                Inline::SourceRef { n: 1 },
                Inline::Link {
                    href: "https://example.org/".to_owned(),
                    text: vec![Inline::text("a link")],
                },
            ],
            lang: Some("en".to_owned()),
        },
        Block::List {
            ordered: true,
            items: vec![vec![Block::Paragraph {
                text: vec![Inline::text("One")],
                lang: None,
            }]],
        },
        Block::Pull {
            text: vec![Inline::text("«Words»")],
            cite: vec![Inline::text("Luca Nardi")],
        },
        Block::Figure(picture.clone()),
        Block::Table {
            caption: vec![],
            head: vec![vec![Inline::text("A")]],
            rows: vec![vec![vec![Inline::text("1")]]],
        },
        Block::Embed {
            url: "https://example.org/v".to_owned(),
            title: "A film".to_owned(),
        },
        Block::Rule,
    ];
    Content {
        format: FORMAT.to_owned(),
        article: "0192f0c0-0000-7000-8000-000000000002".to_owned(),
        number: 2,
        previous: "00".repeat(32),
        class: Class::Correction,
        note: "It was 3".to_owned(),
        at: instant("2026-03-02T09:00:00.000001Z"),
        first_published: instant("2026-03-02T08:00:00Z"),
        modified: instant("2026-03-02T09:00:00.000001Z"),
        state: State::Live,
        language: "it".to_owned(),
        kind: Kind::PressRelease,
        headline: "Il traghetto «Perla» riparte".to_owned(),
        kicker: "Porto".to_owned(),
        standfirst: "Da lunedì.".to_owned(),
        byline: vec![Credit {
            name: "Tomas Berg".to_owned(),
            role: CreditRole::Text,
        }],
        byline_reason: Some(BylineReason::AgencyText),
        dateline: Some(Dateline {
            place: "Porto Vero".to_owned(),
            date: Some(date(2026, 3, 2)),
        }),
        sources: vec![Source {
            kind: SourceKind::Confidential,
            name: "A clerk".to_owned(),
            url: "https://example.org/s".to_owned(),
            released: Some(instant("2026-03-01T10:00:00Z")),
            note: "would lose the post".to_owned(),
            state: true,
            contract: true,
            consent: Some(Consent {
                by: "Ines Vidal".to_owned(),
                date: date(2026, 3, 1),
            }),
            text: String::new(),
        }],
        own_reporting: Some(Dateline {
            place: "Porto Vero".to_owned(),
            date: Some(date(2026, 3, 2)),
        }),
        ai: Some(AiUse::Assisted),
        ai_note: "Transcription".to_owned(),
        reviewer: "Edo Rinaldi".to_owned(),
        sponsor: Some(Sponsor {
            name: "Harbour Bank".to_owned(),
        }),
        series: "weather".to_owned(),
        rights: "© Harbour Press".to_owned(),
        picture: Some(picture),
        body: Body {
            blocks,
            ..Body::default()
        },
        pictures: vec![PictureHash {
            id: "0192f0c0-0000-7000-8000-000000000001".to_owned(),
            sha256: "ab".repeat(32),
        }],
        placements: vec![Placed {
            title: "0192f0c0-0000-7000-8000-000000000003".to_owned(),
            title_name: "Harbour Gazette".to_owned(),
            section: "News".to_owned(),
            parent: String::new(),
            headline: "Another headline".to_owned(),
            topics: vec!["Boats".to_owned()],
        }],
        // Came later: where there are none, the old bytes stay as they were.
        statements: Vec::new(),
        redactions: vec![RedactionNote {
            class: Class::Legal,
            reason: "Court order".to_owned(),
            at: instant("2026-03-02T08:30:00Z"),
        }],
        editor: String::new(),
    }
}

/// Everything left out that may be.
fn minimal() -> Content {
    Content {
        number: 1,
        previous: String::new(),
        class: Class::First,
        note: String::new(),
        kicker: String::new(),
        standfirst: String::new(),
        byline: Vec::new(),
        byline_reason: None,
        dateline: None,
        sources: Vec::new(),
        own_reporting: None,
        ai: None,
        ai_note: String::new(),
        reviewer: String::new(),
        sponsor: None,
        series: String::new(),
        rights: String::new(),
        picture: None,
        body: body(&["Text"]),
        pictures: Vec::new(),
        placements: vec![Placed {
            title: "0192f0c0-0000-7000-8000-000000000003".to_owned(),
            title_name: "Harbour Gazette".to_owned(),
            section: "News".to_owned(),
            parent: String::new(),
            headline: String::new(),
            topics: Vec::new(),
        }],
        redactions: Vec::new(),
        ..full()
    }
}

fn paragraph(text: Vec<Inline>) -> Block {
    Block::Paragraph { text, lang: None }
}

/// Every form of text that `full` has not.
fn other_blocks() -> Vec<Block> {
    let words = |text: &str| vec![Inline::text(text)];
    let bare = Picture {
        file: "0192f0c0-0000-7000-8000-000000000001".to_owned(),
        described_by_caption: true,
        ..Picture::default()
    };
    vec![
        Block::Crosshead {
            level: 3,
            text: words("Below"),
        },
        paragraph(vec![
            Inline::Code {
                s: "a < b".to_owned(),
            },
            Inline::Break,
            Inline::Lang {
                lang: "la".to_owned(),
                text: words("sic"),
            },
            Inline::Sub { text: words("2") },
            Inline::Sup { text: words("3") },
            Inline::Note {
                text: words("A note"),
            },
        ]),
        Block::List {
            ordered: false,
            items: vec![vec![paragraph(words("One"))]],
        },
        Block::Quote {
            blocks: vec![paragraph(words("Said"))],
            cite: words("Luca Nardi"),
        },
        Block::Quote {
            blocks: vec![paragraph(words("Said"))],
            cite: Vec::new(),
        },
        Block::Pull {
            text: words("Words"),
            cite: Vec::new(),
        },
        Block::Gallery {
            pictures: vec![bare],
        },
        Block::Table {
            caption: words("Fares"),
            head: Vec::new(),
            rows: vec![vec![words("1"), Vec::new()]],
        },
        Block::Aside {
            title: words("The boat"),
            blocks: vec![paragraph(words("Aside"))],
        },
        Block::Aside {
            title: Vec::new(),
            blocks: vec![paragraph(words("Aside"))],
        },
        Block::Code {
            text: "x = 1\ny = 2".to_owned(),
            lang: Some("python".to_owned()),
        },
        Block::Code {
            text: "x".to_owned(),
            lang: None,
        },
    ]
}

const ROLES: [CreditRole; 5] = [
    CreditRole::Text,
    CreditRole::Photo,
    CreditRole::Translation,
    CreditRole::Editing,
    CreditRole::Data,
];
const SOURCES: [SourceKind; 11] = [
    SourceKind::Agency,
    SourceKind::Document,
    SourceKind::Interview,
    SourceKind::Witness,
    SourceKind::Outlet,
    SourceKind::Dataset,
    SourceKind::PressRelease,
    SourceKind::Phone,
    SourceKind::Event,
    SourceKind::Confidential,
    SourceKind::Other,
];

/// Every block, inline, credit and source, and what was added to the form since.
fn every() -> Content {
    let mut content = full();
    content.body.blocks.extend(other_blocks());
    content.byline = ROLES
        .map(|role| Credit {
            name: "Tomas Berg".to_owned(),
            role,
        })
        .to_vec();
    content.sources = SOURCES
        .map(|kind| Source {
            kind,
            name: "Harbour office".to_owned(),
            ..Source::default()
        })
        .to_vec();
    content.dateline = Some(Dateline {
        place: "Porto Vero".to_owned(),
        date: None,
    });
    content.own_reporting = Some(Dateline {
        place: String::new(),
        date: Some(date(2026, 3, 2)),
    });
    content.placements[0].parent = "Coast".to_owned();
    content.redactions.push(RedactionNote {
        class: Class::Rights,
        reason: "The photographer's".to_owned(),
        at: instant("2026-03-02T08:40:00Z"),
    });
    content.editor = "Ines Vidal".to_owned();
    content
}

/// A line a list of words: what each kind of word is, and all of them as they stand in a revision.
fn words() -> String {
    let line = |name: &str, words: serde_json::Value| format!("{name} {words}\n");
    [
        line("class", serde_json::json!(Class::ALL)),
        line(
            "state",
            serde_json::json!([State::Live, State::Withdrawn, State::Killed]),
        ),
        line("kind", serde_json::json!(Kind::ALL)),
        line(
            "byline_reason",
            serde_json::json!([
                BylineReason::Desk,
                BylineReason::AgencyText,
                BylineReason::Protected
            ]),
        ),
        line(
            "ai",
            serde_json::json!([AiUse::None, AiUse::Assisted, AiUse::Generated]),
        ),
        line("role", serde_json::json!(ROLES)),
        line("source", serde_json::json!(SOURCES)),
    ]
    .concat()
}

#[test]
fn the_canonical_form_is_pinned_where_it_is_least_and_where_it_is_all() {
    let least = canonical(&minimal()).expect("canonical");
    expect_file!["../golden/revision-1-least.json"].assert_eq(&least);
    let all = canonical(&every()).expect("canonical");
    expect_file!["../golden/revision-1-every.json"].assert_eq(&all);
    expect_file!["../golden/revision-1.words"].assert_eq(&words());
    for text in [least, all] {
        let again: Content = serde_json::from_str(&text).expect("a content");
        assert_eq!(canonical(&again).expect("canonical"), text);
    }
}

#[test]
fn the_canonical_form_is_the_pinned_one() {
    let text = canonical(&full()).expect("canonical");
    expect_file!["../golden/revision-1.json"].assert_eq(&text);
    let salt = [7; 32];
    let hex: String = commitment(&salt, &text)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    expect_file!["../golden/revision-1.commitment"].assert_eq(&hex);
}

#[test]
fn what_is_kept_reads_back_to_the_same_bytes() {
    let text = canonical(&full()).expect("canonical");
    let again: Content = serde_json::from_str(&text).expect("a content");
    assert_eq!(canonical(&again).expect("canonical"), text);
}
