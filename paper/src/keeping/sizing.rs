//! How large a record has become.

use super::packing::counts;
use crate::Result;
use crate::db::Session;
use std::collections::BTreeMap;

/// How large a record has become.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sizes {
    /// How many there are of what people count: `articles`, `revisions`, `pictures` and so on.
    pub counts: BTreeMap<String, i64>,
    /// Bytes of the database.
    pub record_bytes: i64,
    /// Bytes of pictures and documents as they came. What is made of them, and can be thrown away, is not counted.
    pub media_bytes: i64,
}

/// How large a record has become. It asks the engine and adds numbers up; no file is looked at.
pub async fn sizes(session: &mut Session) -> Result<Sizes> {
    let (record_bytes,): (i64,) = match session {
        Session::Lite(_) => {
            session
                .one(
                    "SELECT c.page_count * s.page_size FROM pragma_page_count() c, pragma_page_size() s",
                    (),
                )
                .await?
        }
        Session::Pg(_) => {
            session
                .one("SELECT pg_database_size(current_database())", ())
                .await?
        }
    };
    let (media_bytes,): (i64,) = session
        .one(
            "SELECT CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM pictures WHERE blanked_at IS NULL",
            (),
        )
        .await?;
    Ok(Sizes {
        counts: counts(session).await?,
        record_bytes,
        media_bytes,
    })
}
