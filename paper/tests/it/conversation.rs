//! Where readers may write and for how long, who is told apart from whom, and what a flood cannot push out.

use crate::comments::refusal;
use crate::talk::{article, days_pass, entry, filled, household, policy, refused, send, state};
use cast::Gazette;
use paper::changes;
use paper::comments::banning::{self, Kind, NewBan};
use paper::comments::sending::{GROUPS_MAX, MORE, QUEUE_MAX, Sending};
use paper::comments::{
    self, Ground, NewComment, State, Verdict, decide, moderating, queue, receipt,
};
use paper::id::{CommentId, PlacementId};
use paper::reading::pages::Talk;
use paper::reading::title::Reach;
use paper::titles::{self, Settle};
use paper::{Refusal, articles, reading};

const HIDE: Verdict = Verdict::Hide {
    ground: Ground::Private,
    reason: String::new(),
};

/// What the article's page says of writing.
async fn talk(gazette: &Gazette, placement: PlacementId) -> Talk {
    let mut session = gazette.paper.read().await.unwrap();
    let title = titles::by_id(&mut session, gazette.title).await.unwrap();
    let placement = articles::placement(&mut session, placement)
        .await
        .unwrap()
        .unwrap();
    let reach = Reach {
        scheme: "http".to_owned(),
        port: None,
    };
    reading::article::article(&mut session, &title, &placement, &reach)
        .await
        .unwrap()
        .talk
}

async fn newest_change(gazette: &Gazette) -> i64 {
    let mut session = gazette.paper.read().await.unwrap();
    changes::newest(&mut session).await.unwrap()
}

#[tokio::test]
async fn comments_close_by_a_deed_that_names_the_pages_it_changes() {
    let gazette = Gazette::new().await;
    let early = article(&gazette, "Ferry service resumes").await;
    policy(&gazette, |policy| policy.close_after_days = Some(2)).await;
    gazette.later(24 * 60);
    let late = article(&gazette, "Harbour office opens on Sundays").await;
    gazette.later(23 * 60);
    let form = filled(&gazette, early, "Marisa", "Just in time, I hope.").await;
    send(&gazette, &form).await.unwrap();
    gazette.later(60);
    let before = newest_change(&gazette).await;
    assert_eq!(
        talk(&gazette, early).await,
        Talk::Open,
        "the clock alone changes no page"
    );
    let form = filled(&gazette, early, "Marisa", "And too late.").await;
    let over = Refusal::CommentsClosed {
        after_days: Some(2),
    };
    assert_eq!(refused(&gazette, &form).await, over);
    paper::jobs::work(&gazette.paper).await.unwrap();
    let closed = Talk::Closed {
        after_days: Some(2),
    };
    assert_eq!(talk(&gazette, early).await, closed);
    assert_eq!(talk(&gazette, late).await, Talk::Open);
    let mut session = gazette.paper.read().await.unwrap();
    let rows = changes::after(&mut session, before).await.unwrap();
    let row = rows
        .iter()
        .find(|row| row.deed == "comment.close")
        .expect("a row of changes");
    assert!(!row.traces.all && row.traces.articles.len() == 1, "{row:?}");
    drop(session);
    days_pass(&gazette, 1).await;
    assert_eq!(
        talk(&gazette, late).await,
        closed,
        "and the next one by itself"
    );
    policy(&gazette, |policy| policy.close_after_days = Some(30)).await;
    assert_eq!(talk(&gazette, early).await, Talk::Open);
    policy(&gazette, |policy| policy.close_after_days = Some(1)).await;
    assert_eq!(
        talk(&gazette, late).await,
        Talk::Closed {
            after_days: Some(1)
        }
    );
    policy(&gazette, |policy| policy.close_after_days = None).await;
    assert_eq!(talk(&gazette, late).await, Talk::Open);
    moderating::close_placement(&gazette.paper, &gazette.ines, late, true)
        .await
        .unwrap();
    assert_eq!(
        talk(&gazette, late).await,
        Talk::Closed { after_days: None }
    );
    policy(&gazette, |policy| policy.desk = true).await;
    assert_eq!(talk(&gazette, early).await, Talk::Desk);
}

#[tokio::test]
async fn a_title_reads_comments_first_unless_it_says_otherwise_and_only_for_spans_that_make_sense()
{
    let settings: titles::Settings =
        serde_json::from_value(serde_json::json!({"comments": {"open": true}})).unwrap();
    assert!(settings.comments.held);
    let unknown = serde_json::json!({"comments": {"moderated": true}});
    assert!(serde_json::from_value::<titles::Settings>(unknown).is_err());
    let gazette = Gazette::new().await;
    for (field, value) in [
        ("close_after_days", 0),
        ("close_after_days", 4_000),
        ("hours", 0),
        ("address_days", 400),
        ("email_days", 0),
    ] {
        let settings = serde_json::json!({"comments": {"open": true, field: value}});
        let settle = Settle {
            settings: Some(serde_json::from_value(settings).unwrap()),
            ..Settle::default()
        };
        let (paper, by) = (&gazette.paper, &gazette.operator);
        let why = refusal(titles::settle(paper, by, gazette.title, &settle).await);
        assert!(matches!(why, Refusal::Unfit { .. }), "{field}: {why:?}");
    }
}

