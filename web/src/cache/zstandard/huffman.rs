//! Signs that no match covers, each in whole bits (RFC 8878 §4.2 and §3.1.1.3.1).

use super::bits::Bits;
use super::fse::{LOG_MIN, Shares, Table};

/// The longest code, bits.
const BITS_MAX: u8 = 11;
/// The largest table by which weights are written, as a power of two.
const WEIGHTS_LOG_MAX: u32 = 6;
/// Weights that can be written plainly, at most.
const PLAIN_MAX: usize = 128;
/// Signs written as one stream, less than this; more are written as four.
const ONE_STREAM: usize = 1 << 10;

/// Writes the section of the signs as small as it gets; `None` where there are too many.
pub(super) fn write(signs: &[u8], packed: &mut Vec<u8>) -> Option<()> {
    let from = packed.len();
    plainly(signs, packed)?;
    let mut small = Vec::new();
    if by_codes(signs, &mut small).is_some() && small.len() < packed.len() - from {
        packed.truncate(from);
        packed.append(&mut small);
    }
    Some(())
}

fn plainly(signs: &[u8], packed: &mut Vec<u8>) -> Option<()> {
    let length = u32::try_from(signs.len()).ok()?;
    let mut bits = Bits::into(packed);
    match length {
        0..=31 => bits.put(length << 3, 8),
        32..=4_095 => bits.put(1 << 2 | length << 4, 16),
        4_096..=0xf_ffff => bits.put(3 << 2 | length << 4, 24),
        _ => return None,
    }
    bits.end();
    packed.extend_from_slice(signs);
    Some(())
}

fn by_codes(signs: &[u8], packed: &mut Vec<u8>) -> Option<()> {
    let lengths = lengths(signs)?;
    let codes = Codes::of(&lengths);
    let mut body = Vec::new();
    describe(&lengths, &mut body)?;
    let one = signs.len() < ONE_STREAM;
    if one {
        codes.write(signs, &mut body);
    } else {
        let parts: Vec<&[u8]> = signs.chunks(signs.len().div_ceil(4)).collect();
        let jumps = body.len();
        body.resize(jumps + 6, 0);
        for (n, part) in parts.iter().enumerate() {
            let from = body.len();
            codes.write(part, &mut body);
            if n < 3 {
                let length = u16::try_from(body.len() - from).ok()?.to_le_bytes();
                body[jumps + 2 * n..jumps + 2 * n + 2].copy_from_slice(&length);
            }
        }
    }
    let (all, length) = (signs.len() as u32, body.len() as u32);
    let (format, width) = match all.max(length) {
        0..=0x3ff => (u32::from(!one), 10),
        // One stream has no other form.
        _ if one => return None,
        0x400..=0x3fff => (2, 14),
        0x4000..=0x3_ffff => (3, 18),
        _ => return None,
    };
    let mut bits = Bits::into(packed);
    bits.put(2 | format << 2, 4);
    bits.put(all, width);
    bits.put(length, width);
    bits.end();
    packed.append(&mut body);
    Some(())
}

/// How long the code of each sign is, as short as can be where none is too long (Larmore and Hirschberg’s package-merge); 0 where it
/// does not occur. `None` where fewer than two do.
fn lengths(signs: &[u8]) -> Option<[u8; 256]> {
    let mut counts = [0_u32; 256];
    for sign in signs {
        counts[usize::from(*sign)] += 1;
    }
    let mut single: Vec<(u32, Vec<u8>)> = (0..=u8::MAX)
        .map(|sign| (counts[usize::from(sign)], vec![sign]))
        .filter(|(count, _)| *count > 0)
        .collect();
    if single.len() < 2 {
        return None;
    }
    single.sort();
    let mut packages = single.clone();
    for _ in 1..BITS_MAX {
        let pairs = packages.chunks_exact(2).map(|pair| {
            let signs = [&pair[0].1[..], &pair[1].1].concat();
            (pair[0].0 + pair[1].0, signs)
        });
        packages = single.iter().cloned().chain(pairs).collect();
        packages.sort();
    }
    let mut lengths = [0; 256];
    for (_, signs) in &packages[..2 * single.len() - 2] {
        for sign in signs {
            lengths[usize::from(*sign)] += 1;
        }
    }
    Some(lengths)
}

/// Writes how long the codes are, by the weight of each sign but the last, which follows from the others.
fn describe(lengths: &[u8; 256], packed: &mut Vec<u8>) -> Option<()> {
    let longest = lengths.iter().copied().max()?;
    let last = lengths.iter().rposition(|length| *length > 0)?;
    let weights: Vec<u8> = lengths[..last]
        .iter()
        .map(|length| match length {
            0 => 0,
            length => longest + 1 - length,
        })
        .collect();
    let by_states = (LOG_MIN..=WEIGHTS_LOG_MAX)
        .filter_map(|log| by_states(&weights, log))
        .filter(|bytes| bytes.len() < PLAIN_MAX)
        .min_by_key(Vec::len);
    let plain = weights.len().div_ceil(2);
    match by_states {
        Some(bytes) if weights.len() > PLAIN_MAX || bytes.len() < plain => {
            packed.push(bytes.len() as u8);
            packed.extend(bytes);
        }
        _ if weights.len() <= PLAIN_MAX => {
            packed.push((PLAIN_MAX - 1 + weights.len()) as u8);
            packed.extend(
                weights
                    .chunks(2)
                    .map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0)),
            );
        }
        _ => return None,
    }
    Some(())
}

/// Weights by two states that take turns.
fn by_states(weights: &[u8], log: u32) -> Option<Vec<u8>> {
    let mut counts = [0; BITS_MAX as usize + 1];
    for weight in weights {
        counts[usize::from(*weight)] += 1;
    }
    let shares = Shares::nearest(&counts, log)?;
    let table = Table::of(&shares);
    let mut packed = Vec::new();
    shares.describe(&mut packed);
    let mut bits = Bits::into(&mut packed);
    let (rest, last) = weights.split_at_checked(weights.len().checked_sub(2)?)?;
    let mut states = [0; 2];
    for (n, weight) in last.iter().enumerate() {
        states[(rest.len() + n) % 2] = table.last(*weight)?;
    }
    for (n, weight) in rest.iter().enumerate().rev() {
        states[n % 2] = table.lead(*weight, states[n % 2], &mut bits)?;
    }
    bits.put(states[1], log);
    bits.put(states[0], log);
    bits.end_to_be_read_backwards();
    Some(packed)
}

/// The codes of the signs, each with its bits.
struct Codes([(u16, u8); 256]);

impl Codes {
    fn of(lengths: &[u8; 256]) -> Codes {
        let mut codes = [(0, 0); 256];
        let mut next = 0;
        for length in (1..=BITS_MAX).rev() {
            for (code, _) in codes
                .iter_mut()
                .zip(lengths)
                .filter(|(_, one)| **one == length)
            {
                *code = (next, length);
                next += 1;
            }
            next >>= 1;
        }
        Codes(codes)
    }

    fn write(&self, signs: &[u8], packed: &mut Vec<u8>) {
        let mut bits = Bits::into(packed);
        for sign in signs.iter().rev() {
            let (code, length) = self.0[usize::from(*sign)];
            bits.put(u32::from(code), u32::from(length));
        }
        bits.end_to_be_read_backwards();
    }
}
