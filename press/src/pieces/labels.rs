//! What kind of text it is, who paid, and whether a machine wrote it: said before the text, in words.

use crate::html::{Html, escape};
use crate::setting::Setting;
use markup::diff::Run;
use paper::articles::content::{Content, State};
use paper::copy::{AiUse, Kind};
use paper::reading::facts::Card;

/// IPTC digital source types of pictures a machine has made.
const MADE_BY_MACHINE: [&str; 2] = [
    "trainedAlgorithmicMedia",
    "compositeWithTrainedAlgorithmicMedia",
];

/// Whether a picture must be labelled as made by a machine.
pub(crate) fn made_by_machine(source_type: &str) -> bool {
    MADE_BY_MACHINE.contains(&source_type)
}

/// Says in words of the page that a machine made a picture, where the comparison names only the type.
pub(crate) fn name_machines(setting: &Setting<'_>, runs: &mut [Run]) {
    for run in runs {
        for source_type in MADE_BY_MACHINE {
            let name = setting.say("label-picture-generated");
            run.text = run
                .text
                .replace(&format!("[{source_type}]"), &format!("[{name}]"));
        }
    }
}

/// The labels above a headline, as plain text.
pub(crate) fn texts(setting: &Setting<'_>, content: &Content) -> Vec<String> {
    let mut labels = Vec::new();
    if let Some(key) = loud(content.kind) {
        let sponsor = content
            .sponsor
            .as_ref()
            .map(|sponsor| sponsor.name.as_str());
        labels.push(match (content.kind, sponsor) {
            (Kind::Sponsored, Some(name)) => setting
                .words
                .with("label-sponsored-by", &[("name", name.into())]),
            _ => setting.say(key),
        });
    }
    if content.ai == Some(AiUse::Generated) {
        labels.push(if content.reviewer.is_empty() {
            setting.say("label-generated")
        } else {
            setting.words.with(
                "label-generated-reviewed",
                &[("name", content.reviewer.as_str().into())],
            )
        });
    }
    labels
}

/// What stands above a headline: its labels, and the language of the text where it is not the title's.
fn above(setting: &Setting<'_>, content: &Content) -> Vec<String> {
    let mut labels = texts(setting, content);
    labels.extend(tongue(setting, &content.language));
    labels
}

/// That a text is in another language than its title: readers are told before they follow a link.
fn tongue(setting: &Setting<'_>, language: &str) -> Option<String> {
    let foreign = setting.foreign(language)?;
    let primary = |tag: &str| {
        let first = tag.split(['-', '_']).next().unwrap_or_default();
        first.to_ascii_lowercase()
    };
    let of = primary(foreign);
    if of == primary(&setting.title.language) {
        // British in an American paper is no other language.
        return None;
    }
    let key = match of.as_str() {
        "it" => "label-language-it",
        "en" => "label-language-en",
        "fr" => "label-language-fr",
        "de" => "label-language-de",
        "es" => "label-language-es",
        "pt" => "label-language-pt",
        "sl" => "label-language-sl",
        "hr" => "label-language-hr",
        _ => {
            let name = [("name", foreign.into())];
            return Some(setting.words.with("label-language", &name));
        }
    };
    Some(setting.say(key))
}

/// A kicker that says again what a label above it says, in other letters or none.
fn repeats(kicker: &str, labels: &[String]) -> bool {
    let bare = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let kicker = bare(kicker);
    // «Opinione: il parere di chi firma» is «Opinione», said at length.
    labels.iter().any(|label| {
        bare(label) == kicker
            || label
                .split(':')
                .next()
                .is_some_and(|head| bare(head) == kicker)
    })
}

/// The kicker of an article, unless a label says it already or it is in another language than the page.
pub(crate) fn kicker_of_article(setting: &Setting<'_>, content: &Content) -> String {
    let labels = above(setting, content);
    kicker(setting, &content.kicker, &content.language, &labels)
}

/// The same for a card.
pub(crate) fn kicker_of_card(setting: &Setting<'_>, card: &Card) -> String {
    let labels = texts_of_card(setting, card);
    kicker(setting, &card.kicker, &card.language, &labels)
}

