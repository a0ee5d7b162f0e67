//! Filing an article and saving its draft.

use super::saves::{self, Chain};
use super::{Article, PlacementRow, Stage, making};
use crate::actor::Actor;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::copy::Copy;
use crate::db::Session;
use crate::desk;
use crate::id::{AccountId, ArticleId, PlacementId, SectionId, TitleId};
use crate::paper::Tx;
use crate::rights::Deed;
use crate::words;
use crate::{Error, Paper, Refusal, Result, sections, titles, topics};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A new article.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Filing {
    /// The title it is filed for.
    pub title: TitleId,
    /// Slug of the section there; `None` means the first section.
    pub section: Option<String>,
    /// The last part of its address; `None` makes one of the headline when it goes out.
    pub slug: Option<String>,
    /// Readers may comment.
    pub comments: bool,
    /// What it says so far.
    pub copy: Copy,
}

/// A draft as kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// What it says.
    pub copy: Copy,
    /// Counts saves; a save names the one it started from.
    pub version: u32,
    /// When it was saved.
    pub saved_at: Timestamp,
    /// By whom.
    pub saved_by: String,
    /// When it goes out by itself.
    pub due: Option<Due>,
    /// Why it did not go out when it should have; empty otherwise.
    pub fault: String,
}

/// A draft's place in the schedule.
#[derive(Debug, Clone, PartialEq)]
pub struct Due {
    /// The instant.
    pub at: Timestamp,
    /// As the desk said it: local date and time.
    pub local: String,
    /// And zone.
    pub zone: String,
    /// The class of the change it will be.
    pub class: String,
    /// Its note.
    pub note: String,
    /// Who scheduled it, and in whose name it goes out.
    pub account: Option<AccountId>,
}

/// Files a new article with its first draft and its original placement. Readers see nothing yet.
pub async fn file(paper: &Paper, by: &Actor, filing: Filing) -> Result<ArticleId> {
    let mut tx = paper.begin().await?;
    let id = file_in(&mut tx, by, filing, Filed::ToStay).await?;
    tx.commit("article.file", &Traces::default()).await?;
    Ok(id)
}

/// What becomes of a text once it is filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Filed {
    /// The desk works on it.
    ToStay,
    /// It goes out in the same deed: its revision says what it said, and it never lies on the desk.
    ToGoOut,
}

pub(crate) async fn file_in(
    tx: &mut Tx,
    by: &Actor,
    filing: Filing,
    filed: Filed,
) -> Result<ArticleId> {
    file_as(tx, by, filing, filed, Deed::File).await
}

/// [`file_in`] for whoever may do this deed: what comes in from elsewhere is filed as well.
pub(crate) async fn file_as(
    tx: &mut Tx,
    by: &Actor,
    filing: Filing,
    filed: Filed,
    deed: Deed,
) -> Result<ArticleId> {
    let title = titles::by_id(&mut tx.session, filing.title).await?;
    let section = section_for(&mut tx.session, title.id, filing.section.as_deref()).await?;
    by.may(tx, deed, Some(title.id), Some(section)).await?;
    let day = tx.now.to_zoned_datetime(title.time_zone()).date();
    let copy = making::tidy(filing.copy)?.dated_by_filing(day);
    let slug = filing
        .slug
        .as_deref()
        .map(|slug| words::slug("slug", slug))
        .transpose()?
        .unwrap_or_default();
    let id = ArticleId::draw(&tx.paper)?;
    tx.session
        .exec(
            "INSERT INTO articles (id, home_title_id, state, hold, revision_count, created_at, created_by)
             VALUES ($1, $2, $3, '', 0, $4, $5)",
            (id, title.id, Stage::Draft.word(), tx.now, by.name()),
        )
        .await?;
    let placement = PlacementId::draw(&tx.paper)?;
    tx.session
        .exec(
            "INSERT INTO placements (id, article_id, title_id, section_id, slug, headline, comments, original, listed, placed_at)
             VALUES ($1, $2, $3, $4, $5, '', $6, 1, 0, $7)",
            (placement, id, title.id, section, &slug, filing.comments, tx.now),
        )
        .await?;
    set_topics(tx, placement, title.id, &copy.topics).await?;
    let (version, text) = put_draft(tx, by, id, &copy).await?;
    desk::has_hand(tx, by, id).await?;
    if filed == Filed::ToStay {
        saves::keep_first(tx, by, id, version, &text).await?;
        desk::filed(tx, id, title.id, &copy.headline).await?;
    }
    audit::note(
        tx,
        by,
        deed,
        About {
            article: Some(id),
            title: Some(title.id),
        },
        json!({"headline": copy.headline}),
    )
    .await?;
    Ok(id)
}

