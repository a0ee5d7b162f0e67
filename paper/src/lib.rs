//! The record: everything a newspaper is and may do, with all SQL.

pub mod articles;
pub mod copy;
pub mod gate;
pub mod reading;
