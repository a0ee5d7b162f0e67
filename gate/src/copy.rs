//! The copy: what a desk works on before it goes out, and what the gate reads.
//!
//! A draft is a [`Copy`] as JSON. Nothing in it is checked for completeness here: a reporter may save a copy
//! without a headline. The gate says what is missing; publishing turns a copy into an immutable revision.

use jiff::Timestamp;
use jiff::civil::Date;
use markup::{Body, Picture};
use serde::{Deserialize, Serialize};

/// Everything a desk writes about one article.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Copy {
    /// BCP 47 language of the text; empty means the title's.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// What kind of text this is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// *Titolo*.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub headline: String,
    /// *Occhiello*.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kicker: String,
    /// *Sommario*.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub standfirst: String,
    /// The text.
    pub body: Body,
    /// Who is credited, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub byline: Vec<Credit>,
    /// Why nobody is credited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub byline_reason: Option<BylineReason>,
    /// Where and when (*luogo e data*).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dateline: Option<Dateline>,
    /// What the facts rest on, numbered from 1 in this order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
    /// The newsroom was there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_reporting: Option<Dateline>,
    /// Use of artificial intelligence, once somebody has said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ai: Option<AiUse>,
    /// What it was used for.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub ai_note: String,
    /// The second reader.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reviewer: String,
    /// Who paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sponsor: Option<Sponsor>,
    /// Name of the recurring series (weather, listings).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub series: String,
    /// Rights line.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub rights: String,
    /// The picture at the head of the article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
    /// Slugs of topics of the title it is filed for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// Note to the desk, never shown to readers (*nota alla redazione*).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub desk_note: String,
    /// Not before this instant, on any door.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub embargo: Option<Timestamp>,
}

impl Copy {
    /// A dateline that names a place but no day is of the day the copy was filed.
    pub fn dated_by_filing(mut self, day: Date) -> Copy {
        if let Some(dateline) = &mut self.dateline {
            dateline.date.get_or_insert(day);
        }
        self
    }
}

/// What kind of text an article is.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// *Notizia*.
    News,
    /// *Breve*; also a match result.
    Brief,
    /// *Analisi*.
    Analysis,
    /// *Opinione*.
    Opinion,
    /// *Intervista*.
    Interview,
    /// *Diretta*.
    Live,
    /// *Servizio*: useful information.
    Service,
    /// *Appuntamenti*, tables, weather.
    Listing,
    /// *Necrologio*.
    Obituary,
    /// *Lettera*.
    Letter,
    /// *Galleria*.
    Gallery,
    /// *Testo d'agenzia*.
    Agency,
    /// *Comunicato stampa*.
    PressRelease,
    /// *Satira*.
    Satire,
    /// *Contenuto sponsorizzato*.
    Sponsored,
}

impl Kind {
    /// All kinds, in the order the desk sees them.
    pub const ALL: [Kind; 15] = [
        Kind::News,
        Kind::Brief,
        Kind::Analysis,
        Kind::Opinion,
        Kind::Interview,
        Kind::Live,
        Kind::Service,
        Kind::Listing,
        Kind::Obituary,
        Kind::Letter,
        Kind::Gallery,
        Kind::Agency,
        Kind::PressRelease,
        Kind::Satire,
        Kind::Sponsored,
    ];

    /// Whether texts of this kind come back nearly the same by their nature: tables, weather, opening times.
    pub fn recurs(self) -> bool {
        matches!(self, Kind::Listing | Kind::Service)
    }

    /// The word used in files, tables and addresses.
    pub fn word(self) -> &'static str {
        match self {
            Kind::News => "news",
            Kind::Brief => "brief",
            Kind::Analysis => "analysis",
            Kind::Opinion => "opinion",
            Kind::Interview => "interview",
            Kind::Live => "live",
            Kind::Service => "service",
            Kind::Listing => "listing",
            Kind::Obituary => "obituary",
            Kind::Letter => "letter",
            Kind::Gallery => "gallery",
            Kind::Agency => "agency",
            Kind::PressRelease => "press_release",
            Kind::Satire => "satire",
            Kind::Sponsored => "sponsored",
        }
    }
}

/// A person credited, and for what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Credit {
    /// The name as printed.
    pub name: String,
    /// What the person did.
    #[serde(default)]
    pub role: CreditRole,
}

/// What a credited person did.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum CreditRole {
    /// Wrote it.
    #[default]
    Text,
    /// Took the pictures.
    Photo,
    /// Translated it.
    Translation,
    /// Edited it.
    Editing,
    /// Worked on the data.
    Data,
}

/// Why an article carries no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BylineReason {
    /// Work of the desk (*redazione*).
    Desk,
    /// Text of an agency.
    #[serde(rename = "agency text", alias = "agency_text")]
    AgencyText,
    /// The author must be protected.
    Protected,
}

/// A place and a day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Dateline {
    /// Where.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub date: Option<Date>,
}

/// What a fact rests on (*fonte*).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Source {
    /// What sort of source.
    pub kind: SourceKind,
    /// Agency, person, document, as printed.
    pub name: String,
    /// Where it can be read.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// When an agency released it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub released: Option<Timestamp>,
    /// Page, telephone, time: how it was consulted.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Controlled by a state.
    #[serde(skip_serializing_if = "is_false")]
    pub state: bool,
    /// Used under a contract.
    #[serde(skip_serializing_if = "is_false")]
    pub contract: bool,
    /// The director's consent to keep it confidential.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
    /// Its text, pasted for comparison, never published.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
}

impl Source {
    /// Whether an agency is under contract: as the text says, or as the title remembers by its name or a word of it.
    pub fn is_under_contract(&self, contracts: &[String]) -> bool {
        let name = self.name.trim().to_lowercase();
        let same = |contract: &String| {
            let contract = contract.trim().to_lowercase();
            !contract.is_empty()
                && (name == contract
                    || name
                        .split(|c: char| !c.is_alphanumeric())
                        .any(|word| word == contract))
        };
        self.contract || contracts.iter().any(same)
    }
}

fn is_false(value: &bool) -> bool {
    !*value
}

/// What sort of source.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// News agency.
    Agency,
    /// Act, report, letter.
    #[default]
    Document,
    /// Somebody who spoke to us.
    Interview,
    /// Somebody who saw it.
    Witness,
    /// Another newspaper or broadcaster.
    Outlet,
    /// Figures.
    Dataset,
    /// Statement of an office or firm.
    PressRelease,
    /// A telephone call to an office.
    Phone,
    /// Press conference, sitting, match.
    Event,
    /// Known to the director, not named.
    Confidential,
    /// Anything else.
    Other,
}

/// The director agreed, on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// Who.
    pub by: String,
    /// When.
    #[schemars(with = "String", extend("format" = "date"))]
    pub date: Date,
}

/// Use of artificial intelligence in text or pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AiUse {
    /// None.
    None,
    /// Helped: transcription, translation, spelling.
    Assisted,
    /// Wrote it; a named person has reviewed it.
    Generated,
}

/// Who paid for the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sponsor {
    /// The name as shown.
    pub name: String,
}
