//! The table of operations: the one list of what the API can do. Router, document and tests are made from it.

mod cases;
mod desk;
mod house;
mod public;
mod talk;

use crate::operation::Operation;

/// All operations, in the order of the document.
pub(crate) fn all() -> Vec<Operation> {
    let mut all = public::operations();
    all.extend(desk::operations());
    all.extend(cases::operations());
    all.extend(talk::operations());
    all.extend(house::operations());
    all
}
