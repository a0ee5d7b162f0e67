//! `export`: the whole newspaper in open formats, for whoever moves or wants to be able to.

use super::At;
use crate::failure::{Failure, Result, with_file};
use crate::terminal::{self, either};
use ::archive::{Archive, Asked, Progress, wxr};
use clap::Args;
use paper::titles;
use serde_json::json;
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::PathBuf;

/// Write everything in open formats to a new folder, also while it is served; or one title as WordPress reads it
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  colophon export gazzetta-2026 --data /srv/gazzetta\n  colophon export --check gazzetta-2026\n  colophon export --wxr gazzetta.xml --title gazzetta --data /srv/gazzetta\n  colophon export --proofs gazzetta-proofs --data /srv/gazzetta\n\ncolophon import archive makes a newspaper of the folder again. It holds no passwords, keys or tokens, but drafts and\naddresses of people: keep it as you keep the newspaper. The format is described in docs/archive-format.md.\nA folder of proofs holds nothing that is not public: give it to whoever wants to check."
)]
pub(crate) struct Export {
    /// The folder to make, or with --check one that was made
    #[arg(required_unless_present_any = ["wxr", "proofs"])]
    dir: Option<PathBuf>,
    /// Write nothing: say whether the archive in DIR is whole and unchanged
    #[arg(long, conflicts_with_all = ["wxr", "title", "proofs"])]
    check: bool,
    /// Also write a title as a WordPress export file (WXR 1.2), which must not exist yet
    #[arg(long, value_name = "FILE")]
    wxr: Option<PathBuf>,
    /// The title in that file, by its key or host [default: the only one]
    #[arg(long, value_name = "TITLE", requires = "wxr")]
    title: Option<String>,
    /// Also write what anybody needs to check every published text against the public log, to a new folder
    #[arg(long, value_name = "DIR")]
    proofs: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Export {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        if self.check {
            return self.checked(at).await;
        }
        let house = at.house()?;
        let paper = house.reading().await?;
        let mut said = json!({});
        if let Some(dir) = &self.dir {
            let asked = Asked {
                program: format!("colophon {}", env!("CARGO_PKG_VERSION")),
                themes: house.folder.themes(),
                settings: house.settings.without_secrets(),
                at: paper.now(),
            };
            let mut hears = progress(at.language());
            let written = ::archive::write(&paper, &asked, dir, &mut hears).await?;
            if !self.json {
                let (name, files, bytes) = (dir.display(), written.files, written.bytes);
                terminal::out(match at.language().starts_with("it") {
                    true => format!("{name}: {files} file, {bytes} byte"),
                    false => format!("{name}: {files} files, {bytes} bytes"),
                });
                told(
                    &words(&written.manifest.rows),
                    written.manifest.media,
                    written.files,
                );
                for left in &written.manifest.left_out {
                    let missing = either(
                        at.language(),
                        "non c’è, e manca anche qui",
                        "is not there, and is missing here, too",
                    );
                    terminal::out(format!("  {left} {missing}"));
                }
            }
            said["dir"] = json!(dir.display().to_string());
            said["files"] = json!(written.files);
            said["bytes"] = json!(written.bytes);
            said["archive"] = json!(written.manifest);
        }
        if let Some(file) = &self.wxr {
            said["wxr"] = self.leaving(at, &house, &paper, file).await?;
        }
        if let Some(folder) = &self.proofs {
            said["proofs"] = self.proving(at, &house, &paper, folder).await?;
        }
        if self.json {
            terminal::json(&said);
        }
        Ok(())
    }

    async fn proving(
        &self,
        at: &At,
        house: &crate::house::House,
        paper: &paper::Paper,
        folder: &std::path::Path,
    ) -> Result<serde_json::Value> {
        let mut hears = progress(at.language());
        let root = house.folder.root();
        let proven = ::archive::proofs::write(paper, root, folder, &mut hears).await?;
        let (name, entries) = (folder.display(), proven.entries);
        let (articles, revisions) = (proven.articles, proven.revisions);
        if !self.json {
            terminal::out(match at.language().starts_with("it") {
                true => format!(
                    "{name}: {revisions} versioni di {articles} articoli, {entries} voci del registro; si controlla con colophon verify"
                ),
                false => format!(
                    "{name}: {revisions} versions of {articles} articles, {entries} entries of the log; check it with colophon verify"
                ),
            });
        }
        Ok(
            json!({"dir": name.to_string(), "entries": entries, "articles": articles, "versions": revisions,
            "files": proven.files, "bytes": proven.bytes}),
        )
    }

