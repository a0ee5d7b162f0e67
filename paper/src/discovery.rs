//! What a title tells programs that come by: who may read along, whom it belongs to, whom to warn, who sells its space.

use crate::words::{self, NAME_CHARS_MAX};
use crate::{Refusal, Result};
use serde::{Deserialize, Serialize};

/// Lines of `trust.txt` a title may add.
pub const TRUST_MAX: usize = 100;
/// Ways to tell a title of a weakness.
pub const CONTACTS_MAX: usize = 5;
/// Lines of `ads.txt`.
pub const ADS_MAX: usize = 2_000;

/// The settings behind `robots.txt`, `tdmrep.json`, `trust.txt`, `security.txt` and `ads.txt`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Discovery {
    /// What programs that learn may do with the texts.
    #[serde(skip_serializing_if = "is_allow")]
    pub machines: Machines,
    /// Lines of `trust.txt` beside those the network makes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub trust: Vec<TrustLine>,
    /// Where to tell of a weakness: `mailto:`, `https:` or `tel:`. Empty means the imprint's e-mail address.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub security: Vec<String>,
    /// Lines of `ads.txt`. Empty means that nobody sells the title's space, and the file says so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ads: Vec<String>,
}

fn is_allow(machines: &Machines) -> bool {
    *machines == Machines::Allow
}

/// What programs that learn from texts, or answer with them, may do.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Machines {
    /// Everything the law allows.
    #[default]
    Allow,
    /// No training and no text mining (directive 2019/790, article 4); to find and quote is welcome.
    NoTraining,
    /// Neither training nor answering with the texts.
    NoAi,
}

impl Machines {
    /// All of them.
    pub const ALL: [Machines; 3] = [Machines::Allow, Machines::NoTraining, Machines::NoAi];

    /// The word in commands.
    pub fn word(self) -> &'static str {
        match self {
            Machines::Allow => "allow",
            Machines::NoTraining => "no-training",
            Machines::NoAi => "no-ai",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Machines> {
        Machines::ALL
            .into_iter()
            .find(|machines| machines.word() == word)
    }

    /// The right to mine texts is reserved.
    pub fn reserves(self) -> bool {
        self != Machines::Allow
    }
}

/// A line of `trust.txt`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TrustLine {
    /// `member`, `belongto`, `control`, `controlledby`, `vendor`, `customer`, `disclosure` or `contact`.
    pub word: String,
    /// An absolute address.
    pub url: String,
}

/// Words of `trust.txt` a title sets itself (JournalList, trust.txt specification). `social` comes from its profiles and
/// `datatrainingallowed` from its policy.
const TRUST_WORDS: [&str; 8] = [
    "member",
    "belongto",
    "control",
    "controlledby",
    "vendor",
    "customer",
    "disclosure",
    "contact",
];

/// Words of `ads.txt` that are no record of a seller (IAB Tech Lab, ads.txt 1.1).
const ADS_WORDS: [&str; 5] = [
    "CONTACT",
    "SUBDOMAIN",
    "OWNERDOMAIN",
    "MANAGERDOMAIN",
    "INVENTORYPARTNERDOMAIN",
];

/// Brings the settings into shape.
pub(crate) fn checked(discovery: &Discovery) -> Result<Discovery> {
    words::at_most("trust", discovery.trust.len(), TRUST_MAX)?;
    words::at_most("security", discovery.security.len(), CONTACTS_MAX)?;
    words::at_most("ads", discovery.ads.len(), ADS_MAX)?;
    Ok(Discovery {
        machines: discovery.machines,
        trust: discovery.trust.iter().map(trust).collect::<Result<_>>()?,
        security: discovery
            .security
            .iter()
            .map(|contact| self::contact(contact))
            .collect::<Result<_>>()?,
        ads: discovery
            .ads
            .iter()
            .map(|line| ad(line))
            .collect::<Result<_>>()?,
    })
}

