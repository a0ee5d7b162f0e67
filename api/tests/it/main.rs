//! The API through the front door: what the server answers, held against the document it gives of itself.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    missing_docs
)] // a test that cannot go on fails

mod cases;
mod client;
mod conditions;
mod desk;
mod document;
mod hostile;
mod house;
mod keys;
mod life;
mod lists;
mod measures;
mod readers;
mod rights;
mod searching;
mod talk;
mod tokens;
mod topics;
