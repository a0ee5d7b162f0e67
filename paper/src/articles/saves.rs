//! Kept saves (*stesure*): what a draft said at each save, so that no word is lost.
//!
//! Saves of one person follow each other closely while they write; of those within ten minutes the last one stays. A save
//! that was given a name stays, and so does one that went out, named by its revision. Of the rest the newest stay, and
//! those of published and spiked articles are forgotten after [`KEEP_DAYS`].

use super::drafting;
use super::redacting::blanking::Needles;
use super::redacting::lifting::Veil;
use super::{Article, Stage, making, revisions};
use crate::actor::Actor;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::comments::privacy;
use crate::copy::Copy;
use crate::db::{FromRow, Row, Session};
use crate::id::{ArticleId, SaveId};
use crate::paper::Tx;
use crate::rights::Deed;
use crate::words::{self, NAME_CHARS_MAX};
use crate::{Fault, Paper, Refusal, Result, Thing, jobs};
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;

/// Saves on one page at most.
pub const PAGE_MAX: u32 = 50;
/// Saves of one article that have a name, at most.
pub const NAMED_MAX: u32 = 100;
/// Saves of one article without a name that are kept, at most.
pub const UNNAMED_MAX: u32 = 200;
/// Minutes within which a person's saves are one chain, of which the last stays.
pub const CHAIN_MINUTES: i64 = 10;
/// Days after which saves without a name are forgotten, of articles that are out or spiked.
pub const KEEP_DAYS: i64 = 90;
/// Seconds a save stays after a newer one came, so that who was just given it to write on has it to merge from.
const LINGER_SECONDS: i64 = 60;
/// Minutes for which the save somebody writes on stays though they are not heard of.
const BASE_MINUTES: i64 = 60;
/// Saves rewritten in one transaction.
const SLICE: u32 = 8;
/// Saves forgotten in one transaction.
const FORGET_IN_A_SLICE: u32 = 200;

/// A kept save, without its text.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Save {
    /// Which save of the article it is: what [`Article::saves`] was after it.
    pub version: u32,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// What somebody called it; empty if nobody did.
    pub name: String,
    /// The revision it went out as.
    pub revision: Option<u32>,
}

impl FromRow for Save {
    fn from_row(row: &mut Row) -> Result<Save, Fault> {
        Ok(Save {
            version: row.take()?,
            at: row.take()?,
            by: row.take()?,
            name: row.take()?,
            revision: row.take()?,
        })
    }
}

/// A state of a text: a kept save, or what went out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Text {
    /// The save with this number.
    Save(u32),
    /// The revision with this number.
    Revision(u32),
}

/// Saves of an article before a number, newest first, at most `limit` and [`PAGE_MAX`]. Whoever asks has to see to it that
/// the desk's texts are shown to the desk only.
pub async fn saves(
    session: &mut Session,
    article: ArticleId,
    before: Option<u32>,
    limit: u32,
) -> Result<Vec<Save>> {
    Ok(session
        .all(
            "SELECT version, at, saved_by, name, revision FROM draft_saves
              WHERE article_id = $1 AND version < $2 ORDER BY version DESC LIMIT $3",
            (article, before.unwrap_or(u32::MAX), limit.min(PAGE_MAX)),
        )
        .await?)
}

/// What a save said; `None` where it is not kept any more.
pub async fn copy_of(
    session: &mut Session,
    article: ArticleId,
    version: u32,
) -> Result<Option<Copy>> {
    let row: Option<(String, Option<Veil>)> = session
        .opt(
            "SELECT copy, (SELECT v.needles FROM veils v WHERE v.article_id = draft_saves.article_id) FROM draft_saves
              WHERE article_id = $1 AND version = $2",
            (article, version),
        )
        .await?;
    let Some((copy, veil)) = row else {
        return Ok(None);
    };
    let mut copy: Copy = serde_json::from_str(&copy)?;
    if let Some(veil) = veil {
        veil.over_copy(&mut copy)?;
    }
    Ok(Some(copy))
}

/// What a text of an article says, as a copy.
///
/// # Errors
/// Refused where there is no such save or revision.
pub async fn text(session: &mut Session, article: ArticleId, which: Text) -> Result<Copy> {
    match which {
        Text::Save(version) => copy_of(session, article, version)
            .await?
            .ok_or_else(|| unknown(version)),
        Text::Revision(number) => {
            let revision = revisions::revision_numbered(session, article, number).await?;
            Ok(making::copy_of(&revision.content, Vec::new()))
        }
    }
}

fn unknown(version: u32) -> crate::Error {
    Refusal::Unknown {
        thing: Thing::Save,
        name: version.to_string(),
    }
    .into()
}

/// Whether a save goes on with what its writer saved before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Chain {
    /// The person writes on.
    GoesOn,
    /// What stood before stays whatever follows.
    Begins,
}

