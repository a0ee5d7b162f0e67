//! Articles, standing pages and pictures as items of an export file.

use super::xml::Xml;
use super::{Leaving, rfc_2822};
use crate::text::for_people;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use markup::html::{PictureWriter, Shown};
use markup::{Body, Picture};
use paper::articles::Stage;
use paper::articles::content::State;
use paper::carrying::leaving::{self, File, Said, Text};
use paper::carrying::{self, Stop};
use paper::copy::Copy;
use paper::id::PictureId;
use paper::pages::StandingPage;
use paper::{Fault, Session};
use std::collections::BTreeMap;

/// Items as they come; each has a number, as WordPress wants it.
pub(super) struct Items<'a> {
    leaving: &'a mut Leaving,
    last: u64,
    said: u64,
    /// The number of each picture that has an item already.
    pictures: BTreeMap<PictureId, u64>,
}

/// What an item says of itself.
struct Item<'a> {
    number: u64,
    kind: &'a str,
    status: &'a str,
    headline: &'a str,
    path: Option<&'a str>,
    slug: &'a str,
    at: Timestamp,
    modified: Timestamp,
    creator: &'a str,
    content: &'a str,
    excerpt: &'a str,
    comments: bool,
    order: u64,
}

/// The pictures of a text, where they lie on its host.
struct Shelf(BTreeMap<String, (String, File)>);

impl PictureWriter for Shelf {
    fn show(&self, picture: &Picture) -> Option<Shown> {
        let (src, file) = self.0.get(&picture.file)?;
        Some(Shown {
            src: src.clone(),
            width: file.width,
            height: file.height,
            ..Shown::default()
        })
    }
}

