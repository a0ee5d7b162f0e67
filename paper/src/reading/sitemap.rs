//! What crawlers are told of: stretches of thirty days, each with the instant something in it last changed, and the
//! addresses in them.

use crate::Result;
use crate::id::TitleId;
use crate::paper::Tx;
use jiff::Timestamp;

/// Length of a stretch, microseconds: thirty days. The migration that fills the table divides by the same number.
const STRETCH_MICROS: i64 = 30 * 24 * 3600 * 1_000_000;

/// Which stretch an instant is in.
fn stretch_of(at: Timestamp) -> i64 {
    at.as_microsecond() / STRETCH_MICROS
}

/// Notes that a text of a title changed; `new` where it has only now come to the title.
pub(crate) async fn changed(
    tx: &mut Tx,
    title: TitleId,
    first_published: Timestamp,
    new: bool,
) -> Result<()> {
    tx.session
        .exec(
            "INSERT INTO stretches (title_id, stretch, texts, changed_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (title_id, stretch) DO UPDATE SET texts = stretches.texts + excluded.texts,
                changed_at = excluded.changed_at",
            (title, stretch_of(first_published), new, tx.now),
        )
        .await?;
    Ok(())
}
