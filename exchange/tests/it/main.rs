//! One binary, so that it is linked once.
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

mod article_files;
mod hostile;
mod writing;
