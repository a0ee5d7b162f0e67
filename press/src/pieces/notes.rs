//! What was changed after publication, said above the text: corrections first, then the rest, then updates.

use crate::html::{Html, escape, href};
use crate::setting::Setting;
use paper::articles::content::{Class, RedactionNote, Statement};
use paper::reading::facts::NoteFacts;
use paper::reading::pages::ArticleFacts;

/// Updates shown open; older ones fold away. Corrections never fold.
const UPDATES_OPEN: usize = 1;

/// The notes of an article; empty where nothing was changed that readers must know.
pub(crate) fn of_article(setting: &Setting<'_>, facts: &ArticleFacts) -> Html {
    let mut out = superseded(setting, facts);
    for class in [Class::Correction, Class::Clarification, Class::Restoration] {
        for note in facts.notes.iter().filter(|note| note.class == class) {
            out.push_str(&note_box(setting, note, facts));
        }
    }
    for (number, statement) in facts.content.statements.iter().enumerate() {
        out.push_str(&printed(setting, facts, statement, number + 1));
    }
    // Names blanked for one reason on one day are one thing to readers.
    let mut told: Vec<(Class, &str, String)> = Vec::new();
    for redaction in &facts.content.redactions {
        let day = setting.calendar.when(redaction.at).day;
        let one = (redaction.class, redaction.reason.as_str(), day);
        if !told.contains(&one) {
            out.push_str(&redaction_box(setting, redaction));
            told.push(one);
        }
    }
    let updates: Vec<&NoteFacts> = facts
        .notes
        .iter()
        .filter(|note| note.class == Class::Update && !note.note.is_empty())
        .collect();
    for note in updates.iter().take(UPDATES_OPEN) {
        out.push_str(&note_box(setting, note, facts));
    }
    let older: String = updates
        .iter()
        .skip(UPDATES_OPEN)
        .map(|note| note_box(setting, note, facts))
        .collect();
    if !older.is_empty() {
        let count = u32::try_from(updates.len() - UPDATES_OPEN).unwrap_or(u32::MAX);
        let label = escape(&setting.words.count("notes-older-updates", count));
        out.push_str(&format!(
            "<details><summary>{label}</summary>{older}</details>"
        ));
    }
    if out.is_empty() {
        return Html::default();
    }
    Html::trusted(format!(
        "<section class=\"notes\" id=\"notes\" aria-label=\"{}\" data-record=\"notes\">{out}</section>",
        escape(&setting.say("notes-label"))
    ))
}

/// The notice in the place of a withdrawn article: when, why, who decided.
pub(crate) fn of_withdrawal(setting: &Setting<'_>, facts: &ArticleFacts) -> Html {
    let withdrawal = withdrawal(&facts.notes);
    let (at, why, editor) = match withdrawal {
        Some(note) => (note.at, note.note.as_str(), note.editor.as_str()),
        None => (facts.content.at, facts.content.note.as_str(), ""),
    };
    let when = setting.calendar.when(at);
    let time = format!(
        "<time datetime=\"{}\">{}</time>",
        escape(&when.iso),
        escape(&when.day)
    );
    let mut out = format!(
        "<div class=\"box fix\" data-record=\"notes\"><p><b>{}</b>",
        setting
            .words
            .with("withdrawn-on", &[("when", time.as_str().into())])
    );
    if !why.is_empty() {
        out.push_str(&format!(" {}", escape(why)));
    }
    if !editor.is_empty() {
        let decided = setting
            .words
            .with("withdrawn-by", &[("name", editor.into())]);
        out.push_str(&format!(
            " <span class=\"soft\">{}</span>",
            escape(&decided)
        ));
    }
    out.push_str("</p></div>");
    Html::trusted(out)
}

/// The note that says why a text was taken away, among those of its article, newest first.
pub(crate) fn withdrawal(notes: &[NoteFacts]) -> Option<&NoteFacts> {
    notes
        .iter()
        .find(|note| matches!(note.class, Class::Withdrawal | Class::Kill))
}