/// Keeps what a save said. Of what that makes superfluous, the rest goes.
pub(crate) async fn keep(
    tx: &mut Tx,
    by: &Actor,
    article: ArticleId,
    version: u32,
    copy: &str,
    chain: Chain,
) -> Result<()> {
    let ago = |minutes| ago(tx.now, SignedDuration::from_mins(minutes));
    let (chain_since, bases_since) = (ago(CHAIN_MINUTES), ago(BASE_MINUTES));
    let before: Option<(u32, Timestamp)> = match chain {
        Chain::Begins => None,
        Chain::GoesOn => {
            tx.session
                .opt(
                    "SELECT chain, began_at FROM draft_saves WHERE article_id = $1 AND account_id = $2 AND began_at > $3
                      ORDER BY version DESC LIMIT 1",
                    (article, by.account(), chain_since),
                )
                .await?
        }
    };
    let chain = before.unwrap_or((version, tx.now));
    tx.session
        .exec(
            "UPDATE draft_saves SET next_at = $2 WHERE article_id = $1 AND next_at IS NULL",
            (article, tx.now),
        )
        .await?;
    insert(tx, by, article, version, copy, chain).await?;
    let lingering = self::ago(tx.now, SignedDuration::from_secs(LINGER_SECONDS));
    tx.session
        .exec(
            "DELETE FROM draft_saves WHERE article_id = $1 AND name = '' AND revision IS NULL AND next_at < $2
                AND EXISTS (SELECT 1 FROM draft_saves n WHERE n.article_id = draft_saves.article_id
                     AND n.chain = draft_saves.chain AND n.version > draft_saves.version)
                AND NOT EXISTS (SELECT 1 FROM desk_presence w WHERE w.article_id = draft_saves.article_id
                     AND w.base = draft_saves.version AND w.seen_at > $3)",
            (article, lingering, bases_since),
        )
        .await?;
    tx.session
        .exec(
            "DELETE FROM draft_saves WHERE article_id = $1 AND name = '' AND revision IS NULL
                AND version <= (SELECT s.version FROM draft_saves s WHERE s.article_id = $1 AND s.name = ''
                     AND s.revision IS NULL ORDER BY s.version DESC LIMIT 1 OFFSET $2)",
            (article, UNNAMED_MAX),
        )
        .await?;
    Ok(())
}

/// Keeps what a new article says: there is nothing before it that could go.
pub(crate) async fn keep_first(
    tx: &mut Tx,
    by: &Actor,
    article: ArticleId,
    version: u32,
    copy: &str,
) -> Result<()> {
    let now = tx.now;
    insert(tx, by, article, version, copy, (version, now)).await
}

/// One row. `chain` is the first save of its chain, and when that was.
async fn insert(
    tx: &mut Tx,
    by: &Actor,
    article: ArticleId,
    version: u32,
    copy: &str,
    (chain, began): (u32, Timestamp),
) -> Result<()> {
    tx.session
        .exec(
            "INSERT INTO draft_saves (id, article_id, version, at, account_id, saved_by, name, chain, began_at, copy)
             VALUES ($1, $2, $3, $4, $5, $6, '', $7, $8, $9)",
            (SaveId::draw(&tx.paper)?, article, version, tx.now, by.account(), by.name(), chain, began, copy),
        )
        .await?;
    Ok(())
}

fn ago(now: Timestamp, long: SignedDuration) -> Timestamp {
    now.checked_sub(long).unwrap_or(now)
}

/// What readers see becomes a kept save where it is none, so that two who begin to change it have it to merge from.
pub(crate) async fn keep_shown(tx: &mut Tx, article: &Article, shown: &Copy) -> Result<()> {
    tx.session
        .exec(
            "INSERT INTO draft_saves (id, article_id, version, at, account_id, saved_by, name, revision, chain, began_at, copy)
             VALUES ($1, $2, $3, $4, NULL, 'system', '', $5, $3, $4, $6)
             ON CONFLICT (article_id, version) DO NOTHING",
            (
                SaveId::draw(&tx.paper)?,
                article.id,
                article.saves,
                tx.now,
                article.revisions,
                serde_json::to_string(shown)?,
            ),
        )
        .await?;
    Ok(())
}

/// The save that went out stays, named by the number of its revision.
pub(crate) async fn went_out(
    tx: &mut Tx,
    article: ArticleId,
    version: u32,
    revision: u32,
) -> Result<()> {
    tx.session
        .exec(
            "UPDATE draft_saves SET revision = $3 WHERE article_id = $1 AND version = $2",
            (article, version, revision),
        )
        .await?;
    // From now on old saves of the article are forgotten, whether readers ever send anything or not.
    jobs::daily(tx, jobs::Kind::ForgetReaders, privacy::JOB).await
}

