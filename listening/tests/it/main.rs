//! A listener by real sockets, with limits a test can wait for.

mod dawdling;
mod leaving;
mod side_by_side;
mod stage;
mod tls;
