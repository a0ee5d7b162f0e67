//! Lines that echo others: a standfirst that must add to the headline, a pull quote that must be in the text.

use super::super::finding::Severity;
use super::super::lang::Both;
use super::super::numbers::numbers;
use super::super::plain::Role;
use super::super::rule::{Desk, Reads, Rule, both_quoted};
use super::super::text::{Text, place_of_bytes};
use super::super::words::Passage;
use super::headline::short_root;
use std::collections::HashSet;

pub(super) static REPEATS: Rule = Rule {
    code: "standfirst.repeats",
    severity: Severity::Warning,
    subject: "standfirst",
    what: Both::new(
        "Il sommario ridice il titolo e niente di più.",
        "The standfirst says what the headline says and no more.",
    ),
    why: Both::new(
        "Sono le due righe più lette: la seconda deve aggiungere.",
        "They are the two most read lines: the second must add.",
    ),
    remedy: Both::new(
        "Metti nel sommario un fatto che il titolo non dice.",
        "Put into the standfirst a fact the headline leaves out.",
    ),
    source: "Italian headline practice (titolo e sommario)",
    reads: Reads::Sentences,
    check: repeats,
};

fn repeats(text: &Text<'_>, desk: &mut Desk<'_>) {
    let content = |passage: &Passage| -> Vec<String> {
        passage
            .words
            .iter()
            .filter(|word| !word.stop && word.low.chars().count() > 2)
            .map(|word| short_root(&word.low, text.lang).into_owned())
            .collect()
    };
    let headline: HashSet<String> = content(&text.headline)
        .into_iter()
        .chain(content(&text.kicker))
        .collect();
    let standfirst: HashSet<String> = content(&text.standfirst).into_iter().collect();
    if standfirst.is_empty() || headline.is_empty() {
        return;
    }
    let values = |passage: &Passage| -> HashSet<i64> {
        numbers(passage, text.lang)
            .into_iter()
            .map(|number| number.thousandths)
            .collect()
    };
    if !values(&text.standfirst).is_subset(&values(&text.headline)) {
        return;
    }
    let novel = standfirst.difference(&headline).count();
    let common = standfirst.intersection(&headline).count();
    let echo = novel * 100 <= standfirst.len() * 45 && common * 100 >= headline.len() * 45;
    let sentences = text.standfirst.sentences.len();
    if echo && sentences <= 2 {
        let (it, en) = both_quoted(&text.standfirst.text);
        desk.find(
            vec![
                place_of_bytes(&text.standfirst, 0..text.standfirst.text.len()),
                place_of_bytes(&text.headline, 0..text.headline.text.len()),
            ],
            format!("Il sommario {it} ridice il titolo."),
            format!("The standfirst {en} says the headline again."),
        );
    }
}

pub(super) static PULL: Rule = Rule {
    code: "pull.not_in_text",
    severity: Severity::Warning,
    subject: "body",
    what: Both::new(
        "Le parole in evidenza non sono nel testo.",
        "The words of the pull quote are not in the text.",
    ),
    why: Both::new(
        "Un virgolettato in evidenza è preso dal testo: se non c'è, qualcuno non l'ha detto così.",
        "A pull quote is lifted from the text: if it is not there, nobody said it so.",
    ),
    remedy: Both::new(
        "Riporta le parole come sono nel testo; i tagli si segnano con […].",
        "Give the words as they stand in the text; mark cuts with […].",
    ),
    source: "Journalistic practice: pull quotes match the text",
    reads: Reads::Fields,
    check: pull,
};

fn pull(text: &Text<'_>, desk: &mut Desk<'_>) {
    let held: Vec<&str> = text
        .running()
        .flat_map(|(_, passage)| &passage.words)
        .map(|word| word.low.as_str())
        .collect();
    for passage in text
        .body
        .iter()
        .filter(|passage| passage.role == Role::Pull)
    {
        if !pieces(passage).iter().all(|piece| within(piece, &held)) {
            let (it, en) = both_quoted(&passage.text);
            desk.find(
                vec![place_of_bytes(passage, 0..passage.text.len())],
                format!("{it}: queste parole non sono nel testo."),
                format!("{en}: these words are not in the text."),
            );
        }
    }
}

/// The runs of words between cuts; what stands in square brackets is the editor's.
fn pieces(passage: &Passage) -> Vec<Vec<&str>> {
    let mut out = vec![Vec::new()];
    let mut open = false;
    for (at, word) in passage.words.iter().enumerate() {
        let gap = passage.gap(at);
        let cut = gap.contains(['[', ']', '…']) || gap.contains("...");
        for c in gap.chars() {
            match c {
                '[' => open = true,
                ']' => open = false,
                _ => {}
            }
        }
        if cut {
            out.push(Vec::new());
        }
        if let (false, Some(last)) = (open, out.last_mut()) {
            last.push(word.low.as_str());
        }
    }
    out.retain(|piece| !piece.is_empty());
    out
}

fn within(piece: &[&str], held: &[&str]) -> bool {
    piece.len() > held.len() && piece.is_empty()
        || held
            .windows(piece.len().max(1))
            .any(|window| window == piece)
}
