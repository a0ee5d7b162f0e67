//! What people do in the newsroom, in a real browser on the demo: and every page they meet on the way, looked at.

use crate::newsroom_roles::walked;
use crate::person::Person;
use browser::{Demo, Scheme, Viewport, nu};
use std::collections::BTreeMap;
use std::path::Path;

/// Actions a brief may take from paste to live, required fields included.
const ACTIONS_MAX: usize = 8;

#[tokio::test]
async fn a_brief_goes_from_paste_to_live_in_eight_actions_in_a_browser() {
    let demo = Demo::start(Path::new(env!("CARGO_BIN_EXE_colophon"))).unwrap();
    let mut bruno = Person::signed_in(&demo, "bruno").await;
    let desk = format!("{}/t/gazzetta/desk", bruno.newsroom);
    bruno.browser.visit(&desk, true).await.unwrap();
    bruno.presses("[data-key=n]").await;
    bruno.browser.awaits(".ProseMirror").await.unwrap();
    bruno
        .types(
            "#headline",
            "Pontile di Sant’Orsola chiuso fino a mezzogiorno",
        )
        .await;
    let text =
        "Il pontile di Sant'Orsola resta chiuso fino a mezzogiorno, dicono i vigili del fuoco.";
    bruno.types(".ProseMirror", text).await;
    bruno.chooses("#kind", "brief").await;
    bruno
        .types("#source-1-name", "Vigili del fuoco, sala operativa")
        .await;
    bruno.chooses("#ai", "none").await;
    bruno.presses("#publish").await;
    bruno.browser.awaits("button.go").await.unwrap();
    bruno.presses("button.go").await;
    bruno.browser.awaits(".told.ok").await.unwrap();
    assert!(bruno.actions <= ACTIONS_MAX, "{} actions", bruno.actions);

    let front = demo.titles().first().expect("a title").clone();
    bruno.browser.visit(&front, true).await.unwrap();
    let page = bruno.browser.source().await.unwrap();
    assert!(page.contains("Pontile di Sant’Orsola chiuso fino a mezzogiorno"));
}

#[tokio::test]
async fn every_page_of_the_newsroom_is_sound_in_a_browser() {
    let demo = Demo::start(Path::new(env!("CARGO_BIN_EXE_colophon"))).unwrap();
    let mut teresa = Person::signed_in(&demo, "teresa").await;
    let list = format!("{}/t/gazzetta/desk?stage=live", teresa.newsroom);
    teresa.browser.visit(&list, true).await.unwrap();
    teresa.browser.presses("[data-list] h3 a").await.unwrap();
    teresa.browser.awaits(".ProseMirror").await.unwrap();
    let at = teresa.browser.address().await.unwrap();
    let article = at.strip_prefix(&teresa.newsroom).unwrap().to_owned();
    let pages = [
        "/t/gazzetta/desk".to_owned(),
        "/account".to_owned(),
        "/t/gazzetta/front".to_owned(),
        "/t/gazzetta/comments".to_owned(),
        "/t/gazzetta/cases".to_owned(),
        "/t/gazzetta/figures".to_owned(),
        "/t/gazzetta/figures?period=28-days".to_owned(),
        "/t/gazzetta/settings".to_owned(),
        "/t/gazzetta/settings/deputies".to_owned(),
        "/titles".to_owned(),
        "/audit".to_owned(),
        article.clone(),
        format!("{article}/publish"),
        format!("{article}/saves"),
        "/nothing".to_owned(),
    ];
    let mut faults = Vec::new();
    let mut sources = Vec::new();
    for path in &pages {
        let found = teresa.looks_at(path).await;
        // That what is not there is answered 404 is as it should be.
        faults.extend(
            found
                .into_iter()
                .filter(|fault| !fault.contains("status of 404")),
        );
        let url = format!("{}{path}", teresa.newsroom);
        teresa.browser.visit(&url, false).await.unwrap();
        let source = teresa.browser.source().await.unwrap();
        // With scripts again, for the next page.
        teresa.browser.visit(&url, true).await.unwrap();
        sources.push((url, format!("<!doctype html>{source}")));
    }
    faults.extend(nu::check(&sources).unwrap().iter().map(ToString::to_string));
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// One page of each kind a director and a publisher meet, in the other language: on a telephone in the light, on a desk in the
/// dark, by turns.
#[tokio::test]
async fn every_kind_of_page_of_the_newsroom_is_sound_in_english_in_a_browser() {
    let demo = Demo::start(Path::new(env!("CARGO_BIN_EXE_colophon"))).unwrap();
    let teresa = Person::signed_in(&demo, "teresa").await;
    let guido = Person::by_link(&demo, "guido").await;
    let (mut faults, mut sources) = (Vec::new(), BTreeMap::new());
    for mut person in [teresa, guido] {
        let account = format!("{}/account", person.newsroom);
        person.browser.visit(&account, true).await.unwrap();
        person.browser.chooses("#language", "en").await.unwrap();
        person
            .browser
            .presses("form[action$=language] button")
            .await
            .unwrap();
        person.browser.awaits("html[lang=en]").await.unwrap();
        let samples = walked(&person).await.samples;
        assert!(samples.len() > 20, "{samples:?}");
        for (n, url) in samples.iter().enumerate() {
            let view = match n % 2 {
                0 => (Viewport::PHONE, Scheme::Light),
                _ => (Viewport::DESK, Scheme::Dark),
            };
            faults.extend(person.sees(url, &[view]).await);
            person.browser.visit(url, false).await.unwrap();
            let source = person.browser.source().await.unwrap();
            assert!(source.contains("<html lang=\"en\">"), "{url}");
            sources.insert(url.clone(), format!("<!doctype html>{source}"));
            person.browser.visit(url, true).await.unwrap();
        }
    }
    let sources: Vec<(String, String)> = sources.into_iter().collect();
    faults.extend(nu::check(&sources).unwrap().iter().map(ToString::to_string));
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}
