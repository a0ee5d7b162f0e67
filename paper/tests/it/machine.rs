//! Random lives of articles: whatever is done in whatever order, readers see only revisions, a deed refused leaves nothing
//! behind, and what is allowed and what readers read then is what a small model of the rules says.

mod model;

use cast::{Gazette, body, found_title, sound};
use model::{EMBARGO_MINUTES, Model, Rank};
use paper::articles::content::{Class, State};
use paper::articles::placing::{self, Placing};
use paper::articles::publishing::{self, Going};
use paper::articles::redacting::{self, Redaction};
use paper::articles::{self, Revision, Stage, drafting, scheduling, withdrawing};
use paper::desk::Shelf;
use paper::id::{ArticleId, TitleId};
use paper::reading::title::{self, Reach};
use paper::rights::Role;
use paper::{Actor, changes, jobs, people, reading};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Lives tried. More of them: `PROPTEST_CASES`.
const LIVES: u32 = 12;
/// Articles of one life.
const ARTICLES: usize = 2;

#[derive(Debug, Clone)]
enum Deed {
    File,
    Save(u8),
    Publish,
    Change(Class, u8, bool),
    Withdraw(bool),
    Kill,
    Restore,
    Hold,
    Release,
    Spike,
    Embargo(bool),
    Schedule(u8),
    Work,
    Unschedule,
    Discard,
    Slug(u8),
    Place,
    Displace,
    Redact(u8),
}

fn deeds() -> impl Strategy<Value = Vec<(usize, u8, Deed)>> {
    let class = prop_oneof![
        Just(Class::Typo),
        Just(Class::Style),
        Just(Class::Update),
        Just(Class::Correction),
        Just(Class::Clarification),
        Just(Class::Withdrawal),
    ];
    let deed = prop_oneof![
        3 => Just(Deed::File),
        2 => (0..6_u8).prop_map(Deed::Save),
        4 => Just(Deed::Publish),
        5 => (class, 0..6_u8, any::<bool>()).prop_map(|(class, text, note)| Deed::Change(class, text, note)),
        2 => any::<bool>().prop_map(Deed::Withdraw),
        1 => Just(Deed::Kill),
        2 => Just(Deed::Restore),
        1 => Just(Deed::Hold),
        1 => Just(Deed::Release),
        1 => Just(Deed::Spike),
        1 => any::<bool>().prop_map(Deed::Embargo),
        2 => (1..90_u8).prop_map(Deed::Schedule),
        2 => Just(Deed::Work),
        1 => Just(Deed::Unschedule),
        2 => Just(Deed::Discard),
        1 => (0..4_u8).prop_map(Deed::Slug),
        2 => Just(Deed::Place),
        1 => Just(Deed::Displace),
        1 => (0..6_u8).prop_map(Deed::Redact),
    ];
    prop::collection::vec((0..ARTICLES, 0..4_u8, deed), 5..40)
}

fn copy(which: usize, text: u8) -> paper::copy::Copy {
    let mut copy = sound(&format!("Ferry number {which} sails"));
    copy.body = body(&[
        &format!(
            "The harbour office of Porto Vero gave timetable {text} of boat {which} on 2 March 2026."
        ),
        &format!("Captain Word{text} said the crew had been on board since six in the morning."),
    ]);
    copy
}

/// Where the desk finds an article that nobody moved and no reader reported.
fn shelf(stage: Stage, draft: Option<&drafting::Draft>) -> Option<Shelf> {
    match (stage, draft) {
        (Stage::Spiked, _) => Some(Shelf::Spiked),
        (_, Some(draft)) if draft.due.is_some() => Some(Shelf::Scheduled),
        (Stage::Draft, _) => Some(Shelf::Writing),
        (_, Some(_)) => Some(Shelf::Correct),
        (Stage::Live, None) => Some(Shelf::Live),
        (Stage::Withdrawn | Stage::Killed, None) => None,
    }
}

struct Life {
    gazette: Gazette,
    /// The title articles are placed on besides their own.
    other: TitleId,
    ids: Vec<Option<ArticleId>>,
    models: Vec<Option<Model>>,
}

/// What readers can see: of each article its stage, the revision shown, and all its public revisions.
type Seen = BTreeMap<ArticleId, (State, Vec<Revision>)>;

impl Life {
    async fn new() -> Life {
        let gazette = Gazette::new().await;
        let (paper, operator) = (&gazette.paper, &gazette.operator);
        let other = found_title(paper, operator, "beacon", "Beacon", "beacon.test").await;
        for (handle, role) in [("ines", Role::Director), ("edo", Role::Editor)] {
            people::grant(paper, operator, handle, role, Some(other), None)
                .await
                .expect("a grant");
        }
        Life {
            gazette,
            other,
            ids: vec![None; ARTICLES],
            models: vec![None; ARTICLES],
        }
    }

