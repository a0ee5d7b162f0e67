//! The facts of each kind of page. [`TitleFacts`](super::facts::TitleFacts) goes with every one of them.

use super::facts::{
    Card, CommentFacts, CorrectionFacts, Link, NoteFacts, PageRole, Pages, PersonFacts,
    PictureFacts, SectionEntry, SectionLink, TitleLink, TranslationFacts,
};
use crate::Refusal;
use crate::articles::content::{Class, Content};
use jiff::Timestamp;
use markup::Body;
use serde::Serialize;
use std::collections::BTreeMap;

/// The front page. Each article stands in exactly one of its places.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FrontFacts {
    /// The breaking bar.
    pub flash: Option<FlashFacts>,
    /// When the newest thing on the page went out or changed; `None` on an empty front.
    pub edition: Option<Timestamp>,
    /// *Apertura*.
    pub lead: Option<Card>,
    /// *Spalla* and the headlines beside the lead, at most six.
    pub secondary: Vec<Card>,
    /// *In evidenza*: what the desk puts forward under the news, at most four.
    pub featured: Vec<Card>,
    /// What else is new, with pictures.
    pub river: Vec<Card>,
    /// A block for each section shown.
    pub blocks: Vec<SectionBlock>,
    /// The newest of what stands nowhere else, newest first.
    pub latest: Vec<Card>,
    /// The newest corrections and clarifications, newest first, at most three.
    pub corrections: Vec<CorrectionFacts>,
    /// The most read of the last day, the most read first, where the title shows them; they may stand elsewhere too.
    pub most_read: Vec<Card>,
}

/// The front page as it stood at an instant of the past.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PastFacts {
    /// The minute.
    pub at: Timestamp,
    /// Its address.
    pub path: String,
    /// When the desk had last composed it; `None` if it never had.
    pub composed: Option<Timestamp>,
    /// Bar and slots; in the river what else was out, newest first. Blocks, corrections and the most read are not kept.
    pub front: FrontFacts,
}

/// The breaking bar of a front.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FlashFacts {
    /// What it says.
    pub text: String,
    /// Where it leads; may be empty.
    pub href: String,
    /// Since when it says so.
    pub at: Timestamp,
    /// When it goes out by itself.
    pub until: Timestamp,
}

/// A section on the front page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SectionBlock {
    /// The section.
    pub section: SectionLink,
    /// Its articles, the first one with a picture if it has one.
    pub cards: Vec<Card>,
}

/// A section's page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SectionFacts {
    /// The section with its sub-sections.
    pub section: SectionEntry,
    /// What it is about; may be empty.
    pub about: String,
    /// The section above it.
    pub parent: Option<SectionLink>,
    /// Its articles, newest first.
    pub cards: Vec<Card>,
    /// Which page of the list this is.
    pub pages: Pages,
}

/// An article's page, also of a withdrawn one ([`Content::state`] says so).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArticleFacts {
    /// The address on this title.
    pub path: String,
    /// The one canonical address, absolute.
    pub canonical: String,
    /// Where the original stands, if that is another title.
    pub original: Option<TitleLink>,
    /// Everything readers see.
    pub content: Content,
    /// Every picture `content` names, by id.
    pub pictures: BTreeMap<String, PictureFacts>,
    /// Those of the byline who have a page here; found by name.
    pub people: Vec<PersonFacts>,
    /// Its section here.
    pub section: Option<SectionLink>,
    /// The section above that one.
    pub parent_section: Option<SectionLink>,
    /// Its topics here.
    pub topics: Vec<Link>,
    /// The dossiers it is a part of here; they are among its topics too.
    pub dossiers: Vec<DossierFacts>,
    /// Address of its history page.
    pub history: String,
    /// How many revisions there are.
    pub versions: u32,
    /// By the right to be forgotten search engines are asked not to list it; the page says nothing of it.
    pub deindexed: bool,
    /// Changes shown with the text (update, correction, clarification, reply, withdrawal, kill), newest first.
    pub notes: Vec<NoteFacts>,
    /// The next text of its series, which is out: this one has expired.
    pub superseded_by: Option<Link>,
    /// Numbers of the revisions that mend what a reader reported.
    pub reported: Vec<u32>,
    /// The same article in other languages.
    pub translations: Vec<TranslationFacts>,
    /// What to read next, by section and topics.
    pub related: Vec<Card>,
    /// The page of the conversation that is shown.
    pub comments: CommentPage,
    /// Whether readers may add one.
    pub talk: Talk,
}

