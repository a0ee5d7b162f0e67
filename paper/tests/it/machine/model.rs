//! The life of an article in a few lines, as the newspaper's rules say it: what may be done when by whom, and what readers
//! see then. It knows nothing of tables.

use super::deeds::{Dated, Deed};
use jiff::{SignedDuration, Timestamp};
use paper::articles::Stage;
use paper::articles::content::Class;
use std::collections::BTreeSet;

/// Minutes an embargo of these lives lasts.
pub(super) const EMBARGO_MINUTES: i64 = 30;

/// Days before the day it goes out that an article of these lives may be dated.
pub(super) const BACKDATED_DAYS: i64 = 10;
/// Statements an article carries.
const STATEMENTS: usize = 20;

/// What the rules say of a deed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Yes,
    No,
    /// It may be done, unless the gate has something to say of the words; refused, it leaves nothing behind.
    Either,
}

impl Answer {
    /// Whether this may come of it.
    pub(super) fn is(self, done: bool) -> bool {
        self == Answer::Either || done == (self == Answer::Yes)
    }
}

impl From<bool> for Answer {
    fn from(may: bool) -> Answer {
        if may { Answer::Yes } else { Answer::No }
    }
}

/// Reporter, editor, director.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Reporter,
    Editor,
    Director,
}

