//! An index and a record that go different ways.

use cast::Gazette;
use paper::reading::search::{Outcome, Question};
use paper::titles;
use search::{Search, Standing};

async fn found(gazette: &Gazette, search: &Search, words: &str) -> Option<u64> {
    let mut session = gazette.paper.read().await.expect("a read");
    let title = titles::by_id(&mut session, gazette.title)
        .await
        .expect("the title");
    let question = Question {
        words: words.to_owned(),
        page: 1,
        ..Question::default()
    };
    let now = gazette.paper.now();
    let facts = search
        .ask(
            &mut session,
            &title,
            question,
            &crate::quality::reach(),
            now,
        )
        .await
        .expect("an answer");
    match facts.outcome {
        Outcome::Searched(found) => Some(found.count),
        Outcome::BeingMade => None,
        Outcome::NothingAsked => panic!("nothing asked"),
    }
}

async fn standing(gazette: &Gazette, search: &Search) -> Standing {
    let mut session = gazette.paper.read().await.expect("a read");
    search.standing(&mut session).await.expect("a standing")
}

#[tokio::test]
async fn an_index_of_another_record_is_made_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let one = Gazette::new().await;
    one.published("A ferry of the first record").await;
    let search = Search::in_folder(folder.path());
    assert_eq!(standing(&one, &search).await, Standing::Missing);
    search.keep_up(&one.paper).await.expect("made");
    assert_eq!(found(&one, &search, "ferry").await, Some(1));
    drop(search);

    let other = Gazette::new().await;
    other.later(60);
    for number in 0..3 {
        other
            .published(&format!("A barge of the second record {number}"))
            .await;
    }
    let search = Search::in_folder(folder.path());
    search.keep_up(&other.paper).await.expect("made again");
    assert_eq!(found(&other, &search, "ferry").await, Some(0));
    assert_eq!(found(&other, &search, "barge").await, Some(3));
    assert_eq!(standing(&other, &search).await, Standing::Behind(0));
}

#[tokio::test]
async fn what_is_written_down_late_is_found_all_the_same_in_any_number_of_steps() {
    let folder = tempfile::tempdir().expect("a folder");
    let gazette = Gazette::new().await;
    let search = Search::in_folder(folder.path());
    search.keep_up(&gazette.paper).await.expect("made");
    for number in 1..=20 {
        gazette
            .published(&format!("A barge with number {number}"))
            .await;
        assert_eq!(found(&gazette, &search, "barge").await, Some(number));
    }
    assert!(matches!(standing(&gazette, &search).await, Standing::Behind(n) if n >= 20));
    while search.keep_up(&gazette.paper).await.expect("written") {}
    assert_eq!(standing(&gazette, &search).await, Standing::Behind(0));
    assert_eq!(found(&gazette, &search, "barge").await, Some(20));
    // Whoever opens it later finds the same without writing anything.
    let later = Search::in_folder(folder.path());
    later.look_at(&gazette.paper).await.expect("opened");
    assert_eq!(found(&gazette, &later, "barge").await, Some(20));
}
