//! What the rules make of a comment: shown at once, held, folded into a group of the queue, or refused. No service of
//! others is asked.

use super::learning::{self, Opinion};
use super::likeness::{self, Twin};
use super::{Ground, State};
use crate::Result;
use crate::id::PlacementId;
use crate::paper::Tx;
use crate::reading::facts::CommentsPolicy;
use crate::secrets::{KeyedHash, Secret};
use jiff::Timestamp;

/// Links of one comment; more are refused with words.
pub const LINKS_MAX: usize = 3;
/// Probability from which spam is likely.
const SPAM_LIKELY: f64 = 0.9;
/// Probability from which a comment is looked at with suspicion.
const SPAM_DOUBTFUL: f64 = 0.6;
/// Points from which a comment goes into the folded group of likely spam.
const POINTS_SPAM: u32 = 4;
/// Share of capitals from which a text shouts.
const SHOUT_LETTERS_MIN: usize = 20;

/// Something the rules noticed, in a word and a figure a moderator can read.
#[derive(Debug, Clone, PartialEq)]
pub struct Flag {
    /// `first`, `links`, `markup`, `shout`, `seen`, `spam`, `flood`.
    pub code: &'static str,
    /// How many, or how likely in per cent; 0 where there is nothing to count.
    pub figure: u32,
}

/// What the rules say.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Judged {
    pub(crate) state: State,
    pub(crate) flags: Vec<Flag>,
    /// The folded group of the queue it goes into; empty for none.
    pub(crate) fold: String,
    /// The writer was approved before.
    pub(crate) known: bool,
}

/// Who writes, as keyed hashes.
#[derive(Debug, Clone)]
pub(crate) struct Writer {
    pub(crate) name: KeyedHash,
    pub(crate) email: Option<KeyedHash>,
    pub(crate) address: Option<KeyedHash>,
}

/// What is judged.
pub(crate) struct Case<'a> {
    pub(crate) placement: PlacementId,
    pub(crate) name: &'a str,
    pub(crate) text: &'a str,
    pub(crate) website: &'a str,
    pub(crate) writer: &'a Writer,
    /// More comments come in than people write.
    pub(crate) flood: bool,
}

pub(crate) async fn judge(
    tx: &mut Tx,
    secret: &Secret,
    policy: &CommentsPolicy,
    case: &Case<'_>,
) -> Result<Judged> {
    let known = known(tx, case.writer).await?;
    let twin = likeness::twin(tx, case.text).await?;
    let opinion = learning::opinion(&mut tx.session, secret, case.name, case.text).await?;
    let mut flags = Vec::new();
    let mut points = made(case, known, &mut flags);
    if let Some(opinion) = &opinion {
        points += likely(opinion, &mut flags);
    }
    if let Some(twin) = &twin {
        flags.push(flag("seen", 0));
        points += if twin.ground == Ground::Spam.word() {
            4
        } else {
            2
        };
    }
    if !known {
        flags.push(flag("first", 0));
    }
    if case.flood {
        flags.push(flag("flood", 0));
    }
    let fold = fold(case, twin.as_ref(), points, tx.now);
    let held = policy.held || !known || case.flood || points > 1 || !fold.is_empty();
    Ok(Judged {
        state: if held { State::Held } else { State::Approved },
        flags,
        fold,
        known,
    })
}

fn flag(code: &'static str, figure: u32) -> Flag {
    Flag { code, figure }
}

