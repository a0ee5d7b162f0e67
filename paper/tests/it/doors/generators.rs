//! The second factor: code generators, recovery codes, and roles that want one.

use super::*;
use aws_lc_rs::hmac;
use cast::sound;
use paper::articles::drafting;
use paper::doors::entering::{HALF_TRIES_MAX, Half};
use paper::doors::{passwords, proving, second, settings};
use paper::rights::Role;

/// The code a generator shows now, some steps off.
pub(super) fn code(gazette: &Gazette, secret: &str, off: i64) -> String {
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: String = secret
        .chars()
        .map(|c| format!("{:05b}", alphabet.find(c).expect("base 32")))
        .collect();
    let key: Vec<u8> = bits
        .as_bytes()
        .chunks_exact(8)
        .map(|byte| u8::from_str_radix(std::str::from_utf8(byte).expect("bits"), 2).expect("bits"))
        .collect();
    let step = gazette.clock.now().as_second() / 30 + off;
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &key);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let bytes = tag.as_ref();
    let offset = usize::from(bytes[19] & 15);
    let four: [u8; 4] = bytes[offset..offset + 4].try_into().expect("four");
    format!(
        "{:06}",
        (u32::from_be_bytes(four) & 0x7fff_ffff) % 1_000_000
    )
}

/// Adds a generator to an account that is in: its secret, the session's new one, the recovery codes.
async fn adds(gazette: &Gazette, session: &str) -> (String, String, Vec<String>) {
    let paper = &gazette.paper;
    let by = signed_in(paper, session).await.actor;
    let begun = second::begin_generator(paper, &by).await.expect("begun");
    let added = second::confirm_generator(paper, &by, &code(gazette, &begun.secret, 0))
        .await
        .expect("added");
    (begun.secret, added.secret, added.recovery)
}

async fn half(gazette: &Gazette, handle: &str) -> Half {
    match enters(gazette, handle, PASSWORD)
        .await
        .expect("the password is right")
    {
        Entered::Half(half) => half,
        Entered::In(_) => panic!("the second factor was not asked for"),
    }
}

async fn gives(gazette: &Gazette, half: &Half, code: &str) -> Result<Opened, Error> {
    entering::with_code(&gazette.paper, whence(at(2)), &half.secret, code).await
}

#[tokio::test]
async fn a_code_is_asked_for_after_the_password_and_each_step_is_good_once() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let first = invited(&gazette, "ines").await.secret;
    let other = opened(enters(&gazette, "ines", PASSWORD).await.expect("in")).secret;
    let by = signed_in(paper, &first).await.actor;
    let begun = second::begin_generator(paper, &by).await.expect("begun");
    assert_eq!(begun.secret.len(), 32);
    assert_eq!(
        begun.uri,
        format!(
            "otpauth://totp/Harbour%20Press:ines?secret={}&issuer=Harbour%20Press&algorithm=SHA1&digits=6&period=30",
            begun.secret
        )
    );
    enters(&gazette, "ines", PASSWORD)
        .await
        .map(opened)
        .expect("begun is not yet added");
    let wrong = second::confirm_generator(paper, &by, &code(&gazette, &begun.secret, 5)).await;
    assert_eq!(refused(wrong), Refusal::CodeWrong);
    let confirming = code(&gazette, &begun.secret, 0);
    let added = second::confirm_generator(paper, &by, &confirming)
        .await
        .expect("added");
    assert_eq!(added.recovery.len(), second::RECOVERY_CODES);
    assert!(is_out(paper, &first).await && is_out(paper, &other).await);
    let session = signed_in(paper, &added.secret).await;
    assert!(session.second_factor);
    let again = second::begin_generator(paper, &session.actor).await;
    assert!(
        matches!(refused(again), Refusal::Taken { .. }),
        "one is enough"
    );

    let owed = half(&gazette, "ines").await;
    assert!(owed.generator && !owed.passkey);
    assert!(
        is_out(paper, &owed.secret).await,
        "half a way in is no session"
    );
    assert_eq!(
        refused(gives(&gazette, &owed, &confirming).await),
        Refusal::CodeWrong,
        "it was used"
    );
    let next = code(&gazette, &begun.secret, 1);
    let spaced = format!(" {} {} ", &next[..3], &next[3..]);
    let entered = gives(&gazette, &owed, &spaced).await.expect("in");
    assert!(signed_in(paper, &entered.secret).await.second_factor);
    assert_eq!(
        refused(gives(&gazette, &owed, &next).await),
        Refusal::SignedOut,
        "so is the way"
    );
    let owed = half(&gazette, "ines").await;
    assert_eq!(
        refused(gives(&gazette, &owed, &next).await),
        Refusal::CodeWrong
    );
    let earlier = code(&gazette, &begun.secret, 0);
    assert_eq!(
        refused(gives(&gazette, &owed, &earlier).await),
        Refusal::CodeWrong,
        "nor one before it"
    );
    gazette.later(2);
    let late = code(&gazette, &begun.secret, -2);
    assert_eq!(
        refused(gives(&gazette, &owed, &late).await),
        Refusal::CodeWrong
    );
    let tolerated = code(&gazette, &begun.secret, -1);
    gives(&gazette, &owed, &tolerated)
        .await
        .expect("a clock may be off by a step");
}