#[tokio::test]
async fn the_desk_speaks_where_readers_hear_it_and_answers_what_they_see() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let form = filled(&gazette, placement, "Marisa", "Where was the captain?").await;
    let asked = send(&gazette, &form).await.unwrap();
    let (paper, ines) = (&gazette.paper, &gazette.ines);
    let answer =
        async |to: Option<CommentId>| moderating::speak(paper, ines, placement, to, "Here.").await;
    assert!(
        matches!(refusal(answer(Some(asked)).await), Refusal::Unknown { .. }),
        "nobody sees what it would answer"
    );
    decide(paper, ines, asked, &Verdict::Approve).await.unwrap();
    let closed = Refusal::CommentsClosed { after_days: None };
    moderating::close_thread(paper, ines, asked, true)
        .await
        .unwrap();
    assert_eq!(refusal(answer(Some(asked)).await), closed);
    moderating::close_thread(paper, ines, asked, false)
        .await
        .unwrap();
    moderating::close_placement(paper, ines, placement, true)
        .await
        .unwrap();
    assert_eq!(refusal(answer(None).await), closed);
    moderating::close_placement(paper, ines, placement, false)
        .await
        .unwrap();
    answer(Some(asked)).await.unwrap();
    decide(paper, ines, asked, &HIDE).await.unwrap();
    assert!(matches!(
        refusal(answer(Some(asked)).await),
        Refusal::Unknown { .. }
    ));
}

#[tokio::test]
async fn the_usual_wait_is_measured_on_first_decisions() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let mut ids = Vec::new();
    for number in 0..5 {
        let text = format!("Thought number {number} of mine.");
        let form = filled(&gazette, placement, "Marisa", &text).await;
        ids.push(send(&gazette, &form).await.unwrap());
        gazette.later(10);
    }
    gazette.later(60);
    for id in &ids {
        decide(&gazette.paper, &gazette.ines, *id, &Verdict::Approve)
            .await
            .unwrap();
    }
    gazette.later(60 * 100);
    for id in &ids {
        for verdict in [&HIDE, &Verdict::Restore] {
            decide(&gazette.paper, &gazette.ines, *id, verdict)
                .await
                .unwrap();
        }
    }
    let mut session = gazette.paper.read().await.unwrap();
    let title = titles::by_id(&mut session, gazette.title).await.unwrap();
    let hours = receipt::usual_hours(&mut session, &title).await.unwrap();
    assert_eq!(hours, 2);
}

#[tokio::test]
async fn two_people_of_one_name_who_say_thank_you_are_two() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let form = filled(&gazette, placement, "Anna", "Grazie!").await;
    let first = send(&gazette, &form).await.unwrap();
    assert_eq!(send(&gazette, &form).await.unwrap(), first, "pressed twice");
    let other = Sending {
        address: Some(household(2)),
        ..form.clone()
    };
    let third = Sending {
        email: "anna@example.org".to_owned(),
        ..form
    };
    let second = send(&gazette, &other).await.unwrap();
    let third = send(&gazette, &third).await.unwrap();
    assert!(first != second && second != third && first != third);
}

#[tokio::test]
async fn what_shows_nothing_is_no_name_and_no_comment() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    for nothing in ["\u{200b}", "\u{2800}", "\u{3164}\u{ad}", "\u{200b} \u{301}"] {
        let form = filled(&gazette, placement, nothing, nothing).await;
        let problems = send(&gazette, &form).await.unwrap_err();
        let fields: Vec<&str> = problems.iter().map(|problem| problem.field).collect();
        assert_eq!(fields, ["name", "text"], "{nothing:?}");
    }
    let towers = format!("Ma{}risa", "\u{30a}".repeat(40));
    let form = filled(&gazette, placement, &towers, "I stand on others.").await;
    let id = send(&gazette, &form).await.unwrap();
    let name = entry(&gazette, id).await.name;
    assert!(name.chars().count() <= 9, "{name}");
}

