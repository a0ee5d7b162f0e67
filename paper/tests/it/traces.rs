//! Whatever is done, each page that is another one afterwards bears something the deed's row of `changes` names. Who keeps
//! pages by what they bear and hears of every row never keeps a stale one.

use cast::{Gazette, body, found_title, sound};
use paper::addresses::{self, Leads};
use paper::articles::content::Class;
use paper::articles::placing::{self, Placing};
use paper::articles::publishing::{self, Going};
use paper::articles::redacting::{self, Redaction};
use paper::articles::{self, drafting, translating, withdrawing};
use paper::changes::{self, Traces};
use paper::comments::{self, NewComment, Verdict};
use paper::copy::{Credit, CreditRole};
use paper::fronts::{self, Slot};
use paper::id::{ArticleId, TitleId};
use paper::people::{self, AboutContributor};
use paper::reading::archive::Stretch;
use paper::reading::title::Reach;
use paper::reading::{archive, article, corrections, front, history, lists, topic};
use paper::rights::Role;
use paper::sections::{self, Under};
use paper::titles::{self, Title};
use paper::topics;
use paper::{Result, Session, jobs};
use proptest::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Lives tried. More of them: `PROPTEST_CASES`.
const LIVES: u32 = 8;
/// Articles of one life.
const ARTICLES: usize = 3;
const SECTIONS: [&str; 3] = ["news", "sport", "rowing"];
const TOPICS: [&str; 2] = ["boats", "tides"];
const PEOPLE: [&str; 2] = ["Tomas Berg", "Ada Morin"];

#[derive(Debug, Clone)]
enum Deed {
    Publish {
        topics: u8,
        byline: u8,
        text: u8,
    },
    Place {
        there: bool,
        section: u8,
        topics: u8,
        slug: u8,
        comments: bool,
    },
    Displace,
    Withdraw,
    Kill,
    Restore,
    Redact {
        text: u8,
    },
    /// De-indexes it, or lifts that.
    Forget,
    Link {
        other: usize,
    },
    Pin {
        slot: u8,
        minutes: Option<u8>,
    },
    Unpin {
        slot: u8,
    },
    Comment,
    Topic {
        name: u8,
    },
    Contributor {
        role: u8,
    },
    Later {
        minutes: u8,
    },
}

fn deeds() -> impl Strategy<Value = Vec<(usize, Deed)>> {
    let deed = prop_oneof![
        6 => (0..4_u8, 0..4_u8, 0..4_u8).prop_map(|(topics, byline, text)| Deed::Publish { topics, byline, text }),
        4 => (any::<bool>(), 0..3_u8, 0..4_u8, 0..4_u8, any::<bool>())
            .prop_map(|(there, section, topics, slug, comments)| Deed::Place { there, section, topics, slug, comments }),
        1 => Just(Deed::Displace),
        1 => Just(Deed::Withdraw),
        1 => Just(Deed::Kill),
        2 => Just(Deed::Restore),
        1 => (0..4_u8).prop_map(|text| Deed::Redact { text }),
        2 => Just(Deed::Forget),
        2 => (0..ARTICLES).prop_map(|other| Deed::Link { other }),
        2 => (0..2_u8, proptest::option::of(1..30_u8)).prop_map(|(slot, minutes)| Deed::Pin { slot, minutes }),
        1 => (0..2_u8).prop_map(|slot| Deed::Unpin { slot }),
        2 => Just(Deed::Comment),
        1 => (0..3_u8).prop_map(|name| Deed::Topic { name }),
        1 => (0..3_u8).prop_map(|role| Deed::Contributor { role }),
        3 => (1..40_u8).prop_map(|minutes| Deed::Later { minutes }),
    ];
    prop::collection::vec((0..ARTICLES, deed), 10..30)
}

