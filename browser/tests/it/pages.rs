use browser::walk::{Kind, Walk};
use browser::{Browser, Scheme, Viewport, fetch, nu};
use expect_test::expect;

use crate::server;

const GOOD: &str = include_str!("good.html");
const BAD: &str = include_str!("bad.html");
const STYLE: &str = include_str!("style.css");

const PAGES: &[(&str, &str)] = &[("/", GOOD), ("/bad", BAD), ("/style.css", STYLE)];

#[tokio::test]
async fn a_good_page_is_left_in_peace_in_a_browser() {
    let host = server::start(PAGES);
    let mut browser = Browser::start().await.unwrap();
    for viewport in [Viewport::PHONE, Viewport::DESK] {
        for scheme in [Scheme::Light, Scheme::Dark] {
            let page = browser
                .page(&format!("http://{host}/"), viewport, scheme)
                .await
                .unwrap();
            assert_eq!(page.foreign_requests().await.unwrap(), [""; 0]);
            assert_eq!(page.console_errors().await.unwrap(), [""; 0]);
            assert_eq!(page.overflow().await.unwrap(), [""; 0]);
            let violations = page.axe().await.unwrap();
            assert!(violations.is_empty(), "{}", violations[0]);
        }
    }
    assert_eq!(
        nu::check(&[("good".to_owned(), GOOD.to_owned())]).unwrap(),
        []
    );
}

#[tokio::test]
async fn every_fault_of_a_bad_page_is_found_in_a_browser() {
    let host = server::start(PAGES);
    let mut browser = Browser::start().await.unwrap();
    let page = browser
        .page(
            &format!("http://{host}/bad"),
            Viewport::PHONE,
            Scheme::Light,
        )
        .await
        .unwrap();

    expect!["http://elsewhere.localhost:9/pixel.png"]
        .assert_eq(&page.foreign_requests().await.unwrap().join("\n"));
    // What the browser says after these words differs between its versions.
    let console = page.console_errors().await.unwrap();
    let console: Vec<&str> = console
        .iter()
        .filter_map(|message| message.split(" violates ").next())
        .collect();
    let console = console.join("\n").replace(&host.to_string(), "HOST");
    expect![[r#"
        http://HOST/bad 15 Loading the image 'http://elsewhere.localhost:9/pixel.png'
        http://HOST/bad 15 Executing inline script"#]]
    .assert_eq(&console);
    let overflow = page.overflow().await.unwrap();
    assert!(
        overflow.len() == 1 && overflow[0].starts_with("p.unbroken to "),
        "{overflow:?}"
    );
    let rules: Vec<String> = page
        .axe()
        .await
        .unwrap()
        .into_iter()
        .map(|violation| violation.rule)
        .collect();
    expect![[r#"
        color-contrast
        html-has-lang
        image-alt"#]]
    .assert_eq(&rules.join("\n"));
    let errors: Vec<String> = nu::check(&[
        ("good".to_owned(), GOOD.to_owned()),
        ("bad".to_owned(), BAD.to_owned()),
    ])
    .unwrap()
    .iter()
    .map(ToString::to_string)
    .collect();
    expect![[r#"
        bad:13: An “img” element must have an “alt” attribute, except under certain conditions. For details, consult guidance on providing text alternatives for images.
          ther</h1> <img src="http://elsewhere.localhost:9/pixel.png"> <p cl
        bad:17: No “p” element in scope but a “p” end tag seen.
          orth</div></p> </mai"#]].assert_eq(&errors.join("\n"));
}

#[tokio::test]
async fn screen_and_scheme_reach_the_page_in_a_browser() {
    let host = server::start(PAGES);
    let mut browser = Browser::start().await.unwrap();
    let asked = "return innerWidth + ' ' + matchMedia('(prefers-color-scheme: dark)').matches";
    let mut seen = Vec::new();
    for (viewport, scheme) in [
        (Viewport::PHONE, Scheme::Dark),
        (Viewport::DESK, Scheme::Light),
    ] {
        let page = browser
            .page(&format!("http://{host}/"), viewport, scheme)
            .await
            .unwrap();
        seen.push(page.script(asked).await.unwrap());
        let picture = page.screenshot().await.unwrap();
        // Width and height stand in the first chunk of a PNG file.
        let number = |at: usize| u32::from_be_bytes(picture[at..at + 4].try_into().unwrap());
        assert_eq!((&picture[1..4], number(16)), (&b"PNG"[..], viewport.width));
        assert!(number(20) >= viewport.height);
    }
    assert_eq!(seen, ["390 true", "1280 false"]);
}

#[test]
fn a_walk_finds_links_that_lead_to_nothing() {
    let host = server::start(PAGES);
    let front = format!("http://localhost:{}", host.port());
    let walk = Walk::from(&front).unwrap();
    let broken: Vec<String> = walk
        .broken
        .iter()
        .map(|(from, to)| format!("{from} -> {to}"))
        .collect();
    assert_eq!(broken, [format!("{front}/ -> {front}/gone")]);
    let of_search = walk
        .visits
        .iter()
        .filter(|visit| visit.kind == Kind::Search);
    assert_eq!((walk.visits.len(), of_search.count()), (7, 3));
}

#[test]
fn only_this_machine_is_ever_asked() {
    let refusal = fetch("http://example.com/").unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "cannot fetch http://example.com/: only this machine is asked"
    );
}
