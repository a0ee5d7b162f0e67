//! A body as Markdown that reads back to the same body.
//!
//! What the special forms cannot say (a table's caption, a picture's caption with a link in it) is written as
//! one line of HTML, which the normaliser reads as exactly.

use super::escape::{destination, is_dash, is_plain_address, title};
use super::inline::{self, LineEnd};
use crate::body::{Block, Body, Inline, Picture};
use crate::html;

/// A canonical body as Markdown, with a new line at the end.
pub fn write(body: &Body) -> String {
    let mut writer = Writer::default();
    let mut parts = vec![writer.blocks(&body.blocks)];
    for (at, note) in writer.notes.iter().enumerate() {
        parts.push(format!("[^{}]: {note}", at + 1));
    }
    parts.retain(|part| !part.is_empty());
    let mut out = parts.join("\n\n");
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

#[derive(Default)]
struct Writer {
    notes: Vec<String>,
}

impl Writer {
    fn blocks(&mut self, blocks: &[Block]) -> String {
        let texts: Vec<String> = blocks.iter().map(|block| self.block(block)).collect();
        texts.join("\n\n")
    }

    fn block(&mut self, block: &Block) -> String {
        let written = match block {
            Block::Paragraph { text, lang: None } => Some(self.lines(text)),
            Block::Paragraph {
                text,
                lang: Some(lang),
            } => {
                let open = format!("<span lang=\"{}\">", html::escape(lang));
                Some(
                    open + &inline::write(text, false, LineEnd::Lines, &mut self.notes) + "</span>",
                )
            }
            Block::Crosshead { level, text } => {
                let sign = if *level == 2 { "##" } else { "###" };
                Some(format!("{sign} {}", self.line(text)))
            }
            Block::List { ordered, items } => Some(self.list(*ordered, items)),
            Block::Quote { blocks, cite } => self.quote(blocks, cite),
            Block::Pull { text, cite } => self.pull(text, cite),
            Block::Figure(picture) => image(picture),
            Block::Gallery { pictures } => {
                let images: Option<Vec<String>> = pictures.iter().map(image).collect();
                images.map(|images| images.join("\n"))
            }
            Block::Table {
                caption,
                head,
                rows,
            } if caption.is_empty() && !head.is_empty() => Some(self.table(head, rows)),
            Block::Table { .. } => None,
            Block::Aside { title, blocks } => {
                let inside = format!("[!aside] {}\n\n{}", self.line(title), self.blocks(blocks));
                Some(quoted(&inside))
            }
            Block::Rule => Some("---".to_owned()),
            Block::Code { text, lang } => Some(fenced(text, lang.as_deref().unwrap_or_default())),
            Block::Embed { url, title } => Some(format!("> [!embed] {url} {title}")),
            Block::Entry { at, title, by, key } => {
                let form = if *key { "key" } else { "entry" };
                let head = format!("> [!{form}] {at} {title}");
                Some(match by.is_empty() {
                    true => head.trim_end().to_owned(),
                    false => format!("{}\n> — {}", head.trim_end(), by.join(", ")),
                })
            }
        };
        written.unwrap_or_else(|| as_html(block))
    }

    /// A paragraph's text, at the beginning of a line.
    fn lines(&mut self, text: &[Inline]) -> String {
        inline::write(text, true, LineEnd::Lines, &mut self.notes)
    }

    /// Text after something on the same line, without line ends.
    fn line(&mut self, text: &[Inline]) -> String {
        inline::write(text, false, LineEnd::Tag, &mut self.notes)
    }

    fn list(&mut self, ordered: bool, items: &[Vec<Block>]) -> String {
        let mut out = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let sign = if ordered {
                format!("{}. ", at + 1)
            } else {
                "- ".to_owned()
            };
            let mut text = String::new();
            for (at, block) in item.iter().enumerate() {
                match (at, block) {
                    (0, _) => {}
                    (1, Block::List { .. }) => text.push('\n'),
                    _ => text.push_str("\n\n"),
                }
                text.push_str(&self.block(block));
            }
            let indent = " ".repeat(sign.len());
            out.push(sign + &text.replace('\n', &format!("\n{indent}")));
        }
        out.join("\n")
    }

    /// `None` where a line of the quotation itself would be taken for the speaker's name.
    fn quote(&mut self, blocks: &[Block], cite: &[Inline]) -> Option<String> {
        if cite.is_empty()
            && let Some(Block::Paragraph { text, .. }) = blocks.last()
            && (has_dashed_line(text) || (blocks.len() > 1 && begins_with_dash(text)))
        {
            return None;
        }
        let mut inside = self.blocks(blocks);
        if !cite.is_empty() {
            inside = format!("{inside}\n\n— {}", self.line(cite));
        }
        Some(quoted(&inside))
    }

    fn pull(&mut self, text: &[Inline], cite: &[Inline]) -> Option<String> {
        if cite.is_empty() && has_dashed_line(text) {
            return None;
        }
        let words = inline::write(text, false, LineEnd::Lines, &mut self.notes);
        let mut inside = format!("[!pull] {words}");
        if !cite.is_empty() {
            inside = format!("{inside}\n— {}", self.line(cite));
        }
        Some(quoted(&inside))
    }

    fn table(&mut self, head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> String {
        let mut lines = vec![self.row(head), format!("|{}", " --- |".repeat(head.len()))];
        lines.extend(rows.iter().map(|row| self.row(row)));
        lines.join("\n")
    }

    fn row(&mut self, cells: &[Vec<Inline>]) -> String {
        let cells: Vec<String> = cells.iter().map(|cell| self.line(cell)).collect();
        format!("| {} |", cells.join(" | "))
    }
}

/// The block as one line of HTML; a new line inside code is written as a reference.
fn as_html(block: &Block) -> String {
    let body = Body {
        blocks: vec![block.clone()],
        ..Body::default()
    };
    html::exchange(&body).replace('\n', "&#10;")
}

fn quoted(text: &str) -> String {
    let lines = text.split('\n').map(|line| match line.is_empty() {
        true => ">".to_owned(),
        false => format!("> {line}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn begins_with_dash(text: &[Inline]) -> bool {
    crate::plain(text).starts_with(is_dash)
}

/// A line after the first begins with a dash.
fn has_dashed_line(text: &[Inline]) -> bool {
    crate::plain(text)
        .split('\n')
        .skip(1)
        .any(|line| line.starts_with(is_dash))
}

fn fenced(text: &str, lang: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{lang}\n{text}\n{fence}")
}

/// A picture as an image with its words in the title, if they fit there.
fn image(picture: &Picture) -> Option<String> {
    let caption = match picture.caption.as_slice() {
        [] => "",
        [Inline::Text { s }] => s.as_str(),
        _ => return None,
    };
    let mut parts = vec![
        caption,
        &picture.credit,
        &picture.licence,
        &picture.source_type,
    ];
    let absolute = picture.file.starts_with("http:") || picture.file.starts_with("https:");
    if picture.described_by_caption
        || parts.iter().any(|part| part.contains('|'))
        || (absolute && !is_plain_address(&picture.file))
    {
        return None;
    }
    while parts.last().is_some_and(|part| part.is_empty()) {
        parts.pop();
    }
    let words = match parts.is_empty() {
        true => String::new(),
        false => format!(" \"{}\"", title(&parts.join(" | "))),
    };
    let alt = inline::write(
        &[Inline::text(&picture.alt)],
        false,
        LineEnd::Tag,
        &mut Vec::new(),
    );
    let file = destination(&html::encode_path(&picture.file));
    Some(format!("![{alt}]({file}{words})"))
}
