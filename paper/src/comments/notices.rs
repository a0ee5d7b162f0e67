//! Notices: a reader says that a comment is unlawful or breaks the rules (Regulation (EU) 2022/2065, article 16). Each is
//! recorded, decided by a person, and answered with reasons; who wrote the comment finds the reasons too (article 17).

use super::moderating::{self, Verdict};
use super::{Ground, NAME_CHARS_MAX, State, TEXT_CHARS_MAX, unknown};
use crate::actor::Actor;
use crate::articles;
use crate::buckets::Bucket;
use crate::changes::Traces;
use crate::db::{FromRow, Row, Session};
use crate::forms::{self, FILL_SECONDS_MIN, FORM_HOURS_MAX, Problem, Taken, at, unproven};
use crate::id::{CommentId, NoticeId, PlacementId, TitleId};
use crate::paper::Tx;
use crate::rights::{Deed, words};
use crate::secrets::{self, KeyedHash, Secret};
use crate::words::{self, NOTE_CHARS_MAX};
use crate::{Fault, Paper, Refusal, Result, Thing};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::net::IpAddr;

/// What form tokens of notices are made for.
pub const FORM: &str = "notice";
/// Notices listed at once.
pub const PAGE_MAX: u32 = 100;
/// What one household or office may send.
const FROM_ADDRESS: Bucket = Bucket {
    name: "notice address",
    holds: 5,
    an_hour: 10,
};
/// What people send about the comments of one article.
const UNDER_ARTICLE: Bucket = Bucket {
    name: "notice article",
    holds: 30,
    an_hour: 60,
};
/// What people send in the whole network.
const OVERALL: Bucket = Bucket {
    name: "notice network",
    holds: 200,
    an_hour: 400,
};

words! {
    /// What was decided on a notice.
    Outcome {
        /// The comment stays as it is.
        Kept = "kept",
        /// It was taken away.
        Hidden = "hidden",
    }
}

/// A notice as the form brings it.
#[derive(Debug, Clone)]
pub struct Sending {
    /// The article's appearance.
    pub placement: PlacementId,
    /// The comment, as the form has it.
    pub comment: String,
    /// Why, in a word ([`Ground`]).
    pub ground: String,
    /// Why, in the reader's words.
    pub explanation: String,
    /// Who says so; may be empty.
    pub name: String,
    /// Where to answer; may be empty.
    pub email: String,
    /// The box that confirms good faith was ticked.
    pub good_faith: bool,
    /// The form's token, from [`form`].
    pub token: String,
    /// The field people do not see.
    pub trap: String,
    /// Where the reader is, if known.
    pub address: Option<IpAddr>,
}

/// A notice as moderators see it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Notice {
    /// Its id.
    pub id: NoticeId,
    /// The comment.
    pub comment: CommentId,
    /// Why, in a word.
    pub ground: String,
    /// Why, in the reader's words.
    pub explanation: String,
    /// Who says so; may be empty.
    pub name: String,
    /// Where to answer; may be empty.
    pub email: String,
    /// `open` or `decided`.
    pub state: String,
    /// `kept` or `hidden`; empty while open.
    pub outcome: String,
    /// The reasons; empty while open.
    pub reason: String,
    /// When it came.
    pub at: Timestamp,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// By whom.
    pub decided_by: String,
}

impl FromRow for Notice {
    fn from_row(row: &mut Row) -> Result<Notice, Fault> {
        Ok(Notice {
            id: row.take()?,
            comment: row.take()?,
            ground: row.take()?,
            explanation: row.take()?,
            name: row.take()?,
            email: row.take()?,
            state: row.take()?,
            outcome: row.take()?,
            reason: row.take()?,
            at: row.take()?,
            decided_at: row.take()?,
            decided_by: row.take()?,
        })
    }
}

/// A token for the notice form about a comment.
pub async fn form(paper: &Paper, comment: CommentId) -> Result<String> {
    let secret = secrets::network(paper).await?;
    Ok(secret.token(FORM, &comment.bytes(), paper.now())?)
}

