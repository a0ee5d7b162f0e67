//! The demo: two newspapers of invented places and people, told from their first day.
//!
//! [`seed`] lives through what the files in `demo/` tell, instant by instant, and does each deed through the verb
//! everybody uses: the gate reads each article, each correction is a revision, nothing is put into the record behind
//! its back. What the demo shows is therefore what the record does.

mod cast;
mod content;
mod letting_in;
mod library;
mod readers;
mod retelling;
mod story;
mod subjects;

pub use letting_in::{SignIn, let_in};
pub use readers::readers;

use content::Network;
use jiff::Timestamp;
use library::Library;
use paper::articles::publishing::Published;
use paper::clock::SetClock;
use paper::gate::Finding;
use paper::id::{ArticleId, TitleId};
use paper::{Fault, Paper, Result};

/// When the demo's network is founded.
const FOUNDED: &str = "2026-10-01T09:00:00+02:00";

/// What the demo holds once it is told.
#[derive(Debug)]
pub struct Seeded {
    /// The titles, the first one first.
    pub titles: Vec<SeededTitle>,
    /// The articles, in the order they went out.
    pub articles: Vec<SeededArticle>,
    /// The accounts: handle, name, and `role` or `role@title` words.
    pub accounts: Vec<(String, String, Vec<String>)>,
    /// The last instant told; the record knows nothing later.
    pub until: Timestamp,
}

/// A title of the demo.
#[derive(Debug)]
pub struct SeededTitle {
    /// Its id.
    pub id: TitleId,
    /// The word before `.localhost`.
    pub key: String,
    /// Masthead name.
    pub name: String,
}

/// An article of the demo.
#[derive(Debug)]
pub struct SeededArticle {
    /// Title and file: `gazzetta/01-scuola-dal-fiume`.
    pub key: String,
    /// Its id.
    pub id: ArticleId,
    /// Revisions readers can see.
    pub revisions: u32,
    /// What the gate remarked at its last publication.
    pub findings: Vec<Finding>,
}

impl SeededArticle {
    fn went_out(&mut self, published: Published) {
        self.revisions = published.revision;
        self.findings = published.findings;
    }
}

/// Tells the whole story to an empty record. `clock` is the one the record was opened with; it ends at the last deed.
///
/// # Errors
/// What the record refuses, with the name of the demo's file; or what broke.
pub async fn seed(paper: &Paper, clock: &SetClock) -> Result<Seeded> {
    let network = Network::load()?;
    clock.set(instant(FOUNDED)?);
    let cast = cast::found(paper, &network).await?;
    let pictures = Library::open(paper, &network, &cast)?;
    cast::keep_parts(paper, &network, &cast).await?;
    let publisher = cast.publisher.clone();
    let seeded = story::tell(paper, clock, &network, cast, pictures).await?;
    subjects::tell(paper, &publisher, &network, &seeded).await?;
    Ok(seeded)
}

fn instant(text: &str) -> Result<Timestamp, Fault> {
    text.parse()
        .map_err(|error| Fault::new(format!("demo: {text} is no instant: {error}")))
}

/// Adds to an error which file of the demo it is about.
trait About<T> {
    fn about(self, what: &str) -> Result<T>;
}

impl<T, E: std::fmt::Display> About<T> for Result<T, E> {
    fn about(self, what: &str) -> Result<T> {
        self.map_err(|error| Fault::new(format!("demo, {what}: {error}")).into())
    }
}
