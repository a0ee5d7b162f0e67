//! Passwords and guessing: the same answer for everybody, slower and slower, and the owner is never shut out.

use super::*;
use crate::raw;
use argon2::password_hash::PasswordHasher;
use argon2::{Algorithm, Argon2, Params, Version};
use paper::doors::guessing::{
    FREE_OF_ACCOUNT, FREE_OF_NETWORK, FREE_OF_OWNER, MEMORY_HOURS, WAIT_SECONDS_MAX,
};
use paper::doors::passwords;
use paper::people;
use std::time::{Duration, Instant};

const WRONG: &str = "quattro barche e un faro";

async fn guess(gazette: &Gazette, from: Whence<'_>, handle: &str) -> Refusal {
    refused(entering::with_password(&gazette.paper, from, handle, WRONG, false).await)
}

/// An address of a network of its own.
fn far(number: u32) -> IpAddr {
    let [_, a, b, c] = number.to_be_bytes();
    IpAddr::from([10 + a, b, c, 7])
}

#[tokio::test]
async fn the_answer_is_the_same_and_as_slow_whether_there_is_such_an_account_or_not() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    invited(&gazette, "ines").await;
    invited(&gazette, "tomas").await;
    people::close_account(paper, &gazette.operator, "tomas")
        .await
        .expect("closed");
    // There, closed, without a password, nobody's, no handle at all.
    let handles = ["ines", "tomas", "edo", "nobody", "\u{0}; DROP"];
    let mut took = [Duration::MAX; 5];
    for round in 0..10 {
        hours(&gazette, MEMORY_HOURS);
        for (n, (handle, least)) in (0..).zip(handles.iter().zip(&mut took)) {
            let from = whence(far((10 * n + round) << 8));
            let begun = Instant::now();
            let refusal = guess(&gazette, from, handle).await;
            *least = begun.elapsed().min(*least);
            assert_eq!(refusal, Refusal::SignInFailed, "{handle}");
        }
    }
    let (shortest, longest) = (took.iter().min(), took.iter().max());
    assert!(
        longest.expect("some") < &(*shortest.expect("some") * 4),
        "nobody is told by the time it takes: {took:?}"
    );
    let closed = enters(&gazette, "tomas", PASSWORD).await;
    assert_eq!(
        refused(closed),
        Refusal::SignInFailed,
        "nor by the right password"
    );
}

#[tokio::test]
async fn a_thousand_guesses_from_everywhere_slow_each_other_and_the_owner_comes_in_meanwhile() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let device = invited(&gazette, "ines").await.device;
    let mut judged = 0;
    for number in 0..1_000 {
        let from = whence(far(number));
        match guess(&gazette, from, "ines").await {
            Refusal::SignInFailed => judged += 1,
            Refusal::SlowDown { seconds } => {
                assert!((1..=WAIT_SECONDS_MAX).contains(&seconds), "{seconds}");
            }
            other => panic!("{other}"),
        }
        gazette
            .clock
            .set(gazette.clock.now() + jiff::SignedDuration::from_secs(1));
    }
    assert!(judged < 20, "{judged} guesses were judged");
    let known = from_with(far(5_000), &device);
    entering::with_password(paper, known, "ines", PASSWORD, false)
        .await
        .expect("her own browser is counted apart");
    // The same cookie helps nobody into another account, nor does a made-up one.
    invited(&gazette, "tomas").await;
    for _ in 0..FREE_OF_ACCOUNT {
        guess(&gazette, from_with(far(6_000), &device), "tomas").await;
    }
    let slowed = guess(&gazette, from_with(far(6_001), &device), "tomas").await;
    assert!(matches!(slowed, Refusal::SlowDown { .. }), "{slowed}");
    let made_up = "A".repeat(43);
    let slowed = guess(&gazette, from_with(far(6_002), &made_up), "ines").await;
    assert!(matches!(slowed, Refusal::SlowDown { .. }), "{slowed}");
    // Her new browser waits with the others, a quarter of an hour at most.
    gazette.later(WAIT_SECONDS_MAX / 60 + 1);
    enters(&gazette, "ines", PASSWORD).await.expect("in");
}

#[tokio::test]
async fn many_guesses_at_once_do_not_slip_through_together() {
    let gazette = Gazette::new().await;
    invited(&gazette, "ines").await;
    let mut tries = tokio::task::JoinSet::new();
    for number in 0..30 {
        let paper = gazette.paper.clone();
        tries.spawn(async move {
            let from = whence(far(number));
            let outcome = entering::with_password(&paper, from, "ines", WRONG, false).await;
            refused(outcome) == Refusal::SignInFailed
        });
    }
    let judged = tries
        .join_all()
        .await
        .into_iter()
        .filter(|judged| *judged)
        .count();
    assert_eq!(judged, FREE_OF_ACCOUNT as usize);
}

#[tokio::test]
async fn one_guess_at_each_of_many_accounts_is_slowed_by_its_network() {
    let gazette = Gazette::new().await;
    for number in 0..FREE_OF_NETWORK {
        let refusal = guess(&gazette, whence(at(77)), &format!("somebody-{number}")).await;
        assert_eq!(refusal, Refusal::SignInFailed, "{number}");
    }
    // The whole network, not the one address.
    let refusal = guess(&gazette, whence(at(78)), "somebody-else").await;
    assert!(
        matches!(refusal, Refusal::SlowDown { seconds: 1 }),
        "{refusal}"
    );
    let elsewhere = guess(&gazette, whence(far(1)), "somebody-else").await;
    assert_eq!(elsewhere, Refusal::SignInFailed);
    hours(&gazette, MEMORY_HOURS);
    let again = guess(&gazette, whence(at(78)), "somebody-else").await;
    assert_eq!(again, Refusal::SignInFailed, "a day later it is forgotten");
}

