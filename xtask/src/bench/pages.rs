//! The pages of the corpus: found as a crawler finds them, by the sitemap.

use super::load::Asked;
use super::server::{HOST, Server};
use crate::fault::{Fault, Result};
use std::time::{Duration, Instant};

/// A section of the corpus.
pub const SECTION: &str = "/harbour";
/// A topic of the corpus.
pub const TOPIC: &str = "/topics/topic-0";
/// A person of the corpus.
pub const PERSON: &str = "/people/ada-nardi";
/// The feed.
pub const FEED: &str = "/feed.xml";

/// Paths of articles, the newest first, at most so many.
///
/// # Errors
/// When the server has no sitemap.
pub fn newest(server: &Server, most: usize) -> Result<Vec<String>> {
    let mut parts = parts(server)?;
    parts.reverse();
    let mut paths = Vec::new();
    for part in parts {
        let mut here = paths_of(server, &part)?;
        here.reverse();
        paths.append(&mut here);
        if paths.len() >= most {
            break;
        }
    }
    paths.truncate(most);
    if paths.is_empty() {
        return Err(Fault::new("the corpus shows no article"));
    }
    Ok(paths)
}

/// The path of the oldest article.
///
/// # Errors
/// As [`newest`].
pub fn oldest(server: &Server) -> Result<String> {
    for part in parts(server)? {
        if let Some(path) = paths_of(server, &part)?.into_iter().next() {
            return Ok(path);
        }
    }
    Err(Fault::new("the corpus shows no article"))
}

/// Parts of the sitemap that hold articles, the oldest first.
fn parts(server: &Server) -> Result<Vec<String>> {
    let index = server.client().get("/sitemap.xml", &[])?.text();
    let mut parts: Vec<String> = locations(&index)
        .filter(|path| path.starts_with("/sitemap-") && !path.contains("pages"))
        .map(str::to_owned)
        .collect();
    parts.sort_by_key(|path| {
        let numbers = path.split(|c: char| !c.is_ascii_digit());
        let numbers = numbers.filter_map(|word| word.parse::<u64>().ok());
        numbers.collect::<Vec<_>>()
    });
    Ok(parts)
}

fn paths_of(server: &Server, part: &str) -> Result<Vec<String>> {
    let text = server.client().get(part, &[])?.text();
    Ok(locations(&text).map(str::to_owned).collect())
}

/// The paths a sitemap names.
fn locations(text: &str) -> impl Iterator<Item = &str> {
    text.split("<loc>").skip(1).filter_map(|rest| {
        let (address, _) = rest.split_once("</loc>")?;
        let (_, path) = address.split_once(HOST)?;
        Some(&path[path.find('/').unwrap_or(path.len())..])
    })
}

/// Requests for paths without a validator.
pub fn asked(paths: &[String]) -> Vec<Asked> {
    let bare = |path: &String| Asked {
        path: path.clone(),
        etag: String::new(),
    };
    paths.iter().map(bare).collect()
}

/// The same requests by a reader who has each page already.
///
/// # Errors
/// When a page has no validator.
pub fn had(server: &Server, asked: &[Asked]) -> Result<Vec<Asked>> {
    let mut client = server.client();
    asked
        .iter()
        .map(|one| {
            let answer = client.get(&one.path, &[("Accept-Encoding", "gzip")])?;
            let etag = answer.header("etag").to_owned();
            if etag.is_empty() {
                return Err(Fault::new(format!("{} has no ETag", one.path)));
            }
            Ok(Asked {
                path: one.path.clone(),
                etag,
            })
        })
        .collect()
}

/// How long a corpus that is served for the first time is waited for.
const SETTLING_MAX: Duration = Duration::from_secs(120);
/// Rest between two looks at it.
const SETTLING_REST: Duration = Duration::from_secs(4);

/// Reads pages until they are the same twice: of a corpus brought in wholesale, what is related to what is made by a job once it is
/// served, and what is compared with a copy of it must stay as it was copied.
///
/// # Errors
/// When it goes on changing.
pub fn settle(server: &Server, asked: &[Asked]) -> Result<()> {
    let start = Instant::now();
    let mut before: Vec<String> = Vec::new();
    while start.elapsed() < SETTLING_MAX {
        let now: Vec<String> = had(server, asked)?
            .into_iter()
            .map(|one| one.etag)
            .collect();
        if now == before {
            return Ok(());
        }
        before = now;
        std::thread::sleep(SETTLING_REST);
    }
    Err(Fault::new("the pages of the corpus go on changing"))
}

#[cfg(test)]
mod tests {
    use super::locations;

    #[test]
    fn a_sitemap_names_paths_with_or_without_a_port() {
        let text = "<loc>http://bench.localhost:80/a/b</loc> <loc>http://bench.localhost/c</loc>";
        assert_eq!(locations(text).collect::<Vec<_>>(), ["/a/b", "/c"]);
    }
}
