//! Archives that are damaged, or made by somebody who means harm: one clear line, and nothing half done.

use crate::stage::{Empty, Everything, archived, copied, files, forged, said};
use archive::Archive;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

/// A harm, and words of the line that says no to it.
type Harm = (&'static str, &'static str, Box<dyn Fn(&Path)>);

struct Sound {
    all: Everything,
    folder: tempfile::TempDir,
    archive: PathBuf,
}

impl Sound {
    async fn new() -> Sound {
        let all = Everything::new().await;
        let folder = tempfile::tempdir().expect("a folder");
        let archive = folder.path().join("archive");
        archived(&all.gazette.paper, &archive)
            .await
            .expect("written");
        Sound {
            all,
            folder,
            archive,
        }
    }

    /// Each harm is told by looking and by filling, and leaves nothing behind.
    async fn withstands(&self, harms: Vec<Harm>) {
        let empty = Empty::in_time_of(&self.all.gazette).await;
        for (number, (what, words, harm)) in harms.into_iter().enumerate() {
            let copy = copied(
                &self.archive,
                &self.folder.path().join(format!("copy-{number}")),
            );
            harm(&copy);
            let taken = empty.takes(&copy).await;
            let refused = said(&taken.expect_err(what));
            assert!(refused.contains(words), "{what}: {refused}");
            assert_eq!(refused.lines().count(), 1, "{what}: {refused}");
            assert!(refused.chars().count() < 600, "{what}: {refused}");
            assert!(empty.is_empty().await, "{what} left something behind");
        }
        empty
            .takes(&self.archive)
            .await
            .expect("the sound one is taken after all");
    }
}

fn harm(what: &'static str, words: &'static str, harm: impl Fn(&Path) + 'static) -> Harm {
    (what, words, Box::new(harm))
}

/// Changes a file by name.
fn forging(
    what: &'static str,
    words: &'static str,
    file: impl Fn(&Path) -> String + 'static,
    from: &'static str,
    to: &'static str,
) -> Harm {
    harm(what, words, move |archive| {
        let file = file(archive);
        forged(archive, &file, |text| text.replacen(from, to, 1));
    })
}

fn list(archive: &Path, change: impl Fn(String) -> String) {
    let sums = archive.join("SHA256SUMS");
    let text = fs::read_to_string(&sums).expect("a list");
    fs::write(sums, change(text)).expect("written");
}

fn named(file: &'static str) -> impl Fn(&Path) -> String {
    move |_| file.to_owned()
}

/// The article with the picture.
fn ferry(archive: &Path) -> String {
    let holds = |file: &String| {
        let text = || fs::read_to_string(archive.join(file)).unwrap_or_default();
        file.ends_with(".json") && file.starts_with("articles/") && text().contains("Lia <i>")
    };
    files(archive).into_iter().find(holds).expect("the ferry")
}

fn picture(archive: &Path) -> String {
    let media = |file: &String| file.starts_with("media/");
    files(archive).into_iter().find(media).expect("a picture")
}

#[tokio::test]
async fn damage_is_told_and_leaves_nothing_behind() {
    let sound = Sound::new().await;
    let harms = vec![
        harm("a flipped word", "checksum", |archive| {
            let file = archive.join(ferry(archive));
            let text = fs::read_to_string(&file).expect("a text");
            let text = text.replacen("\"name\":\"Ugo\"", "\"name\":\"Ego\"", 1);
            fs::write(file, text).expect("written");
        }),
        harm("a file that is gone", "the file is not there", |archive| {
            fs::remove_file(archive.join(ferry(archive))).expect("removed");
        }),
        harm("a file cut off", "cut off", |archive| {
            let file = archive.join(ferry(archive));
            let bytes = fs::read(&file).expect("bytes");
            fs::write(file, &bytes[..bytes.len() / 2]).expect("written");
        }),
        harm(
            "a picture cut off",
            "not the one its name says",
            |archive| {
                let file = archive.join(picture(archive));
                let bytes = fs::read(&file).expect("bytes");
                fs::write(file, &bytes[..bytes.len() / 2]).expect("written");
            },
        ),
        harm(
            "lines left out of the list",
            "missing in the archive",
            |archive| {
                let article = ferry(archive);
                list(archive, |text| {
                    let kept = text.lines().filter(|line| !line.ends_with(&article));
                    kept.map(|line| format!("{line}\n")).collect()
                });
            },
        ),
        harm(
            "a list without its end",
            "missing in the archive",
            |archive| {
                list(archive, |text| {
                    let kept = text.lines().filter(|line| !line.ends_with("archive.json"));
                    kept.map(|line| format!("{line}\n")).collect()
                });
            },
        ),
        harm("a list cut off", "cut off", |archive| {
            list(archive, |text| text.trim_end().to_owned());
        }),
        forging(
            "another format",
            "colophon/archive/9",
            named("archive.json"),
            "colophon/archive/1",
            "colophon/archive/9",
        ),
        forging(
            "no JSON",
            "no JSON",
            named("record/titles.jsonl"),
            "{",
            "{{",
        ),
        forging(
            "a missing field",
            "settings: is missing",
            named("record/titles.jsonl"),
            "\"settings\":",
            "\"setting\":",
        ),
    ];
    sound.withstands(harms).await;
}

