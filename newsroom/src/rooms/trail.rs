//! The audit trail: who did what, when, with which particulars; searched, read page by page, taken along as a file.

use super::keeping::{encoded, network_page, only_for};
use super::piece;
use crate::answer;
use crate::call::Call;
use crate::page::print;
use crate::refused::label_or_word;
use crate::routes::{Outcome, Stopped};
use axum::response::Response;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use paper::audit::{self, Filter, Line};
use paper::id::{ArticleId, AuditId};
use paper::rights::Deed;
use paper::{Session, titles};
use press::Calendar;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Lines on one page.
const ROWS: u32 = 50;
/// Lines of one file.
const FILE_LINES_MAX: usize = 10_000;
/// Characters of a particular that are shown.
const VALUE_CHARS_MAX: usize = 400;
/// The columns of the file for spreadsheets.
const COLUMNS: &str = "at,actor,deed,title,article,detail\r\n";

/// What was asked, in words to be repeated and as the record takes it.
struct Asked {
    person: String,
    deed: String,
    article: String,
    from: String,
    until: String,
    filter: Filter,
    /// Fields whose words do not read, by the message of their label: such a question finds nothing.
    unread: Vec<&'static str>,
}

impl Asked {
    /// What an address asks.
    fn of(call: &Call, zone: &TimeZone) -> Asked {
        let text = |name: &str| call.parameter(name);
        let (person, deed, article) = (text("person"), text("deed"), text("article"));
        let (from, until) = (text("from"), text("until"));
        let filter = Filter {
            person: person.clone(),
            deed: deed.clone(),
            article: ArticleId::parse(article.rsplit('/').next().unwrap_or_default()),
            from: begin(&from, 0, zone),
            until: begin(&until, 1, zone),
        };
        let unread = [
            ("audit-article", &article, filter.article.is_none()),
            ("audit-from", &from, filter.from.is_none()),
            ("audit-until", &until, filter.until.is_none()),
        ]
        .into_iter()
        .filter(|(_, typed, none)| *none && !typed.is_empty())
        .map(|(label, ..)| label)
        .collect();
        Asked {
            person,
            deed,
            article,
            from,
            until,
            filter,
            unread,
        }
    }

    /// Lines of the trail before one, at most so many: none, where what is asked does not read.
    async fn lines(
        &self,
        call: &Call,
        session: &mut Session,
        before: Option<(Timestamp, AuditId)>,
        most: u32,
    ) -> Outcome<Vec<Line>> {
        if !self.unread.is_empty() {
            return Ok(Vec::new());
        }
        Ok(audit::found(session, call.actor()?, &self.filter, before, most).await?)
    }

    fn query(&self) -> String {
        format!(
            "person={}&deed={}&article={}&from={}&until={}",
            encoded(&self.person),
            encoded(&self.deed),
            encoded(&self.article),
            encoded(&self.from),
            encoded(&self.until)
        )
    }
}

/// The first instant of a day, or of one some days later.
fn begin(day: &str, later: i64, zone: &TimeZone) -> Option<Timestamp> {
    let typed: Date = day.parse().ok()?;
    let day = typed.checked_add(later.days()).ok()?;
    Some(day.to_zoned_datetime(zone.clone()).ok()?.timestamp())
}

/// The zone days are told in: that of the network's first title.
async fn zone(call: &Call) -> Outcome<TimeZone> {
    let mut session = call.paper().read().await?;
    let first = titles::all(&mut session).await?.into_iter().next();
    Ok(first.map_or(TimeZone::UTC, |title| title.time_zone()))
}

fn before(call: &Call) -> Option<(Timestamp, AuditId)> {
    let said = call.parameter("before");
    let (at, id) = said.split_once('.')?;
    let at = Timestamp::from_microsecond(at.parse().ok()?).ok()?;
    Some((at, AuditId::parse(id)?))
}

/// The page.
pub(crate) async fn show(call: &Call) -> Outcome<Response> {
    only_for(call, &[Deed::Settle])?;
    let asked = Asked::of(call, &zone(call).await?);
    let calendar = super::calendar(call).await?;
    let mut session = call.paper().read().await?;
    let mut lines = asked
        .lines(call, &mut session, before(call), ROWS + 1)
        .await?;
    // Who keeps the paper may read that something was done to an article, and not the article.
    let mut opens = BTreeSet::new();
    for article in lines.iter().filter_map(|line| line.article) {
        if !opens.contains(&article) && piece::opens(call, &mut session, article).await? {
            opens.insert(article);
        }
    }
    drop(session);
    let more = lines.len() > ROWS as usize;
    lines.truncate(ROWS as usize);
    let next = lines
        .last()
        .filter(|_| more)
        .map(|line| format!("{}.{}", line.at.as_microsecond(), line.id));
    let rows: Vec<Value> = lines
        .iter()
        .map(|line| {
            json!({
                "when": calendar.when(line.at).text,
                "iso": calendar.when(line.at).iso,
                "actor": line.actor,
                "deed": line.deed,
                "key": line.deed.replace('.', "-"),
                "known": call.words().has(&format!("deed-of-{}", line.deed.replace('.', "-"))),
                "title": line.title,
                "article": line.article.map(|id| id.to_string()),
                "opens": line.article.is_some_and(|id| opens.contains(&id)),
                "detail": particulars(call, &calendar, &line.detail),
            })
        })
        .collect();
    let told: Vec<String> = asked
        .unread
        .iter()
        .map(|label| {
            let field = call.words().say(label);
            call.words()
                .with("audit-unread", &[("field", field.into())])
        })
        .collect();
    let matter = json!({
        "told": told,
        "rows": rows,
        "next": next,
        "query": asked.query(),
        "person": asked.person,
        "deed": asked.deed,
        "article": asked.article,
        "from": asked.from,
        "until": asked.until,
        "deeds": Deed::ALL.iter().map(|deed| (deed.word(), deed.word().replace('.', "-"))).collect::<Vec<_>>(),
        "most": FILE_LINES_MAX,
    });
    print(call, network_page(call, "audit.html", "audit"), matter)
}

