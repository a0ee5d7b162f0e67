//! The first reading of an export: who signs, which sections and topics there are, which files its texts may show, and how many
//! items of each kind it holds.

use crate::dates;
use crate::pictures;
use crate::plan::nicename;
use crate::spool::{Filling, Spool};
use crate::wxr::{Author, Borne, Entry, Export, Item, Site, Term};
use paper::imports::{Note, Sort};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;

/// Tags told apart; what is beyond them is counted.
const TAGS_MAX: usize = 200_000;
/// Categories told apart.
const CATEGORIES_MAX: usize = 20_000;
/// People told apart.
const PEOPLE_MAX: usize = 50_000;
/// Pieces of damage told one by one.
const DAMAGE_MAX: usize = 10_000;
/// Entries of menus read.
const MENU_MAX: usize = 2_000;
/// Patterns of addresses told apart.
const PATTERNS_MAX: usize = 1_000;
/// Longest text kept of a shared block, bytes.
const SHARED_BYTES_MAX: usize = 1 << 20;
/// Of a hundred addresses so many must be of a pattern for it to be the former site's.
const PATTERN_PERCENT: u64 = 60;

/// A tag and how often it is used.
#[derive(Debug, Default)]
pub(crate) struct Tag {
    pub(crate) term: Term,
    pub(crate) uses: u64,
}

/// An entry of a menu.
#[derive(Debug)]
pub(crate) struct MenuEntry {
    pub(crate) id: u64,
    /// What it leads to: `taxonomy`, `post_type`, `custom`.
    pub(crate) sort: String,
    pub(crate) object: String,
    pub(crate) object_id: String,
    pub(crate) title: String,
    pub(crate) top: bool,
}

/// What an export holds.
pub(crate) struct Survey {
    pub(crate) site: Site,
    pub(crate) authors: BTreeMap<String, Author>,
    /// Logins of texts that no author of the source has.
    pub(crate) strangers: BTreeMap<String, u64>,
    /// Names of guest authors by their word.
    pub(crate) guests: BTreeMap<String, String>,
    pub(crate) categories: Vec<Term>,
    pub(crate) tags: BTreeMap<String, Tag>,
    /// Categories that stand beside others on one text.
    pub(crate) further: HashSet<String>,
    pub(crate) other_terms: Vec<Term>,
    pub(crate) menu: Vec<MenuEntry>,
    pub(crate) damage: Vec<Note>,
    pub(crate) source: BTreeMap<Sort, u64>,
    pub(crate) library: Spool,
    pub(crate) broken: Vec<String>,
    patterns: HashMap<String, u64>,
    published: u64,
}

impl Survey {
    /// The pattern most addresses of posts are of, if a title can have it: `{yyyy}`, `{mm}`, `{dd}`, `{section}`, `{slug}`.
    pub(crate) fn permalink(&self) -> Option<String> {
        let (pattern, count) = self.patterns.iter().max_by_key(|(_, count)| **count)?;
        let most = *count * 100 >= self.published * PATTERN_PERCENT;
        (most && paper::words::permalink(pattern).is_ok()).then(|| pattern.clone())
    }
}

/// What kind of item this is.
pub(crate) fn sort_of(item: &Item, types: &BTreeMap<String, Sort>) -> Sort {
    match item.sort.as_str() {
        "post" => Sort::Post,
        "page" => Sort::Page,
        "attachment" => Sort::File,
        "nav_menu_item" => Sort::Menu,
        other => types.get(other).copied().unwrap_or(Sort::Other),
    }
}

/// Reads an export for the first time.
///
/// # Errors
/// Where the spool cannot be written.
pub(crate) fn survey(
    export: Export,
    types: &BTreeMap<String, Sort>,
    mut seen: impl FnMut(u64),
) -> io::Result<Survey> {
    let mut reading = Reading {
        types,
        filling: Filling::begin(&std::env::temp_dir())?,
        site: Site::default(),
        authors: BTreeMap::new(),
        creators: BTreeMap::new(),
        guests: BTreeMap::new(),
        categories: Vec::new(),
        category_words: HashSet::new(),
        further: HashSet::new(),
        tags: BTreeMap::new(),
        other_terms: Vec::new(),
        menu: Vec::new(),
        damage: Vec::new(),
        source: BTreeMap::new(),
        broken: Vec::new(),
        patterns: HashMap::new(),
        published: 0,
    };
    for (number, entry) in (1..).zip(export) {
        reading.take(entry)?;
        seen(number);
    }
    reading.end()
}

