//! Checkpoints: the size and root of a log, signed (C2SP tlog-checkpoint).

use crate::Wrong;
use crate::hash::Hash;
use crate::note::{Key, Note, Signer};

/// The state of a log that its key signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log: an address without its scheme.
    pub origin: String,
    /// Entries in it.
    pub size: u64,
    /// The root of its tree.
    pub root: Hash,
}

impl Checkpoint {
    /// The text that is signed.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, self.root)
    }

    /// The checkpoint as it is published: its text, and a signature by each key.
    pub fn signed(&self, signers: &[Signer]) -> String {
        Note::sign(&self.text(), signers)
    }

    /// Reads the text of a checkpoint, whoever signed it.
    ///
    /// # Errors
    /// For what is none. Lines after the root are allowed and mean nothing to us.
    pub fn read(text: &str) -> Result<Checkpoint, Wrong> {
        let wrong = |why: &str| Wrong::form("checkpoint", why);
        let mut lines = text.split('\n');
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next())
        else {
            return Err(wrong("it has not three lines"));
        };
        let decimal = size.bytes().all(|byte| byte.is_ascii_digit())
            && (size == "0" || !size.starts_with('0'));
        let size = decimal.then(|| size.parse().ok()).flatten();
        if origin.is_empty() {
            return Err(wrong("it names no log"));
        }
        Ok(Checkpoint {
            origin: origin.to_owned(),
            size: size.ok_or_else(|| wrong("its second line is no size"))?,
            root: Hash::parse(root).ok_or_else(|| wrong("its third line is no hash"))?,
        })
    }

    /// Reads a published checkpoint, if the key signed it and it is of the log the key is of.
    ///
    /// # Errors
    /// For what is none; [`Wrong::Unsigned`], [`Wrong::Signature`], [`Wrong::Origin`].
    pub fn verified(note: &str, key: &Key) -> Result<Checkpoint, Wrong> {
        let note = Note::read(note)?;
        let checkpoint = Checkpoint::read(note.text_by(key)?)?;
        match checkpoint.origin == key.name() {
            true => Ok(checkpoint),
            false => Err(Wrong::Origin {
                found: checkpoint.origin,
                wanted: key.name().to_owned(),
            }),
        }
    }

    /// Reads a published checkpoint without asking who signed it.
    ///
    /// # Errors
    /// For what is none.
    pub fn unverified(note: &str) -> Result<Checkpoint, Wrong> {
        Checkpoint::read(Note::read(note)?.text())
    }
}
