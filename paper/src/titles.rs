//! Titles (*testate*): masthead, hosts, language, zone, permalinks, theme, settings, imprint.

use crate::actor::Actor;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::comments::closing;
use crate::db::{FromRow, Row, Session};
use crate::discovery::{self, Discovery};
use crate::id::TitleId;
use crate::paper::Tx;
use crate::reading::facts::{Accent, CommentsPolicy};
use crate::reading::feeds::FeedText;
use crate::reading::imprint::{Imprint, Jurisdiction};
use crate::rights::Deed;
use crate::words::{self, LEAD_CHARS_MAX, NAME_CHARS_MAX};
use crate::{Fault, Paper, Refusal, Result, Thing};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Titles of one network.
pub const TITLES_MAX: u32 = 100;
/// Hosts of one title.
pub const HOSTS_MAX: usize = 20;
/// Sections in the navigation line of one title.
pub const MENU_MAX: usize = 50;
/// Profiles elsewhere of one title.
pub const SOCIAL_MAX: usize = 50;
/// WebSub hubs of one title: each is told of every change of a feed.
pub const HUBS_MAX: usize = 5;
/// The pattern of a title that says nothing else.
pub const PERMALINK: &str = "/{yyyy}/{mm}/{dd}/{slug}";
/// The theme of a title that says nothing else.
pub const THEME: &str = "broadsheet";

/// A newspaper.
#[derive(Debug, Clone, PartialEq)]
pub struct Title {
    /// Its id.
    pub id: TitleId,
    /// A short word for commands; also its name under `localhost` in the demo.
    pub key: String,
    /// Masthead name.
    pub name: String,
    /// The line under it.
    pub motto: String,
    /// BCP 47.
    pub language: String,
    /// IANA zone name.
    pub zone: String,
    /// Pattern of article addresses.
    pub permalink: String,
    /// Name of its theme.
    pub theme: String,
    /// Everything else that is set.
    pub settings: Settings,
    /// *Gerenza*.
    pub imprint: Imprint,
    /// Comments are over on what was first published up to here. It moves when its pages change, not by itself.
    pub comments_over: Timestamp,
}

impl FromRow for Title {
    fn from_row(row: &mut Row) -> Result<Title, Fault> {
        Ok(Title {
            id: row.take()?,
            key: row.take()?,
            name: row.take()?,
            motto: row.take()?,
            language: row.take()?,
            zone: row.take()?,
            permalink: row.take()?,
            theme: row.take()?,
            settings: serde_json::from_str(&row.take::<String>()?)?,
            imprint: serde_json::from_str(&row.take::<String>()?)?,
            comments_over: row.take()?,
        })
    }
}

impl Title {
    /// The zone, or UTC should the name have left the database of zones.
    pub fn time_zone(&self) -> TimeZone {
        TimeZone::get(&self.zone).unwrap_or(TimeZone::UTC)
    }
}

/// What a title sets besides its columns.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Accent colours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accent: Option<Accent>,
    /// Slugs of the sections in the navigation line; empty means all of the first level.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub menu: Vec<String>,
    /// Profiles elsewhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub social: Vec<Social>,
    /// How comments are handled.
    pub comments: CommentsPolicy,
    /// The standing declaration on artificial intelligence, confirmed by each publication.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub ai_declaration: String,
    /// Rights line of articles that have none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub rights: String,
    /// How much of an article stands in feeds.
    #[serde(skip_serializing_if = "is_default")]
    pub feed_text: FeedText,
    /// WebSub hubs its feeds can be followed at.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hubs: Vec<String>,
    /// What it tells programs that come by.
    #[serde(skip_serializing_if = "is_default")]
    pub discovery: Discovery,
    /// The front shows the most read articles of the last day.
    #[serde(skip_serializing_if = "is_default")]
    pub most_read: bool,
    /// The page of facts tells the reasons for which the gate was overridden, not only how often.
    #[serde(skip_serializing_if = "is_default")]
    pub override_reasons: bool,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A profile elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Social {
    /// The service.
    pub name: String,
    /// Absolute address.
    pub url: String,
}

