//! Settings: what stands in `colophon.toml`, in the environment and in flags, read once at the start.

use crate::failure::{Failure, Result};
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

use crate::system::{NOTIFY, SOCKET_NAMES, System};

mod cdn;
mod mail;
mod tls;

pub(crate) use cdn::Cdn;
pub(crate) use mail::Mail;
pub(crate) use tls::Tls;

/// Prefix of the environment variables that are settings: `COLOPHON_LISTEN` is `listen`.
const PREFIX: &str = "COLOPHON_";
/// The environment variable that names the data folder.
const DATA: &str = "COLOPHON_DATA";
/// The setting that leaves a listener out.
pub(crate) const OFF: &str = "off";
/// The directory of the authority asked where no other is named.
const LETS_ENCRYPT: &str = "https://acme-v02.api.letsencrypt.org/directory";

/// The settings of an installation. Each can stand in `colophon.toml`, in the environment as `COLOPHON_…`, and some
/// in a flag; the later of these wins.
///
/// It has no `Debug`: `database` may hold a password, and no setting is ever logged.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// Address and port readers are served on. Port 0 takes a free one. Default: `127.0.0.1:8080`.
    pub(crate) listen: String,
    /// Address and port of `/healthz`, `/readyz` and `/metrics`, or `off`. Keep it where no stranger comes.
    /// Default: `127.0.0.1:9180`.
    pub(crate) ops: String,
    /// Where the record is kept, if not in the SQLite file `colophon.db`: `postgres://user:password@host/base`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) database: Option<String>,
    /// The schema of that server, made if it is not there. Default: the server's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) schema: Option<String>,
    /// Whether readers are served by TLS, and with which certificates: `off` (a server in front of this one has them, or
    /// nobody), `files` (`tls_certificate` and `tls_key`) or `auto` (from an authority, for each host). Default: `off`.
    #[serde(default)]
    pub(crate) tls: Tls,
    /// With TLS, the address and port that sends readers who come without it to the same address by https, and on which an
    /// authority of certificates may ask; or `off`. Default: `off`.
    pub(crate) listen_plain: String,
    /// With `tls = "files"`: the certificate and those above it, PEM.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) tls_certificate: Option<PathBuf>,
    /// With `tls = "files"`: its key, PEM.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) tls_key: Option<PathBuf>,
    /// With `tls = "auto"`: the mail address the authority may write to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) acme_contact: Option<String>,
    /// The address of the authority’s directory (RFC 8555). Default: Let’s Encrypt.
    pub(crate) acme_directory: String,
    /// Certificates, PEM, by which the authority’s own is checked beside the system’s.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) acme_roots: Option<PathBuf>,
    /// Other processes may listen on the same addresses beside this one, so that a new one can begin before this one ends.
    /// Default: false, and a second server on an address is refused.
    pub(crate) share_port: bool,
    /// What addresses begin with: `https` where a server in front of this one holds the certificate. Default: `http`, and
    /// always `https` with `tls`.
    pub(crate) scheme: String,
    /// The port readers see, where it is not the one listened on. With `https` it is 443 unless it stands here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) public_port: Option<u16>,
    /// What is logged, as `level` or `part=level,…`. Default: `info,sqlx=warn`.
    pub(crate) log: String,
    /// Read the themes again for every page, for who is writing one. Default: false.
    pub(crate) live_reload: bool,
    /// Megabytes of memory for pages that are kept once they were made; 0 makes each anew for every reader. Default: 128.
    pub(crate) page_cache_mb: u32,
    /// Addresses and networks of the proxies in front of this server (`["10.0.0.0/8"]`), whose `X-Forwarded-For` and
    /// `Forwarded` are believed. Nobody else's are. Default: none.
    #[serde(default)]
    pub(crate) trusted_proxies: Vec<String>,
    /// The mail server mails to accounts go out by. Default: none, and links are handed over by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) mail: Option<Mail>,
    /// Its password. Only in the environment, as `COLOPHON_MAIL_PASSWORD`; a file is named by `password_file` of `[mail]`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) mail_password: Option<String>,
    /// A cache in front of the server that keeps pages for readers. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cdn: Option<Cdn>,
    /// The token it is told with. Only in the environment, as `COLOPHON_CDN_TOKEN`; a file is named by `token_file` of `[cdn]`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cdn_token: Option<String>,
    /// The program that checks manifests of pictures (C2PA): a `colophon-provenance`. Default: none, and each is told to be
    /// there and not checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) provenance_checker: Option<PathBuf>,
    /// Certificates, PEM: signers they lead to are known. Default: none, and every signer is told to be unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) provenance_signers: Option<PathBuf>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            listen: "127.0.0.1:8080".to_owned(),
            ops: "127.0.0.1:9180".to_owned(),
            database: None,
            schema: None,
            tls: Tls::Off,
            listen_plain: OFF.to_owned(),
            tls_certificate: None,
            tls_key: None,
            acme_contact: None,
            acme_directory: LETS_ENCRYPT.to_owned(),
            acme_roots: None,
            share_port: false,
            scheme: "http".to_owned(),
            public_port: None,
            log: "info,sqlx=warn".to_owned(),
            live_reload: false,
            page_cache_mb: web::MEGABYTES,
            trusted_proxies: Vec::new(),
            mail: None,
            mail_password: None,
            cdn: None,
            cdn_token: None,
            provenance_checker: None,
            provenance_signers: None,
        }
    }
}

