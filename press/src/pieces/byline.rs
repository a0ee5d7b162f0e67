//! Who wrote it, and where and when: the credits with links to people, and the dateline.

use crate::html::{Html, escape, href};
use crate::setting::Setting;
use paper::articles::content::Content;
use paper::copy::{BylineReason, CreditRole, Dateline};
use paper::reading::facts::{Card, PersonFacts};

/// The credits of an article, each role in its own phrase, with the dateline under them.
pub(crate) fn of_article(setting: &Setting<'_>, content: &Content, people: &[PersonFacts]) -> Html {
    let mut phrases = phrases(setting, content, |credited| name(credited, people));
    if phrases.is_empty() {
        phrases.push(escape(&reason(setting, content.byline_reason)));
    }
    let mut out = format!("<p data-record=\"byline\">{}", phrases.join(" · "));
    if let Some(place) = content
        .dateline
        .as_ref()
        .and_then(|dateline| self::dateline(setting, dateline))
    {
        out.push_str(&format!(
            "<br><span class=\"soft\">{}</span>",
            escape(&place)
        ));
    }
    out.push_str("</p>");
    Html::trusted(out)
}

/// The credits as plain text, or why there are none.
pub(crate) fn plain(setting: &Setting<'_>, content: &Content) -> String {
    let phrases = phrases(setting, content, str::to_owned);
    if phrases.is_empty() {
        return reason(setting, content.byline_reason);
    }
    phrases.join(" · ")
}

/// Credits and dateline as plain text.
pub(crate) fn text(setting: &Setting<'_>, content: &Content) -> String {
    let place = content
        .dateline
        .as_ref()
        .and_then(|dateline| self::dateline(setting, dateline));
    match place {
        Some(place) => format!("{} · {place}", plain(setting, content)),
        None => plain(setting, content),
    }
}

/// Each role's names in its own phrase.
fn phrases(
    setting: &Setting<'_>,
    content: &Content,
    print: impl Fn(&str) -> String,
) -> Vec<String> {
    let roles = [
        (CreditRole::Text, "byline-text"),
        (CreditRole::Photo, "byline-photo"),
        (CreditRole::Translation, "byline-translation"),
        (CreditRole::Editing, "byline-editing"),
        (CreditRole::Data, "byline-data"),
    ];
    let mut phrases: Vec<String> = Vec::new();
    for (role, key) in roles {
        let names: Vec<String> = content
            .byline
            .iter()
            .filter(|credit| credit.role == role)
            .map(|credit| print(&credit.name))
            .collect();
        if !names.is_empty() {
            phrases.push(phrase(setting, key, &names));
        }
    }
    phrases
}

/// The credits of a card, as plain text.
pub(crate) fn of_card(setting: &Setting<'_>, card: &Card) -> String {
    if card.byline.is_empty() {
        return card
            .byline_reason
            .map(|why| reason(setting, Some(why)))
            .unwrap_or_default();
    }
    // Names are plain text here; the template escapes them.
    setting.words.with(
        "byline-text",
        &[("names", joined(setting, &card.byline).into())],
    )
}

/// `Sant’Erasmo, 23 novembre 2026`; either part may be missing.
pub(crate) fn dateline(setting: &Setting<'_>, dateline: &Dateline) -> Option<String> {
    let day = dateline
        .date
        .map(|date| setting.calendar.day(date))
        .unwrap_or_default();
    let parts: Vec<&str> = [dateline.place.as_str(), day.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn name(name: &str, people: &[PersonFacts]) -> String {
    let page = people
        .iter()
        .find(|person| person.name == name)
        .and_then(|person| href(&person.path));
    match page {
        Some(page) => format!("<a rel=\"author\" href=\"{page}\">{}</a>", escape(name)),
        None => escape(name),
    }
}

fn phrase(setting: &Setting<'_>, key: &str, names: &[String]) -> String {
    // Where the names are markup, the words around them are ours and hold none.
    setting
        .words
        .with(key, &[("names", joined(setting, names).into())])
}

/// `A`, `A e B`, `A, B e C`.
pub(crate) fn joined(setting: &Setting<'_>, names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => setting.words.with(
            "list-and",
            &[
                ("first", first.join(", ").into()),
                ("last", last.as_str().into()),
            ],
        ),
    }
}

pub(crate) fn reason(setting: &Setting<'_>, reason: Option<BylineReason>) -> String {
    setting.say(match reason {
        Some(BylineReason::Desk) => "byline-desk",
        Some(BylineReason::AgencyText) => "byline-agency",
        Some(BylineReason::Protected) => "byline-protected",
        None => "byline-none",
    })
}
