//! Who may not comment for a while: by name, by e-mail address, or by the network a comment came from. Only keyed hashes
//! are kept, and a hint for moderators.

use super::judging::Writer;
use super::{moderating, sending, unknown};
use crate::actor::Actor;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::db::{FromRow, Row, Session};
use crate::id::{BanId, CommentId, TitleId};
use crate::rights::{Deed, words};
use crate::secrets;
use crate::words::{self, NAME_CHARS_MAX, NOTE_CHARS_MAX};
use crate::{Fault, Paper, Refusal, Result, Thing};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Bans listed at once.
pub const PAGE_MAX: u32 = 200;

words! {
    /// What a ban goes by.
    Kind {
        /// A name, however it is spelt.
        Name = "name",
        /// An e-mail address.
        Mail = "mail",
        /// The network a comment came from (/24, /56).
        Prefix = "prefix",
    }
}

/// A ban to be.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewBan {
    /// What it goes by.
    pub kind: Kind,
    /// The name or e-mail address; for [`Kind::Prefix`] the id of a comment that came from there.
    pub value: String,
    /// Until when; `None` until it is lifted.
    pub until: Option<Timestamp>,
    /// Why.
    pub reason: String,
}

/// A ban as shown to moderators.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ban {
    /// Its id.
    pub id: BanId,
    /// What it goes by.
    pub kind: String,
    /// Enough to recognise it by: the name, a masked address, the comment it came from.
    pub hint: String,
    /// Why.
    pub reason: String,
    /// Since when.
    pub at: Timestamp,
    /// Until when.
    pub until: Option<Timestamp>,
    /// By whom.
    pub by: String,
}

impl FromRow for Ban {
    fn from_row(row: &mut Row) -> Result<Ban, Fault> {
        Ok(Ban {
            id: row.take()?,
            kind: row.take()?,
            hint: row.take()?,
            reason: row.take()?,
            at: row.take()?,
            until: row.take()?,
            by: row.take()?,
        })
    }
}

/// Bans on a title. Refused where the end is past or the value is none.
pub async fn ban(paper: &Paper, by: &Actor, title: TitleId, new: &NewBan) -> Result<BanId> {
    let secret = secrets::network(paper).await?;
    let reason = words::line("reason", &new.reason, NOTE_CHARS_MAX)?;
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Moderate, Some(title), None).await?;
    if let Some(until) = new.until.filter(|until| *until <= tx.now) {
        return Err(Refusal::PastSchedule { at: until }.into());
    }
    let (hash, hint) = match new.kind {
        Kind::Name => {
            let name = words::line("name", &new.value, NAME_CHARS_MAX)?;
            (sending::name_hash(&secret, &name)?.0, name)
        }
        Kind::Mail => {
            let email = words::email("email", &new.value)?;
            (sending::email_hash(&secret, &email)?.0, masked(&email))
        }
        Kind::Prefix => {
            let id = CommentId::parse(&new.value).ok_or_else(|| Refusal::Unknown {
                thing: Thing::Comment,
                name: new.value.chars().take(40).collect(),
            })?;
            let (placement, _) = moderating::placed(&mut tx, id).await?;
            if placement.title != title {
                return Err(unknown(id).into());
            }
            let row: Option<(Option<Vec<u8>>,)> = tx
                .session
                .opt("SELECT address_hash FROM comments WHERE id = $1", (id,))
                .await?;
            let hash = row.and_then(|(hash,)| hash);
            (hash.ok_or(Refusal::AddressForgotten)?, id.to_string())
        }
    };
    let id = BanId::draw(paper)?;
    tx.session
        .exec(
            "INSERT INTO comment_bans (id, title_id, kind, hash, hint, reason, at, until_at, account_id, actor)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            (
                id,
                title,
                new.kind.word(),
                hash,
                &hint,
                &reason,
                tx.now,
                new.until,
                by.account(),
                by.name(),
            ),
        )
        .await?;
    let detail = json!({"ban": id, "kind": new.kind.word(), "until": new.until, "reason": reason});
    audit::note(&mut tx, by, Deed::Moderate, About::title(title), detail).await?;
    tx.commit("comment.ban", &Traces::default()).await?;
    Ok(id)
}

/// `m…@example.org`.
fn masked(email: &str) -> String {
    let (name, host) = email.rsplit_once('@').unwrap_or((email, ""));
    let first: String = name.chars().take(1).collect();
    format!("{first}…@{host}")
}

/// Lifts a ban.
pub async fn lift(paper: &Paper, by: &Actor, id: BanId) -> Result<()> {
    let mut tx = paper.begin().await?;
    let row: Option<(Option<TitleId>,)> = tx
        .session
        .opt(
            "SELECT title_id FROM comment_bans WHERE id = $1 AND lifted_at IS NULL",
            (id,),
        )
        .await?;
    let (title,) = row.ok_or_else(|| Refusal::Unknown {
        thing: Thing::Ban,
        name: id.to_string(),
    })?;
    by.may(&mut tx, Deed::Moderate, title, None).await?;
    tx.session
        .exec(
            "UPDATE comment_bans SET lifted_at = $2 WHERE id = $1",
            (id, tx.now),
        )
        .await?;
    let about = About {
        title,
        article: None,
    };
    audit::note(&mut tx, by, Deed::Moderate, about, json!({"lifted": id})).await?;
    tx.commit("comment.unban", &Traces::default()).await?;
    Ok(())
}

/// The bans of a title that hold now, newest first, at most [`PAGE_MAX`].
pub async fn list(session: &mut Session, title: TitleId, now: Timestamp) -> Result<Vec<Ban>> {
    Ok(session
        .all(
            "SELECT id, kind, hint, reason, at, until_at, actor FROM comment_bans
              WHERE title_id = $1 AND lifted_at IS NULL AND (until_at IS NULL OR until_at > $2)
              ORDER BY at DESC, id DESC LIMIT $3",
            (title, now, PAGE_MAX),
        )
        .await?)
}

/// Why this writer may not comment on a title now, if a ban holds.
pub(super) async fn banned(
    session: &mut Session,
    title: TitleId,
    writer: &Writer,
    now: Timestamp,
) -> Result<Option<Refusal>> {
    let hashes = [
        Some(&writer.name),
        writer.email.as_ref(),
        writer.address.as_ref(),
    ];
    for hash in hashes.into_iter().flatten() {
        let row: Option<(Option<Timestamp>,)> = session
            .opt(
                "SELECT until_at FROM comment_bans WHERE hash = $1 AND lifted_at IS NULL
                    AND (title_id IS NULL OR title_id = $2) AND (until_at IS NULL OR until_at > $3)
                  ORDER BY at DESC LIMIT 1",
                (hash.0.as_slice(), title, now),
            )
            .await?;
        if let Some((until,)) = row {
            return Ok(Some(Refusal::Banned { until }));
        }
    }
    Ok(None)
}
