//! The page of facts: what a title's record says of it, and where each thing that is asked of a newspaper stands.

use super::corrections::figures;
use super::frame::{Frame, NavItem};
use super::standing::Row;
use crate::html::{Html, escape, link};
use crate::pieces::colophon::IMPRINT_PATH;
use crate::pieces::{notes, told};
use crate::setting::Setting;
use paper::reading::facts::PageRole;
use paper::reading::imprint::Imprint;
use paper::reading::trust::{Owned, TrustFacts, rule_name};
use paper::trust::Counts;
use serde::Serialize;

/// The page of facts.
#[derive(Debug, Clone, Serialize)]
pub struct TrustPage {
    /// What every page has.
    #[serde(flatten)]
    pub frame: Frame,
    /// The facts.
    pub trust: Trust,
}

/// What the record says of a title.
#[derive(Debug, Clone, Serialize)]
pub struct Trust {
    /// Shares of the texts of a year, in words; empty before the first count.
    pub texts: Vec<Row>,
    /// When they were counted, in words; or that they are counted soon.
    pub counted: String,
    /// Corrections and how fast they came, in words.
    pub corrections: Vec<String>,
    /// How often the gate was overridden, by rule.
    pub overrides: Vec<Row>,
    /// Why, where the title tells.
    pub reasons: Vec<Row>,
    /// Those who sign here and have a page.
    pub people: Vec<NavItem>,
    /// The titles of the network with their owners.
    pub network: Vec<Row>,
    /// What is asked of a newspaper, and where it stands.
    pub asked: Vec<Asked>,
    /// Everything that is counted as one finished piece, which the page must show.
    pub record: Html,
}

/// Something that is asked of a newspaper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// What.
    pub name: String,
    /// By whom: Trust Project, JTI, EMFA.
    pub by: String,
    /// `shown` by the record itself, `written` by the newsroom, or `missing`.
    pub state: &'static str,
    /// The name of the page it stands on; or that it is on every article, or missing.
    pub says: String,
    /// Where it stands; empty where it is on every article or missing.
    pub href: String,
}

