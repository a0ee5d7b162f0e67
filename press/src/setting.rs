//! What every piece of a page needs to know: the title it is printed for, its words, its calendar.

use crate::calendar::Calendar;
use crate::words::{Tongue, Words};
use paper::reading::facts::TitleFacts;

/// The title a page is printed for, with its language and its clock.
#[derive(Debug, Clone)]
pub(crate) struct Setting<'a> {
    pub(crate) title: &'a TitleFacts,
    pub(crate) words: &'static Words,
    pub(crate) calendar: Calendar,
}

impl<'a> Setting<'a> {
    pub(crate) fn new(title: &'a TitleFacts) -> Setting<'a> {
        let words = Words::of(Tongue::of(&title.language));
        Setting {
            title,
            words,
            calendar: Calendar::new(&title.zone, words),
        }
    }

    pub(crate) fn say(&self, key: &str) -> String {
        self.words.say(key)
    }

    /// The address of something on this title, made absolute; an absolute one stays as it is.
    pub(crate) fn absolute(&self, href: &str) -> String {
        if href.starts_with('/') {
            format!("{}{href}", self.title.base_url)
        } else {
            href.to_owned()
        }
    }

    /// `lang="…"` where a text is not in the title's language, else nothing.
    pub(crate) fn foreign<'b>(&self, language: &'b str) -> Option<&'b str> {
        (!language.is_empty() && !language.eq_ignore_ascii_case(&self.title.language))
            .then_some(language)
    }
}

/// Writing direction of a BCP 47 language.
pub(crate) fn direction(language: &str) -> &'static str {
    let primary = language
        .split(['-', '_'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    match primary.as_str() {
        "ar" | "arc" | "ckb" | "dv" | "fa" | "he" | "ks" | "ps" | "sd" | "ug" | "ur" | "yi" => {
            "rtl"
        }
        _ => "ltr",
    }
}
