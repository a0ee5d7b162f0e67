//! What is told of entries, and the proof of one.

use super::rows;
use crate::articles::Stage;
use crate::db::Session;
use crate::id::ArticleId;
use crate::{Fault, Paper, Result};
use tlog::{Begun, Opening, Proof, Statement};

/// Entries on a page of the log.
pub const PAGE_SIZE: u32 = 50;

/// The entry of a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the log, from 0.
    pub index: u64,
    /// The entry, and what opens its commitments.
    pub opening: Opening,
}

/// Entries of the log as its page tells of them, newest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Place and statement of each.
    pub entries: Vec<(u64, Statement)>,
    /// Entries in the record.
    pub size: u64,
}

/// The entry of a revision, if it has one.
pub async fn entry_of(
    session: &mut Session,
    article: ArticleId,
    number: u32,
) -> Result<Option<Entry>> {
    let Some((position, entry, addresses, address_salt)) =
        rows::of_revision(session, article, number).await?
    else {
        return Ok(None);
    };
    let salt = rows::salt(session, article, number).await?;
    let addresses = match addresses {
        Some(list) => serde_json::from_str(&list)?,
        None => Vec::new(),
    };
    Ok(Some(Entry {
        index: u64::try_from(position).unwrap_or(0),
        opening: Opening {
            entry,
            salt: salt.map(hex::encode).unwrap_or_default(),
            addresses,
            address_salt: address_salt.map(hex::encode).unwrap_or_default(),
        },
    }))
}

/// Where the entries of an article's revisions are, from one number to another.
pub(crate) async fn indexes(
    session: &mut Session,
    article: ArticleId,
    (from, to): (u32, u32),
) -> Result<Vec<(u32, u64)>> {
    let rows: Vec<(u32, i64)> = session
        .all(
            "SELECT number, position FROM log_entries WHERE article_id = $1 AND number >= $2 AND number <= $3",
            (article, from, to),
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|(number, position)| (number, u64::try_from(position).unwrap_or(0)))
        .collect())
}

/// The entries that say after which log this one began again, oldest first.
pub async fn begun_after(session: &mut Session) -> Result<Vec<(u64, Begun)>> {
    let entries = rows::of_no_revision(session).await?;
    let mut begun = Vec::new();
    for (position, entry) in entries {
        let read = Statement::read(entry.as_bytes());
        if let Ok(Statement::Begun(one)) = read {
            begun.push((u64::try_from(position).unwrap_or(0), one));
        }
    }
    Ok(begun)
}

/// The keys of the log as a file: a line each, the newest first, and a line for each entry that says after which log it began
/// again. `None` before it began.
pub async fn key_file(session: &mut Session) -> Result<Option<String>> {
    let Some(found) = super::find(session).await? else {
        return Ok(None);
    };
    let mut text: String = found.keys.iter().map(|key| format!("{key}\n")).collect();
    for (index, begun) in begun_after(session).await? {
        text.push_str(&format!("begun {index} {}\n", begun.before));
    }
    Ok(Some(text))
}

/// An article whose revisions readers may ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provable {
    /// Its id.
    pub article: ArticleId,
    /// How many revisions it has.
    pub revisions: u32,
    /// Host and path of its original; empty where it was taken away for all receivers at once.
    pub address: String,
}

/// About how many there are of [`provable`]: those that were ever out.
pub async fn provable_count(session: &mut Session) -> Result<u64> {
    let (count,): (i64,) = session
        .one(
            "SELECT COUNT(*) FROM articles WHERE revision_id IS NOT NULL",
            (),
        )
        .await?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// An article, how many revisions it has, its state, host and path of its original.
type Standing = (ArticleId, u32, String, Option<String>, Option<String>);

/// Articles that stand somewhere, in the order of their ids, at most so many after one.
pub async fn provable(
    session: &mut Session,
    after: Option<ArticleId>,
    limit: u32,
) -> Result<Vec<Provable>> {
    let after = after.map(|id| id.bytes().to_vec()).unwrap_or_default();
    let rows: Vec<Standing> = session
        .all(
            "SELECT a.id, a.revision_count, a.state, h.host, p.path FROM articles a
               LEFT JOIN placements p ON p.article_id = a.id AND p.original = 1
               LEFT JOIN hosts h ON h.title_id = p.title_id AND h.main = 1
              WHERE a.id > $1 AND a.revision_id IS NOT NULL
                AND EXISTS (SELECT 1 FROM placements o WHERE o.article_id = a.id AND o.displaced_at IS NULL
                               AND o.path IS NOT NULL AND o.revision_id IS NOT NULL)
              ORDER BY a.id LIMIT $2",
            (after, limit),
        )
        .await?;
    let read = |(article, revisions, state, host, path): Standing| {
        let named = host.zip(path).filter(|_| state != Stage::Killed.word());
        Provable {
            article,
            revisions,
            address: named.map_or_else(String::new, |(host, path)| host + &path),
        }
    };
    Ok(rows.into_iter().map(read).collect())
}

/// The newest entries before a place.
pub async fn latest(session: &mut Session, before: Option<u64>) -> Result<Page> {
    let size = rows::size(session).await?;
    let before = before.unwrap_or(size).min(size);
    let entries = rows::newest(session, before, PAGE_SIZE).await?;
    let entries = entries.into_iter().map(|(position, entry)| {
        let statement = Statement::read(entry.as_bytes())
            .map_err(|wrong| Fault::new(format!("entry {position} of the log: {wrong}")))?;
        Ok((u64::try_from(position).unwrap_or(0), statement))
    });
    Ok(Page {
        entries: entries.collect::<Result<_, Fault>>()?,
        size,
    })
}

/// The proof that an entry is in the log, as a file (C2SP tlog-proof@v1); `None` where this process keeps no log, or nothing
/// of it is signed. The checkpoint in it covers every deed that was acknowledged before this was called.
///
/// Whoever calls this holds no [`Session`]: bringing the log up to date wants one.
pub async fn proof(paper: &Paper, entry: Entry) -> Result<Option<String>> {
    let Some(keeper) = paper.log() else {
        return Ok(None);
    };
    keeper.catch_up(paper).await?;
    let Some((path, checkpoint)) = keeper.inclusion(entry.index).await? else {
        return Ok(None);
    };
    let proof = Proof {
        opening: entry.opening,
        index: entry.index,
        path,
        checkpoint,
    };
    let text = proof.to_text();
    Ok(Some(text.map_err(|wrong| Fault::new(wrong.to_string()))?))
}
