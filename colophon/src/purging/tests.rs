//! A cache of this machine, which counts what it is told.

use super::*;
use cast::Gazette;
use paper::changes::Trace;
use paper::jobs::Job;
use paper::purging::Standing;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// What came: heads in small letters, and bodies.
type Got = Arc<Mutex<Vec<(String, String)>>>;

/// A cache that answers with these statuses, then with 200 for ever; where it is, and what it was told.
async fn cache(statuses: &[u16]) -> (String, Got) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a listener");
    let at = listener.local_addr().expect("an address");
    let got = Got::default();
    let heard = got.clone();
    let mut statuses: VecDeque<u16> = statuses.iter().copied().collect();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.expect("a caller");
            let mut text = String::new();
            let told = loop {
                let mut bytes = [0; 4096];
                let length = stream.read(&mut bytes).await.expect("a request");
                text.push_str(&String::from_utf8_lossy(&bytes[..length]));
                let Some((head, body)) = text.split_once("\r\n\r\n") else {
                    continue;
                };
                let length = field(&head.to_ascii_lowercase(), "content-length");
                if body.len() >= length.parse().unwrap_or(0) {
                    break (head.to_owned(), body.to_owned());
                }
            };
            heard.lock().expect("a lock").push(told);
            let status = statuses.pop_front().unwrap_or(200);
            let answer = format!("HTTP/1.1 {status} So\r\ncontent-length: 0\r\n\r\n");
            stream.write_all(answer.as_bytes()).await.expect("sent");
        }
    });
    (format!("http://{at}"), got)
}

/// A header of a head; empty where it is not there.
fn field(head: &str, name: &str) -> String {
    let mut lines = head.lines().filter_map(|line| line.split_once(": "));
    let found = lines.find(|(one, _)| one.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.to_owned()).unwrap_or_default()
}

fn purger(form: Form, url: &str) -> Purger {
    let tags = HeaderName::from_static("surrogate-key");
    Purger::new(form, Some(url), "zone-1", (' ', tags), "s3cr3t-of-theirs").expect("a purger")
}

async fn all(gazette: &Gazette, purger: &Purger) {
    while next(&gazette.paper, purger).await.expect("a job") {}
}

async fn waiting(gazette: &Gazette) -> Vec<Job> {
    let mut session = gazette.paper.read().await.expect("a read");
    let mut jobs = jobs::pending(&mut session).await.expect("jobs");
    jobs.retain(|job| job.kind == Kind::Purge.word());
    jobs
}

async fn standing(gazette: &Gazette) -> Standing {
    let mut session = gazette.paper.read().await.expect("a read");
    let standing = purging::standing(&mut session).await.expect("a read");
    standing.expect("a cache")
}

fn taken(got: &Got) -> Vec<(String, String)> {
    std::mem::take(&mut *got.lock().expect("a lock"))
}

#[tokio::test]
async fn a_cache_forgets_everything_first_and_then_what_deeds_touched_in_one_call() {
    let gazette = Gazette::new().await;
    let (url, got) = cache(&[]).await;
    let purger = purger(Form::Http, &format!("{url}/purge"));
    gazette.published("Before there is a cache").await;
    all(&gazette, &purger).await;
    assert!(taken(&got).is_empty(), "no cache, no job");

    purging::begin(&gazette.paper).await.expect("begun");
    purging::begin(&gazette.paper).await.expect("begun");
    all(&gazette, &purger).await;
    let [(head, _)] = taken(&got).try_into().expect("one call");
    assert!(head.starts_with("PURGE /purge HTTP/1.1"), "{head}");
    assert_eq!(field(&head, "surrogate-key"), "n");

    let one = gazette.published("Ferry service resumes").await.article;
    let two = gazette.published("A second ferry is bought").await.article;
    let copy = gazette.sound("Nobody may know of this yet");
    paper::articles::drafting::file(&gazette.paper, &gazette.ines, gazette.filing(copy))
        .await
        .expect("filed");
    assert_eq!(standing(&gazette).await.behind, Some(2));
    all(&gazette, &purger).await;
    let [(head, _)] = taken(&got).try_into().expect("one call");
    let words = field(&head, "surrogate-key");
    for trace in [
        Trace::Article(one),
        Trace::Article(two),
        Trace::Title(gazette.title),
    ] {
        assert!(
            words.split(' ').any(|word| word == web::tag(&trace)),
            "{words}"
        );
    }
    assert!(words.split(' ').all(|word| word != "n"), "{words}");
    assert!(waiting(&gazette).await.is_empty());
    assert_eq!(standing(&gazette).await.behind, Some(0));

    purging::end(&gazette.paper).await.expect("ended");
    gazette.published("After the cache").await;
    all(&gazette, &purger).await;
    assert!(taken(&got).is_empty() && waiting(&gazette).await.is_empty());
}

