//! For tests only. The cast and the stage: a network with a title, the *Harbour Gazette*, where Ines directs, Tomas reports and the
//! operator keeps the machine. The record is a real SQLite file, or a schema of a real PostgreSQL server where
//! `COLOPHON_TEST_DB=postgres`.

#![allow(missing_docs, clippy::expect_used, clippy::disallowed_methods)] // a failing stage fails the test; names speak

pub mod authority;
pub mod independent;
pub mod post_office;

use jiff::Timestamp;
use markup::{Block, Body, Inline};
use paper::articles::drafting::Filing;
use paper::articles::publishing::{Going, Published};
use paper::clock::{Clock as _, Entropy, SetClock};
use paper::copy::{AiUse, Copy, Credit, CreditRole, Dateline, Kind, Source, SourceKind};
use paper::id::{ArticleId, TitleId};
use paper::measures;
use paper::measures::deciding::{self, Decision, Request};
use paper::reading::imprint::{HostProvider, Imprint, Jurisdiction, Registration, Status};
use paper::rights::Role;
use paper::sections::Under;
use paper::titles::{NewTitle, Settle};
use paper::{Actor, Paper, Place, articles, network, people, sections, titles};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// When every test begins.
pub const START: &str = "2026-03-02T08:00:00Z";

/// Randomness a test can repeat: a counter through a mixer.
#[derive(Debug, Default)]
pub struct Counted(AtomicU64);

impl Counted {
    /// Another sequence: where it begins.
    pub fn starting_at(n: u64) -> Counted {
        Counted(AtomicU64::new(n))
    }
}

impl Entropy for Counted {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), paper::Fault> {
        for chunk in buffer.chunks_mut(8) {
            let n = self
                .0
                .fetch_add(1, Ordering::SeqCst)
                .wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9) ^ (n << 17);
            let bytes = mixed.wrapping_mul(0x94d0_49bb_1331_11eb).to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
        Ok(())
    }
}

/// A newspaper for one test.
pub struct Gazette {
    pub paper: Paper,
    pub clock: Arc<SetClock>,
    pub title: TitleId,
    pub operator: Actor,
    pub ines: Actor,
    pub edo: Actor,
    pub tomas: Actor,
    pub place: Place,
    pub folder: tempfile::TempDir,
}

fn postgres() -> Option<String> {
    let wanted = std::env::var("COLOPHON_TEST_DB").is_ok_and(|db| db == "postgres");
    wanted.then(|| {
        std::env::var("COLOPHON_TEST_POSTGRES_URL")
            .expect("COLOPHON_TEST_POSTGRES_URL names the server")
    })
}

/// A place for a record nobody else uses.
pub fn new_place(folder: &tempfile::TempDir) -> Place {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    match postgres() {
        Some(url) => {
            let schema = format!(
                "test_{}_{}",
                std::process::id(),
                COUNT.fetch_add(1, Ordering::SeqCst)
            );
            Place::Server {
                url,
                schema: Some(schema),
            }
        }
        None => Place::File(folder.path().join("colophon.db")),
    }
}

