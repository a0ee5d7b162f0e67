//! Lines on standard output and standard error. A reader that went away (`| head`) is no failure.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::io::Write;

/// A line on standard output.
pub(crate) fn out(line: impl AsRef<str>) {
    let mut stdout = std::io::stdout().lock();
    let _ = writeln!(stdout, "{}", line.as_ref());
    let _ = stdout.flush();
}

/// A line on standard error.
pub(crate) fn err(line: impl AsRef<str>) {
    let _ = writeln!(std::io::stderr().lock(), "{}", line.as_ref());
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
