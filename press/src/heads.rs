//! What each kind of page says about itself to browsers and robots, and where on its title it is.

use crate::context::Whereabouts;
use crate::context::headline;
use crate::linked;
use crate::pieces::colophon::TRUST_PATH;
use crate::pieces::head::{Bearing, Head, Shared, SharedPicture};
use crate::setting::Setting;
use paper::articles::content::{Content, State};
use paper::copy::CreditRole;
use paper::reading::pages::{
    ArchiveFacts, ArticleFacts, ContributorFacts, CorrectionsFacts, HistoryFacts, LogFacts,
    PageFacts, RevisionFacts, SectionFacts, TopicFacts,
};
use paper::reading::search::SearchFacts;

pub(crate) fn front(setting: &Setting<'_>) -> (Head, Whereabouts<'static>) {
    let head = Head {
        description: setting.title.motto.clone(),
        canonical: Some(setting.absolute("/")),
        linked: linked::front(setting),
        changes: true,
        searchable: true,
        ..Head::default()
    };
    (head, at("/"))
}

pub(crate) fn section<'a>(
    setting: &Setting<'_>,
    facts: &'a SectionFacts,
) -> (Head, Whereabouts<'a>) {
    let link = &facts.section.link;
    let mut head = listing(setting, &link.name, &link.path, facts.pages.number);
    head.describe(&facts.about);
    let way = facts.parent.iter().chain(std::iter::once(link));
    head.linked = linked::list(setting, &link.name, &facts.about, &address(&head), way);
    head.feed = Some(feed(setting, &link.name, &link.path));
    let place = Whereabouts {
        section: Some(&link.id),
        parent: facts.parent.as_ref().map(|parent| parent.id.as_str()),
        is_it: facts.pages.number <= 1,
        path: &link.path,
    };
    (head, place)
}

pub(crate) fn article<'a>(
    setting: &Setting<'_>,
    facts: &'a ArticleFacts,
) -> (Head, Whereabouts<'a>) {
    let content = &facts.content;
    let live = content.state == State::Live;
    let head = Head {
        name: if live {
            headline(setting, facts)
        } else {
            setting.say("withdrawn-heading")
        },
        description: if live {
            description(content)
        } else {
            String::new()
        },
        canonical: Some(facts.canonical.clone()),
        alternates: if live && !facts.deindexed {
            alternates(facts)
        } else {
            Vec::new()
        },
        unlisted: !live || facts.deindexed,
        shared: live.then(|| shared(setting, facts)),
        linked: if live {
            linked::live(setting, facts)
        } else {
            linked::taken_away(setting, facts)
        },
        feed: None,
        changes: false,
        searchable: false,
    };
    let place = Whereabouts {
        section: facts.section.as_ref().map(|section| section.id.as_str()),
        parent: facts
            .parent_section
            .as_ref()
            .map(|section| section.id.as_str()),
        is_it: false,
        path: &facts.path,
    };
    (head, place)
}

/// The article and its translations, each under its language; for readers of any other, the one that was first. Only the
/// canonical page lists them, since the others count for nothing.
fn alternates(facts: &ArticleFacts) -> Vec<(String, String)> {
    if facts.translations.is_empty() || facts.original.is_some() {
        return Vec::new();
    }
    let own = (
        facts.content.first_published,
        facts.content.language.as_str(),
        facts.canonical.as_str(),
    );
    let others = facts.translations.iter();
    let all: Vec<_> = std::iter::once(own)
        .chain(others.map(|other| {
            (
                other.first_published,
                other.language.as_str(),
                other.url.as_str(),
            )
        }))
        .collect();
    let first = all
        .iter()
        .min()
        .map(|(_, _, url)| ("x-default".to_owned(), (*url).to_owned()));
    all.iter()
        .map(|(_, language, url)| ((*language).to_owned(), (*url).to_owned()))
        .chain(first)
        .collect()
}

/// What other sites show of it.
fn shared(setting: &Setting<'_>, facts: &ArticleFacts) -> Shared {
    let content = &facts.content;
    let when = |at| setting.calendar.when(at).iso;
    let picture = own_picture(setting, facts);
    Shared {
        // The card bears the headline of this title, and so stands beside its page here.
        card: picture.is_none().then(|| Bearing {
            path: facts.path.clone(),
            of: format!(
                "{} {} {}",
                content.article,
                content.number,
                content.redactions.len()
            ),
            headline: headline(setting, facts),
        }),
        picture,
        language: content.language.clone(),
        published: when(content.first_published),
        modified: (content.modified > content.first_published).then(|| when(content.modified)),
        authors: content
            .byline
            .iter()
            .filter(|credit| credit.role == CreditRole::Text)
            .map(|credit| credit.name.clone())
            .collect(),
        section: facts.section.as_ref().map(|section| section.name.clone()),
        topics: facts
            .topics
            .iter()
            .map(|topic| topic.name.clone())
            .collect(),
    }
}

