//! Topics recognised in a text by their names and aliases.
//!
//! Words are compared whole, without regard to capitals and accents, the longest name first. Two rules go beyond the letters:
//! a word of up to five capitals (`US`, `WHO`) is met in capitals only, since in small letters it is another word; and of a
//! subject's words singular and plural are one, by the endings most Italian and English nouns have. Everything else that may
//! stand for a topic is listed as an alias.

use super::{Kind, Topic};
use crate::Result;
use crate::db::Session;
use crate::id::{TitleId, TopicId};
use markup::{Block, Body, Inline};
use std::collections::{BTreeMap, HashMap};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Topics offered for one text.
pub const SUGGESTED_MAX: usize = 12;
/// Characters of a text that are read for topics.
const TEXT_CHARS_MAX: usize = 200_000;
/// Aliases read of one title.
const ALIASES_READ_MAX: u32 = 20_000;
/// Longest word in capitals that is met in capitals only, characters.
const CAPITALS_MAX: usize = 5;
/// Shortest word that has a plural here, characters.
const PLURAL_MIN: usize = 4;
/// Most characters between two words of a name: `Jong-un`, `U. N.`
const GAP_MAX: usize = 2;

/// A word of a text: where it stands, in characters, and how it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    start: usize,
    end: usize,
    low: String,
    capitals: bool,
}

/// Small letters without accents.
fn low(word: &str) -> String {
    let bare = word.nfd().filter(|c| !is_combining_mark(*c));
    bare.flat_map(char::to_lowercase).collect()
}

fn cut(text: &str) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    let mut start = 0;
    let mut word = String::new();
    let mut close = |word: &mut String, start: usize, end: usize| {
        if !word.is_empty() {
            found.push(Word {
                start,
                end,
                low: low(word),
                capitals: word.chars().all(|c| !c.is_lowercase()),
            });
            word.clear();
        }
    };
    let mut length = 0;
    for (at, c) in text.chars().take(TEXT_CHARS_MAX).enumerate() {
        length = at + 1;
        if c.is_alphanumeric() || is_combining_mark(c) {
            if word.is_empty() {
                start = at;
            }
            word.push(c);
        } else {
            close(&mut word, start, at);
        }
    }
    close(&mut word, start, length);
    found
}

/// What makes two names the same one.
pub fn key(name: &str) -> String {
    let words: Vec<String> = cut(name).into_iter().map(|word| word.low).collect();
    words.join(" ")
}

/// One form of a word for singular and plural: `traghetto` and `traghetti`, `barca` and `barche`, `ferry` and `ferries`.
fn number_forms(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned()];
    if word.chars().count() < PLURAL_MIN {
        return forms;
    }
    let ends = [
        ("o", "i"),
        ("a", "e"),
        ("e", "i"),
        ("co", "chi"),
        ("go", "ghi"),
        ("ca", "che"),
        ("ga", "ghe"),
        ("y", "ies"),
        ("", "s"),
        ("s", "ses"),
        ("h", "hes"),
        ("x", "xes"),
    ];
    for (one, many) in ends {
        for (from, to) in [(one, many), (many, one)] {
            let stem = word.strip_suffix(from);
            let stem = stem.filter(|stem| stem.chars().count() + 1 >= PLURAL_MIN);
            forms.extend(stem.map(|stem| format!("{stem}{to}")));
        }
    }
    forms
}

/// A name as it is looked for.
#[derive(Debug, Clone)]
struct Name {
    topic: usize,
    words: Vec<Word>,
    plural: bool,
}

impl Name {
    fn is_at(&self, text: &[char], words: &[Word]) -> bool {
        let same = |(name, word): (&Word, &Word)| self.same(name, word);
        words.len() >= self.words.len()
            && self.words.iter().zip(words).all(same)
            && words
                .get(..self.words.len())
                .is_some_and(|words| words.windows(2).all(|pair| near(text, pair)))
    }

    fn same(&self, name: &Word, word: &Word) -> bool {
        if name.capitals
            && name.low.chars().count() <= CAPITALS_MAX
            && name.low.chars().all(char::is_alphabetic)
        {
            return word.capitals && word.low == name.low;
        }
        word.low == name.low || (self.plural && number_forms(&name.low).contains(&word.low))
    }
}

