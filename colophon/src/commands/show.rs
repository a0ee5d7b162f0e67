//! `show`: what an article is now.

use super::At;
use crate::failure::Result;
use crate::house::House;
use crate::orders::words;
use crate::terminal;
use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use paper::articles::drafting;
use paper::copy::Copy;
use paper::id::ArticleId;
use paper::{Session, articles, cases, sections, titles};
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
            let home = articles::find(&mut session, id).await?.home;
            let zone = titles::by_id(&mut session, home).await?.time_zone();
            lines(&whole, 0, &zone).into_iter().for_each(terminal::out);
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
        "pictures": pictures(&copy),
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

/// The pictures it shows: the id `redact --picture` takes, and what people know each by.
fn pictures(copy: &Copy) -> Vec<Value> {
    let all = copy.picture.iter().chain(copy.body.pictures());
    all.map(|picture| {
        json!({
            "id": picture.file, "caption": markup::plain(&picture.caption), "alt": picture.alt, "credit": picture.credit,
        })
    })
    .collect()
}

async fn history(session: &mut Session, id: ArticleId) -> Result<Value> {
    let last = articles::find(session, id).await?.revisions;
    let cases = cases::of_article(session, id).await?;
    let mut all = Vec::new();
    for number in (1..=last).rev() {
        let revision = articles::revision_numbered(session, id, number).await?;
        let led = cases.iter().filter(|case| case.led_to == Some(number));
        let led: Vec<String> = led.map(|case| case.id.to_string()).collect();
        all.push(json!({
            "cases": led, "number": revision.number, "class": revision.class.word(), "note": revision.content.note, "at": revision.at,
            "editor": revision.editor, "commitment": revision.commitment, "redacted": revision.redacted,
        }));
    }
    Ok(Value::Array(all))
}

/// The order in which a newspaper tells of an article; what is not here comes after.
const ORDER: [&str; 22] = [
    "number",
    "headline",
    "title",
    "section",
    "id",
    "url",
    "class",
    "stage",
    "hold",
    "revision",
    "at",
    "editor",
    "note",
    "first_published",
    "modified",
    "article",
    "urls",
    "placements",
    "pictures",
    "draft",
    "saved_by",
    "saved_at",
];

/// The same for people: a line per field in a newspaper's order, instants in the title's zone, what is empty left out.
fn lines(value: &Value, depth: usize, zone: &TimeZone) -> Vec<String> {
    let indent = "  ".repeat(depth);
    let mut all = Vec::new();
    let mut members: Vec<(&String, &Value)> = value.as_object().into_iter().flatten().collect();
    members.sort_by_key(|(name, _)| {
        let place = ORDER.iter().position(|known| known == name);
        place.unwrap_or(ORDER.len())
    });
    for (name, member) in members {
        match member {
            Value::Null => {}
            Value::String(text) if text.is_empty() => {}
            Value::String(text) => {
                let text = match text.parse::<Timestamp>() {
                    Ok(at) => terminal::moment(at, zone),
                    Err(_) => text.clone(),
                };
                all.push(format!("{indent}{name}: {text}"));
            }
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
                    all.extend(lines(item, depth + 1, zone));
                }
            }
            Value::Object(_) => {
                all.push(format!("{indent}{name}:"));
                all.extend(lines(member, depth + 1, zone));
            }
            plain => all.push(format!("{indent}{name}: {plain}")),
        }
    }
    all
}