/// What a new title needs; the rest has defaults and can be settled later.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewTitle {
    /// Short word for commands (a–z, 0–9, hyphen).
    pub key: String,
    /// Masthead name.
    pub name: String,
    /// Hosts, the canonical one first.
    pub hosts: Vec<String>,
    /// BCP 47.
    pub language: String,
    /// IANA zone.
    pub zone: String,
}

/// Changes to a title; what is `None` stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)] // the fields of `Title`
pub struct Settle {
    pub name: Option<String>,
    pub motto: Option<String>,
    pub zone: Option<String>,
    pub permalink: Option<String>,
    pub theme: Option<String>,
    pub settings: Option<Settings>,
    pub imprint: Option<Imprint>,
    pub hosts: Option<Vec<String>>,
}

/// Founds a title.
pub async fn found(paper: &Paper, by: &Actor, new: &NewTitle) -> Result<TitleId> {
    let key = words::slug("key", &new.key)?;
    let name = words::line("name", &new.name, NAME_CHARS_MAX)?;
    let language = words::title_language(&new.language)?;
    let zone = zone_name(&new.zone)?;
    let jurisdiction = Jurisdiction::of_language(&language);
    let imprint = Imprint {
        jurisdiction,
        ..Imprint::default()
    };
    let settings = Settings {
        comments: CommentsPolicy {
            open: true,
            ..CommentsPolicy::default()
        },
        ..Settings::default()
    };

    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Found, None, None).await?;
    let taken: Option<(i64,)> = tx
        .session
        .opt("SELECT position FROM titles WHERE key = $1", (&key,))
        .await?;
    if taken.is_some() {
        return Err(Refusal::Taken {
            thing: Thing::Title,
            name: key,
        }
        .into());
    }
    let (count,): (i64,) = tx.session.one("SELECT COUNT(*) FROM titles", ()).await?;
    if count >= i64::from(TITLES_MAX) {
        return Err(Refusal::LimitReached {
            what: "titles",
            most: TITLES_MAX as usize,
        }
        .into());
    }
    let id = TitleId::draw(paper)?;
    tx.session
        .exec(
            "INSERT INTO titles (id, key, name, motto, language, zone, permalink, theme, settings, imprint, position, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            (
                id,
                &key,
                &name,
                "",
                &language,
                &zone,
                PERMALINK,
                THEME,
                serde_json::to_string(&settings)?,
                serde_json::to_string(&imprint)?,
                count + 1,
                tx.now,
            ),
        )
        .await?;
    set_hosts(&mut tx, id, &new.hosts).await?;
    audit::note(
        &mut tx,
        by,
        Deed::Found,
        About::title(id),
        json!({"key": key, "name": name}),
    )
    .await?;
    tx.commit("title.found", &Traces::everything()).await?;
    Ok(id)
}

