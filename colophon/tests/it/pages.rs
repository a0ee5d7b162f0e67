//! Every kind of page of the demo, as readers, assistive programs and validators meet it.
//!
//! The pages are found by following links from the fronts, so that a new kind of page is held to this without
//! anybody's remembering.

use std::collections::BTreeSet;
use std::path::Path;

use browser::walk::{Kind, Walk};
use browser::{Browser, Demo, Fault, Page, Scheme, Viewport, nu};

/// Kinds of page that each title of the demo must show for this test to mean something.
const KINDS: [Kind; 17] = [
    Kind::Front,
    Kind::Section,
    Kind::Article,
    Kind::History,
    Kind::Revision,
    Kind::Topic,
    Kind::Person,
    Kind::Archive,
    Kind::Past,
    Kind::Corrections,
    Kind::Imprint,
    Kind::Log,
    Kind::Search,
    Kind::Form,
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

    let mut faults: Vec<String> = walks.iter().flat_map(faults_of_walk).collect();
    faults.extend(invalid(&walks, &odd));
    let mut browser = Browser::start().await.unwrap();
    let (telephone, desk) = (Viewport::PHONE, Viewport::DESK);
    let views = [Scheme::Light, Scheme::Dark].map(|scheme| [(telephone, scheme), (desk, scheme)]);
    for url in walks.iter().flat_map(addresses).chain(odd) {
        faults.extend(seen(&mut browser, &url, views.as_flattened()).await);
    }
    for front in demo.titles() {
        faults.extend(refused_form(&mut browser, &walks, front).await);
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// Where the story begins on a telephone, at most: a screen and a half, CSS pixels.
const STORY_BEGINS_MAX: f64 = 1.5 * 844.0;

fn addresses(walk: &Walk) -> Vec<String> {
    walk.worth_a_look()
        .into_iter()
        .map(|visit| visit.url.clone())
        .collect()
}

fn faults_of_walk(walk: &Walk) -> Vec<String> {
    let front = walk.visits.first().map_or("no front", |visit| &visit.url);
    let mut faults = kinds_missing(walk);
    let broken = walk.broken.iter();
    faults.extend(broken.map(|(from, to)| format!("{from}: leads to nothing at {to}")));
    faults.extend(
        walk.cut_off()
            .into_iter()
            .map(|what| format!("{front}: {what}")),
    );
    faults
}

/// What is wrong with a page in some views.
async fn seen(browser: &mut Browser, url: &str, views: &[(Viewport, Scheme)]) -> Vec<String> {
    let mut faults = Vec::new();
    for (viewport, scheme) in views {
        let page = browser.page(url, *viewport, *scheme).await.unwrap();
        let mut found = faults_of(&page).await.unwrap();
        if *viewport == Viewport::PHONE {
            found.extend(story_begins_late(&page).await.unwrap());
        }
        let place = format!("{url} at {} px, {}", viewport.width, scheme.name());
        faults.extend(found.into_iter().map(|fault| format!("{place}: {fault}")));
    }
    faults
}

async fn story_begins_late(page: &Page<'_>) -> Result<Option<String>, Fault> {
    // The statement of a person concerned is no note: the law has it stand at the head, set like the story.
    let top = "const body = document.querySelector('article.art .stmt, article.art > .body');
        return body ? body.getBoundingClientRect().top + scrollY : 0;";
    let top = page.script(top).await?.as_f64().unwrap_or_default();
    Ok((top > STORY_BEGINS_MAX).then(|| format!("the story begins at {top:.0} px")))
}

/// What is wrong with a form that comes back with its faults: the first of a title, sent empty.
async fn refused_form(browser: &mut Browser, walks: &[Walk], front: &str) -> Vec<String> {
    let visits = walks.iter().flat_map(|walk| &walk.visits);
    let form = visits
        .into_iter()
        .find(|visit| visit.kind == Kind::Form && visit.url.starts_with(front));
    let Some(form) = form else {
        return Vec::new(); // told as a kind that is missing
    };
    let place = format!("{}, refused", form.url);
    let page = browser
        .page(&form.url, Viewport::PHONE, Scheme::Light)
        .await
        .unwrap();
    page.sends("main form").await.unwrap();
    let source = page
        .script("return document.documentElement.outerHTML")
        .await
        .unwrap();
    let source = format!("<!doctype html>{}", source.as_str().unwrap_or_default());
    let mut faults: Vec<String> = nu::check(&[(place.clone(), source.clone())])
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect();
    if !source.contains("class=\"err\"") {
        faults.push(format!("{place}: it shows no fault"));
    }
    let found = faults_of(&page).await.unwrap();
    // That the answer is 422 is what is looked at.
    let found = found
        .into_iter()
        .filter(|fault| !fault.contains("status of 422"));
    faults.extend(found.map(|fault| format!("{place}: {fault}")));
    faults
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
    hostile_house(demo);
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

/// Names of the house that would run if anything printed them as markup: they stand at the foot of every page.
fn hostile_house(demo: &Demo) {
    for field in [
        "director=Teresa <script>alert(21)</script>",
        "registration.number=7/2019\"><img src=x onerror=alert(22)>",
        "host_provider.name=Server </p><svg onload=alert(23)>",
        "publisher=Laguna '\"><iframe src=javascript:alert(24)>",
    ] {
        let set = [
            "title",
            "set",
            "gazzetta",
            "--as",
            "guido",
            "--imprint",
            field,
        ];
        command(demo, &set);
    }
    let name = "Odd </a><script>alert(25)</script>";
    let add = [
        "section", "add", "odd", name, "--title", "gazzetta", "--as", "guido",
    ];
    command(demo, &add);
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

pub(crate) async fn faults_of(page: &Page<'_>) -> Result<Vec<String>, Fault> {
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
