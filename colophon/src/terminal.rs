//! Lines on standard output and standard error. A reader that went away (`| head`) is no failure; a disk that is full is.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::io::{self, Write};
use std::sync::OnceLock;

/// Why something could not be written to standard output, if that happened.
static UNWRITTEN: OnceLock<io::Error> = OnceLock::new();

/// A line on standard output. What somebody typed may be in it, and gives the terminal no orders.
pub(crate) fn out(line: impl AsRef<str>) {
    raw(format!("{}\n", harmless(line.as_ref())).as_bytes());
}

/// A text without the signs by which a terminal is told what to do.
fn harmless(text: &str) -> std::borrow::Cow<'_, str> {
    let order = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    match text.contains(order) {
        true => text.replace(order, "\u{fffd}").into(),
        false => text.into(),
    }
}

/// Bytes on standard output.
pub(crate) fn raw(bytes: &[u8]) {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let _ = UNWRITTEN.set(error);
        }
        _ => {}
    }
}

/// What was said and could not be written. The deed is done all the same; whoever asked has not read what came of it,
/// which may be a secret that is told once.
pub(crate) fn unwritten() -> Option<&'static io::Error> {
    UNWRITTEN.get()
}

/// A line on standard error.
pub(crate) fn err(line: impl AsRef<str>) {
    let _ = writeln!(std::io::stderr().lock(), "{}", harmless(line.as_ref()));
}

/// A line on standard error over the one before it; an empty one clears it. For terminals only.
pub(crate) fn over(line: &str) {
    let mut stderr = std::io::stderr().lock();
    let _ = write!(stderr, "\r\u{1b}[K{line}").and_then(|()| stderr.flush());
}

/// A JSON document on standard output, on one line.
pub(crate) fn json(value: &serde_json::Value) {
    out(value.to_string());
}

/// An instant as people read it: local time of a zone, with its offset.
pub(crate) fn moment(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone())
        .strftime("%Y-%m-%d %H:%M %:z")
        .to_string()
}

/// Chooses between Italian and English.
pub(crate) fn either<'a>(language: &str, it: &'a str, en: &'a str) -> &'a str {
    if language.starts_with("it") { it } else { en }
}

/// Characters shown of a text in a list.
const GLIMPSE_CHARS: usize = 100;

/// The beginning of a text, in one line.
pub(crate) fn glimpse(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(GLIMPSE_CHARS).collect()
}

/// Prints what a thing says of itself, as JSON or as [`fields`].
pub(crate) fn whole(json: bool, whole: &serde_json::Value) {
    if json {
        self::json(whole);
    } else {
        fields(whole);
    }
}

/// Prints what a thing says of itself, a line a field, lists of words on one; what it does not say is left out.
pub(crate) fn fields(whole: &serde_json::Value) {
    for (name, value) in whole.as_object().into_iter().flatten() {
        let value = match (value.as_str(), value.as_array()) {
            (Some(text), _) => text.to_owned(),
            (_, Some(items)) if items.iter().all(serde_json::Value::is_string) => {
                let items: Vec<&str> = items.iter().filter_map(|item| item.as_str()).collect();
                items.join(", ")
            }
            _ => value.to_string(),
        };
        if !value.is_empty() && value != "null" {
            out(format!("{name:<12} {value}"));
        }
    }
}