/// Changes a title's settings and imprint.
pub async fn settle(paper: &Paper, by: &Actor, id: TitleId, change: &Settle) -> Result<()> {
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Settle, Some(id), None).await?;
    let mut title = by_id(&mut tx.session, id).await?;
    if let Some(name) = &change.name {
        title.name = words::line("name", name, NAME_CHARS_MAX)?;
    }
    if let Some(motto) = &change.motto {
        title.motto = words::optional_line("motto", motto, LEAD_CHARS_MAX)?;
    }
    if let Some(zone) = &change.zone {
        title.zone = zone_name(zone)?;
    }
    if let Some(permalink) = &change.permalink {
        title.permalink = words::permalink(permalink)?;
    }
    if let Some(theme) = &change.theme {
        title.theme = words::slug("theme", theme)?;
    }
    if let Some(settings) = &change.settings {
        let days = title.settings.comments.close_after_days;
        title.settings = checked(settings)?;
        if title.settings.comments.close_after_days != days {
            title.comments_over = closing::edge(&title.settings.comments, tx.now);
        }
    }
    if let Some(imprint) = &change.imprint {
        let mut imprint = imprint.tidy()?;
        if imprint.email != title.imprint.email {
            imprint.email = words::mail("email", &imprint.email)?;
        }
        keeps_what_the_law_asks(&mut tx.session, id, &title.imprint, &imprint).await?;
        title.imprint = imprint;
    }
    if let Some(hosts) = &change.hosts {
        set_hosts(&mut tx, id, hosts).await?;
    }
    tx.session
        .exec(
            "UPDATE titles SET name = $2, motto = $3, zone = $4, permalink = $5, theme = $6, settings = $7, imprint = $8,
                comments_over = $9 WHERE id = $1",
            (
                id,
                &title.name,
                &title.motto,
                &title.zone,
                &title.permalink,
                &title.theme,
                serde_json::to_string(&title.settings)?,
                serde_json::to_string(&title.imprint)?,
                title.comments_over,
            ),
        )
        .await?;
    closing::expect(&mut tx, &title).await?;
    audit::note(
        &mut tx,
        by,
        Deed::Settle,
        About::title(id),
        serde_json::to_value(change)?,
    )
    .await?;
    tx.commit("title.settle", &Traces::everything()).await?;
    Ok(())
}

/// Says no to an imprint that loses what the declared status asks for, once the title has published: the gate asks
/// before the first publication only, and readers of all later ones are owed as much.
async fn keeps_what_the_law_asks(
    session: &mut Session,
    id: TitleId,
    old: &Imprint,
    new: &Imprint,
) -> Result<()> {
    let before = old.missing();
    let fields: Vec<String> = new
        .missing()
        .into_iter()
        .filter(|field| !before.contains(field))
        .collect();
    if fields.is_empty() {
        return Ok(());
    }
    if has_published(session, id).await? {
        return Err(Refusal::ImprintNeeded { fields }.into());
    }
    Ok(())
}

fn zone_name(zone: &str) -> Result<String> {
    let zone = zone.trim();
    TimeZone::get(zone).map(|_| zone.to_owned()).map_err(|_| {
        Refusal::Unfit {
            field: "zone",
            value: zone.chars().take(60).collect(),
            wants: "Europe/Rome",
        }
        .into()
    })
}

fn checked(settings: &Settings) -> Result<Settings> {
    let mut settings = settings.clone();
    settings.comments.check()?;
    words::at_most("menu", settings.menu.len(), MENU_MAX)?;
    for slug in &mut settings.menu {
        *slug = words::slug("menu", slug)?;
    }
    words::at_most("social", settings.social.len(), SOCIAL_MAX)?;
    for social in &mut settings.social {
        social.name = words::line("social.name", &social.name, NAME_CHARS_MAX)?;
        social.url = words::web_address("social.url", &social.url)?;
    }
    if let Some(accent) = &settings.accent {
        for colour in [&accent.light, &accent.dark] {
            let hex = colour.strip_prefix('#').unwrap_or_default();
            if hex.len() != 6 || !hex.bytes().all(|b| b.is_ascii_hexdigit()) {
                return Err(Refusal::Unfit {
                    field: "accent",
                    value: colour.clone(),
                    wants: "#a11b1f",
                }
                .into());
            }
        }
    }
    words::at_most("hubs", settings.hubs.len(), HUBS_MAX)?;
    settings.discovery = discovery::checked(&settings.discovery)?;
    for hub in &mut settings.hubs {
        *hub = words::outside_address("hub", hub)?;
    }
    settings.ai_declaration =
        words::optional_line("ai_declaration", &settings.ai_declaration, LEAD_CHARS_MAX)?;
    settings.rights = words::optional_line("rights", &settings.rights, NAME_CHARS_MAX)?;
    Ok(settings)
}

