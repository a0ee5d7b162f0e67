//! Rules about agencies and outlets: sixteen hours, state control, names missing from the sources.

use super::super::finding::Severity;
use super::super::lang::Both;
use super::super::rule::{Desk, Reads, Rule};
use super::super::text::{Text, place_of_field};
use crate::copy::{Source, SourceKind};

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
    for source in &text.copy.sources {
        let Some(released) = source.released else {
            continue;
        };
        let seconds = text
            .around
            .at
            .as_second()
            .saturating_sub(released.as_second());
        if source.kind != SourceKind::Agency
            || under_contract(text, source)
            || !(0..PROTECTED_HOURS * 3_600).contains(&seconds)
        {
            continue;
        }
        let (hours, minutes) = (seconds / 3_600, seconds % 3_600 / 60);
        desk.find(
            vec![place_of_field("sources", &source.name)],
            format!("Il lancio {} è uscito {hours} ore e {minutes} minuti prima della pubblicazione.", of(&source.name)),
            format!("The dispatch of {} came out {hours} hours and {minutes} minutes before publication.", source.name),
        );
    }
}

fn of(name: &str) -> String {
    format!("di {name}")
}

fn under_contract(text: &Text<'_>, source: &Source) -> bool {
    let same = |contract: &String| {
        let (contract, name) = (
            contract.trim().to_lowercase(),
            source.name.trim().to_lowercase(),
        );
        !contract.is_empty()
            && (name == contract
                || name
                    .split(|c: char| !c.is_alphanumeric())
                    .any(|word| word == contract))
    };
    source.contract || text.around.contracts.iter().any(same)
}