/// The name of a class of change, as printed on chips and in notes.
pub(crate) fn class_name(setting: &Setting<'_>, class: Class) -> String {
    setting.say(match class {
        Class::First => "class-first",
        Class::Typo => "class-typo",
        Class::Style => "class-style",
        Class::Update => "class-update",
        Class::Correction => "class-correction",
        Class::Clarification => "class-clarification",
        Class::Reply => "class-reply",
        Class::Withdrawal => "class-withdrawal",
        Class::Kill => "class-kill",
        Class::Restoration => "class-restoration",
        Class::Placing => "class-placing",
        Class::Legal => "class-legal",
        Class::Rights => "class-rights",
    })
}

/// The tone a class of change is shown in; never the only sign of it.
pub(crate) fn tone(class: Class) -> &'static str {
    match class {
        Class::Correction | Class::Clarification | Class::Withdrawal | Class::Kill => "fix",
        Class::Update | Class::Reply => "upd",
        Class::First | Class::Restoration => "good",
        Class::Typo | Class::Style | Class::Placing | Class::Legal | Class::Rights => "",
    }
}

fn note_box(setting: &Setting<'_>, note: &NoteFacts, facts: &ArticleFacts) -> String {
    let when = setting.calendar.when(note.at);
    let same_day =
        setting.calendar.date(facts.content.first_published) == setting.calendar.date(note.at);
    let shown = if same_day { &when.time } else { &when.text };
    let time = format!(
        "<time datetime=\"{}\">{}</time>",
        escape(&when.iso),
        escape(shown)
    );
    let mut out = format!(
        "<div class=\"box {}\"><p><b>{}, {time}.</b>",
        tone(note.class),
        escape(&class_name(setting, note.class))
    );
    if !note.note.is_empty() {
        out.push_str(&format!(" {}", escape(&note.note)));
    }
    if facts.reported.contains(&note.number) {
        out.push_str(&format!(
            " <span class=\"soft\">{}</span>",
            escape(&setting.say("notes-reported"))
        ));
    }
    if let Some(page) = href(&format!("{}#v{}", facts.history, note.number)) {
        out.push_str(&format!(
            " <a href=\"{page}\">{}</a>",
            escape(&setting.say("notes-see-change"))
        ));
    }
    out.push_str("</p></div>");
    out
}

/// A text of a series that has expired says so, and leads to the next.
fn superseded(setting: &Setting<'_>, facts: &ArticleFacts) -> String {
    let Some(next) = &facts.superseded_by else {
        return String::new();
    };
    let Some(path) = href(&next.path) else {
        return String::new();
    };
    format!(
        "<div class=\"box upd\"><p><b>{}</b> <a href=\"{path}\">{}</a></p></div>",
        escape(&setting.say("notes-superseded")),
        escape(&next.name)
    )
}

/// A statement of a person concerned: a headline of its own, and its text set like the article's (law 47/1948, article 8).
fn printed(
    setting: &Setting<'_>,
    facts: &ArticleFacts,
    statement: &Statement,
    number: usize,
) -> String {
    let when = setting.calendar.when(statement.at);
    let heading = setting.words.with(
        "statement-heading",
        &[("name", statement.name.as_str().into())],
    );
    let mut out = format!(
        "<section class=\"stmt\" aria-labelledby=\"statement-{number}\"><h2 id=\"statement-{number}\">{}</h2>\
         <p class=\"meta\"><time datetime=\"{}\">{}</time></p>",
        escape(&heading),
        escape(&when.iso),
        escape(&when.text)
    );
    for paragraph in statement.text.split("\n\n") {
        let lines: Vec<String> = paragraph.lines().map(escape).collect();
        out.push_str(&format!("<p>{}</p>", lines.join("<br>")));
    }
    let own = facts
        .notes
        .iter()
        .find(|note| note.class == Class::Reply && note.at == statement.at)
        .filter(|note| note.note != statement.name);
    if let Some(note) = own {
        out.push_str(&format!(
            "<p class=\"meta\"><b>{}</b> {}</p>",
            escape(&setting.say("statement-newsroom")),
            escape(&note.note)
        ));
    }
    out.push_str("</section>");
    out
}

fn redaction_box(setting: &Setting<'_>, redaction: &RedactionNote) -> String {
    let when = setting.calendar.when(redaction.at);
    format!(
        "<div class=\"box\"><p><b>{}, <time datetime=\"{}\">{}</time>.</b> {}</p></div>",
        escape(&class_name(setting, redaction.class)),
        escape(&when.iso),
        escape(&when.day),
        escape(&redaction.reason)
    )
}
