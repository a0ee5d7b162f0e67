//! What may become of a comment, who may decide it, and what the rules make of it.

use crate::talk::{article, entry, filled, household, policy, refused, send, state};
use cast::Gazette;
use paper::Refusal;
use paper::comments::sending::Sending;
use paper::comments::{Ground, State, Verdict, decide, moderating, queue};
use paper::id::CommentId;

const HIDE: Verdict = Verdict::Hide {
    ground: Ground::Private,
    reason: String::new(),
};
const SPAM: Verdict = Verdict::Reject {
    ground: Ground::Spam,
    reason: String::new(),
};

pub(crate) fn refusal<T: std::fmt::Debug>(outcome: paper::Result<T>) -> Refusal {
    outcome.unwrap_err().refusal().cloned().expect("a refusal")
}

#[tokio::test]
async fn a_comment_goes_only_the_ways_there_are() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let form = filled(&gazette, placement, "Marisa", "I was on the pier that day.").await;
    let id = send(&gazette, &form).await.unwrap();
    assert_eq!(state(&gazette, id).await, State::Held);
    let (paper, ines) = (&gazette.paper, &gazette.ines);
    assert!(matches!(
        refusal(decide(paper, ines, id, &Verdict::Restore).await),
        Refusal::CommentIs { state: "held" }
    ));
    assert!(matches!(
        refusal(decide(paper, &gazette.tomas, id, &Verdict::Approve).await),
        Refusal::NotAllowed { .. }
    ));
    let other = Verdict::Reject {
        ground: Ground::Other,
        reason: String::new(),
    };
    assert!(matches!(
        refusal(decide(paper, ines, id, &other).await),
        Refusal::ReasonNeeded
    ));
    decide(paper, ines, id, &Verdict::Approve).await.unwrap();
    assert!(matches!(
        refusal(decide(paper, ines, id, &SPAM).await),
        Refusal::CommentIs { state: "approved" }
    ));
    decide(paper, ines, id, &HIDE).await.unwrap();
    assert_eq!(entry(&gazette, id).await.ground, "private");
    decide(paper, ines, id, &Verdict::Restore).await.unwrap();
    assert_eq!(state(&gazette, id).await, State::Approved);
    let mut session = paper.read().await.unwrap();
    let lines = paper::audit::newest(&mut session).await.unwrap();
    let decided: Vec<_> = lines
        .iter()
        .filter(|line| line.deed == "comment.moderate")
        .collect();
    assert_eq!(decided.len(), 3, "each decision leaves a line");
    assert!(
        decided.iter().all(|line| !line.detail.contains("pier")),
        "and no words of the reader"
    );
}

#[tokio::test]
async fn names_that_imitate_the_desk_are_refused_whatever_letters_they_use() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    for name in [
        "Ines Vidal",
        "\u{406}nes Vida\u{406}",
        "INÉS VIDAL",
        "Vidal Ines",
        "Tomas Berg",
        "Harbour Gazette",
        "Redazione",
        "La r\u{435}dazione",
        "The Newsroom",
        "m\u{43e}derator",
        "ADM1N",
    ] {
        let form = filled(&gazette, placement, name, "Trust me, I work here.").await;
        let why = refused(&gazette, &form).await;
        assert!(
            matches!(why, Refusal::NameOfStaff { .. }),
            "{name}: {why:?}"
        );
    }
    for name in [
        "Ines",
        "Tomaso Bergamini",
        "Marisa T.",
        "Лариса",
        "Gazette reader",
    ] {
        let form = filled(
            &gazette,
            placement,
            name,
            &format!("I am {name} and nobody else."),
        )
        .await;
        send(&gazette, &form)
            .await
            .unwrap_or_else(|why| panic!("{name}: {why:?}"));
        gazette.later(20);
    }
}

