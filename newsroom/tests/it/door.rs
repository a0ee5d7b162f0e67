//! Who gets in, and who does not.

use crate::hand::{Gazette, HOST, Hand, PASSWORD};
use http::StatusCode;

#[tokio::test]
async fn nobody_sees_anything_before_the_door_and_the_way_back_is_kept() {
    let gazette = Gazette::new().await;
    let mut stranger = Hand::stranger(&gazette);
    for path in [
        "/newsroom/",
        "/newsroom/t/gazette/desk",
        "/newsroom/account",
    ] {
        let got = stranger.get(path).await;
        assert_eq!(got.status, StatusCode::SEE_OTHER, "{path}");
        assert!(
            got.header("location")
                .starts_with("/newsroom/sign-in?to=%2Fnewsroom"),
            "{path}"
        );
    }
    let sent = stranger.send("/newsroom/t/gazette/new", &[]).await;
    assert_eq!(sent.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_password_opens_the_desk_and_signing_out_closes_it() {
    let gazette = Gazette::new().await;
    drop(Hand::of(&gazette, "ines").await);
    let mut ines = Hand::stranger(&gazette);
    let fields = [
        ("name", "ines"),
        ("password", PASSWORD),
        ("to", "/newsroom/t/gazette/desk"),
    ];
    let got = ines.send("/newsroom/sign-in", &fields).await;
    let cookies: Vec<&str> = got
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|c| c.to_str().unwrap())
        .collect();
    assert!(
        cookies.iter().all(|cookie| cookie.starts_with("__Host-")
            && cookie.contains("; Secure")
            && cookie.contains("; HttpOnly")
            && cookie.contains("SameSite=Lax")
            && cookie.contains("Path=/")
            && !cookie.contains("Domain")),
        "{cookies:?}"
    );
    let desk = ines.follow(&got).await;
    assert_eq!(desk.status, StatusCode::OK);
    assert!(desk.text().contains("Ines Vidal"));

    let out = ines.send("/newsroom/sign-out", &[]).await;
    assert_eq!(out.status, StatusCode::SEE_OTHER);
    assert_eq!(
        ines.get("/newsroom/t/gazette/desk").await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn a_wrong_name_and_a_wrong_password_get_the_same_answer() {
    let gazette = Gazette::new().await;
    drop(Hand::of(&gazette, "ines").await);
    let mut answers = Vec::new();
    for name in ["ines", "nobody"] {
        let mut hand = Hand::stranger(&gazette);
        let got = hand
            .send(
                "/newsroom/sign-in",
                &[("name", name), ("password", "not the password")],
            )
            .await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
        answers.push(got.text().replace(name, "NAME"));
    }
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test]
async fn a_form_of_another_site_changes_nothing() {
    let gazette = Gazette::new().await;
    let mut tomas = Hand::of(&gazette, "tomas").await;
    for site in ["cross-site", "same-site", "none"] {
        let got = tomas.send_from("/newsroom/t/gazette/new", &[], site).await;
        assert_eq!(got.status, StatusCode::FORBIDDEN, "{site}");
    }
}

#[tokio::test]
async fn an_address_to_go_on_to_never_leads_out_of_the_newsroom() {
    let gazette = Gazette::new().await;
    drop(Hand::of(&gazette, "ines").await);
    for to in [
        "https://evil.test/",
        "//evil.test/",
        "/newsroom/\\evil.test",
        "/newsroomx",
        "/newsroom//evil.test",
    ] {
        let mut hand = Hand::stranger(&gazette);
        let fields = [("name", "ines"), ("password", PASSWORD), ("to", to)];
        let got = hand.send("/newsroom/sign-in", &fields).await;
        assert_eq!(got.header("location"), "/newsroom/", "{to}");
    }
}

#[tokio::test]
async fn every_answer_of_the_newsroom_is_fenced() {
    let gazette = Gazette::new().await;
    let mut ines = Hand::of(&gazette, "ines").await;
    for path in [
        "/newsroom/sign-in",
        "/newsroom/t/gazette/desk",
        "/newsroom/account",
        "/newsroom/nothing",
    ] {
        let got = ines.get(path).await;
        let policy = got.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("script-src 'self'"),
            "{path}"
        );
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(got.header("cache-control"), "no-store", "{path}");
        assert!(got.header("x-robots-tag").contains("noindex"), "{path}");
        let page = got.text();
        assert!(
            !page.contains(" style=") && !page.contains("<style"),
            "{path}"
        );
        assert!(
            !page.contains(" onclick") && !page.contains("javascript:"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn another_host_leads_to_the_one_the_newsroom_is_at() {
    let gazette = Gazette::new().await;
    let mut hand = Hand::stranger(&gazette);
    let got = hand.get("/newsroom/sign-in?language=it").await;
    assert_eq!(got.status, StatusCode::OK);
    assert!(got.text().contains("Entra in redazione"));
    let elsewhere = hand.get_at("observer.test", "/newsroom/sign-in").await;
    assert_eq!(elsewhere.status, StatusCode::SEE_OTHER);
    assert_eq!(
        elsewhere.header("location"),
        format!("https://{HOST}/newsroom/sign-in")
    );
}
