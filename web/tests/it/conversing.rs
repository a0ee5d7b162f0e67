//! The conversation under an article: what is decided, where each comment stands, what is said of it.

use crate::readers::{HOST, approved, form, placement, policy, sent, stage};
use crate::stage::{get, hidden, send};
use http::StatusCode;
use paper::comments::{self, Ground, Verdict, banning, moderating};

#[tokio::test]
async fn what_a_moderator_decides_is_seen_at_the_next_request_and_told_to_the_writer() {
    let (gazette, door, path) = stage().await;
    let action = format!("{path}/comment");
    let token = form(&gazette, &door, &action).await;
    let fields = [
        ("token", token.as_str()),
        ("name", "Marisa T."),
        ("text", "The *captain* was https://calm.example/log."),
    ];
    let receipt = send(&door, &action, &fields)
        .await
        .header("location")
        .to_owned();
    let id = sent(&receipt);
    comments::decide(&gazette.paper, &gazette.ines, id, &Verdict::Approve)
        .await
        .unwrap();
    let page = get(&door, HOST, &path).await.text();
    for words in [
        "The <em>captain</em> was <a href=\"https://calm.example/log\" rel=\"ugc nofollow noopener\">",
        &format!("id=\"c-{id}\""),
        &format!("href=\"{path}/comment?reply={id}\""),
        &format!("href=\"{path}/notice?comment={id}\""),
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    let told = get(&door, HOST, &receipt).await.text();
    assert!(told.contains("Your comment is published") && told.contains(&format!("?comment={id}")));
    let hide = Verdict::Hide {
        ground: Ground::Insult,
        reason: "The last line".to_owned(),
    };
    comments::decide(&gazette.paper, &gazette.ines, id, &hide)
        .await
        .unwrap();
    assert!(
        !get(&door, HOST, &path)
            .await
            .text()
            .contains("calm.example")
    );
    let told = get(&door, HOST, &receipt).await.text();
    for words in [
        "was taken away",
        "Reason: insults.",
        "“The last line”",
        "A program had marked it; a person read it and decided.",
    ] {
        assert!(told.contains(words), "{words}\n{told}");
    }
    assert_eq!(
        get(&door, HOST, &format!("{path}?comment={id}"))
            .await
            .status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn every_comment_has_an_address_that_leads_to_it_on_whatever_page_it_stands() {
    let (gazette, door, path) = stage().await;
    let placement = placement(&gazette, &path).await;
    let mut ids = Vec::new();
    for number in 0..30 {
        gazette.later(1);
        let top = approved(
            &gazette,
            placement,
            None,
            "Reader",
            &format!("Thread {number}"),
        )
        .await;
        ids.push(top);
    }
    for number in 0..90 {
        gazette.later(1);
        let top = ids[number % 3];
        ids.push(
            approved(
                &gazette,
                placement,
                Some(top),
                "Replier",
                &format!("Reply {number}"),
            )
            .await,
        );
    }
    for id in &ids {
        let got = get(&door, HOST, &format!("{path}?comment={id}")).await;
        assert_eq!(got.status, StatusCode::FOUND);
        let to = got.header("location").to_owned();
        let (page, anchor) = to.split_once('#').expect("an anchor");
        let page = get(&door, HOST, page).await;
        assert_eq!(page.status, StatusCode::OK, "{to}");
        assert!(page.text().contains(&format!(" id=\"{anchor}\"")), "{to}");
    }
    let first = get(&door, HOST, &path).await.text();
    assert!(
        first.contains("(120)") && first.contains("Page 1 of 3"),
        "{first}"
    );
    assert!(first.contains(&format!("href=\"{path}?comments=2#comments\"")));
    assert!(first.contains(&format!("href=\"{path}?order=newest#comments\"")));
    let second = get(&door, HOST, &format!("{path}?comments=2")).await.text();
    assert!(
        second.contains("Continuing the conversation of Reader"),
        "{second}"
    );
    let newest = get(&door, HOST, &format!("{path}?order=newest"))
        .await
        .text();
    assert!(
        newest.contains("Thread 29") && !newest.contains("Thread 1<"),
        "newest threads first"
    );
    for wrong in [
        "?comments=4",
        "?comments=0",
        "?comments=x",
        "?comment=x",
        "?comment=01926e00-0000-7000-8000-000000000000",
    ] {
        assert_eq!(
            get(&door, HOST, &format!("{path}{wrong}")).await.status,
            StatusCode::NOT_FOUND,
            "{wrong}"
        );
    }
    // The first comment of a thread goes, its replies stay where their addresses lead.
    let hide = Verdict::Hide {
        ground: Ground::OffTopic,
        reason: String::new(),
    };
    comments::decide(&gazette.paper, &gazette.ines, ids[0], &hide)
        .await
        .unwrap();
    let page = get(&door, HOST, &path).await.text();
    assert!(
        page.contains("Comment removed") && page.contains("(119)"),
        "{page}"
    );
}

#[tokio::test]
async fn a_page_shows_fifty_comments_however_many_there_are() {
    let (gazette, door, path) = stage().await;
    let placement = placement(&gazette, &path).await;
    for number in 0..60 {
        gazette.later(1);
        approved(
            &gazette,
            placement,
            None,
            "Reader",
            &format!("Thread {number}"),
        )
        .await;
    }
    let page = get(&door, HOST, &path).await.text();
    assert_eq!(page.matches("class=\"cmt\"").count(), 50);
}

#[tokio::test]
async fn five_thousand_comments_make_no_page_longer_than_sixty_do() {
    let (gazette, door, path) = stage().await;
    let placement = placement(&gazette, &path).await;
    let mut size = 0;
    let mut last = None;
    for number in 0..5_000 {
        let (paper, tomas) = (&gazette.paper, &gazette.tomas);
        let said = moderating::speak(paper, tomas, placement, None, "Here.").await;
        last = Some(said.unwrap());
        if number == 60 {
            size = get(&door, HOST, &path).await.text().len();
        }
    }
    let page = get(&door, HOST, &path).await.text();
    assert_eq!(page.matches("class=\"cmt\"").count(), 50);
    assert!(page.contains("Page 1 of 100"), "{page}");
    assert!(page.len() < size + 100, "{} and {size}", page.len());
    let last = last.unwrap();
    let got = get(&door, HOST, &format!("{path}?comment={last}")).await;
    assert_eq!(
        got.header("location"),
        format!("{path}?comments=100#c-{last}")
    );
}

#[tokio::test]
async fn replies_notices_and_the_desks_answers_go_through_pages_of_their_own() {
    let (gazette, door, path) = stage().await;
    let placement = placement(&gazette, &path).await;
    let asked = approved(
        &gazette,
        placement,
        None,
        "Marisa",
        "Where was the captain?",
    )
    .await;
    moderating::speak(
        &gazette.paper,
        &gazette.tomas,
        placement,
        Some(asked),
        "On the bridge.",
    )
    .await
    .unwrap();
    let page = get(&door, HOST, &path).await.text();
    assert!(
        page.contains("<span class=\"st good\">Author</span>"),
        "{page}"
    );
    let reply = format!("{path}/comment?reply={asked}");
    let page = get(&door, HOST, &reply).await.text();
    assert!(
        page.contains("Reply to a comment") && page.contains("Where was the captain?"),
        "{page}"
    );
    assert_eq!(hidden(&page, "reply"), asked.to_string());

    let address = format!("{path}/notice?comment={asked}");
    let page = get(&door, HOST, &address).await.text();
    assert!(
        page.contains("Report this comment") && page.contains("name=\"good_faith\""),
        "{page}"
    );
    let token = hidden(&page, "token");
    gazette.later(1);
    let action = format!("{path}/notice");
    let id = asked.to_string();
    let mut fields = vec![
        ("token", token.as_str()),
        ("comment", id.as_str()),
        ("ground", "insult"),
        ("text", "It hurts."),
    ];
    let refused = send(&door, &action, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("good faith") && refused.text().contains("It hurts.</textarea>")
    );
    assert!(refused.text().contains("value=\"insult\" selected"));
    fields.push(("good_faith", "yes"));
    let taken = send(&door, &action, &fields).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
    let receipt = get(&door, HOST, taken.header("location")).await.text();
    assert!(receipt.contains("Notice received"), "{receipt}");
    for wrong in [
        "",
        "?comment=x",
        "?sent=x",
        "?comment=01926e00-0000-7000-8000-000000000000",
    ] {
        let got = get(&door, HOST, &format!("{path}/notice{wrong}")).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{wrong}");
    }
}

#[tokio::test]
async fn a_page_says_in_a_sentence_why_nobody_can_write() {
    let (gazette, door, path) = stage().await;
    let placement = placement(&gazette, &path).await;
    let asked = approved(&gazette, placement, None, "Marisa", "Where was he?").await;
    let action = format!("{path}/comment");
    let written = format!("href=\"{action}\"");
    let (paper, ines) = (&gazette.paper, &gazette.ines);
    let page = get(&door, HOST, &path).await.text();
    assert!(
        page.contains(&written) && !page.contains("closed"),
        "{page}"
    );
    moderating::close_thread(paper, ines, asked, true)
        .await
        .unwrap();
    let page = get(&door, HOST, &path).await.text();
    assert!(
        page.contains("This conversation is closed: it takes no more replies."),
        "{page}"
    );
    assert!(
        page.contains(&written) && !page.contains("?reply="),
        "{page}"
    );
    policy(&gazette, |policy| policy.desk = true).await;
    says(&door, &path, "Only the newsroom comments here.").await;
    policy(&gazette, |policy| policy.desk = false).await;
    moderating::close_placement(paper, ines, placement, true)
        .await
        .unwrap();
    says(&door, &path, "Comments on this article are closed.").await;
    moderating::close_placement(paper, ines, placement, false)
        .await
        .unwrap();
    policy(&gazette, |policy| policy.close_after_days = Some(1)).await;
    gazette.later(24 * 60);
    let open = get(&door, HOST, &path).await.text();
    assert!(open.contains(&written), "until a deed says so");
    paper::jobs::work(paper).await.unwrap();
    says(&door, &path, "Comments closed a day after publication.").await;
}

/// The sentence stands on the article and where the form would be; neither has a way to write.
async fn says(door: &axum::Router, path: &str, words: &str) {
    let page = get(door, HOST, path).await.text();
    assert!(page.contains(words), "{words}\n{page}");
    assert!(
        !page.contains(&format!("href=\"{path}/comment\"")),
        "{page}"
    );
    let form = get(door, HOST, &format!("{path}/comment")).await;
    assert_eq!(form.status, StatusCode::OK);
    let form = form.text();
    assert!(
        form.contains(words) && !form.contains("<textarea"),
        "{form}"
    );
    assert!(!form.contains("was not sent"), "{form}");
}

#[tokio::test]
async fn under_what_was_taken_away_no_comment_is_found_by_any_address() {
    let (gazette, door, path) = stage().await;
    let placement = placement(&gazette, &path).await;
    let id = approved(&gazette, placement, None, "Marisa", "Where was he?").await;
    let mut session = gazette.paper.read().await.unwrap();
    let found = paper::articles::placement(&mut session, placement).await;
    let article = found.unwrap().unwrap().article;
    drop(session);
    let ways = [
        format!("{path}?comment={id}"),
        format!("{path}/notice?comment={id}"),
        format!("{path}/comment?reply={id}"),
    ];
    for way in &ways {
        assert!(get(&door, HOST, way).await.status.as_u16() < 400, "{way}");
    }
    let note = "The harbour office took it back.";
    paper::articles::withdrawing::withdraw(&gazette.paper, &gazette.ines, article, note)
        .await
        .unwrap();
    for way in &ways {
        let got = get(&door, HOST, way).await;
        assert!(!got.text().contains("Where was he?"), "{way}");
    }
    for way in &ways[..2] {
        assert_eq!(
            get(&door, HOST, way).await.status,
            StatusCode::NOT_FOUND,
            "{way}"
        );
    }
}

#[tokio::test]
async fn a_reply_to_what_is_gone_says_so_and_a_ban_tells_its_end_as_people_do() {
    let (gazette, door, path) = stage().await;
    let placement = placement(&gazette, &path).await;
    let id = approved(&gazette, placement, None, "Marisa", "Where was he?").await;
    let action = format!("{path}/comment");
    let token = form(&gazette, &door, &action).await;
    let hide = Verdict::Hide {
        ground: Ground::OffTopic,
        reason: String::new(),
    };
    comments::decide(&gazette.paper, &gazette.ines, id, &hide)
        .await
        .unwrap();
    let id = id.to_string();
    let fields = [
        ("token", token.as_str()),
        ("reply", id.as_str()),
        ("name", "Orfeo"),
        ("text", "On the bridge, I think."),
    ];
    let page = send(&door, &action, &fields).await.text();
    assert!(
        page.contains("it will stand on its own") && page.contains("On the bridge, I think."),
        "{page}"
    );
    let new = banning::NewBan {
        kind: banning::Kind::Name,
        value: "Orfeo".to_owned(),
        until: Some(gazette.paper.now() + jiff::SignedDuration::from_hours(24)),
        reason: "Insults".to_owned(),
    };
    banning::ban(&gazette.paper, &gazette.ines, gazette.title, &new)
        .await
        .unwrap();
    let fields = [fields[0], fields[2], fields[3]];
    let page = send(&door, &action, &fields).await.text();
    assert!(page.contains("suspended commenting until"), "{page}");
    assert!(!page.contains("T09:") && !page.contains("Z."), "{page}");
}
