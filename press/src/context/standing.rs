//! The imprint, standing pages, and pages that say what went wrong.

use super::cards::Card;
use super::frame::{Frame, NavItem};
use crate::calendar::When;
use crate::html::{Html, escape, link};
use crate::pieces::told;
use crate::setting::Setting;
use crate::text;
use paper::reading::imprint::{Imprint, StateAdvertising, Status};
use paper::reading::pages::{ErrorFacts, PageFacts};
use serde::Serialize;

/// The imprint page.
#[derive(Debug, Clone, Serialize)]
pub struct ImprintPage {
    /// What every page has.
    #[serde(flatten)]
    pub frame: Frame,
    /// The imprint.
    pub imprint: ImprintInfo,
}

/// The imprint as rows of name and value; what is not filled is not there.
#[derive(Debug, Clone, Serialize)]
pub struct ImprintInfo {
    /// Title, registration, director, owner, publisher, numbers, host.
    pub identity: Vec<Row>,
    /// Newsroom, address.
    pub contacts: Vec<Row>,
    /// Owners and beneficial owners, with the day they were last checked.
    pub ownership: Vec<Row>,
    /// Public money for advertising, a row a year.
    pub state_advertising: Vec<Row>,
    /// Revenue by source.
    pub revenue: Vec<Row>,
    /// All of it as one finished piece, which the page must show.
    pub record: Html,
}

/// A name and a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// What it is.
    pub name: String,
    /// What it says, with links.
    pub value: Html,
}

/// A standing page.
#[derive(Debug, Clone, Serialize)]
pub struct StandingPage {
    /// What every page has.
    #[serde(flatten)]
    pub frame: Frame,
    /// The page's own text.
    pub standing: Standing,
}

/// The text of a standing page.
#[derive(Debug, Clone, Serialize)]
pub struct Standing {
    /// Its heading.
    pub name: String,
    /// Its text.
    pub body: Html,
    /// When it was last changed.
    pub modified: When,
}

/// A page that says what went wrong.
#[derive(Debug, Clone, Serialize)]
pub struct ErrorPage {
    /// What every page has.
    #[serde(flatten)]
    pub frame: Frame,
    /// What went wrong.
    pub error: ErrorInfo,
}

/// What went wrong and what to do.
#[derive(Debug, Clone, Serialize)]
pub struct ErrorInfo {
    /// HTTP status.
    pub status: u16,
    /// `Errore 404`.
    pub kicker: String,
    /// What happened.
    pub headline: String,
    /// What it means, and what one can do.
    pub text: String,
    /// Where to go from here.
    pub ways: Vec<NavItem>,
    /// What is new.
    pub suggestions: Vec<Card>,
}

impl ImprintInfo {
    pub(crate) fn new(setting: &Setting<'_>) -> ImprintInfo {
        let imprint = &setting.title.imprint;
        let mut info = ImprintInfo {
            identity: identity(setting, imprint),
            contacts: contacts(setting, imprint),
            ownership: ownership(setting, imprint),
            state_advertising: imprint
                .state_advertising
                .iter()
                .flat_map(|line| advertising(setting, line))
                .collect(),
            revenue: imprint
                .revenue
                .iter()
                .map(|line| {
                    Row::text(
                        format!("{}, {}", line.source, line.year),
                        &euros(setting, line.amount_eur),
                    )
                })
                .collect(),
            record: Html::default(),
        };
        info.record = told::imprint(setting, &info);
        info
    }
}

/// Public money of one year: a row for the Union's authorities, and one for those of other countries where there was any.
fn advertising(setting: &Setting<'_>, line: &StateAdvertising) -> Vec<Row> {
    let year = line.year.to_string();
    let elsewhere = (line.third_country_eur > 0).then(|| {
        Row::text(
            format!("{year}, {}", setting.say("imprint-third-country")),
            &euros(setting, line.third_country_eur),
        )
    });
    let own = Row::text(year, &euros(setting, line.amount_eur));
    std::iter::once(own).chain(elsewhere).collect()
}

impl Row {
    fn text(name: String, value: &str) -> Row {
        Row {
            name,
            value: Html::trusted(escape(value)),
        }
    }
}

/// Rows in the making; an empty value makes none.
struct Rows<'a, 's> {
    setting: &'a Setting<'s>,
    rows: Vec<Row>,
}

impl Rows<'_, '_> {
    fn text(&mut self, key: &str, value: &str) {
        if !value.is_empty() {
            self.rows.push(Row::text(self.setting.say(key), value));
        }
    }

    fn html(&mut self, key: &str, value: String) {
        if !value.is_empty() {
            self.rows.push(Row {
                name: self.setting.say(key),
                value: Html::trusted(value),
            });
        }
    }
}

