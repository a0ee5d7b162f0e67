//! What the record knows around a text: sources and series used before, agencies under contract, who may consent to a
//! confidential source, the same text elsewhere, links.

use crate::articles::Article;
use crate::articles::revisions::{self, Revision};
use crate::copy::{Copy, Source, SourceKind};
use crate::db::{FromRow, Row, Session, Value};
use crate::gate::Elsewhere;
use crate::gate::similar::Runs;
use crate::id::{ArticleId, TitleId};
use crate::paper::Tx;
use crate::reading::archive::Stretch;
use crate::titles::Title;
use crate::{Fault, Result, addresses, pictures, titles};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// Days a text on another title counts as the same news.
const ELSEWHERE_DAYS: i64 = 30;
/// From this share of common runs on, two texts are nearly the same.
const ELSEWHERE_SHARE_MIN: f64 = 0.6;
/// From this measure of likeness on, a text on the same title is the same article filed again.
const HERE_ALIKE_MIN: f64 = 0.9;
/// Words below which a text on the same title may come back under another headline: notices of closed markets and
/// changed times.
const HERE_WORDS_MIN: usize = 50;
/// Candidates compared word by word.
const CANDIDATES_MAX: usize = 8;
/// The newest texts of a mark that are looked at: a run that stands in every text costs no more as the archive grows.
const NEWEST_MAX: i64 = 64;
/// Articles taken for each mark of a text.
const PER_MARK_MAX: i64 = 8;
/// Marks asked about in one statement, [`OF_MARKS`]: each statement costs a journey to the database and back.
const MARKS_AT_ONCE: usize = 28;

/// The newest articles of one mark.
macro_rules! of_mark {
    ($mark:literal) => {
        concat!(
            "SELECT m.article_id FROM (SELECT newest.article_id FROM (SELECT article_id, at FROM bands WHERE band = $",
            $mark,
            " ORDER BY article_id DESC LIMIT $1) newest WHERE newest.at >= $2 LIMIT $3) m"
        )
    };
}

/// [`of_mark`] for each of several.
macro_rules! of_marks {
    ($first:literal $($other:literal)*) => {
        concat!(of_mark!($first) $(, " UNION ALL ", of_mark!($other))*)
    };
}

/// The newest articles of each of [`MARKS_AT_ONCE`] marks, `$4` to `$31`.
const OF_MARKS: &str =
    of_marks!(4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31);
/// Times a title must have used a series before its texts may come back: whoever calls the first copy a series is asked.
const SERIES_USES_MIN: i64 = 2;
/// Days for which a turn as deputy counts for a consent given in it.
const SHIFT_DAYS: i64 = 30;
/// People asked about at once.
const PEOPLE_MAX: i64 = 200;
/// Links of one text that are followed.
const LINKS_MAX: usize = 200;
/// Sources offered at once.
pub const KNOWN_MAX: u32 = 50;

/// Remembers the sources of a text that went out, so that next time each is one tap.
pub(crate) async fn remember(tx: &mut Tx, title: TitleId, used: &[Source]) -> Result<()> {
    for source in used {
        used_by(tx, title, source, 1).await?;
    }
    Ok(())
}

/// Remembers a source that so many texts used.
pub(crate) async fn used_by(
    tx: &mut Tx,
    title: TitleId,
    source: &Source,
    texts: u32,
) -> Result<()> {
    if source.kind == SourceKind::Confidential || source.name.is_empty() {
        return Ok(());
    }
    tx.session
        .exec(
            "INSERT INTO known_sources (title_id, kind, name, url, state, contract, uses, used_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (title_id, kind, name) DO UPDATE SET url = excluded.url, state = excluded.state,
                contract = excluded.contract, uses = known_sources.uses + excluded.uses, used_at = excluded.used_at",
            (
                title,
                kind_word(source.kind)?,
                &source.name,
                &source.url,
                source.state,
                source.contract,
                texts,
                tx.now,
            ),
        )
        .await?;
    Ok(())
}

fn kind_word(kind: SourceKind) -> Result<String> {
    Ok(serde_json::to_value(kind)?
        .as_str()
        .unwrap_or_default()
        .to_owned())
}

