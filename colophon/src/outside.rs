//! Hubs that are told of changed feeds, one after the other beside the worker, so that one that takes its time delays no
//! publication, and no mail either (`mails.rs`).

use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use outgoing::{Client, Request};
use paper::hubs::{self, Ping};
use paper::jobs::{self, Kind, Outside};
use paper::reading::title::Reach;
use paper::webhooks::{self, Message};
use paper::{Error, Fault, Paper};
use press::FeedForm;
use std::time::Duration;
use tokio::sync::watch;

/// Longest wait before the table is looked at again: a failed one is tried again after seconds at the soonest.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// Messages a webhook is sent before others have their turn.
const MESSAGES_AT_ONCE: u32 = 20;

/// Does them until told to stop. One under way is left, and done again at the next start.
pub(crate) async fn run(paper: Paper, reach: Reach, mut stopped: watch::Receiver<bool>) {
    let mut changes = paper.changes();
    // Made when first needed: a house that sends nothing reads no certificate.
    let mut client = None;
    loop {
        let outcome = tokio::select! {
            done = next(&paper, &reach, &mut client) => done,
            _ = stopped.wait_for(|stop| *stop) => return,
        };
        match outcome {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::error!("No job outside the house could be done: {error}"),
        }
        tokio::select! {
            _ = tokio::time::timeout(LOOK_AGAIN, changes.changed()) => {}
            _ = stopped.wait_for(|stop| *stop) => return,
        }
    }
}

/// Does the next one that is due; `false` if there is none.
async fn next(paper: &Paper, reach: &Reach, client: &mut Option<Client>) -> Result<bool, Error> {
    let hubs = jobs::next_outside(paper, Kind::TellHubs).await?;
    if let Some(job) = hubs {
        let outcome = perform(paper, reach, client, &job).await;
        jobs::settle_outside(paper, job, outcome).await?;
        return Ok(true);
    }
    if let Some(job) = jobs::next_outside(paper, Kind::Webhook).await? {
        let outcome = call(paper, reach, client, &job).await;
        jobs::settle_outside(paper, job, outcome).await?;
        return Ok(true);
    }
    Ok(false)
}

async fn perform(
    paper: &Paper,
    reach: &Reach,
    client: &mut Option<Client>,
    job: &Outside,
) -> Result<(), Error> {
    let mut session = paper.read().await?;
    let ping = hubs::ping(&mut session, &job.key).await?;
    drop(session);
    let Some(ping) = ping else { return Ok(()) };
    tell(made(client)?, reach, &ping).await.map_err(Error::from)
}

fn made(client: &mut Option<Client>) -> Result<&Client, Fault> {
    match client {
        Some(client) => Ok(client),
        none => {
            let new = Client::new().map_err(|error| Fault::new(error.to_string()))?;
            Ok(none.insert(new))
        }
    }
}

/// Tells a webhook what it does not know, one message after the other; the first that does not arrive ends the turn.
async fn call(
    paper: &Paper,
    reach: &Reach,
    client: &mut Option<Client>,
    job: &Outside,
) -> Result<(), Error> {
    for _ in 0..MESSAGES_AT_ONCE {
        let Some(message) = webhooks::next(paper, reach, &job.key).await? else {
            return Ok(());
        };
        let request = request(&message)?;
        let (why, gone) = match made(client)?.send(request).await {
            Ok(answer) if answer.status.is_success() => {
                webhooks::told(paper, &message).await?;
                continue;
            }
            Ok(answer) => (
                format!("{} answers {}", message.url, answer.status.as_u16()),
                answer.status == StatusCode::GONE,
            ),
            Err(fault) => (fault.to_string(), false),
        };
        return webhooks::failed(paper, &message, &why, gone).await;
    }
    webhooks::later(paper, &job.key).await
}

fn request(message: &Message) -> Result<Request, Fault> {
    let mut headers = HeaderMap::new();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    for (name, value) in &message.headers {
        let value = HeaderValue::from_str(value).map_err(|e| Fault::new(e.to_string()))?;
        headers.insert(*name, value);
    }
    Ok(Request {
        method: Method::POST,
        url: message.url.clone(),
        headers,
        body: message.body.clone().into(),
    })
}

/// Tells each hub of the feed in all its forms; to be told twice does it no harm.
async fn tell(client: &Client, reach: &Reach, ping: &Ping) -> Result<(), Fault> {
    let base = reach.base_url(&ping.host);
    let topics: Vec<String> = FeedForm::ALL
        .iter()
        .map(|form| format!("{base}{}{}", ping.feed, form.ending()))
        .collect();
    let mut fields = vec![("hub.mode", "publish")];
    fields.extend(topics.iter().map(|topic| ("hub.url", topic.as_str())));
    let mut failed = Vec::new();
    for hub in &ping.hubs {
        match client.send(Request::form(hub, &fields)).await {
            Ok(answer) if answer.status.is_success() => {}
            Ok(answer) => failed.push(format!("{hub} answers {}", answer.status.as_u16())),
            Err(fault) => failed.push(fault.to_string()),
        }
    }
    if failed.is_empty() {
        Ok(())
    } else {
        Err(Fault::new(failed.join("; ")))
    }
}

