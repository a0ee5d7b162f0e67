//! What changed last, and when, in positions of the record's `changes`: by it a page that is kept is known to be as it would
//! be if it were made now.

use super::page::Page;
use paper::changes::{self, Change, Trace};
use paper::{Fault, Paper, Session};
use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::{Mutex, Notify};

/// Traces remembered of one stretch of changes; there are two stretches.
const TRACES_MAX: usize = 50_000;
/// Things touched of late that are remembered in their order.
const LATE_MAX: usize = 128;
/// Pages of changes read one by one; whoever is further behind forgets and begins anew.
const PAGES_READ_MAX: usize = 20;

/// What is known of changes.
#[derive(Default)]
pub(crate) struct Ledger {
    last: RwLock<Last>,
    /// Every change up to here is noted.
    position: AtomicI64,
    /// The deeds of this process that are covered by that: a number of [`Paper::heard`].
    covered: AtomicU64,
    begun: AtomicBool,
    /// Readings of the record begun.
    readings: AtomicU64,
    /// The last reading that came to its end; whoever holds it reads.
    turn: Mutex<u64>,
    news: Notify,
}

/// Positions at which things were touched last.
#[derive(Default)]
struct Last {
    young: HashMap<Trace, i64>,
    old: HashMap<Trace, i64>,
    /// The position at which the young stretch began.
    turned: i64,
    /// What is not remembered was not touched after this.
    floor: i64,
    /// Everything was touched.
    all: i64,
    /// Anything readers can see was touched.
    any: i64,
    /// What was touched since it was last asked, in order; the oldest are forgotten.
    of_late: VecDeque<Trace>,
}

impl Ledger {
    /// Every change up to here is noted.
    pub(crate) fn position(&self) -> i64 {
        self.position.load(Ordering::Acquire)
    }

    /// Whether every deed this process has acknowledged is noted.
    pub(crate) fn covers(&self, heard: u64) -> bool {
        self.begun.load(Ordering::Acquire) && self.covered.load(Ordering::Acquire) >= heard
    }

    /// Notes the deeds of this process as they were told, without asking the record. Says whether every one acknowledged before
    /// this was called is noted.
    pub(crate) fn hears(&self, paper: &Paper) -> bool {
        let heard = paper.heard();
        if self.covers(heard) {
            return true;
        }
        if !self.begun.load(Ordering::Acquire) {
            return false;
        }
        let Some(rows) = paper.heard_after(self.position()) else {
            return false;
        };
        self.note(&rows);
        self.covered.fetch_max(heard, Ordering::AcqRel);
        true
    }

    /// Notes every deed that was acknowledged before this was called, and says up to where changes are noted.
    ///
    /// Of a record only this process writes, it knows whether there is any such deed. Otherwise the record is asked, by one
    /// statement for all who came before it began. The work goes on if the caller leaves.
    pub(crate) async fn catch_up(self: &Arc<Ledger>, paper: &Paper) -> Result<i64, Fault> {
        if !paper.has_other_writers() && self.hears(paper) {
            return Ok(self.position());
        }
        let begun_before = self.readings.load(Ordering::SeqCst);
        let (ledger, paper) = (Arc::clone(self), paper.clone());
        let reading = tokio::spawn(async move {
            let mut done = ledger.turn.lock().await;
            if *done <= begun_before {
                let this = ledger.readings.fetch_add(1, Ordering::SeqCst) + 1;
                let heard = paper.heard();
                let mut session = paper.read().await?;
                ledger.read(&mut session).await?;
                ledger.covered.fetch_max(heard, Ordering::AcqRel);
                ledger.begun.store(true, Ordering::Release);
                *done = this;
            }
            Ok(ledger.position())
        });
        reading
            .await
            .map_err(|error| Fault::new(format!("reading changes ended in a panic: {error}")))?
    }

    async fn read(&self, session: &mut Session) -> Result<(), Fault> {
        if self.begun.load(Ordering::Acquire) {
            for _ in 0..PAGES_READ_MAX {
                let rows = changes::after(session, self.position())
                    .await
                    .map_err(broken)?;
                self.note(&rows);
                if rows.len() < changes::PAGE_MAX as usize {
                    return Ok(());
                }
            }
        }
        let newest = changes::newest(session).await.map_err(broken)?;
        self.begin_at(newest);
        Ok(())
    }

    /// Knows nothing of what came before a position but that it came before.
    fn begin_at(&self, position: i64) {
        let mut last = self.last.write().unwrap_or_else(PoisonError::into_inner);
        *last = Last {
            turned: position,
            floor: position,
            all: position,
            any: position,
            ..Last::default()
        };
        self.position.store(position, Ordering::Release);
    }

