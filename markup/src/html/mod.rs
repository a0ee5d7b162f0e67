//! HTML in, through the one normaliser, and out, for pages, feeds and exchange.

mod attributes;
mod closing;
mod dropped;
mod elements;
mod escape;
mod frames;
mod limits;
mod media;
mod notes;
mod opening;
mod options;
mod parse;
mod picture;
mod read;
mod style;
mod table;
mod walk;
mod write;

pub use dropped::{DROPPED_MAX, Dropped, EXCERPT_CHARS_MAX};
pub use escape::escape;
pub use limits::{Limit, Limits};
pub use options::{Labels, NoPictures, PictureWriter, Shown, WriteOptions, Written};
pub use read::{Read, read};
pub use write::{exchange, feed, write};

pub(crate) use read::read_markdown_html;
pub(crate) use write::{encode_path, entry};
