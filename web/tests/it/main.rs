//! Readers' requests against a real record, printed by the real press.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on has failed

mod bringing;
mod caching;
mod cards;
mod carried;
mod commenting;
mod connections;
mod conversing;
mod counting;
mod differing;
mod doors;
mod feeds;
mod forgetting;
mod former;
mod hiding;
mod hostile;
mod logged;
mod manifests;
mod media;
mod past;
mod readers;
mod reading;
mod reporting;
mod sealed;
mod searching;
mod searching_all;
mod signposts;
mod stage;
mod strict;
mod subjects;
mod trusting;
