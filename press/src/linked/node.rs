//! A thing of a graph: names and values in the order they were put in; what is empty is not put in.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// A thing with a type, or a reference to one.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Node(Vec<(&'static str, Data)>);

/// A value.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub(crate) enum Data {
    Text(String),
    Number(u64),
    Truth(bool),
    Node(Node),
    List(Vec<Data>),
}

impl From<Node> for Data {
    fn from(node: Node) -> Data {
        Data::Node(node)
    }
}

impl From<String> for Data {
    fn from(text: String) -> Data {
        Data::Text(text)
    }
}

impl From<&str> for Data {
    fn from(text: &str) -> Data {
        Data::Text(text.to_owned())
    }
}

impl Node {
    /// A thing of a type of schema.org.
    pub(crate) fn of(kind: &str) -> Node {
        Node::bare().text("@type", kind)
    }

    /// Nothing yet.
    pub(crate) fn bare() -> Node {
        Node::default()
    }

    /// A reference to a thing said elsewhere.
    pub(crate) fn reference(id: &str) -> Node {
        Node::bare().text("@id", id)
    }

    /// A text; an empty one is left out.
    pub(crate) fn text(self, key: &'static str, value: &str) -> Node {
        if value.is_empty() {
            self
        } else {
            self.put(key, value)
        }
    }

    /// A count.
    pub(crate) fn number(self, key: &'static str, value: u64) -> Node {
        self.put(key, Data::Number(value))
    }

    /// Yes or no.
    pub(crate) fn truth(self, key: &'static str, value: bool) -> Node {
        self.put(key, Data::Truth(value))
    }

    /// Another thing, if there is one.
    pub(crate) fn node(self, key: &'static str, value: Option<Node>) -> Node {
        match value {
            Some(node) => self.put(key, node),
            None => self,
        }
    }

    /// Several values: none is left out, one stands alone.
    pub(crate) fn many(mut self, key: &'static str, mut values: Vec<Data>) -> Node {
        if values.len() <= 1 {
            self.0.extend(values.pop().map(|value| (key, value)));
            return self;
        }
        self.all(key, values)
    }

    /// Several values, as a list also where there is one.
    pub(crate) fn all(self, key: &'static str, values: Vec<Data>) -> Node {
        self.put(key, Data::List(values))
    }

    fn put(mut self, key: &'static str, value: impl Into<Data>) -> Node {
        self.0.push((key, value.into()));
        self
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}
