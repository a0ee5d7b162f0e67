//! What was seen of a site before, in this person's own data: its keys, the last checkpoint, how far an audit came.

use crate::failure::{Failure, Result, with_file};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What is kept of one site.
pub(crate) struct Known {
    folder: PathBuf,
}

impl Known {
    /// What is kept under a folder of the site with this host and port.
    pub(crate) fn of(folder: &Path, host: &str) -> Known {
        let plain = |c: char| {
            if c.is_ascii_alphanumeric() || c == '.' || c == '-' {
                c
            } else {
                '_'
            }
        };
        let name: String = host.trim_start_matches('.').chars().map(plain).collect();
        Known {
            folder: folder.join(name),
        }
    }

    fn read(&self, name: &str) -> Result<Option<String>> {
        let file = self.folder.join(name);
        match fs::read_to_string(&file) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(with_file(&file, &error)),
        }
    }

    /// Writes a file whole or not at all.
    fn write(&self, name: &str, text: &str) -> Result<()> {
        let file = self.folder.join(name);
        let part = self.folder.join(format!("{name}.part"));
        let written = || {
            fs::create_dir_all(&self.folder)?;
            let mut opened = fs::File::create(&part)?;
            opened.write_all(text.as_bytes())?;
            opened.sync_all()?;
            fs::rename(&part, &file)
        };
        written().map_err(|error| with_file(&file, &error))
    }

    /// Keys that are trusted, a line each.
    pub(crate) fn keys(&self) -> Result<Vec<tlog::Key>> {
        let text = self.read("keys")?.unwrap_or_default();
        let read = |line: &str| {
            tlog::Key::parse(line).map_err(|wrong| {
                let file = self.folder.join("keys");
                Failure::new(
                    format!("{}: {wrong}", file.display()),
                    format!("{}: {wrong}", file.display()),
                )
            })
        };
        text.lines().map(read).collect()
    }

    /// Trusts these keys from now on.
    pub(crate) fn trust(&self, keys: &[tlog::Key]) -> Result<()> {
        let lines: String = keys.iter().map(|key| format!("{key}\n")).collect();
        self.write("keys", &lines)
    }

    /// The newest checkpoint seen, word for word.
    pub(crate) fn checkpoint(&self) -> Result<Option<String>> {
        self.read("checkpoint")
    }

    /// Keeps a checkpoint that continues every one seen before.
    pub(crate) fn saw(&self, checkpoint: &str) -> Result<()> {
        self.write("checkpoint", checkpoint)
    }

    /// Keeps a checkpoint that continues none seen before, beside the one it contradicts: both are signed, and together they
    /// prove it to anybody.
    pub(crate) fn keep_fork(&self, checkpoint: &str) -> Result<PathBuf> {
        self.write("fork", checkpoint)?;
        Ok(self.folder.join("fork"))
    }

    /// Articles an audit that did not end has checked.
    pub(crate) fn articles(&self) -> Result<Option<String>> {
        self.read("articles")
    }

    /// Keeps that more of them were checked.
    pub(crate) fn checked(&self, lines: &str) -> Result<()> {
        let file = self.folder.join("articles");
        let added = || {
            fs::create_dir_all(&self.folder)?;
            let opened = fs::OpenOptions::new().create(true).append(true).open(&file);
            opened?.write_all(lines.as_bytes())
        };
        added().map_err(|error| with_file(&file, &error))
    }

    /// Forgets them: the audit ended, or is of another log.
    pub(crate) fn forget_articles(&self) -> Result<()> {
        let file = self.folder.join("articles");
        match fs::remove_file(&file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(with_file(&file, &error)),
            _ => Ok(()),
        }
    }

    /// How far an audit came.
    pub(crate) fn audit(&self) -> Result<Option<String>> {
        self.read("audit")
    }

    /// Keeps how far an audit came; nothing once it is done.
    pub(crate) fn keep_audit(&self, state: &str) -> Result<()> {
        self.write("audit", state)
    }
}