struct Reading<'a> {
    types: &'a BTreeMap<String, Sort>,
    filling: Filling,
    site: Site,
    authors: BTreeMap<String, Author>,
    creators: BTreeMap<String, u64>,
    guests: BTreeMap<String, String>,
    categories: Vec<Term>,
    category_words: HashSet<String>,
    further: HashSet<String>,
    tags: BTreeMap<String, Tag>,
    other_terms: Vec<Term>,
    menu: Vec<MenuEntry>,
    damage: Vec<Note>,
    source: BTreeMap<Sort, u64>,
    broken: Vec<String>,
    patterns: HashMap<String, u64>,
    published: u64,
}

impl Reading<'_> {
    fn take(&mut self, entry: Entry) -> io::Result<()> {
        match entry {
            Entry::Name(name) if self.site.name.is_empty() => self.site.name = name,
            Entry::Address(address) if self.site.address.is_empty() => self.site.address = address,
            Entry::Name(_) | Entry::Address(_) => {}
            Entry::Author(author) => {
                if !author.login.is_empty() && self.authors.len() < PEOPLE_MAX {
                    self.authors.entry(author.login.clone()).or_insert(author);
                }
            }
            Entry::Term(term) => self.term(term),
            Entry::Item(item) => self.item(*item)?,
            Entry::Damage(note) => {
                if self.damage.len() < DAMAGE_MAX {
                    self.damage.push(note);
                }
            }
            Entry::Broken(path, error) => {
                self.broken.push(format!("{}: {error}", path.display()));
            }
        }
        Ok(())
    }

    fn term(&mut self, term: Term) {
        match term.taxonomy.as_str() {
            "category" => self.category(term),
            "post_tag" => self.tag(term, 0),
            // Guest authors are known by their own items; the words under which texts name them are terms.
            _ => {
                let word = format!("{}\n{}", term.taxonomy, term.slug);
                if self.other_terms.len() < CATEGORIES_MAX && self.category_words.insert(word) {
                    self.other_terms.push(term);
                }
            }
        }
    }

    fn category(&mut self, term: Term) {
        if term.slug.is_empty() {
            return;
        }
        if self.category_words.contains(&term.slug) {
            // A text may have named it before its own record did.
            if let Some(known) = self
                .categories
                .iter_mut()
                .find(|known| known.slug == term.slug && known.id.is_empty())
            {
                *known = term;
            }
        } else if self.categories.len() < CATEGORIES_MAX {
            self.category_words.insert(term.slug.clone());
            self.categories.push(term);
        }
    }

    fn tag(&mut self, term: Term, uses: u64) {
        if term.slug.is_empty() {
            return;
        }
        let room = self.tags.len() < TAGS_MAX;
        match self.tags.get_mut(&term.slug) {
            Some(tag) => {
                tag.uses += uses;
                if !term.id.is_empty() {
                    tag.term = term;
                }
            }
            None if room => {
                self.tags.insert(term.slug.clone(), Tag { term, uses });
            }
            None => {}
        }
    }

    fn item(&mut self, item: Item) -> io::Result<()> {
        let sort = sort_of(&item, self.types);
        *self.source.entry(sort).or_default() += 1;
        let said = item.comments.len() as u64 + item.comments_over;
        if said > 0 {
            *self.source.entry(Sort::Comment).or_default() += said;
        }
        match sort {
            Sort::File => return self.filling.file(pictures::attached(&item)),
            Sort::Menu => self.menu_entry(&item),
            Sort::Post | Sort::Page => {
                for term in &item.terms {
                    self.borne(term);
                }
                let sections = || {
                    let terms = item.terms.iter();
                    terms.filter(|term| term.taxonomy == "category")
                };
                if sections().count() > 1 {
                    self.further
                        .extend(sections().map(|term| term.slug.clone()));
                }
                if !item.creator.is_empty() && self.creators.len() < PEOPLE_MAX {
                    *self.creators.entry(item.creator.clone()).or_default() += 1;
                }
                if sort == Sort::Post && item.status == "publish" {
                    self.address(&item);
                }
            }
            _ if item.sort == "wp_block" && item.content.len() <= SHARED_BYTES_MAX => {
                return self.filling.shared(item.id, item.content);
            }
            _ if item.sort == "guest-author" => self.guest(&item),
            _ => {}
        }
        Ok(())
    }

    fn borne(&mut self, term: &Borne) {
        let whole = Term {
            taxonomy: term.taxonomy.clone(),
            slug: term.slug.clone(),
            name: term.name.clone(),
            ..Term::default()
        };
        match term.taxonomy.as_str() {
            "category" if !self.category_words.contains(&term.slug) => self.category(whole),
            "post_tag" => self.tag(whole, 1),
            "author" if self.guests.len() < PEOPLE_MAX => {
                let word = guest_word(&term.slug).to_owned();
                self.guests.entry(word).or_default();
            }
            _ => {}
        }
    }

    fn guest(&mut self, item: &Item) {
        let word = match item.meta("cap-user_login") {
            "" => guest_word(&item.slug),
            login => login,
        };
        let name = match item.meta("cap-display_name") {
            "" => item.title.as_str(),
            name => name,
        };
        if self.guests.len() < PEOPLE_MAX || self.guests.contains_key(word) {
            self.guests.insert(word.to_owned(), name.to_owned());
        }
    }

    fn menu_entry(&mut self, item: &Item) {
        if self.menu.len() < MENU_MAX {
            self.menu.push(MenuEntry {
                id: item.id,
                sort: item.meta("_menu_item_type").to_owned(),
                object: item.meta("_menu_item_object").to_owned(),
                object_id: item.meta("_menu_item_object_id").to_owned(),
                title: item.title.clone(),
                top: matches!(item.meta("_menu_item_menu_item_parent"), "" | "0"),
            });
        }
    }

    /// Which pattern the address of a post is of.
    fn address(&mut self, item: &Item) {
        self.published += 1;
        let Some(pattern) = pattern(item) else { return };
        if self.patterns.len() < PATTERNS_MAX || self.patterns.contains_key(&pattern) {
            *self.patterns.entry(pattern).or_default() += 1;
        }
    }

    fn end(self) -> io::Result<Survey> {
        let mut source = self.source;
        let strangers: BTreeMap<String, u64> = self
            .creators
            .into_iter()
            .filter(|(login, _)| !self.authors.contains_key(login))
            .collect();
        // Who has an account there is named by the word it has in addresses.
        let words: HashSet<String> = self
            .authors
            .keys()
            .chain(strangers.keys())
            .flat_map(|login| [login.clone(), nicename(login)])
            .collect();
        let guests: BTreeMap<String, String> = self
            .guests
            .into_iter()
            .filter(|(word, _)| !words.contains(word))
            .collect();
        let people = self.authors.len() + strangers.len() + guests.len();
        let counted = [
            (Sort::Author, people),
            (Sort::Category, self.categories.len()),
            (Sort::Tag, self.tags.len()),
            (Sort::Other, self.other_terms.len()),
        ];
        for (sort, count) in counted {
            if count > 0 {
                *source.entry(sort).or_default() += count as u64;
            }
        }
        Ok(Survey {
            site: self.site,
            authors: self.authors,
            strangers,
            guests,
            categories: self.categories,
            tags: self.tags,
            further: self.further,
            other_terms: self.other_terms,
            menu: self.menu,
            damage: self.damage,
            source,
            library: self.filling.end()?,
            broken: self.broken,
            patterns: self.patterns,
            published: self.published,
        })
    }
}

