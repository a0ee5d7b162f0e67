//! Article text: the body tree and its adapters. Pure: no clock, no file, no network.

pub mod address;
mod body;
mod canonical;
mod chars;
pub mod diff;
mod entries;
pub mod html;
pub mod markdown;
pub mod merge;
mod passages;
mod references;
mod runs;
pub mod talk;
pub mod typography;

pub use body::{Block, Body, Inline, Picture, VERSION};
pub use canonical::{
    BLOCKS_MAX, BodyError, CHARS_MAX, COLUMNS_MAX, DEPTH_MAX, INLINE_DEPTH_MAX, JSON_BYTES_MAX,
};
pub use chars::line;
pub use entries::{ENTRY_TITLE_CHARS_MAX, Entry, EntryIds};
pub use passages::{Passage, PassageKind, PassageLink, plain};
pub use runs::SOURCE_NUMBER_MAX;
