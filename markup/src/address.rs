//! Addresses and language tags that may stand in a body.

use url::Url;

/// Longest address kept, in bytes after percent-encoding.
pub const HREF_BYTES_MAX: usize = 2048;

/// Longest language tag kept, in bytes (RFC 5646 §4.4.1 asks for at least 35).
const LANG_BYTES_MAX: usize = 35;

/// A link's address as it is kept: http, https or mailto, or a path on the same title beginning with `/`.
/// `None` for everything else, however it is disguised.
///
/// Read by the WHATWG URL standard, as browsers do, and written back by it: what is stored is what a browser
/// would make of it. A name and password in the address are taken out, since readers mistake them for hosts.
pub fn link(href: &str) -> Option<String> {
    let kept = match href.trim_start().starts_with(['/', '\\']) {
        true => path(href)?,
        false => absolute(href).or_else(|| mail(href))?,
    };
    (kept.len() <= HREF_BYTES_MAX).then_some(kept)
}

/// An absolute http(s) address as it is kept.
pub fn absolute(href: &str) -> Option<String> {
    let mut url = Url::parse(href).ok()?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return None;
    }
    url.set_username("").ok()?;
    url.set_password(None).ok()?;
    let whole = url.as_str();
    let (origin, rest) = whole.split_at_checked(whole.len() - after_host(&url).len())?;
    Some(format!("{origin}{}", encoded(rest))).filter(|kept| kept.len() <= HREF_BYTES_MAX)
}

/// Path, query and fragment.
fn after_host(url: &Url) -> &str {
    &url[url::Position::BeforePath..]
}