/// The particulars of a line, as name and value in the words of pages: what is deeper under the names it lies under.
fn particulars(call: &Call, calendar: &Calendar, detail: &str) -> Vec<(String, String)> {
    let fields: Map<String, Value> = serde_json::from_str(detail).unwrap_or_default();
    let mut told = Vec::new();
    for (name, value) in fields {
        let value = worded(call, &name, value);
        unfold(call, calendar, &bit(call, &name), value, &mut told);
    }
    told
}

fn unfold(
    call: &Call,
    calendar: &Calendar,
    name: &str,
    value: Value,
    told: &mut Vec<(String, String)>,
) {
    match value {
        Value::Object(fields) => {
            for (below, value) in fields {
                let name = format!("{name} › {}", bit(call, &below));
                unfold(call, calendar, &name, value, told);
            }
        }
        Value::Array(values) if values.iter().any(Value::is_object) => {
            for value in values {
                unfold(call, calendar, name, value, told);
            }
        }
        Value::Array(values) => {
            let values: Vec<String> = values
                .into_iter()
                .map(|value| shown(call, calendar, value))
                .collect();
            told.push((name.to_owned(), values.join(", ")));
        }
        Value::Null => {}
        value if value == "" => {}
        value => told.push((name.to_owned(), shown(call, calendar, value))),
    }
}

/// A word of a closed list as the pages call it; anything else as it is.
fn worded(call: &Call, name: &str, value: Value) -> Value {
    let key = match &value {
        Value::String(word) => format!("{name}-{word}"),
        _ => return value,
    };
    match call.words().has(&key) {
        true => Value::from(call.words().say(&key)),
        false => value,
    }
}

/// What a particular is called on the page.
fn bit(call: &Call, name: &str) -> String {
    let key = format!("bit-{}", name.replace(['_', '.'], "-"));
    match call.words().has(&key) {
        true => call.words().say(&key),
        false => label_or_word(call.words(), name),
    }
}

/// A value as the page says it, bounded.
fn shown(call: &Call, calendar: &Calendar, value: Value) -> String {
    let text = match value {
        Value::Bool(true) => call.words().say("keeping-yes"),
        Value::Bool(false) => call.words().say("keeping-no"),
        Value::String(text) => match text.parse::<Timestamp>() {
            Ok(at) => calendar.when(at).text,
            Err(_) => text,
        },
        other => other.to_string(),
    };
    text.chars().take(VALUE_CHARS_MAX).collect()
}

/// What was asked for as a file: for spreadsheets (`csv`) or for programs (`jsonl`).
pub(crate) async fn export(call: &Call, form: &str) -> Outcome<Response> {
    only_for(call, &[Deed::Settle])?;
    let asked = Asked::of(call, &zone(call).await?);
    let mut out = match form {
        "csv" => COLUMNS.to_owned(),
        "jsonl" => String::new(),
        _ => return Err(Stopped::Nothing),
    };
    let mut session = call.paper().read().await?;
    let mut last = None;
    let mut written = 0;
    while written < FILE_LINES_MAX {
        let lines = asked
            .lines(call, &mut session, last, audit::PAGE_MAX)
            .await?;
        let Some(line) = lines.last() else { break };
        last = Some((line.at, line.id));
        for line in &lines {
            match form {
                "csv" => out.push_str(&row(line)),
                _ => out.push_str(&object(line)),
            }
        }
        written += lines.len();
    }
    let (media_type, name) = match form {
        "csv" => ("text/csv; charset=utf-8; header=present", "audit.csv"),
        _ => ("application/jsonl; charset=utf-8", "audit.jsonl"),
    };
    Ok(answer::download(media_type, name, out.into_bytes()))
}

/// A line of CSV (RFC 4180).
fn row(line: &Line) -> String {
    let article = line.article.map(|id| id.to_string()).unwrap_or_default();
    let cells = [
        line.at.to_string(),
        line.actor.clone(),
        line.deed.clone(),
        line.title.clone().unwrap_or_default(),
        article,
        line.detail.clone(),
    ];
    format!("{}\r\n", cells.map(|cell| quoted(&cell)).join(","))
}

/// A cell in quotes. What a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection).
pub(crate) fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let guard = if formula { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

/// A line of JSON.
fn object(line: &Line) -> String {
    let value = json!({
        "id": line.id.to_string(),
        "at": line.at.to_string(),
        "actor": line.actor,
        "deed": line.deed,
        "title": line.title,
        "article": line.article.map(|id| id.to_string()),
        "detail": serde_json::from_str::<Value>(&line.detail).unwrap_or_default(),
    });
    format!("{value}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for hostile in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"] {
            assert!(quoted(hostile).starts_with("\"'"), "{hostile}");
        }
        assert_eq!(quoted("say \"no\""), "\"say \"\"no\"\"\"");
    }
}
