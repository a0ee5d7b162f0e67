//! The page of the search.

use super::cards::Card;
use super::frame::{Frame, NavItem};
use super::lists::Turning;
use crate::html::{Html, escape_into, query};
use crate::setting::Setting;
use fluent_bundle::FluentValue;
use paper::copy::Kind;
use paper::reading::search::{
    self, Facet, FacetValue, Outcome, Piece, Question, SearchFacts, Searched,
};
use serde::Serialize;

/// The search.
#[derive(Debug, Clone, Serialize)]
pub struct SearchPage {
    /// What every page has.
    #[serde(flatten)]
    pub frame: Frame,
    /// The search.
    pub search: Search,
}

/// What was asked, and what was found.
#[derive(Debug, Clone, Serialize)]
pub struct Search {
    /// The words as they were typed.
    pub words: String,
    /// Longest question, characters: for the field.
    pub words_max: usize,
    /// `asking`, `found`, `nothing`, or `made` where the index is being made and nothing can be found for the moment.
    pub state: &'static str,
    /// `44 risultati per «argine»`; empty where nothing was asked.
    pub heading: String,
    /// What to know of the finds: that none has all the words, that the index is being made; may be empty.
    pub note: String,
    /// How many there are on all pages.
    pub count: u64,
    /// Those of this page.
    pub hits: Vec<SearchHit>,
    /// The question as it may have been meant.
    pub meant: Option<NavItem>,
    /// This title and all titles of the network, the one on the page `current`; empty where there is only this title.
    pub reaches: Vec<NavItem>,
    /// Both orders, the one on the page `current`.
    pub orders: Vec<NavItem>,
    /// What the finds are narrowed to; each leads to the wider question.
    pub chosen: Vec<NavItem>,
    /// What they can be narrowed by.
    pub facets: Vec<SearchFacet>,
    /// What the form sends along with the words, so that a new question is narrowed as this one.
    pub kept: Vec<SearchField>,
    /// Neighbouring pages; the newer one is the one before.
    pub turning: Turning,
}

/// Something found.
#[derive(Debug, Clone, Serialize)]
pub struct SearchHit {
    /// Its card.
    pub card: Card,
    /// Its headline with the words marked.
    pub headline: Html,
    /// A passage with the words marked; may be empty.
    pub passage: Html,
}

/// A list of values to narrow by.
#[derive(Debug, Clone, Serialize)]
pub struct SearchFacet {
    /// `Sezione`, `Tema`…
    pub name: String,
    /// The values.
    pub values: Vec<SearchValue>,
}

/// A value to narrow by.
#[derive(Debug, Clone, Serialize)]
pub struct SearchValue {
    /// The question narrowed to it; of one chosen, the question without it.
    pub link: NavItem,
    /// How many finds have it.
    pub count: u64,
    /// The finds are narrowed to it.
    pub chosen: bool,
}

/// A field of a form that is not seen.
#[derive(Debug, Clone, Serialize)]
pub struct SearchField {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: String,
}

impl Search {
    pub(crate) fn new(setting: &Setting<'_>, facts: &SearchFacts) -> Search {
        let question = &facts.question;
        let nothing = Searched::default();
        let (found, state) = match &facts.outcome {
            Outcome::NothingAsked => (&nothing, "asking"),
            Outcome::BeingMade => (&nothing, "made"),
            Outcome::Searched(found) if found.count == 0 => (found, "nothing"),
            Outcome::Searched(found) => (found, "found"),
        };
        Search {
            words: question.words.clone(),
            words_max: search::WORDS_BYTES_MAX,
            state,
            heading: heading(setting, question, found.count, state),
            note: note(setting, found, state),
            count: found.count,
            hits: found
                .hits
                .iter()
                .map(|hit| SearchHit {
                    card: Card::new(setting, &hit.card, None),
                    headline: marked(&hit.headline),
                    passage: marked(&hit.passage),
                })
                .collect(),
            meant: found.meant.as_ref().map(|words| {
                let meant = Question {
                    words: words.clone(),
                    page: 1,
                    ..question.clone()
                };
                NavItem::new(words, address(&meant))
            }),
            reaches: reaches(setting, question),
            orders: orders(setting, question),
            chosen: chosen(setting, question, found),
            facets: found
                .facets
                .iter()
                .map(|one| SearchFacet {
                    name: setting.say(named(one.facet)),
                    values: one
                        .values
                        .iter()
                        .map(|value| SearchValue {
                            link: NavItem::new(
                                value_name(setting, one.facet, value),
                                address(&narrowed(question, one.facet, value)),
                            ),
                            count: value.count,
                            chosen: value.chosen,
                        })
                        .collect(),
                })
                .collect(),
            kept: kept(question),
            turning: turning(question, found),
        }
    }
}

