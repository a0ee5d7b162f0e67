//! Limits and shapes of what people type: names, slugs, hosts, permalinks. One place, so that every door agrees.

use crate::{Refusal, Result};
use markup::html::{Limit, Read};
use markup::{BLOCKS_MAX, Body, CHARS_MAX};

/// Longest name of anything, characters.
pub const NAME_CHARS_MAX: usize = 200;
/// Longest lead of a section or topic, motto, biography, characters.
pub const LEAD_CHARS_MAX: usize = 2_000;
/// Longest headline, characters.
pub const HEADLINE_CHARS_MAX: usize = 300;
/// Longest kicker, characters.
pub const KICKER_CHARS_MAX: usize = 200;
/// Longest standfirst, note or reason, characters.
pub const NOTE_CHARS_MAX: usize = 2_000;
/// Longest slug, characters. Addresses stay readable and file systems content.
pub const SLUG_CHARS_MAX: usize = 80;
/// Longest copy of an article as JSON, bytes.
pub const COPY_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Sources, credits, topics or pictures of one article.
pub const LIST_MAX: usize = 100;

/// Longest e-mail address, characters (RFC 5321 §4.5.3.1.3).
pub const EMAIL_CHARS_MAX: usize = 254;

/// A text that was read, if it is all there.
///
/// # Errors
/// One of which a part was beyond what is read: nothing is cut in silence. What was nested too deeply is there, flattened.
pub fn whole(read: Read) -> Result<Body> {
    let refusal = match read.over {
        None | Some(Limit::Depth) => return Ok(read.body),
        Some(Limit::Nodes | Limit::Blocks) => Refusal::LimitReached {
            what: "blocks",
            most: BLOCKS_MAX,
        },
        Some(_) => Refusal::TooLong {
            field: "body",
            chars_max: CHARS_MAX,
        },
    };
    Err(refusal.into())
}

/// Words the system's own addresses need (PRODUCT: addresses; RFC 8615; what old engines' clients ask for).
const RESERVED: &[&str] = &[
    "api",
    "archive",
    "comment",
    "corrections",
    "feed",
    "feed.atom",
    "feed.json",
    "feed.xml",
    "favicon.ico",
    "healthz",
    "history",
    "imprint",
    "index",
    "log",
    "media",
    "metrics",
    "notice",
    "news-sitemap.xml",
    "newsroom",
    "people",
    "readyz",
    "reply",
    "report",
    "robots.txt",
    "rss",
    "search",
    "security.txt",
    "sitemap.xml",
    "static",
    "theme",
    "themes",
    "tdmrep.json",
    "topics",
    "trust",
    "trust.txt",
    "ads.txt",
    "well-known",
    ".well-known",
    "wp-admin",
    "wp-content",
    "wp-includes",
    "wp-json",
    "wp-login",
    "wp-login.php",
    "xmlrpc.php",
];

/// One line of text, trimmed, NFC, without control characters; refused when empty or too long.
pub fn line(field: &'static str, value: &str, chars_max: usize) -> Result<String> {
    let text = optional_line(field, value, chars_max)?;
    if text.is_empty() {
        return Err(Refusal::Empty { field }.into());
    }
    Ok(text)
}

/// As [`line`], but may be empty.
pub fn optional_line(field: &'static str, value: &str, chars_max: usize) -> Result<String> {
    let text: String = normal(value)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    if text.chars().count() > chars_max {
        return Err(Refusal::TooLong { field, chars_max }.into());
    }
    Ok(text)
}

/// Refuses a list that is longer than may be.
pub fn at_most(what: &'static str, length: usize, most: usize) -> Result<()> {
    if length > most {
        return Err(Refusal::LimitReached { what, most }.into());
    }
    Ok(())
}

