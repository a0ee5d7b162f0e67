//! Zstandard (RFC 8878) of a text by a dictionary that is plain bytes, for readers who take `dcz` and no `dcb` (RFC 9842 §5).
//!
//! It only packs, what is ours and fits in memory, and takes its time: thousandths of a second a page. The library everybody uses
//! would be 290 kB of the program, and this is 35; in the tests it unpacks what is packed here.

mod bits;
mod fse;
mod huffman;
mod parse;
mod sequences;

use bits::Bits;
use parse::{Prices, Recent, Text};
use sequences::Sequence;

/// What a frame begins with.
const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
/// Bytes of one block, at most.
const BLOCK_BYTES: usize = 128 * 1024;
/// Longest text that is packed, bytes: some tenths of a second; a longer page goes out as for everybody.
const TEXT_BYTES_MAX: usize = 256 * 1024;
/// Times the cheapest way through a text is looked for, each at the prices of the one before.
const ROUNDS: usize = 3;

/// Writes a frame with a text behind what is there already, for readers who have a dictionary; for all where that is empty. `None`
/// where the text is longer than [`TEXT_BYTES_MAX`].
pub(super) fn pack(dictionary: &[u8], text: &[u8], packed: &mut Vec<u8>) -> Option<()> {
    if text.len() > TEXT_BYTES_MAX {
        return None;
    }
    packed.extend_from_slice(&MAGIC);
    head(text.len(), packed)?;
    let whole = [dictionary, text].concat();
    let all = Text::of(&whole);
    let mut recent = Recent::default();
    let mut from = dictionary.len();
    loop {
        let to = whole.len().min(from + BLOCK_BYTES);
        let last = to == whole.len();
        let mut block = Vec::new();
        let after = squeezed(&all, &whole, from, to, recent, &mut block)?;
        let small = block.len() < to - from;
        let mut bits = Bits::into(packed);
        bits.put(u32::from(last), 1);
        bits.put(if small { 2 } else { 0 }, 2);
        let length = if small { block.len() } else { to - from };
        bits.put(u32::try_from(length).ok()?, 21);
        bits.end();
        if small {
            packed.append(&mut block);
            recent = after;
        } else {
            packed.extend_from_slice(&whole[from..to]);
        }
        if last {
            return Some(());
        }
        from = to;
    }
}

/// The head of a frame in one segment, so that its window is the whole text (§3.1.1.1).
fn head(length: usize, packed: &mut Vec<u8>) -> Option<()> {
    let length = u32::try_from(length).ok()?;
    let mut bits = Bits::into(packed);
    let (flag, less, width) = match length {
        0..=0xff => (0, 0, 8),
        0x100..=0x1_00ff => (1, 0x100, 16),
        _ => (2, 0, 32),
    };
    bits.put(flag << 6 | 1 << 5, 8);
    bits.put(length - less, width);
    bits.end();
    Some(())
}

/// Writes what a block says of a part of the text.
fn squeezed(
    text: &Text<'_>,
    whole: &[u8],
    from: usize,
    to: usize,
    recent: Recent,
    block: &mut Vec<u8>,
) -> Option<Recent> {
    let mut prices = Prices::unknown();
    let (mut sequences, mut after) = (Vec::new(), recent);
    let mut signs = Vec::new();
    for _ in 0..ROUNDS {
        (sequences, after) = parse::cheapest(text, from, to, recent, &prices);
        signs = uncovered(&whole[from..to], &sequences);
        prices = Prices::of(&signs, &sequences);
    }
    huffman::write(&signs, block)?;
    sequences::write(&sequences, block)?;
    Some(after)
}

