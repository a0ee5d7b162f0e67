//! The table of deeds: which of them leave entries in the log, and why the others need none. A new deed has to say which it is.

use crate::log::now;
use cast::{Gazette, body, found_title, instant, sound};
use jiff::civil::datetime;
use markup::Body;
use paper::articles::bringing::{self, Brought, Later};
use paper::articles::content::Class;
use paper::articles::drafting;
use paper::articles::placing::{self, Placing};
use paper::articles::publishing::{self, Going};
use paper::articles::redacting::{self, Redaction};
use paper::articles::replying::{self, Wanted};
use paper::articles::{self, scheduling, translating, withdrawing};
use paper::id::{ArticleId, TitleId};
use paper::imports::{self, Carried, Item, Outcome};
use paper::measures::Kind;
use paper::measures::deciding::{self, Decision, Request};
use paper::rights::{Deed, Role};
use paper::titles::{self, Settle};
use paper::{jobs, log, people, redirects};
use std::collections::BTreeMap;

/// What a deed leaves in the log.
enum Leaves {
    /// Entries of these classes, when it is done as [`Stage::does`] does it.
    Entries(&'static [&'static str]),
    /// None though it is about a text that is out, and why; it is done, and nothing is entered.
    None(&'static str),
    /// None: readers see no text otherwise for it.
    Nothing,
}

fn leaves(deed: Deed) -> Leaves {
    use Leaves::{Entries, None, Nothing};
    match deed {
        Deed::Publish | Deed::Backdate | Deed::Schedule => Entries(&["first"]),
        Deed::Change => Entries(&[
            "typo",
            "style",
            "update",
            "correction",
            "clarification",
            "reply",
        ]),
        Deed::BringIn => Entries(&["first", "correction", "first", "taken back"]),
        Deed::Withdraw => Entries(&["withdrawal"]),
        Deed::Kill => Entries(&["kill"]),
        Deed::Restore => Entries(&["withdrawal", "restoration"]),
        Deed::Redact => Entries(&["legal", "rights"]),
        // Out of search engines and back, which changes no word; then a name goes, which does.
        Deed::Measure => Entries(&["rights"]),
        // On another title, its headline, its section, its address, its topics there, off it again.
        Deed::Place => Entries(&[
            "placing", "style", "placing", "placing", "placing", "placing",
        ]),
        Deed::Operate => Entries(&["a key"]),
        Deed::Embargo => {
            None("what is out stays out; the text that waits gets its entry when it goes out")
        }
        Deed::Hold => None("what is out stays out"),
        Deed::Translate => {
            None("a link beside two texts, neither of which says anything else for it")
        }
        Deed::Keep => {
            None("a former address leads to where the text stands, which is what its entry says")
        }
        Deed::Settle => None("the host is the title's; the path, which is the text's, stays"),
        // Before anything is out, or among the desk.
        Deed::File | Deed::Save | Deed::Advance | Deed::Remark | Deed::Assign | Deed::Spike => {
            Nothing
        }
        // They go along with a revision that has its entry.
        Deed::Override | Deed::DecideCase | Deed::AddPicture => Nothing,
        // Which texts a page lists, and what readers say under them: no text.
        Deed::Pin | Deed::Moderate | Deed::Answer => Nothing,
        // Nobody's text.
        Deed::Found | Deed::NameDeputy | Deed::ReadFigures | Deed::PersonalData | Deed::Grant => {
            Nothing
        }
    }
}

struct Stage {
    gazette: Gazette,
    beacon: TitleId,
}

impl Stage {
    async fn new() -> Stage {
        let gazette = Gazette::with_log().await;
        let (paper, operator) = (&gazette.paper, &gazette.operator);
        let beacon = found_title(paper, operator, "beacon", "Beacon", "beacon.test").await;
        let under = paper::sections::Under::Same;
        paper::sections::keep(paper, operator, beacon, "harbour", "Harbour", None, under)
            .await
            .expect("a section");
        paper::topics::keep(paper, operator, beacon, "ferries", "Ferries", None)
            .await
            .expect("a topic");
        for (title, role) in [(gazette.title, Role::Publisher), (beacon, Role::Director)] {
            people::grant(paper, operator, "ines", role, Some(title), None)
                .await
                .expect("a grant");
        }
        Stage { gazette, beacon }
    }

