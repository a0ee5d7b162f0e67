//! One binary, so that it is linked once. Each file in `cases/` is an export, and beside it what became of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on has failed

mod answers;
mod cases;
mod found;
mod runs;
mod stage;
