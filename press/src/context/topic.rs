//! The page of a topic: what it is, what happened when, who and what is named with it, its articles.

use super::cards::Card;
use super::frame::{Frame, NavItem};
use super::lists::{Day, Turning};
use crate::html::Html;
use crate::setting::Setting;
use crate::text;
use paper::reading::lists::PAGE_SIZE;
use paper::reading::pages::{TimelineFact, TopicFacts};
use paper::topics::{Kind, timeline};
use serde::Serialize;
use std::collections::BTreeMap;

/// The page of a topic.
#[derive(Debug, Clone, Serialize)]
pub struct TopicPage {
    /// What every page has.
    #[serde(flatten)]
    pub frame: Frame,
    /// The topic.
    pub topic: Topic,
}

/// A topic with its articles.
#[derive(Debug, Clone, Serialize)]
pub struct Topic {
    /// Its name.
    pub name: String,
    /// What it is: `subject`, `person`, `place`, `organisation` or `dossier`.
    pub kind: &'static str,
    /// The same in words.
    pub kind_name: String,
    /// Lead text; may be empty.
    pub about: Html,
    /// How many articles it has.
    pub articles: u32,
    /// Dated facts, the newest first; only on the first page.
    pub timeline: Vec<Fact>,
    /// People, organisations and places its articles name most, as topics; only on the first page.
    pub together: Vec<Together>,
    /// Articles kept on top; only on the first page.
    pub pinned: Vec<Card>,
    /// The parts of a dossier in their order, with pictures; what is no dossier has none.
    pub parts: Vec<Card>,
    /// Number of the first of them.
    pub first_part: u32,
    /// The newest article; only on the first page, and not of a dossier.
    pub lead: Option<Card>,
    /// The others by day, a timeline; of a dossier the parts again, for themes that know of no order.
    pub days: Vec<Day>,
    /// Neighbouring pages of the list.
    pub turning: Turning,
}

/// A dated fact of a timeline.
#[derive(Debug, Clone, Serialize)]
pub struct Fact {
    /// The date for `datetime`: `2024`, `2024-05` or `2024-05-17`.
    pub iso: String,
    /// The date in words, as far as it is known.
    pub date: String,
    /// What happened.
    pub text: String,
    /// The article that reports it.
    pub article: Option<NavItem>,
}

/// Topics of one kind that stand together with another.
#[derive(Debug, Clone, Serialize)]
pub struct Together {
    /// What they are: people, organisations, places.
    pub name: String,
    /// They, the most frequent first.
    pub topics: Vec<NavItem>,
}

impl Fact {
    fn new(setting: &Setting<'_>, facts: &TimelineFact) -> Fact {
        let calendar = &setting.calendar;
        let date = match timeline::Day::parse(&facts.day) {
            Some(timeline::Day::Day(day)) => calendar.day(day),
            Some(timeline::Day::Month(year, month)) => calendar.month_and_year(year, month),
            Some(timeline::Day::Year(_)) | None => facts.day.trim_start_matches('0').to_owned(),
        };
        let article = facts.article.as_ref();
        Fact {
            iso: facts.day.clone(),
            date,
            text: facts.text.clone(),
            article: article.map(|article| NavItem::new(&article.name, &article.path)),
        }
    }
}

impl Together {
    fn list(setting: &Setting<'_>, facts: &TopicFacts) -> Vec<Together> {
        let kinds = [
            ("topic-people", &facts.people),
            ("topic-organisations", &facts.organisations),
            ("topic-places", &facts.places),
        ];
        let some = kinds.into_iter().filter(|(_, links)| !links.is_empty());
        some.map(|(name, links)| Together {
            name: setting.say(name),
            topics: links
                .iter()
                .map(|link| NavItem::new(&link.name, &link.path))
                .collect(),
        })
        .collect()
    }
}

impl Topic {
    pub(crate) fn new(setting: &Setting<'_>, facts: &TopicFacts) -> Topic {
        let dossier = facts.kind == Kind::Dossier;
        let parts: &[_] = if dossier { &facts.cards } else { &[] };
        let (lead, rest) = match facts.cards.split_first() {
            Some((lead, rest)) if facts.pages.number <= 1 && !dossier => (Some(lead), rest),
            _ => (None, facts.cards.as_slice()),
        };
        Topic {
            name: facts.name.clone(),
            kind: facts.kind.word(),
            kind_name: setting.say(match facts.kind {
                Kind::Subject => "topic-kicker",
                Kind::Person => "topic-person",
                Kind::Place => "topic-place",
                Kind::Organisation => "topic-organisation",
                Kind::Dossier => "topic-dossier",
            }),
            timeline: facts
                .timeline
                .iter()
                .map(|fact| Fact::new(setting, fact))
                .collect(),
            together: Together::list(setting, facts),
            pinned: Card::list(setting, &facts.pinned, None),
            about: text::print(setting, &facts.about, &BTreeMap::new(), 0).html,
            articles: facts.articles,
            parts: Card::list(setting, parts, None),
            first_part: (facts.pages.number.max(1) - 1) * PAGE_SIZE + 1,
            lead: lead.map(|card| Card::new(setting, card, None)),
            days: Day::list(setting, rest),
            turning: Turning::new(&facts.pages),
        }
    }
}
