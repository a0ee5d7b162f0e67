//! Comments of readers: those everybody sees, those that wait, and what the desk decides about them.

use crate::body::Json;
use crate::call::Call;
use crate::operation::{Input, Nothing, Out};
use crate::pages::{self, Page};
use crate::problem::{self, Problem};
use crate::resources::articles::{ArticlePath, published};
use crate::resources::placing::PlacementPath;
use crate::resources::titles::TitlePath;
use jiff::Timestamp;
use paper::articles::{self, Stage};
use paper::comments::queue::{self, Entry};
use paper::comments::shown::{self, Listed};
use paper::comments::{self, Ground, State, Verdict, moderating};
use paper::id::{ArticleId, CommentId, PlacementId};
use paper::reading::facts::Badge;
use paper::rights::Deed;
use paper::{Refusal, Session, Thing};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A comment.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommentPath {
    /// The comment's id.
    comment: CommentId,
}

/// Which comments of an article.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Under {
    /// Key or host of the title; the article's own if not said.
    title: Option<String>,
    /// Where the page begins: `next` of the page before.
    cursor: Option<String>,
    /// Comments on it, 1 to 100; 50 if not said.
    #[schemars(range(min = 1, max = 100))]
    limit: Option<u32>,
}

/// Which comments of a title.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Which {
    /// In which state; `held` if not said.
    state: Option<State>,
    /// Only those of this folded group, as its list names it; only those outside of groups if not said.
    group: Option<String>,
    /// Where the page begins: `next` of the page before.
    cursor: Option<String>,
    /// Comments on it, 1 to 100; 50 if not said.
    #[schemars(range(min = 1, max = 100))]
    limit: Option<u32>,
}

/// A comment as readers see it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Comment")]
pub(crate) struct CommentOut {
    /// Its id.
    id: CommentId,
    /// The comment of the first level it answers.
    reply_to: Option<CommentId>,
    /// The name given.
    name: String,
    /// Website; empty if none was given.
    website: String,
    /// `author` or `newsroom` where the desk speaks.
    badge: Option<&'static str>,
    /// What is said: plain text with a few marks; empty lines divide paragraphs.
    text: String,
    /// When it was sent.
    #[schemars(with = "String", extend("format" = "date-time"))]
    at: Timestamp,
    /// Its thread takes no more replies.
    closed: bool,
}

/// A comment as moderators see it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ModeratedComment")]
pub(crate) struct EntryOut {
    /// Its id.
    id: CommentId,
    /// The article's placement it stands under.
    placement: PlacementId,
    /// The comment of the first level it answers.
    reply_to: Option<CommentId>,
    /// The name given.
    name: String,
    /// What is said.
    text: String,
    /// E-mail address, until it is forgotten; may be empty.
    email: String,
    /// Website; may be empty.
    website: String,
    /// Where it is in its life.
    state: String,
    /// When it was sent.
    #[schemars(with = "String", extend("format" = "date-time"))]
    at: Timestamp,
    /// What the rules noticed: `first links:2 spam:97`.
    flags: String,
    /// The folded group it is in; empty for none.
    group: String,
    /// `author` or `newsroom` where the desk speaks.
    badge: String,
    /// Why it is not shown, in a word.
    ground: String,
    /// Why, in words.
    reason: String,
    /// Who decided last.
    decided_by: String,
    /// When.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    decided_at: Option<Timestamp>,
}

/// A comment and what the decisions so far say of its words.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "JudgedComment")]
pub(crate) struct JudgedOut {
    /// The comment.
    comment: EntryOut,
    /// How likely it is spam, 0 to 1; `null` while too little was decided.
    spam: Option<f64>,
    /// Its words that speak for it most, strongest first.
    spam_words: Vec<String>,
}

/// A folded group: many comments that are one event.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CommentGroup")]
pub(crate) struct GroupOut {
    /// Its name, for deciding it whole.
    group: String,
    /// Comments of it that wait.
    waiting: u32,
    /// Comments that were counted and not kept, since the group was full.
    turned_away: u32,
    /// The first one, as an example.
    first: CommentId,
    /// Since when.
    #[schemars(with = "String", extend("format" = "date-time"))]
    since: Timestamp,
}