    /// Does a deed with everything there is to it.
    async fn does(&self, deed: Deed, id: ArticleId) {
        let (paper, ines) = (&self.gazette.paper, &self.gazette.ines);
        match deed {
            Deed::Publish => {
                self.gazette.published("Ferry crew is back").await;
            }
            Deed::Backdate => {
                let going = Going {
                    dated: Some(instant("2026-02-01T08:00:00Z")),
                    ..Going::default()
                };
                let filing = self.gazette.filing(sound("Ferry crew is back"));
                publishing::file_and_publish(paper, ines, filing, going)
                    .await
                    .expect("published");
            }
            Deed::Schedule => {
                let filing = self.gazette.filing(sound("Ferry stops"));
                let id = drafting::file(paper, ines, filing).await.expect("filed");
                let local = datetime(2026, 3, 2, 9, 30, 0, 0);
                scheduling::schedule(paper, ines, id, local, Class::First, "")
                    .await
                    .expect("scheduled");
                self.gazette.later(31);
                jobs::work(paper).await.expect("worked");
            }
            Deed::Change => self.changes(id).await,
            Deed::BringIn => self.brings_in().await,
            Deed::Withdraw => self.withdraws(id).await,
            Deed::Kill => {
                withdrawing::kill(paper, ines, id, "It puts somebody in danger")
                    .await
                    .expect("killed");
            }
            Deed::Restore => {
                self.withdraws(id).await;
                withdrawing::restore(paper, ines, id, "It was this year's after all", &[])
                    .await
                    .expect("restored");
            }
            Deed::Redact => self.redacts(id).await,
            Deed::Measure => self.forgets(id).await,
            Deed::Place => self.places(id).await,
            Deed::Operate => {
                log::rotate(paper, &self.gazette.operator)
                    .await
                    .expect("rotated");
            }
            Deed::Embargo => {
                // Of the next revision, which waits as a draft.
                let copy = sound("Ferry service stops");
                drafting::save(paper, ines, id, copy, 1)
                    .await
                    .expect("saved");
                let until = Some(instant("2026-03-03T08:00:00Z"));
                scheduling::embargo(paper, ines, id, until)
                    .await
                    .expect("set");
            }
            Deed::Hold => scheduling::hold(paper, ines, id, "Wait")
                .await
                .expect("held"),
            Deed::Translate => self.translates(id).await,
            Deed::Keep => {
                redirects::add(paper, ines, self.gazette.title, "/old/ferry", id)
                    .await
                    .expect("added");
            }
            Deed::Settle => {
                let settle = Settle {
                    hosts: Some(vec!["harbour.test".to_owned()]),
                    permalink: Some("/{section}/{slug}".to_owned()),
                    ..Settle::default()
                };
                titles::settle(paper, &self.gazette.operator, self.gazette.title, &settle)
                    .await
                    .expect("settled");
            }
            other => panic!("{other:?} is not done here"),
        }
    }

