//! Readers' requests against a real record, printed by the real press.

mod doors;
mod hostile;
mod reading;
mod stage;
