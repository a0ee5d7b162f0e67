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
    let odd = odd(&demo);
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
    faults.extend(invalid(&walks, &odd));
    let mut browser = Browser::start().await.unwrap();
    for url in walks
        .iter()
        .flat_map(Walk::worth_a_look)
        .map(|visit| &visit.url)
        .chain(&odd)
    {
        for viewport in [Viewport::PHONE, Viewport::DESK] {
            for scheme in [Scheme::Light, Scheme::Dark] {
                let page = browser.page(url, viewport, scheme).await.unwrap();
                let place = format!("{url} at {} px, {}", viewport.width, scheme.name());
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

/// Texts nobody would write in a demo, and a page that was taken away for all: their addresses.
///
/// If a word of `hostile.md` ran, the console would tell of the policy it met.
fn odd(demo: &Demo) -> Vec<String> {
    let texts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/odd");
    let desk = tempfile::tempdir().unwrap();
    let picture = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/pictures/aironi.webp");
    std::fs::copy(picture, desk.path().join("picture.webp")).unwrap();
    let publish = |name: &str, title: &str, section: &str, by: &str| -> String {
        let text = std::fs::read_to_string(texts.join(name)).unwrap();
        let text = text
            .replace("SECTION", section)
            .replace("PICTURE", "picture.webp");
        let file = desk.path().join(name);
        std::fs::write(&file, text).unwrap();
        let file = file.display().to_string();
        let said = command(
            demo,
            &["publish", &file, "--title", title, "--as", by, "--json"],
        );
        let said: serde_json::Value = serde_json::from_str(&said).unwrap();
        said["published"][0]["urls"][0].as_str().unwrap().to_owned()
    };
    let hostile = publish("hostile.md", "gazzetta", "cronaca", "teresa");
    let scripts = publish("scripts.html", "observer", "news", "harriet");
    let killed = publish("killed.md", "gazzetta", "cronaca", "teresa");
    command(
        demo,
        &[
            "kill",
            &killed,
            "--as",
            "teresa",
            "--note",
            "Sent out by mistake",
        ],
    );
    let history = |url: &str| format!("{url}/history");
    vec![
        history(&hostile),
        history(&scripts),
        history(&killed),
        hostile,
        scripts,
        killed,
    ]
}

/// What a command given beside the demo says.
fn command(demo: &Demo, words: &[&str]) -> String {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_colophon"))
        .args(words)
        .arg("--data")
        .arg(demo.folder())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{words:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

fn invalid(walks: &[Walk], odd: &[String]) -> Vec<String> {
    let visits = walks.iter().flat_map(|walk| &walk.visits);
    let mut pages: Vec<(String, String)> = visits
        .map(|visit| (visit.url.clone(), visit.html.clone()))
        .collect();
    pages.extend(
        odd.iter()
            .map(|url| (url.clone(), browser::fetch(url).unwrap().body)),
    );
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
