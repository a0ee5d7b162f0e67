//! Webhooks, against a receiver of this machine.

use super::tests::{Here, here, reach};
use super::*;
use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cast::Gazette;
use paper::articles::{drafting, withdrawing};
use paper::webhooks::{NewWebhook, State, Webhook};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// What a receiver got: head, body, and the body read.
type Got = Arc<Mutex<Vec<(String, String, serde_json::Value)>>>;

/// A receiver that answers with these statuses, then with 204 for ever.
async fn receiver(statuses: &[u16]) -> (Option<Client>, Got) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a listener");
    let at = listener.local_addr().expect("an address");
    let got = Got::default();
    let heard = got.clone();
    let mut statuses: VecDeque<u16> = statuses.iter().copied().collect();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.expect("a caller");
            let mut text = String::new();
            let message = loop {
                let mut bytes = [0; 4096];
                let length = stream.read(&mut bytes).await.expect("a request");
                text.push_str(&String::from_utf8_lossy(&bytes[..length]));
                if let Some((head, body)) = text.split_once("\r\n\r\n")
                    && let Ok(read) = serde_json::from_str(body)
                {
                    break (head.to_owned(), body.to_owned(), read);
                }
            };
            heard.lock().expect("a lock").push(message);
            let status = statuses.pop_front().unwrap_or(204);
            let answer = format!("HTTP/1.1 {status} So\r\ncontent-length: 0\r\n\r\n");
            stream.write_all(answer.as_bytes()).await.expect("sent");
        }
    });
    let roots = rustls::RootCertStore::empty();
    let client = Client::with(Arc::new(Here(at)), here, roots).expect("a client");
    (Some(client), got)
}

async fn hook(gazette: &Gazette, title: Option<paper::id::TitleId>) -> Webhook {
    let new = NewWebhook {
        name: "library".to_owned(),
        url: "http://library.example/told".to_owned(),
        title,
    };
    webhooks::add(&gazette.paper, &gazette.operator, &new)
        .await
        .expect("a webhook");
    shown(gazette).await
}

async fn shown(gazette: &Gazette) -> Webhook {
    let mut session = gazette.paper.read().await.expect("a read");
    let mut all = webhooks::list(&mut session).await.expect("webhooks");
    all.remove(0)
}

async fn all(gazette: &Gazette, client: &mut Option<Client>) {
    while next(&gazette.paper, &reach(), client).await.expect("a job") {}
}

fn header<'a>(head: &'a str, name: &str) -> &'a str {
    head.lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
        .expect("a header")
}

#[tokio::test]
async fn a_webhook_is_told_of_every_deed_readers_see_once_in_order_and_signed() {
    let gazette = Gazette::new().await;
    let (mut client, got) = receiver(&[]).await;
    gazette.published("Before anybody listens").await;
    let key = hook(&gazette, None).await.key;
    let article = gazette.published("Ferry service resumes").await.article;
    let copy = gazette.sound("Nobody may know of this yet");
    drafting::file(&gazette.paper, &gazette.ines, gazette.filing(copy))
        .await
        .expect("filed");
    withdrawing::withdraw(
        &gazette.paper,
        &gazette.ines,
        article,
        "The harbour office took it back",
    )
    .await
    .expect("withdrawn");
    withdrawing::kill(&gazette.paper, &gazette.ines, article, "A court says so")
        .await
        .expect("killed");
    all(&gazette, &mut client).await;
    let got = got.lock().expect("a lock").clone();
    let deeds: Vec<&str> = got
        .iter()
        .map(|(_, _, body)| body["type"].as_str().expect("a deed"))
        .collect();
    assert_eq!(
        deeds,
        ["article.publish", "article.withdraw", "article.kill"]
    );
    let (head, sent, body) = &got[0];
    let told = &body["data"]["articles"][0];
    assert_eq!(told["id"], article.to_string());
    assert_eq!(told["title"], "gazette");
    let url = told["url"].as_str().expect("an address");
    assert!(url.starts_with("https://gazette.test/"), "{url}");
    assert_eq!(got[2].2["data"]["articles"][0]["state"], "killed");
    assert!(!format!("{got:?}").contains("Nobody may know"));
    assert_eq!(shown(&gazette).await.behind, 0);
    signed(head, sent, &key);
}

