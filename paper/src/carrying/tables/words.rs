//! Shapes of words that the program must know again when it reads them.

use crate::articles::Stage;
use crate::articles::content::Class;
use crate::copy::SourceKind;
use crate::desk::{Phase, Shelf};
use crate::fronts::Place;
use crate::id::{ArticleId, CaseId, TitleId};
use crate::jobs::Kind;
use crate::pictures::{self, Form};
use crate::reading::facts::PageRole;
use crate::rights::Role;
use crate::{cases, measures, redirects, topics, words};
use jiff::tz::TimeZone;
use serde::de::DeserializeOwned;

/// Longest slug, bytes: one that was taken may have a number behind it.
const SLUG_BYTES_MAX: usize = words::SLUG_CHARS_MAX + 20;

fn is<T: DeserializeOwned>(word: &str) -> bool {
    serde_json::from_value::<T>(word.into()).is_ok()
}

/// The last part of an address, or none yet.
pub(super) fn slug(word: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    word.len() <= SLUG_BYTES_MAX && word.bytes().all(plain)
}

pub(super) fn topic_kind(word: &str) -> bool {
    topics::Kind::parse(word).is_some()
}

/// Part of a date of a timeline, or all of it.
pub(super) fn topic_day(word: &str) -> bool {
    topics::timeline::Day::parse(word).is_some_and(|day| day.to_string() == word)
}

/// The short word for a title.
pub(super) fn key(word: &str) -> bool {
    words::slug("key", word).is_ok_and(|slug| slug == word)
}

pub(super) fn host(word: &str) -> bool {
    words::host(word).is_ok_and(|host| host == word)
}

/// A host, or none.
pub(super) fn host_or_none(word: &str) -> bool {
    word.is_empty() || host(word)
}

/// An address from the host on, that leads nowhere else.
pub(super) fn path(word: &str) -> bool {
    word.starts_with('/')
        && !word.starts_with("//")
        && word.len() <= redirects::PATH_BYTES_MAX
        && !word.contains('\\')
        && !word.chars().any(|c| c.is_control() || c.is_whitespace())
}

/// An address of another time: a path, or a query as `?cat=12`.
pub(super) fn old_path(word: &str) -> bool {
    path(word)
        || word
            .strip_prefix('?')
            .is_some_and(|query| path(&format!("/{query}")))
}

/// A day, as in `2026-11-24`.
pub(super) fn day(word: &str) -> bool {
    word.len() == "2026-11-24".len() && word.parse::<jiff::civil::Date>().is_ok()
}

pub(super) fn language(word: &str) -> bool {
    words::language(word).is_ok_and(|language| language == word)
}

/// A language, or the house's.
pub(super) fn language_or_none(word: &str) -> bool {
    word.is_empty() || language(word)
}

pub(super) fn zone(word: &str) -> bool {
    TimeZone::get(word).is_ok()
}

pub(super) fn permalink(word: &str) -> bool {
    words::permalink(word).is_ok_and(|permalink| permalink == word)
}

pub(super) fn stage(word: &str) -> bool {
    Stage::parse(word).is_some()
}

pub(super) fn class(word: &str) -> bool {
    Class::parse(word).is_some()
}

pub(super) fn role(word: &str) -> bool {
    Role::parse(word).is_some()
}

pub(super) fn page_role(word: &str) -> bool {
    is::<PageRole>(word)
}

pub(super) fn source(word: &str) -> bool {
    is::<SourceKind>(word)
}

pub(super) fn phase(word: &str) -> bool {
    Phase::parse(word).is_some()
}

/// A shelf, or none where there is no draft.
pub(super) fn shelf(word: &str) -> bool {
    word.is_empty() || Shelf::parse(word).is_some()
}

pub(super) fn form(word: &str) -> bool {
    Form::parse(word).is_some()
}

/// The media types of what comes in.
pub(super) fn mime(word: &str) -> bool {
    matches!(
        word,
        "image/jpeg" | "image/png" | "image/webp" | "image/gif" | "application/pdf"
    )
}

pub(super) fn file(word: &str) -> bool {
    pictures::is_file_name(word)
}

/// Hexadecimal SHA-256.
pub(super) fn sha256(word: &str) -> bool {
    word.len() == 64
        && word
            .bytes()
            .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

pub(super) fn comment_state(word: &str) -> bool {
    matches!(word, "held" | "approved" | "rejected" | "hidden" | "erased")
}

pub(super) fn subject(word: &str) -> bool {
    cases::Subject::parse(word).is_some()
}

pub(super) fn case_state(word: &str) -> bool {
    cases::State::parse(word).is_some()
}

pub(super) fn alarm(word: &str) -> bool {
    cases::Alarm::parse(word).is_some()
}

pub(super) fn notice_state(word: &str) -> bool {
    matches!(word, "open" | "decided")
}

pub(super) fn slot(word: &str) -> bool {
    crate::fronts::Slot::parse(word).is_some()
}

/// Work the record does by itself.
pub(super) fn job(word: &str) -> bool {
    let ours = |kind| kind != Kind::LiftVeil && !word.starts_with("outside.");
    Kind::parse(word).is_some_and(ours)
}

pub(super) fn measure_kind(word: &str) -> bool {
    measures::Kind::parse(word).is_some()
}

pub(super) fn measure_state(word: &str) -> bool {
    measures::State::parse(word).is_some()
}

/// What such work is about.
pub(super) fn job_key(word: &str) -> bool {
    let one = |c: char| c.is_ascii_lowercase() || matches!(c, '.' | '-');
    ArticleId::parse(word).is_some()
        || TitleId::parse(word).is_some()
        || CaseId::parse(word).is_some()
        || Place::parse(word).is_some()
        || word.chars().all(one)
}

pub(super) fn waiting(word: &str) -> bool {
    word == "waiting"
}

/// What documents date themselves by: `all`, or a word and an id.
pub(super) fn trace(word: &str) -> bool {
    let of = |(what, id): (&str, &str)| {
        ["title", "section", "topic", "person"].contains(&what) && TitleId::parse(id).is_some()
    };
    word == "all" || word.split_once(':').is_some_and(of)
}
