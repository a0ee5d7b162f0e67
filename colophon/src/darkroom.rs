//! The darkroom: makes the files readers see of pictures that came in, beside all else the server does.

use paper::{Paper, pictures};
use std::time::Duration;
use tokio::sync::watch;

/// Longest wait before the table is looked at again, so that what another process added is not forgotten.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Works until told to stop. A picture under way is left, and done anew at the next start.
pub(crate) async fn run(paper: Paper, mut stopped: watch::Receiver<bool>) {
    let mut changes = paper.changes();
    loop {
        let outcome = tokio::select! {
            done = pictures::develop_next(&paper) => done,
            _ = stopped.wait_for(|stop| *stop) => return,
        };
        match outcome {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::error!("No picture could be developed: {error}"),
        }
        tokio::select! {
            _ = tokio::time::timeout(LOOK_AGAIN, changes.changed()) => {}
            _ = stopped.wait_for(|stop| *stop) => return,
        }
    }
}
