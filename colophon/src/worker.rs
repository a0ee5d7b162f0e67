//! The worker: does each job when it is due, also those that fell due while nobody was here.

use jiff::SignedDuration;
use paper::{Paper, jobs};
use std::time::Duration;
use tokio::sync::watch;

/// Longest wait before the table is looked at again, so that a job another process queued is not late by a second.
const LOOK_AGAIN: Duration = Duration::from_millis(400);

/// Works until told to stop. A job under way is finished first.
pub(crate) async fn work(paper: Paper, mut stopped: watch::Receiver<bool>) {
    let mut changes = paper.changes();
    loop {
        if let Err(error) = jobs::work(&paper).await {
            tracing::error!("The worker could not work: {error}");
        }
        let pause = pause(&paper).await;
        tokio::select! {
            _ = tokio::time::timeout(pause, changes.changed()) => {}
            _ = stopped.wait_for(|stop| *stop) => return,
        }
    }
}

/// How long nothing is due.
async fn pause(paper: &Paper) -> Duration {
    let due = match paper.read().await {
        Ok(mut session) => jobs::next_due(&mut session).await.ok().flatten(),
        Err(_) => None,
    };
    let Some(due) = due else { return LOOK_AGAIN };
    let left = due.duration_since(paper.now()).max(SignedDuration::ZERO);
    left.unsigned_abs().min(LOOK_AGAIN)
}