async fn section_for(
    session: &mut Session,
    title: TitleId,
    slug: Option<&str>,
) -> Result<SectionId> {
    match slug {
        Some(slug) => Ok(sections::section(session, title, slug).await?.id),
        None => sections::all(session, title)
            .await?
            .into_iter()
            .find(|section| section.parent.is_none())
            .map(|section| section.id)
            .ok_or_else(|| Refusal::Empty { field: "section" }.into()),
    }
}

/// Says which topics a placement belongs to.
pub(crate) async fn set_topics(
    tx: &mut Tx,
    placement: PlacementId,
    title: TitleId,
    slugs: &[String],
) -> Result<()> {
    tx.session
        .exec(
            "DELETE FROM placement_topics WHERE placement_id = $1",
            (placement,),
        )
        .await?;
    for (position, slug) in slugs.iter().enumerate() {
        let topic = topics::topic(&mut tx.session, title, slug).await?;
        tx.session
            .exec(
                "INSERT INTO placement_topics (topic_id, placement_id, first_published_at, position) VALUES ($1, $2, 0, $3)
                 ON CONFLICT (topic_id, placement_id) DO NOTHING",
                (topic.id, placement, i64::try_from(position).unwrap_or(0)),
            )
            .await?;
    }
    Ok(())
}

/// Keeps a copy as the draft. Says which save of the article it is.
async fn insert_draft(
    tx: &mut Tx,
    by: &Actor,
    id: ArticleId,
    copy: &Copy,
    chain: Chain,
) -> Result<u32> {
    let (version, text) = put_draft(tx, by, id, copy).await?;
    saves::keep(tx, by, id, version, &text, chain).await?;
    desk::has_hand(tx, by, id).await?;
    desk::lies_there(tx, id, &copy.headline).await?;
    Ok(version)
}

/// Puts a copy in the draft's place. Says which save of the article it is, and how it is kept.
async fn put_draft(tx: &mut Tx, by: &Actor, id: ArticleId, copy: &Copy) -> Result<(u32, String)> {
    let version = count_save(tx, id).await?;
    let text = serde_json::to_string(copy)?;
    tx.session
        .exec(
            "INSERT INTO drafts (article_id, copy, version, saved_at, saved_by, fault)
             VALUES ($1, $2, $3, $4, $5, '')
             ON CONFLICT (article_id) DO UPDATE SET copy = excluded.copy, version = excluded.version,
                saved_at = excluded.saved_at, saved_by = excluded.saved_by, fault = ''",
            (id, &text, version, tx.now, by.name()),
        )
        .await?;
    Ok((version, text))
}

/// Counts a change of the working text, so that whoever read it before has to read it again.
pub(crate) async fn count_save(tx: &mut Tx, id: ArticleId) -> Result<u32> {
    let (saves,): (u32,) = tx
        .session
        .one(
            "UPDATE articles SET saves = saves + 1 WHERE id = $1 RETURNING saves",
            (id,),
        )
        .await?;
    Ok(saves)
}

/// Puts other words into the draft there is, without touching its place in the schedule.
pub(crate) async fn rewrite(tx: &mut Tx, by: &Actor, id: ArticleId, copy: &Copy) -> Result<()> {
    let version = count_save(tx, id).await?;
    let text = serde_json::to_string(copy)?;
    tx.session
        .exec(
            "UPDATE drafts SET copy = $2, version = $3 WHERE article_id = $1",
            (id, &text, version),
        )
        .await?;
    saves::keep(tx, by, id, version, &text, Chain::Begins).await?;
    desk::lies_there(tx, id, &copy.headline).await
}