/// Why a comment is not shown.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhyIn {
    /// In a word its writer is told.
    ground: Ground,
    /// In words its writer is told; needed with `other`.
    #[serde(default)]
    reason: String,
}

/// A folded group.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GroupIn {
    /// Its name, as the list has it.
    group: String,
}

/// A folded group, and why it is not shown.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GroupWhyIn {
    /// Its name, as the list has it.
    group: String,
    /// In a word its writers are told.
    ground: Ground,
    /// In words its writers are told; needed with `other`.
    #[serde(default)]
    reason: String,
}

/// How many comments were decided.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "DecidedComments")]
pub(crate) struct DecidedOut {
    /// How many; where it is 100 there may be more of the group.
    decided: u32,
}

/// What the desk says to readers.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SaidIn {
    /// What is said.
    text: String,
    /// The comment answered.
    #[serde(default)]
    reply_to: Option<CommentId>,
    /// Key or host of the title; the article's own if not said.
    #[serde(default)]
    title: Option<String>,
}

/// A comment just made.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "NewComment")]
pub(crate) struct MadeOut {
    /// Its id.
    id: CommentId,
}

fn comment_out(listed: Listed) -> CommentOut {
    let facts = listed.facts;
    CommentOut {
        id: listed.id,
        reply_to: listed.reply_to,
        name: facts.name,
        website: facts.website,
        badge: facts.badge.map(|badge| match badge {
            Badge::Author => "author",
            Badge::Newsroom => "newsroom",
        }),
        text: facts.text,
        at: facts.at,
        closed: facts.closed,
    }
}

fn entry_out(entry: Entry) -> EntryOut {
    EntryOut {
        id: entry.id,
        placement: entry.placement,
        reply_to: entry.reply_to,
        name: entry.name,
        text: entry.text,
        email: entry.email,
        website: entry.website,
        state: entry.state,
        at: entry.at,
        flags: entry.flags,
        group: entry.group,
        badge: entry.badge,
        ground: entry.ground,
        reason: entry.reason,
        decided_by: entry.decided_by,
        decided_at: entry.decided_at,
    }
}

/// Where an article stands on a title, or where it is original.
async fn placement(
    call: &Call,
    session: &mut Session,
    article: ArticleId,
    title: Option<&str>,
) -> Result<PlacementId, Problem> {
    let wanted = match title {
        Some(word) => Some(call.title(session, word).await?.id),
        None => None,
    };
    let found = articles::placements(session, article)
        .await?
        .into_iter()
        .find(|placement| wanted.map_or(placement.original, |title| placement.title == title));
    let name = title.unwrap_or_default();
    Ok(found
        .ok_or_else(|| Refusal::Unknown {
            thing: Thing::Placement,
            name: name.chars().take(80).collect(),
        })?
        .id)
}

pub(crate) async fn list(
    call: Call,
    input: Input<ArticlePath, Under, ()>,
) -> Result<Out<Page<CommentOut>>, Problem> {
    let limit = pages::limit(input.query.limit)?;
    let after = pages::after(input.query.cursor.as_deref(), CommentId::parse)?;
    let mut session = call.paper.read().await?;
    let article = published(&mut session, input.path.article).await?;
    if article.stage == Stage::Killed {
        let revision =
            articles::revision_numbered(&mut session, article.id, article.revisions).await?;
        let note = revision.content.note;
        return Err(Problem::new(problem::GONE, note.clone(), note));
    }
    let title = input.query.title.as_deref();
    let placement = placement(&call, &mut session, article.id, title).await?;
    let items = shown::listed(&mut session, placement, after, limit + 1)
        .await?
        .into_iter()
        .map(comment_out)
        .collect();
    Ok(Page::cut(items, limit, |comment: &CommentOut| comment.id.to_string()).into())
}

pub(crate) async fn speak(
    call: Call,
    input: Input<ArticlePath, Nothing, Json<SaidIn>>,
) -> Result<Out<MadeOut>, Problem> {
    let Json(said) = input.body;
    let article = call.article(input.path.article).await?;
    if article.first_published.is_none() {
        return Err(Refusal::NeverPublished.into());
    }
    let (article, title) = (article.id, said.title.as_deref());
    let mut session = call.paper.read().await?;
    let placement = placement(&call, &mut session, article, title).await?;
    drop(session);
    let (paper, by) = (&call.paper, call.actor()?);
    let id = moderating::speak(paper, by, placement, said.reply_to, &said.text).await?;
    Ok(Out::at(MadeOut { id }, format!("/comments/{id}")))
}

