//! A listener by real sockets, with limits a test can wait for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on has failed

mod dawdling;
mod leaving;
mod side_by_side;
mod stage;
mod tls;
