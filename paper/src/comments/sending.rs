//! What a reader's form does: every field checked, every fault told at once, then the rules of the house.

use super::{Coming, State};
use crate::articles::{self, PlacementRow};
use crate::changes::Traces;
use crate::db::Session;
use crate::id::{CommentId, PlacementId};
use crate::paper::Tx;
use crate::reading::facts::{CommentsPolicy, Wanted};
use crate::reading::pages::Talk;
use crate::secrets::{self, Unproven};
use crate::titles::{self, Title};
use crate::words;
use crate::{Error, Paper, Refusal, Result, Thing};
use jiff::{SignedDuration, Timestamp};
use std::net::IpAddr;

/// What form tokens of comments are made for.
pub const FORM: &str = "comment";
/// Hours a form may stay open before it has to be sent again.
pub const FORM_HOURS_MAX: i64 = 24;
/// Seconds a person needs at least to read the form, write a name and a sentence.
pub const FILL_SECONDS_MIN: i64 = 3;
/// Minutes in which the same words of the same name on the same article are one comment, sent twice.
const TWICE_MINUTES: i64 = 60;

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

/// What is wrong with a form, at one field or as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// `name`, `text`, `email`, `website`; empty for the form as a whole.
    pub field: &'static str,
    /// What is wrong.
    pub why: Refusal,
}

impl Problem {
    fn form(why: Refusal) -> Problem {
        Problem { field: "", why }
    }
}

/// A token for the comment form of a placement, good for [`FORM_HOURS_MAX`].
pub async fn form(paper: &Paper, placement: PlacementId) -> Result<String> {
    let secret = secrets::network(paper).await?;
    Ok(secret.token(FORM, &placement.bytes(), paper.now())?)
}

/// Whether readers may write a comment on a placement now, or why not.
pub async fn may_write(
    paper: &Paper,
    placement: PlacementId,
) -> Result<std::result::Result<(), Refusal>> {
    let now = paper.now();
    let mut session = paper.read().await?;
    let (placement, title) = place(&mut session, placement).await?;
    open_now(&mut session, &placement, &title, now).await
}

/// Takes a reader's comment in, or says all that is wrong with the form.
///
/// # Errors
/// A refusal only where the address leads to nothing that could be commented on.
pub async fn send(
    paper: &Paper,
    sending: &Sending,
) -> Result<std::result::Result<CommentId, Vec<Problem>>> {
    let secret = secrets::network(paper).await?;
    let mut tx = paper.begin().await?;
    let (placement, title) = place(&mut tx.session, sending.placement).await?;
    let policy = &title.settings.comments;
    let now = tx.now;
    if let Err(why) = open_now(&mut tx.session, &placement, &title, now).await? {
        return Ok(Err(vec![Problem::form(why)]));
    }
    let mut problems = Vec::new();
    let tidy = tidied(sending, policy, &mut problems)?;
    let proof = secret.proven(
        &sending.token,
        FORM,
        &placement.id.bytes(),
        tx.now,
        FORM_HOURS_MAX,
    )?;
    problems.extend(unproven(proof, tx.now));
    if !sending.trap.is_empty() {
        problems.push(Problem::form(Refusal::FormTrap));
    }
    if !problems.is_empty() {
        return Ok(Err(problems));
    }
    let parent = match answered(&mut tx, &placement, &sending.reply_to).await? {
        Ok(parent) => parent,
        Err(why) => return Ok(Err(vec![Problem::form(why)])),
    };
    if let Some(twin) = sent_already(&mut tx, &placement, &tidy).await? {
        return Ok(Ok(twin));
    }
    let coming = Coming {
        placement: &placement,
        parent,
        name: tidy.name,
        text: tidy.text,
        state: State::Held,
    };
    let id = super::insert(&mut tx, &coming).await?;
    tx.commit("comment.send", &Traces::default()).await?;
    Ok(Ok(id))
}

