//! What a browser and its authenticator answer, held against what was asked: Web Authentication Level 3, §7.1 and §7.2. Pure:
//! the challenge is looked up elsewhere, and signatures are checked by a library.
//!
//! No attestation is asked for (`none`), so none is judged: which make a key is does not matter here.

use super::cbor::{self, Item};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents,
    UnparsedPublicKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// Longest answer of a browser, bytes.
pub(super) const ANSWER_BYTES_MAX: usize = 64 * 1024;
/// Longest name of a credential, bytes (§7.1, step 25).
const CREDENTIAL_BYTES_MAX: usize = 1_023;
/// Bytes of the modulus of an RSA key: 2048 to 4096 bits.
const RSA_BYTES: std::ops::RangeInclusive<usize> = 256..=512;

/// Algorithms offered, the preferred first (COSE; RFC 9053): ES256, EdDSA, RS256.
pub(super) const ALGORITHMS: [i64; 3] = [ES256, EDDSA, RS256];
const ES256: i64 = -7;
const EDDSA: i64 = -8;
const RS256: i64 = -257;

/// Flags of authenticator data (§6.1).
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const MAY_BE_BACKED_UP: u8 = 0x08;
const BACKED_UP: u8 = 0x10;
const ATTESTED: u8 = 0x40;
const EXTENDED: u8 = 0x80;

/// What was found, or why it will not do, for the log.
pub(super) type Checked<T> = Result<T, &'static str>;

/// Where the newsroom is, as browsers see it.
#[derive(Debug, Clone, Copy)]
pub struct Site<'a> {
    /// Scheme, host and port: `https://newsroom.example`.
    pub origin: &'a str,
    /// The host alone, which passkeys are bound to.
    pub host: &'a str,
}

/// An answer as `PublicKeyCredential.toJSON()` gives it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer<R> {
    raw_id: String,
    #[serde(rename = "type")]
    kind: String,
    response: R,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Attestation {
    #[serde(rename = "clientDataJSON")]
    client_data: String,
    attestation_object: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Assertion {
    #[serde(rename = "clientDataJSON")]
    client_data: String,
    authenticator_data: String,
    signature: String,
    #[serde(default)]
    user_handle: Option<String>,
}

/// What the browser says it signed (§5.8.1).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
}

fn base64(text: &str) -> Checked<Vec<u8>> {
    URL_SAFE_NO_PAD
        .decode(text.trim_end_matches('='))
        .map_err(|_| "it is no base64url")
}

fn answer<'a, R: Deserialize<'a>>(json: &'a str) -> Checked<Answer<R>> {
    if json.len() > ANSWER_BYTES_MAX {
        return Err("it is too long");
    }
    let answer: Answer<R> =
        serde_json::from_str(json).map_err(|_| "it is no answer of a browser")?;
    match answer.kind.as_str() {
        "public-key" => Ok(answer),
        _ => Err("it is no public key"),
    }
}

/// What was answered, with the challenge it claims to answer; nothing of it is believed yet.
pub(super) struct Unchecked<T> {
    /// The challenge, as text.
    pub(super) challenge: String,
    client: ClientData,
    client_bytes: Vec<u8>,
    answer: T,
}

fn unchecked<T>(client_data: &str, answer: T) -> Checked<Unchecked<T>> {
    let client_bytes = base64(client_data)?;
    let client: ClientData =
        serde_json::from_slice(&client_bytes).map_err(|_| "its client data cannot be read")?;
    Ok(Unchecked {
        challenge: client.challenge.clone(),
        client,
        client_bytes,
        answer,
    })
}

impl<T> Unchecked<T> {
    fn is_of(&self, kind: &str, site: &Site<'_>) -> Checked<()> {
        if self.client.kind != kind {
            return Err("it answers another question");
        }
        if self.client.origin != site.origin {
            return Err("it is of another origin");
        }
        if self.client.cross_origin {
            return Err("it was given inside another site's page");
        }
        Ok(())
    }
}

