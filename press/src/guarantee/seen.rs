//! What readers see of a page, as far as its markup says. The page is read once by the parser browsers' rules are written
//! for; a piece counts where it is an element of the page, and all elements around it are of kinds that show what is in
//! them.

use super::tags;
use scraper::node::Element;
use scraper::{Html, Node};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Elements within each other beyond which a page is not read: the parser's time grows with them.
const DEPTH_MAX: usize = 512;

/// Elements that show what is in them. A list of what hides would miss what browsers learn next.
const SHOWING: [&str; 66] = [
    "html",
    "body",
    "main",
    "header",
    "footer",
    "nav",
    "section",
    "article",
    "aside",
    "div",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hgroup",
    "address",
    "blockquote",
    "figure",
    "figcaption",
    "ul",
    "ol",
    "menu",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
    "form",
    "fieldset",
    "legend",
    "search",
    "label",
    "details",
    "summary",
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "cite",
    "code",
    "del",
    "dfn",
    "em",
    "i",
    "ins",
    "mark",
    "pre",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
];
/// Attributes that hide an element or may.
const HIDING: [&str; 5] = ["hidden", "inert", "popover", "aria-hidden", "style"];

/// A page as it is read.
pub(super) struct Seen {
    /// How often each piece asked for is seen, in the order asked.
    pub(super) times: Vec<usize>,
    /// Where the page's links lead: paths, without host, query and fragment.
    pub(super) links: BTreeSet<String>,
    /// `lang` and `dir` of the page.
    pub(super) tongue: (String, String),
}

/// A piece to look for.
pub(super) struct Piece<'a> {
    /// The whole element.
    pub(super) html: &'a str,
    /// It belongs into the head, where nothing is shown.
    pub(super) head: bool,
}

/// Reads a page and looks for pieces in it. `None` where it nests too deep to be read.
pub(super) fn read(page: &str, pieces: &[Piece<'_>]) -> Option<Seen> {
    if tags::depth(page) > DEPTH_MAX {
        return None;
    }
    let mut places: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (number, piece) in pieces.iter().enumerate() {
        for (at, _) in page.match_indices(piece.html) {
            places.entry(at).or_default().push(number);
        }
    }
    // A name no page can hold, since it is made from all of it.
    let mark = format!("data-{}", hex::encode(&Sha256::digest(page)[..8]));
    let tree = Html::parse_document(&marked(page, &places, &mark));
    let places: Vec<Vec<usize>> = places.into_values().collect();
    let mut seen = Seen {
        times: vec![0; pieces.len()],
        links: BTreeSet::new(),
        tongue: (String::new(), String::new()),
    };
    let hosts = shadow_hosts(&tree);
    for node in tree.tree.nodes() {
        let Node::Element(element) = node.value() else {
            continue;
        };
        if element.name() == "html" {
            let say = |name| element.attr(name).unwrap_or_default().to_owned();
            seen.tongue = (say("lang"), say("dir"));
        }
        if let Some(path) = element.attr("href").filter(|_| element.name() == "a") {
            seen.links.insert(path_of(path).to_owned());
        }
        let Some(at) = element.attr(&mark).and_then(|at| at.parse::<usize>().ok()) else {
            continue;
        };
        let above: Vec<&Element> = node
            .ancestors()
            .filter_map(|node| node.value().as_element())
            .collect();
        let in_head = matches!(above.as_slice(), [head, html] if head.name() == "head" && html.name() == "html");
        let shown = above.iter().all(|element| shows(element))
            && above.iter().any(|element| element.name() == "body")
            && !hides(element)
            && !node
                .descendants()
                .any(|inner| inner.value().as_element().is_some_and(stole_in))
            && !node.ancestors().any(|node| hosts.contains(&node.id()));
        for number in places.get(at).into_iter().flatten() {
            let wanted = pieces
                .get(*number)
                .is_some_and(|piece| if piece.head { in_head } else { shown });
            if let (true, Some(times)) = (wanted, seen.times.get_mut(*number)) {
                *times += 1;
            }
        }
    }
    Some(seen)
}

/// The page with a mark in the first tag of each piece.
fn marked(page: &str, places: &BTreeMap<usize, Vec<usize>>, mark: &str) -> String {
    let mut out = String::with_capacity(page.len() + places.len() * (mark.len() + 8));
    let mut from = 0;
    for (number, at) in places.keys().enumerate() {
        let tag = page.get(*at..).unwrap_or_default();
        let name = tag
            .find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'))
            .unwrap_or(tag.len());
        out.push_str(page.get(from..at + name).unwrap_or_default());
        out.push_str(&format!(" {mark}=\"{number}\""));
        from = at + name;
    }
    out.push_str(page.get(from..).unwrap_or_default());
    out
}

/// Elements whose own content is not shown, since a tree stands in its place (declarative shadow root).
fn shadow_hosts(tree: &Html) -> BTreeSet<ego_tree::NodeId> {
    let roots = tree.tree.nodes().filter(|node| {
        node.value().as_element().is_some_and(|element| {
            element.name() == "template" && element.attr("shadowrootmode").is_some()
        })
    });
    roots.filter_map(|node| Some(node.parent()?.id())).collect()
}

/// Whether readers see what is in an element.
fn shows(element: &Element) -> bool {
    SHOWING.contains(&element.name())
        && !hides(element)
        && (element.name() != "details" || element.attr("open").is_some())
}

/// Whether an element inside a piece was begun outside it: a browser goes on with formatting that was left open. What
/// the house makes has none that hides, and none of the kinds that only set a colour or a size.
fn stole_in(element: &Element) -> bool {
    match element.name() {
        "font" | "big" | "tt" | "nobr" | "strike" => true,
        "a" | "b" | "code" | "em" | "i" | "s" | "small" | "strong" | "u" => hides(element),
        _ => false,
    }
}

fn hides(element: &Element) -> bool {
    HIDING
        .iter()
        .any(|attribute| element.attr(attribute).is_some())
}

/// The path of an address.
pub(crate) fn path_of(address: &str) -> &str {
    let address = address.trim();
    let rest = match address.split_once("//") {
        Some((scheme, rest)) if scheme.is_empty() || scheme.ends_with(':') => {
            rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/")
        }
        _ => address,
    };
    rest.split(['?', '#']).next().unwrap_or_default()
}
