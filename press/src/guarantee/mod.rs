//! What stands on every page whatever the theme does: after a page is printed, each mandatory piece is looked for
//! where readers can see it, and put in where the theme forgot it.
//!
//! A piece inside a comment, a `hidden` element, a closed `details`, a `template` and the like counts as forgotten.
//! Stylesheets cannot make the pieces vanish or move them out of the page either; what they still can is said in
//! `theme::stylesheet`.

use crate::html::Html;
use std::ops::Range;

/// Where a forgotten piece is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// First in `<head>`.
    Head,
    /// First in `<body>`.
    BodyStart,
    /// After the first `</h1>`.
    UnderHeadline,
    /// Last in `<body>`.
    BodyEnd,
    /// Nowhere: only the theme knows where, so the page is printed with a built-in theme instead.
    Theme,
}

/// Something a page must show.
#[derive(Debug, Clone)]
pub(crate) struct Duty {
    /// Its name, for the operator.
    pub(crate) name: &'static str,
    /// The whole element.
    pub(crate) html: Html,
    /// Where it goes if it is missing.
    pub(crate) place: Place,
    /// How often it must be there.
    pub(crate) times: usize,
}

/// A page with all its duties done.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) page: String,
    /// Names of what the theme forgot.
    pub(crate) forgotten: Vec<&'static str>,
}

/// Does what the theme forgot. `Err` names a duty only a theme can do.
pub(crate) fn keep(
    mut page: String,
    duties: &[Duty],
    language: &str,
    direction: &str,
) -> Result<Kept, &'static str> {
    let mut forgotten = Vec::new();
    if !starts_with(&page, "<!doctype html") {
        page.insert_str(0, "<!doctype html>\n");
        forgotten.push("doctype");
    }
    if set_language(&mut page, language, direction) {
        forgotten.push("language");
    }
    let unseen = unseen(&page);
    let mut missing = Vec::new();
    for duty in duties.iter().filter(|duty| !duty.html.is_empty()) {
        let seen = page
            .match_indices(duty.html.as_str())
            .filter(|(at, _)| !unseen.iter().any(|range| range.contains(at)))
            .count();
        if seen >= duty.times {
            continue;
        }
        if duty.place == Place::Theme {
            return Err(duty.name);
        }
        missing.push(duty);
    }
    for duty in &missing {
        let at = place(&page, duty.place).ok_or(duty.name)?;
        page.insert_str(at, duty.html.as_str());
        forgotten.push(duty.name);
    }
    Ok(Kept { page, forgotten })
}

