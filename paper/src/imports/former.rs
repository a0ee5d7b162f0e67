//! Old addresses of a newspaper that moved in, and where they lead now.
//!
//! Asked only where nothing of this title stands at the address. What the former system made of one address, its feed, its
//! further pages, its pages of comments, follows the address itself.

use crate::addresses::{self, Leads};
use crate::id::{ArticleId, TitleId};
use crate::{Result, Session};

/// Endings followed one after another.
const ENDINGS_MAX: usize = 3;
/// Longest old address looked up, bytes.
const ADDRESS_BYTES_MAX: usize = 1_000;

/// Where an old address leads: a path of the title, with a query where there is one. `query` is as sent, decoded.
pub async fn former(
    session: &mut Session,
    title: TitleId,
    path: &str,
    query: &[(String, String)],
) -> Result<Option<String>> {
    if path.len() > ADDRESS_BYTES_MAX || !moved_in(session, title).await? {
        return Ok(None);
    }
    if let Some(there) = asked(session, title, query).await? {
        return Ok(Some(there));
    }
    if path == "/" {
        return Ok(feed_asked(query).map(|()| "/feed.xml".to_owned()));
    }
    let mut rest = path.trim_end_matches('/').to_owned();
    let (mut feed, mut page) = (false, 0_u32);
    for _ in 0..=ENDINGS_MAX {
        if let Some(there) = stands(session, title, &rest).await? {
            return Ok(Some(whole(there, feed, page)));
        }
        let Some((above, ending)) = ending(&rest) else {
            break;
        };
        match ending {
            Ending::Feed => feed = true,
            Ending::Page(number) => page = number,
            Ending::View => {}
        }
        rest = above.to_owned();
        // The feed of all comments: the nearest thing is the feed of all texts.
        if rest.is_empty() || (feed && rest == "/comments") {
            return Ok(Some(whole(Found::List("/".to_owned()), feed, 0)));
        }
    }
    below_an_article(session, title, &rest).await
}

/// Whether anything moved in to a title.
async fn moved_in(session: &mut Session, title: TitleId) -> Result<bool> {
    let row: Option<(i64,)> = session
        .opt(
            "SELECT 1 FROM imports WHERE title_id = $1 LIMIT 1",
            (title,),
        )
        .await?;
    Ok(row.is_some())
}

enum Found {
    /// An article, or a file.
    One(String),
    /// Something with a feed and further pages.
    List(String),
}

fn whole(found: Found, feed: bool, page: u32) -> String {
    match found {
        Found::One(path) => path,
        Found::List(path) if feed => format!("{}/feed.xml", path.trim_end_matches('/')),
        Found::List(path) if page > 1 => format!("{path}?page={page}"),
        Found::List(path) => path,
    }
}

enum Ending {
    Feed,
    Page(u32),
    View,
}

/// The last parts of an address that ask for another view of what is before them.
fn ending(path: &str) -> Option<(&str, Ending)> {
    let (above, last) = path.rsplit_once('/')?;
    if let Some(number) = above
        .strip_suffix("/page")
        .and_then(|above| Some((above, last.parse().ok()?)))
    {
        return Some((number.0, Ending::Page(number.1)));
    }
    if matches!(last, "rss" | "rss2" | "atom" | "rdf")
        && let Some(above) = above.strip_suffix("/feed")
    {
        return Some((above, Ending::Feed));
    }
    let view = match last {
        "feed" => Ending::Feed,
        "amp" | "embed" | "trackback" => Ending::View,
        comments if comments.starts_with("comment-page-") => Ending::View,
        _ => return None,
    };
    Some((above, view))
}

async fn stands(session: &mut Session, title: TitleId, path: &str) -> Result<Option<Found>> {
    let row: Option<(String,)> = session
        .opt(
            "SELECT target FROM forwards WHERE title_id = $1 AND path = $2",
            (title, path),
        )
        .await?;
    if let Some((target,)) = row {
        let one = target.starts_with("/media/");
        return Ok(Some(if one {
            Found::One(target)
        } else {
            Found::List(target)
        }));
    }
    if let Some(path) = article_at(session, title, path).await? {
        return Ok(Some(Found::One(path)));
    }
    if let Some(whole) = whole_size(path) {
        let row: Option<(String,)> = session
            .opt(
                "SELECT target FROM forwards WHERE title_id = $1 AND path = $2",
                (title, whole),
            )
            .await?;
        return Ok(row.map(|(target,)| Found::One(target)));
    }
    Ok(day(path).map(Found::One))
}

