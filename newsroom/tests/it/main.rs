//! The newsroom through its door: forms sent as a browser sends them, cookies carried along.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on has failed

mod cases;
mod moderation;
mod stage;
