//! The settings of the mail server: `[mail]`.

use super::Settings;
use crate::failure::{Failure, Result, with_file};
use ::mail::{Address, Mailer, Server, Tls};
use figment::Figment;
use paper::doors::mails::MailServer;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Largest file of a secret, bytes.
const SECRET_BYTES_MAX: u64 = 4_096;

/// The mail server mails to accounts go out by.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mail {
    /// Its name or address.
    pub(crate) host: String,
    /// Its port. Default: 587, with `tls = "implicit"` 465, with `tls = "none"` 25.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) port: Option<u16>,
    /// `starttls`, `implicit`, or for a server on this very machine `none`. Default: `starttls`.
    #[serde(default = "starttls")]
    pub(crate) tls: String,
    /// The name it knows us by, if it asks for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) user: Option<String>,
    /// The file its password is in, alone. Or else the environment has it, as `COLOPHON_MAIL_PASSWORD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) password_file: Option<PathBuf>,
    /// Whom mails are from: `desk@example.org`, or `The Desk <desk@example.org>`.
    pub(crate) from: String,
}

fn starttls() -> String {
    Tls::StartTls.word().to_owned()
}

fn unfit(field: &str, value: &str, it: &str, en: &str) -> Failure {
    Failure::new(
        format!("impostazione mail.{field}: «{value}» non va bene, serve {it}"),
        format!("setting mail.{field}: “{value}” does not fit, it wants {en}"),
    )
}

