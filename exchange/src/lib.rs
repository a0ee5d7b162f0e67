//! Carries articles in and out as files.
//!
//! Start at [`article_file`]: the Markdown or HTML file with front matter that every door of Colophon accepts.
//!
//! **Invariant:** this crate opens no file and asks no clock. The caller brings bytes and gets words back.

pub mod article_file;
