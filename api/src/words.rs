//! The two languages of the API, and which one somebody asks for.

use http::HeaderMap;
use http::header::ACCEPT_LANGUAGE;

/// A language problems are told in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    It,
    En,
}

impl Language {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Language::It => "it",
            Language::En => "en",
        }
    }

    /// The one of the two that is asked for most; English if neither is (RFC 9110 §12.5.4).
    pub(crate) fn asked(headers: &HeaderMap) -> Language {
        let mut best = (Language::En, 0.0);
        for value in headers
            .get_all(ACCEPT_LANGUAGE)
            .iter()
            .filter_map(|value| value.to_str().ok())
        {
            for range in value.split(',') {
                let mut parts = range.split(';').map(str::trim);
                let tag = parts.next().unwrap_or_default().to_ascii_lowercase();
                let weight = parts
                    .find_map(|part| part.strip_prefix("q="))
                    .map_or(1.0, |q| q.parse::<f32>().unwrap_or(0.0));
                let language = match tag.split('-').next() {
                    Some("it") => Language::It,
                    Some("en") => Language::En,
                    _ => continue,
                };
                if weight > best.1 {
                    best = (language, weight);
                }
            }
        }
        best.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_asked_for_most_is_chosen() {
        let asked = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, value.parse().expect("a header"));
            Language::asked(&headers)
        };
        assert_eq!(asked("it-IT, en;q=0.8"), Language::It);
        assert_eq!(asked("de, en;q=0.4, it;q=0.5"), Language::It);
        assert_eq!(asked("de, fr"), Language::En);
        assert_eq!(asked("it;q=0"), Language::En);
        assert_eq!(Language::asked(&HeaderMap::new()), Language::En);
    }
}
