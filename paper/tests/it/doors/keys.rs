//! Passkeys, from the question to the open door, with an authenticator in software.

use super::authenticator::{Authenticator, PRESENT, Signer, VERIFIED};
use super::*;
use paper::articles::withdrawing;
use paper::audit;
use paper::doors::passkeys::{self, CHALLENGE_MINUTES, Site};
use paper::doors::{passwords, second};
use paper::people;
use serde_json::Value;

const ORIGIN: &str = "https://gazette.test";
const SITE: Site<'static> = Site {
    origin: ORIGIN,
    host: "gazette.test",
};

fn authenticator() -> Authenticator {
    Authenticator::new(Authenticator::es256(), ORIGIN, "gazette.test")
}

async fn asked(gazette: &Gazette) -> Value {
    passkeys::begin_entry(&gazette.paper, whence(at(4)), SITE)
        .await
        .expect("a question")
}

async fn enters_with(gazette: &Gazette, answer: &str) -> Result<Opened, Error> {
    passkeys::enter(&gazette.paper, whence(at(4)), SITE, answer, false).await
}

/// Registers the key for an account that is in; the session's new secret.
async fn registers(gazette: &Gazette, session: &str, key: &mut Authenticator) -> second::Added {
    let by = signed_in(&gazette.paper, session).await.actor;
    let question = passkeys::begin_registration(&gazette.paper, &by, SITE)
        .await
        .expect("a question");
    let answer = key.creates(&question);
    passkeys::register(&gazette.paper, &by, SITE, &answer, "Il portatile")
        .await
        .expect("registered")
}

#[tokio::test]
async fn a_passkey_opens_the_door_and_counts_as_two_factors() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let mut secret = invited(&gazette, "ines").await.secret;
    for (n, signer) in [
        Authenticator::es256(),
        Authenticator::ed25519(),
        Authenticator::rs256(),
    ]
    .into_iter()
    .enumerate()
    {
        let mut key = Authenticator::new(signer, ORIGIN, "gazette.test");
        key.credential.push(u8::try_from(n).expect("small"));
        let added = registers(&gazette, &secret, &mut key).await;
        assert_eq!(added.recovery.len(), if n == 0 { 10 } else { 0 });
        assert!(is_out(paper, &secret).await, "the session has a new secret");
        assert!(signed_in(paper, &added.secret).await.second_factor);
        secret = added.secret;
        for counter in [0, 0, 1, 7] {
            key.counter = counter;
            let opened = enters_with(&gazette, &key.gets(&asked(&gazette).await))
                .await
                .expect("in");
            let ines = signed_in(paper, &opened.secret).await;
            assert!(ines.second_factor && ines.actor.handle() == "ines");
        }
    }
    let by = signed_in(paper, &secret).await.actor;
    let keys = second::factors(paper, &by).await.expect("factors").passkeys;
    assert_eq!(keys.len(), 3);
    assert!(
        keys.iter()
            .all(|key| key.used_at.is_some() && key.name == "Il portatile")
    );
    passkeys::rename(paper, &by, keys[1].id, "La chiave blu")
        .await
        .expect("renamed");
    let session = passkeys::remove(paper, &by, keys[0].id)
        .await
        .expect("removed");
    let by = signed_in(paper, &session).await.actor;
    let left = second::factors(paper, &by).await.expect("factors").passkeys;
    assert_eq!(
        left.iter().map(|key| key.name.as_str()).collect::<Vec<_>>(),
        ["La chiave blu", "Il portatile"]
    );
    let tomas = signed_in(paper, &invited(&gazette, "tomas").await.secret)
        .await
        .actor;
    let refusal = refused(passkeys::remove(paper, &tomas, keys[1].id).await);
    assert!(matches!(refusal, Refusal::Unknown { .. }), "{refusal}");
}