/// Sources a title has used, the most used first, at most [`KNOWN_MAX`].
pub async fn known(session: &mut Session, title: TitleId) -> Result<Vec<Source>> {
    let rows: Vec<(String, String, String, bool, bool)> = session
        .all(
            "SELECT kind, name, url, state, contract FROM known_sources WHERE title_id = $1
              ORDER BY uses DESC, used_at DESC, name LIMIT $2",
            (title, KNOWN_MAX),
        )
        .await?;
    rows.into_iter()
        .map(|(kind, name, url, state, contract)| {
            let kind = serde_json::from_value(kind.into())?;
            Ok(Source {
                kind,
                name,
                url,
                state,
                contract,
                ..Source::default()
            })
        })
        .collect()
}

/// Agencies under contract with a title.
pub(crate) async fn contracts(session: &mut Session, title: TitleId) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = session
        .all(
            "SELECT name FROM known_sources WHERE title_id = $1 AND kind = 'agency' AND contract = 1 ORDER BY name LIMIT $2",
            (title, KNOWN_MAX),
        )
        .await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// Remembers the series of a text that went out.
pub(crate) async fn remember_series(tx: &mut Tx, title: TitleId, name: &str) -> Result<()> {
    if name.is_empty() {
        return Ok(());
    }
    tx.session
        .exec(
            "INSERT INTO series (title_id, name, uses, used_at) VALUES ($1, $2, 1, $3)
             ON CONFLICT (title_id, name) DO UPDATE SET uses = series.uses + 1, used_at = excluded.used_at",
            (title, name, tx.now),
        )
        .await?;
    Ok(())
}

/// Whether a title has used a series often enough to be known for it.
pub(crate) async fn series_known(
    session: &mut Session,
    title: TitleId,
    name: &str,
) -> Result<bool> {
    let row: Option<(i64,)> = session
        .opt(
            "SELECT uses FROM series WHERE title_id = $1 AND name = $2 AND uses >= $3",
            (title, name, SERIES_USES_MIN),
        )
        .await?;
    Ok(row.is_some())
}

/// Who may consent to a confidential source of a title: the director of its imprint, whoever holds that role, and who
/// stood in for the director in the last [`SHIFT_DAYS`] days; names and handles.
pub(crate) async fn consenting(
    session: &mut Session,
    title: &Title,
    now: Timestamp,
) -> Result<Vec<String>> {
    let mut names = vec![title.imprint.director.clone()];
    let directors: Vec<(String, String)> = session
        .all(
            "SELECT a.name, a.handle FROM grants g JOIN accounts a ON a.id = g.account_id
              WHERE g.role = 'director' AND a.active = 1 AND (g.title_id IS NULL OR g.title_id = $1) LIMIT $2",
            (title.id, PEOPLE_MAX),
        )
        .await?;
    let deputies: Vec<(String, String)> = session
        .all(
            "SELECT a.name, a.handle FROM shifts s JOIN accounts a ON a.id = s.account_id
              WHERE s.title_id = $1 AND s.ends_at >= $2 AND s.starts_at <= $3 LIMIT $4",
            (title.id, days_before(now, SHIFT_DAYS), now, PEOPLE_MAX),
        )
        .await?;
    for (name, handle) in directors.into_iter().chain(deputies) {
        names.extend([name, handle]);
    }
    names.retain(|name| !name.trim().is_empty());
    names.dedup();
    Ok(names)
}

fn days_before(now: Timestamp, days: i64) -> Timestamp {
    now.checked_sub(SignedDuration::from_hours(24 * days))
        .unwrap_or(now)
}

