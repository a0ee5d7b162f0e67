//! The strings pages speak, in Italian and English, with plurals and numbers.
//!
//! They stand in `messages/*.ftl` (Fluent). A title in a third language gets English strings: its texts are its own,
//! only the furniture around them is not.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::{FluentNumber, FluentValue};
use fluent_bundle::{FluentArgs, FluentResource};
use std::sync::OnceLock;

/// The Italian messages.
pub const ITALIAN: &str = include_str!("../messages/it.ftl");
/// The English messages.
pub const ENGLISH: &str = include_str!("../messages/en.ftl");

/// A language the furniture of pages exists in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tongue {
    /// Italian.
    Italian,
    /// English; also for every language we have no strings for.
    English,
}

impl Tongue {
    /// Both.
    pub const ALL: [Tongue; 2] = [Tongue::Italian, Tongue::English];

    /// The tongue for a BCP 47 tag.
    pub fn of(language: &str) -> Tongue {
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("it") {
            Tongue::Italian
        } else {
            Tongue::English
        }
    }
}

/// A catalogue of strings in one language.
pub struct Words {
    tongue: Tongue,
    bundle: FluentBundle<FluentResource>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Words").field(&self.tongue).finish()
    }
}

impl Words {
    /// The catalogue of a tongue, parsed once.
    pub fn of(tongue: Tongue) -> &'static Words {
        static ITALIAN_WORDS: OnceLock<Words> = OnceLock::new();
        static ENGLISH_WORDS: OnceLock<Words> = OnceLock::new();
        match tongue {
            Tongue::Italian => ITALIAN_WORDS.get_or_init(|| Words::with_more(tongue, &[])),
            Tongue::English => ENGLISH_WORDS.get_or_init(|| Words::with_more(tongue, &[])),
        }
    }

    /// The catalogue with the messages of further files: what else speaks to people tells dates and numbers as pages do.
    pub fn with_more(tongue: Tongue, more: &[String]) -> Words {
        let (tag, own) = match tongue {
            Tongue::Italian => ("it", ITALIAN),
            Tongue::English => ("en", ENGLISH),
        };
        let mut bundle = FluentBundle::new_concurrent(vec![tag.parse().unwrap_or_default()]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match tongue {
            Tongue::Italian => |value, _| grouped(value, '.'),
            Tongue::English => |value, _| grouped(value, ','),
        }));
        for source in std::iter::once(own).chain(more.iter().map(String::as_str)) {
            // A resource with a mistake in it still yields its good messages; tests hold all files to be without one.
            let resource = match FluentResource::try_new(source.to_owned()) {
                Ok(resource) => resource,
                Err((resource, mistakes)) => {
                    tracing::error!(language = tag, ?mistakes, "The messages have mistakes");
                    resource
                }
            };
            bundle.add_resource_overriding(resource);
        }
        Words { tongue, bundle }
    }

    /// The language of this catalogue.
    pub fn tongue(&self) -> Tongue {
        self.tongue
    }

    /// Whether there is a message of that name.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// A message without arguments. A missing one shows its key, so that somebody notices.
    pub fn say(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// A message about `n` things.
    pub fn count(&self, key: &str, n: u32) -> String {
        self.with(key, &[("n", FluentValue::from(n))])
    }

    /// A message with arguments.
    pub fn with(&self, key: &str, arguments: &[(&str, FluentValue<'_>)]) -> String {
        let Some(pattern) = self
            .bundle
            .get_message(key)
            .and_then(|message| message.value())
        else {
            tracing::error!(key, tongue = ?self.tongue, "There is no message of this name");
            return key.to_owned();
        };
        let mut set = FluentArgs::with_capacity(arguments.len());
        for (name, value) in arguments {
            set.set(*name, value.clone());
        }
        let mut mistakes = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, Some(&set), &mut mistakes);
        if !mistakes.is_empty() {
            tracing::error!(key, ?mistakes, "A message could not be put together");
        }
        text.into_owned()
    }

    /// A whole number with its thousands divided: `1.204`, `1,204`.
    pub fn number(&self, n: u64) -> String {
        let divider = match self.tongue {
            Tongue::Italian => '.',
            Tongue::English => ',',
        };
        divided(&n.to_string(), divider)
    }
}

fn grouped(value: &FluentValue<'_>, divider: char) -> Option<String> {
    match value {
        FluentValue::Number(FluentNumber { value, .. })
            if *value >= 0.0 && value.fract() == 0.0 =>
        {
            Some(divided(&format!("{value:.0}"), divider))
        }
        _ => None,
    }
}

fn divided(digits: &str, divider: char) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(divider);
        }
        out.push(digit);
    }
    out
}
