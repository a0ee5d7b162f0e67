//! The forms for reporting an error and for asking that a statement be printed, and what became of them.

use super::forms::{FormInfo, SaidInfo, at_field, of_whole};
use super::frame::NavItem;
use crate::pieces::form::{Field, Form, Takes};
use crate::setting::Setting;
use paper::cases::alarm::REPLY_HOURS;
use paper::cases::{PASSAGE_CHARS_MAX, State, Subject, TEXT_CHARS_MAX};
use paper::reading::facts::PageRole;
use paper::reading::pages::{CaseFormFacts, CaseSentFacts};

/// The last part of the address of a form.
pub(crate) fn ending(subject: Subject) -> &'static str {
    match subject {
        Subject::Error => "/report",
        Subject::Reply => "/reply",
    }
}

impl FormInfo {
    pub(crate) fn case(setting: &Setting<'_>, facts: &CaseFormFacts) -> FormInfo {
        let policy = &setting.title.comments;
        let form = Form {
            action: format!("{}{}", facts.path, ending(facts.subject)),
            hidden: vec![("token", facts.token.clone())],
            fields: fields(setting, facts),
            faults: of_whole(setting, &facts.problems),
            button: setting.say(of(facts.subject, "case-error-send", "case-reply-send")),
            before_button: setting.words.with(
                of(facts.subject, "case-error-data", "case-reply-data"),
                &[
                    ("address", u32::from(policy.address_days).into()),
                    ("email", u32::from(policy.email_days).into()),
                ],
            ),
        };
        FormInfo {
            headline: setting.say(of(
                facts.subject,
                "case-error-heading",
                "case-reply-heading",
            )),
            article: NavItem::new(&facts.headline, &facts.path),
            notes: notes(setting, facts.subject),
            answered: None,
            body: form.html(setting),
            pages: ways(setting, facts),
        }
    }
}

fn of(subject: Subject, error: &'static str, reply: &'static str) -> &'static str {
    match subject {
        Subject::Error => error,
        Subject::Reply => reply,
    }
}

fn notes(setting: &Setting<'_>, subject: Subject) -> Vec<String> {
    match subject {
        Subject::Error => vec![setting.say("case-error-about")],
        Subject::Reply => {
            let hours = u32::try_from(REPLY_HOURS).unwrap_or(u32::MAX);
            vec![
                setting.say("case-reply-about"),
                setting
                    .words
                    .with("case-reply-clock", &[("hours", hours.into())]),
            ]
        }
    }
}

/// The other form, the corrections, and what is done with the data.
fn ways(setting: &Setting<'_>, facts: &CaseFormFacts) -> Vec<NavItem> {
    let (key, other) = match facts.subject {
        Subject::Error => ("case-ask-reply", Subject::Reply),
        Subject::Reply => ("case-report", Subject::Error),
    };
    let form = format!("{}{}", facts.path, ending(other));
    let pages = setting.title.pages.iter();
    [
        NavItem::new(setting.say(key), &form),
        NavItem::new(setting.say("corrections-heading"), "/corrections"),
    ]
    .into_iter()
    .chain(
        pages
            .filter(|page| page.role == PageRole::Privacy)
            .map(|page| NavItem::new(&page.name, &page.path)),
    )
    .collect()
}

fn fields(setting: &Setting<'_>, facts: &CaseFormFacts) -> Vec<Field> {
    let reply = facts.subject == Subject::Reply;
    let field = |name: &'static str, label: &str| Field {
        name,
        label: setting.say(label),
        fault: at_field(setting, &facts.problems, name),
        ..Field::default()
    };
    let text = Field {
        takes: Takes::Text,
        required: true,
        value: facts.entry.text.clone(),
        chars_max: TEXT_CHARS_MAX,
        ..field(
            "text",
            of(facts.subject, "case-field-error", "case-field-statement"),
        )
    };
    let passage = Field {
        aside: setting.say("case-field-passage-aside"),
        takes: Takes::Passage,
        value: facts.passage.clone(),
        chars_max: PASSAGE_CHARS_MAX,
        ..field("passage", "case-field-passage")
    };
    let name = Field {
        aside: setting.say(of(
            facts.subject,
            "notice-field-optional",
            "case-field-name-aside",
        )),
        required: reply,
        value: facts.entry.name.clone(),
        chars_max: paper::comments::NAME_CHARS_MAX,
        autocomplete: "name",
        ..field("name", "comment-field-name")
    };
    let email = Field {
        aside: setting.say(of(
            facts.subject,
            "comment-field-email-optional",
            "comment-field-email-required",
        )),
        takes: Takes::Email,
        required: reply,
        value: facts.entry.email.clone(),
        chars_max: paper::words::EMAIL_CHARS_MAX,
        autocomplete: "email",
        ..field("email", "comment-field-email")
    };
    let mut fields = vec![text, passage, name, email];
    if reply {
        fields.push(Field {
            takes: Takes::Tick,
            required: true,
            value: if facts.concerned { "yes" } else { "" }.to_owned(),
            ..field("concerned", "case-field-concerned")
        });
    }
    fields
}

impl SaidInfo {
    pub(crate) fn case(setting: &Setting<'_>, facts: &CaseSentFacts) -> SaidInfo {
        let case = &facts.case;
        let reply = case.subject == Subject::Reply;
        let say = |key: &str| setting.say(key);
        let answer = || {
            let words = [("answer", case.answer.as_str().into())];
            setting.words.with("case-answer", &words)
        };
        let mut ways = Vec::new();
        if let Some(number) = case.led_to {
            let change = format!("{}/history#v{number}", facts.path);
            ways.push(NavItem::new(say("notes-see-change"), &change));
        }
        let (headline, tone, text) = match case.state {
            State::Open if reply => (
                say("case-sent-reply"),
                "upd",
                vec![
                    until(setting, facts),
                    say("case-sent-reply-text"),
                    say("comment-sent-keep"),
                ],
            ),
            State::Open => (
                say("case-sent-error"),
                "upd",
                vec![say("case-sent-error-text"), say("comment-sent-keep")],
            ),
            State::Answered => (say("case-answered"), "", vec![answer()]),
            State::Refused if reply => (
                say("case-reply-refused"),
                "fix",
                vec![answer(), say("case-reply-redress")],
            ),
            State::Refused => (say("case-refused"), "", vec![answer()]),
            State::Corrected => (
                say("case-corrected"),
                "good",
                vec![say("case-corrected-text")],
            ),
            State::Replied => (say("case-replied"), "good", vec![say("case-replied-text")]),
        };
        ways.push(NavItem::new(say("comment-sent-back"), &facts.path));
        SaidInfo {
            headline,
            tone,
            text,
            article: NavItem::new(&facts.headline, &facts.path),
            ways,
        }
    }
}

/// Until when a statement is decided.
fn until(setting: &Setting<'_>, facts: &CaseSentFacts) -> String {
    let when = facts.case.due.map(|due| setting.calendar.when(due).text);
    setting.words.with(
        "case-sent-until",
        &[("when", when.unwrap_or_default().into())],
    )
}
