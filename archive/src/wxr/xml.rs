//! Writing XML to a file: what goes into it is escaped, or in a CDATA section nothing in it can end.

use crate::files::private;
use crate::in_file;
use paper::Fault;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// A document under way.
pub(crate) struct Xml {
    path: PathBuf,
    out: BufWriter<std::fs::File>,
}

impl Xml {
    /// A new file.
    pub(crate) fn begin(path: &Path) -> Result<Xml, Fault> {
        let file = private(path).map_err(|error| in_file(path, &error))?;
        Ok(Xml {
            path: path.to_owned(),
            out: BufWriter::new(file),
        })
    }

    /// Markup of ours, as it stands.
    pub(crate) fn raw(&mut self, markup: &str) -> Result<(), Fault> {
        let written = self.out.write_all(markup.as_bytes());
        written.map_err(|error| in_file(&self.path, &error))
    }

    /// `<name>text</name>`, escaped.
    pub(crate) fn text(&mut self, name: &str, text: &str) -> Result<(), Fault> {
        let text = legal(text);
        let text = quick_xml::escape::escape(text.as_str());
        self.raw(&format!("<{name}>{text}</{name}>\n"))
    }

    /// `<name><![CDATA[text]]></name>`, as WordPress writes what may hold HTML.
    pub(crate) fn data(&mut self, name: &str, text: &str) -> Result<(), Fault> {
        self.data_with(name, "", text)
    }

    /// The same with attributes of ours before the end of the tag.
    pub(crate) fn data_with(
        &mut self,
        name: &str,
        attributes: &str,
        text: &str,
    ) -> Result<(), Fault> {
        // The end of a section within a text ends it here, and the next goes on: `]]` and `>` stand in two of them.
        let text = legal(text).replace("]]>", "]]]]><![CDATA[>");
        self.raw(&format!(
            "<{name}{attributes}><![CDATA[{text}]]></{name}>\n"
        ))
    }

    /// A value within a tag, escaped.
    pub(crate) fn attribute(text: &str) -> String {
        quick_xml::escape::escape(legal(text).as_str()).into_owned()
    }

    /// Waits until it is on disk.
    pub(crate) fn finish(mut self) -> Result<(), Fault> {
        let fault = |error: std::io::Error| in_file(&self.path, &error);
        self.out.flush().map_err(fault)?;
        self.out.get_ref().sync_all().map_err(fault)
    }
}

/// What may stand in XML 1.0 (§2.2). A carriage return is left out as well: parsers would make a line feed of it.
fn legal(text: &str) -> String {
    text.chars()
        .filter(|c| {
            matches!(c, '\t' | '\n' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}')
        })
        .collect()
}
