//! Files with known names that programs ask for: sitemaps, `robots.txt` and its kin.

use crate::answer::{self, Document};
use crate::cache;
use crate::routes::{Failure, Room};
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use paper::changes::{self, Trace};
use paper::reading::{sitemap, title};
use paper::{Refusal, Thing};

/// Days a `security.txt` is good for from the day it is fetched; RFC 9116 §2.5.5 wants less than a year.
const SECURITY_DAYS: i64 = 180;

const TEXT: &str = "text/plain; charset=utf-8";
const XML: &str = "application/xml; charset=utf-8";
const JSON: &str = "application/json; charset=utf-8";

/// What an address names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signpost<'a> {
    Robots,
    Trust,
    Ads,
    Security,
    /// Where it stood before RFC 9116.
    FormerSecurity,
    TextMining,
    Sitemap,
    News,
    SitemapPages,
    SitemapPart(&'a str),
    Search,
}

/// The file the parts of an address name.
pub(crate) fn named<'a>(parts: &[&'a str]) -> Option<Signpost<'a>> {
    Some(match *parts {
        ["robots.txt"] => Signpost::Robots,
        ["trust.txt"] | [".well-known", "trust.txt"] => Signpost::Trust,
        ["ads.txt"] => Signpost::Ads,
        ["security.txt"] => Signpost::FormerSecurity,
        [".well-known", "security.txt"] => Signpost::Security,
        [".well-known", "tdmrep.json"] => Signpost::TextMining,
        ["sitemap.xml"] => Signpost::Sitemap,
        ["opensearch.xml"] => Signpost::Search,
        ["news-sitemap.xml"] => Signpost::News,
        ["sitemap-pages.xml"] => Signpost::SitemapPages,
        [file] => Signpost::SitemapPart(file.strip_prefix("sitemap-")?.strip_suffix(".xml")?),
        _ => return None,
    })
}

/// The file.
pub(crate) async fn answer(room: &mut Room<'_>, asked: Signpost<'_>) -> Result<Response, Failure> {
    if asked == Signpost::FormerSecurity {
        return Ok(answer::moved("/.well-known/security.txt"));
    }
    let now = room.site.paper.now();
    let of_title = Trace::Title(room.title.id);
    room.bears(of_title.into(), cache::NOTHING);
    // What is made of the clock too can change without a change of the record.
    let changed = match asked {
        Signpost::News | Signpost::Security => None,
        _ => changes::touched_at(&mut room.session, of_title).await?,
    };
    let ends = match asked {
        Signpost::News => sitemap::news_hold_until(&mut room.session, &room.title, now).await?,
        Signpost::Security => Some(midnight(now, 1)),
        _ => changed.and_then(|changed| answer::dated_from(changed, now)),
    };
    room.terms.until(ends);
    let (media_type, text) = write(room, asked, now).await?;
    Ok(answer::document(
        room.asked,
        Document {
            media_type,
            text,
            changed,
            now,
            links: "",
        },
    ))
}

async fn write(
    room: &mut Room<'_>,
    asked: Signpost<'_>,
    now: Timestamp,
) -> Result<(&'static str, String), Failure> {
    let (title, facts) = (&room.title, &room.facts);
    let discovery = &title.settings.discovery;
    Ok(match asked {
        Signpost::Robots => (TEXT, press::robots(facts, discovery.machines)),
        Signpost::TextMining => (JSON, press::text_mining(discovery.machines)),
        Signpost::Search => (press::SEARCH_TYPE, press::open_search(facts)),
        Signpost::Ads => (TEXT, press::ads(discovery)),
        Signpost::Trust => {
            let network = title::network(&mut room.session, &room.site.reach).await?;
            (TEXT, press::trust(facts, &network, discovery))
        }
        Signpost::Security | Signpost::FormerSecurity => {
            let text = press::security(facts, discovery, expiry(now));
            (TEXT, text.ok_or_else(|| unknown("security.txt"))?)
        }
        Signpost::Sitemap => {
            let parts = sitemap::parts(&mut room.session, title).await?;
            (XML, press::sitemap_index(facts, &parts)?)
        }
        Signpost::News => {
            let news = sitemap::news(&mut room.session, title, now).await?;
            (XML, press::news_sitemap(facts, &news)?)
        }
        Signpost::SitemapPages => {
            let lists = sitemap::lists(&mut room.session, title).await?;
            (XML, press::sitemap_part(facts, &lists)?)
        }
        Signpost::SitemapPart(word) => {
            let part = sitemap::Part::parse(word).ok_or_else(|| unknown(word))?;
            let articles = sitemap::part(&mut room.session, title, part).await?;
            let paths: Vec<_> = articles
                .into_iter()
                .map(|(path, changed)| (path, Some(changed)))
                .collect();
            (XML, press::sitemap_part(facts, &paths)?)
        }
    })
}

/// The same for a whole day, so that who asks twice has it already.
fn expiry(now: Timestamp) -> Timestamp {
    midnight(now, SECURITY_DAYS)
}

/// The beginning of a day (UTC), so many days after that of an instant.
fn midnight(now: Timestamp, days: i64) -> Timestamp {
    const DAY_SECONDS: i64 = 24 * 3600;
    let midnight = now.as_second().div_euclid(DAY_SECONDS) * DAY_SECONDS;
    Timestamp::from_second(midnight)
        .ok()
        .and_then(|day| day.checked_add(SignedDuration::from_hours(24 * days)).ok())
        .unwrap_or(now)
}

fn unknown(name: &str) -> Failure {
    Failure::Record(
        Refusal::Unknown {
            thing: Thing::Address,
            name: name.chars().take(80).collect(),
        }
        .into(),
    )
}
