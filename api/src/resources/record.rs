//! What was done, what waits, what the desk remembers: audit trail, jobs, known sources.

use crate::call::Call;
use crate::operation::{Input, Nothing, Out};
use crate::pages::{self, Page, Slice};
use crate::problem::Problem;
use crate::resources::standing::Paging;
use crate::resources::titles::TitlePath;
use jiff::Timestamp;
use paper::audit::{self, Line};
use paper::copy::Source;
use paper::id::{ArticleId, AuditId, JobId};
use paper::rights::Deed;
use paper::{jobs, sources};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Which lines of the audit trail.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Which {
    /// Only what was done to this article.
    article: Option<ArticleId>,
    /// Where the page begins: `next` of the page before.
    cursor: Option<String>,
    /// Lines on it, 1 to 100; 50 if not said.
    #[schemars(range(min = 1, max = 100))]
    limit: Option<u32>,
}

/// A line of the audit trail.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "AuditLine")]
pub(crate) struct LineOut {
    /// Its id.
    id: AuditId,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    at: Timestamp,
    /// Who.
    actor: String,
    /// What.
    deed: String,
    /// To which article.
    article: Option<ArticleId>,
    /// With which particulars.
    detail: Value,
}

/// A job.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Job")]
pub(crate) struct JobOut {
    /// Its id.
    id: JobId,
    /// What it does.
    kind: String,
    /// To what.
    key: String,
    /// `waiting` or `failed`.
    state: String,
    /// When it is next tried.
    #[schemars(with = "String", extend("format" = "date-time"))]
    due_at: Timestamp,
    /// Tries so far.
    attempts: u32,
    /// Why the last one failed.
    last_error: String,
}

fn line_out(line: Line) -> LineOut {
    LineOut {
        id: line.id,
        at: line.at,
        actor: line.actor,
        deed: line.deed,
        article: line.article,
        detail: serde_json::from_str(&line.detail).unwrap_or_default(),
    }
}

pub(crate) async fn audit(
    call: Call,
    input: Input<Nothing, Which, ()>,
) -> Result<Out<Page<LineOut>>, Problem> {
    let limit = pages::limit(input.query.limit)?;
    let before = pages::after(input.query.cursor.as_deref(), |inside| {
        pages::read_moment(inside, AuditId::parse)
    })?;
    let mut session = call.paper.read().await?;
    let lines = match input.query.article {
        Some(id) => {
            let article = call.desk_article(&mut session, id).await?;
            call.must_see(&mut session, Deed::Settle, Some(article.home), None)
                .await?;
            audit::page_of_article(&mut session, id, before, limit + 1).await?
        }
        None => {
            call.must_see(&mut session, Deed::Settle, None, None)
                .await?;
            audit::page(&mut session, before, limit + 1).await?
        }
    };
    let items = lines.into_iter().map(line_out).collect();
    Ok(Page::cut(items, limit, |line: &LineOut| {
        pages::moment(line.at, line.id)
    })
    .into())
}

pub(crate) async fn jobs(
    call: Call,
    input: Input<Nothing, Paging, ()>,
) -> Result<Out<Page<JobOut>>, Problem> {
    let limit = pages::limit(input.query.limit)?;
    let after = pages::after(input.query.cursor.as_deref(), |inside| {
        pages::read_moment(inside, JobId::parse)
    })?;
    let mut session = call.paper.read().await?;
    call.must_see(&mut session, Deed::Operate, None, None)
        .await?;
    let items = jobs::page(&mut session, after, limit + 1)
        .await?
        .into_iter()
        .map(|job| JobOut {
            id: job.id,
            kind: job.kind,
            key: job.key,
            state: job.state,
            due_at: job.due_at,
            attempts: job.attempts,
            last_error: job.last_error,
        })
        .collect();
    Ok(Page::cut(items, limit, |job: &JobOut| {
        pages::moment(job.due_at, job.id)
    })
    .into())
}

/// A job by its id.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct JobPath {
    /// The job's id.
    job: JobId,
}

pub(crate) async fn retry(
    call: Call,
    input: Input<JobPath, Nothing, ()>,
) -> Result<Out<()>, Problem> {
    jobs::retry(&call.paper, call.actor()?, input.path.job).await?;
    Ok(().into())
}

pub(crate) async fn discard(
    call: Call,
    input: Input<JobPath, Nothing, ()>,
) -> Result<Out<()>, Problem> {
    jobs::discard(&call.paper, call.actor()?, input.path.job).await?;
    Ok(().into())
}

pub(crate) async fn sources(
    call: Call,
    input: Input<TitlePath, Slice, ()>,
) -> Result<Out<Page<Source>>, Problem> {
    let mut session = call.paper.read().await?;
    let title = call.title(&mut session, &input.path.title).await?;
    call.must_see_part(&mut session, Deed::Save, &title).await?;
    let items = sources::known(&mut session, title.id).await?;
    let name =
        |source: &Source| serde_json::to_string(&(source.kind, &source.name)).unwrap_or_default();
    Ok(Page::part(items, &input.query, name)?.into())
}
