//! What a reader's form does: every field checked, every fault told at once, then the rules of the house.

use super::judging::{self, Case, Judged, Writer};
use super::{Coming, State, banning, closing, likeness, names};
use crate::articles::{self, PlacementRow};
use crate::buckets::Bucket;
use crate::changes::Traces;
use crate::db::Session;
use crate::forms::{self, FILL_SECONDS_MIN, FORM_HOURS_MAX, Problem, Taken, at, unproven};
use crate::id::{CommentId, PlacementId};
use crate::paper::Tx;
use crate::reading::facts::{CommentsPolicy, Wanted};
use crate::reading::pages::Talk;
use crate::secrets::{self, KeyedHash, Secret};
use crate::titles::{self, Title};
use crate::words;
use crate::{Paper, Refusal, Result, Thing};
use jiff::{SignedDuration, Timestamp};
use std::net::IpAddr;

/// What form tokens of comments are made for.
pub const FORM: &str = "comment";
/// Minutes in which the same words of the same name on the same article are one comment, sent twice.
const TWICE_MINUTES: i64 = 60;
/// What one household or office may send; more is refused.
pub(crate) const FROM_ADDRESS: Bucket = Bucket {
    name: "comment address",
    holds: 6,
    an_hour: 12,
};
/// What people write under one article; more is folded.
const UNDER_ARTICLE: Bucket = Bucket {
    name: "comment article",
    holds: 60,
    an_hour: 120,
};
/// What people write in the whole network; more is folded.
const OVERALL: Bucket = Bucket {
    name: "comment network",
    holds: 300,
    an_hour: 900,
};
/// Comments of one folded group that are kept; more are counted and turned away.
pub const GROUP_MAX: u32 = 100;
/// Folded groups of one title; what begins another one goes into [`MORE`].
pub const GROUPS_MAX: u32 = 50;
/// The folded group of what is too varied for groups of its own.
pub const MORE: &str = "more";
/// Comments of one title that may wait outside groups. Who was approved before still finds room when strangers fill it.
pub const QUEUE_MAX: u32 = 2_000;
/// As [`QUEUE_MAX`], for who was approved before.
pub const QUEUE_KNOWN_MAX: u32 = 4_000;

/// A comment as the form brings it.
#[derive(Debug, Clone)]
pub struct Sending {
    /// Where it is said.
    pub placement: PlacementId,
    /// The comment it answers, as the form has it; empty for none.
    pub reply_to: String,
    /// The name given.
    pub name: String,
    /// What is said.
    pub text: String,
    /// E-mail address; may be empty.
    pub email: String,
    /// Website; may be empty.
    pub website: String,
    /// The form's token, from [`form`].
    pub token: String,
    /// The field people do not see.
    pub trap: String,
    /// Where the reader is, if known.
    pub address: Option<IpAddr>,
}

/// A token for the comment form of a placement, good for [`FORM_HOURS_MAX`].
pub async fn form(paper: &Paper, placement: PlacementId) -> Result<String> {
    let secret = secrets::network(paper).await?;
    Ok(secret.token(FORM, &placement.bytes(), paper.now())?)
}

/// Whether readers may write a comment on a placement at an instant, or why not.
pub async fn may_write(
    session: &mut Session,
    placement: PlacementId,
    now: Timestamp,
) -> Result<std::result::Result<(), Refusal>> {
    let (placement, title) = place(session, placement).await?;
    open_now(session, &placement, &title, now).await
}

