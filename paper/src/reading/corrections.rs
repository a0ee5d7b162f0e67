//! The changes a title told its readers of.

use super::cards::StoredCard;
use super::facts::{CorrectionFacts, NoteFacts, Pages};
use super::pages::CorrectionsFacts;
use crate::articles::content::Class;
use crate::cases::figures;
use crate::db::Session;
use crate::id::TitleId;
use crate::titles::Title;
use crate::{Fault, Result};
use jiff::Timestamp;

/// Changes on one page.
pub const PAGE_SIZE: u32 = 30;

/// The newest corrections, clarifications, withdrawals and replies of a title. Updates are news, not mending.
///
/// A killed article, what came back and what was blanked are named where the record of changes is read (`killed`), not
/// on the front.
pub(crate) async fn newest(
    session: &mut Session,
    title: &Title,
    limit: u32,
    offset: u32,
    killed: bool,
) -> Result<Vec<CorrectionFacts>> {
    type Columns = (String, String, i64, String, String, Timestamp, String);
    let rows: Vec<Columns> = session
        .all(
            "SELECT p.path, p.card, r.number, n.class, r.note, n.at, r.editor
               FROM notices n JOIN revisions r ON r.id = n.revision_id JOIN placements p ON p.id = n.placement_id
              WHERE n.title_id = $1 AND n.class <> 'update' AND p.path IS NOT NULL AND p.card IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM articles a WHERE a.id = p.article_id AND a.deindexed = 1)
                AND ($4 = 1 OR (p.listed = 1 AND n.class NOT IN ('restoration', 'legal', 'rights')))
              ORDER BY n.at DESC, n.revision_id DESC LIMIT $2 OFFSET $3",
            (title.id, limit, offset, killed),
        )
        .await?;
    rows.into_iter()
        .map(|(path, card, number, class, note, at, editor)| {
            let card: StoredCard = serde_json::from_str(&card)?;
            let class = Class::parse(&class)
                .ok_or_else(|| Fault::new("a notice's class is no word we know"))?;
            let number = u32::try_from(number).unwrap_or(0);
            Ok(CorrectionFacts {
                headline: card.headline().to_owned(),
                language: card.headline_language().to_owned(),
                history: format!("{path}/history"),
                href: path,
                change: NoteFacts {
                    number,
                    class,
                    note,
                    at,
                    editor,
                },
            })
        })
        .collect()
}

/// The page of corrections of a title.
pub async fn page(
    session: &mut Session,
    title: &Title,
    now: Timestamp,
    page: u32,
) -> Result<CorrectionsFacts> {
    let page = page.clamp(1, super::lists::PAGES_MAX);
    let mut changes = newest(session, title, PAGE_SIZE + 1, (page - 1) * PAGE_SIZE, true).await?;
    let more = changes.len() > PAGE_SIZE as usize;
    changes.truncate(PAGE_SIZE as usize);
    let newer = (page > 1).then(|| match page {
        2 => "/corrections".to_owned(),
        _ => format!("/corrections?page={}", page - 1),
    });
    let older = more.then(|| format!("/corrections?page={}", page + 1));
    Ok(CorrectionsFacts {
        changes,
        last_year: by_class(session, title.id, now).await?,
        figures: figures::of_title(session, title.id, now).await?,
        pages: Pages {
            number: page,
            newer,
            older,
        },
    })
}

/// What a title told its readers of in a year, by class. Updates are news, not mending.
pub(crate) async fn by_class(
    session: &mut Session,
    title: TitleId,
    now: Timestamp,
) -> Result<Vec<(Class, u32)>> {
    let counts: Vec<(String, u32)> = session
        .all(
            "SELECT class, COUNT(*) FROM notices WHERE title_id = $1 AND class <> 'update' AND at >= $2
              GROUP BY class ORDER BY class",
            (title, figures::since(now)),
        )
        .await?;
    let known = counts
        .into_iter()
        .filter_map(|(class, count)| Class::parse(&class).map(|class| (class, count)));
    Ok(known.collect())
}

/// Until when a [`page`] made now stays as it is if nobody does anything: something leaves the year that is counted.
pub async fn holds_until(
    session: &mut Session,
    title: &Title,
    now: Timestamp,
) -> Result<Option<Timestamp>> {
    let since = figures::since(now);
    let (oldest,): (Option<Timestamp>,) = session
        .one(
            "SELECT MIN(c.at) FROM
                (SELECT at FROM notices WHERE title_id = $1 AND at >= $2
                 UNION ALL SELECT decided_at FROM cases WHERE title_id = $1 AND decided_at >= $2) c",
            (title.id, since),
        )
        .await?;
    Ok(oldest.and_then(figures::leaves_at))
}
