//! The line at the foot of every page that says who publishes and who answers for it.

use crate::html::{Html, escape, href, link};
use crate::setting::Setting;
use paper::reading::facts::PageRole;

/// Where the imprint page is.
pub(crate) const IMPRINT_PATH: &str = "/imprint";

/// Where the page of facts is.
pub(crate) const TRUST_PATH: &str = "/trust";

/// The colophon line of the title.
pub(crate) fn line(setting: &Setting<'_>) -> Html {
    let mut sentences = identity(setting);
    sentences.extend(contacts(setting));
    let links = links(setting);
    let out = format!(
        "<p class=\"colo\" data-record=\"colophon\"><b>{}</b>. {} {links} {}</p>",
        escape(&setting.title.name),
        sentences.join(" "),
        escape(&setting.say("colophon-made-with"))
    );
    Html::trusted(out)
}

/// Registration, director, publisher, numbers: a sentence for each that is filled.
fn identity(setting: &Setting<'_>) -> Vec<String> {
    let imprint = &setting.title.imprint;
    let mut out = Vec::new();
    if let Some(registration) = &imprint.registration
        && !registration.number.is_empty()
    {
        let day = registration.date.map(|date| setting.calendar.day(date));
        let key = if day.is_some() {
            "colophon-registration-dated"
        } else {
            "colophon-registration"
        };
        out.push(escape(&setting.words.with(
            key,
            &[
                ("court", registration.court.as_str().into()),
                ("number", registration.number.as_str().into()),
                ("day", day.unwrap_or_default().into()),
            ],
        )));
    }
    let mut say = |key: &str, value: &str| {
        if !value.is_empty() {
            out.push(escape(&setting.words.with(key, &[("value", value.into())])));
        }
    };
    say("colophon-director", &imprint.director);
    // Who owns a title publishes it where nobody else is named; an address alone publishes nothing.
    let publisher = [imprint.publisher.as_str(), imprint.owner.as_str()]
        .into_iter()
        .find(|name| !name.trim().is_empty());
    if let Some(name) = publisher {
        let parts: Vec<&str> = [name, imprint.address.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        say("colophon-publisher", &parts.join(", "));
    }
    say("colophon-vat", &imprint.vat);
    say("colophon-roc", &imprint.roc);
    out
}

fn contacts(setting: &Setting<'_>) -> Option<String> {
    let imprint = &setting.title.imprint;
    let mut ways = Vec::new();
    if !imprint.email.is_empty() {
        ways.push(link(&format!("mailto:{}", imprint.email), &imprint.email));
    }
    if !imprint.phone.is_empty() {
        ways.push(escape(&imprint.phone));
    }
    (!ways.is_empty()).then(|| {
        setting
            .words
            .with("colophon-newsroom", &[("value", ways.join(", ").into())])
    })
}

/// The imprint, and the privacy and accessibility pages where the title has them.
fn links(setting: &Setting<'_>) -> String {
    let mut out = vec![link(IMPRINT_PATH, &setting.say("colophon-imprint"))];
    for role in [PageRole::Privacy, PageRole::Accessibility] {
        let page = setting.title.pages.iter().find(|page| page.role == role);
        if let Some(page) = page
            && href(&page.path).is_some()
        {
            out.push(link(&page.path, &page.name));
        }
    }
    format!("{}.", out.join(", "))
}