/// Takes a reader's comment in, or says all that is wrong with the form.
///
/// What can be refused is refused before anything is written, so that a flood of wrong forms costs reading only.
///
/// # Errors
/// A refusal only where the address leads to nothing that could be commented on.
pub async fn send(paper: &Paper, sending: &Sending) -> Result<Taken<CommentId>> {
    let secret = secrets::network(paper).await?;
    let mut session = paper.read().await?;
    let checked = match check(&mut session, &secret, sending, paper.now()).await? {
        Ok(checked) => checked,
        Err(problems) => return Ok(Err(problems)),
    };
    drop(session);
    if let Some(twin) = checked.twin {
        return Ok(Ok(twin));
    }
    let mut tx = paper.begin().await?;
    let (placement, title) = place(&mut tx.session, sending.placement).await?;
    let now = tx.now;
    if let Err(why) = open_now(&mut tx.session, &placement, &title, now).await? {
        return Ok(Err(vec![Problem::form(why)]));
    }
    let flood = match counted(&mut tx, &secret, &checked, placement.id).await? {
        Ok(flood) => flood,
        Err(problem) => {
            // The attempt counts, so that who does not stop waits longer.
            tx.session.commit().await?;
            return Ok(Err(vec![problem]));
        }
    };
    // Two presses of the button at once: the second waited above for the first one's count.
    if let Some(twin) = sent_already(&mut tx.session, &placement, &checked, now).await? {
        return Ok(Ok(twin));
    }
    // What was read before may have changed: the comment answered is gone, or its thread closed, or the writer banned.
    let parent = match answered(&mut tx.session, &placement, &sending.reply_to).await? {
        Ok(parent) => parent,
        Err(why) => return Ok(Err(vec![Problem::form(why)])),
    };
    if let Some(why) = banning::banned(&mut tx.session, title.id, &checked.writer, now).await? {
        return Ok(Err(vec![Problem::form(why)]));
    }
    let case = Case {
        placement: placement.id,
        name: &checked.tidy.name,
        text: &checked.tidy.text,
        website: &checked.tidy.website,
        writer: &checked.writer,
        flood,
    };
    let policy = &title.settings.comments;
    let mut judged = judging::judge(&mut tx, &secret, policy, &case).await?;
    if let Some(problem) = room(&mut tx, &title, &mut judged).await? {
        tx.session.commit().await?;
        return Ok(Err(vec![problem]));
    }
    if judged.state == State::Approved {
        tx.touches(placement.article).await?;
    }
    let id = take(&mut tx, &placement, parent, checked, &judged).await?;
    tx.commit("comment.send", &Traces::default()).await?;
    Ok(Ok(id))
}

async fn take(
    tx: &mut Tx,
    placement: &PlacementRow,
    parent: Option<CommentId>,
    checked: Checked,
    judged: &Judged,
) -> Result<CommentId> {
    let text = checked.tidy.text.clone();
    let coming = Coming {
        parent,
        name: checked.tidy.name,
        text: checked.tidy.text,
        email: checked.tidy.email,
        website: checked.tidy.website,
        writer: Some(checked.writer),
        state: judged.state,
        flags: judging::written(&judged.flags),
        fold: judged.fold.clone(),
        ..Coming::at(placement)
    };
    let id = super::insert(tx, &coming).await?;
    likeness::keep(tx, id, &text).await?;
    Ok(id)
}

/// A form that can be taken in, as far as reading tells.
struct Checked {
    tidy: Tidy,
    writer: Writer,
    /// The same comment, sent a moment ago.
    twin: Option<CommentId>,
}