/// NFC without control characters and without marks that turn the direction of what follows.
pub fn normal(value: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    value
        .nfc()
        .filter(|c| !c.is_control() || c.is_whitespace())
        .filter(|c| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'))
        .collect()
}

/// A text as searches compare it: small letters, NFC.
pub(crate) fn folded(text: &str) -> String {
    normal(text).to_lowercase()
}

/// Refuses what shows nothing: only spaces, marks, and letters without a face (`Default_Ignorable_Code_Point` of the Unicode
/// Character Database, and the empty Braille pattern).
pub fn seen(field: &'static str, text: String) -> Result<String> {
    let faceless = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || unicode_normalization::char::is_combining_mark(c)
            || matches!(c,
                '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
    };
    if text.chars().all(faceless) {
        return Err(Refusal::Empty { field }.into());
    }
    Ok(text)
}

/// A slug from any text: lower-case ASCII letters, digits and single hyphens; may come out empty.
pub fn slug_of(text: &str) -> String {
    let mut slug = String::new();
    for c in deunicode::deunicode(&normal(text)).chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= SLUG_CHARS_MAX {
            break;
        }
    }
    slug.trim_matches('-').to_owned()
}

/// Checks a slug somebody chose.
pub fn slug(field: &'static str, value: &str) -> Result<String> {
    let value = value.trim();
    let shaped = !value.is_empty()
        && value.len() <= SLUG_CHARS_MAX
        && value
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !value.starts_with('-')
        && !value.ends_with('-')
        && !value.contains("--");
    if !shaped {
        return Err(Refusal::Unfit {
            field,
            value: value.chars().take(SLUG_CHARS_MAX).collect(),
            wants: "a–z, 0–9, -",
        }
        .into());
    }
    if RESERVED.contains(&value) {
        return Err(Refusal::Reserved {
            word: value.to_owned(),
        }
        .into());
    }
    Ok(value.to_owned())
}

/// The word means something of its own where an address begins with it.
pub(crate) fn is_reserved(word: &str) -> bool {
    RESERVED.contains(&word)
}

/// A host name or `name:port`-less label sequence, lower case (RFC 1123).
pub fn host(value: &str) -> Result<String> {
    let value = value.trim().trim_end_matches('.').to_ascii_lowercase();
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if value.len() > 253 || !value.split('.').all(label) {
        return Err(Refusal::Unfit {
            field: "host",
            value,
            wants: "www.example.org",
        }
        .into());
    }
    Ok(value)
}

/// An e-mail address, as far as it can be told without writing to it: one `@` with something before it and a host
/// after it; may be empty.
pub fn mail(field: &'static str, value: &str) -> Result<String> {
    let value = optional_line(field, value, NAME_CHARS_MAX)?;
    let fits = match value.split_once('@') {
        Some((name, home)) => {
            !name.is_empty() && !value.contains(' ') && home.contains('.') && host(home).is_ok()
        }
        None => value.is_empty(),
    };
    if fits {
        return Ok(value);
    }
    Err(Refusal::Unfit {
        field,
        value,
        wants: "desk@example.org",
    }
    .into())
}

/// Languages of two letters (ISO 639-1).
const LANGUAGES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de \
    dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it \
    iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd \
    ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su \
    sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// A BCP 47 tag, as far as we need it: `it`, `en`, `de-AT`.
