//! Random lives of a small network, carried out as an archive and back: the same pages, and the same archive again.

use crate::caching::life::Life;
use crate::stage::{ask, new_place, site_keeping};
use archive::{Archive, Asked, Home};
use http::Request;
use paper::{Paper, Place};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use web::Site;

/// Seeds of random lives.
const SEEDS: [u64; 3] = [11, 2_026, 77_003];
/// Deeds of one.
const STEPS: usize = 60;
/// Hosts of the network.
const HOSTS: [&str; 2] = ["gazette.test", "beacon.test"];

/// Writes an archive of a record as it is now.
async fn archived(life: &Life, paper: &Paper, folder: &Path) {
    let asked = Asked {
        program: "colophon test".to_owned(),
        themes: life.gazette().folder.path().join("themes"),
        settings: serde_json::json!({}),
        at: life.gazette().paper.now(),
    };
    let written = archive::write(paper, &asked, folder, &mut |_| ()).await;
    written.expect("an archive");
}

/// An empty record at a place, in the time of the newspaper.
async fn empty(life: &Life, place: &Place, media: &Path, salt: u64) -> Paper {
    Paper::open_with(
        place,
        media,
        life.gazette().clock.clone(),
        Arc::new(cast::Counted::starting_at(salt << 40)),
    )
    .await
    .expect("a record")
}

/// Every file of a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inside) = folders.pop() {
        for entry in std::fs::read_dir(&inside).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("inside").display();
                files.insert(name.to_string(), std::fs::read(&path).expect("a file"));
            }
        }
    }
    files
}

#[tokio::test]
async fn whatever_was_done_an_archive_brings_back_the_same_pages_and_the_same_archive() {
    for seed in SEEDS {
        let mut life = Life::begin(seed).await;
        for _ in 0..STEPS {
            let (deed, outcome) = life.act().await;
            if let Err(error) = outcome {
                assert!(error.refusal().is_some(), "{deed} broke: {error}");
            }
        }
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        archived(&life, &life.gazette().paper, &at("first")).await;
        let first = files(&at("first"));

        // By way of a file, whatever the record is kept on, and to another of the first's kind.
        let file = Place::File(at("colophon.db"));
        let again = match new_place(&folder) {
            Place::File(_) => Place::File(at("again.db")),
            server => server,
        };
        let mut from = at("first");
        for (name, place) in [("second", &file), ("third", &again)] {
            let paper = empty(&life, place, &at(&format!("{name}-media")), seed).await;
            let home = Home {
                media: at(&format!("{name}-media")),
                themes: at(&format!("{name}-themes")),
            };
            let opened = Archive::open(&from).expect("an archive");
            opened.check(&mut |_| ()).await.expect("sound");
            let back = opened
                .bring_back(&paper, "operator", &home, &mut |_| ())
                .await;
            back.expect("the same newspaper");
            archived(&life, &paper, &at(name)).await;
            assert_eq!(
                files(&at(name)).keys().collect::<Vec<_>>(),
                first.keys().collect::<Vec<_>>()
            );
            for (path, bytes) in files(&at(name)) {
                let (is, was) = (
                    String::from_utf8_lossy(&bytes),
                    String::from_utf8_lossy(&first[&path]),
                );
                assert_eq!(is, was, "{path} of seed {seed}, {name}");
            }
            same_pages(&mut life, &paper, seed).await;
            from = at(name);
        }
    }
}

/// Every page of one is that of the other, byte for byte.
async fn same_pages(life: &mut Life, paper: &Paper, seed: u64) {
    let site = Site {
        paper: paper.clone(),
        ..site_keeping(life.gazette(), 0)
    };
    let door = web::app(site);
    for (host, path) in life.addresses().await {
        let asks = || Request::get(path.as_str()).header("host", HOSTS[host]);
        let (was, is) = (ask(life.door(), asks()).await, ask(&door, asks()).await);
        let place = format!("{}{path} of seed {seed}", HOSTS[host]);
        assert_eq!(was.status, is.status, "{place}");
        assert_eq!(was.text(), is.text(), "{place}");
    }
}