    /// What the rules say of a deed; the model lives on as they say.
    fn expects(&mut self, which: usize, who: u8, deed: &Deed) -> bool {
        let now = self.gazette.paper.now();
        if let (Deed::Work, Some(_)) = (deed, &self.models[which]) {
            for model in self.models.iter_mut().flatten() {
                model.works(now);
            }
        }
        match (&mut self.models[which], deed) {
            (Some(model), deed) => model.does(Rank::of(who), deed, now),
            (none, Deed::File) => {
                *none = Some(Model::filed());
                true
            }
            (None, _) => true,
        }
    }

    /// On every title readers read the text the model says, or none.
    async fn reads_as_expected(&self) {
        let mut session = self.gazette.paper.read().await.expect("a read");
        let reach = Reach {
            scheme: "https".to_owned(),
            port: None,
        };
        for (id, model) in self.ids.iter().zip(&self.models) {
            let (Some(id), Some(model)) = (id, model) else {
                assert_eq!(id.is_some(), model.is_some(), "filed or not");
                continue;
            };
            let article = articles::find(&mut session, *id).await.expect("an article");
            assert_eq!(article.stage, model.stage, "{model:?}");
            let draft = drafting::find_draft(&mut session, *id)
                .await
                .expect("a read");
            let now = self.gazette.paper.now();
            let row = reading::desk::row(&mut session, *id, now)
                .await
                .expect("a row");
            assert_eq!(row.shelf, shelf(article.stage, draft.as_ref()), "{model:?}");
            let placements = articles::placements(&mut session, *id)
                .await
                .expect("placements");
            for placement in placements {
                let host = if placement.title == self.other {
                    "beacon.test"
                } else {
                    "gazette.test"
                };
                let title = title::by_host(&mut session, host).await.expect("a read");
                let title = title.expect("a title");
                let page =
                    reading::article::article(&mut session, &title, &placement, &reach).await;
                let text = page
                    .map(|page| page.content.body.plain_text())
                    .unwrap_or_default();
                match model.read() {
                    None => assert_eq!(text, "", "nothing to read: {model:?}"),
                    Some(number) => assert!(
                        text.contains(&format!("timetable {number} of boat")),
                        "{text} is not what {model:?} shows"
                    ),
                }
            }
        }
    }

    async fn seen(&self) -> Seen {
        let mut session = self.gazette.paper.read().await.expect("a read");
        let mut seen = Seen::new();
        for id in self.ids.iter().flatten() {
            let article = articles::find(&mut session, *id).await.expect("an article");
            let revisions = articles::history(&mut session, *id, u32::MAX - 1)
                .await
                .expect("revisions");
            let Some(shown) = revisions
                .iter()
                .find(|revision| Some(revision.id) == article.revision)
            else {
                assert!(
                    article.first_published.is_none() && revisions.is_empty(),
                    "published means a revision"
                );
                continue;
            };
            assert_eq!(
                shown.number,
                article.revisions.max(1),
                "the newest revision is the one shown"
            );
            for placement in articles::placements(&mut session, *id)
                .await
                .expect("placements")
            {
                assert_eq!(
                    placement.revision, article.revision,
                    "every placement shows the same revision"
                );
            }
            seen.insert(*id, (shown.content.state, revisions));
        }
        seen
    }

