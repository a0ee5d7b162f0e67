//! The README's tour, followed word by word.

use std::process::Command;

/// The `sh` blocks of the README, in order.
fn tour() -> String {
    let readme = include_str!("../../../README.md");
    let blocks = readme
        .split("```sh\n")
        .skip(1)
        .filter_map(|rest| rest.split("\n```").next());
    blocks.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_tour_of_the_readme_works_word_by_word() {
    let folder = tempfile::tempdir().unwrap();
    let binary = std::path::Path::new(env!("CARGO_BIN_EXE_colophon"));
    let tour = tour();
    assert!(
        tour.matches("\ncolophon ").count() >= 10,
        "the tour is there"
    );
    // The server of the tour is stopped at the end, as a reader of the README would.
    let script = format!("set -eu\n{tour}\nkill %1\nwait\n").replace(
        "--ops off &\n",
        "--ops off > serve.log 2>&1 &\nuntil grep -q listening serve.log; do kill -0 %1; done\n",
    );
    let path = format!(
        "{}:/usr/local/bin:/usr/bin:/bin",
        binary.parent().unwrap().display()
    );
    let done = Command::new("bash")
        .args(["-c", &script])
        .current_dir(folder.path())
        .env_clear()
        .env("PATH", path)
        .env("HOME", folder.path())
        .output()
        .unwrap();
    let (out, err) = (
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr),
    );
    assert!(done.status.success(), "{out}\n{err}");
    for words in [
        "0 blocks, 0 warnings",
        "published, revision 1",
        "Corrected, revision 2",
        "no job has failed",
        "Rehearsal: nothing was written",
        "The counts add up",
        "post:10 [changed] /2019/05/il-traghetto-riparte",
    ] {
        assert!(
            out.contains(words),
            "the tour says “{words}”:\n{out}\n{err}"
        );
    }
}
