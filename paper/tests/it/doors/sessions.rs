//! Who stays in, for how long, and how it ends.

use super::*;
use crate::raw;
use cast::{Counted, sound};
use paper::articles::publishing::{self, Going};
use paper::articles::{drafting, withdrawing};
use paper::doors::passkeys::{self, Site};
use paper::doors::proving;
use paper::doors::sessions::STAY_IDLE_DAYS;
use paper::rights::Role;
use paper::{Actor, Place, jobs, keeping, people, shifts, tokens};
use std::sync::Arc;

#[tokio::test]
async fn who_is_in_does_deeds_until_the_session_is_ended_and_then_not_one_more() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let ines = signed_in(paper, &invited(&gazette, "ines").await.secret).await;
    assert_eq!(
        (ines.actor.handle(), ines.language.as_str()),
        ("ines", "en")
    );
    assert_eq!(
        ines.grants
            .iter()
            .map(|g| (g.role, g.title))
            .collect::<Vec<_>>(),
        [(Role::Director, Some(gazette.title))]
    );
    assert!(!ines.second_factor && !ines.factor_wanted);
    drafting::file(paper, &ines.actor, gazette.filing(sound("Ferry resumes")))
        .await
        .expect("filed");

    let other = opened(enters(&gazette, "ines", PASSWORD).await.expect("in"));
    let here = signed_in(paper, &other.secret).await;
    let listed = held::list(paper, &here.actor).await.expect("a list");
    assert_eq!(listed.len(), 2);
    assert_eq!(listed.iter().filter(|one| one.current).count(), 1);
    assert_eq!(listed[0].agent, "Firefox on a desk");
    assert_eq!(listed[0].network, listed[1].network, "one network");
    held::end(paper, &here.actor, ines.session)
        .await
        .expect("ended");

    // The actor was found before the session ended; the verb asks in its own transaction.
    let late = drafting::file(paper, &ines.actor, gazette.filing(sound("Too late"))).await;
    assert_eq!(refused(late), Refusal::SignedOut);
    let mut session = paper.read().await.expect("a read");
    let sees = ines
        .actor
        .sees(
            &mut session,
            paper::rights::Deed::Save,
            Some(gazette.title),
            None,
        )
        .await
        .expect("asked");
    assert!(!sees, "nor does it show the desk");
}

#[tokio::test]
async fn nobody_ends_another_persons_session_but_who_keeps_accounts() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let ines = signed_in(paper, &invited(&gazette, "ines").await.secret).await;
    let secret = invited(&gazette, "tomas").await.secret;
    let tomas = signed_in(paper, &secret).await;
    let refusal = refused(held::end(paper, &ines.actor, tomas.session).await);
    assert!(matches!(refusal, Refusal::NotAllowed { .. }), "{refusal}");
    let refusal = refused(held::end_all_of(paper, &ines.actor, "tomas").await);
    assert!(matches!(refusal, Refusal::NotAllowed { .. }), "{refusal}");
    assert!(!is_out(paper, &secret).await);
    let ended = held::end_all_of(paper, &gazette.operator, "tomas").await;
    assert_eq!(ended.expect("ended"), 1);
    assert!(is_out(paper, &secret).await);
}

#[tokio::test]
async fn a_session_is_over_when_nobody_uses_it_and_at_its_end_in_any_case() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let short = invited(&gazette, "ines").await.secret;
    for (hour, out) in [(6, false), (11, false), (11, true)] {
        hours(&gazette, hour);
        assert_eq!(is_out(paper, &short).await, out, "{hour} hours later");
    }
    let idle = opened(enters(&gazette, "ines", PASSWORD).await.expect("in"));
    hours(&gazette, 12);
    assert!(is_out(paper, &idle.secret).await, "nobody used it");
    let stays = entering::with_password(paper, whence(at(2)), "ines", PASSWORD, true);
    let stays = opened(stays.await.expect("in"));
    assert!(stays.stays);
    for day in 0..29 {
        for _ in 0..3 {
            hours(&gazette, 8);
            assert!(!is_out(paper, &stays.secret).await, "day {day}");
        }
    }
    hours(&gazette, 11);
    assert!(!is_out(paper, &stays.secret).await);
    hours(&gazette, 11);
    assert!(!is_out(paper, &stays.secret).await);
    hours(&gazette, 2);
    assert!(is_out(paper, &stays.secret).await, "thirty days are over");

    let idle = entering::with_password(paper, whence(at(2)), "ines", PASSWORD, true);
    let idle = opened(idle.await.expect("in"));
    hours(&gazette, 24 * STAY_IDLE_DAYS - 1);
    let actor = signed_in(paper, &idle.secret).await.actor;
    assert_eq!(
        held::list(paper, &actor).await.expect("a list").len(),
        1,
        "a holiday does not end who chose to stay"
    );
    // Nor does what is forgotten every day take it away.
    gazette.later(60);
    jobs::work(paper).await.expect("worked");
    assert!(!is_out(paper, &idle.secret).await);
    hours(&gazette, 24 * STAY_IDLE_DAYS);
    assert!(is_out(paper, &idle.secret).await, "nobody used it");
}

