//! The gate, asked: of what the desk has, and of what is posted without being stored.

use crate::body::Posted;
use crate::call::Call;
use crate::operation::{Input, Nothing, Out};
use crate::problem::Problem;
use crate::resources::articles::ArticlePath;
use crate::resources::drafts::{FiledIn, ForTitle, filing};
use paper::articles::publishing;
use paper::gate::{Finding, Severity};
use paper::rights::Deed;
use paper::sections;
use schemars::JsonSchema;
use serde::Serialize;

/// What the gate found.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Findings {
    /// How many stop publication.
    blocks: usize,
    /// How many leave the decision to the desk.
    warnings: usize,
    /// Each with its place, reason and remedy, in the language asked for.
    findings: Vec<Finding>,
}

impl Findings {
    fn of(findings: Vec<Finding>) -> Findings {
        let blocks = findings
            .iter()
            .filter(|finding| finding.severity == Severity::Block)
            .count();
        Findings {
            blocks,
            warnings: findings.len() - blocks,
            findings,
        }
    }
}

pub(crate) async fn of_article(
    call: Call,
    input: Input<ArticlePath, Nothing, ()>,
) -> Result<Out<Findings>, Problem> {
    let mut session = call.paper.read().await?;
    let article = call.desk_article(&mut session, input.path.article).await?;
    drop(session);
    let found = publishing::findings(&call.paper, article.id, call.language.word()).await?;
    Ok(Findings::of(found).into())
}

pub(crate) async fn of_posted(
    call: Call,
    input: Input<Nothing, ForTitle, Posted<FiledIn>>,
) -> Result<Out<Findings>, Problem> {
    let (title, filing, _) = filing(&call, input.query, input.body).await?;
    let mut session = call.paper.read().await?;
    match &filing.section {
        Some(slug) => {
            let section = sections::section(&mut session, title.id, slug).await?.id;
            call.must_see(&mut session, Deed::File, Some(title.id), Some(section))
                .await?;
        }
        None => call.must_see_part(&mut session, Deed::File, &title).await?,
    }
    drop(session);
    let found =
        publishing::findings_of(&call.paper, &title, filing.copy, call.language.word()).await?;
    Ok(Findings::of(found).into())
}
