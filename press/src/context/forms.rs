//! Pages with a form readers send, and pages that say what became of it.

use super::comments::Comment;
use super::frame::{Frame, NavItem};
use super::notices::reasons;
use crate::html::Html;
use crate::pieces::form::{Field, Form, Takes};
use crate::setting::Setting;
use paper::comments::State;
use paper::forms::Problem;
use paper::reading::facts::Wanted;
use paper::reading::pages::{CommentClosedFacts, CommentFormFacts, CommentSentFacts};
use paper::{Refusal, Thing};
use serde::Serialize;

/// A page with a form.
#[derive(Debug, Clone, Serialize)]
pub struct FormPage {
    /// What every page has.
    #[serde(flatten)]
    pub frame: Frame,
    /// The form.
    pub form: FormInfo,
}

/// A form and what is said before it.
#[derive(Debug, Clone, Serialize)]
pub struct FormInfo {
    /// What it is for.
    pub headline: String,
    /// The article it is about.
    pub article: NavItem,
    /// What to know before filling it in, a paragraph each.
    pub notes: Vec<String>,
    /// The comment that is answered.
    pub answered: Option<Comment>,
    /// The form itself.
    pub body: Html,
    /// House rules and what is done with the data, where the title has such pages.
    pub pages: Vec<NavItem>,
}

/// A page that says what became of something a reader sent.
#[derive(Debug, Clone, Serialize)]
pub struct SaidPage {
    /// What every page has.
    #[serde(flatten)]
    pub frame: Frame,
    /// What became of it.
    pub said: SaidInfo,
}

/// What became of something a reader sent.
#[derive(Debug, Clone, Serialize)]
pub struct SaidInfo {
    /// In a sentence.
    pub headline: String,
    /// `good`, `upd`, `fix` or empty: how it is coloured.
    pub tone: &'static str,
    /// What it means, a paragraph each.
    pub text: Vec<String>,
    /// The article it is about.
    pub article: NavItem,
    /// Where to go from here.
    pub ways: Vec<NavItem>,
}

impl FormInfo {
    pub(crate) fn comment(setting: &Setting<'_>, facts: &CommentFormFacts) -> FormInfo {
        let policy = &setting.title.comments;
        let mut notes = Vec::new();
        if policy.held {
            notes.push(setting.words.count("comment-form-held", facts.hours));
        }
        notes.push(setting.say("comment-form-marks"));
        let answering = facts.answered.is_some();
        let mut hidden = vec![("token", facts.token.clone())];
        if let Some(answered) = &facts.answered {
            hidden.push(("reply", answered.id.clone()));
        }
        let form = Form {
            action: format!("{}/comment", facts.path),
            hidden,
            fields: comment_fields(setting, facts),
            faults: of_whole(setting, &facts.problems),
            button: setting.say("comment-form-send"),
            before_button: setting.words.with(
                "comment-form-data",
                &[
                    ("address", u32::from(policy.address_days).into()),
                    ("email", u32::from(policy.email_days).into()),
                    ("asked", asked(policy.email).into()),
                ],
            ),
        };
        FormInfo {
            headline: setting.say(if answering {
                "comment-form-reply"
            } else {
                "comment-form-heading"
            }),
            article: NavItem::new(&facts.headline, &facts.path),
            notes,
            answered: facts
                .answered
                .as_ref()
                .map(|answered| Comment::new(setting, answered, None)),
            body: form.html(setting),
            pages: pages(setting),
        }
    }
}

fn asked(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::Off => "no",
        Wanted::Optional | Wanted::Required => "yes",
    }
}

/// Rules for comments and the privacy page.
pub(super) fn pages(setting: &Setting<'_>) -> Vec<NavItem> {
    use paper::reading::facts::PageRole;
    setting
        .title
        .pages
        .iter()
        .filter(|page| matches!(page.role, PageRole::Comments | PageRole::Privacy))
        .map(|page| NavItem::new(&page.name, &page.path))
        .collect()
}

fn comment_fields(setting: &Setting<'_>, facts: &CommentFormFacts) -> Vec<Field> {
    let policy = &setting.title.comments;
    let fault = |name: &str| at_field(setting, &facts.problems, name);
    let mut fields = vec![
        Field {
            name: "text",
            label: setting.say("comment-field-text"),
            takes: Takes::Text,
            required: true,
            value: facts.entry.text.clone(),
            chars_max: paper::comments::TEXT_CHARS_MAX,
            fault: fault("text"),
            ..Field::default()
        },
        Field {
            name: "name",
            label: setting.say("comment-field-name"),
            aside: setting.say("comment-field-name-aside"),
            takes: Takes::Line,
            required: true,
            value: facts.entry.name.clone(),
            chars_max: paper::comments::NAME_CHARS_MAX,
            autocomplete: "name",
            fault: fault("name"),
            ..Field::default()
        },
    ];
    if policy.email != Wanted::Off {
        let required = policy.email == Wanted::Required;
        fields.push(Field {
            name: "email",
            label: setting.say("comment-field-email"),
            aside: setting.say(if required {
                "comment-field-email-required"
            } else {
                "comment-field-email-optional"
            }),
            takes: Takes::Email,
            required,
            value: facts.entry.email.clone(),
            chars_max: paper::words::EMAIL_CHARS_MAX,
            autocomplete: "email",
            fault: fault("email"),
            ..Field::default()
        });
    }
    if policy.website {
        fields.push(Field {
            name: "website",
            label: setting.say("comment-field-website"),
            aside: setting.say("form-optional"),
            takes: Takes::Address,
            value: facts.entry.website.clone(),
            autocomplete: "url",
            fault: fault("website"),
            ..Field::default()
        });
    }
    fields
}

