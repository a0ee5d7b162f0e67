//! The plate of a newspaper's own theme: with which ink, on which ground and in which letters it prints the pieces of the
//! record.
//!
//! No rule about stylesheets can say whether a colour stands out from what is under it: that depends on pictures, on
//! gradients, on what lies where. So a theme of the data folder says once, in `theme.toml`, which two colours it prints the
//! record in; their contrast is checked when it is read, and the guard's layer holds its stylesheet to them. The same goes
//! for fonts, some of which hold signs instead of letters, and for rows of a grid, where two pieces could share a cell.
//! Themes inside the program are looked at by us, so they need no plate.

use super::manifest::{Manifest, Tint};
use crate::accent::{CONTRAST_MIN, contrast_of};
use serde::{Deserialize, Serialize};

/// The table `[record]` of a `theme.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Plate {
    /// The colour of its words; the house's if left out.
    #[serde(default)]
    pub ink: Option<Tint>,
    /// The colour under them; the page's (`paper`) if left out.
    #[serde(default)]
    pub ground: Option<Tint>,
    /// The letters they are set in.
    #[serde(default)]
    pub letters: Option<Letters>,
}

/// The letters of the record: those of the house, with or without serifs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Letters {
    /// As in the house theme's record.
    #[default]
    Sans,
    /// As in the house theme's text.
    Serif,
}

/// Ink of the house, on light and dark paper.
const INK: [&str; 2] = ["#1b1a18", "#eeebe4"];
/// Paper of the house.
const PAPER: [&str; 2] = ["#fdfcf9", "#141413"];

impl Letters {
    fn family(self) -> &'static str {
        match self {
            Letters::Sans => {
                "-apple-system,\"Segoe UI\",Inter,Roboto,\"Noto Sans\",system-ui,sans-serif"
            }
            Letters::Serif => "Charter,\"Sitka Text\",\"Charis SIL\",\"Noto Serif\",Georgia,serif",
        }
    }
}

impl Plate {
    /// This plate, with what it leaves out taken from the one of the theme below.
    pub(super) fn over(self, lower: Option<Plate>) -> Plate {
        let lower = lower.unwrap_or_default();
        Plate {
            ink: self.ink.or(lower.ink),
            ground: self.ground.or(lower.ground),
            letters: self.letters.or(lower.letters),
        }
    }
}

/// The colours a theme prints the record in: ink and ground on light paper, ink and ground on dark.
fn colours(manifest: &Manifest) -> [[String; 2]; 2] {
    let plate = manifest.record.clone().unwrap_or_default();
    let pair = |tint: Option<&Tint>, house: [&str; 2]| match tint {
        Some(tint) => [tint.light.clone(), tint.dark.clone()],
        None => house.map(str::to_owned),
    };
    let [ink, deep_ink] = pair(plate.ink.as_ref(), INK);
    let ground = plate.ground.as_ref().or(manifest.paper.as_ref());
    let [ground, deep_ground] = pair(ground, PAPER);
    [[ink, ground], [deep_ink, deep_ground]]
}

/// Whether the record can be read in both schemes.
///
/// # Errors
/// In which it cannot, for whoever wrote the theme.
pub(super) fn check(manifest: &Manifest) -> Result<(), String> {
    for (scheme, [ink, ground]) in ["light", "dark"].into_iter().zip(colours(manifest)) {
        let contrast = contrast_of(&ink, &ground).unwrap_or_default();
        if contrast < CONTRAST_MIN {
            return Err(format!(
                "theme.toml: the record would be printed with {ink} on {ground} in the {scheme} scheme, a contrast of \
                 {contrast:.1}; it takes {CONTRAST_MIN} or more: set `ink` or `ground` in [record]"
            ));
        }
    }
    Ok(())
}

/// The rules that hold a stylesheet to the plate; they stand in the guard's layer.
pub(super) fn rules(manifest: &Manifest) -> String {
    let [[ink, ground], [deep_ink, deep_ground]] = colours(manifest);
    let letters = manifest
        .record
        .as_ref()
        .and_then(|plate| plate.letters)
        .unwrap_or_default();
    include_str!("plate.css")
        .replace("DEEP_INK", &deep_ink)
        .replace("DEEP_GROUND", &deep_ground)
        .replace("INK", &ink)
        .replace("GROUND", &ground)
        .replace("LETTERS", letters.family())
}
