//! What a newspaper relies on when it keeps, reads and writes text.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests are tests too

mod cases;
mod diff;
mod hostile;
mod merging;
mod pages;
mod passages;
mod properties;
mod typography;
