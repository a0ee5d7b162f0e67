//! The press through its front door: facts in, pages out.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on says so by panicking"
)]

mod accents;
mod guarantees;
mod linked;
mod sample;
mod themes;

mod histories;
mod messages;
mod pages;
mod stories;
