//! Mails to accounts, as plain text in the language of whoever gets them.

use crate::calendar::Calendar;
use crate::words::{Tongue, Words};
use fluent_bundle::types::FluentValue;
use paper::doors::mails::{Kind, Mail};
use paper::reading::title::Reach;

/// Longest name of a network in a subject, characters: a subject is one line.
const NAME_CHARS_MAX: usize = 120;

/// A mail as it is sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Written {
    /// What it is about.
    pub subject: String,
    /// The text; lines end with LF.
    pub text: String,
}

impl std::fmt::Debug for Written {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Written")
    }
}

/// Writes a mail. Nothing in it is counted or followed: no picture, no address but the newsroom's own.
pub fn mail(mail: &Mail, reach: &Reach) -> Written {
    let words = Words::of(Tongue::of(&mail.language));
    let calendar = Calendar::new(&mail.zone, words);
    let network: String = mail.network.chars().take(NAME_CHARS_MAX).collect();
    let when = |at| FluentValue::from(calendar.when(at).text);
    let until = mail.link.as_ref().map(|(_, until)| when(*until));
    let given = [
        ("network", FluentValue::from(network)),
        ("name", FluentValue::from(mail.name.as_str())),
        ("handle", FluentValue::from(mail.handle.as_str())),
        ("when", when(mail.at)),
        ("until", until.unwrap_or_else(|| "".into())),
    ];
    let kind = mail.kind.word();
    let say = |key: &str| words.with(key, &given);
    let mut parts = vec![say("mail-hello"), say(&format!("mail-{kind}"))];
    if let Some((path, _)) = &mail.link {
        parts.push(format!("{}{path}", reach.base_url(&mail.host)));
        parts.push(say("mail-until"));
    }
    if let Some(change) = mail.change {
        parts.push(say(&format!("mail-changed-{}", change.word())));
    }
    if mail.kind != Kind::Trial {
        parts.push(say(&format!("mail-{kind}-else")));
    }
    // What stands below two hyphens and a space is a signature (RFC 3676 §4.3).
    let foot = format!("-- \n{}\n{}\n", mail.network, say("mail-foot"));
    parts.push(foot);
    Written {
        subject: say(&format!("mail-{kind}-subject")),
        text: parts.join("\n\n"),
    }
}
