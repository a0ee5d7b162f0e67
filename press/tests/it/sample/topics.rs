//! The page of a topic, of a dossier, and of an article that is a part of one.

use super::{article, cards};
use markup::{Block, Body, Inline};
use paper::reading::facts::{Link, Pages};
use paper::reading::pages::{ArticleFacts, DossierFacts, TimelineFact, TopicFacts};
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

pub(crate) fn dossier() -> TopicFacts {
    TopicFacts {
        name: "Le isole e il mare".into(),
        path: "/topics/isole-e-mare".into(),
        kind: Kind::Dossier,
        timeline: Vec::new(),
        people: Vec::new(),
        places: Vec::new(),
        pinned: Vec::new(),
        articles: 4,
        cards: cards()[..4].to_vec(),
        pages: Pages {
            number: 1,
            newer: None,
            older: None,
        },
        ..topic()
    }
}

pub(crate) fn part() -> ArticleFacts {
    let dossier = Link {
        name: "Le isole e il mare".into(),
        path: "/topics/isole-e-mare".into(),
    };
    let part = |name: &str, path: &str| Link {
        name: name.into(),
        path: path.into(),
    };
    let mut facts = article();
    facts.topics.push(dossier.clone());
    facts.dossiers = vec![DossierFacts {
        dossier,
        number: 3,
        parts: 7,
        previous: Some(part("Il porto di notte", "/2026/11/20/porto-notte")),
        next: Some(part("Chi paga le corse", "/2026/11/26/chi-paga")),
    }];
    facts
}