impl<'a> Items<'a> {
    pub(super) fn new(leaving: &'a mut Leaving) -> Items<'a> {
        Items {
            leaving,
            last: 0,
            said: 0,
            pictures: BTreeMap::new(),
        }
    }

    fn next(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    /// A standing page.
    pub(super) async fn page(
        &mut self,
        session: &mut Session,
        page: &StandingPage,
    ) -> Result<(), Stop> {
        let shelf = self.shelf(session, None, &page.body).await?;
        let content = markup::html::feed(&page.body, &self.leaving.base, &shelf);
        let number = self.next();
        let path = format!("/{}", page.slug);
        self.begin(&Item {
            number,
            kind: "page",
            status: "publish",
            headline: &page.name,
            path: Some(&path),
            slug: &page.slug,
            at: page.changed_at,
            modified: page.changed_at,
            creator: "",
            content: &content,
            excerpt: "",
            comments: false,
            order: self.leaving.left.pages,
        })?;
        self.leaving.left.pages += 1;
        Ok(self.leaving.xml.raw("</item>\n")?)
    }

    /// An article of the title: what readers see, or the text in work where nothing is out.
    pub(super) async fn text(&mut self, session: &mut Session, text: Text) -> Result<(), Stop> {
        let copy = match (&text.content, &text.draft) {
            (Some(content), _) => carrying::copy_of(content),
            (None, Some(draft)) => draft.clone(),
            (None, None) => return Ok(()),
        };
        let copy = for_people(copy);
        let shelf = self
            .shelf(session, copy.picture.as_ref(), &copy.body)
            .await?;
        let content = markup::html::feed(&copy.body, &self.leaving.base, &shelf);
        let (status, at) = status(&text);
        let headline = match text.headline.as_str() {
            "" => &copy.headline,
            own => own,
        };
        let creator = copy.byline.first().map(|credit| credit.name.clone());
        let creator = creator.unwrap_or_default();
        let modified = text.content.as_ref().map_or(at, |content| content.modified);
        let number = self.next();
        self.begin(&Item {
            number,
            kind: "post",
            status,
            headline,
            path: text.path.as_deref(),
            slug: &text.slug,
            at,
            modified,
            creator: &creator,
            content: &content,
            excerpt: &copy.standfirst,
            comments: text.comments,
            order: 0,
        })?;
        self.terms(session, &text).await?;
        self.fields(&text, &copy)?;
        self.comments(session, &text).await?;
        self.leaving.left.posts += 1;
        Ok(self.leaving.xml.raw("</item>\n")?)
    }

    async fn terms(&mut self, session: &mut Session, text: &Text) -> Result<(), Stop> {
        let (slug, name) = &text.section;
        let xml = &mut self.leaving.xml;
        let nice = Xml::attribute(slug);
        xml.data_with(
            "category",
            &format!(" domain=\"category\" nicename=\"{nice}\""),
            name,
        )?;
        for (slug, name) in leaving::topics_of(session, text.placement).await? {
            let nice = Xml::attribute(&slug);
            xml.data_with(
                "category",
                &format!(" domain=\"post_tag\" nicename=\"{nice}\""),
                &name,
            )?;
        }
        Ok(())
    }

    /// What WordPress has no place of its own for.
    fn fields(&mut self, text: &Text, copy: &Copy) -> Result<(), Fault> {
        let head = copy.picture.as_ref();
        let head = head.and_then(|picture| PictureId::parse(&picture.file));
        if let Some(number) = head.and_then(|id| self.pictures.get(&id)) {
            let number = number.to_string();
            self.field("_thumbnail_id", &number)?;
        }
        self.field("colophon_article", &text.article.to_string())?;
        if let Some(kind) = copy.kind {
            self.field("colophon_kind", kind.word())?;
        }
        for (name, value) in [
            ("colophon_kicker", &copy.kicker),
            ("colophon_rights", &copy.rights),
            ("colophon_series", &copy.series),
        ] {
            if !value.is_empty() {
                self.field(name, value)?;
            }
        }
        if !copy.sources.is_empty() {
            let sources = serde_json::to_string(&copy.sources)?;
            self.field("colophon_sources", &sources)?;
        }
        if copy.byline.len() > 1 {
            let byline = serde_json::to_string(&copy.byline)?;
            self.field("colophon_byline", &byline)?;
        }
        Ok(())
    }

    fn field(&mut self, key: &str, value: &str) -> Result<(), Fault> {
        let xml = &mut self.leaving.xml;
        xml.raw("<wp:postmeta>\n")?;
        xml.data("wp:meta_key", key)?;
        xml.data("wp:meta_value", value)?;
        xml.raw("</wp:postmeta>\n")
    }

    /// What readers said, without the addresses they gave: those were for us.
    async fn comments(&mut self, session: &mut Session, text: &Text) -> Result<(), Stop> {
        let mut last: Option<Said> = None;
        let (mut thread, mut answered) = (None, 0);
        loop {
            let page = leaving::comments(session, text.placement, last.as_ref()).await?;
            let Some(end) = page.last() else {
                return Ok(());
            };
            last = Some(end.clone());
            for said in page {
                self.said += 1;
                if said.id == said.thread {
                    (thread, answered) = (Some(said.thread), self.said);
                }
                // The beginning of a thread may be erased: what answered it stands by itself then.
                let parent = match said.id != said.thread && thread == Some(said.thread) {
                    true => answered,
                    false => 0,
                };
                self.comment(&said, parent)?;
                self.leaving.left.comments += 1;
            }
        }
    }

    fn comment(&mut self, said: &Said, parent: u64) -> Result<(), Fault> {
        let approved = match (said.state.as_str(), said.ground.as_str()) {
            ("approved", _) => "1",
            ("held", _) => "0",
            (_, "spam") => "spam",
            _ => "trash",
        };
        let (local, utc) = times(said.at, &self.leaving.zone);
        let number = self.said.to_string();
        let xml = &mut self.leaving.xml;
        xml.raw("<wp:comment>\n")?;
        xml.text("wp:comment_id", &number)?;
        xml.data("wp:comment_author", &said.name)?;
        xml.data("wp:comment_author_email", "")?;
        xml.text("wp:comment_author_url", &said.website)?;
        xml.data("wp:comment_author_IP", "")?;
        xml.data("wp:comment_date", &local)?;
        xml.data("wp:comment_date_gmt", &utc)?;
        // Readers write plain text; WordPress would take it for HTML.
        xml.data("wp:comment_content", &quick_xml::escape::escape(&said.text))?;
        xml.data("wp:comment_approved", approved)?;
        xml.data("wp:comment_type", "comment")?;
        xml.text("wp:comment_parent", &parent.to_string())?;
        xml.text("wp:comment_user_id", "0")?;
        xml.raw("</wp:comment>\n")
    }

    /// The pictures of a text; those that come for the first time become items before it.
    async fn shelf(
        &mut self,
        session: &mut Session,
        head: Option<&Picture>,
        body: &Body,
    ) -> Result<Shelf, Stop> {
        let mut shelf = BTreeMap::new();
        for picture in head.into_iter().chain(body.pictures()) {
            let Some(id) = PictureId::parse(&picture.file) else {
                continue;
            };
            let Some(file) = leaving::file(session, id).await? else {
                continue;
            };
            let address = format!("{}{}", self.leaving.base, file.path);
            if !self.pictures.contains_key(&id) {
                self.attachment(id, picture, &file, &address)?;
            }
            shelf.insert(picture.file.clone(), (address, file));
        }
        Ok(Shelf(shelf))
    }

    fn attachment(
        &mut self,
        id: PictureId,
        picture: &Picture,
        file: &File,
        address: &str,
    ) -> Result<(), Fault> {
        let number = self.next();
        self.pictures.insert(id, number);
        let caption = caption(picture);
        let slug = format!("picture-{number}");
        self.begin(&Item {
            number,
            kind: "attachment",
            status: "inherit",
            headline: if picture.alt.is_empty() {
                &slug
            } else {
                &picture.alt
            },
            path: None,
            slug: &slug,
            at: file.created,
            modified: file.created,
            creator: "",
            content: "",
            excerpt: &caption,
            comments: false,
            order: 0,
        })?;
        self.leaving.xml.data("wp:attachment_url", address)?;
        for (key, value) in [
            ("_wp_attachment_image_alt", &picture.alt),
            ("colophon_credit", &picture.credit),
            ("colophon_licence", &picture.licence),
        ] {
            if !value.is_empty() {
                self.field(key, value)?;
            }
        }
        self.leaving.left.attachments += 1;
        self.leaving.xml.raw("</item>\n")
    }

    fn begin(&mut self, item: &Item<'_>) -> Result<(), Fault> {
        let base = &self.leaving.base;
        let number = item.number.to_string();
        let plain = format!("{base}/?p={number}");
        let link = item.path.map(|path| format!("{base}{path}"));
        let (local, utc) = times(item.at, &self.leaving.zone);
        let (changed, changed_utc) = times(item.modified, &self.leaving.zone);
        let login = self.leaving.logins.get(item.creator);
        let login = login.cloned().unwrap_or_default();
        let open = if item.comments { "open" } else { "closed" };
        let xml = &mut self.leaving.xml;
        xml.raw("<item>\n")?;
        xml.data("title", item.headline)?;
        xml.text("link", link.as_deref().unwrap_or(&plain))?;
        xml.text("pubDate", &rfc_2822(item.at))?;
        xml.data("dc:creator", &login)?;
        xml.data_with("guid", " isPermaLink=\"false\"", &plain)?;
        xml.text("description", "")?;
        xml.data("content:encoded", item.content)?;
        xml.data("excerpt:encoded", item.excerpt)?;
        xml.text("wp:post_id", &number)?;
        xml.data("wp:post_date", &local)?;
        xml.data("wp:post_date_gmt", &utc)?;
        xml.data("wp:post_modified", &changed)?;
        xml.data("wp:post_modified_gmt", &changed_utc)?;
        xml.data("wp:comment_status", open)?;
        xml.data("wp:ping_status", "closed")?;
        xml.data("wp:post_name", item.slug)?;
        xml.data("wp:status", item.status)?;
        xml.text("wp:post_parent", "0")?;
        xml.text("wp:menu_order", &item.order.to_string())?;
        xml.data("wp:post_type", item.kind)?;
        xml.data("wp:post_password", "")?;
        xml.text("wp:is_sticky", "0")
    }
}

/// What WordPress calls the state of a text, never a more public one, and the date it goes by.
fn status(text: &Text) -> (&'static str, Timestamp) {
    let out = text.content.as_ref();
    let at = out.map_or(text.created, |content| content.first_published);
    match (text.stage, out.map(|content| content.state), text.due) {
        (Stage::Live, Some(State::Live), _) => ("publish", at),
        (Stage::Withdrawn | Stage::Killed, ..) => ("private", at),
        (Stage::Spiked, ..) => ("trash", at),
        (Stage::Draft, None, Some(due)) if !text.held && is_free(text, due) => ("future", due),
        _ => ("draft", at),
    }
}

/// Whether no embargo holds at an instant.
fn is_free(text: &Text, at: Timestamp) -> bool {
    let embargo = text.draft.as_ref().and_then(|draft| draft.embargo);
    embargo.is_none_or(|until| until <= at)
}

/// Local time and UTC, as WordPress writes them.
fn times(at: Timestamp, zone: &TimeZone) -> (String, String) {
    let form = "%Y-%m-%d %H:%M:%S";
    let local = at.to_zoned_datetime(zone.clone());
    let utc = at.to_zoned_datetime(TimeZone::UTC);
    (
        local.strftime(form).to_string(),
        utc.strftime(form).to_string(),
    )
}

/// The caption with the credit, as one line.
fn caption(picture: &Picture) -> String {
    let words = Body {
        blocks: vec![markup::Block::Paragraph {
            text: picture.caption.clone(),
            lang: None,
        }],
        ..Body::default()
    };
    let words = words.plain_text().trim().to_owned();
    match (words.as_str(), picture.credit.as_str()) {
        (_, "") => words,
        ("", credit) => credit.to_owned(),
        (words, credit) => format!("{words} ({credit})"),
    }
}
