//! The life of an article in a few lines, as the newspaper's rules say it: what may be done when by whom, and what readers
//! see then. It knows nothing of tables.

use super::Deed;
use jiff::{SignedDuration, Timestamp};
use paper::articles::Stage;
use paper::articles::content::Class;
use std::collections::BTreeSet;

/// Minutes an embargo of these lives lasts.
pub(super) const EMBARGO_MINUTES: i64 = 30;

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
    on_the_other: bool,
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
            on_the_other: false,
        }
    }

    /// The number of the text readers read; `None` if they read none.
    pub(super) fn read(&self) -> Option<u8> {
        let live = self.stage == Stage::Live;
        self.shown.filter(|_| live).map(|text| text.number)
    }

    fn published(&self) -> bool {
        self.shown.is_some()
    }

    /// What keeps any text of the article in: it was dropped, taken away or is held.
    fn stopped(&self) -> bool {
        self.held || self.stage == Stage::Spiked || self.stage.is_gone()
    }

    /// Does a deed, if it is allowed; says whether it is.
    pub(super) fn does(&mut self, rank: Rank, deed: &Deed, now: Timestamp) -> bool {
        let desk = rank >= Rank::Editor;
        match deed {
            Deed::File | Deed::Work => true,
            Deed::Save(number) => self.saves(desk, *number),
            Deed::Discard => self.discards(desk, now),
            Deed::Publish => desk && self.publishes_first(now),
            Deed::Change(class, number, note) => desk && self.changes(*class, *number, *note),
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
            Deed::Schedule(minutes) => {
                desk && self.schedules(now + SignedDuration::from_mins(i64::from(*minutes)))
            }
            Deed::Unschedule => {
                if let Some(draft) = self.draft.as_mut().filter(|_| desk) {
                    draft.due = None;
                }
                desk
            }
            Deed::Slug(_) => desk && self.may_be_placed(),
            Deed::Place => {
                let may = desk && self.may_be_placed();
                self.on_the_other |= may;
                may
            }
            Deed::Displace => desk && std::mem::take(&mut self.on_the_other),
            Deed::Redact(number) => rank == Rank::Director && self.blanks(*number),
        }
    }

    fn saves(&mut self, desk: bool, number: u8) -> bool {
        let due = self.draft.as_ref().and_then(|draft| draft.due);
        if self.stage == Stage::Spiked || (due.is_some() && !desk) {
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
    fn publishes_first(&mut self, now: Timestamp) -> bool {
        !self.published() && self.goes_out(now)
    }

    fn goes_out(&mut self, now: Timestamp) -> bool {
        let stopped = self.stopped();
        let Some(draft) = self.draft.take_if(|draft| {
            let open = draft.embargo.is_none_or(|until| until <= now);
            !stopped && open && self.shown != Some(draft.text)
        }) else {
            return false;
        };
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
            .is_some_and(|draft| draft.text == fresh(number));
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
        blanked: false,
    }
}