/// The picture a smaller size of it was made of: `…/quay-300x200.jpg`.
fn whole_size(path: &str) -> Option<String> {
    let file = path.strip_prefix("/wp-content/uploads/")?;
    let (stem, ending) = file.rsplit_once('.')?;
    let (bare, size) = stem.rsplit_once('-')?;
    let (width, height) = size.split_once('x')?;
    let number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    (number(width) && number(height)).then(|| format!("/wp-content/uploads/{bare}.{ending}"))
}

async fn article_at(session: &mut Session, title: TitleId, path: &str) -> Result<Option<String>> {
    Ok(match addresses::follow(session, title, path).await? {
        Leads::Here(placement) => placement.path,
        Leads::There(path) => Some(path),
        Leads::Elsewhere { .. } | Leads::Nowhere => None,
    })
}

/// `/2019`, `/2019/05`, `/2019/05/17`: the archive of that time.
fn day(path: &str) -> Option<String> {
    let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    let number = |part: &&str, digits: usize| {
        part.len() == digits && part.bytes().all(|b| b.is_ascii_digit())
    };
    let fits = match parts.as_slice() {
        [year] => number(year, 4),
        [year, month] => number(year, 4) && number(month, 2),
        [year, month, day] => number(year, 4) && number(month, 2) && number(day, 2),
        _ => false,
    };
    fits.then(|| format!("/archive/{}", parts.join("/")))
}

/// What stood below the address of an article that moved in: its second page, a picture's own page.
async fn below_an_article(
    session: &mut Session,
    title: TitleId,
    path: &str,
) -> Result<Option<String>> {
    let Some((above, _)) = path.rsplit_once('/') else {
        return Ok(None);
    };
    let placement = match addresses::follow(session, title, above).await? {
        Leads::Here(placement) => placement,
        _ => return Ok(None),
    };
    let moved: Option<(i64,)> = session
        .opt(
            "SELECT 1 FROM moved WHERE article_id = $1 LIMIT 1",
            (placement.article,),
        )
        .await?;
    Ok(placement.path.filter(|_| moved.is_some()))
}

/// What an address by number or word leads to: `?p=12`, `?cat=3`, `?tag=harbour`, `?author=2`, `?m=201905`.
async fn asked(
    session: &mut Session,
    title: TitleId,
    query: &[(String, String)],
) -> Result<Option<String>> {
    for (key, value) in query {
        let found = match key.as_str() {
            "p" | "page_id" | "attachment_id" => by_number(session, title, value).await?,
            "cat" | "tag" | "author" | "author_name" | "category_name" => {
                let asked = format!("?{key}={value}");
                let row: Option<(String,)> = session
                    .opt(
                        "SELECT target FROM forwards WHERE title_id = $1 AND path = $2",
                        (title, asked),
                    )
                    .await?;
                row.map(|(target,)| whole(Found::List(target), feed_asked(query).is_some(), 0))
            }
            "m" => month(value),
            _ => None,
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

fn feed_asked(query: &[(String, String)]) -> Option<()> {
    query.iter().any(|(key, _)| key == "feed").then_some(())
}

/// `201905` or `20190517`.
fn month(value: &str) -> Option<String> {
    if !value.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match value.len() {
        4 => day(&format!("/{value}")),
        6 => day(&format!("/{}/{}", &value[..4], &value[4..])),
        8 => day(&format!(
            "/{}/{}/{}",
            &value[..4],
            &value[4..6],
            &value[6..]
        )),
        _ => None,
    }
}

async fn by_number(session: &mut Session, title: TitleId, number: &str) -> Result<Option<String>> {
    if number.is_empty() || number.len() > 20 || !number.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(None);
    }
    let row: Option<(String, Option<ArticleId>)> = session
        .opt(
            "SELECT target, article_id FROM moved
              WHERE title_id = $1 AND item IN ($2, $3, $4) AND (target <> '' OR article_id IS NOT NULL) LIMIT 1",
            (
                title,
                format!("post:{number}"),
                format!("page:{number}"),
                format!("file:{number}"),
            ),
        )
        .await?;
    match row {
        None => Ok(None),
        Some((target, None)) => Ok(Some(target)),
        Some((_, Some(article))) => {
            let path: Option<(Option<String>,)> = session
                .opt(
                    "SELECT path FROM placements WHERE article_id = $1 AND title_id = $2 AND revision_id IS NOT NULL",
                    (article, title),
                )
                .await?;
            Ok(path.and_then(|(path,)| path))
        }
    }
}
