//! Checks of the project itself.

mod tidy;