/// All that is wrong with a form as a whole.
pub(super) fn of_whole(setting: &Setting<'_>, problems: &[Problem]) -> Vec<String> {
    problems
        .iter()
        .filter(|problem| problem.field.is_empty())
        .map(|problem| of_form(setting, &problem.why))
        .collect()
}

/// What is wrong with a field; empty where nothing is.
pub(super) fn at_field(setting: &Setting<'_>, problems: &[Problem], name: &str) -> String {
    problems
        .iter()
        .find(|problem| problem.field == name)
        .map(|problem| in_words(setting, problem))
        .unwrap_or_default()
}

/// What is wrong with a field, said for that field.
fn in_words(setting: &Setting<'_>, problem: &Problem) -> String {
    match (&problem.why, problem.field) {
        (Refusal::Empty { .. }, "name") => setting.say("comment-name-empty"),
        (Refusal::Empty { .. }, "text") => setting.say("comment-text-empty"),
        (Refusal::ConcernNeeded, _) => setting.say("case-concern-needed"),
        (Refusal::Empty { .. }, "email") => setting.say("comment-email-empty"),
        (Refusal::Empty { .. }, "ground") => setting.say("notice-ground-empty"),
        (Refusal::Unfit { .. }, "email") => setting.say("comment-email-unfit"),
        (Refusal::Unfit { .. }, "website") => setting.say("comment-website-unfit"),
        (Refusal::TooLong { chars_max, .. }, _) => setting.words.count(
            "form-too-long",
            u32::try_from(*chars_max).unwrap_or(u32::MAX),
        ),
        (other, _) => sentence(&other.say(&setting.title.language)),
    }
}

/// What is wrong with a form as a whole.
fn of_form(setting: &Setting<'_>, why: &Refusal) -> String {
    match why {
        Refusal::Unknown {
            thing: Thing::Comment,
            ..
        } => setting.say("comment-answered-gone"),
        Refusal::Banned { until: Some(until) } => {
            let when = setting.calendar.when(*until).text;
            setting
                .words
                .with("comment-banned-until", &[("when", when.into())])
        }
        other => sentence(&other.say(&setting.title.language)),
    }
}

/// A refusal as a sentence: with a capital and a full stop.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first: String = letters
        .next()
        .map(|letter| letter.to_uppercase().collect())
        .unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

impl SaidInfo {
    /// Why no comment can be written, where the form would be.
    pub(crate) fn closed(setting: &Setting<'_>, facts: &CommentClosedFacts) -> SaidInfo {
        let text = match &facts.why {
            Refusal::CommentsClosed {
                after_days: Some(days),
            } => setting
                .words
                .count("comments-closed-after", u32::from(*days)),
            Refusal::CommentsClosed { after_days: None } => setting.say("comments-closed"),
            other => of_form(setting, other),
        };
        SaidInfo {
            headline: setting.say("comment-closed-heading"),
            tone: "",
            text: vec![text],
            article: NavItem::new(&facts.headline, &facts.path),
            ways: vec![NavItem::new(setting.say("comment-sent-back"), &facts.path)],
        }
    }

    pub(crate) fn comment(setting: &Setting<'_>, facts: &CommentSentFacts) -> SaidInfo {
        let (headline, tone, text) = match facts.receipt.state {
            State::Held => (
                setting.say("comment-sent-held"),
                "upd",
                vec![
                    setting.words.count("comment-sent-hours", facts.hours),
                    setting.say("comment-sent-keep"),
                ],
            ),
            State::Approved => (
                setting.say("comment-sent-shown"),
                "good",
                vec![setting.say("comment-sent-shown-text")],
            ),
            State::Rejected => (
                setting.say("comment-sent-rejected"),
                "fix",
                reasons(setting, &facts.receipt),
            ),
            State::Hidden => (
                setting.say("comment-sent-hidden"),
                "fix",
                reasons(setting, &facts.receipt),
            ),
            State::Erased => (
                setting.say("comment-sent-erased"),
                "",
                vec![setting.say("comment-sent-erased-text")],
            ),
        };
        let mut ways = Vec::new();
        if let Some(permalink) = &facts.permalink {
            ways.push(NavItem::new(setting.say("comment-sent-see"), permalink));
        }
        ways.push(NavItem::new(setting.say("comment-sent-back"), &facts.path));
        SaidInfo {
            headline,
            tone,
            text,
            article: NavItem::new(&facts.headline, &facts.path),
            ways,
        }
    }
}
