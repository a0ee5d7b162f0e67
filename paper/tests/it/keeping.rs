//! Backup while serving, restore into an empty folder, and what is wrong with a record.

#![allow(clippy::expect_used)] // what helpers expect fails the test, as in the tests themselves

use cast::{Gazette, sound};
use paper::articles::publishing::{self, Going};
use paper::keeping::{self, BackupReport, RestoreReport};
use paper::pictures::{self, NewPicture};
use paper::{Paper, Place, Refusal, articles};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// A newspaper with a published picture, a theme of its own and a key, backed up; `None` where the record is on a server.
async fn backed_up(gazette: &Gazette) -> Option<(PathBuf, BackupReport)> {
    let root = gazette.folder.path();
    fs::create_dir_all(root.join("themes/tide")).expect("a folder");
    fs::create_dir_all(root.join("keys")).expect("a folder");
    fs::write(root.join("themes/tide/theme.css"), "p { color: teal }").expect("a theme");
    fs::write(root.join("keys/log"), "secret").expect("a key");
    fs::write(root.join("colophon.toml"), "listen = \"127.0.0.1:8080\"\n").expect("settings");
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(60, 40)
        .write_to(&mut bytes, image::ImageFormat::Png)
        .expect("an encoder");
    let picture = NewPicture {
        bytes: bytes.into_inner(),
        alt: "A ferry".to_owned(),
        credit: "Tomas Berg".to_owned(),
        licence: "own".to_owned(),
        source_type: "digitalCapture".to_owned(),
        ..NewPicture::default()
    };
    let picture = pictures::add(&gazette.paper, &gazette.tomas, gazette.title, picture)
        .await
        .expect("a picture");
    let mut copy = sound("Ferry service resumes");
    copy.picture = Some(markup::Picture {
        file: picture.to_string(),
        ..markup::Picture::default()
    });
    publishing::file_and_publish(
        &gazette.paper,
        &gazette.ines,
        gazette.filing(copy),
        Going::default(),
    )
    .await
    .expect("it goes out");
    let file = root.join("night.tar");
    match keeping::backup(&gazette.paper, root, &file).await {
        Ok(report) => Some((file, report)),
        Err(error) => {
            assert!(matches!(gazette.place, Place::Server { .. }), "{error}");
            assert!(
                matches!(error.refusal(), Some(Refusal::BackedUpByServer)),
                "{error}"
            );
            None
        }
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .map(|e| {
            e.expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

async fn restored(file: &Path, folder: &Path) -> Result<RestoreReport, paper::Error> {
    keeping::restore(file, folder).await
}

#[tokio::test]
async fn a_backup_is_restored_to_the_same_newspaper() {
    let gazette = Gazette::new().await;
    let Some((file, report)) = backed_up(&gazette).await else {
        return;
    };
    assert_eq!((report.files, report.left_out.len()), (5, 0));
    assert_eq!(report.counts.get("revisions"), Some(&1));
    // What is published after the copy is not in it.
    gazette.published("Harbour dredging begins").await;

    let folder = gazette.folder.path().join("again");
    let back = restored(&file, &folder).await.expect("restored");
    assert_eq!(
        (back.files, back.bytes, back.counts),
        (report.files, report.bytes, report.counts)
    );
    assert_eq!(
        names(&folder),
        ["colophon.db", "colophon.toml", "keys", "media", "themes"]
    );
    let theme = fs::read_to_string(folder.join("themes/tide/theme.css")).expect("the theme");
    assert_eq!(theme, "p { color: teal }");

    let paper = Paper::open(
        &Place::File(folder.join("colophon.db")),
        &folder.join("media"),
    )
    .await
    .expect("opens");
    let remarks = keeping::examine(&paper).await.expect("examined");
    assert!(remarks.iter().all(|remark| remark.ok), "{remarks:?}");
    let mut session = paper.read().await.expect("a read");
    assert_eq!(
        paper::changes::newest(&mut session)
            .await
            .expect("a number")
            + 1,
        {
            let mut later = gazette.paper.read().await.expect("a read");
            paper::changes::newest(&mut later).await.expect("a number")
        }
    );
}

#[tokio::test]
async fn a_backup_can_be_made_beside_the_process_that_writes() {
    let gazette = Gazette::new().await;
    let Some(_) = backed_up(&gazette).await else {
        return;
    };
    let root = gazette.folder.path();
    let beside = Paper::open_read_only(&gazette.place, &root.join("media"))
        .await
        .expect("opens");
    let report = keeping::backup(&beside, root, &root.join("beside.tar"))
        .await
        .expect("backed up");
    assert_eq!(report.files, 5);
    assert!(
        names(root)
            .iter()
            .all(|name| !name.contains(".part") && !name.contains(".tar.")),
        "{:?}",
        names(root)
    );
}

#[tokio::test]
async fn neither_backup_nor_restore_overwrites_anything() {
    let gazette = Gazette::new().await;
    let Some((file, _)) = backed_up(&gazette).await else {
        return;
    };
    let before = fs::read(&file).expect("the backup");
    let error = keeping::backup(&gazette.paper, gazette.folder.path(), &file)
        .await
        .expect_err("refused");
    assert!(
        matches!(error.refusal(), Some(Refusal::FileThere { .. })),
        "{error}"
    );
    assert_eq!(fs::read(&file).expect("the backup"), before);

    let folder = gazette.folder.path().join("full");
    fs::create_dir(&folder).expect("a folder");
    fs::write(folder.join("colophon.lock"), "").expect("a lock");
    fs::write(folder.join("letter.txt"), "Dear editor").expect("a file");
    let error = restored(&file, &folder).await.expect_err("refused");
    assert!(
        matches!(error.refusal(), Some(Refusal::FolderNotEmpty { .. })),
        "{error}"
    );
    fs::remove_file(folder.join("letter.txt")).expect("removed");
    restored(&file, &folder)
        .await
        .expect("a lock alone is no content");
}

/// Copies a backup entry by entry, letting the test change each: name, kind and bytes.
fn tampered(
    from: &Path,
    to: &Path,
    change: impl Fn(&mut String, &mut tar::EntryType, &mut Vec<u8>) -> bool,
) {
    let mut archive = tar::Archive::new(File::open(from).expect("the backup"));
    let mut builder = tar::Builder::new(File::create(to).expect("a file"));
    for entry in archive.entries().expect("entries") {
        let mut entry = entry.expect("an entry");
        let mut name = String::from_utf8(entry.path_bytes().into_owned()).expect("a name");
        let mut kind = entry.header().entry_type();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut entry, &mut bytes).expect("bytes");
        if !change(&mut name, &mut kind, &mut bytes) {
            continue;
        }
        let mut header = tar::Header::new_ustar();
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_entry_type(kind);
        header.set_size(bytes.len() as u64);
        header.set_cksum();
        builder.append(&header, bytes.as_slice()).expect("written");
    }
    builder.finish().expect("finished");
}

#[tokio::test]
async fn a_backup_that_was_tampered_with_leaves_the_folder_as_it_was() {
    let gazette = Gazette::new().await;
    let Some((file, _)) = backed_up(&gazette).await else {
        return;
    };
    let bad = gazette.folder.path().join("bad.tar");
    let folder = gazette.folder.path().join("target");
    type Change = fn(&mut String, &mut tar::EntryType, &mut Vec<u8>) -> bool;
    let changes: [(&str, Change); 8] = [
        ("a climbing name", |name, _, _| {
            if name == "keys/log" {
                *name = "keys/../../evil".to_owned();
            }
            true
        }),
        ("an absolute name", |name, _, _| {
            if name == "keys/log" {
                *name = "/tmp/evil".to_owned();
            }
            true
        }),
        ("a link", |name, kind, bytes| {
            if name == "keys/log" {
                *kind = tar::EntryType::Symlink;
                bytes.clear();
            }
            true
        }),
        ("another byte", |name, _, bytes| {
            if name.starts_with("media/") {
                bytes[20] ^= 1;
            }
            true
        }),
        ("a file less", |name, _, _| !name.starts_with("media/")),
        ("no manifest", |name, _, _| name != "manifest.json"),
        ("no record", |name, _, _| name != "colophon.db"),
        ("a manifest of a newer program", |name, _, bytes| {
            if name == "manifest.json" {
                let text = String::from_utf8(bytes.clone()).expect("JSON");
                *bytes = text.replace("\"step\":", "\"step\":9").into_bytes();
            }
            true
        }),
    ];
    for (what, change) in changes {
        tampered(&file, &bad, change);
        let error = restored(&bad, &folder).await.expect_err(what);
        assert!(error.refusal().is_none(), "{what}: {error}");
        assert!(!folder.exists(), "{what} left {:?}", names(&folder));
    }
    let whole = fs::read(&file).expect("the backup");
    for length in [0, 100, whole.len() / 2, whole.len() - 3_000] {
        fs::write(&bad, &whole[..length]).expect("cut");
        restored(&bad, &folder).await.expect_err("cut short");
        assert!(!folder.exists(), "{length} bytes left {:?}", names(&folder));
    }
    assert!(!gazette.folder.path().join("evil").exists());
}

#[tokio::test]
async fn an_examination_finds_a_missing_picture_and_a_changed_revision() {
    let gazette = Gazette::new().await;
    let Some((file, _)) = backed_up(&gazette).await else {
        return;
    };
    let article = gazette.published("Harbour dredging begins").await.article;
    let mut session = gazette.paper.read().await.expect("a read");
    assert_eq!(
        articles::find(&mut session, article)
            .await
            .expect("it")
            .revisions,
        1
    );
    drop(session);
    let sound = keeping::examine(&gazette.paper).await.expect("examined");
    assert!(
        sound
            .iter()
            .all(|remark| remark.ok && remark.remedy.is_empty()),
        "{sound:?}"
    );

    fs::remove_dir_all(gazette.paper.media()).expect("removed");
    let remarks = keeping::examine(&gazette.paper).await.expect("examined");
    let bad: Vec<&str> = remarks
        .iter()
        .filter(|remark| !remark.ok)
        .map(|remark| remark.what.as_str())
        .collect();
    assert!(
        matches!(bad.as_slice(), [what] if what.contains("missing or cut short: media/")),
        "{bad:?}"
    );

    // A hand in the file: a word of a revision changed outside the program, in place.
    let folder = gazette.folder.path().join("again");
    restored(&file, &folder).await.expect("restored");
    let record = folder.join("colophon.db");
    let mut bytes = fs::read(&record).expect("the record");
    let needle = b"\"class\":\"first\"";
    let headline = b"Harbour office\",\"note\":\"telephone";
    assert!(
        bytes.windows(needle.len()).any(|window| window == needle),
        "content is in there"
    );
    let at = bytes
        .windows(headline.len())
        .position(|window| window == headline)
        .expect("a source");
    bytes[at] = b'B';
    fs::write(&record, bytes).expect("written");
    let paper = Paper::open_read_only(&Place::File(record), &folder.join("media"))
        .await
        .expect("opens");
    let remarks = keeping::examine(&paper).await.expect("examined");
    let bad: Vec<&str> = remarks
        .iter()
        .filter(|remark| !remark.ok)
        .map(|remark| remark.what.as_str())
        .collect();
    assert!(
        matches!(bad.as_slice(), [what] if what.starts_with("1 of 1 revisions do not agree")),
        "{bad:?}"
    );
}
