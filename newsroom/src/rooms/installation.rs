//! What runs the newspaper: keys of programs, jobs, and whether all is well.

use super::keeping::{Came, everywhere, network_page, number, told, typed};
use super::people::proved;
use crate::call::Call;
use crate::page::print;
use crate::routes::{Outcome, Stopped};
use crate::{BASE, answer};
use axum::response::Response;
use jiff::SignedDuration;
use paper::doors::mails;
use paper::id::{JobId, TokenId};
use paper::rights::{Deed, Role};
use paper::tokens::{DAYS_MAX, NewToken, Scope, Whose};
use paper::{Refusal, Session, jobs, keeping, titles, tokens};
use press::Calendar;
use serde_json::{Value, json};

/// Tokens on one page.
const TOKENS: u32 = 50;
/// Jobs on one page.
const JOBS: u32 = 50;
/// Days a token is good for if nobody says otherwise.
const DAYS: &str = "365";

/// The page, or a deed on it.
pub(crate) async fn show(call: &Call, rest: &[&str]) -> Outcome<Response> {
    if !everywhere(call, Deed::Operate) && !everywhere(call, Deed::Grant) {
        return Err(Stopped::Nothing);
    }
    match (rest, call.changes()) {
        ([], false) => page(call, None, String::new()).await,
        ([deed], true) => done(call, deed).await,
        _ => Err(Stopped::Nothing),
    }
}

async fn done(call: &Call, deed: &str) -> Outcome<Response> {
    let (paper, by) = (call.paper(), call.actor()?);
    let job = JobId::parse(call.sent.get("job"));
    let came = match (deed, job) {
        ("token", _) => match token(call).await {
            // What is shown once cannot wait behind a redirect.
            Ok(secret) => return page(call, Some(secret), String::new()).await,
            Err(error) => Err(error),
        },
        ("revoke", _) => {
            let id = TokenId::parse(call.sent.get("token")).ok_or(Stopped::Nothing)?;
            tokens::revoke(paper, by, id).await
        }
        ("mail", _) => mails::try_out(paper, by).await.map(drop),
        ("retry", Some(id)) => jobs::retry(paper, by, id).await,
        ("discard", Some(id)) => jobs::discard(paper, by, id).await,
        _ => return Err(Stopped::Nothing),
    };
    let here = format!("{BASE}/installation");
    match came {
        Ok(()) => Ok(answer::see(&format!("{here}?done=installation-{deed}"))),
        Err(error) => match told(call, error, &here)? {
            Came::On(response) => Ok(response),
            Came::Told(words) => page(call, None, words).await,
        },
    }
}

/// Makes a token of what the form says.
async fn token(call: &Call) -> paper::Result<String> {
    let Ok(by) = call.actor() else {
        return Ok(String::new());
    };
    let sent = &call.sent;
    let whose = match Role::parse(sent.get("program")) {
        Some(role) => Whose::Program(role),
        None => Whose::Account(by.handle().to_owned()),
    };
    let scopes = sent
        .all("scope")
        .into_iter()
        .filter_map(Scope::parse)
        .collect();
    let title = match sent.get("title") {
        "" => None,
        key => {
            let mut session = call.paper().read().await?;
            Some(titles::named(&mut session, key).await?.id)
        }
    };
    let days: Option<u32> = number("days", sent.get("days"))?;
    let expires = days
        .map(|days| {
            let hours = 24 * i64::from(days.min(DAYS_MAX));
            call.now.checked_add(SignedDuration::from_hours(hours))
        })
        .transpose()
        .map_err(|_| Refusal::Empty { field: "days" })?;
    let new = NewToken {
        whose,
        scopes,
        title,
        label: sent.get("label").to_owned(),
        expires,
    };
    Ok(tokens::add(call.paper(), by, &new).await?.secret)
}

async fn page(call: &Call, secret: Option<String>, told: String) -> Outcome<Response> {
    let operates = everywhere(call, Deed::Operate);
    let calendar = super::calendar(call).await?;
    let mut session = call.paper().read().await?;
    let mut matter = json!({
        "told": told,
        "secret": secret,
        "operates": operates,
        "proved": proved(call),
        "tokens": tokens_matter(call, &mut session, &calendar).await?,
        "version": env!("CARGO_PKG_VERSION"),
    });
    if operates {
        matter["mail"] = json!(mail_server(call));
        matter["jobs"] = jobs_matter(&mut session, &calendar).await?;
        matter["sizes"] = sizes(&mut session).await?;
    }
    drop(session);
    if operates && !call.parameter("look").is_empty() {
        matter["remarks"] = remarks(call).await?;
    }
    let mut page = network_page(call, "installation.html", "installation");
    if !told.is_empty() {
        page = page.refused();
    }
    print(call, page, matter)
}