/// The signs that no match covers.
fn uncovered(text: &[u8], sequences: &[Sequence]) -> Vec<u8> {
    let mut signs = Vec::new();
    let mut rest = text;
    for sequence in sequences {
        let (literals, length) = (sequence.literals as usize, sequence.length as usize);
        signs.extend_from_slice(&rest[..literals]);
        rest = &rest[literals + length..];
    }
    signs.extend_from_slice(rest);
    signs
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sequence of numbers a seed repeats (Marsaglia's xorshift).
    struct Chance(u64);

    impl Chance {
        fn below(&mut self, most: usize) -> usize {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            (self.0 % most as u64) as usize
        }
    }

    fn unpacked(dictionary: &[u8], packed: &[u8], length: usize) -> Vec<u8> {
        let mut library = zstd::bulk::Decompressor::with_dictionary(dictionary).expect("a context");
        library.decompress(packed, length).expect("Zstandard")
    }

    fn comes_back(dictionary: &[u8], text: &[u8], what: &str) -> usize {
        let mut packed = Vec::new();
        pack(dictionary, text, &mut packed).expect("packed");
        assert!(unpacked(dictionary, &packed, text.len()) == text, "{what}");
        packed.len()
    }

    /// Words, some often and some seldom, and at times what is not one.
    fn text(chance: &mut Chance, length: usize, noise: usize) -> Vec<u8> {
        const WORDS: [&str; 12] = [
            "the ",
            "ferry ",
            "harbour ",
            "in ",
            "perché ",
            "città ",
            "<p>",
            "</p>\n",
            "<a href=\"/2026/",
            "council ",
            "of ",
            "a",
        ];
        let mut text = Vec::new();
        while text.len() < length {
            if chance.below(100) < noise {
                text.push(chance.below(256) as u8);
            } else {
                let at = chance.below(WORDS.len()).min(chance.below(WORDS.len()));
                text.extend_from_slice(WORDS[at].as_bytes());
            }
        }
        text.truncate(length);
        text
    }

    #[test]
    fn what_is_packed_comes_out_of_the_library_everybody_uses() {
        let mut chance = Chance(20_261_130);
        for round in 0..80 {
            let most = [2, 40, 300, 2_000, 9_000][chance.below(5)];
            let (length, had) = (chance.below(most), chance.below(4_000));
            let noise = [0, 1, 20, 100][chance.below(4)];
            let dictionary = text(&mut chance, had, noise / 4);
            let text = text(&mut chance, length, noise);
            let dictionary = if round % 5 == 0 { &[][..] } else { &dictionary };
            comes_back(
                dictionary,
                &text,
                &format!("round {round}: {length} bytes, {noise} % noise"),
            );
        }
    }

    #[test]
    fn texts_of_several_blocks_and_at_the_limits_of_forms_come_back() {
        let mut chance = Chance(7);
        let lengths = [0, 1, 255, 256, 1_023, 1_024, 65_791, 65_792];
        for length in lengths.into_iter().chain([131_072, 131_073]) {
            let noise = [0, 5, 100][length % 3];
            let text = text(&mut chance, length, noise);
            let what = format!("{length} bytes, {noise} % noise");
            comes_back(b"the ferry of the council", &text, &what);
        }
        // A match as long as there is one, and signs that are all the same.
        comes_back(b"a", &vec![b'a'; 140_000], "one sign");
        let text = text(&mut chance, 20_000, 100);
        assert!(comes_back(&text, &text, "itself") < 60);
    }

    #[test]
    fn a_long_page_with_matches_across_its_blocks_comes_back_and_a_longer_one_is_not_packed() {
        let mut chance = Chance(11);
        let dictionary = text(&mut chance, 30_000, 3);
        let mut page = text(&mut chance, 130_900, 3);
        // One match over the border of the blocks, and at once behind it what stood before.
        let again = page[..60_000].to_vec();
        page.extend_from_slice(&again);
        page.extend_from_slice(&text(&mut chance, TEXT_BYTES_MAX - page.len(), 3));
        comes_back(&dictionary, &page, "a page of two blocks");
        page.push(b'.');
        assert_eq!(pack(&dictionary, &page, &mut Vec::new()), None);
    }

    #[test]
    fn it_is_about_as_small_as_the_library_gets_it() {
        let mut chance = Chance(3);
        let dictionary = text(&mut chance, 30_000, 2);
        let text = text(&mut chance, 20_000, 4);
        let ours = comes_back(&dictionary, &text, "a page");
        let mut library =
            zstd::bulk::Compressor::with_dictionary(19, &dictionary).expect("a context");
        let theirs = library.compress(&text).expect("Zstandard").len();
        assert!(ours * 100 <= theirs * 103, "{ours} against {theirs} bytes");
    }
}
