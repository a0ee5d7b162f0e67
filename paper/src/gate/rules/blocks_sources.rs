//! Where the facts come from.

use super::super::finding::Severity;
use super::super::kinds::Origin;
use super::super::lang::Both;
use super::super::rule::{Desk, Reads, Rule};
use super::super::text::{Text, place_of_field};
use crate::copy::SourceKind;

pub(super) static SOURCE: Rule = Rule {
    code: "source.missing",
    severity: Severity::Block,
    subject: "sources",
    what: Both::new(
        "Non c'è né una fonte né una testimonianza diretta con luogo e data.",
        "There is neither a source nor own reporting with place and date.",
    ),
    why: Both::new(
        "Chi legge deve poter sapere da dove viene ciò che legge.",
        "Readers must be able to know where what they read comes from.",
    ),
    remedy: Both::new(
        "Aggiungi in `sources` chi o che cosa lo dice (anche «Vigili del fuoco, telefono, 14.20»), o in `own_reporting` dove e quando eravate sul posto.",
        "Add to `sources` who or what says so (“Fire brigade, telephone, 14:20” will do), or to `own_reporting` where and when you were there.",
    ),
    source: "Trust Project; Journalism Trust Initiative 12; law 633/1941, art. 101",
    reads: Reads::Fields,
    check: source,
};

fn source(text: &Text<'_>, desk: &mut Desk<'_>) {
    let copy = text.copy;
    let sourced = copy
        .sources
        .iter()
        .any(|source| !source.name.trim().is_empty());
    let there = copy
        .own_reporting
        .as_ref()
        .is_some_and(|own| !own.place.trim().is_empty() && own.date.is_some());
    let signed = copy
        .byline
        .iter()
        .any(|credit| !credit.name.trim().is_empty())
        || copy
            .sponsor
            .as_ref()
            .is_some_and(|sponsor| !sponsor.name.trim().is_empty());
    let enough = match text.asks().origin {
        Origin::Source => sourced || there,
        Origin::SourceOrAuthor => sourced || there || signed,
        Origin::Free => true,
    };
    if enough {
        return;
    }
    match &copy.own_reporting {
        Some(_) => desk.find_with(
            vec![place_of_field("own_reporting", "")],
            (
                "La testimonianza diretta non dice il luogo o la data.".to_owned(),
                "The own reporting lacks its place or its date.".to_owned(),
            ),
            (
                "Completa `own_reporting` con luogo e data.".to_owned(),
                "Complete `own_reporting` with place and date.".to_owned(),
            ),
        ),
        None => desk.missing("sources"),
    }
}

pub(super) static CONSENT: Rule = Rule {
    code: "source.consent",
    severity: Severity::Block,
    subject: "sources",
    what: Both::new(
        "Una fonte riservata non ha il consenso del direttore.",
        "A confidential source lacks the director's consent.",
    ),
    why: Both::new(
        "Chi tace il nome di una fonte se ne prende la responsabilità, e qualcuno la deve condividere.",
        "Keeping a source's name back is a responsibility that the director must share.",
    ),
    remedy: Both::new(
        "Chiedi il consenso al direttore e scrivilo nella fonte: `consent: {by, date}`.",
        "Ask the director and write it with the source: `consent: {by, date}`.",
    ),
    source: "Law 69/1963, art. 2; Trust Project; unnamed-sources policies",
    reads: Reads::Fields,
    check: consent,
};

fn consent(text: &Text<'_>, desk: &mut Desk<'_>) {
    for source in &text.copy.sources {
        let given = source
            .consent
            .as_ref()
            .is_some_and(|consent| !consent.by.trim().is_empty());
        if source.kind == SourceKind::Confidential && !given {
            desk.find(
                vec![place_of_field("sources", &source.name)],
                format!(
                    "La fonte riservata «{}» non ha il consenso del direttore.",
                    source.name
                ),
                format!(
                    "The confidential source “{}” lacks the director's consent.",
                    source.name
                ),
            );
        }
    }
}