#[tokio::test]
async fn a_stolen_browser_guesses_no_better() {
    let gazette = Gazette::new().await;
    let device = invited(&gazette, "ines").await.device;
    for _ in 0..FREE_OF_OWNER {
        let refusal = guess(&gazette, from_with(far(1), &device), "ines").await;
        assert_eq!(refusal, Refusal::SignInFailed);
    }
    let refusal = guess(&gazette, from_with(far(2), &device), "ines").await;
    assert!(matches!(refusal, Refusal::SlowDown { .. }), "{refusal}");
    // Who mistypes now and then is not slowed for it: coming in wipes the count.
    gazette.later(1);
    for _ in 0..3 {
        let from = from_with(far(3), &device);
        entering::with_password(&gazette.paper, from, "ines", PASSWORD, false)
            .await
            .expect("in");
        for _ in 1..FREE_OF_OWNER {
            guess(&gazette, from_with(far(3), &device), "ines").await;
        }
    }
}

#[tokio::test]
async fn a_password_is_long_and_not_the_first_anybody_tries() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let ines = signed_in(paper, &invited(&gazette, "ines").await.secret).await;
    let cases: &[(&str, Refusal)] = &[
        (
            "",
            Refusal::PasswordShort {
                least: passwords::CHARS_MIN,
            },
        ),
        (
            "una barca blu",
            Refusal::PasswordShort {
                least: passwords::CHARS_MIN,
            },
        ),
        ("passwordpassword", Refusal::PasswordCommon),
        ("Ines Vidal 2026!", Refusal::PasswordCommon),
        ("harbour-gazette-1", Refusal::PasswordCommon),
    ];
    for (password, wanted) in cases {
        let outcome = passwords::change(paper, &ines.actor, password).await;
        assert_eq!(refused(outcome), *wanted, "{password}");
    }
    let long = "x yz".repeat(51);
    let outcome = passwords::change(paper, &ines.actor, &long).await;
    assert!(matches!(refused(outcome), Refusal::TooLong { .. }));
    let whole = "été à la mer bleue et salée ".repeat(7);
    passwords::change(paper, &ines.actor, &whole)
        .await
        .expect("a whole sentence will do");
    // Exactly that, however its accents are written, and nothing cut off.
    let apart = whole.replace('é', "e\u{301}").replace('à', "a\u{300}");
    enters(&gazette, " INES ", &apart).await.expect("in");
    let cut = enters(&gazette, "ines", whole.trim_end()).await;
    assert_eq!(refused(cut), Refusal::SignInFailed);
}

#[tokio::test]
async fn changing_the_password_ends_the_other_sessions_and_wants_a_proof() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let secret = invited(&gazette, "ines").await.secret;
    let other = opened(enters(&gazette, "ines", PASSWORD).await.expect("in")).secret;
    let link = links::reset(paper, &gazette.operator, "ines")
        .await
        .expect("a link");
    let ines = signed_in(paper, &secret).await;
    gazette.later(11);
    let stale = passwords::change(paper, &ines.actor, WRONG).await;
    assert_eq!(refused(stale), Refusal::StepUp);
    let proved = paper::doors::proving::with_password(paper, &ines.actor, PASSWORD).await;
    let ines = signed_in(paper, &proved.expect("proved")).await;
    let renewed = passwords::change(paper, &ines.actor, WRONG)
        .await
        .expect("changed");
    assert!(is_out(paper, &other).await && is_out(paper, &secret).await);
    signed_in(paper, &renewed).await;
    assert_eq!(refused(links::open(paper, &link).await), Refusal::LinkSpent);
    assert_eq!(
        refused(enters(&gazette, "ines", PASSWORD).await),
        Refusal::SignInFailed
    );
    enters(&gazette, "ines", WRONG).await.expect("in");
}

#[tokio::test]
async fn a_password_hashed_as_of_old_is_hashed_anew_when_it_opens_the_door() {
    let gazette = Gazette::new().await;
    invited(&gazette, "ines").await;
    let old = Argon2::new(
        Algorithm::Argon2id,
        Version::V0x13,
        Params::new(8 * 1024, 1, 1, None).expect("parameters"),
    );
    let hash = old
        .hash_password_with_salt(PASSWORD.as_bytes(), &[7; 16])
        .expect("a hash");
    let put = "UPDATE passwords SET hash = '{hash}'".replace("{hash}", &hash.to_string());
    raw::run(&gazette.place, &put).await;
    enters(&gazette, "ines", PASSWORD).await.expect("in");
    // Fails where it still stands as it was, by dividing by nothing.
    let anew = "UPDATE passwords SET set_at = set_at / CASE WHEN hash LIKE '$argon2id$v=19$m=19456,t=2,p=1$%' THEN 1 ELSE 0 END";
    raw::run(&gazette.place, anew).await;
    enters(&gazette, "ines", PASSWORD).await.expect("in again");
}
