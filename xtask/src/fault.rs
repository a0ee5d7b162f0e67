//! What stopped a command, in one line for the person who typed it.

use std::fmt;

/// Why a command could not do its work. The text names the thing and, where there is one, the remedy.
#[derive(Debug)]
pub struct Fault(String);

impl Fault {
    /// A fault with this text: no full stop, no "error:" in front.
    pub fn new(text: impl Into<String>) -> Fault {
        Fault(text.into())
    }

    /// For `map_err`: puts what was being done before what went wrong.
    pub fn during<E: fmt::Display>(doing: impl Into<String>) -> impl FnOnce(E) -> Fault {
        let doing = doing.into();
        move |cause| Fault(format!("{doing}: {cause}"))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

/// What a step of a command returns.
pub type Result<T> = std::result::Result<T, Fault>;