    async fn act(&mut self, which: usize, who: u8, deed: &Deed) -> paper::Result<()> {
        let gazette = &self.gazette;
        let paper = &gazette.paper;
        let by: &Actor = match who {
            0 => &gazette.tomas,
            1 => &gazette.edo,
            _ => &gazette.ines,
        };
        let Some(id) = self.ids[which] else {
            if let Deed::File = deed {
                let id = drafting::file(paper, by, gazette.filing(copy(which, 0))).await?;
                self.ids[which] = Some(id);
            }
            return Ok(());
        };
        match deed {
            Deed::File => Ok(()),
            Deed::Save(text) => {
                let saves = {
                    let mut session = paper.read().await?;
                    articles::find(&mut session, id).await?.saves
                };
                drafting::save(paper, by, id, copy(which, *text), saves)
                    .await
                    .map(drop)
            }
            Deed::Publish => publishing::publish(paper, by, id, Going::change(Class::Style, ""))
                .await
                .map(drop),
            Deed::Change(class, text, note) => {
                let going = Going::change(*class, if *note { "what was wrong" } else { "" });
                let revisions = {
                    let mut session = paper.read().await?;
                    articles::find(&mut session, id).await?.revisions
                };
                publishing::change(paper, by, id, revisions, copy(which, *text), going)
                    .await
                    .map(drop)
            }
            Deed::Withdraw(note) => {
                withdrawing::withdraw(paper, by, id, if *note { "wrong as a whole" } else { "" })
                    .await
                    .map(drop)
            }
            Deed::Kill => withdrawing::kill(paper, by, id, "court order")
                .await
                .map(drop),
            Deed::Restore => withdrawing::restore(paper, by, id, "Checked", &[])
                .await
                .map(drop),
            Deed::Hold => scheduling::hold(paper, by, id, "lawyer").await,
            Deed::Release => scheduling::release(paper, by, id).await,
            Deed::Spike => scheduling::spike(paper, by, id, "no").await,
            Deed::Embargo(on) => {
                let embargo = jiff::SignedDuration::from_mins(EMBARGO_MINUTES);
                let until = on.then(|| paper.now() + embargo);
                scheduling::embargo(paper, by, id, until).await
            }
            Deed::Schedule(minutes) => {
                let at = paper.now() + jiff::SignedDuration::from_mins(i64::from(*minutes));
                let zone = jiff::tz::TimeZone::get("Europe/Rome").expect("a zone");
                let local = at.to_zoned_datetime(zone).datetime();
                scheduling::schedule(paper, by, id, local, Class::Update, "")
                    .await
                    .map(drop)
            }
            Deed::Work => jobs::work(paper).await.map(drop),
            Deed::Unschedule => scheduling::unschedule(paper, by, id).await,
            Deed::Discard => drafting::discard(paper, by, id).await,
            Deed::Place => {
                let placing = Placing {
                    section: Some("news".to_owned()),
                    ..Placing::default()
                };
                placing::place(paper, by, id, self.other, placing)
                    .await
                    .map(drop)
            }
            Deed::Displace => placing::displace(paper, by, id, self.other).await,
            Deed::Slug(n) => {
                let placing = Placing {
                    slug: Some(format!("ferry-{n}")),
                    ..Placing::default()
                };
                placing::place(paper, by, id, gazette.title, placing)
                    .await
                    .map(drop)
            }
            Deed::Redact(text) => {
                let redaction = Redaction {
                    class: Class::Legal,
                    words: vec![format!("Word{text}")],
                    pictures: Vec::new(),
                    reason: "court order".to_owned(),
                };
                redacting::redact(paper, by, id, &redaction).await.map(drop)
            }
        }
    }
}

/// Every earlier revision is as it was, but for words a redaction blanked; a new one names the one before.
fn compare(before: &Seen, after: &Seen, deed: &Deed, refused: bool) {
    if refused && !matches!(deed, Deed::Work) {
        assert_eq!(
            before, after,
            "a deed refused changed what readers see: {deed:?}"
        );
        return;
    }
    for (id, (_, now)) in after {
        let then = before
            .get(id)
            .map(|(_, revisions)| revisions.as_slice())
            .unwrap_or_default();
        assert!(now.len() >= then.len(), "a revision is gone after {deed:?}");
        assert!(
            now.len() <= then.len() + 1,
            "one deed, one revision: {deed:?}"
        );
        for old in then {
            let kept = now
                .iter()
                .find(|revision| revision.number == old.number)
                .expect("kept");
            assert_eq!(
                kept.commitment, old.commitment,
                "a commitment changed after {deed:?}"
            );
            if kept.content != old.content {
                assert!(
                    matches!(deed, Deed::Redact(_)),
                    "a revision changed after {deed:?}"
                );
                assert!(kept.redacted.is_some());
            }
        }
        for pair in now.windows(2) {
            assert_eq!(
                pair[0].content.previous, pair[1].commitment,
                "each names the one before"
            );
        }
        let first = now
            .iter()
            .find(|revision| revision.number == 1)
            .expect("a first");
        assert!(
            now.iter()
                .all(|revision| revision.content.first_published == first.content.first_published)
        );
    }
}

async fn live(steps: Vec<(usize, u8, Deed)>) {
    let mut life = Life::new().await;
    let mut before = life.seen().await;
    for (which, who, deed) in steps {
        life.gazette.later(7);
        let outcome = life.act(which, who, &deed).await;
        if let Err(error) = &outcome {
            assert!(error.refusal().is_some(), "{deed:?} broke: {error}");
        }
        let allowed = life.expects(which, who, &deed);
        assert_eq!(
            outcome.is_ok(),
            allowed,
            "{deed:?} by {:?}: {outcome:?}, {:?}",
            Rank::of(who),
            life.models[which]
        );
        life.reads_as_expected().await;
        let after = life.seen().await;
        compare(&before, &after, &deed, outcome.is_err());
        before = after;
    }
    let mut session = life.gazette.paper.read().await.expect("a read");
    let all = changes::after(&mut session, 0).await.expect("changes");
    assert!(
        all.iter().zip(1..).all(|(change, seq)| change.seq == seq),
        "no gap in the changes"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: LIVES, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn readers_see_only_revisions_whatever_the_desk_does(steps in deeds()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(live(steps));
    }
}
