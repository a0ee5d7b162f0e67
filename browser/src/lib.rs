//! Pages in a real browser: what a reader's eye, an assistive program and an HTML checker make of them.
//!
//! Start at [`Browser::start`]; [`Browser::page`] loads an address as a telephone or a desk shows it, and the
//! [`Page`] answers questions: [`Page::axe`] (accessibility), [`Page::overflow`], [`Page::foreign_requests`],
//! [`Page::console_errors`], [`Page::screenshot`]. [`nu::check`] validates HTML. [`walk`] finds one page of every
//! kind of a title, [`Demo`] runs the demo for as long as one looks.
//!
//! This crate knows Colophon from outside only: its addresses, its `demo` command, its pages. What the checks
//! need (Chromium, its driver, Java, two packages) is installed by `cargo xtask setup`.

pub mod axe;
mod commands;
mod demo;
mod driver;
mod fault;
mod fetch;
mod keys;
pub mod killing;
pub mod nu;
mod page;
mod passkeys;
pub mod torture;
mod typing;
pub mod walk;

pub use demo::Demo;
pub use driver::Browser;
pub use fault::Fault;
pub use fetch::{Answer, fetch};
pub use page::{Page, Scheme, Viewport};
pub use passkeys::Authenticator;