/// The picture at its head, as other sites take it.
fn own_picture(setting: &Setting<'_>, facts: &ArticleFacts) -> Option<SharedPicture> {
    let picture = facts.content.picture.as_ref()?;
    let shared = &facts.pictures.get(&picture.file)?.shared;
    let caption = markup::plain(&picture.caption);
    Some(SharedPicture {
        address: setting.absolute(&shared.path),
        width: shared.width,
        height: shared.height,
        alt: if picture.alt.is_empty() {
            caption
        } else {
            picture.alt.clone()
        },
    })
}

/// The standfirst, else the first paragraph.
fn description(content: &Content) -> String {
    if !content.standfirst.is_empty() {
        return content.standfirst.clone();
    }
    let first = content.body.blocks.iter().find_map(|block| match block {
        markup::Block::Paragraph { text, .. } => Some(markup::plain(text)),
        _ => None,
    });
    first.unwrap_or_default()
}

pub(crate) fn revision<'a>(
    setting: &Setting<'_>,
    facts: &'a RevisionFacts,
) -> (Head, Whereabouts<'a>) {
    let (mut head, place) = article(setting, &facts.article);
    let version = setting
        .words
        .count("record-version", facts.article.content.number);
    head.name = format!("{} ({version})", head.name);
    head.unlisted = true;
    head.shared = None;
    head.linked = linked::Linked::default();
    head.alternates.clear();
    (head, place)
}

pub(crate) fn history<'a>(
    setting: &Setting<'_>,
    facts: &'a HistoryFacts,
) -> (Head, Whereabouts<'a>) {
    let head = Head {
        name: format!("{}: {}", setting.say("history-heading"), facts.headline),
        canonical: Some(numbered(
            format!("{}/history", facts.canonical),
            facts.pages.number,
        )),
        unlisted: true,
        ..Head::default()
    };
    (head, at(&facts.path))
}

pub(crate) fn topic<'a>(setting: &Setting<'_>, facts: &'a TopicFacts) -> (Head, Whereabouts<'a>) {
    let mut head = listing(setting, &facts.name, &facts.path, facts.pages.number);
    let about = facts.about.plain_text();
    head.describe(&about);
    head.linked = linked::topic(setting, facts, &about, &address(&head));
    head.feed = Some(feed(setting, &facts.name, &facts.path));
    (head, at(&facts.path))
}

pub(crate) fn contributor<'a>(
    setting: &Setting<'_>,
    facts: &'a ContributorFacts,
) -> (Head, Whereabouts<'a>) {
    let person = &facts.person;
    let mut head = listing(setting, &person.name, &person.path, facts.pages.number);
    head.describe(&person.about);
    head.linked = linked::person(setting, facts);
    head.feed = Some(feed(setting, &person.name, &person.path));
    (head, at(&person.path))
}

pub(crate) fn archive(
    setting: &Setting<'_>,
    facts: &ArchiveFacts,
    name: &str,
) -> (Head, Whereabouts<'static>) {
    let mut path = "/archive".to_owned();
    for part in [
        facts.year,
        facts.month.map(i16::from),
        facts.day.map(i16::from),
    ]
    .into_iter()
    .flatten()
    {
        path.push_str(&format!("/{part:02}"));
    }
    let address = setting.absolute(&path);
    let about = setting.say("archive-about");
    let head = Head {
        linked: linked::list(setting, name, "", &address, []),
        description: match facts.year {
            Some(_) => format!("{}: {name}. {about}", setting.title.name),
            None => about,
        },
        name: match facts.year {
            Some(_) => format!("{}: {name}", setting.say("archive")),
            None => name.to_owned(),
        },
        canonical: Some(address),
        ..Head::default()
    };
    (head, at(if facts.year.is_none() { "/archive" } else { "" }))
}

/// No robot lists a page of the past as if it were of today.
pub(crate) fn past(setting: &Setting<'_>, name: &str, path: &str) -> (Head, Whereabouts<'static>) {
    let head = Head {
        name: name.to_owned(),
        canonical: Some(setting.absolute(path)),
        unlisted: true,
        ..Head::default()
    };
    (head, at(""))
}

