//! Pages that list articles: front, section, contributor, archive, corrections.

use super::article::Person;
use super::cards::Card;
use super::corrections::CorrectionEntry;
use super::frame::{Frame, NavItem};
use crate::calendar::When;
use crate::setting::Setting;
use jiff::civil::Date;
use paper::copy::Kind;
use paper::reading::facts::{self, Pages};
use paper::reading::pages::{
    ArchiveCount, ArchiveFacts, ContributorFacts, FrontFacts, PastFacts, SectionBlock, SectionFacts,
};
use serde::Serialize;

/// Cards shown with pictures under the first one of a section.
const FEATURED: usize = 4;

/// The front page.
#[derive(Debug, Clone, Serialize)]
pub struct FrontPage {
    /// What every page has.
    #[serde(flatten)]
    pub frame: Frame,
    /// The front.
    pub front: Front,
}

/// The front. Each article stands in one place; the most read are links to any of them.
#[derive(Debug, Clone, Serialize)]
pub struct Front {
    /// The breaking bar.
    pub flash: Option<Flash>,
    /// When the newest thing on the page went out.
    pub edition: Option<When>,
    /// *Apertura*.
    pub lead: Option<Card>,
    /// Beside and under the lead.
    pub secondary: Vec<Card>,
    /// What the desk puts forward under the news.
    pub featured: Vec<Card>,
    /// What else is new.
    pub river: Vec<Card>,
    /// A block for each section.
    pub blocks: Vec<Block>,
    /// Newest headlines with times.
    pub latest: Vec<Card>,
    /// The newest corrections.
    pub corrections: Vec<CorrectionEntry>,
    /// The most read of the last day, the most read first, without pictures; each may stand elsewhere too. Empty unless
    /// the title shows them.
    pub most_read: Vec<Card>,
    /// Nothing has been published yet.
    pub empty: bool,
}

/// The breaking bar of a front. It goes out by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Flash {
    /// What it says.
    pub text: String,
    /// Where it leads; `none` where the text is all there is.
    pub href: Option<String>,
    /// Since when it says so.
    pub since: When,
}

/// A section on the front.
#[derive(Debug, Clone, Serialize)]
pub struct Block {
    /// The section.
    pub section: NavItem,
    /// All of it is opinion.
    pub opinion: bool,
    /// Its articles.
    pub cards: Vec<Card>,
}

/// The page of a section.
#[derive(Debug, Clone, Serialize)]
pub struct SectionPage {
    /// What every page has.
    #[serde(flatten)]
    pub frame: Frame,
    /// The section.
    pub section: Section,
}

/// A section with its articles.
#[derive(Debug, Clone, Serialize)]
pub struct Section {
    /// Its name.
    pub name: String,
    /// What it is about; may be empty.
    pub about: String,
    /// The section above.
    pub parent: Option<NavItem>,
    /// The sections under it.
    pub children: Vec<NavItem>,
    /// The newest article; only on the first page.
    pub lead: Option<Card>,
    /// The next few, with pictures; only on the first page.
    pub featured: Vec<Card>,
    /// The others by day.
    pub days: Vec<Day>,
    /// Neighbouring pages of the list.
    pub turning: Turning,
}

/// The articles of a day.
#[derive(Debug, Clone, Serialize)]
pub struct Day {
    /// `Venerdì 20 novembre 2026`.
    pub name: String,
    /// Its page in the archive.
    pub archive: String,
    /// Newest first; their `stamp` is the time.
    pub cards: Vec<Card>,
}

/// The neighbouring pages of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Turning {
    /// Number of this page, from 1.
    pub number: u32,
    /// Path of the page with newer things.
    pub newer: Option<String>,
    /// Path of the page with older things.
    pub older: Option<String>,
}

/// The page of a contributor.
#[derive(Debug, Clone, Serialize)]
pub struct ContributorPage {
    /// What every page has.
    #[serde(flatten)]
    pub frame: Frame,
    /// The contributor.
    pub contributor: Contributor,
}

