//! An article: what kind of text it is, who wrote it and when, what it rests on, what was put right.

use super::node::{Data, Node};
use super::{Linked, coverage, pictures, title};
use crate::context::headline;
use crate::pieces::{byline, labels};
use crate::setting::Setting;
use paper::articles::content::{Class, Content, State, Statement};
use paper::copy::{AiUse, BylineReason, CreditRole, Kind, Source, SourceKind};
use paper::reading::facts::{Link, NoteFacts, PersonFacts};
use paper::reading::pages::{ArticleFacts, DossierFacts};

/// The credits of those who sign a text.
const AUTHORS: &[CreditRole] = &[CreditRole::Text, CreditRole::Data];

/// An article readers can read, with its publisher and the way to it.
pub(crate) fn live(setting: &Setting<'_>, facts: &ArticleFacts) -> Linked {
    let content = &facts.content;
    let images = content.picture.iter().chain(content.body.pictures());
    let node = begun(setting, facts)
        .text("description", &content.standfirst)
        .text(
            "alternativeHeadline",
            &labels::kicker_of_article(setting, content),
        )
        .many("image", pictures::shown(setting, images, &facts.pictures))
        .number(
            "wordCount",
            u64::try_from(content.body.word_count()).unwrap_or(u64::MAX),
        )
        .truth("isAccessibleForFree", true)
        .text("genre", &genre(setting, content.kind))
        .text("digitalSourceType", text_source(content))
        .node("sponsor", sponsor(content))
        .text("copyrightNotice", &content.rights)
        .many(
            "about",
            facts
                .topics
                .iter()
                .filter(|topic| dossier(facts, topic).is_none())
                .map(|topic| {
                    Node::of("Thing")
                        .text("name", &topic.name)
                        .text("url", &setting.absolute(&topic.path))
                        .into()
                })
                .collect(),
        )
        .many("isPartOf", dossiers(setting, facts))
        .many("citation", content.sources.iter().map(citation).collect())
        .many("isBasedOn", based_on(content));
    // Of several dossiers, nobody would know which part of which is meant.
    let node = match facts.dossiers.as_slice() {
        [one] => node.number("position", one.number.into()),
        _ => node,
    };
    let node = noted(setting, facts, node);
    let node = coverage::told(setting, facts, node);
    let way = facts.parent_section.iter().chain(&facts.section);
    let mut linked = with_publisher(setting, facts, node);
    linked.nodes.extend(title::crumbs(setting, way));
    linked
}

/// What is left of a withdrawn or killed article: that it was there, and why it is not.
pub(crate) fn taken_away(setting: &Setting<'_>, facts: &ArticleFacts) -> Linked {
    let status = match facts.content.state {
        State::Killed => "Killed",
        State::Withdrawn | State::Live => "Withdrawn",
    };
    let node = begun(setting, facts).text("creativeWorkStatus", status);
    let why = facts
        .notes
        .iter()
        .filter(|note| matches!(note.class, Class::Withdrawal | Class::Kill))
        .take(1)
        .map(|note| comment(setting, facts, note, "CorrectionComment"));
    let node = node.many("correction", why.collect());
    with_publisher(setting, facts, node)
}

