//! Rules about agencies and outlets: sixteen hours, state control, names missing from the sources.

use super::super::finding::Severity;
use super::super::lang::Both;
use super::super::rule::{Desk, Reads, Rule};
use super::super::text::{Text, place_of_field};
use crate::copy::{Kind, SourceKind};

/// Hours an agency's text is protected for after its release.
const PROTECTED_HOURS: i64 = 16;

pub(super) static SIXTEEN_HOURS: Rule = Rule {
    code: "source.sixteen_hours",
    severity: Severity::Warning,
    subject: "sources",
    what: Both::new(
        "Il testo usa un lancio d'agenzia uscito da meno di 16 ore, senza contratto.",
        "The text uses an agency's dispatch released less than 16 hours ago, without a contract.",
    ),
    why: Both::new(
        "Nelle prime 16 ore la riproduzione di un bollettino d'agenzia senza autorizzazione è illecita.",
        "In the first 16 hours reproducing an agency's bulletin without authorisation is unlawful.",
    ),
    remedy: Both::new(
        "Aspetta, racconta i fatti da una fonte tua, o segna `contract: true` se c'è un contratto.",
        "Wait, report the facts from a source of your own, or mark `contract: true` if there is a contract.",
    ),
    source: "Law 633/1941, art. 101",
    reads: Reads::Fields,
    check: sixteen_hours,
};

fn sixteen_hours(text: &Text<'_>, desk: &mut Desk<'_>) {
    let agencies = text.copy.sources.iter().filter(|source| {
        let contracts = &text.around.contracts;
        source.kind == SourceKind::Agency && !source.is_under_contract(contracts)
    });
    for source in agencies {
        let (name, place) = (&source.name, vec![place_of_field("sources", &source.name)]);
        let Some(released) = source.released else {
            if text.kind() == Kind::Agency || !source.text.trim().is_empty() {
                desk.find(
                    place,
                    format!("Il lancio di {name} non dice quando è uscito (`released`)."),
                    format!("The dispatch of {name} does not say when it came out (`released`)."),
                );
            }
            continue;
        };
        let seconds = text
            .around
            .at
            .as_second()
            .saturating_sub(released.as_second());
        if seconds < 0 {
            desk.find(
                place,
                format!("Il lancio di {name} porta un'ora che deve ancora venire."),
                format!("The dispatch of {name} bears a time that is still to come."),
            );
        } else if seconds < PROTECTED_HOURS * 3_600 {
            let (hours, minutes) = (seconds / 3_600, seconds % 3_600 / 60);
            desk.find(
                place,
                format!("Il lancio di {name} è uscito {hours} ore e {minutes} minuti prima della pubblicazione."),
                format!("The dispatch of {name} came out {hours} hours and {minutes} minutes before publication."),
            );
        }
    }
}
