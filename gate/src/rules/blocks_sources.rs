//! Where the facts come from.

use super::super::finding::Severity;
use super::super::kinds::Origin;
use super::super::lang::Both;
use super::super::rule::{Desk, Reads, Rule};
use super::super::text::{Text, place_of_field};
use super::blocks::named_source;
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
    let sourced = copy.sources.iter().any(|source| named_source(&source.name));
    let there = copy
        .own_reporting
        .as_ref()
        .is_some_and(|own| named_source(&own.place) && own.date.is_some());
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
    if enough || text.awaits_sponsor() {
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
        "Una fonte riservata non ha il consenso del direttore o di chi lo sostituisce.",
        "A confidential source lacks the consent of the director or a deputy.",
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
    let confidential = text
        .copy
        .sources
        .iter()
        .filter(|source| source.kind == SourceKind::Confidential);
    for source in confidential {
        let by = source
            .consent
            .as_ref()
            .map_or("", |consent| consent.by.trim());
        let place = vec![place_of_field("sources", &source.name)];
        let name = &source.name;
        if !by.chars().any(char::is_alphabetic) {
            desk.find(
                place,
                format!("La fonte riservata «{name}» non ha il consenso del direttore."),
                format!("The confidential source “{name}” lacks the director's consent."),
            );
        } else if !may_consent(text, by) {
            desk.find(
                place,
                format!("Il consenso alla fonte riservata «{name}» è di {by}, che per questa testata non può darlo."),
                format!("The consent to the confidential source “{name}” is by {by}, who cannot give it for this title."),
            );
        }
    }
}

/// Whether a person may consent: the director or a deputy, where a record says who they are; else anybody but the author.
fn may_consent(text: &Text<'_>, by: &str) -> bool {
    let words = |name: &str| {
        let low = name.to_lowercase();
        let words: Vec<&str> = low
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        format!(" {} ", words.join(" "))
    };
    let by = words(by);
    let same = |name: &String| {
        let name = words(name);
        !name.trim().is_empty() && (by.contains(&name) || name.contains(&by))
    };
    match &text.around.consenting {
        Some(names) => names.iter().any(same),
        None => !text.copy.byline.iter().any(|credit| same(&credit.name)),
    }
}
