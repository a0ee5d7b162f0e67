//! Naive Bayes, taught by the moderators: what was approved is good, what was rejected as spam is bad. Words are kept as
//! keyed hashes with two counts, so that the table betrays nobody's words; the reason shown to a moderator is made of the
//! comment's own words.

use crate::Result;
use crate::db::Session;
use crate::db::many::{Many, many};
use crate::paper::Tx;
use crate::secrets::Secret;
use std::collections::BTreeSet;
use unicode_segmentation::UnicodeSegmentation;

/// Words of a comment that are looked at.
const WORDS_MAX: usize = 300;
/// Longest word looked at, characters.
const WORD_CHARS_MAX: usize = 40;
/// Words that decide: the ones that say most.
const DECIDING: usize = 20;
/// Fewer decisions of a kind than this teach nothing yet.
pub(super) const LESSONS_MIN: u32 = 10;
/// The row that counts comments.
pub(super) const ALL: i64 = 0;

/// What the decisions so far say of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Opinion {
    /// How likely it is spam, 0 to 1.
    pub spam: f64,
    /// The words that speak for it most, strongest first.
    pub words: Vec<String>,
}

/// Whether a comment taught something, and what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lesson {
    Good,
    Bad,
    None,
}

impl Lesson {
    /// What it counts for among the good ones and the bad ones; nothing where nothing was taught.
    fn counts(self) -> Option<(i64, i64)> {
        match self {
            Lesson::Good => Some((1, 0)),
            Lesson::Bad => Some((0, 1)),
            Lesson::None => None,
        }
    }

    pub(crate) fn word(self) -> &'static str {
        match self {
            Lesson::Good => "good",
            Lesson::Bad => "bad",
            Lesson::None => "",
        }
    }

    pub(crate) fn parse(word: &str) -> Lesson {
        match word {
            "good" => Lesson::Good,
            "bad" => Lesson::Bad,
            _ => Lesson::None,
        }
    }
}

/// What is counted of a comment: its words, pairs of them, the hosts it links to, and how it is made.
fn traits(name: &str, text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let links = markup::talk::addresses(text);
    for link in &links {
        if let Some(host) = url::Url::parse(link).ok().and_then(|url| {
            url.host_str()
                .map(|host| host.trim_start_matches("www.").to_owned())
        }) {
            out.push(format!("host {host}"));
        }
    }
    out.push(format!("links {}", links.len().min(3)));
    let mut bare = text.to_owned();
    for link in &links {
        bare = bare.replace(link.as_str(), " ");
    }
    let letters = bare.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = bare.chars().filter(|c| c.is_uppercase()).count();
    if letters > 20 && capitals * 2 > letters {
        out.push("capitals".to_owned());
    }
    if bare.contains(['€', '$', '£']) {
        out.push("money".to_owned());
    }
    out.extend(
        name.unicode_words()
            .map(|word| format!("name {}", word.to_lowercase())),
    );
    let words: Vec<String> = bare
        .unicode_words()
        .filter(|word| word.chars().count() <= WORD_CHARS_MAX)
        .map(|word| word.to_lowercase().replace('’', "'"))
        .take(WORDS_MAX)
        .collect();
    out.extend(
        words
            .windows(2)
            .filter_map(|pair| Some(format!("{} {}", pair.first()?, pair.get(1)?))),
    );
    out.extend(words.into_iter().filter(|word| word.chars().count() > 1));
    out.sort_unstable();
    out.dedup();
    out
}

fn number(secret: &Secret, word: &str) -> Result<i64> {
    let hash = secret.hash("comment word", &[word.as_bytes()])?;
    let bytes: [u8; 8] = hash.0.first_chunk::<8>().copied().unwrap_or_default();
    Ok(match i64::from_be_bytes(bytes) {
        ALL => 1,
        other => other,
    })
}

/// What the decisions so far say; `None` while there are too few.
pub(crate) async fn opinion(
    session: &mut Session,
    secret: &Secret,
    name: &str,
    text: &str,
) -> Result<Option<Opinion>> {
    let Some((good, bad)) = counts(session, ALL).await? else {
        return Ok(None);
    };
    if good < LESSONS_MIN || bad < LESSONS_MIN {
        return Ok(None);
    }
    let mut said: Vec<(f64, String)> = Vec::new();
    for word in traits(name, text) {
        if let Some((in_good, in_bad)) = counts(session, number(secret, &word)?).await?
            && in_good + in_bad > 0
        {
            let of_bad = (f64::from(in_bad) + 0.5) / (f64::from(bad) + 1.0);
            let of_good = (f64::from(in_good) + 0.5) / (f64::from(good) + 1.0);
            said.push(((of_bad / of_good).ln(), word));
        }
    }
    said.sort_by(|(one, _), (other, _)| other.abs().total_cmp(&one.abs()));
    said.truncate(DECIDING);
    let sum: f64 = said.iter().map(|(weight, _)| weight).sum();
    said.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    Ok(Some(Opinion {
        spam: 1.0 / (1.0 + (-sum).exp()),
        words: said
            .into_iter()
            .filter(|(weight, _)| *weight > 0.5)
            .take(6)
            .map(|(_, word)| word)
            .collect(),
    }))
}

pub(super) async fn counts(session: &mut Session, word: i64) -> Result<Option<(u32, u32)>> {
    Ok(session
        .opt(
            "SELECT good, bad FROM comment_words WHERE word = $1",
            (word,),
        )
        .await?)
}

const WORDS: Many = many!(
    "INSERT INTO comment_words (word, good, bad) VALUES ",
    3,
    " ON CONFLICT (word) DO UPDATE SET good = comment_words.good + excluded.good, bad = comment_words.bad + excluded.bad"
);

/// Teaches what a decision says, and takes back what an earlier one had taught of the same comment.
pub(crate) async fn teach(
    tx: &mut Tx,
    secret: &Secret,
    name: &str,
    text: &str,
    before: Lesson,
    now: Lesson,
) -> Result<()> {
    if before == now {
        return Ok(());
    }
    // In one order, so that two decisions at once do not wait for each other's rows crosswise.
    let mut numbers = BTreeSet::from([ALL]);
    for word in traits(name, text) {
        numbers.insert(number(secret, &word)?);
    }
    // A decision is seldom taken back; what it taught then goes row by row.
    if let Some((good, bad)) = before.counts() {
        for word in &numbers {
            tx.session
                .exec(
                    "UPDATE comment_words SET good = CASE WHEN good > $2 THEN good - $2 ELSE 0 END,
                                              bad = CASE WHEN bad > $3 THEN bad - $3 ELSE 0 END
                      WHERE word = $1",
                    (*word, good, bad),
                )
                .await?;
        }
    }
    if let Some((good, bad)) = now.counts() {
        let rows = numbers
            .into_iter()
            .map(|word| vec![word.into(), good.into(), bad.into()]);
        tx.session.write_many(&WORDS, rows.collect()).await?;
    }
    Ok(())
}