fn starts_with(page: &str, prefix: &str) -> bool {
    page.trim_start()
        .get(..prefix.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// Where in the page a missing piece goes.
fn place(page: &str, place: Place) -> Option<usize> {
    let unseen = unseen(page);
    let after = |tag: &str| {
        page.match_indices(tag)
            .find(|(at, _)| !unseen.iter().any(|range| range.contains(at)))
            .and_then(|(at, _)| page.get(at..)?.find('>').map(|end| at + end + 1))
    };
    match place {
        Place::Head => after("<head"),
        Place::BodyStart => after("<body"),
        Place::UnderHeadline => after("</h1")
            .or_else(|| after("<main"))
            .or_else(|| after("<body")),
        Place::BodyEnd => page.rfind("</body").or(Some(page.len())),
        Place::Theme => None,
    }
}

/// Makes `<html>` say the page's language and direction. True where it had to.
fn set_language(page: &mut String, language: &str, direction: &str) -> bool {
    let wanted = format!(
        "<html lang=\"{}\" dir=\"{}\">",
        crate::html::escape(language),
        crate::html::escape(direction)
    );
    let tag = page.find("<html").and_then(|start| {
        page.get(start..)?
            .find('>')
            .map(|end| start..start + end + 1)
    });
    match tag {
        Some(tag) => {
            let found = page.get(tag.clone()).unwrap_or_default();
            let says = |attribute: &str| found.contains(attribute);
            let good = says(&format!(" lang=\"{}\"", crate::html::escape(language)))
                && says(&format!(" dir=\"{}\"", crate::html::escape(direction)));
            if !good {
                page.replace_range(tag, &wanted);
            }
            !good
        }
        None => {
            let after_doctype = page.find('>').map_or(0, |at| at + 1);
            page.insert_str(after_doctype, &wanted);
            true
        }
    }
}

/// Elements whose content readers do not see.
const UNSEEN_ELEMENTS: [&str; 20] = [
    "template",
    "noscript",
    "textarea",
    "title",
    "style",
    "script",
    "iframe",
    "select",
    "object",
    "dialog",
    "svg",
    "math",
    "noembed",
    "noframes",
    "xmp",
    "plaintext",
    "datalist",
    "audio",
    "video",
    "canvas",
];

/// The parts of a page readers do not see, as far as its markup says.
fn unseen(page: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(found) = page.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + found;
        let rest = page.get(start..).unwrap_or_default();
        if rest.starts_with("<!--") {
            let end = rest.find("-->").map_or(page.len(), |end| start + end + 3);
            out.push(start..end);
            at = end;
            continue;
        }
        let Some(tag) = Tag::read(rest) else {
            at = start + 1;
            continue;
        };
        let inside = start + tag.length;
        if tag.hides() {
            let end = end_of(page, inside, &tag.name);
            out.push(inside..end);
            at = end;
        } else {
            at = inside;
        }
    }
    out
}

/// Where the element ends whose content begins at `from`, counting elements of the same name inside it.
fn end_of(page: &str, from: usize, name: &str) -> usize {
    let (open, close) = (format!("<{name}"), format!("</{name}"));
    let mut depth = 1_usize;
    let mut at = from;
    while let Some(found) = page.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + found;
        let rest = page.get(start..).unwrap_or_default();
        let is = |tag: &str| {
            rest.get(..tag.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(tag))
        };
        if is(&close) {
            depth -= 1;
            if depth == 0 {
                return start;
            }
        } else if is(&open) {
            depth += 1;
        }
        at = start + 1;
    }
    page.len()
}

/// An opening tag.
struct Tag {
    name: String,
    attributes: String,
    length: usize,
}

impl Tag {
    /// Reads the opening tag at the start of `text`.
    fn read(text: &str) -> Option<Tag> {
        let inner = text.strip_prefix('<')?;
        let name_length = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '-')?;
        let name = inner.get(..name_length)?.to_ascii_lowercase();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let mut quote = None;
        for (at, c) in inner.char_indices().skip(name_length) {
            match (quote, c) {
                (None, '>') => {
                    return Some(Tag {
                        name,
                        attributes: inner.get(name_length..at)?.to_ascii_lowercase(),
                        length: at + 2,
                    });
                }
                (None, '"' | '\'') => quote = Some(c),
                (Some(open), c) if open == c => quote = None,
                _ => {}
            }
        }
        None
    }

    fn hides(&self) -> bool {
        UNSEEN_ELEMENTS.contains(&self.name.as_str())
            || (self.name == "details" && !self.has("open"))
            || ["hidden", "inert", "popover", "aria-hidden", "style"]
                .iter()
                .any(|attribute| self.has(attribute))
    }

    /// Whether the tag has an attribute of that name; names inside quoted values do not count.
    fn has(&self, wanted: &str) -> bool {
        let mut bare = String::with_capacity(self.attributes.len());
        let mut quote = None;
        for c in self.attributes.chars() {
            match (quote, c) {
                (None, '"' | '\'') => quote = Some(c),
                (Some(open), c) if open == c => quote = None,
                (Some(_), _) => {}
                (None, c) => bare.push(if c == '/' { ' ' } else { c }),
            }
        }
        bare.split_whitespace().any(|word| {
            word.trim_end_matches('=') == wanted || word.split('=').next() == Some(wanted)
        })
    }
}
