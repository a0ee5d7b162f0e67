//! An authenticator in software, with the browser around it: Web Authentication Level 3, §6 and §5, as far as a relying party
//! can see. Its CBOR is written by hand.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256,
    RsaKeyPair,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub(super) const PRESENT: u8 = 0x01;
pub(super) const VERIFIED: u8 = 0x04;
const ATTESTED: u8 = 0x40;

/// What signs.
pub(super) enum Signer {
    Es256(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
    Rs256(RsaKeyPair),
}

/// An authenticator with one key. What a test changes, it then does wrongly.
pub(super) struct Authenticator {
    pub(super) signer: Signer,
    pub(super) credential: Vec<u8>,
    pub(super) user: Vec<u8>,
    pub(super) origin: String,
    pub(super) host: String,
    pub(super) counter: u32,
    pub(super) flags: u8,
    /// In place of the challenge that was given.
    pub(super) challenge: Option<String>,
    /// In place of `webauthn.create` and `webauthn.get`.
    pub(super) kind: Option<&'static str>,
    pub(super) cross_origin: bool,
}

fn head(major: u8, length: usize) -> Vec<u8> {
    match u8::try_from(length) {
        Ok(small @ 0..=23) => vec![major << 5 | small],
        Ok(byte) => vec![major << 5 | 24, byte],
        Err(_) => [
            vec![major << 5 | 25],
            u16::try_from(length).expect("short").to_be_bytes().to_vec(),
        ]
        .concat(),
    }
}

fn bytes(bytes: &[u8]) -> Vec<u8> {
    [head(2, bytes.len()), bytes.to_vec()].concat()
}

fn text(text: &str) -> Vec<u8> {
    [head(3, text.len()), text.as_bytes().to_vec()].concat()
}

fn int(number: i64) -> Vec<u8> {
    match usize::try_from(number) {
        Ok(number) => head(0, number),
        Err(_) => head(1, usize::try_from(-1 - number).expect("small")),
    }
}

fn map(entries: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
    let mut all = head(5, entries.len());
    for (key, value) in entries {
        all.extend(key);
        all.extend(value);
    }
    all
}

impl Authenticator {
    pub(super) fn new(signer: Signer, origin: &str, host: &str) -> Authenticator {
        Authenticator {
            signer,
            credential: b"one of many keys".to_vec(),
            user: Vec::new(),
            origin: origin.to_owned(),
            host: host.to_owned(),
            counter: 0,
            flags: PRESENT | VERIFIED,
            challenge: None,
            kind: None,
            cross_origin: false,
        }
    }

    pub(super) fn es256() -> Signer {
        Signer::Es256(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).expect("a key"))
    }

    pub(super) fn ed25519() -> Signer {
        Signer::Ed25519(Ed25519KeyPair::generate().expect("a key"))
    }

    pub(super) fn rs256() -> Signer {
        Signer::Rs256(RsaKeyPair::generate(KeySize::Rsa2048).expect("a key"))
    }

    /// The public key in COSE form.
    fn cose(&self) -> Vec<u8> {
        match &self.signer {
            Signer::Es256(pair) => {
                let point = pair.public_key().as_ref();
                map(&[
                    (int(1), int(2)),
                    (int(3), int(-7)),
                    (int(-1), int(1)),
                    (int(-2), bytes(&point[1..33])),
                    (int(-3), bytes(&point[33..65])),
                ])
            }
            Signer::Ed25519(pair) => map(&[
                (int(1), int(1)),
                (int(3), int(-8)),
                (int(-1), int(6)),
                (int(-2), bytes(pair.public_key().as_ref())),
            ]),
            Signer::Rs256(pair) => {
                // RSAPublicKey in DER: a sequence of two integers, of 2048 bits and of 65537.
                let der = pair.public_key().as_ref();
                map(&[
                    (int(1), int(3)),
                    (int(3), int(-257)),
                    (int(-1), bytes(&der[9..265])),
                    (int(-2), bytes(&der[der.len() - 3..])),
                ])
            }
        }
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match &self.signer {
            Signer::Es256(pair) => pair
                .sign(&random, message)
                .expect("signed")
                .as_ref()
                .to_vec(),
            Signer::Ed25519(pair) => pair.sign(message).as_ref().to_vec(),
            Signer::Rs256(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature)
                    .expect("signed");
                signature
            }
        }
    }

    fn data(&self, attested: &[u8]) -> Vec<u8> {
        let flags = match attested.is_empty() {
            true => self.flags,
            false => self.flags | ATTESTED,
        };
        let host = Sha256::digest(self.host.as_bytes());
        [&host[..], &[flags], &self.counter.to_be_bytes(), attested].concat()
    }

    fn client(&self, kind: &str, options: &Value) -> Vec<u8> {
        let given = options["challenge"].as_str().expect("a challenge");
        json!({
            "type": self.kind.unwrap_or(kind),
            "challenge": self.challenge.as_deref().unwrap_or(given),
            "origin": self.origin,
            "crossOrigin": self.cross_origin,
            "other_keys_can_be_added_here": "as browsers do",
        })
        .to_string()
        .into_bytes()
    }

    fn answer(&self, response: &Value) -> String {
        json!({
            "id": BASE64.encode(&self.credential),
            "rawId": BASE64.encode(&self.credential),
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": response,
        })
        .to_string()
    }

    /// Makes the key: what `toJSON()` gives after `navigator.credentials.create()`.
    pub(super) fn creates(&mut self, options: &Value) -> String {
        let user = options["user"]["id"].as_str().expect("a user");
        self.user = BASE64.decode(user).expect("base64url");
        let length = u16::try_from(self.credential.len()).expect("short");
        let attested = [
            &[0; 16][..],
            &length.to_be_bytes(),
            &self.credential,
            &self.cose(),
        ]
        .concat();
        let object = map(&[
            (text("fmt"), text("none")),
            (text("attStmt"), map(&[])),
            (text("authData"), bytes(&self.data(&attested))),
        ]);
        self.answer(&json!({
            "clientDataJSON": BASE64.encode(self.client("webauthn.create", options)),
            "attestationObject": BASE64.encode(object),
            "transports": ["internal"],
        }))
    }

    /// Uses it: what `toJSON()` gives after `navigator.credentials.get()`.
    pub(super) fn gets(&self, options: &Value) -> String {
        let client = self.client("webauthn.get", options);
        let data = self.data(&[]);
        let signed = [&data[..], &Sha256::digest(&client)].concat();
        self.answer(&json!({
            "clientDataJSON": BASE64.encode(&client),
            "authenticatorData": BASE64.encode(&data),
            "signature": BASE64.encode(self.sign(&signed)),
            "userHandle": BASE64.encode(&self.user),
        }))
    }
}
