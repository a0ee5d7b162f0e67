//! As much of CBOR (RFC 8949) as authenticators speak: definite lengths (CTAP 2.1 §8), a few levels, whole numbers.

/// Levels of arrays and maps in each other.
const DEPTH_MAX: u8 = 6;

/// One value. What authenticators may put in beside what we read is passed over as [`Item::Other`].
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Item<'a> {
    Int(i64),
    Bytes(&'a [u8]),
    Text(&'a str),
    Map(Vec<(Item<'a>, Item<'a>)>),
    Other,
}

impl<'a> Item<'a> {
    fn entry(&self, wanted: &Item<'_>) -> Option<&Item<'a>> {
        let Item::Map(entries) = self else {
            return None;
        };
        entries
            .iter()
            .find(|(key, _)| key == wanted)
            .map(|(_, value)| value)
    }

    /// The bytes at a text key of a map.
    pub(super) fn bytes_at(&self, key: &str) -> Option<&'a [u8]> {
        match self.entry(&Item::Text(key))? {
            Item::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The text at a text key of a map.
    pub(super) fn text_at(&self, key: &str) -> Option<&'a str> {
        match self.entry(&Item::Text(key))? {
            Item::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The bytes at a label of a map, as COSE keys have them.
    pub(super) fn bytes_of(&self, label: i64) -> Option<&'a [u8]> {
        match self.entry(&Item::Int(label))? {
            Item::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The number at a label of a map.
    pub(super) fn int_of(&self, label: i64) -> Option<i64> {
        match self.entry(&Item::Int(label))? {
            Item::Int(number) => Some(*number),
            _ => None,
        }
    }
}

/// Reads one value; says what is left. `None` for what is no CBOR of this kind.
pub(super) fn read(bytes: &[u8]) -> Option<(Item<'_>, &[u8])> {
    item(bytes, 0)
}

fn item(bytes: &[u8], depth: u8) -> Option<(Item<'_>, &[u8])> {
    let (first, rest) = bytes.split_first()?;
    let (value, rest) = argument(first & 0x1f, rest)?;
    match first >> 5 {
        0 => Some((Item::Int(i64::try_from(value).ok()?), rest)),
        1 => Some((Item::Int(-1 - i64::try_from(value).ok()?), rest)),
        2 => {
            let (bytes, rest) = rest.split_at_checked(usize::try_from(value).ok()?)?;
            Some((Item::Bytes(bytes), rest))
        }
        3 => {
            let (bytes, rest) = rest.split_at_checked(usize::try_from(value).ok()?)?;
            Some((Item::Text(std::str::from_utf8(bytes).ok()?), rest))
        }
        4 if depth < DEPTH_MAX => {
            let mut rest = rest;
            // A list that claims more than there is ends when the bytes do.
            for _ in 0..value {
                (_, rest) = item(rest, depth + 1)?;
            }
            Some((Item::Other, rest))
        }
        5 if depth < DEPTH_MAX => {
            let mut entries: Vec<(Item<'_>, Item<'_>)> = Vec::new();
            let mut rest = rest;
            for _ in 0..value {
                let (key, after) = item(rest, depth + 1)?;
                let (value, after) = item(after, depth + 1)?;
                if entries.iter().any(|(known, _)| *known == key) {
                    return None;
                }
                entries.push((key, value));
                rest = after;
            }
            Some((Item::Map(entries), rest))
        }
        7 => Some((Item::Other, rest)),
        _ => None,
    }
}

fn argument(low: u8, rest: &[u8]) -> Option<(u64, &[u8])> {
    match low {
        0..=23 => Some((u64::from(low), rest)),
        24 => rest.split_first().map(|(n, rest)| (u64::from(*n), rest)),
        25 => {
            let (n, rest) = rest.split_first_chunk::<2>()?;
            Some((u64::from(u16::from_be_bytes(*n)), rest))
        }
        26 => {
            let (n, rest) = rest.split_first_chunk::<4>()?;
            Some((u64::from(u32::from_be_bytes(*n)), rest))
        }
        27 => {
            let (n, rest) = rest.split_first_chunk::<8>()?;
            Some((u64::from_be_bytes(*n), rest))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8949, appendix A.
    #[test]
    fn values_are_those_of_the_standard() {
        for (hex, item) in [
            ("00", Item::Int(0)),
            ("17", Item::Int(23)),
            ("1818", Item::Int(24)),
            ("1903e8", Item::Int(1000)),
            ("1a000f4240", Item::Int(1_000_000)),
            ("20", Item::Int(-1)),
            ("3903e7", Item::Int(-1000)),
            ("4401020304", Item::Bytes(&[1, 2, 3, 4])),
            ("6449455446", Item::Text("IETF")),
            ("f5", Item::Other),
            ("8301820203820405", Item::Other),
            (
                "a201020304",
                Item::Map(vec![
                    (Item::Int(1), Item::Int(2)),
                    (Item::Int(3), Item::Int(4)),
                ]),
            ),
        ] {
            let bytes = hex::decode(hex).unwrap();
            assert_eq!(read(&bytes), Some((item, &[][..])), "{hex}");
        }
    }

    #[test]
    fn what_is_broken_endless_or_deep_is_nothing() {
        for hex in [
            "",
            "18",
            "44010203",
            "61ff",
            "9f01ff",
            "bf6161ff",
            "a1",
            "a2010201ff",
            "a201020102",
            "c074",
            "1c",
            "9bffffffffffffffff01",
            "5bffffffffffffffff00",
            "1bffffffffffffffff",
        ] {
            let bytes = hex::decode(hex).unwrap();
            assert_eq!(read(&bytes), None, "{hex}");
        }
        assert_eq!(read(&[0x81; 10_000]), None);
    }
}