/// Gives a save a name, by which it stays; an empty name takes it away.
///
/// # Errors
/// Refused without [`Deed::Save`], for a save that is not kept, and beyond [`NAMED_MAX`].
pub async fn name_save(
    paper: &Paper,
    by: &Actor,
    article: ArticleId,
    version: u32,
    name: &str,
) -> Result<()> {
    let name = words::optional_line("save_name", name, NAME_CHARS_MAX)?;
    let mut tx = paper.begin().await?;
    drafting::may_save(&mut tx, by, article).await?;
    let (named,): (u32,) = tx
        .session
        .one(
            "SELECT COUNT(*) FROM draft_saves WHERE article_id = $1 AND name <> '' AND version <> $2",
            (article, version),
        )
        .await?;
    if !name.is_empty() && named >= NAMED_MAX {
        return Err(Refusal::LimitReached {
            what: "saves",
            most: NAMED_MAX as usize,
        }
        .into());
    }
    let done = tx
        .session
        .exec(
            "UPDATE draft_saves SET name = $3 WHERE article_id = $1 AND version = $2",
            (article, version, &name),
        )
        .await?;
    if done == 0 {
        return Err(unknown(version));
    }
    let detail = json!({"version": version, "named": name});
    audit::note(&mut tx, by, Deed::Save, About::article(article), detail).await?;
    tx.commit("draft.name", &Traces::default()).await?;
    Ok(())
}

/// Makes an earlier text the working text, as a new save. What stood there before stays among the saves.
///
/// # Errors
/// Refused as [`drafting::save`] is, and where there is no such save or revision.
pub async fn restore_save(
    paper: &Paper,
    by: &Actor,
    article: ArticleId,
    which: Text,
) -> Result<u32> {
    let mut tx = paper.begin().await?;
    drafting::may_save(&mut tx, by, article).await?;
    let mut copy = text(&mut tx.session, article, which).await?;
    if let Text::Revision(_) = which {
        // A revision says what readers saw; topics and the note of the desk are those of today.
        let stored = super::find(&mut tx.session, article).await?;
        let working = drafting::working_copy(&mut tx.session, &stored).await?;
        copy.topics = working.topics;
        copy.desk_note = working.desk_note;
    }
    let version = drafting::save_in(&mut tx, by, article, copy, None, Chain::Begins).await?;
    let detail = match which {
        Text::Save(save) => json!({"version": version, "restored": save}),
        Text::Revision(number) => json!({"version": version, "restored_revision": number}),
    };
    audit::note(&mut tx, by, Deed::Save, About::article(article), detail).await?;
    tx.commit("draft.restore", &Traces::default()).await?;
    Ok(version)
}

/// From now on no text read before is merged: words in it were blanked.
pub(crate) async fn seal(tx: &mut Tx, article: ArticleId) -> Result<()> {
    tx.session
        .exec(
            "UPDATE articles SET merges_from = saves WHERE id = $1",
            (article,),
        )
        .await?;
    Ok(())
}

/// The earliest count of saves a text may have been read at to be merged.
pub(super) async fn merges_from(session: &mut Session, article: ArticleId) -> Result<u32> {
    let (from,): (u32,) = session
        .one("SELECT merges_from FROM articles WHERE id = $1", (article,))
        .await?;
    Ok(from)
}

/// Blanks words in every kept save of an article, a few in each transaction.
pub(super) async fn blank(paper: &Paper, article: ArticleId, needles: &Needles) -> Result<()> {
    let mut after = Vec::new();
    loop {
        let mut tx = paper.begin().await?;
        let rows: Vec<(SaveId, String)> = tx
            .session
            .all(
                "SELECT id, copy FROM draft_saves WHERE article_id = $1 AND id > $2 ORDER BY id LIMIT $3",
                (article, after, SLICE),
            )
            .await?;
        let Some((last, _)) = rows.last() else {
            return Ok(());
        };
        after = last.bytes().to_vec();
        for (id, copy) in rows {
            let mut copy: Copy = serde_json::from_str(&copy)?;
            if needles.blank_copy(&mut copy)? > 0 {
                tx.session
                    .exec(
                        "UPDATE draft_saves SET copy = $2 WHERE id = $1",
                        (id, serde_json::to_string(&copy)?),
                    )
                    .await?;
            }
        }
        tx.session.commit().await?;
    }
}

/// A slice of old saves without a name, of articles that are out or spiked: looked up without the writers' lock.
pub(crate) async fn old(session: &mut Session, now: Timestamp) -> Result<Vec<SaveId>> {
    let old = ago(now, SignedDuration::from_hours(24 * KEEP_DAYS));
    let rows: Vec<(SaveId,)> = session
        .all(
            "SELECT s.id FROM draft_saves s JOIN articles a ON a.id = s.article_id
              WHERE s.at < $1 AND s.name = '' AND s.revision IS NULL
                AND (a.first_published_at IS NOT NULL OR a.state = $2)
                AND NOT EXISTS (SELECT 1 FROM drafts d WHERE d.article_id = s.article_id AND d.version = s.version)
              LIMIT $3",
            (old, Stage::Spiked.word(), FORGET_IN_A_SLICE),
        )
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Forgets saves found before, but what was given a name since. Says how many.
pub(crate) async fn forget(tx: &mut Tx, old: &[SaveId]) -> Result<u64> {
    let mut rows = 0;
    for id in old {
        rows += tx
            .session
            .exec(
                "DELETE FROM draft_saves WHERE id = $1 AND name = '' AND revision IS NULL",
                (*id,),
            )
            .await?;
    }
    Ok(rows)
}
