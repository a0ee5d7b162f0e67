//! What people do in the newsroom, in a real browser on the demo: and every page they meet on the way, looked at.

use crate::pages::faults_of;
use browser::{Browser, Demo, Scheme, Viewport, nu};
use std::path::Path;

/// Actions a brief may take from paste to live, required fields included.
const ACTIONS_MAX: usize = 8;

/// A person at a browser, who counts what they do.
pub(crate) struct Person {
    pub(crate) browser: Browser,
    pub(crate) newsroom: String,
    actions: usize,
}

impl Person {
    pub(crate) async fn signed_in(demo: &Demo, account: &str) -> Person {
        let newsroom = format!("{}/newsroom", demo.titles().first().expect("a title"));
        let mut browser = Browser::start().await.unwrap();
        let door = format!("{newsroom}/sign-in");
        // On a desk: what is pressed is not looked for behind the bar of a telephone.
        drop(
            browser
                .page(&door, Viewport::DESK, Scheme::Light)
                .await
                .unwrap(),
        );
        browser.types("#name", account).await.unwrap();
        let password = demo.password(account).expect("a password");
        browser.types("#password", password).await.unwrap();
        browser.presses("form.stack button").await.unwrap();
        browser.awaits(".rail .who").await.unwrap();
        Person {
            browser,
            newsroom,
            actions: 0,
        }
    }

    async fn types(&mut self, field: &str, text: &str) {
        self.actions += 1;
        self.browser.types(field, text).await.unwrap();
    }

    async fn presses(&mut self, button: &str) {
        self.actions += 1;
        self.browser.presses(button).await.unwrap();
    }

    async fn chooses(&mut self, list: &str, value: &str) {
        self.actions += 1;
        self.browser.chooses(list, value).await.unwrap();
    }

    /// What is wrong with a page on a telephone and on a desk, light and dark.
    pub(crate) async fn looks_at(&mut self, path: &str) -> Vec<String> {
        let url = format!("{}{path}", self.newsroom);
        let mut faults = Vec::new();
        for (viewport, scheme) in [
            (Viewport::PHONE, Scheme::Light),
            (Viewport::PHONE, Scheme::Dark),
            (Viewport::DESK, Scheme::Light),
            (Viewport::DESK, Scheme::Dark),
        ] {
            let page = match self.browser.page(&url, viewport, scheme).await {
                Ok(page) => page,
                Err(fault) => panic!("{url} at {} px: {fault}", viewport.width),
            };
            let found = match faults_of(&page).await {
                Ok(found) => found,
                Err(fault) => vec![fault.to_string()],
            };
            let place = format!("{url} at {} px, {}", viewport.width, scheme.name());
            faults.extend(found.into_iter().map(|fault| format!("{place}: {fault}")));
        }
        faults
    }
}

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
