//! What breaks a log, and what is made of it: crashes, files that are gone or altered, an older record in place of the newest.

use crate::log::{Read, grew, key as key_of, read};
use crate::raw;
use cast::{Counted, Gazette, sound};
use paper::articles::publishing::{self, Going};
use paper::log::{self, Standing};
use paper::{Fault, Paper, Place, Refusal, keeping};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use tlog::Statement;

async fn opened(place: &Place, root: &Path, seed: u64) -> Paper {
    let entropy = Arc::new(Counted::starting_at(seed));
    let clock = Arc::new(paper::clock::SetClock::at(cast::instant(
        "2026-03-02T09:00:00Z",
    )));
    let paper = Paper::open_with(place, &root.join("media"), clock, entropy)
        .await
        .expect("a record");
    paper.keep_log_in(root).await.expect("a log");
    paper
}

fn stopped(paper: &Paper) -> String {
    match paper.log().expect("kept").standing() {
        Standing::Stopped(why) => why,
        other => panic!("{other:?}"),
    }
}

async fn publishes(paper: &Paper, gazette: &Gazette, headline: &str) -> Result<(), paper::Error> {
    let filing = gazette.filing(sound(headline));
    publishing::file_and_publish(paper, &gazette.ines, filing, Going::default())
        .await
        .map(drop)
}

/// Copies a folder with all that is in it.
fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        match entry.file_type().expect("a kind").is_dir() {
            true => copied(&entry.path(), &to),
            false => drop(fs::copy(entry.path(), to).expect("copied")),
        }
    }
}

#[tokio::test]
async fn files_that_a_crash_left_half_written_are_made_again() {
    let gazette = Gazette::with_log().await;
    for number in 0..3 {
        gazette
            .published(&format!("Ferry number {number} sails"))
            .await;
    }
    let folder = gazette.folder.path().join("log");
    let key = key_of(&gazette.paper).await;
    let before = read(&folder, &key);
    for lost in ["tile/0/000.p/3", "tile/entries/000.p/3"] {
        fs::write(folder.join(lost), "").expect("cut short");
    }
    fs::write(folder.join("checkpoint.part"), "half of").expect("left behind");
    let again = gazette.opened_again().await;
    publishes(&again, &gazette, "Ferry number 4 sails")
        .await
        .expect("published");
    grew(&before, &read(&folder, &key));
    // The whole tree, should even that be gone; the checkpoint says what it must come to.
    fs::remove_dir_all(folder.join("tile")).expect("gone");
    let again = gazette.opened_again().await;
    publishes(&again, &gazette, "Ferry number 5 sails")
        .await
        .expect("published");
    assert_eq!(read(&folder, &key).checkpoint.size, 5);
}

