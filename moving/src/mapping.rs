//! An item of the source as what it is here.

mod figures;
mod lines;
mod standing;

pub(crate) use figures::{relink, replace_pictures};

use crate::dates;
use crate::letters;
use crate::pictures;
use crate::plan::{Plan, told};
use crate::remarks::{self, Heard, Under};
use crate::survey::{Survey, path_of, sort_of};
use crate::text::{self, Converted};
use crate::wxr::Item;
use figures::{crop, placed};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use lines::{headline, slug, standfirst};
use markup::{Body, Picture};
use paper::articles::bringing::Brought;
use paper::copy::{Copy, Credit};
use paper::gate::Surroundings;
use paper::id::TitleId;
use paper::imports::{Carried, Item as Told, Note, Outcome, Parked, Rest, Sort, What};
use paper::pages::PAGES_MAX;
use paper::words::{LIST_MAX, NAME_CHARS_MAX};
use std::collections::{BTreeMap, HashSet};

/// Fields in which plug-ins keep the title for search engines.
const SEO_TITLES: [&str; 4] = [
    "_yoast_wpseo_title",
    "rank_math_title",
    "_aioseo_title",
    "_aioseop_title",
];
/// Names told of one kind of thing.
const NAMED_MAX: usize = 8;

/// Where a source moves to, as far as its items ask.
#[derive(Debug, Clone)]
pub(crate) struct Home {
    pub(crate) title: TitleId,
    pub(crate) language: String,
    pub(crate) zone: TimeZone,
    pub(crate) permalink: String,
    pub(crate) now: Timestamp,
    /// Words of its sections and standing pages.
    pub(crate) taken: HashSet<String>,
    pub(crate) pages: usize,
    /// Words of its pages that are still what it began with.
    pub(crate) models: HashSet<String>,
    /// What the gate knows around a text of this title.
    pub(crate) around: Surroundings,
}

/// Makes items of this title of those of the source.
pub(crate) struct Mapper<'a> {
    pub(crate) survey: &'a Survey,
    pub(crate) plan: &'a Plan,
    pub(crate) home: Home,
    pub(crate) types: BTreeMap<String, Sort>,
    seen: HashSet<(u8, u64)>,
    pages_left: usize,
    /// Beginnings of links that lead to the former site.
    own: Vec<String>,
}

/// The state an item had, as far as it matters here.
enum Standing {
    Out(Timestamp),
    Desk(Rest, What),
}

