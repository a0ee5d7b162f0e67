//! What is kept of one person and of nobody else, and the notices of people who never comment.

use crate::comments::refusal;
use crate::talk::{article, days_pass, entry, filled, household, policy, send};
use cast::Gazette;
use paper::Refusal;
use paper::comments::banning::{self, Kind, NewBan};
use paper::comments::notices::{self, Notice};
use paper::comments::privacy::{self, Whom};
use paper::comments::receipt;
use paper::comments::sending::Sending;
use paper::comments::{Ground, Verdict, decide};
use paper::forms::Problem;
use paper::id::{CommentId, NoticeId, PlacementId};

/// A comment readers see.
async fn shown(gazette: &Gazette, placement: PlacementId, name: &str, text: &str) -> CommentId {
    let form = filled(gazette, placement, name, text).await;
    let id = send(gazette, &form).await.unwrap();
    decide(&gazette.paper, &gazette.ines, id, &Verdict::Approve)
        .await
        .unwrap();
    id
}

/// A notice as its form comes in.
async fn noticed(
    gazette: &Gazette,
    placement: PlacementId,
    comment: CommentId,
    from: u32,
    (name, email, words): (&str, &str, &str),
) -> Result<NoticeId, Vec<Problem>> {
    let token = notices::form(&gazette.paper, comment).await.unwrap();
    gazette.later(1);
    let sending = notices::Sending {
        placement,
        comment: comment.to_string(),
        ground: "private".to_owned(),
        explanation: words.to_owned(),
        name: name.to_owned(),
        email: email.to_owned(),
        good_faith: true,
        token,
        trap: String::new(),
        address: Some(household(from)),
    };
    notices::send(&gazette.paper, &sending).await.unwrap()
}

async fn find(gazette: &Gazette, id: NoticeId) -> Notice {
    let mut session = gazette.paper.read().await.unwrap();
    notices::find(&mut session, id).await.unwrap()
}

#[tokio::test]
async fn who_sent_only_a_notice_gets_it_and_can_have_it_erased() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let comment = shown(&gazette, placement, "Marisa", "He lives at number 7.").await;
    let by_mail = ("Orfeo", "Orfeo@Example.org", "This is my address.");
    let one = noticed(&gazette, placement, comment, 2, by_mail)
        .await
        .unwrap();
    let by_name = ("Lia", "", "This is my neighbour’s address.");
    let other = noticed(&gazette, placement, comment, 3, by_name)
        .await
        .unwrap();
    let (paper, ines) = (&gazette.paper, &gazette.ines);
    let whom = Whom::Email("orfeo@example.org".to_owned());
    assert!(matches!(
        refusal(privacy::export(paper, &gazette.tomas, &whom).await),
        Refusal::NotAllowed { .. }
    ));
    let document = privacy::export(paper, ines, &whom).await.unwrap();
    let said = document.to_string();
    assert!(
        said.contains("This is my address.") && !said.contains("Lia"),
        "{said}"
    );
    assert_eq!(privacy::erase(paper, ines, &whom).await.unwrap(), 1);
    assert_eq!(
        privacy::erase(paper, ines, &Whom::Notice(other))
            .await
            .unwrap(),
        1
    );
    for id in [one, other] {
        let left = find(&gazette, id).await;
        assert_eq!(
            (
                left.name.as_str(),
                left.email.as_str(),
                left.explanation.as_str()
            ),
            ("", "", "")
        );
    }
    assert!(matches!(
        refusal(privacy::export(paper, ines, &whom).await),
        Refusal::Unknown { .. }
    ));
}

#[tokio::test]
async fn two_people_of_one_name_and_network_are_not_mixed() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let mut ids = Vec::new();
    for (email, text) in [
        (
            "anna.b@example.org",
            "Words of the one with a mail address.",
        ),
        ("", "Words of the other, who gave none."),
        ("", "More words of the other, who gave none."),
    ] {
        let form = filled(&gazette, placement, "Anna", text).await;
        let form = Sending {
            email: email.to_owned(),
            ..form
        };
        ids.push(send(&gazette, &form).await.unwrap());
    }
    let (paper, ines) = (&gazette.paper, &gazette.ines);
    let of = async |id: CommentId| {
        let document = privacy::export(paper, ines, &Whom::Comment(id)).await;
        let document = document.unwrap();
        let comments = document["comments"].as_array().unwrap().len();
        (comments, document.to_string().contains("anna.b@"))
    };
    assert_eq!(of(ids[0]).await, (1, true));
    assert_eq!(of(ids[1]).await, (2, false));
    assert_eq!(
        privacy::erase(paper, ines, &Whom::Comment(ids[2]))
            .await
            .unwrap(),
        2
    );
    assert_eq!(entry(&gazette, ids[0]).await.name, "Anna");
}

