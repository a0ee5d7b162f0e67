//! The index of words follows the record: written at most once a second, and found complete in between by who asks.

use paper::Paper;
use search::Search;
use std::time::Duration;
use tokio::sync::watch;

/// Shortest time between two writings: each costs the disk some waits, whatever it holds.
const EVERY: Duration = Duration::from_secs(1);
/// Longest time until somebody looks whether another process changed the record, or made the index anew.
const LOOK_AGAIN: Duration = Duration::from_secs(10);

/// Keeps the index up to date until told to stop. What is under way is finished first.
pub(crate) async fn run(paper: Paper, search: Search, mut stopped: watch::Receiver<bool>) {
    let mut changes = paper.changes();
    loop {
        let more = search.keep_up(&paper).await.unwrap_or_else(|error| {
            tracing::error!("The index of words could not be brought up to date: {error}");
            false
        });
        if more && !*stopped.borrow() {
            continue;
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = stopped.wait_for(|stop| *stop) => return,
        }
        tokio::select! {
            _ = tokio::time::timeout(LOOK_AGAIN, changes.changed()) => {}
            _ = stopped.wait_for(|stop| *stop) => return,
        }
    }
}
