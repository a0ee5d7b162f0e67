//! Sequences: so many signs as they are, then so many out of what came before, from so far back (RFC 8878 §3.1.1.3.2).

use super::bits::{Bits, highest};
use super::fse::{LOG_MIN, Shares, Table};

/// The shortest match.
pub(super) const MATCH_MIN: u32 = 3;
/// Numbers of offsets that say “as before”.
pub(super) const REPEATED: u32 = 3;
/// Offsets known before the first sequence.
pub(super) const OFFSETS: [u32; 3] = [1, 4, 8];

/// A match, and the signs before it that no match covers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sequence {
    pub(super) literals: u32,
    pub(super) length: u32,
    /// The offset as it is written: 1 to 3 for one of those before, else 3 more than it is.
    pub(super) offset: u32,
}

/// What it is written with: a code of each of three alphabets, and bits behind it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Coded {
    pub(super) code: u8,
    value: u32,
    pub(super) bits: u32,
}

/// Where codes of literals’ lengths begin from the sixteenth, each with its bits; below that a code is the length.
const LITERALS: [(u32, u32); 20] = [
    (16, 1),
    (18, 1),
    (20, 1),
    (22, 1),
    (24, 2),
    (28, 2),
    (32, 3),
    (40, 3),
    (48, 4),
    (64, 6),
    (128, 7),
    (256, 8),
    (512, 9),
    (1_024, 10),
    (2_048, 11),
    (4_096, 12),
    (8_192, 13),
    (16_384, 14),
    (32_768, 15),
    (65_536, 16),
];
/// The same of matches’ lengths, from the thirty-second.
const MATCHES: [(u32, u32); 21] = [
    (35, 1),
    (37, 1),
    (39, 1),
    (41, 1),
    (43, 2),
    (47, 2),
    (51, 3),
    (59, 3),
    (67, 4),
    (83, 4),
    (99, 5),
    (131, 7),
    (259, 8),
    (515, 9),
    (1_027, 10),
    (2_051, 11),
    (4_099, 12),
    (8_195, 13),
    (16_387, 14),
    (32_771, 15),
    (65_539, 16),
];

fn coded(value: u32, least: u32, bases: &[(u32, u32)]) -> Coded {
    let above = bases.partition_point(|(base, _)| *base <= value);
    let direct = bases.first().map_or(0, |(base, _)| base - least);
    match above.checked_sub(1).and_then(|at| bases.get(at)) {
        None => Coded {
            code: (value - least) as u8,
            value: 0,
            bits: 0,
        },
        Some((base, bits)) => Coded {
            code: (direct as usize + above - 1) as u8,
            value: value - base,
            bits: *bits,
        },
    }
}

pub(super) fn literals(length: u32) -> Coded {
    coded(length, 0, &LITERALS)
}

pub(super) fn matches(length: u32) -> Coded {
    coded(length, MATCH_MIN, &MATCHES)
}

pub(super) fn offsets(offset: u32) -> Coded {
    let bits = highest(offset);
    Coded {
        code: bits as u8,
        value: offset - (1 << bits),
        bits,
    }
}

/// The three alphabets, in the order in which their tables are written.
#[derive(Debug, Clone, Copy)]
pub(super) enum Alphabet {
    Literals,
    Offsets,
    Matches,
}

impl Alphabet {
    pub(super) const ALL: [Alphabet; 3] =
        [Alphabet::Literals, Alphabet::Offsets, Alphabet::Matches];

    /// Its codes.
    pub(super) fn codes(self) -> usize {
        match self {
            Alphabet::Literals => 36,
            Alphabet::Offsets => 32,
            Alphabet::Matches => 53,
        }
    }

    /// The largest table of it, as a power of two.
    fn log_max(self) -> u32 {
        match self {
            Alphabet::Literals | Alphabet::Matches => 9,
            Alphabet::Offsets => 8,
        }
    }

    pub(super) fn of(self, sequence: &Sequence) -> Coded {
        match self {
            Alphabet::Literals => literals(sequence.literals),
            Alphabet::Offsets => offsets(sequence.offset),
            Alphabet::Matches => matches(sequence.length),
        }
    }

