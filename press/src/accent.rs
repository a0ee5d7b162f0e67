//! The contrast of an accent with the paper it is printed on (WCAG 2.2, success criterion 1.4.3).

/// Contrast below which an accent cannot be read as small text.
pub(crate) const CONTRAST_MIN: f64 = 4.5;

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

/// The contrast of a colour on light paper and of another on dark, each on the ground where it is least; `None` if one of
/// them is no colour.
pub fn contrasts(light: &str, dark: &str) -> Option<[f64; 2]> {
    let least = |colour: &str, grounds: [&str; 2]| {
        let own = luminance(colour)?;
        let of = grounds.map(|ground| contrast(own, luminance(ground).unwrap_or_default()));
        Some(of.into_iter().fold(f64::INFINITY, f64::min))
    };
    let [(_, pale), (_, deep)] = GROUNDS;
    Some([least(light, pale)?, least(dark, deep)?])
}

/// The contrast of a colour with the one under it; `None` if one of them is none.
pub(crate) fn contrast_of(ink: &str, ground: &str) -> Option<f64> {
    Some(contrast(luminance(ink)?, luminance(ground)?))
}

fn contrast(a: f64, b: f64) -> f64 {
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(colour: &str) -> Option<f64> {
    channels(colour).map(luminance_of)
}

/// Red, green and blue of `#rrggbb`.
pub(crate) fn channels(colour: &str) -> Option<[u8; 3]> {
    let digits = colour
        .strip_prefix('#')
        .filter(|digits| digits.len() == 6)?;
    let channel = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some([channel(0)?, channel(2)?, channel(4)?])
}

/// Black or white, whichever is easier to read on a ground.
pub(crate) fn ink_on(ground: [u8; 3]) -> [u8; 3] {
    let own = luminance_of(ground);
    if contrast(own, 1.0) >= contrast(own, 0.0) {
        [0xff; 3]
    } else {
        [0; 3]
    }
}

/// Relative luminance as WCAG defines it.
fn luminance_of(channels: [u8; 3]) -> f64 {
    let [red, green, blue] = channels.map(|value| {
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}
