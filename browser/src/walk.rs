//! A title as a patient reader finds it: every page that links lead to, and of each kind those to look at.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use url::Url;

use crate::fault::Fault;
use crate::fetch::{Answer, fetch};

/// More pages of one title are not visited; [`Walk::cut_off`] says so.
const PAGES_MAX: usize = 1_000;

/// Pages looked at of one kind, at most; [`Walk::cut_off`] tells where that leaves something out.
const OF_A_KIND_MAX: usize = 12;

/// Section pages list at least this many articles; what lists fewer is a standing page.
const LISTED_MIN: usize = 2;

/// A kind of page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The front of the title.
    Front,
    /// A section, or a section of a section.
    Section,
    /// An article, also one that was withdrawn.
    Article,
    /// How an article changed.
    History,
    /// What an article said before.
    Revision,
    /// A topic.
    Topic,
    /// A contributor.
    Person,
    /// What appeared in a year, a month, on a day.
    Archive,
    /// The front as it stood at a minute.
    Past,
    /// All corrections.
    Corrections,
    /// The legal page.
    Imprint,
    /// The public log.
    Log,
    /// What the record says of a title.
    Trust,
    /// The search: its form, what it found, that it found nothing.
    Search,
    /// A form readers send.
    Form,
    /// About, contacts, privacy and the like.
    Standing,
    /// An address where nothing is.
    NotFound,
    /// A host that is no title.
    UnknownHost,
}

impl Kind {
    /// Its name in the names of files.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Front => "front",
            Kind::Section => "section",
            Kind::Article => "article",
            Kind::History => "history",
            Kind::Revision => "revision",
            Kind::Topic => "topic",
            Kind::Person => "person",
            Kind::Archive => "archive",
            Kind::Past => "past",
            Kind::Corrections => "corrections",
            Kind::Imprint => "imprint",
            Kind::Log => "log",
            Kind::Trust => "trust",
            Kind::Search => "search",
            Kind::Form => "form",
            Kind::Standing => "standing",
            Kind::NotFound => "not-found",
            Kind::UnknownHost => "unknown-host",
        }
    }
}

/// A page that was visited.
#[derive(Debug, Clone)]
pub struct Visit {
    /// Its kind.
    pub kind: Kind,
    /// Its address.
    pub url: String,
    /// The status of the answer.
    pub status: u16,
    /// Its source, as sent.
    pub html: String,
}

/// What a walk found.
#[derive(Debug, Clone, Default)]
pub struct Walk {
    /// Every HTML page, by address.
    pub visits: Vec<Visit>,
    /// Links within the title that lead to nothing: where they stand, and where they lead.
    pub broken: Vec<(String, String)>,
    /// There were more pages than a walk visits.
    full: bool,
}

impl Walk {
    /// Follows all links within a title, from its front.
    ///
    /// # Errors
    /// When the front cannot be fetched, or any address that was linked does not answer.
    pub fn from(front: &str) -> Result<Walk, Fault> {
        let front = format!("{}/", front.trim_end_matches('/'));
        let mut walk = Walk::default();
        let mut seen = BTreeSet::from([front.clone()]);
        let mut ahead = VecDeque::from([(front.clone(), front.clone())]);
        while let Some((from, url)) = ahead.pop_front() {
            if walk.visits.len() == PAGES_MAX {
                walk.full = true;
                break;
            }
            let answer = fetch(&url)?;
            if let Some(target) = answer.header("location") {
                // Where another host takes over, this title ends.
                if let Some(target) =
                    within(&url, target).filter(|target| seen.insert(target.clone()))
                {
                    ahead.push_back((url, target));
                }
                continue;
            }
            if !matches!(answer.status, 200 | 410) {
                walk.broken.push((from, url));
                continue;
            }
            if !answer
                .header("content-type")
                .is_some_and(|kind| kind.starts_with("text/html"))
            {
                continue;
            }
            walk.broken.extend(dead_anchors(&url, &answer.body));
            for link in links(&answer.body).filter_map(|link| within(&url, &link)) {
                if seen.insert(link.clone()) {
                    ahead.push_back((url.clone(), link));
                }
            }
            walk.keep(url, answer);
        }
        // A word of both languages that every text has, and one that none has.
        for question in ["a&order=newest", "a&page=2", "xqzzqx"] {
            walk.add(Kind::Search, &format!("{front}search?q={question}"))?;
        }
        walk.add(Kind::NotFound, &format!("{front}nothing-is-here"))?;
        if let Some(stranger) = stranger(&front) {
            walk.add(Kind::UnknownHost, &stranger)?;
        }
        Ok(walk)
    }

    /// The pages to look at: of each kind as few as together show every element and class that any page of that
    /// kind shows, in the order they were found.
    pub fn worth_a_look(&self) -> Vec<&Visit> {
        self.by_kind().into_values().flat_map(covering).collect()
    }