#[tokio::test]
async fn the_desk_answers_with_a_badge_and_the_author_with_another() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let form = filled(&gazette, placement, "Marisa", "Where was the captain?").await;
    let asked = send(&gazette, &form).await.unwrap();
    decide(&gazette.paper, &gazette.ines, asked, &Verdict::Approve)
        .await
        .unwrap();
    for (who, badge) in [(&gazette.tomas, "author"), (&gazette.ines, "newsroom")] {
        let id = moderating::speak(
            &gazette.paper,
            who,
            placement,
            Some(asked),
            "On the bridge.",
        )
        .await
        .unwrap();
        let entry = entry(&gazette, id).await;
        assert_eq!(
            (entry.badge.as_str(), entry.state.as_str()),
            (badge, "approved")
        );
    }
    let nobody =
        moderating::speak(&gazette.paper, &gazette.operator, placement, None, "Hello.").await;
    assert!(matches!(refusal(nobody), Refusal::NotAllowed { .. }));
}

#[tokio::test]
async fn each_title_says_who_may_comment_and_for_how_long() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let form = filled(&gazette, placement, "Marisa", "A sentence of mine.").await;
    policy(&gazette, |policy| policy.desk = true).await;
    assert_eq!(refused(&gazette, &form).await, Refusal::CommentsOfTheDesk);
    moderating::speak(
        &gazette.paper,
        &gazette.ines,
        placement,
        None,
        "Only we speak here.",
    )
    .await
    .unwrap();
    policy(&gazette, |policy| {
        policy.desk = false;
        policy.close_after_days = Some(1);
    })
    .await;
    let last = filled(&gazette, placement, "Marisa", "Just in time, I hope.").await;
    send(&gazette, &last).await.unwrap();
    gazette.later(24 * 60);
    let late = filled(&gazette, placement, "Marisa", "And too late.").await;
    assert_eq!(
        refused(&gazette, &late).await,
        Refusal::CommentsClosed {
            after_days: Some(1)
        }
    );
    policy(&gazette, |policy| policy.close_after_days = None).await;
    moderating::close_placement(&gazette.paper, &gazette.ines, placement, true)
        .await
        .unwrap();
    let closed = filled(&gazette, placement, "Marisa", "Nobody hears this.").await;
    assert_eq!(
        refused(&gazette, &closed).await,
        Refusal::CommentsClosed { after_days: None }
    );
    moderating::close_placement(&gazette.paper, &gazette.ines, placement, false)
        .await
        .unwrap();
    send(&gazette, &closed).await.unwrap();
}

#[tokio::test]
async fn a_closed_thread_takes_no_reply_and_another_does() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let mut ids = Vec::new();
    for text in ["The first thread of all.", "The second thread of all."] {
        let form = filled(&gazette, placement, "Marisa", text).await;
        let id = send(&gazette, &form).await.unwrap();
        decide(&gazette.paper, &gazette.ines, id, &Verdict::Approve)
            .await
            .unwrap();
        ids.push(id);
    }
    moderating::close_thread(&gazette.paper, &gazette.ines, ids[0], true)
        .await
        .unwrap();
    let reply = async |to: CommentId, n: u32| {
        let text = format!("My answer number {n}.");
        let form = filled(&gazette, placement, "Orfeo", &text).await;
        let form = Sending {
            reply_to: to.to_string(),
            ..form
        };
        send(&gazette, &form).await
    };
    assert_eq!(
        reply(ids[0], 1).await.unwrap_err()[0].why,
        Refusal::CommentsClosed { after_days: None }
    );
    let second = reply(ids[1], 2).await.unwrap();
    decide(&gazette.paper, &gazette.ines, second, &Verdict::Approve)
        .await
        .unwrap();
    let third = reply(second, 3).await.unwrap();
    assert_eq!(
        entry(&gazette, third).await.reply_to,
        Some(ids[1]),
        "two levels, never three"
    );
}

