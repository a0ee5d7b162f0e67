//! Certificates from files and from an authority.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on has failed

mod advice;
mod authority;
mod files;
mod stage;