fn trust(line: &TrustLine) -> Result<TrustLine> {
    let word = line.word.trim().to_ascii_lowercase();
    if !TRUST_WORDS.contains(&word.as_str()) {
        return Err(unfit(
            "trust",
            &line.word,
            "member, belongto, control, controlledby, vendor, customer, disclosure, contact",
        ));
    }
    Ok(TrustLine {
        url: words::web_address("trust", &line.url)?,
        word,
    })
}

/// A URI by which somebody can be reached (RFC 9116 §2.5.3): a bare e-mail address becomes `mailto:`.
fn contact(value: &str) -> Result<String> {
    let value = value.trim();
    let whole = match value.contains(':') {
        false if value.contains('@') => format!("mailto:{value}"),
        _ => value.to_owned(),
    };
    let sound = url::Url::parse(&whole).ok().filter(|url| {
        matches!(url.scheme(), "mailto" | "https" | "tel")
            && url.as_str().is_ascii()
            && url.as_str().len() <= 500
            && (url.scheme() != "mailto" || url.path().contains('@'))
    });
    sound
        .map(String::from)
        .ok_or_else(|| unfit("security", value, "mailto:…, https://…, tel:…"))
}

/// One line of `ads.txt`: a comment, a word with its value, or a record of a seller.
fn ad(line: &str) -> Result<String> {
    const WANTS: &str = "domain, id, DIRECT|RESELLER[, id]";
    let line = words::optional_line("ads", line, NAME_CHARS_MAX)?;
    let said = line.split('#').next().unwrap_or_default().trim();
    if said.is_empty() {
        return Ok(line);
    }
    if let Some((word, value)) = said.split_once('=')
        && !said.contains(',')
    {
        let known = ADS_WORDS.contains(&word.trim().to_ascii_uppercase().as_str());
        return if known && !value.trim().is_empty() {
            Ok(line)
        } else {
            Err(unfit("ads", &line, WANTS))
        };
    }
    let fields: Vec<&str> = said.split(',').map(str::trim).collect();
    let sound = match fields.as_slice() {
        [domain, id, relation] | [domain, id, relation, _] => {
            words::host(domain).is_ok()
                && domain.contains('.')
                && !id.is_empty()
                && ["DIRECT", "RESELLER"].contains(&relation.to_ascii_uppercase().as_str())
        }
        _ => false,
    };
    if sound {
        Ok(line)
    } else {
        Err(unfit("ads", &line, WANTS))
    }
}

fn unfit(field: &'static str, value: &str, wants: &'static str) -> crate::Error {
    Refusal::Unfit {
        field,
        value: value.chars().take(NAME_CHARS_MAX).collect(),
        wants,
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_ads_are_records_words_or_remarks() {
        for line in [
            "greenadexchange.com, 12345, DIRECT, d75815a79",
            "blueadexchange.com,XF436,reseller # by contract",
            "OWNERDOMAIN=gazette.example",
            "contact=ads@gazette.example",
            "# nobody else",
            "",
        ] {
            assert!(ad(line).is_ok(), "{line}");
        }
        for line in [
            "x",
            "a.example, 1",
            "a.example, , DIRECT",
            "a.example, 1, BOTH",
            "a b, 1, DIRECT",
            "OWNER=x",
            "SUBDOMAIN=",
        ] {
            assert!(ad(line).is_err(), "{line}");
        }
        assert!(
            ad("a.example, 1, DIRECT\nb.example, 2, DIRECT").is_err(),
            "one line"
        );
    }

    #[test]
    fn contacts_are_addresses_somebody_reads() {
        assert_eq!(
            contact(" desk@gazette.example ").expect("mail"),
            "mailto:desk@gazette.example"
        );
        assert!(contact("https://gazette.example/report").is_ok());
        for bad in [
            "desk",
            "javascript:alert(1)",
            "http://gazette.example",
            "mailto:",
            "mailto:x\nExpires: 1",
        ] {
            assert!(contact(bad).is_err(), "{bad}");
        }
    }
}