#[tokio::test]
async fn an_older_record_in_place_of_the_newest_is_found_out_and_never_forks_the_log() {
    let folder = tempfile::tempdir().expect("a folder");
    let (root, place) = (
        folder.path(),
        Place::File(folder.path().join("colophon.db")),
    );
    let gazette = of_a_file(root).await;
    gazette.paper.keep_log_in(root).await.expect("a log");
    publishes(&gazette.paper, &gazette, "Ferry number 1 sails")
        .await
        .expect("published");
    gazette.paper.close().await;
    let old = folder.path().join("old.db");
    fs::copy(root.join("colophon.db"), &old).expect("a copy");

    let paper = opened(&place, root, 7_000_000).await;
    publishes(&paper, &gazette, "Ferry number 2 sails")
        .await
        .expect("published");
    let key = key_of(&paper).await;
    let served = read(&root.join("log"), &key);
    paper.close().await;
    fs::copy(&old, root.join("colophon.db")).expect("the older one is brought back");

    let paper = opened(&place, root, 8_000_000).await;
    let why = stopped(&paper);
    assert!(
        why.contains("2 signed entries and the record only 1"),
        "{why}"
    );
    let refused = publishes(&paper, &gazette, "Ferry number 3 sails").await;
    let refused = refused.expect_err("nothing is published");
    assert!(
        matches!(&refused, paper::Error::Refused(refusal @ Refusal::LogStopped { .. })
            if refusal.say("it").starts_with("non si pubblica nulla finché il registro pubblico è fermo: il registro ha 2 voci firmate")
            && refusal.say("it").ends_with("comincia un registro nuovo di questo con colophon log restart")
            && refusal.say("en").starts_with("nothing is published while the public log is stopped: the log has 2 signed entries")
            && refusal.say("en").ends_with("begin a new log of this one with colophon log restart")),
        "{refused}"
    );
    assert!(
        refused.to_string().contains("colophon log restart"),
        "{refused}"
    );
    let checkpoint = paper.log().expect("kept").checkpoint(None).expect("a read");
    assert_eq!(
        checkpoint.as_deref(),
        Some(served.note.as_str()),
        "readers still get what was signed"
    );
    let remarks = log::examine(&paper, root).await.expect("examined");
    assert!(
        remarks
            .iter()
            .any(|remark| !remark.ok && remark.what.contains("older copy")),
        "{remarks:?}"
    );

    let origin = log::begin_anew(&paper, &gazette.operator)
        .await
        .expect("begun");
    assert_eq!(origin, "gazette.test/log/2");
    let again = log::begin_anew(&paper, &gazette.operator).await;
    assert!(
        matches!(&again, Err(paper::Error::Refused(Refusal::LogStands))),
        "a log that goes on: {again:?}"
    );
    publishes(&paper, &gazette, "Ferry number 3 sails")
        .await
        .expect("published");
    let new = read(&root.join("log/2"), &key_of(&paper).await);
    assert_eq!(new.classes(), ["first", "begun", "first"]);
    let Statement::Begun(begun) = &new.statements()[1] else {
        panic!("it says so")
    };
    assert_eq!(
        (begun.before.as_str(), begun.kept, begun.seen),
        ("gazette.test/log", 1, 2)
    );
    assert_eq!(
        read(&root.join("log"), &key).note,
        served.note,
        "the log before stays as it was"
    );
    let remarks = log::examine(&paper, root).await.expect("examined");
    assert!(remarks.iter().all(|remark| remark.ok), "{remarks:?}");
}

/// A gazette in a file of this folder.
async fn of_a_file(root: &Path) -> Gazette {
    Gazette::at(Place::File(root.join("colophon.db"))).await
}

#[tokio::test]
async fn another_record_a_lost_folder_a_lost_key_sign_nothing() {
    let gazette = Gazette::with_log().await;
    gazette.published("Ferry number 1 sails").await;
    let root = gazette.folder.path();
    let keep = tempfile::tempdir().expect("a folder");
    copied(&root.join("log"), &keep.path().join("log"));
    copied(&root.join("keys"), &keep.path().join("keys"));

    fs::remove_dir_all(root.join("log")).expect("gone");
    let why = stopped(&gazette.opened_again().await);
    assert!(why.contains("the folder of the log is gone"), "{why}");
    copied(&keep.path().join("log"), &root.join("log"));

    fs::remove_file(root.join("keys/log.key")).expect("gone");
    let opened = gazette.opened_again().await;
    let why = stopped(&opened);
    assert!(why.contains("keys/log.key"), "{why}");
    for file in [None, Some("no key\n")] {
        if let Some(text) = file {
            fs::write(root.join("keys/log.key"), text).expect("written");
        }
        let remarks = log::examine(&opened, root).await.expect("remarks");
        let bad: Vec<&str> = remarks
            .iter()
            .filter(|remark| !remark.ok)
            .map(|remark| remark.what.as_str())
            .collect();
        assert!(
            bad.iter().any(|what| what.contains("keys/log.key")),
            "{file:?}: {bad:?}"
        );
    }
    copied(&keep.path().join("keys"), &root.join("keys"));

    raw::run(
        &gazette.place,
        "UPDATE log_entries SET entry = REPLACE(entry, '\"first\"', '\"typo\"')",
    )
    .await;
    let again = gazette.opened_again().await;
    let why = stopped(&again);
    assert!(
        why.contains("other entries than the 1 that were signed"),
        "{why}"
    );
    raw::run(
        &gazette.place,
        "UPDATE log_entries SET entry = REPLACE(entry, '\"typo\"', '\"first\"')",
    )
    .await;
    again
        .log()
        .expect("kept")
        .catch_up(&again)
        .await
        .expect("looked again");
    assert!(matches!(
        again.log().expect("kept").standing(),
        Standing::Signed { size: 1, .. }
    ));
}