    async fn changes(&self, id: ArticleId) {
        let (paper, ines) = (&self.gazette.paper, &self.gazette.ines);
        let say = |crew: &str| -> Body {
            body(&[
                "Ferry service resumes. The harbour office of Porto Vero gave the timetable on 2 March 2026.",
                &format!(
                    "Captain Luca Nardi said {crew} had been on board since six in the morning."
                ),
            ])
        };
        let changes = [
            (Class::Typo, "the creww", ""),
            (Class::Style, "his crew", ""),
            (
                Class::Update,
                "a crew of eight",
                "The number of people is known now.",
            ),
            (Class::Correction, "a crew of nine", "They were nine."),
            (
                Class::Clarification,
                "a crew of nine people",
                "They were people.",
            ),
        ];
        for ((class, crew, note), from) in changes.into_iter().zip(1..) {
            let mut copy = sound("Ferry service resumes");
            copy.body = say(crew);
            let going = Going::change(class, note);
            publishing::change(paper, ines, id, from, copy, going)
                .await
                .unwrap_or_else(|error| panic!("{class:?}: {error}"));
        }
        let words = Wanted::Words {
            name: "Luca Nardi".to_owned(),
            text: "I was on board at five.".to_owned(),
        };
        replying::print(paper, ines, id, &words, "")
            .await
            .expect("printed");
    }

    async fn withdraws(&self, id: ArticleId) {
        let (paper, ines) = (&self.gazette.paper, &self.gazette.ines);
        withdrawing::withdraw(paper, ines, id, "It was last year's timetable")
            .await
            .expect("withdrawn");
    }

    async fn redacts(&self, id: ArticleId) {
        let (paper, ines) = (&self.gazette.paper, &self.gazette.ines);
        for (class, words) in [(Class::Legal, "Luca Nardi"), (Class::Rights, "timetable")] {
            let redaction = Redaction {
                class,
                words: vec![words.to_owned()],
                pictures: Vec::new(),
                reason: "A court ordered it".to_owned(),
            };
            redacting::redact(paper, ines, id, &redaction)
                .await
                .expect("redacted");
        }
    }

    async fn forgets(&self, id: ArticleId) {
        let (paper, ines) = (&self.gazette.paper, &self.gazette.ines);
        for kind in Kind::ALL {
            let request = Request {
                kind: *kind,
                requested_at: None,
                name: String::new(),
                contact: String::new(),
                words: String::new(),
            };
            let asked = deciding::ask(paper, ines, id, &request).await;
            let asked = asked.expect("kept");
            let decision = Decision {
                accept: true,
                reason: "Acquitted".to_owned(),
                names: vec!["Luca Nardi".to_owned()],
                ..Decision::default()
            };
            deciding::decide(paper, ines, asked, &decision)
                .await
                .expect("decided");
            if *kind == Kind::Deindex {
                deciding::lift(paper, ines, asked, "Of interest again")
                    .await
                    .expect("lifted");
            }
        }
    }

    async fn places(&self, id: ArticleId) {
        let (paper, ines) = (&self.gazette.paper, &self.gazette.ines);
        let word = |word: &str| Some(word.to_owned());
        let steps = [
            Placing {
                section: word("news"),
                ..Placing::default()
            },
            Placing {
                headline: word("The ferry sails again"),
                class: Some(Class::Style),
                ..Placing::default()
            },
            Placing {
                section: word("harbour"),
                ..Placing::default()
            },
            Placing {
                slug: word("ferry-sails"),
                ..Placing::default()
            },
            Placing {
                topics: Some(vec!["ferries".to_owned()]),
                ..Placing::default()
            },
        ];
        for (step, number) in steps.into_iter().zip(1..) {
            placing::place(paper, ines, id, self.beacon, step)
                .await
                .unwrap_or_else(|error| panic!("step {number}: {error}"));
        }
        placing::displace(paper, ines, id, self.beacon)
            .await
            .expect("taken off");
    }

    async fn translates(&self, id: ArticleId) {
        let (paper, ines) = (&self.gazette.paper, &self.gazette.ines);
        let mut other = sound("Riprende il traghetto");
        other.language = "it".to_owned();
        let filing = self.gazette.filing(other);
        let other = drafting::file(paper, ines, filing).await.expect("filed");
        translating::link(paper, ines, id, other)
            .await
            .expect("linked");
    }