fn kicker(setting: &Setting<'_>, kicker: &str, language: &str, labels: &[String]) -> String {
    if setting.foreign(language).is_some() || repeats(kicker, labels) {
        String::new()
    } else {
        kicker.to_owned()
    }
}

/// The labels above a headline; empty where the kind needs none and a person wrote the text.
pub(crate) fn of_article(setting: &Setting<'_>, content: &Content) -> Html {
    let labels = above(setting, content);
    if labels.is_empty() {
        return Html::default();
    }
    let items: String = labels
        .iter()
        .map(|label| format!("<b class=\"st\">{}</b>", escape(label)))
        .collect();
    Html::trusted(format!(
        "<p class=\"labels\" data-record=\"labels\">{items}</p>"
    ))
}

/// The label of a card: what readers must know before they follow the link.
pub(crate) fn of_card(setting: &Setting<'_>, card: &Card) -> Html {
    let labels = texts_of_card(setting, card);
    if labels.is_empty() {
        return Html::default();
    }
    Html::trusted(format!(
        "<b class=\"st\" data-record=\"mark\">{}</b>",
        escape(&labels.join(" · "))
    ))
}

fn texts_of_card(setting: &Setting<'_>, card: &Card) -> Vec<String> {
    let mut labels = Vec::new();
    if card.state != State::Live {
        labels.push(setting.say("label-withdrawn"));
    }
    match (card.kind, card.sponsor.as_deref()) {
        (Kind::Sponsored, Some(name)) => {
            labels.push(
                setting
                    .words
                    .with("label-sponsored-by", &[("name", name.into())]),
            );
        }
        (kind, _) => labels.extend(short(kind).map(|key| setting.say(key))),
    }
    if card.ai == Some(AiUse::Generated) {
        labels.push(setting.say("label-generated"));
    }
    let machine = |source_type: &str| made_by_machine(source_type);
    if card
        .picture
        .as_ref()
        .is_some_and(|picture| machine(&picture.source_type))
    {
        labels.push(setting.say("label-picture-generated"));
    }
    labels.extend(tongue(setting, &card.language));
    labels
}

/// The name of a kind, as printed in the record strip.
pub(crate) fn kind_name(setting: &Setting<'_>, kind: Kind) -> String {
    setting.say(match kind {
        Kind::News => "kind-news",
        Kind::Brief => "kind-brief",
        Kind::Analysis => "kind-analysis",
        Kind::Opinion => "kind-opinion",
        Kind::Interview => "kind-interview",
        Kind::Live => "kind-live",
        Kind::Service => "kind-service",
        Kind::Listing => "kind-listing",
        Kind::Obituary => "kind-obituary",
        Kind::Letter => "kind-letter",
        Kind::Gallery => "kind-gallery",
        Kind::Agency => "kind-agency",
        Kind::PressRelease => "kind-press-release",
        Kind::Satire => "kind-satire",
        Kind::Sponsored => "kind-sponsored",
    })
}

/// Kinds readers must not take for news, with the sentence that says so.
fn loud(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Analysis => Some("kind-analysis"),
        Kind::Opinion => Some("label-opinion"),
        Kind::Letter => Some("label-letter"),
        Kind::Agency => Some("kind-agency"),
        Kind::PressRelease => Some("label-press-release"),
        Kind::Satire => Some("label-satire"),
        Kind::Sponsored => Some("kind-sponsored"),
        _ => None,
    }
}

/// Whether the kind is said above the headline, so that the record strip need not repeat it.
pub(crate) fn is_loud(kind: Kind) -> bool {
    loud(kind).is_some()
}

/// The same in a word, for cards.
fn short(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Analysis => Some("kind-analysis"),
        Kind::Opinion => Some("kind-opinion"),
        Kind::Letter => Some("kind-letter"),
        Kind::Agency => Some("kind-agency"),
        Kind::PressRelease => Some("kind-press-release"),
        Kind::Satire => Some("kind-satire"),
        Kind::Sponsored => Some("kind-sponsored"),
        _ => None,
    }
}
