//! How many attributes a tag has, counted before the tokenizer sees them.
//!
//! html5ever compares each attribute's name with all before it, so one tag with 100,000 attributes costs as
//! much as 70,000 pages. The tokenizer tells nothing until the tag ends; so its input is handed over in pieces
//! that end with `>`, and this follows the tokenizer's attribute states (HTML standard §13.2.5.32 to 39) along
//! the one tag a piece can contain.

/// Most attributes of one tag.
pub(super) const ATTRIBUTES_MAX: usize = 512;

/// Where in a tag the tokenizer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Outside,
    TagName,
    BeforeName,
    Name,
    AfterName,
    BeforeValue,
    Quoted(u8),
    Unquoted,
}

/// Follows the tokenizer from piece to piece.
#[derive(Debug)]
pub(super) struct Attributes {
    state: State,
    count: usize,
}

impl Attributes {
    pub(super) fn new() -> Attributes {
        Attributes {
            state: State::Outside,
            count: 0,
        }
    }

    /// Whether the piece may be tokenized: no tag in it has more than [`ATTRIBUTES_MAX`] attributes.
    ///
    /// `raw` names the element whose content is text (`script`…) if the tokenizer is in one.
    pub(super) fn allow(&mut self, piece: &str, raw: Option<&str>) -> bool {
        let bytes = piece.as_bytes();
        if let Some(name) = raw {
            // Only the end tag can have attributes. Scripts have states of their own, so every separator counts.
            let end = format!("</{name}");
            let tail = find_ignoring_case(bytes, end.as_bytes()).and_then(|at| bytes.get(at..));
            let separates = |b: &&u8| b.is_ascii_whitespace() || matches!(b, b'/' | b'"' | b'\'');
            return tail.is_none_or(|tail| tail.iter().filter(separates).count() <= ATTRIBUTES_MAX);
        }
        let mut rest = bytes;
        if self.state == State::Outside {
            let opens = |pair: &[u8]| matches!(pair, [b'<', b'/' | b'a'..=b'z' | b'A'..=b'Z']);
            let Some(at) = bytes.windows(2).position(opens) else {
                return true;
            };
            rest = bytes.get(at + 2..).unwrap_or_default();
            self.state = State::TagName;
            self.count = 0;
        }
        rest.iter().for_each(|&byte| self.step(byte));
        self.count <= ATTRIBUTES_MAX
    }

    /// The tokenizer has ended a tag.
    pub(super) fn tag_ended(&mut self) {
        self.state = State::Outside;
    }

    fn step(&mut self, byte: u8) {
        let blank = matches!(byte, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ');
        self.state = match (self.state, byte) {
            (State::Quoted(quote), _) if byte == quote => State::BeforeName,
            (State::Quoted(quote), _) => State::Quoted(quote),
            (State::Outside, _) | (_, b'>') => State::Outside,
            (State::Unquoted, _) if blank => State::BeforeName,
            (State::Unquoted, _) => State::Unquoted,
            (State::BeforeValue, _) if blank => State::BeforeValue,
            (State::BeforeValue, b'"' | b'\'') => State::Quoted(byte),
            (State::BeforeValue, _) => State::Unquoted,
            (_, b'/') => State::BeforeName,
            (State::TagName | State::BeforeName, _) if blank => State::BeforeName,
            (State::Name | State::AfterName, _) if blank => State::AfterName,
            (State::Name | State::AfterName, b'=') => State::BeforeValue,
            (State::TagName, _) => State::TagName,
            (State::Name, _) => State::Name,
            (State::BeforeName | State::AfterName, _) => {
                self.count += 1;
                State::Name
            }
        };
    }
}

fn find_ignoring_case(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window.eq_ignore_ascii_case(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(tag: &str) -> bool {
        Attributes::new().allow(tag, None)
    }

    #[test]
    fn names_are_counted_and_values_are_not() {
        let many = " a".repeat(ATTRIBUTES_MAX + 1);
        assert!(!allowed(&format!("<p{many}>")));
        assert!(
            !allowed(&format!("text <p =\"{many}>")),
            "a quotation mark in a name opens no value"
        );
        assert!(!allowed(&format!("</p{many}>")));
        assert!(!allowed(&format!("<p{}>", "/a".repeat(ATTRIBUTES_MAX + 1))));
        assert!(!allowed(&format!(
            "<p{}>",
            " a=\"b\"c='d'".repeat(ATTRIBUTES_MAX)
        )));
        assert!(allowed(&format!("<p a=\"{many}\">")));
        assert!(allowed(&format!("<p a={}>", "/a".repeat(ATTRIBUTES_MAX))));
        assert!(allowed(&many));
    }

    #[test]
    fn a_tag_may_last_for_several_pieces() {
        let mut attributes = Attributes::new();
        let pieces = (0..ATTRIBUTES_MAX)
            .all(|_| attributes.allow("a=\">", None) && attributes.allow("\" ", None));
        assert!(pieces, "text");
        let mut attributes = Attributes::new();
        assert!(attributes.allow("<p a=\">", None));
        assert!((0..ATTRIBUTES_MAX).any(|_| !attributes.allow("\" b=\">", None)));
    }

    #[test]
    fn the_end_of_a_script_counts_too() {
        let many = " a".repeat(ATTRIBUTES_MAX + 1);
        assert!(!Attributes::new().allow(&format!("x<b y=\"</SCRIPT{many}>"), Some("script")));
        assert!(Attributes::new().allow(&format!("x<b{many}>"), Some("script")));
    }
}
