//! Links and word of changes by mail, as the pages offer them; and the deputies of a title.

use crate::keeping_house::House;
use http::StatusCode;
use paper::doors::mails::{self, Mail, MailServer};
use paper::jobs::{self, Kind};

/// A newspaper whose mails go out.
async fn with_mail() -> House {
    let house = House::new().await;
    house.gazette.paper.send_mails_by(MailServer {
        server: "mail.gazette.test:587".to_owned(),
        tls: "starttls",
        user: "desk".to_owned(),
        from: "The Desk <desk@gazette.test>".to_owned(),
    });
    house
}

/// Everything that waits, as the mail server would get it.
async fn sent(house: &House) -> Vec<Mail> {
    let paper = &house.gazette.paper;
    let mut all = Vec::new();
    while let Some(job) = jobs::next_outside(paper, Kind::SendMail).await.unwrap() {
        if let Some(mail) = mails::write(paper, &job.key).await.unwrap() {
            mails::sent(paper, &mail).await.unwrap();
            all.push(mail);
        }
        jobs::settle_outside(paper, job, Ok(())).await.unwrap();
    }
    all
}

#[tokio::test]
async fn without_mail_nobody_is_offered_a_link_by_it() {
    let house = House::new().await;
    let stranger = house.stranger();
    let door = stranger.page("/newsroom/sign-in").await;
    assert!(!door.contains("/newsroom/forgotten") && door.contains("makes you a link"));
    for got in [
        stranger.get("/newsroom/forgotten").await,
        stranger
            .send("/newsroom/forgotten", &[("name", "ines")])
            .await,
    ] {
        assert_eq!(got.status, StatusCode::NOT_FOUND);
    }
    let operator = house.person("operator").await;
    let installation = operator.page("/newsroom/installation").await;
    assert!(installation.contains("No mail is set"));
    assert!(!installation.contains("installation/mail"));
    let unset = operator.send("/newsroom/installation/mail", &[]).await;
    assert_eq!(unset.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn whoever_has_forgotten_a_password_chooses_another_and_strangers_learn_nothing() {
    let house = with_mail().await;
    let ines = house.person("ines").await;
    let email = [("email", "ines@gazette.test")];
    let got = ines.send("/newsroom/account/address", &email).await;
    assert_eq!(got.to, "/newsroom/account?done=account-address");
    let ines = house.again("ines").await;
    let page = ines.page("/newsroom/account").await;
    assert!(page.contains("value=\"ines@gazette.test\""), "{page}");
    sent(&house).await;
    let stranger = house.stranger();
    let door = stranger.page("/newsroom/sign-in").await;
    assert!(door.contains("href=\"/newsroom/forgotten\""));
    let mut answers = Vec::new();
    for name in ["ines", "nobody", "tomas"] {
        let got = stranger
            .send("/newsroom/forgotten", &[("name", name)])
            .await;
        assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
        answers.push((got.to, got.cookies, got.text));
    }
    assert!(answers.iter().all(|one| *one == answers[0]), "{answers:?}");
    let told = stranger.page(&answers[0].0).await;
    assert!(
        told.contains("role=\"status\">If there is an account"),
        "{told}"
    );

    let mails = sent(&house).await;
    let [mail] = &mails[..] else {
        panic!("one mail: {mails:?}")
    };
    assert_eq!(mail.to, "ines@gazette.test");
    let (path, _) = mail.link.clone().expect("a link");
    let password = "gannets dive off the mole";
    let chosen = [("password", password), ("again", password)];
    let got = stranger.send(&path, &chosen).await;
    assert_eq!(got.to, "/newsroom/", "{}", got.text);
    let out = ines.get("/newsroom/account").await;
    assert_eq!(out.status, StatusCode::SEE_OTHER, "the others have ended");
    let spent = stranger.send(&path, &chosen).await;
    assert_eq!(spent.status, StatusCode::CONFLICT);
    assert_eq!(sent(&house).await.len(), 1, "she is told");

    let slowed = loop {
        let got = stranger
            .send("/newsroom/forgotten", &[("name", "nobody")])
            .await;
        if got.status != StatusCode::SEE_OTHER {
            break got;
        }
    };
    assert_eq!(slowed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(slowed.text.contains("Too many tries"), "{}", slowed.text);
}

#[tokio::test]
async fn links_of_the_keeper_go_by_mail_where_the_account_has_an_address() {
    let house = with_mail().await;
    let operator = house.person("operator").await;
    let at = "/newsroom/people/accounts/tomas";
    let page = operator.page(at).await;
    assert!(page.contains("Make the invitation link") && page.contains("has no e-mail address"));
    let shown = operator.send(&format!("{at}/invite"), &[]).await.text;
    assert!(shown.contains("/newsroom/link/"), "{shown}");

    let wrong = [("email", "tomas@gazette.test, x@y.test")];
    let refused = operator.send(&format!("{at}/address"), &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains(wrong[0].1), "what was typed is kept");
    let email = [("email", "tomas@gazette.test")];
    let page = operator.does(&format!("{at}/address"), &email).await;
    assert!(page.contains("Send the invitation by e-mail"), "{page}");
    sent(&house).await;
    let page = operator.does(&format!("{at}/invite"), &[]).await;
    assert!(page.contains("on its way by e-mail") && !page.contains("/newsroom/link/"));
    assert_eq!(sent(&house).await[0].to, "tomas@gazette.test");
}

#[tokio::test]
async fn the_installation_shows_the_mail_server_and_tries_it() {
    let house = with_mail().await;
    let operator = house.person("operator").await;
    let page = operator.page("/newsroom/installation").await;
    for words in [
        "mail.gazette.test:587",
        "STARTTLS",
        "The Desk &lt;desk@gazette.test&gt;",
    ] {
        assert!(page.contains(words), "{words} in {page}");
    }
    let nowhere = operator.send("/newsroom/installation/mail", &[]).await;
    assert_eq!(nowhere.status, StatusCode::UNPROCESSABLE_ENTITY);
    let email = [("email", "ops@gazette.test")];
    operator.send("/newsroom/account/address", &email).await;
    let operator = house.again("operator").await;
    let page = operator.does("/newsroom/installation/mail", &[]).await;
    assert!(
        page.contains("Send a mail"),
        "it waits among the jobs: {page}"
    );
    let ines = house.person("ines").await;
    let no = ines.send("/newsroom/installation/mail", &[]).await;
    assert_eq!(no.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_director_names_a_deputy_for_a_turn_and_ends_it_early() {
    let house = House::new().await;
    let ines = house.person("ines").await;
    let at = "/newsroom/t/gazette/settings/deputies";
    let page = ines.page(at).await;
    assert!(page.contains("Nobody stands in") && page.contains("value=\"edo\""));
    assert!(
        !page.contains("value=\"tomas\""),
        "a reporter publishes nothing"
    );
    let backwards = [
        ("account", "edo"),
        ("from", "2026-03-03T20:00"),
        ("until", "2026-03-03T08:00"),
    ];
    let refused = ines.send(at, &backwards).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("value=\"2026-03-03T20:00\""),
        "what was typed is kept"
    );
    for (from, until) in [
        ("2026-03-02T08:30", "2026-03-02T20:00"),
        ("2026-03-04T08:00", "2026-03-04T20:00"),
    ] {
        let turn = [("account", "edo"), ("from", from), ("until", until)];
        let page = ines.does(at, &turn).await;
        assert!(page.contains("Edo Rinaldi"), "{page}");
    }
    let page = ines.page(at).await;
    assert_eq!(page.matches("on turn").count(), 1, "{page}");
    let turns: Vec<&str> = page
        .split("name=\"shift\" value=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert_eq!(turns.len(), 2);
    let edo = house.person("edo").await;
    let no = edo.send(&format!("{at}/end"), &[("shift", turns[0])]).await;
    assert_eq!(no.status, StatusCode::NOT_FOUND);
    for turn in turns {
        ines.does(&format!("{at}/end"), &[("shift", turn)]).await;
    }
    assert!(ines.page(at).await.contains("Nobody stands in"));
    let gone = ines.send(&format!("{at}/end"), &[("shift", "x")]).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);

    house.gazette.later(11);
    let turn = [
        ("account", "edo"),
        ("from", ""),
        ("until", "2026-03-05T20:00"),
    ];
    let proof = ines.send(at, &turn).await;
    assert!(
        proof.to.starts_with("/newsroom/account?prove=1"),
        "{}",
        proof.to
    );
}
