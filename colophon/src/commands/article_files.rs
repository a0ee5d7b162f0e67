//! Article files and their pictures, read from disk within limits.

use crate::failure::{Failure, Result, with_file};
use crate::house::House;
use crate::terminal::either;
use exchange::article_file::{self, ArticleFile, FILE_BYTES_MAX, Problem};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::house::Hand;
use crate::orders::{Order, Publishing, words};
use paper::pictures;

/// Why an article file could not be read.
pub(super) enum Unread {
    /// The disk says no.
    Disk(Failure),
    /// What it says is wrong.
    Problems(Vec<Problem>),
}

/// Reads an article file. Local times in it are of `zone`, where one is known.
pub(super) fn read(
    path: &Path,
    zone: Option<&TimeZone>,
) -> std::result::Result<ArticleFile, Unread> {
    // One byte more than may be: whoever reads it says that it is too large.
    let bytes = head(path, FILE_BYTES_MAX as u64 + 1).map_err(Unread::Disk)?;
    let name = path.to_string_lossy();
    let read = match zone {
        Some(zone) => article_file::read_in(&name, &bytes, zone),
        None => article_file::read(&name, &bytes),
    };
    read.map_err(Unread::Problems)
}

/// What was left out of a file, for people: furniture of the page it was pasted from, and what no article has.
pub(super) fn left_out(file: &ArticleFile, language: &str) -> Vec<String> {
    let aside = either(
        language,
        "lasciato da parte, perché è arredo della pagina",
        "set aside, as furniture of the page",
    );
    let dropped = either(
        language,
        "tralasciato, perché un articolo non lo prevede",
        "left out, as no article has it",
    );
    let lines = file.set_aside.iter().map(|line| format!("{aside}: {line}"));
    let things = file.dropped.iter().map(|thing| {
        let (what, excerpt) = (&thing.what, &thing.excerpt);
        let times = match thing.count {
            0 | 1 => String::new(),
            n => format!(" ({n})"),
        };
        match excerpt.as_str() {
            "" => format!("{dropped}: {what}{times}"),
            excerpt => format!("{dropped}: {what}{times}: {excerpt}"),
        }
    });
    lines.chain(things).collect()
}

/// The pictures of a file that are not there or that nobody could open: place and words.
pub(super) fn faulty_pictures(article: &Path, file: &ArticleFile) -> Vec<(String, Failure)> {
    let folder = article.parent().unwrap_or(Path::new(""));
    let look = |name: &String| {
        let path = folder.join(name);
        let bytes = bytes(&path, pictures::BYTES_MAX as u64)?;
        pictures::readable(&path.display().to_string(), &bytes)?;
        Ok(())
    };
    let faults = file.pictures.iter().filter_map(|name| look(name).err());
    faults
        .map(|failure| (article.display().to_string(), failure))
        .collect()
}

/// Reads an article file, or says in one line what is first of all wrong with it.
pub(super) fn read_or_refuse(path: &Path, zone: &TimeZone) -> Result<ArticleFile> {
    read(path, Some(zone)).map_err(|unread| match unread {
        Unread::Disk(failure) => failure,
        Unread::Problems(problems) => first_of(path, &problems),
    })
}

/// The first problem, and how many more there are.
pub(super) fn first_of(path: &Path, problems: &[Problem]) -> Failure {
    let Some(first) = problems.first() else {
        return Failure::new("il file non si legge", "the file cannot be read");
    };
    let place = place(path, first);
    let more = problems.len() - 1;
    let (it, en) = match more {
        0 => (String::new(), String::new()),
        _ => (
            format!(" (e altri {more} problemi: vedi colophon check)"),
            format!(" (and {more} more: see colophon check)"),
        ),
    };
    Failure::new(
        format!("{place}: {}{it}", first.it),
        format!("{place}: {}{en}", first.en),
    )
}

/// `file:line:column`, as far as they are known.
pub(super) fn place(path: &Path, problem: &Problem) -> String {
    let name = path.display();
    match (problem.line, problem.column) {
        (0, _) => name.to_string(),
        (line, 0) => format!("{name}:{line}"),
        (line, column) => format!("{name}:{line}:{column}"),
    }
}

/// The bytes of a file of at most so many.
pub(super) fn bytes(path: &Path, bytes_max: u64) -> Result<Vec<u8>> {
    let bytes = head(path, bytes_max + 1)?;
    if bytes.len() as u64 > bytes_max {
        let name = path.display();
        let most = bytes_max / 1024;
        return Err(Failure::new(
            format!("{name}: il file supera i {most} kB"),
            format!("{name}: the file is larger than {most} kB"),
        ));
    }
    Ok(bytes)
}

fn head(path: &Path, bytes_max: u64) -> Result<Vec<u8>> {
    let failed = |error: &std::io::Error| with_file(path, error);
    let file = std::fs::File::open(path).map_err(|error| failed(&error))?;
    if file.metadata().map_err(|error| failed(&error))?.is_dir() {
        let name = path.display();
        return Err(Failure::new(
            format!("{name}: è una cartella; indica i file che contiene"),
            format!("{name}: this is a folder; name the files in it"),
        ));
    }
    let mut bytes = Vec::new();
    file.take(bytes_max)
        .read_to_end(&mut bytes)
        .map_err(|error| failed(&error))?;
    Ok(bytes)
}

/// Pictures added so far, by the path of their file, so that one shown twice is added once.
#[derive(Default)]
pub(super) struct Album {
    ids: BTreeMap<PathBuf, String>,
}

impl Album {
    /// Adds the pictures of an article to the library and puts their ids in the place of their paths.
    pub(super) async fn add(
        &mut self,
        hand: &mut Hand<'_>,
        title: &str,
        article: &Path,
        file: &mut ArticleFile,
    ) -> Result<()> {
        let folder = article.parent().unwrap_or(Path::new(""));
        // All are read before the first is added: one that is missing leaves none behind.
        let mut new = Vec::new();
        for name in &file.pictures {
            let path = folder.join(name);
            if !self.ids.contains_key(&path) {
                new.push((
                    path.clone(),
                    name.clone(),
                    bytes(&path, pictures::BYTES_MAX as u64)?,
                ));
            }
        }
        for (path, name, bytes) in new {
            let order = Publishing::Picture {
                title: title.to_owned(),
                shown: file.shown(&name).cloned().map(Box::new),
                name,
                bytes,
            };
            let id = hand
                .does(Order::Publishing(order))
                .await?
                .id
                .unwrap_or_default();
            self.ids.insert(path, id);
        }
        let copy = &mut file.copy;
        for picture in copy.picture.iter_mut().chain(copy.body.pictures_mut()) {
            if let Some(id) = self.ids.get(&folder.join(&picture.file)) {
                picture.file.clone_from(id);
            }
        }
        Ok(())
    }
}

/// What the record says of a title before a file for it is read: key, zone, language.
pub(super) async fn title(house: &House, word: &str) -> Result<paper::titles::Title> {
    let paper = house.reading().await?;
    let mut session = paper.read().await?;
    words::title(&mut session, word).await
}