/// What somebody may do changes: whoever holds an open session has to come in again, but for who changes their own.
#[tokio::test]
async fn a_change_of_rights_ends_the_sessions_of_the_account() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let (title, tomas) = (Some(gazette.title), invited(&gazette, "tomas").await.secret);
    people::grant(paper, &gazette.operator, "tomas", Role::Editor, title, None)
        .await
        .expect("a grant");
    assert!(is_out(paper, &tomas).await, "a right more");
    let tomas = opened(enters(&gazette, "tomas", PASSWORD).await.expect("in"));
    people::revoke(paper, &gazette.operator, "tomas", Role::Editor, title, None)
        .await
        .expect("revoked");
    assert!(is_out(paper, &tomas.secret).await, "a right less");
    let other = opened(enters(&gazette, "tomas", PASSWORD).await.expect("in"));

    let keeper = invited(&gazette, "operator").await.secret;
    let elsewhere = entering::with_password(paper, whence(at(9)), "operator", PASSWORD, false);
    let elsewhere = opened(elsewhere.await.expect("in")).secret;
    let by = signed_in(paper, &keeper).await.actor;
    people::grant(paper, &by, "operator", Role::Publisher, None, None)
        .await
        .expect("a grant");
    assert!(
        !is_out(paper, &keeper).await,
        "who has just proved who they are stays"
    );
    assert!(is_out(paper, &elsewhere).await);
    assert!(
        !is_out(paper, &other.secret).await,
        "others are not touched"
    );
}

#[tokio::test]
async fn closing_an_account_ends_its_sessions_and_links_at_once() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let secret = invited(&gazette, "tomas").await.secret;
    let link = links::reset(paper, &gazette.operator, "tomas")
        .await
        .expect("a link");
    let tomas = signed_in(paper, &secret).await;
    people::close_account(paper, &gazette.operator, "tomas")
        .await
        .expect("closed");
    assert!(is_out(paper, &secret).await);
    let late = drafting::file(paper, &tomas.actor, gazette.filing(sound("Late"))).await;
    assert!(matches!(refused(late), Refusal::AccountClosed { .. }));
    people::reopen_account(paper, &gazette.operator, "tomas")
        .await
        .expect("open");
    assert!(
        is_out(paper, &secret).await,
        "it does not come back with the account"
    );
    assert_eq!(refused(links::open(paper, &link).await), Refusal::LinkSpent);
}

/// What cannot be undone, and what gives rights away, is asked of who gave a factor a short while ago.
#[tokio::test]
async fn the_gravest_deeds_want_a_factor_given_a_short_while_ago() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let secret = invited(&gazette, "ines").await.secret;
    let killed = gazette.published("Ferry resumes").await.article;
    gazette.later(11);
    let ines = signed_in(paper, &secret).await;
    assert_eq!(
        refused(withdrawing::kill(paper, &ines.actor, killed, "court").await),
        Refusal::StepUp
    );
    let until = instant("2026-03-03T08:00:00Z");
    assert_eq!(
        refused(shifts::name(paper, &ines.actor, gazette.title, "edo", until, until).await),
        Refusal::StepUp
    );
    let own = tokens::NewToken {
        whose: tokens::Whose::Account("ines".to_owned()),
        scopes: vec![tokens::Scope::Read],
        title: None,
        label: String::new(),
        expires: None,
    };
    assert_eq!(
        refused(tokens::add(paper, &ines.actor, &own).await),
        Refusal::StepUp
    );
    // A command in her name is asked nothing, and her other deeds want nothing more.
    tokens::add(paper, &gazette.ines, &own)
        .await
        .expect("a token");
    let id = drafting::file(paper, &ines.actor, gazette.filing(sound("Port opens"))).await;
    publishing::publish(paper, &ines.actor, id.expect("filed"), Going::default())
        .await
        .expect("published");

    let wrong = proving::with_password(paper, &ines.actor, "another one altogether").await;
    assert_eq!(refused(wrong), Refusal::SignInFailed);
    let renewed = proving::with_password(paper, &ines.actor, PASSWORD)
        .await
        .expect("proved");
    assert!(is_out(paper, &secret).await, "the secret is another");
    let ines = signed_in(paper, &renewed).await;
    withdrawing::kill(paper, &ines.actor, killed, "court")
        .await
        .expect("killed");
    tokens::add(paper, &ines.actor, &own)
        .await
        .expect("a token");
    // Who may not do it at all is told so, and is asked for nothing.
    let tomas = signed_in(paper, &invited(&gazette, "tomas").await.secret).await;
    gazette.later(11);
    let refusal = refused(withdrawing::kill(paper, &tomas.actor, killed, "court").await);
    assert!(matches!(refusal, Refusal::NotAllowed { .. }), "{refusal}");
}