fn chosen<'a>(all: &'a [&'a str], bits: u8) -> impl Iterator<Item = &'a str> {
    all.iter()
        .enumerate()
        .filter(move |(n, _)| bits & (1 << n) != 0)
        .map(|(_, word)| *word)
}

fn copy(which: usize, topics: u8, byline: u8, text: u8) -> paper::copy::Copy {
    let mut copy = sound(&format!("Ferry number {which} sails, notice {text}"));
    copy.body = body(&[
        &format!(
            "The harbour office of Porto Vero gave timetable {text} of boat {which} on 2 March 2026."
        ),
        &format!("Captain Word{text} said the crew had been on board since six in the morning."),
    ]);
    copy.topics = chosen(&TOPICS, topics).map(str::to_owned).collect();
    copy.byline = chosen(&PEOPLE, byline.max(1))
        .map(|name| Credit {
            name: name.to_owned(),
            role: CreditRole::Text,
        })
        .collect();
    copy
}

/// What a page shows, and what it bears.
type Pages = BTreeMap<String, (String, Traces)>;

struct Life {
    gazette: Gazette,
    other: TitleId,
    ids: Vec<Option<ArticleId>>,
    /// Every address a text ever had.
    paths: BTreeSet<(TitleId, String, ArticleId)>,
}

fn shown<T: Serialize>(facts: Result<T>) -> String {
    match facts {
        Ok(facts) => serde_json::to_string(&facts).expect("JSON"),
        Err(error) => error.refusal().expect("no fault").to_string(),
    }
}

impl Life {
    async fn begin() -> Life {
        let gazette = Gazette::new().await;
        let (paper, by) = (&gazette.paper, &gazette.operator);
        let other = found_title(paper, by, "beacon", "The Beacon", "beacon.test").await;
        people::grant(paper, by, "ines", Role::Director, Some(other), None)
            .await
            .expect("a grant");
        for role in [Role::Moderator, Role::Publisher] {
            people::grant(paper, by, "ines", role, None, None)
                .await
                .expect("a grant");
        }
        for title in [gazette.title, other] {
            for (slug, under) in [("sport", Under::Same), ("rowing", Under::Section("sport"))] {
                sections::keep(paper, by, title, slug, slug, None, under)
                    .await
                    .expect("a section");
            }
            for slug in TOPICS {
                topics::keep(paper, by, title, slug, slug, None)
                    .await
                    .expect("a topic");
            }
        }
        let mut life = Life {
            gazette,
            other,
            ids: vec![None; ARTICLES],
            paths: BTreeSet::new(),
        };
        for name in PEOPLE {
            life.contributor(name, 0).await.expect("a contributor");
        }
        for which in 0..2 {
            let text = Deed::Publish {
                topics: 3,
                byline: 3,
                text: 0,
            };
            life.act(which, &text).await.expect("published");
        }
        life
    }

    async fn contributor(&self, name: &str, role: u8) -> Result<()> {
        let about = AboutContributor {
            name: name.to_owned(),
            role: [("en".to_owned(), format!("Desk {role}"))].into(),
            ..AboutContributor::default()
        };
        people::keep_contributor(&self.gazette.paper, &self.gazette.operator, &about)
            .await
            .map(drop)
    }

    /// Every page readers can ask for.
    async fn pages(&mut self) -> Pages {
        let mut session = self.gazette.paper.read().await.expect("a read");
        for article in self.ids.iter().flatten() {
            for placement in articles::placements(&mut session, *article)
                .await
                .expect("placements")
            {
                if let Some(path) = placement.path {
                    self.paths.insert((placement.title, path, *article));
                }
            }
        }
        let mut pages = Pages::new();
        for id in [self.gazette.title, self.other] {
            let title = titles::by_id(&mut session, id).await.expect("a title");
            self.lists(&mut session, &title, &mut pages).await;
        }
        for (title, path, article) in &self.paths {
            let title = titles::by_id(&mut session, *title).await.expect("a title");
            text(&mut session, &title, path, *article, &mut pages).await;
        }
        pages
    }

    async fn lists(&self, session: &mut Session, title: &Title, pages: &mut Pages) {
        let now = self.gazette.paper.now();
        let key = &title.key;
        let of_title = Traces::of_title(title.id);
        let front = shown(front::front(session, title, now).await);
        pages.insert(format!("{key} front"), (front, of_title.clone()));
        let mended = shown(corrections::page(session, title, now, 1).await);
        pages.insert(format!("{key} corrections"), (mended, of_title.clone()));
        let day = Stretch::Day(jiff::civil::date(2026, 3, 2));
        let day = shown(archive::archive(session, title, day, now).await);
        pages.insert(format!("{key} day"), (day, of_title));
        for slug in SECTIONS {
            let id = sections::section(session, title.id, slug)
                .await
                .expect("a section")
                .id;
            let bears = Traces {
                sections: [id].into(),
                ..Traces::default()
            };
            let page = shown(lists::section(session, title, slug, 1).await);
            pages.insert(format!("{key} section {slug}"), (page, bears));
        }
        for slug in TOPICS {
            let id = topics::topic(session, title.id, slug)
                .await
                .expect("a topic")
                .id;
            let bears = Traces {
                topics: [id].into(),
                ..Traces::default()
            };
            let page = shown(topic::topic(session, title, slug, 1).await);
            pages.insert(format!("{key} topic {slug}"), (page, bears));
        }
        for slug in ["tomas-berg", "ada-morin"] {
            let id = people::contributor(session, slug)
                .await
                .expect("a contributor")
                .id;
            let bears = Traces {
                people: [id].into(),
                ..Traces::default()
            };
            let page = shown(lists::contributor(session, title, slug, 1).await);
            pages.insert(format!("{key} person {slug}"), (page, bears));
        }
    }

    async fn act(&mut self, which: usize, deed: &Deed) -> Result<()> {
        let gazette = &self.gazette;
        let (paper, by) = (&gazette.paper, &gazette.ines);
        if let Deed::Later { minutes } = deed {
            gazette.later(i64::from(*minutes));
            return jobs::work(paper).await.map(drop);
        }
        if let Deed::Contributor { role } = deed {
            return self.contributor(PEOPLE[which % 2], *role).await;
        }
        if let Deed::Topic { name } = deed {
            let (slug, name) = (TOPICS[which % 2], format!("Topic {name}"));
            return topics::keep(paper, &gazette.operator, gazette.title, slug, &name, None)
                .await
                .map(drop);
        }
        let Some(id) = self.ids[which] else {
            if let Deed::Publish {
                topics,
                byline,
                text,
            } = deed
            {
                let filing = gazette.filing(copy(which, *topics, *byline, *text));
                let id = drafting::file(paper, by, filing).await?;
                self.ids[which] = Some(id);
                publishing::publish(paper, by, id, Going::default()).await?;
            }
            return Ok(());
        };
        self.act_on(id, which, deed).await
    }

    async fn act_on(&self, id: ArticleId, which: usize, deed: &Deed) -> Result<()> {
        let gazette = &self.gazette;
        let (paper, by) = (&gazette.paper, &gazette.ines);
        match deed {
            Deed::Publish {
                topics,
                byline,
                text,
            } => {
                let class = [Class::Typo, Class::Update, Class::Correction][usize::from(text % 3)];
                let going = Going::change(class, "what was wrong");
                let shown = gazette.shown(id).await.content.number;
                let copy = copy(which, *topics, *byline, *text);
                publishing::change(paper, by, id, shown, copy, going)
                    .await
                    .map(drop)
            }
            Deed::Place {
                there,
                section,
                topics,
                slug,
                comments,
            } => {
                let title = if *there { self.other } else { gazette.title };
                let placing = Placing {
                    section: Some(SECTIONS[usize::from(*section)].to_owned()),
                    slug: (*slug > 1).then(|| format!("ferry-{slug}")),
                    topics: Some(chosen(&TOPICS, *topics).map(str::to_owned).collect()),
                    comments: Some(*comments),
                    ..Placing::default()
                };
                placing::place(paper, by, id, title, placing)
                    .await
                    .map(drop)
            }
            Deed::Displace => placing::displace(paper, by, id, self.other).await,
            Deed::Withdraw => withdrawing::withdraw(paper, by, id, "wrong")
                .await
                .map(drop),
            Deed::Kill => withdrawing::kill(paper, by, id, "court order")
                .await
                .map(drop),
            Deed::Restore => withdrawing::restore(paper, by, id, "", &[]).await.map(drop),
            Deed::Redact { text } => {
                let redaction = Redaction {
                    class: Class::Legal,
                    words: vec![format!("Word{text}"), "Ada Morin".to_owned()],
                    pictures: Vec::new(),
                    reason: "court order".to_owned(),
                };
                redacting::redact(paper, by, id, &redaction).await.map(drop)
            }
            Deed::Forget => cast::forgets(paper, by, id).await,
            Deed::Link { other } => match self.ids[*other] {
                Some(other) if other != id => translating::link(paper, by, id, other).await,
                _ => Ok(()),
            },
            Deed::Pin { slot, minutes } => {
                let placement = self.placement(id).await;
                let until = minutes
                    .map(|minutes| paper.now() + jiff::SignedDuration::from_mins(minutes.into()));
                let slot = Slot::ALL[usize::from(*slot)];
                fronts::pin(paper, by, gazette.title, slot, 0, placement, until).await
            }
            Deed::Unpin { slot } => {
                let slot = Slot::ALL[usize::from(*slot)];
                fronts::unpin(paper, by, gazette.title, slot, 0).await
            }
            Deed::Comment => {
                let comment = NewComment {
                    placement: self.placement(id).await,
                    reply_to: None,
                    name: "Lia".to_owned(),
                    text: "Well written.".to_owned(),
                };
                let comment = comments::file(paper, &comment).await?;
                comments::decide(paper, by, comment, &Verdict::Approve).await
            }
            Deed::Topic { .. } | Deed::Contributor { .. } | Deed::Later { .. } => Ok(()),
        }
    }

    async fn placement(&self, id: ArticleId) -> paper::id::PlacementId {
        let mut session = self.gazette.paper.read().await.expect("a read");
        let placements = articles::placements(&mut session, id)
            .await
            .expect("placements");
        placements[0].id
    }
}

/// The page at an address, with its history.
async fn text(session: &mut Session, title: &Title, path: &str, id: ArticleId, pages: &mut Pages) {
    let reach = Reach {
        scheme: "https".to_owned(),
        port: None,
    };
    let mut bears = Traces {
        articles: [id].into(),
        ..Traces::default()
    };
    let key = format!("{} {path}", title.key);
    let leads = addresses::follow(session, title.id, path)
        .await
        .expect("an answer");
    let Leads::Here(placement) = leads else {
        pages.insert(key, (format!("{leads:?}"), bears));
        return;
    };
    let versions = history::history(session, &placement, 1, None, &reach).await;
    pages.insert(format!("{key}/history"), (shown(versions), bears.clone()));
    let facts = article::article(session, title, &placement, &reach).await;
    bears = changes::borne_by(session, &placement)
        .await
        .expect("an answer");
    pages.insert(key, (shown(facts), bears));
}

fn share(one: &Traces, other: &Traces) -> bool {
    other.all
        || !one.articles.is_disjoint(&other.articles)
        || !one.placements.is_disjoint(&other.placements)
        || !one.titles.is_disjoint(&other.titles)
        || !one.fronts.is_disjoint(&other.fronts)
        || !one.sections.is_disjoint(&other.sections)
        || !one.topics.is_disjoint(&other.topics)
        || !one.people.is_disjoint(&other.people)
}

async fn live(steps: Vec<(usize, Deed)>) {
    let mut life = Life::begin().await;
    let mut before = life.pages().await;
    for (which, deed) in steps {
        let mut session = life.gazette.paper.read().await.expect("a read");
        let seq = changes::newest(&mut session).await.expect("a number");
        drop(session);
        if let Err(error) = life.act(which, &deed).await {
            assert!(error.refusal().is_some(), "{deed:?} broke: {error}");
        }
        let after = life.pages().await;
        let mut session = life.gazette.paper.read().await.expect("a read");
        let rows = changes::after(&mut session, seq).await.expect("changes");
        for (page, (facts, bears)) in &before {
            let now = after.get(page).map(|(facts, _)| facts);
            assert!(
                now == Some(facts) || rows.iter().any(|row| share(bears, &row.traces)),
                "{page} changed after {deed:?}, and nothing it bears is traced: {bears:?} in {rows:?}\nbefore: {facts}\nafter: {now:?}"
            );
        }
        before = after;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: LIVES, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn each_page_that_changes_bears_something_the_deed_traced(steps in deeds()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(live(steps));
    }
}

#[tokio::test]
async fn a_redacted_byline_stays_in_no_trace() {
    let life = Life::begin().await;
    let mut session = life.gazette.paper.read().await.expect("a read");
    let rows = changes::after(&mut session, 0).await.expect("changes");
    let rows = serde_json::to_string(&rows.iter().map(|row| &row.traces).collect::<Vec<_>>());
    assert!(
        !rows.expect("JSON").contains("Ada"),
        "people are traced by id"
    );
}

#[tokio::test]
async fn a_pin_that_expires_leaves_a_row_and_only_one() {
    let life = Life::begin().await;
    let gazette = &life.gazette;
    let paper = &gazette.paper;
    let placement = life.placement(life.ids[0].expect("an article")).await;
    let until = paper.now() + jiff::SignedDuration::from_mins(10);
    let pin = async |until| {
        fronts::pin(
            paper,
            &gazette.ines,
            gazette.title,
            Slot::Lead,
            0,
            placement,
            until,
        )
        .await
        .expect("pinned");
    };
    let expired = async || {
        let mut session = paper.read().await.expect("a read");
        let rows = changes::after(&mut session, 0).await.expect("changes");
        let rows = rows.into_iter().filter(|row| row.deed == "front.expire");
        rows.map(|row| row.traces).collect::<Vec<_>>()
    };
    pin(Some(until)).await;
    jobs::work(paper).await.expect("nothing is due");
    assert_eq!(expired().await, []);
    gazette.later(10);
    jobs::work(paper).await.expect("the place is freed");
    jobs::work(paper).await.expect("nothing is left to do");
    assert_eq!(expired().await, [Traces::of_title(gazette.title)]);

    pin(Some(paper.now() + jiff::SignedDuration::from_mins(10))).await;
    pin(None).await;
    gazette.later(60);
    jobs::work(paper).await.expect("it was pinned for good");
    assert_eq!(expired().await.len(), 1);
}
