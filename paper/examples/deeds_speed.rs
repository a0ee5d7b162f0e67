//! Prints how long deeds hold the writers' lock, and how long the gate takes beside a large record:
//! `cargo xtask bench deeds [ARTICLES]`. ARTICLES (default 1,000,000) is how many other texts the gate compares with.
//!
//! Each deed is timed as a whole, from the call to the answer, so the time under the lock is less. While an article of
//! hundreds of revisions is redacted, another deed is done over and over: the longest of these is how long anybody waits.

use cast::{Gazette, body};
use paper::articles::content::Class;
use paper::articles::publishing::{self, Going};
use paper::articles::redacting::{self, Redaction};
use paper::articles::{drafting, placing, scheduling, withdrawing};
use paper::copy::Copy;
use std::io::Write as _;
use std::time::{Duration, Instant};

/// Times each deed is done.
const ROUNDS: u32 = 200;
/// Words of an ordinary article.
const WORDS: u32 = 800;
/// Revisions of the article that is redacted.
const REVISIONS: u32 = 500;
/// Rows written in one transaction while the record is filled.
const ROWS_AT_ONCE: i64 = 200_000;
/// Words of a long draft the gate is asked about beside the whole record; it should answer within 10 ms.
const LONG_WORDS: u32 = 5_000;
/// Published texts that share a part of the long draft, so that the gate compares as many word by word as it ever does.
const ALIKE: u32 = 8;
/// Marks the gate keeps of an ordinary text: its bands and a sample of its runs.
const BANDS: i64 = 40;
/// Over how many microseconds the texts of the record are spread: ten years.
const SPREAD_MICROS: i64 = 10 * 365 * 86_400 * 1_000_000;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let articles: i64 = match std::env::args().nth(1) {
        Some(word) => word.parse()?,
        None => 1_000_000,
    };
    let gazette = Gazette::new().await;
    let start = Instant::now();
    fill(&gazette, articles).await?;
    say(&format!(
        "{articles} texts to compare with, written in {:.0?}",
        start.elapsed()
    ))?;
    ordinary(&gazette).await?;
    long_draft(&gazette).await?;
    long(&gazette).await
}

/// Times the gate on a draft of 5,000 words beside the whole record.
async fn long_draft(gazette: &Gazette) -> Outcome<()> {
    let (paper, by) = (&gazette.paper, &gazette.ines);
    let part = |number: u32| text(2_000_000 + number, LONG_WORDS / ALIKE);
    let parts: Vec<Copy> = (0..ALIKE).map(part).collect();
    for (number, shared) in parts.iter().enumerate() {
        let mut copy = text(3_000_000 + u32::try_from(number)?, WORDS);
        copy.body
            .blocks
            .extend(shared.body.blocks.iter().take(1).cloned());
        publishing::file_and_publish(paper, by, gazette.filing(copy), Going::default()).await?;
    }
    let mut draft = text(4_000_000, 1);
    draft.body.blocks = parts
        .into_iter()
        .flat_map(|part| part.body.blocks)
        .collect();
    let id = drafting::file(paper, by, gazette.filing(draft)).await?;
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let at = Instant::now();
        publishing::findings(paper, id, "en").await?;
        times.push(at.elapsed());
    }
    Times(times).told("gate, 5,000 words")
}

fn say(line: &str) -> Outcome<()> {
    writeln!(std::io::stdout(), "{line}")?;
    Ok(())
}

/// Writes the bands of as many texts of another title, as if they had been published over ten years.
async fn fill(gazette: &Gazette, articles: i64) -> Outcome<()> {
    let paper::Place::File(file) = &gazette.place else {
        return Err("this bench fills a SQLite file".into());
    };
    let connection = rusqlite::Connection::open(file)?;
    connection.execute_batch("PRAGMA foreign_keys = OFF")?;
    let now = gazette.paper.now().as_microsecond();
    let rows = articles * BANDS;
    // In the order of the keys, so that the tables grow at their end.
    let step = i64::MAX / rows.max(1);
    let mut done = 0;
    while done < rows {
        let until = rows.min(done + ROWS_AT_ONCE);
        connection.execute(
            "WITH RECURSIVE n(i) AS (SELECT $1 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < $2)
             INSERT INTO bands SELECT i * $3, CAST(printf('%016d', i) AS BLOB), x'00', $4 - abs(random() % $5) FROM n",
            (done, until, step, now, SPREAD_MICROS),
        )?;
        done = until;
    }
    Ok(())
}

