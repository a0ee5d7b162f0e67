//! The settings of a cache in front of the server: `[cdn]`.

use super::Settings;
use super::mail::secret_in;
use crate::failure::{Failure, Result};
use crate::purging::{Form, Purger};
use axum::http::HeaderName;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Seconds a page is kept by a cache that is told what to forget: a day.
const MAX_AGE_TOLD: u32 = 86_400;
/// Seconds a page is kept by a cache that is told nothing: as old as readers may get it.
const MAX_AGE_UNTOLD: u32 = 10;
/// The longest, seconds: a year.
const MAX_AGE_MAX: u32 = 31_536_000;

/// A cache in front of the server.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cdn {
    /// How it is told which pages to forget: `http` (a PURGE request with their words), `fastly`, `cloudflare`, or `none`.
    /// Default: `none`.
    #[serde(default = "none")]
    pub(crate) purge: String,
    /// Where: with `http` the address that takes the request; with others the beginning of their API's, if another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<String>,
    /// What they call us: the service of `fastly`, the zone of `cloudflare`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) zone: Option<String>,
    /// The file their token is in, alone. Or else the environment has it, as `COLOPHON_CDN_TOKEN`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) token_file: Option<PathBuf>,
    /// The header the words of a page stand in. Default: `Surrogate-Key`, with `cloudflare` `Cache-Tag`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) tags: Option<String>,
    /// The header that says how long a page is kept. Default: `CDN-Cache-Control`, with `fastly` `Surrogate-Control`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) life: Option<String>,
    /// With `http`: the header of the request the words stand in. Default: as `tags`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) purge_tags: Option<String>,
    /// Seconds a page is kept. Default: a day, 10 where `purge` is `none`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) max_age: Option<u32>,
    /// Seconds after that in which it may be given out while it is asked for again. Default: 0.
    #[serde(default)]
    pub(crate) stale_while_revalidate: u32,
    /// Seconds after that in which it may be given out while this server does not answer. Default: a day.
    #[serde(default = "a_day")]
    pub(crate) stale_if_error: u32,
}

fn none() -> String {
    "none".to_owned()
}

fn a_day() -> u32 {
    MAX_AGE_TOLD
}

fn unfit(field: &str, it: &str, en: &str) -> Failure {
    Failure::new(
        format!("impostazione cdn.{field}: serve {it}"),
        format!("setting cdn.{field}: it wants {en}"),
    )
}

impl Cdn {
    /// Says what does not fit. Opens no file and no connection.
    pub(super) fn check(&self) -> Result<()> {
        let form = self.form()?;
        self.header("tags", self.tags.as_deref())?;
        self.header("life", self.life.as_deref())?;
        self.header("purge_tags", self.purge_tags.as_deref())?;
        let age = self.max_age.unwrap_or_default();
        if age
            .max(self.stale_while_revalidate)
            .max(self.stale_if_error)
            > MAX_AGE_MAX
        {
            return Err(unfit("max_age", "al più un anno", "a year at most"));
        }
        let zone = self.zone.as_deref().unwrap_or_default();
        let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let by_zone = matches!(form, Some(Form::Fastly | Form::Cloudflare));
        if by_zone && (zone.is_empty() || !zone.chars().all(sound)) {
            return Err(unfit(
                "zone",
                "l’identificativo che dà il fornitore",
                "the id the provider gives",
            ));
        }
        let url = self.url.as_deref();
        let web = |url: &str| url.starts_with("https://") || url.starts_with("http://");
        if !url.is_none_or(web) || (form == Some(Form::Http) && url.is_none()) {
            return Err(unfit(
                "url",
                "un indirizzo http o https",
                "an http or https address",
            ));
        }
        Ok(())
    }

    /// A token's file that is named by less than its whole path is beside the settings.
    pub(super) fn stands_beside(&mut self, settings: &Path) {
        if let (Some(file), Some(folder)) = (&mut self.token_file, settings.parent()) {
            *file = folder.join(&*file);
        }
    }

    fn form(&self) -> Result<Option<Form>> {
        Ok(match self.purge.as_str() {
            "none" => None,
            "http" => Some(Form::Http),
            "fastly" => Some(Form::Fastly),
            "cloudflare" => Some(Form::Cloudflare),
            _ => {
                return Err(unfit(
                    "purge",
                    "none, http, fastly o cloudflare",
                    "none, http, fastly or cloudflare",
                ));
            }
        })
    }

    fn header(&self, field: &str, name: Option<&str>) -> Result<Option<HeaderName>> {
        let read = name.map(|name| HeaderName::try_from(name.to_ascii_lowercase()));
        read.transpose()
            .map_err(|_| unfit(field, "il nome di un’intestazione", "the name of a header"))
    }

    fn tags(&self) -> Result<HeaderName> {
        let usual = match self.form()? {
            Some(Form::Cloudflare) => "cache-tag",
            _ => "surrogate-key",
        };
        Ok(self
            .header("tags", self.tags.as_deref())?
            .unwrap_or(HeaderName::from_static(usual)))
    }

