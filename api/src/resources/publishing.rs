//! Publications: what is filed goes out, or what is posted is filed and goes out in one.

use crate::body::{Json, Posted};
use crate::call::Call;
use crate::operation::{Input, Nothing, Out};
use crate::problem::Problem;
use crate::resources::articles::ArticlePath;
use crate::resources::drafts::{FiledIn, ForTitle, filing, moved};
use jiff::Timestamp;
use paper::Refusal;
use paper::articles::content::Class;
use paper::articles::publishing::{self, Going, Override, Published};
use paper::gate::Finding;
use paper::id::{ArticleId, CaseId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a draft goes out. Everything may be left out for a first publication.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct GoingIn {
    /// Class of the change, for an article that is out already.
    class: Option<Class>,
    /// What readers are told of the change.
    note: String,
    /// Blocks of the gate set aside, each with its reason.
    overrides: Vec<Override>,
    /// The case of the reader who reported what this mends.
    case: Option<CaseId>,
    /// For a first publication that happened elsewhere before: its date.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    dated: Option<Timestamp>,
}

/// What went out.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Publication")]
pub(crate) struct PublishedOut {
    /// The article.
    pub(crate) article: ArticleId,
    /// Number of the revision that went out.
    pub(crate) revision: u32,
    /// Where readers find it, the canonical address first.
    pub(crate) urls: Vec<String>,
    /// What the gate found and let pass.
    pub(crate) findings: Vec<Finding>,
}

/// What went out, where.
pub(crate) fn out(call: &Call, published: Published) -> Out<PublishedOut> {
    let urls = published
        .addresses
        .iter()
        .map(|(host, path)| format!("{}{path}", call.reach.base_url(host)))
        .collect();
    let path = format!(
        "/articles/{}/revisions/{}",
        published.article, published.revision
    );
    let out = PublishedOut {
        article: published.article,
        revision: published.revision,
        urls,
        findings: published.findings,
    };
    Out::at(out, path)
}

/// The gate's findings in the language of whoever asked, not in that of the title.
pub(crate) async fn told(call: &Call, article: ArticleId, error: paper::Error) -> Problem {
    if let Some(Refusal::Gate { .. }) = error.refusal()
        && let Ok(findings) = publishing::findings(&call.paper, article, call.language.word()).await
        && !paper::gate::blocks(&findings).is_empty()
    {
        return Refusal::Gate { findings }.into();
    }
    moved(error)
}

pub(crate) async fn publish(
    call: Call,
    input: Input<ArticlePath, Nothing, Json<GoingIn>>,
) -> Result<Out<PublishedOut>, Problem> {
    let Json(wanted) = input.body;
    let article = call.article(input.path.article).await?.id;
    let read = call.read_before()?;
    let going = Going {
        class: wanted.class.unwrap_or(Class::First),
        note: wanted.note,
        overrides: wanted.overrides,
        dated: wanted.dated,
        read_at: read.map(|read| read.saves),
        case: wanted.case,
    };
    match publishing::publish(&call.paper, call.actor()?, article, going).await {
        Ok(published) => Ok(out(&call, published)),
        Err(error) => Err(told(&call, article, error).await),
    }
}

pub(crate) async fn file_and_publish(
    call: Call,
    input: Input<Nothing, ForTitle, Posted<FiledIn>>,
) -> Result<Out<PublishedOut>, Problem> {
    let (title, filing, dated) = filing(&call, input.query, input.body).await?;
    let going = Going {
        dated,
        ..Going::default()
    };
    let copy = filing.copy.clone();
    let done = publishing::file_and_publish(&call.paper, call.actor()?, filing, going).await;
    match done {
        Ok(published) => Ok(out(&call, published)),
        Err(error) if matches!(error.refusal(), Some(Refusal::Gate { .. })) => {
            let word = call.language.word();
            let findings = publishing::findings_of(&call.paper, &title, copy, word).await?;
            Err(Refusal::Gate { findings }.into())
        }
        Err(error) => Err(error.into()),
    }
}