#[tokio::test]
async fn what_is_asked_is_what_the_standard_says() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let mut key = authenticator();
    let added = registers(&gazette, &invited(&gazette, "ines").await.secret, &mut key).await;
    let by = signed_in(paper, &added.secret).await.actor;
    let question = passkeys::begin_registration(paper, &by, SITE)
        .await
        .expect("a question");
    assert_eq!(
        question["rp"],
        serde_json::json!({"id": "gazette.test", "name": "Harbour Press"})
    );
    assert_eq!(
        question["authenticatorSelection"]["userVerification"],
        "required"
    );
    assert_eq!(
        question["authenticatorSelection"]["residentKey"],
        "required"
    );
    assert_eq!(
        question["excludeCredentials"].as_array().map(Vec::len),
        Some(1)
    );
    assert_eq!(question["pubKeyCredParams"][0]["alg"], -7);
    assert_eq!(
        question["challenge"].as_str().map(str::len),
        Some(43),
        "32 random bytes"
    );
    let question = asked(&gazette).await;
    assert_eq!(question["rpId"], "gazette.test");
    assert_eq!(question["userVerification"], "required");
    assert_eq!(
        question["allowCredentials"],
        serde_json::json!([]),
        "whoever it is, they are found"
    );
}

/// Each way an answer may be wrong, one at a time.
#[tokio::test]
async fn an_answer_that_does_not_fit_what_was_asked_opens_nothing() {
    let gazette = Gazette::new().await;
    let mut key = authenticator();
    registers(&gazette, &invited(&gazette, "ines").await.secret, &mut key).await;
    type Wrong = fn(&mut Authenticator);
    let cases: &[(&str, Wrong)] = &[
        ("another origin", |key| {
            key.origin = "https://gazette.test.evil.test".to_owned()
        }),
        ("another scheme", |key| {
            key.origin = "http://gazette.test".to_owned()
        }),
        ("another host", |key| key.host = "evil.test".to_owned()),
        ("another challenge", |key| {
            key.challenge = Some("A".repeat(43))
        }),
        ("no challenge", |key| key.challenge = Some(String::new())),
        ("another kind", |key| key.kind = Some("webauthn.create")),
        ("inside another page", |key| key.cross_origin = true),
        ("nobody present", |key| key.flags = VERIFIED),
        ("nobody verified", |key| key.flags = PRESENT),
        ("backed up and not", |key| {
            key.flags = PRESENT | VERIFIED | 0x10
        }),
        ("an unknown key", |key| key.credential = b"unknown".to_vec()),
        ("somebody else", |key| key.user = vec![7; 16]),
        ("nobody", |key| key.user = Vec::new()),
        ("more than there is", |key| {
            key.flags = PRESENT | VERIFIED | 0x80
        }),
        // Last, since it replaces the key: what signs is not what was registered.
        ("another key", |key| key.signer = Authenticator::es256()),
        ("a key of another kind", |key| {
            key.signer = Authenticator::ed25519()
        }),
    ];
    for (name, wrong) in cases {
        let mut bad = Authenticator {
            signer: key.signer,
            user: key.user.clone(),
            ..authenticator()
        };
        wrong(&mut bad);
        let answer = bad.gets(&asked(&gazette).await);
        let outcome = enters_with(&gazette, &answer).await;
        assert_eq!(refused(outcome), Refusal::PasskeyUnfit, "{name}");
        key.signer = bad.signer;
    }
    for broken in ["", "{}", "null", "[", &"x".repeat(100_000)] {
        assert_eq!(
            refused(enters_with(&gazette, broken).await),
            Refusal::PasskeyUnfit
        );
    }
}

