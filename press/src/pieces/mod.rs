//! The pieces of a page that are made here and not by a theme: who, when, where from, what kind, what was changed.
//!
//! Each is a whole element marked `data-record`, handed to the theme as finished [`Html`]. A theme says where it
//! stands and how it looks; [`crate::guarantee`] sees to it that it stands somewhere and can be read.

pub(crate) mod byline;
pub(crate) mod colophon;
pub(crate) mod coverage;
pub(crate) mod disclosure;
pub(crate) mod form;
pub(crate) mod head;
pub(crate) mod labels;
pub(crate) mod notes;
pub(crate) mod record;
pub(crate) mod report;
pub(crate) mod share;
pub(crate) mod sources;
pub(crate) mod told;
