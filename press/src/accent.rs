//! The contrast of an accent with the paper it is printed on (WCAG 2.2, success criterion 1.4.3).

/// Contrast below which an accent cannot be read as small text.
const CONTRAST_MIN: f64 = 4.5;

/// Page and tinted ground of the built-in themes, light and dark.
const GROUNDS: [(&str, [&str; 2]); 2] = [
    ("light", ["#fdfcf9", "#f4f0e8"]),
    ("dark", ["#141413", "#1f1e1c"]),
];

/// Why a colour cannot be an accent.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Paleness {
    /// Not a colour.
    #[error("`{0}` is not a colour written as #rrggbb")]
    NotAColour(String),
    /// Too little contrast.
    #[error("`{colour}` has a contrast of {contrast:.1} on {scheme} paper; it takes {min} or more", min = CONTRAST_MIN)]
    TooPale {
        /// The colour.
        colour: String,
        /// `light` or `dark`.
        scheme: &'static str,
        /// Its contrast, from 1 to 21.
        contrast: f64,
    },
}

/// Whether an accent can be read in both schemes.
///
/// # Errors
/// The first colour that is none, or has too little contrast.
pub fn check_accent(light: &str, dark: &str) -> Result<(), Paleness> {
    for ((scheme, grounds), colour) in GROUNDS.into_iter().zip([light, dark]) {
        let own = luminance(colour).ok_or_else(|| Paleness::NotAColour(colour.to_owned()))?;
        for ground in grounds {
            let contrast = contrast(own, luminance(ground).unwrap_or_default());
            if contrast < CONTRAST_MIN {
                return Err(Paleness::TooPale {
                    colour: colour.to_owned(),
                    scheme,
                    contrast,
                });
            }
        }
    }
    Ok(())
}

fn contrast(a: f64, b: f64) -> f64 {
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Relative luminance as WCAG defines it.
fn luminance(colour: &str) -> Option<f64> {
    let digits = colour
        .strip_prefix('#')
        .filter(|digits| digits.len() == 6)?;
    let channel = |at: usize| {
        let value = u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()?;
        let value = f64::from(value) / 255.0;
        Some(if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        })
    };
    Some(0.2126 * channel(0)? + 0.7152 * channel(2)? + 0.0722 * channel(4)?)
}
