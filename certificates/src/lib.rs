//! The certificates a server shows.
//!
//! [`Ring`] holds them while the server runs and hands each caller the one for the name it asks for. They come from two files
//! of the operator ([`Files`]), or from an authority that speaks ACME (RFC 8555), for each host by itself ([`Keeper`]).
//! Keys lie in files only their owner may read, and are in no line of a log.

mod authority;
mod challenge;
mod fault;
mod files;
mod identity;
mod keeper;
mod pair;
mod ring;
mod store;
mod timing;
mod validity;

pub use authority::Authority;
pub use fault::Fault;
pub use files::Files;
pub use keeper::{Keeper, Outside};
pub use pair::Pair;
pub use ring::Ring;
