//! The saves of an article's working text, and the words by which any two of them, or what is out, differ.

use super::piece::Work;
use super::{article_id, framed};
use crate::call::Call;
use crate::page::print;
use crate::routes::{Outcome, Stopped};
use axum::response::Response;
use markup::diff::{self, DiffLabels};
use minijinja::Value;
use paper::articles::differing::{self, Difference};
use paper::articles::saves::{self, Text};
use press::Calendar;
use serde_json::json;

/// Saves on one page.
const ROWS: u32 = 50;

/// The page: the list, and two of them compared.
pub(crate) async fn show(call: &Call, word: &str) -> Outcome<Response> {
    let id = article_id(word)?;
    let mut work = Work::open(call, id).await?;
    let before = call.parameter("before").parse().ok();
    let kept = saves::saves(&mut work.session, id, before, ROWS).await?;
    let calendar = Calendar::new(&work.title.zone, call.words());
    let (from, to) = (call.parameter("from"), call.parameter("to"));
    let mut page = framed(call, "saves.html", "desk", &work.title);
    let compared = !from.is_empty() && !to.is_empty();
    let (mut added, mut removed) = (0, 0);
    if compared {
        let found = differing::between(&mut work.session, id, text(&from)?, text(&to)?).await?;
        (added, removed) = (found.added, found.removed);
        page.markup = difference(call, &found);
    }
    let matter = json!({
        "id": id.to_string(),
        "headline": work.copy.headline,
        "from": from,
        "to": to,
        "compared": compared,
        "added": added,
        "removed": removed,
        "revisions": (1..=work.article.revisions).rev().take(20).collect::<Vec<_>>(),
        "older": (kept.len() >= ROWS as usize).then(|| kept.last().map(|save| save.version)),
        "saves": kept.iter().map(|save| json!({
            "version": save.version,
            "by": save.by,
            "when": calendar.when(save.at).text,
            "name": save.name,
            "revision": save.revision,
        })).collect::<Vec<_>>(),
    });
    drop(work.session);
    print(call, page, matter)
}

/// `s12` is a save, `r3` a revision.
fn text(word: &str) -> Outcome<Text> {
    let number = |rest: &str| rest.parse().map_err(|_| Stopped::Nothing);
    match (word.strip_prefix('s'), word.strip_prefix('r')) {
        (Some(rest), _) => Ok(Text::Save(number(rest)?)),
        (_, Some(rest)) => Ok(Text::Revision(number(rest)?)),
        _ => Err(Stopped::Nothing),
    }
}

/// The words taken out and put in, as markup our differ writes and nobody else.
pub(crate) fn difference(call: &Call, found: &Difference) -> Value {
    let words = call.words();
    let (del, ins, marked) = (
        words.say("diff-removed"),
        words.say("diff-added"),
        words.say("diff-marked"),
    );
    let labels = DiffLabels {
        del: &del,
        ins: &ins,
        marked: &marked,
    };
    let mut out = String::new();
    for field in &found.fields {
        let key = format!("field-{}", field.field.replace('_', "-"));
        let name = if words.has(&key) {
            words.say(&key)
        } else {
            field.field.to_owned()
        };
        out.push_str(&format!(
            "<h4>{}</h4><p>{}</p>",
            markup::html::escape(&name),
            diff::runs_html(&field.runs, &labels)
        ));
    }
    out.push_str(&diff::html(&found.body, &labels));
    if out.is_empty() {
        Value::UNDEFINED
    } else {
        Value::from_safe_string(out)
    }
}