#[tokio::test]
async fn a_cache_that_is_down_is_told_all_of_it_later_and_more_and_more_rarely() {
    let gazette = Gazette::new().await;
    let (url, got) = cache(&[200, 503, 503]).await;
    let purger = purger(Form::Http, &url);
    purging::begin(&gazette.paper).await.expect("begun");
    all(&gazette, &purger).await;
    let one = gazette.published("Ferry service resumes").await.article;
    all(&gazette, &purger).await;
    assert_eq!(taken(&got).len(), 2);
    // Another deed does not have it asked again before its time.
    let two = gazette.published("A second ferry is bought").await.article;
    all(&gazette, &purger).await;
    assert!(taken(&got).is_empty());
    let [job] = waiting(&gazette).await.try_into().expect("one job");
    assert_eq!(job.attempts, 1);
    assert!(job.last_error.contains("answers 503"), "{}", job.last_error);
    assert!(standing(&gazette).await.failing_since.is_some());

    gazette.later(1);
    all(&gazette, &purger).await;
    assert_eq!(taken(&got).len(), 1);
    let [job] = waiting(&gazette).await.try_into().expect("one job");
    assert_eq!(job.attempts, 2);
    gazette.later(10);
    all(&gazette, &purger).await;
    let [(head, _)] = taken(&got).try_into().expect("one call");
    let words = field(&head, "surrogate-key");
    for article in [one, two] {
        assert!(
            words.contains(&web::tag(&Trace::Article(article))),
            "{words}"
        );
    }
    let well = standing(&gazette).await;
    assert!(well.failing_since.is_none() && well.fault.is_empty());
    assert!(waiting(&gazette).await.is_empty());
}

#[tokio::test]
async fn providers_are_told_in_their_own_form_and_their_token_is_shown_to_nobody() {
    let gazette = Gazette::new().await;
    purging::begin(&gazette.paper).await.expect("begun");
    for (form, line, header, value) in [
        (
            Form::Fastly,
            "POST /service/zone-1/purge HTTP/1.1",
            "fastly-key",
            "s3cr3t-of-theirs",
        ),
        (
            Form::Cloudflare,
            "POST /zones/zone-1/purge_cache HTTP/1.1",
            "authorization",
            "Bearer s3cr3t-of-theirs",
        ),
    ] {
        let article = gazette.published(line).await.article;
        let (url, got) = cache(&[401, 200]).await;
        let purger = purger(form, &url);
        all(&gazette, &purger).await;
        let [job] = waiting(&gazette).await.try_into().expect("one job");
        assert!(job.last_error.contains("answers 401"), "{}", job.last_error);
        assert!(!job.last_error.contains("s3cr3t"), "{}", job.last_error);
        gazette.later(10);
        all(&gazette, &purger).await;
        let [_, (head, body)] = taken(&got).try_into().expect("two calls");
        assert!(head.starts_with(line), "{head}");
        assert_eq!(field(&head, header), value);
        let words: Vec<String> = match form {
            Form::Cloudflare => {
                let body: serde_json::Value = serde_json::from_str(&body).expect("JSON");
                serde_json::from_value(body["tags"].clone()).expect("words")
            }
            _ => field(&head, "surrogate-key")
                .split(' ')
                .map(str::to_owned)
                .collect(),
        };
        let everything = words == ["n"];
        let word = web::tag(&Trace::Article(article));
        assert!(everything || words.contains(&word), "{words:?}");
    }
}

#[tokio::test]
async fn a_call_holds_as_many_words_as_a_provider_takes_and_a_flood_is_everything() {
    let (url, got) = cache(&[]).await;
    let gazette = Gazette::new().await;
    let article = gazette.published("Ferry service resumes").await.article;
    let purge = Purge {
        until: 1,
        traces: vec![Trace::Article(article); 65],
    };
    purger(Form::Cloudflare, &url)
        .forget(&purge)
        .await
        .expect("told");
    let counts: Vec<usize> = taken(&got)
        .iter()
        .map(|(_, body)| body.matches("\"a").count())
        .collect();
    assert_eq!(counts, [30, 30, 5]);
    purger(Form::Http, &url).forget(&purge).await.expect("told");
    assert_eq!(taken(&got).len(), 1);
}
