//! What moderators do on their table: each button calls one verb, and the list comes back.

use super::comments::{self, Back};
use super::title;
use crate::answer;
use crate::call::Call;
use crate::routes::{Outcome, Stopped};
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use paper::articles;
use paper::comments::banning::{self, Kind, NewBan};
use paper::comments::notices;
use paper::comments::queue::{self, Entry};
use paper::comments::{Ground, State, Verdict, moderating, undoing};
use paper::desk::notes;
use paper::id::{BanId, CommentId, NoticeId, TitleId};
use paper::{Error, Refusal};

/// Characters of a comment that go along in a note.
const NOTE_EXCERPT_CHARS: usize = 200;
/// Longest ban offered, days.
const BAN_DAYS_MAX: i64 = 365;

/// A deed on the table as a whole, or on several comments.
pub(crate) async fn several(call: &Call, key: &str, deed: &str) -> Outcome<Response> {
    let title = title_of(call, key).await?;
    let about = match deed {
        "group" => call.sent.get("group"),
        "notice" => call.sent.get("notice"),
        other => other,
    };
    let done = match deed {
        "bulk" => bulk(call).await,
        "group" => group(call, title).await,
        "undo" => undo(call, title).await,
        "lift" => lift(call).await,
        "notice" => notice(call).await,
        _ => return Err(Stopped::Nothing),
    };
    over(call, key, about, done).await
}

/// A deed on one comment.
pub(crate) async fn one(call: &Call, key: &str, id: &str, deed: &str) -> Outcome<Response> {
    let title = title_of(call, key).await?;
    let id = CommentId::parse(id).ok_or(Stopped::Nothing)?;
    let mut session = call.paper().read().await?;
    let entry = queue::find(&mut session, id).await?;
    drop(session);
    let (paper, by) = (call.paper(), call.actor()?);
    let done = match deed {
        "approve" => decide(call, id, Verdict::Approve, "comments-approved").await,
        "restore" => decide(call, id, Verdict::Restore, "comments-restored").await,
        "reject" => match verdict(call, State::Held) {
            Ok(verdict) => decide(call, id, verdict, "comments-rejected").await,
            Err(refusal) => Err(refusal.into()),
        },
        "hide" => match verdict(call, State::Approved) {
            Ok(verdict) => decide(call, id, verdict, "comments-hidden").await,
            Err(refusal) => Err(refusal.into()),
        },
        "reply" => reply(call, &entry).await,
        "pass" => pass(call, &entry).await,
        "ban" => ban(call, title, &entry).await,
        "close" => moderating::close_thread(paper, by, id, true)
            .await
            .map(|()| "comments-closed"),
        "open" => moderating::close_thread(paper, by, id, false)
            .await
            .map(|()| "comments-opened"),
        _ => return Err(Stopped::Nothing),
    };
    over(call, key, &id.to_string(), done).await
}

async fn title_of(call: &Call, key: &str) -> Outcome<TitleId> {
    if !call.changes() {
        return Err(Stopped::Nothing);
    }
    let mut session = call.paper().read().await?;
    Ok(title(call, &mut session, key).await?.id)
}

/// Back to the list; or the list with the form as it was sent, and why it came back.
async fn over(
    call: &Call,
    key: &str,
    about: &str,
    done: paper::Result<&'static str>,
) -> Outcome<Response> {
    match done {
        Ok(done) => Ok(answer::see(&comments::again(call, key, done))),
        Err(Error::Refused(
            refusal @ (Refusal::NotAllowed { .. } | Refusal::StepUp | Refusal::Unknown { .. }),
        )) => Err(Stopped::Refused(refusal)),
        Err(Error::Refused(refusal)) => {
            let back = Back {
                about: about.to_owned(),
                told: call.said(&refusal),
            };
            comments::page(call, key, back).await
        }
        Err(fault) => Err(fault.into()),
    }
}

/// Rooms are entered by those only who have signed in; the verb knows no other way to be called.
fn actor(call: &Call) -> paper::Result<&paper::Actor> {
    call.actor()
        .map_err(|_| paper::Fault::new("nobody has signed in").into())
}

/// Why a comment is not shown, as the form says: the ground is the button that was pressed.
fn verdict(call: &Call, from: State) -> Result<Verdict, Refusal> {
    let typed = call.sent.get("ground");
    let ground = Ground::parse(typed).ok_or_else(|| odd("ground", typed, "spam"))?;
    let reason = call.sent.get("reason").to_owned();
    Ok(match from {
        State::Approved => Verdict::Hide { ground, reason },
        _ => Verdict::Reject { ground, reason },
    })
}

async fn decide(
    call: &Call,
    id: CommentId,
    verdict: Verdict,
    done: &'static str,
) -> paper::Result<&'static str> {
    moderating::decide(call.paper(), actor(call)?, id, &verdict).await?;
    Ok(done)
}

/// A word of a form that is none of those its buttons and lists send: nothing is done by it.
fn odd(field: &'static str, typed: &str, wants: &'static str) -> Refusal {
    Refusal::Unfit {
        field,
        value: typed.chars().take(40).collect(),
        wants,
    }
}

