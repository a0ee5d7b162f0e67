//! Where things go: which section each category is, which topic each tag, which name each login.

use crate::survey::{Survey, path_of};
use crate::wxr::{Borne, Item, Term};
use paper::imports::{Carried, Furnished, Furniture, Item as Told, Note, Outcome, PARTS_MAX, Part};
use paper::topics::TOPICS_MAX;
use std::collections::{BTreeMap, BTreeSet};

/// Levels of categories followed upwards.
const LEVELS_MAX: usize = 20;
/// Fields in which plug-ins say which of several categories comes first.
const PRIMARY: [&str; 3] = [
    "_yoast_wpseo_primary_category",
    "rank_math_primary_category",
    "_aioseo_primary_category",
];

/// Where things go, once the title has them.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// Section by word of the category.
    sections: BTreeMap<String, String>,
    /// Category by its number.
    numbers: BTreeMap<String, String>,
    /// Topic by word of the tag, or of the category.
    topics: BTreeMap<String, String>,
    /// Names by login or guest's word.
    names: BTreeMap<String, String>,
    /// Names by the word a login is in addresses, by which Co-Authors Plus knows people.
    nicenames: BTreeMap<String, String>,
    /// Where what has no category goes.
    pub(crate) fallback: String,
    /// Logins the source does not name.
    strangers: BTreeSet<String>,
}

/// An item of the source that is no text.
pub(crate) fn told(item: String, number: u64, outcome: Outcome, notes: Vec<Note>) -> Told {
    Told {
        item,
        number,
        outcome,
        notes,
        lacks: Vec::new(),
        old: String::new(),
        forwards: Vec::new(),
        said: [0; 3],
        thing: Carried::Nothing,
    }
}

fn part(
    kind: &str,
    word: &str,
    name: &str,
    about: &str,
    number: &mut u64,
    forwards: Vec<String>,
) -> Part {
    *number += 1;
    // Addresses are looked up as readers' browsers mean them.
    let forwards: Vec<String> = forwards.iter().map(|path| decoded(path)).collect();
    let old = forwards
        .iter()
        .find(|path| path.starts_with('/'))
        .cloned()
        .unwrap_or_default();
    let word_there = word.chars().take(200).collect::<String>();
    let mut item = told(
        format!("{kind}:{word_there}"),
        *number,
        Outcome::Carried,
        Vec::new(),
    );
    item.old = old;
    item.forwards = forwards;
    Part {
        item,
        slug: decoded(word),
        name: crate::letters::line(name),
        lead: crate::letters::line(about),
        under: String::new(),
    }
}

/// A word of an address, which the former system percent-encodes where it is not Latin.
fn decoded(word: &str) -> String {
    percent_encoding::percent_decode_str(word)
        .decode_utf8_lossy()
        .into_owned()
}

/// The path below which the former site lay; empty for most.
fn below(survey: &Survey) -> String {
    path_of(&survey.site.address).unwrap_or_default()
}

/// Sections first, then topics, then people; `number` counts them.
pub(crate) fn furniture(survey: &Survey, number: &mut u64) -> Vec<Furniture> {
    let mut all = Vec::new();
    for parts in chunks(sections(survey, number)) {
        all.push(Furniture::Sections(parts));
    }
    for parts in chunks(topics(survey, number)) {
        all.push(Furniture::Topics(parts));
    }
    for parts in chunks(people(survey, number)) {
        all.push(Furniture::People(parts));
    }
    all
}

fn chunks(parts: Vec<Part>) -> Vec<Vec<Part>> {
    let mut all = Vec::new();
    let mut rest = parts.into_iter().peekable();
    while rest.peek().is_some() {
        all.push(rest.by_ref().take(PARTS_MAX).collect());
    }
    all
}

