//! Lists in pages: a cursor names the last thing seen, so that what is added meanwhile shifts nothing.

use crate::problem::{self, Problem};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Things on a page if nothing is asked.
pub(crate) const LIMIT_DEFAULT: u32 = 50;
/// Most things on a page.
pub(crate) const LIMIT_MAX: u32 = 100;
/// Longest cursor, bytes.
const CURSOR_BYTES_MAX: usize = 2_000;

/// One page of a list.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PageOf{T}")]
pub(crate) struct Page<T> {
    /// What is on it.
    pub(crate) items: Vec<T>,
    /// The `cursor` of the next page; `null` on the last.
    pub(crate) next: Option<String>,
}

impl<T> Page<T> {
    /// A list that has one page only.
    pub(crate) fn whole(items: Vec<T>) -> Page<T> {
        Page { items, next: None }
    }

    /// A page of a list that is at hand as a whole; all of it if no limit is asked for. The cursor names the last item of the
    /// page before.
    ///
    /// # Errors
    /// A limit that is none, and a cursor that names nothing of the list.
    pub(crate) fn part(
        mut items: Vec<T>,
        asked: &Slice,
        name: impl Fn(&T) -> String,
    ) -> Result<Page<T>, Problem> {
        let limit = match asked.limit {
            Some(_) => limit(asked.limit)?,
            None => u32::try_from(items.len()).unwrap_or(u32::MAX),
        };
        let begin = after(asked.cursor.as_deref(), |inside| {
            items.iter().position(|item| name(item) == inside)
        })?;
        items.drain(..begin.map_or(0, |last| last + 1));
        items.truncate(limit as usize + 1);
        Ok(Page::cut(items, limit, name))
    }

    /// Cuts the item that was asked for in excess, and names the last one kept.
    pub(crate) fn cut(mut items: Vec<T>, limit: u32, name: impl Fn(&T) -> String) -> Page<T> {
        let more = items.len() > limit as usize;
        items.truncate(limit as usize);
        let next = items.last().filter(|_| more).map(|last| cursor(name(last)));
        Page { items, next }
    }
}

/// A page of a list that comes as a whole if no limit is asked for.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Slice {
    /// Where the page begins: `next` of the page before.
    pub(crate) cursor: Option<String>,
    /// Things on it, 1 to 100; all of them if not said.
    #[schemars(range(min = 1, max = 100))]
    pub(crate) limit: Option<u32>,
}

/// The cursor that names a thing.
pub(crate) fn cursor(name: String) -> String {
    URL_SAFE_NO_PAD.encode(name)
}

/// How many things are asked for.
///
/// # Errors
/// A number that is none of a page.
pub(crate) fn limit(asked: Option<u32>) -> Result<u32, Problem> {
    match asked.unwrap_or(LIMIT_DEFAULT) {
        limit @ 1..=LIMIT_MAX => Ok(limit),
        other => Err(Problem::new(
            problem::QUERY,
            format!("limit {other} non va bene: da 1 a {LIMIT_MAX}"),
            format!("limit {other} does not fit: 1 to {LIMIT_MAX}"),
        )
        .of_field(
            "limit",
            "scegli un numero da 1 a 100",
            "choose a number from 1 to 100",
        )),
    }
}

/// Reads a cursor with a reader of its inside.
///
/// # Errors
/// What is no cursor of ours.
pub(crate) fn after<K>(
    cursor: Option<&str>,
    read: impl Fn(&str) -> Option<K>,
) -> Result<Option<K>, Problem> {
    let Some(cursor) = cursor else {
        return Ok(None);
    };
    let inside = (cursor.len() <= CURSOR_BYTES_MAX)
        .then(|| URL_SAFE_NO_PAD.decode(cursor).ok())
        .flatten()
        .and_then(|bytes| String::from_utf8(bytes).ok());
    match inside.as_deref().and_then(read) {
        Some(key) => Ok(Some(key)),
        None => Err(Problem::new(
            problem::CURSOR,
            "il cursore non è uno dei nostri",
            "the cursor is none of ours",
        )
        .of_field(
            "cursor",
            "usa quello del campo next della pagina prima, senza cambiarlo",
            "use what the field next of the page before says, unchanged",
        )),
    }
}

/// An instant and an id, as inside a cursor.
pub(crate) fn moment(at: Timestamp, id: impl std::fmt::Display) -> String {
    format!("{}.{id}", at.as_microsecond())
}

/// Reads [`moment`].
pub(crate) fn read_moment<I>(
    inside: &str,
    id: impl Fn(&str) -> Option<I>,
) -> Option<(Timestamp, I)> {
    let (at, rest) = inside.split_once('.')?;
    let at = Timestamp::from_microsecond(at.parse().ok()?).ok()?;
    Some((at, id(rest)?))
}
