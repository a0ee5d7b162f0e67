//! The checks themselves: each finds what it is for, and is silent on a good page.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop there"
)]

mod pages;
mod server;
