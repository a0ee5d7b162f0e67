//! Links by which somebody chooses a password, once.

use super::*;
use paper::doors::links::{FIRST_HOURS, INVITE_HOURS, Kind, RESET_HOURS};
use paper::doors::{first_secret, link_path, settings};
use paper::{audit, people, titles};

async fn spend(gazette: &Gazette, link: &str) -> Result<Entered, Error> {
    links::spend(&gazette.paper, whence(at(3)), link, PASSWORD, false).await
}

#[tokio::test]
async fn an_invitation_is_good_once_and_for_a_day() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let late = links::invite(paper, &gazette.operator, "edo")
        .await
        .expect("a link");
    hours(&gazette, INVITE_HOURS);
    assert_eq!(refused(links::open(paper, &late).await), Refusal::LinkSpent);
    assert_eq!(refused(spend(&gazette, &late).await), Refusal::LinkSpent);

    let first = links::invite(paper, &gazette.operator, "edo")
        .await
        .expect("a link");
    let link = links::invite(paper, &gazette.operator, "edo")
        .await
        .expect("a link");
    assert_eq!(
        refused(spend(&gazette, &first).await),
        Refusal::LinkSpent,
        "a newer one was made"
    );
    hours(&gazette, INVITE_HOURS - 1);
    // Looking at it does not spend it.
    for _ in 0..2 {
        let shown = links::open(paper, &link).await.expect("open");
        assert_eq!(
            (shown.kind, shown.handle.as_str(), shown.chars_min),
            (Kind::Invite, "edo", 15)
        );
    }
    let short = links::spend(paper, whence(at(3)), &link, "short", false).await;
    assert_eq!(
        refused(short),
        Refusal::PasswordShort { least: 15 },
        "nor does a password that will not do"
    );
    let entered = opened(spend(&gazette, &link).await.expect("in"));
    assert_eq!(
        signed_in(paper, &entered.secret).await.actor.handle(),
        "edo"
    );
    assert_eq!(
        refused(spend(&gazette, &link).await),
        Refusal::LinkSpent,
        "once"
    );
    let again = refused(links::invite(paper, &gazette.operator, "edo").await);
    assert_eq!(
        again,
        Refusal::CanSignIn {
            handle: "edo".to_owned()
        }
    );
    for secret in ["", "x", &"A".repeat(43)] {
        assert_eq!(
            refused(links::open(paper, secret).await),
            Refusal::LinkSpent
        );
    }
}

#[tokio::test]
async fn two_who_come_with_one_link_at_once_do_not_both_choose() {
    let gazette = Gazette::new().await;
    let link = links::invite(&gazette.paper, &gazette.operator, "edo")
        .await
        .expect("a link");
    let (one, other) = tokio::join!(spend(&gazette, &link), spend(&gazette, &link));
    let spent = |outcome: Result<Entered, Error>| match outcome {
        Ok(_) => false,
        Err(error) => error.refusal() == Some(&Refusal::LinkSpent),
    };
    let outcomes = [spent(one), spent(other)];
    assert!(
        outcomes.contains(&true) && outcomes.contains(&false),
        "{outcomes:?}"
    );
}

#[tokio::test]
async fn a_reset_ends_every_session_and_is_good_for_an_hour() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let before = invited(&gazette, "tomas").await;
    let late = links::reset(paper, &gazette.operator, "tomas")
        .await
        .expect("a link");
    hours(&gazette, RESET_HOURS);
    assert_eq!(refused(spend(&gazette, &late).await), Refusal::LinkSpent);
    let link = links::reset(paper, &gazette.operator, "tomas")
        .await
        .expect("a link");
    let new = "un mare senza una nave";
    let entered = links::spend(paper, whence(at(3)), &link, new, false)
        .await
        .expect("in");
    let entered = opened(entered);
    assert!(is_out(paper, &before.secret).await);
    signed_in(paper, &entered.secret).await;
    assert_ne!(
        entered.device, before.device,
        "browsers are not known any more"
    );
    assert_eq!(
        refused(enters(&gazette, "tomas", PASSWORD).await),
        Refusal::SignInFailed
    );
    enters(&gazette, "tomas", new).await.expect("in");
}

