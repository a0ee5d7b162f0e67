//! Addresses: made once, never given to another text, redirecting for ever.

use crate::articles::PlacementRow;
use crate::db::Session;
use crate::db::many::{Many, many};
use crate::id::{ArticleId, PlacementId, TitleId};
use crate::paper::Tx;
use crate::titles::Title;
use crate::words;
use crate::{Fault, Result};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What stands behind the address of a text and names something of it: how it changed, its data, the proof of it, the forms
/// readers send about it. Each is a word no text's address may end with, so a text is never taken for a part of another.
pub const VIEWS: [&str; 8] = [
    "/history",
    ".json",
    ".canonical",
    ".tlog-proof",
    "/comment",
    "/notice",
    "/report",
    "/reply",
];
/// The highest number behind a word before giving up.
const NUMBER_MAX: u32 = 1_000_000;

/// Addresses a deed has given away and not yet written.
pub(crate) type Given = BTreeSet<(TitleId, String)>;

/// What a placement wants for its address.
struct Wanted<'a> {
    title: &'a Title,
    placement: PlacementId,
    section: &'a str,
    slug: &'a str,
    day: Date,
}

impl Wanted<'_> {
    /// Slug and path with a number behind the word, by the title's pattern.
    fn numbered(&self, number: u32) -> (String, String) {
        let slug = numbered(self.slug, number);
        let path = self
            .title
            .permalink
            .replace("{yyyy}", &format!("{:04}", self.day.year()))
            .replace("{mm}", &format!("{:02}", self.day.month()))
            .replace("{dd}", &format!("{:02}", self.day.day()))
            .replace("{section}", self.section)
            .replace("{slug}", &slug);
        (slug, path)
    }

    async fn is_free(&self, session: &mut Session, number: u32, given: &Given) -> Result<bool> {
        let (slug, path) = self.numbered(number);
        Ok(words::slug("slug", &slug).is_ok()
            && !given.contains(&(self.title.id, path.clone()))
            && owner(session, self.title.id, &path)
                .await?
                .is_none_or(|owner| owner == self.placement))
    }

    /// A number whose address no other text has had.
    ///
    /// Numbers are given out in order, so one is found by doubling and halving: a headline used ten thousand times
    /// costs some thirty questions, not ten thousand.
    async fn free_number(&self, session: &mut Session, given: &Given) -> Result<u32> {
        let (mut taken, mut free) = (0, 1);
        while !self.is_free(session, free, given).await? {
            (taken, free) = (free, free * 2);
            if free > NUMBER_MAX {
                let slug = self.slug;
                let fault = format!("no free address for {slug} up to number {NUMBER_MAX}");
                return Err(Fault::new(fault).into());
            }
        }
        while free - taken > 1 {
            let middle = taken + (free - taken) / 2;
            if self.is_free(session, middle, given).await? {
                free = middle;
            } else {
                taken = middle;
            }
        }
        Ok(free)
    }
}

/// The day in a placement's addresses. It is settled with the first one, in the title's zone of that moment, and stays
/// whatever becomes of the zone.
async fn day(
    tx: &mut Tx,
    title: &Title,
    placement: PlacementId,
    first_published: Timestamp,
) -> Result<Date> {
    let (settled,): (Option<String>,) = tx
        .session
        .one("SELECT day FROM placements WHERE id = $1", (placement,))
        .await?;
    if let Some(day) = settled {
        return day
            .parse()
            .map_err(|error| Fault::new(format!("a day in the record: {error}")).into());
    }
    let day = first_published.to_zoned_datetime(title.time_zone()).date();
    tx.session
        .exec(
            "UPDATE placements SET day = $2 WHERE id = $1",
            (placement, day.to_string()),
        )
        .await?;
    Ok(day)
}

/// Gives a placement an address that no text has had, with a number behind the slug if need be.
pub(crate) async fn claim(
    tx: &mut Tx,
    title: &Title,
    placement: PlacementId,
    section: &str,
    slug: &str,
    first_published: Timestamp,
) -> Result<(String, String)> {
    let wanted = Wanted {
        title,
        placement,
        section,
        slug,
        day: day(tx, title, placement, first_published).await?,
    };
    let number = wanted.free_number(&mut tx.session, &Given::new()).await?;
    let (slug, path) = wanted.numbered(number);
    tx.session
        .exec(CLAIM.one, (title.id, &path, placement, tx.now))
        .await?;
    Ok((slug, path))
}