/// Text with the words that were asked for marked. Every piece is escaped; the marks are the only markup.
fn marked(pieces: &[Piece]) -> Html {
    let mut out = String::new();
    for piece in pieces {
        if piece.marked {
            out.push_str("<mark>");
        }
        escape_into(&mut out, &piece.text);
        if piece.marked {
            out.push_str("</mark>");
        }
    }
    Html::trusted(out)
}

fn heading(setting: &Setting<'_>, question: &Question, count: u64, state: &str) -> String {
    let words = question.words.trim();
    let key = match (state, words.is_empty()) {
        ("found", true) => "search-count",
        ("found", false) => "search-count-for",
        ("nothing", true) => "search-nothing",
        ("nothing", false) => "search-nothing-for",
        _ => return String::new(),
    };
    let given = [
        (
            "n",
            FluentValue::from(i64::try_from(count).unwrap_or(i64::MAX)),
        ),
        ("words", FluentValue::from(words)),
    ];
    setting.words.with(key, &given)
}

fn note(setting: &Setting<'_>, found: &Searched, state: &str) -> String {
    match state {
        "made" => setting.say("search-being-made"),
        "nothing" => setting.say("search-nothing-text"),
        _ if found.count > 0 && found.with_all == 0 => setting.say("search-some-words"),
        _ if found.with_all < found.count => {
            let n = i64::try_from(found.with_all).unwrap_or(i64::MAX);
            let given = [("n", FluentValue::from(n))];
            setting.words.with("search-all-words", &given)
        }
        _ => String::new(),
    }
}

fn orders(setting: &Setting<'_>, question: &Question) -> Vec<NavItem> {
    let order = |key: &str, newest_first: bool| NavItem {
        current: (question.newest_first == newest_first).then_some("true"),
        ..NavItem::new(
            setting.say(key),
            address(&Question {
                newest_first,
                page: 1,
                ..question.clone()
            }),
        )
    };
    vec![
        order("search-best-first", false),
        order("search-newest-first", true),
    ]
}

/// Where it is looked: what narrows one title means nothing in another, but for name, kind and time.
fn reaches(setting: &Setting<'_>, question: &Question) -> Vec<NavItem> {
    if setting.title.siblings.is_empty() {
        return Vec::new();
    }
    let reach = |name: String, everywhere: bool| {
        let same = question.everywhere == everywhere;
        let wider = Question {
            everywhere,
            title: None,
            section: None,
            topic: None,
            page: 1,
            ..question.clone()
        };
        NavItem {
            current: same.then_some("true"),
            ..NavItem::new(name, address(&wider))
        }
    };
    vec![
        reach(setting.title.name.clone(), false),
        reach(setting.say("search-everywhere"), true),
    ]
}

fn named(facet: Facet) -> &'static str {
    match facet {
        Facet::Title => "search-title",
        Facet::Section => "search-section",
        Facet::Topic => "search-topic",
        Facet::By => "search-by",
        Facet::Kind => "search-kind",
        Facet::Year => "search-year",
    }
}

fn value_name(setting: &Setting<'_>, facet: Facet, value: &FacetValue) -> String {
    let kind = Kind::ALL.into_iter().find(|kind| kind.word() == value.key);
    match (facet, kind) {
        (Facet::Kind, Some(kind)) => crate::pieces::labels::kind_name(setting, kind),
        _ => value.name.clone(),
    }
}