#[tokio::test]
async fn a_cookie_of_anything_else_is_nobody() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let opened = invited(&gazette, "ines").await;
    for secret in [
        "",
        "x",
        &opened.device,
        &"A".repeat(43),
        &format!("{} ", opened.secret),
    ] {
        assert!(is_out(paper, secret).await, "{secret}");
    }
    assert_ne!(opened.secret, opened.device);
    let actor = Actor::of(paper, "ines").await.expect("an account");
    assert_eq!(
        refused(held::end_others(paper, &actor).await),
        Refusal::SignedOut
    );
}

/// What was ended after a backup was made does not come back with it.
#[tokio::test]
async fn a_backup_that_is_brought_back_signs_nobody_in() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let secret = invited(&gazette, "ines").await.secret;
    let link = links::reset(paper, &gazette.operator, "ines")
        .await
        .expect("a link");
    let file = gazette.folder.path().join("copy.tar");
    if keeping::backup(paper, gazette.folder.path(), &file)
        .await
        .is_err()
    {
        assert!(matches!(gazette.place, Place::Server { .. }));
        return; // beside a database server other tools copy the record
    }
    let folder = tempfile::tempdir().expect("a folder");
    keeping::restore(&file, folder.path())
        .await
        .expect("restored");
    let place = Place::File(folder.path().join("colophon.db"));
    let clock = gazette.clock.clone();
    let back = Paper::open_with(
        &place,
        &folder.path().join("media"),
        clock,
        Arc::new(Counted::default()),
    )
    .await
    .expect("the record");
    assert!(is_out(&back, &secret).await);
    assert!(!is_out(paper, &secret).await, "the record itself goes on");
    assert_eq!(refused(links::open(&back, &link).await), Refusal::LinkSpent);
    let again = entering::with_password(&back, whence(at(2)), "ines", PASSWORD, false).await;
    opened(again.expect("the password is the same"));
    back.close().await;
}

/// Sessions, browsers, guesses, links, challenges and half entries: what is over opens nothing, and a year later nothing is left.
#[tokio::test]
async fn what_is_over_at_the_doors_is_forgotten_with_the_rest() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    invited(&gazette, "ines").await;
    refused(enters(&gazette, "ines", "una parola qualunque").await);
    let by = signed_in(paper, &invited(&gazette, "tomas").await.secret).await;
    paper::doors::second::begin_generator(paper, &by.actor)
        .await
        .expect("begun and never confirmed");
    links::reset(paper, &gazette.operator, "ines")
        .await
        .expect("a link");
    let site = Site {
        origin: "https://gazette.test",
        host: "gazette.test",
    };
    passkeys::begin_entry(paper, whence(at(4)), site)
        .await
        .expect("a question");
    for table in [
        "sessions",
        "devices",
        "guesses",
        "door_links",
        "challenges",
        "totp",
    ] {
        // Divides by nothing, and so fails, where there is none.
        let some = "UPDATE network SET created_at = created_at / CASE WHEN EXISTS (SELECT * FROM {table}) THEN 1 ELSE 0 END";
        raw::run(&gazette.place, &some.replace("{table}", table)).await;
    }
    hours(&gazette, 24 * 366);
    jobs::work(paper).await.expect("done");
    for table in [
        "sessions",
        "devices",
        "guesses",
        "door_links",
        "challenges",
        "totp",
    ] {
        let none = "UPDATE network SET created_at = created_at / CASE WHEN EXISTS (SELECT * FROM {table}) THEN 0 ELSE 1 END";
        raw::run(&gazette.place, &none.replace("{table}", table)).await;
    }
    opened(
        enters(&gazette, "ines", PASSWORD)
            .await
            .expect("the password stays"),
    );
}