    /// The shares everybody knows (§3.1.1.3.2.2).
    pub(super) fn known(self) -> Shares {
        let (log, parts): (u32, &[i16]) = match self {
            Alphabet::Literals => (
                6,
                &[
                    4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3,
                    2, 1, 1, 1, 1, 1, -1, -1, -1, -1,
                ],
            ),
            Alphabet::Offsets => (
                5,
                &[
                    1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1,
                    -1, -1, -1,
                ],
            ),
            Alphabet::Matches => (
                6,
                &[
                    1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1,
                    -1, -1,
                ],
            ),
        };
        Shares {
            log,
            parts: parts.to_vec(),
        }
    }
}

/// How often each code of an alphabet occurs.
pub(super) fn counted(alphabet: Alphabet, sequences: &[Sequence]) -> Vec<u32> {
    let mut counts = vec![0; alphabet.codes()];
    for sequence in sequences {
        counts[usize::from(alphabet.of(sequence).code)] += 1;
    }
    counts
}

/// How an alphabet is written in one block: the number of the way, what describes it, and its table.
struct Way {
    mode: u32,
    described: Vec<u8>,
    table: Table,
}

impl Way {
    /// The one that takes the fewest bits.
    fn of(alphabet: Alphabet, sequences: &[Sequence]) -> Way {
        let counts = counted(alphabet, sequences);
        let mut occur = (0_u8..)
            .zip(&counts)
            .filter(|(_, count)| **count > 0)
            .map(|(code, _)| code);
        if let (Some(one), None) = (occur.next(), occur.next()) {
            return Way {
                mode: 1,
                described: vec![one],
                table: Table::of_one(one),
            };
        }
        let known = alphabet.known();
        let mut least = known.price(&counts).unwrap_or(f32::MAX);
        let mut way = Way {
            mode: 0,
            described: Vec::new(),
            table: Table::of(&known),
        };
        for shares in (LOG_MIN..=alphabet.log_max()).filter_map(|log| Shares::nearest(&counts, log))
        {
            let mut described = Vec::new();
            shares.describe(&mut described);
            let own = shares.price(&counts).unwrap_or(f32::MAX);
            let price = own + 8.0 * described.len() as f32;
            if price < least {
                least = price;
                way = Way {
                    mode: 2,
                    described,
                    table: Table::of(&shares),
                };
            }
        }
        way
    }
}

/// Writes the section of the sequences; `None` where one cannot be written.
pub(super) fn write(sequences: &[Sequence], packed: &mut Vec<u8>) -> Option<()> {
    let number = u32::try_from(sequences.len()).ok()?;
    match number {
        0..=0x7f => packed.push(number as u8),
        0x80..=0x7eff => packed.extend([(number >> 8) as u8 + 0x80, number as u8]),
        _ => {
            packed.push(0xff);
            packed.extend(u16::try_from(number - 0x7f00).ok()?.to_le_bytes());
        }
    }
    let Some((last, rest)) = sequences.split_last() else {
        return Some(());
    };
    let ways = Alphabet::ALL.map(|alphabet| Way::of(alphabet, sequences));
    let [of_literals, of_offsets, of_matches] = &ways;
    packed.push((of_literals.mode << 6 | of_offsets.mode << 4 | of_matches.mode << 2) as u8);
    for way in &ways {
        packed.extend_from_slice(&way.described);
    }
    let mut bits = Bits::into(packed);
    let behind = |sequence: &Sequence, bits: &mut Bits<'_>| {
        for alphabet in [Alphabet::Literals, Alphabet::Matches, Alphabet::Offsets] {
            let coded = alphabet.of(sequence);
            bits.put(coded.value, coded.bits);
        }
    };
    let code = |alphabet: Alphabet, sequence: &Sequence| alphabet.of(sequence).code;
    let mut literals = of_literals.table.last(code(Alphabet::Literals, last))?;
    let mut offsets = of_offsets.table.last(code(Alphabet::Offsets, last))?;
    let mut matches = of_matches.table.last(code(Alphabet::Matches, last))?;
    behind(last, &mut bits);
    for sequence in rest.iter().rev() {
        let (one, other) = (Alphabet::Offsets, Alphabet::Matches);
        offsets = of_offsets
            .table
            .lead(code(one, sequence), offsets, &mut bits)?;
        matches = of_matches
            .table
            .lead(code(other, sequence), matches, &mut bits)?;
        let one = Alphabet::Literals;
        literals = of_literals
            .table
            .lead(code(one, sequence), literals, &mut bits)?;
        behind(sequence, &mut bits);
    }
    bits.put(matches, of_matches.table.log());
    bits.put(offsets, of_offsets.table.log());
    bits.put(literals, of_literals.table.log());
    bits.end_to_be_read_backwards();
    Some(())
}
