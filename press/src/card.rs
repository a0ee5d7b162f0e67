//! The card of an article without a picture: its headline and the title's name on the title's colour, for other sites to
//! show where the article is passed on.
//!
//! Nothing of it is kept. Its name holds a hash of what decides all that is on it, the revision, the title's name and the
//! colour, so that who has it knows whether it is still right. No text of the article goes into the hash: after a redaction
//! the old name would confirm what stood there.
//! The one font it is set in (Source Serif 4 SemiBold, SIL Open Font License 1.1, in `press/fonts/`) has the Latin, Greek
//! and Cyrillic alphabets. Signs it lacks are left out; a headline in another script is left out as a whole, and the name of
//! the title stands alone, since half a headline would be a false one.

use crate::PressFault;
use crate::accent;
use ab_glyph::{Font, FontRef, Glyph, GlyphId, PxScale, ScaleFont, point};
use image::{ExtendedColorType, ImageEncoder, codecs::png::PngEncoder};
use sha2::{Digest, Sha256};

/// Pixels; what Open Graph readers show whole.
pub(crate) const WIDTH: u32 = 1280;
/// Pixels.
pub(crate) const HEIGHT: u32 = 630;
/// Pixels left free at each side.
const MARGIN: f32 = 80.0;
/// Sizes a headline is set in, pixels: the first in which it fits.
const SIZES: [f32; 5] = [88.0, 76.0, 64.0, 54.0, 46.0];
/// Lines of a headline in the smallest size; the rest is cut.
const LINES_MAX: usize = 7;
/// Size of the title's name, pixels.
const NAME_SIZE: f32 = 40.0;
/// From one line to the next, in sizes.
const LEADING: f32 = 1.18;
/// Signs of a headline looked at.
const CHARS_MAX: usize = 400;
/// Of ten letters, how many the font must have for the headline to be set.
const LETTERS_OF_TEN: usize = 9;
/// Hexadecimal digits of the hash in a name.
const HASH_DIGITS: usize = 16;

const FONT: &[u8] = include_bytes!("../fonts/SourceSerif4-SemiBold.ttf");

/// What stands on a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Article, revision and how often that was redacted: no other headline has them.
    of: String,
    headline: String,
    name: String,
    ground: [u8; 3],
}

impl Card {
    /// A card of a revision; `colour` is `#rrggbb`.
    pub(crate) fn new(of: &str, headline: &str, name: &str, colour: &str) -> Card {
        Card {
            of: of.to_owned(),
            headline: headline.chars().take(CHARS_MAX).collect(),
            name: name.chars().take(CHARS_MAX).collect(),
            ground: accent::channels(colour).unwrap_or([0x22; 3]),
        }
    }

    /// The last part of its address: `card-….png`.
    pub fn file(&self) -> String {
        let digest = Sha256::new()
            .chain_update(b"colophon/card/2\0")
            .chain_update(&self.of)
            .chain_update([0])
            .chain_update(&self.name)
            .chain_update([0])
            .chain_update(self.ground)
            .finalize();
        format!("card-{}.png", &hex::encode(digest)[..HASH_DIGITS])
    }

    /// Draws it, as PNG. Takes some ten milliseconds of one core and 4 MB of memory, whatever the headline.
    ///
    /// # Errors
    /// The font we carry, or the picture, cannot be made.
    pub fn draw(&self) -> Result<Vec<u8>, PressFault> {
        let broken = |why: String| PressFault::Writing(std::io::Error::other(why));
        let font = FontRef::try_from_slice(FONT).map_err(|error| broken(error.to_string()))?;
        let mut sheet = Sheet::new(self.ground);
        let baseline = HEIGHT as f32 - MARGIN;
        let name = Line::of(&font, &set(&font, &self.name), NAME_SIZE);
        let room = WIDTH as f32 - 2.0 * MARGIN;
        for line in name.broken(room).iter().take(1) {
            sheet.print(&font, line, baseline);
        }
        sheet.rule(baseline - NAME_SIZE * 1.6);
        let (size, lines) = headline(
            &font,
            &self.headline,
            room,
            baseline - NAME_SIZE * 2.2 - MARGIN,
        );
        for (number, line) in lines.iter().enumerate() {
            sheet.print(&font, line, MARGIN + size * (0.8 + LEADING * number as f32));
        }
        let mut png = Vec::new();
        PngEncoder::new(&mut png)
            .write_image(&sheet.pixels, WIDTH, HEIGHT, ExtendedColorType::Rgb8)
            .map_err(|error| broken(error.to_string()))?;
        Ok(png)
    }
}

