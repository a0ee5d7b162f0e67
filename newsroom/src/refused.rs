//! Refusals as a page says them: fields by their labels, rights by what they let one do, times as the title's clocks show them,
//! and never a command, which nobody who reads a page has before them.

use crate::call::Call;
use crate::remedies::at_the_page;
use fluent_bundle::FluentValue;
use jiff::Timestamp;
use paper::Refusal;
use press::Calendar;
use press::words::Words;

/// What the person is told; no full stop.
pub(crate) fn said(call: &Call, refusal: &Refusal) -> String {
    told(call, refusal).unwrap_or_else(|| refusal.say(call.language()))
}

fn told(call: &Call, refusal: &Refusal) -> Option<String> {
    let words = call.words();
    let with = |key: &str, given: &[(&str, FluentValue<'_>)]| Some(words.with(key, given));
    match refusal {
        Refusal::NotAllowed { deed, .. } => {
            let key = format!("deed-of-{}", deed.word().replace('.', "-"));
            let deed = words.has(&key).then(|| words.say(&key))?;
            with("refused-right", &[("deed", deed.into())])
        }
        Refusal::Empty { field } => {
            with("refused-empty", &[("field", label(words, field)?.into())])
        }
        Refusal::Unfit { field, value, .. } if value.is_empty() => {
            with("refused-empty", &[("field", label(words, field)?.into())])
        }
        Refusal::Unfit {
            field,
            value,
            wants,
        } => {
            let field = label(words, field)?.into();
            let (value, wants) = (value.as_str().into(), (*wants).into());
            with(
                "refused-unfit",
                &[("field", field), ("value", value), ("wants", wants)],
            )
        }
        Refusal::TooLong { field, chars_max } => {
            let field = label(words, field)?.into();
            with(
                "refused-long",
                &[("field", field), ("n", number(*chars_max))],
            )
        }
        Refusal::LimitReached { what, most } => {
            let field = label(words, what)?.into();
            with("refused-many", &[("field", field), ("n", number(*most))])
        }
        Refusal::Gate { findings } => {
            let asked: Vec<String> = paper::gate::blocks(findings)
                .iter()
                .map(|one| format!("{} {}", one.message, one.remedy))
                .map(|one| at_the_page(words, call.tongue, &one))
                .collect();
            let list = asked.join(" ");
            with(
                "refused-gate",
                &[
                    ("n", number(asked.len())),
                    ("list", list.trim_end_matches('.').into()),
                ],
            )
        }
        other => of_times_and_files(call, other),
    }
}

fn of_times_and_files(call: &Call, refusal: &Refusal) -> Option<String> {
    let with = |key: &str, given: &[(&str, FluentValue<'_>)]| Some(call.words().with(key, given));
    match refusal {
        Refusal::PastSchedule { at } => with("refused-past", &[("when", when(call, *at).into())]),
        Refusal::FutureDate { at } => with("refused-future", &[("when", when(call, *at).into())]),
        Refusal::Embargoed { until } => {
            with("refused-embargo", &[("when", when(call, *until).into())])
        }
        Refusal::PictureUnreadable { name, .. } => {
            with("refused-unreadable", &[("name", name.as_str().into())])
        }
        Refusal::DocumentDamaged { name } => {
            with("refused-damaged", &[("name", name.as_str().into())])
        }
        Refusal::PictureTooLarge { name, limit } => with(
            "refused-large",
            &[
                ("name", name.as_str().into()),
                ("limit", limit.as_str().into()),
            ],
        ),
        Refusal::LogStopped { why, .. } => {
            let why = match call.language().starts_with("it") {
                true => &why.0,
                false => &why.1,
            };
            with("refused-log", &[("why", why.as_str().into())])
        }
        Refusal::NoSuchHour {
            local,
            before,
            after,
        } => {
            let hour = |local: &str| local.replace('T', " ");
            with(
                "refused-hour",
                &[
                    ("local", hour(local).into()),
                    ("before", hour(before).into()),
                    ("after", hour(after).into()),
                ],
            )
        }
        _ => None,
    }
}

fn number(n: usize) -> FluentValue<'static> {
    FluentValue::from(i64::try_from(n).unwrap_or(i64::MAX))
}

/// An instant as the clocks of the title at hand show it; where there is none, in UTC, and said to be.
fn when(call: &Call, at: Timestamp) -> String {
    let told = |zone: &str| Calendar::new(zone, call.words()).when(at).text;
    match call.zone.get() {
        Some(zone) => told(zone),
        None => format!("{} UTC", told("UTC")),
    }
}

/// What a field of the record is called on pages, if they have it.
pub(crate) fn label(words: &Words, field: &str) -> Option<String> {
    // One of several sources has its number in its name.
    let parts: Vec<&str> = field
        .split(['.', '_', '-'])
        .filter(|part| part.parse::<u32>().is_err())
        .collect();
    let key = format!("field-{}", parts.join("-"));
    words.has(&key).then(|| words.say(&key))
}

/// The same, or the word itself where no page has it.
pub(crate) fn label_or_word(words: &Words, field: &str) -> String {
    label(words, field).unwrap_or_else(|| field.to_owned())
}
