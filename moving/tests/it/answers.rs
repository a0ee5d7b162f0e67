//! A running site's answers become an export.

use crate::stage::{moved, told};
use cast::Gazette;
use moving::rest::{self, Kind};
use std::path::Path;

const SITE: &str = "https://www.oldlamp.example/";

/// What a site answered: kind, page, answer.
const ANSWERS: [(&str, u32, &str); 9] = [
    (
        "users",
        1,
        r#"[{"id":1,"name":"Ada Nardi","slug":"ada","link":"https://oldlamp.example/staff/ada/"}]"#,
    ),
    (
        "categories",
        1,
        r#"[{"id":3,"name":"Harbour","slug":"harbour","parent":0,"description":"","link":"https://oldlamp.example/rubriche/harbour/"}]"#,
    ),
    (
        "tags",
        1,
        r#"[{"id":51,"name":"Ferries ]]> and more","slug":"ferries","link":"https://oldlamp.example/tag/ferries/"}]"#,
    ),
    (
        "places",
        1,
        r#"[{"id":60,"name":"Cala Grande","slug":"cala-grande","link":"https://oldlamp.example/place/cala-grande/"}]"#,
    ),
    (
        "media",
        1,
        r#"[{"id":8,"date":"2019-05-01T08:00:00","slug":"quay","link":"https://oldlamp.example/quay/","title":{"rendered":"quay"},"author":1,"post":10,
          "caption":{"rendered":"<p>The <em>old</em> quay</p>\n"},"alt_text":"A quay","media_details":{"image_meta":{"credit":"Carla Luce"}},
          "source_url":"https://oldlamp.example/wp-content/uploads/2019/05/quay.jpg"},
         {"id":9,"date":"2019-05-01T08:00:00","slug":"talk","link":"https://oldlamp.example/talk/","title":{"rendered":"The talk"},"author":1,"post":null,
          "caption":{"rendered":"<p>The talk</p>\n"},"alt_text":"","media_details":{},"source_url":"https://oldlamp.example/wp-content/uploads/talk.mp3"}]"#,
    ),
    (
        "comments",
        1,
        r#"[{"id":1,"post":10,"parent":0,"author_name":"Bruno","date":"2019-05-18T11:00:00",
          "date_gmt":"2019-05-18T09:00:00","content":{"rendered":"<p>At last.</p>"},"type":"comment"}]"#,
    ),
    (
        "events",
        1,
        r#"[{"id":30,"date":"2019-05-17T08:30:00","date_gmt":"2019-05-17T06:30:00","slug":"regatta","status":"publish","type":"event",
          "link":"https://oldlamp.example/event/regatta/","title":{"rendered":"Regatta"},"content":{"rendered":"<p>At nine.</p>","protected":false}}]"#,
    ),
    (
        "posts",
        1,
        r#"[{"id":10,"date":"2019-05-17T08:30:00","date_gmt":"2019-05-17T06:30:00","slug":"ferry-resumes","status":"publish",
          "link":"https://oldlamp.example/2019/05/ferry-resumes/","title":{"rendered":"Ferry &#8220;Perla&#8221; resumes"},
          "content":{"rendered":"<p>It left\nat six, says <a href=\"https://oldlamp.example/2019/05/shut/\">the master</a>.</p>\n<div class='gallery'><figure class='gallery-item'><div class='gallery-icon'><a href='https://oldlamp.example/quay/'><img src=\"https://oldlamp.example/wp-content/uploads/2019/05/quay-150x150.jpg\" alt=\"A quay\" srcset=\"x 1x\"></a></div><figcaption>The old quay</figcaption></figure></div>","protected":false},
          "excerpt":{"rendered":"<p>After weeks.</p>"},"yoast_head_json":{"description":"For machines."},
          "author":1,"featured_media":8,"comment_status":"open","sticky":false,"categories":[3],"tags":[51],"places":[60]},
         {"id":11,"date":"2019-05-17T08:30:00","date_gmt":"2019-05-17T06:30:00","slug":"shut","status":"publish","link":"https://oldlamp.example/2019/05/shut/",
          "title":{"rendered":"Protected: Of the harbour"},"content":{"rendered":"","protected":true},
          "excerpt":{"rendered":"<p>There is no excerpt because this is a protected post.</p>","protected":true},"author":7,
          "comment_status":"closed","categories":[3],"tags":[]}]"#,
    ),
    (
        "posts",
        2,
        r#"[{"id":11,"slug":"shut","status":"publish","title":{"rendered":"Came twice"},"content":{"rendered":"","protected":true},"excerpt":{"rendered":""}},
         {"id":12,"date":"2019-05-18T08:30:00","date_gmt":"2019-05-18T06:30:00","slug":"made","status":"publish","link":"https://oldlamp.example/2019/05/made/",
          "title":{"rendered":"An excerpt nobody wrote"},"content":{"rendered":"<figure><img src=\"https://oldlamp.example/a.jpg\"><figcaption>A quay</figcaption></figure><p>Three ferries are out of service.</p>","protected":false},
          "excerpt":{"rendered":"<p>Three ferries are out [&hellip;]</p>"},"author":5,"yoast_head_json":{"author":"Nadia Moro"},"comment_status":"open","categories":[3],"tags":[]}]"#,
    ),
];

