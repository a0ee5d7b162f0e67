//! Random lives of a small network. The lives of `paper/tests/it/traces.rs` hold what the record says of its changes; these hold
//! the pages themselves, as they come out of the door.

use super::elsewhere::Elsewhere;
use super::returning::Returning;
use crate::stage::{Gazette, Got, ask, body, door, door_keeping, found_title, sound};
use axum::Router;
use http::Request;
use jiff::SignedDuration;
use paper::articles::content::Class;
use paper::articles::placing::{self, Placing};
use paper::articles::publishing::{self, Going};
use paper::articles::redacting::{self, Redaction};
use paper::articles::{self, drafting, scheduling, translating, withdrawing};
use paper::comments::{self, NewComment, Verdict};
use paper::copy::{Credit, CreditRole};
use paper::fronts::{self, Breaking, Composition, LeadsTo, Placed, Slot};
use paper::id::{ArticleId, PlacementId, TitleId};
use paper::people::{self, AboutContributor};
use paper::reading::facts::PageRole;
use paper::rights::Role;
use paper::sections::{self, Under};
use paper::titles::{self, Settings, Settle};
use paper::topics::{self, Kept, Kind, pinning};
use paper::{Result, jobs, pages, redirects};
use std::collections::BTreeSet;

const HOSTS: [&str; 2] = ["gazette.test", "beacon.test"];
const SECTIONS: [&str; 3] = ["news", "sport", "rowing"];
const TOPICS: [&str; 2] = ["boats", "tides"];
const PEOPLE: [&str; 2] = ["Tomas Berg", "Ada Morin"];
/// Articles of one life.
const ARTICLES: usize = 4;
/// Kinds of deeds in [`Life::act`].
const DEEDS: usize = 24;

/// Addresses every title has.
const STANDING: [&str; 31] = [
    "/",
    "/news",
    "/sport",
    "/rowing",
    "/news?page=2",
    "/topics/boats",
    "/topics/tides",
    "/people/tomas-berg",
    "/people/ada-morin",
    "/archive",
    "/archive/2026/03",
    "/archive/2026/03/02",
    "/archive/2026/03/02/09-30",
    "/archive/2026/03/02/13-00",
    "/corrections",
    "/trust",
    "/imprint",
    "/about",
    "/feed.xml",
    "/feed.json",
    "/news/feed.atom",
    "/topics/boats/feed.xml",
    "/people/ada-morin/feed.json",
    "/corrections/feed.xml",
    "/corrections/changes/feed.atom",
    "/sitemap.xml",
    "/sitemap-pages.xml",
    "/news-sitemap.xml",
    "/robots.txt",
    "/.well-known/security.txt",
    "/no-such-page",
];

/// A sequence of numbers a seed repeats (Marsaglia's xorshift).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % most as u64).expect("small")
    }

    fn one(&mut self) -> bool {
        self.below(2) == 1
    }

    fn some<'a>(&mut self, all: &'a [&'a str]) -> Vec<&'a str> {
        all.iter().copied().filter(|_| self.one()).collect()
    }
}

pub(crate) struct Life {
    gazette: Gazette,
    other: TitleId,
    ids: Vec<Option<ArticleId>>,
    chance: Chance,
    /// Every address a text ever had, with its host.
    paths: BTreeSet<(usize, String)>,
    keeping: Router,
    afresh: Router,
    elsewhere: Elsewhere,
    returning: Returning,
}

