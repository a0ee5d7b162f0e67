//! The life of an article, deed by deed.

use cast::{Gazette, body, instant, sound};
use paper::articles::content::{Class, State};
use paper::articles::publishing::{self, Going};
use paper::articles::redacting::{self, BLANK, Redaction};
use paper::articles::{self, Stage, drafting, scheduling, withdrawing};
use paper::{Refusal, audit, changes, jobs};

#[tokio::test]
async fn a_correction_keeps_the_first_date_and_moves_the_modified_one() {
    let gazette = Gazette::new().await;
    let article = gazette.published("Ferry service resumes").await.article;
    gazette.later(30);
    let mut copy = sound("Ferry service resumes");
    copy.body = body(&[
        "Ferry service resumes on Tuesday 3 March 2026, not on Monday, said captain Luca Nardi.",
    ]);
    publishing::change(
        &gazette.paper,
        &gazette.edo,
        article,
        1,
        copy,
        Going::change(Class::Correction, "We had the wrong day"),
    )
    .await
    .expect("a correction");

    let shown = gazette.shown(article).await;
    assert_eq!((shown.number, shown.class), (2, Class::Correction));
    assert_eq!(
        shown.content.first_published,
        instant("2026-03-02T08:00:00Z")
    );
    assert_eq!(shown.content.modified, instant("2026-03-02T08:30:00Z"));
    assert_eq!(shown.editor, "Edo Rinaldi");
}

#[tokio::test]
async fn a_typo_moves_no_date_and_a_correction_without_a_note_is_refused() {
    let gazette = Gazette::new().await;
    let article = gazette.published("Ferry service resumes").await.article;
    gazette.later(5);
    let mut copy = sound("Ferry service resumes");
    copy.body = body(&[
        "Ferry service resumes. The harbour office of Porto Vero gave the time table on 2 March 2026.",
        "Captain Luca Nardi said the crew had been on board since six in the morning.",
    ]);
    let refused = publishing::change(
        &gazette.paper,
        &gazette.edo,
        article,
        1,
        copy.clone(),
        Going::change(Class::Correction, " "),
    )
    .await
    .expect_err("no note");
    assert_eq!(
        refused.refusal(),
        Some(&Refusal::NoteNeeded {
            class: Class::Correction
        })
    );
    publishing::change(
        &gazette.paper,
        &gazette.edo,
        article,
        1,
        copy,
        Going::change(Class::Typo, ""),
    )
    .await
    .expect("a typo");
    assert_eq!(
        gazette.shown(article).await.content.modified,
        instant("2026-03-02T08:00:00Z")
    );
}

#[tokio::test]
async fn a_withdrawn_article_says_why_and_can_come_back() {
    let gazette = Gazette::new().await;
    let article = gazette.published("Ferry service resumes").await.article;
    withdrawing::withdraw(
        &gazette.paper,
        &gazette.edo,
        article,
        "The timetable was last year's",
    )
    .await
    .expect("withdrawn");
    let shown = gazette.shown(article).await;
    assert_eq!(
        (shown.content.state, shown.content.note.as_str()),
        (State::Withdrawn, "The timetable was last year's")
    );
    let refused = withdrawing::kill(&gazette.paper, &gazette.edo, article, "court")
        .await
        .expect_err("an editor may not kill");
    assert!(
        matches!(refused.refusal(), Some(Refusal::NotAllowed { .. })),
        "{refused}"
    );
    withdrawing::restore(
        &gazette.paper,
        &gazette.edo,
        article,
        "The timetable holds after all",
        &[],
    )
    .await
    .expect("restored");
    assert_eq!(gazette.shown(article).await.content.state, State::Live);
}

#[tokio::test]
async fn the_operator_and_a_reporter_publish_nothing() {
    let gazette = Gazette::new().await;
    for actor in [&gazette.operator, &gazette.tomas] {
        let filing = gazette.filing(sound("Ferry service resumes"));
        let refused = publishing::file_and_publish(&gazette.paper, actor, filing, Going::default())
            .await
            .expect_err("no right");
        assert!(
            matches!(refused.refusal(), Some(Refusal::NotAllowed { .. })),
            "{refused}"
        );
    }
    let mut session = gazette.paper.read().await.expect("a read");
    assert!(
        audit::newest(&mut session)
            .await
            .expect("lines")
            .iter()
            .all(|line| line.deed != "article.file")
    );
}

#[tokio::test]
async fn a_scheduled_article_goes_out_when_its_time_has_come_and_not_before() {
    let gazette = Gazette::new().await;
    let article = drafting::file(
        &gazette.paper,
        &gazette.tomas,
        gazette.filing(sound("Market opens")),
    )
    .await
    .expect("filed");
    let due = scheduling::schedule(
        &gazette.paper,
        &gazette.edo,
        article,
        "2026-03-02T09:30".parse().expect("a local time"),
        Class::First,
        "",
    )
    .await
    .expect("scheduled");
    assert_eq!(
        due,
        instant("2026-03-02T08:30:00Z"),
        "half past nine in Rome"
    );
    assert_eq!(jobs::work(&gazette.paper).await.expect("work"), 0);
    gazette.later(31);
    assert_eq!(jobs::work(&gazette.paper).await.expect("work"), 1);
    let shown = gazette.shown(article).await;
    assert_eq!((shown.number, shown.editor.as_str()), (1, "Edo Rinaldi"));
}

