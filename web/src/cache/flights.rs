//! One maker for each page, however many readers ask for it; and few makers, however many pages are asked for.

use super::key::Key;
use super::page::Page;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, watch};

/// Pages made at once that were never kept, or were thrown out: a crowd at thousands of old pages has no more of the record.
const STRANGERS_MAX: usize = 3;
/// Pages made at once that are kept and were touched: what many read does not wait for what nobody did.
const KNOWN_MAX: usize = 3;
/// Longest a page waits for a maker.
const TURN_WAIT: Duration = Duration::from_secs(10);

/// What came of making a page.
#[derive(Clone)]
pub(crate) enum Done {
    /// A page for everybody.
    Kept(Arc<Page>),
    /// An answer that nobody else may be given.
    Alone(Arc<Page>),
    /// There was no turn in time, or something is broken.
    Busy,
}

type Waiting = watch::Receiver<Option<Done>>;

/// Pages that are being made.
pub(crate) struct Flights {
    open: Arc<Mutex<HashMap<Arc<str>, Waiting>>>,
    strangers: Arc<Semaphore>,
    known: Arc<Semaphore>,
}

impl Default for Flights {
    fn default() -> Flights {
        Flights {
            open: Arc::default(),
            strangers: Arc::new(Semaphore::new(STRANGERS_MAX)),
            known: Arc::new(Semaphore::new(KNOWN_MAX)),
        }
    }
}

impl Flights {
    /// Waits for whoever makes a page, or has it made. Says what came of it, `None` where the maker broke; and whether it was
    /// made for this caller, who was the first.
    ///
    /// The maker works in a task of its own and goes on if the caller leaves.
    pub(crate) async fn join<M>(
        &self,
        key: &Key,
        known: bool,
        make: impl FnOnce(Key) -> M,
    ) -> (Option<Done>, bool)
    where
        M: Future<Output = Done> + Send + 'static,
    {
        let (mut waiting, first) = self.ticket(key, known, make);
        let done = waiting.wait_for(Option::is_some).await;
        (done.ok().and_then(|done| done.clone()), first)
    }

    fn ticket<M>(&self, key: &Key, known: bool, make: impl FnOnce(Key) -> M) -> (Waiting, bool)
    where
        M: Future<Output = Done> + Send + 'static,
    {
        let mut open = lock(&self.open);
        if let Some(waiting) = open.get(key.text()) {
            return (waiting.clone(), false);
        }
        let (tell, waiting) = watch::channel(None);
        open.insert(Arc::clone(key.text()), waiting.clone());
        drop(open);
        let landing = Landing {
            open: Arc::clone(&self.open),
            key: Arc::clone(key.text()),
        };
        let turns = Arc::clone(if known { &self.known } else { &self.strangers });
        let work = make(key.clone());
        tokio::spawn(async move {
            let done = match tokio::time::timeout(TURN_WAIT, turns.acquire()).await {
                Ok(_turn) => work.await,
                Err(_) => Done::Busy,
            };
            // Nobody may join who comes after the state it was made of.
            drop(landing);
            tell.send_replace(Some(done));
        });
        (waiting, true)
    }
}

/// Takes a page off the list of those being made, also when its maker panics.
struct Landing {
    open: Arc<Mutex<HashMap<Arc<str>, Waiting>>>,
    key: Arc<str>,
}

impl Drop for Landing {
    fn drop(&mut self) {
        lock(&self.open).remove(&self.key);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Each change of the list is whole, whoever panicked.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
