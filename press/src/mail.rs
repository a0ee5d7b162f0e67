//! Mails to accounts, as plain text in the language of whoever gets them.

use crate::calendar::Calendar;
use crate::words::{Tongue, Words};
use fluent_bundle::types::FluentValue;
use paper::doors::mails::{Change, Kind, Mail};
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
    let strings = strings(mail.kind);
    let say = |key: &str| words.with(key, &given);
    let mut parts = vec![say("mail-hello"), say(strings.text)];
    if let Some((path, _)) = &mail.link {
        parts.push(format!("{}{path}", reach.base_url(&mail.host)));
        parts.push(say("mail-until"));
    }
    parts.extend(mail.change.map(|change| say(changed(change))));
    parts.extend(strings.otherwise.map(say));
    // What stands below two hyphens and a space is a signature (RFC 3676 §4.3).
    let foot = format!("-- \n{}\n{}\n", mail.network, say("mail-foot"));
    parts.push(foot);
    Written {
        subject: say(strings.subject),
        text: parts.join("\n\n"),
    }
}

/// The strings of a kind of mail.
struct Strings {
    subject: &'static str,
    text: &'static str,
    /// What to do if nobody asked for it.
    otherwise: Option<&'static str>,
}

fn strings(kind: Kind) -> Strings {
    let (subject, text, otherwise) = match kind {
        Kind::Invite => (
            "mail-invite-subject",
            "mail-invite",
            Some("mail-invite-else"),
        ),
        Kind::Reset => ("mail-reset-subject", "mail-reset", Some("mail-reset-else")),
        Kind::Forgotten => (
            "mail-forgotten-subject",
            "mail-forgotten",
            Some("mail-forgotten-else"),
        ),
        Kind::Changed => (
            "mail-changed-subject",
            "mail-changed",
            Some("mail-changed-else"),
        ),
        Kind::Trial => ("mail-trial-subject", "mail-trial", None),
    };
    Strings {
        subject,
        text,
        otherwise,
    }
}

fn changed(change: Change) -> &'static str {
    match change {
        Change::Password => "mail-changed-password",
        Change::FactorAdded => "mail-changed-factor-added",
        Change::FactorRemoved => "mail-changed-factor-removed",
        Change::FactorsLifted => "mail-changed-factors-lifted",
        Change::Codes => "mail-changed-codes",
        Change::Address => "mail-changed-address",
    }
}
