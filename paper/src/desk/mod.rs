//! The desk: where the work on each article stands, who has it, until when, and what is said about it.
//!
//! A text in work is in a [`Phase`], which people move it through; the [`Shelf`] it lies on follows from that and from what
//! else is known of it: that it is on the schedule, out, or reported by a reader. [`moving`] holds the deeds, [`notes`]
//! what the desk says among itself, [`presence`] who has a text open now. Lists are made in
//! [`reading::desk`](crate::reading::desk), what concerns somebody in [`reading::bell`](crate::reading::bell).

pub mod moving;
pub mod notes;
pub mod presence;

use crate::actor::Actor;
use crate::articles::{Article, drafting};
use crate::audit::{self, About};
use crate::db::Session;
use crate::id::{ArticleId, SectionId, TitleId};
use crate::paper::Tx;
use crate::rights::{Deed, words};
use crate::{Error, Paper, Result, words};
use jiff::Timestamp;
use serde_json::json;

pub use moving::{assign, due, move_to, name, propose};
pub use presence::{gone, here};

words! {
    /// How far the work on a text has come (*fase*).
    Phase {
        /// *Idea*: nobody writes it yet.
        Idea = "idea",
        /// *Bozza*: it is being written.
        Writing = "writing",
        /// *Al desk*: it is with the editors.
        Desk = "desk",
        /// *Approvato*: whoever may publish it says that it can go out.
        Approved = "approved",
    }
}

words! {
    /// Where the desk finds an article (*scaffale*).
    Shelf {
        /// *Idee*.
        Idea = "idea",
        /// *Bozze*.
        Writing = "writing",
        /// *Al desk*.
        Desk = "desk",
        /// *Approvati*.
        Approved = "approved",
        /// *Programmati*: goes out by itself at a time.
        Scheduled = "scheduled",
        /// *In pagina*: out, and nothing to be done.
        Live = "live",
        /// *Da correggere*: out, with its next text in work or a reader's report open.
        Correct = "correct",
        /// *Scartati*.
        Spiked = "spiked",
    }
}

/// A new article lies among what is being written.
pub(crate) async fn filed(
    tx: &mut Tx,
    id: ArticleId,
    title: TitleId,
    headline: &str,
) -> Result<()> {
    tx.session
        .exec(
            "INSERT INTO desk (article_id, title_id, phase, shelf, saved_at, words, name, assigned_name)
             VALUES ($1, $2, 'writing', 'writing', $3, $4, '', '')",
            (id, title, tx.now, words::folded(headline)),
        )
        .await?;
    Ok(())
}

/// Brings the desk's row of an article in line with its draft, which was just written.
pub(crate) async fn lies_there(tx: &mut Tx, id: ArticleId, headline: &str) -> Result<()> {
    open(tx, id).await?;
    let (name,): (String,) = tx
        .session
        .one("SELECT name FROM desk WHERE article_id = $1", (id,))
        .await?;
    tx.session
        .exec(
            "UPDATE desk SET words = $2 WHERE article_id = $1",
            (id, words::folded(&format!("{headline}\n{name}"))),
        )
        .await?;
    shelve(tx, id).await
}

/// Sees to it that an article has a row of the desk.
async fn open(tx: &mut Tx, id: ArticleId) -> Result<()> {
    tx.session
        .exec(
            "INSERT INTO desk (article_id, title_id, phase, shelf, saved_at, words, name, assigned_name)
             SELECT id, home_title_id, 'writing', '', $2, '', '', '' FROM articles WHERE id = $1
             ON CONFLICT (article_id) DO NOTHING",
            (id, tx.now),
        )
        .await?;
    Ok(())
}

/// Says anew on which shelf an article in work lies: after every deed that changes its draft, its schedule or its state.
pub(crate) async fn shelve(tx: &mut Tx, id: ArticleId) -> Result<()> {
    tx.session
        .exec(
            "UPDATE desk SET
                shelf = COALESCE((SELECT CASE WHEN a.state = 'spiked' THEN 'spiked' WHEN d.due_at IS NOT NULL THEN 'scheduled'
                                              WHEN a.first_published_at IS NOT NULL THEN 'correct' ELSE desk.phase END
                                    FROM drafts d JOIN articles a ON a.id = d.article_id WHERE d.article_id = desk.article_id), ''),
                saved_at = COALESCE((SELECT d.saved_at FROM drafts d WHERE d.article_id = desk.article_id), saved_at),
                goes_at = (SELECT d.due_at FROM drafts d WHERE d.article_id = desk.article_id)
              WHERE article_id = $1",
            (id,),
        )
        .await?;
    Ok(())
}