/// The mail server, without its secret.
fn mail_server(call: &Call) -> Option<Value> {
    call.paper().mail_server().map(
        |one| json!({"server": one.server, "tls": one.tls, "user": one.user, "from": one.from}),
    )
}

async fn tokens_matter(call: &Call, session: &mut Session, calendar: &Calendar) -> Outcome<Value> {
    let keeps = everywhere(call, Deed::Grant);
    let own = call.actor()?.handle().to_owned();
    let of = (!keeps).then_some(own.as_str());
    let after = TokenId::parse(&call.parameter("tokens"));
    let mut found = tokens::list(session, of, after, TOKENS + 1).await?;
    let more = found.len() > TOKENS as usize;
    found.truncate(TOKENS as usize);
    let when = |at: Option<jiff::Timestamp>| at.map(|at| calendar.when(at).text);
    let rows: Vec<Value> = found
        .iter()
        .map(|one| {
            json!({
                "id": one.id.to_string(),
                "account": one.account,
                "label": one.label,
                "scopes": one.scopes.join(", "),
                "title": one.title,
                "by": one.created_by,
                "made": calendar.when(one.created_at).day,
                "used": when(one.last_used_at),
                "ends": when(one.expires_at),
                "over": one.expires_at.is_some_and(|at| at <= call.now),
                "revoked": when(one.revoked_at),
            })
        })
        .collect();
    let chosen = call.sent.all("scope");
    let scope = |word: &'static str| json!({"word": word, "on": chosen.contains(&word)});
    let titles = titles::all(session).await?;
    Ok(json!({
        "rows": rows,
        "next": found.last().filter(|_| more).map(|one| one.id.to_string()),
        "keeps": keeps,
        "own": own,
        "roles": Role::ALL.iter().map(|role| scope(role.word())).collect::<Vec<_>>(),
        "deeds": Deed::ALL.iter().map(|deed| scope(deed.word())).collect::<Vec<_>>(),
        "read": !call.changes() || chosen.contains(&Scope::READ),
        "titles": titles.iter().map(|title| (&title.key, &title.name)).collect::<Vec<_>>(),
        "program": typed(call, "program", ""),
        "title": typed(call, "title", ""),
        "label": typed(call, "label", ""),
        "days": typed(call, "days", DAYS),
        "days_max": DAYS_MAX,
    }))
}

async fn jobs_matter(session: &mut Session, calendar: &Calendar) -> Outcome<Value> {
    let rows: Vec<Value> = jobs::page(session, None, JOBS)
        .await?
        .iter()
        .map(|job| {
            json!({
                "id": job.id.to_string(),
                "kind": job.kind,
                "word": job.kind.replace('.', "-"),
                "known": jobs::Kind::parse(&job.kind).is_some(),
                "key": job.key,
                "failed": job.state == "failed",
                "due": calendar.when(job.due_at).text,
                "attempts": job.attempts,
                "fault": job.last_error,
            })
        })
        .collect();
    Ok(json!({"rows": rows, "most": JOBS}))
}

async fn sizes(session: &mut Session) -> Outcome<Value> {
    let sizes = keeping::sizes(session).await?;
    let counted: Vec<(&String, u64)> = sizes
        .counts
        .iter()
        .map(|(what, n)| (what, u64::try_from(*n).unwrap_or_default()))
        .collect();
    Ok(json!({
        "counts": counted,
        "record": mebibytes(sizes.record_bytes),
        "media": mebibytes(sizes.media_bytes),
    }))
}

/// Whole mebibytes, one at least for what is not empty.
fn mebibytes(bytes: i64) -> u64 {
    const MEBIBYTE: u64 = 1024 * 1024;
    u64::try_from(bytes).unwrap_or_default().div_ceil(MEBIBYTE)
}

/// What is wrong, and what to do about it.
async fn remarks(call: &Call) -> Outcome<Value> {
    let found = keeping::examine(call.paper()).await?;
    let mut remarks: Vec<Value> = found
        .iter()
        .map(|remark| {
            let (what, remedy) = remark.say(call.language());
            json!({"ok": remark.ok, "what": crate::call::sentence(what), "remedy": remedy})
        })
        .collect();
    let mut session = call.paper().read().await?;
    for title in titles::all(&mut session).await? {
        if let Err(fault) = call.inner.press.check_theme(&title.theme) {
            let what = call
                .words()
                .with("health-theme", &[("title", title.name.as_str().into())]);
            remarks.push(json!({"ok": false, "what": what, "remedy": fault.to_string()}));
        }
    }
    remarks.sort_by_key(|remark| remark["ok"].as_bool());
    Ok(json!(remarks))
}
