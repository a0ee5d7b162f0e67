//! What is said of an import, to people and to programs.

use crate::terminal::{self, either};
use moving::Report;
use paper::imports::{Account, Import, Outcome, Said, Sort, State, Tally, What};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A note in words.
pub(super) fn note(what: What, detail: &str, language: &str) -> String {
    match detail {
        "" => what.say(language).to_owned(),
        detail => format!("{} ({detail})", what.say(language)),
    }
}

/// An import for programs.
pub(super) fn import(import: &Import) -> Value {
    json!({
        "import": import.id, "title": import.title, "origin": import.origin, "files": import.files,
        "state": import.state, "by": import.actor, "begun_at": import.begun_at, "ended_at": import.ended_at,
        "source": import.source,
    })
}

fn tally_json(tally: &Tally, source: &BTreeMap<Sort, u64>) -> Value {
    let differs: Vec<Value> = tally
        .differs(source)
        .into_iter()
        .map(|(sort, there, told)| json!({"kind": sort, "source": there, "accounted": told}))
        .collect();
    json!({
        "source": source, "outcomes": tally.outcomes, "notes": tally.notes, "lacks": tally.lacks,
        "adds_up": differs.is_empty(), "differs": differs,
    })
}

/// The report of a run for programs.
pub(super) fn json(report: &Report, rehearsed: bool) -> Value {
    let mut whole = tally_json(&report.tally, &report.source);
    whole["import"] = json!(report.import);
    whole["origin"] = json!(report.origin);
    whole["rehearsed"] = json!(rehearsed);
    whole["before"] = json!(report.before);
    // A run that goes on tells of its own part only; the account of the import adds up, or not (`import show`).
    if report.before > 0 {
        whole["adds_up"] = Value::Null;
        whole["differs"] = json!([]);
    }
    whole["broken"] = json!(report.broken);
    whole["damaged"] = json!(report.damaged);
    whole["permalink"] = match &report.permalink {
        Some((pattern, taken)) => json!({"pattern": pattern, "taken": taken}),
        None => Value::Null,
    };
    whole
}

/// The account of an import for programs.
pub(super) fn account_json(account: &Account) -> Value {
    let mut whole = import(&account.import);
    let tally = tally_json(&account.tally, &account.import.source);
    if let (Some(whole), Value::Object(tally)) = (whole.as_object_mut(), tally) {
        whole.extend(tally);
    }
    whole
}

/// The report of a run for people.
pub(super) fn report(report: &Report, rehearsed: bool, language: &str) {
    let italian = language.starts_with("it");
    let head = match (rehearsed, report.import) {
        (true, _) => either(
            language,
            "Prova: non è stato scritto niente",
            "Rehearsal: nothing was written",
        )
        .to_owned(),
        (false, Some(id)) => match italian {
            true => format!("Trasloco {id} da {}", report.origin),
            false => format!("Import {id} from {}", report.origin),
        },
        (false, None) => either(
            language,
            "Non c’era niente di nuovo: niente è stato aggiunto",
            "There was nothing new: nothing was added",
        )
        .to_owned(),
    };
    terminal::out(head);
    if report.before > 0 {
        terminal::out(match italian {
            true => format!("  {} c’erano già e non sono stati toccati", report.before),
            false => format!("  {} were here already and were left alone", report.before),
        });
    }
    if let Some((pattern, taken)) = &report.permalink {
        let what = match taken {
            true => What::Permalink,
            false => What::PermalinkKept,
        };
        terminal::out(format!("  {}: {pattern}", what.say(language)));
    }
    for broken in &report.broken {
        terminal::out(format!("  {broken}"));
    }
    tally(&report.tally, &report.source, report.before == 0, language);
    if let Some(id) = report.import {
        terminal::out(match italian {
            true => format!("Tutto, con la mappa degli indirizzi: colophon import show {id} --map"),
            false => {
                format!("All of it, with the map of addresses: colophon import show {id} --map")
            }
        });
    }
}

/// The account of an import for people.
pub(super) fn account(account: &Account, language: &str) {
    let import = &account.import;
    terminal::out(format!(
        "{} {} ({}) {}",
        import.id,
        import.origin,
        import.files,
        import.state.word()
    ));
    let judged = matches!(import.state, State::Done | State::Running);
    tally(&account.tally, &import.source, judged, language);
}

fn tally(tally: &Tally, source: &BTreeMap<Sort, u64>, whole: bool, language: &str) {
    for (sort, ways) in &tally.outcomes {
        let there = source.get(sort).copied().unwrap_or(0);
        let ways: Vec<String> = Outcome::ALL
            .iter()
            .filter_map(|way| Some(format!("{} {}", ways.get(way)?, way.say(language))))
            .collect();
        terminal::out(format!(
            "  {:<24} {there:>8}  {}",
            sort.say(language),
            ways.join(", ")
        ));
    }
    if whole {
        let differs = tally.differs(source);
        if differs.is_empty() {
            terminal::out(either(
                language,
                "  I conti tornano: ogni cosa del file ha un esito",
                "  The counts add up: every item of the file has an outcome",
            ));
        }
        for (sort, there, told) in differs {
            terminal::out(match language.starts_with("it") {
                true => format!(
                    "  {}: nel file {there}, con un esito {told}",
                    sort.say(language)
                ),
                false => format!(
                    "  {}: {there} in the file, {told} with an outcome",
                    sort.say(language)
                ),
            });
        }
    }
    said(
        &tally.notes,
        |what| what.say(language).to_owned(),
        either(
            language,
            "Che cosa è cambiato o manca",
            "What changed or is missing",
        ),
    );
    said(
        &tally.lacks,
        Clone::clone,
        either(
            language,
            "Da completare, secondo il controllo prima della pubblicazione",
            "To be completed, says the gate",
        ),
    );
}

fn said<K>(all: &BTreeMap<K, Said>, words: impl Fn(&K) -> String, head: &str) {
    if all.is_empty() {
        return;
    }
    terminal::out(head);
    let mut ordered: Vec<_> = all.iter().collect();
    ordered.sort_by_key(|(_, said)| std::cmp::Reverse(said.count));
    for (what, said) in ordered {
        let example = said.examples.first().cloned().unwrap_or_default();
        terminal::out(format!("  {:>8}  {}: {example}", said.count, words(what)));
    }
}
