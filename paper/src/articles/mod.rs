//! Articles: drafts, revisions, placements and the deeds that change them.

pub mod content;
