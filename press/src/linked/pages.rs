//! Pages that are no article: the front, lists, people, standing pages.

use super::node::{Data, Node};
use super::{Linked, title};
use crate::setting::Setting;
use paper::reading::facts::{PageRole, SectionLink};
use paper::reading::pages::{ContributorFacts, PageFacts, TopicFacts};
use paper::topics::Kind;

/// The front page: the site and who publishes it.
pub(crate) fn front(setting: &Setting<'_>) -> Linked {
    let base = &setting.title.base_url;
    let site = Node::of("WebSite")
        .text("@id", &title::site_id(base))
        .text("name", &setting.title.name)
        .text("url", &setting.absolute("/"))
        .text("description", &setting.title.motto)
        .text("inLanguage", &setting.title.language)
        .node(
            "publisher",
            Some(Node::reference(&title::publisher_id(base))),
        );
    Linked {
        nodes: vec![site],
        publisher: Some(title::publisher_in_full(setting)),
    }
}

/// A list of articles: a section, a topic, a stretch of the archive.
pub(crate) fn list<'a>(
    setting: &Setting<'_>,
    name: &str,
    about: &str,
    address: &str,
    way: impl IntoIterator<Item = &'a SectionLink>,
) -> Linked {
    let page = page("CollectionPage", setting, name, address).text("description", about);
    let mut nodes = vec![page];
    nodes.extend(title::crumbs(setting, way));
    alone(nodes)
}

/// The page of a topic: a list of articles, and what they are about.
pub(crate) fn topic(
    setting: &Setting<'_>,
    facts: &TopicFacts,
    about: &str,
    address: &str,
) -> Linked {
    let kind = match facts.kind {
        Kind::Subject => "Thing",
        Kind::Person => "Person",
        Kind::Place => "Place",
        Kind::Organisation => "Organization",
        Kind::Dossier => "CreativeWorkSeries",
    };
    let subject = Node::of(kind)
        .text("name", &facts.name)
        .text("url", &setting.absolute(&facts.path));
    let page = page("CollectionPage", setting, &facts.name, address)
        .text("description", about)
        .node(
            match facts.kind {
                Kind::Dossier => "mainEntity",
                _ => "about",
            },
            Some(subject),
        );
    let mut nodes = vec![page];
    nodes.extend(title::crumbs(setting, []));
    alone(nodes)
}

/// Somebody's page.
pub(crate) fn person(setting: &Setting<'_>, facts: &ContributorFacts) -> Linked {
    let links = facts.links.iter();
    let person = title::person(setting, &facts.person)
        .text("jobTitle", &facts.person.role)
        .text("description", &facts.person.about)
        .text("email", &facts.email)
        .node("image", title::portrait(setting, &facts.person))
        .many(
            "sameAs",
            links.map(|link| Data::from(link.url.as_str())).collect(),
        );
    let address = setting.absolute(&facts.person.path);
    let page = page("ProfilePage", setting, &facts.person.name, &address);
    alone(vec![page.node("mainEntity", Some(person))])
}

/// The page of corrections.
pub(crate) fn corrections(setting: &Setting<'_>, address: &str) -> Linked {
    let (name, about) = (
        setting.say("corrections-heading"),
        setting.say("corrections-about"),
    );
    let page = page("CollectionPage", setting, &name, address);
    alone(vec![page.text("description", &about)])
}

/// The page of facts, which is about the publisher.
pub(crate) fn trust(setting: &Setting<'_>, address: &str) -> Linked {
    let about = Node::reference(&title::publisher_id(&setting.title.base_url));
    let page = page("AboutPage", setting, &setting.say("trust-heading"), address);
    Linked {
        nodes: vec![
            page.node("mainEntity", Some(about)),
            title::publisher(setting),
        ],
        ..Linked::default()
    }
}

/// The imprint: who publishes, in full.
pub(crate) fn imprint(setting: &Setting<'_>, address: &str) -> Linked {
    let about = Node::reference(&title::publisher_id(&setting.title.base_url));
    let name = setting.say("imprint-heading");
    let page = page("AboutPage", setting, &name, address);
    Linked {
        nodes: vec![page.node("mainEntity", Some(about))],
        publisher: Some(title::publisher_in_full(setting)),
    }
}

/// A standing page.
pub(crate) fn standing(setting: &Setting<'_>, facts: &PageFacts) -> Linked {
    let kind = match facts.role {
        PageRole::About => "AboutPage",
        PageRole::Contacts => "ContactPage",
        _ => "WebPage",
    };
    let address = setting.absolute(&facts.path);
    let modified = setting.calendar.when(facts.modified);
    let page = page(kind, setting, &facts.name, &address);
    alone(vec![page.text("dateModified", &modified.date)])
}

fn alone(nodes: Vec<Node>) -> Linked {
    Linked {
        nodes,
        publisher: None,
    }
}

fn page(kind: &str, setting: &Setting<'_>, name: &str, address: &str) -> Node {
    let base = &setting.title.base_url;
    Node::of(kind)
        .text("name", name)
        .text("url", address)
        .text("inLanguage", &setting.title.language)
        .node("isPartOf", Some(Node::reference(&title::site_id(base))))
}