/// Nothing but a space, a hyphen or the like stands between two words.
fn near(text: &[char], pair: &[Word]) -> bool {
    let [first, second] = pair else { return false };
    let gap = text.get(first.end..second.start).unwrap_or_default();
    gap.len() <= GAP_MAX
        && gap
            .iter()
            .all(|c| !matches!(c, '\n' | '\t' | ',' | ';' | ':'))
}

/// The names of the topics of a title, ready to be looked for.
#[derive(Debug, Clone, Default)]
pub struct Names {
    topics: Vec<Topic>,
    /// By the first word; the longest first.
    names: HashMap<String, Vec<Name>>,
}

/// Where a topic is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The topic.
    pub topic: Topic,
    /// How often.
    pub times: usize,
    /// The words as they stand in the text.
    pub words: String,
    /// The passage of the body in which they first stand and may be linked, from 1; `None` where all of them are links
    /// already, or stand in the headline and the like.
    pub place: Option<Place>,
}

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The passage, from 1.
    pub paragraph: u32,
    /// Its first character, from 0.
    pub start: usize,
    /// One past its last.
    pub end: usize,
}

impl Names {
    /// Of all topics of a title.
    pub async fn of(session: &mut Session, title: TitleId) -> Result<Names> {
        let topics = super::all(session, title).await?;
        let rows: Vec<(TopicId, String)> = session
            .all(
                "SELECT a.topic_id, a.word FROM topic_aliases a JOIN topics t ON t.id = a.topic_id
                  WHERE t.title_id = $1 AND t.merged_into IS NULL LIMIT $2",
                (title, ALIASES_READ_MAX),
            )
            .await?;
        let mut aliases: HashMap<TopicId, Vec<String>> = HashMap::new();
        for (topic, word) in rows {
            aliases.entry(topic).or_default().push(word);
        }
        let with = topics.into_iter().map(|topic| {
            let words = aliases.remove(&topic.id).unwrap_or_default();
            (topic, words)
        });
        Ok(Names::new(with))
    }

    /// Of topics, each with its aliases.
    pub fn new(all: impl IntoIterator<Item = (Topic, Vec<String>)>) -> Names {
        let mut names = Names::default();
        for (topic, aliases) in all {
            let number = names.topics.len();
            for name in std::iter::once(&topic.name).chain(&aliases) {
                names.add(number, topic.kind == Kind::Subject, name);
            }
            names.topics.push(topic);
        }
        for list in names.names.values_mut() {
            list.sort_by_key(|name| std::cmp::Reverse(name.words.len()));
        }
        names
    }

    fn add(&mut self, topic: usize, plural: bool, name: &str) {
        let words = cut(name);
        let Some(first) = words.first().map(|word| word.low.clone()) else {
            return;
        };
        let mut firsts = match plural {
            true => number_forms(&first),
            false => vec![first],
        };
        firsts.sort();
        firsts.dedup();
        let name = Name {
            topic,
            words,
            plural,
        };
        for first in firsts {
            self.names.entry(first).or_default().push(name.clone());
        }
    }

    /// Where topics are named in a text: the topic's number, first character and one past the last.
    fn find(&self, text: &str) -> Vec<(usize, usize, usize)> {
        let words = cut(text);
        let chars: Vec<char> = text.chars().collect();
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(word) = words.get(at) {
            let rest = words.get(at..).unwrap_or_default();
            let names = self.names.get(&word.low).map_or(&[][..], Vec::as_slice);
            let name = names.iter().find(|name| name.is_at(&chars, rest));
            let last = name.and_then(|name| rest.get(name.words.len().saturating_sub(1)));
            match (name, last) {
                (Some(name), Some(last)) => {
                    found.push((name.topic, word.start, last.end));
                    at += name.words.len();
                }
                _ => at += 1,
            }
        }
        found
    }