async fn check(
    session: &mut Session,
    secret: &Secret,
    sending: &Sending,
    now: Timestamp,
) -> Result<Taken<Checked>> {
    let (placement, title) = place(session, sending.placement).await?;
    let policy = &title.settings.comments;
    if let Err(why) = open_now(session, &placement, &title, now).await? {
        return Ok(Err(vec![Problem::form(why)]));
    }
    let mut problems = Vec::new();
    let tidy = tidied(sending, policy, &mut problems)?;
    let about = placement.id.bytes();
    let proof = secret.proven(&sending.token, FORM, &about, now, FORM_HOURS_MAX)?;
    problems.extend(unproven(proof, now, FILL_SECONDS_MIN));
    if !sending.trap.is_empty() {
        problems.push(Problem::form(Refusal::FormTrap));
    }
    // Names are compared with everybody's only for a form that is ours: a program's costs no more than its reading.
    let ours = problems.iter().all(|problem| !problem.field.is_empty());
    if ours && let Some(imitated) = names::imitated(session, placement.id, &tidy.name).await? {
        problems.push(Problem {
            field: "name",
            why: Refusal::NameOfStaff { name: imitated },
        });
    }
    if !problems.is_empty() {
        return Ok(Err(problems));
    }
    if let Err(why) = answered(session, &placement, &sending.reply_to).await? {
        return Ok(Err(vec![Problem::form(why)]));
    }
    let writer = writer(secret, &tidy, sending.address)?;
    let mut checked = Checked {
        tidy,
        writer,
        twin: None,
    };
    checked.twin = sent_already(session, &placement, &checked, now).await?;
    if let Some(why) = banning::banned(session, title.id, &checked.writer, now).await? {
        return Ok(Err(vec![Problem::form(why)]));
    }
    let minutes = match (&checked.twin, &checked.writer.address) {
        (None, Some(address)) => {
            let key = secret.hash("bucket", &[FROM_ADDRESS.name.as_bytes(), &address.0])?;
            FROM_ADDRESS.wait(session, &key, now).await?
        }
        _ => 0,
    };
    if minutes > 0 {
        return Ok(Err(vec![Problem::form(Refusal::TooOften { minutes })]));
    }
    Ok(Ok(checked))
}

/// Counts the comment in all buckets. Says whether more come in than people write.
async fn counted(
    tx: &mut Tx,
    secret: &Secret,
    checked: &Checked,
    placement: PlacementId,
) -> Result<std::result::Result<bool, Problem>> {
    let key =
        |bucket: Bucket, about: &[u8]| secret.hash("bucket", &[bucket.name.as_bytes(), about]);
    if let Some(address) = &checked.writer.address {
        let key = key(FROM_ADDRESS, &address.0)?;
        if !FROM_ADDRESS.take(tx, &key).await? {
            let now = tx.now;
            let minutes = FROM_ADDRESS.wait(&mut tx.session, &key, now).await?;
            return Ok(Err(Problem::form(Refusal::TooOften { minutes })));
        }
    }
    let article = UNDER_ARTICLE
        .take(tx, &key(UNDER_ARTICLE, &placement.bytes())?)
        .await?;
    let overall = OVERALL.take(tx, &key(OVERALL, b"")?).await?;
    Ok(Ok(!article || !overall))
}

/// Whether the queue, or the folded group of it, has no room for one more. What would begin a group too many goes into
/// the one for all of them.
async fn room(tx: &mut Tx, title: &Title, judged: &mut Judged) -> Result<Option<Problem>> {
    if judged.state != State::Held {
        return Ok(None);
    }
    let most = match (judged.fold.as_str(), judged.known) {
        ("", false) => QUEUE_MAX,
        ("", true) => QUEUE_KNOWN_MAX,
        _ => GROUP_MAX,
    };
    let mut held = waiting(tx, title, &judged.fold, most).await?;
    if held == 0 && !judged.fold.is_empty() && groups(tx, title).await? >= i64::from(GROUPS_MAX) {
        MORE.clone_into(&mut judged.fold);
        held = waiting(tx, title, MORE, most).await?;
    }
    if held < i64::from(most) {
        return Ok(None);
    }
    tx.session
        .exec(
            "INSERT INTO comment_floods (fold, title_id, turned_away, since, last_at) VALUES ($1, $2, 1, $3, $3)
             ON CONFLICT (fold) DO UPDATE SET turned_away = comment_floods.turned_away + 1, last_at = excluded.last_at",
            (format!("{} {}", title.key, judged.fold), title.id, tx.now),
        )
        .await?;
    Ok(Some(Problem::form(Refusal::QueueFull)))
}

