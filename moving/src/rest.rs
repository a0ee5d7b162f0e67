//! A running site asked over its REST API (`/wp-json/wp/v2/`), for a newsroom without an export file.
//!
//! The answers are kept as they came, a file a page, so that asking goes on where it stopped; once all are there they are
//! written down as an export ([`export`]), which then moves in like any other. Only what the site shows to everybody is in
//! them.

mod excerpt;
mod writing;

pub use writing::export;

use serde_json::Value;
use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Items of one answer: the most the API gives.
pub const PER_PAGE: u32 = 100;
/// Pages of one kind asked for at most.
pub const PAGES_MAX: u32 = 100_000;
/// Kinds of a site's own asked for at most.
const OWN_KINDS_MAX: usize = 50;

/// Why answers cannot be made an export.
#[derive(Debug)]
pub enum Unfit {
    /// A file of answers cannot be read or written.
    Disk(PathBuf, io::Error),
    /// An answer is none of this API.
    Answer(String),
    /// More comments than are put in order.
    TooMany,
}

/// How a site's API is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// `/wp-json/…`.
    Path,
    /// `/?rest_route=/…`, where addresses of the site have no words.
    Query,
}

/// One answer that says what the site is, or what kinds of its own it has: the part of the address after the API's, and the
/// name of its file.
pub const FIRST: [(&str, &str); 3] = [
    ("", "site.json"),
    ("wp/v2/types", "types.json"),
    ("wp/v2/taxonomies", "taxonomies.json"),
];

/// What is asked for page by page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// Its word in addresses of the API, and in names of files.
    pub word: String,
    /// What its items are.
    pub of: Of,
}

/// What items of answers are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Of {
    /// Who writes there.
    People,
    /// Terms of a taxonomy.
    Terms(String),
    /// What readers said.
    Comments,
    /// Posts, pages, files, or items of a type of the site's own.
    Items(String),
}

impl Kind {
    fn new(word: &str, of: Of) -> Kind {
        Kind {
            word: word.to_owned(),
            of,
        }
    }

    /// Whether a site may keep these to itself and still move: people, comments, and what is its own.
    pub fn may_be_shut(&self) -> bool {
        !matches!(
            self.word.as_str(),
            "posts" | "pages" | "categories" | "tags" | "media"
        )
    }

    /// The address of a page of them. Old items first, so that what comes while it is asked is on the last page.
    pub fn address(&self, site: &str, door: Door, page: u32) -> String {
        let order = match self.of {
            Of::People | Of::Terms(_) => "orderby=id&order=asc",
            Of::Comments | Of::Items(_) => "orderby=date&order=asc",
        };
        let route = format!("wp/v2/{}", self.word);
        let ask = format!("per_page={PER_PAGE}&page={page}&{order}");
        match door {
            Door::Path => format!("{}?{ask}", address(site, door, &route)),
            Door::Query => format!("{}&{ask}", address(site, door, &route)),
        }
    }

    /// The file a page of answers is kept in.
    pub fn file(&self, folder: &Path, page: u32) -> PathBuf {
        folder.join(format!("{}-{page:06}.json", self.word))
    }

    /// How many different items the answers hold that are kept of them.
    ///
    /// # Errors
    /// As [`Unfit`].
    pub fn kept(&self, folder: &Path) -> Result<u64, Unfit> {
        let mut ids = HashSet::new();
        for page in 1..=PAGES_MAX {
            let Some(items) = answer(&self.file(folder, page))? else {
                break;
            };
            ids.extend(items.iter().map(|item| item["id"].to_string()));
        }
        Ok(ids.len() as u64)
    }

    /// Forgets the answers that are kept of them.
    ///
    /// # Errors
    /// As [`Unfit`].
    pub fn forget(&self, folder: &Path) -> Result<(), Unfit> {
        for page in 1..=PAGES_MAX {
            let path = self.file(folder, page);
            match fs::remove_file(&path) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => break,
                Err(error) => return Err(Unfit::Disk(path, error)),
            }
        }
        Ok(())
    }
}

/// An address of the API of a site.
pub fn address(site: &str, door: Door, route: &str) -> String {
    let site = site.trim_end_matches('/');
    match door {
        Door::Path => format!("{site}/wp-json/{route}"),
        Door::Query => format!("{site}/?rest_route=/{route}"),
    }
}

/// Whether an answer is that of the API's own door.
pub fn is_site(bytes: &[u8]) -> bool {
    serde_json::from_slice::<Value>(bytes).is_ok_and(|site| site["namespaces"].is_array())
}

/// What is asked for, in this order: what every site has, and the types and taxonomies of its own that it told of.
pub fn kinds(folder: &Path) -> Vec<Kind> {
    const TYPES: [&str; 3] = ["post", "page", "attachment"];
    const TAXONOMIES: [&str; 2] = ["category", "post_tag"];
    let own = |file: &str, known: &[&str], of: fn(String) -> Of| -> Vec<Kind> {
        let bytes = fs::read(folder.join(file)).unwrap_or_default();
        let told: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        let all = told.as_object().into_iter().flatten();
        all.filter_map(|(name, about)| {
            let word = about["rest_base"].as_str()?;
            let elsewhere = about["rest_namespace"]
                .as_str()
                .is_some_and(|space| space != "wp/v2");
            // What the former system keeps for itself it shows to nobody.
            let inner = name.starts_with("wp_") || name.starts_with("nav_menu");
            let plain = |word: &str| {
                (1..=60).contains(&word.len())
                    && word
                        .bytes()
                        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
            };
            let asked = !known.contains(&name.as_str()) && !inner && !elsewhere;
            (asked && plain(word) && plain(name)).then(|| Kind::new(word, of(name.clone())))
        })
        .take(OWN_KINDS_MAX)
        .collect()
    };
    let mut all = vec![
        Kind::new("users", Of::People),
        Kind::new("categories", Of::Terms("category".to_owned())),
        Kind::new("tags", Of::Terms("post_tag".to_owned())),
    ];
    all.extend(own("taxonomies.json", &TAXONOMIES, Of::Terms));
    all.push(Kind::new("media", Of::Items("attachment".to_owned())));
    all.push(Kind::new("comments", Of::Comments));
    all.push(Kind::new("pages", Of::Items("page".to_owned())));
    all.extend(own("types.json", &TYPES, Of::Items));
    all.push(Kind::new("posts", Of::Items("post".to_owned())));
    let mut once = HashSet::new();
    all.retain(|kind| once.insert(kind.word.clone()));
    all
}

/// How many items an answer holds.
///
/// # Errors
/// Where it is none of this API.
pub fn count(bytes: &[u8]) -> Result<usize, Unfit> {
    match serde_json::from_slice(bytes) {
        Ok(Value::Array(items)) => Ok(items.len()),
        Ok(other) => Err(Unfit::Answer(
            other["message"].as_str().unwrap_or("no list").to_owned(),
        )),
        Err(error) => Err(Unfit::Answer(error.to_string())),
    }
}

/// The items of a kept answer; `None` where there is none.
fn answer(path: &Path) -> Result<Option<Vec<Value>>, Unfit> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Unfit::Disk(path.to_owned(), error)),
    };
    serde_json::from_slice(&bytes)
        .map(Some)
        .map_err(|error| Unfit::Answer(format!("{}: {error}", path.display())))
}