/// Which part of a dossier an article is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DossierFacts {
    /// The dossier.
    pub dossier: Link,
    /// The number of the part, from 1.
    pub number: u32,
    /// How many parts there are.
    pub parts: u32,
    /// The part before.
    pub previous: Option<Link>,
    /// The part after.
    pub next: Option<Link>,
}

/// A page of the comments on an article.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct CommentPage {
    /// Threads in order, each with its replies.
    pub threads: Vec<CommentFacts>,
    /// How many comments there are on all pages, replies included.
    pub count: u32,
    /// Number of this page, from 1.
    pub number: u32,
    /// Number of the last one.
    pub last: u32,
    /// The newest threads are first.
    pub newest_first: bool,
}

/// Whether readers may comment on an article here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub enum Talk {
    /// The title has no comments, or the article is gone.
    #[default]
    Off,
    /// Nobody may write any more, or ever could.
    Closed {
        /// Since so many days after publication are over; `None` where the desk closed them.
        after_days: Option<u16>,
    },
    /// Readers may write.
    Open,
    /// Only members of the desk may.
    Desk,
}

/// An earlier (or the live) revision of an article, read on its own.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RevisionFacts {
    /// The article with the content of the revision asked for.
    pub article: ArticleFacts,
    /// Who answers for that revision, as printed; may be empty.
    pub editor: String,
    /// Number of the revision readers get at the plain address.
    pub live: u32,
    /// The revision before, if there is one.
    pub previous: Option<u32>,
    /// The revision after, if there is one.
    pub next: Option<u32>,
}

/// How an article changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HistoryFacts {
    /// The article's address.
    pub path: String,
    /// The one canonical address of the article, absolute.
    pub canonical: String,
    /// Its headline on this title now.
    pub headline: String,
    /// How many revisions there are in all.
    pub versions: u32,
    /// How many of each class, in the order of classes.
    pub classes: Vec<(Class, u32)>,
    /// Only these are listed.
    pub only: Option<Class>,
    /// Revisions, newest first; without a gap, where all are listed.
    pub revisions: Vec<RevisionEntry>,
    /// The revision before the last one listed, for its differences.
    pub preceding: Option<Content>,
    /// Which page of the list this is.
    pub pages: Pages,
}

/// One revision in a history. What it blanked by law is in [`Content::redactions`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RevisionEntry {
    /// Its content, with number, class, note and instant.
    pub content: Content,
    /// The revision before it, for its differences, where those of one class are listed.
    pub before: Option<Box<Content>>,
    /// Who answers for it, as printed; may be empty.
    pub editor: String,
    /// Address where it can be read on its own; `None` where its text is no longer shown.
    pub path: Option<String>,
    /// SHA-256 commitment, hexadecimal.
    pub commitment: String,
    /// Its place in the log, from 0; `None` where it has none.
    pub entry: Option<u64>,
    /// Address of the proof that it is there.
    pub proof: Option<String>,
}

/// The page of the log.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LogFacts {
    /// What the log is named by; empty before it began.
    pub origin: String,
    /// The key it is signed with, as C2SP writes keys; empty before it was signed.
    pub key: String,
    /// How many entries it has.
    pub size: u64,
    /// A page of them, newest first.
    pub entries: Vec<LogEntryFacts>,
    /// Which page of the list this is.
    pub pages: Pages,
}