    /// Where a limit kept pages or parts of pages from being looked at, in words; empty where none did.
    pub fn cut_off(&self) -> Vec<String> {
        let mut cut: Vec<String> = self
            .full
            .then(|| format!("more than {PAGES_MAX} pages, and the rest was not visited"))
            .into_iter()
            .collect();
        for (kind, pages) in self.by_kind() {
            let all: BTreeSet<String> =
                pages.iter().flat_map(|page| features(&page.html)).collect();
            let looked_at = covering(pages);
            let shown: BTreeSet<String> = looked_at
                .iter()
                .flat_map(|page| features(&page.html))
                .collect();
            if let Some(unseen) = all.difference(&shown).next() {
                cut.push(format!(
                    "{OF_A_KIND_MAX} pages of the kind {} do not show everything: {unseen} for one",
                    kind.name()
                ));
            }
        }
        cut
    }

    fn by_kind(&self) -> BTreeMap<Kind, Vec<&Visit>> {
        let mut by_kind: BTreeMap<Kind, Vec<&Visit>> = BTreeMap::new();
        for visit in &self.visits {
            by_kind.entry(visit.kind).or_default().push(visit);
        }
        by_kind
    }

    fn keep(&mut self, url: String, answer: Answer) {
        let kind = kind(&url, &answer.body);
        self.visits.push(Visit {
            kind,
            url,
            status: answer.status,
            html: answer.body,
        });
    }

    fn add(&mut self, kind: Kind, url: &str) -> Result<(), Fault> {
        let answer = fetch(url)?;
        self.visits.push(Visit {
            kind,
            url: url.to_owned(),
            status: answer.status,
            html: answer.body,
        });
        Ok(())
    }
}

/// Takes, again and again, the page that shows most of what was not shown yet.
fn covering(mut pages: Vec<&Visit>) -> Vec<&Visit> {
    let mut shown = BTreeSet::new();
    let mut chosen = Vec::new();
    while !pages.is_empty() && chosen.len() < OF_A_KIND_MAX {
        let news = |page: &&Visit| features(&page.html).difference(&shown).count();
        // The first of equals: it is nearest to the front.
        let Some((at, most)) = pages
            .iter()
            .map(news)
            .enumerate()
            .rev()
            .max_by_key(|(_, news)| *news)
        else {
            break;
        };
        if most == 0 {
            break;
        }
        let page = pages.remove(at);
        shown.extend(features(&page.html));
        chosen.push(page);
    }
    chosen
}

/// The opening tags of a page, each with its classes only.
fn features(html: &str) -> BTreeSet<String> {
    html.split('<')
        .skip(1)
        .filter(|tag| tag.starts_with(|first: char| first.is_ascii_alphabetic()))
        .map(|tag| {
            let tag = tag.split('>').next().unwrap_or_default();
            let name = tag.split(char::is_whitespace).next().unwrap_or_default();
            format!("{name}.{}", attribute(tag, "class").unwrap_or_default())
        })
        .collect()
}

/// The kind of a page, by its address and what it holds.
fn kind(url: &str, html: &str) -> Kind {
    let Ok(url) = Url::parse(url) else {
        return Kind::NotFound;
    };
    let parts: Vec<&str> = url
        .path()
        .split('/')
        .filter(|part| !part.is_empty())
        .collect();
    match parts.as_slice() {
        [] => Kind::Front,
        _ if url.query().is_some_and(|query| query.contains("revision=")) => Kind::Revision,
        [.., "history"] => Kind::History,
        [.., "comment" | "notice" | "report" | "reply"] => Kind::Form,
        ["topics", _, ..] => Kind::Topic,
        ["people", _, ..] => Kind::Person,
        ["archive", _, _, _, _] => Kind::Past,
        ["archive", ..] => Kind::Archive,
        ["corrections"] => Kind::Corrections,
        ["imprint"] => Kind::Imprint,
        ["log"] => Kind::Log,
        ["trust"] => Kind::Trust,
        ["search"] => Kind::Search,
        _ if is_article(&parts, html) => Kind::Article,
        _ if links(html).filter(|link| is_dated(link)).count() >= LISTED_MIN => Kind::Section,
        _ => Kind::Standing,
    }
}

fn is_article(parts: &[&str], html: &str) -> bool {
    is_dated(&parts.join("/")) || html.contains("property=\"og:type\" content=\"article\"")
}

/// True for `…/2026/11/23/words` and `…/2026/11/words`, the usual forms of an article's address.
fn is_dated(path: &str) -> bool {
    let path = path.trim_matches('/');
    let parts: Vec<&str> = path.split('/').collect();
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let year = parts
        .iter()
        .position(|part| part.len() == 4 && digits(part));
    let Some([month, rest @ ..]) = year.and_then(|year| parts.get(year + 1..)) else {
        return false;
    };
    let is_words = |part: &str| !part.is_empty() && !digits(part);
    !path.starts_with("archive/")
        && month.len() == 2
        && digits(month)
        && match rest {
            [day, words] => day.len() == 2 && digits(day) && is_words(words),
            [words] => is_words(words),
            _ => false,
        }
}