    /// What pages say to it.
    fn words(&self) -> Result<web::Cdn> {
        let form = self.form()?;
        let usual = match form {
            Some(Form::Fastly) => "surrogate-control",
            _ => "cdn-cache-control",
        };
        let tags = self.tags()?;
        let untold = if form.is_some() {
            MAX_AGE_TOLD
        } else {
            MAX_AGE_UNTOLD
        };
        Ok(web::Cdn {
            life: self
                .header("life", self.life.as_deref())?
                .unwrap_or(HeaderName::from_static(usual)),
            between: between(&tags),
            tags,
            max_age: self.max_age.unwrap_or(untold),
            while_revalidate: self.stale_while_revalidate,
            if_error: self.stale_if_error,
        })
    }
}

/// What stands between the words in a header of this name: `Surrogate-Key: a b`, `Cache-Tag: a,b`.
fn between(tags: &HeaderName) -> char {
    match tags.as_str().ends_with("tag") {
        true => ',',
        false => ' ',
    }
}

impl Settings {
    /// What pages say to the cache in front; `None` where there is none.
    ///
    /// # Errors
    /// As [`Cdn::check`].
    pub(crate) fn cdn(&self) -> Result<Option<web::Cdn>> {
        self.cdn.as_ref().map(Cdn::words).transpose()
    }

    /// How the cache in front is told what to forget; `None` where it is told nothing. Reads its token, and connects to
    /// nothing yet.
    ///
    /// # Errors
    /// Where the token cannot be read, or no certificate of an authority.
    pub(crate) fn purger(&self) -> Result<Option<Purger>> {
        let Some(cdn) = &self.cdn else {
            return Ok(None);
        };
        let Some(form) = cdn.form()? else {
            return Ok(None);
        };
        let token = match (&cdn.token_file, self.cdn_token.as_deref()) {
            (Some(file), _) => secret_in(file)?,
            (None, Some(text)) => text.to_owned(),
            (None, None) => String::new(),
        };
        if token.is_empty() && form != Form::Http {
            return Err(unfit(
                "token_file",
                "il token, in un file (token_file) o in COLOPHON_CDN_TOKEN",
                "the token, in a file (token_file) or in COLOPHON_CDN_TOKEN",
            ));
        }
        let tags = cdn.header("purge_tags", cdn.purge_tags.as_deref())?;
        let tags = tags.map_or_else(|| cdn.tags(), Ok)?;
        let purger = Purger::new(
            form,
            cdn.url.as_deref(),
            cdn.zone.as_deref().unwrap_or_default(),
            (between(&tags), tags),
            &token,
        );
        purger
            .map(Some)
            .map_err(|fault| Failure::new(format!("[cdn]: {fault}"), format!("[cdn]: {fault}")))
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

    #[test]
    fn a_cache_in_front_has_sound_defaults_by_its_kind() {
        for (text, tags, life, max_age) in [
            ("[cdn]\n", "surrogate-key", "cdn-cache-control", 10),
            (
                "[cdn]\npurge = \"http\"\nurl = \"http://127.0.0.1:6081/\"\n",
                "surrogate-key",
                "cdn-cache-control",
                86_400,
            ),
            (
                "[cdn]\npurge = \"fastly\"\nzone = \"SU1Z0isxPaozGVKXdv0eY\"\n",
                "surrogate-key",
                "surrogate-control",
                86_400,
            ),
            (
                "[cdn]\npurge = \"cloudflare\"\nzone = \"023e105f\"\nmax_age = 60\n",
                "cache-tag",
                "cdn-cache-control",
                60,
            ),
            (
                "[cdn]\ntags = \"xkey\"\nlife = \"X-Life\"\n",
                "xkey",
                "x-life",
                10,
            ),
        ] {
            let settings = read(text).expect(text);
            let cdn = settings.cdn().map_err(|failure| failure.say("en"));
            let cdn = cdn.expect("sound").expect("set");
            assert_eq!(
                (cdn.tags.as_str(), cdn.life.as_str(), cdn.max_age),
                (tags, life, max_age),
                "{text}"
            );
            assert_eq!(cdn.between, if tags == "cache-tag" { ',' } else { ' ' });
        }
        assert!(read("").expect("none").cdn().is_ok_and(|cdn| cdn.is_none()));
    }

    #[test]
    fn what_is_wrong_with_it_is_said_at_the_start_and_its_token_never() {
        for (text, word) in [
            ("[cdn]\npurge = \"akamai\"\n", "cdn.purge"),
            ("[cdn]\npurge = \"http\"\n", "cdn.url"),
            ("[cdn]\nurl = \"ftp://a\"\n", "cdn.url"),
            ("[cdn]\npurge = \"fastly\"\n", "cdn.zone"),
            ("[cdn]\npurge = \"fastly\"\nzone = \"a/b\"\n", "cdn.zone"),
            ("[cdn]\ntags = \"a b\"\n", "cdn.tags"),
            ("[cdn]\nmax_age = 99999999\n", "cdn.max_age"),
            ("[cdn]\ntoken = \"s3cr3t\"\n", "no setting"),
            ("cdn_token = \"s3cr3t\"\n[cdn]\n", "token_file"),
        ] {
            let told = read(text).map(|_| ()).expect_err(text);
            assert!(told.contains(word) && !told.contains("s3cr3t"), "{told}");
        }
        let settings = read("[cdn]\npurge = \"fastly\"\nzone = \"a\"\n").expect("sound");
        let missing = settings.purger().map(|_| ()).expect_err("no token");
        assert!(missing.say("en").contains("COLOPHON_CDN_TOKEN"));
    }
}
