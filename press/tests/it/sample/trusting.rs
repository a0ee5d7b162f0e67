//! The page of facts.

use super::{at, corrections};
use paper::articles::content::Class;
use paper::reading::facts::{Link, TitleLink};
use paper::reading::trust::{Overridden, Owned, Reason, TrustFacts};
use paper::trust::Counts;

pub(crate) fn trust() -> TrustFacts {
    let owned = |name: &str, host: &str, owner: &str, publisher: &str| Owned {
        title: TitleLink {
            name: name.into(),
            base_url: format!("https://{host}"),
            language: "it".into(),
        },
        owner: owner.into(),
        publisher: publisher.into(),
    };
    TrustFacts {
        counts: Some(Counts {
            at: at("2026-11-23T09:00:00Z"),
            texts: 1_204,
            sourced: 1_180,
            signed: 1_102,
            assisted: 31,
            written: 0,
            second_read: 640,
        }),
        told: vec![(Class::Correction, 12), (Class::Clarification, 3)],
        figures: corrections().figures,
        overrides: vec![Overridden {
            code: "ai.undeclared".into(),
            times: 2,
        }],
        reasons: vec![Reason {
            at: at("2026-11-20T09:00:00Z"),
            code: "ai.undeclared".into(),
            reason: "L’autrice è <in> mare".into(),
        }],
        people: vec![Link {
            name: "Teresa Ghis".into(),
            path: "/people/teresa-ghis".into(),
        }],
        network: vec![
            owned("Gazzetta del Porto", "gazzetta.example", "Porto srl", ""),
            owned("L’Altra", "altra.example", "", "Altra & C."),
        ],
    }
}
