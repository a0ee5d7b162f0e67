//! The pieces pages share: the title around them, links, cards, pictures, comments.
//!
//! Plain facts in the field's words: no markup, no formatting, no rules. A `path` begins with `/` and is an address on
//! the title the page belongs to; an `href` is such a path or, where the thing lives on another title, an absolute
//! address. Instants are instants: the printer shows them in the title's zone and language.

use super::imprint::Imprint;
use crate::articles::content::{Class, State};
use crate::copy::{AiUse, BylineReason, Kind};
use jiff::Timestamp;
use markup::Inline;
use serde::{Deserialize, Serialize};

/// What every page of a title carries around its own matter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TitleFacts {
    /// The title's id, hyphenated.
    pub id: String,
    /// Masthead name.
    pub name: String,
    /// The line under the name; may be empty.
    pub motto: String,
    /// BCP 47; decides strings, dates, numbers and quotation marks.
    pub language: String,
    /// IANA name of the zone its dates and times are told in.
    pub zone: String,
    /// Name of its theme.
    pub theme: String,
    /// Its accent colour; `None` means the theme's.
    pub accent: Option<Accent>,
    /// The host its canonical addresses are on.
    pub host: String,
    /// Scheme, host and port, without a slash at the end: what makes a path absolute.
    pub base_url: String,
    /// Who publishes it and who answers for it.
    pub imprint: Imprint,
    /// The sections named in the navigation line, in order.
    pub menu: Vec<SectionLink>,
    /// All sections, two levels, in order.
    pub sections: Vec<SectionEntry>,
    /// Where else it can be followed.
    pub social: Vec<SocialLink>,
    /// Its standing pages, in the order of the footer.
    pub pages: Vec<PageLink>,
    /// The other titles of the network.
    pub siblings: Vec<TitleLink>,
    /// Name of the network.
    pub network: String,
    /// How it handles comments.
    pub comments: CommentsPolicy,
}

/// A title's accent in the two colour schemes, each `#rrggbb`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Accent {
    /// On light paper.
    pub light: String,
    /// On dark paper.
    pub dark: String,
}

/// How a title handles comments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CommentsPolicy {
    /// Readers may comment.
    pub open: bool,
    /// Somebody reads each comment before it appears.
    pub held: bool,
    /// Comments close after so many days, 1 to 3,650; `None` means never.
    #[schemars(range(min = 1, max = 3_650))]
    pub close_after_days: Option<u16>,
    /// Only members of the desk may comment.
    pub desk: bool,
    /// Whether the form asks for an e-mail address.
    pub email: Wanted,
    /// Whether the form has a field for a website.
    pub website: bool,
    /// Hours in which a comment is usually decided, 1 to 720, told to readers until there are decisions to measure.
    #[schemars(range(min = 1, max = 720))]
    pub hours: u16,
    /// Days the keyed hash of a reader's address is kept, 1 to 365.
    #[schemars(range(min = 1, max = 365))]
    pub address_days: u16,
    /// Days a reader's e-mail address is kept, 1 to 3,650.
    #[schemars(range(min = 1, max = 3_650))]
    pub email_days: u16,
}

impl Default for CommentsPolicy {
    fn default() -> CommentsPolicy {
        CommentsPolicy {
            open: false,
            held: true,
            close_after_days: None,
            desk: false,
            email: Wanted::Optional,
            website: false,
            hours: 4,
            address_days: 30,
            email_days: 90,
        }
    }
}

impl CommentsPolicy {
    /// Refuses days and hours that nobody means.
    pub(crate) fn check(&self) -> crate::Result<()> {
        let spans = [
            ("close", self.close_after_days.unwrap_or(1), 3_650, "1–3650"),
            ("hours", self.hours, 720, "1–720"),
            ("address-days", self.address_days, 365, "1–365"),
            ("email-days", self.email_days, 3_650, "1–3650"),
        ];
        for (field, value, most, wants) in spans {
            if value == 0 || value > most {
                return Err(crate::Refusal::Unfit {
                    field,
                    value: value.to_string(),
                    wants,
                }
                .into());
            }
        }
        Ok(())
    }
}

/// Whether a form asks for something.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    /// Without it the form does not go.
    Required,
    /// It may be left out.
    #[default]
    Optional,
    /// It is not asked for.
    Off,
}

/// A section, named and linked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SectionLink {
    /// The section's id, hyphenated.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its address.
    pub path: String,
}

/// A section with the sections under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SectionEntry {
    /// The section.
    pub link: SectionLink,
    /// Its sub-sections, in order.
    pub children: Vec<SectionLink>,
}

/// A profile elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SocialLink {
    /// The service, as printed.
    pub name: String,
    /// Absolute address.
    pub url: String,
}

/// A standing page, named and linked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageLink {
    /// Its name.
    pub name: String,
    /// Its address.
    pub path: String,
    /// What it is for.
    pub role: PageRole,
}

/// What a standing page is for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum PageRole {
    /// Who we are.
    About,
    /// How to reach us.
    Contacts,
    /// Data protection notice.
    Privacy,
    /// Accessibility statement.
    Accessibility,
    /// Rules of the newsroom: sources, corrections, artificial intelligence.
    Rules,
    /// Code of ethics, where the rules do not hold it.
    Ethics,
    /// How mistakes are corrected, where the rules do not say it.
    Corrections,
    /// How facts are checked.
    FactChecking,
    /// When a source may stay unnamed.
    UnnamedSources,
    /// How readers are heard and answered.
    Feedback,
    /// Diversity of staff and voices.
    Diversity,
    /// What the newspaper is for and what it covers first.
    Mission,
    /// Who works here.
    Masthead,
    /// Who owns it and where the money comes from, where the imprint does not say it all.
    Ownership,
    /// When a text goes unsigned.
    Bylines,
    /// Rules for comments.
    Comments,
    /// Anything else.
    #[default]
    Other,
}

