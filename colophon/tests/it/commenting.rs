//! A reader with a real browser writes a comment, with scripts and without, and a notice about one; what comes back is
//! judged on a telephone and on a desk.

use browser::{Browser, Demo, Page, Scheme, Viewport, nu};
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

/// Sends the form of the page, whatever the browser would say of its fields.
const SEND: &str = "const form = document.querySelector('form.form'); form.noValidate = true; form.requestSubmit();";
/// The page as the browser holds it, once it is whole.
const WHOLE: &str = "return document.readyState === 'complete' ? '<!doctype html>' + document.documentElement.outerHTML : '';";

/// Forms with faults and pages that say what became of something, as they were shown.
#[derive(Default)]
struct Judged {
    faults: Vec<String>,
    pages: Vec<(String, String)>,
}

impl Judged {
    /// Judges the page a browser shows now.
    async fn looks(&mut self, name: &str, page: &Page<'_>, html: String) {
        for violation in page.axe().await.unwrap() {
            self.faults.push(format!("{name}: {violation}"));
        }
        for element in page.overflow().await.unwrap() {
            self.faults.push(format!("{name}: sticks out: {element}"));
        }
        self.pages.push((name.to_owned(), html));
    }
}

/// Sends the page's form until these words come back, and gives the page.
async fn sends(page: &Page<'_>, fill: &str, words: &str) -> String {
    for _ in 0..PRESSES_MAX {
        // The page may be leaving just now; then the next one is asked.
        let _ = page.script(&format!("{fill} {SEND}")).await;
        for _ in 0..PRESSES_MAX {
            let html = page.script(WHOLE).await.unwrap_or_default();
            let html = html.as_str().unwrap_or_default().to_owned();
            if html.contains(words) {
                return html;
            }
            if html.contains("id=\"faults\"") {
                break;
            }
        }
    }
    panic!("“{words}” never came");
}

/// What a command given beside the demo says.
fn command(demo: &Demo, words: &[&str]) -> String {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_colophon"))
        .args(words)
        .arg("--data")
        .arg(demo.folder())
        .output()
        .unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words:?}: {err}");
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn forms_with_faults_and_receipts_are_sound_in_a_browser() {
    let demo = Demo::start(Path::new(env!("CARGO_BIN_EXE_colophon"))).unwrap();
    let front = demo.titles()[0].clone();
    let mut browser = Browser::start().await.unwrap();
    let mut judged = Judged::default();
    let comment = format!("{}/comment", article(&front));
    let notice = notice(&front);
    let screens = [
        (Viewport::PHONE, Scheme::Light),
        (Viewport::PHONE, Scheme::Dark),
        (Viewport::DESK, Scheme::Light),
        (Viewport::DESK, Scheme::Dark),
    ];
    for (form, name) in [(&comment, "comment"), (&notice, "notice")] {
        for (viewport, scheme) in screens {
            let page = browser.page(form, viewport, scheme).await.unwrap();
            let html = sends(&page, "", "id=\"faults\"").await;
            let name = format!("{name} at {} px, {}", viewport.width, scheme.name());
            judged.looks(&name, &page, html).await;
        }
    }
    let fill = "document.querySelector('[name=text]').value = 'Qui si dice dove abito.';
        document.querySelector('[name=name]').value = 'Lia del porto';
        const ground = document.querySelector('[name=ground]'); if (ground) ground.value = 'private';
        const faith = document.querySelector('[name=good_faith]'); if (faith) faith.checked = true;";
    let mut receipts = Vec::new();
    for (form, words) in [
        (&comment, "in attesa di approvazione"),
        (&notice, "Segnalazione ricevuta"),
    ] {
        let page = browser
            .page(form, Viewport::PHONE, Scheme::Light)
            .await
            .unwrap();
        sends(&page, fill, words).await;
        receipts.push(browser.address().await.unwrap());
    }
    for receipt in &receipts {
        judge(&mut browser, &mut judged, receipt, &screens).await;
    }
    let id = |receipt: &str| receipt.rsplit("sent=").next().unwrap().to_owned();
    let (sent, noticed) = (id(&receipts[0]), id(&receipts[1]));
    let why = "Rivela dove abita una persona";
    let by = ["--as", "teresa"];
    let reject = [
        "comment", "reject", &sent, "--ground", "private", "--reason", why,
    ];
    command(&demo, &[&reject[..], &by].concat());
    let decide = ["comment", "decide", &noticed, "hide", "--reason", why];
    command(&demo, &[&decide[..], &by].concat());
    let listed = command(
        &demo,
        &["comment", "notices", "--title", "gazzetta", "--decided"],
    );
    for words in [noticed.as_str(), "Lia del porto", "hidden", why] {
        assert!(listed.contains(words), "{words} in {listed}");
    }
    for receipt in &receipts {
        let html = judge(&mut browser, &mut judged, receipt, &screens).await;
        assert!(html.contains(why), "{html}");
    }
    let wrong = nu::check(&judged.pages).unwrap();
    judged.faults.extend(wrong.iter().map(ToString::to_string));
    assert!(judged.faults.is_empty(), "\n{}\n", judged.faults.join("\n"));
}

/// Judges an address on every screen; the page as it came.
async fn judge(
    browser: &mut Browser,
    judged: &mut Judged,
    url: &str,
    screens: &[(Viewport, Scheme)],
) -> String {
    let html = browser::fetch(url).unwrap().body;
    for (viewport, scheme) in screens {
        let page = browser.page(url, *viewport, *scheme).await.unwrap();
        let name = format!("{url} at {} px, {}", viewport.width, scheme.name());
        judged.looks(&name, &page, html.clone()).await;
    }
    html
}

/// The form for a notice about a comment the front's articles show.
fn notice(front: &str) -> String {
    let walk = browser::walk::Walk::from(front).unwrap();
    let (host, path) = walk
        .visits
        .iter()
        .find_map(|visit| {
            let (_, link) = visit.html.split_once("/notice?comment=")?;
            let id = link.split('"').next()?;
            let page = visit.url.split(['?', '#']).next()?;
            Some((page.to_owned(), format!("/notice?comment={id}")))
        })
        .expect("a comment that can be reported");
    format!("{host}{path}")
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
