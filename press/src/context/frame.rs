//! What is around the matter of every page.

use crate::calendar::When;
use crate::feeds::FeedForm;
use crate::html::{Html, escape};
use crate::pieces::colophon;
use crate::pieces::head::{self, Head};
use crate::setting::{Setting, direction};
use crate::theme::Dress;
use paper::reading::facts::{SectionLink, TitleLink};
use paper::reading::feeds::CHANGES_PATH;
use serde::Serialize;

/// The objects every page has.
#[derive(Debug, Clone, Serialize)]
pub struct Frame {
    /// Version of the context: 1.
    pub context: u32,
    /// The page itself.
    pub page: PageInfo,
    /// The title it belongs to.
    pub title: TitleInfo,
    /// The navigation line.
    pub nav: Vec<NavItem>,
    /// The index at the foot.
    pub footer: Footer,
}

/// The page itself.
#[derive(Debug, Clone, Serialize)]
pub struct PageInfo {
    /// `front`, `section`, `article`…: the name of the template.
    pub kind: &'static str,
    /// For `<html lang>`.
    pub language: String,
    /// For `<html dir>`: `ltr` or `rtl`.
    pub direction: &'static str,
    /// The content of `<head>`, complete.
    pub head: Html,
    /// The link that skips to `#main`; first in `<body>`.
    pub skip: Html,
    /// The line that says who publishes; last on the page.
    pub colophon: Html,
    /// The day the page is of, for the masthead: of the newest thing on it, or of the article.
    pub date: Option<When>,
    /// The feed of the page's own matter (a section, a topic, a person, corrections), for a link beside its heading.
    pub feed: Option<NavItem>,
    /// The feed of every change readers of the title are told of, on the pages that offer it.
    pub changes: Option<NavItem>,
}

/// The title a page belongs to.
#[derive(Debug, Clone, Serialize)]
pub struct TitleInfo {
    /// Masthead name.
    pub name: String,
    /// The line under the name; may be empty.
    pub motto: String,
    /// Name of the network.
    pub network: String,
    /// BCP 47.
    pub language: String,
    /// Scheme and host, without a slash at the end.
    pub base_url: String,
}

/// An entry of a list of links.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NavItem {
    /// What it says.
    pub name: String,
    /// Where it leads.
    pub href: String,
    /// `page` on that very page, `true` on a page below it, else `none`: for `aria-current`.
    pub current: Option<&'static str>,
    /// BCP 47 where the name is not in the title's language.
    pub language: Option<String>,
}

/// A section with those under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NavGroup {
    /// The section.
    pub link: NavItem,
    /// Its sub-sections.
    pub children: Vec<NavItem>,
}

/// The index at the foot of every page.
#[derive(Debug, Clone, Serialize)]
pub struct Footer {
    /// All sections.
    pub sections: Vec<NavGroup>,
    /// Imprint, corrections, archive, search, the standing pages and the title's feed.
    pub pages: Vec<NavItem>,
    /// Profiles elsewhere; link them with `rel="me"`.
    pub social: Vec<NavItem>,
    /// The other titles of the network.
    pub siblings: Vec<NavItem>,
}

impl NavItem {
    pub(crate) fn new(name: impl Into<String>, href: impl Into<String>) -> NavItem {
        NavItem {
            name: name.into(),
            href: href.into(),
            current: None,
            language: None,
        }
    }

    fn section(link: &SectionLink, place: &Whereabouts<'_>) -> NavItem {
        let current = match place.section {
            Some(section) if section == link.id && place.is_it => Some("page"),
            Some(section) if section == link.id => Some("true"),
            _ if place.parent == Some(link.id.as_str()) => Some("true"),
            _ => None,
        };
        NavItem {
            current,
            ..NavItem::new(&link.name, &link.path)
        }
    }
}

