//! Two people at one text: nobody's words are lost, and nobody goes out in another's name.

use cast::{Gazette, body, found_title, instant, sound};
use jiff::civil::datetime;
use paper::articles::content::Class;
use paper::articles::placing::{self, Placing};
use paper::articles::publishing::{self, Going};
use paper::articles::{self, drafting, scheduling, withdrawing};
use paper::id::ArticleId;
use paper::reading::imprint::Imprint;

use paper::reading::{lists, title as titles_read};
use paper::rights::Role;
use paper::titles::{self, Settle};
use paper::{Actor, Refusal, jobs, people, sections};

async fn saves(gazette: &Gazette, article: ArticleId) -> u32 {
    let mut session = gazette.paper.read().await.expect("a read");
    articles::find(&mut session, article)
        .await
        .expect("an article")
        .saves
}

#[tokio::test]
async fn a_save_that_started_before_another_publication_is_refused() {
    let gazette = Gazette::new().await;
    let article = drafting::file(
        &gazette.paper,
        &gazette.tomas,
        gazette.filing(sound("Ferry stops")),
    )
    .await
    .expect("filed");
    let read_by_tomas = saves(&gazette, article).await;
    publishing::publish(&gazette.paper, &gazette.ines, article, Going::default())
        .await
        .expect("published");
    let mut next = sound("Ferry stops");
    next.kicker = "Harbour".to_owned();
    let read_by_edo = saves(&gazette, article).await;
    drafting::save(&gazette.paper, &gazette.edo, article, next, read_by_edo)
        .await
        .expect("saved");
    let refused = drafting::save(
        &gazette.paper,
        &gazette.tomas,
        article,
        sound("Old words"),
        read_by_tomas,
    )
    .await
    .expect_err("Edo saved meanwhile");
    assert_eq!(
        refused.refusal(),
        Some(&Refusal::DraftMoved {
            by: "Edo Rinaldi".to_owned()
        })
    );
}

#[tokio::test]
async fn a_change_made_from_an_older_revision_is_refused_and_a_new_placement_is_none() {
    let gazette = Gazette::new().await;
    let article = gazette.published("Ferry stops").await.article;
    let mut first = sound("Ferry stops");
    first.kicker = "Harbour".to_owned();
    publishing::change(
        &gazette.paper,
        &gazette.edo,
        article,
        1,
        first.clone(),
        Going::change(Class::Style, ""),
    )
    .await
    .expect("changed");
    let mut second = sound("Ferry stops");
    second.kicker = "Port".to_owned();
    let refused = publishing::change(
        &gazette.paper,
        &gazette.ines,
        article,
        1,
        second.clone(),
        Going::change(Class::Style, ""),
    )
    .await
    .expect_err("made from the text of revision 1");
    assert_eq!(
        refused.refusal(),
        Some(&Refusal::DraftMoved {
            by: "Edo Rinaldi".to_owned()
        })
    );
    let placing = Placing {
        comments: Some(false),
        ..Placing::default()
    };
    placing::place(
        &gazette.paper,
        &gazette.ines,
        article,
        gazette.title,
        placing,
    )
    .await
    .expect("placed");
    publishing::change(
        &gazette.paper,
        &gazette.ines,
        article,
        2,
        second,
        Going::change(Class::Style, ""),
    )
    .await
    .expect("only the placement changed since revision 2");
}

