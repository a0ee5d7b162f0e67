//! The desk's search: texts in work by right, and what is out.

use crate::stage::{visit, visit_as};
use cast::Gazette;
use paper::articles::drafting;
use paper::rights::Role;

/// The headlines under a heading, with their marks.
fn under(page: &str, heading: &str) -> Vec<String> {
    let start = format!("<h2 id=\"{heading}\">");
    let (_, rest) = page.split_once(&start).expect("the heading");
    let (list, _) = rest.split_once("</section>").expect("its end");
    let hits = list.split("<h3><a").skip(1);
    hits.map(|hit| {
        let (_, headline) = hit.split_once('>').expect("a link");
        headline.split_once("</a>").expect("its end").0.to_owned()
    })
    .collect()
}

#[tokio::test]
async fn the_desk_finds_texts_in_work_and_what_is_out_by_one_question() {
    let gazette = Gazette::new().await;
    gazette.published("A treaty of the docks is signed").await;
    let copy = gazette.sound("What the treaties will cost");
    drafting::file(&gazette.paper, &gazette.ines, gazette.filing(copy))
        .await
        .expect("filed");
    let mut ines = visit(&gazette, "ines").await;
    let asking = ines.get("/newsroom/t/gazette/search").await.page;
    assert!(!asking.contains("<h2 id=\"hw\">"), "{asking}");
    let page = ines.get("/newsroom/t/gazette/search?q=treaty").await.page;
    assert_eq!(
        under(&page, "hw"),
        ["What the <mark>treaties</mark> will cost"]
    );
    assert_eq!(
        under(&page, "ho"),
        ["A <mark>treaty</mark> of the docks is signed"]
    );
    let page = ines
        .get("/newsroom/t/gazette/search?q=captain+six")
        .await
        .page;
    assert_eq!(under(&page, "hw").len(), 1);
    assert!(page.contains("<mark>six</mark>"), "{page}");
    let page = ines
        .get("/newsroom/t/gazette/search?q=%3Cb%3E+treaty+-cost")
        .await
        .page;
    assert!(
        under(&page, "hw").is_empty() && !page.contains("<b> treaty"),
        "{page}"
    );
    let desk = ines.get("/newsroom/t/gazette/desk?q=treaty").await.page;
    assert!(
        desk.contains("/newsroom/t/gazette/search?q=treaty"),
        "{desk}"
    );
}

#[tokio::test]
async fn who_may_see_no_drafts_finds_none() {
    let gazette = Gazette::new().await;
    gazette.published("A treaty of the docks is signed").await;
    let copy = gazette.sound("What the treaties will cost");
    drafting::file(&gazette.paper, &gazette.ines, gazette.filing(copy))
        .await
        .expect("filed");
    let mut moderator = visit_as(&gazette, "mina", Role::Moderator).await;
    let page = moderator
        .get("/newsroom/t/gazette/search?q=treaty")
        .await
        .page;
    assert!(under(&page, "hw").is_empty(), "{page}");
    assert_eq!(under(&page, "ho").len(), 1);
}
