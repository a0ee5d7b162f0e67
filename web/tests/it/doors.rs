//! What every answer carries, and what is refused at the door.

use crate::stage::{Gazette, ask, door, door_by, get};
use http::{Method, Request, StatusCode};
use sha2::{Digest, Sha256};

const HOST: &str = "gazette.test";

#[tokio::test]
async fn every_answer_has_its_security_headers() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    for (host, path) in [
        (HOST, "/"),
        (HOST, "/nothing-here"),
        ("elsewhere.test", "/"),
        (HOST, "/archive/2026/13"),
    ] {
        let got = get(&door, host, path).await;
        assert_eq!(
            got.header("x-content-type-options"),
            "nosniff",
            "{host}{path}"
        );
        let policy = got.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && !policy.contains("unsafe"),
            "{policy}"
        );
        assert!(got.header("content-type").contains("charset=utf-8"));
        assert!(got.headers.get("set-cookie").is_none());
    }
}

#[tokio::test]
async fn who_is_reached_by_tls_says_that_it_stays_so() {
    let gazette = Gazette::new().await;
    let (plain, tls) = (door(&gazette), door_by(&gazette, "https"));
    for (host, path) in [
        (HOST, "/"),
        (HOST, "/nothing-here"),
        (HOST, "/feed.xml"),
        (HOST, "/api/v1/titles"),
        ("elsewhere.test", "/"),
    ] {
        let name = "strict-transport-security";
        assert_eq!(get(&plain, host, path).await.header(name), "", "{path}");
        let got = get(&tls, host, path).await;
        assert_eq!(got.header(name), "max-age=31536000", "{path}");
    }
}

#[tokio::test]
async fn what_is_refused_at_the_door_is_told_on_a_page_in_both_languages() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let long = format!("/{}", "a".repeat(3_000));
    for (method, path, status) in [
        (Method::PUT, "/", 405),
        (Method::POST, "/", 415),
        (Method::GET, "/%ff", 400),
        (Method::GET, long.as_str(), 414),
    ] {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", HOST);
        let got = ask(&door, request).await;
        assert_eq!(got.status.as_u16(), status, "{path}");
        assert_eq!(got.header("content-type"), "text/html; charset=utf-8");
        let page = got.text();
        assert!(
            page.starts_with("<!doctype html>\n<html lang=\"it\">"),
            "{page}"
        );
        assert!(
            page.contains("<h1>") && page.contains("<p lang=\"en\">"),
            "{page}"
        );
        assert!(
            !page.contains("<p></p>") && !page.contains("<title></title>"),
            "{page}"
        );
    }
}

#[tokio::test]
async fn an_unknown_host_is_told_so_and_named_nothing() {
    let gazette = Gazette::new().await;
    let got = get(&door(&gazette), "elsewhere.test", "/").await;
    assert_eq!(got.status, StatusCode::MISDIRECTED_REQUEST);
    assert!(
        got.text().contains("No newspaper answers to this name") && !got.text().contains("Gazette")
    );
}

#[tokio::test]
async fn a_page_not_there_says_so_and_offers_what_is() {
    let gazette = Gazette::new().await;
    gazette.published("Ferry service resumes").await;
    let door = door(&gazette);
    for path in [
        "/nothing",
        "/people/nobody",
        "/topics/nothing",
        "/archive/2026/02/30",
        "/news?page=0",
        "/news?page=2",
        "/history",
        "/wp-json",
    ] {
        let got = get(&door, HOST, path).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{path}");
        assert!(got.text().contains("Ferry service resumes"), "{path}");
    }
}

#[tokio::test]
async fn only_reading_and_sending_forms_is_allowed_here() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    for method in [Method::PUT, Method::DELETE, Method::TRACE, Method::OPTIONS] {
        let got = ask(
            &door,
            Request::builder()
                .method(method)
                .uri("/")
                .header("host", HOST),
        )
        .await;
        assert_eq!(
            (got.status, got.header("allow")),
            (StatusCode::METHOD_NOT_ALLOWED, "GET, HEAD, POST")
        );
    }
}

