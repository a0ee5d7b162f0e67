//! Bits as Zstandard writes them: the lowest first, into bytes from the lowest up.

/// Bits on their way into bytes.
pub(super) struct Bits<'b> {
    bytes: &'b mut Vec<u8>,
    held: u64,
    count: u32,
}

impl<'b> Bits<'b> {
    pub(super) fn into(bytes: &'b mut Vec<u8>) -> Bits<'b> {
        Bits {
            bytes,
            held: 0,
            count: 0,
        }
    }

    /// Writes the lowest bits of a value, at most 32.
    pub(super) fn put(&mut self, value: u32, bits: u32) {
        let value = u64::from(value) & ((1 << bits) - 1);
        self.held |= value << self.count;
        self.count += bits;
        while self.count >= u8::BITS {
            self.bytes.push(self.held as u8);
            self.held >>= u8::BITS;
            self.count -= u8::BITS;
        }
    }

    /// Ends what is read from its beginning.
    pub(super) fn end(mut self) {
        if self.count > 0 {
            self.put(0, u8::BITS - self.count);
        }
    }

    /// Ends what is read from its end, where a last bit says that it begins (RFC 8878 §4.1).
    pub(super) fn end_to_be_read_backwards(mut self) {
        self.put(1, 1);
        self.end();
    }
}

/// The highest bit of a number that is not zero.
pub(super) fn highest(value: u32) -> u32 {
    u32::BITS - 1 - value.max(1).leading_zeros()
}
