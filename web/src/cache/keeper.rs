//! Looks after pages in the background: those that were touched are made again before readers ask, and those that stay are made
//! smaller.

use super::key::Key;
use super::page::Page;
use super::{Inner, current};
use crate::routes::Site;
use paper::changes::Trace;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::Instant;

/// Pages made again at once after a deed, at most; the others wait for a reader.
const AGAIN_MAX: usize = 24;
/// Times a page must have been given out since it was made to be made again at once: its first reader is one.
const ASKED_AGAIN: u32 = 2;
/// Pages remembered for each thing they bear, those made last.
const PAGES_OF_TRACE: usize = 24;
/// Things remembered with the pages that bear them.
const TRACES_MAX: usize = 4_096;
/// Times a page was given out after which it is worth making smaller.
const ASKED_OFTEN: u32 = 12;
/// Pages that wait to be made smaller.
const WAITING_MAX: usize = 512;
/// Rest after a page was made smaller, as a multiple of what it took: a quarter of one core at most goes into it.
const REST: u32 = 3;

/// What is known of pages readers asked for lately.
pub(crate) struct Keeper {
    bearing: Mutex<HashMap<Trace, VecDeque<Key>>>,
    offered: mpsc::Sender<Offer>,
    waiting: Mutex<Option<mpsc::Receiver<Offer>>>,
}

/// A page that is asked for often.
struct Offer {
    page: Weak<Page>,
    at: Instant,
}

impl Default for Keeper {
    fn default() -> Keeper {
        let (offered, waiting) = mpsc::channel(WAITING_MAX);
        Keeper {
            bearing: Mutex::default(),
            offered,
            waiting: Mutex::new(Some(waiting)),
        }
    }
}

impl Keeper {
    /// A page was made and kept.
    pub(crate) fn notes(&self, key: &Key, page: &Page) {
        if !page.is_matter() {
            return;
        }
        let mut bearing = self.bearing.lock().unwrap_or_else(PoisonError::into_inner);
        if bearing.len() > TRACES_MAX {
            // What readers ask for comes back with the next page made.
            bearing.clear();
        }
        for trace in page.bears.iter().chain([&Trace::All]) {
            let pages = bearing.entry(*trace).or_default();
            if !pages.contains(key) {
                pages.push_front(key.clone());
                pages.truncate(PAGES_OF_TRACE);
            }
        }
    }

    /// A page was given out so often; where that is often, it waits to be made smaller.
    pub(crate) fn given_out(&self, page: &Arc<Page>, times: u32) {
        if times == ASKED_OFTEN {
            self.offer(page);
        }
    }

    /// A page takes the place of the same page with other bytes, which may have been waiting.
    pub(crate) fn goes_on_with(&self, page: &Arc<Page>) {
        if page.asked() >= ASKED_OFTEN {
            self.offer(page);
        }
    }

    fn offer(&self, page: &Arc<Page>) {
        if page.can_shrink() {
            // Where too many wait already, it stays as it is until it is made again.
            let _ = self.offered.try_send(Offer {
                page: Arc::downgrade(page),
                at: Instant::now(),
            });
        }
    }

    /// Pages that bear something of this, in its order.
    fn bearing(&self, touched: &[Trace]) -> Vec<Key> {
        let bearing = self.bearing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut found: Vec<Key> = Vec::new();
        for key in touched
            .iter()
            .filter_map(|trace| bearing.get(trace))
            .flatten()
        {
            if !found.contains(key) {
                found.push(key.clone());
            }
        }
        found
    }
}

/// Starts the work, which ends with the site.
pub(crate) fn attend(site: &Arc<Site>, kept: &Arc<Inner>) {
    let waiting = kept
        .keeper
        .waiting
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take();
    // Copies of a site share their pages, and one of them looks after these.
    let Some(waiting) = waiting else { return };
    tokio::spawn(make_again(Arc::downgrade(site), Arc::clone(kept)));
    tokio::spawn(make_smaller(Arc::downgrade(kept), waiting));
}

async fn make_again(site: Weak<Site>, kept: Arc<Inner>) {
    let Some(mut changes) = site.upgrade().map(|site| site.paper.changes()) else {
        return;
    };
    loop {
        tokio::select! {
            told = changes.changed() => if told.is_err() { return },
            () = kept.ledger.has_news() => {}
        }
        let Some(site) = site.upgrade() else { return };
        if kept.ledger.catch_up(&site.paper).await.is_err() {
            // Readers are told; here nothing is lost but a head start.
            continue;
        }
        let touched = kept.ledger.touched_of_late();
        let mut left = AGAIN_MAX;
        for key in kept.keeper.bearing(&touched) {
            let hot = kept
                .matter
                .peek(&**key.text())
                .is_some_and(|page| page.asked() >= ASKED_AGAIN && !kept.ledger.knows_fresh(&page));
            if hot && left > 0 {
                left -= 1;
                let _ = current(&site, &kept, &key).await;
            }
        }
    }
}

/// One page at a time, and only those that have stayed for a while.
async fn make_smaller(kept: Weak<Inner>, mut waiting: mpsc::Receiver<Offer>) {
    while let Some(offer) = waiting.recv().await {
        let Some(stay) = kept.upgrade().map(|kept| kept.stay) else {
            return;
        };
        tokio::time::sleep_until(offer.at + stay).await;
        let Some(page) = offer.page.upgrade() else {
            continue;
        };
        let begun = Instant::now();
        let shrinking = Arc::clone(&page);
        let smaller = tokio::task::spawn_blocking(move || shrinking.smaller()).await;
        let Some(kept) = kept.upgrade() else { return };
        if let Ok(Some(smaller)) = smaller {
            kept.put_in_place_of(&page, Arc::new(smaller));
        }
        drop(kept);
        let rest: Duration = begun.elapsed() * REST;
        tokio::time::sleep(rest).await;
    }
}
