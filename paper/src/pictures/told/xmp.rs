//! XMP: RDF in XML, of which properties of the picture itself are read, as elements or as attributes.

use super::{Told, place};
use quick_xml::NsReader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{QName, ResolveResult};

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const DC: &str = "http://purl.org/dc/elements/1.1/";
const PHOTOSHOP: &str = "http://ns.adobe.com/photoshop/1.0/";
const CORE: &str = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/";
const EXTENSION: &str = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
const RIGHTS: &str = "http://ns.adobe.com/xap/1.0/rights/";

/// The properties that are read.
const PROPERTIES: [(&str, &str); 10] = [
    (CORE, "AltTextAccessibility"),
    (DC, "description"),
    (DC, "creator"),
    (PHOTOSHOP, "Credit"),
    (DC, "rights"),
    (RIGHTS, "UsageTerms"),
    (EXTENSION, "DigitalSourceType"),
    (CORE, "Location"),
    (PHOTOSHOP, "City"),
    (PHOTOSHOP, "Country"),
];
/// Elements within each other that are looked into.
const DEPTH_MAX: usize = 16;
/// Longest text of a property that is read, bytes.
const TEXT_BYTES_MAX: usize = 16 * 1024;

/// An element that is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    /// `rdf:RDF`
    Rdf,
    /// `rdf:Description` right under it: the picture.
    Picture,
    /// The property with this number, and a value of it.
    Property(usize),
    /// Wordings of the property, in one language each.
    Wordings(usize),
    /// Values of the property.
    Values(usize),
    /// All that is nobody's.
    Other,
}

/// What was read so far.
struct Found {
    texts: [String; PROPERTIES.len()],
    open: Vec<Open>,
}

/// Reads what can be read: up to the first mistake.
pub(super) fn read(bytes: &[u8]) -> Told {
    let text = String::from_utf8_lossy(bytes);
    let mut found = Found {
        texts: Default::default(),
        open: Vec::new(),
    };
    let mut reader = NsReader::from_str(&text);
    while let Ok(event) = reader.read_event() {
        let goes_on = match event {
            Event::Start(start) => {
                let open = found.opened(&reader, &start);
                found.open.push(open);
                found.open.len() <= DEPTH_MAX
            }
            Event::Empty(start) => {
                found.opened(&reader, &start);
                true
            }
            Event::End(_) => found.open.pop().is_some(),
            Event::Text(part) => found.push(&part.xml_content(XmlVersion::Explicit1_0)),
            Event::CData(part) => found.push(&part.xml_content(XmlVersion::Explicit1_0)),
            Event::GeneralRef(part) => {
                let sign = part.resolve_char_ref().ok().flatten();
                let sign = sign.map(String::from).or_else(|| {
                    quick_xml::escape::resolve_predefined_entity(&part).map(str::to_owned)
                });
                found.push(&sign.unwrap_or_default())
            }
            Event::Eof | Event::DocType(_) => false,
            _ => true,
        };
        if !goes_on {
            break;
        }
    }
    let [
        alt,
        caption,
        creator,
        credit,
        copyright,
        terms,
        source_type,
        location,
        city,
        country,
    ] = found.texts;
    Told {
        alt,
        caption,
        creator,
        credit,
        copyright,
        terms,
        place: place(&[&location, &city, &country]),
        source_type,
    }
}

impl Found {
    /// What an element is, by its name and where it stands. Takes properties from the attributes of the picture's own.
    fn opened(&mut self, reader: &NsReader<&[u8]>, start: &BytesStart<'_>) -> Open {
        let rdf = |word: &str| is(reader, start.name(), true, RDF, word);
        match self.open.last().copied() {
            Some(Open::Rdf) if rdf("Description") => {
                self.attributes(reader, start);
                Open::Picture
            }
            Some(Open::Picture) => match property(reader, start.name(), true) {
                // Said twice, the first counts.
                Some(number) if self.texts[number].is_empty() => {
                    self.resource(reader, start, number);
                    Open::Property(number)
                }
                _ => Open::Other,
            },
            Some(Open::Property(number)) if rdf("Alt") => Open::Wordings(number),
            Some(Open::Property(number)) if rdf("Seq") || rdf("Bag") => Open::Values(number),
            // Of wordings the first counts, of values all.
            Some(Open::Wordings(number)) if rdf("li") && self.texts[number].is_empty() => {
                Open::Property(number)
            }
            Some(Open::Values(number)) if rdf("li") => {
                if !self.texts[number].is_empty() {
                    self.texts[number].push_str(", ");
                }
                Open::Property(number)
            }
            _ if rdf("RDF") => Open::Rdf,
            _ => Open::Other,
        }
    }

    fn attributes(&mut self, reader: &NsReader<&[u8]>, start: &BytesStart<'_>) {
        for attribute in start.attributes().flatten() {
            let Some(number) = property(reader, attribute.key, false) else {
                continue;
            };
            if let Ok(value) = attribute.normalized_value(XmlVersion::Explicit1_0) {
                self.texts[number] = value.chars().take(TEXT_BYTES_MAX).collect();
            }
        }
    }

    /// A value that is an address stands in an attribute.
    fn resource(&mut self, reader: &NsReader<&[u8]>, start: &BytesStart<'_>, number: usize) {
        for attribute in start.attributes().flatten() {
            if is(reader, attribute.key, false, RDF, "resource")
                && let Ok(value) = attribute.normalized_value(XmlVersion::Explicit1_0)
            {
                self.texts[number] = value.chars().take(TEXT_BYTES_MAX).collect();
            }
        }
    }

    /// Adds to the property that is open. Says whether more may come.
    fn push(&mut self, text: &str) -> bool {
        if let Some(Open::Property(number)) = self.open.last() {
            let number = *number;
            let into = &mut self.texts[number];
            // The line breaks between the tags are nobody's words.
            if !into.is_empty() || !text.trim().is_empty() {
                into.push_str(text);
            }
            return into.len() <= TEXT_BYTES_MAX;
        }
        true
    }
}

fn property(reader: &NsReader<&[u8]>, name: QName<'_>, element: bool) -> Option<usize> {
    PROPERTIES
        .iter()
        .position(|(space, word)| is(reader, name, element, space, word))
}

fn is(reader: &NsReader<&[u8]>, name: QName<'_>, element: bool, space: &str, word: &str) -> bool {
    let (bound, local) = reader.resolver().resolve(name, element);
    let local: &str = local.as_ref();
    local == word && matches!(bound, ResolveResult::Bound(bound) if bound.into_inner() == space)
}