/// A new key, as the browser brings it.
pub(super) struct NewKey {
    id: Vec<u8>,
    attestation: Vec<u8>,
}

/// A key that is good to keep.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Registered {
    pub(super) credential: Vec<u8>,
    /// In COSE form.
    pub(super) public_key: Vec<u8>,
    pub(super) counter: u32,
}

/// Takes an answer to registering apart.
pub(super) fn new_key(json: &str) -> Checked<Unchecked<NewKey>> {
    let answer: Answer<Attestation> = answer(json)?;
    let new = NewKey {
        id: base64(&answer.raw_id)?,
        attestation: base64(&answer.response.attestation_object)?,
    };
    unchecked(&answer.response.client_data, new)
}

impl Unchecked<NewKey> {
    /// §7.1, once the challenge was found to be ours.
    pub(super) fn check(&self, site: &Site<'_>) -> Checked<Registered> {
        self.is_of("webauthn.create", site)?;
        let (object, rest) =
            cbor::read(&self.answer.attestation).ok_or("its attestation cannot be read")?;
        if !rest.is_empty() || object.text_at("fmt").is_none() {
            return Err("its attestation has another shape");
        }
        let bytes = object
            .bytes_at("authData")
            .ok_or("it has no authenticator data")?;
        let data = Data::read(bytes, site)?;
        let key = data.key.ok_or("it brings no key")?;
        if key.credential != self.answer.id {
            return Err("it names another key than it brings");
        }
        if key.credential.is_empty() || key.credential.len() > CREDENTIAL_BYTES_MAX {
            return Err("the name of its key is too long");
        }
        PublicKey::read(key.public)?;
        Ok(Registered {
            credential: key.credential.to_vec(),
            public_key: key.public.to_vec(),
            counter: data.counter,
        })
    }
}

/// A key used, as the browser brings it.
pub(super) struct Used {
    /// The credential's name.
    pub(super) id: Vec<u8>,
    user: Option<Vec<u8>>,
    data: Vec<u8>,
    signature: Vec<u8>,
}

/// Takes an answer to coming in apart.
pub(super) fn used_key(json: &str) -> Checked<Unchecked<Used>> {
    let answer: Answer<Assertion> = answer(json)?;
    let used = Used {
        id: base64(&answer.raw_id)?,
        user: answer
            .response
            .user_handle
            .as_deref()
            .map(base64)
            .transpose()?,
        data: base64(&answer.response.authenticator_data)?,
        signature: base64(&answer.response.signature)?,
    };
    unchecked(&answer.response.client_data, used)
}

impl Unchecked<Used> {
    /// The credential the browser names.
    pub(super) fn credential(&self) -> &[u8] {
        &self.answer.id
    }

    /// §7.2, once the challenge was found to be ours, against the key we keep and whose it is. Says the key's counter, which
    /// the caller compares.
    pub(super) fn check(
        &self,
        site: &Site<'_>,
        public_key: &[u8],
        account: &[u8; 16],
    ) -> Checked<u32> {
        self.is_of("webauthn.get", site)?;
        if self.answer.user.as_deref() != Some(account.as_slice()) {
            return Err("it is somebody else's");
        }
        let data = Data::read(&self.answer.data, site)?;
        let mut signed = self.answer.data.clone();
        signed.extend(Sha256::digest(&self.client_bytes));
        PublicKey::read(public_key)?.verifies(&signed, &self.answer.signature)?;
        Ok(data.counter)
    }
}

/// Authenticator data (§6.1), of this site, with the person present and known to the authenticator.
struct Data<'a> {
    counter: u32,
    key: Option<Key<'a>>,
}

struct Key<'a> {
    credential: &'a [u8],
    public: &'a [u8],
}