fn kind(folder: &Path, word: &str) -> Kind {
    let mut all = rest::kinds(folder).into_iter();
    all.find(|kind| kind.word == word).expect("a kind")
}

#[tokio::test]
async fn a_running_site_moves_in_by_what_it_answers() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = [
        r#"{"name":"The Old Lamp","home":"https://oldlamp.example","namespaces":["wp/v2"]}"#,
        r#"{"post":{"rest_base":"posts"},"event":{"rest_base":"events","rest_namespace":"wp/v2"},"wp_block":{"rest_base":"blocks"},
            "product":{"rest_base":"products","rest_namespace":"shop/v1"},"up":{"rest_base":"../up"}}"#,
        r#"{"category":{"rest_base":"categories"},"place":{"rest_base":"places"},"nav_menu":{"rest_base":"menus"}}"#,
    ];
    for ((_, name), answer) in rest::FIRST.iter().zip(first) {
        std::fs::write(folder.path().join(name), answer).expect("written");
    }
    let words: Vec<String> = rest::kinds(folder.path())
        .into_iter()
        .map(|kind| kind.word)
        .collect();
    assert_eq!(
        words,
        [
            "users",
            "categories",
            "tags",
            "places",
            "media",
            "comments",
            "pages",
            "events",
            "posts"
        ]
    );
    for (word, page, answer) in ANSWERS {
        assert!(rest::count(answer.as_bytes()).is_ok());
        let path = kind(folder.path(), word).file(folder.path(), page);
        std::fs::write(path, answer).expect("written");
    }
    let posts = kind(folder.path(), "posts");
    assert_eq!(posts.kept(folder.path()).expect("counted"), 3);
    let export = rest::export(folder.path(), SITE).expect("an export");
    let gazette = Gazette::new().await;
    let report = moved(&gazette, &[export]).await;
    assert_eq!(report.origin, "https://oldlamp.example");
    let told = told(&gazette, &report).await;
    expect_test::expect_file![crate::stage::case("answers.txt")].assert_eq(&told);
}

#[test]
fn what_is_no_list_is_no_answer() {
    let refused =
        br#"{"code":"rest_no_route","message":"No route was found","data":{"status":404}}"#;
    let error = rest::count(refused).expect_err("no list");
    assert!(format!("{error:?}").contains("No route was found"));
    assert!(rest::count(b"<html>").is_err());
    assert!(!rest::is_site(b"<html>") && !rest::is_site(refused));
}

#[test]
fn a_site_without_words_in_its_addresses_is_asked_by_its_query() {
    let folder = tempfile::tempdir().expect("a folder");
    let posts = kind(folder.path(), "posts");
    assert_eq!(
        posts.address("https://oldlamp.example/blog/", rest::Door::Query, 2),
        "https://oldlamp.example/blog/?rest_route=/wp/v2/posts&per_page=100&page=2&orderby=date&order=asc"
    );
    assert_eq!(
        posts.address("https://oldlamp.example", rest::Door::Path, 1),
        "https://oldlamp.example/wp-json/wp/v2/posts?per_page=100&page=1&orderby=date&order=asc"
    );
}
