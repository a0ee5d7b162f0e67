//! Signed notes with Ed25519 (C2SP signed-note): a text, an empty line, signatures.

use crate::Wrong;
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::fmt;

/// The kind of a key and its signatures: Ed25519.
const ED25519_KIND: u8 = 0x01;
/// That of witnesses’ keys and their cosignatures (C2SP tlog-cosignature).
const COSIGNATURE_KIND: u8 = 0x04;
/// Bytes of a public key, and of the secret it comes from.
const KEY_BYTES: usize = 32;
/// What stands before each signature: an em dash and a space.
const MARK: &str = "\u{2014} ";
/// Signatures read; more are refused.
const SIGNATURES_MAX: usize = 64;
/// Bytes of the longest note read.
const NOTE_BYTES_MAX: usize = 1_000_000;
/// What a secret key begins with, as written by Go’s `sumdb/note`.
const SECRET: &str = "PRIVATE+KEY+";

/// A public key by which notes are checked: written `name+id+key`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    name: String,
    id: [u8; 4],
    public: [u8; KEY_BYTES],
}

impl Key {
    /// The name, which for a log is its origin.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Name and id, by which people tell keys apart.
    pub fn label(&self) -> String {
        format!("{}+{}", self.name, hex::encode(self.id))
    }

    /// Reads a key as [`Key`] writes it.
    ///
    /// # Errors
    /// For what is none, or of another kind, or whose id does not fit.
    pub fn parse(text: &str) -> Result<Key, Wrong> {
        Key::of_kind(text, ED25519_KIND, "it is no Ed25519 key")
    }

    fn of_kind(text: &str, kind: u8, other: &str) -> Result<Key, Wrong> {
        let wrong = |why: &str| Wrong::form("key", why);
        let mut parts = text.trim().splitn(3, '+');
        let (name, id, key) = match (parts.next(), parts.next(), parts.next()) {
            (Some(name), Some(id), Some(key)) => (name, id, key),
            _ => return Err(wrong("it is not written name+id+key")),
        };
        must_be_a_name(name)?;
        let bytes = STANDARD.decode(key).map_err(|_| wrong("it is no Base64"))?;
        let public = match bytes.split_first() {
            Some((found, public)) if *found == kind => public,
            _ => return Err(wrong(other)),
        };
        let public: [u8; KEY_BYTES] = public
            .try_into()
            .map_err(|_| wrong("it has not 32 bytes"))?;
        let key = Key {
            name: name.to_owned(),
            id: id_of(name, kind, &public),
            public,
        };
        match hex::encode(key.id) == id {
            true => Ok(key),
            false => Err(wrong("its id does not fit")),
        }
    }

    /// Whether both are of one secret: a log that begins again has another name and keeps its key.
    pub fn is_of_the_secret_of(&self, other: &Key) -> bool {
        self.public == other.public
    }

    fn signed(&self, text: &str, signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, self.public)
            .verify(text.as_bytes(), signature)
            .is_ok()
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut key = vec![ED25519_KIND];
        key.extend(self.public);
        let (name, id) = (&self.name, hex::encode(self.id));
        write!(f, "{name}+{id}+{}", STANDARD.encode(key))
    }
}

/// The first four bytes of SHA-256(name ‖ newline ‖ kind ‖ key).
fn id_of(name: &str, kind: u8, public: &[u8; KEY_BYTES]) -> [u8; 4] {
    let mut hash = Sha256::new();
    hash.update(name.as_bytes());
    hash.update([b'\n', kind]);
    hash.update(public);
    let [a, b, c, d, ..] = <[u8; 32]>::from(hash.finalize());
    [a, b, c, d]
}

fn must_be_a_name(name: &str) -> Result<(), Wrong> {
    match !name.is_empty() && !name.contains('+') && !name.contains(char::is_whitespace) {
        true => Ok(()),
        false => Err(Wrong::form("name of a key", format!("“{name}”"))),
    }
}

/// A secret key, by which notes are signed. It has no `Debug` and shows itself only where it is written to its file.
pub struct Signer {
    pair: Ed25519KeyPair,
    seed: [u8; KEY_BYTES],
    key: Key,
}

impl Signer {
    /// The signer of this name with this secret.
    ///
    /// # Errors
    /// For a name with spaces or a plus.
    pub fn new(name: &str, seed: [u8; KEY_BYTES]) -> Result<Signer, Wrong> {
        must_be_a_name(name)?;
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed)
            .map_err(|error| Wrong::form("secret key", error.to_string()))?;
        let public: [u8; KEY_BYTES] = pair
            .public_key()
            .as_ref()
            .try_into()
            .map_err(|_| Wrong::form("secret key", "its public half has not 32 bytes"))?;
        let key = Key {
            name: name.to_owned(),
            id: id_of(name, ED25519_KIND, &public),
            public,
        };
        Ok(Signer { pair, seed, key })
    }

    /// The public half.
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// The line it is kept as: `PRIVATE+KEY+name+id+key`.
    pub fn to_secret(&self) -> String {
        let mut secret = vec![ED25519_KIND];
        secret.extend(self.seed);
        format!("{SECRET}{}+{}", self.key.label(), STANDARD.encode(secret))
    }

    /// Reads the line it is kept as, under another name if need be: a log that begins anew keeps its key.
    ///
    /// # Errors
    /// For what is none.
    pub fn from_secret(line: &str, name: &str) -> Result<Signer, Wrong> {
        let wrong = |why: &str| Wrong::form("secret key", why);
        let rest = line
            .trim()
            .strip_prefix(SECRET)
            .ok_or_else(|| wrong("it does not begin as one"))?;
        let encoded = rest.splitn(3, '+').nth(2).unwrap_or_default();
        let bytes = STANDARD
            .decode(encoded)
            .map_err(|_| wrong("it is no Base64"))?;
        match bytes.split_first() {
            Some((&ED25519_KIND, seed)) => {
                let seed = seed.try_into().map_err(|_| wrong("it has not 32 bytes"))?;
                Signer::new(name, seed)
            }
            _ => Err(wrong("it is no Ed25519 key")),
        }
    }

    /// The line a note is signed with.
    fn line(&self, text: &str) -> String {
        let mut signed = self.key.id.to_vec();
        signed.extend(self.pair.sign(text.as_bytes()).as_ref());
        format!("{MARK}{} {}\n", self.key.name, STANDARD.encode(signed))
    }
}

