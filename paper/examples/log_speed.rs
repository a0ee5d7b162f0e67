//! Prints how fast entries are put into the tree and signed for, and how long the proof of any of them takes from disk:
//! part of `cargo xtask bench log`. FOLDER is a newspaper just founded, ENTRIES how many there are to be.
//!
//! The entries are written into the record first, each as large as that of a revision; what is timed is the log's own work:
//! hashes, tiles, bundles, the checkpoint, all on disk.

use paper::id::ArticleId;
use paper::log::{self, Sealed};
use paper::{Paper, Place};
use std::io::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Rows written in one transaction while the record is filled.
const ROWS_AT_ONCE: i64 = 200_000;
/// Proofs made, of entries all over the log.
const PROOFS: i64 = 2_000;
/// Spreads them; a prime.
const STRIDE: i64 = 7_919_999_983;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let mut words = std::env::args().skip(1);
    let (Some(folder), Some(entries)) = (words.next(), words.next()) else {
        return Err("log_speed FOLDER ENTRIES".into());
    };
    let (folder, entries) = (PathBuf::from(folder), entries.parse::<i64>()?);
    let file = folder.join("colophon.db");
    let paper = Paper::open(&Place::File(file.clone()), &folder.join("media")).await?;
    paper.keep_log_in(&folder).await?;
    fill(&file, entries).await?;
    sequenced(&paper, entries).await?;
    proven(&paper, &folder, entries).await
}

fn say(line: &str) -> Outcome<()> {
    writeln!(std::io::stdout(), "   {line}")?;
    Ok(())
}

/// Writes entries into the record, each the first revision of an article of its own.
async fn fill(file: &std::path::Path, entries: i64) -> Outcome<()> {
    let connection = rusqlite::Connection::open(file)?;
    connection.execute_batch("PRAGMA foreign_keys = OFF")?;
    let mut done = 0;
    while done < entries {
        let until = entries.min(done + ROWS_AT_ONCE);
        connection.execute(
            "WITH RECURSIVE n(i) AS (SELECT $1 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < $2)
             INSERT INTO log_entries (position, entry, article_id, number, addresses, address_salt)
             SELECT i, '{\"address\":\"' || printf('%064x', i) || '\",\"article\":\"' || printf('00000000-0000-7000-8000-%012x', i)
                    || '\",\"at\":\"2026-11-23T09:05:00Z\",\"class\":\"first\",\"commitment\":\"' || printf('%064x', i)
                    || '\",\"format\":\"colophon/entry/1\",\"kind\":\"revision\",\"logged\":\"2026-11-23T09:05:00Z\",\"number\":1,'
                    || '\"title\":\"00000000-0000-7000-8000-000000000001\"}',
                    unhex(printf('00000000000070008000%012x', i)), 1, '[\"gazette.example/2026/11/23/text\"]', zeroblob(32)
               FROM n",
            (done, until),
        )?;
        done = until;
    }
    Ok(())
}

async fn sequenced(paper: &Paper, entries: i64) -> Outcome<()> {
    let keeper = paper.log().ok_or("no log")?;
    let begun = Instant::now();
    keeper.catch_up(paper).await?;
    let took = begun.elapsed().as_secs_f64();
    say(&format!(
        "sequenced: {entries} entries in {took:.1} s, {:.0} a second",
        entries as f64 / took
    ))
}

/// The way of each proof: the entry out of the record, the tiles out of their files, checked before it is given out.
async fn proven(paper: &Paper, folder: &std::path::Path, entries: i64) -> Outcome<()> {
    let mut session = paper.read().await?;
    let found = log::find(&mut session).await?.ok_or("no log")?;
    let mut times = Vec::new();
    for n in 0..PROOFS.min(entries) {
        let at = n.wrapping_mul(STRIDE).rem_euclid(entries);
        let id = format!("00000000-0000-7000-8000-{at:012x}");
        let article = ArticleId::parse(&id).ok_or("no id")?;
        let begun = Instant::now();
        let entry = log::entry_of(&mut session, article, 1).await?;
        // Opened anew for each: no tile is in our memory yet.
        let mut sealed = Sealed::of(folder, &found)?.ok_or("nothing is signed")?;
        let proof = sealed.proof(entry.ok_or("no entry")?)?;
        times.push(begun.elapsed());
        if proof.is_none() {
            return Err("an entry is not covered".into());
        }
    }
    times.sort();
    let part = |share: usize| {
        let at = times.len().saturating_sub(1) * share / 100;
        let time = times.get(at).copied().unwrap_or(Duration::ZERO);
        time.as_secs_f64() * 1e3
    };
    say(&format!(
        "proof of any entry: p50 {:.2} ms, p99 {:.2} ms, longest {:.2} ms of {}",
        part(50),
        part(99),
        part(100),
        times.len()
    ))
}
