//! Old addresses of a newspaper that moved in, and where they lead now.
//!
//! Asked only where nothing of this title stands at the address. What the former system made of one address, its feed, its
//! further pages, its pages of comments, follows the address itself.

use crate::addresses::{self, Leads};
use crate::id::{ArticleId, TitleId};
use crate::{Result, Session, pictures};

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
    if let Some(there) = known(path) {
        return Ok(Some(there));
    }
    // Where its server could not do without, every address went through this file.
    let path = match path.strip_prefix("/index.php") {
        Some("") => return Ok(Some("/".to_owned())),
        Some(rest) if rest.starts_with('/') => rest,
        _ => path,
    };
    if path == "/" {
        return Ok(feed_asked(query).map(|()| "/feed.xml".to_owned()));
    }
    let mut rest = path.trim_end_matches('/').to_owned();
    let mut feed = false;
    for _ in 0..=ENDINGS_MAX {
        if let Some(there) = stands(session, title, &rest).await? {
            return Ok(Some(whole(there, feed)));
        }
        let Some((above, ending)) = ending(&rest) else {
            break;
        };
        feed |= ending == Ending::Feed;
        rest = above.to_owned();
        if rest.is_empty() {
            return Ok(Some(whole(Found::List("/".to_owned()), feed)));
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

/// What stands for files of the former system: its feeds, its sitemaps, its search.
fn known(path: &str) -> Option<String> {
    const FEEDS: [&str; 11] = [
        // The feed of all comments: the nearest thing is the feed of all texts.
        "/comments/feed.xml",
        "/rss2",
        "/rdf",
        "/atom",
        "/wp-rss.php",
        "/wp-rss2.php",
        "/wp-rdf.php",
        "/wp-atom.php",
        "/wp-feed.php",
        "/wp-commentsrss2.php",
        "/feed/feed.xml",
    ];
    if FEEDS.contains(&path) {
        return Some("/feed.xml".to_owned());
    }
    let file = path.strip_prefix('/')?;
    let sitemap = file == "sitemap_index.xml"
        || (file.starts_with("wp-sitemap") && file.ends_with(".xml"))
        || (file.ends_with("-sitemap.xml") && file != "news-sitemap.xml");
    if sitemap && !file.contains('/') {
        return Some("/sitemap.xml".to_owned());
    }
    let words = file.strip_prefix("search/")?.split('/').next()?;
    (!words.is_empty()).then(|| searched(words))
}

/// The search for these words.
fn searched(words: &str) -> String {
    let query: String = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("q", words)
        .finish();
    format!("/search?{query}")
}

enum Found {
    /// An article, or a file.
    One(String),
    /// A list with a feed.
    List(String),
    /// What went out in some time.
    Days(String),
}

/// Where it leads. A further page of a list leads to the list: its pages hold other articles than they did.
fn whole(found: Found, feed: bool) -> String {
    match found {
        Found::List(path) if feed => format!("{}/feed.xml", path.trim_end_matches('/')),
        Found::Days(_) if feed => "/feed.xml".to_owned(),
        Found::One(path) | Found::List(path) | Found::Days(path) => path,
    }
}

#[derive(PartialEq, Eq)]
enum Ending {
    Feed,
    View,
}

/// The last parts of an address that ask for another view of what is before them.
fn ending(path: &str) -> Option<(&str, Ending)> {
    let (above, last) = path.rsplit_once('/')?;
    if let Some(list) = above.strip_suffix("/page")
        && last.bytes().all(|b| b.is_ascii_digit())
    {
        return Some((list, Ending::View));
    }
    if matches!(last, "rss" | "rss2" | "atom" | "rdf")
        && let Some(above) = above.strip_suffix("/feed")
    {
        return Some((above, Ending::Feed));
    }
    let view = match last {
        "feed" | "feed.xml" => Ending::Feed,
        "amp" | "embed" | "trackback" => Ending::View,
        comments if comments.starts_with("comment-page-") => Ending::View,
        _ => return None,
    };
    Some((above, view))
}

async fn stands(session: &mut Session, title: TitleId, path: &str) -> Result<Option<Found>> {
    if let Some(target) = forward(session, title, path).await? {
        if let Some(file) = target.strip_prefix("/media/") {
            let seen = is_seen(session, file).await?;
            return Ok(seen.then_some(Found::One(target)));
        }
        return Ok(Some(Found::List(target)));
    }
    if let Some(path) = article_at(session, title, path).await? {
        return Ok(Some(Found::One(path)));
    }
    for other in sizes(path) {
        if let Some(target) = forward(session, title, other).await? {
            let seen = is_seen(session, target.trim_start_matches("/media/")).await?;
            return Ok(seen.then_some(Found::One(target)));
        }
    }
    Ok(day(path).map(Found::Days))
}

async fn forward(
    session: &mut Session,
    title: TitleId,
    path: impl Into<String>,
) -> Result<Option<String>> {
    let row: Option<(String,)> = session
        .opt(
            "SELECT target FROM forwards WHERE title_id = $1 AND path = $2",
            (title, path.into()),
        )
        .await?;
    Ok(row.map(|(target,)| target))
}

/// Whether readers may see a file of the library: no address leads on for ever to what nobody is shown.
async fn is_seen(session: &mut Session, file: &str) -> Result<bool> {
    let (id, name) = file.split_once('/').unwrap_or((file, ""));
    let found = pictures::public_file(session, id, name).await?;
    Ok(found.is_some())
}

/// Files a smaller size of a picture (`…/quay-300x200.jpg`) was made of, or a large one was scaled to.
fn sizes(path: &str) -> Vec<String> {
    if !path.contains("/wp-content/uploads/") {
        return Vec::new();
    }
    let Some((stem, ending)) = path.rsplit_once('.') else {
        return Vec::new();
    };
    let number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let sized = stem.rsplit_once('-').and_then(|(bare, size)| {
        let (width, height) = size.split_once('x')?;
        (number(width) && number(height)).then_some(bare)
    });
    let bare = sized.unwrap_or(stem);
    ["", "-scaled", "-rotated"]
        .iter()
        .map(|mark| format!("{bare}{mark}.{ending}"))
        .filter(|other| other != path)
        .collect()
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
                let target = forward(session, title, format!("?{key}={value}")).await?;
                target.map(|target| whole(Found::List(target), feed_asked(query).is_some()))
            }
            "m" => month(value),
            "s" if !value.is_empty() => Some(searched(value)),
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
        Some((target, None)) => Ok(match target.strip_prefix("/media/") {
            Some(file) if !is_seen(session, file).await? => None,
            _ => Some(target),
        }),
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