/// Path, query and fragment with the signs encoded that browsers let pass and RFC 3986 does not.
fn encoded(rest: &str) -> String {
    let bytes = rest.as_bytes();
    let hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
    let mut out = String::with_capacity(rest.len());
    for (at, c) in rest.char_indices() {
        match c {
            '%' if !(hex(at + 1) && hex(at + 2)) => out.push_str("%25"),
            ' ' | '"' | '<' | '>' | '[' | ']' | '\\' | '^' | '`' | '{' | '|' | '}' => {
                out.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}

/// Parameters that follow readers from page to page and change nothing of what an address leads to.
const TRACKERS: [&str; 24] = [
    "fbclid",
    "gclid",
    "gclsrc",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "yclid",
    "twclid",
    "ttclid",
    "li_fat_id",
    "igshid",
    "igsh",
    "mc_eid",
    "mc_cid",
    "mkt_tok",
    "_hsenc",
    "_hsmi",
    "vero_id",
    "oly_enc_id",
    "oly_anon_id",
    "wickedid",
    "s_cid",
    "__s",
];

/// An address without the parameters that follow readers, and those taken out; `None` if it has none.
pub(crate) fn without_trackers(href: &str) -> Option<(String, String)> {
    let (address, fragment) = match href.split_once('#') {
        Some((address, fragment)) => (address, Some(fragment)),
        None => (href, None),
    };
    let (place, query) = address.split_once('?')?;
    let (taken, kept): (Vec<&str>, Vec<&str>) = query.split('&').partition(|pair| {
        let name = pair.split('=').next().unwrap_or_default();
        let name = name.to_ascii_lowercase();
        name.starts_with("utm_") || TRACKERS.contains(&name.as_str())
    });
    if taken.is_empty() {
        return None;
    }
    let mut clean = place.to_owned();
    if !kept.is_empty() {
        clean.push('?');
        clean.push_str(&kept.join("&"));
    }
    if let Some(fragment) = fragment {
        clean.push('#');
        clean.push_str(fragment);
    }
    Some((clean, taken.join("&")))
}

/// Host of an absolute address, without `www.`.
pub(crate) fn host(href: &str) -> Option<String> {
    let url = Url::parse(href).ok()?;
    let host = url.host_str()?;
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
}

fn mail(href: &str) -> Option<String> {
    let url = Url::parse(href)
        .ok()
        .filter(|url| url.scheme() == "mailto")?;
    let kept = encoded(url.as_str());
    // Stable only if the parser agrees with itself on the second reading.
    (kept.len() > "mailto:".len() && Url::parse(&kept).is_ok_and(|again| again.as_str() == kept))
        .then_some(kept)
}

fn path(href: &str) -> Option<String> {
    let base = Url::parse("https://title.invalid/").ok()?;
    let url = base.join(href).ok()?;
    if url.origin() != base.origin() {
        return None;
    }
    let kept = encoded(after_host(&url));
    // `/.//host` has a path beginning with two slashes, which alone would be another host.
    (!kept.starts_with("//")).then_some(kept)
}

/// A picture's file as it is kept: an http(s) address, a path beside the article file, or a picture's id.
/// `None` where it names any other scheme, which no page could show.
pub(crate) fn picture_file(file: &str) -> Option<String> {
    let file = crate::chars::line(file);
    if file.is_empty() || file.len() > HREF_BYTES_MAX || file.starts_with("//") {
        return None;
    }
    let lower = file.to_ascii_lowercase();
    if lower.starts_with("http:") || lower.starts_with("https:") {
        return absolute(&file);
    }
    (!has_scheme(&file)).then_some(file)
}

/// Whether an address begins with a scheme (RFC 3986 §3.1).
fn has_scheme(address: &str) -> bool {
    let Some((scheme, _)) = address.split_once(':') else {
        return false;
    };
    let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.');
    scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.bytes().all(fits)
}

/// A BCP 47 tag in its usual letters (`en`, `pt-BR`, `zh-Hant`), or `None` if it has not that form.
pub fn lang_tag(tag: &str) -> Option<String> {
    let tag = tag.trim();
    if tag.len() > LANG_BYTES_MAX {
        return None;
    }
    let mut parts = Vec::new();
    for (index, part) in tag.split(['-', '_']).enumerate() {
        let letters = part.bytes().all(|b| b.is_ascii_alphabetic());
        let fits = match index {
            0 => letters && (2..=8).contains(&part.len()),
            _ => part.bytes().all(|b| b.is_ascii_alphanumeric()) && (1..=8).contains(&part.len()),
        };
        if !fits {
            return None;
        }
        parts.push(match (index, part.len()) {
            (1.., 2) if letters => part.to_ascii_uppercase(),
            (1.., 4) if letters => title_case(part),
            _ => part.to_ascii_lowercase(),
        });
    }
    Some(parts.join("-"))
}

fn title_case(part: &str) -> String {
    let mut out = part.to_ascii_lowercase();
    if let Some(first) = out.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_pages_and_people_and_nowhere_else() {
        let kept = |href: &str| link(href).unwrap_or_else(|| "-".to_owned());
        assert_eq!(kept("https://example.com"), "https://example.com/");
        assert_eq!(
            kept("HTTP://Example.com/è?q=a b"),
            "http://example.com/%C3%A8?q=a%20b"
        );
        assert_eq!(
            kept("https://bank.example@evil.example/"),
            "https://evil.example/"
        );
        assert_eq!(kept("mailto:ada@example.com"), "mailto:ada@example.com");
        assert_eq!(kept("/imprint#top"), "/imprint#top");
        assert_eq!(
            kept("/a|b?q=[1]&p=5%&x=%2f"),
            "/a%7Cb?q=%5B1%5D&p=5%25&x=%2f"
        );
        assert_eq!(kept("https://[::1]:8080/{a}"), "https://[::1]:8080/%7Ba%7D");
        for hostile in [
            "javascript:alert(1)",
            " java\tscript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/.//evil.example",
            "/a/..//evil.example",
            "https:",
            "#top",
            "page.html",
            "",
            "file:///etc/passwd",
            "mailto:",
        ] {
            assert_eq!(kept(hostile), "-", "{hostile:?}");
        }
    }

    #[test]
    fn parameters_that_follow_readers_are_taken_out_and_nothing_else() {
        let clean = |href: &str| without_trackers(href).map(|(clean, _)| clean);
        assert_eq!(
            clean("https://a.example/x?id=7&utm_source=n&UTM_Medium=m&fbclid=1&q=a%26b#top"),
            Some("https://a.example/x?id=7&q=a%26b#top".to_owned())
        );
        assert_eq!(clean("/x?gclid=1"), Some("/x".to_owned()));
        assert_eq!(
            without_trackers("/x?mc_eid=1&a=2").map(|(_, taken)| taken),
            Some("mc_eid=1".to_owned())
        );
        for href in [
            "https://a.example/utm_source=1",
            "/x?futm_source=1",
            "/x#utm_source=1",
            "/x",
        ] {
            assert_eq!(clean(href), None, "{href}");
        }
    }

    #[test]
    fn language_tags_have_their_usual_letters() {
        assert_eq!(lang_tag("EN-us").as_deref(), Some("en-US"));
        assert_eq!(lang_tag("zh-HANT-hk").as_deref(), Some("zh-Hant-HK"));
        assert_eq!(lang_tag("it\" onclick=\"x"), None);
        assert_eq!(lang_tag(""), None);
    }

    #[test]
    fn picture_files_are_paths_or_pages() {
        assert_eq!(
            picture_file("pictures/a.webp").as_deref(),
            Some("pictures/a.webp")
        );
        assert_eq!(picture_file("a/b:c.png").as_deref(), Some("a/b:c.png"));
        assert_eq!(picture_file("data:image/png;base64,AAAA"), None);
        assert_eq!(picture_file("javascript:x"), None);
        assert_eq!(picture_file("cid:1"), None);
    }
}