impl Life {
    pub(crate) async fn begin(seed: u64) -> Life {
        let gazette = Gazette::new().await;
        let (paper, by) = (&gazette.paper, &gazette.operator);
        let other = found_title(paper, by, "beacon", "The Beacon", HOSTS[1]).await;
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
        }
        Life {
            keeping: door(&gazette),
            afresh: door_keeping(&gazette, 0),
            elsewhere: Elsewhere::before(&gazette).await,
            returning: Returning::to(&gazette),
            other,
            ids: vec![None; ARTICLES],
            chance: Chance(seed),
            paths: BTreeSet::new(),
            gazette,
        }
    }

    /// Does something, and says what.
    pub(crate) async fn act(&mut self) -> (usize, Result<()>) {
        let which = self.chance.below(ARTICLES);
        let deed = self.chance.below(DEEDS);
        let done = match self.ids[which] {
            // Something has to be there before anything can be done with it.
            None => self.publish(which).await,
            Some(id) => match deed {
                0..6 => self.on_a_text(deed, id, which).await,
                6..14 => self.with_a_text(deed, id).await,
                _ => self.around(deed, which).await,
            },
        };
        (deed, done)
    }

    async fn publish(&mut self, which: usize) -> Result<()> {
        let copy = self.copy(which);
        let filing = self.gazette.filing(copy);
        let (paper, by) = (&self.gazette.paper, &self.gazette.ines);
        let id = drafting::file(paper, by, filing).await?;
        self.ids[which] = Some(id);
        if self.chance.one() {
            return publishing::publish(paper, by, id, Going::default())
                .await
                .map(drop);
        }
        let minutes = 1 + self.chance.below(20);
        let due = self.gazette.paper.now() + SignedDuration::from_mins(minutes as i64);
        let zone = jiff::tz::TimeZone::get("Europe/Rome").expect("a zone");
        let local = due.to_zoned_datetime(zone).datetime();
        scheduling::schedule(paper, by, id, local, Class::First, "")
            .await
            .map(drop)
    }

    fn copy(&mut self, which: usize) -> paper::copy::Copy {
        let text = self.chance.below(5);
        let mut copy = sound(&format!("Ferry number {which} sails, notice {text}"));
        copy.body = body(&[
            &format!(
                "The harbour office of Porto Vero gave timetable {text} of boat {which} on 2 March 2026."
            ),
            &format!(
                "Captain Word{text} said the crew had been on board since six in the morning."
            ),
        ]);
        copy.topics = self
            .chance
            .some(&TOPICS)
            .into_iter()
            .map(str::to_owned)
            .collect();
        let mut names = self.chance.some(&PEOPLE);
        if names.is_empty() {
            names.push(PEOPLE[0]);
        }
        copy.byline = names
            .into_iter()
            .map(|name| Credit {
                name: name.to_owned(),
                role: CreditRole::Text,
            })
            .collect();
        copy.series = if which < 2 {
            "ferries".to_owned()
        } else {
            String::new()
        };
        copy
    }

    async fn on_a_text(&mut self, deed: usize, id: ArticleId, which: usize) -> Result<()> {
        let copy = self.copy(which);
        let (paper, by) = (&self.gazette.paper, &self.gazette.ines);
        match deed {
            // In half of the lives of a text it is the right to be forgotten that takes it away.
            0 if self.chance.one() => {
                cast::forgets(&self.gazette.paper, &self.gazette.ines, id).await
            }
            0 => withdrawing::withdraw(paper, by, id, "wrong")
                .await
                .map(drop),
            1 => withdrawing::kill(paper, by, id, "court order")
                .await
                .map(drop),
            2 => withdrawing::restore(paper, by, id, "", &[]).await.map(drop),
            3 => {
                let word = self.chance.below(5);
                let redaction = Redaction {
                    class: Class::Legal,
                    words: vec![format!("Word{word}"), "Ada Morin".to_owned()],
                    pictures: Vec::new(),
                    reason: "court order".to_owned(),
                };
                redacting::redact(paper, by, id, &redaction).await.map(drop)
            }
            _ => {
                let class = [Class::Typo, Class::Update, Class::Correction][self.chance.below(3)];
                let mut session = paper.read().await?;
                let shown = articles::find(&mut session, id).await?.revisions;
                drop(session);
                let going = Going::change(class, "what was wrong");
                publishing::change(paper, by, id, shown, copy, going)
                    .await
                    .map(drop)
            }
        }
    }

    async fn with_a_text(&mut self, deed: usize, id: ArticleId) -> Result<()> {
        let placement = self.placement(id).await;
        let (section, slug) = (SECTIONS[self.chance.below(3)], self.chance.below(6));
        let title = if self.chance.one() {
            self.other
        } else {
            self.gazette.title
        };
        let until = self.gazette.paper.now() + SignedDuration::from_mins(1 + slug as i64);
        let (paper, by, here) = (&self.gazette.paper, &self.gazette.ines, self.gazette.title);
        match deed {
            6 | 7 => {
                let placing = Placing {
                    section: Some(section.to_owned()),
                    slug: (slug > 2).then(|| format!("ferry-{slug}")),
                    headline: (slug == 1).then(|| "Over there".to_owned()),
                    comments: Some(slug != 2),
                    ..Placing::default()
                };
                placing::place(paper, by, id, title, placing)
                    .await
                    .map(drop)
            }
            8 => placing::displace(paper, by, id, self.other).await,
            9 => {
                let until = (slug > 2).then_some(until);
                fronts::pin(paper, by, here, Slot::ALL[slug % 2], 0, placement, until).await
            }
            10 => fronts::unpin(paper, by, here, Slot::ALL[slug % 2], 0).await,
            11 => {
                let comment = NewComment {
                    placement,
                    reply_to: None,
                    name: "Lia".to_owned(),
                    text: format!("Well written, {slug}."),
                };
                let comment = comments::file(paper, &comment).await?;
                comments::decide(paper, by, comment, &Verdict::Approve).await
            }
            12 => {
                let path = format!("/old/{slug}");
                self.paths.insert((0, path.clone()));
                redirects::add(paper, &self.gazette.operator, here, &path, id).await
            }
            _ => {
                let now = paper.now();
                let mut session = paper.read().await?;
                let from = fronts::current(&mut session, here, now).await?.version;
                drop(session);
                let composition = Composition {
                    slots: vec![Placed {
                        slot: Slot::ALL[0],
                        position: 0,
                        article: id,
                        until: (slug > 3).then_some(until),
                        headline: (slug > 2).then(|| "On the front alone".to_owned()),
                        picture: None,
                    }],
                    breaking: (slug != 4).then(|| Breaking {
                        text: format!("Breaking {slug}"),
                        to: LeadsTo::Article(id),
                        until,
                    }),
                };
                fronts::publish(paper, by, here, composition, from)
                    .await
                    .map(drop)
            }
        }
    }

    async fn around(&mut self, deed: usize, which: usize) -> Result<()> {
        let n = self.chance.below(4);
        let title = if self.chance.one() {
            self.other
        } else {
            self.gazette.title
        };
        let (paper, by) = (&self.gazette.paper, &self.gazette.operator);
        match deed {
            14 => {
                let (name, slug) = (format!("Topic {n}"), TOPICS[n % 2]);
                let kept = Kept {
                    kind: (n < 3).then_some(Kind::Dossier),
                    ..Kept::default()
                };
                topics::keep(paper, by, title, slug, &name, kept).await?;
                let first: Vec<ArticleId> = self.ids[which].into_iter().collect();
                pinning::pin(paper, by, title, slug, &first).await
            }
            15 => {
                let name = format!("Sport {n}");
                sections::keep(paper, by, title, "sport", &name, None, Under::Same)
                    .await
                    .map(drop)
            }
            16 => {
                let about = AboutContributor {
                    name: PEOPLE[n % 2].to_owned(),
                    role: [("en".to_owned(), format!("Desk {n}"))].into(),
                    ..AboutContributor::default()
                };
                people::keep_contributor(paper, by, &about).await.map(drop)
            }
            17 => {
                let text = body(&[&format!("We are paper number {n}.")]);
                pages::keep(paper, by, title, "about", PageRole::About, "About", &text).await
            }
            18 => {
                let settings = Settings {
                    menu: SECTIONS.into_iter().take(n).map(str::to_owned).collect(),
                    most_read: n > 1,
                    ..Settings::default()
                };
                let change = Settle {
                    motto: Some(format!("Motto {n}")),
                    theme: Some(["broadsheet", "plain"][n % 2].to_owned()),
                    settings: Some(settings),
                    ..Settle::default()
                };
                titles::settle(paper, by, title, &change).await
            }
            19 => match (self.ids[which], self.ids[n]) {
                (Some(one), Some(other)) if one != other => {
                    translating::link(paper, &self.gazette.ines, one, other).await
                }
                _ => Ok(()),
            },
            20 => {
                // Three days and a bit: the news sitemap forgets, days begin.
                self.gazette.later(24 * 60 * n as i64 + 7);
                Ok(())
            }
            21 => {
                self.gazette.later(n as i64 * 6);
                Ok(())
            }
            _ => jobs::work(paper).await.map(drop),
        }
    }

    async fn placement(&self, id: ArticleId) -> PlacementId {
        let mut session = self.gazette.paper.read().await.expect("a read");
        let all = articles::placements(&mut session, id).await;
        all.expect("placements")[0].id
    }

    /// The newspaper it is lived in.
    pub(crate) fn gazette(&self) -> &Gazette {
        &self.gazette
    }

    /// Its door that keeps no page.
    pub(crate) fn door(&self) -> &Router {
        &self.afresh
    }

    /// Every address that can be asked for, each with the host it is of.
    pub(crate) async fn addresses(&mut self) -> Vec<(usize, String)> {
        let mut session = self.gazette.paper.read().await.expect("a read");
        for id in self.ids.iter().flatten() {
            for placement in articles::placements(&mut session, *id)
                .await
                .expect("placements")
            {
                let host = usize::from(placement.title == self.other);
                self.paths.extend(placement.path.map(|path| (host, path)));
            }
        }
        let standing = (0..HOSTS.len()).flat_map(|host| {
            STANDING
                .into_iter()
                .map(move |path| (host, path.to_owned()))
        });
        let texts = self.paths.iter().flat_map(|(host, path)| {
            [
                "",
                "/history",
                "/history?class=correction",
                ".json",
                "?revision=1",
                "?order=newest",
                "/",
            ]
            .into_iter()
            .map(move |end| (*host, format!("{path}{end}")))
        });
        standing.chain(texts).collect()
    }

    /// Each page as it is kept is the page made afresh, head and bytes. Returns how many were compared.
    pub(crate) async fn compare(&mut self, after: &str) -> usize {
        let addresses = self.addresses().await;
        self.elsewhere.hears(&self.gazette).await;
        for (n, (host, path)) in addresses.iter().enumerate() {
            let coding = if n % 2 == 0 { "gzip" } else { "identity" };
            let asks = async |door: &Router| -> Got {
                let request = Request::get(path.as_str())
                    .header("host", HOSTS[*host])
                    .header("accept-encoding", coding);
                ask(door, request).await
            };
            let (kept, afresh) = (asks(&self.keeping).await, asks(&self.afresh).await);
            let place = format!("{}{path} after {after}", HOSTS[*host]);
            assert_eq!(kept.status, afresh.status, "{place}");
            if kept.bytes != afresh.bytes {
                let plainly = || Request::get(path.as_str()).header("host", HOSTS[*host]);
                let afresh = ask(&self.afresh, plainly()).await.text();
                let kept = ask(&self.keeping, plainly()).await.text();
                panic!("{place} is another page\nkept: {kept}\nafresh: {afresh}");
            }
            assert_eq!(kept.headers, afresh.headers, "{place}");
            let now = self.gazette.paper.now();
            let other = self.elsewhere.gives(HOSTS[*host], path, coding, now).await;
            assert!(
                other.bytes == afresh.bytes,
                "{place} is another page elsewhere"
            );
            assert_eq!(other.status, afresh.status, "{place}");
        }
        // To pack pages as small as they get takes long, so returning readers ask for one.
        let (host, path) = &addresses[self.chance.below(addresses.len())];
        let place = format!("{}{path} after {after}", HOSTS[*host]);
        self.returning.compare(HOSTS[*host], path, &place).await;
        addresses.len()
    }
}
