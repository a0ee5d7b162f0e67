//! What a rule is, and how it speaks.

use super::finding::{Finding, Place, Severity};
use super::lang::{Both, Lang};
use super::text::Text;

/// What a rule must understand of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reads {
    /// Fields, pictures, links, runs of words: any language will do.
    Fields,
    /// Sentences, in Italian or English; of a text in another language the rule says nothing.
    Sentences,
}

/// One rule of the gate.
#[derive(Debug)]
pub struct Rule {
    /// Stable code.
    pub code: &'static str,
    /// Block or warning.
    pub severity: Severity,
    /// What it is about: a field of the article file, or `body`.
    pub subject: &'static str,
    /// When it is raised.
    pub what: Both,
    /// Why it matters.
    pub why: Both,
    /// What to do.
    pub remedy: Both,
    /// The convention, standard or law it follows.
    pub source: &'static str,
    /// What it must understand.
    pub reads: Reads,
    pub(crate) check: fn(&Text<'_>, &mut Desk<'_>),
}

/// Where a rule leaves what it finds.
pub(crate) struct Desk<'a> {
    pub(crate) rule: &'static Rule,
    pub(crate) messages: Lang,
    pub(crate) findings: &'a mut Vec<Finding>,
}

impl Desk<'_> {
    /// A finding with the rule's own remedy. The reason is the rule's.
    pub(crate) fn find(&mut self, places: Vec<Place>, it: String, en: String) {
        let remedy = self.rule.remedy;
        self.find_with(
            places,
            (it, en),
            (remedy.it.to_owned(), remedy.en.to_owned()),
        );
    }

    /// A finding with a remedy that names the thing.
    pub(crate) fn find_with(
        &mut self,
        places: Vec<Place>,
        what: (String, String),
        remedy: (String, String),
    ) {
        let (what, remedy) = match self.messages {
            Lang::It => (what.0, remedy.0),
            Lang::En => (what.1, remedy.1),
        };
        self.findings.push(Finding {
            code: self.rule.code,
            severity: self.rule.severity,
            places,
            message: format!("{what} {}", self.rule.why.get(self.messages)),
            remedy,
        });
    }

    /// A finding about a field that is empty: what the rule says is all there is to say.
    pub(crate) fn missing(&mut self, field: &str) {
        let what = self.rule.what;
        let place = super::text::place_of_field(field, "");
        self.find(vec![place], what.it.to_owned(), what.en.to_owned());
    }
}

/// A passage quoted in a message, shortened.
pub(crate) fn quoted(text: &str, lang: Lang) -> String {
    /// Longest quotation in a message, in characters.
    const QUOTED_CHARS: usize = 90;
    let text = text.trim();
    let mut short: String = text.chars().take(QUOTED_CHARS).collect();
    if short.len() < text.len() {
        short.truncate(short.rfind(' ').unwrap_or(short.len()));
        short.push('…');
    }
    match lang {
        Lang::It => format!("«{short}»"),
        Lang::En => format!("“{short}”"),
    }
}

/// [`quoted`] in both languages.
pub(crate) fn both_quoted(text: &str) -> (String, String) {
    (quoted(text, Lang::It), quoted(text, Lang::En))
}
