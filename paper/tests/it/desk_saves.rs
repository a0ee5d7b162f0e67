//! Every save is kept, of a chain of them the last; a name keeps one for good, a revision too; what differs is told.

use crate::raw;
use cast::{Gazette, body, sound};
use markup::diff::Tag;
use paper::articles::content::Class;
use paper::articles::publishing::{self, Going};
use paper::articles::redacting::{self, BLANK, Redaction};
use paper::articles::saves::{self, Save, Text};
use paper::articles::{self, differing, drafting, scheduling};
use paper::copy::Copy;
use paper::id::ArticleId;
use paper::{Actor, Refusal, desk, jobs};

pub(crate) async fn filed(gazette: &Gazette, headline: &str) -> ArticleId {
    let filing = gazette.filing(sound(headline));
    drafting::file(&gazette.paper, &gazette.tomas, filing)
        .await
        .expect("filed")
}

pub(crate) async fn count(gazette: &Gazette, article: ArticleId) -> u32 {
    let mut session = gazette.paper.read().await.expect("a read");
    let found = articles::find(&mut session, article).await;
    found.expect("an article").saves
}

pub(crate) async fn kept(gazette: &Gazette, article: ArticleId) -> Vec<Save> {
    let mut session = gazette.paper.read().await.expect("a read");
    saves::saves(&mut session, article, None, saves::PAGE_MAX)
        .await
        .expect("saves")
}

fn versions(saves: &[Save]) -> Vec<u32> {
    saves.iter().map(|save| save.version).collect()
}

pub(crate) fn saying(headline: &str, words: &str) -> Copy {
    let mut copy = sound(headline);
    copy.standfirst = words.to_owned();
    copy
}

async fn save(gazette: &Gazette, by: &Actor, article: ArticleId, words: &str) -> u32 {
    let started = count(gazette, article).await;
    drafting::save(
        &gazette.paper,
        by,
        article,
        saying("Ferry stops", words),
        started,
    )
    .await
    .expect("saved")
}

async fn said(gazette: &Gazette, article: ArticleId, version: u32) -> Option<String> {
    let mut session = gazette.paper.read().await.expect("a read");
    let copy = saves::copy_of(&mut session, article, version)
        .await
        .expect("a read");
    copy.map(|copy| copy.standfirst)
}

#[tokio::test]
async fn saves_of_one_person_within_ten_minutes_become_one() {
    let gazette = Gazette::new().await;
    let article = filed(&gazette, "Ferry stops").await;
    for minute in 0..25 {
        save(&gazette, &gazette.tomas, article, &format!("At {minute}")).await;
        gazette.later(2);
    }
    let kept = kept(&gazette, article).await;
    // Of fifty minutes one save a chain, and the newest before it, which somebody may just have been given.
    assert!((5..=7).contains(&kept.len()), "{kept:?}");
    assert_eq!(kept[0].version, 26);
    assert_eq!(said(&gazette, article, 26).await.as_deref(), Some("At 24"));
}

#[tokio::test]
async fn another_persons_saves_are_a_chain_of_their_own() {
    let gazette = Gazette::new().await;
    let article = filed(&gazette, "Ferry stops").await;
    gazette.later(30);
    for turn in 0..4 {
        save(&gazette, &gazette.tomas, article, &format!("Tomas {turn}")).await;
        gazette.later(2);
        save(&gazette, &gazette.edo, article, &format!("Edo {turn}")).await;
    }
    let kept = kept(&gazette, article).await;
    let newest_of = |name: &str| {
        kept.iter()
            .find(|save| save.by == name)
            .map(|save| save.version)
    };
    assert_eq!(
        (newest_of("Edo Rinaldi"), newest_of("Tomas Berg")),
        (Some(9), Some(8))
    );
    assert!(kept.len() <= 4, "{kept:?}");
}

#[tokio::test]
async fn a_save_with_a_name_stays_and_so_does_what_somebody_writes_on() {
    let gazette = Gazette::new().await;
    let (paper, tomas) = (&gazette.paper, &gazette.tomas);
    let article = filed(&gazette, "Ferry stops").await;
    let named = save(&gazette, tomas, article, "With the mayor").await;
    saves::name_save(paper, tomas, article, named, "Before the lawyer")
        .await
        .expect("named");
    let read_by_edo = save(&gazette, tomas, article, "Read by Edo").await;
    let others = desk::here(paper, &gazette.edo, article, false, read_by_edo)
        .await
        .expect("there");
    assert_eq!(others, []);
    for _ in 0..3 {
        gazette.later(2);
        save(&gazette, tomas, article, "Tomas writes on").await;
    }
    let kept = kept(&gazette, article).await;
    assert!(
        versions(&kept).contains(&named) && versions(&kept).contains(&read_by_edo),
        "{kept:?}"
    );
    let called: Vec<&str> = kept
        .iter()
        .map(|save| save.name.as_str())
        .filter(|name| !name.is_empty())
        .collect();
    assert_eq!(called, ["Before the lawyer"]);
    let unknown = saves::name_save(paper, tomas, article, 99, "x").await;
    assert!(matches!(
        unknown.expect_err("no such").refusal(),
        Some(Refusal::Unknown { .. })
    ));
    let stranger = saves::name_save(paper, &gazette.operator, article, named, "x").await;
    assert!(matches!(
        stranger.expect_err("no right").refusal(),
        Some(Refusal::NotAllowed { .. })
    ));
}