#[tokio::test]
async fn a_reporter_changes_neither_a_text_on_the_schedule_nor_its_embargo() {
    let gazette = Gazette::new().await;
    let article = drafting::file(
        &gazette.paper,
        &gazette.tomas,
        gazette.filing(sound("Ferry stops")),
    )
    .await
    .expect("filed");
    let until = instant("2026-03-02T10:00:00Z");
    scheduling::embargo(&gazette.paper, &gazette.edo, article, Some(until))
        .await
        .expect("embargoed");
    let started = saves(&gazette, article).await;
    drafting::save(
        &gazette.paper,
        &gazette.tomas,
        article,
        sound("Ferry stops today"),
        started,
    )
    .await
    .expect("a reporter may write");
    let mut session = gazette.paper.read().await.expect("a read");
    let draft = drafting::find_draft(&mut session, article)
        .await
        .expect("a read")
        .expect("a draft");
    drop(session);
    assert_eq!(
        draft.copy.embargo,
        Some(until),
        "a save without the field lifts no embargo"
    );

    let local = datetime(2026, 3, 2, 12, 30, 0, 0);
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
    let started = saves(&gazette, article).await;
    let refused = drafting::save(
        &gazette.paper,
        &gazette.tomas,
        article,
        sound("Not read by Edo"),
        started,
    )
    .await
    .expect_err("it would go out in Edo's name");
    assert!(
        matches!(refused.refusal(), Some(Refusal::NotAllowed { .. })),
        "{refused:?}"
    );
    drafting::save(
        &gazette.paper,
        &gazette.ines,
        article,
        sound("Read by Ines"),
        started,
    )
    .await
    .expect("she may");
    gazette.later(6 * 60);
    jobs::work(&gazette.paper).await.expect("worked");
    let shown = gazette.shown(article).await;
    assert_eq!(
        (shown.editor.as_str(), shown.content.headline.as_str()),
        ("Ines Vidal", "Read by Ines")
    );
}

/// Gives a published article the draft of its next revision.
async fn write_next(gazette: &Gazette, article: ArticleId) {
    let started = saves(gazette, article).await;
    let next = sound("Ferry stops tomorrow");
    drafting::save(&gazette.paper, &gazette.tomas, article, next, started)
        .await
        .expect("saved");
}