pub fn instant(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

impl Gazette {
    pub async fn new() -> Gazette {
        let folder = tempfile::tempdir().expect("a folder");
        let place = new_place(&folder);
        Gazette::founded(folder, place).await
    }

    /// A gazette whose record is kept in this place, whatever database the tests run on.
    pub async fn at(place: Place) -> Gazette {
        let folder = tempfile::tempdir().expect("a folder");
        Gazette::founded(folder, place).await
    }

    async fn founded(folder: tempfile::TempDir, place: Place) -> Gazette {
        let clock = Arc::new(SetClock::at(instant(START)));
        let paper = Paper::open_with(
            &place,
            &folder.path().join("media"),
            clock.clone(),
            Arc::new(Counted::default()),
        )
        .await
        .expect("a record");
        network::found(&paper, "Harbour Press")
            .await
            .expect("a network");
        let operator = Actor::of(&paper, "operator").await.expect("the operator");
        let title = found_title(
            &paper,
            &operator,
            "gazette",
            "Harbour Gazette",
            "gazette.test",
        )
        .await;
        for (handle, name, role) in [
            ("ines", "Ines Vidal", Role::Director),
            ("edo", "Edo Rinaldi", Role::Editor),
            ("tomas", "Tomas Berg", Role::Reporter),
        ] {
            people::open_account(&paper, &operator, handle, name, "")
                .await
                .expect("an account");
            people::grant(&paper, &operator, handle, role, Some(title), None)
                .await
                .expect("a grant");
        }
        let actor = async |handle: &str| Actor::of(&paper, handle).await.expect("an account");
        let (ines, edo, tomas) = (
            actor("ines").await,
            actor("edo").await,
            actor("tomas").await,
        );
        Gazette {
            paper,
            clock,
            title,
            operator,
            ines,
            edo,
            tomas,
            place,
            folder,
        }
    }

    /// A gazette whose log is kept in its folder, as a server keeps it.
    pub async fn with_log() -> Gazette {
        let gazette = Gazette::new().await;
        let root = gazette.folder.path();
        gazette.paper.keep_log_in(root).await.expect("a log");
        gazette
    }

    /// The same newspaper, opened again by another process.
    pub async fn opened_again(&self) -> Paper {
        let root = self.folder.path();
        // Other chance than before, as another process has.
        static OPENED: AtomicU64 = AtomicU64::new(1);
        let entropy = Counted::starting_at(OPENED.fetch_add(1, Ordering::SeqCst) << 40);
        let media = root.join("media");
        let opened = Paper::open_with(&self.place, &media, self.clock.clone(), Arc::new(entropy));
        let paper = opened.await.expect("a record");
        paper.keep_log_in(root).await.expect("a log");
        paper
    }

    /// Moves the clock.
    pub fn later(&self, minutes: i64) {
        self.clock
            .set(self.clock.now() + jiff::SignedDuration::from_mins(minutes));
    }

    /// A copy the gate lets through.
    pub fn sound(&self, headline: &str) -> Copy {
        sound(headline)
    }

    pub fn filing(&self, copy: Copy) -> Filing {
        Filing {
            title: self.title,
            section: Some("news".to_owned()),
            slug: None,
            comments: true,
            copy,
        }
    }

    /// Files and publishes in Ines' name.
    pub async fn published(&self, headline: &str) -> Published {
        articles::publishing::file_and_publish(
            &self.paper,
            &self.ines,
            self.filing(sound(headline)),
            Going::default(),
        )
        .await
        .expect("a sound copy goes out")
    }

    /// What readers see of an article now, as its latest revision.
    pub async fn shown(&self, article: ArticleId) -> articles::Revision {
        let mut session = self.paper.read().await.expect("a read");
        let number = articles::find(&mut session, article)
            .await
            .expect("the article")
            .revisions;
        articles::revision_numbered(&mut session, article, number)
            .await
            .expect("a revision")
    }
}

/// An imprint with everything the law asks of a registered periodical.
pub fn imprint() -> Imprint {
    Imprint {
        owner: "Harbour Press".to_owned(),
        publisher: "Harbour Press".to_owned(),
        director: "Ines Vidal".to_owned(),
        status: Status::RegisteredPeriodical,
        jurisdiction: Jurisdiction::It,
        registration: Some(Registration {
            court: "Porto Vero".to_owned(),
            number: "3/2020".to_owned(),
            date: Some(jiff::civil::date(2020, 3, 2)),
        }),
        place: "Porto Vero".to_owned(),
        host_provider: Some(HostProvider {
            name: "Harbour Hosting".to_owned(),
            address: "Quay 1".to_owned(),
        }),
        address: "Quay 2".to_owned(),
        email: "desk@gazette.test".to_owned(),
        ..Imprint::default()
    }
}

/// Founds a title with a section and a complete imprint.
pub async fn found_title(
    paper: &Paper,
    operator: &Actor,
    key: &str,
    name: &str,
    host: &str,
) -> TitleId {
    found_title_in(paper, operator, key, name, host, "en").await
}

/// The same in another language than English.
pub async fn found_title_in(
    paper: &Paper,
    operator: &Actor,
    key: &str,
    name: &str,
    host: &str,
    language: &str,
) -> TitleId {
    let new = NewTitle {
        key: key.to_owned(),
        name: name.to_owned(),
        hosts: vec![host.to_owned()],
        language: language.to_owned(),
        zone: "Europe/Rome".to_owned(),
    };
    let title = titles::found(paper, operator, &new).await.expect("a title");
    let settle = Settle {
        imprint: Some(imprint()),
        ..Settle::default()
    };
    titles::settle(paper, operator, title, &settle)
        .await
        .expect("an imprint");
    sections::keep(paper, operator, title, "news", "News", None, Under::Same)
        .await
        .expect("a section");
    title
}

/// De-indexes an article, or lifts what keeps it so.
///
/// # Errors
/// What the deeds refuse.
pub async fn forgets(paper: &Paper, by: &Actor, id: ArticleId) -> paper::Result<()> {
    let all = measures::of_article(&mut paper.read().await?, id).await?;
    if let Some(one) = all
        .iter()
        .find(|one| one.state == measures::State::Standing)
    {
        return deciding::lift(paper, by, one.id, "over").await.map(drop);
    }
    let request = Request {
        kind: measures::Kind::Deindex,
        requested_at: None,
        name: String::new(),
        contact: String::new(),
        words: String::new(),
    };
    let asked = deciding::ask(paper, by, id, &request).await?;
    let decision = Decision {
        accept: true,
        reason: "acquitted".to_owned(),
        ..Decision::default()
    };
    deciding::decide(paper, by, asked, &decision)
        .await
        .map(drop)
}

pub fn body(paragraphs: &[&str]) -> Body {
    let blocks = paragraphs
        .iter()
        .map(|text| Block::Paragraph {
            text: vec![Inline::text(*text)],
            lang: None,
        })
        .collect();
    Body {
        blocks,
        ..Body::default()
    }
}

/// A copy the gate lets through: a brief about a ferry, with everything it asks.
pub fn sound(headline: &str) -> Copy {
    Copy {
        kind: Some(Kind::Brief),
        language: "en".to_owned(),
        headline: headline.to_owned(),
        body: body(&[
            &format!(
                "{headline}. The harbour office of Porto Vero gave the timetable on 2 March 2026."
            ),
            "Captain Luca Nardi said the crew had been on board since six in the morning.",
        ]),
        byline: vec![Credit {
            name: "Tomas Berg".to_owned(),
            role: CreditRole::Text,
        }],
        dateline: Some(Dateline {
            place: "Porto Vero".to_owned(),
            date: Some(jiff::civil::date(2026, 3, 2)),
        }),
        sources: vec![Source {
            kind: SourceKind::Phone,
            name: "Harbour office".to_owned(),
            note: "telephone, 14.20".to_owned(),
            ..Source::default()
        }],
        ai: Some(AiUse::None),
        ..Copy::default()
    }
}
