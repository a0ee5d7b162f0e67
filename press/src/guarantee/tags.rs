//! The tags of a page in its source text, by place: where something can be put in. What stands in a comment, in the
//! value of an attribute or in an element whose content is text is no tag.
//!
//! This is less than a parser: it does not know which elements are open. What it finds is tried, and the page is then
//! read by a whole parser (`seen`).

use std::ops::Range;

/// Elements whose content is text to a browser.
const TEXT_ONLY: [&str; 9] = [
    "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript",
];
/// Elements that need no end tag: many of them do not nest.
const CLOSE_THEMSELVES: [&str; 24] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option",
];

/// A tag in the text of a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// In lower case where it matters: compare without regard to case.
    pub(super) name: &'a str,
    /// It ends an element.
    pub(super) closing: bool,
    /// Where it stands, with its brackets.
    pub(super) range: Range<usize>,
}

impl Tag<'_> {
    /// Whether it begins (or, with `closing`, ends) an element of this name.
    pub(super) fn is(&self, name: &str, closing: bool) -> bool {
        self.closing == closing && self.name.eq_ignore_ascii_case(name)
    }
}

/// The tags of a page in their order.
pub(super) fn tags(page: &str) -> Tags<'_> {
    Tags { page, at: 0 }
}

/// Goes through a page.
pub(super) struct Tags<'a> {
    page: &'a str,
    at: usize,
}

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        loop {
            let start = self.at + self.page.get(self.at..)?.find('<')?;
            let rest = self.page.get(start..)?;
            if rest.starts_with("<!") || rest.starts_with("<?") {
                self.at = start + aside(rest);
                continue;
            }
            let closing = rest.starts_with("</");
            let from = if closing { 2 } else { 1 };
            let Some(length) = name_length(rest.get(from..)?) else {
                self.at = start + 1;
                continue;
            };
            let name = rest.get(from..from + length)?;
            let end = start + end_of_tag(rest, from + length)?;
            self.at = end;
            if !closing && TEXT_ONLY.iter().any(|text| name.eq_ignore_ascii_case(text)) {
                self.at = end + end_of_text(self.page.get(end..)?, name);
            }
            return Some(Tag {
                name,
                closing,
                range: start..end,
            });
        }
    }
}

/// Most elements within each other a page has, as far as its tags say.
pub(super) fn depth(page: &str) -> usize {
    let (mut open, mut most) = (0_usize, 0);
    for tag in tags(page) {
        if CLOSE_THEMSELVES
            .iter()
            .any(|name| tag.name.eq_ignore_ascii_case(name))
        {
            continue;
        }
        open = if tag.closing {
            open.saturating_sub(1)
        } else {
            open + 1
        };
        most = most.max(open);
    }
    most
}

/// Bytes of a comment, doctype or the like at the start of a text.
fn aside(text: &str) -> usize {
    let Some(comment) = text.strip_prefix("<!--") else {
        return text.find('>').map_or(text.len(), |end| end + 1);
    };
    for empty in [">", "->"] {
        if comment.starts_with(empty) {
            return "<!--".len() + empty.len();
        }
    }
    let ends = ["-->", "--!>"].into_iter().filter_map(|end| {
        let at = comment.find(end)?;
        Some("<!--".len() + at + end.len())
    });
    ends.min().unwrap_or(text.len())
}

/// Bytes of the name at the start of a text, `None` if none begins there.
fn name_length(text: &str) -> Option<usize> {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        .then(|| {
            text.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'))
                .unwrap_or(text.len())
        })
}

/// Where the tag at the start of a text ends, its attributes beginning at `from`. A quote counts after `=` only.
fn end_of_tag(text: &str, from: usize) -> Option<usize> {
    let (mut quote, mut last) = (None, ' ');
    for (at, c) in text.get(from..)?.char_indices() {
        match quote {
            Some(open) if open == c => quote = None,
            Some(_) => {}
            None if c == '>' => return Some(from + at + 1),
            None if matches!(c, '"' | '\'') && last == '=' => quote = Some(c),
            None => {}
        }
        if !c.is_ascii_whitespace() {
            last = c;
        }
    }
    None
}

/// Bytes of the text of an element up to its end tag.
fn end_of_text(text: &str, name: &str) -> usize {
    text.match_indices("</")
        .map(|(at, _)| at)
        .find(|at| {
            let after = text.get(at + 2..).unwrap_or_default();
            after
                .get(..name.len())
                .is_some_and(|found| found.eq_ignore_ascii_case(name))
                && after.get(name.len()..).is_some_and(|end| {
                    end.starts_with(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'))
                })
        })
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(page: &str) -> Vec<String> {
        tags(page)
            .map(|tag| format!("{}{}", if tag.closing { "/" } else { "" }, tag.name))
            .collect()
    }

    #[test]
    fn a_tag_is_what_a_browser_takes_for_one() {
        let page = "<!doctype html><html><!-- </body> --><div title='</h1>' a=\"x>\" b'><h1>1 < 2</h1>\
                    <title></h1></title><textarea></body></textarea x><!--></body>";
        assert_eq!(
            names(page),
            [
                "html",
                "div",
                "h1",
                "/h1",
                "title",
                "/title",
                "textarea",
                "/textarea",
                "/body"
            ]
        );
    }

    #[test]
    fn depth_counts_what_nests() {
        assert_eq!(
            depth("<div><p><p><p><br><span>x</span></div><div></div>"),
            2
        );
    }
}
