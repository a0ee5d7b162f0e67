//! The index against a record, without a door between.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on has failed

mod quality;
mod states;
