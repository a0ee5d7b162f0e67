//! The end of a listener.

use crate::stage::{REQUEST, Stage, heard, heard_until, patient};
use listening::Limits;
use std::io::Write as _;
use std::time::Duration;
use tokio::io::AsyncWriteExt;

const HELD: &[u8] = b"GET /held HTTP/1.1\r\nhost: gazette.test\r\n\r\n";

#[tokio::test]
async fn what_is_under_way_is_answered_and_nobody_waits_for_the_silent() {
    let mut stage = Stage::new(patient()).await;
    let silent = stage.connect().await;
    let mut kept = stage.says(REQUEST).await;
    heard_until(&mut kept, "news").await;
    let asking = stage.says(HELD).await;
    stage.came.notified().await;
    stage.stop();
    assert!(heard(silent).await.is_empty());
    assert!(heard(kept).await.is_empty());
    stage.let_go.notify_one();
    let answer = String::from_utf8_lossy(&heard(asking).await).into_owned();
    assert!(
        answer.contains("connection: close") && answer.ends_with("news"),
        "{answer}"
    );
    stage.ended().await;
}

#[tokio::test]
async fn who_asks_while_the_end_comes_is_answered_once_more() {
    let mut stage = Stage::new(patient()).await;
    let mut kept = stage.says(REQUEST).await;
    heard_until(&mut kept, "news").await;
    let mut late = stage.connect().await;
    stage.stop();
    stage.closed().await;
    for stream in [&mut kept, &mut late] {
        stream.write_all(REQUEST).await.expect("words");
        heard_until(stream, "connection: close").await;
    }
    stage.ended().await;
}

#[tokio::test]
async fn who_waits_in_the_queue_at_the_end_is_answered() {
    let mut stage = Stage::new(patient()).await;
    // Let in by the system before the listener had a chance to look.
    let (first, second) = (stage.says(REQUEST).await, stage.says(REQUEST).await);
    stage.stop();
    for stream in [first, second] {
        assert!(heard(stream).await.ends_with(b"news"));
    }
    stage.ended().await;
}

#[tokio::test]
async fn the_end_comes_even_if_an_answer_does_not() {
    let limits = Limits {
        farewell: Duration::from_millis(200),
        ..patient()
    };
    let mut stage = Stage::new(limits).await;
    let asking = stage.says(HELD).await;
    stage.came.notified().await;
    stage.stop();
    assert!(heard(asking).await.is_empty());
    stage.ended().await;
}

#[tokio::test]
async fn a_crowd_the_system_let_in_before_anybody_looked_is_answered_to_the_last() {
    const CROWD: usize = 32;
    let limits = Limits {
        connections: 2 * CROWD,
        from_one_address: 2 * CROWD,
        ..patient()
    };
    let mut stage = Stage::new(limits).await;
    tokio::task::yield_now().await;
    // Nobody else gets a turn on this thread until all of them stand in the system's queue.
    let crowd: Vec<std::net::TcpStream> = (0..CROWD)
        .map(|_| {
            let mut stream = std::net::TcpStream::connect(stage.address).expect("let in");
            stream.write_all(REQUEST).expect("words");
            stream
        })
        .collect();
    stage.stop();
    for stream in crowd {
        stream.set_nonblocking(true).expect("a stream");
        let stream = tokio::net::TcpStream::from_std(stream).expect("a stream");
        assert!(heard(stream).await.ends_with(b"news"));
    }
    stage.ended().await;
}
