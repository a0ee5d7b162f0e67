//! The record, through its verbs, on both databases.

mod life;
