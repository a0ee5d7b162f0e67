//! The mathematics of the log, against a worked example and by its own laws.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)] // a failing test says so

mod example;
mod flips;
mod laws;
mod witness;