/// Takes a notice in, or says all that is wrong with the form. A comment nobody sees cannot be reported.
pub async fn send(paper: &Paper, sending: &Sending) -> Result<Taken<NoticeId>> {
    let secret = secrets::network(paper).await?;
    let comment = CommentId::parse(&sending.comment).ok_or_else(|| Refusal::Unknown {
        thing: Thing::Comment,
        name: sending.comment.chars().take(40).collect(),
    })?;
    let now = paper.now();
    let mut problems = Vec::new();
    let ground = match Ground::parse(&sending.ground) {
        Some(ground) => ground.word(),
        None => {
            let why = Refusal::Empty { field: "ground" };
            problems.push(Problem {
                field: "ground",
                why,
            });
            ""
        }
    };
    let explanation = forms::paragraphs("text", &sending.explanation, TEXT_CHARS_MAX)
        .and_then(|text| words::seen("text", text));
    let explanation = at("text", explanation, &mut problems)?;
    let name = words::optional_line("name", &sending.name, NAME_CHARS_MAX);
    let name = at("name", name, &mut problems)?;
    let email = match sending.email.trim() {
        "" => Ok(String::new()),
        email => words::email("email", email),
    };
    let email = at("email", email, &mut problems)?;
    if !sending.good_faith {
        let why = Refusal::GoodFaithNeeded;
        problems.push(Problem {
            field: "good_faith",
            why,
        });
    }
    let proof = secret.proven(&sending.token, FORM, &comment.bytes(), now, FORM_HOURS_MAX)?;
    problems.extend(unproven(proof, now, FILL_SECONDS_MIN));
    if !sending.trap.is_empty() {
        problems.push(Problem::form(Refusal::FormTrap));
    }
    let address = sending
        .address
        .map(|address| secret.address(address))
        .transpose()?;
    if !problems.is_empty() {
        return Ok(Err(problems));
    }
    let mut tx = paper.begin().await?;
    let (placement, state) = moderating::placed(&mut tx, comment).await?;
    let article = articles::find(&mut tx.session, placement.article).await?;
    if placement.id != sending.placement || state != State::Approved || article.stage.is_gone() {
        return Err(unknown(comment).into());
    }
    if let Some(address) = &address
        && let Some((id, same)) = open_from(&mut tx, comment, address, &explanation).await?
    {
        let again = vec![Problem::form(Refusal::NoticeOpen)];
        return Ok(if same { Ok(id) } else { Err(again) });
    }
    if let Some(why) = counted(&mut tx, &secret, placement.id, address.as_ref()).await? {
        // The attempt counts, so that who does not stop waits longer.
        tx.session.commit().await?;
        return Ok(Err(vec![Problem::form(why)]));
    }
    let id = NoticeId::draw(paper)?;
    tx.session
        .exec(
            "INSERT INTO comment_notices (id, comment_id, placement_id, title_id, ground, explanation, name, email, good_faith,
                address_hash, state, outcome, reason, at, decided_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, 'open', '', '', $10, '')",
            (
                id,
                comment,
                placement.id,
                placement.title,
                ground,
                &explanation,
                &name,
                &email,
                address.map(|hash| hash.0),
                tx.now,
            ),
        )
        .await?;
    tx.commit("comment.notice", &Traces::default()).await?;
    Ok(Ok(id))
}

/// The notice of this comment that came from a network and is still open, and whether it says the same.
async fn open_from(
    tx: &mut Tx,
    comment: CommentId,
    address: &KeyedHash,
    explanation: &str,
) -> Result<Option<(NoticeId, bool)>> {
    let row: Option<(NoticeId, String)> = tx
        .session
        .opt(
            "SELECT id, explanation FROM comment_notices WHERE comment_id = $1 AND address_hash = $2 AND state = 'open' LIMIT 1",
            (comment, address.0.clone()),
        )
        .await?;
    Ok(row.map(|(id, said)| (id, said == explanation)))
}

/// Counts a notice in all buckets; why it is too much, if it is.
async fn counted(
    tx: &mut Tx,
    secret: &Secret,
    placement: PlacementId,
    address: Option<&KeyedHash>,
) -> Result<Option<Refusal>> {
    let now = tx.now;
    let key =
        |bucket: Bucket, about: &[u8]| secret.hash("bucket", &[bucket.name.as_bytes(), about]);
    if let Some(address) = address {
        let key = key(FROM_ADDRESS, &address.0)?;
        if !FROM_ADDRESS.take(tx, &key).await? {
            let minutes = FROM_ADDRESS.wait(&mut tx.session, &key, now).await?;
            return Ok(Some(Refusal::TooOften { minutes }));
        }
    }
    let article = UNDER_ARTICLE
        .take(tx, &key(UNDER_ARTICLE, &placement.bytes())?)
        .await?;
    let overall = OVERALL.take(tx, &key(OVERALL, b"")?).await?;
    Ok((!article || !overall).then_some(Refusal::QueueFull))
}