/// How a thing that is asked for is answered.
enum Way {
    /// By the record itself, at an address; an empty one means on every article.
    Shown(&'static str),
    /// By the imprint, where it is filled in.
    Imprint(fn(&Imprint) -> bool),
    /// By a standing page of one of these, the best first.
    Page(&'static [PageRole]),
}

/// What is asked: a message's key, by whom, how it is answered. `T` is the Trust Project's indicators, `J` the Journalism
/// Trust Initiative (CWA 17493), `E` art. 6(1) of Regulation (EU) 2024/1083.
const ASKED: [(&str, &str, Way); 22] = [
    (
        "trust-legal-name",
        "TJE",
        Way::Imprint(|imprint| !(imprint.publisher.is_empty() && imprint.owner.is_empty())),
    ),
    (
        "trust-contacts",
        "TJE",
        Way::Imprint(|imprint| {
            !(imprint.email.is_empty() && imprint.phone.is_empty() && imprint.address.is_empty())
        }),
    ),
    (
        "trust-director",
        "TJ",
        Way::Imprint(|imprint| !imprint.director.is_empty()),
    ),
    (
        "trust-owners",
        "TJE",
        Way::Imprint(|imprint| !(imprint.owners.is_empty() && imprint.owner.is_empty())),
    ),
    (
        "trust-beneficial",
        "E",
        Way::Imprint(|imprint| !imprint.beneficial_owners.is_empty()),
    ),
    (
        "trust-state-money",
        "E",
        Way::Imprint(|imprint| !imprint.state_advertising.is_empty()),
    ),
    (
        "trust-revenue",
        "TJ",
        Way::Imprint(|imprint| !imprint.revenue.is_empty()),
    ),
    (
        "trust-mission",
        "TJ",
        Way::Page(&[PageRole::Mission, PageRole::About]),
    ),
    (
        "trust-masthead",
        "TJ",
        Way::Page(&[PageRole::Masthead, PageRole::About]),
    ),
    (
        "trust-ethics",
        "TJ",
        Way::Page(&[PageRole::Ethics, PageRole::Rules]),
    ),
    (
        "trust-checking",
        "TJ",
        Way::Page(&[PageRole::FactChecking, PageRole::Rules]),
    ),
    (
        "trust-unnamed",
        "TJ",
        Way::Page(&[PageRole::UnnamedSources, PageRole::Rules]),
    ),
    (
        "trust-bylines",
        "TJ",
        Way::Page(&[PageRole::Bylines, PageRole::Rules]),
    ),
    (
        "trust-correcting",
        "TJ",
        Way::Page(&[PageRole::Corrections, PageRole::Rules]),
    ),
    (
        "trust-feedback",
        "TJ",
        Way::Page(&[PageRole::Feedback, PageRole::Contacts]),
    ),
    ("trust-diversity", "T", Way::Page(&[PageRole::Diversity])),
    ("trust-funding", "TJ", Way::Page(&[PageRole::Ownership])),
    ("trust-corrected", "TJ", Way::Shown("/corrections")),
    ("trust-authors", "T", Way::Shown("")),
    ("trust-kinds", "TJ", Way::Shown("")),
    ("trust-sources", "T", Way::Shown("")),
    ("trust-history", "TJ", Way::Shown("")),
];

impl Trust {
    pub(crate) fn new(setting: &Setting<'_>, facts: &TrustFacts) -> Trust {
        let italian = setting.title.language.starts_with("it");
        let rule = |code: &str| rule_name(code, italian);
        let mut corrections: Vec<String> = facts
            .told
            .iter()
            .filter(|(_, n)| *n > 0)
            .map(|(class, n)| {
                let name = notes::class_name(setting, *class);
                let said = [("class", name.into()), ("n", (*n).into())];
                setting.words.with("corrections-count", &said)
            })
            .collect();
        corrections.extend(figures(setting, &facts.figures));
        let mut trust = Trust {
            texts: facts
                .counts
                .map_or_else(Vec::new, |counts| texts(setting, &counts)),
            counted: counted(setting, facts.counts.as_ref()),
            corrections,
            overrides: facts
                .overrides
                .iter()
                .map(|one| Row {
                    name: rule(&one.code),
                    value: Html::trusted(escape(&setting.words.count("trust-times", one.times))),
                })
                .collect(),
            reasons: facts
                .reasons
                .iter()
                .map(|one| {
                    let day = setting.calendar.when(one.at).text;
                    Row {
                        name: format!("{day}: {}", rule(&one.code)),
                        value: Html::trusted(escape(&one.reason)),
                    }
                })
                .collect(),
            people: facts
                .people
                .iter()
                .map(|one| NavItem::new(&one.name, &one.path))
                .collect(),
            network: facts
                .network
                .iter()
                .map(|one| owned(setting, one))
                .collect(),
            asked: ASKED
                .iter()
                .map(|(key, by, way)| Asked::new(setting, key, by, way))
                .collect(),
            record: Html::default(),
        };
        trust.record = told::trust(setting, &trust);
        trust
    }
}

fn counted(setting: &Setting<'_>, counts: Option<&Counts>) -> String {
    match counts {
        None => setting.say("trust-not-counted"),
        Some(counts) => {
            let at = setting.calendar.when(counts.at).text;
            setting.words.with("trust-counted", &[("at", at.into())])
        }
    }
}

/// `128 su 130 (98%)`: a share is told beside what it is of.
fn texts(setting: &Setting<'_>, counts: &Counts) -> Vec<Row> {
    let of = |n: u32| {
        let share =
            (u64::from(n) * 100 + u64::from(counts.texts) / 2) / u64::from(counts.texts.max(1));
        let said = [
            ("n", setting.words.number(n.into()).into()),
            ("all", setting.words.number(counts.texts.into()).into()),
            ("share", share.into()),
        ];
        setting.words.with("trust-share", &said)
    };
    let all = setting.words.number(counts.texts.into());
    [
        ("trust-texts", all),
        ("trust-sourced", of(counts.sourced)),
        ("trust-signed", of(counts.signed)),
        ("trust-second", of(counts.second_read)),
        ("trust-assisted", of(counts.assisted)),
        ("trust-written", of(counts.written)),
    ]
    .into_iter()
    .map(|(key, value)| Row {
        name: setting.say(key),
        value: Html::trusted(escape(&value)),
    })
    .collect()
}

fn owned(setting: &Setting<'_>, owned: &Owned) -> Row {
    let mut said = match owned.owner.as_str() {
        "" => setting.say("trust-owner-untold"),
        owner => owner.to_owned(),
    };
    if !owned.publisher.is_empty() {
        let publisher = [("name", owned.publisher.as_str().into())];
        said = format!(
            "{said}; {}",
            setting.words.with("trust-published-by", &publisher)
        );
    }
    let imprint = link(
        &format!("{}{IMPRINT_PATH}", owned.title.base_url),
        &setting.say("footer-imprint"),
    );
    Row {
        name: owned.title.name.clone(),
        value: Html::trusted(format!("{} · {imprint}", escape(&said))),
    }
}

impl Asked {
    fn new(setting: &Setting<'_>, key: &str, by: &str, way: &Way) -> Asked {
        let by: Vec<&str> = by
            .chars()
            .map(|one| match one {
                'T' => "Trust Project",
                'J' => "JTI",
                _ => "EMFA",
            })
            .collect();
        let missing = ("missing", String::new(), setting.say("trust-missing"));
        let (state, href, says) = match way {
            Way::Shown("") => ("shown", String::new(), setting.say("trust-on-articles")),
            Way::Shown(href) => (
                "shown",
                (*href).to_owned(),
                setting.say("footer-corrections"),
            ),
            Way::Imprint(filled) if filled(&setting.title.imprint) => {
                let imprint = setting.say("footer-imprint");
                ("shown", IMPRINT_PATH.to_owned(), imprint)
            }
            Way::Imprint(_) => missing,
            Way::Page(roles) => roles
                .iter()
                .find_map(|role| setting.title.pages.iter().find(|page| page.role == *role))
                .map_or(missing, |page| {
                    ("written", page.path.clone(), page.name.clone())
                }),
        };
        Asked {
            name: setting.say(key),
            by: by.join(", "),
            state,
            says,
            href,
        }
    }
}
