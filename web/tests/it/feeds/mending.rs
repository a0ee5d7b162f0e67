//! What was taken away or mended stays in feeds until those who follow them have heard of it.

use super::*;

async fn updated(gazette: &Gazette, article: ArticleId, number: usize) {
    let mut copy = sound(&format!("Ferry number {number}"));
    copy.body = body(&[
        "Ferry service resumes on 3 March 2026.",
        "Captain Luca Nardi spoke.",
        "The harbour office said more.",
    ]);
    let going = Going::change(Class::Update, "");
    publishing::change(&gazette.paper, &gazette.edo, article, 1, copy, going)
        .await
        .expect("an update");
}

#[tokio::test]
async fn what_was_taken_away_or_corrected_is_told_however_much_is_updated_after_it() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let mut articles = Vec::new();
    for number in 0..PAGE_SIZE as usize + 14 {
        gazette.later(1);
        let published = gazette.published(&format!("Ferry number {number}")).await;
        articles.push(published.article);
    }
    let withdrawn = articles[0];
    withdrawing::withdraw(&gazette.paper, &gazette.ines, withdrawn, "It was never so")
        .await
        .expect("withdrawn");
    let newest = articles[articles.len() - 1];
    for killed in [articles[1], newest] {
        withdrawing::kill(&gazette.paper, &gazette.ines, killed, "Court order")
            .await
            .expect("killed");
    }
    for (number, article) in articles.iter().enumerate().take(14).skip(2) {
        gazette.later(1);
        updated(&gazette, *article, number).await;
    }
    let said = |entries: &[(String, String, String)], article: ArticleId| {
        let id = format!("urn:uuid:{article}");
        let told: Vec<_> = entries.iter().filter(|(one, ..)| *one == id).collect();
        assert_eq!(told.len(), 1, "{article} is told once");
        assert!(told[0].1.starts_with("Withdrawn"), "{}", told[0].1);
        assert!(!told[0].2.contains("Captain"), "without its text");
    };
    for path in ["/feed.json", "/feed.atom", "/feed.xml", "/news/feed.json"] {
        let entries = read(&door, path).await;
        for article in [withdrawn, articles[1], newest] {
            said(&entries, article);
        }
    }
    // After the stated days a place among many updates is no more kept for it.
    gazette.later(15 * 24 * 60);
    updated(&gazette, articles[14], 14).await;
    let entries = read(&door, "/feed.json").await;
    let id = format!("urn:uuid:{withdrawn}");
    assert!(entries.iter().all(|(one, ..)| *one != id));
}

#[tokio::test]
async fn an_archive_document_whose_texts_all_left_the_title_still_leads_to_the_one_before() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let keeper = &gazette.operator;
    let sister = found_title(
        &gazette.paper,
        keeper,
        "lantern",
        "The Lantern",
        "lantern.test",
    )
    .await;
    people::grant(
        &gazette.paper,
        keeper,
        "ines",
        Role::Director,
        Some(sister),
        None,
    )
    .await
    .expect("a grant");
    let ines = Actor::of(&gazette.paper, "ines").await.expect("ines");
    let mut articles = Vec::new();
    for month in ["March", "April", "May"] {
        let article = gazette
            .published(&format!("Ferries in {month}"))
            .await
            .article;
        let placing = Placing {
            section: Some("news".to_owned()),
            ..Placing::default()
        };
        placing::place(&gazette.paper, &ines, article, sister, placing)
            .await
            .expect("placed");
        articles.push(article);
        gazette.later(31 * 24 * 60);
    }
    let fetch = async |path: &str| get(&door, "lantern.test", path).await;
    let before = fetch("/feed.atom?archive=2026-04-1").await;
    assert!(before.text().contains("Ferries in April"));
    placing::displace(&gazette.paper, &ines, articles[1], sister)
        .await
        .expect("displaced");
    let after = fetch("/feed.atom?archive=2026-04-1").await;
    assert_eq!(after.status, StatusCode::OK);
    let text = after.text();
    assert!(!text.contains("<entry>"), "{text}");
    assert!(text.contains("archive=2026-03-1"), "the one before: {text}");
    assert!(
        fetch("/feed.atom")
            .await
            .text()
            .contains("archive=2026-04-1")
    );
    assert_eq!(fetch("/feed.atom?archive=2026-04-2").await.status, 404);
}

#[tokio::test]
async fn a_feed_is_as_old_as_its_own_last_change_whatever_form_the_date_is_asked_in() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    sections::keep(
        &gazette.paper,
        &gazette.operator,
        gazette.title,
        "culture",
        "Culture",
        None,
        sections::Under::Nothing,
    )
    .await
    .expect("a section");
    gazette.later(60);
    gazette.published("Ferry service resumes").await;
    gazette.later(60);
    let culture = get(&door, HOST, "/culture/feed.xml").await;
    assert_eq!(
        culture.header("last-modified"),
        "Mon, 02 Mar 2026 08:00:00 GMT"
    );
    let news = get(&door, HOST, "/news/feed.xml").await;
    assert_eq!(
        news.header("last-modified"),
        "Mon, 02 Mar 2026 09:00:00 GMT"
    );
    for (date, status) in [
        ("Mon, 02 Mar 2026 09:00:00 GMT", 304),
        ("Monday, 02-Mar-26 09:00:00 GMT", 304),
        ("Mon Mar  2 09:00:00 2026", 304),
        ("Mon, 02 Mar 2026 09:30:00 GMT", 304),
        ("Mon, 02 Mar 2026 08:59:59 GMT", 200),
        ("2026-03-02T09:00:00Z", 200),
        ("never", 200),
    ] {
        let request = Request::get("/news/feed.xml")
            .header("host", HOST)
            .header("if-modified-since", date);
        assert_eq!(ask(&door, request).await.status, status, "{date}");
    }
}
