//! What a picture must carry.

use super::super::finding::{Place, Severity};
use super::super::lang::{Both, Lang};
use super::super::plain;
use super::super::rule::{Desk, Reads, Rule, quoted};
use super::super::text::{Text, place_of_field, place_of_picture};
use crate::copy::CreditRole;
use markup::Picture;

pub(super) static MISSING: Rule = Rule {
    code: "picture.missing",
    severity: Severity::Block,
    subject: "picture",
    what: Both::new(
        "Un'immagine o un documento non è nella raccolta.",
        "A picture or a document is not in the library.",
    ),
    why: Both::new(
        "I lettori non vedrebbero nulla; se il permesso è finito, non si può più mostrare.",
        "Readers would see nothing; if its terms have ended, it may not be shown any more.",
    ),
    remedy: Both::new(
        "Aggiungila alla raccolta, scegline un'altra o toglila dal testo.",
        "Add it to the library, choose another or take it out of the text.",
    ),
    source: "Law 633/1941, arts. 87 and 88",
    reads: Reads::Fields,
    check: missing,
};

pub(super) static CREDIT: Rule = Rule {
    code: "picture.credit",
    severity: Severity::Block,
    subject: "picture",
    what: Both::new(
        "Un'immagine non dice di chi è.",
        "A picture does not say who made it.",
    ),
    why: Both::new(
        "Il nome dell'autore è dovuto, e senza non si sa se si può usare.",
        "The maker's name is owed, and without it nobody knows whether it may be used.",
    ),
    remedy: Both::new(
        "Scrivi il credito (fotografo, agenzia, licenza); a una galleria ne basta uno per tutta la serie.",
        "Write the credit (photographer, agency, licence); one for the whole set is enough for a gallery.",
    ),
    source: "Law 633/1941, arts. 20 and 90; IPTC Photo Metadata: Credit Line",
    reads: Reads::Fields,
    check: credit,
};

pub(super) static ALT: Rule = Rule {
    code: "picture.alt",
    severity: Severity::Block,
    subject: "picture",
    what: Both::new(
        "Un'immagine non ha testo alternativo.",
        "A picture has no alternative text.",
    ),
    why: Both::new(
        "Chi non la vede deve sapere che cosa mostra.",
        "Those who cannot see it must know what it shows.",
    ),
    remedy: Both::new(
        "Descrivi in una frase ciò che si vede, o indica che la didascalia la descrive già.",
        "Say in a sentence what is seen, or mark that the caption describes it.",
    ),
    source: "WCAG 2.2, 1.1.1; Directive (EU) 2019/882",
    reads: Reads::Fields,
    check: alt,
};

/// What people know a picture by: its file, or, once the library has given it an id, what is said of it.
pub(super) fn called(picture: &Picture, lang: Lang) -> String {
    if uuid::Uuid::try_parse(&picture.file).is_err() {
        return picture.file.clone();
    }
    let caption = markup::plain(&picture.caption);
    [
        caption.as_str(),
        picture.alt.as_str(),
        picture.credit.as_str(),
    ]
    .into_iter()
    .find(|words| !words.trim().is_empty())
    .map_or_else(|| picture.file.clone(), |words| quoted(words, lang))
}

/// Where a picture stands: at the head, or in the body.
pub(super) fn where_it_is(text: &Text<'_>, field: &str, picture: &Picture) -> Place {
    match field {
        "body" => place_of_picture(text.copy, picture),
        _ => place_of_field(field, &picture.file),
    }
}

/// The pictures of the copy: field, picture, whether it belongs to a gallery.
fn pictures<'a>(text: &Text<'a>) -> Vec<(&'static str, &'a Picture, bool)> {
    let head = text
        .copy
        .picture
        .iter()
        .map(|picture| ("picture", picture, false));
    let body = plain::pictures(&text.copy.body)
        .into_iter()
        .map(|(picture, set)| ("body", picture, set));
    head.chain(body).collect()
}

fn credit(text: &Text<'_>, desk: &mut Desk<'_>) {
    let per_set = text.asks().credit_per_set;
    let photographer = text
        .copy
        .byline
        .iter()
        .any(|credit| credit.role == CreditRole::Photo);
    let (sets, single): (Vec<_>, Vec<_>) = pictures(text)
        .into_iter()
        .partition(|(_, _, set)| *set || per_set);
    let bare = |(_, picture, _): &&(&'static str, &Picture, bool)| picture.credit.trim().is_empty();
    let without: Vec<_> = sets.iter().filter(bare).collect();
    // A set is credited by its photographer in the byline, or once, on its first picture.
    let credited = sets.len() - without.len();
    let once = credited == 1 && sets.first().is_some_and(|first| !bare(&first));
    let covered = once || (credited == 0 && photographer);
    let asked = if covered {
        0
    } else if credited == 0 {
        1
    } else {
        without.len()
    };
    for (field, picture, _) in without
        .into_iter()
        .take(asked)
        .chain(single.iter().filter(bare))
    {
        desk.find(
            vec![where_it_is(text, field, picture)],
            format!(
                "L'immagine {} non dice di chi è.",
                called(picture, Lang::It)
            ),
            format!(
                "The picture {} does not say who made it.",
                called(picture, Lang::En)
            ),
        );
    }
}

fn missing(text: &Text<'_>, desk: &mut Desk<'_>) {
    for file in &text.around.missing_pictures {
        let shown = pictures(text);
        let shown = shown
            .iter()
            .find(|(_, picture, _)| picture.file == *file)
            .map(|(field, picture, _)| (where_it_is(text, field, picture), *picture));
        let (place, it, en) = match shown {
            Some((place, picture)) => (place, called(picture, Lang::It), called(picture, Lang::En)),
            None => (place_of_field("body", file), file.clone(), file.clone()),
        };
        desk.find(
            vec![place],
            format!("L'immagine o il documento {it} non è nella raccolta."),
            format!("The picture or document {en} is not in the library."),
        );
    }
}

fn alt(text: &Text<'_>, desk: &mut Desk<'_>) {
    for (field, picture, _) in pictures(text) {
        let described = picture.described_by_caption && !picture.caption.is_empty();
        if picture.alt.trim().is_empty() && !described {
            desk.find(
                vec![where_it_is(text, field, picture)],
                format!(
                    "L'immagine {} non ha testo alternativo.",
                    called(picture, Lang::It)
                ),
                format!(
                    "The picture {} has no alternative text.",
                    called(picture, Lang::En)
                ),
            );
        }
    }
}