#[tokio::test]
async fn links_are_made_by_who_keeps_accounts_and_are_on_the_audit_trail_without_their_secret() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let refusal = refused(links::reset(paper, &gazette.ines, "tomas").await);
    assert!(matches!(refusal, Refusal::NotAllowed { .. }), "{refusal}");
    let refusal = refused(links::invite(paper, &gazette.operator, "nobody").await);
    assert!(matches!(refusal, Refusal::Unknown { .. }), "{refusal}");
    people::close_account(paper, &gazette.operator, "tomas")
        .await
        .expect("closed");
    let refusal = refused(links::invite(paper, &gazette.operator, "tomas").await);
    assert!(
        matches!(refusal, Refusal::AccountClosed { .. }),
        "{refusal}"
    );
    let secret = invited(&gazette, "ines").await.secret;
    let link = links::reset(paper, &gazette.operator, "ines")
        .await
        .expect("a link");
    let mut session = paper.read().await.expect("a read");
    let lines = audit::newest(&mut session).await.expect("lines");
    let told = format!("{lines:?}");
    assert!(
        told.contains("\\\"link\\\":\\\"reset\\\"") && told.contains("session.open"),
        "{told}"
    );
    assert!(!told.contains(&link) && !told.contains(&secret) && !told.contains(PASSWORD));
    assert_eq!(link_path("x"), "/newsroom/link/x");
}

#[tokio::test]
async fn where_nobody_can_sign_in_a_start_makes_one_link_and_after_that_none() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let first = first_secret(paper).await.expect("asked").expect("a link");
    let second = first_secret(paper).await.expect("asked").expect("another");
    assert_eq!(first.host, "gazette.test");
    let secret = |path: &str| {
        path.strip_prefix("/newsroom/link/")
            .expect("a link")
            .to_owned()
    };
    let (first, second) = (secret(&first.path), secret(&second.path));
    assert_eq!(refused(spend(&gazette, &first).await), Refusal::LinkSpent);
    hours(&gazette, FIRST_HOURS - 1);
    let entered = opened(spend(&gazette, &second).await.expect("in"));
    assert_eq!(
        signed_in(paper, &entered.secret).await.actor.handle(),
        "operator"
    );
    assert_eq!(first_secret(paper).await.expect("asked"), None);
}

#[tokio::test]
async fn the_newsroom_is_at_the_host_that_was_chosen_and_speaks_the_language_each_account_chose() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    cast::found_title(
        paper,
        &gazette.operator,
        "beacon",
        "The Beacon",
        "beacon.test",
    )
    .await;
    let host = async || {
        let mut session = paper.read().await.expect("a read");
        paper::doors::host(&mut session).await.expect("asked")
    };
    assert_eq!(host().await.as_deref(), Some("gazette.test"));
    let refusal = refused(settings::set_host(paper, &gazette.ines, "beacon.test").await);
    assert!(matches!(refusal, Refusal::NotAllowed { .. }), "{refusal}");
    let refusal = refused(settings::set_host(paper, &gazette.operator, "elsewhere.test").await);
    assert!(matches!(refusal, Refusal::Unknown { .. }), "{refusal}");
    settings::set_host(paper, &gazette.operator, "beacon.test")
        .await
        .expect("set");
    assert_eq!(host().await.as_deref(), Some("beacon.test"));
    let mut session = paper.read().await.expect("a read");
    let all = titles::all(&mut session).await.expect("titles");
    drop(session);
    let beacon = all
        .iter()
        .find(|title| title.key == "beacon")
        .expect("a title");
    titles::settle(
        paper,
        &gazette.operator,
        beacon.id,
        &titles::Settle {
            hosts: Some(vec!["moved.test".to_owned()]),
            ..titles::Settle::default()
        },
    )
    .await
    .expect("moved");
    assert_eq!(
        host().await.as_deref(),
        Some("gazette.test"),
        "given up, it is the first title's"
    );

    let secret = invited(&gazette, "ines").await.secret;
    let ines = signed_in(paper, &secret).await;
    let refusal = refused(settings::choose_language(paper, &ines.actor, "de").await);
    assert!(matches!(refusal, Refusal::Unfit { .. }), "{refusal}");
    settings::choose_language(paper, &ines.actor, "it")
        .await
        .expect("chosen");
    assert_eq!(signed_in(paper, &secret).await.language, "it");
}