#[tokio::test]
async fn a_challenge_is_answered_once_in_five_minutes_and_for_what_it_was_given() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let mut key = authenticator();
    let session = invited(&gazette, "ines").await.secret;
    let session = registers(&gazette, &session, &mut key).await.secret;
    let by = signed_in(paper, &session).await.actor;

    let question = asked(&gazette).await;
    let answer = key.gets(&question);
    enters_with(&gazette, &answer).await.expect("in");
    assert_eq!(
        refused(enters_with(&gazette, &answer).await),
        Refusal::PasskeyUnfit,
        "a replay"
    );
    // An answer that was no good has used its challenge up too.
    let question = asked(&gazette).await;
    key.flags = PRESENT;
    let bad = key.gets(&question);
    assert_eq!(
        refused(enters_with(&gazette, &bad).await),
        Refusal::PasskeyUnfit
    );
    key.flags = PRESENT | VERIFIED;
    let good = key.gets(&question);
    assert_eq!(
        refused(enters_with(&gazette, &good).await),
        Refusal::PasskeyUnfit
    );

    let question = asked(&gazette).await;
    gazette.later(CHALLENGE_MINUTES);
    assert_eq!(
        refused(enters_with(&gazette, &key.gets(&question)).await),
        Refusal::PasskeyUnfit,
        "too late"
    );

    let proof = passkeys::begin_proof(paper, &by, SITE)
        .await
        .expect("a question");
    assert_eq!(
        refused(enters_with(&gazette, &key.gets(&proof)).await),
        Refusal::PasskeyUnfit,
        "it was to prove"
    );
    let entry = asked(&gazette).await;
    let outcome = passkeys::prove(paper, &by, SITE, &key.gets(&entry)).await;
    assert_eq!(refused(outcome), Refusal::PasskeyUnfit, "it was to come in");
    // Of one session, no other's.
    let question = passkeys::begin_registration(paper, &by, SITE)
        .await
        .expect("a question");
    let tomas = signed_in(paper, &invited(&gazette, "tomas").await.secret)
        .await
        .actor;
    let mut new = authenticator();
    new.credential = b"another".to_vec();
    let answer = new.creates(&question);
    let outcome = passkeys::register(paper, &tomas, SITE, &answer, "x").await;
    assert_eq!(refused(outcome), Refusal::PasskeyUnfit);
    passkeys::register(paper, &by, SITE, &answer, "x")
        .await
        .expect("registered");
    let outcome = passkeys::register(paper, &by, SITE, &answer, "x").await;
    assert!(
        matches!(refused(outcome), Refusal::PasskeyUnfit | Refusal::SignedOut),
        "once"
    );
}

#[tokio::test]
async fn a_counter_that_goes_back_says_that_there_may_be_two_of_one_key() {
    let gazette = Gazette::new().await;
    let mut key = authenticator();
    registers(&gazette, &invited(&gazette, "ines").await.secret, &mut key).await;
    for (counter, opens) in [(5, true), (5, false), (4, false), (0, false), (6, true)] {
        key.counter = counter;
        let outcome = enters_with(&gazette, &key.gets(&asked(&gazette).await)).await;
        assert_eq!(outcome.is_ok(), opens, "{counter}: {outcome:?}");
    }
    let mut session = gazette.paper.read().await.expect("a read");
    let lines = audit::newest(&mut session).await.expect("lines");
    let told = lines
        .iter()
        .filter(|line| line.deed == "passkey.copied")
        .count();
    assert_eq!(told, 3, "{lines:?}");
}

#[tokio::test]
async fn a_key_is_registered_only_as_it_was_asked_for() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let session = invited(&gazette, "ines").await.secret;
    let by = signed_in(paper, &session).await.actor;
    type Wrong = fn(&mut Authenticator);
    let cases: &[(&str, Wrong)] = &[
        ("another origin", |key| {
            key.origin = "https://evil.test".to_owned()
        }),
        ("another host", |key| key.host = "evil.test".to_owned()),
        ("another challenge", |key| {
            key.challenge = Some("A".repeat(43))
        }),
        ("another kind", |key| key.kind = Some("webauthn.get")),
        ("nobody verified", |key| key.flags = PRESENT),
        ("no name", |key| key.credential = Vec::new()),
        ("a very long name", |key| key.credential = vec![7; 1_024]),
    ];
    for (name, wrong) in cases {
        let question = passkeys::begin_registration(paper, &by, SITE)
            .await
            .expect("a question");
        let mut key = authenticator();
        wrong(&mut key);
        let answer = key.creates(&question);
        let outcome = passkeys::register(paper, &by, SITE, &answer, "x").await;
        assert_eq!(refused(outcome), Refusal::PasskeyUnfit, "{name}");
    }
    let question = passkeys::begin_registration(paper, &by, SITE)
        .await
        .expect("a question");
    let answer = authenticator().creates(&question);
    let nameless = passkeys::register(paper, &by, SITE, &answer, " \u{200b} ").await;
    assert!(matches!(refused(nameless), Refusal::Empty { .. }));
    gazette.later(11);
    let outcome = passkeys::begin_registration(paper, &by, SITE).await;
    assert_eq!(refused(outcome), Refusal::StepUp);
}