impl Settings {
    /// Names of all settings, as in the file.
    const NAMES: [&str; 24] = [
        "listen",
        "ops",
        "database",
        "schema",
        "tls",
        "listen_plain",
        "tls_certificate",
        "tls_key",
        "acme_contact",
        "acme_directory",
        "acme_roots",
        "share_port",
        "scheme",
        "public_port",
        "log",
        "live_reload",
        "page_cache_mb",
        "trusted_proxies",
        "mail",
        "mail_password",
        "cdn",
        "cdn_token",
        "provenance_checker",
        "provenance_signers",
    ];

    /// What may be told to whoever gets a copy of the newspaper: without the server's address, which may hold a password,
    /// without the way to any secret, and without who is written to.
    pub(crate) fn without_secrets(&self) -> serde_json::Value {
        let told = [
            "listen",
            "ops",
            "schema",
            "tls",
            "listen_plain",
            "share_port",
            "scheme",
            "public_port",
            "log",
            "live_reload",
            "page_cache_mb",
            "trusted_proxies",
        ];
        let mut all = serde_json::to_value(self).unwrap_or_default();
        if let Some(all) = all.as_object_mut() {
            all.retain(|name, _| told.contains(&name.as_str()));
        }
        all
    }

    /// Reads the settings of a data folder: defaults, then the file, then the environment.
    ///
    /// # Errors
    /// An unknown or ill-formed setting, named with where it stands; a file that was named and is not there.
    pub(crate) fn read(file: &Path, must_be_there: bool) -> Result<Settings> {
        if must_be_there && !file.is_file() {
            let name = file.display();
            return Err(Failure::new(
                format!("{name}: il file delle impostazioni non c’è"),
                format!("{name}: there is no such settings file"),
            ));
        }
        let mut figment = Figment::from(Serialized::defaults(Settings::default()));
        if file.is_file() {
            figment = figment.merge(Toml::file_exact(file));
            mail::no_password_in(&figment, file)?;
        }
        let mut settings: Settings = figment
            .merge(Env::prefixed(PREFIX).only(&Settings::NAMES))
            .extract()
            .map_err(|error| fault_in(file, &error))?;
        if let Err(wrong) = web::Proxies::parse(&settings.trusted_proxies) {
            return Err(Failure::new(
                format!(
                    "impostazione trusted_proxies: «{wrong}» non è un indirizzo né una rete come 10.0.0.0/8"
                ),
                format!(
                    "setting trusted_proxies: “{wrong}” is neither an address nor a network like 10.0.0.0/8"
                ),
            ));
        }
        if let Some(mail) = &mut settings.mail {
            mail.check()?;
            mail.stands_beside(file);
        }
        if let Some(cdn) = &mut settings.cdn {
            cdn.check()?;
            cdn.stands_beside(file);
        }
        let folder = file.parent().unwrap_or(Path::new(""));
        for path in [
            &mut settings.provenance_checker,
            &mut settings.provenance_signers,
        ]
        .into_iter()
        .flatten()
        {
            *path = folder.join(&*path);
        }
        settings.with_tls(file)?;
        match settings.scheme.as_str() {
            "http" | "https" => Ok(settings),
            other => Err(Failure::new(
                format!("impostazione scheme: «{other}» non va bene, serve http o https"),
                format!("setting scheme: “{other}” does not fit, it wants http or https"),
            )),
        }
    }
}

