//! Publishing: the one way a text becomes visible, and the one way a visible text changes.

use super::checking::first_on;
pub use super::checking::{findings, findings_of, findings_of_file, surroundings};
use super::content::{Class, Content, State};
use super::judging::{self, Before, Judged};
use super::making::{self, Frame};
use super::{Article, PlacementRow, Stage, checking, drafting, fitting, revisions, saves, showing};
use crate::actor::Actor;
use crate::audit::{self, About};
use crate::copy::Copy;
use crate::desk;
use crate::gate::{self, Finding};
use crate::id::{ArticleId, CaseId, OverrideId, RevisionId};
use crate::log::{self, Entered};
use crate::paper::Tx;
use crate::rights::Deed;
use crate::titles::Title;
use crate::words::{self, NOTE_CHARS_MAX};
use crate::{Paper, Refusal, Result, Session, cases, series, sources, titles};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;

/// How a draft goes out.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
pub struct Going {
    /// The class of the change; the first publication is always [`Class::First`].
    pub class: Class,
    /// What readers are told.
    pub note: String,
    /// Blocks overridden, each with its reason.
    pub overrides: Vec<Override>,
    /// For a first publication that happened elsewhere before: its date in the past.
    pub dated: Option<Timestamp>,
    /// What [`Article::saves`] was when whoever lets the draft go read it; if somebody saved in between, it stays.
    pub read_at: Option<u32>,
    /// What a reader reported, where the change mends it.
    pub case: Option<CaseId>,
}

impl Default for Going {
    fn default() -> Going {
        Going {
            class: Class::First,
            note: String::new(),
            overrides: Vec::new(),
            dated: None,
            read_at: None,
            case: None,
        }
    }
}

impl Going {
    /// A change of a class, with its note.
    pub fn change(class: Class, note: &str) -> Going {
        Going {
            class,
            note: note.to_owned(),
            ..Going::default()
        }
    }
}

/// A block of the gate set aside by somebody who answers for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Override {
    /// The finding's code.
    pub code: String,
    /// Why; kept, counted, in the audit trail.
    pub reason: String,
}

/// What went out.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// The article.
    pub article: ArticleId,
    /// The number of the revision.
    pub revision: u32,
    /// Its addresses, the canonical one first: host and path.
    pub addresses: Vec<(String, String)>,
    /// What the gate remarked, warnings included.
    pub findings: Vec<Finding>,
}

/// Publishes the draft of an article: for the first time, or as the next revision of a published one.
///
/// Refused when the gate finds a block that is not overridden, when an embargo or hold stands, when the article was
/// spiked or withdrawn, or when nothing changes. When this returns, the next request of any reader shows it.
pub async fn publish(paper: &Paper, by: &Actor, id: ArticleId, going: Going) -> Result<Published> {
    let judged = judging::judge(paper, Before::Draft(id, going.dated)).await;
    let mut tx = paper.begin().await?;
    let published = publish_in(&mut tx, by, id, going, judged).await;
    checking::settled(tx, "article.publish", published).await
}

/// Files an article and publishes it, in one transaction: if the gate says no, nothing is kept.
pub async fn file_and_publish(
    paper: &Paper,
    by: &Actor,
    filing: drafting::Filing,
    going: Going,
) -> Result<Published> {
    let before = Before::Filing(filing.title, filing.copy.clone(), going.dated);
    let judged = judging::judge(paper, before).await;
    let mut tx = paper.begin().await?;
    let id = drafting::file_in(&mut tx, by, filing, drafting::Filed::ToGoOut).await?;
    let published = publish_in(&mut tx, by, id, going, judged).await;
    checking::settled(tx, "article.publish", published).await
}

/// Changes a published article to this copy, in one transaction.
///
/// `from` is the revision the copy was made from. Refused when the text has changed since, and while somebody has a
/// draft of its next revision in work: publish or discard that first.
pub async fn change(
    paper: &Paper,
    by: &Actor,
    id: ArticleId,
    from: u32,
    copy: Copy,
    going: Going,
) -> Result<Published> {
    let judged = judging::judge(paper, Before::Change(id, copy.clone())).await;
    let mut tx = paper.begin().await?;
    let article = super::find(&mut tx.session, id).await?;
    if article.first_published.is_none() {
        return Err(Refusal::NeverPublished.into());
    }
    if let Some(by) = revisions::changed_since(&mut tx.session, id, from).await? {
        return Err(Refusal::DraftMoved { by }.into());
    }
    // A draft of the next revision in work is somebody's text: it is not overwritten by a correction.
    if let Some(draft) = drafting::find_draft(&mut tx.session, id).await? {
        return Err(Refusal::DraftMoved { by: draft.saved_by }.into());
    }
    drafting::save_in(&mut tx, by, id, copy, None, saves::Chain::GoesOn).await?;
    let published = publish_in(&mut tx, by, id, going, judged).await;
    checking::settled(tx, "article.change", published).await
}

