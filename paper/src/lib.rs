//! The record: everything a newspaper is and may do, with all SQL.
//!
//! Start at [`Paper`]. Each deed is one function here, the only way in whoever calls: a page, a command, a job, an
//! import. It checks the right and the gate inside its transaction and leaves there its audit line, its jobs and its
//! `changes` row. [`reading`] holds what pages are made of; nothing in it changes the record.
//!
//! What is not here: HTTP, templates, files of articles. The record does not know who shows it.

pub mod actor;
pub mod addresses;
pub mod answered;
pub mod articles;
pub mod audit;
pub mod beginning;
pub mod buckets;
pub mod carrying;
pub mod cases;
pub mod changes;
pub mod clock;
pub mod comments;
mod db;
pub mod desk;
pub mod discovery;
pub mod doors;
mod error;
mod fault;
pub mod figures;
pub mod forms;
pub mod fronts;
pub mod hubs;
pub mod id;
pub mod imports;
pub mod jobs;
pub mod keeping;
pub mod log;
pub mod measures;
pub mod network;
pub mod pages;
mod paper;
pub mod people;
pub mod pictures;
pub mod purging;
pub mod reading;
pub mod redirects;
mod refusing;
pub mod rights;
pub mod secrets;
pub mod sections;
mod series;
pub mod shifts;
pub mod sources;
mod standing;
mod thing;
pub mod titles;
pub mod tokens;
pub mod topics;
pub mod trust;
pub mod webhooks;
pub mod words;

pub use actor::Actor;
pub use db::Session;
pub use error::{Error, Refusal, Result};
pub use fault::Fault;
pub use gate::{self, copy};
pub use paper::{Paper, Place};
pub use thing::Thing;