/// A contributor with their articles.
#[derive(Debug, Clone, Serialize)]
pub struct Contributor {
    /// Name, role, portrait, a sentence.
    pub person: Person,
    /// Public e-mail address; may be empty.
    pub email: String,
    /// Profiles elsewhere.
    pub links: Vec<NavItem>,
    /// How many articles carry the name.
    pub articles: u32,
    /// Their articles, newest first.
    pub cards: Vec<Card>,
    /// Neighbouring pages of the list.
    pub turning: Turning,
}

/// A page of the archive, or the front page as it stood at a minute of the past.
#[derive(Debug, Clone, Serialize)]
pub struct ArchivePage {
    /// What every page has.
    #[serde(flatten)]
    pub frame: Frame,
    /// The archive.
    pub archive: Archive,
    /// Of an old front: bar and slots; in the river what else was out, newest first. The other fields are empty.
    pub front: Option<Front>,
}

/// Years, a year's months, a month's days, a day's articles, or the minute of an old front.
#[derive(Debug, Clone, Serialize)]
pub struct Archive {
    /// `years`, `year`, `month`, `day` or `front`.
    pub level: &'static str,
    /// `Archivio`, `2026`, `Novembre 2026`, `Venerdì 20 novembre 2026`, `La prima pagina del 20 novembre 2026, 18.00`.
    pub name: String,
    /// The pages above, the widest first.
    pub above: Vec<NavItem>,
    /// Years or months with articles.
    pub entries: Vec<ArchiveEntry>,
    /// Names of the days of the week, Monday first; of a month.
    pub weekdays: Vec<String>,
    /// The month as weeks of seven; `none` outside the month.
    pub weeks: Vec<Vec<Option<ArchiveEntry>>>,
    /// Articles, newest first.
    pub cards: Vec<Card>,
    /// Old fronts of the day, by the time.
    pub fronts: Vec<NavItem>,
    /// When the desk had last composed an old front.
    pub composed: Option<When>,
    /// The neighbour before.
    pub earlier: Option<String>,
    /// The neighbour after.
    pub later: Option<String>,
}

/// A year, a month or a day of the archive.
#[derive(Debug, Clone, Serialize)]
pub struct ArchiveEntry {
    /// `2026`, `novembre`, `20`.
    pub name: String,
    /// In full, for screen readers: `20 novembre 2026, 4 articoli`.
    pub label: String,
    /// Its page; `none` where it has no article.
    pub href: Option<String>,
    /// How many articles.
    pub articles: u32,
}

impl Front {
    pub(crate) fn new(setting: &Setting<'_>, facts: &FrontFacts) -> Front {
        let day = facts.edition.map(|at| setting.calendar.date(at));
        let cards = |list: &[facts::Card]| Card::list(setting, list, day);
        Front {
            flash: facts.flash.as_ref().map(|flash| Flash {
                text: flash.text.clone(),
                href: crate::html::href(&flash.href)
                    .filter(|_| !flash.href.is_empty())
                    .map(|_| flash.href.clone()),
                since: setting.calendar.when(flash.at),
            }),
            edition: facts.edition.map(|at| setting.calendar.when(at)),
            lead: facts
                .lead
                .as_ref()
                .map(|card| Card::new(setting, card, day)),
            secondary: cards(&facts.secondary),
            featured: cards(&facts.featured),
            river: cards(&facts.river),
            blocks: facts
                .blocks
                .iter()
                .filter(|block| !block.cards.is_empty())
                .map(|block| Block::new(setting, block, day))
                .collect(),
            latest: cards(&facts.latest),
            most_read: cards(&facts.most_read),
            corrections: facts
                .corrections
                .iter()
                .map(|change| CorrectionEntry::new(setting, change))
                .collect(),
            empty: facts.lead.is_none()
                && [
                    &facts.secondary,
                    &facts.featured,
                    &facts.river,
                    &facts.latest,
                ]
                .iter()
                .all(|list| list.is_empty())
                && facts.blocks.iter().all(|block| block.cards.is_empty()),
        }
    }
}

