//! Hands mails to the one mail server the operator named, by SMTP (RFC 5321) in a session of its own for each.
//!
//! The server is not somebody's address but the operator's setting, so it may stand in the house's own network; that is why
//! this is not part of `outgoing`, which leads to public addresses only. A session is encrypted and the server's certificate
//! checked, unless the server is this very machine ([`Tls::None`]); no name and password go out before. What a mail holds
//! is checked when it is made: an [`Address`] is one address, a [`Line`] one line, so that nothing written into a mail
//! becomes a header of it or another receiver. Time and sizes are bounded. Start at [`Mailer::send`].

mod parts;

pub use parts::{Address, BODY_BYTES_MAX, LINE_CHARS_MAX, Line, Mail};

use lettre::transport::smtp::AsyncSmtpTransport;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls as Encryption, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncTransport, Tokio1Executor};
use std::net::IpAddr;
use std::time::Duration;

/// Longest wait for one answer of the server.
const ANSWER_MAX: Duration = Duration::from_secs(10);
/// From the connection to the server's last word.
pub const TIME_MAX: Duration = Duration::from_secs(30);
/// Longest answer of a server that is repeated, characters.
const SAID_CHARS_MAX: usize = 200;

/// How the session with the mail server is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// Begun plain and encrypted before anything is said (RFC 3207); a server that does not offer it gets no mail.
    StartTls,
    /// From the first byte (RFC 8314 §3.3).
    Implicit,
    /// Not at all: for a server on this very machine.
    None,
}

impl Tls {
    /// The word in settings.
    pub fn word(self) -> &'static str {
        match self {
            Tls::StartTls => "starttls",
            Tls::Implicit => "implicit",
            Tls::None => "none",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Tls> {
        [Tls::StartTls, Tls::Implicit, Tls::None]
            .into_iter()
            .find(|tls| tls.word() == word)
    }

    /// The port servers listen on for it, unless they say otherwise.
    pub fn port(self) -> u16 {
        match self {
            Tls::StartTls => 587,
            Tls::Implicit => 465,
            Tls::None => 25,
        }
    }
}

/// The mail server, and how one talks to it. It has no `Debug`: it may hold a password.
#[derive(Clone)]
pub struct Server {
    /// Its name, or its address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the session is encrypted.
    pub tls: Tls,
    /// Name and password, where it asks for them.
    pub login: Option<(String, String)>,
    /// Whom mails are from.
    pub from: Address,
}

/// Why a mail did not go.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// What was given is no address, of one receiver.
    #[error("{0} is no e-mail address")]
    Address(String),
    /// A line that is empty, too long, or more than one.
    #[error("a line of a mail is empty, longer than {LINE_CHARS_MAX} characters, or more than one")]
    Line,
    /// The text is longer than [`BODY_BYTES_MAX`].
    #[error("a mail is longer than {BODY_BYTES_MAX} bytes")]
    TooLong,
    /// A session that is not encrypted, to another machine.
    #[error("{0} is not this machine: a session with it is encrypted")]
    Plain(String),
    /// The system's certificates cannot be read.
    #[error("no certificate of an authority can be read: {0}")]
    NoRoots(String),
    /// The server took no mail now; it may later.
    #[error("{server}: {why}")]
    NotNow {
        /// Host and port.
        server: String,
        /// What went wrong.
        why: String,
    },
    /// The server will not take this mail, whenever it comes.
    #[error("{server} refuses the mail: {why}")]
    Never {
        /// Host and port.
        server: String,
        /// What it said.
        why: String,
    },
}

impl Fault {
    /// Another try would go the same way.
    pub fn is_final(&self) -> bool {
        matches!(
            self,
            Fault::Address(_) | Fault::Line | Fault::TooLong | Fault::Never { .. }
        )
    }
}

/// Whether a host is this very machine, by its name.
pub fn is_here(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match bare.parse::<IpAddr>() {
        Ok(ip) => ip.is_loopback(),
        Err(_) => bare.eq_ignore_ascii_case("localhost"),
    }
}

/// Sends mails. Keeps no connection: they are few.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    server: String,
    from: Address,
}

impl std::fmt::Debug for Mailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Mailer({})", self.server)
    }
}

impl Mailer {
    /// The mailer for a server. Connects to nothing yet.
    ///
    /// # Errors
    /// [`Fault::Plain`], [`Fault::NoRoots`].
    pub fn new(server: &Server) -> Result<Mailer, Fault> {
        let roots = |error: lettre::transport::smtp::Error| Fault::NoRoots(error.to_string());
        let parameters = || TlsParameters::new_rustls(server.host.clone()).map_err(roots);
        let encryption = match server.tls {
            Tls::StartTls => Encryption::Required(parameters()?),
            Tls::Implicit => Encryption::Wrapper(parameters()?),
            Tls::None if is_here(&server.host) => Encryption::None,
            Tls::None => return Err(Fault::Plain(server.host.clone())),
        };
        let mut builder =
            AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(server.host.clone())
                .port(server.port)
                .tls(encryption)
                .timeout(Some(ANSWER_MAX))
                .hello_name(ClientId::Domain(server.from.host().to_owned()));
        if let Some((user, password)) = &server.login {
            builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
        }
        Ok(Mailer {
            transport: builder.build(),
            server: format!("{}:{}", server.host, server.port),
            from: server.from.clone(),
        })
    }

    /// Hands a mail to the server. When this is done, the server has taken it.
    ///
    /// # Errors
    /// As [`Fault`] lists them.
    pub async fn send(&self, mail: &Mail<'_>) -> Result<(), Fault> {
        let message = mail.message(&self.from)?;
        let sending = self.transport.send(message);
        match tokio::time::timeout(TIME_MAX, sending).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(self.fault(&error)),
            Err(_) => Err(self.too_slow()),
        }
    }

    /// Signs in at the server and leaves again: whether mails could be sent.
    ///
    /// # Errors
    /// [`Fault::NotNow`], [`Fault::Never`].
    pub async fn knock(&self) -> Result<(), Fault> {
        let knocking = self.transport.test_connection();
        match tokio::time::timeout(TIME_MAX, knocking).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err(Fault::NotNow {
                server: self.server.clone(),
                why: "it does not answer".to_owned(),
            }),
            Ok(Err(error)) => Err(self.fault(&error)),
            Err(_) => Err(self.too_slow()),
        }
    }

    fn too_slow(&self) -> Fault {
        Fault::NotNow {
            server: self.server.clone(),
            why: "it takes too long".to_owned(),
        }
    }

    fn fault(&self, error: &lettre::transport::smtp::Error) -> Fault {
        let mut why = error.to_string();
        // What lies under it says which certificate or connection it was.
        let mut under = std::error::Error::source(error);
        while let Some(cause) = under {
            let words = cause.to_string();
            if !why.contains(&words) {
                why = format!("{why}: {words}");
            }
            under = cause.source();
        }
        let plain = why.chars().map(|c| if c.is_control() { ' ' } else { c });
        let why = plain.take(SAID_CHARS_MAX).collect();
        let server = self.server.clone();
        match error.is_permanent() {
            true => Fault::Never { server, why },
            false => Fault::NotNow { server, why },
        }
    }
}
