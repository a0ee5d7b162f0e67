//! Titles: what readers may know of them.

use crate::call::Call;
use crate::operation::{Input, Nothing, Out};
use crate::pages::{Page, Slice};
use crate::problem::Problem;
use paper::reading::imprint::Imprint;
use paper::titles::{self, Title};
use paper::{Session, id::TitleId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A title by its key or one of its hosts.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TitlePath {
    /// Key or host of the title.
    pub(crate) title: String,
}

/// A title as readers may know it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Title")]
pub(crate) struct TitleOut {
    /// Its id.
    pub(crate) id: TitleId,
    /// The short word it is named by.
    pub(crate) key: String,
    /// Masthead name.
    pub(crate) name: String,
    /// The line under it.
    pub(crate) motto: String,
    /// BCP 47.
    pub(crate) language: String,
    /// IANA zone: its days and local times are of this zone.
    pub(crate) zone: String,
    /// Its front page.
    pub(crate) url: String,
    /// Its hosts, the canonical one first.
    pub(crate) hosts: Vec<String>,
    /// Pattern of article addresses.
    pub(crate) permalink: String,
    /// *Gerenza*.
    pub(crate) imprint: Imprint,
}

/// A title with what goes around it.
pub(crate) async fn shown(
    call: &Call,
    session: &mut Session,
    title: Title,
) -> Result<TitleOut, Problem> {
    let hosts = titles::hosts(session, title.id).await?;
    let url = hosts
        .first()
        .map(|host| format!("{}/", call.reach.base_url(host)))
        .unwrap_or_default();
    Ok(TitleOut {
        id: title.id,
        key: title.key,
        name: title.name,
        motto: title.motto,
        language: title.language,
        zone: title.zone,
        url,
        hosts,
        permalink: title.permalink,
        imprint: title.imprint,
    })
}

pub(crate) async fn list(
    call: Call,
    input: Input<Nothing, Slice, ()>,
) -> Result<Out<Page<TitleOut>>, Problem> {
    let mut session = call.paper.read().await?;
    let mut items = Vec::new();
    for title in titles::all(&mut session).await? {
        items.push(shown(&call, &mut session, title).await?);
    }
    let name = |title: &TitleOut| title.key.clone();
    Ok(Page::part(items, &input.query, name)?.into())
}

pub(crate) async fn show(
    call: Call,
    input: Input<TitlePath, Nothing, ()>,
) -> Result<Out<TitleOut>, Problem> {
    let mut session = call.paper.read().await?;
    let title = call.title(&mut session, &input.path.title).await?;
    Ok(shown(&call, &mut session, title).await?.into())
}