/// The signature is of the id, the instant and the body, by the key that is shown.
fn signed(head: &str, sent: &str, key: &str) {
    let key = STANDARD
        .decode(key.strip_prefix("whpk_").expect("a public key"))
        .expect("base64");
    let signature = header(head, "webhook-signature")
        .strip_prefix("v1a,")
        .expect("the kind of signature");
    let signature = STANDARD.decode(signature).expect("base64");
    let words = |body: &str| {
        let id = header(head, "webhook-id");
        format!("{id}.{}.{body}", header(head, "webhook-timestamp"))
    };
    let key = UnparsedPublicKey::new(&ED25519, key);
    let ours = words(sent);
    let other = words(&sent.replace("gazette", "gazelle"));
    assert!(key.verify(other.as_bytes(), &signature).is_err());
    key.verify(ours.as_bytes(), &signature)
        .expect("signed over what was sent");
}

#[tokio::test]
async fn a_webhook_that_is_down_is_told_everything_later_and_given_up_after_days() {
    let gazette = Gazette::new().await;
    let (mut client, got) = receiver(&[503, 503]).await;
    hook(&gazette, None).await;
    gazette.published("Ferry service resumes").await;
    all(&gazette, &mut client).await;
    gazette.published("A second ferry is bought").await;
    all(&gazette, &mut client).await;
    let failing = shown(&gazette).await;
    assert!(failing.fault.contains("answers 503"), "{}", failing.fault);
    assert!(failing.failing_since.is_some() && failing.behind > 0);
    gazette.later(10);
    all(&gazette, &mut client).await;
    let ids = |got: &Got| -> Vec<String> {
        let got = got.lock().expect("a lock");
        got.iter()
            .map(|(head, ..)| header(head, "webhook-id").to_owned())
            .collect()
    };
    let told = ids(&got);
    assert_eq!(told.len(), 4, "{told:?}");
    assert_eq!(told[0], told[1], "what did not arrive comes again, first");
    assert_eq!(told[1], told[2]);
    assert!(told[2] < told[3]);
    let mended = shown(&gazette).await;
    assert_eq!((mended.behind, mended.failing_since), (0, None));

    let (mut client, _) = receiver(&[503; 200]).await;
    gazette.published("The old ferry is sold").await;
    for _ in 0..7 {
        all(&gazette, &mut client).await;
        gazette.later(24 * 60);
    }
    assert_eq!(shown(&gazette).await.state, State::Down);
    let (mut client, got) = receiver(&[]).await;
    all(&gazette, &mut client).await;
    assert!(got.lock().expect("a lock").is_empty(), "given up");
    let id = shown(&gazette).await.id;
    webhooks::switch(&gazette.paper, &gazette.operator, id, true)
        .await
        .expect("woken");
    all(&gazette, &mut client).await;
    assert_eq!(got.lock().expect("a lock").len(), 1, "told what it missed");
}

#[tokio::test]
async fn one_that_says_it_is_gone_is_believed_and_a_trial_goes_to_one_at_rest() {
    let gazette = Gazette::new().await;
    let (mut client, got) = receiver(&[410]).await;
    let id = hook(&gazette, None).await.id;
    gazette.published("Ferry service resumes").await;
    all(&gazette, &mut client).await;
    assert_eq!(shown(&gazette).await.state, State::Down);
    webhooks::ring(&gazette.paper, &gazette.operator, id)
        .await
        .expect("rung");
    all(&gazette, &mut client).await;
    let (_, _, body) = got.lock().expect("a lock").pop().expect("a trial");
    assert_eq!(body["type"], "webhook.ring");
    assert!(shown(&gazette).await.answered_at.is_some());
    assert_eq!(shown(&gazette).await.state, State::Down);
}

#[tokio::test]
async fn a_webhook_of_one_title_hears_nothing_of_another() {
    let gazette = Gazette::new().await;
    let (mut client, got) = receiver(&[]).await;
    let beacon = cast::found_title(
        &gazette.paper,
        &gazette.operator,
        "beacon",
        "The Beacon",
        "beacon.test",
    )
    .await;
    hook(&gazette, Some(beacon)).await;
    gazette.published("Ferry service resumes").await;
    all(&gazette, &mut client).await;
    assert_eq!(got.lock().expect("a lock").len(), 0);
    assert_eq!(shown(&gazette).await.behind, 0, "passed over for good");
}