/// Saves the draft of an article; a published one gets a draft of its next revision, while the live one stays up.
///
/// `started_from` is what [`Article::saves`] was when the writer read the text; if somebody saved in between, nothing
/// is kept and the writer is told who. A text on the schedule can be changed by those who may publish it, since it goes
/// out without anybody looking again; an embargo can be shortened by those who may set one. Returns the new count.
pub async fn save(
    paper: &Paper,
    by: &Actor,
    id: ArticleId,
    copy: Copy,
    started_from: u32,
) -> Result<u32> {
    let mut tx = paper.begin().await?;
    let version = save_in(&mut tx, by, id, copy, Some(started_from), Chain::GoesOn).await?;
    tx.commit("draft.save", &Traces::default()).await?;
    Ok(version)
}

pub(crate) async fn save_in(
    tx: &mut Tx,
    by: &Actor,
    id: ArticleId,
    copy: Copy,
    started_from: Option<u32>,
    chain: Chain,
) -> Result<u32> {
    let (article, placement) = may_save(tx, by, id).await?;
    let mut copy = tidied(tx, &article, copy).await?;
    let before = find_draft(&mut tx.session, id).await?;
    if started_from.is_some_and(|started_from| started_from != article.saves) {
        return Err(Refusal::DraftMoved {
            by: last_hand(tx, &article, before.as_ref()).await?,
        }
        .into());
    }
    if let Some(before) = before {
        if before.copy != copy {
            desk::reopen(tx, by, &article, placement.section).await?;
        }
        if before.due.is_some() {
            let deed = publishing_deed(&article);
            by.may(tx, deed, Some(article.home), Some(placement.section))
                .await?;
            answers_for(tx, by, id).await?;
        }
        keep_embargo(tx, by, &article, &placement, before.copy.embargo, &mut copy).await?;
    } else if article.revision.is_some() {
        let shown = working_copy(&mut tx.session, &article).await?;
        saves::keep_shown(tx, &article, &shown).await?;
    }
    let version = insert_draft(tx, by, id, &copy, chain).await?;
    audit::note(
        tx,
        by,
        Deed::Save,
        About::article(id),
        json!({"version": version}),
    )
    .await?;
    Ok(version)
}

/// The article and its original placement, for whoever may save its text.
pub(crate) async fn may_save(
    tx: &mut Tx,
    by: &Actor,
    id: ArticleId,
) -> Result<(Article, PlacementRow)> {
    let article = super::find(&mut tx.session, id).await?;
    let placement = super::original(&mut tx.session, id).await?;
    by.may(tx, Deed::Save, Some(article.home), Some(placement.section))
        .await?;
    if article.stage == Stage::Spiked {
        return Err(Refusal::Spiked.into());
    }
    Ok((article, placement))
}

/// A copy as drafts of an article are kept.
pub(super) async fn tidied(tx: &mut Tx, article: &Article, copy: Copy) -> Result<Copy> {
    let title = titles::by_id(&mut tx.session, article.home).await?;
    let day = tx.now.to_zoned_datetime(title.time_zone()).date();
    Ok(making::tidy(copy)?.dated_by_filing(day))
}

/// What publishing an article is called: the first time it asks more than later.
pub(crate) fn publishing_deed(article: &Article) -> Deed {
    if article.first_published.is_none() {
        Deed::Publish
    } else {
        Deed::Change
    }
}

/// Who changed the text last: the draft's writer, or the editor of what went out.
pub(super) async fn last_hand(
    tx: &mut Tx,
    article: &Article,
    draft: Option<&Draft>,
) -> Result<String> {
    match (draft, article.revision) {
        (Some(draft), _) => Ok(draft.saved_by.clone()),
        (None, Some(shown)) => Ok(super::revisions::by_id(&mut tx.session, shown)
            .await?
            .editor),
        (None, None) => Ok(String::new()),
    }
}

/// Who saves a text that is on the schedule answers for it going out.
async fn answers_for(tx: &mut Tx, by: &Actor, id: ArticleId) -> Result<()> {
    tx.session
        .exec(
            "UPDATE drafts SET due_account = $2 WHERE article_id = $1",
            (id, by.account()),
        )
        .await?;
    Ok(())
}

