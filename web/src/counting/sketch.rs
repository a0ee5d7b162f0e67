//! How many different things were seen, without keeping any of them: a sketch after Flajolet, Fusy, Gandouet and
//! Meunier, "HyperLogLog: the analysis of a near-optimal cardinality estimation algorithm" (2007), with their linear
//! counting for small numbers.

/// Bits of a hash that choose a register.
const INDEX_BITS: u32 = 10;
/// Registers, one byte each; the error is 1.04 divided by the root of their number: 3.3 in a hundred.
const REGISTERS: usize = 1 << INDEX_BITS;
/// The paper's constant for this many registers.
const ALPHA: f64 = 0.7213 / (1.0 + 1.079 / REGISTERS as f64);

/// What was seen, as far as it must be known to count it.
pub(super) struct Sketch(Box<[u8]>);

impl Default for Sketch {
    fn default() -> Sketch {
        Sketch(vec![0; REGISTERS].into_boxed_slice())
    }
}

impl Sketch {
    /// Notes something by a hash of it, which must be even over all 64 bits. Says whether that changed anything.
    pub(super) fn add(&mut self, hash: u64) -> bool {
        let index = usize::try_from(hash >> (64 - INDEX_BITS)).unwrap_or_default();
        let rest = (hash << INDEX_BITS) | (1 << (INDEX_BITS - 1));
        let rank = u8::try_from(rest.leading_zeros() + 1).unwrap_or(u8::MAX);
        match self.0.get_mut(index) {
            Some(register) if *register < rank => {
                *register = rank;
                true
            }
            _ => false,
        }
    }

    /// About how many different things were noted.
    pub(super) fn estimate(&self) -> u32 {
        let count = REGISTERS as f64;
        let sum: f64 = self.0.iter().map(|rank| (-f64::from(*rank)).exp2()).sum();
        let raw = ALPHA * count * count / sum;
        let empty = self.0.iter().filter(|rank| **rank == 0).count();
        let estimate = if raw <= 2.5 * count && empty > 0 {
            count * (count / empty as f64).ln()
        } else {
            raw
        };
        // Truncation is not possible: 1,024 registers of at most 55 end far below.
        estimate.round().clamp(0.0, f64::from(u32::MAX)) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::Sketch;

    /// An even hash of a number (the finaliser of MurmurHash3).
    fn hash(n: u64) -> u64 {
        let n = (n ^ (n >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        let n = (n ^ (n >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        n ^ (n >> 33)
    }

    #[test]
    fn few_are_counted_and_many_are_estimated() {
        for (number, off) in [
            (0_u32, 0),
            (1, 0),
            (5, 0),
            (40, 2),
            (1_000, 60),
            (50_000, 4_000),
        ] {
            let mut sketch = Sketch::default();
            for turn in 0..3 {
                for n in 1..=number {
                    let new = sketch.add(hash(u64::from(n)));
                    assert!(turn == 0 || !new, "who comes again changes nothing");
                }
            }
            let found = sketch.estimate();
            assert!(
                found.abs_diff(number) <= off,
                "{number} were told as {found}"
            );
        }
    }
}