/// Slug, path and day of a text that comes to a title together with many others; `given` is what those before it got, and
/// gets this one's too. The caller writes the row by [`CLAIM`].
pub(crate) async fn claim_among(
    session: &mut Session,
    title: &Title,
    placement: PlacementId,
    section: &str,
    slug: &str,
    first_published: Timestamp,
    given: &mut Given,
) -> Result<(String, String, String)> {
    let day = first_published.to_zoned_datetime(title.time_zone()).date();
    let wanted = Wanted {
        title,
        placement,
        section,
        slug,
        day,
    };
    let number = wanted.free_number(session, given).await?;
    let (slug, path) = wanted.numbered(number);
    given.insert((title.id, path.clone()));
    Ok((slug, path, day.to_string()))
}

/// Gives addresses: title, path, placement, since when.
pub(crate) const CLAIM: Many = many!(
    "INSERT INTO addresses (title_id, path, placement_id, since) VALUES ",
    4,
    " ON CONFLICT (title_id, path) DO NOTHING"
);

/// The address a text will have if no other has had it: what a preview tells of one that is not out yet.
pub(crate) fn likely(
    title: &Title,
    placement: PlacementId,
    section: &str,
    slug: &str,
    first_published: Timestamp,
) -> String {
    let day = first_published.to_zoned_datetime(title.time_zone()).date();
    let wanted = Wanted {
        title,
        placement,
        section,
        slug,
        day,
    };
    wanted.numbered(1).1
}

fn numbered(slug: &str, number: u32) -> String {
    if number == 1 {
        return slug.to_owned();
    }
    let suffix = format!("-{number}");
    let room = words::SLUG_CHARS_MAX.saturating_sub(suffix.len());
    let cut: String = slug.chars().take(room).collect();
    format!("{}{suffix}", cut.trim_end_matches('-'))
}

async fn owner(session: &mut Session, title: TitleId, path: &str) -> Result<Option<PlacementId>> {
    let row: Option<(PlacementId,)> = session
        .opt(
            "SELECT placement_id FROM addresses WHERE title_id = $1 AND path = $2",
            (title, path),
        )
        .await?;
    Ok(row.map(|(id,)| id))
}

/// Whether a text has this address of a title, or has had it.
pub(crate) async fn is_taken(session: &mut Session, title: TitleId, path: &str) -> Result<bool> {
    Ok(owner(session, title, path).await?.is_some())
}

/// What an address of a title leads to.
#[derive(Debug, Clone, PartialEq)]
pub enum Leads {
    /// To this placement, which lives there.
    Here(PlacementRow),
    /// To where the text is now on this title.
    There(String),
    /// To where the text is now on another title.
    Elsewhere {
        /// Its canonical host.
        host: String,
        /// Its address there.
        path: String,
    },
    /// To no text.
    Nowhere,
}

/// Follows an address: a live one first, then a former one.
pub async fn follow(session: &mut Session, title: TitleId, path: &str) -> Result<Leads> {
    let Some(id) = owner(session, title, path).await? else {
        return Ok(Leads::Nowhere);
    };
    let Some(placement) = crate::articles::placement(session, id).await? else {
        return Ok(Leads::Nowhere);
    };
    let off: Option<(Timestamp,)> = session
        .opt(
            "SELECT displaced_at FROM placements WHERE id = $1 AND displaced_at IS NOT NULL",
            (id,),
        )
        .await?;
    if off.is_some() {
        return Ok(canonical(session, placement.article).await?.map_or(
            Leads::Nowhere,
            |(host, path)| Leads::Elsewhere { host, path },
        ));
    }
    Ok(match &placement.path {
        Some(now) if now == path => Leads::Here(placement),
        Some(now) => Leads::There(now.clone()),
        None => Leads::Nowhere,
    })
}

/// Host and path of an article's original, once published.
pub async fn canonical(
    session: &mut Session,
    article: ArticleId,
) -> Result<Option<(String, String)>> {
    Ok(session
        .opt(
            "SELECT h.host, p.path FROM placements p JOIN hosts h ON h.title_id = p.title_id AND h.main = 1
              WHERE p.article_id = $1 AND p.original = 1 AND p.path IS NOT NULL",
            (article,),
        )
        .await?)
}