    fn note(&self, rows: &[Change]) {
        let mut last = self.last.write().unwrap_or_else(PoisonError::into_inner);
        // Another may have noted the same meanwhile.
        let noted = self.position();
        let rows = rows.iter().filter(|row| row.seq > noted);
        let Some(newest) = rows.clone().next_back() else {
            return;
        };
        for row in rows {
            for trace in row.traces.each() {
                last.any = row.seq;
                last.of_late.push_back(trace);
                if trace == Trace::All {
                    last.all = row.seq;
                } else {
                    last.young.insert(trace, row.seq);
                }
            }
        }
        let late = last.of_late.len();
        last.of_late.drain(..late.saturating_sub(LATE_MAX));
        if late > 0 {
            self.news.notify_one();
        }
        if last.young.len() > TRACES_MAX {
            last.floor = last.turned;
            last.turned = newest.seq;
            last.old = std::mem::take(&mut last.young);
        }
        self.position.store(newest.seq, Ordering::Release);
    }

    /// Ready when something was touched.
    pub(crate) async fn has_news(&self) {
        self.news.notified().await;
    }

    /// What was touched since this was last asked, in order, each once; of very much only the last.
    pub(crate) fn touched_of_late(&self) -> Vec<Trace> {
        let mut last = self.last.write().unwrap_or_else(PoisonError::into_inner);
        let mut touched: Vec<Trace> = Vec::new();
        for trace in std::mem::take(&mut last.of_late) {
            if !touched.contains(&trace) {
                touched.push(trace);
            }
        }
        touched
    }

    /// Whether nothing a page bears was touched since the state it was made of, as far as changes are noted.
    pub(crate) fn knows_fresh(&self, page: &Page) -> bool {
        let position = self.position();
        if page.is_checked(position) {
            return true;
        }
        let last = self.last.read().unwrap_or_else(PoisonError::into_inner);
        let fresh = last.floor <= page.seq
            && last.all <= page.seq
            && (!page.bears_any || last.any <= page.seq)
            && page.bears.iter().all(|trace| {
                let at = last.young.get(trace).or_else(|| last.old.get(trace));
                at.is_none_or(|at| *at <= page.seq)
            });
        if fresh {
            page.check(position);
        }
        fresh
    }
}

fn broken(error: paper::Error) -> Fault {
    Fault::new(format!("changes cannot be read: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use paper::changes::Traces;
    use paper::id::SectionId;

    fn section(n: usize) -> SectionId {
        SectionId::parse(&format!("0192f0c0-0000-7000-8000-{n:012}")).expect("an id")
    }

    fn row(seq: i64, sections: impl Iterator<Item = usize>) -> Change {
        Change {
            seq,
            at: jiff::Timestamp::UNIX_EPOCH,
            deed: String::new(),
            traces: Traces {
                sections: sections.map(section).collect(),
                ..Traces::default()
            },
        }
    }

    #[test]
    fn a_page_is_fresh_until_something_it_bears_is_touched() {
        let ledger = Ledger::default();
        ledger.begin_at(4);
        let page = Page::bearing(vec![Trace::Section(section(1))], 4);
        assert!(ledger.knows_fresh(&page));
        ledger.note(&[row(5, [2].into_iter()), row(6, [].into_iter())]);
        assert!(ledger.knows_fresh(&page));
        ledger.note(&[row(7, [1].into_iter())]);
        assert!(!ledger.knows_fresh(&page));
        assert!(ledger.knows_fresh(&Page::bearing(vec![Trace::Section(section(1))], 7)));
        let mut everything = row(8, [].into_iter());
        everything.traces.all = true;
        ledger.note(&[everything]);
        assert!(!ledger.knows_fresh(&Page::bearing(Vec::new(), 7)));
    }

    #[test]
    fn what_is_remembered_is_bounded_and_what_is_forgotten_is_never_taken_for_fresh() {
        let ledger = Ledger::default();
        ledger.begin_at(0);
        let old = Page::bearing(vec![Trace::Section(section(0))], 0);
        for n in 1..=6 {
            let first = usize::try_from(n).expect("small") * 30_000;
            ledger.note(&[row(n, first..first + 30_000)]);
        }
        let last = ledger.last.read().expect("no panic");
        assert!(last.young.len() + last.old.len() <= 3 * TRACES_MAX);
        drop(last);
        assert!(!ledger.knows_fresh(&old), "older than what is remembered");
        assert!(ledger.knows_fresh(&Page::bearing(vec![Trace::Section(section(0))], 6)));
        let touched = Page::bearing(vec![Trace::Section(section(180_001))], 5);
        assert!(!ledger.knows_fresh(&touched));
    }
}