/// Decides a notice, with reasons: the comment stays, or is hidden in the same transaction on the notice's ground.
pub async fn decide(
    paper: &Paper,
    by: &Actor,
    id: NoticeId,
    outcome: Outcome,
    reason: &str,
) -> Result<()> {
    let secret = secrets::network(paper).await?;
    let reason = words::line("reason", reason, NOTE_CHARS_MAX)?;
    let mut tx = paper.begin().await?;
    let notice = find(&mut tx.session, id).await?;
    let (placement, state) = moderating::placed(&mut tx, notice.comment).await?;
    let section = Some(placement.section);
    by.may(&mut tx, Deed::Moderate, Some(placement.title), section)
        .await?;
    let decided = tx
        .session
        .exec(
            "UPDATE comment_notices SET state = 'decided', outcome = $2, reason = $3, decided_at = $4, decided_by = $5
              WHERE id = $1 AND state = 'open'",
            (id, outcome.word(), &reason, tx.now, by.name()),
        )
        .await?;
    if decided == 0 {
        return Err(Refusal::NoticeDecided.into());
    }
    if outcome == Outcome::Hidden && state == State::Approved {
        let verdict = Verdict::Hide {
            ground: Ground::parse(&notice.ground).unwrap_or(Ground::Other),
            reason: reason.clone(),
        };
        moderating::decide_in(&mut tx, &secret, by, notice.comment, &verdict).await?;
    }
    let detail = json!({"notice": id, "comment": notice.comment, "outcome": outcome.word(), "reason": reason});
    moderating::note(&mut tx, by, Deed::Moderate, &placement, detail).await?;
    tx.commit("comment.notice", &Traces::default()).await?;
    Ok(())
}

/// A notice about a comment of this placement.
pub async fn one(session: &mut Session, placement: PlacementId, id: NoticeId) -> Result<Notice> {
    let notice = find(session, id).await?;
    let here: Option<(String,)> = session
        .opt(
            "SELECT state FROM comment_notices WHERE id = $1 AND placement_id = $2",
            (id, placement),
        )
        .await?;
    match here {
        Some(_) => Ok(notice),
        None => Err(Refusal::Unknown {
            thing: Thing::Notice,
            name: id.to_string(),
        }
        .into()),
    }
}

/// One notice.
pub async fn find(session: &mut Session, id: NoticeId) -> Result<Notice> {
    session
        .opt(
            "SELECT id, comment_id, ground, explanation, name, email, state, outcome, reason, at, decided_at, decided_by
               FROM comment_notices WHERE id = $1",
            (id,),
        )
        .await?
        .ok_or_else(|| {
            Refusal::Unknown {
                thing: Thing::Notice,
                name: id.to_string(),
            }
            .into()
        })
}

/// Notices of a title, open or decided, oldest first, after an instant and id, at most `limit`.
pub async fn list(
    session: &mut Session,
    title: TitleId,
    open: bool,
    after: Option<(Timestamp, NoticeId)>,
    limit: u32,
) -> Result<Vec<Notice>> {
    let state = if open { "open" } else { "decided" };
    let from = after.map_or(Timestamp::UNIX_EPOCH, |(at, _)| at);
    let last = after.map_or_else(|| vec![0; 16], |(_, id)| id.bytes().to_vec());
    Ok(session
        .all(
            "SELECT id, comment_id, ground, explanation, name, email, state, outcome, reason, at, decided_at, decided_by
               FROM comment_notices WHERE state = $1 AND title_id = $2 AND (at > $3 OR (at = $3 AND id > $4))
              ORDER BY at, id LIMIT $5",
            (state, title, from, last, limit),
        )
        .await?)
}

/// A title’s notices in figures, for its reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Not decided yet.
    pub open: u32,
    /// Decided, and the comment stayed.
    pub kept: u32,
    /// Decided, and the comment was taken away.
    pub hidden: u32,
}

/// The figures of a title.
pub async fn figures(session: &mut Session, title: TitleId) -> Result<Figures> {
    let rows: Vec<(String, u32)> = session
        .all(
            "SELECT outcome, COUNT(*) FROM comment_notices WHERE title_id = $1 GROUP BY outcome",
            (title,),
        )
        .await?;
    let of = |word: &str| {
        rows.iter()
            .find(|(outcome, _)| outcome == word)
            .map_or(0, |(_, count)| *count)
    };
    Ok(Figures {
        open: of(""),
        kept: of(Outcome::Kept.word()),
        hidden: of(Outcome::Hidden.word()),
    })
}