/// Whether who asks may see what moderators see of a comment under this placement.
pub(super) async fn sees(
    call: &Call,
    session: &mut Session,
    placement: PlacementId,
) -> Result<bool, Problem> {
    let Some(placement) = articles::placement(session, placement).await? else {
        return Ok(false);
    };
    let (title, section) = (Some(placement.title), Some(placement.section));
    let actor = call.actor()?;
    Ok(actor.sees(session, Deed::Moderate, title, section).await?)
}

pub(crate) async fn queue(
    call: Call,
    input: Input<TitlePath, Which, ()>,
) -> Result<Out<Page<EntryOut>>, Problem> {
    let limit = pages::limit(input.query.limit)?;
    let after = pages::after(input.query.cursor.as_deref(), |inside| {
        pages::read_moment(inside, CommentId::parse)
    })?;
    let mut session = call.paper.read().await?;
    let title = call.title(&mut session, &input.path.title).await?;
    let state = input.query.state.unwrap_or(State::Held);
    let group = input.query.group.unwrap_or_default();
    let found = queue::page(&mut session, title.id, state, &group, after, limit + 1).await?;
    let page = Page::cut(found, limit, |entry: &Entry| {
        pages::moment(entry.at, entry.id)
    });
    let mut seen = Vec::new();
    for entry in page.items {
        if sees(&call, &mut session, entry.placement).await? {
            seen.push(entry_out(entry));
        }
    }
    if seen.is_empty() {
        // Whoever moderates a section only has an empty page; whoever moderates none is told so.
        call.must_see_part(&mut session, Deed::Moderate, &title)
            .await?;
    }
    Ok(Page {
        items: seen,
        next: page.next,
    }
    .into())
}

pub(crate) async fn groups(
    call: Call,
    input: Input<TitlePath, Nothing, ()>,
) -> Result<Out<Page<GroupOut>>, Problem> {
    let mut session = call.paper.read().await?;
    let title = call.title(&mut session, &input.path.title).await?;
    call.must_see_part(&mut session, Deed::Moderate, &title)
        .await?;
    let items = queue::groups(&mut session, title.id, &title.key)
        .await?
        .into_iter()
        .map(|group| GroupOut {
            group: group.group,
            waiting: group.waiting,
            turned_away: group.turned_away,
            first: group.first,
            since: group.since,
        })
        .collect();
    Ok(Page::whole(items).into())
}

/// A comment of the desk, for whoever moderates where it stands; to everybody else it does not exist.
async fn entry(call: &Call, session: &mut Session, id: CommentId) -> Result<Entry, Problem> {
    let unknown = || Problem::unknown("comment", &id.to_string());
    let entry = match queue::find(session, id).await {
        Err(paper::Error::Refused(_)) => return Err(unknown()),
        other => other?,
    };
    if sees(call, session, entry.placement).await? {
        Ok(entry)
    } else {
        Err(unknown())
    }
}

pub(crate) async fn show(
    call: Call,
    input: Input<CommentPath, Nothing, ()>,
) -> Result<Out<JudgedOut>, Problem> {
    let mut session = call.paper.read().await?;
    let id = entry(&call, &mut session, input.path.comment).await?.id;
    let (entry, opinion) = queue::judged(&mut session, id).await?;
    Ok(JudgedOut {
        comment: entry_out(entry),
        spam: opinion.as_ref().map(|opinion| opinion.spam),
        spam_words: opinion.map(|opinion| opinion.words).unwrap_or_default(),
    }
    .into())
}

/// A comment a deed is to be done on: one readers see, or one the actor moderates. Whether the deed may be done is the
/// verb's to say.
async fn known(call: &Call, id: CommentId) -> Result<CommentId, Problem> {
    let mut session = call.paper.read().await?;
    match queue::find(&mut session, id).await {
        Ok(entry) if entry.state == State::Approved.word() => Ok(id),
        _ => Ok(entry(call, &mut session, id).await?.id),
    }
}