/// `judged` is what the gate said before the deed, where it was asked.
pub(crate) async fn publish_in(
    tx: &mut Tx,
    by: &Actor,
    id: ArticleId,
    going: Going,
    judged: Option<Judged>,
) -> Result<Published> {
    let article = super::find(&mut tx.session, id).await?;
    let placement = super::original(&mut tx.session, id).await?;
    let first = article.first_published.is_none();
    let deed = if first { Deed::Publish } else { Deed::Change };
    by.may(tx, deed, Some(article.home), Some(placement.section))
        .await?;
    let draft = drafting::find_draft(&mut tx.session, id)
        .await?
        .ok_or(Refusal::NoDraft)?;
    if going.read_at.is_some_and(|read| read != article.saves) {
        let by = draft.saved_by;
        return Err(Refusal::DraftMoved { by }.into());
    }
    may_go_out(&article, &draft.copy, tx.now)?;
    if first {
        for elsewhere in super::placements(&mut tx.session, id).await? {
            if !elsewhere.original {
                first_on(tx, elsewhere.title).await?;
            }
        }
    }
    let title = titles::by_id(&mut tx.session, article.home).await?;
    let frame = frame_of(tx, by, &article, &title, &going).await?;

    let before = match article.revision {
        Some(live) => Some(revisions::by_id(&mut tx.session, live).await?.content),
        None => None,
    };
    let copy = one_headline(tx, &placement, draft.copy, before.as_ref()).await?;
    let copy = making::fill(&mut tx.session, copy, &title).await?;
    let dated = going.dated.filter(|_| article.first_published.is_none());
    let when = (dated, tx.now);
    let findings = judging::findings_in(tx, &title, Some(&article), &copy, when, judged).await?;
    let overridden = overrides(tx, by, &article, &findings, &going.overrides).await?;

    tx.touches(id).await?;
    drafting::set_topics(tx, placement.id, title.id, &copy.topics).await?;
    let mut content =
        making::content(&mut tx.session, tx.now, &article, &title, &copy, frame).await?;
    if let Some(before) = before {
        let before = before.called_as_read();
        content.statements.clone_from(&before.statements);
        if before.reads_as(&content) {
            return Err(Refusal::NothingChanged.into());
        }
        fitting::fits(content.class, &before, &content)?;
        content.redactions = before.redactions;
    }
    let revision = go_out(tx, by, deed, &article, &mut content).await?;
    tx.session
        .exec("DELETE FROM drafts WHERE article_id = $1", (id,))
        .await?;
    saves::went_out(tx, id, draft.version, content.number).await?;
    if let Some(case) = going.case {
        cases::deciding::led_by(tx, by, case, id, content.class, content.number).await?;
    }
    desk::cleared(tx, id).await?;
    for over in &overridden {
        keep_override(tx, by, id, revision, over).await?;
    }
    checking::count(tx, &findings, &overridden).await?;
    sources::remember(tx, title.id, &copy.sources).await?;
    if article.first_published.is_none() {
        let now = tx.now;
        sources::remember_series(tx, title.id, &copy.series).await?;
        series::goes_out(tx, title.id, id, &copy.series, now).await?;
    }
    let addresses = addresses_of(tx, id).await?;
    Ok(Published {
        article: id,
        revision: content.number,
        addresses,
        findings,
    })
}

/// A headline of its own that an older record gave the original becomes the article's, unless the desk has written
/// another since, so that the gate judges the words readers read.
async fn one_headline(
    tx: &mut Tx,
    original: &PlacementRow,
    mut copy: Copy,
    before: Option<&Content>,
) -> Result<Copy> {
    if original.headline.is_empty() {
        return Ok(copy);
    }
    if before.is_none_or(|before| before.headline == copy.headline) {
        copy.headline.clone_from(&original.headline);
    }
    tx.session
        .exec(
            "UPDATE placements SET headline = '' WHERE id = $1",
            (original.id,),
        )
        .await?;
    Ok(copy)
}

/// Appends the revision, shows it, enters it into the log, and leaves the audit line. Every visible change of an article ends here.
pub(crate) async fn go_out(
    tx: &mut Tx,
    by: &Actor,
    deed: Deed,
    article: &Article,
    content: &mut Content,
) -> Result<RevisionId> {
    let appended = revisions::append(tx, by, content).await?;
    let revision = appended.id;
    showing::show(tx, article, revision, content).await?;
    let places = log::places_of(&mut tx.session, article.id).await?;
    let of = (article.id, article.home);
    let entered = Entered::of(content, of, appended.commitment, places);
    log::enter(tx, vec![entered]).await?;
    let detail =
        json!({"revision": content.number, "class": content.class.word(), "note": content.note});
    audit::note(
        tx,
        by,
        deed,
        About {
            article: Some(article.id),
            title: Some(article.home),
        },
        detail,
    )
    .await?;
    Ok(revision)
}

