//! Moves an export into a record of its own and says how fast: `move_in FOLDER FILE [postgres://… SCHEMA]`. The folder must be
//! empty. A line in JSON at the end: posts, seconds, posts a second, and the most memory this process ever took.
//!
//! The export is written by the example `wordpress`; the method is in `docs/bench.md`.

use moving::{Deed, Done, Hands, Media, Move, Unmoved};
use paper::articles::checking;
use paper::copy::Copy;
use paper::imports::Sort;
use paper::{Actor, Error, Paper, Place, network, sections, titles};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

struct Direct {
    paper: Paper,
    by: Actor,
}

impl Hands for Direct {
    type Failure = Error;

    async fn does(&mut self, deed: Deed) -> Result<Done, Error> {
        moving::deeds::carry_out(&self.paper, &self.by, deed).await
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (folder, file, place) = match words.as_slice() {
        [folder, file] => (folder, file, None),
        [folder, file, url, schema] => {
            let place = Place::Server {
                url: url.clone(),
                schema: Some(schema.clone()),
            };
            (folder, file, Some(place))
        }
        _ => return Err("move_in FOLDER FILE [postgres://… SCHEMA]".into()),
    };
    let folder = Path::new(folder);
    let place = place.unwrap_or_else(|| Place::File(folder.join("colophon.db")));
    let paper = Paper::open(&place, &folder.join("media")).await?;
    network::found(&paper, "Lamp Press").await?;
    let by = Actor::of(&paper, "operator").await?;
    let title = cast::found_title(&paper, &by, "lamp", "The Lamp", "lamp.test").await;
    let mut session = paper.read().await?;
    let title = titles::by_id(&mut session, title).await?;
    let around =
        checking::surroundings(&mut session, &title, None, &Copy::default(), paper.now()).await?;
    let all = sections::all(&mut session, title.id).await?;
    drop(session);
    let job = Move {
        files: vec![PathBuf::from(file)],
        title,
        around,
        sections: all.into_iter().map(|section| section.slug).collect(),
        pages: Vec::new(),
        models: Vec::new(),
        published: false,
        now: paper.now(),
        media: Media::Nowhere,
        types: BTreeMap::new(),
    };
    let mut hands = Direct {
        paper: paper.clone(),
        by,
    };
    let start = Instant::now();
    let report = job
        .run(&mut hands, false, None, &mut |_| {})
        .await
        .map_err(|error: Unmoved<Error>| format!("{error:?}"))?;
    let seconds = start.elapsed().as_secs_f64();
    paper.close().await;
    let posts = report.tally.of(Sort::Post);
    let line = serde_json::json!({
        "posts": posts,
        "comments": report.tally.of(Sort::Comment),
        "seconds": seconds,
        "posts_a_second": posts as f64 / seconds,
        "megabytes_most": peak_megabytes(),
        "adds_up": report.tally.differs(&report.source).is_empty(),
    });
    writeln!(std::io::stdout(), "{line}")?;
    Ok(())
}

/// The most memory this process took, as the kernel counts it; 0 where it does not say.
fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1024
}