fn identity(setting: &Setting<'_>, imprint: &Imprint) -> Vec<Row> {
    let mut rows = Rows {
        setting,
        rows: Vec::new(),
    };
    rows.text("imprint-title", &setting.title.name);
    let status = match imprint.status {
        Status::RegisteredDaily => setting.say("imprint-status-daily"),
        Status::RegisteredPeriodical => setting.say("imprint-status-periodical"),
        Status::ExemptPeriodical => setting.say("imprint-status-exempt"),
        Status::Other | Status::Undeclared => String::new(),
    };
    rows.text("imprint-status", &status);
    if let Some(registration) = &imprint.registration {
        let day = registration
            .date
            .map(|date| setting.calendar.day(date))
            .unwrap_or_default();
        let parts = [&registration.court, &registration.number, &day];
        let parts: Vec<&str> = parts
            .into_iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        rows.text("imprint-registration", &parts.join(", "));
    }
    rows.text("imprint-director", &imprint.director);
    rows.text("imprint-publisher", &imprint.publisher);
    rows.text("imprint-owner", &imprint.owner);
    rows.text("imprint-place", &imprint.place);
    rows.text("imprint-vat", &imprint.vat);
    rows.text("imprint-roc", &imprint.roc);
    if let Some(host) = &imprint.host_provider {
        let parts: Vec<&str> = [host.name.as_str(), host.address.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        rows.text("imprint-host", &parts.join(", "));
    }
    rows.text("imprint-network", &setting.title.network);
    rows.rows
}

fn contacts(setting: &Setting<'_>, imprint: &Imprint) -> Vec<Row> {
    let mut rows = Rows {
        setting,
        rows: Vec::new(),
    };
    if !imprint.email.is_empty() {
        rows.html(
            "imprint-email",
            link(&format!("mailto:{}", imprint.email), &imprint.email),
        );
    }
    if !imprint.phone.is_empty() {
        let digits: String = imprint
            .phone
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '+')
            .collect();
        rows.html(
            "imprint-phone",
            link(&format!("tel:{digits}"), &imprint.phone),
        );
    }
    rows.text("imprint-address", &imprint.address);
    rows.rows
}

fn ownership(setting: &Setting<'_>, imprint: &Imprint) -> Vec<Row> {
    let mut rows = Rows {
        setting,
        rows: Vec::new(),
    };
    let owners: Vec<String> = imprint
        .owners
        .iter()
        .map(|owner| match owner.share.as_str() {
            "" => owner.name.clone(),
            share => format!("{} ({share})", owner.name),
        })
        .collect();
    rows.text("imprint-owners", &owners.join(", "));
    let persons: Vec<&str> = imprint
        .beneficial_owners
        .iter()
        .map(|owner| owner.name.as_str())
        .collect();
    rows.text("imprint-beneficial", &persons.join(", "));
    if let Some(date) = imprint.ownership_reviewed {
        rows.text("imprint-reviewed", &setting.calendar.day(date));
    }
    rows.rows
}

fn euros(setting: &Setting<'_>, amount: u64) -> String {
    setting
        .words
        .with("euros", &[("amount", setting.words.number(amount).into())])
}

impl Standing {
    pub(crate) fn new(setting: &Setting<'_>, facts: &PageFacts) -> Standing {
        Standing {
            name: facts.name.clone(),
            body: text::print(setting, &facts.body, &facts.pictures, 0).html,
            modified: setting.calendar.when(facts.modified),
        }
    }
}

impl ErrorInfo {
    pub(crate) fn new(setting: &Setting<'_>, facts: &ErrorFacts) -> ErrorInfo {
        let (headline, text) = match facts.status {
            404 => ("error-404", "error-404-text"),
            410 => ("error-410", "error-410-text"),
            503 => ("error-503", "error-503-text"),
            400..=499 => ("error-4xx", "error-4xx-text"),
            _ => ("error-5xx", "error-5xx-text"),
        };
        let mut ways = vec![NavItem::new(setting.say("error-to-front"), "/")];
        if facts.status < 500 {
            ways.push(NavItem::new(setting.say("error-to-archive"), "/archive"));
            let email = &setting.title.imprint.email;
            if !email.is_empty() {
                ways.push(NavItem::new(
                    setting.say("error-tell-us"),
                    format!("mailto:{email}"),
                ));
            }
        }
        ErrorInfo {
            status: facts.status,
            kicker: setting.words.with(
                "error-kicker",
                &[("status", facts.status.to_string().into())],
            ),
            headline: setting.say(headline),
            text: setting.say(text),
            ways,
            suggestions: Card::list(setting, &facts.suggestions, None),
        }
    }
}
