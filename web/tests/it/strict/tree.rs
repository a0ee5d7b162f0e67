//! A document as a tree of elements with resolved namespaces; refuses what a conforming parser refuses, and any DTD.

use quick_xml::NsReader;
use quick_xml::XmlVersion;
use quick_xml::events::Event;
use quick_xml::name::ResolveResult;
use std::collections::BTreeMap;

#[derive(Debug, Clone, Default)]
pub(crate) struct Element {
    pub(crate) namespace: String,
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
    pub(crate) text: String,
    pub(crate) children: Vec<Element>,
}

impl Element {
    /// Children of this name.
    pub(crate) fn all<'a>(
        &'a self,
        namespace: &'a str,
        name: &'a str,
    ) -> impl Iterator<Item = &'a Element> {
        self.children
            .iter()
            .filter(move |child| child.namespace == namespace && child.name == name)
    }

    /// The one child of this name.
    pub(crate) fn one(&self, namespace: &str, name: &str) -> &Element {
        let all: Vec<&Element> = self
            .children
            .iter()
            .filter(|child| child.namespace == namespace && child.name == name)
            .collect();
        assert_eq!(all.len(), 1, "{name} in {}", self.name);
        all[0]
    }

    /// Text of the one child of this name, which must not be empty.
    pub(crate) fn said(&self, namespace: &str, name: &str) -> &str {
        let text = &self.one(namespace, name).text;
        assert!(!text.trim().is_empty(), "{name} in {} is empty", self.name);
        text
    }

    pub(crate) fn attribute(&self, name: &str) -> &str {
        self.attributes
            .get(name)
            .unwrap_or_else(|| panic!("{} has no {name}", self.name))
    }

    /// Only these children may be there, each at most so often (0 for as often as they like).
    pub(crate) fn holds_only(&self, allowed: &[(&str, &str, usize)]) {
        for child in &self.children {
            assert!(
                allowed
                    .iter()
                    .any(|(ns, name, _)| child.namespace == *ns && child.name == *name),
                "{} {} may not be in {}",
                child.namespace,
                child.name,
                self.name
            );
        }
        for (namespace, name, most) in allowed {
            let count = self.all(namespace, name).count();
            assert!(*most == 0 || count <= *most, "{count} × {name}");
        }
    }
}

/// The root element.
pub(crate) fn parse(text: &str) -> Element {
    assert!(
        text.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>"),
        "the declaration comes first"
    );
    assert!(
        text.chars().all(|c| matches!(c, '\t' | '\n' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)),
        "a character XML forbids"
    );
    let mut reader = NsReader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut open = vec![Element::default()];
    loop {
        let (namespace, event) = reader.read_resolved_event().expect("well-formed");
        let namespace = match namespace {
            ResolveResult::Bound(name) => name.into_inner().to_owned(),
            ResolveResult::Unbound => String::new(),
            ResolveResult::Unknown(prefix) => panic!("unknown prefix {prefix:?}"),
        };
        match event {
            Event::Eof => break,
            Event::Start(start) => open.push(element(&namespace, &start)),
            Event::Empty(start) => {
                let child = element(&namespace, &start);
                open.last_mut().expect("a parent").children.push(child);
            }
            Event::End(_) => {
                let done = open.pop().expect("an element");
                open.last_mut().expect("a parent").children.push(done);
            }
            Event::Text(part) => {
                let text = part.xml_content(XmlVersion::Explicit1_0);
                open.last_mut().expect("a parent").text.push_str(&text);
            }
            Event::GeneralRef(part) => {
                let c = match &*part {
                    "lt" => '<',
                    "gt" => '>',
                    "amp" => '&',
                    "quot" => '"',
                    "apos" => '\'',
                    other => part
                        .resolve_char_ref()
                        .ok()
                        .flatten()
                        .unwrap_or_else(|| panic!("an entity &{other};")),
                };
                open.last_mut().expect("a parent").text.push(c);
            }
            Event::Decl(_) => {}
            other => panic!("{other:?} has no place here"),
        }
    }
    assert_eq!(open.len(), 1, "everything is closed");
    let mut roots = open.pop().expect("the document").children;
    assert_eq!(roots.len(), 1, "one root");
    roots.pop().expect("the root")
}

fn element(namespace: &str, start: &quick_xml::events::BytesStart<'_>) -> Element {
    let mut attributes = BTreeMap::new();
    for attribute in start.attributes() {
        let attribute = attribute.expect("a sound attribute");
        let name = attribute.key.as_ref().to_owned();
        let value = attribute
            .normalized_value(XmlVersion::Explicit1_0)
            .expect("a sound value")
            .into_owned();
        assert!(attributes.insert(name, value).is_none(), "twice");
    }
    Element {
        namespace: namespace.to_owned(),
        name: start.local_name().as_ref().to_owned(),
        attributes,
        ..Element::default()
    }
}
