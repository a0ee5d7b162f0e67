//! Searches, with a find and without.

use super::cards;
use paper::reading::facts::Card;
use paper::reading::search::{
    Facet, FacetFacts, FacetValue, Hit, Outcome, Piece, Question, SearchFacts, Searched,
};

/// A search that found something, narrowed to a section.
pub(crate) fn search() -> SearchFacts {
    let piece = |text: &str, marked: bool| Piece {
        text: text.into(),
        marked,
    };
    let hit = |card: &Card| Hit {
        card: card.clone(),
        headline: vec![
            piece(&card.headline, true),
            piece(" <b> & \"altro\"", false),
        ],
        passage: vec![
            piece("… da sopra l’", false),
            piece("argine", true),
            piece(" …", false),
        ],
    };
    let value = |key: &str, name: &str, count: u64, chosen: bool| FacetValue {
        key: key.into(),
        name: name.into(),
        count,
        chosen,
    };
    SearchFacts {
        question: Question {
            words: "argine \"acqua alta\"".into(),
            section: Some("cronaca".into()),
            from: Some(jiff::civil::date(2026, 1, 1)),
            page: 2,
            ..Question::default()
        },
        outcome: Outcome::Searched(Searched {
            count: 44,
            hits: cards().iter().map(hit).collect(),
            last_page: 3,
            with_all: 12,
            meant: Some("argini \"acqua alta\"".into()),
            facets: vec![
                FacetFacts {
                    facet: Facet::Section,
                    values: vec![value("cronaca", "Cronaca", 44, true)],
                },
                FacetFacts {
                    facet: Facet::Kind,
                    values: vec![
                        value("news", "news", 40, false),
                        value("opinion", "opinion", 4, false),
                    ],
                },
            ],
        }),
    }
}

/// A search that found nothing, had nothing to find, or could not look.
pub(crate) fn search_without(outcome: Outcome) -> SearchFacts {
    let asked = outcome != Outcome::NothingAsked;
    SearchFacts {
        question: Question {
            words: if asked { "zzz".into() } else { String::new() },
            page: 1,
            ..Question::default()
        },
        outcome,
    }
}