pub fn language(value: &str) -> Result<String> {
    let value = value.trim();
    let mut parts = value.split('-');
    let primary = parts.next().unwrap_or_default();
    let shaped = (2..=3).contains(&primary.len())
        && primary.bytes().all(|b| b.is_ascii_lowercase())
        && parts.all(|part| {
            (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        });
    if shaped {
        Ok(value.to_owned())
    } else {
        Err(Refusal::Unfit {
            field: "language",
            value: value.to_owned(),
            wants: "it, en, de-AT",
        }
        .into())
    }
}

/// The language of a title: a [`language`] that, of two letters, is one there is.
pub fn title_language(value: &str) -> Result<String> {
    let value = language(value)?;
    let primary = value.split('-').next().unwrap_or_default();
    if primary.len() == 3 || LANGUAGES.split_whitespace().any(|known| known == primary) {
        return Ok(value);
    }
    Err(Refusal::Unfit {
        field: "language",
        value,
        wants: "it, en, de-AT",
    }
    .into())
}

/// A permalink pattern: begins with `/`, names `{slug}` once, and of `{yyyy} {mm} {dd} {section}` what it likes.
pub fn permalink(value: &str) -> Result<String> {
    let value = value.trim();
    let mut rest = value.to_owned();
    for token in ["{yyyy}", "{mm}", "{dd}", "{section}", "{slug}"] {
        rest = rest.replacen(token, "x", 1);
    }
    let shaped = value.starts_with('/')
        && value.len() <= 120
        && value.matches("{slug}").count() == 1
        && value.ends_with("{slug}")
        && value.matches('/').count() >= 2
        && !rest.contains("//")
        && rest
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'/'));
    let first = value
        .trim_start_matches('/')
        .split('/')
        .next()
        .unwrap_or_default();
    if !shaped || RESERVED.contains(&first) {
        return Err(Refusal::Unfit {
            field: "permalink",
            value: value.to_owned(),
            wants: "/{yyyy}/{mm}/{dd}/{slug}",
        }
        .into());
    }
    Ok(value.to_owned())
}

/// An http or https address.
pub fn web_address(field: &'static str, value: &str) -> Result<String> {
    let value = value.trim();
    match url::Url::parse(value) {
        Ok(url)
            if matches!(url.scheme(), "http" | "https")
                && url.has_host()
                && value.len() <= 2_000 =>
        {
            Ok(url.into())
        }
        _ => Err(Refusal::Unfit {
            field,
            value: value.chars().take(200).collect(),
            wants: "https://…",
        }
        .into()),
    }
}

/// An http or https address of somebody outside: a name with a dot that is none of a local network, or an address of the
/// internet. What the name leads to is looked at when it is asked; this spares whoever types it the waiting.
pub fn outside_address(field: &'static str, value: &str) -> Result<String> {
    let address = web_address(field, value)?;
    let outside = match url::Url::parse(&address)
        .ok()
        .as_ref()
        .and_then(url::Url::host)
    {
        Some(url::Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name.rsplit_once('.')
                .is_some_and(|(_, last)| !matches!(last, "localhost" | "local" | "internal"))
        }
        Some(url::Host::Ipv4(ip)) => {
            !(ip.is_loopback()
                || ip.is_private()
                || ip.is_link_local()
                || ip.is_unspecified()
                || ip.is_broadcast()
                || ip.is_multicast())
        }
        Some(url::Host::Ipv6(ip)) => {
            !(ip.is_loopback()
                || ip.is_unique_local()
                || ip.is_unicast_link_local()
                || ip.is_unspecified()
                || ip.is_multicast()
                || ip.to_ipv4_mapped().is_some())
        }
        None => false,
    };
    if outside {
        return Ok(address);
    }
    Err(Refusal::Unfit {
        field,
        value: value.chars().take(200).collect(),
        wants: "https://hub.example/",
    }
    .into())
}

/// An e-mail address mails can go to, as [`email`] reads it; may be empty.
pub fn optional_email(field: &'static str, value: &str) -> Result<String> {
    match value.trim() {
        "" => Ok(String::new()),
        value => email(field, value),
    }
}

/// An e-mail address as far as its shape tells: one `@`, something before it, a host with a dot after it, no spaces.
pub fn email(field: &'static str, value: &str) -> Result<String> {
    let value = line(field, value, EMAIL_CHARS_MAX)?;
    let shaped = value.rsplit_once('@').is_some_and(|(box_name, at)| {
        !box_name.is_empty()
            && !box_name.contains('@')
            && !value.contains(char::is_whitespace)
            && !value.contains(['<', '>', '"', '(', ')', ',', ';', ':', '\\'])
            && at.contains('.')
            && host(at).is_ok()
    });
    if shaped {
        Ok(value)
    } else {
        Err(Refusal::Unfit {
            field,
            value: value.chars().take(60).collect(),
            wants: "nome@example.org",
        }
        .into())
    }
}