#[tokio::test]
async fn an_embargo_holds_against_publishing_and_scheduling() {
    let gazette = Gazette::new().await;
    let mut copy = sound("Budget of the port");
    copy.embargo = Some(instant("2026-03-02T12:00:00Z"));
    let article = drafting::file(&gazette.paper, &gazette.tomas, gazette.filing(copy))
        .await
        .expect("filed");
    let refused = publishing::publish(&gazette.paper, &gazette.ines, article, Going::default())
        .await
        .expect_err("embargo");
    assert_eq!(
        refused.refusal(),
        Some(&Refusal::Embargoed {
            until: instant("2026-03-02T12:00:00Z")
        })
    );
    gazette.later(241);
    publishing::publish(&gazette.paper, &gazette.ines, article, Going::default())
        .await
        .expect("after the embargo");
}

#[tokio::test]
async fn a_redaction_leaves_the_words_nowhere_and_the_commitments_everywhere() {
    let gazette = Gazette::new().await;
    let article = gazette
        .published("Captain Luca Nardi leaves the port")
        .await
        .article;
    gazette.later(10);
    let before = gazette.shown(article).await.commitment;
    let redaction = Redaction {
        class: Class::Legal,
        words: vec!["Luca Nardi".to_owned()],
        pictures: Vec::new(),
        reason: "Court order 12/2026".to_owned(),
    };
    redacting::redact(&gazette.paper, &gazette.ines, article, &redaction)
        .await
        .expect("redacted");
    let mut session = gazette.paper.read().await.expect("a read");
    for number in 1..=2 {
        let revision = articles::revision_numbered(&mut session, article, number)
            .await
            .expect("a revision");
        let text = articles::canonical(&revision.content).expect("canonical");
        assert!(!text.contains("Nardi"), "{text}");
        assert!(text.contains(BLANK));
    }
    let first = articles::revision_numbered(&mut session, article, 1)
        .await
        .expect("a revision");
    assert_eq!(first.commitment, before);
    let placement = &articles::placements(&mut session, article)
        .await
        .expect("placements")[0];
    assert!(
        !placement
            .path
            .as_deref()
            .unwrap_or_default()
            .contains("nardi"),
        "{placement:?}"
    );
}

/// The Nth text of an article corrected over and over: each names the captain.
fn corrected(number: u32) -> paper::copy::Copy {
    let mut copy = sound("Captain Luca Nardi leaves the port");
    copy.standfirst = format!("Luca Nardi goes after {number} years in command of the ferry.");
    copy
}

#[tokio::test]
async fn no_reader_sees_a_blanked_word_while_the_rows_are_rewritten() {
    const REVISIONS: u32 = 40;
    let gazette = Gazette::new().await;
    let article = gazette
        .published("Captain Luca Nardi leaves the port")
        .await
        .article;
    for number in 2..=REVISIONS {
        gazette.later(1);
        let going = Going {
            class: Class::Update,
            ..Going::default()
        };
        publishing::change(
            &gazette.paper,
            &gazette.ines,
            article,
            number - 1,
            corrected(number),
            going,
        )
        .await
        .expect("updated");
    }
    let redaction = Redaction {
        class: Class::Rights,
        words: vec!["Luca Nardi".to_owned()],
        pictures: Vec::new(),
        reason: "At his request".to_owned(),
    };
    let (paper, by) = (gazette.paper.clone(), gazette.ines.clone());
    let deed =
        tokio::spawn(async move { redacting::redact(&paper, &by, article, &redaction).await });
    loop {
        let mut session = gazette.paper.read().await.expect("a read");
        let done = articles::find(&mut session, article)
            .await
            .expect("an article")
            .revisions
            > REVISIONS;
        if done {
            for number in (1..=REVISIONS).rev() {
                let revision = articles::revision_numbered(&mut session, article, number)
                    .await
                    .expect("a revision");
                let text = articles::canonical(&revision.content).expect("canonical");
                assert!(!text.contains("Nardi"), "revision {number}: {text}");
                assert!(revision.redacted.is_some());
            }
            // The rest of the deed is left to the job, as if the process had died here.
            deed.abort();
            break;
        }
        drop(session);
        tokio::task::yield_now().await;
    }
    let _ended = deed.await;
    paper::jobs::work(&gazette.paper).await.expect("worked");
    let mut session = gazette.paper.read().await.expect("a read");
    let left: Vec<(i64,)> = session
        .all(
            "SELECT number FROM revisions WHERE article_id = $1 AND (content LIKE '%Nardi%' OR note LIKE '%Nardi%' OR (redacted_at IS NULL AND number <= $2) OR (salt IS NOT NULL AND number <= $2))",
            (article, REVISIONS),
        )
        .await
        .expect("rows");
    assert_eq!(left, [], "words or salts are left in rows");
    let veils: Vec<(i64,)> = session
        .all("SELECT last_number FROM veils", ())
        .await
        .expect("rows");
    assert_eq!(veils, [], "the veil holds the words itself, and has to go");
}