#[tokio::test]
async fn of_saves_without_a_name_the_newest_stay() {
    let gazette = Gazette::new().await;
    let article = filed(&gazette, "Ferry stops").await;
    for turn in 0..saves::UNNAMED_MAX + 5 {
        gazette.later(11);
        save(&gazette, &gazette.tomas, article, &format!("Turn {turn}")).await;
    }
    let mut session = gazette.paper.read().await.expect("a read");
    let mut all = Vec::new();
    let mut before = None;
    loop {
        let page = saves::saves(&mut session, article, before, 40)
            .await
            .expect("saves");
        let Some(last) = page.last() else { break };
        before = Some(last.version);
        all.extend(page);
    }
    assert_eq!(all.len(), saves::UNNAMED_MAX as usize);
    assert_eq!(
        all.last().map(|save| save.version),
        Some(7),
        "the oldest went"
    );
}

#[tokio::test]
async fn an_earlier_save_becomes_the_text_again_and_what_stood_there_stays() {
    let gazette = Gazette::new().await;
    let (paper, tomas) = (&gazette.paper, &gazette.tomas);
    let article = filed(&gazette, "Ferry stops").await;
    let first = save(&gazette, tomas, article, "The long version").await;
    gazette.later(11);
    let second = save(&gazette, tomas, article, "The short version").await;
    let stranger = saves::restore_save(paper, &gazette.operator, article, Text::Save(first)).await;
    assert!(matches!(
        stranger.expect_err("no right").refusal(),
        Some(Refusal::NotAllowed { .. })
    ));
    let third = saves::restore_save(paper, tomas, article, Text::Save(first))
        .await
        .expect("restored");
    assert_eq!(
        said(&gazette, article, third).await.as_deref(),
        Some("The long version")
    );
    for _ in 0..3 {
        gazette.later(2);
        save(&gazette, tomas, article, "Writing on").await;
    }
    assert_eq!(
        said(&gazette, article, second).await.as_deref(),
        Some("The short version")
    );
    let none = saves::restore_save(paper, tomas, article, Text::Save(77)).await;
    assert!(matches!(
        none.expect_err("no such").refusal(),
        Some(Refusal::Unknown { .. })
    ));
}

#[tokio::test]
async fn what_went_out_stays_named_by_its_revision_and_can_be_taken_up_again() {
    let gazette = Gazette::new().await;
    let (paper, edo) = (&gazette.paper, &gazette.edo);
    let article = filed(&gazette, "Ferry stops").await;
    publishing::publish(paper, edo, article, Going::default())
        .await
        .expect("published");
    gazette.later(20);
    let mut copy = saying("Ferry stops", "Not on Monday.");
    copy.desk_note = "Ask again".to_owned();
    publishing::change(
        paper,
        edo,
        article,
        1,
        copy,
        Going::change(Class::Update, ""),
    )
    .await
    .expect("changed");
    let kept = kept(&gazette, article).await;
    assert_eq!(
        kept.iter()
            .map(|save| (save.version, save.revision))
            .collect::<Vec<_>>(),
        [(2, Some(2)), (1, Some(1))]
    );
    let restored = saves::restore_save(paper, edo, article, Text::Revision(1))
        .await
        .expect("restored");
    assert_eq!(said(&gazette, article, restored).await.as_deref(), Some(""));
    assert_eq!(
        gazette.shown(article).await.content.number,
        2,
        "readers see what they saw"
    );
}

#[tokio::test]
async fn old_saves_are_forgotten_once_the_article_is_out_but_not_named_ones() {
    let gazette = Gazette::new().await;
    let (paper, tomas) = (&gazette.paper, &gazette.tomas);
    let out = filed(&gazette, "Ferry stops").await;
    let waiting = filed(&gazette, "Pier closed").await;
    for article in [out, waiting] {
        for words in ["One", "Two", "Three"] {
            gazette.later(15);
            save(&gazette, tomas, article, words).await;
        }
    }
    saves::name_save(paper, tomas, out, 2, "The first one")
        .await
        .expect("named");
    publishing::publish(paper, &gazette.edo, out, Going::default())
        .await
        .expect("published");
    gazette.later((saves::KEEP_DAYS + 2) * 24 * 60);
    jobs::work(paper).await.expect("worked");
    assert_eq!(versions(&kept(&gazette, out).await), [4, 2]);
    assert_eq!(versions(&kept(&gazette, waiting).await), [4, 3, 2, 1]);
}

