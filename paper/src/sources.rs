//! What the record knows around a text: sources used before, agencies under contract, the same text elsewhere, links.

use crate::articles::revisions;
use crate::copy::{Copy, Source, SourceKind};
use crate::db::Session;
use crate::gate::{Elsewhere, similar};
use crate::id::{ArticleId, RevisionId, TitleId};
use crate::paper::Tx;
use crate::titles::Title;
use crate::{Result, addresses};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;

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
/// Links of one text that are followed.
const LINKS_MAX: usize = 200;
/// Sources offered at once.
pub const KNOWN_MAX: u32 = 50;

/// Remembers the sources of a text that went out, so that next time each is one tap.
pub(crate) async fn remember(tx: &mut Tx, title: TitleId, used: &[Source]) -> Result<()> {
    for source in used {
        if source.kind == SourceKind::Confidential || source.name.is_empty() {
            continue;
        }
        tx.session
            .exec(
                "INSERT INTO known_sources (title_id, kind, name, url, state, contract, uses, used_at)
                 VALUES ($1, $2, $3, $4, $5, $6, 1, $7)
                 ON CONFLICT (title_id, kind, name) DO UPDATE SET url = excluded.url, state = excluded.state,
                    contract = excluded.contract, uses = known_sources.uses + 1, used_at = excluded.used_at",
                (title, kind_word(source.kind)?, &source.name, &source.url, source.state, source.contract, tx.now),
            )
            .await?;
    }
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

/// Nearly the same text out lately: on another title of the network, or filed again on this one.
pub(crate) async fn elsewhere(
    session: &mut Session,
    title: &Title,
    article: Option<ArticleId>,
    copy: &Copy,
    now: Timestamp,
) -> Result<Vec<Elsewhere>> {
    if !copy.series.is_empty() {
        return Ok(Vec::new());
    }
    let text = copy.body.plain_text();
    let since = now
        .checked_sub(SignedDuration::from_hours(24 * ELSEWHERE_DAYS))
        .unwrap_or(now);
    let mut candidates: BTreeSet<ArticleId> = BTreeSet::new();
    for band in similar::signature(&text).bands() {
        let rows: Vec<(ArticleId,)> = session
            .all(
                "SELECT article_id FROM bands WHERE band = $1 AND at >= $2 LIMIT $3",
                (band, since, CANDIDATES_MAX as i64),
            )
            .await?;
        candidates.extend(
            rows.into_iter()
                .map(|(id,)| id)
                .filter(|id| Some(*id) != article),
        );
    }
    let mut found = Vec::new();
    for id in candidates.into_iter().take(CANDIDATES_MAX) {
        let row: Option<(RevisionId, TitleId, String, String)> = session
            .opt(
                "SELECT a.revision_id, t.id, t.name, a.state FROM articles a JOIN titles t ON t.id = a.home_title_id
                  WHERE a.id = $1 AND a.revision_id IS NOT NULL",
                (id,),
            )
            .await?;
        let Some((shown, home, name, state)) = row else {
            continue;
        };
        // Read as readers may read it: what a redaction blanked comes back in no finding.
        let content = revisions::by_id(session, shown).await?.content;
        let other = content.body.plain_text();
        let here = home == title.id;
        let same = if here {
            let same_headline = content.headline.to_lowercase() == copy.headline.to_lowercase();
            state == "live" && filed_again(&text, &other, same_headline)
        } else {
            similar::share(&text, &other) >= ELSEWHERE_SHARE_MIN
        };
        if same {
            let address = addresses::canonical(session, id).await?;
            found.push(Elsewhere {
                title: name,
                here,
                address: address
                    .map(|(host, path)| format!("{host}{path}"))
                    .unwrap_or_default(),
                headline: content.headline,
                share: similar::share(&text, &other),
            });
        }
    }
    Ok(found)
}

/// Whether two texts of one title are the same article. Stricter than between titles: bulletins and follow-ups repeat
/// sentences, and a short notice may well come back word for word under another headline.
fn filed_again(text: &str, other: &str, same_headline: bool) -> bool {
    let long = text.split_whitespace().count() >= HERE_WORDS_MIN;
    (long || same_headline) && similar::alike(text, other) >= HERE_ALIKE_MIN
}

/// Paths on the title that the text links to and that lead nowhere.
pub(crate) async fn dead_links(
    session: &mut Session,
    title: &Title,
    copy: &Copy,
) -> Result<Vec<String>> {
    let mut dead = Vec::new();
    for link in copy.body.links().into_iter().take(LINKS_MAX) {
        let path = link
            .href
            .split(['?', '#'])
            .next()
            .unwrap_or_default()
            .to_owned();
        if path.starts_with('/') && !dead.contains(&path) && !leads(session, title, &path).await? {
            dead.push(path);
        }
    }
    Ok(dead)
}

/// An address of a title leads to something readers can see.
pub async fn leads(session: &mut Session, title: &Title, path: &str) -> Result<bool> {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let known = match parts.as_slice() {
        [""] | ["imprint" | "corrections"] => true,
        ["archive", ..] | ["media" | "theme", ..] => true,
        ["people", slug] => crate::people::contributor(session, slug).await.is_ok(),
        ["topics", slug] => crate::sections::topic(session, title.id, slug)
            .await
            .is_ok(),
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
    let article = path.strip_suffix("/history").unwrap_or(path);
    Ok(addresses::follow(session, title.id, article).await? != addresses::Leads::Nowhere)
}