/// The targets of all links in a source, those for programs included (feeds, style sheets, icons).
fn links(html: &str) -> impl Iterator<Item = String> {
    html.split('<').filter_map(|rest| {
        let tag = rest.split('>').next()?;
        let link = tag
            .strip_prefix("a ")
            .or_else(|| tag.strip_prefix("link "))?;
        Some(attribute(link, "href")?.replace("&amp;", "&"))
    })
}

/// Links within the page to a place that it does not have.
fn dead_anchors(url: &str, html: &str) -> Vec<(String, String)> {
    let has = |id: &str| {
        ["id=\"", "id="].iter().any(|start| {
            html.match_indices(&format!("{start}{id}"))
                .any(|(at, found)| html[at + found.len()..].starts_with(['"', ' ', '>']))
        })
    };
    let anchors = links(html).filter_map(|link| link.strip_prefix('#').map(str::to_owned));
    let dead: BTreeSet<String> = anchors.filter(|id| !id.is_empty() && !has(id)).collect();
    dead.into_iter()
        .map(|id| (url.to_owned(), format!("#{id}")))
        .collect()
}

/// The value of an attribute in a tag, with or without quotation marks.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (_, value) = tag.split_once(&format!("{name}="))?;
    match value.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => value.split(char::is_whitespace).next(),
    }
}

/// The absolute form of a link, without its fragment, if it stays on the host.
fn within(base: &str, link: &str) -> Option<String> {
    let base = Url::parse(base).ok()?;
    let mut url = base.join(link).ok()?;
    url.set_fragment(None);
    (url.origin() == base.origin()).then(|| url.to_string())
}

/// A host beside this one that is no title.
fn stranger(front: &str) -> Option<String> {
    let mut url = Url::parse(front).ok()?;
    url.set_host(Some("nobody.localhost")).ok()?;
    Some(url.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_that_is_not_on_the_page_is_a_dead_end() {
        let html = "<a href=\"#nota-1\">1</a> <a href=#top>up</a> <a href=\"#gone\">2</a> <p id=\"nota-12\">
            <li id=\"nota-1\"><header id=top class=x>";
        assert_eq!(
            dead_anchors("/a", html),
            [("/a".to_owned(), "#gone".to_owned())]
        );
    }

    #[test]
    fn addresses_tell_kinds() {
        let list = "<a href=\"/2026/11/23/one\">1</a><a class=x href=/2026/11/22/two>2</a>";
        let kinds: Vec<Kind> = [
            ("http://a.localhost/", ""),
            ("http://a.localhost/2026/11/23/ferry", ""),
            ("http://a.localhost/2026/11/ferry", ""),
            (
                "http://a.localhost/news/ferry",
                "<meta property=\"og:type\" content=\"article\">",
            ),
            ("http://a.localhost/2026/11/23/ferry/history", ""),
            ("http://a.localhost/2026/11/23/ferry?revision=1", ""),
            ("http://a.localhost/archive/2026/11/23", list),
            ("http://a.localhost/archive/2026/11/23/18-00", list),
            ("http://a.localhost/cronaca", list),
            (
                "http://a.localhost/privacy",
                "<a href=\"/2026/11/23/one\">1</a>",
            ),
        ]
        .into_iter()
        .map(|(url, html)| kind(url, html))
        .collect();
        assert_eq!(
            kinds,
            [
                Kind::Front,
                Kind::Article,
                Kind::Article,
                Kind::Article,
                Kind::History,
                Kind::Revision,
                Kind::Archive,
                Kind::Past,
                Kind::Section,
                Kind::Standing,
            ]
        );
    }

    #[test]
    fn a_limit_that_leaves_something_out_says_so() {
        let visits = (0..=OF_A_KIND_MAX).map(|number| Visit {
            kind: Kind::Article,
            url: number.to_string(),
            status: 200,
            html: format!("<p class=\"c{number}\">"),
        });
        let walk = Walk {
            visits: visits.collect(),
            broken: Vec::new(),
            full: true,
        };
        assert_eq!(walk.cut_off().len(), 2, "{:?}", walk.cut_off());
    }

    #[test]
    fn few_pages_show_every_element() {
        let page = |url: &str, html: &str| Visit {
            kind: Kind::Article,
            url: url.to_owned(),
            status: 200,
            html: html.to_owned(),
        };
        let walk = Walk {
            visits: vec![
                page("plain", "<p>one</p>"),
                page("rich", "<p>two</p><table class=\"figures\"></table>"),
                page("noted", "<p>three</p><aside class=correction></aside>"),
                page("plain too", "<p>four</p>"),
            ],
            broken: Vec::new(),
            full: false,
        };
        assert_eq!(walk.cut_off(), [""; 0]);
        let urls: Vec<&str> = walk
            .worth_a_look()
            .iter()
            .map(|visit| visit.url.as_str())
            .collect();
        assert_eq!(urls, ["rich", "noted"]);
    }
}
