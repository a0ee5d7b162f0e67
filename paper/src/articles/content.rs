//! What readers see of an article: the content of a revision, and its canonical form `colophon/revision/1`.
//!
//! Everything visible is in here, as shown on the day; joins supply links only. The canonical form is RFC 8785
//! JSON of this structure with every string in NFC. It is pinned by golden files and never changes: a field
//! may be added only where its absence leaves old bytes as they were.

use crate::copy::{AiUse, BylineReason, Credit, Dateline, Kind, Source, Sponsor};
use jiff::Timestamp;
use markup::{Body, Picture};
use serde::{Deserialize, Serialize};

/// Name of the format, its first member and the domain of the commitment.
pub const FORMAT: &str = "colophon/revision/1";

/// Everything readers see of an article in one revision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// Always [`FORMAT`].
    pub format: String,
    /// The article's id, hyphenated.
    pub article: String,
    /// 1 for the first published revision.
    pub number: u32,
    /// Commitment of the revision before, hexadecimal; empty for the first.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub previous: String,
    /// Why this revision exists.
    pub class: Class,
    /// What readers are told about the change.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// When it went out.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub at: Timestamp,
    /// When the article first went out; never moves.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub first_published: Timestamp,
    /// Last change of substance.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub modified: Timestamp,
    /// Shown, withdrawn or killed.
    pub state: State,
    /// BCP 47.
    pub language: String,
    /// What kind of text it is.
    pub kind: Kind,
    /// *Titolo*.
    pub headline: String,
    /// *Occhiello*.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kicker: String,
    /// *Sommario*.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub standfirst: String,
    /// Names credited.
    pub byline: Vec<Credit>,
    /// Why none is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub byline_reason: Option<BylineReason>,
    /// Where and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dateline: Option<Dateline>,
    /// Sources as listed to readers: never their pasted text; a confidential one with the day of consent.
    pub sources: Vec<Source>,
    /// The newsroom was there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_reporting: Option<Dateline>,
    /// Use of artificial intelligence. `None` only where the gate was overridden.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ai: Option<AiUse>,
    /// What it was used for, or the title's standing declaration.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ai_note: String,
    /// The second reader, shown where the text was generated.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reviewer: String,
    /// Who paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sponsor: Option<Sponsor>,
    /// Recurring series.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub series: String,
    /// Rights line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rights: String,
    /// The picture at the head; `file` is the picture's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
    /// The text.
    pub body: Body,
    /// SHA-256 of each picture shown, by id.
    pub pictures: Vec<PictureHash>,
    /// Where it is placed and how it is called there, the original first.
    pub placements: Vec<Placed>,
    /// Statements of persons concerned (*rettifiche*), as they were sent, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<Statement>,
    /// What the law made us blank, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub redactions: Vec<RedactionNote>,
    /// Who answers for this revision, as readers are told. Empty in revisions older than this field.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub editor: String,
}

/// A picture's bytes, named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PictureHash {
    /// The picture's id.
    pub id: String,
    /// SHA-256 of the stored original, hexadecimal.
    pub sha256: String,
}

/// One placement as readers see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Placed {
    /// The title's id.
    pub title: String,
    /// The title's name on that day.
    pub title_name: String,
    /// The section's name on that day.
    pub section: String,
    /// The name of the section above it on that day, if there was one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub parent: String,
    /// Its own headline there, if it has one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub headline: String,
    /// Names of its topics there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
}

/// A statement of a person concerned, printed with the article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Who makes it.
    pub name: String,
    /// Plain text; an empty line divides paragraphs.
    pub text: String,
    /// When it was printed.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub at: Timestamp,
}

/// A lawful redaction as told to readers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RedactionNote {
    /// `legal` or `rights`.
    pub class: Class,
    /// Why.
    pub reason: String,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub at: Timestamp,
}

/// The class of a change (one word, the same in tables, files and pages).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// The first publication.
    First,
    /// Spelling, punctuation.
    Typo,
    /// Wording without change of meaning.
    Style,
    /// New facts.
    Update,
    /// Wrong facts mended; needs a note.
    Correction,
    /// Misleading words mended; needs a note.
    Clarification,
    /// Statement of a person concerned (*rettifica*).
    Reply,
    /// Taken away with a notice; needs a note.
    Withdrawal,
    /// Withdrawn for all receivers at once; needs a note.
    Kill,
    /// Shown again after a withdrawal.
    Restoration,
    /// Placed on, moved within or taken off a title.
    Placing,
    /// Words blanked by law or court.
    Legal,
    /// Words or picture blanked for somebody's rights.
    Rights,
}

impl Class {
    /// All classes.
    pub const ALL: [Class; 13] = [
        Class::First,
        Class::Typo,
        Class::Style,
        Class::Update,
        Class::Correction,
        Class::Clarification,
        Class::Reply,
        Class::Withdrawal,
        Class::Kill,
        Class::Restoration,
        Class::Placing,
        Class::Legal,
        Class::Rights,
    ];

    /// The word in tables, files and commands.
    pub fn word(self) -> &'static str {
        match self {
            Class::First => "first",
            Class::Typo => "typo",
            Class::Style => "style",
            Class::Update => "update",
            Class::Correction => "correction",
            Class::Clarification => "clarification",
            Class::Reply => "reply",
            Class::Withdrawal => "withdrawal",
            Class::Kill => "kill",
            Class::Restoration => "restoration",
            Class::Placing => "placing",
            Class::Legal => "legal",
            Class::Rights => "rights",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Class> {
        Class::ALL.into_iter().find(|class| class.word() == word)
    }

    /// A change of this class needs a note for readers.
    pub fn needs_note(self) -> bool {
        matches!(
            self,
            Class::Correction | Class::Clarification | Class::Withdrawal | Class::Kill
        )
    }

    /// A change of this class moves the modified date.
    pub fn moves_date(self) -> bool {
        matches!(
            self,
            Class::Update
                | Class::Correction
                | Class::Clarification
                | Class::Reply
                | Class::Withdrawal
                | Class::Kill
        )
    }

    /// A change of this class is told on the article and on the title's page of corrections.
    pub fn is_told(self) -> bool {
        self.moves_date() || matches!(self, Class::Restoration | Class::Legal | Class::Rights)
    }
}

/// What readers get at the article's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The article.
    Live,
    /// A notice with the reason (200).
    Withdrawn,
    /// A notice with the reason (410).
    Killed,
}

impl Content {
    /// Whether two contents show readers the same text: all but what a revision says of itself.
    pub fn reads_as(&self, other: &Content) -> bool {
        let frameless = |content: &Content| Content {
            number: 0,
            previous: String::new(),
            class: Class::First,
            note: String::new(),
            at: content.first_published,
            modified: content.first_published,
            redactions: Vec::new(),
            editor: String::new(),
            ..content.clone()
        };
        frameless(self) == frameless(other)
    }

    /// The same, with the headline readers met at the original's address: older records gave some originals one of their own.
    pub(crate) fn called_as_read(mut self) -> Content {
        if let Some(original) = self.placements.first_mut()
            && !original.headline.is_empty()
        {
            self.headline = std::mem::take(&mut original.headline);
        }
        self
    }

    /// What is left for readers of an article that was taken away: that it was there, its headline, dates, classes and notes.
    pub fn without_text(&self) -> Content {
        Content {
            kicker: String::new(),
            standfirst: String::new(),
            dateline: None,
            sources: Vec::new(),
            own_reporting: None,
            ai_note: String::new(),
            picture: None,
            body: Body::default(),
            pictures: Vec::new(),
            statements: Vec::new(),
            ..self.clone()
        }
    }
}