impl<'a> Mapper<'a> {
    pub(crate) fn new(
        survey: &'a Survey,
        plan: &'a Plan,
        home: Home,
        types: BTreeMap<String, Sort>,
    ) -> Mapper<'a> {
        let pages_left = (PAGES_MAX as usize).saturating_sub(home.pages);
        Mapper {
            own: own_links(&survey.site.address),
            survey,
            plan,
            home,
            types,
            seen: HashSet::new(),
            pages_left,
        }
    }

    /// What an item is here. `number` is its place in the source.
    pub(crate) fn item(&mut self, item: Item, number: u64) -> Told {
        let sort = sort_of(&item, &self.types);
        let mut name = format!("{}:{}", sort.word(), item.id);
        if !self.seen.insert((sort as u8, item.id)) {
            name = format!("{name}#{number}");
            let note = Note::new(What::Duplicate, &item.title);
            return refused(name, number, note, &item);
        }
        match sort {
            Sort::Post => self.text(item, name, number, false),
            Sort::Page => self.text(item, name, number, true),
            Sort::Menu => self.menu(&item, name, number),
            Sort::File => self.file(&item, name, number),
            _ => other(&item, name, number),
        }
    }

    fn text(&mut self, mut item: Item, name: String, number: u64, page: bool) -> Told {
        if matches!(item.status.as_str(), "auto-draft" | "inherit") {
            let note = Note::new(What::Empty, &item.status);
            return refused(name, number, note, &item);
        }
        let mut notes = std::mem::take(&mut item.mended);
        let standing = self.standing(&item);
        if let Standing::Desk(_, what) = &standing {
            notes.push(Note::of(*what));
        }
        for own in &self.own {
            if item.content.contains(own.as_str()) {
                item.content = item.content.replace(own.as_str(), "href=\"/");
            }
        }
        let Converted {
            body,
            notes: met,
            over,
        } = text::convert(
            &item.content,
            item.meta("footnotes"),
            item.id,
            &self.survey.library,
        );
        notes.extend(met);
        if over {
            notes.push(Note::new(What::Refused, "text"));
            return Told {
                said: [0, 0, all_said(&item)],
                notes,
                ..told(name, number, Outcome::Refused, Vec::new())
            };
        }
        if page && matches!(standing, Standing::Out(_)) && self.pages_left > 0 {
            self.pages_left -= 1;
            return self.page(&item, body, notes, name, number);
        }
        if page && matches!(standing, Standing::Out(_)) {
            notes.push(Note::of(What::PageAsArticle));
        }
        let copy = self.copy(&item, body, &mut notes);
        let (section, others) = self.plan.section(&item);
        let section = section.unwrap_or(&self.plan.fallback).to_owned();
        if self.plan.section(&item).0.is_none() && !page {
            notes.push(Note::of(What::NoSection));
        }
        let mut copy = copy;
        self.topics(&item, &others, &mut copy, &mut notes);
        let slug = slug(&item);
        match standing {
            Standing::Out(at) => self.out(item, copy, section, slug, at, notes, (name, number)),
            Standing::Desk(rest, _) => {
                let refused = all_said(&item);
                if refused > 0 {
                    notes.push(Note::new(What::CommentNowhere, format!("×{refused}")));
                }
                let thing = Carried::Draft(Box::new(Parked {
                    section,
                    slug,
                    comments: item.comments_open,
                    copy,
                    rest,
                }));
                Told {
                    thing,
                    said: [0, 0, refused],
                    old: item.link,
                    ..told(name, number, Outcome::Changed, notes)
                }
            }
        }
    }

    /// Where an item stands: out only if it was open to all, and is of the past.
    fn standing(&self, item: &Item) -> Standing {
        if item.status == "trash" {
            return Standing::Desk(Rest::Spiked, What::Trash);
        }
        let italian = self.home.language.starts_with("it");
        let held = |it: &str, en: &str| Rest::Held(if italian { it } else { en }.to_owned());
        if !item.password.is_empty() {
            let rest = held(
                "Protetto da password sul sito di prima",
                "Asked for a password on the former site",
            );
            return Standing::Desk(rest, What::Password);
        }
        let at = dates::instant(&item.date_gmt, &item.date, &item.pub_date, &self.home.zone);
        match item.status.as_str() {
            "publish" => match at {
                Some(at) if at <= self.home.now => Standing::Out(at),
                Some(_) => Standing::Desk(Rest::Writing, What::Scheduled),
                None => Standing::Desk(Rest::Writing, What::Undated),
            },
            "private" => {
                let rest = held("Privato sul sito di prima", "Private on the former site");
                Standing::Desk(rest, What::Private)
            }
            "future" => Standing::Desk(Rest::Writing, What::Scheduled),
            "draft" => Standing::Desk(Rest::Writing, What::Draft),
            "pending" => Standing::Desk(Rest::Desk, What::Pending),
            _ => {
                let rest = held(
                    "Stato sconosciuto sul sito di prima",
                    "Of an unknown state on the former site",
                );
                Standing::Desk(rest, What::StateUnknown)
            }
        }
    }

    fn copy(&self, item: &Item, body: Body, notes: &mut Vec<Note>) -> Copy {
        let mut body = body;
        let mut copy = Copy {
            headline: headline(item, &body, notes),
            standfirst: standfirst(item, notes),
            byline: self.byline(item, notes),
            ..Copy::default()
        };
        for key in SEO_TITLES {
            let seo = letters::line(item.meta(key));
            if !seo.is_empty() && !seo.contains("%") && seo != copy.headline {
                notes.push(Note::new(What::SeoTitle, seo));
                break;
            }
        }
        copy.picture = self.featured(item);
        if let Some(picture) = &copy.picture {
            // Themes show the picture at the head; texts that begin with the same one would show it twice.
            if let Some(markup::Block::Figure(first)) = body.blocks.first()
                && pictures::place(&first.file).is_some()
                && pictures::place(&first.file) == pictures::place(&picture.file)
            {
                let first = body.blocks.remove(0);
                if let (markup::Block::Figure(first), Some(picture)) = (first, &mut copy.picture) {
                    // What was written under it for this text, before what is always said of it.
                    if !first.caption.is_empty() {
                        picture.caption = first.caption;
                    }
                    if picture.alt.is_empty() {
                        picture.alt = first.alt;
                    }
                }
            }
        }
        let over = LIST_MAX - usize::from(copy.picture.is_some());
        if crop(&mut body, over) {
            notes.push(Note::of(What::PicturesOver));
        }
        copy.body = body;
        copy
    }

    fn byline(&self, item: &Item, notes: &mut Vec<Note>) -> Vec<Credit> {
        let mut names: Vec<String> = Vec::new();
        let several = item.terms.iter().filter(|term| term.taxonomy == "author");
        for term in several {
            let word = crate::survey::guest_word(&term.slug);
            let name = self
                .plan
                .name(word)
                .or_else(|| self.plan.name(&term.name))
                .unwrap_or(&term.name);
            names.push(name.to_owned());
        }
        if names.is_empty() && !item.creator.is_empty() {
            if self.plan.is_stranger(&item.creator) {
                notes.push(Note::new(What::AuthorMissing, &item.creator));
            }
            let name = self.plan.name(&item.creator).unwrap_or(&item.creator);
            names.push(name.to_owned());
        }
        names.retain(|name| !name.trim().is_empty());
        let mut once = HashSet::new();
        names
            .into_iter()
            .filter(|name| once.insert(name.clone()))
            .take(LIST_MAX)
            .map(|name| Credit {
                name: name.chars().take(NAME_CHARS_MAX).collect(),
                role: paper::copy::CreditRole::Text,
            })
            .collect()
    }

    fn featured(&self, item: &Item) -> Option<Picture> {
        use crate::text::Library;
        let id = item.meta("_thumbnail_id").trim().parse().ok()?;
        let file = self.survey.library.file(id)?;
        Some(placed(&file.url, &file))
    }

    fn topics(
        &self,
        item: &Item,
        others: &[&crate::wxr::Borne],
        copy: &mut Copy,
        notes: &mut Vec<Note>,
    ) {
        let (mut lost, mut further) = (Vec::new(), Vec::new());
        let tags = item.terms.iter().filter(|term| term.taxonomy == "post_tag");
        for tag in tags {
            match self.plan.topic(&tag.slug) {
                Some(topic) => copy.topics.push(topic.to_owned()),
                None => lost.push(tag.name.as_str()),
            }
        }
        for category in others {
            match self.plan.topic_of_category(&category.slug) {
                Some(topic) => {
                    copy.topics.push(topic.to_owned());
                    further.push(category.name.as_str());
                }
                None => lost.push(category.name.as_str()),
            }
        }
        let mut once = HashSet::new();
        copy.topics.retain(|topic| once.insert(topic.clone()));
        if copy.topics.len() > LIST_MAX {
            copy.topics.truncate(LIST_MAX);
            notes.push(Note::new(What::TooMany, "tags"));
        }
        for (what, names) in [(What::TooMany, lost), (What::OtherSections, further)] {
            if !names.is_empty() {
                let named: Vec<&str> = names.iter().take(NAMED_MAX).copied().collect();
                notes.push(Note::new(what, named.join(", ")));
            }
        }
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "what an article is made of, once"
    )]
    fn out(
        &self,
        item: Item,
        copy: Copy,
        section: String,
        slug: String,
        at: Timestamp,
        mut notes: Vec<Note>,
        (name, number): (String, u64),
    ) -> Told {
        let under = Under {
            zone: &self.home.zone,
            now: self.home.now,
            published: at,
            nobody: if self.home.language.starts_with("it") {
                "Anonimo"
            } else {
                "Anonymous"
            },
        };
        if item.sticky {
            notes.push(Note::of(What::Sticky));
        }
        let Heard {
            said,
            count,
            notes: heard,
        } = remarks::heard(item.comments, item.comments_over, &under);
        let old = path_of(&item.link).unwrap_or_default();
        let former = self.former(&item.meta, &old, &slug, &section, at, &mut notes);
        let mut around = self.home.around.clone();
        around.dated = Some(at);
        around.imprint_missing.clear();
        let lacks = paper::gate::lacking(&copy, &around);
        let changed = !notes.is_empty();
        notes.extend(heard);
        let brought = Brought {
            title: self.home.title,
            section,
            slug,
            comments: item.comments_open,
            copy,
            first_published: at,
            later: Vec::new(),
            elsewhere: Vec::new(),
            former,
            said,
        };
        let outcome = if changed {
            Outcome::Changed
        } else {
            Outcome::Carried
        };
        Told {
            lacks: lacks.into_iter().map(str::to_owned).collect(),
            old: if old.is_empty() { item.link } else { old },
            said: count,
            thing: Carried::Article(Box::new(brought)),
            ..told(name, number, outcome, notes)
        }
    }

    /// Addresses that lead to an article: its own there, and those of words it had before.
    fn former(
        &self,
        meta: &[(String, String)],
        old: &str,
        slug: &str,
        section: &str,
        at: Timestamp,
        notes: &mut Vec<Note>,
    ) -> Vec<String> {
        if old.is_empty() {
            return Vec::new();
        }
        let day = at.to_zoned_datetime(self.home.zone.clone()).date();
        let here = self
            .home
            .permalink
            .replace("{yyyy}", &format!("{:04}", day.year()))
            .replace("{mm}", &format!("{:02}", day.month()))
            .replace("{dd}", &format!("{:02}", day.day()))
            .replace("{section}", section)
            .replace("{slug}", slug);
        let mut former = Vec::new();
        if old != here {
            let what = match paper::redirects::former(old) {
                Ok(_) => What::Moved,
                Err(_) => What::AddressLost,
            };
            notes.push(Note::new(what, old));
            former.push(old.to_owned());
        }
        if let Some((above, _)) = old.rsplit_once('/') {
            let slugs = meta.iter().filter(|(key, _)| key == "_wp_old_slug");
            former.extend(
                slugs
                    .map(|(_, slug)| format!("{above}/{}", slug.trim()))
                    .take(LIST_MAX / 2),
            );
        }
        former
    }

    fn file(&self, item: &Item, name: String, number: u64) -> Told {
        let file = pictures::attached(item);
        let mut forwards = Vec::new();
        forwards.extend(path_of(&file.url));
        forwards.extend(path_of(&item.link).filter(|path| !forwards.contains(path)));
        Told {
            old: path_of(&file.url).unwrap_or_default(),
            said: [0, 0, all_said(item)],
            forwards,
            ..told(name, number, Outcome::Carried, item.mended.clone())
        }
    }

    fn menu(&self, item: &Item, name: String, number: u64) -> Told {
        let entry = self.survey.menu.iter().find(|entry| entry.id == item.id);
        let section = entry.and_then(|entry| {
            (entry.sort == "taxonomy" && entry.object == "category")
                .then(|| self.plan.section_numbered(&entry.object_id))
                .flatten()
        });
        if section.is_some() {
            return told(name, number, Outcome::Carried, Vec::new());
        }
        let entry = entry.map_or_else(String::new, |entry| {
            format!("{} {} {}", entry.sort, entry.object, entry.title)
        });
        refused(name, number, Note::new(What::MenuEntry, entry), item)
    }
}

