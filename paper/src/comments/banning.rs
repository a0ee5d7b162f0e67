//! Who may not comment for a while: by name, by e-mail address, or by the network a comment came from. Only keyed hashes
//! are kept, and a hint for moderators.

use super::judging::Writer;
use super::{moderating, sending, unknown};
use crate::actor::Actor;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::db::{FromRow, Row, Session};
use crate::id::{BanId, CommentId, TitleId};
use crate::paper::Tx;
use crate::rights::{Deed, words};
use crate::secrets;
use crate::words::{self, NAME_CHARS_MAX, NOTE_CHARS_MAX};
use crate::{Fault, Paper, Refusal, Result, Thing};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::net::IpAddr;

/// Bans listed at once.
pub const PAGE_MAX: u32 = 200;
/// The hash of a ban that holds no more: nobody's.
const NOBODY: &[u8] = &[];

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
    /// The name or e-mail address; for [`Kind::Prefix`] the id of a comment that came from there, or an address of the
    /// network, as it is or as `203.0.113.0/24`.
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
        Kind::Prefix => match network(&new.value)? {
            // Whose network it was is not kept, not even as a hint.
            Some(address) => (secret.address(address)?.0, String::new()),
            None => came_from(&mut tx, title, &new.value).await?,
        },
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

/// The network a comment of a title came from, as a hash, and the comment.
async fn came_from(tx: &mut Tx, title: TitleId, comment: &str) -> Result<(Vec<u8>, String)> {
    let id = CommentId::parse(comment).ok_or_else(|| Refusal::Unknown {
        thing: Thing::Comment,
        name: comment.chars().take(40).collect(),
    })?;
    let (placement, _) = moderating::placed(tx, id).await?;
    if placement.title != title {
        return Err(unknown(id).into());
    }
    let row: Option<(Option<Vec<u8>>,)> = tx
        .session
        .opt("SELECT address_hash FROM comments WHERE id = $1", (id,))
        .await?;
    let hash = row.and_then(|(hash,)| hash);
    Ok((hash.ok_or(Refusal::AddressForgotten)?, id.to_string()))
}

/// An address, alone or with the length of its network (RFC 4632, RFC 4291 §2.3); `None` for something else. Only what one
/// household or office has is kept apart, so wider and narrower networks are refused.
fn network(value: &str) -> Result<Option<IpAddr>> {
    let (address, length) = match value.trim().split_once('/') {
        Some((address, length)) => (address, Some(length)),
        None => (value.trim(), None),
    };
    let Ok(address) = address.parse::<IpAddr>() else {
        return Ok(None);
    };
    let own = if address.to_canonical().is_ipv4() {
        "24"
    } else {
        "56"
    };
    if length.is_some_and(|length| length != own) {
        return Err(Refusal::Unfit {
            field: "network",
            value: value.chars().take(60).collect(),
            wants: "203.0.113.0/24, 2001:db8:0:ff00::/56",
        }
        .into());
    }
    Ok(Some(address))
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
            "UPDATE comment_bans SET lifted_at = $2, hash = $3, hint = '' WHERE id = $1",
            (id, tx.now, NOBODY),
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

/// Forgets whom bans named that hold no more.
pub(super) async fn forget(tx: &mut Tx) -> Result<()> {
    tx.session
        .exec(
            "UPDATE comment_bans SET hash = $2, hint = '' WHERE hash <> $2 AND until_at <= $1",
            (tx.now, NOBODY),
        )
        .await?;
    Ok(())
}

/// Lifts the bans made of a comment that is about to be erased: by its name, its e-mail address, or where it came from.
pub(super) async fn forget_writer(tx: &mut Tx, comment: CommentId) -> Result<()> {
    tx.session
        .exec(
            "UPDATE comment_bans SET lifted_at = COALESCE(lifted_at, $2), hash = $3, hint = '', reason = ''
              WHERE hint = $4 OR hash IN (
                SELECT name_hash FROM comments WHERE id = $1 AND name_hash IS NOT NULL AND title_id = comment_bans.title_id
                UNION SELECT email_hash FROM comments WHERE id = $1 AND email_hash IS NOT NULL)",
            (comment, tx.now, NOBODY, comment.to_string()),
        )
        .await?;
    Ok(())
}

/// The bans of a title that hold now, newest first, before an instant and id, at most `limit`.
pub async fn list(
    session: &mut Session,
    title: TitleId,
    now: Timestamp,
    before: Option<(Timestamp, BanId)>,
    limit: u32,
) -> Result<Vec<Ban>> {
    let from = before.map_or(Timestamp::MAX, |(at, _)| at);
    let last = before.map_or_else(|| vec![0xff; 16], |(_, id)| id.bytes().to_vec());
    Ok(session
        .all(
            "SELECT id, kind, hint, reason, at, until_at, actor FROM comment_bans
              WHERE title_id = $1 AND lifted_at IS NULL AND (until_at IS NULL OR until_at > $2)
                AND (at < $3 OR (at = $3 AND id < $4))
              ORDER BY at DESC, id DESC LIMIT $5",
            (title, now, from, last, limit),
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
