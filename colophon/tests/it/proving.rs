//! `colophon export --proofs`: a folder that anybody can check without us, by `colophon verify` and by hand.

use crate::support::{House, Ran};
use cast::independent::Independent;
use std::fs;
use std::path::{Path, PathBuf};

struct Stage {
    house: House,
    folder: PathBuf,
}

/// A gazette with a corrected article, a withdrawn one and a draft, and the proofs of it.
fn proven() -> Stage {
    let house = House::founded();
    let url = house.publishes("ferry.md");
    let path = url[url.find("/20").expect("a dated path")..].to_owned();
    let by_ines = |args: &[&str]| house.run(&[args, &["--as", "ines"]].concat()).done();
    let words = ["--replace", "A net had", "A rope had"];
    let correct = ["correct", &path, "--note", "It was a rope, not a net"];
    by_ines(&[&correct[..], &words].concat());
    let away = house.publishes("lighthouse.md");
    by_ines(&["withdraw", &away, "--note", "It was last year’s"]);
    let folder = house.folder.path().join("proofs");
    let made = house
        .run(&["export", "--proofs", &folder.display().to_string()])
        .done();
    assert!(
        made.contains("4 versions of 2 articles, 4 entries of the log"),
        "{made}"
    );
    Stage { house, folder }
}

impl Stage {
    fn verify(&self) -> Ran {
        self.house
            .run(&["verify", &self.folder.display().to_string()])
    }

    fn list(&self) -> Vec<(String, String)> {
        let list = fs::read_to_string(self.folder.join("articles.tsv")).expect("a list");
        let pair = |line: &str| {
            let (place, address) = line.split_once('\t').expect("two columns");
            (place.to_owned(), address.to_owned())
        };
        list.lines().map(pair).collect()
    }

    /// The folder of the article that was corrected.
    fn ferry(&self) -> String {
        let list = self.list();
        let found = list.iter().find(|(_, address)| address.contains("ferry"));
        found.expect("the ferry").0.clone()
    }
}

#[test]
fn every_published_version_is_proven_from_the_folder_alone() {
    let stage = proven();
    let said = stage.verify().done();
    for line in [
        "ok     the checkpoint of",
        "ok     all 4 entries make the signed root; 2 articles",
        "ok     4 versions of 2 articles are in the log, no version is left out",
        "ok     2 texts are the ones committed to",
        "note   2 versions cannot be compared",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    // And by who knows nothing of ours.
    let key = stage.house.run(&["log", "key"]).done();
    let checks = Independent::built().checks(key.trim_end(), &stage.folder, None);
    assert_eq!(checks, Ok("4 entries, 4 proofs".to_owned()));
    // Nothing that is not public: of what was withdrawn the proofs, and not a word.
    let away = stage.list();
    let away = away.iter().find(|(_, address)| !address.contains("ferry"));
    let away = stage.folder.join(&away.expect("the other").0);
    assert!(away.join("1.tlog-proof").is_file() && !away.join("1.canonical").exists());
    let readme = fs::read_to_string(stage.folder.join("README.txt")).expect("a page");
    assert!(readme.contains("ITALIANO") && readme.contains("ENGLISH"));
    let again = stage
        .house
        .run(&["export", "--proofs", &stage.folder.display().to_string()])
        .refused();
    assert!(again.contains("the folder is not empty"), "{again}");
}

/// Changes one byte of a file, the last that is not white space.
fn flip(file: &Path) {
    let mut bytes = fs::read(file).expect("a file");
    let at = bytes
        .iter()
        .rposition(|byte| !byte.is_ascii_whitespace())
        .expect("bytes");
    bytes[at] ^= 1;
    fs::write(file, bytes).expect("written");
}

#[test]
fn whatever_is_changed_or_left_out_of_the_folder_is_named() {
    let stage = proven();
    let ferry = stage.ferry();
    for (file, said) in [
        (format!("{ferry}/1.canonical"), "text altered"),
        (format!("{ferry}/2.canonical"), "text altered"),
        ("checkpoint".to_owned(), "signature: checkpoint"),
        ("tile/entries/000.p/4".to_owned(), "entry 3"),
        ("tile/0/000.p/4".to_owned(), "tile altered: tile/0/000.p/4"),
    ] {
        let place = stage.folder.join(&file);
        let before = fs::read(&place).expect("a file");
        flip(&place);
        let ran = stage.verify();
        assert_eq!(ran.code, 1, "{file}: {ran:?}");
        assert!(ran.out.contains(said), "{file}: {said}: {ran:?}");
        fs::write(&place, before).expect("as it was");
    }
    let place = stage.folder.join(format!("{ferry}/1.tlog-proof"));
    let before = fs::read(&place).expect("a file");
    let other = fs::read(stage.folder.join(format!("{ferry}/2.tlog-proof"))).expect("a file");
    fs::write(&place, other).expect("written");
    let ran = stage.verify();
    assert!(
        ran.code == 1 && ran.out.contains("of another version than its name says"),
        "{ran:?}"
    );
    fs::remove_file(&place).expect("left out");
    let ran = stage.verify();
    assert!(
        ran.code == 1 && ran.out.contains("history incomplete"),
        "{ran:?}"
    );
    fs::write(&place, before).expect("as it was");
    stage.verify().done();
}

#[test]
fn the_steps_by_hand_in_the_readme_work_as_they_stand_there() {
    let stage = proven();
    let readme = fs::read_to_string(stage.folder.join("README.txt")).expect("a page");
    let (_, steps) = readme.split_once("# 0.").expect("steps");
    // Each test has a folder of its own for what the page puts into the common one.
    let own = stage.house.folder.path().display().to_string();
    let steps = steps.replace("/tmp/", &format!("{own}/"));
    let script = format!(
        "set -eu -o pipefail; export PATH=/usr/bin:/bin; cd {}; A={}; N=2\n# 0.{steps}",
        stage.folder.display(),
        stage.ferry()
    );
    let ran = stage.house.shell(&script).output().expect("bash runs");
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(ran.status.success(), "{ran:?}");
    let lines: Vec<&str> = said
        .lines()
        .map(|line| line.trim_end_matches("  -"))
        .collect();
    let [signature, text, committed, leaf, tile] = lines[..] else {
        panic!("{said}")
    };
    assert_eq!(signature, "Signature Verified Successfully");
    assert_eq!((text.len(), text), (64, committed));
    assert_eq!((leaf.len(), leaf), (64, tile));
}
