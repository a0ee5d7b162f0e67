//! Lines of text out of fields that may hold HTML.

use markup::html::Limits;

/// Plain words of a field: marks taken out, characters by name written out, blanks made one. One line.
pub(crate) fn line(html: &str) -> String {
    plain(html).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Plain words of a field, paragraphs divided by an empty line.
pub(crate) fn plain(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return html.trim().to_owned();
    }
    let limits = Limits {
        bytes: 512 * 1024,
        nodes: 20_000,
        chars: 100_000,
        ..Limits::default()
    };
    // Line breaks of comments are paragraphs or lines, as the former system showed them.
    let html = html
        .replace("\r\n", "\n")
        .replace("\n\n", "<p>")
        .replace('\n', "<br>");
    let read = markup::html::read(&html, limits);
    // Each line there is a paragraph or stands by itself.
    let text = read.body.plain_text();
    text.trim().replace('\n', "\n\n")
}

/// At most so many characters, ended at a word where that is near; whether something was cut.
pub(crate) fn cut(text: &str, chars_max: usize) -> (String, bool) {
    if text.chars().count() <= chars_max {
        return (text.to_owned(), false);
    }
    let head: String = text.chars().take(chars_max.saturating_sub(1)).collect();
    let at_word = head
        .rfind(char::is_whitespace)
        .filter(|at| *at > head.len() / 2)
        .unwrap_or(head.len());
    let kept = head.get(..at_word).unwrap_or(&head);
    (format!("{}…", kept.trim_end()), true)
}

/// A text in pieces of at most so many characters, divided at paragraphs, else at words.
pub(crate) fn pieces(text: &str, chars_max: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest: Vec<char> = text.chars().collect();
    while rest.len() > chars_max {
        let head = rest.get(..chars_max).unwrap_or_default();
        let half = chars_max / 2;
        let paragraph = head.windows(2).rposition(|pair| pair == ['\n', '\n']);
        let word = head.iter().rposition(|c| c.is_whitespace());
        let at = paragraph
            .filter(|at| *at > half)
            .or(word.filter(|at| *at > half))
            .unwrap_or(chars_max);
        let tail = rest.split_off(at);
        let piece: String = rest.iter().collect();
        pieces.push(piece.trim().to_owned());
        rest = tail;
    }
    let last: String = rest.iter().collect();
    if !last.trim().is_empty() || pieces.is_empty() {
        pieces.push(last.trim().to_owned());
    }
    pieces
}