/// Points for how a comment is made.
fn made(case: &Case<'_>, known: bool, flags: &mut Vec<Flag>) -> u32 {
    let mut points = 0;
    let links = markup::talk::addresses(case.text).len() + usize::from(!case.website.is_empty());
    if links > 0 {
        flags.push(flag("links", u32::try_from(links).unwrap_or(u32::MAX)));
        points += match (known, links) {
            (true, 1) => 0,
            (true, _) | (false, 1) => 2,
            (false, _) => 3,
        };
    }
    let lower = case.text.to_lowercase();
    if ["<a ", "href=", "[url", "[link", "</", "<p>", "](http"]
        .iter()
        .any(|mark| lower.contains(mark))
    {
        flags.push(flag("markup", 0));
        points += 3;
    }
    if bare_addresses(&lower) {
        flags.push(flag("address", 0));
        points += if known { 1 } else { 2 };
    }
    let letters = case.text.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = case.text.chars().filter(|c| c.is_uppercase()).count();
    if letters >= SHOUT_LETTERS_MIN && capitals * 2 > letters {
        flags.push(flag("shout", 0));
        points += 1;
    }
    points
}

/// Ways to be reached outside that are no links: telephone numbers with a country, messengers, mail addresses, hosts.
fn bare_addresses(lower: &str) -> bool {
    let messenger = ["whatsapp", "telegram", "t.me/", "wa.me/", "www."]
        .iter()
        .any(|word| lower.contains(word));
    let words = || {
        lower
            .split_whitespace()
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '+'))
    };
    let mail = words().any(|word| crate::words::email("text", word).is_ok());
    let number = words().any(|word| {
        word.strip_prefix('+').is_some_and(|digits| {
            digits.len() >= 2 && digits.chars().next().is_some_and(|c| c.is_ascii_digit())
        })
    });
    messenger || mail || number
}

fn likely(opinion: &Opinion, flags: &mut Vec<Flag>) -> u32 {
    if opinion.spam < SPAM_DOUBTFUL {
        return 0;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a probability in per cent"
    )]
    let per_cent = (opinion.spam * 100.0).clamp(0.0, 100.0) as u32;
    flags.push(flag("spam", per_cent));
    if opinion.spam >= SPAM_LIKELY { 4 } else { 2 }
}

/// The group of the queue a comment goes into: the same text again, likely spam of a day, a flood under an article.
fn fold(case: &Case<'_>, twin: Option<&Twin>, points: u32, now: Timestamp) -> String {
    let day = now.strftime("%Y-%m-%d");
    match twin {
        Some(twin) if !twin.fold.is_empty() && twin.fold.starts_with("same ") => twin.fold.clone(),
        Some(twin) if twin.state != State::Approved.word() => format!("same {}", twin.id),
        _ if points >= POINTS_SPAM => format!("spam {day}"),
        _ if case.flood => format!("flood {day} {}", case.placement),
        _ => String::new(),
    }
}

/// Somebody whose comment a person has approved before, and none rejected: the same name with the same e-mail address or
/// from the same network.
async fn known(tx: &mut Tx, writer: &Writer) -> Result<bool> {
    let email = writer.email.as_ref().map(|hash| hash.0.clone());
    let address = writer.address.as_ref().map(|hash| hash.0.clone());
    let states: Vec<(String,)> = tx
        .session
        .all(
            "SELECT state FROM comments WHERE name_hash = $1 AND (email_hash = $2 OR address_hash = $3)
                AND decided_at IS NOT NULL ORDER BY at DESC LIMIT 20",
            (writer.name.0.as_slice(), email, address),
        )
        .await?;
    let approved = states
        .iter()
        .any(|(state,)| state == State::Approved.word());
    let refused = states
        .iter()
        .any(|(state,)| state == State::Rejected.word() || state == State::Hidden.word());
    Ok(approved && !refused)
}

/// Whether the rules found something in the words themselves; `first` says who writes, not what.
pub(crate) fn marked(written: &str) -> bool {
    written.split_whitespace().any(|flag| flag != "first")
}

/// Flags as kept in the row: `links:2 first`.
pub(crate) fn written(flags: &[Flag]) -> String {
    flags
        .iter()
        .map(|flag| match flag.figure {
            0 => flag.code.to_owned(),
            figure => format!("{}:{figure}", flag.code),
        })
        .collect::<Vec<_>>()
        .join(" ")
}
