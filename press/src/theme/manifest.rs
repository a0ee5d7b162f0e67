//! `theme.toml`: what a theme says about itself.

use super::plate::Plate;
use serde::{Deserialize, Serialize};

/// The version of the context this program gives to templates.
pub(super) const CONTEXT: u32 = 1;

/// The contents of a `theme.toml`.
///
/// ```toml
/// context = 1
/// inherits = "broadsheet"
/// accent = { light = "#5a3a91", dark = "#c9b3f5" }
/// paper = { light = "#fdfcf9", dark = "#141413" }
///
/// [record]
/// ink = { light = "#1b1a18", dark = "#eeebe4" }
/// letters = "serif"
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The context the templates are written for; today always 1.
    pub context: u32,
    /// The theme whose files stand in for those missing here. A theme in the data folder that names none
    /// inherits from the built-in theme of the same name, or else from `broadsheet`.
    #[serde(default)]
    pub inherits: Option<String>,
    /// The accent of titles that have none of their own.
    #[serde(default)]
    pub accent: Option<Tint>,
    /// The colour of the page, for the browser's own furniture.
    #[serde(default)]
    pub paper: Option<Tint>,
    /// How the pieces of the record are printed; of no effect in themes inside the program.
    #[serde(default)]
    pub record: Option<Plate>,
}

/// A colour in the two schemes, each `#rrggbb`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Tint {
    /// On light paper.
    pub light: String,
    /// On dark paper.
    pub dark: String,
}

impl Tint {
    /// Whether both are `#rrggbb`.
    pub(crate) fn is_valid(&self) -> bool {
        [&self.light, &self.dark]
            .into_iter()
            .all(|colour| is_colour(colour))
    }
}

/// Whether a text is `#rrggbb`.
pub(crate) fn is_colour(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|digits| digits.len() == 6 && digits.chars().all(|c| c.is_ascii_hexdigit()))
}

impl Manifest {
    /// Of a folder that says nothing of itself: all is as in the theme under it.
    pub(super) fn silent() -> Manifest {
        Manifest {
            context: CONTEXT,
            inherits: None,
            accent: None,
            paper: None,
            record: None,
        }
    }

    /// Reads a manifest; the error names the line.
    pub(crate) fn read(text: &str) -> Result<Manifest, String> {
        let manifest: Manifest =
            toml::from_str(text).map_err(|e| format!("theme.toml: {}", e.to_string().trim()))?;
        if manifest.context != CONTEXT {
            return Err(format!(
                "theme.toml asks for context = {}; this program offers context = {CONTEXT}",
                manifest.context
            ));
        }
        let plate = manifest.record.as_ref();
        for (name, tint) in [
            ("accent", manifest.accent.as_ref()),
            ("paper", manifest.paper.as_ref()),
            ("ink", plate.and_then(|plate| plate.ink.as_ref())),
            ("ground", plate.and_then(|plate| plate.ground.as_ref())),
        ] {
            if tint.is_some_and(|tint| !tint.is_valid()) {
                return Err(format!(
                    "theme.toml: `{name}` wants colours written as #rrggbb"
                ));
            }
        }
        Ok(manifest)
    }
}
