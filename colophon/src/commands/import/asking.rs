//! A running site asked for all it shows, page by page, politely: one question at a time, with a pause between two, and a longer
//! one where the site asks for it.

use crate::failure::{Failure, Result, with_file};
use crate::terminal;
use axum::http::{StatusCode, header};
use moving::rest::{self, Door, Kind, Unfit};
use outgoing::{Answer, Client, Request};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Between two questions.
const PAUSE: Duration = Duration::from_millis(250);
/// Longest pause a site may ask for.
const PAUSE_MAX: Duration = Duration::from_secs(120);
/// Times a question is asked that the site has no time for.
const TRIES: u32 = 5;
/// Largest answer, bytes: a hundred long posts.
const BYTES_MAX: usize = 64 * 1024 * 1024;
/// Longest an answer is waited for.
const ANSWER_MAX: Duration = Duration::from_secs(60);

/// Asks a site for everything and writes its export; the file. What was answered before is not asked again.
pub(super) async fn asked(
    client: &Client,
    site: &str,
    folder: &Path,
    italian: bool,
) -> Result<PathBuf> {
    fs::create_dir_all(folder).map_err(|error| with_file(folder, &error))?;
    let door = at_the_door(client, site, folder).await?;
    let asking = Asking {
        client,
        site,
        door,
        folder,
        italian,
    };
    for kind in rest::kinds(folder) {
        let there = asking.all(&kind).await?;
        if asking.lacks(&kind, there)? == 0 {
            continue;
        }
        // Something was taken away while it was asked, so that the rest moved up by one: once more from the beginning.
        kind.forget(folder).map_err(unfit)?;
        let there = asking.all(&kind).await?;
        let lacking = asking.lacks(&kind, there)?;
        if lacking > 0 {
            terminal::err(match italian {
                true => format!(
                    "{}: il sito ne conta {lacking} in più di quanti ne mostra",
                    kind.word
                ),
                false => format!(
                    "{}: the site counts {lacking} more than it shows",
                    kind.word
                ),
            });
        }
    }
    rest::export(folder, site).map_err(unfit)
}

/// Finds the door of the site's API, and what kinds of its own the site has.
async fn at_the_door(client: &Client, site: &str, folder: &Path) -> Result<Door> {
    let mut door = Door::Path;
    let mut status = StatusCode::NOT_FOUND;
    for tried in [Door::Path, Door::Query] {
        let answer = answered(client, &rest::address(site, tried, "")).await?;
        if answer.status.is_success() && rest::is_site(&answer.body) {
            (door, status) = (tried, answer.status);
            break;
        }
        // A page in the place of an answer is none.
        if !answer.status.is_success() {
            status = answer.status;
        }
    }
    if !status.is_success() {
        return Err(refused(site, status));
    }
    for (route, name) in rest::FIRST {
        pause(PAUSE).await;
        let answer = answered(client, &rest::address(site, door, route)).await?;
        if answer.status.is_success() {
            let path = folder.join(name);
            fs::write(&path, &answer.body).map_err(|error| with_file(&path, &error))?;
        }
    }
    Ok(door)
}

/// A site that is asked.
struct Asking<'a> {
    client: &'a Client,
    site: &'a str,
    door: Door,
    folder: &'a Path,
    italian: bool,
}

impl Asking<'_> {
    /// Asks for all of a kind that is not here yet; how many the site says there are, if it says so.
    async fn all(&self, kind: &Kind) -> Result<Option<u64>> {
        let mut there = None;
        for page in 1..=rest::PAGES_MAX {
            let path = kind.file(self.folder, page);
            if fs::read(&path).is_ok_and(|bytes| is_full(&bytes)) {
                continue;
            }
            let answer = answered(self.client, &kind.address(self.site, self.door, page)).await?;
            match answer.status {
                status if status.is_success() => {}
                // Beyond the last page; and what many sites show to nobody.
                StatusCode::BAD_REQUEST if page > 1 => break,
                StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND
                    if kind.may_be_shut() =>
                {
                    self.tell_shut(kind);
                    break;
                }
                status => return Err(refused(self.site, status)),
            }
            let count = rest::count(&answer.body).map_err(unfit)?;
            there = total(&answer).or(there);
            if count == 0 {
                break;
            }
            fs::write(&path, &answer.body).map_err(|error| with_file(&path, &error))?;
            terminal::err(match self.italian {
                true => format!("{}: pagina {page}", kind.word),
                false => format!("{}: page {page}", kind.word),
            });
            if count < rest::PER_PAGE as usize {
                break;
            }
            pause(PAUSE).await;
        }
        Ok(there)
    }

    fn tell_shut(&self, kind: &Kind) {
        terminal::err(match self.italian {
            true => format!("{}: il sito non li mostra", kind.word),
            false => format!("{}: the site does not show them", kind.word),
        });
    }

    /// How many of a kind are not here, of those the site says there are.
    fn lacks(&self, kind: &Kind, there: Option<u64>) -> Result<u64> {
        let Some(there) = there else { return Ok(0) };
        let kept = kind.kept(self.folder).map_err(unfit)?;
        Ok(there.saturating_sub(kept))
    }
}

/// How many items there are in all, as answers say it.
fn total(answer: &Answer) -> Option<u64> {
    let told = answer.headers.get("x-wp-total")?;
    told.to_str().ok()?.trim().parse().ok()
}

/// Leaves the site alone for so long.
async fn pause(time: Duration) {
    let _ = tokio::time::timeout(time, std::future::pending::<()>()).await;
}

fn is_full(bytes: &[u8]) -> bool {
    rest::count(bytes).is_ok_and(|count| count == rest::PER_PAGE as usize)
}

/// The answer to a question, after the site had time for it.
async fn answered(client: &Client, url: &str) -> Result<Answer> {
    let mut wait = PAUSE * 4;
    let mut tries = 0;
    loop {
        tries += 1;
        let answer = client
            .send_within(Request::get(url), BYTES_MAX, ANSWER_MAX)
            .await;
        let answer = answer.map_err(|fault| told(&fault))?;
        let busy = matches!(
            answer.status,
            StatusCode::TOO_MANY_REQUESTS
                | StatusCode::SERVICE_UNAVAILABLE
                | StatusCode::BAD_GATEWAY
        );
        if !busy || tries >= TRIES {
            return Ok(answer);
        }
        let asked = answer
            .headers
            .get(header::RETRY_AFTER)
            .and_then(|value| value.to_str().ok()?.trim().parse().ok())
            .map(Duration::from_secs);
        pause(asked.unwrap_or(wait).min(PAUSE_MAX)).await;
        wait *= 2;
    }
}

pub(super) fn told(fault: &outgoing::Fault) -> Failure {
    Failure::new(fault.to_string(), fault.to_string())
}

fn refused(site: &str, status: StatusCode) -> Failure {
    Failure::new(
        format!(
            "{site} risponde {status}: la sua REST API non è aperta; serve il file dell’esportazione"
        ),
        format!(
            "{site} answers {status}: its REST API is not open; it takes the file of an export"
        ),
    )
}

fn unfit(why: Unfit) -> Failure {
    match why {
        Unfit::Disk(path, error) => with_file(&path, &error),
        Unfit::Answer(what) => Failure::new(
            format!("la risposta non è quella di un WordPress: {what}"),
            format!("the answer is not one of a WordPress: {what}"),
        ),
        Unfit::TooMany => Failure::new(
            "più commenti di quanti se ne ordinano così: serve il file dell’esportazione",
            "more comments than are put in order this way: it takes the file of an export",
        ),
    }
}
