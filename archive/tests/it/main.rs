//! Archives of whole newspapers: written, read back, damaged, hostile; and what goes to WordPress.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on has failed

mod format;
mod hostile;
mod stage;
mod whole;
mod wxr;