/// Categories from the top, so that each comes after the one above it.
fn sections(survey: &Survey, number: &mut u64) -> Vec<Part> {
    let by_word: BTreeMap<&str, &Term> = survey
        .categories
        .iter()
        .map(|term| (term.slug.as_str(), term))
        .collect();
    let chain = |term: &Term| {
        let mut chain = vec![term.slug.clone()];
        let mut above = by_word.get(term.parent.as_str()).copied();
        while let Some(term) = above.filter(|_| chain.len() < LEVELS_MAX) {
            if chain.contains(&term.slug) {
                break;
            }
            chain.push(term.slug.clone());
            above = by_word.get(term.parent.as_str()).copied();
        }
        chain.reverse();
        chain
    };
    let mut ordered: Vec<(Vec<String>, &Term)> = survey
        .categories
        .iter()
        .map(|term| (chain(term), term))
        .collect();
    ordered.sort_by_key(|(chain, _)| chain.len());
    let base = below(survey);
    ordered
        .into_iter()
        .map(|(chain, term)| {
            let mut forwards: Vec<String> = path_of(&term.link).into_iter().collect();
            forwards.push(format!("{base}/category/{}", chain.join("/")));
            if chain.len() > 1 {
                forwards.push(format!("{base}/category/{}", term.slug));
            }
            if !term.id.is_empty() {
                forwards.push(format!("?cat={}", term.id));
            }
            forwards.push(format!("?category_name={}", term.slug));
            let mut part = part(
                "category",
                &term.slug,
                &term.name,
                &term.about,
                number,
                forwards,
            );
            if chain.len() > 1 {
                part.under = format!("category:{}", term.parent);
            }
            part
        })
        .collect()
}

/// Tags, the most used first, so that those a title has no room for are the least used.
fn topics(survey: &Survey, number: &mut u64) -> Vec<Part> {
    let mut ordered: Vec<_> = survey.tags.values().collect();
    ordered.sort_by(|a, b| {
        b.uses
            .cmp(&a.uses)
            .then_with(|| a.term.slug.cmp(&b.term.slug))
    });
    let base = below(survey);
    let mut parts: Vec<Part> = ordered
        .into_iter()
        .map(|tag| {
            let term = &tag.term;
            let mut forwards: Vec<String> = path_of(&term.link).into_iter().collect();
            forwards.push(format!("{base}/tag/{}", term.slug));
            forwards.push(format!("?tag={}", term.slug));
            part("tag", &term.slug, &term.name, &term.about, number, forwards)
        })
        .collect();
    // What stands in a second category of a text keeps it as a topic, as far as there is room.
    let room = (TOPICS_MAX as usize).saturating_sub(parts.len());
    let further = survey
        .categories
        .iter()
        .filter(|term| survey.further.contains(&term.slug));
    parts.extend(further.take(room).map(|term| {
        let mut part = part("made", "", &term.name, &term.about, number, Vec::new());
        part.item.item = format!("made:topic of {}", term.slug);
        part.slug = decoded(&term.slug);
        part
    }));
    parts
}

fn people(survey: &Survey, number: &mut u64) -> Vec<Part> {
    let authors = survey.authors.values().map(|author| {
        let name = match author.name.as_str() {
            "" => author.login.as_str(),
            name => name,
        };
        (
            author.login.as_str(),
            name,
            author.id.as_str(),
            author.link.as_str(),
        )
    });
    let strangers = survey
        .strangers
        .keys()
        .map(|login| (login.as_str(), login.as_str(), "", ""));
    let guests = survey.guests.iter().map(|(word, name)| {
        let name = if name.is_empty() { word } else { name };
        (word.as_str(), name.as_str(), "", "")
    });
    let base = below(survey);
    authors
        .chain(strangers)
        .chain(guests)
        .map(|(login, name, id, link)| {
            let mut forwards: Vec<String> = path_of(link).into_iter().collect();
            let mut words = vec![nicename(login)];
            words.push(paper::words::slug_of(login));
            words.dedup();
            for word in words.iter().filter(|word| !word.is_empty()) {
                forwards.push(format!("{base}/author/{word}"));
                forwards.push(format!("?author_name={word}"));
            }
            if !id.is_empty() {
                forwards.push(format!("?author={id}"));
            }
            let mut part = part("author", login, name, "", number, forwards);
            part.slug = paper::words::slug_of(&part.name);
            part
        })
        .collect()
}

/// The word the former system makes of a login for addresses: no sign but hyphen and underscore, dots and blanks a hyphen.
pub(crate) fn nicename(login: &str) -> String {
    let mut word = String::new();
    for c in login.to_lowercase().chars() {
        match c {
            '.' | '-' | ' ' if !word.ends_with('-') => word.push('-'),
            'a'..='z' | '0'..='9' | '_' => word.push(c),
            _ => {}
        }
    }
    word.trim_matches('-').to_owned()
}

