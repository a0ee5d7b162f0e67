//! Figures: what the readers' door counted is written into the record every minute.

use paper::Paper;
use std::time::Duration;
use tokio::sync::watch;
use web::Tally;

/// Longest time counts are held in memory alone: what a crash loses of them.
const EVERY: Duration = Duration::from_mins(1);

/// Has counts written until told to stop; the last ones are written when nobody is answered any more ([`write`]).
pub(crate) async fn run(paper: Paper, tally: Tally, mut stopped: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = stopped.wait_for(|stop| *stop) => return,
        }
        write(&paper, &tally).await;
    }
}

/// Has counts written now. What cannot be written waits for the next time.
pub(crate) async fn write(paper: &Paper, tally: &Tally) {
    if let Err(error) = tally.write(paper).await {
        tracing::error!("The figures could not be written: {error}");
    }
}
