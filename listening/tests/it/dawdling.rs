//! What callers cannot do to the others: take all places, take no answer, ask for ever.

use crate::stage::{LONG_BYTES, REQUEST, Stage, dripping, heard, heard_until, limits, patient};
use listening::Limits;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

#[tokio::test]
async fn who_never_finishes_asking_is_put_down() {
    let stage = Stage::new(limits()).await;
    for words in [
        &b""[..],
        b"P",
        b"PRI * HTTP/2.0\r\n",
        b"GET / HTTP/1.1\r\nhost: gaz",
        REQUEST,
    ] {
        let stream = stage.says(words).await;
        // It ends by itself: this test has no clock that would end it.
        let got = heard(stream).await;
        assert_eq!(words == REQUEST, got.starts_with(b"HTTP/1.1 200"));
    }
}

#[tokio::test]
async fn a_head_that_drips_is_put_down() {
    // Only the time for heads can end it.
    let limits = Limits {
        idle: Duration::from_secs(600),
        ..limits()
    };
    let stage = Stage::new(limits).await;
    for first in [&b""[..], REQUEST] {
        let mut stream = stage.says(first).await;
        if !first.is_empty() {
            heard_until(&mut stream, "news").await;
        }
        stream
            .write_all(b"GET / HTTP/1.1\r\n")
            .await
            .expect("words");
        assert_eq!(dripping(stream, b"x: y\r\n").await, "");
    }
}

#[tokio::test]
async fn who_keeps_a_connection_may_be_silent_for_longer_than_a_head_may_take() {
    let limits = Limits {
        idle: Duration::from_secs(600),
        ..limits()
    };
    let stage = Stage::new(limits).await;
    let mut kept = stage.says(REQUEST).await;
    heard_until(&mut kept, "news").await;
    // Whoever dawdles meanwhile is put down, so the time for heads is over.
    assert!(heard(stage.connect().await).await.is_empty());
    assert!(heard(stage.connect().await).await.is_empty());
    kept.write_all(REQUEST).await.expect("words");
    heard_until(&mut kept, "news").await;
}

#[tokio::test]
async fn a_body_that_does_not_come_or_drips_is_given_up() {
    let stage = Stage::new(limits()).await;
    let head = b"POST /body HTTP/1.1\r\nhost: gazette.test\r\ncontent-length: 100000\r\n\r\n";
    let silent = stage.says(head).await;
    let told = String::from_utf8_lossy(&heard(silent).await).into_owned();
    assert!(told.starts_with("HTTP/1.1 408"), "{told}");
    let told = dripping(stage.says(head).await, b"a").await;
    assert!(told.starts_with("HTTP/1.1 408"), "{told}");
}

#[tokio::test]
async fn a_body_that_comes_steadily_may_take_longer() {
    let limits = Limits {
        body_rate: 16,
        ..limits()
    };
    let stage = Stage::new(limits).await;
    let head = b"POST /body HTTP/1.1\r\nhost: gazette.test\r\ncontent-length: 200\r\n\r\n";
    // Ten bytes each fiftieth of a second: four tenths of a second in all, twice the time of a small one.
    let told = dripping(stage.says(head).await, b"0123456789").await;
    assert!(told.starts_with("HTTP/1.1 200"), "{told}");
}

#[tokio::test]
async fn who_takes_nothing_of_a_long_answer_is_put_down() {
    let one = Limits {
        connections: 1,
        ..limits()
    };
    let stage = Stage::new(one).await;
    let idle = stage
        .says(b"GET /long HTTP/1.1\r\nhost: gazette.test\r\n\r\n")
        .await;
    // Whoever comes next gets the only place once the idle caller has lost it.
    let mut reader = stage.says(REQUEST).await;
    heard_until(&mut reader, "HTTP/1.1 200").await;
    drop(idle);
}

#[tokio::test]
async fn a_long_answer_that_is_taken_is_given_to_the_end() {
    let stage = Stage::new(limits()).await;
    let words = b"GET /long HTTP/1.1\r\nhost: gazette.test\r\nconnection: close\r\n\r\n";
    let mut stream = stage.says(words).await;
    let mut taken = 0;
    let mut some = vec![0_u8; 64 * 1024];
    let mut tick = tokio::time::interval(Duration::from_millis(2));
    // Slowly, for three times as long as a caller may take nothing.
    loop {
        tick.tick().await;
        match stream.read(&mut some).await.expect("the answer goes on") {
            0 => break,
            count => taken += count,
        }
    }
    assert!(taken > LONG_BYTES, "{taken}");
}

#[tokio::test]
async fn callers_who_say_nothing_do_not_keep_others_out_for_long() {
    let stage = Stage::new(limits()).await;
    let mut silent = Vec::new();
    for _ in 0..12 {
        silent.push(stage.connect().await);
    }
    let reader = stage.says(REQUEST).await;
    assert!(heard(reader).await.starts_with(b"HTTP/1.1 200"));
}

#[tokio::test]
async fn an_answer_is_told_who_calls_and_how() {
    let stage = Stage::new(patient()).await;
    let mut stream = stage
        .says(b"GET /who HTTP/1.1\r\nhost: gazette.test\r\n\r\n")
        .await;
    let own = stream.local_addr().expect("an address");
    heard_until(&mut stream, &format!("{own} false")).await;
}