/// Another title of the network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TitleLink {
    /// Its name.
    pub name: String,
    /// Scheme, host and port, without a slash at the end.
    pub base_url: String,
    /// BCP 47.
    pub language: String,
}

/// A topic, or anything else that is only a name and an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// What it says.
    pub name: String,
    /// Where it leads.
    pub path: String,
}

/// An article as shown in a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Card {
    /// The article's id, hyphenated.
    pub article: String,
    /// Its path, or its canonical address where the original is on another title.
    pub href: String,
    /// Name of the title of the original, where that is another one.
    pub elsewhere: Option<String>,
    /// BCP 47 language of the text.
    pub language: String,
    /// Its headline on this title.
    pub headline: String,
    /// The headline is this title's own, and in its language, whatever the text's.
    pub own_headline: bool,
    /// *Occhiello*; may be empty.
    pub kicker: String,
    /// *Sommario*; may be empty.
    pub standfirst: String,
    /// What kind of text it is.
    pub kind: Kind,
    /// Names of those credited for the text, in order.
    pub byline: Vec<String>,
    /// Why nobody is credited.
    pub byline_reason: Option<BylineReason>,
    /// Who paid, for the label.
    pub sponsor: Option<String>,
    /// Use of artificial intelligence, for the label.
    pub ai: Option<AiUse>,
    /// Its section on this title.
    pub section: Option<SectionLink>,
    /// Orders lists; never moves.
    pub first_published: Timestamp,
    /// Last change of substance.
    pub modified: Timestamp,
    /// The picture at its head.
    pub picture: Option<PictureFacts>,
    /// It has been corrected or clarified.
    pub corrected: bool,
    /// Live, withdrawn or killed.
    pub state: State,
    /// Comments shown.
    pub comments: u32,
}

/// A stored picture and the sizes it can be had in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PictureFacts {
    /// The picture's id, as `file` names it in a body.
    pub id: String,
    /// What it shows, for those who cannot see it; empty where the caption describes it.
    pub alt: String,
    /// *Didascalia*.
    pub caption: Vec<Inline>,
    /// Who made it.
    pub credit: String,
    /// On what terms it is used.
    pub licence: String,
    /// IPTC digital source type, the last part of its address.
    pub source_type: String,
    /// Width of the original in pixels.
    pub width: u32,
    /// Height of the original in pixels.
    pub height: u32,
    /// Sizes on offer, narrowest first: WebP.
    pub renditions: Vec<Rendition>,
    /// What other sites and feeds get: JPEG.
    pub shared: Rendition,
    /// Its colour on the whole, `0xRRGGBB`; `None` where something of it is transparent.
    pub tint: Option<u32>,
    /// The point that stays in sight when it is cropped, from left and top, per cent; `None` for its middle.
    pub focus: Option<(u32, u32)>,
}

/// One size of a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rendition {
    /// Its address.
    pub path: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// A person credited, with what the title tells about them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PersonFacts {
    /// The name, as credits print it.
    pub name: String,
    /// Address of the person's page.
    pub path: String,
    /// Job or beat in a few words; may be empty.
    pub role: String,
    /// A sentence or two about the person; may be empty.
    pub about: String,
    /// Portrait.
    pub picture: Option<PictureFacts>,
}

/// A change readers are told about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NoteFacts {
    /// Number of the revision that brought it.
    pub number: u32,
    /// Correction, update, clarification, reply, withdrawal, kill…
    pub class: Class,
    /// What readers are told; may be empty for an update.
    pub note: String,
    /// When.
    pub at: Timestamp,
    /// Who answers for it, as printed; may be empty.
    pub editor: String,
}

/// A change with the article it belongs to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CorrectionFacts {
    /// The article's headline on this title.
    pub headline: String,
    /// BCP 47 language of the article.
    pub language: String,
    /// The article.
    pub href: String,
    /// Its history page.
    pub history: String,
    /// The change.
    pub change: NoteFacts,
}

/// The same article in another language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TranslationFacts {
    /// BCP 47.
    pub language: String,
    /// Its headline.
    pub headline: String,
    /// Name of the title it stands on.
    pub title_name: String,
    /// Absolute address.
    pub url: String,
    /// When it first went out; the earliest of a text and its translations is the one first written.
    pub first_published: Timestamp,
}

/// A comment shown to readers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CommentFacts {
    /// The comment's id; its anchor on the page is `c-` and this.
    pub id: String,
    /// The name given.
    pub name: String,
    /// Who speaks, where it is one of us.
    pub badge: Option<Badge>,
    /// When it was sent.
    pub at: Timestamp,
    /// Plain text; empty lines divide paragraphs.
    pub text: String,
    /// Replies, oldest first; these have none themselves.
    pub replies: Vec<CommentFacts>,
    /// The website given with the name; may be empty.
    pub website: String,
    /// Nobody may answer it any more.
    pub closed: bool,
    /// It stands here only for its replies.
    pub stub: Option<Stub>,
}

/// Why a comment stands without its words above its replies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Stub {
    /// Its words are on the page before.
    Continued,
    /// It was taken away.
    Gone,
}

/// Who speaks in a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Badge {
    /// The author of the article.
    Author,
    /// The newsroom.
    Newsroom,
}

/// The neighbours of a page in a long list, as paths.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Pages {
    /// Number of this page, from 1.
    pub number: u32,
    /// The page with what came later.
    pub newer: Option<String>,
    /// The page with what came before.
    pub older: Option<String>,
}
