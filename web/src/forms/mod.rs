//! What readers send: one file a form. Each is an address under its article (`{article}/comment`): GET gives the form,
//! POST takes it and leads to the page that says what became of it (303), or gives the form back with its faults (422).
//!
//! A form has a page of its own, made for each reader and kept by nobody, because its token says when it was given out.
//! The article's page stays the same for all and may be kept for long.

pub(crate) mod comment;

use crate::answer;
use crate::posted::Posted;
use crate::routes::{Failure, Room};
use axum::response::Response;
use paper::addresses::{self, Leads};
use paper::articles::PlacementRow;

/// The last part of a comment form's address.
pub(crate) const COMMENT: &str = "/comment";

/// Takes a form to whoever reads it; other addresses can only be read.
pub(crate) async fn take(room: &mut Room<'_>, posted: &Posted) -> Result<Response, Failure> {
    let path = room.asked.path.clone();
    if let Some(address) = path.strip_suffix(COMMENT)
        && let Some(placement) = here(room, address).await?
    {
        return comment::take(room, &placement, posted).await;
    }
    Ok(answer::only_to_read())
}

/// The placement at an address, also at a former one: an article may move while a reader writes.
async fn here(room: &mut Room<'_>, address: &str) -> Result<Option<PlacementRow>, Failure> {
    let title = room.title.id;
    let mut leads = addresses::follow(&mut room.session, title, address).await?;
    if let Leads::There(now) = &leads {
        let now = now.clone();
        leads = addresses::follow(&mut room.session, title, &now).await?;
    }
    Ok(match leads {
        Leads::Here(placement) => Some(placement),
        _ => None,
    })
}