#[tokio::test]
async fn what_is_spiked_or_held_does_not_go_out() {
    let gazette = Gazette::new().await;
    let article = drafting::file(
        &gazette.paper,
        &gazette.tomas,
        gazette.filing(sound("Rumour")),
    )
    .await
    .expect("filed");
    scheduling::hold(&gazette.paper, &gazette.edo, article, "lawyer reads")
        .await
        .expect("held");
    let refused = publishing::publish(&gazette.paper, &gazette.ines, article, Going::default())
        .await
        .expect_err("held");
    assert_eq!(
        refused.refusal(),
        Some(&Refusal::Held {
            reason: "lawyer reads".to_owned()
        })
    );
    scheduling::release(&gazette.paper, &gazette.edo, article)
        .await
        .expect("released");
    scheduling::spike(&gazette.paper, &gazette.edo, article, "no")
        .await
        .expect("spiked");
    let refused = publishing::publish(&gazette.paper, &gazette.ines, article, Going::default())
        .await
        .expect_err("spiked");
    assert_eq!(refused.refusal(), Some(&Refusal::Spiked));
    withdrawing::restore(&gazette.paper, &gazette.edo, article, "", &[])
        .await
        .expect("restored");
    let mut session = gazette.paper.read().await.expect("a read");
    assert_eq!(
        articles::find(&mut session, article)
            .await
            .expect("found")
            .stage,
        Stage::Draft
    );
}

#[tokio::test]
async fn every_deed_leaves_a_change_and_the_numbers_have_no_gap() {
    let gazette = Gazette::new().await;
    let article = gazette.published("Ferry service resumes").await.article;
    let mut session = gazette.paper.read().await.expect("a read");
    let all = changes::after(&mut session, 0).await.expect("changes");
    let numbers: Vec<i64> = all.iter().map(|change| change.seq).collect();
    assert_eq!(numbers, (1..=numbers.len() as i64).collect::<Vec<_>>());
    let last = all.last().expect("one");
    assert_eq!(last.deed, "article.publish");
    assert!(last.traces.articles.contains(&article) && last.traces.titles.contains(&gazette.title));
}

#[tokio::test]
async fn the_same_text_on_another_title_is_placed_and_not_copied() {
    let gazette = Gazette::new().await;
    let sister = cast::found_title(
        &gazette.paper,
        &gazette.operator,
        "beacon",
        "The Beacon",
        "beacon.test",
    )
    .await;
    paper::people::grant(
        &gazette.paper,
        &gazette.operator,
        "ines",
        paper::rights::Role::Director,
        Some(sister),
        None,
    )
    .await
    .expect("a grant");
    gazette.published("Ferry service resumes").await;
    gazette.later(60);
    let filing = |copy| drafting::Filing {
        title: sister,
        ..gazette.filing(copy)
    };
    let copied = publishing::file_and_publish(
        &gazette.paper,
        &gazette.ines,
        filing(sound("Ferry service resumes")),
        Going::default(),
    )
    .await
    .expect_err("a copy");
    let Some(Refusal::Gate { findings }) = copied.refusal() else {
        panic!("{copied}")
    };
    assert!(
        findings
            .iter()
            .any(|finding| finding.code == "text.elsewhere"),
        "{findings:?}"
    );

    let mut recurring = sound("Ferry service resumes");
    recurring.series = "Timetables".to_owned();
    recurring.kind = Some(paper::copy::Kind::Service);
    publishing::file_and_publish(
        &gazette.paper,
        &gazette.ines,
        filing(recurring),
        Going::default(),
    )
    .await
    .expect("a series is exempt");
    gazette.later(31 * 24 * 60);
    publishing::file_and_publish(
        &gazette.paper,
        &gazette.ines,
        filing(sound("Ferry service resumes")),
        Going::default(),
    )
    .await
    .expect("a month later it is another text");
}

#[tokio::test]
async fn a_correction_does_not_take_a_colleagues_draft_away() {
    let gazette = Gazette::new().await;
    let article = gazette.published("Ferry service resumes").await.article;
    let mut draft = sound("Ferry service resumes");
    draft.body = body(&["Half a thought about the ferry, saved on 2 March 2026."]);
    drafting::save(&gazette.paper, &gazette.tomas, article, draft.clone(), 1)
        .await
        .expect("a draft");
    let mut copy = sound("Ferry service resumes");
    copy.kicker = "Transport".to_owned();
    let refused = publishing::change(
        &gazette.paper,
        &gazette.edo,
        article,
        1,
        copy,
        Going::change(Class::Style, ""),
    )
    .await
    .expect_err("a draft is in work");
    assert_eq!(
        refused.refusal(),
        Some(&Refusal::DraftMoved {
            by: "Tomas Berg".to_owned()
        })
    );
    let mut session = gazette.paper.read().await.expect("a read");
    let kept = drafting::find_draft(&mut session, article)
        .await
        .expect("read")
        .expect("a draft");
    assert_eq!(kept.copy.body, draft.body.canonical());
}