impl<'a> Data<'a> {
    fn read(bytes: &'a [u8], site: &Site<'_>) -> Checked<Data<'a>> {
        const SHORT: &str = "its authenticator data is cut off";
        let (site_hash, rest) = bytes.split_at_checked(32).ok_or(SHORT)?;
        let (flags, rest) = rest.split_first().ok_or(SHORT)?;
        let (counter, mut rest) = rest.split_first_chunk::<4>().ok_or(SHORT)?;
        let has = |flag: u8| flags & flag != 0;
        if site_hash != Sha256::digest(site.host.as_bytes()).as_slice() {
            return Err("it is of another host");
        }
        if !has(PRESENT) || !has(VERIFIED) {
            return Err("the authenticator did not check who the person is");
        }
        if has(BACKED_UP) && !has(MAY_BE_BACKED_UP) {
            return Err("its flags contradict each other");
        }
        let mut key = None;
        if has(ATTESTED) {
            let (_make, after) = rest.split_first_chunk::<16>().ok_or(SHORT)?;
            let (length, after) = after.split_first_chunk::<2>().ok_or(SHORT)?;
            let length = usize::from(u16::from_be_bytes(*length));
            let (credential, after) = after.split_at_checked(length).ok_or(SHORT)?;
            let (_, left) = cbor::read(after).ok_or("its key cannot be read")?;
            let public = after
                .get(..after.len().saturating_sub(left.len()))
                .ok_or(SHORT)?;
            key = Some(Key { credential, public });
            rest = left;
        }
        if has(EXTENDED) {
            let (extensions, left) = cbor::read(rest).ok_or("its extensions cannot be read")?;
            if !matches!(extensions, Item::Map(_)) {
                return Err("its extensions have another shape");
            }
            rest = left;
        }
        if !rest.is_empty() {
            return Err("more follows its authenticator data");
        }
        Ok(Data {
            counter: u32::from_be_bytes(*counter),
            key,
        })
    }
}

/// A public key in COSE form (RFC 9052 §7, RFC 9053 §7, RFC 8230 §4).
enum PublicKey<'a> {
    /// ECDSA over P-256 with SHA-256: an uncompressed point.
    Ecdsa([u8; 65]),
    /// Ed25519.
    Eddsa(&'a [u8]),
    /// RSASSA-PKCS1-v1_5 with SHA-256: modulus and exponent.
    Rsa(&'a [u8], &'a [u8]),
}

impl<'a> PublicKey<'a> {
    fn read(bytes: &'a [u8]) -> Checked<PublicKey<'a>> {
        const SHAPE: &str = "its key has another shape";
        let (key, rest) = cbor::read(bytes).ok_or(SHAPE)?;
        if !rest.is_empty() {
            return Err(SHAPE);
        }
        let coordinate = |label| key.bytes_of(label).filter(|bytes| bytes.len() == 32);
        match (key.int_of(1), key.int_of(3), key.int_of(-1)) {
            (Some(2), Some(ES256), Some(1)) => {
                let (x, y) = coordinate(-2).zip(coordinate(-3)).ok_or(SHAPE)?;
                let point = [&[0x04][..], x, y].concat();
                Ok(PublicKey::Ecdsa(point.try_into().map_err(|_| SHAPE)?))
            }
            (Some(1), Some(EDDSA), Some(6)) => Ok(PublicKey::Eddsa(coordinate(-2).ok_or(SHAPE)?)),
            (Some(3), Some(RS256), _) => {
                let (n, e) = key.bytes_of(-1).zip(key.bytes_of(-2)).ok_or(SHAPE)?;
                match RSA_BYTES.contains(&n.len()) {
                    true => Ok(PublicKey::Rsa(n, e)),
                    false => Err("its key is of a size we do not take"),
                }
            }
            _ => Err("its key is of a kind that was not offered"),
        }
    }

    fn verifies(&self, message: &[u8], signature: &[u8]) -> Checked<()> {
        match self {
            PublicKey::Ecdsa(point) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).verify(message, signature)
            }
            PublicKey::Eddsa(x) => UnparsedPublicKey::new(&ED25519, x).verify(message, signature),
            PublicKey::Rsa(n, e) => RsaPublicKeyComponents { n, e }.verify(
                &RSA_PKCS1_2048_8192_SHA256,
                message,
                signature,
            ),
        }
        .map_err(|_| "its signature is not of this key")
    }
}
