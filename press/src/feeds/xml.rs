//! Writing XML: every value passes here, escaped, and without the characters XML 1.0 §2.2 forbids.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::io;

/// A document under way.
pub(crate) struct Xml {
    writer: Writer<Vec<u8>>,
}

impl Xml {
    /// Begins with the declaration.
    pub(crate) fn new() -> io::Result<Xml> {
        let mut writer = Writer::new(Vec::new());
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
        let mut xml = Xml { writer };
        xml.line()?;
        Ok(xml)
    }

    /// `<name a="b">`
    pub(crate) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.writer
            .write_event(Event::Start(start(name, attributes)))?;
        self.line()
    }

    /// `</name>`
    pub(crate) fn close(&mut self, name: &str) -> io::Result<()> {
        self.writer.write_event(Event::End(BytesEnd::new(name)))?;
        self.line()
    }

    /// `<name a="b">text</name>`
    pub(crate) fn text(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        text: &str,
    ) -> io::Result<()> {
        self.writer
            .write_event(Event::Start(start(name, attributes)))?;
        let legal = legal(text);
        self.writer
            .write_event(Event::Text(BytesText::new(&legal)))?;
        self.close(name)
    }

    /// `<name a="b"/>`
    pub(crate) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.writer
            .write_event(Event::Empty(start(name, attributes)))?;
        self.line()
    }

    fn line(&mut self) -> io::Result<()> {
        self.writer
            .write_event(Event::Text(BytesText::from_escaped("\n")))
    }

    /// The document.
    pub(crate) fn finish(self) -> String {
        String::from_utf8(self.writer.into_inner()).unwrap_or_default()
    }
}

fn start<'a>(name: &'a str, attributes: &[(&'a str, &str)]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        let value = legal(value);
        start.push_attribute((*name, value.as_str()));
    }
    start
}

/// What may stand in XML. A carriage return is left out as well: parsers would make a line feed of it.
fn legal(text: &str) -> String {
    text.chars()
        .filter(|c| {
            matches!(c, '\t' | '\n' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_gets_out_of_its_element() {
        let mut xml = Xml::new().expect("begun");
        xml.text(
            "t",
            &[("a", "\"><x y='\n'/>&amp;")],
            "</t>]]><![CDATA[&lt;\u{0}\u{8}\u{b}\u{fffe}\u{ffff}\r\n\u{1f600}é",
        )
        .expect("written");
        let text = xml.finish();
        assert!(
            !text.contains("<x") && !text.contains("]]>") && !text.contains("<!["),
            "{text}"
        );
        let mut reader = quick_xml::Reader::from_str(&text);
        let mut seen = String::new();
        loop {
            match reader.read_event().expect("well-formed") {
                Event::Eof => break,
                Event::Text(part) => {
                    seen.push_str(&part.xml_content(quick_xml::XmlVersion::Explicit1_0))
                }
                Event::GeneralRef(part) => seen.push_str(match &*part {
                    "lt" => "<",
                    "gt" => ">",
                    "amp" => "&",
                    other => other,
                }),
                _ => {}
            }
        }
        assert_eq!(seen.trim(), "</t>]]><![CDATA[&lt;\n\u{1f600}é");
    }
}
