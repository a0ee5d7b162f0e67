//! The record, through its verbs, on both databases.

mod canonical;
mod keeping;
mod life;
mod machine;
mod pictures;
mod rights;
