//! The title as a publisher: who it is, what it promises and where that can be read.

use super::node::{Data, Node};
use super::pictures;
use crate::pieces::colophon::IMPRINT_PATH;
use crate::setting::Setting;
use paper::reading::facts::{PageRole, PersonFacts, SectionLink, TitleLink};

/// The policies of a newspaper that schema.org knows, each with the standing pages that state it, best first.
///
/// The page of rules says how the newsroom treats sources, corrections and artificial intelligence; what has a page of
/// its own is told there.
const POLICIES: [(&str, &[PageRole]); 10] = [
    ("publishingPrinciples", &[PageRole::Rules]),
    ("ethicsPolicy", &[PageRole::Ethics]),
    (
        "correctionsPolicy",
        &[PageRole::Corrections, PageRole::Rules],
    ),
    ("verificationFactCheckingPolicy", &[PageRole::FactChecking]),
    ("unnamedSourcesPolicy", &[PageRole::UnnamedSources]),
    ("actionableFeedbackPolicy", &[PageRole::Feedback]),
    ("diversityPolicy", &[PageRole::Diversity]),
    ("missionCoveragePrioritiesPolicy", &[PageRole::Mission]),
    ("noBylinesPolicy", &[PageRole::Bylines]),
    ("masthead", &[PageRole::Masthead]),
];

pub(super) fn publisher_id(base_url: &str) -> String {
    format!("{base_url}/#publisher")
}

pub(super) fn site_id(base_url: &str) -> String {
    format!("{base_url}/#website")
}

/// The title in short, as every article names it.
pub(super) fn publisher(setting: &Setting<'_>) -> Node {
    let title = setting.title;
    let mut node = Node::of("NewsMediaOrganization")
        .text("@id", &publisher_id(&title.base_url))
        .text("name", &title.name)
        .text("url", &setting.absolute("/"));
    for (policy, roles) in POLICIES {
        node = node.text(policy, &policy_page(setting, roles).unwrap_or_default());
    }
    if !title.imprint.owner.is_empty() || !title.imprint.owners.is_empty() {
        let page = page_of(setting, PageRole::Ownership);
        let page = page.unwrap_or_else(|| setting.absolute(IMPRINT_PATH));
        node = node.text("ownershipFundingInfo", &page);
    }
    node
}

/// The title with all its imprint says.
pub(super) fn publisher_in_full(setting: &Setting<'_>) -> Node {
    let imprint = &setting.title.imprint;
    let contact = Node::of("ContactPoint")
        .text("email", &imprint.email)
        .text("telephone", &imprint.phone)
        .text(
            "url",
            &page_of(setting, PageRole::Contacts).unwrap_or_default(),
        );
    let social = setting.title.social.iter();
    publisher(setting)
        .text("legalName", &imprint.publisher)
        .text("address", &imprint.address)
        .text("vatID", &imprint.vat)
        .node(
            "contactPoint",
            (!imprint.email.is_empty() || !imprint.phone.is_empty()).then_some(contact),
        )
        .many(
            "sameAs",
            social.map(|link| Data::from(link.url.as_str())).collect(),
        )
}

/// Another title, where an article has its original there.
pub(super) fn other(title: &TitleLink) -> Node {
    Node::of("NewsMediaOrganization")
        .text("@id", &publisher_id(&title.base_url))
        .text("name", &title.name)
        .text("url", &format!("{}/", title.base_url))
}

/// The way from the front page down to a section or a person.
pub(super) fn crumbs<'a>(
    setting: &Setting<'_>,
    sections: impl IntoIterator<Item = &'a SectionLink>,
) -> Option<Node> {
    let front = (setting.title.name.as_str(), "/");
    let way = sections
        .into_iter()
        .map(|link| (link.name.as_str(), link.path.as_str()));
    let items: Vec<Data> = std::iter::once(front)
        .chain(way)
        .zip(1_u64..)
        .map(|((name, path), position)| {
            Node::of("ListItem")
                .number("position", position)
                .text("name", name)
                .text("item", &setting.absolute(path))
                .into()
        })
        .collect();
    (items.len() > 1).then(|| Node::of("BreadcrumbList").many("itemListElement", items))
}

/// Somebody who has a page here.
pub(super) fn person(setting: &Setting<'_>, facts: &PersonFacts) -> Node {
    let page = setting.absolute(&facts.path);
    Node::of("Person")
        .text("@id", &format!("{page}#person"))
        .text("name", &facts.name)
        .text("url", &page)
}

/// The portrait of somebody who has a page here.
pub(super) fn portrait(setting: &Setting<'_>, facts: &PersonFacts) -> Option<Node> {
    pictures::portrait(setting, facts.picture.as_ref()?)
}

fn policy_page(setting: &Setting<'_>, roles: &[PageRole]) -> Option<String> {
    roles.iter().find_map(|role| page_of(setting, *role))
}

/// The absolute address of the title's page of a role.
pub(super) fn page_of(setting: &Setting<'_>, role: PageRole) -> Option<String> {
    let pages = &setting.title.pages;
    let page = pages.iter().find(|page| page.role == role)?;
    Some(setting.absolute(&page.path))
}