#[tokio::test]
async fn a_backup_brought_back_begins_a_log_that_follows_the_one_before() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let gazette = of_a_file(root).await;
    gazette.paper.keep_log_in(root).await.expect("a log");
    publishes(&gazette.paper, &gazette, "Ferry number 1 sails")
        .await
        .expect("published");
    let file = root.join("night.tar");
    keeping::backup(&gazette.paper, root, &file)
        .await
        .expect("backed up");
    publishes(&gazette.paper, &gazette, "Ferry number 2 sails")
        .await
        .expect("published");
    let old = key_of(&gazette.paper).await;

    let back = tempfile::tempdir().expect("a folder");
    let again = back.path().join("paper");
    let report = keeping::restore(&file, &again).await.expect("restored");
    assert_eq!(report.log.as_deref(), Some("gazette.test/log/2"));
    let paper = opened(&Place::File(again.join("colophon.db")), &again, 9_000_000).await;
    publishes(&paper, &gazette, "Ferry number 3 sails")
        .await
        .expect("published");
    let key = key_of(&paper).await;
    assert!(
        key != old && key.is_of_the_secret_of(&old),
        "another name, the same secret"
    );
    let new = read(&again.join("log/2"), &key);
    assert_eq!(new.classes(), ["first", "begun", "first"]);
}

#[tokio::test]
async fn a_record_of_an_earlier_program_is_signed_whole_when_it_is_opened() {
    let gazette = Gazette::new().await;
    for number in 0..3 {
        gazette
            .published(&format!("Ferry number {number} sails"))
            .await;
    }
    // As a program before the log left it.
    raw::run(
        &gazette.place,
        "DROP TABLE topic_addresses; DROP TABLE topic_aliases; DROP TABLE topic_facts; DROP TABLE topic_pins; DROP TABLE related;
         DROP INDEX placements_unrelated; ALTER TABLE placements DROP COLUMN related_at;
         ALTER TABLE topics DROP COLUMN kind; ALTER TABLE topics DROP COLUMN merged_into;
         DROP TABLE measure_askers; DROP TABLE measures; ALTER TABLE articles DROP COLUMN deindexed; DROP TABLE manifests; DROP INDEX fronts_by_time; DROP TABLE moved_again; DROP TABLE purging; DROP INDEX overrides_of_article; DROP INDEX redactions_of_article;
         DROP INDEX comment_notices_under; DROP TABLE log_entries; DROP TABLE log;
         DELETE FROM migrations WHERE name >= '0026'",
    )
    .await;
    gazette.paper.close().await;
    let again = gazette.opened_again().await;
    let read = read(&gazette.folder.path().join("log"), &key_of(&again).await);
    assert_eq!(read.classes(), ["first", "first", "first"]);
    publishes(&again, &gazette, "Ferry number 4 sails")
        .await
        .expect("published");
}

/// Chance that can be told again.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// Whatever a crash does to the files, however the clock jumps, and where an older record comes in place of the newest for a
/// while: after each opening the log continues every checkpoint that was ever there, and every revision has its entry.
#[tokio::test]
async fn whatever_breaks_the_log_never_forks() {
    for seed in 1..=8_u64 {
        let outcome = life(seed).await;
        assert!(outcome.is_ok(), "seed {seed}: {outcome:?}");
    }
}

