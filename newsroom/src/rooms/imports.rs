//! Newspapers that moved in: which there are, and the account of each.

use super::settings::printed;
use crate::call::Call;
use crate::routes::{Outcome, Stopped};
use axum::response::Response;
use paper::gate;
use paper::id::ImportId;
use paper::imports::{self, Import, Outcome as Came, Said};
use paper::titles::Title;
use press::Calendar;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Items of the map shown at once.
const ROWS: u32 = 100;

/// The imports of a title.
pub(crate) async fn list(call: &Call, title: &Title) -> Outcome<Response> {
    let mut session = call.paper().read().await?;
    let all = imports::list(&mut session, Some(title.id)).await?;
    drop(session);
    let rows: Vec<Value> = all.iter().map(|one| row(call, title, one)).collect();
    printed(
        call,
        "imports.html",
        "imports",
        title,
        "",
        json!({"rows": rows}),
    )
}

fn row(call: &Call, title: &Title, import: &Import) -> Value {
    let calendar = Calendar::new(&title.zone, call.words());
    json!({
        "id": import.id.to_string(),
        "origin": import.origin,
        "files": import.files,
        "state": call.words().say(&format!("import-state-{}", import.state.word())),
        "by": import.actor,
        "begun": calendar.when(import.begun_at).day,
    })
}

/// The account of one, and the map of its addresses.
pub(crate) async fn show(call: &Call, title: &Title, id: &str) -> Outcome<Response> {
    let id = ImportId::parse(id).ok_or(Stopped::Nothing)?;
    let mut session = call.paper().read().await?;
    let account = imports::account(&mut session, id).await?;
    if account.import.title != title.id {
        return Err(Stopped::Nothing);
    }
    let after = call.parameter("after").parse().unwrap_or(-1);
    let mut map = imports::map(&mut session, id, after, ROWS + 1).await?;
    drop(session);
    let more = map.len() > ROWS as usize;
    map.truncate(ROWS as usize);
    let language = call.language().to_owned();
    let source = &account.import.source;
    let counts: Vec<Value> = account
        .tally
        .outcomes
        .iter()
        .map(|(sort, ways)| {
            let ways: Vec<u64> = Came::ALL
                .iter()
                .map(|way| ways.get(way).copied().unwrap_or(0))
                .collect();
            let there = source.get(sort).copied().unwrap_or(0);
            json!({"sort": sort.say(&language), "there": there, "ways": ways})
        })
        .collect();
    let ways: Vec<&str> = Came::ALL.iter().map(|way| way.say(&language)).collect();
    let rows: Vec<Value> = map
        .iter()
        .map(|one| {
            let notes: Vec<String> = one
                .notes
                .iter()
                .map(|note| match note.detail.as_str() {
                    "" => note.what.say(&language).to_owned(),
                    detail => format!("{} ({detail})", note.what.say(&language)),
                })
                .collect();
            json!({
                "item": one.item, "outcome": one.outcome.say(&language), "old": one.old, "now": one.now,
                "article": one.article.map(|id| id.to_string()), "notes": notes,
            })
        })
        .collect();
    let matter = json!({
        "one": row(call, title, &account.import),
        "ways": ways,
        "counts": counts,
        "judged": matches!(account.import.state, imports::State::Done | imports::State::Running),
        "adds_up": account.tally.differs(source).is_empty(),
        "notes": said(&account.tally.notes, |what| what.say(&language).to_owned()),
        "lacks": lacks(&account.tally.lacks, &language),
        "rows": rows,
        "next": map.last().filter(|_| more).map(|one| one.number),
    });
    printed(call, "import.html", "imports", title, "", matter)
}

/// Which checks of the gate how many of its articles do not pass, each in words.
fn lacks(all: &BTreeMap<String, Said>, language: &str) -> Vec<Value> {
    let mut lacks = said(all, Clone::clone);
    for one in &mut lacks {
        let rule = gate::RULES.iter().find(|rule| one["words"] == rule.code);
        one["code"] = one["words"].take();
        one["words"] = json!(rule.map(|rule| match language.starts_with("it") {
            true => rule.what.it,
            false => rule.what.en,
        }));
    }
    lacks
}

/// What is said of several items, the most frequent first.
fn said<K>(all: &BTreeMap<K, Said>, words: impl Fn(&K) -> String) -> Vec<Value> {
    let mut ordered: Vec<_> = all.iter().collect();
    ordered.sort_by_key(|(_, said)| std::cmp::Reverse(said.count));
    ordered
        .into_iter()
        .map(|(what, said)| json!({"words": words(what), "count": said.count, "examples": said.examples}))
        .collect()
}
