//! Finite state entropy: signs written in fractions of bits, by a table of states (RFC 8878 §4.1).

use super::bits::{Bits, highest};

/// The smallest table, as a power of two.
pub(super) const LOG_MIN: u32 = 5;
/// Signs that follow one that does not occur and do not either: so many are told in 16 bits, and so many in 2.
const ABSENT: (usize, usize) = (24, 3);

/// How often each sign occurs, in parts of a power of two. A sign that is rarer than one part has -1 of it.
#[derive(Debug, Clone)]
pub(super) struct Shares {
    pub(super) log: u32,
    pub(super) parts: Vec<i16>,
}

impl Shares {
    /// The nearest to what was counted; `None` where fewer than two signs occur, or more than there are parts.
    pub(super) fn nearest(counts: &[u32], log: u32) -> Option<Shares> {
        let size = 1_i32 << log;
        let total: u32 = counts.iter().sum();
        let occur = counts.iter().filter(|count| **count > 0).count();
        if occur < 2 || occur > size as usize {
            return None;
        }
        let mut parts: Vec<i16> = counts
            .iter()
            .map(|count| match *count {
                0 => 0,
                count => (u64::from(count) * size as u64 / u64::from(total)).max(1) as i16,
            })
            .collect();
        let mut left = size - parts.iter().map(|part| i32::from(*part)).sum::<i32>();
        while left != 0 {
            // To whom one part more saves the most, or from whom one less costs the least.
            let step: i16 = if left > 0 { 1 } else { -1 };
            let gain = |at: usize| {
                let part = f32::from(parts[at]);
                counts[at] as f32 * ((part + f32::from(step)) / part).log2()
            };
            let at = (0..parts.len())
                .filter(|at| parts[*at] > i16::from(step < 0))
                .max_by(|one, other| gain(*one).total_cmp(&gain(*other)))?;
            parts[at] += step;
            left -= i32::from(step);
        }
        Some(Shares { log, parts })
    }

    /// Bits that so many signs take, about; `None` where one of them has no share.
    pub(super) fn price(&self, counts: &[u32]) -> Option<f32> {
        let mut bits = 0.0;
        for (sign, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let part = self.parts.get(sign).filter(|part| **part != 0)?;
            bits += *count as f32 * (self.log as f32 - f32::from(part.abs()).log2());
        }
        Some(bits)
    }

    /// Writes them in front of what is written by them (§4.1.1).
    pub(super) fn describe(&self, bytes: &mut Vec<u8>) {
        let mut bits = Bits::into(bytes);
        bits.put(self.log - LOG_MIN, 4);
        let mut left = (1 << self.log) + 1;
        let mut threshold = 1 << self.log;
        let mut width = self.log + 1;
        let mut sign = 0;
        while left > 1 && sign < self.parts.len() {
            let part = i32::from(self.parts[sign]);
            let most = 2 * threshold - 1 - left;
            left -= part.abs();
            let value = part + 1;
            let long = value >= threshold;
            let value = if long { value + most } else { value };
            bits.put(value as u32, width - u32::from(value < most));
            sign += 1;
            while left < threshold {
                width -= 1;
                threshold >>= 1;
            }
            if part == 0 {
                let rest = self.parts[sign..].iter().take_while(|part| **part == 0);
                let mut absent = rest.count();
                sign += absent;
                while absent >= ABSENT.0 {
                    bits.put(0xffff, 16);
                    absent -= ABSENT.0;
                }
                while absent >= ABSENT.1 {
                    bits.put(3, 2);
                    absent -= ABSENT.1;
                }
                bits.put(absent as u32, 2);
            }
        }
        bits.end();
    }
}

/// A state of whoever reads: the sign it stands for, and the bits that lead from it to the next.
#[derive(Debug, Clone, Copy)]
struct State {
    sign: u8,
    bits: u32,
    base: u32,
}

/// The states, by their numbers.
#[derive(Debug)]
pub(super) struct Table {
    log: u32,
    states: Vec<State>,
}

impl Table {
    /// One sign alone, which takes no bits.
    pub(super) fn of_one(sign: u8) -> Table {
        let state = State {
            sign,
            bits: 0,
            base: 0,
        };
        Table {
            log: 0,
            states: vec![state],
        }
    }

    pub(super) fn of(shares: &Shares) -> Table {
        let size = 1_usize << shares.log;
        let mut signs = vec![0; size];
        let mut high = size;
        for (sign, _) in shares
            .parts
            .iter()
            .enumerate()
            .filter(|(_, part)| **part < 0)
        {
            high -= 1;
            signs[high] = sign as u8;
        }
        let step = (size >> 1) + (size >> 3) + 3;
        let mut at = 0;
        for (sign, part) in shares.parts.iter().enumerate() {
            for _ in 0..*part {
                signs[at] = sign as u8;
                at = (at + step) & (size - 1);
                while at >= high {
                    at = (at + step) & (size - 1);
                }
            }
        }
        let mut next: Vec<u32> = shares
            .parts
            .iter()
            .map(|part| u32::from(part.unsigned_abs()))
            .collect();
        let states = signs.into_iter().map(|sign| {
            let number = &mut next[usize::from(sign)];
            let bits = shares.log - highest(*number);
            let base = (*number << bits) - size as u32;
            *number += 1;
            State { sign, bits, base }
        });
        Table {
            log: shares.log,
            states: states.collect(),
        }
    }

    /// Bits by which the first state is told.
    pub(super) fn log(&self) -> u32 {
        self.log
    }

    /// The state of whoever reads the last sign: that which would read on the most, so that it finds the end.
    pub(super) fn last(&self, sign: u8) -> Option<u32> {
        let states = self.states.iter().enumerate();
        states
            .filter(|(_, state)| state.sign == sign)
            .max_by_key(|(_, state)| state.bits)
            .map(|(number, _)| number as u32)
    }

    /// Writes what leads from a state with this sign to a state, and returns the former.
    pub(super) fn lead(&self, sign: u8, to: u32, bits: &mut Bits<'_>) -> Option<u32> {
        let reaches =
            |state: &State| state.sign == sign && (to.wrapping_sub(state.base)) >> state.bits == 0;
        let number = self.states.iter().position(reaches)?;
        let state = self.states[number];
        bits.put(to - state.base, state.bits);
        Some(number as u32)
    }
}