impl Plan {
    /// A plan of what is not here yet: words and names as they are wished.
    pub(crate) fn wished(survey: &Survey, furniture: &[Furniture], first: Option<&str>) -> Plan {
        let mut plan = Plan::begun(survey);
        for parts in furniture {
            let parts = match parts {
                Furniture::Sections(parts)
                | Furniture::Topics(parts)
                | Furniture::People(parts) => parts,
            };
            for part in parts {
                let slug = match paper::words::slug_of(&part.slug) {
                    slug if slug.is_empty() => paper::words::slug_of(&part.name),
                    slug => slug,
                };
                plan.is(&part.item.item, &slug, &part.name);
            }
        }
        plan.falls_back(survey, first);
        plan
    }

    pub(crate) fn begun(survey: &Survey) -> Plan {
        Plan {
            numbers: survey
                .categories
                .iter()
                .filter(|term| !term.id.is_empty())
                .map(|term| (term.id.clone(), term.slug.clone()))
                .collect(),
            strangers: survey.strangers.keys().cloned().collect(),
            ..Plan::default()
        }
    }

    /// Takes in what the record made.
    pub(crate) fn furnished(&mut self, all: &[Furnished]) {
        for part in all.iter().filter(|part| !part.slug.is_empty()) {
            self.is(&part.item, &part.slug, &part.name);
        }
    }

    fn is(&mut self, item: &str, slug: &str, name: &str) {
        let Some((kind, word)) = item.split_once(':') else {
            return;
        };
        match kind {
            "category" => drop(self.sections.insert(word.to_owned(), slug.to_owned())),
            "tag" => drop(self.topics.insert(word.to_owned(), slug.to_owned())),
            "author" => {
                self.nicenames
                    .entry(nicename(word))
                    .or_insert_with(|| name.to_owned());
                self.names.insert(word.to_owned(), name.to_owned());
            }
            _ => {
                if let Some(word) = word.strip_prefix("topic of ") {
                    self.topics
                        .entry(format!("category {word}"))
                        .or_insert_with(|| slug.to_owned());
                }
            }
        }
    }

    /// What has no category goes to the first section.
    pub(crate) fn falls_back(&mut self, survey: &Survey, first: Option<&str>) {
        let own = survey
            .categories
            .iter()
            .filter(|term| term.parent.is_empty())
            .find_map(|term| self.sections.get(&term.slug));
        self.fallback = first
            .or(own.map(String::as_str))
            .unwrap_or_default()
            .to_owned();
    }

    /// The section of an item, and the words of its other categories.
    pub(crate) fn section<'a>(&self, item: &'a Item) -> (Option<&str>, Vec<&'a Borne>) {
        let categories: Vec<&Borne> = item
            .terms
            .iter()
            .filter(|term| term.taxonomy == "category" && self.sections.contains_key(&term.slug))
            .collect();
        let primary = PRIMARY
            .iter()
            .find_map(|key| self.numbers.get(item.meta(key).trim()))
            .and_then(|slug| categories.iter().position(|term| term.slug == *slug))
            .unwrap_or(0);
        let section = categories
            .get(primary)
            .and_then(|term| self.sections.get(&term.slug));
        let others = categories
            .iter()
            .enumerate()
            .filter(|(place, _)| *place != primary)
            .map(|(_, term)| *term)
            .collect();
        (section.map(String::as_str), others)
    }

    /// Words of the sections categories are.
    pub(crate) fn sections(&self) -> impl Iterator<Item = String> {
        self.sections.values().cloned()
    }

    /// The section a category is.
    pub(crate) fn section_numbered(&self, number: &str) -> Option<&str> {
        let slug = self.numbers.get(number)?;
        self.sections.get(slug).map(String::as_str)
    }

    /// The topic of a tag.
    pub(crate) fn topic(&self, slug: &str) -> Option<&str> {
        self.topics.get(slug).map(String::as_str)
    }

    /// The topic a further category of a text is.
    pub(crate) fn topic_of_category(&self, slug: &str) -> Option<&str> {
        self.topic(&format!("category {slug}"))
    }

    /// The name behind a login.
    pub(crate) fn name(&self, login: &str) -> Option<&str> {
        self.names
            .get(login)
            .or_else(|| self.nicenames.get(login))
            .map(String::as_str)
    }

    /// Whether the source names nobody of this login.
    pub(crate) fn is_stranger(&self, login: &str) -> bool {
        self.strangers.contains(login)
    }
}
