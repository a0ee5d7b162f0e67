//! What each kind of page says about itself to browsers and robots, and where on its title it is.

use crate::context::Picture;
use crate::context::Whereabouts;
use crate::context::headline;
use crate::pieces::head::Head;
use crate::setting::Setting;
use paper::articles::content::State;
use paper::reading::pages::{
    ArchiveFacts, ArticleFacts, ContributorFacts, HistoryFacts, PageFacts, RevisionFacts,
    SectionFacts, TopicFacts,
};

pub(crate) fn front(setting: &Setting<'_>) -> (Head, Whereabouts<'static>) {
    let head = Head {
        description: setting.title.motto.clone(),
        canonical: Some(setting.absolute("/")),
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
    head.description.clone_from(&facts.about);
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
    let picture = content
        .picture
        .as_ref()
        .and_then(|picture| facts.pictures.get(&picture.file))
        .and_then(Picture::new)
        .map(|picture| {
            (
                setting.absolute(&picture.src),
                picture.width,
                picture.height,
            )
        });
    let live = content.state == State::Live;
    let head = Head {
        name: headline(setting, facts),
        description: if live {
            description(content)
        } else {
            String::new()
        },
        canonical: Some(facts.canonical.clone()),
        alternates: facts
            .translations
            .iter()
            .map(|translation| (translation.language.clone(), translation.url.clone()))
            .collect(),
        unlisted: !live,
        picture: picture.filter(|_| live),
        article: live,
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

/// The standfirst, else the first paragraph.
fn description(content: &paper::articles::content::Content) -> String {
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
    head.article = false;
    head.alternates.clear();
    (head, place)
}

pub(crate) fn history<'a>(
    setting: &Setting<'_>,
    facts: &'a HistoryFacts,
) -> (Head, Whereabouts<'a>) {
    let head = Head {
        name: format!("{}: {}", setting.say("history-heading"), facts.headline),
        canonical: Some(format!("{}/history", facts.canonical)),
        unlisted: true,
        ..Head::default()
    };
    (head, at(&facts.path))
}

pub(crate) fn topic<'a>(setting: &Setting<'_>, facts: &'a TopicFacts) -> (Head, Whereabouts<'a>) {
    let mut head = listing(setting, &facts.name, &facts.path, facts.pages.number);
    head.description = facts.about.plain_text();
    (head, at(&facts.path))
}

pub(crate) fn contributor<'a>(
    setting: &Setting<'_>,
    facts: &'a ContributorFacts,
) -> (Head, Whereabouts<'a>) {
    let person = &facts.person;
    let mut head = listing(setting, &person.name, &person.path, facts.pages.number);
    head.description.clone_from(&person.about);
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
    let name = match facts.year {
        Some(_) => format!("{}: {name}", setting.say("archive")),
        None => name.to_owned(),
    };
    let head = Head {
        name,
        canonical: Some(setting.absolute(&path)),
        ..Head::default()
    };
    (head, at(if facts.year.is_none() { "/archive" } else { "" }))
}

pub(crate) fn corrections(setting: &Setting<'_>) -> (Head, Whereabouts<'static>) {
    let head = Head {
        name: setting.say("corrections-heading"),
        description: setting.say("corrections-about"),
        canonical: Some(setting.absolute("/corrections")),
        ..Head::default()
    };
    (head, at("/corrections"))
}

pub(crate) fn imprint(setting: &Setting<'_>) -> (Head, Whereabouts<'static>) {
    let head = Head {
        name: setting.say("imprint-heading"),
        description: setting.words.with(
            "imprint-about",
            &[("title", setting.title.name.as_str().into())],
        ),
        canonical: Some(setting.absolute("/imprint")),
        ..Head::default()
    };
    (head, at("/imprint"))
}

pub(crate) fn standing<'a>(setting: &Setting<'_>, facts: &'a PageFacts) -> (Head, Whereabouts<'a>) {
    let head = Head {
        name: facts.name.clone(),
        description: facts.body.plain_text(),
        canonical: Some(setting.absolute(&facts.path)),
        ..Head::default()
    };
    (head, at(&facts.path))
}

pub(crate) fn error(headline: &str) -> (Head, Whereabouts<'static>) {
    let head = Head {
        name: headline.to_owned(),
        unlisted: true,
        ..Head::default()
    };
    (head, at(""))
}

/// A page of a list; only the first has the plain address for its own.
fn listing(setting: &Setting<'_>, name: &str, path: &str, number: u32) -> Head {
    let first = number <= 1;
    Head {
        name: if first {
            name.to_owned()
        } else {
            format!("{name}, {}", setting.words.count("page-number", number))
        },
        canonical: first.then(|| setting.absolute(path)),
        ..Head::default()
    }
}

fn at(path: &str) -> Whereabouts<'_> {
    Whereabouts {
        path,
        ..Whereabouts::default()
    }
}
