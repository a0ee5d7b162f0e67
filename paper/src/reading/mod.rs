//! What readers' pages are made of.
//!
//! [`facts`] and [`pages`] hold the plain structures the printer takes; the queries that fill them stand beside them.
//! Nothing in here changes the record, and everything asks for one state of it: the caller's [`Session`](crate::Session).

pub mod accounts;
pub mod archive;
pub mod article;
pub mod bell;
pub mod board;
pub(crate) mod cards;
pub mod corrections;
pub mod desk;
pub mod facts;
pub mod feeds;
pub mod figures;
pub mod front;
pub mod history;
pub mod imprint;
pub mod listing;
pub mod lists;
pub mod log;
mod names;
pub mod pages;
pub mod past;
pub mod preview;
mod related;
pub mod search;
mod searches;
pub mod sitemap;
pub mod title;
pub mod topic;
pub mod trust;
mod would_be;
