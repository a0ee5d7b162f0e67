//! `show`: what an article is now.

use super::At;
use crate::failure::Result;
use crate::house::House;
use crate::orders::words;
use crate::terminal;
use clap::Args;
use paper::articles::drafting;
use paper::id::ArticleId;
use paper::{Session, articles, sections, titles};
use serde_json::{Value, json};

/// Show what an article is now: stage, revision, addresses, draft
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  colophon show https://gazzetta.example/2026/11/23/traghetto --history --json"
)]
pub(crate) struct Show {
    /// The article: its id or address
    article: String,
    /// With its revisions, newest first
    #[arg(long)]
    history: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Show {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let house = at.house()?;
        let paper = house.reading().await?;
        let mut session = paper.read().await?;
        let id = words::article(&mut session, &self.article).await?;
        let mut whole = article(&house, &mut session, id).await?;
        if self.history {
            whole["revisions"] = history(&mut session, id).await?;
        }
        if self.json {
            terminal::json(&whole);
        } else {
            lines(&whole, 0).into_iter().for_each(terminal::out);
        }
        Ok(())
    }
}

async fn article(house: &House, session: &mut Session, id: ArticleId) -> Result<Value> {
    let article = articles::find(session, id).await?;
    let copy = drafting::working_copy(session, &article).await?;
    let home = titles::by_id(session, article.home).await?;
    let (mut urls, mut placements) = (Vec::new(), Vec::new());
    for placement in articles::placements(session, id).await? {
        let title = titles::by_id(session, placement.title).await?;
        let host = titles::hosts(session, title.id)
            .await?
            .into_iter()
            .next()
            .unwrap_or_default();
        let section = sections::all(session, title.id)
            .await?
            .into_iter()
            .find(|section| section.id == placement.section);
        let url = placement
            .path
            .as_ref()
            .map(|path| format!("{}{path}", house.reach(None).base_url(&host)));
        urls.extend(url.clone());
        placements.push(json!({
            "title": title.key, "section": section.map(|section| section.slug), "url": url, "original": placement.original,
            "headline": placement.headline, "comments": placement.comments,
        }));
    }
    let shown = match article.revision {
        Some(_) => Some(
            articles::revision_numbered(session, id, article.revisions)
                .await?
                .content,
        ),
        None => None,
    };
    let headline = shown
        .as_ref()
        .map_or_else(|| copy.headline.clone(), |content| content.headline.clone());
    let mut whole = json!({
        "article": id, "title": home.key, "stage": article.stage.word(), "headline": headline,
        "revision": (article.revisions > 0).then_some(article.revisions), "first_published": article.first_published,
        "modified": article.modified, "urls": urls, "placements": placements,
    });
    if !article.hold.is_empty() {
        whole["hold"] = json!(article.hold);
    }
    if let Some(draft) = drafting::find_draft(session, id).await? {
        whole["draft"] = json!({
            "headline": draft.copy.headline, "version": draft.version, "saved_at": draft.saved_at,
            "saved_by": draft.saved_by, "embargo": draft.copy.embargo, "due": draft.due.map(|due| due.at),
            "fault": draft.fault,
        });
    }
    Ok(whole)
}

async fn history(session: &mut Session, id: ArticleId) -> Result<Value> {
    let last = articles::find(session, id).await?.revisions;
    let mut all = Vec::new();
    for number in (1..=last).rev() {
        let revision = articles::revision_numbered(session, id, number).await?;
        all.push(json!({
            "number": revision.number, "class": revision.class.word(), "note": revision.content.note, "at": revision.at,
            "editor": revision.editor, "commitment": revision.commitment, "redacted": revision.redacted,
        }));
    }
    Ok(Value::Array(all))
}

/// The same for people: a line per field, what is empty left out.
fn lines(value: &Value, depth: usize) -> Vec<String> {
    let indent = "  ".repeat(depth);
    let mut all = Vec::new();
    for (name, member) in value.as_object().into_iter().flatten() {
        match member {
            Value::Null => {}
            Value::String(text) if text.is_empty() => {}
            Value::String(text) => all.push(format!("{indent}{name}: {text}")),
            Value::Array(items) if items.iter().all(Value::is_string) => {
                all.extend(
                    items
                        .iter()
                        .filter_map(Value::as_str)
                        .map(|item| format!("{indent}{name}: {item}")),
                );
            }
            Value::Array(items) => {
                for item in items {
                    all.push(format!("{indent}{name}:"));
                    all.extend(lines(item, depth + 1));
                }
            }
            Value::Object(_) => {
                all.push(format!("{indent}{name}:"));
                all.extend(lines(member, depth + 1));
            }
            plain => all.push(format!("{indent}{name}: {plain}")),
        }
    }
    all
}