async fn place(session: &mut Session, id: PlacementId) -> Result<(PlacementRow, Title)> {
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

/// Whether readers may comment on a placement, as its page says. What the days do is told when the page is made; the
/// form asks again.
pub(crate) async fn talk(
    session: &mut Session,
    placement: &PlacementRow,
    title: &Title,
) -> Result<Talk> {
    let policy = &title.settings.comments;
    let article = articles::find(session, placement.article).await?;
    Ok(
        if !policy.open || !placement.comments || article.stage.is_gone() {
            Talk::Off
        } else if policy.desk {
            Talk::Desk
        } else {
            Talk::Open
        },
    )
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
    let over = closes_at(policy, article.first_published).is_some_and(|closes| closes <= now);
    Ok(match talk(session, placement, title).await? {
        Talk::Off => Err(Refusal::CommentsClosed { after_days: None }),
        Talk::Open | Talk::Desk if over => Err(Refusal::CommentsClosed {
            after_days: policy.close_after_days,
        }),
        Talk::Desk => Err(Refusal::CommentsOfTheDesk),
        Talk::Open => Ok(()),
    })
}

/// When comments on an article close, if they ever do.
pub(crate) fn closes_at(
    policy: &CommentsPolicy,
    first_published: Option<Timestamp>,
) -> Option<Timestamp> {
    let days = policy.close_after_days?;
    first_published?
        .checked_add(SignedDuration::from_hours(24 * i64::from(days)))
        .ok()
}

/// The fields within their limits.
struct Tidy {
    name: String,
    text: String,
}

fn tidied(sending: &Sending, policy: &CommentsPolicy, problems: &mut Vec<Problem>) -> Result<Tidy> {
    let name = words::line("name", &sending.name, super::NAME_CHARS_MAX);
    let text = super::paragraphs(&sending.text);
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
    let _ = at("email", email, problems)?;
    let _ = at("website", website, problems)?;
    Ok(Tidy {
        name: at("name", name, problems)?,
        text: at("text", text, problems)?,
    })
}

/// The value, or an empty one and the problem noted.
fn at(field: &'static str, value: Result<String>, problems: &mut Vec<Problem>) -> Result<String> {
    match value {
        Ok(value) => Ok(value),
        Err(Error::Refused(why)) => {
            problems.push(Problem { field, why });
            Ok(String::new())
        }
        Err(fault) => Err(fault),
    }
}

fn unproven(proof: std::result::Result<Timestamp, Unproven>, now: Timestamp) -> Option<Problem> {
    match proof {
        Err(_) => Some(Problem::form(Refusal::FormStale)),
        Ok(given) if now.duration_since(given).as_secs() < FILL_SECONDS_MIN => {
            Some(Problem::form(Refusal::FormTooFast {
                seconds: FILL_SECONDS_MIN,
            }))
        }
        Ok(_) => None,
    }
}

/// The comment of the first level that is answered, which readers must be able to see.
async fn answered(
    tx: &mut Tx,
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
    let row: Option<(Option<CommentId>,)> = tx
        .session
        .opt(
            "SELECT parent_id FROM comments WHERE id = $1 AND placement_id = $2 AND state = 'approved'",
            (id, placement.id),
        )
        .await?;
    let Some((parent,)) = row else {
        return Ok(Err(unknown()));
    };
    let top = parent.unwrap_or(id);
    let open: Option<(i64,)> = tx
        .session
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

/// The same words under the same name here a moment ago: somebody pressed the button twice.
async fn sent_already(
    tx: &mut Tx,
    placement: &PlacementRow,
    tidy: &Tidy,
) -> Result<Option<CommentId>> {
    let since = tx
        .now
        .checked_sub(SignedDuration::from_mins(TWICE_MINUTES))
        .unwrap_or(tx.now);
    let row: Option<(CommentId,)> = tx
        .session
        .opt(
            "SELECT id FROM comments WHERE at >= $1 AND placement_id = $2 AND name = $3 AND text = $4 ORDER BY at LIMIT 1",
            (since, placement.id, &tidy.name, &tidy.text),
        )
        .await?;
    Ok(row.map(|(id,)| id))
}
