//! The log as readers and their programs get it: checkpoint, tiles, bundles, proofs, its page.

use crate::stage::{Gazette, Got, door, found_title, found_title_in, get, sound};
use axum::Router;
use http::StatusCode;
use paper::articles::content::Class;
use paper::articles::publishing::{self, Going};
use paper::articles::withdrawing;
use tlog::tree::{self, Tiles};
use tlog::{Checkpoint, Hash, Key, Proof, Statement, TILE_WIDTH, Tile, Wrong};

async fn found(door: &Router, path: &str) -> Got {
    let got = get(door, "gazette.test", path).await;
    assert_eq!(got.status, StatusCode::OK, "{path}");
    got
}

async fn key(door: &Router) -> Key {
    let text = found(door, "/log/key").await.text();
    Key::parse(text.lines().next().expect("a line")).expect("a key")
}

async fn checkpoint(door: &Router) -> Checkpoint {
    let note = found(door, "/log/checkpoint").await.text();
    Checkpoint::verified(&note, &key(door).await).expect("signed")
}

#[tokio::test]
async fn what_is_published_is_in_the_checkpoint_that_is_asked_for_next_on_every_host() {
    let gazette = Gazette::with_log().await;
    found_title(
        &gazette.paper,
        &gazette.operator,
        "beacon",
        "The Beacon",
        "beacon.test",
    )
    .await;
    let door = door(&gazette);
    assert_eq!(checkpoint(&door).await.size, 0);
    for size in 1..=3 {
        gazette
            .published(&format!("Ferry number {size} sails"))
            .await;
        let got = found(&door, "/log/checkpoint").await;
        assert_eq!(got.header("content-type"), "text/plain; charset=utf-8");
        assert_eq!(got.header("cache-control"), "no-cache");
        assert_eq!(checkpoint(&door).await.size, size);
        let there = get(&door, "beacon.test", "/log/checkpoint").await;
        assert_eq!(there.bytes, got.bytes, "one log for all titles");
    }
    let nobody = get(&door, "nobody.test", "/log/checkpoint").await;
    assert_ne!(nobody.status, StatusCode::OK);
}

