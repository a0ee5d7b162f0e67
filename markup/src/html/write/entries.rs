//! Entries of live coverage as HTML.

use super::{Form, Writer};
use crate::body::{Block, Body};
use crate::html::escape::escape_into;

impl Writer<'_> {
    /// The text itself: on a page each entry of live coverage is a part of its own.
    pub(super) fn text_of(&mut self, body: &Body) {
        let mut in_entry = false;
        for block in &body.blocks {
            if matches!((block, self.form), (Block::Entry { .. }, Form::Page(_))) {
                if in_entry {
                    self.close("section");
                }
                in_entry = true;
            }
            self.block(block);
        }
        if in_entry {
            self.close("section");
        }
    }

    pub(super) fn entry(&mut self, at: &str, title: &str, by: &[String], key: bool) {
        match self.form {
            Form::Exchange => self.out.push_str(&entry(at, title, &by.join(", "), key)),
            Form::Feed { .. } => {
                self.raw("<h3>");
                self.escaped(&at.get(..16).unwrap_or(at).replace('T', " "));
                self.raw(" ");
                self.escaped(title);
                self.close("h3");
                self.signed(by);
            }
            Form::Page(options) => {
                let id = format!("{}{}", options.id_prefix, self.entries.next(at));
                self.raw("<section class=\"post\"");
                self.attribute("id", &id);
                self.raw("><p class=\"row\"><a");
                self.attribute("href", &format!("#{id}"));
                self.raw("><time");
                self.attribute("datetime", at);
                self.raw(">");
                self.escaped(&(options.entry_time)(at));
                self.raw("</time></a></p>");
                if !title.is_empty() {
                    self.raw("<h2>");
                    self.escaped(title);
                    self.close("h2");
                }
                self.signed(by);
            }
        }
    }

    fn signed(&mut self, by: &[String]) {
        if !by.is_empty() {
            self.open("p", "meta");
            self.escaped(&by.join(", "));
            self.close("p");
        }
    }
}

/// Where an entry of live coverage begins, as one element for other programs to show as a line.
pub(crate) fn entry(at: &str, title: &str, by: &str, key: bool) -> String {
    let mut out = String::from("<hr data-at=\"");
    escape_into(at, &mut out);
    for (name, value) in [
        ("title", title),
        ("by", by),
        ("key", if key { "yes" } else { "" }),
    ] {
        if !value.is_empty() {
            out.push_str("\" data-");
            out.push_str(name);
            out.push_str("=\"");
            escape_into(value, &mut out);
        }
    }
    out + "\">"
}