/// A text of its own for each number.
fn text(number: u32, words: u32) -> Copy {
    const SYLLABLES: [&str; 16] = [
        "ba", "cor", "di", "fen", "gal", "lu", "mor", "ni", "pa", "ros", "ta", "vel", "gri", "so",
        "tu", "per",
    ];
    let mut seed = number.wrapping_mul(2_654_435_761) | 1;
    let mut next = || {
        seed ^= seed << 13;
        seed ^= seed >> 17;
        seed ^= seed << 5;
        SYLLABLES[(seed % 16) as usize]
    };
    let mut sentences =
        String::from("The harbour office of Porto Vero gave the timetable on 2 March 2026.");
    for word in 0..words {
        let end = if word % 12 == 11 { "." } else { "" };
        sentences.push_str(&format!(" {}{}{}{end}", next(), next(), next()));
    }
    let mut copy = cast::sound(&format!("Ferry {number} leaves the harbour of Porto Vero"));
    copy.body = body(&[&sentences]);
    copy
}

struct Times(Vec<Duration>);

impl Times {
    fn told(mut self, what: &str) -> Outcome<()> {
        self.0.sort_unstable();
        let at = |share: usize| {
            self.0
                .get((self.0.len() * share / 100).min(self.0.len() - 1))
                .copied()
                .unwrap_or_default()
        };
        say(&format!(
            "{what:28} p50 {:>8.2?}  p99 {:>8.2?}  longest {:>8.2?}  ({} times)",
            at(50),
            at(99),
            at(100),
            self.0.len()
        ))
    }
}

async fn ordinary(gazette: &Gazette) -> Outcome<()> {
    let (paper, by) = (&gazette.paper, &gazette.ines);
    let mut times: Vec<(&str, Vec<Duration>)> = [
        "file", "save", "gate", "publish", "correct", "place", "schedule", "withdraw",
    ]
    .map(|what| (what, Vec::new()))
    .into();
    let mut note = |what: &str, since: Instant| {
        if let Some((_, all)) = times.iter_mut().find(|(name, _)| *name == what) {
            all.push(since.elapsed());
        }
    };
    for number in 0..ROUNDS {
        gazette.later(1);
        let at = Instant::now();
        let id = drafting::file(paper, by, gazette.filing(text(number, WORDS))).await?;
        note("file", at);
        let at = Instant::now();
        drafting::save(paper, by, id, text(number + ROUNDS, WORDS), 1).await?;
        note("save", at);
        let at = Instant::now();
        publishing::findings(paper, id, "en").await?;
        note("gate", at);
        let at = Instant::now();
        publishing::publish(paper, by, id, Going::default()).await?;
        note("publish", at);
        let at = Instant::now();
        let going = Going::change(Class::Correction, "The hour was wrong");
        publishing::change(paper, by, id, 1, text(number + 2 * ROUNDS, WORDS), going).await?;
        note("correct", at);
        let at = Instant::now();
        let placing = placing::Placing {
            comments: Some(false),
            ..placing::Placing::default()
        };
        placing::place(paper, by, id, gazette.title, placing).await?;
        note("place", at);
        let at = Instant::now();
        drafting::save(paper, by, id, text(number + 3 * ROUNDS, WORDS), 3).await?;
        let local = gazette
            .paper
            .now()
            .to_zoned_datetime(jiff::tz::TimeZone::UTC)
            .datetime();
        scheduling::schedule(
            paper,
            by,
            id,
            local.saturating_add(jiff::SignedDuration::from_hours(9)),
            Class::Update,
            "",
        )
        .await?;
        note("schedule", at);
        let at = Instant::now();
        withdrawing::withdraw(paper, by, id, "Wrong as a whole").await?;
        note("withdraw", at);
    }
    for (what, all) in times {
        Times(all).told(what)?;
    }
    Ok(())
}

async fn long(gazette: &Gazette) -> Outcome<()> {
    let (paper, by) = (gazette.paper.clone(), gazette.ines.clone());
    let mut copy = text(1_000_000, WORDS);
    copy.standfirst = "Luca Nardi leaves the port.".to_owned();
    let id =
        publishing::file_and_publish(&paper, &by, gazette.filing(copy.clone()), Going::default())
            .await?
            .article;
    for number in 1..REVISIONS {
        copy.kicker = format!("Hour {number}");
        publishing::change(
            &paper,
            &by,
            id,
            number,
            copy.clone(),
            Going::change(Class::Update, ""),
        )
        .await?;
    }
    let redaction = Redaction {
        class: Class::Legal,
        words: vec!["Luca Nardi".to_owned()],
        pictures: Vec::new(),
        reason: "Court order".to_owned(),
    };
    let start = Instant::now();
    let deed = tokio::spawn(async move { redacting::redact(&paper, &by, id, &redaction).await });
    let mut waits = Vec::new();
    while !deed.is_finished() {
        let at = Instant::now();
        drafting::file(&gazette.paper, &gazette.tomas, gazette.filing(text(9, 100))).await?;
        waits.push(at.elapsed());
    }
    deed.await??;
    say(&format!(
        "redaction of {REVISIONS} revisions of {WORDS} words: {:.0?} in all; meanwhile",
        start.elapsed()
    ))?;
    Times(waits).told("  another's filing took")
}