/// A note with its signatures, of which none is believed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<Signature>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Signature {
    name: String,
    id: [u8; 4],
    bytes: Vec<u8>,
}

impl Note {
    /// Signs a text, which ends in a newline, with each of the keys.
    pub fn sign(text: &str, signers: &[Signer]) -> String {
        let lines: String = signers.iter().map(|signer| signer.line(text)).collect();
        format!("{text}\n{lines}")
    }

    /// Reads a note.
    ///
    /// # Errors
    /// For what is none: without an empty line before its signatures, with a line that is no signature, too long.
    pub fn read(note: &str) -> Result<Note, Wrong> {
        let wrong = |why: &str| Wrong::form("signed note", why);
        if note.len() > NOTE_BYTES_MAX {
            return Err(wrong("it is too long"));
        }
        if note.chars().any(|c| c < ' ' && c != '\n') {
            return Err(wrong("it has control characters"));
        }
        let at = note
            .rfind("\n\n")
            .ok_or_else(|| wrong("it has no signature"))?;
        let (text, lines) = (&note[..=at], &note[at + 2..]);
        let lines = lines
            .strip_suffix('\n')
            .ok_or_else(|| wrong("its last line has no end"))?;
        let signatures: Vec<Signature> = lines
            .split('\n')
            .map(|line| signature(line).ok_or_else(|| wrong("a line is no signature")))
            .collect::<Result<_, _>>()?;
        if signatures.len() > SIGNATURES_MAX {
            return Err(wrong("it has too many signatures"));
        }
        Ok(Note {
            text: text.to_owned(),
            signatures,
        })
    }

    /// The text, if the key signed it. Signatures by others are passed over.
    ///
    /// # Errors
    /// [`Wrong::Unsigned`], [`Wrong::Signature`].
    pub fn text_by(&self, key: &Key) -> Result<&str, Wrong> {
        let Some(signature) = self.signature_by(key) else {
            return Err(Wrong::Unsigned { key: key.label() });
        };
        match key.signed(&self.text, &signature.bytes) {
            true => Ok(&self.text),
            false => Err(Wrong::Signature { key: key.label() }),
        }
    }

    fn signature_by(&self, key: &Key) -> Option<&Signature> {
        let by_key = |one: &&Signature| one.name == key.name && one.id == key.id;
        self.signatures.iter().find(by_key)
    }

    /// The text, whoever signed it.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// The public key of a witness: of somebody else, who signs a checkpoint only after he has seen that the log continues what
/// he signed before (C2SP tlog-cosignature, Ed25519).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness(Key);

impl Witness {
    /// Reads a key, written `name+id+key`.
    ///
    /// # Errors
    /// For what is none, or of another kind, or whose id does not fit.
    pub fn parse(text: &str) -> Result<Witness, Wrong> {
        Key::of_kind(
            text,
            COSIGNATURE_KIND,
            "it is no key of a witness (Ed25519)",
        )
        .map(Witness)
    }

    /// Name and id, by which people tell keys apart.
    pub fn label(&self) -> String {
        self.0.label()
    }

    /// When the witness cosigned a note, seconds since 1970.
    ///
    /// # Errors
    /// [`Wrong::Unsigned`] where it did not, [`Wrong::Signature`] where its cosignature does not fit.
    pub fn cosigned(&self, note: &Note) -> Result<u64, Wrong> {
        let key = || self.label();
        let Some(found) = note.signature_by(&self.0) else {
            return Err(Wrong::Unsigned { key: key() });
        };
        let Some((time, signature)) = found.bytes.split_first_chunk::<8>() else {
            return Err(Wrong::Signature { key: key() });
        };
        let time = u64::from_be_bytes(*time);
        let signed = format!("cosignature/v1\ntime {time}\n{}", note.text);
        match self.0.signed(&signed, signature) {
            true => Ok(time),
            false => Err(Wrong::Signature { key: key() }),
        }
    }
}

fn signature(line: &str) -> Option<Signature> {
    let (name, encoded) = line.strip_prefix(MARK)?.split_once(' ')?;
    must_be_a_name(name).ok()?;
    let bytes = STANDARD.decode(encoded).ok()?;
    let (id, bytes) = bytes.split_first_chunk::<4>()?;
    // What a signature of another kind looks like is its own matter.
    (!bytes.is_empty()).then(|| Signature {
        name: name.to_owned(),
        id: *id,
        bytes: bytes.to_vec(),
    })
}