/// With a password and a passkey, the password alone does not open the door, nor lead to another factor.
#[tokio::test]
async fn a_password_does_not_pass_a_passkey_by() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let mut key = authenticator();
    let added = registers(&gazette, &invited(&gazette, "ines").await.secret, &mut key).await;
    let Entered::Half(half) = enters(&gazette, "ines", PASSWORD).await.expect("right") else {
        panic!("the password passed the passkey by");
    };
    assert!(half.passkey && !half.generator);
    let outcome = entering::with_code(paper, whence(at(2)), &half.secret, "123456").await;
    assert_eq!(refused(outcome), Refusal::CodeWrong);
    let opened = entering::with_code(paper, whence(at(2)), &half.secret, &added.recovery[0]).await;
    let by = signed_in(paper, &opened.expect("in").secret).await.actor;
    // The only way in of an account without a password stays; with one it may go.
    let only = second::factors(paper, &by).await.expect("factors").passkeys[0].id;
    let session = passwords::change(paper, &by, "barca-17")
        .await
        .expect("eight beside a factor");
    let by = signed_in(paper, &session).await.actor;
    assert_eq!(
        refused(passkeys::remove(paper, &by, only).await),
        Refusal::PasswordNeeded
    );
}

#[tokio::test]
async fn a_passkey_proves_again_who_one_is_and_goes_with_its_account() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let mut key = authenticator();
    let added = registers(&gazette, &invited(&gazette, "ines").await.secret, &mut key).await;
    let killed = gazette.published("Ferry resumes").await.article;
    gazette.later(11);
    let by = signed_in(paper, &added.secret).await.actor;
    assert_eq!(
        refused(withdrawing::kill(paper, &by, killed, "court").await),
        Refusal::StepUp
    );
    let question = passkeys::begin_proof(paper, &by, SITE)
        .await
        .expect("a question");
    // Not with somebody else's.
    let mut others = authenticator();
    others.credential = b"of tomas".to_vec();
    registers(
        &gazette,
        &invited(&gazette, "tomas").await.secret,
        &mut others,
    )
    .await;
    let outcome = passkeys::prove(paper, &by, SITE, &others.gets(&question)).await;
    assert_eq!(refused(outcome), Refusal::PasskeyUnfit);
    let question = passkeys::begin_proof(paper, &by, SITE)
        .await
        .expect("a question");
    let session = passkeys::prove(paper, &by, SITE, &key.gets(&question))
        .await
        .expect("proved");
    let by = signed_in(paper, &session).await.actor;
    withdrawing::kill(paper, &by, killed, "court")
        .await
        .expect("killed");

    people::close_account(paper, &gazette.operator, "tomas")
        .await
        .expect("closed");
    let answer = others.gets(&asked(&gazette).await);
    assert_eq!(
        refused(enters_with(&gazette, &answer).await),
        Refusal::PasskeyUnfit
    );
    assert!(matches!(others.signer, Signer::Es256(_)));
}

#[tokio::test]
async fn questions_are_slowed_by_network() {
    let gazette = Gazette::new().await;
    for _ in 0..60 {
        asked(&gazette).await;
    }
    let refusal = refused(passkeys::begin_entry(&gazette.paper, whence(at(5)), SITE).await);
    assert!(matches!(refusal, Refusal::SlowDown { .. }), "{refusal}");
    passkeys::begin_entry(&gazette.paper, whence(IpAddr::from([203, 0, 113, 1])), SITE)
        .await
        .expect("elsewhere");
}