impl Block {
    fn new(setting: &Setting<'_>, facts: &SectionBlock, day: Option<Date>) -> Block {
        Block {
            section: NavItem::new(&facts.section.name, &facts.section.path),
            opinion: facts.cards.iter().all(|card| card.kind == Kind::Opinion),
            cards: Card::list(setting, &facts.cards, day),
        }
    }
}

impl Section {
    pub(crate) fn new(setting: &Setting<'_>, facts: &SectionFacts) -> Section {
        let item = |link: &facts::SectionLink| NavItem::new(&link.name, &link.path);
        let first_page = facts.pages.number <= 1;
        let (lead, rest) = match facts.cards.split_first() {
            Some((lead, rest)) if first_page => (Some(lead), rest),
            _ => (None, facts.cards.as_slice()),
        };
        let featured = if first_page {
            rest.len().min(FEATURED)
        } else {
            0
        };
        let (featured, rest) = rest.split_at(featured);
        Section {
            name: facts.section.link.name.clone(),
            about: facts.about.clone(),
            parent: facts.parent.as_ref().map(item),
            children: facts.section.children.iter().map(item).collect(),
            lead: lead.map(|card| Card::new(setting, card, None)),
            featured: Card::list(setting, featured, None),
            days: Day::list(setting, rest),
            turning: Turning::new(&facts.pages),
        }
    }
}

impl Day {
    /// Articles newest first, put together by day of first publication.
    pub(super) fn list(setting: &Setting<'_>, cards: &[facts::Card]) -> Vec<Day> {
        let mut days: Vec<(Date, Day)> = Vec::new();
        for card in cards {
            let date = setting.calendar.date(card.first_published);
            let made = Card::new(setting, card, Some(date));
            match days.last_mut() {
                Some((last, day)) if *last == date => day.cards.push(made),
                _ => days.push((
                    date,
                    Day {
                        name: setting.calendar.weekday(date),
                        archive: made.published.archive.clone(),
                        cards: vec![made],
                    },
                )),
            }
        }
        days.into_iter().map(|(_, day)| day).collect()
    }
}

impl Turning {
    pub(crate) fn new(facts: &Pages) -> Turning {
        Turning {
            number: facts.number.max(1),
            newer: facts.newer.clone(),
            older: facts.older.clone(),
        }
    }
}

impl Contributor {
    pub(crate) fn new(setting: &Setting<'_>, facts: &ContributorFacts) -> Contributor {
        Contributor {
            person: Person::new(&facts.person),
            email: facts.email.clone(),
            links: facts
                .links
                .iter()
                .filter(|link| crate::html::href(&link.url).is_some())
                .map(|link| NavItem::new(&link.name, &link.url))
                .collect(),
            articles: facts.articles,
            cards: Card::list(setting, &facts.cards, None),
            turning: Turning::new(&facts.pages),
        }
    }
}

