//! Commands for those who work on Colophon: `cargo xtask …`.
//!
//! Start at [`test`], which is what a newcomer runs first and what the integration run calls, too. [`setup`]
//! installs what the tests need from outside, [`postgres`] keeps a private database server for one run, [`tidy`]
//! holds the rules that a compiler cannot see, [`dependencies`] those about other people's code, [`editor`] builds the
//! newsroom's text editor.
//!
//! **Invariant:** nothing of Colophon depends on this crate, and this crate depends on nothing of Colophon: it
//! must build within seconds, also when the newspaper itself does not.

#![allow(
    clippy::print_stdout,
    reason = "these commands talk to the person at the terminal"
)]

pub mod bench;
pub mod ci;
pub mod dependencies;
pub mod editor;
pub mod fault;
pub mod postgres;
pub mod run;
pub mod screens;
pub mod setup;
pub mod test;
pub mod tidy;
pub mod torture;
