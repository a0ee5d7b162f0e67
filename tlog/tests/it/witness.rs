//! Cosignatures of witnesses, as C2SP tlog-cosignature has them.

use crate::example::{ORIGIN, seed};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use tlog::{Checkpoint, Hash, Key, Note, Signer, Witness, Wrong};

const NAME: &str = "witness.example/w1";
const TIME: u64 = 1_795_000_000;

/// A witness’s key and its line under a text, made by hand.
fn cosigned(text: &str, time: u64) -> (String, String) {
    let pair = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap();
    let public = pair.public_key().as_ref();
    let mut named = NAME.as_bytes().to_vec();
    named.extend([b'\n', 0x04]);
    named.extend(public);
    let id = Sha256::digest(&named)[..4].to_vec();
    let key = [&[0x04], public].concat();
    let key = format!("{NAME}+{}+{}", hex::encode(&id), STANDARD.encode(key));
    let signed = format!("cosignature/v1\ntime {time}\n{text}");
    let signature = pair.sign(signed.as_bytes());
    let bytes = [&id[..], &time.to_be_bytes(), signature.as_ref()].concat();
    (key, format!("\u{2014} {NAME} {}\n", STANDARD.encode(bytes)))
}

fn checkpoint() -> (Checkpoint, Signer) {
    let signer = Signer::new(ORIGIN, seed()).unwrap();
    let checkpoint = Checkpoint {
        origin: ORIGIN.to_owned(),
        size: 3,
        root: Hash::of_nothing(),
    };
    (checkpoint, signer)
}

#[test]
fn a_witness_says_when_it_saw_a_checkpoint_and_the_logs_own_key_still_counts() {
    let (checkpoint, signer) = checkpoint();
    let own = checkpoint.signed(std::slice::from_ref(&signer));
    let (key, line) = cosigned(&checkpoint.text(), TIME);
    let note = format!("{own}{line}");
    let witness = Witness::parse(&key).unwrap();
    assert_eq!(witness.cosigned(&Note::read(&note).unwrap()), Ok(TIME));
    assert_eq!(Checkpoint::verified(&note, signer.key()), Ok(checkpoint));
    assert_eq!(
        witness.cosigned(&Note::read(&own).unwrap()),
        Err(Wrong::Unsigned {
            key: witness.label()
        })
    );
}

#[test]
fn a_cosignature_of_another_checkpoint_or_time_does_not_count() {
    let (checkpoint, signer) = checkpoint();
    let own = checkpoint.signed(&[signer]);
    let (key, line) = cosigned("news.example/log\n4\n", TIME);
    let witness = Witness::parse(&key).unwrap();
    let fails = |line: &str| {
        let note = Note::read(&format!("{own}{line}")).unwrap();
        let wrong = witness.cosigned(&note).unwrap_err();
        assert!(matches!(wrong, Wrong::Signature { .. }), "{wrong}");
    };
    fails(&line);
    let (_, line) = cosigned(&checkpoint.text(), TIME);
    let encoded = line.rsplit(' ').next().unwrap().trim_end();
    let mut bytes = STANDARD.decode(encoded).unwrap();
    // The last byte of the time.
    bytes[11] ^= 1;
    fails(&format!("\u{2014} {NAME} {}\n", STANDARD.encode(bytes)));
    fails(&format!(
        "\u{2014} {NAME} {}\n",
        STANDARD.encode(&STANDARD.decode(encoded).unwrap()[..9])
    ));
}

#[test]
fn a_key_of_a_log_is_no_witness_and_a_witness_no_log() {
    let (_, signer) = checkpoint();
    let own = signer.key().to_string();
    assert!(
        Witness::parse(&own)
            .unwrap_err()
            .to_string()
            .contains("no key of a witness")
    );
    let (key, _) = cosigned("", TIME);
    assert!(
        Key::parse(&key)
            .unwrap_err()
            .to_string()
            .contains("no Ed25519 key")
    );
}
