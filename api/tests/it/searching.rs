//! The search by program: what is out for everybody, what is in work for who may see it.

use crate::client::*;
use crate::life::Desk;
use paper::articles::drafting;
use paper::rights::Role;
use paper::tokens::Scope;
use paper::{people, sections};
use serde_json::Value;

/// The texts of pieces, marked ones in brackets.
fn told(pieces: &Value) -> String {
    let all = pieces.as_array().expect("pieces").iter();
    all.map(|piece| {
        let text = piece["text"].as_str().expect("text");
        match piece["marked"] == true {
            true => format!("[{text}]"),
            false => text.to_owned(),
        }
    })
    .collect()
}

#[tokio::test]
async fn a_network_is_searched_in_pages_with_what_narrows_it() {
    let gazette = Gazette::new().await;
    let desk = Desk::of(&gazette).await;
    for number in 0..23 {
        gazette
            .published(&format!("A lighthouse with number {number}"))
            .await;
        gazette.later(1);
    }
    let asks = || ask().query("q", "lighthouses").query("order", "newest");
    let first = desk.call("search", asks()).await.expect(200);
    assert_eq!(first["count"], 23);
    assert_eq!(first["items"].as_array().map(Vec::len), Some(20));
    let hit = &first["items"][0];
    assert_eq!(told(&hit["headline"]), "A [lighthouse] with number 22");
    let url = hit["url"].as_str().expect("an address");
    assert!(url.starts_with("http://gazette.test/2026/"), "{url}");
    let facets = first["facets"].as_array().expect("facets");
    assert!(
        facets.iter().all(|one| one["parameter"].is_string()),
        "{facets:?}"
    );
    let cursor = first["next"].as_str().expect("another page");
    let second = desk.call("search", asks().query("cursor", cursor)).await;
    let second = second.expect(200);
    assert_eq!(second["items"].as_array().map(Vec::len), Some(3));
    assert_eq!(second["next"], Value::Null);
    let one = desk.call("search", asks().query("title", "gazette")).await;
    assert_eq!(one.expect(200)["count"], 23);
    let none = desk.call("search", ask()).await.expect(200);
    assert_eq!((&none["count"], &none["next"]), (&0.into(), &Value::Null));

    for (name, value, code) in [
        ("cursor", "bm9uZQ", "cursor.unfit"),
        ("year", "soon", "query.unfit"),
        ("kind", "poem", "query.unfit"),
        ("from", "yesterday", "query.unfit"),
        ("colour", "red", "query.unfit"),
    ] {
        let wrong = desk.call("search", asks().query(name, value)).await;
        assert_eq!(
            (wrong.status.as_u16(), wrong.code()),
            (400, code.to_owned()),
            "{name}"
        );
    }
    let long = desk.call("search", ask().query("q", "x".repeat(401))).await;
    assert_eq!(long.status, 400);
    let unknown = desk.call("search", asks().query("title", "nobody")).await;
    assert!(unknown.status.is_client_error());
}

#[tokio::test]
async fn texts_in_work_are_found_by_who_may_see_them_and_by_nobody_else() {
    let gazette = Gazette::new().await;
    let desk = Desk::of(&gazette).await;
    let (paper, by) = (&gazette.paper, &gazette.operator);
    let copy = gazette.sound("The dockers’ treaty of Porto Vero");
    let id = drafting::file(paper, &gazette.ines, gazette.filing(copy))
        .await
        .expect("filed");
    let looks = async |token: &str, words: &str| {
        let asked = ask()
            .token(token)
            .path("title", "gazette")
            .query("q", words);
        let found = desk.call("searchDrafts", asked).await.expect(200);
        let items = found["items"].as_array().expect("a list").clone();
        items
            .iter()
            .map(|one| one["article"].clone())
            .collect::<Vec<_>>()
    };
    let it: Value = id.to_string().into();
    for words in [
        "treaties",
        "dockers treaty",
        "\"porto vero\"",
        "six morning",
        "by:berg",
        "headline:treaty -lighthouse",
        "section:news treaty",
    ] {
        assert_eq!(
            looks(&desk.editor, words).await,
            std::slice::from_ref(&it),
            "{words}"
        );
    }
    for words in [
        "lighthouse",
        "\"vero porto\"",
        "treaty -dockers",
        "headline:morning",
        "",
    ] {
        assert!(looks(&desk.editor, words).await.is_empty(), "{words}");
    }
    // Readers do not learn of it, whatever token they have not.
    let open = desk
        .call("search", ask().query("q", "treaty"))
        .await
        .expect(200);
    assert_eq!(open["count"], 0);
    let nobody = desk
        .call(
            "searchDrafts",
            ask().path("title", "gazette").query("q", "treaty"),
        )
        .await;
    assert_eq!(nobody.code(), "token.missing");

    // Somebody with a right on another section alone sees nothing of this one.
    let under = sections::Under::Same;
    sections::keep(paper, by, gazette.title, "sport", "Sport", None, under)
        .await
        .expect("a section");
    people::open_account(paper, by, "lena", "Lena", "")
        .await
        .expect("an account");
    let sport = {
        let mut session = paper.read().await.expect("a read");
        sections::section(&mut session, gazette.title, "sport")
            .await
            .expect("it")
            .id
    };
    let title = Some(gazette.title);
    people::grant(paper, by, "lena", Role::Editor, title, Some(sport))
        .await
        .expect("a grant");
    let lena = token(&gazette, "lena", &[Scope::Role(Role::Editor)]).await;
    assert!(looks(&lena, "treaty").await.is_empty());
}
