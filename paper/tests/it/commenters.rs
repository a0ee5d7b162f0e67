//! Whoever wrote a comment, or about one: bans, notices, what is forgotten, handed over, erased and blanked.

use crate::comments::refusal;
use crate::talk::{article, days_pass, entry, filled, household, policy, refused, send};
use cast::Gazette;
use paper::Refusal;
use paper::comments::banning::{self, Kind, NewBan};
use paper::comments::notices::{self, Outcome};
use paper::comments::privacy::{self, Whom};
use paper::comments::sending::Sending;
use paper::comments::{Verdict, decide, moderating, shown};

#[tokio::test]
async fn a_ban_holds_for_name_mail_or_network_until_its_end() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let form = filled(&gazette, placement, "Rude Reader", "You are all fools.").await;
    let form = Sending {
        email: "rude@example.org".to_owned(),
        ..form
    };
    let id = send(&gazette, &form).await.unwrap();
    let until = gazette.paper.now() + jiff::SignedDuration::from_hours(24);
    for (kind, value) in [
        (Kind::Name, "RUDE reader".to_owned()),
        (Kind::Mail, "Rude@Example.org".to_owned()),
        (Kind::Prefix, id.to_string()),
    ] {
        let new = NewBan {
            kind,
            value,
            until: Some(until),
            reason: "Insults".to_owned(),
        };
        let ban = banning::ban(&gazette.paper, &gazette.ines, gazette.title, &new)
            .await
            .unwrap();
        let (name, email, from) = match kind {
            Kind::Name => ("Rud\u{435} Reader", "", 50),
            Kind::Mail => ("Someone", "rude@example.org", 51),
            Kind::Prefix => ("Someone", "", 1),
        };
        let again = filled(
            &gazette,
            placement,
            name,
            &format!("And again, by {}.", kind.word()),
        )
        .await;
        let again = Sending {
            email: email.to_owned(),
            address: Some(household(from)),
            ..again
        };
        assert_eq!(
            refused(&gazette, &again).await,
            Refusal::Banned { until: Some(until) },
            "{kind:?}"
        );
        banning::lift(&gazette.paper, &gazette.ines, ban)
            .await
            .unwrap();
        send(&gazette, &again).await.unwrap();
    }
    let new = NewBan {
        kind: Kind::Name,
        value: "Rude Reader".to_owned(),
        until: Some(until),
        reason: "Insults".to_owned(),
    };
    banning::ban(&gazette.paper, &gazette.ines, gazette.title, &new)
        .await
        .unwrap();
    gazette.later(25 * 60);
    let later = filled(&gazette, placement, "Rude Reader", "A day has gone by.").await;
    send(&gazette, &later).await.unwrap();
}

#[tokio::test]
async fn what_says_who_wrote_is_forgotten_after_the_stated_days() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    policy(&gazette, |policy| {
        policy.address_days = 3;
        policy.email_days = 10;
    })
    .await;
    let form = filled(&gazette, placement, "Marisa", "I was on the pier that day.").await;
    let form = Sending {
        email: "m@example.org".to_owned(),
        ..form
    };
    let id = send(&gazette, &form).await.unwrap();
    let ban = |value: String| NewBan {
        kind: Kind::Prefix,
        value,
        until: None,
        reason: "x".to_owned(),
    };
    days_pass(&gazette, 2).await;
    banning::ban(
        &gazette.paper,
        &gazette.ines,
        gazette.title,
        &ban(id.to_string()),
    )
    .await
    .unwrap();
    days_pass(&gazette, 2).await;
    let forgotten = banning::ban(
        &gazette.paper,
        &gazette.ines,
        gazette.title,
        &ban(id.to_string()),
    )
    .await;
    assert_eq!(refusal(forgotten), Refusal::AddressForgotten);
    assert_eq!(entry(&gazette, id).await.email, "m@example.org");
    days_pass(&gazette, 7).await;
    assert_eq!(entry(&gazette, id).await.email, "");
    let mut session = gazette.paper.read().await.unwrap();
    let pending = paper::jobs::pending(&mut session).await.unwrap();
    assert!(
        pending.iter().any(|job| job.kind == "readers.forget"),
        "and it comes round again"
    );
}

