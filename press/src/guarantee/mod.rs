//! What stands on every page whatever the theme does: after a page is printed, each mandatory piece is looked for
//! where readers can see it, and put in where the theme forgot it.
//!
//! The page is read by an HTML5 parser (`seen`), so that a piece inside a comment, an attribute, a `hidden` element, a
//! closed `details`, a `progress`, beside a shadow root and the like counts as forgotten. What is put in is put in by the
//! page's tags (`tags`), and the page is read again; if a piece still cannot be seen, the theme does not print it.
//! Stylesheets cannot make the pieces vanish, move them out of the page or print them unreadably either: see
//! `theme::stylesheet` and `theme::plate`.

mod seen;
mod tags;

use crate::html::Html;
pub(crate) use seen::path_of;
use seen::{Piece, Seen};
use tags::{Tag, tags};

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
    pub(crate) times: Times,
}

/// How often a piece must be on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Times {
    /// This often.
    Always(usize),
    /// Once for each of these links (paths) that is on the page: what is said of a text belongs where it is linked.
    PerLink(Vec<String>),
}

impl Times {
    fn on(&self, page: &Seen) -> usize {
        match self {
            Times::Always(times) => *times,
            Times::PerLink(paths) => paths
                .iter()
                .filter(|path| page.links.contains(*path))
                .count(),
        }
    }
}

/// A page with all its duties done.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) page: String,
    /// Names of what the theme forgot.
    pub(crate) forgotten: Vec<&'static str>,
}

/// Whether a page of templates that hide nothing does all duties: its pieces stand somewhere in its text. Reading a page
/// as [`keep`] does takes as long as printing it.
pub(crate) fn at_a_glance(page: &str, duties: &[Duty], language: &str, direction: &str) -> bool {
    page.starts_with(&format!("<!doctype html>\n{}\n", root(language, direction)))
        && duties
            .iter()
            .filter(|duty| !duty.html.is_empty())
            .all(|duty| {
                let wanted = match &duty.times {
                    Times::Always(times) => *times,
                    Times::PerLink(paths) => paths.iter().filter(|path| linked(page, path)).count(),
                };
                page.matches(duty.html.as_str()).take(wanted).count() == wanted
            })
}

fn linked(page: &str, path: &str) -> bool {
    page.contains(&format!("href=\"{}", crate::html::escape(path)))
}

/// The tag a page begins with.
fn root(language: &str, direction: &str) -> String {
    format!(
        "<html lang=\"{}\" dir=\"{}\">",
        crate::html::escape(language),
        crate::html::escape(direction)
    )
}

/// What [`keep`] cannot mend, for the operator.
const DEPTH: &str = "end of its nested elements";
const LANGUAGE: &str = "language";

/// Does what the theme forgot. `Err` names a duty only a theme can do.
pub(crate) fn keep(
    mut page: String,
    duties: &[Duty],
    language: &str,
    direction: &str,
) -> Result<Kept, &'static str> {
    let mut forgotten = Vec::new();
    if !starts_with(&page, "<!doctype html>") {
        page.insert_str(0, "<!doctype html>\n");
        forgotten.push("doctype");
    }
    let duties: Vec<&Duty> = duties.iter().filter(|duty| !duty.html.is_empty()).collect();
    let first = look(&page, &duties)?;
    let spoken = (language.to_owned(), direction.to_owned());
    if first.tongue != spoken {
        set_language(&mut page, language, direction);
        forgotten.push(LANGUAGE);
    }
    let missing = missing(&first, &duties);
    for duty in &missing {
        let at = place(&page, duty.place).ok_or(duty.name)?;
        page.insert_str(at, duty.html.as_str());
        forgotten.push(duty.name);
    }
    if first.tongue != spoken || !missing.is_empty() {
        let again = look(&page, &duties)?;
        if let Some(duty) = self::missing(&again, &duties).first() {
            return Err(duty.name);
        }
        if again.tongue != spoken {
            return Err(LANGUAGE);
        }
    }
    Ok(Kept { page, forgotten })
}

fn look(page: &str, duties: &[&Duty]) -> Result<Seen, &'static str> {
    let pieces: Vec<Piece<'_>> = duties
        .iter()
        .map(|duty| Piece {
            html: duty.html.as_str(),
            head: duty.place == Place::Head,
        })
        .collect();
    seen::read(page, &pieces).ok_or(DEPTH)
}

/// The duties a page does not do.
fn missing<'a>(seen: &Seen, duties: &[&'a Duty]) -> Vec<&'a Duty> {
    duties
        .iter()
        .zip(&seen.times)
        .filter(|(duty, times)| **times < duty.times.on(seen))
        .map(|(duty, _)| *duty)
        .collect()
}

fn starts_with(page: &str, prefix: &str) -> bool {
    page.trim_start()
        .get(..prefix.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// Where in the page a missing piece goes.
fn place(page: &str, place: Place) -> Option<usize> {
    let after = |name: &str, closing: bool| {
        tags(page)
            .find(|tag| tag.is(name, closing))
            .map(|tag| tag.range.end)
    };
    match place {
        Place::Head => after("head", false),
        Place::BodyStart => after("body", false),
        Place::UnderHeadline => after("h1", true)
            .or_else(|| after("main", false))
            .or_else(|| after("body", false)),
        Place::BodyEnd => tags(page)
            .filter(|tag| tag.is("body", true))
            .last()
            .map(|tag: Tag<'_>| tag.range.start)
            .or(Some(page.len())),
        Place::Theme => None,
    }
}

/// Makes `<html>` say the page's language and direction.
fn set_language(page: &mut String, language: &str, direction: &str) {
    let wanted = root(language, direction);
    let tag = tags(page)
        .find(|tag| tag.is("html", false))
        .map(|tag| tag.range);
    match tag {
        Some(tag) => page.replace_range(tag, &wanted),
        None => {
            let after_doctype = page.find('>').map_or(0, |at| at + 1);
            page.insert_str(after_doctype, &wanted);
        }
    }
}