impl Archive {
    pub(crate) fn new(setting: &Setting<'_>, facts: &ArchiveFacts) -> Archive {
        let calendar = &setting.calendar;
        let root = NavItem::new(setting.say("archive"), "/archive");
        let mut archive = Archive {
            level: "years",
            name: setting.say("archive"),
            above: Vec::new(),
            entries: Vec::new(),
            weekdays: Vec::new(),
            weeks: Vec::new(),
            cards: Card::list(setting, &facts.cards, None),
            fronts: facts
                .fronts
                .iter()
                .map(|(at, path)| NavItem::new(setting.calendar.time(*at), path))
                .collect(),
            composed: None,
            earlier: facts.earlier.clone(),
            later: facts.later.clone(),
        };
        let Some(year) = facts.year else {
            archive.entries = entries(setting, &facts.counts, |number| number.to_string());
            return archive;
        };
        archive.above.push(root);
        let Some(month) = facts.month else {
            archive.level = "year";
            archive.name = year.to_string();
            archive.entries = entries(setting, &facts.counts, |number| {
                calendar.month(i8::try_from(number).unwrap_or(12))
            });
            return archive;
        };
        archive.above.push(NavItem::new(
            year.to_string(),
            format!("/archive/{year:04}"),
        ));
        let month_name = capitalised(&calendar.month_and_year(year, month));
        let day = facts.day.and_then(|day| Date::new(year, month, day).ok());
        let Some(day) = day else {
            archive.level = "month";
            archive.name = month_name;
            archive.weekdays = weekdays(setting);
            archive.weeks = weeks(setting, year, month, &facts.counts);
            return archive;
        };
        archive.above.push(NavItem::new(
            month_name,
            format!("/archive/{year:04}/{month:02}"),
        ));
        archive.level = "day";
        archive.name = calendar.weekday(day);
        archive.cards = Card::list(setting, &facts.cards, Some(day));
        archive
    }

    /// The minute of an old front.
    pub(crate) fn of_front(setting: &Setting<'_>, facts: &PastFacts) -> Archive {
        let calendar = &setting.calendar;
        let (at, day) = (calendar.when(facts.at), calendar.date(facts.at));
        let told = [("when", at.text.as_str().into())];
        Archive {
            level: "front",
            name: setting.words.with("past-front", &told),
            above: vec![
                NavItem::new(setting.say("archive"), "/archive"),
                NavItem::new(calendar.day(day), &at.archive),
            ],
            entries: Vec::new(),
            weekdays: Vec::new(),
            weeks: Vec::new(),
            cards: Vec::new(),
            fronts: Vec::new(),
            composed: facts.composed.map(|at| calendar.when(at)),
            earlier: None,
            later: None,
        }
    }
}

fn entries(
    setting: &Setting<'_>,
    counts: &[ArchiveCount],
    name: impl Fn(i16) -> String,
) -> Vec<ArchiveEntry> {
    counts
        .iter()
        .map(|count| ArchiveEntry {
            name: capitalised(&name(count.number)),
            label: setting.words.count("articles", count.articles),
            href: Some(count.path.clone()),
            articles: count.articles,
        })
        .collect()
}

fn weekdays(setting: &Setting<'_>) -> Vec<String> {
    [
        "weekday-short-1",
        "weekday-short-2",
        "weekday-short-3",
        "weekday-short-4",
        "weekday-short-5",
        "weekday-short-6",
        "weekday-short-7",
    ]
    .into_iter()
    .map(|key| setting.say(key))
    .collect()
}

/// The month as weeks from Monday to Sunday.
fn weeks(
    setting: &Setting<'_>,
    year: i16,
    month: i8,
    counts: &[ArchiveCount],
) -> Vec<Vec<Option<ArchiveEntry>>> {
    let Ok(first) = Date::new(year, month, 1) else {
        return Vec::new();
    };
    let before = first.weekday().to_monday_zero_offset();
    let mut cells: Vec<Option<ArchiveEntry>> = (0..before).map(|_| None).collect();
    for day in 1..=first.days_in_month() {
        let count = counts.iter().find(|count| count.number == i16::from(day));
        let articles = count.map_or(0, |count| count.articles);
        let full = Date::new(year, month, day)
            .map(|date| setting.calendar.day(date))
            .unwrap_or_default();
        cells.push(Some(ArchiveEntry {
            name: day.to_string(),
            label: format!("{full}, {}", setting.words.count("articles", articles)),
            href: count.map(|count| count.path.clone()),
            articles,
        }));
    }
    while !cells.len().is_multiple_of(7) {
        cells.push(None);
    }
    cells.chunks(7).map(<[_]>::to_vec).collect()
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}