#[tokio::test]
async fn a_flood_of_floods_is_one_group_more_and_who_is_known_finds_room_in_a_full_queue() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let known = filled(&gazette, placement, "Marisa", "I was on the pier that day.").await;
    let id = send(&gazette, &known).await.unwrap();
    decide(&gazette.paper, &gazette.ines, id, &Verdict::Approve)
        .await
        .unwrap();
    let mut house = 100;
    for number in 0..GROUPS_MAX + 3 {
        // Each of these is sent twice, so that it begins a group of its own.
        let text = format!(
            "number{number} watches{number} cheap{number} buy{number} here{number} now{number} friend{number}"
        );
        for _ in 0..2 {
            house += 1;
            let form = filled(&gazette, placement, &format!("Seller {house}"), &text).await;
            let form = Sending {
                address: Some(household(house)),
                ..form
            };
            send(&gazette, &form).await.unwrap();
        }
    }
    let mut session = gazette.paper.read().await.unwrap();
    let groups = queue::groups(&mut session, gazette.title, "gazette")
        .await
        .unwrap();
    drop(session);
    assert!(groups.len() <= GROUPS_MAX as usize + 1, "{}", groups.len());
    let more = groups.iter().find(|group| group.group == MORE);
    assert!(more.is_some_and(|group| group.waiting >= 3), "{more:?}");

    for number in 0..QUEUE_MAX {
        let new = NewComment {
            placement,
            reply_to: None,
            name: format!("Reader {number}"),
            text: "x".to_owned(),
        };
        comments::file(&gazette.paper, &new).await.unwrap();
    }
    let stranger = filled(&gazette, placement, "Orfeo", "May I say a word as well?").await;
    let stranger = Sending {
        address: Some(household(9)),
        ..stranger
    };
    assert_eq!(refused(&gazette, &stranger).await, Refusal::QueueFull);
    let again = filled(&gazette, placement, "Marisa", "And I saw the captain, too.").await;
    let id = send(&gazette, &again).await.unwrap();
    assert_eq!(state(&gazette, id).await, State::Held);
}

#[tokio::test]
async fn a_network_can_be_typed_in_and_what_is_over_binds_nobody() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let new = |kind: Kind, value: &str| NewBan {
        kind,
        value: value.to_owned(),
        until: None,
        reason: "Insults".to_owned(),
    };
    let (paper, ines, title) = (&gazette.paper, &gazette.ines, gazette.title);
    let network = new(Kind::Prefix, "100.64.0.0/24");
    let wide = new(Kind::Prefix, "100.64.0.0/10");
    assert!(matches!(
        refusal(banning::ban(paper, ines, title, &wide).await),
        Refusal::Unfit { .. }
    ));
    let typed = banning::ban(paper, ines, title, &network).await.unwrap();
    let form = filled(&gazette, placement, "Marisa", "From that network.").await;
    let form = Sending {
        address: Some("100.64.0.9".parse().unwrap()),
        ..form
    };
    assert_eq!(
        refused(&gazette, &form).await,
        Refusal::Banned { until: None }
    );
    banning::lift(paper, ines, typed).await.unwrap();
    send(&gazette, &form).await.unwrap();
    let until = Some(paper.now() + jiff::SignedDuration::from_hours(48));
    let short = NewBan {
        until,
        ..new(Kind::Name, "Rude Nardi")
    };
    banning::ban(paper, ines, title, &short).await.unwrap();
    days_pass(&gazette, 3).await;
    let after = filled(&gazette, placement, "Rude Nardi", "Two days have gone by.").await;
    send(&gazette, &after).await.unwrap();
}

#[tokio::test]
async fn what_may_not_be_named_is_blanked_in_bans_too() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let new = NewBan {
        kind: Kind::Name,
        value: "Luca Nardi".to_owned(),
        until: None,
        reason: "Luca Nardi insults".to_owned(),
    };
    banning::ban(&gazette.paper, &gazette.ines, gazette.title, &new)
        .await
        .unwrap();
    let mut session = gazette.paper.read().await.unwrap();
    let article = articles::placement(&mut session, placement)
        .await
        .unwrap()
        .unwrap()
        .article;
    drop(session);
    let redaction = articles::redacting::Redaction {
        class: articles::content::Class::Rights,
        words: vec!["Nardi".to_owned()],
        pictures: Vec::new(),
        reason: "A person's rights".to_owned(),
    };
    articles::redacting::redact(&gazette.paper, &gazette.ines, article, &redaction)
        .await
        .unwrap();
    gazette.later(1);
    paper::jobs::work(&gazette.paper).await.unwrap();
    let mut session = gazette.paper.read().await.unwrap();
    let now = gazette.paper.now();
    let bans = banning::list(&mut session, gazette.title, now, None, banning::PAGE_MAX)
        .await
        .unwrap();
    let lines = paper::audit::newest(&mut session).await.unwrap();
    let all = format!("{bans:?} {lines:?}");
    assert!(!all.contains("Nardi"), "{all}");
    assert_eq!(bans.len(), 1);
    let form = filled(&gazette, placement, "Luca Nardi", "It holds all the same.").await;
    assert!(matches!(
        refused(&gazette, &form).await,
        Refusal::Banned { .. }
    ));
}
