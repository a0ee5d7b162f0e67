//! What is kept of those who sent cases: forgotten after the title's days.

use crate::Result;
use crate::id::TitleId;
use crate::paper::Tx;
use jiff::Timestamp;

/// Forgets the keyed hashes of addresses of cases sent before `addresses`, and names and e-mail addresses of cases decided
/// before `emails`. Until then the desk may have to ask, and to answer. Who made a statement that was printed stands with it.
pub(crate) async fn forget(
    tx: &mut Tx,
    title: TitleId,
    addresses: Timestamp,
    emails: Timestamp,
) -> Result<()> {
    tx.session
        .exec(
            "UPDATE cases SET address_hash = NULL WHERE title_id = $1 AND at < $2 AND address_hash IS NOT NULL",
            (title, addresses),
        )
        .await?;
    tx.session
        .exec(
            "UPDATE cases SET name = '', email = '', email_hash = NULL
              WHERE title_id = $1 AND decided_at < $2 AND (name <> '' OR email <> '' OR email_hash IS NOT NULL)",
            (title, emails),
        )
        .await?;
    Ok(())
}
