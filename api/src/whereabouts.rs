//! Which field of a JSON body an error is about, by the place in the text where reading stopped. Readers of JSON name lines
//! and columns; people look for a field.

/// A container that is open at a place.
enum Open {
    /// An object, and the name read last.
    Object(String),
    /// An array, and how many items came before.
    Array(usize),
}

/// The field at a line and column of a text (both from 1, columns in bytes), as `sections[2].name`; empty for the whole.
/// Where an object or an array ends there, it is that one.
pub(crate) fn field(text: &[u8], line: usize, column: usize) -> String {
    let start = match line {
        0 | 1 => 0,
        line => {
            let ends = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
            ends.map(|(at, _)| at + 1).nth(line - 2).unwrap_or_default()
        }
    };
    let read = text.get(..start + column).unwrap_or(text);
    named(&opened(read))
}

/// What is open at the end of a text.
fn opened(text: &[u8]) -> Vec<Open> {
    let mut open = Vec::new();
    let mut at = 0;
    // A string is a name where the innermost container is an object that has just begun or where a comma came last.
    let mut names = false;
    while let Some(byte) = text.get(at) {
        match byte {
            b'{' => {
                open.push(Open::Object(String::new()));
                names = true;
            }
            b'[' => {
                open.push(Open::Array(0));
                names = false;
            }
            b'}' | b']' => {
                open.pop();
                names = false;
            }
            b',' => match open.last_mut() {
                Some(Open::Array(item)) => *item += 1,
                Some(Open::Object(_)) => names = true,
                None => {}
            },
            b'"' => {
                let end = end_of_string(text, at + 1);
                if names && let Some(Open::Object(name)) = open.last_mut() {
                    let written = text.get(at..end).unwrap_or_default();
                    *name = serde_json::from_slice(written)
                        .unwrap_or_else(|_| String::from_utf8_lossy(written).into_owned());
                    names = false;
                }
                at = end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    open
}

/// Behind the closing quotation mark of the string whose first letter is at `from`.
fn end_of_string(text: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(byte) = text.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    text.len()
}

fn named(open: &[Open]) -> String {
    let mut field = String::new();
    for container in open {
        match container {
            Open::Object(name) if name.is_empty() => {}
            Open::Object(name) => {
                if !field.is_empty() {
                    field.push('.');
                }
                field.push_str(name);
            }
            Open::Array(item) => field.push_str(&format!("[{item}]")),
        }
    }
    field
}

#[cfg(test)]
mod tests {
    use super::field;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Title {
        #[expect(dead_code, reason = "only read")]
        name: String,
        #[expect(dead_code, reason = "only read")]
        #[serde(default)]
        sections: Vec<Section>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Section {
        #[expect(dead_code, reason = "only read")]
        slug: String,
        #[expect(dead_code, reason = "only read")]
        #[serde(default)]
        order: u8,
    }

    /// Where reading this as a title stops.
    fn stops(text: &str) -> String {
        let error = serde_json::from_str::<Title>(text).expect_err("a wrong title");
        field(text.as_bytes(), error.line(), error.column())
    }

    #[test]
    fn the_field_is_named_where_reading_stops() {
        assert_eq!(stops(r#"{"name": 3}"#), "name");
        assert_eq!(stops(r#"{"name": "a", "nome": "b"}"#), "nome");
        assert_eq!(stops(r#"{"name": "a", "sections": {}}"#), "sections");
        assert_eq!(
            stops(
                "{\"name\": \"a\\\"{[\",\n \"sections\": [{\"slug\": \"è\"},\n {\"slug\": \"c\", \"order\": 300}]}"
            ),
            "sections[1].order"
        );
        assert_eq!(
            stops(r#"{"name": "a", "sections": [{"order": 1}]}"#),
            "sections[0]"
        );
        assert_eq!(stops(r#"{"sections": []}"#), "");
        assert_eq!(stops(r#"[1, 2]"#), "[0]");
    }
}
