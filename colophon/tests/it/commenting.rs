//! A reader with a real browser writes a comment, with scripts and without.

use browser::{Browser, Demo, Scheme, Viewport};
use std::path::Path;

/// The button is pressed again until the form has been open for as long as a person needs; each press takes longer than
/// a hundredth of that.
const PRESSES_MAX: usize = 400;
/// How wide the field people must not see is, where there is one.
const TRAP_WIDTH: &str = "const trap = document.querySelector('form.form .vh');
return trap ? trap.getBoundingClientRect().width : 0;";

#[tokio::test]
async fn a_comment_is_written_with_and_without_scripts_in_a_browser() {
    let demo = Demo::start(Path::new(env!("CARGO_BIN_EXE_colophon"))).unwrap();
    let front = demo.titles()[0].clone();
    let mut browser = Browser::start().await.unwrap();
    let article = article(&front);
    for scripts in [true, false] {
        browser.visit(&article, scripts).await.unwrap();
        browser.presses("#comments a.btn").await.unwrap();
        let form = browser.address().await.unwrap();
        assert!(form.ends_with("/comment"), "{form}");
        let text = format!("Ero sul molo, «c’ero» <b>anch’io</b>. Con script: {scripts}.");
        browser.types("#f-text", &text).await.unwrap();
        browser.presses("form.form button").await.unwrap();
        let page = until(&browser, "id=\"faults\"").await;
        assert!(page.contains("Scrivi il tuo nome"), "{page}");
        assert!(
            page.contains("&lt;b&gt;anch’io&lt;/b&gt;"),
            "the text is kept: {page}"
        );
        browser.types("#f-name", "Marisa del molo").await.unwrap();
        let mut presses = 0;
        while !browser.address().await.unwrap().contains("sent=") {
            assert!(presses < PRESSES_MAX, "{}", browser.source().await.unwrap());
            // The button may be of a page that is just leaving; then the next one has its own.
            let _ = browser.presses("form.form button").await;
            presses += 1;
        }
        let page = browser.source().await.unwrap();
        assert!(page.contains("in attesa di approvazione"), "{page}");
        let receipt = browser.address().await.unwrap();
        if scripts {
            for url in [&form, &receipt] {
                for scheme in [Scheme::Light, Scheme::Dark] {
                    let page = browser.page(url, Viewport::PHONE, scheme).await.unwrap();
                    let axe = page.axe().await.unwrap();
                    assert!(axe.is_empty(), "{url}: {axe:?}");
                    let wide = page.overflow().await.unwrap();
                    assert!(wide.is_empty(), "{url}: {wide:?}");
                    let seen = page.script(TRAP_WIDTH).await.unwrap();
                    assert!(
                        seen.as_f64().unwrap() <= 1.0,
                        "people see the trap: {seen} px"
                    );
                }
            }
        }
    }
}

/// The page, once it holds these words.
async fn until(browser: &Browser, words: &str) -> String {
    let mut page = String::new();
    for _ in 0..PRESSES_MAX {
        page = browser.source().await.unwrap();
        if page.contains(words) {
            break;
        }
    }
    page
}

/// The first article linked from the front under which readers may write.
fn article(front: &str) -> String {
    let walk = browser::walk::Walk::from(front).unwrap();
    let visit = walk
        .visits
        .iter()
        .find(|visit| visit.url.ends_with("/comment"))
        .expect("a form");
    visit.url.trim_end_matches("/comment").to_owned()
}
