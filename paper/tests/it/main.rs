//! The record, through its verbs, on both databases.

mod canonical;
mod life;
mod machine;
mod rights;
