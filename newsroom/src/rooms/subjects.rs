//! The topics of a title: the list with its search, and a page for each, with its words, its timeline and what stands on top.

use super::keeping::{Came, came, encoded, lines_of, typed};
use super::parts::{article, slug};
use super::piece;
use super::settings::{address, printed};
use crate::answer;
use crate::call::Call;
use crate::routes::{Outcome, Stopped};
use axum::response::Response;
use paper::id::{ArticleId, TopicFactId};
use paper::reading::topic::part;
use paper::titles::Title;
use paper::topics::timeline::{self, NewFact};
use paper::topics::{self, Kept, Kind, Topic, merging, naming, pinning};
use paper::{Refusal, Session, Thing, articles};
use serde_json::{Value, json};
use std::cmp::Ordering;

/// Topics of one list.
const ROWS: usize = 200;

/// The topics that a search names, and the form for a new one.
pub(crate) async fn list(call: &Call, title: &Title) -> Outcome<Response> {
    let mut told = String::new();
    if call.changes() {
        let slug = slug(call);
        let deed = keep(call, title, &slug).await;
        let here = address(title, "topics");
        match came(call, deed, &format!("{here}/{slug}?done=topic"), &here)? {
            Came::On(response) => return Ok(response),
            Came::Told(words) => told = words,
        }
    }
    let mut session = call.paper().read().await?;
    let all = topics::all(&mut session, title.id).await?;
    drop(session);
    let words = call.parameter("words");
    let wanted = naming::key(&words);
    let found: Vec<&Topic> = all
        .iter()
        .filter(|one| naming::key(&one.name).contains(&wanted) || one.slug.contains(&wanted))
        .collect();
    let row = |one: &&Topic| json!({"slug": one.slug, "name": one.name, "lead": one.lead, "kind": one.kind.word()});
    let matter = json!({
        "rows": found.iter().take(ROWS).map(row).collect::<Vec<_>>(),
        "more": found.len() > ROWS,
        "any": !all.is_empty(),
        "words": words,
        "kinds": Kind::ALL.iter().map(|kind| kind.word()).collect::<Vec<_>>(),
        "slug": typed(call, "slug", ""),
        "name": typed(call, "name", ""),
        "lead": typed(call, "lead", ""),
        "kind": typed(call, "kind", "subject"),
    });
    printed(call, "topics.html", "topics", title, &told, matter)
}

async fn keep(call: &Call, title: &Title, slug: &str) -> paper::Result<()> {
    let Ok(by) = call.actor() else { return Ok(()) };
    let sent = &call.sent;
    let aliases = lines_of(sent.get("aliases"));
    let kept = Kept {
        // A line of the form is one of the text.
        lead: Some(sent.raw("lead")),
        kind: Kind::parse(sent.get("kind")),
        aliases: sent.has("aliases").then_some(&aliases),
    };
    topics::keep(call.paper(), by, title.id, slug, sent.get("name"), kept).await?;
    Ok(())
}

/// A topic's page, and what is done there.
pub(crate) async fn one(
    call: &Call,
    title: &Title,
    slug: &str,
    deed: Option<&str>,
) -> Outcome<Response> {
    let mut session = call.paper().read().await?;
    let topic = match topics::topic(&mut session, title.id, slug).await {
        Ok(topic) => topic,
        Err(paper::Error::Refused(_)) => return Err(Stopped::Nothing),
        Err(fault) => return Err(fault.into()),
    };
    drop(session);
    let here = format!("{}/{}", address(title, "topics"), topic.slug);
    let mut told = String::new();
    if call.changes() {
        let done = does(call, title, &topic, deed).await;
        let (there, word) = match (deed, &done) {
            (_, Ok(Some(slug))) => (
                format!("{}/{slug}", address(title, "topics")),
                "topic-moved",
            ),
            _ => (here.clone(), "topic"),
        };
        // Who moved a part by its button finds the same button under the fingers again.
        let moved = match (call.sent.get("up"), call.sent.get("down")) {
            ("", "") => String::new(),
            ("", down) => format!("&moved=down-{}", encoded(down)),
            (up, _) => format!("&moved=up-{}", encoded(up)),
        };
        match came(call, done, &format!("{there}?done={word}{moved}"), &here)? {
            Came::On(response) => return Ok(response),
            Came::Told(words) => told = words,
        }
    } else if deed.is_some() {
        return Err(Stopped::Nothing);
    } else if topic.slug != slug {
        return Ok(answer::see(&here));
    }
    let matter = matter(call, title, &topic).await?;
    printed(call, "topic.html", "topics", title, &told, matter)
}