    /// The topics named in a text, those named most first, at most [`SUGGESTED_MAX`]. `lines` are headline, standfirst and
    /// the like: a topic named there counts for more.
    pub fn mentions(&self, lines: &[&str], body: &Body) -> Vec<Mention> {
        let mut found: BTreeMap<usize, (usize, String, Option<Place>)> = BTreeMap::new();
        let words = |text: &str, start: usize, end: usize| -> String {
            text.chars().skip(start).take(end - start).collect()
        };
        for line in lines {
            for (topic, start, end) in self.find(line) {
                let entry = found
                    .entry(topic)
                    .or_insert_with(|| (0, words(line, start, end), None));
                entry.0 += 3;
            }
        }
        for passage in body.passages() {
            let linked = |start: usize, end: usize| {
                passage
                    .links
                    .iter()
                    .any(|link| link.start < end && start < link.end)
            };
            let fits = linkable(passage.kind);
            for (topic, start, end) in self.find(&passage.text) {
                let entry = found
                    .entry(topic)
                    .or_insert_with(|| (0, words(&passage.text, start, end), None));
                entry.0 += 1;
                if entry.2.is_none() && fits && !linked(start, end) {
                    let paragraph = passage.number;
                    entry.1 = words(&passage.text, start, end);
                    entry.2 = Some(Place {
                        paragraph,
                        start,
                        end,
                    });
                }
            }
        }
        let mut mentions: Vec<Mention> = found
            .into_iter()
            .filter_map(|(topic, (times, words, place))| {
                let topic = self.topics.get(topic)?.clone();
                Some(Mention {
                    topic,
                    times,
                    words,
                    place,
                })
            })
            .collect();
        mentions.sort_by_key(|mention| std::cmp::Reverse(mention.times));
        mentions.truncate(SUGGESTED_MAX);
        mentions
    }

    /// Makes the first mention of a topic in the body a link to its page. Says whether it did: not where the text links there
    /// already, nor where the topic is not named in running text outside a link.
    pub fn link_first(&self, body: &mut Body, topic: TopicId) -> bool {
        let Some(number) = self.topics.iter().position(|one| one.id == topic) else {
            return false;
        };
        let Some(path) = self.topics.get(number).map(address) else {
            return false;
        };
        if body.links().iter().any(|link| link.href == path) {
            return false;
        }
        self.in_blocks(&mut body.blocks, number, &path)
    }

    fn in_blocks(&self, blocks: &mut [Block], topic: usize, path: &str) -> bool {
        blocks.iter_mut().any(|block| match block {
            Block::Paragraph { text, .. } => self.in_text(text, topic, path),
            Block::List { items, .. } => items
                .iter_mut()
                .any(|item| self.in_blocks(item, topic, path)),
            _ => false,
        })
    }

    fn in_text(&self, text: &mut Vec<Inline>, topic: usize, path: &str) -> bool {
        for at in 0..text.len() {
            let Some(Inline::Text { s }) = text.get(at) else {
                continue;
            };
            let there = self.find(s).into_iter().find(|(found, ..)| *found == topic);
            let Some((_, start, end)) = there else {
                continue;
            };
            let part = |from: usize, until: usize| -> String {
                s.chars().skip(from).take(until - from).collect()
            };
            let (before, words, after) = (
                part(0, start),
                part(start, end),
                part(end, s.chars().count()),
            );
            let link = Inline::Link {
                href: path.to_owned(),
                text: vec![Inline::text(&words)],
            };
            let parts = [Some(before), None, Some(after)].map(|part| match part {
                Some(part) => (!part.is_empty()).then(|| Inline::text(&part)),
                None => Some(link.clone()),
            });
            text.splice(at..=at, parts.into_iter().flatten());
            return true;
        }
        false
    }
}

/// Where the first mention may become a link.
fn linkable(kind: markup::PassageKind) -> bool {
    matches!(
        kind,
        markup::PassageKind::Paragraph | markup::PassageKind::Item
    )
}

/// Where a topic's page is on its title.
pub fn address(topic: &Topic) -> String {
    format!("/topics/{}", topic.slug)
}

/// The topics a copy names and is not about yet, and those it is about, with where each may be linked.
pub async fn suggested(
    session: &mut Session,
    title: TitleId,
    copy: &crate::copy::Copy,
) -> Result<Vec<Mention>> {
    let names = Names::of(session, title).await?;
    let lines = [&*copy.headline, &*copy.kicker, &*copy.standfirst];
    Ok(names.mentions(&lines, &copy.body))
}
