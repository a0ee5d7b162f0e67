//! Random lives of articles: whatever is done in whatever order, readers see only revisions, a deed refused leaves nothing
//! behind, and what is allowed and what readers read then is what a small model of the rules says.

mod deeds;
mod model;
mod promises;

use crate::carrying;
use cast::{Gazette, body, found_title, sound};
use deeds::{Dated, Deed, deeds};
use jiff::SignedDuration;
use markup::Block;
use model::{Answer, BACKDATED_DAYS, EMBARGO_MINUTES, Model, Rank};
use paper::addresses::{self, Leads};
use paper::articles::content::{Class, State};
use paper::articles::merging::{self, Saved};
use paper::articles::placing::{self, Placing};
use paper::articles::publishing::{self, Going};
use paper::articles::redacting::{self, Redaction};
use paper::articles::replying::{self, Wanted};
use paper::articles::{
    self, Article, PlacementRow, Revision, Stage, drafting, scheduling, withdrawing,
};
use paper::desk::Shelf;
use paper::id::{ArticleId, TitleId};
use paper::reading::title::{self, Reach};
use paper::rights::Role;
use paper::sections::Under;
use paper::titles::Settle;
use paper::{Actor, Session, changes, jobs, people, reading, sections, titles};
use promises::compare;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Lives tried. More of them: `PROPTEST_CASES`.
const LIVES: u32 = 12;
/// Articles of one life.
const ARTICLES: usize = 2;
/// Which block is the ending of a text.
const ENDING: usize = 3;

/// Text `text` of a boat, with ending `end`.
fn copy(which: usize, text: u8, end: u8) -> paper::copy::Copy {
    let mut copy = sound(&format!("Ferry number {which} sails"));
    copy.body = body(&[
        &format!(
            "The harbour office of Porto Vero gave timetable {text} of boat {which} on 2 March 2026."
        ),
        &format!("Captain Word{text} said the crew had been on board since six in the morning."),
        "The quay of the old town is closed to cars until the evening.",
        &ending(end),
    ]);
    copy
}

fn ending(end: u8) -> String {
    format!("The quay keeper counted {end} boats at the end of the day.")
}

/// The section with a number, on every title.
fn section(number: u8) -> String {
    ["news", "harbour"][usize::from(number)].to_owned()
}

/// What an article is called on the other title by its own headline there.
fn called(number: u8) -> String {
    let quay = ["north", "south", "east"][usize::from(number)];
    format!("Ferry sails from the {quay} quay")
}

/// A statement of somebody concerned.
fn statement(number: u8) -> Wanted {
    Wanted::Words {
        name: "Luca Nardi".to_owned(),
        text: statement_text(number),
    }
}

