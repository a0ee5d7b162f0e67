//! Readers comment: the form, what it refuses and keeps, what becomes of what was sent.

use crate::stage::{Gazette, door, get, hidden, post, send};
use axum::Router;
use http::{Request, StatusCode};

const HOST: &str = "gazette.test";

/// A newspaper with an article, its door and the article's address.
async fn stage() -> (Gazette, Router, String) {
    let gazette = Gazette::new().await;
    let path = publish(&gazette, "Ferry service resumes").await;
    let door = door(&gazette);
    (gazette, door, path)
}

async fn publish(gazette: &Gazette, headline: &str) -> String {
    let published = gazette.published(headline).await;
    published.addresses[0].1.clone()
}

/// A form as a reader gets it, and half a minute to fill it in.
async fn form(gazette: &Gazette, door: &Router, path: &str) -> String {
    let got = get(door, HOST, path).await;
    assert_eq!(got.status, StatusCode::OK, "{}", got.text());
    assert_eq!(got.header("cache-control"), "no-store");
    gazette.later(1);
    hidden(&got.text(), "token")
}

#[tokio::test]
async fn a_reader_writes_a_comment_and_is_told_where_it_stands() {
    let (gazette, door, path) = stage().await;
    let article = get(&door, HOST, &path).await.text();
    let action = format!("{path}/comment");
    assert!(article.contains(&format!("href=\"{action}\"")), "{article}");
    assert!(
        !article.contains("<form"),
        "an article's page is the same for all"
    );

    let token = form(&gazette, &door, &action).await;
    let fields = [
        ("token", token.as_str()),
        ("name", "Marisa T."),
        ("text", "I was on the pier.\r\n\r\nThe notice was there."),
        ("email", "marisa@example.org"),
    ];
    let sent = send(&door, &action, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let receipt = sent.header("location").to_owned();
    let page = get(&door, HOST, &receipt).await;
    assert!(
        page.text()
            .contains("waiting for approval, usually within 4 hours")
    );
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(!get(&door, HOST, &path).await.text().contains("on the pier"));

    let again = send(&door, &action, &fields).await;
    assert_eq!(
        again.header("location"),
        receipt,
        "a double click is one comment"
    );
}

#[tokio::test]
async fn what_is_wrong_stands_beside_its_field_and_no_word_is_lost() {
    let (gazette, door, path) = stage().await;
    let action = format!("{path}/comment");
    let token = form(&gazette, &door, &action).await;
    let fields = [
        ("token", token.as_str()),
        ("name", " "),
        ("text", "<b>My long & careful text</b>"),
        ("email", "marisa"),
        ("fax", "123"),
    ];
    let got = send(&door, &action, &fields).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = got.text();
    for words in [
        "there are 3 things to put right",
        "<p class=\"err\" id=\"e-name\">Write your name or a pseudonym.</p>",
        "aria-describedby=\"e-email\"",
        "a program",
        "&lt;b&gt;My long &amp; careful text&lt;/b&gt;</textarea>",
        "value=\"marisa\"",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    assert!(!page.contains("e-text"), "the text itself is right");
}

#[tokio::test]
async fn a_form_that_is_not_ours_too_old_or_too_quick_is_not_taken() {
    let (gazette, door, path) = stage().await;
    let other = publish(&gazette, "Harbour office opens on Sundays").await;
    let action = format!("{path}/comment");
    let text = [("name", "Marisa"), ("text", "A sentence of mine.")];
    let with = |token: &str| {
        let mut fields = vec![("token".to_owned(), token.to_owned())];
        fields.extend(text.map(|(name, value)| (name.to_owned(), value.to_owned())));
        fields
    };
    let attempt = async |token: &str| {
        let fields = with(token);
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        send(&door, &action, &fields).await
    };
    let quick = hidden(&get(&door, HOST, &action).await.text(), "token");
    assert!(attempt(&quick).await.text().contains("less than 3 seconds"));
    gazette.later(1);
    let foreign = form(&gazette, &door, &format!("{other}/comment")).await;
    for token in ["", "x", "AAAA", &foreign] {
        let got = attempt(token).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{token}");
        assert!(got.text().contains("open for too long"), "{token}");
    }
    assert_eq!(attempt(&quick).await.status, StatusCode::SEE_OTHER);
    gazette.later(24 * 60);
    assert!(attempt(&quick).await.text().contains("open for too long"));
}

#[tokio::test]
async fn only_a_form_of_this_site_is_read_and_only_so_much_of_it() {
    let (_gazette, door, path) = stage().await;
    let action = format!("{path}/comment");
    let urlencoded = "application/x-www-form-urlencoded";
    let request = |headers: &[(&str, &str)]| {
        headers.iter().fold(
            Request::post(&action).header("host", HOST),
            |all, (name, value)| all.header(*name, *value),
        )
    };
    for (headers, status) in [
        (
            vec![
                ("content-type", urlencoded),
                ("sec-fetch-site", "cross-site"),
            ],
            403,
        ),
        (
            vec![
                ("content-type", urlencoded),
                ("sec-fetch-site", "same-site"),
            ],
            403,
        ),
        (
            vec![
                ("content-type", urlencoded),
                ("origin", "https://evil.example"),
            ],
            403,
        ),
        (vec![("content-type", urlencoded), ("origin", "null")], 403),
        (vec![("content-type", "text/plain")], 415),
        (
            vec![("content-type", "multipart/form-data; boundary=x")],
            415,
        ),
        (vec![], 415),
        (vec![("content-type", urlencoded)], 422),
        (
            vec![
                ("content-type", urlencoded),
                ("origin", "http://gazette.test"),
            ],
            422,
        ),
    ] {
        let got = post(&door, request(&headers), "name=x").await;
        assert_eq!(got.status.as_u16(), status, "{headers:?}");
    }
    let large = format!("text={}", "x".repeat(70_000));
    let got = post(&door, request(&[("content-type", urlencoded)]), large).await;
    assert_eq!(got.status, StatusCode::PAYLOAD_TOO_LARGE);
    let many = "a=1&".repeat(50);
    let got = post(&door, request(&[("content-type", urlencoded)]), many).await;
    assert_eq!(got.status, StatusCode::BAD_REQUEST);
    for body in ["%", "%zz=%80%ff&text=%00%01", "=&&==", "text=\u{fffd}"] {
        let got = post(&door, request(&[("content-type", urlencoded)]), body).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    }
}

#[tokio::test]
async fn a_form_is_taken_only_where_there_is_one() {
    let (_gazette, door, path) = stage().await;
    for target in [
        "/",
        &path,
        "/imprint",
        "/nothing/comment",
        "/media/x/y",
        "/theme/x.css",
    ] {
        let got = send(&door, target, &[("name", "x")]).await;
        assert_eq!(got.status, StatusCode::METHOD_NOT_ALLOWED, "{target}");
        assert_eq!(got.header("allow"), "GET, HEAD", "{target}");
    }
}
