//! A reader who comes back, in a browser that keeps what it is given: the next page comes as the little that is new in it.

use browser::{Browser, Demo, fetch};
use serde_json::Value;
use std::path::Path;

/// Visits after which the browser has fetched the dictionary for certain: it does so when it has nothing else to do.
const VISITS_MAX: usize = 60;

/// What a page weighed on its way: encoded and decoded bytes.
const WEIGHED: &str = "const way = performance.getEntriesByType('navigation')[0]; \
                       return [way.encodedBodySize, way.decodedBodySize]";

async fn weighed(browser: &Browser) -> (u64, u64) {
    let weighed = browser.asks(WEIGHED).await.unwrap();
    let number = |value: &Value| value.as_u64().expect("bytes");
    (number(&weighed[0]), number(&weighed[1]))
}

/// Whether the page the browser shows is this one.
async fn shows(browser: &Browser, page: &str) -> bool {
    let page = serde_json::to_string(page).unwrap();
    let script = format!(
        "const whole = new DOMParser().parseFromString({page}, 'text/html'); \
         return whole.documentElement.outerHTML === document.documentElement.outerHTML"
    );
    browser.asks(&script).await.unwrap() == Value::Bool(true)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_page_of_a_returning_reader_comes_as_what_is_new_in_a_browser() {
    let demo = Demo::start(Path::new(env!("CARGO_BIN_EXE_colophon"))).unwrap();
    let front = demo.titles()[0].trim_end_matches('/').to_owned();
    let mut browser = Browser::start().await.unwrap();
    browser.visit(&format!("{front}/"), true).await.unwrap();
    let links = r"return [...document.querySelectorAll('main a')].map(link => link.href)
        .filter(address => /\/20\d\d\/\d\d\/\d\d\/[^/#?]+$/.test(address))";
    let links: Vec<String> = serde_json::from_value(browser.asks(links).await.unwrap()).unwrap();
    let mut articles: Vec<&String> = Vec::new();
    for link in links.iter().filter(|link| link.starts_with(&front)) {
        if !articles.contains(&link) {
            articles.push(link);
        }
    }
    assert!(articles.len() >= 4, "{links:?}");
    let led = fetch(articles[0]).unwrap();
    let link = led.header("link").unwrap_or_default().to_owned();
    assert!(
        link.contains("rel=\"compression-dictionary\""),
        "{}",
        led.head
    );

    // The first articles let the browser fetch it; which of them it has it for is its own affair.
    let mut visits = 0;
    loop {
        browser.visit(articles[visits % 2], true).await.unwrap();
        let (encoded, decoded) = weighed(&browser).await;
        if encoded > 0 && encoded * 4 < decoded {
            break;
        }
        visits += 1;
        assert!(
            visits < VISITS_MAX,
            "{encoded} of {decoded} bytes: it never takes the dictionary"
        );
    }
    for article in &articles[2..4] {
        let whole = fetch(article).unwrap().body;
        browser.visit(article, true).await.unwrap();
        let (encoded, decoded) = weighed(&browser).await;
        assert_eq!(decoded, whole.len() as u64, "{article}");
        assert!(
            encoded * 4 < decoded,
            "{article}: {encoded} of {decoded} bytes"
        );
        assert!(shows(&browser, &whole).await, "{article} is another page");
    }
}
