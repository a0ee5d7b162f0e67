//! What sections, topics and standing pages of a title share: a word in addresses, and a limit to their number.

use crate::id::TitleId;
use crate::paper::Tx;
use crate::{Refusal, Result, Thing};

/// A kind of standing part, in the statements that count it.
pub(crate) struct Part {
    /// What refusals call them.
    pub(crate) what: &'static str,
    /// The most of one title.
    pub(crate) most: u32,
    /// Asks for the position of the one with a slug.
    pub(crate) position: &'static str,
    /// Counts those of a title.
    pub(crate) count: &'static str,
    /// Asks for the one of another kind that has the slug: both are at `/{slug}`.
    pub(crate) rival: Option<(Thing, &'static str)>,
}

/// Where a part with this slug stands among its kind: its own place if it is there, the next one if it is new.
///
/// Refused when the word is taken, or when there are as many as may be and this one is new.
pub(crate) async fn place(tx: &mut Tx, part: &Part, title: TitleId, slug: &str) -> Result<i64> {
    if let Some((thing, taken)) = part.rival {
        let rival: Option<(String,)> = tx.session.opt(taken, (title, slug)).await?;
        if let Some((name,)) = rival {
            return Err(Refusal::Taken { thing, name }.into());
        }
    }
    let there: Option<(i64,)> = tx.session.opt(part.position, (title, slug)).await?;
    if let Some((position,)) = there {
        return Ok(position);
    }
    let (count,): (i64,) = tx.session.one(part.count, (title,)).await?;
    if count >= i64::from(part.most) {
        return Err(Refusal::LimitReached {
            what: part.what,
            most: part.most as usize,
        }
        .into());
    }
    Ok(count + 1)
}
