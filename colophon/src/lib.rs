//! What the binary is wired of, apart from the commands themselves.

pub mod demo;
