//! Dates somebody typed that cannot be meant: facts after their publication, a publication long before its filing.

use super::super::finding::Severity;
use super::super::lang::Both;
use super::super::rule::{Desk, Reads, Rule};
use super::super::text::{Text, place_of_field};
use jiff::SignedDuration;

pub(super) static FUTURE: Rule = Rule {
    code: "date.future",
    severity: Severity::Warning,
    subject: "dateline",
    what: Both::new(
        "La data del fatto viene dopo la pubblicazione.",
        "The date of what is reported comes after its publication.",
    ),
    why: Both::new(
        "Nessuno ha potuto vedere ciò che deve ancora accadere: di solito è un anno o un mese sbagliato.",
        "Nobody has seen what is still to happen: mostly it is a wrong year or month.",
    ),
    remedy: Both::new(
        "Controlla la data; quella di un appuntamento va nel testo.",
        "Look at the date; that of an event to come belongs in the text.",
    ),
    source: "Journalistic practice (dateline: where and when the text was filed)",
    reads: Reads::Fields,
    check: future,
};

fn future(text: &Text<'_>, desk: &mut Desk<'_>) {
    // A day of grace, for papers that carry the next day's date.
    let Ok(latest) = text.today.tomorrow() else {
        return;
    };
    for (field, dateline) in [
        ("dateline", &text.copy.dateline),
        ("own_reporting", &text.copy.own_reporting),
    ] {
        let Some(date) = dateline.as_ref().and_then(|dateline| dateline.date) else {
            continue;
        };
        if date > latest {
            desk.find(
                vec![place_of_field(field, &date.to_string())],
                format!(
                    "La data in `{field}` è {date}, dopo la pubblicazione ({}).",
                    text.today
                ),
                format!(
                    "The date in `{field}` is {date}, after the publication ({}).",
                    text.today
                ),
            );
        }
    }
}

pub(super) static BACK: Rule = Rule {
    code: "published.past",
    severity: Severity::Warning,
    subject: "published",
    what: Both::new(
        "L'articolo esce oggi con una data di pubblicazione passata.",
        "The article goes out today with a date of publication in the past.",
    ),
    why: Both::new(
        "Negli elenchi prende il posto di allora e chi legge crede che fosse già lì.",
        "Lists put it where it would have stood then, and readers believe that it was there.",
    ),
    remedy: Both::new(
        "Lascia `published` solo a ciò che uscì davvero allora, altrove; se no toglilo. Resta scritto chi l'ha fatto.",
        "Keep `published` only for what did come out then, elsewhere; else take it away. Who did it stays on the audit trail.",
    ),
    source: "Journalism Trust Initiative: dates of publication and change",
    reads: Reads::Fields,
    check: back,
};

fn back(text: &Text<'_>, desk: &mut Desk<'_>) {
    /// Up to here it is the same day's paper.
    const GRACE: SignedDuration = SignedDuration::from_hours(24);
    let Some(dated) = text.around.dated else {
        return;
    };
    if text.around.at.duration_since(dated) <= GRACE {
        return;
    }
    let day = dated.to_zoned_datetime(text.around.zone.clone()).date();
    desk.find(
        vec![place_of_field("published", &day.to_string())],
        format!("L'articolo esce ora con la data del {day}."),
        format!("The article goes out now with the date {day}."),
    );
}
