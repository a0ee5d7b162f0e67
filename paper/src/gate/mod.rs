//! The gate: what stands between a copy and its readers.
//!
//! [`check`] runs every rule over a [`Copy`](crate::copy::Copy) and what the record knows around it
//! ([`Surroundings`]). It is pure and deterministic; whoever publishes calls it inside the transaction.

mod finding;
mod surroundings;

pub use finding::{Finding, Place, Severity};
pub use surroundings::{Elsewhere, Jurisdiction, Surroundings};