impl Rank {
    pub(super) fn of(who: u8) -> Rank {
        match who {
            0 => Rank::Reporter,
            1 => Rank::Editor,
            _ => Rank::Director,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Text {
    number: u8,
    end: u8,
    /// Its name was blanked.
    blanked: bool,
}

#[derive(Debug, Clone)]
struct Draft {
    text: Text,
    embargo: Option<Timestamp>,
    due: Option<Timestamp>,
}

/// An article that was filed.
#[derive(Debug, Clone)]
pub(super) struct Model {
    pub(super) stage: Stage,
    held: bool,
    draft: Option<Draft>,
    /// What was last published.
    shown: Option<Text>,
    /// Names that stand unblanked in any revision.
    said: BTreeSet<u8>,
    /// The section it stands in on its own title.
    section: u8,
    pub(super) on_the_other: Option<There>,
    /// When it went out first, or was said to.
    pub(super) first: Option<Timestamp>,
    /// Statements printed with it, the oldest first.
    pub(super) replies: Vec<u8>,
    /// Why words were blanked, the oldest first.
    pub(super) redactions: Vec<Class>,
}

/// How it stands on the other title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct There {
    section: u8,
    called: Option<u8>,
}

impl Model {
    pub(super) fn filed() -> Model {
        Model {
            stage: Stage::Draft,
            held: false,
            draft: Some(Draft {
                text: fresh(0),
                embargo: None,
                due: None,
            }),
            shown: None,
            said: BTreeSet::new(),
            section: 0,
            on_the_other: None,
            first: None,
            replies: Vec::new(),
            redactions: Vec::new(),
        }
    }

    /// Number and ending of the text readers read; `None` if they read none.
    pub(super) fn read(&self) -> Option<(u8, u8)> {
        let live = self.stage == Stage::Live;
        self.shown
            .filter(|_| live)
            .map(|text| (text.number, text.end))
    }

    /// Number, ending and embargo of the draft.
    pub(super) fn drafted(&self) -> Option<(u8, u8, Option<Timestamp>)> {
        let draft = self.draft.as_ref();
        draft.map(|draft| (draft.text.number, draft.text.end, draft.embargo))
    }

    /// The section it stands in, on its own title or the other.
    pub(super) fn section(&self, there: bool) -> Option<u8> {
        if there {
            self.on_the_other.map(|there| there.section)
        } else {
            Some(self.section)
        }
    }

    /// What it is called there, if not as itself.
    pub(super) fn called(&self, there: bool) -> Option<u8> {
        self.on_the_other
            .filter(|_| there)
            .and_then(|there| there.called)
    }

    /// It is called so on the other title from now on.
    pub(super) fn is_called(&mut self, number: Option<u8>) {
        if let Some(there) = &mut self.on_the_other {
            there.called = number;
        }
    }

    fn published(&self) -> bool {
        self.shown.is_some()
    }

    /// What keeps any text of the article in: it was dropped, taken away or is held.
    fn stopped(&self) -> bool {
        self.held || self.stage == Stage::Spiked || self.stage.is_gone()
    }

    /// Does a deed, if it is allowed; says whether it is.
    pub(super) fn does(&mut self, rank: Rank, deed: &Deed, now: Timestamp) -> Answer {
        let desk = rank >= Rank::Editor;
        if let Deed::Call(_) = deed {
            let may = desk && self.may_be_placed() && self.on_the_other.is_some();
            return if may { Answer::Either } else { Answer::No };
        }
        self.may(rank, desk, deed, now).into()
    }

    fn may(&mut self, rank: Rank, desk: bool, deed: &Deed, now: Timestamp) -> bool {
        match deed {
            Deed::File | Deed::Work => true,
            Deed::Call(_) => false,
            Deed::Save(number) => self.saves(desk, *number),
            Deed::Together(number, end) => self.keeps(
                desk,
                Text {
                    end: *end,
                    ..fresh(*number)
                },
            ),
            Deed::Clash(one, other) => self.keeps(desk, self.agreed(*one, *other)),
            Deed::Discard => self.discards(desk, now),
            Deed::Publish(dated) => self.publishes_first(rank, *dated, now),
            Deed::Change(class, number, note) => desk && self.changes(*class, *number, *note),
            Deed::Reply(number) => {
                let open = self.published() && !self.stage.is_gone();
                let may = desk && open && self.replies.len() < STATEMENTS;
                self.replies.extend(may.then_some(*number));
                may
            }
            Deed::Withdraw(note) => {
                let may = desk && *note && self.stage == Stage::Live;
                may && self.goes_away(Stage::Withdrawn)
            }
            Deed::Kill => {
                let there = self.published() && self.stage != Stage::Killed;
                rank == Rank::Director && there && self.goes_away(Stage::Killed)
            }
            Deed::Restore => self.comes_back(rank),
            Deed::Hold => {
                self.held |= desk;
                desk
            }
            Deed::Release => desk && std::mem::take(&mut self.held),
            Deed::Spike => desk && self.stage == Stage::Draft && self.goes_away(Stage::Spiked),
            Deed::Embargo(on) => {
                let until = now + SignedDuration::from_mins(EMBARGO_MINUTES);
                let draft = self.draft.as_mut().filter(|_| desk);
                draft
                    .map(|draft| draft.embargo = on.then_some(until))
                    .is_some()
            }
            Deed::Schedule(minutes, update) => {
                let fits = *update || !self.published();
                desk && fits && self.schedules(now + SignedDuration::from_mins(i64::from(*minutes)))
            }
            Deed::Unschedule => {
                let draft = self.draft.as_mut().filter(|_| desk);
                draft.is_some_and(|draft| draft.due.take().is_some())
            }
            Deed::Slug(_) => desk && self.may_be_placed(),
            Deed::Section(number) => {
                let may = desk && self.may_be_placed();
                self.section = if may { *number } else { self.section };
                may
            }
            Deed::Place(number) => {
                let may = desk && self.may_be_placed();
                if may {
                    self.on_the_other = Some(There {
                        section: *number,
                        called: self.called(true),
                    });
                }
                may
            }
            Deed::Displace => desk && self.on_the_other.take().is_some(),
            Deed::Redact(number, law) => {
                let may = rank == Rank::Director && self.blanks(*number);
                let class = if *law { Class::Legal } else { Class::Rights };
                self.redactions.extend(may.then_some(class));
                may
            }
        }
    }

    fn may_save(&self, desk: bool) -> bool {
        let due = self.draft.as_ref().and_then(|draft| draft.due);
        self.stage != Stage::Spiked && (due.is_none() || desk)
    }

    /// What two people who began with the same text and wrote over the same passage leave: the one changed, or the first
    /// where both did.
    fn agreed(&self, one: u8, other: u8) -> Text {
        let base = self.draft.as_ref().map(|draft| draft.text);
        let base = base.or(self.shown).unwrap_or(fresh(0));
        let (one, other) = [one, other]
            .map(|number| Text {
                end: base.end,
                ..fresh(number)
            })
            .into();
        if one == base { other } else { one }
    }

    /// Saved with everything else as it was.
    fn keeps(&mut self, desk: bool, text: Text) -> bool {
        let may = self.may_save(desk);
        if may {
            let kept = self.draft.take();
            self.draft = Some(Draft {
                text,
                embargo: kept.as_ref().and_then(|draft| draft.embargo),
                due: kept.and_then(|draft| draft.due),
            });
        }
        may
    }

    fn saves(&mut self, desk: bool, number: u8) -> bool {
        let due = self.draft.as_ref().and_then(|draft| draft.due);
        if !self.may_save(desk) {
            return false;
        }
        // A text saved without the field lifts an embargo by the hand of who may lift one.
        let stands = self.draft.as_ref().and_then(|draft| draft.embargo);
        self.draft = Some(Draft {
            text: fresh(number),
            embargo: stands.filter(|_| !desk),
            due,
        });
        true
    }

    fn discards(&mut self, desk: bool, now: Timestamp) -> bool {
        let relied_on = self.draft.as_ref().is_some_and(|draft| {
            draft.due.is_some() || draft.embargo.is_some_and(|until| until > now)
        });
        self.published() && (desk || !relied_on) && self.draft.take().is_some()
    }

    /// These lives let a draft go as a matter of style. A first publication has no class; afterwards another text says more
    /// than style may, and the same text changes nothing.
    fn publishes_first(&mut self, rank: Rank, dated: Dated, now: Timestamp) -> bool {
        let may = match dated {
            Dated::Now => rank >= Rank::Editor,
            Dated::Past => rank == Rank::Director,
            Dated::Future => false,
        };
        let out = may && !self.published() && self.goes_out(now);
        if out && dated == Dated::Past {
            self.first = Some(now - SignedDuration::from_hours(24 * BACKDATED_DAYS));
        }
        out
    }

    fn goes_out(&mut self, now: Timestamp) -> bool {
        let stopped = self.stopped();
        let Some(draft) = self.draft.take_if(|draft| {
            let open = draft.embargo.is_none_or(|until| until <= now);
            !stopped && open && self.shown != Some(draft.text)
        }) else {
            return false;
        };
        self.first.get_or_insert(now);
        self.shows(draft.text);
        true
    }

    fn shows(&mut self, text: Text) {
        self.stage = Stage::Live;
        self.shown = Some(text);
        if !text.blanked {
            self.said.insert(text.number);
        }
    }

    fn changes(&mut self, class: Class, number: u8, note: bool) -> bool {
        let fits = match class {
            Class::Update => true,
            Class::Correction | Class::Clarification => note,
            _ => false,
        };
        let may = self.published() && self.draft.is_none() && !self.stopped();
        let other = self.shown != Some(fresh(number));
        if may && fits && other {
            self.shows(fresh(number));
        }
        may && fits && other
    }

    /// Nothing that waits goes out by itself any more.
    fn goes_away(&mut self, stage: Stage) -> bool {
        self.stage = stage;
        if let Some(draft) = &mut self.draft {
            draft.due = None;
        }
        true
    }

    fn comes_back(&mut self, rank: Rank) -> bool {
        let (needed, stage) = match self.stage {
            Stage::Spiked => (Rank::Editor, Stage::Draft),
            Stage::Withdrawn if !self.held => (Rank::Editor, Stage::Live),
            Stage::Killed if !self.held => (Rank::Director, Stage::Live),
            _ => return false,
        };
        if rank >= needed {
            self.stage = stage;
        }
        rank >= needed
    }

    fn schedules(&mut self, at: Timestamp) -> bool {
        let stopped = self.stopped();
        let Some(draft) = &mut self.draft else {
            return false;
        };
        let open = draft.embargo.is_none_or(|until| until <= at);
        if !stopped && open {
            draft.due = Some(at);
        }
        !stopped && open
    }

    fn may_be_placed(&self) -> bool {
        self.stage != Stage::Spiked && !(self.published() && self.held)
    }

    fn blanks(&mut self, number: u8) -> bool {
        let drafted = self
            .draft
            .as_ref()
            .is_some_and(|draft| draft.text.number == number && !draft.text.blanked);
        if !self.published() || !(self.said.remove(&number) || drafted) {
            return false;
        }
        let texts = self.draft.as_mut().map(|draft| &mut draft.text);
        for text in texts.into_iter().chain(&mut self.shown) {
            text.blanked |= text.number == number;
        }
        true
    }

    /// What is due goes out, or stays with the desk and off the schedule.
    pub(super) fn works(&mut self, now: Timestamp) {
        let due = self.draft.as_ref().and_then(|draft| draft.due);
        if due.is_some_and(|at| at <= now)
            && !self.goes_out(now)
            && let Some(draft) = &mut self.draft
        {
            draft.due = None;
        }
    }
}

fn fresh(number: u8) -> Text {
    Text {
        number,
        end: 0,
        blanked: false,
    }
}