/// The signs of a text the font has, spaces one by one.
fn set(font: &FontRef<'_>, text: &str) -> String {
    let known: String = text
        .chars()
        .map(|sign| if sign.is_whitespace() { ' ' } else { sign })
        .filter(|sign| font.glyph_id(*sign) != GlyphId(0) && !is_mark(*sign))
        .collect();
    known
        .split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A mark that stands on the sign before it. The font has the usual letters with theirs; alone it would stand askew.
fn is_mark(sign: char) -> bool {
    matches!(sign, '\u{300}'..='\u{36f}')
}

/// The headline's lines in the largest size in which they fit; none where the font has not the letters for it.
fn headline(font: &FontRef<'_>, text: &str, room: f32, height: f32) -> (f32, Vec<Line>) {
    let letters = text.chars().filter(|sign| sign.is_alphanumeric());
    let (all, known) = letters.fold((0, 0), |(all, known), sign| {
        (
            all + 1,
            known + usize::from(font.glyph_id(sign) != GlyphId(0)),
        )
    });
    let smallest = SIZES[SIZES.len() - 1];
    if known * 10 < all * LETTERS_OF_TEN {
        return (smallest, Vec::new());
    }
    let text = set(font, text);
    for size in SIZES {
        let lines = Line::of(font, &text, size).broken(room);
        if lines.len() as f32 * size * LEADING <= height {
            return (size, lines);
        }
    }
    let fitting = ((height / (smallest * LEADING)) as usize).clamp(1, LINES_MAX);
    let mut lines = Line::of(font, &text, smallest).broken(room);
    lines.truncate(fitting);
    if let Some(last) = lines.last_mut() {
        last.end_in(font, '…', room);
    }
    (smallest, lines)
}

/// Signs in a row, each with its place.
#[derive(Debug, Clone)]
struct Line {
    size: f32,
    /// Sign, its glyph, and where it begins, pixels from the start.
    signs: Vec<(char, GlyphId, f32)>,
    width: f32,
}

impl Line {
    fn of(font: &FontRef<'_>, text: &str, size: f32) -> Line {
        let scaled = font.as_scaled(PxScale::from(size));
        let (mut signs, mut at) = (Vec::new(), 0.0);
        let mut before = None;
        for sign in text.chars() {
            let glyph = font.glyph_id(sign);
            if let Some(before) = before {
                at += scaled.kern(before, glyph);
            }
            signs.push((sign, glyph, at));
            at += scaled.h_advance(glyph);
            before = Some(glyph);
        }
        Line {
            size,
            signs,
            width: at,
        }
    }

    /// In lines no wider than `room`: between words, and within one that is wider alone.
    fn broken(&self, room: f32) -> Vec<Line> {
        let mut lines = Vec::new();
        let (mut from, mut space) = (0, None);
        let mut at = 0;
        while at < self.signs.len() {
            let (sign, _, _) = self.signs[at];
            if self.end(at) - self.begin(from) > room && at > from {
                let (to, next) = space.map_or((at, at), |space| (space, space + 1));
                lines.push(self.part(from, to));
                (from, space, at) = (next, None, next);
                continue;
            }
            if sign == ' ' {
                space = Some(at);
            }
            at += 1;
        }
        if from < self.signs.len() {
            lines.push(self.part(from, self.signs.len()));
        }
        lines
    }

    fn begin(&self, at: usize) -> f32 {
        self.signs
            .get(at)
            .map_or(self.width, |(_, _, begin)| *begin)
    }

    fn end(&self, at: usize) -> f32 {
        self.begin(at + 1)
    }

    fn part(&self, from: usize, to: usize) -> Line {
        let begin = self.begin(from);
        Line {
            size: self.size,
            signs: self.signs[from..to]
                .iter()
                .map(|(sign, glyph, at)| (*sign, *glyph, at - begin))
                .collect(),
            width: self.begin(to) - begin,
        }
    }

    /// Puts a sign at the end, in place of as many as it takes.
    fn end_in(&mut self, font: &FontRef<'_>, sign: char, room: f32) {
        let glyph = font.glyph_id(sign);
        let advance = font.as_scaled(PxScale::from(self.size)).h_advance(glyph);
        while self.width + advance > room
            || self.signs.last().is_some_and(|(sign, ..)| *sign == ' ')
        {
            let Some((_, _, at)) = self.signs.pop() else {
                break;
            };
            self.width = at;
        }
        self.signs.push((sign, glyph, self.width));
        self.width += advance;
    }
}

/// The picture while it is being made.
struct Sheet {
    pixels: Vec<u8>,
    ink: [u8; 3],
}

impl Sheet {
    fn new(ground: [u8; 3]) -> Sheet {
        Sheet {
            pixels: ground.repeat(WIDTH as usize * HEIGHT as usize),
            ink: accent::ink_on(ground),
        }
    }

    fn print(&mut self, font: &FontRef<'_>, line: &Line, baseline: f32) {
        for (_, glyph, at) in &line.signs {
            let glyph = Glyph {
                id: *glyph,
                scale: PxScale::from(line.size),
                position: point(MARGIN + at, baseline),
            };
            let Some(outline) = font.outline_glyph(glyph) else {
                continue;
            };
            let bounds = outline.px_bounds();
            let (left, top) = (bounds.min.x as i64, bounds.min.y as i64);
            outline.draw(|x, y, cover| {
                self.dot(left + i64::from(x), top + i64::from(y), cover);
            });
        }
    }

    /// A thin line over the title's name.
    fn rule(&mut self, at: f32) {
        for y in 0..3 {
            for x in (MARGIN as i64)..(MARGIN as i64 + 120) {
                self.dot(x, at as i64 + y, 1.0);
            }
        }
    }

    /// Ink on a pixel, where the picture has one; `cover` from 0 to 1.
    fn dot(&mut self, x: i64, y: i64, cover: f32) {
        let inside = (0..i64::from(WIDTH)).contains(&x) && (0..i64::from(HEIGHT)).contains(&y);
        let at = usize::try_from(y * i64::from(WIDTH) + x).unwrap_or(usize::MAX);
        let pixel = at
            .checked_mul(3)
            .and_then(|at| self.pixels.get_mut(at..at + 3));
        if let (true, Some(pixel)) = (inside, pixel) {
            let cover = cover.clamp(0.0, 1.0);
            for (channel, ink) in pixel.iter_mut().zip(self.ink) {
                let mixed = f32::from(*channel) * (1.0 - cover) + f32::from(ink) * cover;
                *channel = mixed.round() as u8;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pixels that are not of the ground, in the part the headline stands in.
    fn inked(headline: &str) -> usize {
        let card = Card::new("a 1 0", headline, "Harbour Gazette", "#a11b1f");
        let png = card.draw().expect("a card");
        let picture = image::load_from_memory(&png).expect("a picture").to_rgb8();
        assert_eq!(picture.dimensions(), (WIDTH, HEIGHT));
        let edge = |x, y| picture.get_pixel(x, y).0 == [0xa1, 0x1b, 0x1f];
        for x in 0..WIDTH {
            assert!(
                edge(x, 0) && edge(x, HEIGHT - 1),
                "{headline:?} runs over the edge"
            );
        }
        for y in 0..HEIGHT {
            assert!(
                edge(0, y) && edge(WIDTH - 1, y),
                "{headline:?} runs over the edge"
            );
        }
        picture
            .enumerate_pixels()
            .filter(|(_, y, pixel)| *y < 440 && pixel.0 != [0xa1, 0x1b, 0x1f])
            .count()
    }

    #[test]
    fn whatever_the_headline_the_card_is_whole() {
        assert!(inked("Ferry service resumes after eleven days") > 5_000);
        assert!(inked(&"Donaudampfschifffahrtsgesellschaftskapitän ".repeat(30)) > 5_000);
        assert!(inked(&"W".repeat(2_000)) > 5_000);
        assert!(inked("Città, però: «Così è» – Ελλάδα, Москва") > 5_000);
        // Signs the font has not are left out, and with too many of them the whole headline.
        let plain = inked("Ferry resumes");
        assert_eq!(inked("Ferry 🚢 resumes\u{202e}\u{0}"), plain);
        for none in [
            "",
            "   ",
            "חדשות מהנמל",
            "港口新闻",
            "أخبار الميناء",
            "🚢🚢🚢",
        ] {
            assert_eq!(inked(none), 0, "{none}");
        }
    }

    #[test]
    fn the_name_changes_with_revision_title_and_colour_and_tells_nothing_of_the_headline() {
        let card = |of, name, colour| Card::new(of, "Ferry", name, colour).file();
        let one = card("a 1 0", "Gazette", "#a11b1f");
        assert_eq!(one, card("a 1 0", "Gazette", "#A11B1F"));
        assert_eq!(
            one,
            Card::new("a 1 0", "Ada Morin", "Gazette", "#a11b1f").file()
        );
        assert_ne!(one, card("a 2 0", "Gazette", "#a11b1f"));
        assert_ne!(one, card("a 1 1", "Gazette", "#a11b1f"));
        assert_ne!(one, card("a 1 0", "Beacon", "#a11b1f"));
        assert_ne!(one, card("a 1 0", "Gazette", "#5a3a91"));
        assert_ne!(card("a 1 0G", "azette", "#a11b1f"), one);
        assert!(one.starts_with("card-") && one.len() == "card-.png".len() + HASH_DIGITS);
    }
}
