//! The form for a notice about a comment, what became of it, and the reasons given for a decision.

use super::comments::Comment;
use super::forms::{FormInfo, SaidInfo, at_field, of_whole, pages};
use super::frame::NavItem;
use crate::pieces::form::{Field, Form, Takes};
use crate::setting::Setting;
use paper::comments::Ground;
use paper::comments::notices::Outcome;
use paper::comments::receipt::Receipt;
use paper::reading::pages::{NoticeFormFacts, NoticeSentFacts};

/// Why a comment is not shown, by whom that was decided, and what one can do (Regulation (EU) 2022/2065, article 17).
pub(super) fn reasons(setting: &Setting<'_>, receipt: &Receipt) -> Vec<String> {
    let (ground, reason) = (receipt.ground.as_str(), receipt.reason.as_str());
    let mut text = Vec::new();
    if let Some(ground) = Ground::parse(ground) {
        let words = setting.say(ground_key(ground));
        text.push(
            setting
                .words
                .with("decision-ground", &[("ground", words.into())]),
        );
    }
    if !reason.is_empty() {
        text.push(
            setting
                .words
                .with("decision-reason", &[("reason", reason.into())]),
        );
    }
    text.push(setting.say(if receipt.marked {
        "decision-marked"
    } else {
        "decision-by-person"
    }));
    text.push(setting.say("decision-redress"));
    text
}

fn ground_key(ground: Ground) -> &'static str {
    match ground {
        Ground::Spam => "ground-spam",
        Ground::Insult => "ground-insult",
        Ground::Hate => "ground-hate",
        Ground::Private => "ground-private",
        Ground::Illegal => "ground-illegal",
        Ground::OffTopic => "ground-off-topic",
        Ground::Other => "ground-other",
    }
}

impl SaidInfo {
    pub(crate) fn notice(setting: &Setting<'_>, facts: &NoticeSentFacts) -> SaidInfo {
        let notice = &facts.notice;
        let (headline, tone, line) = match Outcome::parse(&notice.outcome) {
            None => (
                setting.say("notice-sent-open"),
                "upd",
                setting.say("notice-sent-open-text"),
            ),
            Some(Outcome::Kept) => (
                setting.say("notice-sent-kept"),
                "",
                setting.say("notice-sent-kept-text"),
            ),
            Some(Outcome::Hidden) => (
                setting.say("notice-sent-hidden"),
                "good",
                setting.say("notice-sent-hidden-text"),
            ),
        };
        let mut text = vec![line];
        if notice.reason.is_empty() {
            text.push(setting.say("comment-sent-keep"));
        } else {
            let reason = [("reason", notice.reason.as_str().into())];
            text.push(setting.words.with("decision-reason", &reason));
            text.push(setting.say("decision-by-person"));
            text.push(setting.say("decision-redress"));
        }
        SaidInfo {
            headline,
            tone,
            text,
            article: NavItem::new(&facts.headline, &facts.path),
            ways: vec![NavItem::new(setting.say("comment-sent-back"), &facts.path)],
        }
    }
}

impl FormInfo {
    pub(crate) fn notice(setting: &Setting<'_>, facts: &NoticeFormFacts) -> FormInfo {
        let policy = &setting.title.comments;
        let form = Form {
            action: format!("{}/notice", facts.path),
            hidden: vec![
                ("token", facts.token.clone()),
                ("comment", facts.comment.id.clone()),
            ],
            fields: fields(setting, facts),
            faults: of_whole(setting, &facts.problems),
            button: setting.say("notice-form-send"),
            before_button: setting.words.with(
                "notice-form-data",
                &[
                    ("address", u32::from(policy.address_days).into()),
                    ("email", u32::from(policy.email_days).into()),
                ],
            ),
        };
        FormInfo {
            headline: setting.say("notice-form-heading"),
            article: NavItem::new(&facts.headline, &facts.path),
            notes: vec![setting.say("notice-form-about")],
            answered: Some(Comment::new(setting, &facts.comment, None)),
            body: form.html(setting),
            pages: pages(setting),
        }
    }
}

fn fields(setting: &Setting<'_>, facts: &NoticeFormFacts) -> Vec<Field> {
    let field = |name: &'static str, label: &str| Field {
        name,
        label: setting.say(label),
        fault: at_field(setting, &facts.problems, name),
        ..Field::default()
    };
    let choices = std::iter::once(("", setting.say("notice-ground-choose")))
        .chain(
            Ground::ALL
                .iter()
                .map(|ground| (ground.word(), setting.say(ground_key(*ground)))),
        )
        .collect();
    vec![
        Field {
            takes: Takes::Choice,
            required: true,
            value: facts.ground.clone(),
            choices,
            ..field("ground", "notice-field-ground")
        },
        Field {
            takes: Takes::Text,
            required: true,
            value: facts.entry.text.clone(),
            chars_max: paper::comments::TEXT_CHARS_MAX,
            ..field("text", "notice-field-text")
        },
        Field {
            aside: setting.say("notice-field-optional"),
            value: facts.entry.name.clone(),
            chars_max: paper::comments::NAME_CHARS_MAX,
            autocomplete: "name",
            ..field("name", "comment-field-name")
        },
        Field {
            aside: setting.say("comment-field-email-optional"),
            takes: Takes::Email,
            value: facts.entry.email.clone(),
            chars_max: paper::words::EMAIL_CHARS_MAX,
            autocomplete: "email",
            ..field("email", "comment-field-email")
        },
        Field {
            takes: Takes::Tick,
            required: true,
            value: if facts.good_faith { "yes" } else { "" }.to_owned(),
            ..field("good_faith", "notice-field-good-faith")
        },
    ]
}