/// An embargo stands whatever a save says, unless the writer may lift it; then the trail says that he did.
async fn keep_embargo(
    tx: &mut Tx,
    by: &Actor,
    article: &Article,
    placement: &PlacementRow,
    stands: Option<Timestamp>,
    copy: &mut Copy,
) -> Result<()> {
    let Some(until) = stands.filter(|until| copy.embargo.is_none_or(|new| new < *until)) else {
        return Ok(());
    };
    match by
        .may(
            tx,
            Deed::Embargo,
            Some(article.home),
            Some(placement.section),
        )
        .await
    {
        Ok(()) => {
            let detail = json!({"until": copy.embargo, "was": until});
            audit::note(tx, by, Deed::Embargo, About::article(article.id), detail).await
        }
        Err(Error::Refused(_)) => {
            copy.embargo = Some(until);
            Ok(())
        }
        Err(fault) => Err(fault),
    }
}

/// Throws away the draft of the next revision of a published article.
///
/// What somebody put on the schedule is thrown away only by those who may publish it, and what is under an embargo only
/// by those who may set one: thrown away and saved again, the text would stand there without.
pub async fn discard(paper: &Paper, by: &Actor, id: ArticleId) -> Result<()> {
    let mut tx = paper.begin().await?;
    let article = super::find(&mut tx.session, id).await?;
    let placement = super::original(&mut tx.session, id).await?;
    let (home, section) = (Some(article.home), Some(placement.section));
    by.may(&mut tx, Deed::Save, home, section).await?;
    if article.first_published.is_none() {
        return Err(Refusal::NeverPublished.into());
    }
    let draft = find_draft(&mut tx.session, id)
        .await?
        .ok_or(Refusal::NoDraft)?;
    if draft.due.is_some() {
        by.may(&mut tx, publishing_deed(&article), home, section)
            .await?;
    }
    if draft.copy.embargo.is_some_and(|until| until > tx.now) {
        by.may(&mut tx, Deed::Embargo, home, section).await?;
    }
    super::scheduling::unschedule_in(&mut tx, id).await?;
    tx.session
        .exec("DELETE FROM drafts WHERE article_id = $1", (id,))
        .await?;
    // Who reads the article now reads the published text, and not the save that was thrown away.
    count_save(&mut tx, id).await?;
    desk::cleared(&mut tx, id).await?;
    let detail = json!({"discarded": true});
    audit::note(&mut tx, by, Deed::Save, About::article(id), detail).await?;
    tx.commit("draft.discard", &Traces::default()).await?;
    Ok(())
}

/// The draft of an article.
pub async fn find_draft(session: &mut Session, id: ArticleId) -> Result<Option<Draft>> {
    type Columns = (
        String,
        u32,
        Timestamp,
        String,
        Option<Timestamp>,
        Option<String>,
        Option<String>,
        Option<String>,
        Option<String>,
        Option<AccountId>,
        String,
    );
    let row: Option<Columns> = session
        .opt(
            "SELECT copy, version, saved_at, saved_by, due_at, due_local, due_zone, due_class, due_note, due_account, fault
               FROM drafts WHERE article_id = $1",
            (id,),
        )
        .await?;
    let Some((copy, version, saved_at, saved_by, at, local, zone, class, note, account, fault)) =
        row
    else {
        return Ok(None);
    };
    let due = at.map(|at| Due {
        at,
        local: local.unwrap_or_default(),
        zone: zone.unwrap_or_default(),
        class: class.unwrap_or_default(),
        note: note.unwrap_or_default(),
        account,
    });
    Ok(Some(Draft {
        copy: serde_json::from_str(&copy)?,
        version,
        saved_at,
        saved_by,
        due,
        fault,
    }))
}

/// What the desk works on: the draft if there is one, else what is published.
pub async fn working_copy(session: &mut Session, article: &Article) -> Result<Copy> {
    if let Some(draft) = find_draft(session, article.id).await? {
        return Ok(draft.copy);
    }
    let revision = article.revision.ok_or(Refusal::NoDraft)?;
    let content = super::revisions::by_id(session, revision).await?.content;
    let topics: Vec<(String,)> = session
        .all(
            "SELECT n.slug FROM placements p JOIN placement_topics pt ON pt.placement_id = p.id JOIN topics t ON t.id = pt.topic_id
               JOIN topics n ON n.id = COALESCE(t.merged_into, t.id)
              WHERE p.article_id = $1 AND p.original = 1 ORDER BY pt.position",
            (article.id,),
        )
        .await?;
    Ok(making::copy_of(
        &content,
        topics.into_iter().map(|(slug,)| slug).collect(),
    ))
}
