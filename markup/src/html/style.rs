//! What an inline `style` attribute says about text: all that pasted documents use it for.

use crate::runs::{Height, Marks};

/// The declarations of a `style` attribute that concern text.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) strong: Option<bool>,
    pub(super) emphasis: Option<bool>,
    pub(super) height: Option<Height>,
    /// Not shown where it came from.
    pub(super) hidden: bool,
    /// Level of a word processor's list item, from 1.
    pub(super) list_level: Option<u8>,
    /// The bullet or number a word processor typed before a list item.
    pub(super) list_marker: bool,
}

impl Style {
    pub(super) fn read(style: &str) -> Style {
        let mut out = Style::default();
        let style = style.to_ascii_lowercase();
        for declaration in style.split(';') {
            if let Some((name, value)) = declaration.split_once(':') {
                out.declare(
                    name.trim(),
                    value.trim().trim_end_matches("!important").trim(),
                );
            }
        }
        out
    }

    fn declare(&mut self, name: &str, value: &str) {
        match (name, value) {
            ("font-weight", "bold" | "bolder") => self.strong = Some(true),
            ("font-weight", "normal" | "lighter") => self.strong = Some(false),
            ("font-weight", number) => {
                self.strong = number.parse::<u16>().ok().map(|weight| weight >= 600)
            }
            ("font-style", "normal") => self.emphasis = Some(false),
            ("font-style", "italic") => self.emphasis = Some(true),
            ("font-style", other) if other.starts_with("oblique") => self.emphasis = Some(true),
            ("vertical-align", "sub") => self.height = Some(Height::Sub),
            ("vertical-align", "super") => self.height = Some(Height::Sup),
            ("display", "none") | ("visibility", "hidden") | ("mso-hide", "all") => {
                self.hidden = true
            }
            ("mso-list", "ignore") => self.list_marker = true,
            ("mso-list", list) => {
                let level = list
                    .split_whitespace()
                    .find_map(|word| word.strip_prefix("level"));
                self.list_level = level.and_then(|level| level.parse().ok());
            }
            _ => {}
        }
    }

    pub(super) fn apply(&self, marks: &mut Marks) {
        marks.strong = self.strong.unwrap_or(marks.strong);
        marks.emphasis = self.emphasis.unwrap_or(marks.emphasis);
        marks.height = self.height.unwrap_or(marks.height);
    }
}