/// Nearly the same text out lately: on another title of the network, or filed again on this one.
///
/// For a text that is out already only what its change brings counts: what its readers see now was like before, and
/// somebody answered for it then.
pub(crate) async fn elsewhere(
    session: &mut Session,
    title: &Title,
    article: Option<&Article>,
    copy: &Copy,
    now: Timestamp,
) -> Result<Vec<Elsewhere>> {
    let text = copy.body.plain_text();
    let runs = Runs::of(&text);
    let own = article.map(|article| article.id);
    let shown = match article.and_then(|article| article.revision) {
        Some(live) => {
            let content = revisions::by_id(session, live).await?.content;
            let text = content.body.plain_text();
            Some((Runs::of(&text), text, content.headline))
        }
        None => None,
    };
    let mut found = Vec::new();
    let alike = candidates(session, &runs, own, now).await?;
    for other in others(session, &alike).await? {
        let Other {
            home, name, state, ..
        } = other;
        let (id, content) = (other.revision.article, other.revision.content);
        let here = home == title.id;
        let others = Runs::of(&content.body.plain_text());
        let same = |runs: &Runs, text: &str, headline: &str| {
            if here {
                let same_headline = content.headline.to_lowercase() == headline.to_lowercase();
                state == "live" && filed_again(text, same_headline, runs.alike(&others))
            } else {
                runs.share(&others) >= ELSEWHERE_SHARE_MIN
            }
        };
        let before = shown
            .as_ref()
            .is_some_and(|(runs, text, headline)| same(runs, text, headline));
        if !before && same(&runs, &text, &copy.headline) {
            let address = addresses::canonical(session, id).await?;
            found.push(Elsewhere {
                title: name,
                here,
                address: address
                    .map(|(host, path)| format!("{host}{path}"))
                    .unwrap_or_default(),
                headline: content.headline,
                share: runs.share(&others),
            });
        }
    }
    Ok(found)
}

/// An article a text may be like, as readers see it.
struct Other {
    home: TitleId,
    name: String,
    state: String,
    revision: Revision,
}

impl FromRow for Other {
    fn from_row(row: &mut Row) -> Result<Other, Fault> {
        Ok(Other {
            home: row.take()?,
            name: row.take()?,
            state: row.take()?,
            revision: Revision::from_row(row)?,
        })
    }
}

/// What readers see of these articles, at most [`CANDIDATES_MAX`], in this order: all in one statement. They are read as
/// readers may read them: what a redaction blanked comes back in no finding.
async fn others(session: &mut Session, ids: &[ArticleId]) -> Result<Vec<Other>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let asked = ids.iter().copied().map(Some).chain(std::iter::repeat(None));
    let arguments: Vec<Value> = asked.take(CANDIDATES_MAX).map(Value::from).collect();
    let mut others: Vec<Other> = session
        .all(
            "SELECT t.id, t.name, a.state, r.id, r.article_id, r.number, r.class, r.content, r.commitment, r.at, r.editor, r.redacted_at,
                    (SELECT v.needles FROM veils v WHERE v.article_id = r.article_id AND v.last_number >= r.number)
               FROM articles a JOIN titles t ON t.id = a.home_title_id JOIN revisions r ON r.id = a.revision_id
              WHERE a.id IN ($1, $2, $3, $4, $5, $6, $7, $8)",
            arguments,
        )
        .await?;
    others.sort_by_key(|other| ids.iter().position(|id| *id == other.revision.article));
    Ok(others)
}

/// The articles of the last days that share most marks with a text, the likeliest first.
async fn candidates(
    session: &mut Session,
    runs: &Runs,
    own: Option<ArticleId>,
    now: Timestamp,
) -> Result<Vec<ArticleId>> {
    let since = days_before(now, ELSEWHERE_DAYS);
    let mut ranked = sharing(session, &runs.marks(), own, since).await?;
    ranked.truncate(CANDIDATES_MAX);
    Ok(ranked.into_iter().map(|(id, _)| id).collect())
}

/// Articles since an instant that share marks of a text, and how many, the likeliest first. Of each mark the newest few are
/// looked at, however many texts have it.
pub(crate) async fn sharing(
    session: &mut Session,
    marks: &[i64],
    own: Option<ArticleId>,
    since: Timestamp,
) -> Result<Vec<(ArticleId, usize)>> {
    let mut shared: BTreeMap<ArticleId, usize> = BTreeMap::new();
    for marks in marks.chunks(MARKS_AT_ONCE) {
        let mut arguments: Vec<Value> = vec![NEWEST_MAX.into(), since.into(), PER_MARK_MAX.into()];
        // What is left of the last few asks for no mark.
        let asked = marks
            .iter()
            .copied()
            .map(Some)
            .chain(std::iter::repeat(None));
        arguments.extend(asked.take(MARKS_AT_ONCE).map(Value::from));
        let rows: Vec<(ArticleId,)> = session.all(OF_MARKS, arguments).await?;
        for (id,) in rows.into_iter().filter(|(id,)| Some(*id) != own) {
            *shared.entry(id).or_default() += 1;
        }
    }
    let mut ranked: Vec<(ArticleId, usize)> = shared.into_iter().collect();
    ranked.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    Ok(ranked)
}