/// How many comments of a title wait in a folded group, or outside of any; counted up to a limit.
async fn waiting(tx: &mut Tx, title: &Title, fold: &str, most: u32) -> Result<i64> {
    let (count,): (i64,) = tx
        .session
        .one(
            "SELECT COUNT(*) FROM (SELECT id FROM comments WHERE state = 'held' AND title_id = $1 AND fold = $2 LIMIT $3) AS waiting",
            (title.id, fold, most),
        )
        .await?;
    Ok(count)
}

/// How many folded groups of a title wait.
async fn groups(tx: &mut Tx, title: &Title) -> Result<i64> {
    let (count,): (i64,) = tx
        .session
        .one(
            "SELECT COUNT(DISTINCT fold) FROM comments WHERE state = 'held' AND title_id = $1 AND fold <> ''",
            (title.id,),
        )
        .await?;
    Ok(count)
}

pub(crate) async fn place(session: &mut Session, id: PlacementId) -> Result<(PlacementRow, Title)> {
    let placement = articles::placement(session, id)
        .await?
        .filter(|placement| placement.revision.is_some())
        .ok_or_else(|| Refusal::Unknown {
            thing: Thing::Placement,
            name: id.to_string(),
        })?;
    let title = titles::by_id(session, placement.title).await?;
    Ok((placement, title))
}

/// Whether readers may comment on a placement, as its page says: by what the record says, not by the clock.
pub(crate) async fn talk(
    session: &mut Session,
    placement: &PlacementRow,
    title: &Title,
) -> Result<Talk> {
    let policy = &title.settings.comments;
    let article = articles::find(session, placement.article).await?;
    let over = article
        .first_published
        .is_some_and(|first| first <= title.comments_over);
    Ok(if !policy.open || article.stage.is_gone() {
        Talk::Off
    } else if !placement.comments {
        Talk::Closed { after_days: None }
    } else if over {
        Talk::Closed {
            after_days: policy.close_after_days,
        }
    } else if policy.desk {
        Talk::Desk
    } else {
        Talk::Open
    })
}

/// Whether readers may comment here now.
async fn open_now(
    session: &mut Session,
    placement: &PlacementRow,
    title: &Title,
    now: Timestamp,
) -> Result<std::result::Result<(), Refusal>> {
    let policy = &title.settings.comments;
    let article = articles::find(session, placement.article).await?;
    let over =
        closing::closes_at(policy, article.first_published).is_some_and(|closes| closes <= now);
    Ok(match talk(session, placement, title).await? {
        Talk::Off => Err(Refusal::CommentsClosed { after_days: None }),
        Talk::Closed { after_days } => Err(Refusal::CommentsClosed { after_days }),
        Talk::Open | Talk::Desk if over => Err(Refusal::CommentsClosed {
            after_days: policy.close_after_days,
        }),
        Talk::Desk => Err(Refusal::CommentsOfTheDesk),
        Talk::Open => Ok(()),
    })
}

/// The fields within their limits.
struct Tidy {
    name: String,
    text: String,
    email: String,
    website: String,
}

fn tidied(sending: &Sending, policy: &CommentsPolicy, problems: &mut Vec<Problem>) -> Result<Tidy> {
    let name = words::line(
        "name",
        &forms::unstacked(&sending.name),
        super::NAME_CHARS_MAX,
    )
    .and_then(|name| words::seen("name", name))
    .and_then(no_address);
    let text = forms::paragraphs("text", &sending.text, super::TEXT_CHARS_MAX)
        .and_then(|text| words::seen("text", text))
        .and_then(few_links);
    let email = match policy.email {
        Wanted::Off => Ok(String::new()),
        Wanted::Optional if sending.email.trim().is_empty() => Ok(String::new()),
        Wanted::Optional | Wanted::Required => words::email("email", &sending.email),
    };
    let website = match sending.website.trim() {
        "" => Ok(String::new()),
        _ if !policy.website => Ok(String::new()),
        website => words::web_address("website", website),
    };
    Ok(Tidy {
        name: at("name", name, problems)?,
        text: at("text", text, problems)?,
        email: at("email", email, problems)?,
        website: at("website", website, problems)?,
    })
}

