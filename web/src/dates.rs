//! Dates as HTTP writes them (RFC 9110 §5.6.7): one form in use, two of old.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`.
const FORMS: [&str; 3] = [
    "%a, %d %b %Y %H:%M:%S GMT",
    "%A, %d-%b-%y %H:%M:%S GMT",
    "%a %b %e %H:%M:%S %Y",
];

/// Reads a date in any of the three forms; `None` for what is none.
pub(crate) fn read(text: &str) -> Option<Timestamp> {
    FORMS.iter().find_map(|form| {
        let moment = DateTime::strptime(form, text).ok()?;
        Some(moment.to_zoned_datetime(TimeZone::UTC).ok()?.timestamp())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_in_each_of_its_forms() {
        let wanted: Timestamp = "1994-11-06T08:49:37Z".parse().expect("an instant");
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ] {
            assert_eq!(read(text), Some(wanted), "{text}");
        }
        for none in [
            "",
            "yesterday",
            "1994-11-06T08:49:37Z",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 31 Feb 1994 08:49:37 GMT",
            "Mon, 06 Nov 1994 08:49:37 GMT",
            "99999999999999999999",
        ] {
            assert_eq!(read(none), None, "{none}");
        }
    }
}
