//! The record, through its verbs, on both databases; the gate, on cases and whole articles.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on has failed

mod addresses;
mod canonical;
mod cases;
mod comment_figures;
mod commenters;
mod comments;
mod conversation;
mod desk;
mod desk_lists;
mod desk_merging;
mod desk_rights;
mod desk_saves;
mod desk_sources;
mod doors;
mod fitting;
mod fronts;
mod fronts_composed;
mod gate;
mod gate_cases;
mod gate_figures;
mod gate_record;
mod hands;
mod keeping;
mod life;
mod machine;
mod persons;
mod pictures;
mod raw;
mod redaction;
mod rights;
mod standing;
mod talk;
mod traces;
mod upgrades;
mod worker;
