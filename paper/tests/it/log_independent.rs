//! The log as an implementation that is not ours reads it, around the borders of tiles.

use crate::log::key;
use crate::raw;
use cast::Gazette;
use cast::independent::Independent;
use std::path::Path;

/// Puts entries into the record until there are so many, as a deed would leave them.
async fn grow_to(gazette: &Gazette, from: u32, size: u32) {
    let more = "INSERT INTO log_entries (position, entry) WITH RECURSIVE n(i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n
                WHERE i + 1 < {size}) SELECT i, 'colophon entry ' || i FROM n"
        .replace("{from}", &from.to_string())
        .replace("{size}", &size.to_string());
    raw::run(&gazette.place, &more).await;
    let log = gazette.paper.log().expect("kept");
    log.catch_up(&gazette.paper).await.expect("signed");
}

#[tokio::test]
async fn another_implementation_checks_the_log_and_that_it_only_grows() {
    let gazette = Gazette::with_log().await;
    let folder = gazette.folder.path().join("log");
    let (checks, key) = (Independent::built(), key(&gazette.paper).await.to_string());
    let seen = gazette.folder.path().join("seen");
    let mut before = 0;
    for size in [1, 255, 256, 257, 65_535, 65_536, 65_537] {
        std::fs::copy(folder.join("checkpoint"), &seen).expect("a checkpoint");
        grow_to(&gazette, before, size).await;
        let said = checks.checks(&key, &folder, Some(&seen));
        assert_eq!(said, Ok(format!("{size} entries, 0 proofs")));
        before = size;
    }
    // It is no rubber stamp: one byte of a tile, of an entry, of the past.
    for (file, wrong) in [
        ("tile/1/000", "tile"),
        ("tile/0/255", "tile"),
        ("tile/entries/128", "entry"),
        ("checkpoint", "signature"),
    ] {
        let file = folder.join(file);
        let kept = std::fs::read(&file).expect("a file");
        flip(&file);
        let said = checks
            .checks(&key, &folder, None)
            .expect_err("it does not hold");
        assert!(said.contains(wrong), "{}: {said}", file.display());
        std::fs::write(&file, kept).expect("as it was");
    }
    checks.checks(&key, &folder, None).expect("as it was");
}

fn flip(file: &Path) {
    let mut bytes = std::fs::read(file).expect("a file");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(file, bytes).expect("written");
}
