//! Newspapers that move in.
//!
//! [`Move`] reads the export of another system twice: once to see what there is ([`survey`]), once to bring it in. Whoever
//! starts it hands it [`Hands`], which do the deeds of [`deeds`]; each is one verb of the record.
//!
//! **Invariant:** memory is bounded whatever the size of an export: of what has to be known before its turn a few bytes are
//! kept, and the rest in a file of its own. **Invariant:** every item of the source is told of once.

mod dates;
pub mod deeds;
mod letters;
mod mapping;
mod pictures;
mod plan;
mod remarks;
pub mod rest;
mod running;
mod spool;
mod survey;
mod text;
mod wxr;

pub use deeds::{Deed, Done, Hands};
pub use running::{Fetch, Media, Move, Progress, Report, Unmoved};