#[tokio::test]
async fn what_is_erased_is_erased_from_bans_too() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let form = filled(&gazette, placement, "Rude Reader", "You are all fools.").await;
    let form = Sending {
        email: "rude@example.org".to_owned(),
        ..form
    };
    let id = send(&gazette, &form).await.unwrap();
    let (paper, ines) = (&gazette.paper, &gazette.ines);
    for (kind, value) in [
        (Kind::Name, "Rude Reader".to_owned()),
        (Kind::Mail, "rude@example.org".to_owned()),
        (Kind::Prefix, id.to_string()),
        (Kind::Name, "Somebody Else".to_owned()),
    ] {
        let new = NewBan {
            kind,
            value,
            until: None,
            reason: "Insults".to_owned(),
        };
        banning::ban(paper, ines, gazette.title, &new)
            .await
            .unwrap();
    }
    privacy::erase(paper, ines, &Whom::Comment(id))
        .await
        .unwrap();
    let mut session = paper.read().await.unwrap();
    let now = paper.now();
    let bans = banning::list(&mut session, gazette.title, now, None, banning::PAGE_MAX)
        .await
        .unwrap();
    let hints: Vec<&str> = bans.iter().map(|ban| ban.hint.as_str()).collect();
    assert_eq!(hints, ["Somebody Else"]);
}

#[tokio::test]
async fn one_network_has_one_open_notice_of_a_comment() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let comment = shown(&gazette, placement, "Marisa", "He lives at number 7.").await;
    let first = ("Orfeo", "", "This is my address.");
    let one = noticed(&gazette, placement, comment, 2, first)
        .await
        .unwrap();
    let again = noticed(&gazette, placement, comment, 2, first)
        .await
        .unwrap();
    assert_eq!(one, again, "pressed twice");
    let other = ("Orfeo", "", "And I say it again.");
    let problems = noticed(&gazette, placement, comment, 2, other)
        .await
        .unwrap_err();
    assert_eq!(problems[0].why, Refusal::NoticeOpen);
    noticed(&gazette, placement, comment, 3, other)
        .await
        .unwrap();
    let (paper, ines) = (&gazette.paper, &gazette.ines);
    notices::decide(paper, ines, one, notices::Outcome::Kept, "A public number")
        .await
        .unwrap();
    let later = noticed(&gazette, placement, comment, 2, other)
        .await
        .unwrap();
    assert_ne!(later, one);
}

#[tokio::test]
async fn a_crowds_notices_of_one_article_have_a_measure() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let comment = shown(&gazette, placement, "Marisa", "He lives at number 7.").await;
    let token = notices::form(&gazette.paper, comment).await.unwrap();
    gazette.later(1);
    let mut taken = 0;
    for house in 10..80 {
        let sending = notices::Sending {
            placement,
            comment: comment.to_string(),
            ground: "private".to_owned(),
            explanation: format!("I am number {house}."),
            name: String::new(),
            email: String::new(),
            good_faith: true,
            token: token.clone(),
            trap: String::new(),
            address: Some(household(house)),
        };
        match notices::send(&gazette.paper, &sending).await.unwrap() {
            Ok(_) => taken += 1,
            Err(problems) => assert_eq!(problems[0].why, Refusal::QueueFull),
        }
    }
    assert_eq!(taken, 30);
    let mut session = gazette.paper.read().await.unwrap();
    let title = gazette.title;
    let first = notices::list(&mut session, title, true, None, 20)
        .await
        .unwrap();
    let last = first.last().map(|notice| (notice.at, notice.id));
    let rest = notices::list(&mut session, title, true, last, 20)
        .await
        .unwrap();
    assert_eq!((first.len(), rest.len()), (20, 10));
}

#[tokio::test]
async fn a_notices_contact_is_forgotten_also_where_only_a_name_was_given_or_nobody_decided() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    policy(&gazette, |policy| policy.email_days = 10).await;
    let comment = shown(&gazette, placement, "Marisa", "He lives at number 7.").await;
    let named = ("Orfeo", "", "This is my address.");
    let decided = noticed(&gazette, placement, comment, 2, named)
        .await
        .unwrap();
    let mailed = ("", "lia@example.org", "This is my neighbour’s address.");
    let open = noticed(&gazette, placement, comment, 3, mailed)
        .await
        .unwrap();
    let (paper, ines) = (&gazette.paper, &gazette.ines);
    notices::decide(
        paper,
        ines,
        decided,
        notices::Outcome::Kept,
        "A public number",
    )
    .await
    .unwrap();
    days_pass(&gazette, 11).await;
    assert_eq!(find(&gazette, decided).await.name, "");
    assert_eq!(find(&gazette, open).await.email, "lia@example.org");
    days_pass(&gazette, 365).await;
    assert_eq!(find(&gazette, open).await.email, "");
}

#[tokio::test]
async fn a_receipt_tells_whether_a_program_had_marked_the_comment() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    for (text, marked) in [
        ("A quiet sentence of mine.", false),
        ("BUY WATCHES NOW AT https://shop.example FRIENDS", true),
    ] {
        let form = filled(&gazette, placement, "Marisa", text).await;
        let id = send(&gazette, &form).await.unwrap();
        let verdict = Verdict::Reject {
            ground: Ground::Spam,
            reason: String::new(),
        };
        decide(&gazette.paper, &gazette.ines, id, &verdict)
            .await
            .unwrap();
        let mut session = gazette.paper.read().await.unwrap();
        let receipt = receipt::state(&mut session, placement, id).await.unwrap();
        assert_eq!(receipt.unwrap().marked, marked, "{text}");
    }
}
