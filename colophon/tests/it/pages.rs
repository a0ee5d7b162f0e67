//! Every kind of page of the demo, as readers, assistive programs and validators meet it.
//!
//! The pages are found by following links from the fronts, so that a new kind of page is held to this without
//! anybody's remembering.

use std::collections::BTreeSet;
use std::path::Path;

use browser::walk::{Kind, Walk};
use browser::{Browser, Demo, Fault, Page, Scheme, Viewport, nu};

/// Kinds of page that each title of the demo must show for this test to mean something.
const KINDS: [Kind; 13] = [
    Kind::Front,
    Kind::Section,
    Kind::Article,
    Kind::History,
    Kind::Revision,
    Kind::Topic,
    Kind::Person,
    Kind::Archive,
    Kind::Corrections,
    Kind::Imprint,
    Kind::Standing,
    Kind::NotFound,
    Kind::UnknownHost,
];

/// One test, since the demo and the walk through it take longer than the looking.
#[tokio::test]
async fn every_page_of_the_demo_is_sound_in_a_browser() {
    let demo = Demo::start(Path::new(env!("CARGO_BIN_EXE_colophon"))).unwrap();
    let walks: Vec<Walk> = demo
        .titles()
        .iter()
        .map(|front| Walk::from(front).unwrap())
        .collect();
    assert_eq!(walks.len(), 2, "{:?}", demo.titles());

    let mut faults = Vec::new();
    for walk in &walks {
        faults.extend(kinds_missing(walk));
        faults.extend(
            walk.broken
                .iter()
                .map(|(from, to)| format!("{from}: leads to nothing at {to}")),
        );
    }
    faults.extend(invalid(&walks));
    let mut browser = Browser::start().await.unwrap();
    for visit in walks.iter().flat_map(Walk::worth_a_look) {
        for viewport in [Viewport::PHONE, Viewport::DESK] {
            for scheme in [Scheme::Light, Scheme::Dark] {
                let page = browser.page(&visit.url, viewport, scheme).await.unwrap();
                let place = format!("{} at {} px, {}", visit.url, viewport.width, scheme.name());
                let found = faults_of(&page).await.unwrap();
                faults.extend(found.into_iter().map(|fault| format!("{place}: {fault}")));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

fn kinds_missing(walk: &Walk) -> Vec<String> {
    let shown: BTreeSet<Kind> = walk.visits.iter().map(|visit| visit.kind).collect();
    let front = walk.visits.first().map_or("no front", |visit| &visit.url);
    let missing = KINDS.iter().filter(|kind| !shown.contains(kind));
    missing
        .map(|kind| format!("{front}: the demo shows no {}", kind.name()))
        .collect()
}

fn invalid(walks: &[Walk]) -> Vec<String> {
    let visits = walks.iter().flat_map(|walk| &walk.visits);
    let pages: Vec<(String, String)> = visits
        .map(|visit| (visit.url.clone(), visit.html.clone()))
        .collect();
    nu::check(&pages)
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect()
}

async fn faults_of(page: &Page<'_>) -> Result<Vec<String>, Fault> {
    let mut faults = Vec::new();
    let foreign = page.foreign_requests().await?;
    faults.extend(
        foreign
            .into_iter()
            .map(|url| format!("asks another host: {url}")),
    );
    let console = page.console_errors().await?;
    faults.extend(
        console
            .into_iter()
            .map(|message| format!("the console says: {message}")),
    );
    let overflow = page.overflow().await?;
    faults.extend(
        overflow
            .into_iter()
            .map(|element| format!("sticks out at 320 px: {element}")),
    );
    let violations = page.axe().await?;
    faults.extend(
        violations
            .into_iter()
            .map(|violation| violation.to_string()),
    );
    Ok(faults)
}
