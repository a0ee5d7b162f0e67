//! The proof a reader keeps: that an entry is in the log (C2SP tlog-proof@v1), with what opens its commitments.

use crate::Wrong;
use crate::checkpoint::Checkpoint;
use crate::commitment::{ADDRESS, canonical, commitment};
use crate::hash::Hash;
use crate::note::Key;
use crate::statement::Statement;
use crate::tree::{self, PROOF_MAX};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// The first line.
const HEAD: &str = "c2sp.org/tlog-proof@v1\n";
/// Before what the format leaves to who makes the proof.
const EXTRA: &str = "extra ";
/// Before the entry's place.
const INDEX: &str = "index ";

/// A proof as it is kept in a file that ends in `.tlog-proof`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The entry, and what opens its commitments.
    pub opening: Opening,
    /// The entry's place in the log, from 0.
    pub index: u64,
    /// From the leaf's neighbour up.
    pub path: Vec<Hash>,
    /// The signed checkpoint, word for word.
    pub checkpoint: String,
}

/// What goes along with a proof, as JSON: nothing of it is believed before it was checked against the log.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Opening {
    /// The entry, as it stands in the log.
    pub entry: String,
    /// The salt of the commitment to the revision, hexadecimal; empty once it was erased.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub salt: String,
    /// Where the article stood when the entry was made, host and path, its own title first; empty once that was erased.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<String>,
    /// The salt of the commitment to these addresses, hexadecimal; empty once it was erased.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub address_salt: String,
}

impl Opening {
    /// Whether the canonical bytes are the revision the commitment is to; `None` where the salt is gone.
    ///
    /// # Errors
    /// [`Wrong::Commitment`]; a salt that is none.
    pub fn opens(&self, committed: &str, text: &[u8]) -> Result<Option<()>, Wrong> {
        opened(crate::REVISION, &self.salt, committed, text)
    }

    /// Whether the addresses are those the commitment is to; `None` where they are gone.
    ///
    /// # Errors
    /// As [`Opening::opens`].
    pub fn stood_at(&self, committed: &str) -> Result<Option<()>, Wrong> {
        let text = canonical(&self.addresses)?;
        opened(ADDRESS, &self.address_salt, committed, text.as_bytes())
    }
}

fn opened(domain: &str, salt: &str, committed: &str, text: &[u8]) -> Result<Option<()>, Wrong> {
    if salt.is_empty() {
        return Ok(None);
    }
    let salt = hex::decode(salt).map_err(|_| Wrong::form("salt", "it is not hexadecimal"))?;
    match hex::encode(commitment(domain, &salt, text)) == committed {
        true => Ok(Some(())),
        false => Err(Wrong::Commitment),
    }
}

impl Proof {
    /// The file.
    ///
    /// # Errors
    /// None for a proof that can be made.
    pub fn to_text(&self) -> Result<String, Wrong> {
        let extra = STANDARD.encode(canonical(&self.opening)?);
        let path: String = self.path.iter().map(|hash| format!("{hash}\n")).collect();
        let (index, checkpoint) = (self.index, &self.checkpoint);
        Ok(format!(
            "{HEAD}{EXTRA}{extra}\n{INDEX}{index}\n{path}\n{checkpoint}"
        ))
    }

    /// Reads the file.
    ///
    /// # Errors
    /// For what is none.
    pub fn read(text: &str) -> Result<Proof, Wrong> {
        let wrong = |why: &str| Wrong::form("proof", why);
        let rest = text
            .strip_prefix(HEAD)
            .ok_or_else(|| wrong("its first line is not c2sp.org/tlog-proof@v1"))?;
        let (head, checkpoint) = rest
            .split_once("\n\n")
            .ok_or_else(|| wrong("it has no checkpoint"))?;
        let mut lines = head.split('\n').peekable();
        let extra = lines.next_if(|line| line.starts_with(EXTRA));
        let opening = match extra.and_then(|line| line.strip_prefix(EXTRA)) {
            None => Opening::default(),
            Some(encoded) => {
                let json = STANDARD
                    .decode(encoded)
                    .map_err(|_| wrong("its extra line is no Base64"))?;
                serde_json::from_slice(&json)
                    .map_err(|error| wrong(&format!("its extra line: {error}")))?
            }
        };
        let index = lines
            .next()
            .and_then(|line| line.strip_prefix(INDEX))
            .filter(|digits| *digits == "0" || !digits.starts_with(['0', '+']))
            .and_then(|digits| digits.parse().ok())
            .ok_or_else(|| wrong("it has no index"))?;
        let path: Vec<Hash> = lines
            .map(|line| Hash::parse(line).ok_or_else(|| wrong("a line is no hash")))
            .collect::<Result<_, _>>()?;
        if path.len() > PROOF_MAX {
            return Err(wrong("it is too long"));
        }
        Ok(Proof {
            opening,
            index,
            path,
            checkpoint: checkpoint.to_owned(),
        })
    }

    /// What the entry says and the checkpoint it is in, if the key signed that and the proof holds.
    ///
    /// # Errors
    /// For what does not hold.
    pub fn verified(&self, key: &Key) -> Result<(Statement, Checkpoint), Wrong> {
        let checkpoint = Checkpoint::verified(&self.checkpoint, key)?;
        let entry = self.opening.entry.as_bytes();
        let tree = (checkpoint.size, checkpoint.root);
        tree::includes(tree, self.index, Hash::of_leaf(entry), &self.path)?;
        Ok((Statement::read(entry)?, checkpoint))
    }
}
