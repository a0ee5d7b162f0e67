//! What a title wears: the stylesheet and the icon of its theme in its own accent, at addresses that never change
//! their meaning.
//!
//! The address holds all there is to know (`/theme/broadsheet.a11b1f-ff8b7b.HASH.css`), so any process can make the
//! bytes again; the hash says whether they are still the same.

use super::manifest::{Tint, is_colour};
use super::{Theme, plate, stylesheet};
use sha2::{Digest, Sha256};
use std::sync::PoisonError;

/// Hexadecimal digits of the hash in an address.
const HASH_DIGITS: usize = 12;

/// Dresses a theme remembers; titles beyond them have theirs made for every page.
const DRESSES_MAX: usize = 64;

/// Where stylesheets and icons are served.
const PREFIX: &str = "/theme/";

/// The addresses and colours a page needs of its title's dress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dress {
    pub(crate) stylesheet: String,
    pub(crate) icon: String,
    /// The accent on light paper.
    pub(crate) accent: String,
    pub(crate) paper_light: String,
    pub(crate) paper_dark: String,
}

/// A file of a dress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asset {
    pub(crate) bytes: Vec<u8>,
    pub(crate) media_type: &'static str,
}

impl Dress {
    /// The dress of a title with an accent (or the theme's) in a theme.
    pub(crate) fn of(theme: &Theme, accent: Option<&Tint>) -> Dress {
        let accent = accent
            .filter(|tint| tint.is_valid())
            .cloned()
            .unwrap_or_else(|| default_accent(theme));
        let key = colours(&accent);
        let known = theme
            .dresses
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&key)
            .cloned();
        if let Some(dress) = known {
            return dress;
        }
        let dress = Dress::make(theme, &accent);
        let mut dresses = theme
            .dresses
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if dresses.len() < DRESSES_MAX {
            dresses.insert(key, dress.clone());
        }
        dress
    }

    fn make(theme: &Theme, accent: &Tint) -> Dress {
        let paper = theme.manifest.paper.clone().unwrap_or_else(|| Tint {
            light: "#ffffff".to_owned(),
            dark: "#111111".to_owned(),
        });
        let name = format!("{}.{}", theme.name, colours(accent));
        let css = dressed(theme, accent);
        let svg = icon(accent);
        Dress {
            stylesheet: format!("{PREFIX}{name}.{}.css", hash(css.as_bytes())),
            icon: format!("{PREFIX}{name}.{}.svg", hash(svg.as_bytes())),
            accent: accent.light.clone(),
            paper_light: paper.light,
            paper_dark: paper.dark,
        }
    }
}

/// The theme an address names, if it is one of ours.
pub(crate) fn asset_name(path: &str) -> Option<&str> {
    path.strip_prefix(PREFIX)?.split('.').next()
}

impl Theme {
    /// The bytes at an address, if they are still what its hash says.
    pub(crate) fn asset(&self, path: &str) -> Option<Asset> {
        let file = path.strip_prefix(PREFIX)?;
        let mut parts = file.split('.');
        let (name, colours, hash, kind) =
            (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || name != self.name {
            return None;
        }
        let (light, dark) = colours.split_once('-')?;
        let accent = Tint {
            light: format!("#{light}"),
            dark: format!("#{dark}"),
        };
        if !accent.is_valid() {
            return None;
        }
        let (bytes, media_type) = match kind {
            "css" => (dressed(self, &accent), "text/css; charset=utf-8"),
            "svg" => (icon(&accent), "image/svg+xml"),
            _ => return None,
        };
        let bytes = bytes.into_bytes();
        (self::hash(&bytes) == hash).then_some(Asset { bytes, media_type })
    }
}

fn default_accent(theme: &Theme) -> Tint {
    theme.manifest.accent.clone().unwrap_or_else(|| Tint {
        light: "#a11b1f".to_owned(),
        dark: "#ff8b7b".to_owned(),
    })
}

fn colours(accent: &Tint) -> String {
    let bare = |colour: &str| colour.trim_start_matches('#').to_ascii_lowercase();
    format!("{}-{}", bare(&accent.light), bare(&accent.dark))
}

/// What no theme may undo, the theme's stylesheet, then the title's colours.
fn dressed(theme: &Theme, accent: &Tint) -> String {
    format!(
        "{}{}{}\n:root{{--accent:{light};--brand:{light}}}@media(prefers-color-scheme:dark){{:root{{--accent:{dark}}}}}\
         @media print{{:root{{--accent:#000}}}}\n",
        stylesheet::guard(),
        own_plate(theme),
        theme.stylesheet,
        light = accent.light.to_ascii_lowercase(),
        dark = accent.dark.to_ascii_lowercase(),
    )
}

/// The plate of a theme that is not the house's own.
fn own_plate(theme: &Theme) -> String {
    if theme.built_in {
        String::new()
    } else {
        plate::rules(&theme.manifest)
    }
}

fn icon(accent: &Tint) -> String {
    let colour = if is_colour(&accent.light) {
        accent.light.as_str()
    } else {
        "#000000"
    };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\"><path fill=\"{colour}\" d=\"M0 0h16v16H0z\"/>\
         <path fill=\"#fff\" d=\"M3 3h10v1H3zm0 9h10v1H3zm2-6h6v4H5z\"/></svg>"
    )
}

fn hash(bytes: &[u8]) -> String {
    let digest = hex::encode(Sha256::digest(bytes));
    digest.get(..HASH_DIGITS).unwrap_or_default().to_owned()
}
