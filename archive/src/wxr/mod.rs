//! One title as WordPress reads it: an export file of its own format (WXR 1.2), for those who leave.
//!
//! What WordPress has no place for goes along in custom fields (`colophon_…`): kind, kicker, sources, the article's id. What it
//! would show to more people than we do does not go along: e-mail addresses of readers, texts of sources, notes of the desk.

mod item;
mod xml;

use crate::{Hears, Progress};
use item::Items;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use paper::carrying::leaving::{self, Part};
use paper::carrying::{Out, Stop};
use paper::id::TitleId;
use paper::reading::title::Reach;
use paper::{Fault, Paper, Session, pages, sections, titles, words};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use xml::Xml;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The title.
    pub title: TitleId,
    /// How readers reach its hosts: the addresses in the file.
    pub reach: Reach,
    /// When, for the file to say.
    pub at: Timestamp,
}

/// What went along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Left {
    /// Articles.
    pub posts: u64,
    /// Standing pages.
    pub pages: u64,
    /// Pictures.
    pub attachments: u64,
    /// Comments.
    pub comments: u64,
    /// Names.
    pub authors: u64,
    /// Sections.
    pub categories: u64,
    /// Topics.
    pub tags: u64,
}

/// Writes a title to a new file.
///
/// # Errors
/// Whatever disk or database say.
pub async fn write(
    paper: &Paper,
    asked: &Asked,
    file: &Path,
    hears: Hears<'_>,
) -> Result<Left, Stop> {
    let mut out = Out::begin(paper).await?;
    let session = out.session();
    let title = titles::by_id(session, asked.title).await?;
    let hosts = titles::hosts(session, title.id).await?;
    let host = hosts.first().map_or("", String::as_str);
    let of = leaving::count(session, title.id).await?;
    let mut leaving = Leaving {
        xml: Xml::begin(file)?,
        base: asked.reach.base_url(host),
        zone: title.time_zone(),
        left: Left::default(),
        logins: BTreeMap::new(),
        taken: BTreeSet::new(),
    };
    leaving.head(&title, asked.at)?;
    leaving.authors(session, title.id).await?;
    leaving.sections(session, title.id).await?;
    leaving.topics(session, title.id).await?;
    leaving.xml.raw("<generator>Colophon</generator>\n")?;
    let mut items = Items::new(&mut leaving);
    for page in pages::all(session, title.id).await? {
        items.page(session, &page).await?;
    }
    let (mut done, mut last) = (0, None);
    loop {
        let texts = leaving::texts(session, title.id, last).await?;
        let Some(end) = texts.last() else { break };
        last = Some(end.placement);
        done += texts.len() as u64;
        for text in texts {
            items.text(session, text).await?;
        }
        hears(Progress { done, of });
    }
    leaving.xml.raw("</channel>\n</rss>\n")?;
    leaving.xml.finish()?;
    Ok(leaving.left)
}

/// A file under way.
struct Leaving {
    xml: Xml,
    base: String,
    zone: TimeZone,
    left: Left,
    /// The login of each name.
    logins: BTreeMap<String, String>,
    /// All logins.
    taken: BTreeSet<String>,
}

impl Leaving {
    fn head(&mut self, title: &titles::Title, at: Timestamp) -> Result<(), Fault> {
        self.xml.raw(concat!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
            "<rss version=\"2.0\" xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\" ",
            "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" ",
            "xmlns:wfw=\"http://wellformedweb.org/CommentAPI/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" ",
            "xmlns:wp=\"http://wordpress.org/export/1.2/\">\n<channel>\n",
        ))?;
        let base = self.base.clone();
        self.xml.text("title", &title.name)?;
        self.xml.text("link", &base)?;
        self.xml.text("description", &title.motto)?;
        self.xml.text("pubDate", &rfc_2822(at))?;
        self.xml.text("language", &title.language)?;
        self.xml.text("wp:wxr_version", "1.2")?;
        self.xml.text("wp:base_site_url", &base)?;
        self.xml.text("wp:base_blog_url", &base)
    }

    /// Names credited become authors: never accounts of ours, and nobody's address goes along.
    async fn authors(&mut self, session: &mut Session, title: TitleId) -> Result<(), Stop> {
        let mut after = String::new();
        loop {
            let names = leaving::names(session, title, &after).await?;
            let Some(last) = names.last() else {
                return Ok(());
            };
            after.clone_from(&last.name);
            for name in names {
                let wanted = name.slug.unwrap_or_else(|| words::slug_of(&name.name));
                self.author(&name.name, wanted)?;
            }
        }
    }

    fn author(&mut self, name: &str, wanted: String) -> Result<(), Fault> {
        if self.logins.contains_key(name) {
            return Ok(());
        }
        self.left.authors += 1;
        let number = self.left.authors;
        let login = match wanted {
            wanted if !wanted.is_empty() && !self.taken.contains(&wanted) => wanted,
            wanted => format!("{wanted}-{number}")
                .trim_start_matches('-')
                .to_owned(),
        };
        self.xml.raw("<wp:author>\n")?;
        self.xml.text("wp:author_id", &number.to_string())?;
        self.xml.data("wp:author_login", &login)?;
        self.xml.data("wp:author_email", "")?;
        self.xml.data("wp:author_display_name", name)?;
        self.xml.data("wp:author_first_name", "")?;
        self.xml.data("wp:author_last_name", "")?;
        self.xml.raw("</wp:author>\n")?;
        self.taken.insert(login.clone());
        self.logins.insert(name.to_owned(), login);
        Ok(())
    }

    /// Sections become categories, those of the first level first, so that what stands under them finds them.
    async fn sections(&mut self, session: &mut Session, title: TitleId) -> Result<(), Stop> {
        let all = sections::all(session, title).await?;
        let slug_of = |id| {
            let above = all.iter().find(|section| Some(section.id) == id)?;
            Some(above.slug.clone())
        };
        let mut parts: Vec<Part> = all
            .iter()
            .map(|section| Part {
                slug: section.slug.clone(),
                name: section.name.clone(),
                lead: section.lead.clone(),
                above: slug_of(section.parent),
            })
            .collect();
        parts.sort_by_key(|part| part.above.is_some());
        for part in parts {
            self.left.categories += 1;
            let number = self.left.categories.to_string();
            self.xml.raw("<wp:category>\n")?;
            self.xml.text("wp:term_id", &number)?;
            self.xml.data("wp:category_nicename", &part.slug)?;
            let above = part.above.unwrap_or_default();
            self.xml.data("wp:category_parent", &above)?;
            self.xml.data("wp:cat_name", &part.name)?;
            self.xml.data("wp:category_description", &part.lead)?;
            self.xml.raw("</wp:category>\n")?;
        }
        Ok(())
    }

    /// Topics become tags.
    async fn topics(&mut self, session: &mut Session, title: TitleId) -> Result<(), Stop> {
        let mut after = String::new();
        loop {
            let topics = leaving::topics(session, title, &after).await?;
            let Some(last) = topics.last() else {
                return Ok(());
            };
            after.clone_from(&last.slug);
            for topic in topics {
                self.left.tags += 1;
                let number = (self.left.categories + self.left.tags).to_string();
                self.xml.raw("<wp:tag>\n")?;
                self.xml.text("wp:term_id", &number)?;
                self.xml.data("wp:tag_slug", &topic.slug)?;
                self.xml.data("wp:tag_name", &topic.name)?;
                self.xml.data("wp:tag_description", &topic.lead)?;
                self.xml.raw("</wp:tag>\n")?;
            }
        }
    }
}

/// An instant as RSS has it.
fn rfc_2822(at: Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
}