/// An entry of the log.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LogEntryFacts {
    /// Its place, from 0.
    pub index: u64,
    /// When it was made.
    pub at: Timestamp,
    /// What it tells of.
    pub of: LogEntryOf,
}

/// What an entry of the log tells of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum LogEntryOf {
    /// A revision.
    Revision {
        /// Why it exists.
        class: Class,
        /// Its number.
        number: u32,
        /// What the article is called now.
        headline: String,
        /// BCP 47; empty where the article is on no list.
        language: String,
        /// The history of the article, absolute; empty where it stands nowhere.
        history: String,
    },
    /// That an article was taken back with the import that had brought it.
    TakenBack,
    /// Another key.
    Key,
    /// That the log began again after another.
    Begun {
        /// The log before.
        before: String,
        /// Entries that are lost.
        lost: u64,
    },
}

/// Something that happened, on the page of a topic.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TimelineFact {
    /// When: `2024`, `2024-05` or `2024-05-17`.
    pub day: String,
    /// What.
    pub text: String,
    /// The article that reports it: its headline and its address. None while readers do not find it here.
    pub article: Option<Link>,
}

/// A topic's page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TopicFacts {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: crate::topics::Kind,
    /// Dated facts, the newest first; only on the first page.
    pub timeline: Vec<TimelineFact>,
    /// People who are named most often with it; only on the first page.
    pub people: Vec<Link>,
    /// Organisations named most often with it; only on the first page.
    pub organisations: Vec<Link>,
    /// Places named most often with it; only on the first page.
    pub places: Vec<Link>,
    /// Articles kept on top, which are not among `cards`; only on the first page.
    pub pinned: Vec<Card>,
    /// Its address.
    pub path: String,
    /// Lead text; may be empty.
    pub about: Body,
    /// How many articles it has.
    pub articles: u32,
    /// Its articles, newest first; the parts of a dossier in their order.
    pub cards: Vec<Card>,
    /// Which page of the list this is.
    pub pages: Pages,
}

/// A contributor's page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ContributorFacts {
    /// Name, role, portrait and a sentence.
    pub person: PersonFacts,
    /// Public e-mail address; may be empty.
    pub email: String,
    /// Profiles elsewhere.
    pub links: Vec<super::facts::SocialLink>,
    /// How many articles carry the name.
    pub articles: u32,
    /// Their articles, newest first.
    pub cards: Vec<Card>,
    /// Which page of the list this is.
    pub pages: Pages,
}

/// A page of the archive: all years, a year, a month or a day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArchiveFacts {
    /// The year; `None` for the list of years.
    pub year: Option<i16>,
    /// The month, 1 to 12; `None` for a year.
    pub month: Option<i8>,
    /// The day of the month; `None` for a month.
    pub day: Option<i8>,
    /// Years, months or days that have articles, in order. Empty on a day.
    pub counts: Vec<ArchiveCount>,
    /// The articles of a day (or the newest of a month), newest first.
    pub cards: Vec<Card>,
    /// Instants of a day whose front can be seen, in order, each with its page.
    pub fronts: Vec<(Timestamp, String)>,
    /// The neighbour with articles before this one, as a path.
    pub earlier: Option<String>,
    /// The neighbour with articles after this one, as a path.
    pub later: Option<String>,
}

/// How many articles a year, month or day has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArchiveCount {
    /// The year, the month or the day of the month.
    pub number: i16,
    /// Its page.
    pub path: String,
    /// How many.
    pub articles: u32,
}

/// All corrections and their kin.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CorrectionsFacts {
    /// Newest first.
    pub changes: Vec<CorrectionFacts>,
    /// How many of each class were published in the last twelve months.
    pub last_year: Vec<(Class, u32)>,
    /// How fast errors are mended, and what came of readers' reports.
    pub figures: crate::cases::figures::Figures,
    /// Which page of the list this is.
    pub pages: Pages,
}

