//! A running site asked for all it shows, page by page, politely: one question at a time, with a pause between two, and a longer
//! one where the site asks for it.

use crate::failure::{Failure, Result, with_file};
use crate::terminal;
use axum::http::{StatusCode, header};
use moving::rest::{self, Unfit};
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
pub(super) async fn asked(site: &str, folder: &Path, italian: bool) -> Result<PathBuf> {
    fs::create_dir_all(folder).map_err(|error| with_file(folder, &error))?;
    let client = Client::new().map_err(|fault| told(&fault))?;
    for kind in rest::KINDS {
        for page in 1..=rest::PAGES_MAX {
            let path = rest::file(folder, kind, page);
            if fs::read(&path).is_ok_and(|bytes| is_full(&bytes)) {
                continue;
            }
            let answer = answered(&client, &rest::address(site, kind, page)).await?;
            match answer.status {
                status if status.is_success() => {}
                // Beyond the last page; and people, whom many sites do not show.
                StatusCode::BAD_REQUEST if page > 1 => break,
                StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND
                    if kind == "users" || kind == "comments" =>
                {
                    break;
                }
                status => return Err(refused(site, status)),
            }
            let count = rest::count(&answer.body).map_err(unfit)?;
            if count == 0 {
                break;
            }
            fs::write(&path, &answer.body).map_err(|error| with_file(&path, &error))?;
            terminal::err(match italian {
                true => format!("{kind}: pagina {page}"),
                false => format!("{kind}: page {page}"),
            });
            if count < rest::PER_PAGE as usize {
                break;
            }
            pause(PAUSE).await;
        }
    }
    rest::export(folder, site).map_err(unfit)
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

fn told(fault: &outgoing::Fault) -> Failure {
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