/// What one button says of all that are ticked, or of a whole group: `approve`, or the ground of a refusal.
fn alike(call: &Call) -> Result<(Verdict, &'static str), Refusal> {
    match call.sent.get("deed") {
        "approve" => Ok((Verdict::Approve, "comments-approved")),
        "reject" => Ok((verdict(call, State::Held)?, "comments-rejected")),
        other => Err(odd("deed", other, "approve, reject")),
    }
}

async fn bulk(call: &Call) -> paper::Result<&'static str> {
    let (verdict, done) = alike(call)?;
    let ids: Vec<CommentId> = call
        .sent
        .all("comment")
        .into_iter()
        .filter_map(CommentId::parse)
        .collect();
    if ids.is_empty() {
        return Ok("comments-none");
    }
    moderating::decide_many(call.paper(), actor(call)?, &ids, &verdict).await?;
    Ok(done)
}

async fn group(call: &Call, title: TitleId) -> paper::Result<&'static str> {
    let (verdict, done) = alike(call)?;
    let (paper, by) = (call.paper(), actor(call)?);
    moderating::decide_group(paper, by, title, call.sent.get("group"), &verdict).await?;
    Ok(done)
}

async fn undo(call: &Call, title: TitleId) -> paper::Result<&'static str> {
    match undoing::undo(call.paper(), actor(call)?, title).await? {
        0 => Ok("comments-nothing-undone"),
        _ => Ok("comments-undone"),
    }
}

async fn lift(call: &Call) -> paper::Result<&'static str> {
    let typed = call.sent.get("ban");
    let id = BanId::parse(typed).ok_or_else(|| Refusal::Unknown {
        thing: paper::Thing::Ban,
        name: typed.chars().take(40).collect(),
    })?;
    banning::lift(call.paper(), actor(call)?, id).await?;
    Ok("comments-unbanned")
}

async fn notice(call: &Call) -> paper::Result<&'static str> {
    let typed = call.sent.get("notice");
    let id = NoticeId::parse(typed).ok_or_else(|| Refusal::Unknown {
        thing: paper::Thing::Notice,
        name: typed.chars().take(40).collect(),
    })?;
    let outcome = match call.sent.get("outcome") {
        "hidden" => notices::Outcome::Hidden,
        "kept" => notices::Outcome::Kept,
        other => return Err(odd("outcome", other, "hidden, kept").into()),
    };
    let reason = call.sent.get("reason");
    notices::decide(call.paper(), actor(call)?, id, outcome, reason).await?;
    Ok("comments-notice")
}

/// The desk answers a comment; one that waits is shown with the answer.
async fn reply(call: &Call, entry: &Entry) -> paper::Result<&'static str> {
    let (paper, by, text) = (call.paper(), actor(call)?, call.sent.raw("text"));
    if entry.state == State::Held.word() {
        moderating::approve_and_answer(paper, by, entry.id, text).await?;
    } else {
        moderating::speak(paper, by, entry.placement, Some(entry.id), text).await?;
    }
    Ok("comments-answered")
}

/// Passes a comment to somebody who writes: a note on the article that calls them.
async fn pass(call: &Call, entry: &Entry) -> paper::Result<&'static str> {
    let mut session = call.paper().read().await?;
    let placement = articles::placement(&mut session, entry.placement).await?;
    drop(session);
    let Some(placement) = placement else {
        return Err(Refusal::Unknown {
            thing: paper::Thing::Placement,
            name: entry.placement.to_string(),
        }
        .into());
    };
    let said = entry.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let excerpt: String = said.chars().take(NOTE_EXCERPT_CHARS).collect();
    // A reader's words call nobody.
    let said = format!("{}: «{excerpt}»", entry.name).replace('@', " ");
    let (to, words) = (call.sent.get("to"), call.sent.get("words"));
    let note = format!("@{to} {words} {said}");
    let note = note.split_whitespace().collect::<Vec<_>>().join(" ");
    notes::add(call.paper(), actor(call)?, placement.article, &note, None).await?;
    Ok("comments-passed")
}

/// When a ban ends: in so many days, or never where none are said.
fn banned_until(call: &Call) -> Result<Option<Timestamp>, Refusal> {
    let typed = call.sent.get("days");
    if typed.is_empty() {
        return Ok(None);
    }
    let days: Option<i64> = typed.parse().ok().filter(|days| *days > 0);
    let days = days.ok_or_else(|| odd("days", typed, "7"))?;
    let lasts = SignedDuration::from_hours(24 * days.min(BAN_DAYS_MAX));
    Ok(call.now.checked_add(lasts).ok())
}

async fn ban(call: &Call, title: TitleId, entry: &Entry) -> paper::Result<&'static str> {
    let typed = call.sent.get("kind");
    let kind = Kind::parse(typed).ok_or_else(|| odd("kind", typed, "name, mail, prefix"))?;
    let until = banned_until(call)?;
    let new = NewBan {
        kind,
        value: match kind {
            Kind::Name => entry.name.clone(),
            Kind::Mail => entry.email.clone(),
            Kind::Prefix => entry.id.to_string(),
        },
        until,
        reason: call.sent.get("why").to_owned(),
    };
    banning::ban(call.paper(), actor(call)?, title, &new).await?;
    Ok("comments-banned")
}
