//! An article as a file: Markdown or HTML with YAML front matter.
//!
//! [`read`] takes a file apart into a [`Copy`] and what goes with it, or says everything that is wrong with it at
//! once, with line and column, in Italian and English. It does not judge whether the article may go out: a file
//! without front matter is read too, and the gate says what is missing. [`write`] makes a file of an article again.
//!
//! The fields are documented with an example in `docs/article-file.md`.

mod envelope;
mod front;
mod paths;
mod problem;
mod text;
mod tree;
mod values;
mod words;
mod writing;

pub use envelope::{FILE_BYTES_MAX, FRONT_BYTES_MAX, Format};
pub use front::FIELDS;
pub use problem::{PROBLEMS_MAX, Problem};
pub use writing::write;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use markup::html::Dropped;
use paper::copy::Copy;
use paper::gate::furniture;
use problem::Problems;

/// An article read from a file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ArticleFile {
    /// Everything the desk wrote. The `file` of pictures is the path in the article file; whoever stores the
    /// pictures puts their ids in its place.
    pub copy: Copy,
    /// Slug of the section it is filed for.
    pub section: Option<String>,
    /// The last part of its address, where the file asks for one.
    pub slug: Option<String>,
    /// When it was published, for articles that come from elsewhere.
    pub published: Option<Timestamp>,
    /// The article of which this is a translation: slug or id.
    pub translation_of: Option<String>,
    /// Relative paths of the pictures it shows, that at the head first, each once.
    pub pictures: Vec<String>,
    /// What of the body was left out because an article has no such thing (scripts, styles, handlers…).
    pub dropped: Vec<Dropped>,
    /// Whether the file has front matter: then its text is what somebody meant, line by line.
    pub declared: bool,
    /// Lines of page furniture taken out by [`ArticleFile::without_furniture`].
    pub set_aside: Vec<String>,
}

impl ArticleFile {
    /// A picture by its path, as the article shows it first.
    pub fn shown(&self, path: &str) -> Option<&markup::Picture> {
        let copy = &self.copy;
        let all = copy.picture.iter().chain(copy.body.pictures());
        all.into_iter().find(|picture| picture.file == path)
    }
}

impl ArticleFile {
    /// The article without what came along when its text was pasted from a page: follow and share lines, menus, the
    /// comment form, the footer. Only of a bare text: where there is front matter every line stays, and
    /// [`ArticleFile::seeming_furniture`] names those to look at. Checking and publishing both do this, so that both
    /// see the same text.
    pub fn without_furniture(mut self) -> ArticleFile {
        if self.declared {
            return self;
        }
        let body = std::mem::take(&mut self.copy.body);
        let (body, lines) = furniture::set_aside(body);
        self.copy.body = body;
        self.set_aside.extend(lines);
        self
    }

    /// Lines that read like page furniture and stay in the text.
    pub fn seeming_furniture(&self) -> Vec<String> {
        if self.declared {
            furniture::seeming(&self.copy.body)
        } else {
            Vec::new()
        }
    }
}

/// Reads an article file. Local times in it are told as problems, since no time zone is known; see [`read_in`].
///
/// # Errors
/// Every problem found, in the order of the file; at most [`PROBLEMS_MAX`].
pub fn read(name: &str, bytes: &[u8]) -> Result<ArticleFile, Vec<Problem>> {
    read_with(name, bytes, None)
}

/// Reads an article file whose local times (`2026-11-23 10:05`) are of `zone`.
///
/// # Errors
/// As [`read`].
pub fn read_in(name: &str, bytes: &[u8], zone: &TimeZone) -> Result<ArticleFile, Vec<Problem>> {
    read_with(name, bytes, Some(zone))
}

fn read_with(
    name: &str,
    bytes: &[u8],
    zone: Option<&TimeZone>,
) -> Result<ArticleFile, Vec<Problem>> {
    let mut problems = Problems::default();
    let format = envelope::format(name, &mut problems);
    let text = envelope::characters(bytes, &mut problems);
    if let (Some(format), Some(text)) = (format, text) {
        let file = read_text(format, &text, zone, &mut problems);
        if problems.is_empty() {
            return Ok(file);
        }
    }
    Err(problems.ordered())
}

fn read_text(
    format: Format,
    whole: &str,
    zone: Option<&TimeZone>,
    problems: &mut Problems,
) -> ArticleFile {
    let parts = envelope::divide(whole, problems);
    let map = tree::read(parts.front, parts.lines_before_front, problems);
    let mut front = front::read(&map, zone, problems);
    let mut body = text::read(format, &parts, front.copy.headline.is_empty(), problems);
    if front.copy.headline.is_empty() {
        front.copy.headline = std::mem::take(&mut body.headline);
    }
    front.copy.body = body.body;

    let mut pictures = Vec::new();
    if let Some(picture) = &front.copy.picture {
        paths::add(&picture.file, &mut pictures);
    }
    for file in paths::of_body(&front.copy.body) {
        paths::add(&file, &mut pictures);
    }
    ArticleFile {
        copy: front.copy,
        section: front.section,
        slug: front.slug,
        published: front.published,
        translation_of: front.translation_of,
        pictures,
        dropped: body.dropped,
        declared: parts.has_front,
        set_aside: Vec::new(),
    }
}
