//! HTML out, for pages, feeds and exchange.

mod escape;
mod options;
mod write;

pub use escape::escape;
pub use options::{Labels, NoPictures, PictureWriter, Shown, WriteOptions, Written};
pub use write::{exchange, feed, write};