/// Where on its title a page is.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Whereabouts<'a> {
    /// The section's id.
    pub(crate) section: Option<&'a str>,
    /// The id of the section above.
    pub(crate) parent: Option<&'a str>,
    /// The page is the section's own page, not one below it.
    pub(crate) is_it: bool,
    /// The page's own path, for links of the footer.
    pub(crate) path: &'a str,
}

impl Frame {
    /// The frame of a page.
    pub(crate) fn new(
        setting: &Setting<'_>,
        dress: &Dress,
        kind: &'static str,
        head: &Head,
        place: Whereabouts<'_>,
        date: Option<When>,
    ) -> Frame {
        let title = setting.title;
        Frame {
            context: 1,
            page: PageInfo {
                kind,
                language: title.language.clone(),
                direction: direction(&title.language),
                head: head::elements(setting, head, dress),
                skip: Html::trusted(format!(
                    "<a class=\"skip vh\" href=\"#main\">{}</a>",
                    escape(&setting.say("skip"))
                )),
                colophon: colophon::line(setting),
                date,
                feed: head
                    .feed
                    .as_ref()
                    .map(|(_, path)| NavItem::new(setting.say("feed-rss"), feed_path(path))),
                changes: head.changes.then(|| {
                    let path = format!("{CHANGES_PATH}{}", FeedForm::Atom.ending());
                    NavItem::new(setting.say("changes-feed"), path)
                }),
            },
            title: TitleInfo {
                name: title.name.clone(),
                motto: title.motto.clone(),
                network: title.network.clone(),
                language: title.language.clone(),
                base_url: title.base_url.clone(),
            },
            nav: nav(setting, &place),
            footer: Footer::new(setting, &place),
        }
    }
}

/// The address people are shown: of the form most programs read.
fn feed_path(path: &str) -> String {
    format!("{path}{}", FeedForm::Rss.ending())
}

fn nav(setting: &Setting<'_>, place: &Whereabouts<'_>) -> Vec<NavItem> {
    let home = NavItem {
        current: (place.path == "/").then_some("page"),
        ..NavItem::new(setting.say("nav-front"), "/")
    };
    std::iter::once(home)
        .chain(
            setting
                .title
                .menu
                .iter()
                .map(|link| NavItem::section(link, place)),
        )
        .collect()
}

impl Footer {
    fn new(setting: &Setting<'_>, place: &Whereabouts<'_>) -> Footer {
        let title = setting.title;
        let own = [
            ("footer-imprint", colophon::IMPRINT_PATH),
            ("footer-corrections", "/corrections"),
            ("footer-trust", colophon::TRUST_PATH),
            ("footer-archive", "/archive"),
            ("footer-log", "/log"),
            ("search", "/search"),
        ];
        let mut pages: Vec<NavItem> = own
            .into_iter()
            .map(|(key, path)| NavItem::new(setting.say(key), path))
            .collect();
        pages.extend(
            title
                .pages
                .iter()
                .map(|page| NavItem::new(&page.name, &page.path)),
        );
        pages.push(NavItem::new(setting.say("feed-rss"), feed_path("/feed")));
        for page in &mut pages {
            page.current = (page.href == place.path).then_some("page");
        }
        Footer {
            sections: title
                .sections
                .iter()
                .map(|entry| NavGroup {
                    link: NavItem::section(&entry.link, place),
                    children: entry
                        .children
                        .iter()
                        .map(|link| NavItem::section(link, place))
                        .collect(),
                })
                .collect(),
            pages,
            social: title
                .social
                .iter()
                .filter(|link| crate::html::href(&link.url).is_some())
                .map(|link| NavItem::new(&link.name, &link.url))
                .collect(),
            siblings: title
                .siblings
                .iter()
                .map(|sibling| self::sibling(setting, sibling))
                .collect(),
        }
    }
}

fn sibling(setting: &Setting<'_>, sibling: &TitleLink) -> NavItem {
    NavItem {
        language: setting.foreign(&sibling.language).map(str::to_owned),
        ..NavItem::new(&sibling.name, format!("{}/", sibling.base_url))
    }
}