/// Beginnings of links to the former site, as texts write them.
fn own_links(address: &str) -> Vec<String> {
    let Ok(url) = url::Url::parse(address) else {
        return Vec::new();
    };
    let Some(host) = url.host_str() else {
        return Vec::new();
    };
    let bare = host.strip_prefix("www.").unwrap_or(host);
    let bare = match url.port() {
        Some(port) => format!("{bare}:{port}"),
        None => bare.to_owned(),
    };
    ["http", "https"]
        .iter()
        .flat_map(|scheme| {
            [
                format!("{scheme}://{bare}/"),
                format!("{scheme}://www.{bare}/"),
            ]
        })
        .map(|base| format!("href=\"{base}"))
        .collect()
}

fn all_said(item: &Item) -> u64 {
    item.comments.len() as u64 + item.comments_over
}

fn refused(name: String, number: u64, note: Note, item: &Item) -> Told {
    let mut notes = vec![note];
    let said = all_said(item);
    if said > 0 {
        notes.push(Note::new(What::CommentNowhere, format!("×{said}")));
    }
    Told {
        said: [0, 0, said],
        ..told(name, number, Outcome::Refused, notes)
    }
}

/// An item that is no text: carried along with others, furniture of the former system, or of a kind nobody knows.
fn other(item: &Item, name: String, number: u64) -> Told {
    let said = all_said(item);
    let note = Note::new(What::Type, format!("{} {}", item.sort, item.title));
    let (outcome, notes) = match item.sort.as_str() {
        // Their words are in the texts that share them; their names sign.
        "wp_block" | "guest-author" => (Outcome::Carried, Vec::new()),
        "revision"
        | "custom_css"
        | "customize_changeset"
        | "oembed_cache"
        | "user_request"
        | "wp_navigation"
        | "wp_template"
        | "wp_template_part"
        | "wp_global_styles"
        | "wp_font_family"
        | "wp_font_face" => (Outcome::Refused, vec![note]),
        _ => (Outcome::Unknown, vec![note]),
    };
    Told {
        said: [0, 0, said],
        ..told(name, number, outcome, notes)
    }
}