    async fn brings_in(&self) {
        let (paper, ines) = (&self.gazette.paper, &self.gazette.ines);
        let mut corrected = self.brought("old-ferry");
        let mut copy = corrected.copy.clone();
        copy.body = body(&["The ferry sails at five."]);
        corrected.later = vec![Later {
            class: Class::Correction,
            note: "It was five.".to_owned(),
            at: corrected.first_published,
            copy,
        }];
        bringing::bring_in(paper, ines, "elsewhere", vec![corrected])
            .await
            .expect("brought in");
        let begun = imports::begin(
            paper,
            ines,
            self.gazette.title,
            "old.test",
            "x",
            &BTreeMap::new(),
        )
        .await
        .expect("begun");
        let item = Item {
            item: "post:1".to_owned(),
            number: 0,
            outcome: Outcome::Carried,
            notes: Vec::new(),
            lacks: Vec::new(),
            old: String::new(),
            forwards: Vec::new(),
            said: [0; 3],
            thing: Carried::Article(Box::new(self.brought("moved-ferry"))),
        };
        imports::carry(paper, ines, begun.id, vec![item])
            .await
            .expect("carried");
        imports::finish(paper, ines, begun.id).await.expect("ended");
        imports::undo(paper, ines, begun.id)
            .await
            .expect("taken back");
    }

    fn brought(&self, slug: &str) -> Brought {
        Brought {
            title: self.gazette.title,
            section: "news".to_owned(),
            slug: slug.to_owned(),
            comments: false,
            copy: sound("Ferry service resumes"),
            first_published: instant("2020-05-01T08:00:00Z"),
            later: Vec::new(),
            elsewhere: Vec::new(),
            former: Vec::new(),
            said: Vec::new(),
        }
    }
}

#[tokio::test]
async fn every_deed_that_changes_what_readers_see_leaves_its_entry_and_no_other_does() {
    for deed in Deed::ALL {
        let leaves = leaves(*deed);
        if matches!(leaves, Leaves::Nothing) {
            continue;
        }
        let stage = Stage::new().await;
        let id = stage
            .gazette
            .published("Ferry service resumes")
            .await
            .article;
        let before = now(&stage.gazette).await.entries.len();
        stage.does(*deed, id).await;
        let classes = now(&stage.gazette).await.classes();
        let new = classes.get(before..).unwrap_or_default();
        match leaves {
            Leaves::Entries(wanted) => assert_eq!(new, wanted, "{deed:?}"),
            Leaves::None(why) => assert!(new.is_empty(), "{deed:?}: {new:?}, but {why}"),
            Leaves::Nothing => {}
        }
        let mut session = stage.gazette.paper.read().await.expect("a read");
        let article = articles::find(&mut session, id).await.expect("found");
        let entered = log::entry_of(&mut session, id, article.revisions)
            .await
            .expect("a read");
        assert!(
            entered.is_some(),
            "{deed:?}: what readers see has its entry"
        );
    }
}

#[tokio::test]
async fn what_was_taken_back_is_said_by_an_entry_that_names_its_last_revision() {
    let stage = Stage::new().await;
    stage.brings_in().await;
    let statements = now(&stage.gazette).await.statements();
    let [
        ..,
        tlog::Statement::Revision(last),
        tlog::Statement::TakenBack(gone),
    ] = &statements[..]
    else {
        panic!("{statements:?}")
    };
    assert_eq!(
        (&gone.article, gone.number, &gone.previous, &gone.title),
        (&last.article, 1, &last.commitment, &last.title)
    );
    let mut session = stage.gazette.paper.read().await.expect("a read");
    let id = ArticleId::parse(&gone.article).expect("an id");
    articles::find(&mut session, id)
        .await
        .expect_err("it is gone");
    let entry = log::entry_of(&mut session, id, 1)
        .await
        .expect("a read")
        .expect("its entry stays");
    assert_eq!(
        (entry.opening.salt, entry.opening.addresses),
        Default::default(),
        "and opens nothing"
    );
    assert!(
        log::begun_after(&mut session)
            .await
            .expect("a read")
            .is_empty(),
        "it is no beginning"
    );
}
