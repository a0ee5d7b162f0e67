//! The record strip: kind, dates, length, sources, corrections and history of an article, in one compact line.

use crate::calendar::When;
use crate::html::{Html, escape, href};
use crate::pieces::labels;
use crate::setting::Setting;
use paper::articles::content::Class;
use paper::reading::pages::ArticleFacts;

/// Words read in a minute, for the length shown to readers.
const WORDS_PER_MINUTE: u32 = 220;

/// Minutes a text of so many words takes, at least one.
pub(crate) fn minutes(words: u32) -> u32 {
    words.div_ceil(WORDS_PER_MINUTE).max(1)
}

/// The strip of an article with `words` words.
pub(crate) fn strip(setting: &Setting<'_>, facts: &ArticleFacts, words: u32) -> Html {
    let content = &facts.content;
    let published = setting.calendar.when(content.first_published);
    let mut items = Vec::new();
    if !labels::is_loud(content.kind) {
        items.push(escape(&labels::kind_name(setting, content.kind)));
    }
    items.push(dated(
        setting,
        "record-published",
        &published.iso,
        &published.text,
    ));
    if content.modified > content.first_published {
        items.push(updated(
            setting,
            &published,
            &setting.calendar.when(content.modified),
        ));
    }
    items.push(escape(
        &setting.words.count("record-minutes", minutes(words)),
    ));
    if !content.sources.is_empty() {
        let count = u32::try_from(content.sources.len()).unwrap_or(u32::MAX);
        items.push(anchor(
            "#sources",
            &setting.words.count("record-sources", count),
        ));
    }
    let corrections = facts
        .notes
        .iter()
        .filter(|note| matches!(note.class, Class::Correction | Class::Clarification))
        .count();
    if corrections > 0 {
        let count = u32::try_from(corrections).unwrap_or(u32::MAX);
        items.push(anchor(
            "#notes",
            &setting.words.count("record-corrections", count),
        ));
    }
    items.push(history(setting, facts));
    let items: String = items
        .iter()
        .map(|item| format!("<li>{item}</li>"))
        .collect();
    Html::trusted(format!(
        "<ul class=\"rec\" aria-label=\"{}\" data-record=\"record\">{items}</ul>",
        escape(&setting.say("record-label"))
    ))
}

/// What remains in the strip of a withdrawn article: kind, when it was out, its history.
pub(crate) fn of_withdrawn(setting: &Setting<'_>, facts: &ArticleFacts) -> Html {
    let published = setting.calendar.when(facts.content.first_published);
    let items = [
        escape(&labels::kind_name(setting, facts.content.kind)),
        dated(setting, "record-published", &published.iso, &published.text),
        anchor(&facts.history, &setting.say("record-history")),
    ];
    let items: String = items
        .iter()
        .map(|item| format!("<li>{item}</li>"))
        .collect();
    Html::trusted(format!(
        "<ul class=\"rec\" aria-label=\"{}\" data-record=\"record\">{items}</ul>",
        escape(&setting.say("record-label"))
    ))
}

/// `Aggiornato alle 18.32` on the day of publication, with the day after that.
fn updated(setting: &Setting<'_>, published: &When, modified: &When) -> String {
    if published.date == modified.date {
        dated(setting, "record-updated-at", &modified.iso, &modified.time)
    } else {
        dated(setting, "record-updated", &modified.iso, &modified.text)
    }
}

/// A phrase with its moment inside a `time` element.
fn dated(setting: &Setting<'_>, key: &str, iso: &str, shown: &str) -> String {
    let time = format!(
        "<time datetime=\"{}\">{}</time>",
        escape(iso),
        escape(shown)
    );
    setting.words.with(key, &[("when", time.as_str().into())])
}

fn history(setting: &Setting<'_>, facts: &ArticleFacts) -> String {
    if facts.versions <= 1 {
        return anchor(&facts.history, &setting.say("record-first-version"));
    }
    format!(
        "<b>{}</b>: {}",
        escape(&setting.words.count("record-version", facts.content.number)),
        anchor(&facts.history, &setting.say("record-history"))
    )
}

fn anchor(address: &str, text: &str) -> String {
    match href(address) {
        Some(address) => format!("<a href=\"{address}\">{}</a>", escape(text)),
        None => escape(text),
    }
}