fn statement_text(number: u8) -> String {
    format!("I was on board from {number} in the morning.")
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
    /// Every address a reader could ever have read an article at.
    addresses: BTreeMap<(TitleId, String), ArticleId>,
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
        for title in [gazette.title, other] {
            let harbour = sections::keep(
                paper,
                operator,
                title,
                "harbour",
                "Harbour",
                None,
                Under::Same,
            );
            harbour.await.expect("a section");
        }
        let settle = Settle {
            permalink: Some("/{section}/{slug}".to_owned()),
            ..Settle::default()
        };
        titles::settle(paper, operator, other, &settle)
            .await
            .expect("addresses that follow the section");
        Life {
            gazette,
            other,
            ids: vec![None; ARTICLES],
            models: vec![None; ARTICLES],
            addresses: BTreeMap::new(),
        }
    }

    /// What the rules say of a deed; the model lives on as they say.
    fn expects(&mut self, which: usize, who: u8, deed: &Deed) -> Answer {
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
                Answer::Yes
            }
            (None, _) => Answer::Yes,
        }
    }

    /// On every title readers read what the model says, or nothing; the desk finds the draft it says.
    async fn reads_as_expected(&self) {
        let mut session = self.gazette.paper.read().await.expect("a read");
        for (id, model) in self.ids.iter().zip(&self.models) {
            let (Some(id), Some(model)) = (id, model) else {
                assert_eq!(id.is_some(), model.is_some(), "filed or not");
                continue;
            };
            let article = articles::find(&mut session, *id).await.expect("an article");
            assert_eq!(article.stage, model.stage, "{model:?}");
            assert_eq!(article.first_published, model.first, "{model:?}");
            self.lies_at_the_desk(&mut session, &article, model).await;
            let placements = articles::placements(&mut session, *id)
                .await
                .expect("placements");
            let on = placements.iter().filter(|one| one.title == self.other);
            assert_eq!(on.count() == 1, model.on_the_other.is_some(), "{model:?}");
            for placement in placements {
                self.is_read(&mut session, &placement, model).await;
            }
        }
    }

    async fn lies_at_the_desk(&self, session: &mut Session, article: &Article, model: &Model) {
        let draft = drafting::find_draft(session, article.id)
            .await
            .expect("a read");
        let now = self.gazette.paper.now();
        let row = reading::desk::row(session, article.id, now)
            .await
            .expect("a row");
        assert_eq!(row.shelf, shelf(article.stage, draft.as_ref()), "{model:?}");
        let kept = draft.map(|draft| (draft.copy.body.plain_text(), draft.copy.embargo));
        let Some((text, embargo)) = kept else {
            assert_eq!(model.drafted(), None, "no draft");
            return;
        };
        let (number, end, until) = model.drafted().expect("a draft");
        let told = text.contains(&format!("timetable {number} of boat"));
        assert!(told && text.contains(&ending(end)), "{text}: {model:?}");
        assert_eq!(embargo, until, "{model:?}");
    }

    /// A placement shows what the model says: the text, its ending, the statements, what was blanked, the headline, the section.
    async fn is_read(&self, session: &mut Session, placement: &PlacementRow, model: &Model) {
        let there = placement.title == self.other;
        let host = if there { "beacon.test" } else { "gazette.test" };
        let stands = model.section(there).expect("placed");
        let found = sections::section(session, placement.title, &section(stands)).await;
        assert_eq!(placement.section, found.expect("a section").id, "{model:?}");
        let reach = Reach {
            scheme: "https".to_owned(),
            port: None,
        };
        let title = title::by_host(session, host).await.expect("a read");
        let title = title.expect("a title");
        let page = reading::article::article(session, &title, placement, &reach).await;
        let Some((number, end)) = model.read() else {
            let text = page.map(|page| page.content.body.plain_text());
            assert_eq!(text.unwrap_or_default(), "", "nothing to read: {model:?}");
            return;
        };
        let content = page.expect("a page").content;
        let text = content.body.plain_text();
        assert!(
            text.contains(&format!("timetable {number} of boat")) && text.contains(&ending(end)),
            "{text} is not what {model:?} shows"
        );
        let statements = content.statements.iter().map(|one| one.text.clone());
        let wanted = model.replies.iter().map(|number| statement_text(*number));
        assert!(statements.eq(wanted), "{model:?}");
        let blanked: Vec<Class> = content.redactions.iter().map(|one| one.class).collect();
        assert_eq!(blanked, model.redactions, "{model:?}");
        let headline = articles::headline(session, placement).await;
        let wanted = match model.called(there) {
            Some(number) => called(number),
            None => content.headline,
        };
        assert_eq!(headline.expect("a headline"), wanted, "{model:?}");
    }

    /// An address once used leads to the same article for ever, wherever it stands by now.
    async fn addresses_lead_home(&mut self) {
        let mut session = self.gazette.paper.read().await.expect("a read");
        for id in self.ids.iter().flatten() {
            let placements = articles::placements(&mut session, *id).await;
            for placement in placements.expect("placements") {
                let Some(path) = placement.path else {
                    continue;
                };
                let before = self.addresses.insert((placement.title, path), *id);
                assert!(
                    before.is_none_or(|before| before == *id),
                    "two at one address"
                );
            }
        }
        let own = self.gazette.title;
        for ((title, path), id) in &self.addresses {
            let leads = addresses::follow(&mut session, *title, path).await;
            let to = match leads.expect("a read") {
                Leads::Here(placement) => Some(placement.article),
                Leads::There(now) => self.addresses.get(&(*title, now)).copied(),
                Leads::Elsewhere { host, path } => {
                    assert_eq!(host, "gazette.test", "to its own title");
                    self.addresses.get(&(own, path)).copied()
                }
                Leads::Nowhere => None,
            };
            assert_eq!(to, Some(*id), "{path}");
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
                let id = drafting::file(paper, by, gazette.filing(copy(which, 0, 0))).await?;
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
                drafting::save(paper, by, id, copy(which, *text, 0), saves)
                    .await
                    .map(drop)
            }
            Deed::Together(text, end) => {
                let whole = copy(which, *text, *end).body.blocks;
                let one = |base: &mut Vec<Block>| base[ENDING..].clone_from_slice(&whole[ENDING..]);
                let other =
                    |base: &mut Vec<Block>| base[..ENDING].clone_from_slice(&whole[..ENDING]);
                self.two_save(by, id, one, other).await
            }
            Deed::Clash(one, other) => {
                let above = |text: u8| copy(which, text, 0).body.blocks;
                let write = |text: u8| {
                    move |base: &mut Vec<Block>| {
                        base[..ENDING].clone_from_slice(&above(text)[..ENDING])
                    }
                };
                self.two_save(by, id, write(*one), write(*other)).await
            }
            Deed::Publish(dated) => {
                let going = Going {
                    dated: match dated {
                        Dated::Now => None,
                        Dated::Past => {
                            Some(paper.now() - SignedDuration::from_hours(24 * BACKDATED_DAYS))
                        }
                        Dated::Future => Some(paper.now() + SignedDuration::from_hours(1)),
                    },
                    ..Going::change(Class::Style, "")
                };
                publishing::publish(paper, by, id, going).await.map(drop)
            }
            Deed::Change(class, text, note) => {
                let going = Going::change(*class, if *note { "what was wrong" } else { "" });
                let revisions = {
                    let mut session = paper.read().await?;
                    articles::find(&mut session, id).await?.revisions
                };
                publishing::change(paper, by, id, revisions, copy(which, *text, 0), going)
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
                let embargo = SignedDuration::from_mins(EMBARGO_MINUTES);
                let until = on.then(|| paper.now() + embargo);
                scheduling::embargo(paper, by, id, until).await
            }
            Deed::Schedule(minutes, update) => {
                let at = paper.now() + SignedDuration::from_mins(i64::from(*minutes));
                let zone = jiff::tz::TimeZone::get("Europe/Rome").expect("a zone");
                let local = at.to_zoned_datetime(zone).datetime();
                let class = if *update {
                    Class::Update
                } else {
                    Class::Correction
                };
                scheduling::schedule(paper, by, id, local, class, "")
                    .await
                    .map(drop)
            }
            Deed::Work => jobs::work(paper).await.map(drop),
            Deed::Unschedule => scheduling::unschedule(paper, by, id).await,
            Deed::Discard => drafting::discard(paper, by, id).await,
            Deed::Section(number) => {
                let placing = Placing {
                    section: Some(section(*number)),
                    ..Placing::default()
                };
                placing::place(paper, by, id, gazette.title, placing)
                    .await
                    .map(drop)
            }
            Deed::Place(number) => {
                let placing = Placing {
                    section: Some(section(*number)),
                    ..Placing::default()
                };
                placing::place(paper, by, id, self.other, placing)
                    .await
                    .map(drop)
            }
            Deed::Call(number) => {
                let placing = Placing {
                    headline: Some(number.map(called).unwrap_or_default()),
                    ..Placing::default()
                };
                placing::place(paper, by, id, self.other, placing)
                    .await
                    .map(drop)
            }
            Deed::Reply(number) => replying::print(paper, by, id, &statement(*number), "")
                .await
                .map(drop),
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
            Deed::Redact(text, law) => {
                let redaction = Redaction {
                    class: if *law { Class::Legal } else { Class::Rights },
                    words: vec![format!("Word{text}")],
                    pictures: Vec::new(),
                    reason: "court order".to_owned(),
                };
                redacting::redact(paper, by, id, &redaction).await.map(drop)
            }
        }
    }

    /// Two people read the same text and save one after the other; the second has not seen what the first wrote. What they
    /// write that goes together is kept, else the second is told both and nothing of theirs is kept.
    async fn two_save(
        &self,
        by: &Actor,
        id: ArticleId,
        one: impl FnOnce(&mut Vec<Block>),
        other: impl FnOnce(&mut Vec<Block>),
    ) -> paper::Result<()> {
        let paper = &self.gazette.paper;
        let (read, base) = {
            let mut session = paper.read().await?;
            let article = articles::find(&mut session, id).await?;
            let base = drafting::working_copy(&mut session, &article).await?;
            (article.saves, base)
        };
        let (mut first, mut second) = (base.clone(), base);
        one(&mut first.body.blocks);
        other(&mut second.body.blocks);
        drafting::save(paper, by, id, first.clone(), read).await?;
        let saved = merging::save_merging(paper, by, id, second.clone(), read).await?;
        if let Saved::Clash { merged, theirs, .. } = saved {
            assert_eq!(theirs.body, first.body, "what is kept is told");
            assert_eq!(merged.body, second.body, "what was brought is told");
        }
        Ok(())
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
        let answer = life.expects(which, who, &deed);
        assert!(
            answer.is(outcome.is_ok()),
            "{deed:?} by {:?}: {outcome:?}, {:?}",
            Rank::of(who),
            life.models[which]
        );
        if let (Deed::Call(number), Ok(()), Some(model)) =
            (&deed, &outcome, &mut life.models[which])
        {
            model.is_called(*number);
        }
        life.reads_as_expected().await;
        life.addresses_lead_home().await;
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
    drop(session);
    carrying::stays_the_same(&life.gazette).await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: LIVES, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn readers_see_only_revisions_whatever_the_desk_does(steps in deeds()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(live(steps));
    }
}