/// What is said of every article, whatever became of it.
fn begun(setting: &Setting<'_>, facts: &ArticleFacts) -> Node {
    let content = &facts.content;
    let when = |at| setting.calendar.when(at).iso;
    let mut node = Node::bare()
        .many("@type", kinds(content))
        .text("@id", &format!("{}#article", facts.canonical))
        .text("mainEntityOfPage", &facts.canonical)
        .text("url", &facts.canonical)
        .text("headline", &headline(setting, facts))
        .text("inLanguage", &content.language)
        .text("datePublished", &when(content.first_published))
        .text(
            "dateModified",
            &when(content.modified.max(content.first_published)),
        );
    if let Some(section) = &facts.section {
        node = node.text("articleSection", &section.name);
    }
    if let Some(line) = &content.dateline {
        node = node.text(
            "dateline",
            &byline::dateline(setting, line).unwrap_or_default(),
        );
    }
    // Who worked the data out signs the text as its writer does, here as in feeds.
    let roles: [(&'static str, &[CreditRole]); 4] = [
        ("author", AUTHORS),
        ("translator", &[CreditRole::Translation]),
        ("editor", &[CreditRole::Editing]),
        ("contributor", &[CreditRole::Photo]),
    ];
    for (property, roles) in roles {
        node = node.many(property, credited(setting, facts, roles));
    }
    let original = facts.original.as_ref().map(|title| &title.base_url);
    let publisher = title::publisher_id(original.unwrap_or(&setting.title.base_url));
    node.node("publisher", Some(Node::reference(&publisher)))
}

/// Where the Trust Project's types fit the kind, else the plainest that is true.
fn kinds(content: &Content) -> Vec<Data> {
    let words: &[&str] = match content.kind {
        Kind::News | Kind::Interview if content.own_reporting.is_some() => {
            &["ReportageNewsArticle"]
        }
        Kind::Interview => &["ReportageNewsArticle"],
        Kind::Analysis => &["AnalysisNewsArticle"],
        Kind::Opinion | Kind::Letter => &["OpinionNewsArticle"],
        Kind::Service => &["BackgroundNewsArticle"],
        Kind::Live => &["NewsArticle", "LiveBlogPosting"],
        Kind::Satire => &["SatiricalArticle"],
        Kind::Sponsored => &["AdvertiserContentArticle"],
        // The words of whoever issued them are no news article of ours.
        Kind::PressRelease => &["Article"],
        Kind::News
        | Kind::Brief
        | Kind::Listing
        | Kind::Obituary
        | Kind::Gallery
        | Kind::Agency => &["NewsArticle"],
    };
    // What was live once still is a text in dated entries.
    let was_live = content.kind != Kind::Live && !content.body.entries().is_empty();
    let entries = was_live.then_some("LiveBlogPosting");
    let words = words.iter().copied().chain(entries);
    words.map(Data::from).collect()
}

/// Those who sign the text.
pub(super) fn credited_text(setting: &Setting<'_>, facts: &ArticleFacts) -> Vec<Data> {
    credited(setting, facts, AUTHORS)
}

/// Those credited in these roles; for a text nobody signs, who answers for it in the byline's stead.
fn credited(setting: &Setting<'_>, facts: &ArticleFacts, roles: &[CreditRole]) -> Vec<Data> {
    let credits = facts.content.byline.iter();
    let named: Vec<Data> = credits
        .filter(|credit| roles.contains(&credit.role))
        .map(|credit| person(setting, &credit.name, &facts.people).into())
        .collect();
    if !named.is_empty() || roles != AUTHORS || !facts.content.byline.is_empty() {
        return named;
    }
    match facts.content.byline_reason {
        Some(BylineReason::Desk) => {
            let original = facts.original.as_ref().map(|title| &title.base_url);
            let desk = title::publisher_id(original.unwrap_or(&setting.title.base_url));
            vec![Node::reference(&desk).into()]
        }
        Some(BylineReason::AgencyText) => facts
            .content
            .sources
            .iter()
            .filter(|source| source.kind == SourceKind::Agency)
            .map(|source| Node::of("Organization").text("name", &source.name).into())
            .collect(),
        Some(BylineReason::Protected) | None => Vec::new(),
    }
}

pub(super) fn person(setting: &Setting<'_>, name: &str, people: &[PersonFacts]) -> Node {
    match people.iter().find(|person| person.name == name) {
        Some(facts) => title::person(setting, facts),
        None => Node::of("Person").text("name", name),
    }
}

fn with_publisher(setting: &Setting<'_>, facts: &ArticleFacts, node: Node) -> Linked {
    match &facts.original {
        Some(other) => Linked {
            nodes: vec![node, title::other(other)],
            publisher: None,
        },
        None => Linked {
            nodes: vec![node],
            publisher: Some(title::publisher(setting)),
        },
    }
}

/// The dossier a topic is, where the article is a part of it.
fn dossier<'a>(facts: &'a ArticleFacts, topic: &Link) -> Option<&'a DossierFacts> {
    let mut dossiers = facts.dossiers.iter();
    dossiers.find(|one| one.dossier.path == topic.path)
}

