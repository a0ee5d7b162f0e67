//! Jobs: what is promised to readers first, what takes long in slices, what fails in sight.

use crate::raw;
use cast::{Gazette, sound};
use jiff::civil::datetime;
use paper::articles::content::Class;
use paper::articles::{drafting, scheduling};
use paper::id::ArticleId;
use paper::{changes, jobs};

/// A text that goes out by itself at half past nine, local time: thirty minutes after every test begins.
async fn scheduled(gazette: &Gazette) -> ArticleId {
    let filing = gazette.filing(sound("Ferry stops"));
    let article = drafting::file(&gazette.paper, &gazette.edo, filing)
        .await
        .expect("filed");
    let local = datetime(2026, 3, 2, 9, 30, 0, 0);
    scheduling::schedule(
        &gazette.paper,
        &gazette.edo,
        article,
        local,
        Class::First,
        "",
    )
    .await
    .expect("scheduled");
    article
}

#[tokio::test]
async fn a_text_that_is_due_goes_out_before_a_long_job_that_fell_due_earlier() {
    let gazette = Gazette::new().await;
    scheduled(&gazette).await;
    let dry: Vec<String> = (0..450).map(|n| format!("(~'{n:032x}', 1.0, 0)")).collect();
    let rows = "INSERT INTO jobs (id, kind, key, payload, state, due_at, attempts, last_error, created_at)
         VALUES (~'00000000000000000000000000000001', 'readers.forget', 'network', '', 'waiting', 0, 0, '', 0);
         INSERT INTO buckets (key, level, at) VALUES {buckets}";
    let rows = rows.replace("{buckets}", &dry.join(", "));
    raw::run(&gazette.place, &rows).await;
    gazette.later(31);
    jobs::work(&gazette.paper).await.expect("worked");
    let mut session = gazette.paper.read().await.expect("a read");
    let done: Vec<String> = changes::after(&mut session, 0)
        .await
        .expect("changes")
        .into_iter()
        .map(|change| change.deed)
        .filter(|deed| deed == "article.publish" || deed == "readers.forget")
        .collect();
    assert_eq!(
        done,
        [
            "article.publish",
            "readers.forget",
            "readers.forget",
            "readers.forget"
        ],
        "the text, then what nobody waits for, two hundred rows at a time"
    );
}

#[tokio::test]
async fn a_text_that_cannot_go_out_for_a_fault_says_so_on_its_draft_in_the_end() {
    let gazette = Gazette::new().await;
    let article = scheduled(&gazette).await;
    raw::run(&gazette.place, "UPDATE drafts SET copy = 'no document'").await;
    gazette.later(31);
    for _ in 0..jobs::ATTEMPTS_MAX {
        jobs::work(&gazette.paper).await.expect("worked");
        gazette.later(60);
    }
    let copy = serde_json::to_string(&sound("Ferry stops")).expect("a copy");
    let mended = "UPDATE drafts SET copy = '{copy}'".replace("{copy}", &copy);
    raw::run(&gazette.place, &mended).await;
    let mut session = gazette.paper.read().await.expect("a read");
    let draft = drafting::find_draft(&mut session, article)
        .await
        .expect("a read")
        .expect("a draft");
    assert!(
        draft.due.is_none() && draft.fault.contains("cannot be read"),
        "{draft:?}"
    );
}
