//! The page of a topic.

use super::cards;
use markup::{Block, Body, Inline};
use paper::reading::facts::{Link, Pages};
use paper::reading::pages::{TimelineFact, TopicFacts};
use paper::topics::Kind;

pub(crate) fn topic() -> TopicFacts {
    TopicFacts {
        name: "Traghetti".into(),
        path: "/topics/traghetti".into(),
        kind: Kind::Subject,
        timeline: vec![
            TimelineFact {
                day: "2026-11-03".into(),
                text: "La linea 4 torna a fermare a Torremora.".into(),
                article: Some(Link {
                    name: "Il traghetto torna a Torremora".into(),
                    path: "/2026/11/03/traghetto-torremora".into(),
                }),
            },
            TimelineFact {
                day: "2025-06".into(),
                text: "Il Comune approva il piano delle corse.".into(),
                article: None,
            },
            TimelineFact {
                day: "1987".into(),
                text: "Nasce il consorzio.".into(),
                article: None,
            },
        ],
        people: vec![Link {
            name: "Ada Vianel".into(),
            path: "/topics/ada-vianel".into(),
        }],
        organisations: Vec::new(),
        places: vec![Link {
            name: "Torremora".into(),
            path: "/topics/torremora".into(),
        }],
        pinned: vec![cards()[4].clone()],
        about: Body {
            blocks: vec![Block::Paragraph {
                text: vec![Inline::text(
                    "Le linee che tengono insieme le isole: corse, guasti, conti, progetti.",
                )],
                lang: None,
            }],
            ..Body::default()
        },
        articles: 37,
        cards: cards(),
        pages: Pages {
            number: 1,
            newer: None,
            older: Some("/topics/traghetti?page=2".into()),
        },
    }
}
