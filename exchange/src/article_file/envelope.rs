//! The file before its meaning: bytes to characters, front matter from body.

use super::problem::{Problems, Spot};

/// Largest article file read, bytes.
pub const FILE_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Largest front matter read, bytes. Texts of sources are pasted there, so it is ample.
pub const FRONT_BYTES_MAX: usize = 512 * 1024;

/// What a file's body is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// CommonMark with the house's forms.
    Markdown,
    /// HTML.
    Html,
}

/// The format by the file's name.
pub(super) fn format(name: &str, problems: &mut Problems) -> Option<Format> {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let ending = base
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("md" | "markdown" | "txt") => Some(Format::Markdown),
        Some("html" | "htm") => Some(Format::Html),
        _ => {
            problems.note(
                Spot::default(),
                "",
                "un articolo è un file .md (Markdown) o .html",
                "an article is a .md (Markdown) or .html file",
            );
            None
        }
    }
}

/// The characters of a file: UTF-8, with or without a mark at the beginning, line ends made `\n`.
pub(super) fn characters(bytes: &[u8], problems: &mut Problems) -> Option<String> {
    if bytes.len() > FILE_BYTES_MAX {
        let most = FILE_BYTES_MAX / 1024;
        problems.note(
            Spot::default(),
            "",
            format!("il file supera i {most} kB"),
            format!("the file is larger than {most} kB"),
        );
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if text.contains('\0') => {
            other_encoding(
                bytes,
                Spot {
                    line: line_of(text, text.find('\0').unwrap_or_default()),
                    column: 0,
                },
                problems,
            );
            None
        }
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').unwrap_or(text);
            Some(text.replace("\r\n", "\n").replace('\r', "\n"))
        }
        Err(error) => {
            let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = good.iter().filter(|b| **b == b'\n').count() + 1;
            let column = good
                .rsplit(|b| *b == b'\n')
                .next()
                .map_or(0, |last| String::from_utf8_lossy(last).chars().count())
                + 1;
            other_encoding(bytes, Spot { line, column }, problems);
            None
        }
    }
}

fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes()
        .iter()
        .take(at)
        .filter(|b| **b == b'\n')
        .count()
        + 1
}

/// Names the encoding the file most likely has.
fn other_encoding(bytes: &[u8], at: Spot, problems: &mut Problems) {
    let (it, en) = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => ("è in UTF-16", "it is UTF-16"),
        [b'%', b'P', b'D', b'F', ..] => ("è un PDF", "it is a PDF"),
        [b'P', b'K', 3, 4, ..] => (
            "è un archivio o un documento di un elaboratore di testi",
            "it is an archive or a word processor’s document",
        ),
        _ if bytes.contains(&0) => ("non è testo", "it is not text"),
        // 0x80–0x9F are letters and quotes in Windows-1252 and nothing in Latin-1.
        _ if bytes.iter().any(|b| (0x80..=0x9f).contains(b)) => {
            ("sembra Windows-1252", "it seems to be Windows-1252")
        }
        _ => (
            "sembra Latin-1 (ISO 8859-1)",
            "it seems to be Latin-1 (ISO 8859-1)",
        ),
    };
    problems.note(
        at,
        "",
        format!("il file non è in UTF-8: {it}; salvalo come UTF-8"),
        format!("the file is not UTF-8: {en}; save it as UTF-8"),
    );
}

/// A file cut in two.
#[derive(Debug, Default)]
pub(super) struct Parts<'a> {
    /// The YAML between the `---` lines; empty if there is none.
    pub(super) front: &'a str,
    /// Lines of the file before the YAML.
    pub(super) lines_before_front: usize,
    /// The rest.
    pub(super) body: &'a str,
    /// Lines of the file before the rest.
    pub(super) lines_before_body: usize,
    /// Whether there was front matter, though it be empty.
    pub(super) has_front: bool,
}

/// Divides front matter from body.
pub(super) fn divide<'a>(text: &'a str, problems: &mut Problems) -> Parts<'a> {
    let blank: usize = text
        .split_inclusive('\n')
        .take_while(|line| line.trim().is_empty())
        .map(str::len)
        .sum();
    let (before, rest) = text.split_at(blank);
    let lines_before = before.matches('\n').count();
    let mut lines = rest.split_inclusive('\n');
    let opening = lines.next().filter(|line| line.trim_end() == "---");
    let Some(opening) = opening else {
        return Parts {
            body: text,
            ..Parts::default()
        };
    };

    let mut end = opening.len();
    let mut count = 1;
    for line in lines {
        count += 1;
        if matches!(line.trim_end(), "---" | "...") {
            let front = rest.get(opening.len()..end).unwrap_or_default();
            let body = rest.get(end + line.len()..).unwrap_or_default();
            let parts = Parts {
                front,
                lines_before_front: lines_before + 1,
                body,
                lines_before_body: lines_before + count,
                has_front: true,
            };
            return within_limit(parts, problems);
        }
        end += line.len();
    }
    problems.note(
        Spot {
            line: lines_before + 1,
            column: 1,
        },
        "",
        "il front matter aperto qui con --- non si chiude: manca una seconda riga ---",
        "the front matter opened here with --- does not close: a second line --- is missing",
    );
    Parts {
        has_front: true,
        ..Parts::default()
    }
}

fn within_limit<'a>(mut parts: Parts<'a>, problems: &mut Problems) -> Parts<'a> {
    if parts.front.len() > FRONT_BYTES_MAX {
        let most = FRONT_BYTES_MAX / 1024;
        problems.note(
            Spot {
                line: parts.lines_before_front,
                column: 1,
            },
            "",
            format!("il front matter supera i {most} kB: accorcia i testi incollati delle fonti"),
            format!(
                "the front matter is larger than {most} kB: shorten the pasted texts of sources"
            ),
        );
        parts.front = "";
    }
    parts
}
