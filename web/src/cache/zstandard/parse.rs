//! Which matches say a text in the fewest bits: the cheapest way through it, found from its beginning to its end.

use super::sequences::{Alphabet, MATCH_MIN, OFFSETS, REPEATED, Sequence};
use super::sequences::{counted, literals, matches, offsets};

/// Bytes by which places are found that may match, and how many of these are looked at: what is short is common, and worth
/// little from afar.
const BY: [(usize, usize); 2] = [(3, 24), (5, 160)];
/// Bits of the number under which places are found.
const NUMBER_BITS: u32 = 16;
/// A match of this length is taken as it is: nothing shorter is looked for within.
const ENOUGH: u32 = 96;
/// Bits a sign takes, before it is known how often which occurs.
const SIGN_BITS: f32 = 5.0;

/// What is to be said, behind what is known to whoever hears it, and the places in it that begin alike.
pub(super) struct Text<'t> {
    whole: &'t [u8],
    /// For each place the one before that begins alike, by each of [`BY`].
    before: [Vec<u32>; 2],
}

const NOWHERE: u32 = u32::MAX;

impl<'t> Text<'t> {
    pub(super) fn of(whole: &'t [u8]) -> Text<'t> {
        Text {
            whole,
            before: BY.map(|(width, _)| chained(whole, width)),
        }
    }

    /// How far what stands at a place is what stood so far before it.
    fn alike(&self, at: usize, offset: u32, to: usize) -> u32 {
        let Some(from) = at.checked_sub(offset as usize).filter(|_| offset > 0) else {
            return 0;
        };
        let pairs = self.whole[at..to].iter().zip(&self.whole[from..]);
        pairs.take_while(|(one, other)| one == other).count() as u32
    }

    /// Matches at a place, longer and longer: offset and length.
    fn found(&self, at: usize, to: usize, found: &mut Vec<(u32, u32)>) {
        found.clear();
        let mut longest = MATCH_MIN - 1;
        for ((_, most), before) in BY.iter().zip(&self.before) {
            let mut place = before[at];
            for _ in 0..*most {
                if place == NOWHERE {
                    break;
                }
                let offset = at as u32 - place;
                // What is longer than the longest so far differs from it there.
                let there = at + longest as usize;
                let worth = there < to
                    && self.whole[there] == self.whole[place as usize + longest as usize];
                let length = if worth { self.alike(at, offset, to) } else { 0 };
                if length > longest {
                    found.push((offset, length));
                    longest = length;
                }
                place = before[place as usize];
            }
        }
    }
}

fn chained(whole: &[u8], width: usize) -> Vec<u32> {
    let mut newest = vec![NOWHERE; 1 << NUMBER_BITS];
    let mut before = vec![NOWHERE; whole.len()];
    for (at, bytes) in whole.windows(width).enumerate() {
        let value = bytes
            .iter()
            .fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
        // Fibonacci's hashing.
        let number = value.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - NUMBER_BITS);
        before[at] = std::mem::replace(&mut newest[number as usize], at as u32);
    }
    before
}

/// Bits that each sign and each code takes.
pub(super) struct Prices {
    signs: [f32; 256],
    codes: [Vec<f32>; 3],
}

impl Prices {
    /// Before anything is known.
    pub(super) fn unknown() -> Prices {
        let codes = Alphabet::ALL.map(|alphabet| {
            let shares = alphabet.known();
            let bits = |part: &i16| shares.log as f32 - f32::from(part.abs().max(1)).log2();
            let mut bits: Vec<f32> = shares.parts.iter().map(bits).collect();
            bits.resize(alphabet.codes(), shares.log as f32);
            bits
        });
        Prices {
            signs: [SIGN_BITS; 256],
            codes,
        }
    }

    /// From one way of saying a text.
    pub(super) fn of(signs: &[u8], sequences: &[Sequence]) -> Prices {
        let mut counts = [0; 256];
        for sign in signs {
            counts[usize::from(*sign)] += 1;
        }
        let mut bits = [0.0; 256];
        bits.copy_from_slice(&priced(&counts));
        Prices {
            signs: bits,
            codes: Alphabet::ALL.map(|alphabet| priced(&counted(alphabet, sequences))),
        }
    }

    fn literals(&self, length: u32) -> f32 {
        let coded = literals(length);
        self.codes[0][usize::from(coded.code)] + coded.bits as f32
    }

    fn offset(&self, offset: u32) -> f32 {
        let coded = offsets(offset);
        self.codes[1][usize::from(coded.code)] + coded.bits as f32
    }

    fn length(&self, length: u32) -> f32 {
        let coded = matches(length);
        self.codes[2][usize::from(coded.code)] + coded.bits as f32
    }
}

/// As if each had occurred once more, so that none is out of the question.
fn priced(counts: &[u32]) -> Vec<f32> {
    let all = (counts.iter().sum::<u32>() as usize + counts.len()) as f32;
    let bits = counts
        .iter()
        .map(|count| (all / (*count as f32 + 1.0)).log2());
    bits.collect()
}

