//! Secret addresses of texts that are not out.

use cast::{Gazette, instant};
use paper::articles::{drafting, previewing, scheduling};
use paper::id::ArticleId;
use paper::rights::{Deed, Role};
use paper::{Refusal, people};

async fn opens(gazette: &Gazette, secret: &str) -> Option<ArticleId> {
    let mut session = gazette.paper.read().await.expect("a read");
    previewing::open(&mut session, secret, gazette.paper.now())
        .await
        .expect("an answer")
}

#[tokio::test]
async fn an_embargo_holds_at_secret_addresses_of_whoever_may_not_lift_it() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let copy = gazette.sound("The lock opens tonight");
    let article = drafting::file(paper, &gazette.tomas, gazette.filing(copy))
        .await
        .expect("filed");
    let by_reporter = previewing::lend(paper, &gazette.tomas, article, 7)
        .await
        .expect("no embargo yet");
    assert_eq!(opens(&gazette, &by_reporter).await, Some(article));

    let until = instant("2026-03-04T06:00:00Z");
    scheduling::embargo(paper, &gazette.edo, article, Some(until))
        .await
        .expect("an embargo");
    assert_eq!(opens(&gazette, &by_reporter).await, None);
    let refused = previewing::lend(paper, &gazette.tomas, article, 7)
        .await
        .expect_err("a reporter lifts no embargo");
    assert!(matches!(
        refused.refusal(),
        Some(Refusal::NotAllowed {
            deed: Deed::Embargo,
            ..
        })
    ));
    let by_editor = previewing::lend(paper, &gazette.edo, article, 7)
        .await
        .expect("an editor may");
    assert_eq!(opens(&gazette, &by_editor).await, Some(article));
    people::revoke(
        paper,
        &gazette.operator,
        "edo",
        Role::Editor,
        Some(gazette.title),
        None,
    )
    .await
    .expect("revoked");
    assert_eq!(opens(&gazette, &by_editor).await, None, "an editor no more");

    gazette.later(60 * 48);
    assert_eq!(opens(&gazette, &by_reporter).await, Some(article));
}
