//! A run of text as Markdown.

use super::escape::{destination, escape_into, is_plain_address};
use crate::body::Inline;
use crate::html::escape;

/// How a line break is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineEnd {
    /// A backslash and a new line.
    Lines,
    /// A tag: in tables and notes, where a new line would end the text.
    Tag,
}

/// Text being written; notes are gathered to be defined at the end of the document.
pub(super) struct Line<'n> {
    pub(super) out: String,
    notes: &'n mut Vec<String>,
    line_end: LineEnd,
    line_start: bool,
    after_bracket: bool,
}

/// Text as Markdown. `line_start`: it begins a line.
pub(super) fn write(
    text: &[Inline],
    line_start: bool,
    line_end: LineEnd,
    notes: &mut Vec<String>,
) -> String {
    let mut line = Line {
        out: String::new(),
        notes,
        line_end,
        line_start,
        after_bracket: false,
    };
    line.text(text, None);
    line.out
}

impl Line<'_> {
    /// `next`: the character that will follow, if it is known to be none of the text's end.
    fn text(&mut self, text: &[Inline], next: Option<char>) {
        for (at, inline) in text.iter().enumerate() {
            let next = text
                .get(at + 1)
                .map_or(next, |inline| Some(first_char(inline)));
            self.inline(inline, next);
        }
    }

    fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
        self.line_start = false;
        self.after_bracket = false;
    }

    fn escaped(&mut self, s: &str) {
        escape_into(s, self.line_start, self.after_bracket, &mut self.out);
        self.line_start = false;
        self.after_bracket = false;
    }

    fn inline(&mut self, inline: &Inline, next: Option<char>) {
        match inline {
            Inline::Text { s } => self.escaped(s),
            Inline::Strong { text } => self.marked(text, "**", "strong", next),
            Inline::Emphasis { text } => self.marked(text, "*", "em", next),
            Inline::Sub { text } => self.tagged(text, "<sub>", "</sub>"),
            Inline::Sup { text } => self.tagged(text, "<sup>", "</sup>"),
            Inline::Lang { lang, text } => self.tagged(
                text,
                &format!("<span lang=\"{}\">", escape(lang)),
                "</span>",
            ),
            Inline::Link { href, text } if is_plain_address(href) => {
                self.raw("[");
                self.text(text, Some(']'));
                self.raw(&format!("]({})", destination(href)));
            }
            Inline::Link { href, text } => {
                self.tagged(text, &format!("<a href=\"{}\">", attribute(href)), "</a>")
            }
            Inline::Code { s } => self.code(s),
            Inline::Note { text } => {
                let note = write(text, true, LineEnd::Tag, &mut Vec::new());
                self.notes.push(note);
                let name = self.notes.len();
                self.raw(&format!("[^{name}]"));
                self.after_bracket = true;
            }
            Inline::SourceRef { n } => {
                self.raw(&format!("[@{n}]"));
                self.after_bracket = true;
            }
            Inline::Break if self.line_end == LineEnd::Lines => {
                self.raw("\\\n");
                self.line_start = true;
            }
            Inline::Break => self.raw("<br>"),
        }
    }

    fn tagged(&mut self, text: &[Inline], open: &str, close: &str) {
        self.raw(open);
        self.text(text, Some('<'));
        self.raw(close);
    }

    /// Emphasis with asterisks where they are sure to be read as such, otherwise with tags.
    fn marked(&mut self, text: &[Inline], sign: &str, name: &str, next: Option<char>) {
        let before = if self.line_start {
            None
        } else {
            self.out.chars().next_back()
        };
        if can_be_marked(text, before, next) {
            self.raw(sign);
            self.text(text, Some('*'));
            self.raw(sign);
        } else {
            self.tagged(text, &format!("<{name}>"), &format!("</{name}>"));
        }
    }

    fn code(&mut self, s: &str) {
        if s.contains(['`', '|', '\\']) || self.out.ends_with('`') {
            self.raw("<code>");
            self.escaped(s);
            self.raw("</code>");
        } else {
            self.raw("`");
            self.raw(s);
            self.raw("`");
        }
    }
}

/// A value inside a tag, also where the tag stands in a table.
fn attribute(value: &str) -> String {
    escape(value).replace('|', "&#124;")
}

/// CommonMark's rules of left- and right-flanking runs, on the safe side.
fn can_be_marked(text: &[Inline], before: Option<char>, after: Option<char>) -> bool {
    let (Some(Inline::Text { s: start }), Some(Inline::Text { s: end })) =
        (text.first(), text.last())
    else {
        return false;
    };
    let (Some(first), Some(last)) = (start.chars().next(), end.chars().next_back()) else {
        return false;
    };
    let side = |inner: char, outer: Option<char>| match outer {
        None => true,
        Some(outer) if inner.is_alphanumeric() => {
            !outer.is_alphanumeric() && outer != '*' && outer != '\\'
        }
        Some(outer) => outer == ' ' || outer == '\n',
    };
    !first.is_whitespace() && !last.is_whitespace() && side(first, before) && side(last, after)
}

/// The character an inline will begin with; what is not known counts as a sign.
fn first_char(inline: &Inline) -> char {
    match inline {
        Inline::Text { s } => s.chars().next().unwrap_or('*'),
        Inline::Strong { .. } | Inline::Emphasis { .. } => '*',
        Inline::Link { .. } | Inline::Note { .. } | Inline::SourceRef { .. } => '[',
        Inline::Code { .. } => '`',
        Inline::Lang { .. } | Inline::Sub { .. } | Inline::Sup { .. } => '<',
        Inline::Break => '\n',
    }
}