#[tokio::test]
async fn malformed_requests_are_refused_with_words() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    for path in [
        "/%ff",
        "/a%00b",
        "/..%2f..%2fetc/passwd",
        "/%2e%2e/x",
        "/a%5cb",
        "//evil.example/",
        "/%2Fevil.example/",
        "/%2f%2Fevil.example%2f",
        "//news",
        "/news//",
        "/news//harbour/",
    ] {
        assert_eq!(
            get(&door, HOST, path).await.status,
            StatusCode::BAD_REQUEST,
            "{path}"
        );
    }
    let sent_away = get(&door, HOST, "//evil.example/").await;
    assert!(sent_away.headers.get("location").is_none());
    let long = format!("/{}", "a".repeat(4_000));
    assert_eq!(
        get(&door, HOST, &long).await.status,
        StatusCode::URI_TOO_LONG
    );
    let two = Request::get("/")
        .header("host", HOST)
        .header("host", "other.test");
    assert_eq!(ask(&door, two).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(
        ask(&door, Request::get("/")).await.status,
        StatusCode::BAD_REQUEST,
        "no host at all"
    );
    let absolute = Request::get("http://gazette.test/").header("host", "elsewhere.test");
    assert_eq!(
        ask(&door, absolute).await.status,
        StatusCode::OK,
        "the request line counts"
    );
}

#[tokio::test]
async fn a_page_unchanged_is_not_sent_again_in_either_coding() {
    let gazette = Gazette::new().await;
    gazette.published("Ferry service resumes").await;
    let door = door(&gazette);
    let request = |coding: &str| {
        Request::get("/")
            .header("host", HOST)
            .header("accept-encoding", coding)
    };
    let plain = ask(&door, request("identity")).await;
    let packed = ask(&door, request("br, gzip;q=0.8")).await;
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert_ne!(plain.header("etag"), packed.header("etag"));
    assert_eq!(plain.header("vary"), "Accept-Encoding");
    for (coding, tag) in [
        ("identity", plain.header("etag")),
        ("gzip", packed.header("etag")),
    ] {
        let again = ask(
            &door,
            request(coding).header("if-none-match", format!("W/\"x\", {tag}")),
        )
        .await;
        assert_eq!(
            (again.status, again.bytes.len()),
            (StatusCode::NOT_MODIFIED, 0)
        );
        assert_eq!(again.header("etag"), tag);
    }
    assert!(
        ask(&door, request("gzip;q=0"))
            .await
            .header("content-encoding")
            .is_empty()
    );
    gazette.published("A second ferry is bought").await;
    let changed = ask(
        &door,
        request("identity").header("if-none-match", plain.header("etag")),
    )
    .await;
    assert_eq!(changed.status, StatusCode::OK, "published means visible");
}

#[tokio::test]
async fn a_slash_at_the_end_leads_to_the_address_without() {
    let gazette = Gazette::new().await;
    let got = get(&door(&gazette), HOST, "/news/?page=1").await;
    assert_eq!(
        (got.status, got.header("location")),
        (StatusCode::MOVED_PERMANENTLY, "/news?page=1")
    );
}

#[tokio::test]
async fn a_former_host_leads_to_the_canonical_one() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let path = gazette.published("Ferry service resumes").await.addresses[0]
        .1
        .clone();
    let change = paper::titles::Settle {
        hosts: Some(vec!["harbour.test".to_owned()]),
        ..paper::titles::Settle::default()
    };
    paper::titles::settle(&gazette.paper, &gazette.operator, gazette.title, &change)
        .await
        .expect("a new name");
    for (asked, address) in [
        (path.clone(), format!("http://harbour.test{path}")),
        (
            format!("{path}?revision=1"),
            format!("http://harbour.test{path}?revision=1"),
        ),
        (
            "/a%20b%3F%2Fc".to_owned(),
            "http://harbour.test/a%20b%3F/c".to_owned(),
        ),
    ] {
        let moved = get(&door, HOST, &asked).await;
        assert_eq!(
            (moved.status, moved.header("location")),
            (StatusCode::MOVED_PERMANENTLY, address.as_str()),
            "{asked}"
        );
    }
    assert_eq!(
        get(&door, "harbour.test", &path).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_validator_tells_nothing_of_the_text_and_outlives_a_restart() {
    let gazette = Gazette::new().await;
    let published = gazette.published("Ferry service resumes").await;
    for path in [
        published.addresses[0].1.clone(),
        format!("{}.json", published.addresses[0].1),
    ] {
        let got = get(&door(&gazette), HOST, &path).await;
        let plain: String = Sha256::digest(&got.bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let tag = got.header("etag").trim_matches('"').to_owned();
        assert!(
            tag.len() >= 24 && !plain.contains(&tag[..16]),
            "{path}: whoever keeps {tag} could try names"
        );
        let again = get(&door(&gazette), HOST, &path).await;
        assert_eq!(again.header("etag"), got.header("etag"), "{path}");
    }
}
