//! Article text: the body tree and its adapters. Pure: no clock, no file, no network.

mod body;
mod passages;

pub use body::{Block, Body, Inline, Picture, VERSION};
pub use passages::{Passage, PassageKind, PassageLink, plain};
