//! The log of what readers see: every deed leaves its entry, and whoever reads the files finds a log that only grows.

use cast::{Gazette, body, sound};
use paper::articles::bringing::{self, Brought, Later};
use paper::articles::content::Class;
use paper::articles::placing::{self, Placing};
use paper::articles::publishing::{self, Going};
use paper::articles::redacting::{self, Redaction};
use paper::articles::replying::{self, Wanted};
use paper::articles::{self, withdrawing};
use paper::copy::Copy;
use paper::id::ArticleId;
use paper::log::{self, Standing};
use paper::rights::Role;
use paper::{Paper, people};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use tlog::tree::{self, Tiles};
use tlog::{Checkpoint, Edge, Hash, Key, Proof, Statement, TILE_WIDTH, Tile};

/// A log as somebody reads it from its files, with the key of the record.
pub(crate) struct Read {
    pub(crate) checkpoint: Checkpoint,
    pub(crate) note: String,
    pub(crate) entries: Vec<Vec<u8>>,
}

impl Read {
    pub(crate) fn statements(&self) -> Vec<Statement> {
        let read = |entry: &Vec<u8>| Statement::read(entry).expect("a statement");
        self.entries.iter().map(read).collect()
    }

    /// Classes of the revisions, in order.
    pub(crate) fn classes(&self) -> Vec<String> {
        let statements = self.statements().into_iter();
        let class = |statement| match statement {
            Statement::Revision(logged) => logged.class,
            Statement::TakenBack(_) => "taken back".to_owned(),
            Statement::Key(_) => "a key".to_owned(),
            Statement::Begun(_) => "begun".to_owned(),
        };
        statements.map(class).collect()
    }
}

pub(crate) async fn key(paper: &Paper) -> Key {
    let mut session = paper.read().await.expect("a read");
    let log = log::find(&mut session).await.expect("a read");
    Key::parse(&log.expect("a log").keys[0]).expect("a key")
}

