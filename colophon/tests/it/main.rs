//! The binary's parts, wired together.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on has failed

mod accounts;
mod archives;
mod auditing;
mod checking;
mod commands;
mod commenting;
mod copies;
mod demo;
mod every_command;
mod files;
mod founding;
mod importing;
mod mails;
mod manifests;
mod newsroom;
mod newsroom_roles;
mod newsroom_stories;
mod pages;
mod passkeys;
mod person;
mod proving;
mod purging;
mod readme;
mod refusing;
mod reporting;
mod restarting;
mod returning;
mod searching;
mod serving;
mod showing;
mod stories;
mod support;
mod tls;
mod tokens;
mod verifying;
