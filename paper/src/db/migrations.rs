//! Migrations: forward only, each once, all in one transaction at the start.
//!
//! One text serves both engines but for one token: `{bytes}` is `BLOB` here and `BYTEA` there.

use super::{Db, Session, filling, postgres, sqlite};
use crate::Fault;

/// The steps in order; a step that has been released never changes.
const STEPS: &[(&str, &str)] = &[
    (
        "0001 the record",
        include_str!("../../migrations/0001_record.sql"),
    ),
    (
        "0002 veils",
        include_str!("../../migrations/0002_veils.sql"),
    ),
    (
        "0003 comments",
        include_str!("../../migrations/0003_comments.sql"),
    ),
    (
        filling::SHOWN,
        include_str!("../../migrations/0004_shown.sql"),
    ),
    (
        "0005 feeds and sitemaps",
        include_str!("../../migrations/0005_feeds.sql"),
    ),
    (
        "0006 tokens",
        include_str!("../../migrations/0006_tokens.sql"),
    ),
    (
        "0007 cases",
        include_str!("../../migrations/0007_cases.sql"),
    ),
    ("0008 talk", include_str!("../../migrations/0008_talk.sql")),
    (
        "0009 former hosts",
        include_str!("../../migrations/0009_hosts.sql"),
    ),
    (
        "0011 what the gate remembers",
        include_str!("../../migrations/0011_gate.sql"),
    ),
    (
        "0013 texts of series",
        include_str!("../../migrations/0013_series.sql"),
    ),
    (
        "0014 doors",
        include_str!("../../migrations/0014_doors.sql"),
    ),
    (
        filling::DESK,
        include_str!("../../migrations/0015_desk.sql"),
    ),
    (
        "0016 fronts as published",
        include_str!("../../migrations/0016_fronts.sql"),
    ),
    (
        "0017 secret previews",
        include_str!("../../migrations/0017_previews.sql"),
    ),
    (
        "0018 figures",
        include_str!("../../migrations/0018_figures.sql"),
    ),
    (
        "0019 mails",
        include_str!("../../migrations/0019_mails.sql"),
    ),
    (
        "0020 webhooks",
        include_str!("../../migrations/0020_webhooks.sql"),
    ),
    (
        "0021 when things were touched",
        include_str!("../../migrations/0021_touched.sql"),
    ),
    (
        "0022 words searched for",
        include_str!("../../migrations/0022_words.sql"),
    ),
    (
        "0023 the page of facts",
        include_str!("../../migrations/0023_trust.sql"),
    ),
    (
        filling::PICTURES,
        include_str!("../../migrations/0024_pictures.sql"),
    ),
    (
        "0025 imports",
        include_str!("../../migrations/0025_imports.sql"),
    ),
    (filling::LOG, include_str!("../../migrations/0026_log.sql")),
    (
        "0027 what belongs to an article",
        include_str!("../../migrations/0027_carrying.sql"),
    ),
    (
        "0028 a cache in front",
        include_str!("../../migrations/0028_purging.sql"),
    ),
    (
        "0029 topics as they are kept",
        include_str!("../../migrations/0029_topics.sql"),
    ),
    (
        "0031 items that came again",
        include_str!("../../migrations/0031_moved_again.sql"),
    ),
    (
        "0032 fronts of the past",
        include_str!("../../migrations/0032_fronts_of_the_past.sql"),
    ),
    (
        "0034 manifests of pictures",
        include_str!("../../migrations/0034_manifests.sql"),
    ),
    (
        "0035 the right to be forgotten",
        include_str!("../../migrations/0035_measures.sql"),
    ),
];

/// How many steps a record of this program has.
pub(crate) const CURRENT: i64 = STEPS.len() as i64;

/// The number of steps a record has taken; 0 for a new one.
pub(crate) async fn taken(db: &Db) -> Result<i64, Fault> {
    taken_in(&mut db.read().await?).await
}

async fn taken_in(session: &mut Session) -> Result<i64, Fault> {
    let there: Vec<(String,)> = match session {
        Session::Lite(_) => {
            session.all("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'migrations'", ()).await?
        }
        Session::Pg(_) => {
            session
                .all("SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'migrations'", ())
                .await?
        }
    };
    if there.is_empty() {
        return Ok(0);
    }
    let (step,): (i64,) = session
        .one("SELECT COALESCE(MAX(step), 0) FROM migrations", ())
        .await?;
    Ok(step)
}

/// Refuses a record of another step than this program's: none of its statements need fit there. A place that holds no record
/// yet passes, since whoever opens it asks for the network next.
pub(crate) async fn must_be_current(db: &Db) -> Result<(), Fault> {
    match taken(db).await? {
        0 | CURRENT => Ok(()),
        newer if newer > CURRENT => Err(too_new(newer)),
        older => Err(Fault::with_remedy(format!(
            "this record is at step {older} and this program works at step {CURRENT}; `colophon serve` brings it up to date, \
             after a copy of the file"
        ))),
    }
}

fn too_new(step: i64) -> Fault {
    Fault::with_remedy(format!(
        "this record was written by a newer program (step {step}, this one knows {CURRENT}); install the newer one"
    ))
}

/// Takes the steps that are missing. Says how many were taken.
///
/// Fails on a record of a newer program, before touching it.
pub(crate) async fn run(db: &Db, now: jiff::Timestamp) -> Result<i64, Fault> {
    if taken(db).await? == CURRENT {
        return Ok(0);
    }
    let mut session = db.write().await?;
    // Asked again as the only writer: two programs may start on one server at once.
    let from = taken_in(&mut session).await?;
    if from > CURRENT {
        return Err(too_new(from));
    }
    for (number, (name, text)) in STEPS
        .iter()
        .enumerate()
        .skip(usize::try_from(from).unwrap_or(0))
    {
        let step = number as i64 + 1;
        let result = match &mut session {
            Session::Lite(held) => {
                sqlite::script(held, &text.replace("{bytes}", "BLOB")).map_err(|e| e.to_string())
            }
            Session::Pg(tx) => postgres::script(tx, text.replace("{bytes}", "BYTEA"))
                .await
                .map_err(|error| error.to_string()),
        };
        result.map_err(|error| Fault::new(format!("migration {name}: {error}")))?;
        filling::after(name, &mut session, now).await?;
        session
            .exec(
                "INSERT INTO migrations (step, name, taken_at) VALUES ($1, $2, $3)",
                (step, *name, now),
            )
            .await?;
    }
    session.commit().await?;
    Ok(CURRENT - from)
}
