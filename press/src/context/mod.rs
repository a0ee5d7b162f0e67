//! What templates see. `context = 1`: fields are only ever added, and snapshots hold them.
//!
//! Every page has `context`, `page`, `title`, `nav` and `footer` ([`Frame`]), and one more object named after what
//! it shows: `front`, `section`, `article`, `withdrawn`, `revision`, `history`, `topic`, `contributor`, `archive`,
//! `corrections`, `search`, `log`, `imprint`, `trust`, `standing`, `form`, `said` or `error`. Values of type [`Html`](crate::Html) print as they are;
//! every other value is escaped. Optional values are `none` where there is nothing, texts are empty.

mod article;
mod cards;
pub(crate) mod cases;
mod comments;
mod corrections;
mod forms;
mod frame;
mod history;
mod lists;
mod log;
mod notices;
mod search;
#[cfg(test)]
mod snapshots;
mod standing;
mod topic;
mod trust;

pub(crate) use article::headline;
pub use article::{
    Article, ArticlePage, Dossier, Figure, Original, Person, Revision, RevisionPage, Translation,
    WithdrawnPage,
};
pub use cards::{Card, Picture};
pub use comments::{Comment, CommentTurning};
pub use corrections::{CorrectionEntry, Corrections, CorrectionsPage};
pub use forms::{FormInfo, FormPage, SaidInfo, SaidPage};
pub(crate) use frame::Whereabouts;
pub use frame::{Footer, Frame, NavGroup, NavItem, PageInfo, TitleInfo};
pub use history::{Change, History, HistoryPage, Version};
pub use lists::{
    Archive, ArchiveEntry, ArchivePage, Block, Contributor, ContributorPage, Day, Flash, Front,
    FrontPage, Section, SectionPage, Turning,
};
pub use log::{LogEntry, LogInfo, LogPage};
pub use search::{Search, SearchFacet, SearchField, SearchHit, SearchPage, SearchValue};
pub use standing::{ErrorInfo, ErrorPage, ImprintInfo, ImprintPage, Row, Standing, StandingPage};
pub use topic::{Fact, Together, Topic, TopicPage};
pub use trust::{Asked, Trust, TrustPage};

use serde::Serialize;

/// A page's whole context.
pub(crate) trait HasFrame: Serialize {
    /// What every page has.
    fn frame(&self) -> &Frame;
}

macro_rules! has_frame {
    ($($page:ty),* $(,)?) => {
        $(impl HasFrame for $page {
            fn frame(&self) -> &Frame {
                &self.frame
            }
        })*
    };
}

has_frame!(
    ArticlePage,
    RevisionPage,
    WithdrawnPage,
    FrontPage,
    SectionPage,
    TopicPage,
    ContributorPage,
    ArchivePage,
    CorrectionsPage,
    SearchPage,
    HistoryPage,
    ImprintPage,
    TrustPage,
    LogPage,
    StandingPage,
    ErrorPage,
    FormPage,
    SaidPage
);