    async fn checked(&self, at: &At) -> Result<()> {
        let Some(dir) = &self.dir else {
            return Err(Failure::usage(
                "--check vuole la cartella dell’archivio",
                "--check wants the folder of the archive",
            ));
        };
        let name = dir.display().to_string();
        let archive = Archive::open(dir)?;
        let mut hears = progress(at.language());
        let found = archive.check(&mut hears).await;
        let found = found.map_err(|stop| Failure::from(stop).about(&name))?;
        if self.json {
            terminal::json(
                &json!({"dir": name, "files": found.files, "media": found.media, "themes": found.themes,
                "rows": found.rows, "left_out": archive.manifest().left_out}),
            );
            return Ok(());
        }
        let made = archive.manifest().made;
        terminal::out(match at.language().starts_with("it") {
            true => format!("{name}: intero, com’era il {made}"),
            false => format!("{name}: whole, as it was at {made}"),
        });
        told(&found.rows, found.media, found.files);
        Ok(())
    }

    async fn leaving(
        &self,
        at: &At,
        house: &crate::house::House,
        paper: &paper::Paper,
        file: &PathBuf,
    ) -> Result<serde_json::Value> {
        let mut session = paper.read().await?;
        let title = match &self.title {
            Some(word) => titles::named(&mut session, word).await?,
            None => {
                let all = titles::all(&mut session).await?;
                let one = <[_; 1]>::try_from(all).map_err(|_| {
                    Failure::usage(
                        "ci sono più testate: indica quale con --title",
                        "there are several titles: say which with --title",
                    )
                })?;
                let [one] = one;
                one
            }
        };
        drop(session);
        let asked = wxr::Asked {
            title: title.id,
            reach: house.reach(None),
            at: paper.now(),
        };
        let mut hears = progress(at.language());
        let mut part = file.as_os_str().to_owned();
        part.push(".partial");
        let part = PathBuf::from(part);
        let outcome = wxr::write(paper, &asked, &part, &mut hears).await;
        let left = match outcome {
            Ok(left) => left,
            Err(stop) => {
                let _ = std::fs::remove_file(&part);
                return Err(Failure::from(stop));
            }
        };
        let linked = std::fs::hard_link(&part, file);
        let _ = std::fs::remove_file(&part);
        linked.map_err(|error| with_file(file, &error))?;
        let name = file.display();
        if !self.json {
            let (posts, comments) = (left.posts, left.comments);
            terminal::out(match at.language().starts_with("it") {
                true => format!("{name}: {posts} articoli, {comments} commenti"),
                false => format!("{name}: {posts} posts, {comments} comments"),
            });
        }
        Ok(
            json!({"file": name.to_string(), "posts": left.posts, "pages": left.pages, "attachments": left.attachments,
            "comments": left.comments, "authors": left.authors, "categories": left.categories, "tags": left.tags}),
        )
    }
}

fn words(rows: &BTreeMap<String, u64>) -> BTreeMap<&str, u64> {
    rows.iter()
        .map(|(name, rows)| (name.as_str(), *rows))
        .collect()
}

/// What an archive holds, a line a kind.
pub(super) fn told(rows: &BTreeMap<&str, u64>, media: u64, files: u64) {
    for (name, count) in rows {
        terminal::out(format!("  {name}: {count}"));
    }
    terminal::out(format!("  media: {media}"));
    terminal::out(format!("  files: {files}"));
}

/// Articles between two lines of how far it has come, where nobody watches.
const LINE_EVERY: u64 = 10_000;

/// Says how far it has come: over and over on a terminal, now and then elsewhere.
pub(super) fn progress(language: &str) -> impl FnMut(Progress) + Send {
    let word = either(language, "articoli", "articles").to_owned();
    let of_word = either(language, "di", "of").to_owned();
    let watched = std::io::stderr().is_terminal();
    let mut told = 0;
    move |now: Progress| {
        let Progress { done, of } = now;
        let line = format!("{done} {of_word} {of} {word}");
        if watched {
            terminal::over(&line);
            if done >= of {
                terminal::err("");
            }
        } else if done / LINE_EVERY > told {
            told = done / LINE_EVERY;
            terminal::err(line);
        }
    }
}
