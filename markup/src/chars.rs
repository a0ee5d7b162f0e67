//! Which characters a text is made of.
//!
//! Stored text has no control characters, no invisible marks that turn the reading direction round, and one
//! space where several were typed. Spaces of fixed width (`10 km` with U+00A0) are kept where they stand
//! alone, since typesetters put them there on purpose; pasted in rows they are noise.

use unicode_normalization::UnicodeNormalization;

/// A line of plain text as it is kept: NFC, no control characters, white space collapsed and trimmed.
pub fn line(s: &str) -> String {
    let mut out = String::with_capacity(s.len());
    let mut gap = Gap::default();
    for c in visible(s) {
        if c.is_whitespace() {
            gap.add(c);
            continue;
        }
        if let Some(space) = gap.take()
            && !out.is_empty()
        {
            out.push(space);
        }
        out.push(c);
    }
    nfc(&out)
}

/// Lines kept as typed: NFC, no control characters but tab and `\n`, no blank lines at either end.
pub(crate) fn lines(s: &str) -> String {
    let s = s.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = visible(&s)
        .filter(|c| matches!(c, '\t' | '\n') || !c.is_control())
        .collect();
    let all: Vec<&str> = kept.split('\n').collect();
    let blank = |line: &&str| line.trim().is_empty();
    let first = all
        .iter()
        .position(|line| !blank(line))
        .unwrap_or(all.len());
    let last = all
        .iter()
        .rposition(|line| !blank(line))
        .map_or(first, |i| i + 1);
    nfc(&all.get(first..last).unwrap_or_default().join("\n"))
}

pub(crate) fn nfc(s: &str) -> String {
    s.nfc().collect()
}

/// The characters that may stand in a text. White space passes, also line ends; whoever asks collapses it.
pub(crate) fn visible(s: &str) -> impl Iterator<Item = char> + '_ {
    let mut in_flag = false;
    s.chars().filter(move |&c| {
        let tag = matches!(c, '\u{E0020}'..='\u{E007F}');
        in_flag = c == '\u{1F3F4}' || (in_flag && tag);
        (!tag || in_flag) && !forbidden(c)
    })
}

fn forbidden(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c,
            '\u{00AD}' // soft hyphen, a leaving of word processors
            | '\u{200B}' | '\u{2060}' | '\u{FEFF}' // spaces of no width
            | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' // direction embeddings, overrides, isolates
            | '\u{206A}'..='\u{206F}' // deprecated format characters
            | '\u{FFF9}'..='\u{FFFB}' // interlinear annotation
            | '\u{E0001}' // language tag
            | '\u{FFFE}' | '\u{FFFF}')
}

/// White space between two words, while it is read.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Gap {
    chars: usize,
    first: char,
}

impl Gap {
    pub(crate) fn add(&mut self, c: char) {
        if self.chars == 0 {
            self.first = c;
        }
        self.chars += 1;
    }

    /// The one space to write for what was read, if anything was.
    pub(crate) fn take(&mut self) -> Option<char> {
        let gap = std::mem::take(self);
        match gap.chars {
            0 => None,
            1 if is_fixed_space(gap.first) => Some(gap.first),
            _ => Some(' '),
        }
    }
}

/// White space with a width or a meaning of its own, not produced by keyboards and line ends.
fn is_fixed_space(c: char) -> bool {
    matches!(
        c,
        '\u{00A0}' | '\u{2002}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
    )
}