#[tokio::test]
async fn an_embargo_set_by_somebody_else_is_a_save_to_start_from() {
    let gazette = Gazette::new().await;
    let article = filed(&gazette, "Ferry stops").await;
    let until = cast::instant("2026-03-05T08:00:00Z");
    scheduling::embargo(&gazette.paper, &gazette.edo, article, Some(until))
        .await
        .expect("embargoed");
    assert_eq!(versions(&kept(&gazette, article).await), [2, 1]);
    assert!(said(&gazette, article, 2).await.is_some());
}

#[tokio::test]
async fn what_differs_between_two_saves_is_told_by_field_and_word() {
    let gazette = Gazette::new().await;
    let (paper, tomas) = (&gazette.paper, &gazette.tomas);
    let article = filed(&gazette, "Ferry stops").await;
    gazette.later(15);
    let mut copy = sound("Ferry halts");
    copy.body = body(&["The ferry goes on Tuesday, said the harbour office."]);
    drafting::save(paper, tomas, article, copy, 1)
        .await
        .expect("saved");
    let mut session = paper.read().await.expect("a read");
    let differs = differing::between(&mut session, article, Text::Save(1), Text::Save(2))
        .await
        .expect("a difference");
    let [headline] = differs.fields.as_slice() else {
        panic!("{differs:?}")
    };
    let said = |tag| {
        let runs = headline.runs.iter().filter(|run| run.tag == tag);
        runs.map(|run| run.text.as_str()).collect::<String>()
    };
    assert_eq!(
        (headline.field, said(Tag::Del), said(Tag::Ins)),
        ("headline", "stops".to_owned(), "halts".to_owned())
    );
    assert!(
        differs.added > 1
            && differs.removed > 1
            && differs.body.iter().any(|part| part.is_changed())
    );
    let same = differing::between(&mut session, article, Text::Save(2), Text::Save(2))
        .await
        .expect("none");
    assert!(same.is_none(), "{same:?}");
}

const NAME: &str = "Maria Dell’Orto";

#[tokio::test]
async fn a_blanked_name_is_in_no_save_and_comes_back_in_no_merge() {
    let gazette = Gazette::new().await;
    let (paper, tomas) = (&gazette.paper, &gazette.tomas);
    let article = filed(&gazette, "Ferry stops").await;
    let named = save(&gazette, tomas, article, &format!("{NAME} said so.")).await;
    saves::name_save(
        paper,
        tomas,
        article,
        named,
        &format!("After {NAME} called"),
    )
    .await
    .expect("named");
    desk::name(paper, tomas, article, &format!("The case of {NAME}"))
        .await
        .expect("named");
    desk::notes::add(
        paper,
        tomas,
        article,
        &format!("Call {NAME}"),
        Some(&format!("{NAME} said")),
    )
    .await
    .expect("noted");
    publishing::publish(paper, &gazette.edo, article, Going::default())
        .await
        .expect("published");
    let read_by_tomas = count(&gazette, article).await;
    desk::name(paper, tomas, article, "x")
        .await
        .expect_err("no draft");
    let redaction = Redaction {
        class: Class::Legal,
        words: vec![NAME.to_owned()],
        pictures: Vec::new(),
        reason: "Court order".to_owned(),
    };
    redacting::redact(paper, &gazette.ines, article, &redaction)
        .await
        .expect("redacted");
    let told = said(&gazette, article, named).await;
    assert_eq!(told, Some(format!("{BLANK} said so.")));
    let kept = format!("{:?}", kept(&gazette, article).await);
    assert!(!kept.contains("Orto"), "{kept}");
    let mut session = paper.read().await.expect("a read");
    let notes = desk::notes::of_article(&mut session, article, None, 10)
        .await
        .expect("notes");
    assert!(
        !format!("{notes:?}").contains("Orto") && format!("{notes:?}").contains(BLANK),
        "{notes:?}"
    );
    drop(session);
    let merged = paper::articles::merging::save_merging(
        paper,
        tomas,
        article,
        saying("Ferry stops", &format!("{NAME} said so today.")),
        read_by_tomas,
    )
    .await;
    assert!(matches!(
        merged.expect_err("read before").refusal(),
        Some(Refusal::DraftMoved { .. })
    ));
    assert!(!raw::holds(&gazette.place, "Dell’O").await);
}
