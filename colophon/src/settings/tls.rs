//! Settings of TLS.

use super::Settings;
use crate::failure::{Failure, Result};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Where certificates come from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Tls {
    /// Nowhere: without TLS.
    #[default]
    Off,
    /// From two files.
    Files,
    /// From an authority.
    Auto,
}

impl Settings {
    /// Checks what belongs to TLS. Files stand beside the settings, and readers come by https.
    pub(super) fn with_tls(&mut self, file: &Path) -> Result<()> {
        let folder = file.parent().unwrap_or(Path::new(""));
        let beside = |path: &mut Option<PathBuf>| {
            if let Some(path) = path {
                *path = folder.join(&*path);
            }
        };
        beside(&mut self.tls_certificate);
        beside(&mut self.tls_key);
        beside(&mut self.acme_roots);
        if self.tls == Tls::Files && (self.tls_certificate.is_none() || self.tls_key.is_none()) {
            return Err(Failure::new(
                "impostazione tls: con files servono anche tls_certificate e tls_key",
                "setting tls: files wants tls_certificate and tls_key as well",
            ));
        }
        if !self.acme_directory.starts_with("https://") {
            return Err(Failure::new(
                "impostazione acme_directory: serve un indirizzo https",
                "setting acme_directory: it wants an https address",
            ));
        }
        let address = |contact: &String| {
            let whole = contact
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && byte != b',');
            whole
                && contact
                    .split_once('@')
                    .is_some_and(|(a, b)| !a.is_empty() && !b.is_empty())
        };
        if self
            .acme_contact
            .as_ref()
            .is_some_and(|contact| !address(contact))
        {
            return Err(Failure::new(
                "impostazione acme_contact: serve un indirizzo di posta",
                "setting acme_contact: it wants a mail address",
            ));
        }
        if self.tls != Tls::Off {
            self.scheme = "https".to_owned();
        }
        Ok(())
    }
}