fn dossiers(setting: &Setting<'_>, facts: &ArticleFacts) -> Vec<Data> {
    let dossiers = facts.dossiers.iter().map(|one| &one.dossier);
    dossiers
        .map(|link| {
            Node::of("CreativeWorkSeries")
                .text("name", &link.name)
                .text("url", &setting.absolute(&link.path))
                .into()
        })
        .collect()
}

/// The kind as readers see it; a paid text says it by its type and its sponsor.
fn genre(setting: &Setting<'_>, kind: Kind) -> String {
    match kind {
        Kind::Sponsored => String::new(),
        kind => labels::kind_name(setting, kind),
    }
}

fn text_source(content: &Content) -> &'static str {
    match content.ai {
        Some(AiUse::Generated) => pictures::MADE_BY_MODEL,
        Some(AiUse::None | AiUse::Assisted) | None => "",
    }
}

fn sponsor(content: &Content) -> Option<Node> {
    let sponsor = content.sponsor.as_ref()?;
    Some(Node::of("Organization").text("name", &sponsor.name))
}

/// A source as listed: by its name, with the address where readers get one.
fn citation(source: &Source) -> Data {
    if crate::html::href(&source.url).is_none() {
        return source.name.as_str().into();
    }
    let kind = match source.kind {
        SourceKind::Dataset => "Dataset",
        _ => "CreativeWork",
    };
    Node::of(kind)
        .text("name", &source.name)
        .text("url", &source.url)
        .into()
}

/// What the text retells: agencies, other newspapers, press releases, where it can be read.
fn based_on(content: &Content) -> Vec<Data> {
    let retold = |kind| {
        matches!(
            kind,
            SourceKind::Agency | SourceKind::Outlet | SourceKind::PressRelease
        )
    };
    content
        .sources
        .iter()
        .filter(|source| retold(source.kind) && crate::html::href(&source.url).is_some())
        .map(|source| Data::from(source.url.as_str()))
        .collect()
}

/// Corrections and clarifications as told, statements in the words of the person concerned.
fn noted(setting: &Setting<'_>, facts: &ArticleFacts, node: Node) -> Node {
    let corrections = facts
        .notes
        .iter()
        .filter(|note| matches!(note.class, Class::Correction | Class::Clarification))
        .map(|note| comment(setting, facts, note, "CorrectionComment"))
        .collect();
    let statements = facts.content.statements.iter().enumerate();
    let statements = statements
        .map(|(at, statement)| said(setting, facts, statement, at + 1))
        .collect();
    node.many("correction", corrections)
        .many("comment", statements)
}

fn said(setting: &Setting<'_>, facts: &ArticleFacts, statement: &Statement, number: usize) -> Data {
    let page = setting.absolute(&facts.path);
    Node::of("Comment")
        .text("text", &statement.text)
        .text("creditText", &statement.name)
        .text("datePublished", &setting.calendar.when(statement.at).iso)
        .text("url", &format!("{page}#statement-{number}"))
        .into()
}

fn comment(setting: &Setting<'_>, facts: &ArticleFacts, note: &NoteFacts, kind: &str) -> Data {
    let history = setting.absolute(&facts.history);
    Node::of(kind)
        .text("text", &note.note)
        .text("datePublished", &setting.calendar.when(note.at).iso)
        .text("url", &format!("{history}#v{}", note.number))
        .into()
}
