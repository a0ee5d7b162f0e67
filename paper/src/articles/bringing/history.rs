//! The revisions an article had elsewhere, made again as its own.

use super::Brought;
use super::houses::{House, Place};
use crate::actor::Actor;
use crate::articles::content::{Class, Content, Placed, State};
use crate::articles::making::{self, Frame};
use crate::articles::revisions::Made;
use crate::articles::{Article, fitting};
use crate::copy::Copy;
use crate::paper::Tx;
use crate::words::{self, HEADLINE_CHARS_MAX};
use crate::{Fault, Refusal, Result};
use jiff::Timestamp;

/// What comes of an article's revisions.
pub(super) struct History {
    /// The newest.
    pub(super) shown: Content,
    pub(super) made: Vec<Made>,
    /// Number, class, date and the one before of each, for its entry in the log.
    pub(super) framed: Vec<(u32, Class, Timestamp, String)>,
    /// Those readers are told of: place among `made`, class, when.
    pub(super) told: Vec<(usize, Class, Timestamp)>,
    pub(super) corrected: bool,
}

/// Makes the revisions of an article.
pub(super) async fn of(
    tx: &mut Tx,
    by: &Actor,
    mut article: Article,
    brought: &Brought,
    places: &[Place<'_>],
) -> Result<History> {
    let title = match places.first() {
        Some(original) => original.house,
        None => return Err(Fault::new("an article without its own title").into()),
    };
    let first = (Class::First, "", brought.first_published, &brought.copy);
    let later = brought
        .later
        .iter()
        .map(|later| (later.class, later.note.as_str(), later.at, &later.copy));
    let mut before: Option<Content> = None;
    let (mut made, mut told) = (Vec::<Made>::new(), Vec::new());
    let mut framed = Vec::new();
    for (class, note, at, copy) in std::iter::once(first).chain(later) {
        let frame = Frame {
            class,
            note: note.to_owned(),
            first_published: brought.first_published,
            state: State::Live,
        };
        let mut content = content(tx, &article, title, copy, frame, at).await?;
        content.placements = placed(places, copy)?;
        if let Some(before) = &before {
            follows(before, &content)?;
        }
        let previous = made.last().map(|last| (last.id, last.commitment.clone()));
        if class.is_told() {
            told.push((made.len(), class, at));
        }
        made.push(Made::of(&tx.paper, by, &mut content, previous, at)?);
        framed.push((content.number, class, at, content.previous.clone()));
        article.revisions = content.number;
        article.modified = Some(content.modified);
        before = Some(content);
    }
    let shown = before.ok_or_else(|| Fault::new("an article without a revision"))?;
    let corrections = [Class::Correction, Class::Clarification];
    let corrected = brought
        .later
        .iter()
        .any(|later| corrections.contains(&later.class));
    Ok(History {
        shown,
        made,
        framed,
        told,
        corrected,
    })
}

/// Where a revision stood: on its own title under the topics of its copy.
fn placed(places: &[Place<'_>], copy: &Copy) -> Result<Vec<Placed>> {
    let (original, elsewhere) = match places.split_first() {
        Some((original, elsewhere)) => (original, elsewhere),
        None => return Ok(Vec::new()),
    };
    std::iter::once(original.seen(&copy.topics))
        .chain(elsewhere.iter().map(|place| place.seen(place.topics)))
        .collect()
}

/// Whether one revision can come after another.
fn follows(before: &Content, content: &Content) -> Result<()> {
    if content.at < before.at {
        return Err(Refusal::Unfit {
            field: "at",
            value: content.at.to_string(),
            wants: "revisions in the order in which they went out",
        }
        .into());
    }
    if before.reads_as(content) {
        return Err(Refusal::NothingChanged.into());
    }
    fitting::fits(content.class, before, content)
}

/// What readers saw from an instant on.
async fn content(
    tx: &mut Tx,
    article: &Article,
    house: &House,
    copy: &Copy,
    frame: Frame,
    at: Timestamp,
) -> Result<Content> {
    if at > tx.now {
        return Err(Refusal::FutureDate { at }.into());
    }
    if let Some(until) = copy.embargo.filter(|until| *until > tx.now) {
        return Err(Refusal::Embargoed { until }.into());
    }
    words::line("headline", &copy.headline, HEADLINE_CHARS_MAX)?;
    let day = at.to_zoned_datetime(house.title.time_zone()).date();
    let copy = copy.clone().dated_by_filing(day);
    let mut copy = making::fill_words(copy, &house.title, &house.contracts);
    if let Some(picture) = &mut copy.picture {
        making::inherit(&mut tx.session, picture).await?;
    }
    for picture in copy.body.pictures_mut() {
        making::inherit(&mut tx.session, picture).await?;
    }
    let mut content = making::bare(at, article, &house.title, &copy, frame);
    content.pictures = making::picture_hashes(&mut tx.session, &content).await?;
    Ok(content)
}