/// The offsets used last.
#[derive(Debug, Clone, Copy)]
pub(super) struct Recent([u32; 3]);

impl Default for Recent {
    fn default() -> Recent {
        Recent(OFFSETS)
    }
}

impl Recent {
    /// The offsets that can be said as one of those before, by their number: another three right behind a match (§3.1.1.5).
    fn said(self, literals: u32) -> [u32; 3] {
        let [one, two, three] = self.0;
        match literals {
            0 => [two, three, one.saturating_sub(1)],
            _ => [one, two, three],
        }
    }

    /// How an offset is said.
    fn number(self, literals: u32, offset: u32) -> u32 {
        let said = self.said(literals);
        let at = said.iter().position(|one| *one == offset);
        at.map_or(offset + REPEATED, |at| at as u32 + 1)
    }

    /// By how the offset is said, as who unpacks it reckons (§3.1.1.5): right behind a match the last offset itself is a new one.
    fn after(self, literals: u32, offset: u32) -> Recent {
        let [one, two, three] = self.0;
        match (self.number(literals, offset), literals) {
            (1, 1..) => self,
            (1, 0) | (2, 1..) => Recent([two, one, three]),
            _ => Recent([offset, one, two]),
        }
    }
}

/// The cheapest way to a place that is known so far.
#[derive(Debug, Clone, Copy)]
struct Reached {
    bits: f32,
    /// The last match, if one ends here.
    offset: u32,
    length: u32,
    literals: u32,
    recent: Recent,
}

/// The matches by which the text between two places is said in the fewest bits at these prices, and the offsets used last in it.
pub(super) fn cheapest(
    text: &Text<'_>,
    from: usize,
    to: usize,
    recent: Recent,
    prices: &Prices,
) -> (Vec<Sequence>, Recent) {
    let start = Reached {
        bits: 0.0,
        offset: 0,
        length: 0,
        literals: 0,
        recent,
    };
    let unreached = Reached {
        bits: f32::MAX,
        ..start
    };
    let mut ways = vec![unreached; to - from + 1];
    ways[0] = start;
    let mut found = Vec::new();
    let mut at = from;
    while at < to {
        let here = ways[at - from];
        let literals = here.literals + 1;
        let more = prices.literals(literals) - prices.literals(here.literals);
        reach(
            &mut ways[at - from + 1],
            Reached {
                bits: here.bits + prices.signs[usize::from(text.whole[at])] + more,
                offset: 0,
                length: 0,
                literals,
                recent: here.recent,
            },
        );
        text.found(at, to, &mut found);
        let repeated = here.recent.said(here.literals);
        let again = repeated.map(|offset| (offset, text.alike(at, offset, to)));
        let longest = again
            .iter()
            .chain(&found)
            .copied()
            .max_by_key(|(_, length)| *length);
        let ways = &mut ways[at - from..];
        match longest {
            Some((offset, length)) if length >= ENOUGH => {
                take(ways, here, offset, length..=length, prices);
                at += length as usize;
                continue;
            }
            _ => {}
        }
        for (offset, length) in again {
            take(ways, here, offset, MATCH_MIN..=length, prices);
        }
        let mut least = MATCH_MIN;
        for (offset, length) in &found {
            take(ways, here, *offset, least..=*length, prices);
            least = length + 1;
        }
        at += 1;
    }
    followed(&ways, recent)
}

/// Goes on with a match from a place, as far as each of some lengths.
fn take(
    ways: &mut [Reached],
    here: Reached,
    offset: u32,
    lengths: std::ops::RangeInclusive<u32>,
    prices: &Prices,
) {
    let number = here.recent.number(here.literals, offset);
    let bits = here.bits + prices.offset(number) + prices.literals(0);
    let recent = here.recent.after(here.literals, offset);
    for length in lengths {
        reach(
            &mut ways[length as usize],
            Reached {
                bits: bits + prices.length(length),
                offset,
                length,
                literals: 0,
                recent,
            },
        );
    }
}

fn reach(place: &mut Reached, way: Reached) {
    if way.bits < place.bits {
        *place = way;
    }
}

/// The sequences of the way to the end.
fn followed(ways: &[Reached], mut recent: Recent) -> (Vec<Sequence>, Recent) {
    let mut back = Vec::new();
    let mut at = ways.len() - 1;
    while at > 0 {
        let way = ways[at];
        // A sign as it is lies on a way of its own.
        let step = way.length.max(1);
        back.push((way.offset, way.length));
        at -= step as usize;
    }
    let mut sequences = Vec::new();
    let mut literals = 0;
    for (offset, length) in back.into_iter().rev() {
        if length == 0 {
            literals += 1;
            continue;
        }
        sequences.push(Sequence {
            literals,
            length,
            offset: recent.number(literals, offset),
        });
        recent = recent.after(literals, offset);
        literals = 0;
    }
    (sequences, recent)
}
