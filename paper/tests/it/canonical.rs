//! `colophon/revision/1` is pinned: these bytes never change, or every archive would stop verifying.

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
