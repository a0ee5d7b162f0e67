//! Tiles: pieces of the tree as files (C2SP tlog-tiles).

use std::fmt;

/// Hashes of a full tile, and entries of a full bundle.
pub const TILE_WIDTH: u64 = 256;
/// The highest level of tiles there can be.
const LEVEL_MAX: u8 = 63;
/// Digits of a number of a tile, at most: what fits 64 bits.
const DIGITS_MAX: usize = 20;

/// A tile of hashes, or a bundle of entries: which, and how much of it there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Tile {
    /// Level of the tile, from 0; `None` for a bundle of entries.
    pub level: Option<u8>,
    /// Its number at that level, from 0.
    pub number: u64,
    /// Hashes or entries in it, from 1 to [`TILE_WIDTH`].
    pub width: u64,
}

impl Tile {
    /// The tile at a level that holds the hash with this number there, in a tree of `size` entries; as wide as it is then.
    /// `None` where the tree has no such hash.
    pub fn holding(level: u8, at: u64, size: u64) -> Option<Tile> {
        let hashes = size.checked_shr(8 * u32::from(level)).unwrap_or(0);
        let number = at / TILE_WIDTH;
        let width = (hashes.checked_sub(number * TILE_WIDTH)?).min(TILE_WIDTH);
        (at < hashes).then_some(Tile {
            level: Some(level),
            number,
            width,
        })
    }

    /// The bundle with this number in a tree of `size` entries.
    pub fn of_entries(number: u64, size: u64) -> Option<Tile> {
        let first = number.checked_mul(TILE_WIDTH)?;
        let width = size.checked_sub(first)?.min(TILE_WIDTH);
        (width > 0).then_some(Tile {
            level: None,
            number,
            width,
        })
    }

    /// It holds all it ever will.
    pub fn is_full(self) -> bool {
        self.width == TILE_WIDTH
    }

    /// The same tile when it holds all it ever will.
    #[must_use]
    pub fn full(self) -> Tile {
        Tile {
            width: TILE_WIDTH,
            ..self
        }
    }

    /// Reads what stands behind `tile/`: `0/x001/x234/067.p/8`, `entries/000`. Only the one form of each is read.
    pub fn parse(path: &str) -> Option<Tile> {
        let (level, rest) = path.split_once('/')?;
        let level = match level {
            "entries" => None,
            digits => Some(number(digits).and_then(|level| u8::try_from(level).ok())?),
        };
        let (digits, width) = match rest.split_once(".p/") {
            Some((digits, width)) => (digits, number(width)?),
            None => (rest, TILE_WIDTH),
        };
        let plain: String = digits
            .split('/')
            .map(|part| part.trim_start_matches('x'))
            .collect();
        if plain.len() > DIGITS_MAX + 2 {
            return None;
        }
        let tile = Tile {
            level,
            number: plain.parse().ok()?,
            width,
        };
        let fits =
            level.is_none_or(|level| level <= LEVEL_MAX) && (1..=TILE_WIDTH).contains(&width);
        (fits && tile.to_string() == path).then_some(tile)
    }
}

/// A number without leading zeros.
fn number(digits: &str) -> Option<u64> {
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    (plain && digits.len() <= 3 && (digits == "0" || !digits.starts_with('0')))
        .then(|| digits.parse().ok())
        .flatten()
}

/// The path behind `tile/`.
impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.level {
            None => f.write_str("entries/")?,
            Some(level) => write!(f, "{level}/")?,
        }
        let (mut rest, mut groups) = (self.number, Vec::new());
        loop {
            groups.push(rest % 1000);
            rest /= 1000;
            if rest == 0 {
                break;
            }
        }
        for (place, group) in groups.iter().enumerate().rev() {
            match place {
                0 => write!(f, "{group:03}")?,
                _ => write!(f, "x{group:03}/")?,
            }
        }
        match self.is_full() {
            true => Ok(()),
            false => write!(f, ".p/{}", self.width),
        }
    }
}
