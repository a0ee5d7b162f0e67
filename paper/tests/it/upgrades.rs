//! A record of an earlier program is brought up to date with all that is in it; one of a later program is left alone.

use crate::raw;
use cast::{Counted, instant, new_place, sound};
use paper::articles::placing::{self, Placing};
use paper::articles::publishing::{self, Going};
use paper::articles::{self, commitment};
use paper::clock::SetClock;
use paper::desk::Shelf;
use paper::id::{ArticleId, PlacementId};
use paper::reading::{desk, title};
use paper::{Actor, Paper, Place, Session, comments, jobs, keeping, titles};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const NOW: &str = "2026-03-02T12:00:00Z";
const SALT: [u8; 32] = [7; 32];

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A record at step 1.
async fn old_record(place: &Place) {
    let content = include_str!("../golden/revision-1-least.json");
    let copy = serde_json::to_string(&sound("Ferry stops")).expect("a copy");
    let rows = include_str!("../records/step-1.sql")
        .replace("{content}", content)
        .replace("{copy}", &copy)
        .replace("{salt}", &hex(&SALT))
        .replace("{commitment}", &hex(&commitment(&SALT, content)));
    let tables = include_str!("../../migrations/0001_record.sql");
    raw::run(place, &format!("{tables}\n{rows}")).await;
}

async fn open(place: &Place, folder: &Path) -> Result<Paper, paper::Fault> {
    let clock = Arc::new(SetClock::at(instant(NOW)));
    let media = folder.join("media");
    Paper::open_with(place, &media, clock, Arc::new(Counted::default())).await
}

fn snapshots(folder: &Path) -> Vec<PathBuf> {
    let all = std::fs::read_dir(folder).expect("a folder");
    all.map(|entry| entry.expect("an entry").path())
        .filter(|path| path.to_string_lossy().contains(".db.before-"))
        .collect()
}

#[tokio::test]
async fn a_record_of_the_first_program_is_brought_up_to_date_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = new_place(&folder);
    old_record(&place).await;
    let refused = Paper::open_read_only(&place, folder.path())
        .await
        .map(drop)
        .expect_err("its columns are others");
    assert!(
        refused.has_remedy && refused.to_string().contains("at step 1 "),
        "{refused}"
    );

    let paper = open(&place, folder.path())
        .await
        .expect("brought up to date");
    if matches!(place, Place::File(_)) {
        let kept = snapshots(folder.path());
        let [copy] = kept.as_slice() else {
            panic!("one copy of the file as it was: {kept:?}")
        };
        assert_eq!(raw::number(copy, "SELECT MAX(step) FROM migrations"), 1);
    }
    let (live, draft) = articles_of_the_record();
    let mut session = paper.read().await.expect("a read");
    let revision = articles::revision_numbered(&mut session, live, 1)
        .await
        .expect("a revision");
    assert_eq!(
        (revision.content.headline.as_str(), revision.editor.as_str()),
        ("Il traghetto «Perla» riparte", "Ines Vidal"),
        "who answers for it stands beside the older form"
    );
    let saves = articles::find(&mut session, draft)
        .await
        .expect("a draft")
        .saves;
    assert_eq!(saves, 3);
    lies_on_the_desk(&paper, &mut session, draft).await;
    let placement = PlacementId::parse("0192f0c0-0000-7000-8000-000000000008").expect("an id");
    let said = comments::shown::page(&mut session, placement, 1, false)
        .await
        .expect("comments");
    assert!(format!("{said:?}").contains("Era ora."), "{said:?}");
    let waiting = jobs::pending(&mut session).await.expect("jobs");
    assert!(
        waiting.iter().any(|job| job.kind == "front.expire"),
        "the pin has an end: {waiting:?}"
    );
    drop(session);
    let remarks = keeping::examine(&paper).await.expect("examined");
    assert!(
        remarks
            .iter()
            .all(|remark| !remark.what.contains("do not agree")),
        "{remarks:?}"
    );
    goes_on(&paper, live, draft).await;
}

/// The draft is a kept save, and the desk finds it by its words.
async fn lies_on_the_desk(paper: &Paper, session: &mut Session, draft: ArticleId) {
    let saves = articles::saves::saves(session, draft, None, 10)
        .await
        .expect("saves");
    assert_eq!(
        saves.iter().map(|save| save.version).collect::<Vec<_>>(),
        [3]
    );
    let ines = Actor::of(paper, "ines").await.expect("an account");
    let filter = desk::Filter {
        words: "FERRY".to_owned(),
        ..desk::Filter::default()
    };
    let page = desk::page(session, &ines, &filter, None, 10, paper.now())
        .await
        .expect("a page");
    let found: Vec<_> = page
        .rows
        .iter()
        .map(|row| (row.article, row.shelf))
        .collect();
    assert_eq!(found, [(draft, Some(Shelf::Writing))]);
}

fn articles_of_the_record() -> (ArticleId, ArticleId) {
    let id = |last: &str| ArticleId::parse(&format!("0192f0c0-0000-7000-8000-{last}"));
    (
        id("000000000002").expect("an id"),
        id("00000000000b").expect("an id"),
    )
}

/// The desk works on with it: the draft goes out under the headline its original was given, now through the gate.
async fn goes_on(paper: &Paper, live: ArticleId, draft: ArticleId) {
    let ines = Actor::of(paper, "ines").await.expect("an account");
    let published = publishing::publish(paper, &ines, draft, Going::default())
        .await
        .expect("published");
    assert_eq!(published.addresses[0].1, "/2026/03/02/ferry-stops-tomorrow");
    let mut session = paper.read().await.expect("a read");
    let content = articles::revision_numbered(&mut session, draft, 1)
        .await
        .expect("a revision")
        .content;
    assert_eq!(content.headline, "Ferry stops tomorrow");
    assert_eq!(content.placements[0].headline, "");
    let gazette = title::by_host(&mut session, "gazette.test")
        .await
        .expect("a read")
        .expect("a title");
    drop(session);
    let zone = titles::Settle {
        zone: Some("Pacific/Kiritimati".to_owned()),
        ..titles::Settle::default()
    };
    titles::settle(paper, &ines, gazette.id, &zone)
        .await
        .expect("settled");
    let placing = Placing {
        slug: Some("perla-2".to_owned()),
        ..Placing::default()
    };
    placing::place(paper, &ines, live, gazette.id, placing)
        .await
        .expect("placed");
    let mut session = paper.read().await.expect("a read");
    let placements = articles::placements(&mut session, live)
        .await
        .expect("placements");
    assert_eq!(
        placements[0].path.as_deref(),
        Some("/2026/03/02/perla-2"),
        "the day in its address is the one it had"
    );
}

#[tokio::test]
async fn a_record_of_a_newer_program_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = new_place(&folder);
    old_record(&place).await;
    raw::run(
        &place,
        "INSERT INTO migrations (step, name, taken_at) VALUES (9000, 'to come', 0)",
    )
    .await;
    for refused in [
        open(&place, folder.path()).await,
        Paper::open_read_only(&place, folder.path()).await,
    ] {
        let refused = refused.map(drop).expect_err("it knows what we do not");
        assert!(
            refused.to_string().contains("newer program (step 9000"),
            "{refused}"
        );
    }
    assert_eq!(snapshots(folder.path()), Vec::<PathBuf>::new());
}