#[tokio::test]
async fn one_persons_data_is_handed_over_and_erased_whole() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let mut ids = Vec::new();
    for (name, email) in [
        ("Marisa", "m@example.org"),
        ("M.", "m@example.org"),
        ("Orfeo", "o@example.org"),
    ] {
        let form = filled(
            &gazette,
            placement,
            name,
            &format!("Words of {name} that nobody else wrote."),
        )
        .await;
        let form = Sending {
            email: email.to_owned(),
            ..form
        };
        let id = send(&gazette, &form).await.unwrap();
        decide(&gazette.paper, &gazette.ines, id, &Verdict::Approve)
            .await
            .unwrap();
        ids.push(id);
    }
    let reply = moderating::speak(
        &gazette.paper,
        &gazette.ines,
        placement,
        Some(ids[0]),
        "Thank you.",
    )
    .await
    .unwrap();
    let whom = Whom::Email("M@example.org".to_owned());
    assert!(matches!(
        refusal(privacy::export(&gazette.paper, &gazette.tomas, &whom).await),
        Refusal::NotAllowed { .. }
    ));
    let document = privacy::export(&gazette.paper, &gazette.ines, &whom)
        .await
        .unwrap();
    assert_eq!(document["comments"].as_array().unwrap().len(), 2);
    assert!(document.to_string().contains("Words of Marisa"));
    assert!(!document.to_string().contains("Orfeo"));
    assert_eq!(
        privacy::erase(&gazette.paper, &gazette.ines, &whom)
            .await
            .unwrap(),
        2
    );
    let gone = entry(&gazette, ids[0]).await;
    assert_eq!(
        (gone.name.as_str(), gone.text.as_str(), gone.email.as_str()),
        ("", "", "")
    );
    let mut session = gazette.paper.read().await.unwrap();
    let page = shown::page(&mut session, placement, 1, false)
        .await
        .unwrap();
    assert_eq!(page.count, 2, "Orfeo and the answer of the desk");
    let stub = page
        .threads
        .iter()
        .find(|thread| thread.stub.is_some())
        .expect("an empty place above the answer");
    assert_eq!(stub.replies[0].id, reply.to_string());
    drop(session);
    assert!(matches!(
        refusal(privacy::export(&gazette.paper, &gazette.ines, &whom).await),
        Refusal::Unknown { .. }
    ));
}

#[tokio::test]
async fn a_notice_is_recorded_decided_with_reasons_and_decided_once() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let form = filled(
        &gazette,
        placement,
        "Marisa",
        "He lives at number 7, third floor.",
    )
    .await;
    let id = send(&gazette, &form).await.unwrap();
    let token = notices::form(&gazette.paper, id).await.unwrap();
    gazette.later(1);
    let notice = notices::Sending {
        placement,
        comment: id.to_string(),
        ground: "private".to_owned(),
        explanation: "This is my address.".to_owned(),
        name: String::new(),
        email: String::new(),
        good_faith: true,
        token,
        trap: String::new(),
        address: Some(household(9)),
    };
    assert!(
        matches!(
            refusal(notices::send(&gazette.paper, &notice).await),
            Refusal::Unknown { .. }
        ),
        "nobody sees it yet"
    );
    decide(&gazette.paper, &gazette.ines, id, &Verdict::Approve)
        .await
        .unwrap();
    let unsure = notices::Sending {
        good_faith: false,
        ground: String::new(),
        ..notice.clone()
    };
    let problems = notices::send(&gazette.paper, &unsure)
        .await
        .unwrap()
        .unwrap_err();
    let fields: Vec<&str> = problems.iter().map(|problem| problem.field).collect();
    assert_eq!(fields, ["ground", "good_faith"]);
    let sent = notices::send(&gazette.paper, &notice)
        .await
        .unwrap()
        .unwrap();
    assert!(matches!(
        refusal(
            notices::decide(
                &gazette.paper,
                &gazette.tomas,
                sent,
                Outcome::Hidden,
                "Reveals a home"
            )
            .await
        ),
        Refusal::NotAllowed { .. }
    ));
    notices::decide(
        &gazette.paper,
        &gazette.ines,
        sent,
        Outcome::Hidden,
        "It reveals a home",
    )
    .await
    .unwrap();
    let hidden = entry(&gazette, id).await;
    assert_eq!(
        (
            hidden.state.as_str(),
            hidden.ground.as_str(),
            hidden.reason.as_str()
        ),
        ("hidden", "private", "It reveals a home")
    );
    assert_eq!(
        refusal(
            notices::decide(
                &gazette.paper,
                &gazette.ines,
                sent,
                Outcome::Kept,
                "No, it stays"
            )
            .await
        ),
        Refusal::NoticeDecided
    );
    let mut session = gazette.paper.read().await.unwrap();
    let figures = notices::figures(&mut session, gazette.title).await.unwrap();
    assert_eq!((figures.open, figures.kept, figures.hidden), (0, 0, 1));
}

