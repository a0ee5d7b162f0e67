//! A whole newspaper out and back.

use crate::stage::{Empty, Everything, archived, files, said};
use archive::Archive;
use std::fs;
use std::process::Command;

#[tokio::test]
async fn a_newspaper_comes_back_whole_and_its_archive_is_the_same_again() {
    let all = Everything::new().await;
    let folder = tempfile::tempdir().expect("a folder");
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    let written = archived(&all.gazette.paper, &first).await.expect("written");
    assert_eq!(written.manifest.left_out, Vec::<String>::new());
    assert_eq!(written.files, files(&first).len() as u64);
    assert_eq!(
        written.manifest.media, 1,
        "what came in, not what is made of it"
    );

    let copy = Empty::in_time_of(&all.gazette).await;
    let received = copy.takes(&first).await.expect("filled");
    assert_eq!(received.media, written.manifest.media);
    let rows = received
        .rows
        .iter()
        .map(|(name, rows)| ((*name).to_owned(), *rows));
    assert!(rows.eq(written.manifest.rows.clone()));
    archived(&copy.paper, &second).await.expect("written");
    assert_eq!(files(&second), files(&first));
    for file in files(&first) {
        let (was, is) = (fs::read(first.join(&file)), fs::read(second.join(&file)));
        assert!(was.expect("read") == is.expect("read"), "{file}");
    }
}

#[tokio::test]
async fn nothing_that_opens_a_door_is_in_an_archive_and_nothing_unpublished_in_its_texts() {
    let all = Everything::new().await;
    let folder = tempfile::tempdir().expect("a folder");
    let archive = folder.path().join("archive");
    archived(&all.gazette.paper, &archive)
        .await
        .expect("written");
    for file in files(&archive) {
        let bytes = fs::read(archive.join(&file)).expect("read");
        let text = String::from_utf8_lossy(&bytes);
        for secret in &all.secrets {
            assert!(!text.contains(secret.as_str()), "{file} holds a secret");
        }
        assert!(!text.contains("hash\":"), "{file} holds a hash of somebody");
        if file.ends_with(".md") {
            assert!(!text.contains("nobody publishes"), "{file}: {text}");
            assert!(!text.contains("Ask @tomas"), "{file}: {text}");
        }
    }
}

#[tokio::test]
async fn other_programs_can_check_and_read_it() {
    let all = Everything::new().await;
    let folder = tempfile::tempdir().expect("a folder");
    let archive = folder.path().join("archive");
    archived(&all.gazette.paper, &archive)
        .await
        .expect("written");
    let checked = Command::new("sha256sum")
        .args(["--check", "--quiet", "--strict", "SHA256SUMS"])
        .current_dir(&archive)
        .output()
        .expect("sha256sum runs");
    assert!(checked.status.success(), "{checked:?}");

    let mut texts = 0;
    for file in files(&archive) {
        let text = || fs::read_to_string(archive.join(&file)).expect("a text");
        if file.ends_with(".json") {
            let document: serde_json::Value = serde_json::from_str(&text()).expect("JSON");
            assert!(document.is_object(), "{file}");
        } else if file.ends_with(".jsonl") {
            for line in text().lines() {
                let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
                assert!(row.is_object(), "{file}");
            }
        } else if file.ends_with(".md") {
            texts += 1;
            assert!(text().starts_with("---\n"), "{file}");
        }
    }
    assert_eq!(texts, 4, "a text for each article");
    let ferry = fs::read_to_string(archive.join(format!("articles/000000/{}.md", all.ferry)));
    let ferry = ferry.expect("the ferry");
    assert!(
        ferry.contains("headline: \"Ferry sails ]]> at last\""),
        "{ferry}"
    );
    assert!(ferry.contains("topics: [boats]"), "{ferry}");
    let at = ferry.find("../../media/").expect("its picture");
    let path: String = ferry[at..]
        .chars()
        .take_while(|c| !"\")} ".contains(*c))
        .collect();
    assert!(archive.join("articles/000000").join(path).is_file());
}

#[tokio::test]
async fn a_folder_that_holds_something_is_left_alone() {
    let all = Everything::new().await;
    let folder = tempfile::tempdir().expect("a folder");
    let archive = folder.path().join("archive");
    fs::create_dir(&archive).expect("made");
    archived(&all.gazette.paper, &archive)
        .await
        .expect("an empty folder is filled");
    let refused = archived(&all.gazette.paper, &archive)
        .await
        .expect_err("not twice");
    assert!(said(&refused).contains("not empty"), "{}", said(&refused));
    let partial = folder.path().join("other.partial");
    fs::create_dir(&partial).expect("made");
    let refused = archived(&all.gazette.paper, &folder.path().join("other")).await;
    let refused = refused.expect_err("broken off");
    assert!(said(&refused).contains("broken off"), "{}", said(&refused));
    let opened = Archive::open(&partial).expect_err("no archive");
    assert!(
        said(&opened).contains("no archive of Colophon"),
        "{}",
        said(&opened)
    );
}