/// The secret that stands in a file alone, without the end of its line.
pub(super) fn secret_in(file: &Path) -> Result<String> {
    let size = std::fs::metadata(file).map_err(|error| with_file(file, &error))?;
    if size.len() > SECRET_BYTES_MAX {
        let name = file.display();
        return Err(Failure::new(
            format!("{name}: serve un file con il solo segreto"),
            format!("{name}: it wants a file with the secret alone"),
        ));
    }
    let text = std::fs::read_to_string(file).map_err(|error| with_file(file, &error))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

/// A password in the settings' file would be in every copy of it that is looked at to see something else.
pub(super) fn no_password_in(figment: &Figment, file: &Path) -> Result<()> {
    let name = file.display();
    if figment.find_value("cdn_token").is_ok() {
        return Err(Failure::new(
            format!(
                "{name}, cdn_token: il token non sta in questo file; mettilo in un file solo suo (token_file in [cdn]) o in COLOPHON_CDN_TOKEN"
            ),
            format!(
                "{name}, cdn_token: the token does not stand in this file; put it in a file of its own (token_file in [cdn]) or in COLOPHON_CDN_TOKEN"
            ),
        ));
    }
    if figment.find_value("mail_password").is_err() {
        return Ok(());
    }
    Err(Failure::new(
        format!(
            "{name}, mail_password: la password non sta in questo file; mettila in un file solo suo (password_file in [mail]) o in COLOPHON_MAIL_PASSWORD"
        ),
        format!(
            "{name}, mail_password: the password does not stand in this file; put it in a file of its own (password_file in [mail]) or in COLOPHON_MAIL_PASSWORD"
        ),
    ))
}

impl Mail {
    /// Says what does not fit. Opens no file and no connection.
    pub(super) fn check(&self) -> Result<()> {
        let tls = self.encryption()?;
        let name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        if self.host.is_empty() || !self.host.chars().all(name) {
            return Err(unfit(
                "host",
                &self.host,
                "un nome o un indirizzo",
                "a name or an address",
            ));
        }
        if tls == Tls::None && !::mail::is_here(&self.host) {
            return Err(unfit(
                "tls",
                tls.word(),
                "starttls o implicit, perché il server non è su questa macchina",
                "starttls or implicit, since the server is not on this machine",
            ));
        }
        if self.port == Some(0) {
            return Err(unfit("port", "0", "un numero da 1", "a number from 1"));
        }
        self.from()?;
        Ok(())
    }

    /// A password's file that is named by less than its whole path is beside the settings.
    pub(super) fn stands_beside(&mut self, settings: &Path) {
        if let (Some(file), Some(folder)) = (&mut self.password_file, settings.parent()) {
            *file = folder.join(&*file);
        }
    }

    fn encryption(&self) -> Result<Tls> {
        let words = ("starttls, implicit o none", "starttls, implicit or none");
        Tls::parse(&self.tls).ok_or_else(|| unfit("tls", &self.tls, words.0, words.1))
    }

    fn from(&self) -> Result<Address> {
        Address::parse(&self.from).map_err(|_| {
            unfit(
                "from",
                &self.from,
                "un indirizzo come desk@example.org",
                "an address like desk@example.org",
            )
        })
    }

    /// The server as people are told of it.
    pub(crate) fn mail_server(&self) -> Result<MailServer> {
        let tls = self.encryption()?;
        let port = self.port.unwrap_or(tls.port());
        Ok(MailServer {
            server: format!("{}:{port}", self.host),
            tls: tls.word(),
            user: self.user.clone().unwrap_or_default(),
            from: self.from()?.to_string(),
        })
    }

    /// The password, from its file or from the environment.
    fn password(&self, environment: Option<&str>) -> Result<String> {
        let text = match (&self.password_file, environment) {
            (Some(file), _) => secret_in(file)?,
            (None, Some(text)) => text.to_owned(),
            (None, None) => String::new(),
        };
        if text.is_empty() {
            return Err(Failure::new(
                "impostazione mail.user: manca la password; mettila in un file (password_file) o in COLOPHON_MAIL_PASSWORD",
                "setting mail.user: the password is missing; put it in a file (password_file) or in COLOPHON_MAIL_PASSWORD",
            ));
        }
        Ok(text)
    }
}

impl Settings {
    /// The mailer of these settings; `None` where no mail is set. Reads the password, and connects to nothing yet.
    ///
    /// # Errors
    /// Where the password cannot be read, or no certificate of an authority.
    pub(crate) fn mailer(&self) -> Result<Option<Mailer>> {
        let Some(mail) = &self.mail else {
            return Ok(None);
        };
        let tls = mail.encryption()?;
        let login = match &mail.user {
            Some(user) => Some((user.clone(), mail.password(self.mail_password.as_deref())?)),
            None => None,
        };
        let server = Server {
            host: mail.host.clone(),
            port: mail.port.unwrap_or(tls.port()),
            tls,
            login,
            from: mail.from()?,
        };
        let mailer = Mailer::new(&server);
        Ok(Some(mailer.map_err(|fault| {
            Failure::new(fault.to_string(), fault.to_string())
        })?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> std::result::Result<Settings, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("colophon.toml");
        std::fs::write(&file, text).expect("written");
        Settings::read(&file, true).map_err(|failure| failure.say("en"))
    }

    const SOUND: &str = "[mail]\nhost = \"mail.example.org\"\nfrom = \"Desk <desk@example.org>\"\n";

    #[test]
    fn a_mail_server_has_sound_defaults_and_is_told_without_its_secret() {
        let mut settings = read(&format!("{SOUND}user = \"desk\"\n")).expect("sound");
        let one = settings
            .mail
            .as_ref()
            .expect("mail")
            .mail_server()
            .expect("told");
        assert_eq!(
            (one.server.as_str(), one.tls, one.from.as_str()),
            (
                "mail.example.org:587",
                "starttls",
                "Desk <desk@example.org>"
            )
        );
        let missing = settings.mailer().map(|_| ()).expect_err("no password");
        assert!(missing.say("en").contains("COLOPHON_MAIL_PASSWORD"));
        settings.mail_password = Some("s3cr3t-enough".to_owned());
        let mailer = settings.mailer().map_err(|failure| failure.say("en"));
        assert!(!format!("{mailer:?}{one:?}").contains("s3cr3t"));
    }

    #[test]
    fn what_is_wrong_with_a_mail_server_is_said_at_the_start() {
        for (text, word) in [
            (
                SOUND.replace("Desk <desk@example.org>", "the desk"),
                "mail.from",
            ),
            (
                SOUND.replace("desk@example.org", "a@b.it, c@d.it"),
                "mail.from",
            ),
            (
                SOUND.replace("mail.example.org", "mail example"),
                "mail.host",
            ),
            (format!("{SOUND}tls = \"ssl\"\n"), "mail.tls"),
            (format!("{SOUND}tls = \"none\"\n"), "not on this machine"),
            (format!("{SOUND}port = 0\n"), "mail.port"),
            (format!("{SOUND}password = \"s3cr3t\"\n"), "no setting"),
            (
                format!("mail_password = \"s3cr3t\"\n{SOUND}"),
                "password_file",
            ),
            ("[mail]\nhost = \"mail.example.org\"\n".to_owned(), "from"),
        ] {
            let told = read(&text).map(|_| ()).expect_err(&text);
            assert!(told.contains(word) && !told.contains("s3cr3t"), "{told}");
        }
        let here = SOUND.replace("mail.example.org", "127.0.0.1");
        assert!(read(&format!("{here}tls = \"none\"\n")).is_ok());
    }

    #[test]
    fn a_password_is_read_from_its_file_without_the_line_end() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("secret");
        std::fs::write(&file, "two words\n").expect("written");
        let mail = Mail {
            password_file: Some(file),
            ..Mail::default()
        };
        let password = mail.password(Some("another")).map_err(|f| f.say("en"));
        assert_eq!(password.as_deref(), Ok("two words"));
    }
}