#[tokio::test]
async fn tiles_and_bundles_make_the_signed_root_and_are_kept_for_ever_by_caches() {
    let gazette = Gazette::with_log().await;
    for number in 0..5 {
        gazette
            .published(&format!("Ferry number {number} sails"))
            .await;
    }
    let door = door(&gazette);
    let checkpoint = checkpoint(&door).await;
    let bundle = found(&door, "/log/tile/entries/000.p/5").await;
    assert_eq!(
        bundle.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert_eq!(bundle.header("content-type"), "application/octet-stream");
    let entries = tlog::unbundle(&bundle.bytes).expect("a bundle");
    let leaves: Vec<Hash> = entries.iter().map(|entry| Hash::of_leaf(entry)).collect();
    assert_eq!(tree::over(&leaves), checkpoint.root);
    let tile = found(&door, "/log/tile/0/000.p/5").await;
    assert_eq!(Hash::list(&tile.bytes).expect("hashes"), leaves);
    // Who was told of a smaller log gets the tiles of that, too.
    let smaller = found(&door, "/log/tile/0/000.p/2").await;
    assert_eq!(smaller.bytes, tile.bytes[..2 * Hash::BYTES]);
    let smaller = found(&door, "/log/tile/entries/000.p/2").await;
    assert_eq!(
        tlog::unbundle(&smaller.bytes).expect("a bundle"),
        entries[..2]
    );
    for nothing in [
        "/log/tile/0/000",
        "/log/tile/0/000.p/6",
        "/log/tile/0/001.p/1",
        "/log/tile/1/000.p/1",
        "/log/tile/0/000.p/05",
        "/log/tile/entries/../0/000.p/5",
        "/log/tile",
        "/log/2/checkpoint",
        "/log/1/checkpoint",
        "/log/lock",
    ] {
        let got = get(&door, "gazette.test", nothing).await;
        assert!(!got.status.is_success(), "{nothing}: {}", got.status);
    }
}

/// The proof of a revision, downloaded and checked with the key alone.
async fn proven(door: &Router, path: &str, number: u32) -> (Proof, Statement) {
    let text = found(door, &format!("{path}.tlog-proof?revision={number}"))
        .await
        .text();
    let proof = Proof::read(&text).expect("a proof");
    let (statement, _) = proof.verified(&key(door).await).expect("it holds");
    (proof, statement)
}

#[tokio::test]
async fn each_revision_has_its_proof_its_canonical_bytes_and_its_place_in_the_history() {
    let gazette = Gazette::with_log().await;
    gazette.published("Another ferry").await;
    let published = gazette.published("Ferry service resumes").await;
    let path = published.addresses[0].1.clone();
    let mut copy = sound("Ferry service resumes");
    copy.standfirst = "From six in the morning.".to_owned();
    let going = Going::change(Class::Update, "");
    publishing::change(
        &gazette.paper,
        &gazette.ines,
        published.article,
        1,
        copy,
        going,
    )
    .await
    .expect("updated");
    let door = door(&gazette);
    for (number, class, index) in [(1, "first", 1), (2, "update", 2)] {
        let (proof, statement) = proven(&door, &path, number).await;
        let Statement::Revision(logged) = statement else {
            panic!("a revision")
        };
        assert_eq!(
            (logged.class.as_str(), logged.number, proof.index),
            (class, number, index)
        );
        let bytes = found(&door, &format!("{path}.canonical?revision={number}"))
            .await
            .bytes;
        assert_eq!(
            proof.opening.opens(&logged.commitment, &bytes),
            Ok(Some(()))
        );
        assert_eq!(
            proof.opening.opens(&logged.commitment, b"{}"),
            Err(Wrong::Commitment)
        );
        let data = found(&door, &format!("{path}.json?revision={number}"))
            .await
            .text();
        let data: serde_json::Value = serde_json::from_str(&data).expect("JSON");
        assert_eq!(data["log"]["index"], index);
        assert_eq!(data["log"]["entry"], proof.opening.entry);
        assert_eq!(data["log"]["salt"], proof.opening.salt);
        assert_eq!(
            tlog::canonical(&data["revision"])
                .expect("canonical")
                .into_bytes(),
            bytes
        );
    }
    let history = found(&door, &format!("{path}/history")).await.text();
    for words in [
        "Entry 2 of the public log",
        &format!("href=\"{path}.tlog-proof?revision=2\""),
        "a signed log that can only grow",
    ] {
        assert!(history.contains(words), "{words}: {history}");
    }
    let none = get(
        &door,
        "gazette.test",
        &format!("{path}.tlog-proof?revision=3"),
    )
    .await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_withdrawn_keeps_its_proofs_and_shows_no_text() {
    let gazette = Gazette::with_log().await;
    let published = gazette.published("Ferry service resumes").await;
    let path = published.addresses[0].1.clone();
    let door = door(&gazette);
    let kept = found(&door, &format!("{path}.canonical")).await.bytes;
    let why = "It was last year's timetable";
    withdrawing::withdraw(&gazette.paper, &gazette.ines, published.article, why)
        .await
        .expect("withdrawn");
    let (proof, statement) = proven(&door, &path, 1).await;
    let Statement::Revision(logged) = statement else {
        panic!("a revision")
    };
    assert_eq!(
        proof.opening.opens(&logged.commitment, &kept),
        Ok(Some(())),
        "who kept the text can show it"
    );
    let bytes = found(&door, &format!("{path}.canonical?revision=1"))
        .await
        .text();
    assert!(!bytes.contains("timetable"), "{bytes}");
}

#[tokio::test]
async fn the_page_of_the_log_tells_size_key_and_what_was_entered_last_in_the_titles_language() {
    let gazette = Gazette::with_log().await;
    let door = door(&gazette);
    for number in 0..52 {
        gazette
            .published(&format!("Ferry number {number} sails"))
            .await;
    }
    let page = found(&door, "/log").await.text();
    let key = key(&door).await.to_string();
    for words in [
        "52 entries",
        "gazette.test/log",
        &key,
        "Ferry number 51 sails",
        "/log?page=2",
        "href=\"/log\"",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("Ferry number 1 sails"));
    let page = found(&door, "/log?page=2").await.text();
    assert!(page.contains("Ferry number 1 sails"), "{page}");
    gazette.published("Ferry number 52 sails").await;
    let page = found(&door, "/log").await.text();
    assert!(
        page.contains("53 entries"),
        "a page that was kept is made again"
    );
    let none = get(&door, "gazette.test", "/log?page=3").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    let (paper, operator) = (&gazette.paper, &gazette.operator);
    found_title_in(paper, operator, "voce", "La Voce", "voce.test", "it").await;
    let page = get(&door, "voce.test", "/log").await.text();
    assert!(
        page.contains("Registro pubblico") && page.contains("53 voci"),
        "{page}"
    );
}

/// A log with several levels of tiles is proven over HTTP alone.
#[tokio::test]
async fn an_entry_beyond_the_first_tile_is_proven_from_its_tiles() {
    use paper::articles::bringing::{self, Brought};
    use paper::people;
    use paper::rights::Role;
    let gazette = Gazette::with_log().await;
    people::grant(
        &gazette.paper,
        &gazette.operator,
        "ines",
        Role::Publisher,
        Some(gazette.title),
        None,
    )
    .await
    .expect("a grant");
    for round in 0..3 {
        let brought = (0..100).map(|number| Brought {
            title: gazette.title,
            section: "news".to_owned(),
            slug: format!("old-{round}-{number}"),
            comments: false,
            copy: sound("Ferry service resumes"),
            first_published: crate::stage::instant("2020-05-01T08:00:00Z"),
            later: Vec::new(),
            elsewhere: Vec::new(),
            said: Vec::new(),
        });
        bringing::bring_in(
            &gazette.paper,
            &gazette.ines,
            "elsewhere",
            brought.collect(),
        )
        .await
        .expect("brought in");
    }
    let door = door(&gazette);
    let checkpoint = checkpoint(&door).await;
    assert_eq!(checkpoint.size, 300);
    let mut fetched = std::collections::HashMap::new();
    let tile = |level, number| Tile::holding(level, number * TILE_WIDTH, 300).expect("a tile");
    for tile in [tile(0, 0), tile(0, 1), tile(1, 0)] {
        let got = found(&door, &format!("/log/tile/{tile}")).await;
        fetched.insert(tile, Hash::list(&got.bytes).expect("hashes"));
    }
    let mut tiles = Tiles::of(300, |tile| {
        fetched
            .get(&tile)
            .cloned()
            .ok_or(Wrong::Tile(tile.to_string()))
    });
    assert_eq!(tiles.root().expect("a root"), checkpoint.root);
    let (path, _) = ("/2020/05/01/old-2-99", ());
    let (proof, _) = proven(&door, path, 1).await;
    assert_eq!(proof.index, 299);
    assert_eq!(proof.path, tiles.inclusion(299).expect("a proof"));
}