pub(crate) fn corrections(
    setting: &Setting<'_>,
    facts: &CorrectionsFacts,
) -> (Head, Whereabouts<'static>) {
    let address = numbered(setting.absolute("/corrections"), facts.pages.number);
    let head = Head {
        name: setting.say("corrections-heading"),
        description: setting.say("corrections-about"),
        linked: linked::corrections(setting, &address),
        canonical: Some(address),
        feed: Some(feed(
            setting,
            &setting.say("corrections-heading"),
            "/corrections",
        )),
        changes: true,
        ..Head::default()
    };
    (head, at("/corrections"))
}

/// No robot lists what somebody has looked for.
pub(crate) fn search(setting: &Setting<'_>, facts: &SearchFacts) -> (Head, Whereabouts<'static>) {
    let name = setting.say("search");
    let head = Head {
        name: match facts.question.words.trim() {
            "" => name,
            words => format!("{words}: {name}"),
        },
        unlisted: true,
        searchable: true,
        ..Head::default()
    };
    (head, at("/search"))
}

pub(crate) fn imprint(setting: &Setting<'_>) -> (Head, Whereabouts<'static>) {
    let head = Head {
        name: setting.say("imprint-heading"),
        description: setting.words.with(
            "imprint-about",
            &[("title", setting.title.name.as_str().into())],
        ),
        canonical: Some(setting.absolute("/imprint")),
        linked: linked::imprint(setting, &setting.absolute("/imprint")),
        ..Head::default()
    };
    (head, at("/imprint"))
}

pub(crate) fn trust(setting: &Setting<'_>) -> (Head, Whereabouts<'static>) {
    let head = Head {
        name: setting.say("trust-heading"),
        description: setting.words.with(
            "trust-about",
            &[("title", setting.title.name.as_str().into())],
        ),
        canonical: Some(setting.absolute(TRUST_PATH)),
        linked: linked::trust(setting, &setting.absolute(TRUST_PATH)),
        ..Head::default()
    };
    (head, at(TRUST_PATH))
}

pub(crate) fn log(setting: &Setting<'_>, facts: &LogFacts) -> (Head, Whereabouts<'static>) {
    let mut head = listing(
        setting,
        &setting.say("log-heading"),
        "/log",
        facts.pages.number,
    );
    head.describe(&setting.say("log-about"));
    let address = address(&head);
    head.linked = linked::list(setting, &head.name, &head.description, &address, []);
    (head, at("/log"))
}

pub(crate) fn standing<'a>(setting: &Setting<'_>, facts: &'a PageFacts) -> (Head, Whereabouts<'a>) {
    let head = Head {
        name: facts.name.clone(),
        description: facts.body.plain_text(),
        canonical: Some(setting.absolute(&facts.path)),
        linked: linked::standing(setting, facts),
        ..Head::default()
    };
    (head, at(&facts.path))
}

/// A page with a form or about what a reader sent: for that reader only.
pub(crate) fn form<'a>(headline: &str, article: &str, path: &'a str) -> (Head, Whereabouts<'a>) {
    let head = Head {
        name: format!("{headline}: {article}"),
        unlisted: true,
        ..Head::default()
    };
    (head, at(path))
}

pub(crate) fn error(headline: &str) -> (Head, Whereabouts<'static>) {
    let head = Head {
        name: headline.to_owned(),
        unlisted: true,
        ..Head::default()
    };
    (head, at(""))
}

/// Name and address of the feed of a page.
fn feed(setting: &Setting<'_>, name: &str, path: &str) -> (String, String) {
    (
        format!("{name} – {}", setting.title.name),
        format!("{path}/feed"),
    )
}

/// A page of a list; each has an address of its own, the first the plain one.
fn listing(setting: &Setting<'_>, name: &str, path: &str, number: u32) -> Head {
    let title = setting.title.name.as_str();
    Head {
        description: setting.words.with(
            "listing-about",
            &[("name", name.into()), ("title", title.into())],
        ),
        name: if number <= 1 {
            name.to_owned()
        } else {
            format!("{name}, {}", setting.words.count("page-number", number))
        },
        canonical: Some(numbered(setting.absolute(path), number)),
        ..Head::default()
    }
}

fn numbered(address: String, number: u32) -> String {
    match number {
        0 | 1 => address,
        _ => format!("{address}?page={number}"),
    }
}

fn address(head: &Head) -> String {
    head.canonical.clone().unwrap_or_default()
}

fn at(path: &str) -> Whereabouts<'_> {
    Whereabouts {
        path,
        ..Whereabouts::default()
    }
}
