//! Live coverage (*diretta*): an entry more of a published text of that kind, and its end.
//!
//! An entry is a part of the body (`Block::Entry`), so whatever happens to it is a revision like every other. There is no
//! second text beside the article, and nothing here goes round the gate.

use super::publishing::{self, Going, Override, Published};
use super::{Article, content::Class, drafting};
use crate::copy::{Copy, Kind};
use crate::id::ArticleId;
use crate::rights::Deed;
use crate::{Actor, Paper, Refusal, Result, titles, words};
use jiff::{SignedDuration, Timestamp};
use markup::{Block, Body, ENTRY_TITLE_CHARS_MAX};
use serde::{Deserialize, Serialize};

/// Times an entry is put into the text anew because another came first.
const TRIES: usize = 5;

/// An entry to be added.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NewEntry {
    /// Its headline; may be empty.
    pub title: String,
    /// Its text.
    pub body: Body,
    /// Who signs it, where it is not those who sign the article.
    pub by: Vec<String>,
    /// It is a key point.
    pub key: bool,
    /// When; now if nobody says.
    pub at: Option<Timestamp>,
    /// Where the text has fewer than two entries: the newest goes last, not first.
    pub oldest_first: bool,
    /// Blocks of the gate set aside, each with its reason.
    pub overrides: Vec<Override>,
}

/// Adds an entry to published live coverage, as an update that needs no note: the entry is what readers are told.
///
/// It stands by its time among the others, which are newest first unless they stand the other way round already.
///
/// # Errors
/// Refused for a text that is not live coverage or has a draft in work, for an entry without a word, and by the gate.
pub async fn add(paper: &Paper, by: &Actor, id: ArticleId, entry: NewEntry) -> Result<Published> {
    let title = words::optional_line("headline", &entry.title, ENTRY_TITLE_CHARS_MAX)?;
    let entry = NewEntry { title, ..entry };
    let body = entry.body.clone().canonical();
    if body.blocks.is_empty() && entry.title.is_empty() {
        return Err(Refusal::Empty { field: "text" }.into());
    }
    let at = entry.at.unwrap_or(paper.now());
    if at > paper.now() {
        return Err(Refusal::FutureDate { at }.into());
    }
    let mut tries = 0;
    loop {
        tries += 1;
        let (article, copy, zone) = under_way(paper, by, id).await?;
        let copy = with_entry(copy, &entry, body.clone(), at, &zone);
        let going = Going {
            overrides: entry.overrides.clone(),
            ..Going::change(Class::Update, "")
        };
        let done = publishing::change(paper, by, id, article.revisions, copy, going).await;
        let moved = done.as_ref().err().and_then(|error| error.refusal());
        // Two who report at once both get their entry in; a draft in somebody's hands stays what it is.
        let again = matches!(moved, Some(Refusal::DraftMoved { .. }))
            && tries < TRIES
            && drafting::find_draft(&mut paper.read().await?, id)
                .await?
                .is_none();
        if !again {
            return done;
        }
    }
}

/// Ends live coverage: what remains is news, with all its entries.
///
/// `standfirst` may be given where the text had none, since news is asked for one.
///
/// # Errors
/// As [`add`].
pub async fn close(
    paper: &Paper,
    by: &Actor,
    id: ArticleId,
    standfirst: Option<String>,
    going: Going,
) -> Result<Published> {
    let (article, mut copy, _) = under_way(paper, by, id).await?;
    copy.kind = Some(Kind::News);
    if let Some(standfirst) = standfirst {
        copy.standfirst = standfirst;
    }
    let class = Class::Update;
    let going = Going { class, ..going };
    publishing::change(paper, by, id, article.revisions, copy, going).await
}

/// The published text of live coverage, and the zone its clocks are of, for somebody who may change it.
async fn under_way(
    paper: &Paper,
    by: &Actor,
    id: ArticleId,
) -> Result<(Article, Copy, jiff::tz::TimeZone)> {
    // Begun to ask for the right before anything is told of the text; nothing is written.
    let mut tx = paper.begin().await?;
    let article = super::find(&mut tx.session, id).await?;
    let placement = super::original(&mut tx.session, id).await?;
    by.may(
        &mut tx,
        Deed::Change,
        Some(article.home),
        Some(placement.section),
    )
    .await?;
    if article.first_published.is_none() {
        return Err(Refusal::NeverPublished.into());
    }
    if let Some(draft) = drafting::find_draft(&mut tx.session, id).await? {
        return Err(Refusal::DraftMoved { by: draft.saved_by }.into());
    }
    let copy = drafting::working_copy(&mut tx.session, &article).await?;
    let kind = copy.kind.unwrap_or(Kind::News);
    if kind != Kind::Live {
        return Err(Refusal::Unfit {
            field: "kind",
            value: kind.word().to_owned(),
            wants: "live",
        }
        .into());
    }
    let title = titles::by_id(&mut tx.session, article.home).await?;
    Ok((article, copy, title.time_zone()))
}

fn with_entry(
    mut copy: Copy,
    entry: &NewEntry,
    body: Body,
    at: Timestamp,
    zone: &jiff::tz::TimeZone,
) -> Copy {
    let (at, told) = free(&copy.body, at, zone);
    let place = place(&copy.body, at, entry.oldest_first);
    let head = Block::Entry {
        at: told,
        title: entry.title.clone(),
        by: entry.by.clone(),
        key: entry.key,
    };
    let tail = copy.body.blocks.split_off(place);
    copy.body.blocks.push(head);
    copy.body.blocks.extend(body.blocks);
    copy.body.blocks.extend(tail);
    copy
}

/// The first second from an instant on at which no entry stands: by it links lead to an entry.
fn free(body: &Body, at: Timestamp, zone: &jiff::tz::TimeZone) -> (Timestamp, String) {
    let entries = body.entries();
    let mut at = at;
    loop {
        let told = at
            .to_zoned_datetime(zone.clone())
            .strftime("%Y-%m-%dT%H:%M:%S%:z")
            .to_string();
        let next = at.checked_add(SignedDuration::from_secs(1));
        match next {
            Ok(next) if entries.iter().any(|entry| entry.at == told) => at = next,
            _ => return (at, told),
        }
    }
}

/// The number of the block before which an entry of this instant stands.
fn place(body: &Body, at: Timestamp, oldest_first: bool) -> usize {
    let heads = body.blocks.iter().enumerate();
    let times: Vec<(usize, Timestamp)> = heads
        .filter_map(|(index, block)| match block {
            Block::Entry { at, .. } => Some((index, at.parse().ok()?)),
            _ => None,
        })
        .collect();
    let oldest_first = match (times.first(), times.last()) {
        (Some(first), Some(last)) if times.len() > 1 => first.1 < last.1,
        _ => oldest_first,
    };
    let before = times.iter().find(|(_, other)| match oldest_first {
        true => *other > at,
        false => *other <= at,
    });
    before.map_or(body.blocks.len(), |(index, _)| *index)
}
