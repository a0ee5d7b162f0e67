//! The newsroom as people use it: requests against a real record, from the sign-in form on.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on has failed

mod cases;
mod covering;
mod desk;
mod door;
mod figures;
mod front;
mod hand;
mod keeping;
mod keeping_house;
mod keeping_rights;
mod library;
mod mails;
mod measures;
mod moderation;
mod palette;
mod refusals;
mod searching;
mod stage;
mod subjects;
mod words;
mod writing;
