//! What was read before it is written: `If-Match` (RFC 9110 §13.1.1), for every operation.
//!
//! The tag is that of the answer to GET at the same address. It is compared in one state of the record, and the deed is
//! refused if it finds another one; then it is compared again. So between reading and writing nobody else writes.

use crate::answer;
use crate::call::{Call, stale};
use crate::operation::{Answered, Guard, Operation, Raw};
use crate::problem::{self, Problem};
use http::header::IF_MATCH;
use http::{HeaderMap, Method};
use paper::{changes, secrets};

/// Most tags looked at in one request.
const TAGS_MAX: usize = 20;
/// How often a deed is tried again because others did theirs in between.
const TRIES: u32 = 8;
/// Where the state of an article’s draft is told.
const DRAFT: &str = "/articles/{article}/draft";

/// What `If-Match` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Condition {
    /// There is something.
    Anything,
    /// It has one of these tags.
    Tags(Vec<String>),
}

impl Condition {
    /// Reads the header. Weak tags name no state one could have read, and match nothing.
    pub(crate) fn read(headers: &HeaderMap) -> Option<Condition> {
        let mut lines = headers.get_all(IF_MATCH).iter().peekable();
        lines.peek()?;
        let tags: Vec<String> = lines
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(','))
            .map(str::trim)
            .take(TAGS_MAX)
            .map(str::to_owned)
            .collect();
        if tags == ["*"] {
            return Some(Condition::Anything);
        }
        Some(Condition::Tags(
            tags.iter()
                .filter_map(|tag| tag.strip_prefix('"')?.strip_suffix('"'))
                .map(str::to_owned)
                .collect(),
        ))
    }

    fn is_met(&self, tag: &str) -> bool {
        match self {
            Condition::Anything => true,
            Condition::Tags(tags) => tags.iter().any(|one| one == tag),
        }
    }
}

/// Does an operation if its condition is met.
///
/// # Errors
/// The condition is not met, or whatever the operation says.
pub(crate) async fn carry_out(
    read: &Condition,
    table: &[Operation],
    operation: &Operation,
    call: Call,
    raw: Raw,
) -> Result<Answered, Problem> {
    if operation.reads() {
        let secret = secrets::network(&call.paper).await?;
        let answered = (operation.handler)(call, raw).await?;
        return if read.is_met(&answer::tag(&answered, &secret)?) {
            Ok(answered)
        } else {
            Err(stale())
        };
    }
    // Who saves a draft is asked which state of it was read, and the verb compares.
    if operation.guard != Guard::Shown {
        let call = match read {
            Condition::Tags(tags) if tags.len() == 1 => call.having_read(&tags[0]),
            _ => call.having_read(&met(read, table, operation, &call, &raw).await?),
        };
        return (operation.handler)(call, raw).await;
    }
    for _ in 0..TRIES {
        let seq = changes::newest(&mut call.paper.read().await?).await?;
        let tag = met(read, table, operation, &call, &raw).await?;
        let call = call.having_read(&tag).if_nothing_since(seq);
        match (operation.handler)(call, raw.clone()).await {
            Err(problem) if problem.overtaken => {}
            other => return other,
        }
    }
    Err(stale())
}

/// The tag of what stands at the address now, if the condition is met.
async fn met(
    read: &Condition,
    table: &[Operation],
    operation: &Operation,
    call: &Call,
    raw: &Raw,
) -> Result<String, Problem> {
    let secret = secrets::network(&call.paper).await?;
    for shows in shown_by(table, operation) {
        let asked = Raw {
            path: raw.path.clone(),
            query: String::new(),
            body: crate::body::Taken::default(),
        };
        match (shows.handler)(call.clone(), asked).await {
            Ok(answered) => {
                let tag = answer::tag(&answered, &secret)?;
                if read.is_met(&tag) {
                    return Ok(tag);
                }
            }
            Err(problem) if problem.kind == problem::UNAVAILABLE => return Err(problem),
            Err(problem) if problem.kind == problem::NOT_ALLOWED => return Err(problem),
            // Nothing is there that could have been read.
            Err(_) => {}
        }
    }
    Err(stale())
}

/// The readings that tell the state of what an operation writes: of its own address; of a title, what is set of it; of an
/// article, its draft.
fn shown_by<'a>(table: &'a [Operation], operation: &Operation) -> Vec<&'a Operation> {
    let settings = format!("{}/settings", operation.path);
    table
        .iter()
        .filter(|shows| shows.method == Method::GET)
        .filter(|shows| {
            let of_draft = shows.path == DRAFT
                && operation.path.starts_with("/articles/{article}/")
                && !operation.path.contains("/placements/");
            shows.path == operation.path || shows.path == settings || of_draft
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn read(lines: &[&'static str]) -> Option<Condition> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(IF_MATCH, HeaderValue::from_static(line));
        }
        Condition::read(&headers)
    }

    #[test]
    fn tags_stand_in_one_line_or_several() {
        assert_eq!(read(&[]), None);
        assert_eq!(read(&[" * "]), Some(Condition::Anything));
        let both = Some(Condition::Tags(vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(read(&["\"a\", \"b\""]), both);
        assert_eq!(read(&["\"a\"", "\"b\""]), both);
        assert_eq!(read(&["W/\"a\", a"]), Some(Condition::Tags(Vec::new())));
    }
}