/// Whether anything but the gate keeps a text from going out at an instant.
pub(crate) fn may_go_out(article: &Article, copy: &Copy, at: Timestamp) -> Result<()> {
    match article.stage {
        Stage::Spiked => return Err(Refusal::Spiked.into()),
        Stage::Withdrawn | Stage::Killed => return Err(Refusal::Withdrawn.into()),
        Stage::Draft | Stage::Live => {}
    }
    if !article.hold.is_empty() {
        return Err(Refusal::Held {
            reason: article.hold.clone(),
        }
        .into());
    }
    match copy.embargo {
        Some(until) if until > at => Err(Refusal::Embargoed { until }.into()),
        _ => Ok(()),
    }
}

async fn frame_of(
    tx: &mut Tx,
    by: &Actor,
    article: &Article,
    title: &Title,
    going: &Going,
) -> Result<Frame> {
    let note = words::optional_line("note", &going.note, NOTE_CHARS_MAX)?;
    let Some(first_published) = article.first_published else {
        let first_published = match going.dated {
            None => tx.now,
            Some(at) if at > tx.now => return Err(Refusal::FutureDate { at }.into()),
            Some(at) => {
                by.may(tx, Deed::Backdate, Some(title.id), None).await?;
                let about = About::article(article.id);
                audit::note(tx, by, Deed::Backdate, about, json!({"dated": at})).await?;
                // What is kept is in microseconds, so what the revision says is too.
                crate::clock::whole_micros(at)
            }
        };
        return Ok(Frame {
            class: Class::First,
            note: String::new(),
            first_published,
            state: State::Live,
        });
    };
    fits(going.class, &note)?;
    Ok(Frame {
        class: going.class,
        note,
        first_published,
        state: State::Live,
    })
}

/// Whether a change of what is published can be of a class, with this note.
pub(crate) fn fits(class: Class, note: &str) -> Result<()> {
    match class {
        // A reply is somebody else's text: `replying` prints it.
        Class::Typo | Class::Style | Class::Update | Class::Correction | Class::Clarification => {}
        _ => return Err(Refusal::WrongClass { class }.into()),
    }
    if class.needs_note() && note.is_empty() {
        return Err(Refusal::NoteNeeded { class }.into());
    }
    Ok(())
}

/// Codes of the rules that were set aside for an article, whenever it was.
pub(crate) async fn set_aside(session: &mut Session, id: ArticleId) -> Result<BTreeSet<String>> {
    let rows: Vec<(String,)> = session
        .all(
            "SELECT DISTINCT code FROM overrides WHERE article_id = $1",
            (id,),
        )
        .await?;
    Ok(rows.into_iter().map(|(code,)| code).collect())
}

/// Checks the overrides against the blocks found; what stays blocked is refused.
pub(super) async fn overrides(
    tx: &mut Tx,
    by: &Actor,
    article: &Article,
    findings: &[Finding],
    asked: &[Override],
) -> Result<Vec<Override>> {
    let blocks = gate::blocks(findings);
    let mut taken = Vec::with_capacity(asked.len());
    for over in asked {
        if !blocks.iter().any(|finding| finding.code == over.code) {
            return Err(Refusal::NotABlock {
                code: over.code.clone(),
            }
            .into());
        }
        let reason = words::optional_line("reason", &over.reason, NOTE_CHARS_MAX)?;
        if reason.is_empty() {
            return Err(Refusal::ReasonNeeded.into());
        }
        by.may(tx, Deed::Override, Some(article.home), None).await?;
        taken.push(Override {
            code: over.code.clone(),
            reason,
        });
    }
    if blocks
        .iter()
        .all(|finding| taken.iter().any(|over| over.code == finding.code))
    {
        return Ok(taken);
    }
    let findings = findings
        .iter()
        .filter(|finding| !taken.iter().any(|over| over.code == finding.code))
        .cloned()
        .collect();
    Err(Refusal::Gate { findings }.into())
}

pub(super) async fn keep_override(
    tx: &mut Tx,
    by: &Actor,
    id: ArticleId,
    revision: RevisionId,
    over: &Override,
) -> Result<()> {
    tx.session
        .exec(
            "INSERT INTO overrides (id, article_id, revision_id, code, account_id, actor, reason, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            (OverrideId::draw(&tx.paper)?, id, revision, &over.code, by.account(), by.name(), &over.reason, tx.now),
        )
        .await?;
    let detail = json!({"code": over.code, "reason": over.reason});
    audit::note(tx, by, Deed::Override, About::article(id), detail).await
}

async fn addresses_of(tx: &mut Tx, id: ArticleId) -> Result<Vec<(String, String)>> {
    let rows: Vec<(String, Option<String>)> = tx
        .session
        .all(
            "SELECT h.host, p.path FROM placements p JOIN hosts h ON h.title_id = p.title_id AND h.main = 1
              WHERE p.article_id = $1 ORDER BY p.original DESC, p.placed_at",
            (id,),
        )
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|(host, path)| path.map(|path| (host, path)))
        .collect())
}