/// The question narrowed to a value, or widened from it where it is chosen.
fn narrowed(question: &Question, facet: Facet, value: &FacetValue) -> Question {
    let mut other = Question {
        page: 1,
        ..question.clone()
    };
    let key = (!value.chosen).then(|| value.key.clone());
    match facet {
        Facet::Title => other.title = key,
        Facet::Section => other.section = key,
        Facet::Topic => other.topic = key,
        Facet::By => other.by = key,
        Facet::Kind => {
            other.kind = Kind::ALL
                .into_iter()
                .find(|kind| Some(kind.word()) == key.as_deref());
        }
        Facet::Year => other.year = key.and_then(|year| year.parse().ok()),
    }
    other
}

/// What the finds are narrowed to, in the order of the facets, days last.
fn chosen(setting: &Setting<'_>, question: &Question, found: &Searched) -> Vec<NavItem> {
    let told = |facet: Facet, key: &str| {
        let facets = found.facets.iter().filter(|one| one.facet == facet);
        let mut values = facets.flat_map(|one| &one.values);
        let value = values.find(|value| value.key == key).cloned();
        let value = value.unwrap_or_else(|| FacetValue {
            key: key.to_owned(),
            name: key.to_owned(),
            count: 0,
            chosen: true,
        });
        let wider = narrowed(
            question,
            facet,
            &FacetValue {
                chosen: true,
                ..value.clone()
            },
        );
        NavItem::new(value_name(setting, facet, &value), address(&wider))
    };
    let mut chosen = Vec::new();
    chosen.extend(question.title.as_deref().map(|key| told(Facet::Title, key)));
    chosen.extend(
        question
            .section
            .as_deref()
            .map(|key| told(Facet::Section, key)),
    );
    chosen.extend(question.topic.as_deref().map(|key| told(Facet::Topic, key)));
    chosen.extend(question.by.as_deref().map(|key| told(Facet::By, key)));
    chosen.extend(question.kind.map(|kind| told(Facet::Kind, kind.word())));
    chosen.extend(
        question
            .year
            .map(|year| told(Facet::Year, &year.to_string())),
    );
    if question.from.is_some() || question.until.is_some() {
        let day = |day: Option<jiff::civil::Date>| {
            day.map(|day| setting.calendar.day(day))
                .unwrap_or_else(|| "…".to_owned())
        };
        let name = format!("{} – {}", day(question.from), day(question.until));
        let wider = Question {
            from: None,
            until: None,
            page: 1,
            ..question.clone()
        };
        chosen.push(NavItem::new(name, address(&wider)));
    }
    chosen
}

/// The parts of a question beside its words and its page, as an address and a form name them.
fn kept(question: &Question) -> Vec<SearchField> {
    let mut kept = Vec::new();
    let mut push = |name: &'static str, value: Option<String>| {
        kept.extend(value.map(|value| SearchField { name, value }));
    };
    push("where", question.everywhere.then(|| "all".to_owned()));
    push("title", question.title.clone());
    push("section", question.section.clone());
    push("topic", question.topic.clone());
    push("by", question.by.clone());
    push("kind", question.kind.map(|kind| kind.word().to_owned()));
    push("year", question.year.map(|year| year.to_string()));
    push("from", question.from.map(|day| day.to_string()));
    push("until", question.until.map(|day| day.to_string()));
    push("order", question.newest_first.then(|| "newest".to_owned()));
    kept
}

/// Where a question leads.
fn address(question: &Question) -> String {
    let mut out = format!("/search?q={}", query(&question.words));
    for SearchField { name, value } in kept(question) {
        out.push_str(&format!("&{name}={}", query(&value)));
    }
    if question.page > 1 {
        out.push_str(&format!("&page={}", question.page));
    }
    out
}

fn turning(question: &Question, found: &Searched) -> Turning {
    let number = question.page.max(1);
    let page = |page: u32| {
        address(&Question {
            page,
            ..question.clone()
        })
    };
    Turning {
        number,
        newer: (number > 1).then(|| page(number - 1)),
        older: (number < found.last_page).then(|| page(number + 1)),
    }
}
