//! The part of the file under the front matter.

use super::envelope::{Format, Parts};
use super::paths;
use super::problem::{Problems, Spot};
use markup::html::{Dropped, Limit, Limits, Read};
use markup::{Block, Body, Inline, plain};
use paper::words::HEADLINE_CHARS_MAX;

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub(super) body: Body,
    pub(super) dropped: Vec<Dropped>,
    /// The headline, if it was looked for and stands in the text.
    pub(super) headline: String,
}

/// Reads the body. With `wants_headline`, its first heading is the headline; in a file without front matter, where
/// there is no heading, the first line is.
pub(super) fn read(
    format: Format,
    parts: &Parts<'_>,
    wants_headline: bool,
    problems: &mut Problems,
) -> Text {
    let mut read = adapter(format, parts.body);
    let mut headline = None;
    if wants_headline {
        headline = read.take_heading();
        if headline.is_none() && !parts.has_front {
            headline = match format {
                Format::Markdown => first_line(parts.body).map(|(line, rest)| {
                    read = adapter(format, rest);
                    line
                }),
                Format::Html => first_paragraph(&mut read.body),
            };
        }
    }
    if let Some(over) = read.over {
        let (it, en) = beyond(over);
        problems.note(
            Spot {
                line: parts.lines_before_body + 1,
                column: 0,
            },
            "body",
            it,
            en,
        );
    }
    if format == Format::Html || !parts.has_front {
        // Pasted from a page: its pictures stay where they are.
        leave_pictures(&mut read, paths::is_elsewhere);
    }
    if parts.has_front {
        faulty_pictures(&read, format, parts, problems);
    } else {
        leave_pictures(&mut read, |file| paths::fault(file).is_some());
    }
    Text {
        body: read.body,
        dropped: read.dropped,
        headline: headline.unwrap_or_default(),
    }
}

/// Tells the pictures that no article file may show. The normaliser has left out those outside the folder.
fn faulty_pictures(read: &Read, format: Format, parts: &Parts<'_>, problems: &mut Problems) {
    let left_out = read
        .dropped
        .iter()
        .filter(|dropped| dropped.what == "picture")
        .map(|dropped| dropped.excerpt.clone())
        .filter(|file| format == Format::Markdown || !paths::is_elsewhere(file));
    for file in paths::of_body(&read.body).into_iter().chain(left_out) {
        if let Some((it, en)) = paths::fault(&file) {
            problems.note(spot_of(&file, parts), "body", it, en);
        }
    }
}

/// A page pasted as it stands on another site is read for its words; its pictures are left out and listed.
fn leave_pictures(read: &mut Read, which: impl Fn(&str) -> bool) {
    let faulty: Vec<String> = paths::of_body(&read.body)
        .into_iter()
        .filter(|file| which(file))
        .collect();
    let Some(first) = faulty.first() else { return };
    paths::leave_out(&mut read.body, &faulty);
    let count = u32::try_from(faulty.len()).unwrap_or(u32::MAX);
    match read
        .dropped
        .iter_mut()
        .find(|dropped| dropped.what == "picture")
    {
        Some(dropped) => dropped.count = dropped.count.saturating_add(count),
        None => read.dropped.push(Dropped {
            what: "picture".to_owned(),
            excerpt: super::problem::shown(first),
            count,
        }),
    }
}

fn adapter(format: Format, text: &str) -> Read {
    match format {
        Format::Markdown => markup::markdown::read(text),
        Format::Html => markup::html::read(text, Limits::default()),
    }
}

/// One line of Markdown as text with its marks; a line that is something else (a list, a heading) stays as typed.
pub(super) fn inline(line: &str) -> Vec<Inline> {
    if line.is_empty() {
        return Vec::new();
    }
    let mut blocks = adapter(Format::Markdown, line).body.blocks;
    match (blocks.pop(), blocks.is_empty()) {
        (Some(Block::Paragraph { text, lang: None }), true) => text,
        _ => vec![Inline::text(line)],
    }
}

/// The first line of a bare text and what follows it. Not a line so long that it is a paragraph, nor a list or picture.
fn first_line(text: &str) -> Option<(String, &str)> {
    let blank: usize = text
        .split_inclusive('\n')
        .take_while(|line| line.trim().is_empty())
        .map(str::len)
        .sum();
    let rest = text.get(blank..)?;
    let end = rest.find('\n').unwrap_or(rest.len());
    let (line, rest) = rest.split_at(end);
    let read = adapter(Format::Markdown, line);
    let [Block::Paragraph { text, .. }] = read.body.blocks.as_slice() else {
        return None;
    };
    let words = plain(text);
    (!words.is_empty() && words.chars().count() <= HEADLINE_CHARS_MAX).then_some((words, rest))
}

fn first_paragraph(body: &mut Body) -> Option<String> {
    let Some(Block::Paragraph { text, .. }) = body.blocks.first() else {
        return None;
    };
    let words = plain(text);
    let fits = !words.is_empty() && words.chars().count() <= HEADLINE_CHARS_MAX;
    fits.then(|| {
        body.blocks.remove(0);
        words
    })
}

fn beyond(limit: Limit) -> (&'static str, &'static str) {
    match limit {
        Limit::Depth => (
            "elenchi e citazioni sono uno dentro l’altro oltre il limite: semplifica la struttura",
            "lists and quotations are nested beyond the limit: make the structure simpler",
        ),
        Limit::Nodes => (
            "il testo ha troppi elementi per un articolo: dividilo",
            "the text has too many elements for an article: divide it",
        ),
        _ => (
            "il testo è più lungo di quanto un articolo possa essere: dividilo",
            "the text is longer than an article may be: divide it",
        ),
    }
}

/// Where a picture's path stands in the file; the beginning of the text if it was written another way.
fn spot_of(file: &str, parts: &Parts<'_>) -> Spot {
    for (number, line) in parts.body.lines().enumerate() {
        if let Some(at) = line.find(file).filter(|_| !file.is_empty()) {
            let column = line.get(..at).map_or(0, |before| before.chars().count()) + 1;
            return Spot {
                line: parts.lines_before_body + number + 1,
                column,
            };
        }
    }
    Spot {
        line: parts.lines_before_body + 1,
        column: 0,
    }
}
