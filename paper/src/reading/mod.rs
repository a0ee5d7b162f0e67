//! What readers' pages are made of.
//!
//! [`facts`] holds the plain structures the printer takes; the queries that fill them stand beside it. Nothing in
//! here changes the record.

pub mod facts;
pub mod imprint;
pub mod pages;
