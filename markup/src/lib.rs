//! Article text: the body tree and its adapters. Pure: no clock, no file, no network.

mod body;

pub use body::{Block, Body, Inline, Picture, VERSION};