#[tokio::test]
async fn redaction_reaches_every_word_readers_have_sent() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    policy(&gazette, |policy| policy.website = true).await;
    let form = filled(
        &gazette,
        placement,
        "Ada Nardi",
        "Luca Nardi told me himself.",
    )
    .await;
    let form = Sending {
        email: "nardi@example.org".to_owned(),
        website: "https://example.org/nardi".to_owned(),
        ..form
    };
    let id = send(&gazette, &form).await.unwrap();
    decide(&gazette.paper, &gazette.ines, id, &Verdict::Approve)
        .await
        .unwrap();
    let token = notices::form(&gazette.paper, id).await.unwrap();
    gazette.later(1);
    let notice = notices::Sending {
        placement,
        comment: id.to_string(),
        ground: "private".to_owned(),
        explanation: "Nardi is my neighbour.".to_owned(),
        name: "Nardi".to_owned(),
        email: "nardi@example.org".to_owned(),
        good_faith: true,
        token,
        trap: String::new(),
        address: None,
    };
    let sent = notices::send(&gazette.paper, &notice)
        .await
        .unwrap()
        .unwrap();
    notices::decide(
        &gazette.paper,
        &gazette.ines,
        sent,
        Outcome::Hidden,
        "Nardi asked for it",
    )
    .await
    .unwrap();
    let mut session = gazette.paper.read().await.unwrap();
    let article = paper::articles::placement(&mut session, placement)
        .await
        .unwrap()
        .unwrap()
        .article;
    drop(session);
    let redaction = paper::articles::redacting::Redaction {
        class: paper::articles::content::Class::Rights,
        words: vec!["Nardi".to_owned()],
        pictures: Vec::new(),
        reason: "A person's rights".to_owned(),
    };
    paper::articles::redacting::redact(&gazette.paper, &gazette.ines, article, &redaction)
        .await
        .unwrap();
    gazette.later(1);
    paper::jobs::work(&gazette.paper).await.unwrap();
    let entry = entry(&gazette, id).await;
    let mut session = gazette.paper.read().await.unwrap();
    let notice = notices::find(&mut session, sent).await.unwrap();
    let all = format!("{entry:?} {notice:?}").to_lowercase();
    assert!(!all.contains("nardi"), "{all}");
}

#[tokio::test]
async fn a_name_hundreds_of_readers_wrote_is_gone_when_the_redaction_answers() {
    /// More than are blanked in the deed's own transaction.
    const READERS: u32 = 230;
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let mut sent = Vec::new();
    for number in 0..READERS {
        let text = format!("The {number} o’clock boat was late again, as Orsini knows.");
        let form = Sending {
            address: Some(household(number)),
            ..filled(&gazette, placement, &format!("Reader {number}"), &text).await
        };
        sent.push(send(&gazette, &form).await.unwrap());
    }
    let mut session = gazette.paper.read().await.unwrap();
    let article = paper::articles::placement(&mut session, placement)
        .await
        .unwrap()
        .unwrap()
        .article;
    let before = paper::changes::newest(&mut session).await.unwrap();
    drop(session);
    let redaction = paper::articles::redacting::Redaction {
        class: paper::articles::content::Class::Rights,
        words: vec!["Orsini".to_owned()],
        pictures: Vec::new(),
        reason: "A person's rights".to_owned(),
    };
    let redacted =
        paper::articles::redacting::redact(&gazette.paper, &gazette.ines, article, &redaction)
            .await
            .unwrap();
    assert_eq!(redacted.places, READERS);
    for id in sent {
        let text = entry(&gazette, id).await.text;
        assert!(!text.contains("Orsini"), "{text}");
    }
    let mut session = gazette.paper.read().await.unwrap();
    // Whoever keeps pages hears of each slice.
    let told = paper::changes::after(&mut session, before).await.unwrap();
    let touching = told
        .iter()
        .filter(|change| change.traces.articles.contains(&article))
        .count();
    assert!(touching >= 2, "{told:?}");
}
