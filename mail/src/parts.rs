//! A mail and what it is made of, each checked when it is made.

use crate::Fault;
use lettre::Message;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue, MIME_VERSION_1_0};
use lettre::message::{Mailbox, MessageBuilder};
use std::time::SystemTime;

/// Longest line of a header before it is folded, characters.
pub const LINE_CHARS_MAX: usize = 300;
/// Longest text, bytes.
pub const BODY_BYTES_MAX: usize = 64 * 1024;
/// Longest address with its name, characters.
const ADDRESS_CHARS_MAX: usize = 400;

/// One receiver or sender: `desk@example.org`, or `The Desk <desk@example.org>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address(Mailbox);

impl Address {
    /// Reads one.
    ///
    /// # Errors
    /// [`Fault::Address`] for what is none, is more than one, or holds a line's end.
    pub fn parse(text: &str) -> Result<Address, Fault> {
        let fault = || Fault::Address(text.chars().take(80).collect());
        let fits = text.chars().count() <= ADDRESS_CHARS_MAX && !text.chars().any(char::is_control);
        let mailbox: Mailbox = match fits {
            true => text.trim().parse().map_err(|_| fault())?,
            false => return Err(fault()),
        };
        // An address of a machine without a name has no place in the world of mails.
        match mailbox.email.domain().contains('.') && mailbox.email.user().is_ascii() {
            true => Ok(Address(mailbox)),
            false => Err(fault()),
        }
    }

    /// What stands after the `@`.
    pub fn host(&self) -> &str {
        self.0.email.domain()
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// One line that says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line(String);

impl Line {
    /// Takes a line.
    ///
    /// # Errors
    /// [`Fault::Line`] for an empty one, one longer than [`LINE_CHARS_MAX`], and one that holds a line's end or another control
    /// character.
    pub fn new(text: &str) -> Result<Line, Fault> {
        let text = text.trim();
        let ends = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
        if text.is_empty() || text.chars().count() > LINE_CHARS_MAX || text.chars().any(ends) {
            return Err(Fault::Line);
        }
        Ok(Line(text.to_owned()))
    }
}

/// A mail in plain text, from a program.
#[derive(Debug, Clone)]
pub struct Mail<'a> {
    /// To whom.
    pub to: &'a Address,
    /// What it is about.
    pub subject: &'a Line,
    /// The text; lines end with LF.
    pub text: &'a str,
    /// The language it is in: `it`, `en`.
    pub language: &'a str,
    /// What tells it from every other, in letters, digits, hyphens and dots.
    pub id: &'a str,
    /// When it was written.
    pub date: SystemTime,
}

/// That nobody wrote it by hand, so that no machine answers (RFC 3834 §5).
#[derive(Debug, Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(AutoSubmitted)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// The language of the text (RFC 3282).
#[derive(Debug, Clone)]
struct ContentLanguage(String);

impl Header for ContentLanguage {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Content-Language")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(ContentLanguage(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}

impl Mail<'_> {
    /// The mail as it goes over the wire (RFC 5322).
    pub(crate) fn message(&self, from: &Address) -> Result<Message, Fault> {
        if self.text.len() > BODY_BYTES_MAX {
            return Err(Fault::TooLong);
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
        if !(self.id.chars().all(plain) && self.language.chars().all(plain)) {
            return Err(Fault::Line);
        }
        MessageBuilder::new()
            .from(from.0.clone())
            .to(self.to.0.clone())
            .subject(self.subject.0.clone())
            .date(self.date)
            .message_id(Some(format!("<{}@{}>", self.id, from.host())))
            .header(MIME_VERSION_1_0)
            .header(AutoSubmitted)
            .header(ContentLanguage(self.language.to_owned()))
            .header(ContentType::TEXT_PLAIN)
            .body(self.text.replace('\n', "\r\n"))
            .map_err(|_| Fault::Line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(subject: &str, text: &str) -> String {
        let mail = Mail {
            to: &Address::parse("tomas@example.org").expect("an address"),
            subject: &Line::new(subject).expect("a line"),
            text,
            language: "it",
            id: "0192f0c0.1",
            date: SystemTime::UNIX_EPOCH,
        };
        let from = Address::parse("Redazione «Il Faro» <desk@example.org>").expect("an address");
        let message = mail.message(&from).expect("a message");
        String::from_utf8(message.formatted()).expect("ASCII")
    }

    #[test]
    fn a_mail_has_the_headers_it_must_and_no_other() {
        let mail = written("Scegli la password", "Ciao.\n\nÈ pronto.\n");
        let (head, body) = mail.split_once("\r\n\r\n").expect("head and body");
        let mut names: Vec<&str> = head
            .split("\r\n")
            .filter(|line| !line.starts_with(' '))
            .filter_map(|line| line.split_once(": ").map(|(name, _)| name))
            .collect();
        names.sort_unstable();
        assert_eq!(
            names,
            [
                "Auto-Submitted",
                "Content-Language",
                "Content-Transfer-Encoding",
                "Content-Type",
                "Date",
                "From",
                "MIME-Version",
                "Message-ID",
                "Subject",
                "To",
            ]
        );
        for line in [
            "Date: Thu, 01 Jan 1970 00:00:00 +0000",
            "Message-ID: <0192f0c0.1@example.org>",
            "Auto-Submitted: auto-generated",
            "Content-Type: text/plain; charset=utf-8",
            "To: tomas@example.org",
            "Subject: Scegli la password",
        ] {
            assert!(head.lines().any(|one| one == line), "{line} in {head}");
        }
        assert!(head.is_ascii() && body.is_ascii(), "{mail}");
    }

    #[test]
    fn nothing_written_into_a_mail_becomes_a_header_of_it() {
        for text in [
            "desk@example.org\r\nBcc: all@example.net",
            "desk@example.org\nBcc: all@example.net",
            "desk@example.org, all@example.net",
            "The \"Desk\"\r\n <desk@example.org>",
            "desk",
            "desk@localhost",
            "@example.org",
            "",
            "a b@example.org",
            "<script>@example.org>",
        ] {
            assert!(Address::parse(text).is_err(), "{text}");
        }
        for text in [
            "",
            "  ",
            "one\r\nBcc: all@example.net",
            "one\ntwo",
            "one\u{2028}two",
            "\0",
        ] {
            assert!(Line::new(text).is_err(), "{text:?}");
        }
        let hostile = "=?utf-8?q?x=0D=0ABcc:_all@example.net?= «è»";
        let mail = written(hostile, "Bcc: all@example.net\n.\nQUIT\n");
        let (head, _) = mail.split_once("\r\n\r\n").expect("head and body");
        assert!(
            !head
                .lines()
                .any(|line| line.to_ascii_lowercase().starts_with("bcc")),
            "{head}"
        );
    }

    #[test]
    fn only_this_machine_is_talked_to_in_the_clear() {
        for here in ["localhost", "127.0.0.1", "::1", "[::1]", "127.8.8.8"] {
            assert!(crate::is_here(here), "{here}");
        }
        for there in [
            "mail.example.org",
            "10.0.0.1",
            "localhost.example.org",
            "0.0.0.0",
        ] {
            assert!(!crate::is_here(there), "{there}");
        }
    }
}
