//! Where a reader came from: the host of the page that led here, and nothing else of its address.

use super::header;
use http::HeaderMap;
use http::header::REFERER;
use paper::figures::{HOST_BYTES_MAX, Origin};

/// What counts as the origin of a request for a host; `None` where it came from the very same host, or its reader asks
/// not to be followed (Global Privacy Control, and `DNT` before it).
pub(super) fn origin(headers: &HeaderMap, here: &str) -> Option<Origin> {
    if is_private(headers) {
        return None;
    }
    let told = headers
        .get(REFERER)
        .map_or("", |value| value.to_str().unwrap_or("?"));
    if told.is_empty() {
        return Some(Origin::Untold);
    }
    let Some(host) = host(told) else {
        return Some(Origin::Others);
    };
    let same = host == here.strip_prefix("www.").unwrap_or(here);
    (!same).then_some(Origin::Host(host))
}

/// Its reader asks not to be followed (Global Privacy Control, and `DNT` before it).
pub(super) fn is_private(headers: &HeaderMap) -> bool {
    [header(headers, "sec-gpc"), header(headers, "dnt")].contains(&"1")
}

/// The host of an address as it is kept: a name in the web, or an app of a telephone. Numbers, names without a dot and
/// whatever reads like no name are nobody's to know.
fn host(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    if !["https", "http", "android-app"].contains(&scheme.to_ascii_lowercase().as_str()) {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next()?;
    let authority = authority.rsplit('@').next()?;
    let name = match authority.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => authority,
    };
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let name = name.strip_prefix("www.").unwrap_or(&name);
    let (_, last) = name.rsplit_once('.')?;
    let shaped = name.len() <= HOST_BYTES_MAX
        && last.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.split('.').all(|label| !label.is_empty())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'));
    shaped.then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn of_an_address_only_the_host_is_taken() {
        let kept = [
            (
                "https://www.Example.org/a/path?q=secret#part",
                "example.org",
            ),
            ("http://user:word@news.example:8080/", "news.example"),
            ("https://example.org.", "example.org"),
            ("android-app://com.example.reader/", "com.example.reader"),
        ];
        for (address, name) in kept {
            assert_eq!(host(address).as_deref(), Some(name), "{address}");
        }
        for address in [
            "https://203.0.113.7/x",
            "https://[2001:db8::1]/",
            "http://intranet/",
            "mailto:ada@example.org",
            "https://exa mple.org/",
            "https://è.example/",
            "https://a..b/",
            "https://",
            "nonsense",
        ] {
            assert_eq!(host(address), None, "{address}");
        }
        assert_eq!(host(&format!("https://{}.org/", "a".repeat(200))), None);
    }
}