/// Whether two texts of one title are the same article. Stricter than between titles: bulletins and follow-ups repeat
/// sentences, and a short notice may well come back word for word under another headline.
fn filed_again(text: &str, same_headline: bool, alike: f64) -> bool {
    alike >= HERE_ALIKE_MIN && (same_headline || text.split_whitespace().count() >= HERE_WORDS_MIN)
}

/// Addresses of the network that the text links to and that lead nowhere, as they stand in the text: paths on the title
/// itself, and whole addresses of its hosts and those of its sister titles.
pub(crate) async fn dead_links(
    session: &mut Session,
    title: &Title,
    copy: &Copy,
) -> Result<Vec<String>> {
    let mut dead = Vec::new();
    for link in copy.body.links().into_iter().take(LINKS_MAX) {
        if dead.contains(&link.href) {
            continue;
        }
        let whole = link.href.split(['?', '#']).next().unwrap_or_default();
        let leads = match divided(whole) {
            Some((None, path)) => leads(session, title, path).await?,
            Some((Some(host), path)) => match title_at(session, &host).await? {
                Some(other) => leads(session, &other, path).await?,
                None => true,
            },
            None => true,
        };
        if !leads {
            dead.push(link.href);
        }
    }
    Ok(dead)
}

/// The host, if one is named, and the path of an address in the web; nothing for a mailbox and the like.
fn divided(address: &str) -> Option<(Option<String>, &str)> {
    let low = address.to_ascii_lowercase();
    let after = ["https://", "http://"]
        .into_iter()
        .find(|start| low.starts_with(start))
        .and_then(|start| address.get(start.len()..));
    let Some(rest) = after else {
        return address.starts_with('/').then_some((None, address));
    };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = host.split(':').next().unwrap_or_default();
    Some((
        Some(host.to_ascii_lowercase()),
        if path.is_empty() { "/" } else { path },
    ))
}

async fn title_at(session: &mut Session, host: &str) -> Result<Option<Title>> {
    let row: Option<(TitleId,)> = session
        .opt("SELECT title_id FROM hosts WHERE host = $1", (host,))
        .await?;
    match row {
        Some((id,)) => Ok(Some(titles::by_id(session, id).await?)),
        None => Ok(None),
    }
}

/// Pages every title has under a word of its own.
const PAGES: [&str; 6] = ["", "imprint", "corrections", "trust", "search", "newsroom"];
/// Files every title has at its root.
const FILES: [&str; 5] = [
    "news-sitemap.xml",
    "sitemap.xml",
    "robots.txt",
    "trust.txt",
    "favicon.ico",
];
/// Feeds of a title, and of each of its sections, topics and people.
const FEEDS: [&str; 3] = ["feed.xml", "feed.atom", "feed.json"];

/// An address of a title leads to something readers can see.
pub async fn leads(session: &mut Session, title: &Title, path: &str) -> Result<bool> {
    let mut parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    if parts.len() <= 3 && parts.last().is_some_and(|last| FEEDS.contains(last)) {
        parts.pop();
        if parts.is_empty() {
            parts.push("");
        }
    }
    let known = match parts.as_slice() {
        [word] if PAGES.contains(word) || FILES.contains(word) => true,
        ["archive", parts @ ..] => Stretch::parse(parts).is_ok(),
        // One nobody can read yet may be of this very text.
        ["media", id, file] => pictures::desk_file(session, id, file).await?.is_some(),
        ["theme" | ".well-known" | "newsroom" | "sitemap" | "log", ..] => true,
        ["people", slug] => crate::people::contributor(session, slug).await.is_ok(),
        ["topics", slug] => crate::topics::topic(session, title.id, slug).await.is_ok(),
        [word] => {
            crate::sections::section(session, title.id, word)
                .await
                .is_ok()
                || crate::pages::page(session, title.id, word).await.is_ok()
        }
        _ => false,
    };
    if known {
        return Ok(true);
    }
    let path = path.trim_end_matches('/');
    if addresses::follow(session, title.id, path).await? != addresses::Leads::Nowhere {
        return Ok(true);
    }
    let article = addresses::VIEWS
        .iter()
        .find_map(|suffix| path.strip_suffix(suffix))
        .unwrap_or(path);
    Ok(addresses::follow(session, title.id, article).await? != addresses::Leads::Nowhere)
}
