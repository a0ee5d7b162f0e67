//! The newsroom as people use it: through its own forms, signed in at its own door.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::disallowed_methods
)] // a failing test says what failed

mod front;