/// The work on an article is done: its draft went out or was thrown away. While a reader's report is open, whoever has it
/// goes on having it.
pub(crate) async fn cleared(tx: &mut Tx, id: ArticleId) -> Result<()> {
    let open: Option<(i64,)> = tx
        .session
        .opt(
            "SELECT at FROM cases WHERE article_id = $1 AND state = 'open' LIMIT 1",
            (id,),
        )
        .await?;
    if open.is_none() {
        tx.session
            .exec("DELETE FROM desk WHERE article_id = $1", (id,))
            .await?;
        return Ok(());
    }
    tx.session
        .exec(
            "UPDATE desk SET phase = 'writing', words = '', checked = NULL, blocks = NULL, warnings = NULL WHERE article_id = $1",
            (id,),
        )
        .await?;
    shelve(tx, id).await
}

/// Notes that somebody worked on an article: it is one of theirs.
pub(crate) async fn has_hand(tx: &mut Tx, by: &Actor, id: ArticleId) -> Result<()> {
    let Some(account) = by.account() else {
        return Ok(());
    };
    tx.session
        .exec(
            "INSERT INTO desk_hands (article_id, account_id, at) VALUES ($1, $2, $3)
             ON CONFLICT (article_id, account_id) DO UPDATE SET at = excluded.at",
            (id, account, tx.now),
        )
        .await?;
    Ok(())
}

/// The phase of an article in work; of one without a draft that of a draft to come.
pub async fn phase(session: &mut Session, id: ArticleId) -> Result<Phase> {
    let row: Option<(String,)> = session
        .opt("SELECT phase FROM desk WHERE article_id = $1", (id,))
        .await?;
    Ok(row
        .and_then(|(word,)| Phase::parse(&word))
        .unwrap_or(Phase::Writing))
}

/// Puts an article that was filed in this very deed where the work on it stands.
pub(crate) async fn put(tx: &mut Tx, id: ArticleId, phase: Phase) -> Result<()> {
    set_phase(tx, id, phase).await
}

async fn set_phase(tx: &mut Tx, id: ArticleId, phase: Phase) -> Result<()> {
    tx.session
        .exec(
            "UPDATE desk SET phase = $2 WHERE article_id = $1",
            (id, phase.word()),
        )
        .await?;
    shelve(tx, id).await
}

/// What was approved and is changed by somebody who could not have approved it goes back to the desk.
pub(crate) async fn reopen(
    tx: &mut Tx,
    by: &Actor,
    article: &Article,
    section: SectionId,
) -> Result<()> {
    if phase(&mut tx.session, article.id).await? != Phase::Approved {
        return Ok(());
    }
    let deed = drafting::publishing_deed(article);
    match by.may(tx, deed, Some(article.home), Some(section)).await {
        Ok(()) => Ok(()),
        Err(Error::Refused(_)) => {
            set_phase(tx, article.id, Phase::Desk).await?;
            let detail = json!({"from": Phase::Approved.word(), "to": Phase::Desk.word()});
            audit::note(tx, by, Deed::Advance, About::article(article.id), detail).await
        }
        Err(fault) => Err(fault),
    }
}

/// Says that an account has seen what rang up to an instant; never before what was seen already.
///
/// No deed of the newspaper: it leaves neither an audit line nor a change.
pub async fn bell_seen(paper: &Paper, by: &Actor, until: Timestamp) -> Result<()> {
    let mut tx = paper.begin().await?;
    if let Some(account) = by.account() {
        tx.session
            .exec(
                "INSERT INTO desk_bells (account_id, seen_at) VALUES ($1, $2)
                 ON CONFLICT (account_id) DO UPDATE SET seen_at = excluded.seen_at
                  WHERE desk_bells.seen_at < excluded.seen_at",
                (account, until.min(tx.now)),
            )
            .await?;
    }
    tx.session.commit().await?;
    Ok(())
}
