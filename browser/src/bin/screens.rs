//! `screens PROGRAM FOLDER`: pictures of every kind of page of the demo, and of the newsroom in both its languages, so that
//! people can look.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command talks to the person at the terminal"
)]

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use browser::walk::{Kind, Walk};
use browser::{Browser, Demo, Scheme, Viewport};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [program, folder] = words.as_slice() else {
        eprintln!("screens: wants the program and the folder for the pictures");
        return ExitCode::from(2);
    };
    match take(Path::new(program), Path::new(folder)).await {
        Ok(count) => {
            println!("{count} pictures in {folder}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("screens: {}", chain(error.as_ref()));
            ExitCode::FAILURE
        }
    }
}

/// Takes all pictures; returns how many.
async fn take(program: &Path, folder: &Path) -> Result<usize, Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    let demo = Demo::start(program)?;
    let mut browser = Browser::start().await?;
    let mut count = 0;
    for front in demo.titles() {
        let title = name(front);
        let walk = Walk::from(front)?;
        let mut taken: BTreeMap<Kind, usize> = BTreeMap::new();
        for visit in walk.worth_a_look() {
            let number = taken.entry(visit.kind).or_default();
            *number += 1;
            let name = format!("{title}-{}-{number}", visit.kind.name());
            count += views(&mut browser, folder, &name, &visit.url).await?;
        }
    }
    Ok(count + newsroom(&mut browser, &demo, folder).await?)
}

/// A page on a telephone and on a desk, light and dark.
async fn views(
    browser: &mut Browser,
    folder: &Path,
    name: &str,
    url: &str,
) -> Result<usize, Box<dyn Error>> {
    let mut count = 0;
    for viewport in [Viewport::PHONE, Viewport::DESK] {
        for scheme in [Scheme::Light, Scheme::Dark] {
            let file = format!("{name}-{}-{}.png", viewport.width, scheme.name());
            let page = browser.page(url, viewport, scheme).await?;
            fs::write(folder.join(file), page.screenshot().await?)?;
            count += 1;
        }
    }
    println!("{name}: {url}");
    Ok(count)
}

/// Who is asked to show the newsroom: the director sees most of it.
const DIRECTOR: &str = "teresa";

/// Pages of the newsroom, by name and address behind `/newsroom`.
const ROOMS: [(&str, &str); 25] = [
    ("desk", "/t/gazzetta/desk"),
    ("desk-live", "/t/gazzetta/desk?stage=live"),
    ("front", "/t/gazzetta/front"),
    ("comments", "/t/gazzetta/comments"),
    ("comments-published", "/t/gazzetta/comments?stage=published"),
    ("cases", "/t/gazzetta/cases"),
    ("settings", "/t/gazzetta/settings/general"),
    ("imprint", "/t/gazzetta/settings/imprint"),
    ("look", "/t/gazzetta/settings/look"),
    ("sections", "/t/gazzetta/settings/sections"),
    ("pages", "/t/gazzetta/settings/pages"),
    ("programs", "/t/gazzetta/settings/programs"),
    ("topics", "/t/gazzetta/settings/topics"),
    ("topic", "/t/gazzetta/settings/topics/traghetti"),
    ("dossier", "/t/gazzetta/settings/topics/citta-e-marea"),
    ("policy", "/t/gazzetta/settings/comments"),
    ("deputies", "/t/gazzetta/settings/deputies"),
    ("redirects", "/t/gazzetta/settings/redirects"),
    ("library", "/t/gazzetta/library"),
    ("figures", "/t/gazzetta/figures"),
    ("people", "/people"),
    ("titles", "/titles"),
    ("audit", "/audit"),
    ("account", "/account"),
    ("nothing", "/nothing"),
];

/// Who keeps the machine, and what only this person sees.
const OPERATOR: &str = "operator";
const MACHINE: [(&str, &str); 5] = [
    ("installation", "/installation?look=1"),
    ("webhooks", "/installation/webhooks"),
    ("accounts", "/people"),
    ("person", "/people/accounts/bruno"),
    ("imports", "/t/gazzetta/settings/imports"),
];

/// Pages of one article, behind its own address.
const OF_AN_ARTICLE: [&str; 5] = ["", "/publish", "/saves", "/look", "/kill"];

/// The newsroom in Italian and in English, from its door on, as those see it who see most of it.
async fn newsroom(
    browser: &mut Browser,
    demo: &Demo,
    folder: &Path,
) -> Result<usize, Box<dyn Error>> {
    let base = format!("{}/newsroom", demo.titles().first().ok_or("no title")?);
    let door = format!("{base}/sign-in");
    let mut count = views(browser, folder, "newsroom-sign-in", &door).await?;
    enters(browser, demo, DIRECTOR, &door).await?;
    let list = format!("{base}/t/gazzetta/desk?stage=live");
    browser.visit(&list, true).await?;
    browser.taps("[data-list] h3 a").await?;
    browser.awaits(".ProseMirror").await?;
    let article = browser.address().await?;
    for language in ["it", "en"] {
        speaks(browser, &base, language).await?;
        count += rooms(browser, folder, &ROOMS, &base, language).await?;
        for path in OF_AN_ARTICLE {
            let name = match path.trim_start_matches('/') {
                "" => "editor",
                other => other,
            };
            let name = format!("newsroom-article-{name}-{language}");
            count += views(browser, folder, &name, &format!("{article}{path}")).await?;
        }
    }
    browser.taps("form[action$=sign-out] button").await?;
    browser.awaits("#password").await?;
    enters(browser, demo, OPERATOR, &door).await?;
    for language in ["it", "en"] {
        speaks(browser, &base, language).await?;
        count += rooms(browser, folder, &MACHINE, &base, language).await?;
    }
    Ok(count)
}

/// Signs somebody in.
async fn enters(
    browser: &mut Browser,
    demo: &Demo,
    who: &str,
    door: &str,
) -> Result<(), Box<dyn Error>> {
    browser.visit(door, true).await?;
    browser.types("#name", who).await?;
    let password = demo.password(who).ok_or("no password")?;
    browser.types("#password", password).await?;
    browser.presses("form.stack button").await?;
    browser.awaits(".rail .who").await?;
    Ok(())
}

/// Has the newsroom speak a language to whoever is in it.
async fn speaks(browser: &mut Browser, base: &str, language: &str) -> Result<(), Box<dyn Error>> {
    browser.visit(&format!("{base}/account"), true).await?;
    browser.chooses("#language", language).await?;
    browser.taps("form[action$=language] button").await?;
    browser.awaits(&format!("html[lang={language}]")).await?;
    Ok(())
}

async fn rooms(
    browser: &mut Browser,
    folder: &Path,
    rooms: &[(&str, &str)],
    base: &str,
    language: &str,
) -> Result<usize, Box<dyn Error>> {
    let mut count = 0;
    for (room, path) in rooms {
        let name = format!("newsroom-{room}-{language}");
        count += views(browser, folder, &name, &format!("{base}{path}")).await?;
    }
    Ok(count)
}

/// The first word of the title's host, for the names of files.
fn name(front: &str) -> &str {
    front
        .trim_start_matches("http://")
        .split(['.', ':'])
        .next()
        .unwrap_or_default()
}

/// An error with what caused it, in one line.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}