/// The first fault, without the value: that may be a secret.
fn fault_in(file: &Path, error: &figment::Error) -> Failure {
    use figment::error::Kind;
    let field = error.path.join(".");
    let place = match error
        .metadata
        .as_ref()
        .and_then(|metadata| metadata.source.as_ref())
    {
        Some(_) | None if field.is_empty() => file.display().to_string(),
        _ => format!("{}, {field}", file.display()),
    };
    let (it, en) = match &error.kind {
        Kind::UnknownField(name, known) => (
            format!(
                "«{name}» non è un’impostazione; ci sono {}",
                known.join(", ")
            ),
            format!("“{name}” is no setting; there are {}", known.join(", ")),
        ),
        Kind::InvalidType(_, wants) | Kind::InvalidValue(_, wants) => (
            format!("il valore non va bene: serve {wants}"),
            format!("the value does not fit: it wants {wants}"),
        ),
        Kind::MissingField(name) => (format!("manca «{name}»"), format!("“{name}” is missing")),
        Kind::Message(words) => match unreadable_at(words) {
            Some((line, column)) => (
                format!("riga {line}, colonna {column}: non è TOML; un testo va tra virgolette"),
                format!("line {line}, column {column}: this is no TOML; a text stands in quotes"),
            ),
            None => (words.clone(), words.clone()),
        },
        _ => (
            "il valore non va bene".to_owned(),
            "the value does not fit".to_owned(),
        ),
    };
    Failure::new(format!("{place}: {it}"), format!("{place}: {en}"))
}

/// Where a file is no TOML, of what its reader says; that shows the line, and what stands in it may be a secret.
fn unreadable_at(words: &str) -> Option<(u32, u32)> {
    let place = words.strip_prefix("TOML parse error at line ")?;
    let (line, rest) = place.split_once(", column ")?;
    let column = rest.lines().next()?;
    Some((line.parse().ok()?, column.trim().parse().ok()?))
}

/// What the process is told by its environment beside settings.
#[derive(Debug, Clone)]
pub(crate) struct Environment {
    /// The data folder.
    pub(crate) data: Option<PathBuf>,
    /// The language of the person at the terminal: `it` or `en`.
    pub(crate) language: String,
    /// Where what other people's programs keep of this person lies (XDG Base Directory); `None` where nobody says so.
    pub(crate) home: Option<PathBuf>,
    /// What the system hands over to a server.
    pub(crate) system: System,
}

impl Environment {
    /// Reads it, once.
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place that reads the environment"
    )]
    pub(crate) fn read() -> Environment {
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(set)
            .unwrap_or_default();
        let language = if locale.starts_with("it") { "it" } else { "en" };
        let own = set("XDG_DATA_HOME").map(PathBuf::from);
        let home = own.or_else(|| Some(PathBuf::from(set("HOME")?).join(".local/share")));
        Environment {
            data: set(DATA).map(PathBuf::from),
            home,
            language: language.to_owned(),
            system: System::handed(set(SOCKET_NAMES), set(NOTIFY)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_has_its_name_in_the_environment() {
        let all = Settings {
            database: Some("d".into()),
            schema: Some("s".into()),
            public_port: Some(1),
            tls_certificate: Some("c".into()),
            tls_key: Some("k".into()),
            acme_contact: Some("a@b".into()),
            acme_roots: Some("r".into()),
            mail: Some(Mail::default()),
            mail_password: Some("p".into()),
            cdn: Some(Cdn::default()),
            cdn_token: Some("t".into()),
            provenance_checker: Some("c".into()),
            provenance_signers: Some("s".into()),
            ..Settings::default()
        };
        let value = serde_json::to_value(all).expect("settings are plain");
        let mut written: Vec<&str> = value
            .as_object()
            .expect("a struct")
            .keys()
            .map(String::as_str)
            .collect();
        let mut named = Settings::NAMES.to_vec();
        written.sort_unstable();
        named.sort_unstable();
        assert_eq!(written, named);
    }

    #[test]
    fn an_unknown_setting_is_named_with_its_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("colophon.toml");
        std::fs::write(&file, "lisen = \"127.0.0.1:1\"\n").expect("written");
        let failure = Settings::read(&file, true)
            .err()
            .expect("refused")
            .say("en");
        assert!(
            failure.contains("colophon.toml") && failure.contains("“lisen” is no setting"),
            "{failure}"
        );
    }

    #[test]
    fn a_value_that_does_not_fit_is_never_repeated() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("colophon.toml");
        for (line, place) in [
            ("database = [\"postgres://u:hunter2@h/b\"]\n", "database"),
            ("database = postgres://u:hunter2@h/b\n", "line 1, column 12"),
            ("\nmail_password = hunter2\n", "line 2"),
        ] {
            std::fs::write(&file, line).expect("written");
            let failure = Settings::read(&file, true)
                .err()
                .expect("refused")
                .say("en");
            assert!(
                !failure.contains("hunter2") && failure.contains(place),
                "{failure}"
            );
        }
    }
}