/// A name is no advertisement.
fn no_address(name: String) -> Result<String> {
    if name.contains("://") || name.contains("www.") || name.contains('@') {
        return Err(Refusal::NameIsAddress.into());
    }
    Ok(name)
}

fn few_links(text: String) -> Result<String> {
    if markup::talk::addresses(&text).len() > judging::LINKS_MAX {
        return Err(Refusal::TooManyLinks {
            most: judging::LINKS_MAX,
        }
        .into());
    }
    Ok(text)
}

/// Who writes, without saying who it is.
fn writer(secret: &Secret, tidy: &Tidy, address: Option<IpAddr>) -> Result<Writer> {
    Ok(Writer {
        name: name_hash(secret, &tidy.name)?,
        email: match tidy.email.as_str() {
            "" => None,
            email => Some(email_hash(secret, email)?),
        },
        address: address.map(|address| secret.address(address)).transpose()?,
    })
}

/// The keyed hash of how a name looks.
pub(crate) fn name_hash(secret: &Secret, name: &str) -> Result<KeyedHash> {
    let shape = names::shape(name).concat();
    Ok(secret.hash("comment name", &[shape.as_bytes()])?)
}

/// The keyed hash of an e-mail address, small letters.
pub(crate) fn email_hash(secret: &Secret, email: &str) -> Result<KeyedHash> {
    let email = email.trim().to_lowercase();
    Ok(secret.hash("comment email", &[email.as_bytes()])?)
}

/// The comment of the first level that is answered, which readers must be able to see.
pub(super) async fn answered(
    session: &mut Session,
    placement: &PlacementRow,
    word: &str,
) -> Result<std::result::Result<Option<CommentId>, Refusal>> {
    if word.is_empty() {
        return Ok(Ok(None));
    }
    let unknown = || Refusal::Unknown {
        thing: Thing::Comment,
        name: word.chars().take(40).collect(),
    };
    let Some(id) = CommentId::parse(word) else {
        return Ok(Err(unknown()));
    };
    let row: Option<(Option<CommentId>,)> = session
        .opt(
            "SELECT parent_id FROM comments WHERE id = $1 AND placement_id = $2 AND state = 'approved'",
            (id, placement.id),
        )
        .await?;
    let Some((parent,)) = row else {
        return Ok(Err(unknown()));
    };
    let top = parent.unwrap_or(id);
    let open: Option<(i64,)> = session
        .opt(
            "SELECT closed FROM comments WHERE id = $1 AND closed = 0",
            (top,),
        )
        .await?;
    Ok(match open {
        Some(_) => Ok(Some(top)),
        None => Err(Refusal::CommentsClosed { after_days: None }),
    })
}

/// The same words by the same person here a moment ago: somebody pressed the button twice. Name and words alone do not say
/// so: two people called Anna may both write “Grazie!”.
async fn sent_already(
    session: &mut Session,
    placement: &PlacementRow,
    checked: &Checked,
    now: Timestamp,
) -> Result<Option<CommentId>> {
    let Checked { tidy, writer, .. } = checked;
    let email = writer.email.as_ref().map(|hash| hash.0.clone());
    let address = writer.address.as_ref().map(|hash| hash.0.clone());
    let since = now
        .checked_sub(SignedDuration::from_mins(TWICE_MINUTES))
        .unwrap_or(now);
    let row: Option<(CommentId,)> = session
        .opt(
            "SELECT id FROM comments WHERE at >= $1 AND placement_id = $2 AND name = $3 AND text = $4
                AND email_hash IS NOT DISTINCT FROM $5 AND address_hash IS NOT DISTINCT FROM $6 ORDER BY at LIMIT 1",
            (since, placement.id, &tidy.name, &tidy.text, email, address),
        )
        .await?;
    Ok(row.map(|(id,)| id))
}