#[cfg(test)]
mod calling_tests;

#[cfg(test)]
mod tests {
    use super::*;
    use cast::Gazette;
    use paper::titles::{self, Settings, Settle};
    use std::net::{IpAddr, SocketAddr};
    use std::sync::{Arc, Mutex};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    /// Every name is this one listener, and this machine stands for the open net.
    pub(super) struct Here(pub(super) SocketAddr);

    impl outgoing::Resolve for Here {
        fn resolve<'a>(&'a self, _: &'a str, _: u16) -> outgoing::Found<'a> {
            let here = self.0;
            Box::pin(async move { Ok(vec![here]) })
        }
    }

    pub(super) fn here(ip: IpAddr) -> bool {
        ip.is_loopback()
    }

    /// A hub that answers with these statuses, and what it was told.
    async fn hub(statuses: &'static [&'static str]) -> (Client, Arc<Mutex<Vec<String>>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a listener");
        let at = listener.local_addr().expect("an address");
        let told = Arc::new(Mutex::new(Vec::new()));
        let heard = told.clone();
        tokio::spawn(async move {
            for status in statuses {
                let (mut stream, _) = listener.accept().await.expect("a caller");
                let mut text = String::new();
                while !text.contains("feed.json") {
                    let mut bytes = [0; 4096];
                    let length = stream.read(&mut bytes).await.expect("a request");
                    text.push_str(&String::from_utf8_lossy(&bytes[..length]));
                }
                heard.lock().expect("a lock").push(text);
                let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n");
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        let roots = rustls::RootCertStore::empty();
        let client = Client::with(Arc::new(Here(at)), here, roots).expect("a client");
        (client, told)
    }

    async fn follow(gazette: &Gazette) {
        let settle = Settle {
            settings: Some(Settings {
                hubs: vec!["http://hub.example/push".to_owned()],
                ..Settings::default()
            }),
            ..Settle::default()
        };
        titles::settle(&gazette.paper, &gazette.operator, gazette.title, &settle)
            .await
            .expect("settled");
    }

    pub(super) fn reach() -> Reach {
        Reach {
            scheme: "https".to_owned(),
            port: None,
        }
    }

    async fn all(gazette: &Gazette, client: &Client) {
        let mut client = Some(client.clone());
        while next(&gazette.paper, &reach(), &mut client)
            .await
            .expect("a job")
        {}
    }

    #[tokio::test]
    async fn hubs_are_told_of_every_feed_a_deed_touched_and_once() {
        let gazette = Gazette::new().await;
        gazette.published("Before anybody follows").await;
        let (client, told) = hub(&["204 No Content"; 20]).await;
        all(&gazette, &client).await;
        assert!(told.lock().expect("a lock").is_empty(), "no hub, no job");
        follow(&gazette).await;
        all(&gazette, &client).await;
        told.lock().expect("a lock").clear();
        gazette.published("Ferry service resumes").await;
        gazette.published("A second ferry is bought").await;
        all(&gazette, &client).await;
        let mut told: Vec<String> = told.lock().expect("a lock").clone();
        told.sort();
        let feeds = [
            "%2Fcorrections%2Fchanges%2Ffeed",
            "%2Fcorrections%2Ffeed",
            "%2Ffeed",
            "%2Fnews%2Ffeed",
        ];
        assert_eq!(told.len(), feeds.len(), "{told:?}");
        for feed in feeds {
            let body = ["xml", "atom", "json"]
                .map(|form| format!("&hub.url=https%3A%2F%2Fgazette.test{feed}.{form}"))
                .concat();
            assert!(
                told.iter()
                    .any(|text| text.starts_with("POST /push HTTP/1.1\r\n")
                        && text.ends_with(&format!("\r\n\r\nhub.mode=publish{body}"))),
                "{feed} in {told:?}"
            );
        }
    }

    #[tokio::test]
    async fn a_hub_that_is_down_is_told_later() {
        let gazette = Gazette::new().await;
        let (client, told) = hub(&[
            "503 Service Unavailable",
            "503 Service Unavailable",
            "503 Service Unavailable",
            "503 Service Unavailable",
            "204 No Content",
            "204 No Content",
            "204 No Content",
            "204 No Content",
        ])
        .await;
        follow(&gazette).await;
        all(&gazette, &client).await;
        let mut session = gazette.paper.read().await.expect("a read");
        let waiting = of_hubs(&mut session).await;
        drop(session);
        // The settings touch every feed: of the title, of its corrections and changes, of its section.
        assert_eq!(waiting.len(), 4);
        assert!(
            waiting
                .iter()
                .all(|job| job.attempts == 1 && job.last_error.contains("answers 503"))
        );
        gazette.later(10);
        all(&gazette, &client).await;
        assert_eq!(told.lock().expect("a lock").len(), 8);
        let mut session = gazette.paper.read().await.expect("a read");
        assert_eq!(of_hubs(&mut session).await, []);
    }

    /// Jobs that tell hubs and are not done.
    async fn of_hubs(session: &mut paper::Session) -> Vec<jobs::Job> {
        let mut waiting = jobs::pending(session).await.expect("jobs");
        waiting.retain(|job| job.kind == "outside.websub");
        waiting
    }
}