async fn cannot_discard(gazette: &Gazette, article: ArticleId) {
    let refused = drafting::discard(&gazette.paper, &gazette.tomas, article)
        .await
        .expect_err("an editor relies on it");
    assert!(
        matches!(refused.refusal(), Some(Refusal::NotAllowed { .. })),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_reporter_throws_away_neither_a_text_on_the_schedule_nor_its_embargo() {
    let gazette = Gazette::new().await;
    let (paper, edo) = (&gazette.paper, &gazette.edo);
    let article = gazette.published("Ferry stops").await.article;
    write_next(&gazette, article).await;
    drafting::discard(paper, &gazette.tomas, article)
        .await
        .expect("nobody else relies on it");

    write_next(&gazette, article).await;
    let local = datetime(2026, 3, 2, 12, 30, 0, 0);
    scheduling::schedule(paper, edo, article, local, Class::Update, "")
        .await
        .expect("scheduled");
    cannot_discard(&gazette, article).await;
    drafting::discard(paper, edo, article)
        .await
        .expect("he put it there");
    let mut session = paper.read().await.expect("a read");
    let waiting = jobs::pending(&mut session).await.expect("jobs");
    drop(session);
    assert!(
        !waiting.iter().any(|job| job.key == article.to_string()),
        "{waiting:?}"
    );

    write_next(&gazette, article).await;
    let until = instant("2026-03-02T20:00:00Z");
    scheduling::embargo(paper, edo, article, Some(until))
        .await
        .expect("embargoed");
    cannot_discard(&gazette, article).await;
}

#[tokio::test]
async fn an_unpublished_text_goes_to_no_other_title_without_its_own_desk() {
    let gazette = Gazette::new().await;
    let (paper, operator) = (&gazette.paper, &gazette.operator);
    let beacon = found_title(paper, operator, "beacon", "Beacon", "beacon.test").await;
    people::open_account(paper, operator, "sara", "Sara Neri", "")
        .await
        .expect("an account");
    people::grant(paper, operator, "sara", Role::Editor, Some(beacon), None)
        .await
        .expect("a grant");
    let sara = Actor::of(paper, "sara").await.expect("an account");
    let draft = drafting::file(paper, &gazette.tomas, gazette.filing(sound("Not out yet")))
        .await
        .expect("filed");
    let published = gazette.published("Ferry stops").await.article;
    let placing = || Placing {
        section: Some("news".to_owned()),
        ..Placing::default()
    };
    let refused = placing::place(paper, &sara, draft, beacon, placing())
        .await
        .expect_err("the Gazette has not let it go");
    assert!(
        matches!(refused.refusal(), Some(Refusal::NotAllowed { .. })),
        "{refused:?}"
    );
    placing::place(paper, &sara, published, beacon, placing())
        .await
        .expect("what is out, sister titles may take");
}

#[tokio::test]
async fn what_is_killed_and_held_does_not_come_back() {
    let gazette = Gazette::new().await;
    let article = gazette.published("Ferry stops").await.article;
    withdrawing::withdraw(&gazette.paper, &gazette.ines, article, "wrong")
        .await
        .expect("withdrawn");
    scheduling::hold(&gazette.paper, &gazette.ines, article, "lawyer reads")
        .await
        .expect("held");
    let refused = withdrawing::restore(&gazette.paper, &gazette.ines, article, "", &[])
        .await
        .expect_err("held");
    assert_eq!(
        refused.refusal(),
        Some(&Refusal::Held {
            reason: "lawyer reads".to_owned()
        })
    );
    let beacon = found_title(
        &gazette.paper,
        &gazette.operator,
        "beacon",
        "Beacon",
        "beacon.test",
    )
    .await;
    people::grant(
        &gazette.paper,
        &gazette.operator,
        "ines",
        Role::Director,
        Some(beacon),
        None,
    )
    .await
    .expect("a grant");
    let placing = Placing {
        section: Some("news".to_owned()),
        ..Placing::default()
    };
    let refused = placing::place(&gazette.paper, &gazette.ines, article, beacon, placing)
        .await
        .expect_err("held there, too");
    assert_eq!(
        refused.refusal(),
        Some(&Refusal::Held {
            reason: "lawyer reads".to_owned()
        })
    );
}

#[tokio::test]
async fn placing_goes_round_neither_rights_nor_gate_nor_notes() {
    let gazette = Gazette::new().await;
    let article = gazette.published("Ferry stops").await.article;
    for slug in ["sport", "culture"] {
        sections::keep(
            &gazette.paper,
            &gazette.operator,
            gazette.title,
            slug,
            slug,
            None,
            sections::Under::Same,
        )
        .await
        .expect("a section");
    }
    people::open_account(&gazette.paper, &gazette.operator, "sara", "Sara Neri", "")
        .await
        .expect("an account");
    let mut session = gazette.paper.read().await.expect("a read");
    let sport = sections::section(&mut session, gazette.title, "sport")
        .await
        .expect("a section")
        .id;
    drop(session);
    people::grant(
        &gazette.paper,
        &gazette.operator,
        "sara",
        Role::Editor,
        Some(gazette.title),
        Some(sport),
    )
    .await
    .expect("a grant");
    let sara = Actor::of(&gazette.paper, "sara").await.expect("an account");
    let to_sport = Placing {
        section: Some("sport".to_owned()),
        ..Placing::default()
    };
    let refused = placing::place(&gazette.paper, &sara, article, gazette.title, to_sport)
        .await
        .expect_err("she has no say in news");
    assert!(
        matches!(refused.refusal(), Some(Refusal::NotAllowed { .. })),
        "{refused:?}"
    );

    let renamed = Placing {
        headline: Some("Captain acquitted".to_owned()),
        ..Placing::default()
    };
    let refused = placing::place(
        &gazette.paper,
        &gazette.ines,
        article,
        gazette.title,
        renamed,
    )
    .await
    .expect_err("no other headline in silence");
    assert_eq!(refused.refusal(), Some(&Refusal::OriginalHeadline));

    let draft = drafting::file(
        &gazette.paper,
        &gazette.tomas,
        gazette.filing(sound("Captain stands trial")),
    )
    .await
    .expect("filed");
    let renamed = Placing {
        headline: Some("Captain acquitted".to_owned()),
        ..Placing::default()
    };
    let refused = placing::place(&gazette.paper, &gazette.edo, draft, gazette.title, renamed)
        .await
        .expect_err("the gate would never read it");
    assert_eq!(refused.refusal(), Some(&Refusal::OriginalHeadline));

    let bare = found_title(
        &gazette.paper,
        &gazette.operator,
        "beacon",
        "Beacon",
        "beacon.test",
    )
    .await;
    let settle = Settle {
        imprint: Some(Imprint::default()),
        ..Settle::default()
    };
    titles::settle(&gazette.paper, &gazette.operator, bare, &settle)
        .await
        .expect("no imprint yet");
    people::grant(
        &gazette.paper,
        &gazette.operator,
        "ines",
        Role::Director,
        Some(bare),
        None,
    )
    .await
    .expect("a grant");
    let placing = Placing {
        section: Some("news".to_owned()),
        ..Placing::default()
    };
    let refused = placing::place(&gazette.paper, &gazette.ines, article, bare, placing)
        .await
        .expect_err("its first text, and no imprint");
    let Some(Refusal::Gate { findings }) = refused.refusal() else {
        panic!("{refused:?}")
    };
    assert_eq!(
        findings
            .iter()
            .map(|finding| finding.code)
            .collect::<Vec<_>>(),
        ["imprint.incomplete"]
    );
}

#[tokio::test]
async fn a_withdrawn_text_is_on_lists_without_its_words() {
    let gazette = Gazette::new().await;
    let mut copy = sound("Ferry stops");
    copy.standfirst = "A false claim about the captain.".to_owned();
    let article = publishing::file_and_publish(
        &gazette.paper,
        &gazette.ines,
        gazette.filing(copy),
        Going::default(),
    )
    .await
    .expect("published")
    .article;
    withdrawing::withdraw(
        &gazette.paper,
        &gazette.ines,
        article,
        "The claim was false",
    )
    .await
    .expect("withdrawn");
    let mut session = gazette.paper.read().await.expect("a read");
    let title = titles_read::by_host(&mut session, "gazette.test")
        .await
        .expect("a read")
        .expect("a title");
    let page = lists::section(&mut session, &title, "news", 1)
        .await
        .expect("a page");
    let told = format!("{page:?}");
    assert!(
        told.contains("Ferry stops") && !told.contains("false claim"),
        "{told}"
    );
}

#[tokio::test]
async fn a_draft_opened_before_a_redaction_cannot_bring_the_words_back() {
    use paper::articles::redacting::{self, Redaction};
    let gazette = Gazette::new().await;
    let article = gazette
        .published("Captain Luca Nardi leaves the port")
        .await
        .article;
    let mut next = sound("Captain Luca Nardi leaves the port");
    next.body = body(&["Luca Nardi said on 2 March 2026 that he goes."]);
    let started = saves(&gazette, article).await;
    drafting::save(
        &gazette.paper,
        &gazette.tomas,
        article,
        next.clone(),
        started,
    )
    .await
    .expect("saved");
    let read = saves(&gazette, article).await;
    let redaction = Redaction {
        class: Class::Legal,
        words: vec!["Luca Nardi".to_owned()],
        pictures: Vec::new(),
        reason: "Court order".to_owned(),
    };
    redacting::redact(&gazette.paper, &gazette.ines, article, &redaction)
        .await
        .expect("redacted");
    let refused = drafting::save(&gazette.paper, &gazette.tomas, article, next, read)
        .await
        .expect_err("read before");
    assert!(
        matches!(refused.refusal(), Some(Refusal::DraftMoved { .. })),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_text_read_before_a_redaction_cannot_bring_the_words_back_without_a_draft_either() {
    use paper::articles::redacting::{self, Redaction};
    let gazette = Gazette::new().await;
    let article = gazette
        .published("Captain Luca Nardi leaves the port")
        .await
        .article;
    let read = saves(&gazette, article).await;
    let redaction = Redaction {
        class: Class::Legal,
        words: vec!["Luca Nardi".to_owned()],
        pictures: Vec::new(),
        reason: "Court order".to_owned(),
    };
    redacting::redact(&gazette.paper, &gazette.ines, article, &redaction)
        .await
        .expect("redacted");
    let mut old = sound("Captain Luca Nardi leaves the port");
    old.kicker = "Harbour".to_owned();
    let refused = drafting::save(&gazette.paper, &gazette.tomas, article, old, read)
        .await
        .expect_err("he read the text before");
    assert_eq!(
        refused.refusal(),
        Some(&Refusal::DraftMoved {
            by: "Ines Vidal".to_owned()
        })
    );
}
