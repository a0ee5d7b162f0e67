//! A person who works at the newsroom in a real browser.

use crate::pages::faults_of;
use crate::support::PROGRAM;
use browser::{Browser, Demo, Scheme, Viewport};
use std::process::Command;

/// A person at a browser, who counts what they do.
pub(crate) struct Person {
    pub(crate) browser: Browser,
    /// Where the newsroom is, without a slash at the end.
    pub(crate) newsroom: String,
    /// What was done so far.
    pub(crate) actions: usize,
}

/// A password for those to whom the demo gives none.
const PASSWORD: &str = "la nebbia sale piano dal canale";

impl Person {
    /// Somebody who has come in by the address that whoever runs the machine made for them.
    pub(crate) async fn by_link(demo: &Demo, account: &str) -> Person {
        let newsroom = format!("{}/newsroom", demo.titles().first().expect("a title"));
        let made = Command::new(PROGRAM)
            .args(["account", "reset", account, "--data"])
            .arg(demo.folder())
            .output()
            .unwrap();
        let said = String::from_utf8(made.stdout).unwrap();
        let link = said
            .split_whitespace()
            .find(|word| word.starts_with("http"))
            .unwrap_or_else(|| panic!("no address in {said:?}"));
        let mut browser = Browser::start().await.unwrap();
        browser.visit(link, true).await.unwrap();
        browser.types("#password", PASSWORD).await.unwrap();
        browser.types("#again", PASSWORD).await.unwrap();
        browser.presses("form.stack button").await.unwrap();
        browser.awaits(".rail .who").await.unwrap();
        Person {
            browser,
            newsroom,
            actions: 0,
        }
    }

    /// Somebody to whom the demo gives a password.
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

    pub(crate) async fn types(&mut self, field: &str, text: &str) {
        self.actions += 1;
        self.browser.types(field, text).await.unwrap();
    }

    pub(crate) async fn presses(&mut self, button: &str) {
        self.actions += 1;
        self.browser.presses(button).await.unwrap();
    }

    pub(crate) async fn chooses(&mut self, list: &str, value: &str) {
        self.actions += 1;
        self.browser.chooses(list, value).await.unwrap();
    }

    /// What is wrong with a page on a telephone and on a desk, light and dark.
    pub(crate) async fn looks_at(&mut self, path: &str) -> Vec<String> {
        let url = format!("{}{path}", self.newsroom);
        let views = [Viewport::PHONE, Viewport::DESK]
            .map(|screen| [Scheme::Light, Scheme::Dark].map(|scheme| (screen, scheme)));
        self.sees(&url, views.as_flattened()).await
    }

    /// What is wrong with a page in some views.
    pub(crate) async fn sees(&mut self, url: &str, views: &[(Viewport, Scheme)]) -> Vec<String> {
        let mut faults = Vec::new();
        for (viewport, scheme) in views {
            let page = match self.browser.page(url, *viewport, *scheme).await {
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