/// A standing page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PageFacts {
    /// Its heading.
    pub name: String,
    /// Its address.
    pub path: String,
    /// What it is for.
    pub role: PageRole,
    /// Its text.
    pub body: Body,
    /// Every picture the text names, by id.
    pub pictures: BTreeMap<String, PictureFacts>,
    /// When it was last changed.
    pub modified: Timestamp,
}

/// A page that says what went wrong and what to do.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ErrorFacts {
    /// 404, 410, 503…
    pub status: u16,
    /// What is new, to go on with.
    pub suggestions: Vec<Card>,
}

/// The form for a comment, fresh or with what is to be mended.
#[derive(Debug, Clone, PartialEq)]
pub struct CommentFormFacts {
    /// Headline of the article.
    pub headline: String,
    /// The article's address.
    pub path: String,
    /// Hours in which a comment is usually decided.
    pub hours: u32,
    /// Proof that the form is ours, and when it was given out.
    pub token: String,
    /// The comment that is answered.
    pub answered: Option<CommentFacts>,
    /// What the reader has written already.
    pub entry: CommentEntry,
    /// What is wrong with it.
    pub problems: Vec<crate::forms::Problem>,
}

/// The form for a report of an error, or for a statement to be printed.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseFormFacts {
    /// What is asked for.
    pub subject: crate::cases::Subject,
    /// Headline of the article.
    pub headline: String,
    /// The article's address.
    pub path: String,
    /// Proof that the form is ours, and when it was given out.
    pub token: String,
    /// What the reader has written already; its text is what is wrong, or the statement.
    pub entry: CommentEntry,
    /// Where in the text.
    pub passage: String,
    /// The box that says one is concerned was ticked.
    pub concerned: bool,
    /// What is wrong with it.
    pub problems: Vec<crate::forms::Problem>,
}

/// What became of a case, for who sent it.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseSentFacts {
    /// Headline of the article.
    pub headline: String,
    /// The article's address.
    pub path: String,
    /// The case.
    pub case: crate::cases::Case,
}

/// The fields of a comment's form as written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CommentEntry {
    /// Name.
    pub name: String,
    /// What is said.
    pub text: String,
    /// E-mail address.
    pub email: String,
    /// Website.
    pub website: String,
}

/// Where the form for a comment would be, if one could be written.
#[derive(Debug, Clone, PartialEq)]
pub struct CommentClosedFacts {
    /// Headline of the article here.
    pub headline: String,
    /// Its address.
    pub path: String,
    /// Why nobody can write.
    pub why: Refusal,
}

/// What became of a comment, for who sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentSentFacts {
    /// Headline of the article.
    pub headline: String,
    /// The article's address.
    pub path: String,
    /// Where the comment stands.
    pub receipt: crate::comments::receipt::Receipt,
    /// Hours in which a comment is usually decided.
    pub hours: u32,
    /// Where readers see it, if they do.
    pub permalink: Option<String>,
}

/// The form for a notice about a comment.
#[derive(Debug, Clone, PartialEq)]
pub struct NoticeFormFacts {
    /// Headline of the article.
    pub headline: String,
    /// The article's address.
    pub path: String,
    /// Proof that the form is ours, and when it was given out.
    pub token: String,
    /// The comment.
    pub comment: CommentFacts,
    /// Name and e-mail address as written.
    pub entry: CommentEntry,
    /// The ground chosen; empty for none.
    pub ground: String,
    /// The box that confirms good faith is ticked.
    pub good_faith: bool,
    /// What is wrong with it.
    pub problems: Vec<crate::forms::Problem>,
}

/// What became of a notice, for who sent it.
#[derive(Debug, Clone, PartialEq)]
pub struct NoticeSentFacts {
    /// Headline of the article.
    pub headline: String,
    /// The article's address.
    pub path: String,
    /// The notice.
    pub notice: crate::comments::notices::Notice,
}
