//! Each part of a proof, changed: what is wrong is found, and named.

use crate::example::{ORIGIN, seed};
use tlog::{
    Checkpoint, Edge, Hash, Key, Logged, Opening, Proof, Signer, Statement, Wrong, canonical,
    commitment,
};

const TEXT: &str = r#"{"headline":"Ferry service resumes"}"#;

fn statement() -> Statement {
    let addresses = vec!["gazette.test/2026/03/02/ferry".to_owned()];
    let address = canonical(&addresses).unwrap();
    Statement::Revision(Logged {
        article: "0192f0c0-0000-7000-8000-000000000002".to_owned(),
        number: 1,
        class: "first".to_owned(),
        title: "0192f0c0-0000-7000-8000-000000000001".to_owned(),
        at: "2026-03-02T08:00:00Z".to_owned(),
        logged: "2026-03-02T08:00:00Z".to_owned(),
        commitment: hex::encode(commitment(tlog::REVISION, &[7; 32], TEXT.as_bytes())),
        address: hex::encode(commitment(tlog::ADDRESS, &[8; 32], address.as_bytes())),
        ..Logged::default()
    })
}

fn proof() -> (Proof, Key) {
    let entry = statement().to_entry().unwrap();
    let (mine, other) = (Hash::of_leaf(entry.as_bytes()), Hash::of_leaf(b"{}"));
    let mut edge = Edge::default();
    edge.append(other, |_, _| {});
    edge.append(mine, |_, _| {});
    let signer = Signer::new(ORIGIN, seed()).unwrap();
    let key = signer.key().clone();
    let checkpoint = Checkpoint {
        origin: ORIGIN.to_owned(),
        size: 2,
        root: edge.root(),
    };
    let proof = Proof {
        opening: Opening {
            entry,
            salt: hex::encode([7; 32]),
            addresses: vec!["gazette.test/2026/03/02/ferry".to_owned()],
            address_salt: hex::encode([8; 32]),
        },
        index: 1,
        path: vec![other],
        checkpoint: checkpoint.signed(&[signer]),
    };
    (proof, key)
}

#[test]
fn a_proof_survives_its_file_and_holds() {
    let (proof, key) = proof();
    let again = Proof::read(&proof.to_text().unwrap()).unwrap();
    assert_eq!(again, proof);
    let (said, checkpoint) = again.verified(&key).unwrap();
    assert_eq!((said, checkpoint.size), (statement(), 2));
    let Statement::Revision(logged) = statement() else {
        panic!("a revision")
    };
    let opened = again.opening.opens(&logged.commitment, TEXT.as_bytes());
    assert_eq!(opened, Ok(Some(())));
    assert_eq!(again.opening.stood_at(&logged.address), Ok(Some(())));
}

#[test]
fn whatever_is_changed_in_it_is_named() {
    let (good, key) = proof();
    let with = |change: fn(&mut Proof)| {
        let mut changed = good.clone();
        change(&mut changed);
        changed
            .verified(&key)
            .map(drop)
            .expect_err("it does not hold")
    };
    let inclusion = Wrong::Inclusion { index: 1, size: 2 };
    let entry =
        |proof: &mut Proof| proof.opening.entry = proof.opening.entry.replace("first", "typo");
    assert_eq!(with(entry), inclusion);
    assert_eq!(with(|proof| proof.path[0] = Hash::of_leaf(b"x")), inclusion);
    assert_eq!(
        with(|proof| proof.index = 0),
        Wrong::Inclusion { index: 0, size: 2 }
    );
    let label = key.label();
    let size =
        |proof: &mut Proof| proof.checkpoint = proof.checkpoint.replacen("\n2\n", "\n3\n", 1);
    assert_eq!(with(size), Wrong::Signature { key: label.clone() });
    let unsigned =
        |proof: &mut Proof| proof.checkpoint = proof.checkpoint.replace("— news", "— views");
    assert_eq!(with(unsigned), Wrong::Unsigned { key: label });
    let foreign = Signer::new(ORIGIN, [1; 32]).unwrap();
    assert!(matches!(
        good.verified(foreign.key()),
        Err(Wrong::Unsigned { .. })
    ));
}

#[test]
fn another_text_another_salt_another_address_open_nothing() {
    let (good, _) = proof();
    let Statement::Revision(logged) = statement() else {
        panic!("a revision")
    };
    let committed = &logged.commitment;
    let other = TEXT.replace("resumes", "stops");
    assert_eq!(
        good.opening.opens(committed, other.as_bytes()),
        Err(Wrong::Commitment)
    );
    let salted = Opening {
        salt: hex::encode([6; 32]),
        ..good.opening.clone()
    };
    assert_eq!(
        salted.opens(committed, TEXT.as_bytes()),
        Err(Wrong::Commitment)
    );
    let moved = Opening {
        addresses: vec!["gazette.test/elsewhere".to_owned()],
        ..good.opening.clone()
    };
    assert_eq!(moved.stood_at(&logged.address), Err(Wrong::Commitment));
    let erased = Opening {
        salt: String::new(),
        ..good.opening
    };
    assert_eq!(erased.opens(committed, TEXT.as_bytes()), Ok(None));
}

#[test]
fn an_entry_has_one_form() {
    let entry = statement().to_entry().unwrap();
    assert_eq!(Statement::read(entry.as_bytes()), Ok(statement()));
    for other in [
        entry.replacen(',', ", ", 1),
        entry.replace("colophon/entry/1", "colophon/entry/2"),
        entry.replace("\"number\":1", "\"number\":1,\"more\":1"),
        entry.replace("\"kind\":\"revision\"", "\"kind\":\"other\""),
    ] {
        assert!(Statement::read(other.as_bytes()).is_err(), "{other}");
    }
}
