//! The passwords that are tried first.

use std::collections::HashSet;
use std::sync::OnceLock;

/// One a line, small letters; lines that begin with `#` are about the list.
const LIST: &str = include_str!("common-passwords.txt");

fn list() -> &'static HashSet<&'static str> {
    static WORDS: OnceLock<HashSet<&'static str>> = OnceLock::new();
    WORDS.get_or_init(|| LIST.lines().filter(|line| !line.starts_with('#')).collect())
}

/// The password, in small letters, is on the list.
pub(super) fn holds(password: &str) -> bool {
    list().contains(password)
}