#[tokio::test]
async fn paths_lead_nowhere_else() {
    let sound = Sound::new().await;
    let outside = sound.folder.path().join("outside");
    fs::write(&outside, "a file of the machine").expect("written");
    let to = outside.clone();
    let harms = vec![
        harm("a path that climbs", "no file of an archive", |archive| {
            list(archive, |text| {
                text.replacen("record/network.jsonl", "record/../../outside", 1)
            });
        }),
        harm("a path from the root", "no file of an archive", |archive| {
            list(archive, |text| {
                text.replacen("record/network.jsonl", "/etc/passwd", 1)
            });
        }),
        harm("a theme that climbs", "no file of an archive", |archive| {
            list(archive, |text| {
                text.replacen("README.txt", "themes/../colophon.toml", 1)
            });
        }),
        harm(
            "a link in place of a file",
            "no plain file",
            move |archive| {
                let file = archive.join("record/network.jsonl");
                fs::remove_file(&file).expect("removed");
                symlink(&outside, file).expect("a link");
            },
        ),
        harm("a link in place of a folder", "no plain file", |archive| {
            fs::rename(archive.join("record"), archive.join("elsewhere")).expect("moved");
            symlink("elsewhere", archive.join("record")).expect("a link");
        }),
        harm("a file twice", "is there twice", |archive| {
            list(archive, |text| {
                let first = text.lines().next().expect("a line").to_owned();
                format!("{first}\n{text}")
            });
        }),
        harm(
            "a page in place of a picture",
            "not of the type",
            |archive| {
                let picture = picture(archive);
                fs::write(archive.join(&picture), "<script>alert(1)</script>").expect("written");
            },
        ),
    ];
    sound.withstands(harms).await;
    assert_eq!(
        fs::read_to_string(to).expect("read"),
        "a file of the machine"
    );
}

#[tokio::test]
async fn rows_that_do_not_belong_are_refused() {
    let sound = Sound::new().await;
    let harms = vec![
        forging(
            "a text its commitment is not of",
            "not the one committed to",
            ferry,
            "six in the morning",
            "ten in the morning",
        ),
        harm("a salt taken away", "salt is missing", |archive| {
            let article = ferry(archive);
            forged(archive, &article, |text| {
                let from = text.find(",\"salt\":").expect("a salt");
                let to = from + text[from..].find('}').expect("the end of its row");
                format!("{}{}", &text[..from], &text[to..])
            });
        }),
        forging(
            "a state nobody knows",
            "state: “open” does not fit",
            ferry,
            "\"state\":\"live\"",
            "\"state\":\"open\"",
        ),
        forging(
            "a revision less",
            "not those the row of the article tells of",
            ferry,
            "\"revision_count\":2",
            "\"revision_count\":3",
        ),
        forging(
            "an address elsewhere",
            "does not fit",
            ferry,
            "\"path\":\"/2026",
            "\"path\":\"//evil.example/2026",
        ),
        forging(
            "a password that comes along",
            "password: is no field",
            named("record/accounts.jsonl"),
            "{\"active\"",
            "{\"password\":\"x\",\"active\"",
        ),
        forging(
            "a table that is not carried",
            "not where the format wants it",
            ferry,
            "\"comments\":[",
            "\"tokens\":[",
        ),
        forging(
            "an account nobody has",
            "names something that is not in the archive",
            named("record/grants.jsonl"),
            "\"account_id\":\"0",
            "\"account_id\":\"1",
        ),
        forging(
            "a hub inside the house",
            "does not fit",
            named("record/titles.jsonl"),
            "\"comments\":{",
            "\"hubs\":[\"http://127.0.0.1/\"],\"comments\":{",
        ),
        forging(
            "work nobody knows",
            "kind: “outside.mail” does not fit",
            named("record/jobs.jsonl"),
            "\"kind\":\"publish.due\"",
            "\"kind\":\"outside.mail\"",
        ),
        harm("a text without end", "is longer than", |archive| {
            let article = ferry(archive);
            forged(archive, &article, |text| {
                let long = "x".repeat(9 * 1024 * 1024);
                text.replacen("\"name\":\"Ugo\"", &format!("\"name\":\"{long}\""), 1)
            });
        }),
        harm("a text nested without end", "revisions", |archive| {
            let article = ferry(archive);
            forged(archive, &article, |text| {
                let deep = "[".repeat(100_000);
                text.replacen("\"content\":", &format!("\"content\":{deep}"), 1)
            });
        }),
    ];
    sound.withstands(harms).await;
}

#[tokio::test]
async fn looking_finds_what_filling_finds() {
    let sound = Sound::new().await;
    let opened = Archive::open(&sound.archive).expect("an archive");
    let found = opened.check(&mut |_| ()).await.expect("sound");
    assert_eq!(found.files, files(&sound.archive).len() as u64);
    let copy = copied(&sound.archive, &sound.folder.path().join("copy"));
    let article = ferry(&copy);
    forged(&copy, &article, |text| {
        text.replacen("six in the morning", "ten in the morning", 1)
    });
    let opened = Archive::open(&copy).expect("an archive");
    let refused = said(&opened.check(&mut |_| ()).await.expect_err("forged"));
    assert!(refused.contains("not the one committed to"), "{refused}");
}