/// An older record comes in place of the newest: nothing is signed and nothing goes out. Then the newest is brought back.
async fn older_for_a_while(gazette: &Gazette, folder: &Path) -> Paper {
    let before = fs::read_to_string(folder.join("checkpoint")).expect("a checkpoint");
    raw::run(
        &gazette.place,
        "CREATE TABLE aside AS SELECT * FROM log_entries ORDER BY position DESC LIMIT 1;
         DELETE FROM log_entries WHERE position = (SELECT MAX(position) FROM log_entries)",
    )
    .await;
    let older = gazette.opened_again().await;
    stopped(&older);
    let refused = publishes(&older, gazette, "Ferry of the past sails").await;
    assert!(
        matches!(
            refused,
            Err(paper::Error::Refused(Refusal::LogStopped { .. }))
        ),
        "{refused:?}"
    );
    let now = fs::read_to_string(folder.join("checkpoint")).expect("a checkpoint");
    assert_eq!(now, before, "nothing was signed");
    older.close().await;
    raw::run(
        &gazette.place,
        "INSERT INTO log_entries SELECT * FROM aside; DROP TABLE aside",
    )
    .await;
    gazette.opened_again().await
}

async fn life(seed: u64) -> Result<(), Fault> {
    let gazette = Gazette::with_log().await;
    let folder = gazette.folder.path().join("log");
    let key = key_of(&gazette.paper).await;
    let mut chance = Chance(seed);
    let mut paper = gazette.paper.clone();
    let mut seen: Vec<Read> = Vec::new();
    // Checkpoints a disk may have kept in place of a newer one: those since the last that was certain to be there.
    let mut earlier: Vec<String> = Vec::new();
    for step in 0..14 {
        for _ in 0..=chance.below(2) {
            publishes(
                &paper,
                &gazette,
                &format!("Ferry {seed} {step} {} sails", chance.below(1_000_000)),
            )
            .await
            .map_err(|error| Fault::new(error.to_string()))?;
        }
        let now = read(&folder, &key);
        for before in &seen {
            grew(before, &now);
        }
        earlier.push(now.note.clone());
        seen.push(now);
        match chance.below(8) {
            // The clock jumps, on or back.
            4 => {
                let minutes = [0, 30, 200, 100_000][chance.below(4) as usize];
                let base = cast::instant("2026-03-02T09:00:00Z");
                let then = base + jiff::SignedDuration::from_mins(minutes);
                gazette.clock.set(then);
                continue;
            }
            // An older record for a while.
            5 => {
                drop(paper);
                paper = older_for_a_while(&gazette, &folder).await;
                continue;
            }
            // A write that comes twice: the checkpoint, and a tile.
            6 => {
                fs::write(folder.join("checkpoint"), &earlier[earlier.len() - 1]).expect("written");
                let tile = folder
                    .join("tile/0/000.p")
                    .join(seen[seen.len() - 1].checkpoint.size.to_string());
                let kept = fs::read(&tile).expect("a tile");
                fs::write(&tile, kept).expect("written");
            }
            // A write lost: the checkpoint before, or tiles of before.
            0 => {
                let kept = &earlier[chance.below(earlier.len() as u64) as usize];
                fs::write(folder.join("checkpoint"), kept).expect("written");
            }
            // A write torn.
            1 => {
                for tile in ["tile/0/000.p", "tile/entries/000.p"] {
                    let size = seen.len();
                    let _ = fs::write(folder.join(tile).join(size.to_string()), "\0torn");
                }
            }
            2 => drop(fs::remove_dir_all(folder.join("tile/entries"))),
            3 => drop(fs::remove_dir_all(folder.join("tile"))),
            _ => continue,
        }
        // And the process is gone with what it had in memory.
        if paper.has_other_writers() {
            paper = gazette.opened_again().await;
        } else {
            drop(paper);
            paper = gazette.opened_again().await;
        }
        let mut session = paper.read().await?;
        let entries = log::size(&mut session)
            .await
            .map_err(|error| Fault::new(error.to_string()))?;
        drop(session);
        assert_eq!(
            read(&folder, &key).checkpoint.size,
            entries,
            "every entry is signed for"
        );
    }
    Ok(())
}