#[tokio::test]
async fn codes_are_not_guessed_and_the_owners_browser_is_counted_apart() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let opened = invited(&gazette, "ines").await;
    let (secret, ..) = adds(&gazette, &opened.secret).await;
    // Whoever has the password tries codes: by five for each time it is given, then slower and slower.
    let owed = half(&gazette, "ines").await;
    for _ in 0..HALF_TRIES_MAX {
        assert_eq!(
            refused(gives(&gazette, &owed, "000000").await),
            Refusal::CodeWrong
        );
    }
    assert_eq!(
        refused(gives(&gazette, &owed, "000000").await),
        Refusal::SignedOut
    );
    let owed = half(&gazette, "ines").await;
    let slowed = refused(gives(&gazette, &owed, "000000").await);
    assert!(matches!(slowed, Refusal::SlowDown { .. }), "{slowed}");
    let known = from_with(at(9), &opened.device);
    let right = code(&gazette, &secret, 1);
    entering::with_code(paper, known, &owed.secret, &right)
        .await
        .expect("in");
    gazette.later(20);
    let owed = half(&gazette, "ines").await;
    gazette.later(10);
    let right = code(&gazette, &secret, 0);
    assert_eq!(
        refused(gives(&gazette, &owed, &right).await),
        Refusal::SignedOut,
        "ten minutes are over"
    );
}

#[tokio::test]
async fn a_recovery_code_is_good_once_and_a_reset_does_not_pass_the_second_factor_by() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let (_, _, codes) = adds(&gazette, &invited(&gazette, "ines").await.secret).await;
    assert!(
        codes
            .iter()
            .all(|code| code.len() == 19 && code.matches('-').count() == 3),
        "{codes:?}"
    );
    let owed = half(&gazette, "ines").await;
    let entered = gives(&gazette, &owed, &codes[3].to_lowercase())
        .await
        .expect("in");
    let session = signed_in(paper, &entered.secret).await;
    let left = second::factors(paper, &session.actor)
        .await
        .expect("factors");
    assert_eq!(
        (left.recovery_codes, left.generator, left.password),
        (9, true, true)
    );
    let owed = half(&gazette, "ines").await;
    assert_eq!(
        refused(gives(&gazette, &owed, &codes[3]).await),
        Refusal::CodeWrong,
        "once"
    );
    let fresh = second::new_recovery_codes(paper, &session.actor)
        .await
        .expect("new ones");
    assert_eq!(
        refused(gives(&gazette, &owed, &codes[4]).await),
        Refusal::CodeWrong,
        "the old ones are over"
    );
    gives(&gazette, &owed, &fresh[0]).await.expect("in");

    let link = links::reset(paper, &gazette.operator, "ines")
        .await
        .expect("a link");
    assert_eq!(links::open(paper, &link).await.expect("open").chars_min, 8);
    let entered = links::spend(paper, whence(at(3)), &link, "corta e buona", false).await;
    let Entered::Half(owed) = entered.expect("the link is good") else {
        panic!("a link passed the second factor by");
    };
    gives(&gazette, &owed, &fresh[1]).await.expect("in");
    // Who has lost it all is let in by whoever keeps accounts; the short password goes with the factor.
    let refusal = refused(second::lift(paper, &gazette.ines, "ines").await);
    assert!(matches!(refusal, Refusal::NotAllowed { .. }), "{refusal}");
    second::lift(paper, &gazette.operator, "ines")
        .await
        .expect("lifted");
    assert_eq!(
        refused(enters(&gazette, "ines", "corta e buona").await),
        Refusal::SignInFailed
    );
    invited(&gazette, "ines").await;
}