async fn decide(call: Call, id: CommentId, verdict: Verdict) -> Result<Out<EntryOut>, Problem> {
    let id = known(&call, id).await?;
    comments::decide(&call.paper, call.actor()?, id, &verdict).await?;
    let mut session = call.paper.read().await?;
    let entry = queue::find(&mut session, id).await?;
    Ok(Out::at(entry_out(entry), format!("/comments/{id}")))
}

pub(crate) async fn approve(
    call: Call,
    input: Input<CommentPath, Nothing, ()>,
) -> Result<Out<EntryOut>, Problem> {
    decide(call, input.path.comment, Verdict::Approve).await
}

pub(crate) async fn restore(
    call: Call,
    input: Input<CommentPath, Nothing, ()>,
) -> Result<Out<EntryOut>, Problem> {
    decide(call, input.path.comment, Verdict::Restore).await
}

pub(crate) async fn reject(
    call: Call,
    input: Input<CommentPath, Nothing, Json<WhyIn>>,
) -> Result<Out<EntryOut>, Problem> {
    let Json(WhyIn { ground, reason }) = input.body;
    decide(call, input.path.comment, Verdict::Reject { ground, reason }).await
}

pub(crate) async fn hide(
    call: Call,
    input: Input<CommentPath, Nothing, Json<WhyIn>>,
) -> Result<Out<EntryOut>, Problem> {
    let Json(WhyIn { ground, reason }) = input.body;
    decide(call, input.path.comment, Verdict::Hide { ground, reason }).await
}

async fn decide_group(
    call: Call,
    title: &str,
    group: &str,
    verdict: Verdict,
) -> Result<Out<DecidedOut>, Problem> {
    let title = call.title_id(title).await?;
    let (paper, by) = (&call.paper, call.actor()?);
    let decided = moderating::decide_group(paper, by, title, group, &verdict).await?;
    Ok(DecidedOut { decided }.into())
}

pub(crate) async fn approve_group(
    call: Call,
    input: Input<TitlePath, Nothing, Json<GroupIn>>,
) -> Result<Out<DecidedOut>, Problem> {
    let Json(GroupIn { group }) = input.body;
    decide_group(call, &input.path.title, &group, Verdict::Approve).await
}

pub(crate) async fn reject_group(
    call: Call,
    input: Input<TitlePath, Nothing, Json<GroupWhyIn>>,
) -> Result<Out<DecidedOut>, Problem> {
    let Json(GroupWhyIn {
        group,
        ground,
        reason,
    }) = input.body;
    let verdict = Verdict::Reject { ground, reason };
    decide_group(call, &input.path.title, &group, verdict).await
}

async fn thread(call: Call, id: CommentId, closed: bool) -> Result<Out<()>, Problem> {
    let id = known(&call, id).await?;
    moderating::close_thread(&call.paper, call.actor()?, id, closed).await?;
    Ok(().into())
}

pub(crate) async fn close_thread(
    call: Call,
    input: Input<CommentPath, Nothing, ()>,
) -> Result<Out<()>, Problem> {
    thread(call, input.path.comment, true).await
}

pub(crate) async fn open_thread(
    call: Call,
    input: Input<CommentPath, Nothing, ()>,
) -> Result<Out<()>, Problem> {
    thread(call, input.path.comment, false).await
}

async fn all(call: Call, path: PlacementPath, closed: bool) -> Result<Out<()>, Problem> {
    let article = call.article(path.article).await?.id;
    let mut session = call.paper.read().await?;
    let placement = placement(&call, &mut session, article, Some(&path.title)).await?;
    drop(session);
    moderating::close_placement(&call.paper, call.actor()?, placement, closed).await?;
    Ok(().into())
}

pub(crate) async fn close_all(
    call: Call,
    input: Input<PlacementPath, Nothing, ()>,
) -> Result<Out<()>, Problem> {
    all(call, input.path, true).await
}

pub(crate) async fn open_all(
    call: Call,
    input: Input<PlacementPath, Nothing, ()>,
) -> Result<Out<()>, Problem> {
    all(call, input.path, false).await
}