/// Gives a title its hosts, the canonical one first. Those it gives up stay its own once it has published under them: they
/// lead to the canonical one, and no other title can have them.
async fn set_hosts(tx: &mut Tx, id: TitleId, hosts: &[String]) -> Result<()> {
    if hosts.is_empty() {
        return Err(Refusal::Empty { field: "host" }.into());
    }
    words::at_most("hosts", hosts.len(), HOSTS_MAX)?;
    if has_published(&mut tx.session, id).await? {
        tx.session
            .exec(
                "UPDATE hosts SET main = 0, former_at = $2 WHERE title_id = $1 AND former_at IS NULL",
                (id, tx.now),
            )
            .await?;
    } else {
        tx.session
            .exec("DELETE FROM hosts WHERE title_id = $1", (id,))
            .await?;
    }
    for (index, host) in hosts.iter().enumerate() {
        let host = words::host(host)?;
        let given = tx
            .session
            .exec(
                "INSERT INTO hosts (host, title_id, main) VALUES ($1, $2, $3)
                 ON CONFLICT (host) DO UPDATE SET main = excluded.main, former_at = NULL
                  WHERE hosts.title_id = excluded.title_id AND hosts.former_at IS NOT NULL",
                (&host, id, index == 0),
            )
            .await?;
        if given == 0 {
            return Err(Refusal::Taken {
                thing: Thing::Host,
                name: host,
            }
            .into());
        }
    }
    Ok(())
}

/// Whether a title has published anything.
pub async fn has_published(session: &mut Session, id: TitleId) -> Result<bool> {
    let row: Option<(Timestamp,)> = session
        .opt(
            "SELECT first_published_at FROM placements
              WHERE title_id = $1 AND first_published_at IS NOT NULL LIMIT 1",
            (id,),
        )
        .await?;
    Ok(row.is_some())
}

/// All titles, in the order they were founded.
pub async fn all(session: &mut Session) -> Result<Vec<Title>> {
    Ok(session
        .all(
            "SELECT id, key, name, motto, language, zone, permalink, theme, settings, imprint, comments_over FROM titles ORDER BY position",
            (),
        )
        .await?)
}

/// The title with this id.
pub async fn by_id(session: &mut Session, id: TitleId) -> Result<Title> {
    session
        .opt(
            "SELECT id, key, name, motto, language, zone, permalink, theme, settings, imprint, comments_over FROM titles WHERE id = $1",
            (id,),
        )
        .await?
        .ok_or_else(|| Refusal::Unknown { thing: Thing::Title, name: id.to_string() }.into())
}

/// The title with this key, or with this among its hosts.
pub async fn named(session: &mut Session, word: &str) -> Result<Title> {
    let word = word.trim().to_ascii_lowercase();
    session
        .opt(
            "SELECT t.id, t.key, t.name, t.motto, t.language, t.zone, t.permalink, t.theme, t.settings, t.imprint, t.comments_over
               FROM titles t WHERE t.key = $1 OR t.id IN (SELECT title_id FROM hosts WHERE host = $1 AND former_at IS NULL)",
            (&word,),
        )
        .await?
        .ok_or_else(|| Refusal::Unknown { thing: Thing::Title, name: word }.into())
}

/// All hosts readers may come to: of every title, those it has and those it had and redirects from.
pub async fn every_host(session: &mut Session) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = session
        .all("SELECT host FROM hosts ORDER BY host", ())
        .await?;
    Ok(rows.into_iter().map(|(host,)| host).collect())
}

/// Hosts of a title, the canonical one first.
pub async fn hosts(session: &mut Session, id: TitleId) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = session
        .all(
            "SELECT host FROM hosts WHERE title_id = $1 AND former_at IS NULL ORDER BY main DESC, host",
            (id,),
        )
        .await?;
    Ok(rows.into_iter().map(|(host,)| host).collect())
}
