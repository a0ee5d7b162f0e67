//! A running site's answers become an export.

use crate::stage::{moved, told};
use cast::Gazette;
use moving::rest;

const SITE: &str = "https://oldlamp.example";

#[tokio::test]
async fn a_running_site_moves_in_by_what_it_answers() {
    let folder = tempfile::tempdir().expect("a folder");
    let answers = [
        ("users", r#"[{"id":1,"name":"Ada Nardi","slug":"ada"}]"#),
        (
            "categories",
            r#"[{"id":3,"name":"Harbour","slug":"harbour","parent":0,"description":""}]"#,
        ),
        (
            "tags",
            r#"[{"id":51,"name":"Ferries ]]> and more","slug":"ferries"}]"#,
        ),
        (
            "comments",
            r#"[{"id":1,"post":10,"parent":0,"author_name":"Bruno","date":"2019-05-18T11:00:00",
          "date_gmt":"2019-05-18T09:00:00","content":{"rendered":"<p>At last.</p>"},"type":"comment"}]"#,
        ),
        (
            "posts",
            r#"[{"id":10,"date":"2019-05-17T08:30:00","date_gmt":"2019-05-17T06:30:00","slug":"ferry-resumes","status":"publish",
          "link":"https://oldlamp.example/2019/05/ferry-resumes/","title":{"rendered":"Ferry &#8220;Perla&#8221; resumes"},
          "content":{"rendered":"<p>It left at six.</p>","protected":false},"excerpt":{"rendered":"<p>After weeks.</p>"},
          "author":1,"featured_media":0,"comment_status":"open","sticky":false,"categories":[3],"tags":[51]},
         {"id":11,"date":"2019-05-17T08:30:00","date_gmt":"2019-05-17T06:30:00","slug":"shut","status":"publish","link":"https://oldlamp.example/2019/05/shut/",
          "title":{"rendered":"Protected"},"content":{"rendered":"","protected":true},"excerpt":{"rendered":""},"author":7,
          "comment_status":"closed","categories":[3],"tags":[]}]"#,
        ),
    ];
    for (kind, answer) in answers {
        assert!(rest::count(answer.as_bytes()).is_ok());
        std::fs::write(rest::file(folder.path(), kind, 1), answer).expect("written");
    }
    let export = rest::export(folder.path(), SITE).expect("an export");
    let gazette = Gazette::new().await;
    let report = moved(&gazette, &[export]).await;
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
}
