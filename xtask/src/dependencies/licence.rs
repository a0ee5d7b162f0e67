//! Licence expressions as packages write them: SPDX 2.1, annex D, and the older slash for "or".

/// Parts of an expression may be nested this deep; real ones need two.
const DEPTH_MAX: usize = 8;

/// Whether the licences may be taken, given those allowed by name.
///
/// # Errors
/// A sentence without the package's name: what is not allowed or cannot be understood.
pub(super) fn check(expression: &str, allowed: &[&str]) -> Result<(), String> {
    if expression.trim().is_empty() {
        return Err("states no licence".to_owned());
    }
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let mut reader = Reader {
        words: spaced.split_whitespace().collect(),
        at: 0,
        allowed,
    };
    let free = reader
        .either(0)
        .ok_or_else(|| format!("licence {expression} cannot be understood"))?;
    if reader.at < reader.words.len() {
        return Err(format!("licence {expression} cannot be understood"));
    }
    if free {
        Ok(())
    } else {
        Err(format!("licence {expression} is not among those allowed"))
    }
}

struct Reader<'a> {
    words: Vec<&'a str>,
    at: usize,
    allowed: &'a [&'a str],
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<&'a str> {
        let word = self.words.get(self.at).copied()?;
        self.at += 1;
        Some(word)
    }

    fn next_is(&mut self, word: &str) -> bool {
        let here = self.words.get(self.at) == Some(&word);
        self.at += usize::from(here);
        here
    }

    /// `… OR …`: one of them is enough.
    fn either(&mut self, depth: usize) -> Option<bool> {
        let mut free = self.both(depth)?;
        while self.next_is("OR") {
            free |= self.both(depth)?;
        }
        Some(free)
    }

    /// `… AND …`: all of them count. It binds tighter than `OR`.
    fn both(&mut self, depth: usize) -> Option<bool> {
        let mut free = self.one(depth)?;
        while self.next_is("AND") {
            free &= self.one(depth)?;
        }
        Some(free)
    }

    fn one(&mut self, depth: usize) -> Option<bool> {
        let word = self.next()?;
        if word == "(" {
            if depth == DEPTH_MAX {
                return None;
            }
            let free = self.either(depth + 1)?;
            return self.next_is(")").then_some(free);
        }
        if matches!(word, ")" | "AND" | "OR" | "WITH") {
            return None;
        }
        if self.next_is("WITH") {
            // An exception only ever gives more freedom.
            self.next()?;
        }
        Some(self.allowed.contains(&word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(expression: &str) -> String {
        match check(expression, &["MIT", "Apache-2.0", "Unicode-3.0"]) {
            Ok(()) => "allowed".to_owned(),
            Err(why) => why,
        }
    }

    #[test]
    fn one_free_choice_is_enough() {
        assert_eq!(verdict("MIT OR Apache-2.0 OR LGPL-2.1-or-later"), "allowed");
        assert_eq!(verdict("MIT/GPL-3.0"), "allowed");
        assert_eq!(verdict("Apache-2.0 WITH LLVM-exception"), "allowed");
        assert_eq!(verdict("(MIT OR Apache-2.0) AND Unicode-3.0"), "allowed");
    }

    #[test]
    fn every_part_of_a_whole_counts() {
        assert_eq!(
            verdict("MIT AND GPL-3.0"),
            "licence MIT AND GPL-3.0 is not among those allowed"
        );
        assert_eq!(
            verdict("(MIT OR Apache-2.0) AND AGPL-3.0-only"),
            "licence (MIT OR Apache-2.0) AND AGPL-3.0-only is not among those allowed"
        );
    }

    #[test]
    fn nonsense_is_not_permission() {
        assert_eq!(verdict(""), "states no licence");
        assert_eq!(verdict("MIT OR"), "licence MIT OR cannot be understood");
        assert_eq!(verdict("(MIT"), "licence (MIT cannot be understood");
        assert_eq!(
            verdict("MIT Apache-2.0"),
            "licence MIT Apache-2.0 cannot be understood"
        );
        let deep = format!("{}MIT{}", "(".repeat(200), ")".repeat(200));
        assert!(verdict(&deep).ends_with("cannot be understood"));
    }
}