#[tokio::test]
async fn under_open_who_was_approved_before_appears_at_once_and_newcomers_wait() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    policy(&gazette, |policy| policy.held = false).await;
    let with = async |text: &str, email: &str, from: u32| {
        let form = filled(&gazette, placement, "Marisa", text).await;
        let form = Sending {
            email: email.to_owned(),
            address: Some(household(from)),
            ..form
        };
        send(&gazette, &form).await.unwrap()
    };
    let first = with("I was on the pier that day.", "m@example.org", 1).await;
    assert_eq!(entry(&gazette, first).await.flags, "first");
    assert_eq!(state(&gazette, first).await, State::Held);
    decide(&gazette.paper, &gazette.ines, first, &Verdict::Approve)
        .await
        .unwrap();
    let same_house = with("And I saw the captain, too.", "", 1).await;
    let same_mail = with("He waved at us from the bridge.", "M@Example.org", 2).await;
    let stranger = with("Somebody else with my name.", "", 3).await;
    assert_eq!(state(&gazette, same_house).await, State::Approved);
    assert_eq!(state(&gazette, same_mail).await, State::Approved);
    assert_eq!(state(&gazette, stranger).await, State::Held);
    let advert = with(
        "Two links https://a.example https://b.example then",
        "m@example.org",
        1,
    )
    .await;
    assert_eq!(
        state(&gazette, advert).await,
        State::Held,
        "links are looked at all the same"
    );
    decide(&gazette.paper, &gazette.ines, same_mail, &HIDE)
        .await
        .unwrap();
    let after = with("Why was that taken away, please?", "m@example.org", 1).await;
    assert_eq!(
        state(&gazette, after).await,
        State::Held,
        "trust is lost by what is hidden"
    );
}

#[tokio::test]
async fn one_house_may_send_so_much_and_a_flood_is_one_line_of_the_queue() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let token = paper::comments::sending::form(&gazette.paper, placement)
        .await
        .unwrap();
    gazette.later(1);
    let form = |n: u32, from: u32, text: String| Sending {
        placement,
        reply_to: String::new(),
        name: format!("Reader {n}"),
        text,
        email: String::new(),
        website: String::new(),
        token: token.clone(),
        trap: String::new(),
        address: Some(household(from)),
    };
    for n in 0..6 {
        send(
            &gazette,
            &form(n, 1, format!("Thought number {n} of one house.")),
        )
        .await
        .unwrap();
    }
    let over = send(&gazette, &form(7, 1, "One thought too many.".to_owned()))
        .await
        .unwrap_err();
    assert!(
        matches!(over[0].why, Refusal::TooOften { minutes: 1..=10 }),
        "{over:?}"
    );
    gazette.later(10);
    send(&gazette, &form(8, 1, "After a cup of coffee.".to_owned()))
        .await
        .unwrap();

    let same = "Buy the very best watches in the world at our shop today, my friends";
    let mut turned_away = 0;
    for n in 100..240 {
        let text = format!("{same} https://shop{n}.example");
        if let Err(problems) = send(&gazette, &form(n, n, text)).await {
            assert_eq!(problems[0].why, Refusal::QueueFull);
            turned_away += 1;
        }
    }
    let mut session = gazette.paper.read().await.unwrap();
    let queue = queue::waiting(&mut session, gazette.title, "gazette")
        .await
        .unwrap();
    let same = queue
        .groups
        .iter()
        .find(|group| group.group.starts_with("same "))
        .expect("a group");
    assert_eq!(same.waiting, 100, "no more of one group are kept");
    assert_eq!(same.turned_away, turned_away);
    assert!(
        queue.waiting <= 8,
        "the others are not buried: {}",
        queue.waiting
    );
    drop(session);
    let count = moderating::decide_group(
        &gazette.paper,
        &gazette.ines,
        gazette.title,
        &same.group,
        &SPAM,
    )
    .await
    .unwrap();
    assert_eq!(count, 100);
}
