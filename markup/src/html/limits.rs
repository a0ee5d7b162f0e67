//! How much HTML is read.

/// Limits of a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of input.
    pub bytes: usize,
    /// Nodes of the parsed tree.
    pub nodes: usize,
    /// Elements open at once; deeper tags are left out, their text is kept.
    pub open_elements: usize,
    /// Characters of text taken into the body.
    pub chars: usize,
}

impl Default for Limits {
    /// An article of 300,000 words with room for its markup.
    fn default() -> Limits {
        Limits {
            bytes: 8 << 20,
            nodes: 400_000,
            open_elements: 256,
            chars: crate::CHARS_MAX,
        }
    }
}

/// The limit a reading ran into. What was beyond it is not in the body, so a caller should refuse or ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Limit {
    /// More bytes than are read.
    #[error("the text is too large to be read whole")]
    Bytes,
    /// More nodes than are kept.
    #[error("the text has more elements than are read")]
    Nodes,
    /// Nested deeper than is kept; the text is there, flattened.
    #[error("the text is nested too deeply and was flattened")]
    Depth,
    /// More blocks, list items, cells and pictures than an article has; all are there.
    #[error("the text has more blocks than an article may have")]
    Blocks,
    /// More characters than an article has.
    #[error("the text is longer than an article may be")]
    Chars,
}