/// The word of a guest author without what Co-Authors Plus puts before it.
pub(crate) fn guest_word(slug: &str) -> &str {
    slug.strip_prefix("cap-").unwrap_or(slug)
}

/// The path of an address, without a slash at its end; decoded. `None` for one by number (`?p=12`).
pub(crate) fn path_of(link: &str) -> Option<String> {
    let url = url::Url::parse(link).ok()?;
    if url.query().is_some() {
        return None;
    }
    let path = percent_encoding::percent_decode_str(url.path())
        .decode_utf8()
        .ok()?;
    let path = path.trim_end_matches('/');
    (!path.is_empty()).then(|| path.to_owned())
}

/// The pattern an address is of.
fn pattern(item: &Item) -> Option<String> {
    let path = path_of(&item.link)?;
    let day = dates::local(&item.date)?;
    let mut parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    let slug = parts.pop()?;
    let own = percent_encoding::percent_decode_str(&item.slug).decode_utf8_lossy();
    if slug != own && slug != paper::words::slug_of(&own) {
        return None;
    }
    let numbers = [
        (format!("{:04}", day.year()), "{yyyy}"),
        (format!("{:02}", day.month()), "{mm}"),
        (format!("{:02}", day.day()), "{dd}"),
    ];
    let mut pattern = String::new();
    let mut next = 0;
    for part in parts {
        pattern.push('/');
        let number = numbers.get(next).filter(|(number, _)| number == part);
        let section = item
            .terms
            .iter()
            .any(|term| term.taxonomy == "category" && term.slug == part);
        match number {
            Some((_, token)) => {
                pattern.push_str(token);
                next += 1;
            }
            None if section && !pattern.contains("{section}") => pattern.push_str("{section}"),
            None => pattern.push_str(part),
        }
    }
    pattern.push_str("/{slug}");
    Some(pattern)
}
