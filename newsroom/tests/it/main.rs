//! The newsroom as people use it: through the door, with cookies, against a real record.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on has failed

mod keeping;
mod keeping_house;
mod keeping_rights;