/// Reads a log from its folder with nothing but its key: all entries, all tiles, against the signed root.
pub(crate) fn read(folder: &Path, key: &Key) -> Read {
    let note = std::fs::read_to_string(folder.join("checkpoint")).expect("a checkpoint");
    let checkpoint = Checkpoint::verified(&note, key).expect("signed");
    let size = checkpoint.size;
    let file = |tile: Tile| {
        let path = folder.join("tile").join(tile.to_string());
        std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    let (mut edge, mut entries) = (Edge::default(), Vec::new());
    for number in 0..size.div_ceil(TILE_WIDTH) {
        let bundle = Tile::of_entries(number, size).expect("a bundle");
        let bytes = file(bundle);
        let held = tlog::unbundle(&bytes).expect("a bundle");
        assert_eq!(held.len() as u64, bundle.width);
        for entry in held {
            let expected = |tile: Tile, hashes: &[Hash]| {
                assert_eq!(Hash::list(&file(tile)).expect("hashes"), hashes, "{tile}");
            };
            edge.append(Hash::of_leaf(entry), expected);
            entries.push(entry.to_vec());
        }
    }
    for (tile, hashes) in edge.partial() {
        assert_eq!(Hash::list(&file(tile)).expect("hashes"), hashes, "{tile}");
    }
    assert_eq!(edge.root(), checkpoint.root);
    Read {
        checkpoint,
        note,
        entries,
    }
}

pub(crate) async fn now(gazette: &Gazette) -> Read {
    read(
        &gazette.folder.path().join("log"),
        &key(&gazette.paper).await,
    )
}

fn other_text() -> Copy {
    let mut copy = sound("Ferry service resumes");
    copy.body = body(&[
        "Ferry service resumes. The harbour office of Porto Vero gave the timetable on 2 March 2026.",
        "Captain Luca Nardi said the crew had been on board since five in the morning.",
    ]);
    copy
}

async fn corrected(gazette: &Gazette, id: ArticleId) {
    let going = Going::change(Class::Correction, "The crew came at five.");
    let (paper, ines) = (&gazette.paper, &gazette.ines);
    publishing::change(paper, ines, id, 1, other_text(), going)
        .await
        .expect("corrected");
}

#[tokio::test]
async fn every_deed_readers_see_is_an_entry_when_its_verb_answers() {
    let gazette = Gazette::with_log().await;
    assert_eq!(
        now(&gazette).await.checkpoint.size,
        0,
        "signed before anything is out"
    );
    let (paper, ines) = (&gazette.paper, &gazette.ines);
    let beacon =
        cast::found_title(paper, &gazette.operator, "beacon", "Beacon", "beacon.test").await;
    people::grant(
        paper,
        &gazette.operator,
        "ines",
        Role::Director,
        Some(beacon),
        None,
    )
    .await
    .expect("a grant");
    let id = gazette.published("Ferry service resumes").await.article;
    let mut wanted = vec!["first"];
    assert_eq!(now(&gazette).await.classes(), wanted);

    corrected(&gazette, id).await;
    wanted.push("correction");
    assert_eq!(now(&gazette).await.classes(), wanted);

    let placing = Placing {
        section: Some("news".to_owned()),
        ..Placing::default()
    };
    placing::place(paper, ines, id, beacon, placing)
        .await
        .expect("placed");
    placing::displace(paper, ines, id, beacon)
        .await
        .expect("taken off");
    wanted.extend(["placing", "placing"]);
    assert_eq!(now(&gazette).await.classes(), wanted);

    let words = Wanted::Words {
        name: "Luca Nardi".to_owned(),
        text: "I was on board at five.".to_owned(),
    };
    replying::print(paper, ines, id, &words, "")
        .await
        .expect("printed");
    withdrawing::withdraw(paper, ines, id, "It was last year's timetable")
        .await
        .expect("withdrawn");
    withdrawing::restore(paper, ines, id, "It was this year's after all", &[])
        .await
        .expect("restored");
    let redaction = Redaction {
        class: Class::Legal,
        words: vec!["Luca Nardi".to_owned()],
        pictures: Vec::new(),
        reason: "A court ordered it".to_owned(),
    };
    redacting::redact(paper, ines, id, &redaction)
        .await
        .expect("redacted");
    withdrawing::kill(paper, ines, id, "It puts somebody in danger")
        .await
        .expect("killed");
    wanted.extend(["reply", "withdrawal", "restoration", "legal", "kill"]);
    let read = now(&gazette).await;
    assert_eq!(read.classes(), wanted);

    let refused = gazette.filing(Copy::default());
    publishing::file_and_publish(paper, ines, refused, Going::default())
        .await
        .expect_err("nothing to publish");
    assert_eq!(
        now(&gazette).await.note,
        read.note,
        "what is refused leaves no entry"
    );
}

#[tokio::test]
async fn an_entry_names_nobody_and_is_opened_by_salts_that_a_redaction_takes_away() {
    let gazette = Gazette::with_log().await;
    let (paper, ines) = (&gazette.paper, &gazette.ines);
    let mut copy = sound("Luca Nardi stays");
    copy.body = other_text().body;
    let published =
        publishing::file_and_publish(paper, ines, gazette.filing(copy), Going::default())
            .await
            .expect("published");
    let id = published.article;
    let (_, path) = published.addresses[0].clone();
    assert!(path.ends_with("luca-nardi-stays"));
    let proven = |entry: log::Entry| async move {
        let text = log::proof(paper, entry)
            .await
            .expect("a read")
            .expect("a proof");
        Proof::read(&text).expect("a proof")
    };
    let entry = async |number| {
        let mut session = paper.read().await.expect("a read");
        let entry = log::entry_of(&mut session, id, number).await;
        entry.expect("a read").expect("an entry")
    };
    let proof = proven(entry(1).await).await;
    let key = key(paper).await;
    let (statement, _) = proof.verified(&key).expect("it holds");
    let Statement::Revision(logged) = statement else {
        panic!("a revision")
    };
    let text = articles::canonical(&gazette.shown(id).await.content).expect("canonical");
    assert_eq!(
        proof.opening.opens(&logged.commitment, text.as_bytes()),
        Ok(Some(()))
    );
    assert_eq!(proof.opening.stood_at(&logged.address), Ok(Some(())));
    assert_eq!(proof.opening.addresses, [format!("gazette.test{path}")]);
    assert!(
        !proof.opening.entry.to_lowercase().contains("nardi"),
        "{}",
        proof.opening.entry
    );

    let redaction = Redaction {
        class: Class::Legal,
        words: vec!["Luca Nardi".to_owned()],
        pictures: Vec::new(),
        reason: "A court ordered it".to_owned(),
    };
    redacting::redact(paper, ines, id, &redaction)
        .await
        .expect("redacted");
    let after = proven(entry(1).await).await;
    let (again, _) = after
        .verified(&key)
        .expect("the entry stays, and its proof");
    assert_eq!(again, Statement::Revision(logged));
    let opening = after.opening;
    assert_eq!(
        (opening.salt, opening.addresses, opening.address_salt),
        Default::default()
    );
    let newest = proven(entry(2).await).await.opening;
    assert!(
        !newest.salt.is_empty() && !newest.addresses.is_empty(),
        "of words that may be read"
    );
}

#[tokio::test]
async fn what_is_brought_in_is_entered_revision_by_revision() {
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
    let at = cast::instant("2020-05-01T08:00:00Z");
    let brought = |number: usize| Brought {
        title: gazette.title,
        section: "news".to_owned(),
        slug: format!("old-{number}"),
        comments: false,
        copy: sound("Ferry service resumes"),
        first_published: at,
        later: vec![Later {
            class: Class::Correction,
            note: "The crew came at five.".to_owned(),
            at,
            copy: other_text(),
        }],
        elsewhere: Vec::new(),
        former: Vec::new(),
        said: Vec::new(),
    };
    let articles: Vec<Brought> = (0..140).map(brought).collect();
    let ids = bringing::bring_in(&gazette.paper, &gazette.ines, "elsewhere", articles)
        .await
        .expect("brought in");
    let read = now(&gazette).await;
    assert_eq!(read.checkpoint.size, 280, "over the border of a tile");
    let Statement::Revision(last) = &read.statements()[279] else {
        panic!("a revision")
    };
    assert_eq!(
        (last.number, last.article.clone()),
        (2, ids[139].to_string())
    );
    assert_eq!(last.at, "2020-05-01T08:00:00Z");
    assert_ne!(last.logged, last.at, "it says when it was entered, too");
    let folder = gazette.folder.path().join("log/tile");
    assert!(!folder.join("0/000.p").exists(), "a full tile stands alone");
    assert!(folder.join("entries/000").exists() && folder.join("1/000.p/1").exists());
}

#[tokio::test]
async fn the_secret_key_is_its_owners_and_a_new_one_is_an_entry() {
    let gazette = Gazette::with_log().await;
    gazette.published("Ferry service resumes").await;
    let file = gazette.folder.path().join("keys/log.key");
    let mode = std::fs::metadata(&file)
        .expect("a file")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    let old = key(&gazette.paper).await;
    log::rotate(&gazette.paper, &gazette.ines)
        .await
        .expect_err("a director keeps no keys");
    let new = log::rotate(&gazette.paper, &gazette.operator)
        .await
        .expect("rotated");
    assert_eq!(key(&gazette.paper).await.to_string(), new);
    gazette.published("Ferry service stops").await;
    let read = now(&gazette).await;
    assert_eq!(read.classes(), ["first", "a key", "first"]);
    Checkpoint::verified(&read.note, &old).expect("who knows the key before can follow");
    assert!(
        matches!(&read.statements()[1], Statement::Key(said) if said.key == new && said.before == old.to_string())
    );
    // And once more: of three keys the two newest sign.
    log::rotate(&gazette.paper, &gazette.operator)
        .await
        .expect("rotated");
    let read = now(&gazette).await;
    Checkpoint::verified(&read.note, &old).expect_err("it is too old");
    let again = gazette.opened_again().await;
    assert!(matches!(
        again.log().expect("kept").standing(),
        Standing::Signed { size: 4, .. }
    ));
}

#[tokio::test]
async fn processes_that_write_one_record_grow_one_log() {
    let gazette = Gazette::with_log().await;
    let mut seen = vec![now(&gazette).await];
    let other = if gazette.paper.has_other_writers() {
        gazette.opened_again().await
    } else {
        // One process writes a file; it may end, and another goes on.
        gazette.paper.clone()
    };
    for number in 0..6 {
        let paper = if number % 2 == 0 {
            &gazette.paper
        } else {
            &other
        };
        let filing = gazette.filing(sound(&format!("Ferry number {number} sails")));
        publishing::file_and_publish(paper, &gazette.ines, filing, Going::default())
            .await
            .expect("published");
        seen.push(now(&gazette).await);
    }
    for (size, read) in seen.iter().enumerate() {
        assert_eq!(read.checkpoint.size, size as u64);
    }
    let last = seen.pop().expect("some");
    for earlier in &seen {
        grew(earlier, &last);
    }
}

/// Checks by a proof that one log continues another.
pub(crate) fn grew(before: &Read, after: &Read) {
    let (old, new) = (&before.checkpoint, &after.checkpoint);
    let leaves: Vec<Hash> = after
        .entries
        .iter()
        .map(|entry| Hash::of_leaf(entry))
        .collect();
    let mut tiles = Tiles::of(new.size, |tile: Tile| {
        let first = (tile.number * TILE_WIDTH) as usize;
        let rows = match tile.level {
            Some(0) => leaves[first..first + tile.width as usize].to_vec(),
            Some(1) => leaves
                .chunks(TILE_WIDTH as usize)
                .take(tile.width as usize)
                .map(tree::over)
                .collect(),
            _ => panic!("a small log"),
        };
        Ok::<_, tlog::Wrong>(rows)
    });
    let proof = tiles.consistency(old.size).expect("a proof");
    tree::continues((old.size, old.root), (new.size, new.root), &proof).expect("it grew");
}
