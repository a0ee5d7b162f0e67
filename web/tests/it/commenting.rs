//! Readers comment: the form, what it refuses and keeps.

use crate::readers::{HOST, form, policy, publish, sent, stage};
use crate::stage::{get, hidden, post, send, send_from};
use http::{Request, StatusCode};
use paper::comments::{self, Verdict};
use paper::reading::facts::Wanted;

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

#[tokio::test]
async fn the_form_asks_what_the_title_wants() {
    let (gazette, door, path) = stage().await;
    let action = format!("{path}/comment");
    let page = get(&door, HOST, &action).await.text();
    assert!(
        page.contains("(optional, not published)") && !page.contains("f-website"),
        "{page}"
    );
    policy(&gazette, |policy| {
        policy.email = Wanted::Required;
        policy.website = true;
        policy.hours = 1;
    })
    .await;
    let page = get(&door, HOST, &action).await.text();
    for words in [
        "E-mail * <span class=\"soft\">(not published)",
        "f-website",
        "usually within an hour",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    let token = form(&gazette, &door, &action).await;
    let fields = [
        ("token", token.as_str()),
        ("name", "Marisa"),
        ("text", "Some words."),
        ("website", "javascript:alert(1)"),
    ];
    let page = send(&door, &action, &fields).await.text();
    assert!(
        page.contains("Write your e-mail address") && page.contains("begins with https://"),
        "{page}"
    );
    policy(&gazette, |policy| policy.email = Wanted::Off).await;
    assert!(!get(&door, HOST, &action).await.text().contains("f-email"));
    policy(&gazette, |policy| policy.desk = true).await;
    assert!(
        get(&door, HOST, &action)
            .await
            .text()
            .contains("Only the newsroom comments here")
    );
    assert!(
        !get(&door, HOST, &path)
            .await
            .text()
            .contains(&format!("href=\"{action}\""))
    );
}

#[tokio::test]
async fn too_many_forms_of_one_house_get_429_and_of_another_do_not() {
    let (gazette, door, path) = stage().await;
    let action = format!("{path}/comment");
    let token = form(&gazette, &door, &action).await;
    let mut statuses = Vec::new();
    for number in 0..8 {
        let text = format!("Opinion number {number} of mine.");
        let from = format!("203.0.113.{number}:1").parse().unwrap();
        let fields = [
            ("token", token.as_str()),
            ("name", "Marisa"),
            ("text", text.as_str()),
        ];
        statuses.push(
            send_from(&door, from, &action, &fields)
                .await
                .status
                .as_u16(),
        );
    }
    assert_eq!(statuses, [303, 303, 303, 303, 303, 303, 429, 429]);
    let fields = [
        ("token", token.as_str()),
        ("name", "Orfeo"),
        ("text", "From over the river."),
    ];
    let other = send_from(&door, "[2001:db8::1]:1".parse().unwrap(), &action, &fields).await;
    assert_eq!(other.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn hostile_names_and_texts_come_out_as_text_on_every_page() {
    const EVIL: &str = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg onload=alert(3)>{{7*7}}</textarea>\u{202e}";
    let (gazette, door, path) = stage().await;
    policy(&gazette, |policy| policy.website = true).await;
    let action = format!("{path}/comment");
    let token = form(&gazette, &door, &action).await;
    let name = &EVIL[..50];
    let fields = [
        ("token", token.as_str()),
        ("name", name),
        ("text", EVIL),
        ("website", "https://example.org/\"onload=alert(1)"),
    ];
    let taken = send(&door, &action, &fields).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
    let id = sent(taken.header("location"));
    comments::decide(&gazette.paper, &gazette.ines, id, &Verdict::Approve)
        .await
        .unwrap();
    let spoilt = send(
        &door,
        &action,
        &[
            ("name", EVIL),
            ("text", EVIL),
            ("email", EVIL),
            ("website", EVIL),
            ("token", EVIL),
            ("fax", EVIL),
            ("reply", EVIL),
        ],
    )
    .await;
    let pages = [
        spoilt.text(),
        get(&door, HOST, &path).await.text(),
        get(&door, HOST, &format!("{action}?reply={id}"))
            .await
            .text(),
        get(&door, HOST, &format!("{path}/notice?comment={id}"))
            .await
            .text(),
        get(&door, HOST, &format!("{action}?reply=%3Cscript%3E"))
            .await
            .text(),
    ];
    for (number, page) in pages.into_iter().enumerate() {
        let page = crate::stage::without_data(&page).to_lowercase();
        assert!(
            !page.contains("<script")
                && !page.contains("<img src=x")
                && !page.contains("<svg onload"),
            "{page}"
        );
        assert!(
            !page.contains("\"onload=") && !page.contains("49</"),
            "{page}"
        );
        // The form given back holds every character; what other readers see turns no line around.
        assert!(number == 0 || !page.contains('\u{202e}'), "{page}");
    }
}