/// Does what a form of the page asks; says under which word the topic stands afterwards, where it is another.
async fn does(
    call: &Call,
    title: &Title,
    topic: &Topic,
    deed: Option<&str>,
) -> paper::Result<Option<String>> {
    let (paper, sent, id) = (call.paper(), &call.sent, title.id);
    let Ok(by) = call.actor() else {
        return Ok(None);
    };
    match deed {
        None => keep(call, title, &topic.slug).await?,
        Some("rename") => {
            let to = sent.get("to");
            topics::rename(paper, by, id, &topic.slug, to).await?;
            return Ok(Some(encoded(to.trim())));
        }
        Some("merge") => {
            let into = sent.get("into").trim();
            merging::merge(paper, by, id, &topic.slug, into).await?;
            return Ok(Some(encoded(into)));
        }
        Some("fact") => {
            let mut session = paper.read().await?;
            let fact = NewFact {
                day: sent.get("day"),
                text: sent.get("text"),
                article: article(&mut session, title, sent.get("article")).await?,
            };
            drop(session);
            timeline::add(paper, by, id, &topic.slug, fact).await?;
        }
        Some("unfact") => {
            let fact = TopicFactId::parse(sent.get("fact")).ok_or_else(|| Refusal::Unknown {
                thing: Thing::Fact,
                name: sent.get("fact").chars().take(80).collect(),
            })?;
            timeline::remove(paper, by, id, &topic.slug, fact).await?;
        }
        Some("order") => {
            let mut session = paper.read().await?;
            let parts = pinning::parts(&mut session, topic.id).await?;
            drop(session);
            let order = ordered(call, parts.into_iter().map(|(_, article)| article));
            pinning::pin(paper, by, id, &topic.slug, &order).await?;
        }
        Some("by-date") => pinning::pin(paper, by, id, &topic.slug, &[]).await?,
        Some("pin") => {
            let mut session = paper.read().await?;
            let mut pinned: Vec<ArticleId> = Vec::new();
            for line in lines_of(sent.get("pinned")) {
                pinned.push(article(&mut session, title, &line).await?);
            }
            drop(session);
            pinning::pin(paper, by, id, &topic.slug, &pinned).await?;
        }
        Some(other) => {
            return Err(Refusal::Unknown {
                thing: Thing::Page,
                name: other.chars().take(80).collect(),
            }
            .into());
        }
    }
    Ok(None)
}

/// The parts of a dossier in the order the form asks for: each has its number, and a button moves one past its neighbour.
fn ordered(call: &Call, parts: impl Iterator<Item = ArticleId>) -> Vec<ArticleId> {
    let sent = &call.sent;
    let (up, down) = (sent.get("up"), sent.get("down"));
    let place = |(now, article): (i64, ArticleId)| {
        let id = article.to_string();
        let wanted: i64 = sent.get(&format!("n-{id}")).parse().unwrap_or(now);
        let wanted = wanted.clamp(0, i64::from(i32::MAX));
        // Between two neighbours lies an odd number.
        let place = match wanted.cmp(&now) {
            _ if up == id => now * 2 - 3,
            _ if down == id => now * 2 + 3,
            Ordering::Less => wanted * 2 - 1,
            Ordering::Equal => now * 2,
            Ordering::Greater => wanted * 2 + 1,
        };
        (place, article)
    };
    let mut parts: Vec<(i64, ArticleId)> = (1_i64..).zip(parts).map(place).collect();
    parts.sort_by_key(|(place, _)| *place);
    parts.into_iter().map(|(_, article)| article).collect()
}

async fn matter(call: &Call, title: &Title, topic: &Topic) -> Outcome<Value> {
    let mut session = call.paper().read().await?;
    let aliases = topics::aliases(&mut session, topic.id).await?;
    let others: Vec<(String, String)> = topics::all(&mut session, title.id)
        .await?
        .into_iter()
        .filter(|other| other.id != topic.id)
        .map(|other| (other.slug, other.name))
        .collect();
    let mut facts = Vec::new();
    for fact in timeline::facts(&mut session, topic.id).await? {
        facts.push(json!({
            "id": fact.id.to_string(),
            "day": fact.day,
            "text": fact.text,
            "article": fact.article.to_string(),
            "address": path_of(&mut session, title, fact.article).await?,
            "opens": piece::opens(call, &mut session, fact.article).await?,
        }));
    }
    let mut parts = Vec::new();
    if topic.kind == Kind::Dossier {
        for (placement, id) in pinning::parts(&mut session, topic.id).await? {
            let headline = part(&mut session, placement).await?.name;
            let opens = piece::opens(call, &mut session, id).await?;
            parts.push(json!({"article": id.to_string(), "headline": headline, "opens": opens}));
        }
    }
    let mut pinned = Vec::new();
    for id in pinning::pinned(&mut session, topic.id).await? {
        let path = path_of(&mut session, title, id).await?;
        pinned.push(path.unwrap_or_else(|| id.to_string()));
    }
    drop(session);
    Ok(json!({
        "slug": topic.slug,
        "title_name": topic.name,
        "name": typed(call, "name", &topic.name),
        "lead": typed(call, "lead", &topic.lead),
        "kind": typed(call, "kind", topic.kind.word()),
        "kinds": Kind::ALL.iter().map(|kind| kind.word()).collect::<Vec<_>>(),
        "aliases": typed(call, "aliases", &aliases.join("\n")),
        "facts": facts,
        "day": typed(call, "day", ""),
        "text": typed(call, "text", ""),
        "article": typed(call, "article", ""),
        "order": parts,
        "moved": call.parameter("moved"),
        "pinned": typed(call, "pinned", &pinned.join("\n")),
        "pins_max": pinning::PINS_MAX,
        "dossier": topic.kind == Kind::Dossier,
        "others": others,
        "to": typed(call, "to", ""),
        "into": typed(call, "into", ""),
    }))
}

/// Where readers find an article on the title.
async fn path_of(
    session: &mut Session,
    title: &Title,
    article: ArticleId,
) -> paper::Result<Option<String>> {
    let placements = articles::placements(session, article).await?;
    let here = placements.into_iter().find(|one| one.title == title.id);
    Ok(here.and_then(|placement| placement.path))
}
