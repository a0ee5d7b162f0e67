//! The corpus: made once for each size, kept in `target/corpus`, copied for each run, since a run publishes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::options::Options;
use super::server::HOST;
use crate::fault::{Fault, Result};
use crate::run::{self, cargo, root};

/// What makes the corpus.
const GENERATOR: &str = "paper/examples/corpus";

/// The programs a bench needs, built.
#[derive(Debug)]
pub struct Programs {
    /// `colophon`.
    pub colophon: PathBuf,
    profile: String,
}

impl Programs {
    /// Builds the newspaper, unless a program is named.
    ///
    /// # Errors
    /// When it does not build.
    pub fn build(options: &Options) -> Result<Programs> {
        let profile = options.profile.clone();
        if let Some(program) = &options.program {
            return Ok(Programs {
                colophon: program.clone(),
                profile,
            });
        }
        run::run(cargo().args([
            "build",
            "--locked",
            "--quiet",
            "--profile",
            &profile,
            "--package",
            "colophon",
        ]))?;
        // The folder of the profile `dev` has another name, for history's sake.
        let folder = if profile == "dev" { "debug" } else { &profile };
        Ok(Programs {
            colophon: root().join("target").join(folder).join("colophon"),
            profile,
        })
    }

    /// A copy of the corpus of a size, in a folder that is made anew.
    ///
    /// # Errors
    /// When it cannot be made or copied.
    pub fn corpus(&self, articles: usize, seed: u64, to: &Path) -> Result<()> {
        let kept = self.kept(articles, seed)?;
        let _ = fs::remove_dir_all(to);
        run::output(
            Command::new("cp")
                .args(["--recursive", "--reflink=auto"])
                .arg(&kept)
                .arg(to),
        )
        .map(drop)
    }

    /// The kept corpus of a size, made if it is not there. Its name says what it depends on.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn kept(&self, articles: usize, seed: u64) -> Result<PathBuf> {
        let name = format!("{}-{:08x}-{articles}-{seed}", step()?, generator()?);
        let kept = root().join("target/corpus").join(name);
        if kept.join("made.json").is_file() {
            return Ok(kept);
        }
        let making = kept.with_extension("making");
        let _ = fs::remove_dir_all(&making);
        fs::create_dir_all(root().join("target/corpus"))
            .map_err(Fault::during("cannot make target/corpus"))?;
        let made = self.make(&making, articles, seed, None)?;
        fs::write(making.join("made.json"), made)
            .and_then(|()| fs::rename(&making, &kept))
            .map_err(Fault::during("cannot keep the corpus"))?;
        Ok(kept)
    }

    /// Makes a corpus in a new folder, its record on a server if one is named. Returns what the generator said.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn make(
        &self,
        folder: &Path,
        articles: usize,
        seed: u64,
        server: Option<&str>,
    ) -> Result<String> {
        println!("   making a corpus of {articles} articles");
        let mut init = Command::new(&self.colophon);
        init.arg("init").arg(folder).args([
            "--title",
            "The Bench",
            "--host",
            HOST,
            "--language",
            "en",
        ]);
        let mut fill = cargo();
        fill.args([
            "run",
            "--locked",
            "--quiet",
            "--profile",
            &self.profile,
            "--package",
            "paper",
            "--example",
            "corpus",
            "--",
        ])
        .arg(folder)
        .args([articles.to_string(), seed.to_string()]);
        if let Some(url) = server {
            init.args(["--database", url]);
            fill.arg(url);
        }
        run::output(&mut init)?;
        let made = run::output(&mut fill)?;
        println!("   {}", made.trim());
        Ok(made)
    }
}

/// The newest step of the record's schema.
fn step() -> Result<String> {
    let entries = fs::read_dir(root().join("paper/migrations"))
        .map_err(Fault::during("cannot read the migrations"))?;
    let names = entries
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok());
    let newest = names.max().unwrap_or_default();
    Ok(newest.chars().take(4).collect())
}

/// A number that changes with what makes the corpus (FNV-1a over its sources).
fn generator() -> Result<u32> {
    let folder = root().join(GENERATOR);
    let mut hash: u32 = 0x811c_9dc5;
    for file in ["main.rs", "prose.rs"] {
        let bytes = fs::read(folder.join(file))
            .map_err(Fault::during(format!("cannot read {GENERATOR}/{file}")))?;
        for byte in bytes {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    Ok(hash)
}

/// How well `gzip -6` compresses the texts of a corpus: bytes before, bytes after.
///
/// # Errors
/// When the samples cannot be read.
pub fn compression(corpus: &Path) -> Result<(u64, u64)> {
    let samples = fs::read_dir(corpus.join("sample"))
        .map_err(Fault::during("cannot read the samples of the corpus"))?;
    let (mut before, mut after) = (0, 0);
    for sample in samples.flatten() {
        before += sample.metadata().map_or(0, |file| file.len());
        let packed = Command::new("gzip")
            .args(["-6", "-c"])
            .arg(sample.path())
            .output()
            .map_err(Fault::during("cannot run gzip"))?;
        after += packed.stdout.len() as u64;
    }
    Ok((before, after))
}
