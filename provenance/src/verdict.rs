//! What a checker says of a manifest, as it goes from one program to another and lies in the record.

use serde::{Deserialize, Serialize};

/// Most characters of one word of a manifest that are kept.
const CHARS_MAX: usize = 200;
/// Most actions, and most faults, that are kept.
const LIST_MAX: usize = 24;

/// What came of checking a manifest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It holds: the picture is as it was signed, by somebody the list of signers leads to.
    Known,
    /// The picture is as it was signed, by somebody no list leads to, or whose certificate does not hold: anybody may have
    /// written that name.
    Unknown,
    /// The picture, or what is said of it, is not what was signed.
    Broken,
    /// There is a manifest, and it could not be read.
    #[default]
    Unreadable,
}

/// What a checker says of a manifest. Every word in it but the outcome and the faults is the manifest's own claim.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// What came of it.
    pub outcome: Outcome,
    /// Name in the certificate that signed.
    #[serde(default)]
    pub signer: String,
    /// Organisation in that certificate.
    #[serde(default)]
    pub organisation: String,
    /// The program or camera that wrote the manifest.
    #[serde(default)]
    pub generator: String,
    /// When it was signed (RFC 3339), if a time stamp says so that fits the signature; empty otherwise.
    #[serde(default)]
    pub signed_at: String,
    /// The list of signers leads to the authority of that time stamp.
    #[serde(default)]
    pub stamp_known: bool,
    /// What was done, in order, as C2PA's actions (`c2pa.created`).
    #[serde(default)]
    pub actions: Vec<String>,
    /// IPTC digital source type, the last part of its address.
    #[serde(default)]
    pub source_type: String,
    /// Other files it was made from.
    #[serde(default)]
    pub ingredients: u32,
    /// What does not hold, as C2PA's codes (`assertion.dataHash.mismatch`).
    #[serde(default)]
    pub faults: Vec<String>,
}

impl Verdict {
    /// One of a manifest that could not be read.
    pub fn unreadable(fault: &str) -> Verdict {
        Verdict {
            outcome: Outcome::Unreadable,
            faults: vec![fault.to_owned()],
            ..Verdict::default()
        }
    }

    /// Reads one, within bounds; `None` if it is none.
    pub fn read(text: &str) -> Option<Verdict> {
        let verdict: Verdict = serde_json::from_str(text).ok()?;
        Some(verdict.bounded())
    }

    /// The same as text.
    pub fn written(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The same without what may name somebody.
    pub fn without_names(self) -> Verdict {
        Verdict {
            signer: String::new(),
            organisation: String::new(),
            generator: String::new(),
            ..self
        }
    }

    /// The same, with every word a line of bounded length and every list cut: what is in it was written by strangers.
    pub fn bounded(self) -> Verdict {
        let line = |word: String| -> String {
            let plain = word.chars().filter(|c| !c.is_control() && !is_hidden(*c));
            plain.take(CHARS_MAX).collect()
        };
        let list = |words: Vec<String>| words.into_iter().take(LIST_MAX).map(line).collect();
        Verdict {
            outcome: self.outcome,
            signer: line(self.signer),
            organisation: line(self.organisation),
            generator: line(self.generator),
            signed_at: line(self.signed_at),
            stamp_known: self.stamp_known,
            actions: list(self.actions),
            source_type: line(self.source_type),
            ingredients: self.ingredients,
            faults: list(self.faults),
        }
    }
}

/// Characters that change how others are read, and are not seen: a signer's name must not turn a sentence round.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Whether a fault is of who signed, or of the time it is said to have been, and not of the picture: what was signed may
/// be as it was.
pub fn is_of_the_credential(fault: &str) -> bool {
    fault.starts_with("signingCredential.")
        || fault.starts_with("timeStamp.")
        || fault == "claimSignature.outsideValidity"
}

#[cfg(test)]
mod tests {
    use super::{Outcome, Verdict};

    #[test]
    fn a_verdict_is_read_within_bounds() {
        let long = "x".repeat(5_000);
        let said = format!(
            r#"{{"outcome":"known","signer":"A\u202eB\n{long}","actions":{:?}}}"#,
            vec!["c2pa.created"; 100]
        );
        let read = Verdict::read(&said).expect("a verdict");
        assert_eq!(read.outcome, Outcome::Known);
        assert!(read.signer.starts_with("ABx"));
        assert_eq!(read.signer.chars().count(), 200);
        assert_eq!(read.actions.len(), 24);
        assert_eq!(Verdict::read(&read.written()), Some(read));
        assert_eq!(Verdict::read(r#"{"outcome":"certainly"}"#), None);
    }
}
