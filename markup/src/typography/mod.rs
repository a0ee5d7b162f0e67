//! Suggestions of a typesetter: quotation marks, apostrophes, accents, dashes, spaces.
//!
//! Suggestions only. Nothing here changes a text; an author sees each with its reason and takes it or not.
//! Italian and English are known; for other languages there are none, since every language sets its own way.
//! Addresses and names of mailboxes in the text are left alone.

mod italian;
mod signs;

/// How far back the beginning of a quotation in single marks is looked for, in characters.
const QUOTATION_CHARS_MAX: usize = 200;

/// A better way to set some characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// First character (Unicode scalar value), from 0.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// What stands there.
    pub old: String,
    /// What should.
    pub new: String,
    /// Why.
    pub why: Why,
}

/// Why something should be set otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// `'` is the sign of typewriters.
    Apostrophe,
    /// `"` is the sign of typewriters.
    Quotes,
    /// `E'` for `È`, `perche'` for `perché`.
    AccentTyped,
    /// `perchè` for `perché`, `pò` for `po’`.
    AccentWrong,
    /// `qual'è` for `qual è`.
    Elision,
    /// A hyphen where a dash is meant.
    Dash,
    /// A hyphen between two numbers.
    Range,
    /// A space before a comma or inside brackets.
    Space,
    /// Three full stops.
    Ellipsis,
}

impl Why {
    /// The reason in words, in Italian for `it`, otherwise in English.
    pub fn words(self, lang: &str) -> &'static str {
        let (it, en) = match self {
            Why::Apostrophe => ("apostrofo tipografico", "typographic apostrophe"),
            Why::Quotes => (
                "virgolette basse per le citazioni",
                "curved quotation marks",
            ),
            Why::AccentTyped => (
                "lettera accentata invece dell’apostrofo",
                "an accented letter, not an apostrophe",
            ),
            Why::AccentWrong => ("accento giusto", "the right accent"),
            Why::Elision => ("troncamento, senza apostrofo", "no apostrophe here"),
            Why::Dash => ("lineetta invece del trattino", "a dash, not a hyphen"),
            Why::Range => (
                "lineetta breve tra due numeri",
                "an en dash between two numbers",
            ),
            Why::Space => ("spazio di troppo", "a space too many"),
            Why::Ellipsis => (
                "puntini di sospensione in un segno",
                "one sign for an ellipsis",
            ),
        };
        if primary(lang) == "it" { it } else { en }
    }
}

fn primary(lang: &str) -> &str {
    lang.split(['-', '_']).next().unwrap_or_default()
}

/// What a typesetter would change in a text of this language (BCP 47), in order, without overlaps.
pub fn suggest(text: &str, lang: &str) -> Vec<Suggestion> {
    let chars: Vec<char> = text.chars().collect();
    let page = Page::new(&chars);
    let mut found = match primary(lang) {
        "it" => {
            let mut found = italian::words(&page);
            found.extend(signs::quotes(&page, ('«', '»')));
            found.extend(signs::dashes(&page, "–"));
            found.extend(signs::inside_guillemets(&page));
            found
        }
        "en" => {
            let mut found = signs::quotes(&page, ('“', '”'));
            found.extend(signs::dashes(&page, "—"));
            found.extend(signs::ranges(&page));
            found
        }
        _ => return Vec::new(),
    };
    found.extend(signs::apostrophes(&page));
    found.extend(signs::spaces(&page));
    found.extend(signs::ellipses(&page));
    found.retain(|s| s.old != s.new && !page.in_address(s.start, s.end));
    // The longer suggestion knows more: `perche'` before its apostrophe.
    found.sort_by_key(|s| (s.start, std::cmp::Reverse(s.end)));
    let mut end = 0;
    found.retain(|s| {
        let free = s.start >= end;
        if free {
            end = s.end;
        }
        free
    });
    found
}

/// The text with suggestions taken. They must be in order and of this text; others are passed over.
pub fn apply(text: &str, suggestions: &[Suggestion]) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for suggestion in suggestions {
        if let Some(before) = chars.get(at..suggestion.start)
            && suggestion.end <= chars.len()
            && suggestion.start <= suggestion.end
        {
            out.extend(before);
            out.push_str(&suggestion.new);
            at = suggestion.end;
        }
    }
    out.extend(chars.get(at..).unwrap_or_default());
    out
}

/// A text being looked at.
struct Page<'a> {
    chars: &'a [char],
    /// Stretches that are addresses.
    addresses: Vec<(usize, usize)>,
}

impl<'a> Page<'a> {
    fn new(chars: &'a [char]) -> Page<'a> {
        let mut addresses = Vec::new();
        let mut start = 0;
        for end in 0..=chars.len() {
            if chars.get(end).is_none_or(|c| c.is_whitespace()) {
                let word: String = chars.get(start..end).unwrap_or_default().iter().collect();
                if word.contains("://") || word.contains('@') || word.starts_with("www.") {
                    addresses.push((start, end));
                }
                start = end + 1;
            }
        }
        Page { chars, addresses }
    }

    fn in_address(&self, start: usize, end: usize) -> bool {
        // Addresses are in order and apart.
        let first = self.addresses.partition_point(|address| address.1 <= start);
        self.addresses
            .get(first)
            .is_some_and(|address| address.0 < end)
    }

    fn at(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    fn before(&self, at: usize) -> Option<char> {
        at.checked_sub(1).and_then(|before| self.at(before))
    }

    fn is_letter(&self, at: usize) -> bool {
        self.at(at).is_some_and(char::is_alphabetic)
    }

    fn slice(&self, start: usize, end: usize) -> String {
        self.chars
            .get(start..end)
            .unwrap_or_default()
            .iter()
            .collect()
    }

    fn suggest(&self, start: usize, end: usize, new: impl Into<String>, why: Why) -> Suggestion {
        Suggestion {
            start,
            end,
            old: self.slice(start, end),
            new: new.into(),
            why,
        }
    }

    /// Words with the apostrophe that ends them, if one does: start, end.
    fn words(&self) -> Vec<(usize, usize)> {
        let mut out = Vec::new();
        let mut at = 0;
        while at < self.chars.len() {
            let letters = self
                .chars
                .iter()
                .skip(at)
                .take_while(|c| c.is_alphabetic())
                .count();
            if letters == 0 {
                at += 1;
                continue;
            }
            let end = at + letters;
            let apostrophe =
                matches!(self.at(end), Some('\'' | '’' | '`' | '´')) && !self.is_letter(end + 1);
            out.push((at, end + usize::from(apostrophe)));
            at = end + 1;
        }
        out
    }
}