#[tokio::test]
async fn the_last_factor_stays_while_the_password_is_too_short_to_stand_alone() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let (secret, session, _) = adds(&gazette, &invited(&gazette, "ines").await.secret).await;
    let by = signed_in(paper, &session).await.actor;
    let session = passwords::change(paper, &by, "barca-17")
        .await
        .expect("eight will do beside a factor");
    let by = signed_in(paper, &session).await.actor;
    assert_eq!(
        refused(second::remove_generator(paper, &by).await),
        Refusal::PasswordNeeded
    );
    let session = passwords::change(paper, &by, PASSWORD)
        .await
        .expect("changed");
    let by = signed_in(paper, &session).await.actor;
    settings::want_factor(paper, &gazette.operator, Role::Director, true)
        .await
        .expect("wanted");
    assert_eq!(
        refused(second::remove_generator(paper, &by).await),
        Refusal::SecondFactorWanted
    );
    settings::want_factor(paper, &gazette.operator, Role::Director, false)
        .await
        .expect("not wanted");
    gazette.later(11);
    assert_eq!(
        refused(second::remove_generator(paper, &by).await),
        Refusal::StepUp
    );
    let session = proving::with_code(paper, &by, &code(&gazette, &secret, 0))
        .await
        .expect("proved");
    let by = signed_in(paper, &session).await.actor;
    second::remove_generator(paper, &by).await.expect("removed");
    opened(enters(&gazette, "ines", PASSWORD).await.expect("in"));
}

#[tokio::test]
async fn who_works_under_a_role_that_wants_a_second_factor_may_only_add_one() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let secret = invited(&gazette, "ines").await.secret;
    let tomas = signed_in(paper, &invited(&gazette, "tomas").await.secret)
        .await
        .actor;
    let ines = signed_in(paper, &secret).await;
    let refusal = refused(settings::want_factor(paper, &ines.actor, Role::Director, true).await);
    assert!(matches!(refusal, Refusal::NotAllowed { .. }), "{refusal}");
    settings::want_factor(paper, &gazette.operator, Role::Director, true)
        .await
        .expect("wanted");
    // At once, also for who is in.
    let filed = drafting::file(paper, &ines.actor, gazette.filing(sound("Ferry"))).await;
    assert_eq!(refused(filed), Refusal::SecondFactorWanted);
    let ines = signed_in(paper, &secret).await;
    assert!(ines.factor_wanted && !ines.second_factor);
    let mut session = paper.read().await.expect("a read");
    let may = ines
        .actor
        .may_somewhere(&mut session, paper::rights::Deed::File)
        .await;
    assert!(!may.expect("asked"));
    drop(session);
    drafting::file(paper, &tomas, gazette.filing(sound("Port")))
        .await
        .expect("not asked of reporters");
    drafting::file(paper, &gazette.ines, gazette.filing(sound("Quay")))
        .await
        .expect("nor of commands");
    let (_, session, _) = adds(&gazette, &secret).await;
    let ines = signed_in(paper, &session).await;
    assert!(!ines.factor_wanted);
    drafting::file(paper, &ines.actor, gazette.filing(sound("Ferry")))
        .await
        .expect("filed");
}
