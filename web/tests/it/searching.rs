//! What readers find by words: what is out, at once; and nothing that is not, however far behind the index is.

use crate::stage::*;
use axum::Router;
use http::StatusCode;
use paper::articles::content::Class;
use paper::articles::placing::{self, Placing};
use paper::articles::publishing::{self, Going};
use paper::articles::redacting::{self, Redaction};
use paper::articles::{self, drafting, scheduling, withdrawing};
use paper::copy::Copy;
use paper::id::ArticleId;
use paper::{jobs, people, sections, topics};
use web::Search;

/// Everything one may ask in the address, as a form sends it.
fn asking(words: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("q", words);
    format!("/search?{}", query.finish())
}

/// The headlines found, in order.
async fn found_at(door: &Router, host: &str, address: &str) -> Vec<String> {
    let got = get(door, host, address).await;
    assert_eq!(got.status, StatusCode::OK, "{address}");
    assert_eq!(got.header("cache-control"), "no-store");
    let page = got.text();
    let Some((_, list)) = page.split_once("<ol class=\"list\">") else {
        return Vec::new();
    };
    let (list, _) = list.split_once("</ol>").expect("the end of the list");
    let hits = list.split("<h3").skip(1);
    hits.map(|hit| {
        let (_, headline) = hit.split_once("\">").expect("a link");
        let (headline, _) = headline.split_once("</a>").expect("its end");
        headline.replace("<mark>", "").replace("</mark>", "")
    })
    .collect()
}

async fn found(door: &Router, words: &str) -> Vec<String> {
    found_at(door, "gazette.test", &asking(words)).await
}

async fn published(gazette: &Gazette, copy: Copy) -> ArticleId {
    let filing = gazette.filing(copy);
    publishing::file_and_publish(&gazette.paper, &gazette.ines, filing, Going::default())
        .await
        .expect("published")
        .article
}

/// The standfirst of an article made another.
async fn restate(gazette: &Gazette, id: ArticleId, standfirst: &str, class: Class) {
    let mut session = gazette.paper.read().await.expect("a read");
    let article = articles::find(&mut session, id).await.expect("it");
    let mut copy = drafting::working_copy(&mut session, &article)
        .await
        .expect("a copy");
    drop(session);
    copy.standfirst = standfirst.to_owned();
    let going = Going::change(class, "The number was wrong.");
    let from = article.revisions;
    publishing::change(&gazette.paper, &gazette.ines, id, from, copy, going)
        .await
        .expect("changed");
}

fn about(headline: &str, standfirst: &str) -> Copy {
    Copy {
        standfirst: standfirst.to_owned(),
        ..sound(headline)
    }
}

/// Both ways an article gets into an answer: from memory, as it was told a moment ago, and from what is written down.
async fn both_ways(
    search: &Search,
    gazette: &Gazette,
    door: &Router,
    words: &str,
    wanted: &[&str],
) {
    assert_eq!(
        found(door, words).await,
        wanted,
        "{words}, told a moment ago"
    );
    while search.keep_up(&gazette.paper).await.expect("written") {}
    assert_eq!(found(door, words).await, wanted, "{words}, written down");
}

#[tokio::test]
async fn what_is_published_is_found_at_once_and_what_is_corrected_by_its_new_words() {
    let gazette = Gazette::new().await;
    let (door, search) = searched_door(&gazette).await;
    assert!(found(&door, "lighthouse").await.is_empty());
    let id = published(&gazette, about("A lighthouse reopens", "Forty steps up.")).await;
    both_ways(
        &search,
        &gazette,
        &door,
        "lighthouses",
        &["A lighthouse reopens"],
    )
    .await;
    both_ways(&search, &gazette, &door, "forty", &["A lighthouse reopens"]).await;

    restate(&gazette, id, "Fourteen steps up.", Class::Correction).await;
    both_ways(&search, &gazette, &door, "forty -four", &[]).await;
    both_ways(
        &search,
        &gazette,
        &door,
        "fourteen",
        &["A lighthouse reopens"],
    )
    .await;
}

#[tokio::test]
async fn what_is_withdrawn_or_killed_is_not_found_and_what_is_shown_again_is() {
    let gazette = Gazette::new().await;
    let (door, search) = searched_door(&gazette).await;
    let (paper, ines) = (&gazette.paper, &gazette.ines);
    let one = published(&gazette, about("A lighthouse reopens", "")).await;
    let two = published(&gazette, about("The lighthouse keeper speaks", "")).await;
    while search.keep_up(paper).await.expect("written") {}
    assert_eq!(found(&door, "lighthouse").await.len(), 2);

    withdrawing::withdraw(paper, ines, one, "It was wrong.")
        .await
        .expect("withdrawn");
    both_ways(
        &search,
        &gazette,
        &door,
        "lighthouse",
        &["The lighthouse keeper speaks"],
    )
    .await;
    withdrawing::kill(paper, ines, two, "It was false.")
        .await
        .expect("killed");
    both_ways(&search, &gazette, &door, "lighthouse", &[]).await;
    withdrawing::restore(paper, ines, one, "It was right after all.", &[])
        .await
        .expect("restored");
    both_ways(
        &search,
        &gazette,
        &door,
        "lighthouse",
        &["A lighthouse reopens"],
    )
    .await;
}

#[tokio::test]
async fn a_draft_an_embargo_and_a_schedule_are_found_when_they_are_out_and_not_before() {
    let gazette = Gazette::new().await;
    let (door, search) = searched_door(&gazette).await;
    let (paper, ines) = (&gazette.paper, &gazette.ines);
    let mut copy = about("A secret treaty is signed", "");
    copy.embargo = Some(instant("2026-03-05T08:00:00Z"));
    let id = drafting::file(paper, ines, gazette.filing(copy))
        .await
        .expect("filed");
    both_ways(&search, &gazette, &door, "treaty", &[]).await;
    let due = jiff::civil::date(2026, 3, 5).at(9, 30, 0, 0);
    scheduling::schedule(paper, ines, id, due, Class::First, "")
        .await
        .expect("scheduled");
    both_ways(&search, &gazette, &door, "treaty", &[]).await;
    gazette.clock.set(instant("2026-03-05T08:30:00Z"));
    jobs::work(paper).await.expect("the worker");
    both_ways(
        &search,
        &gazette,
        &door,
        "treaty",
        &["A secret treaty is signed"],
    )
    .await;
}

#[tokio::test]
async fn words_a_court_blanked_find_nothing_and_are_suggested_to_nobody() {
    let gazette = Gazette::new().await;
    let (door, search) = searched_door(&gazette).await;
    let id = published(
        &gazette,
        about("A crew changes", "Maria Dellorto goes ashore."),
    )
    .await;
    while search.keep_up(&gazette.paper).await.expect("written") {}
    assert_eq!(found(&door, "dellorto").await, ["A crew changes"]);
    let redaction = Redaction {
        class: Class::Legal,
        words: vec!["Maria Dellorto".to_owned()],
        pictures: Vec::new(),
        reason: "Court order".to_owned(),
    };
    redacting::redact(&gazette.paper, &gazette.ines, id, &redaction)
        .await
        .expect("redacted");
    for _ in 0..2 {
        for words in ["dellorto", "\"maria dellorto\"", "dellorta", "Maria"] {
            let page = get(&door, "gazette.test", &asking(words))
                .await
                .text()
                .to_lowercase();
            let page = page
                .replace(&words.to_lowercase(), "")
                .replace(&words.replace('"', "&quot;").to_lowercase(), "");
            assert!(
                !page.contains("dellorto") && !page.contains("<mark>"),
                "{words}: {page}"
            );
        }
        assert_eq!(found(&door, "ashore").await, ["A crew changes"]);
        while search.keep_up(&gazette.paper).await.expect("written") {}
    }
}

#[tokio::test]
async fn an_article_is_found_on_the_titles_it_is_placed_on_under_its_headline_there() {
    let gazette = Gazette::new().await;
    let (paper, ines, operator) = (&gazette.paper, &gazette.ines, &gazette.operator);
    let other = found_title(paper, operator, "lagoon", "The Lagoon", "lagoon.test").await;
    people::grant(
        paper,
        operator,
        "ines",
        paper::rights::Role::Director,
        Some(other),
        None,
    )
    .await
    .expect("a grant");
    let (door, search) = searched_door(&gazette).await;
    let id = published(&gazette, about("A lighthouse reopens", "Forty steps up.")).await;
    let words = asking("steps");
    assert!(found_at(&door, "lagoon.test", &words).await.is_empty());
    let placing = Placing {
        section: Some("news".to_owned()),
        headline: Some("Our lighthouse is back".to_owned()),
        ..Placing::default()
    };
    placing::place(paper, ines, id, other, placing)
        .await
        .expect("placed");
    for _ in 0..2 {
        assert_eq!(
            found_at(&door, "lagoon.test", &words).await,
            ["Our lighthouse is back"]
        );
        assert_eq!(
            found_at(&door, "lagoon.test", &asking("headline:back"))
                .await
                .len(),
            1
        );
        assert_eq!(found(&door, "steps").await, ["A lighthouse reopens"]);
        assert!(found(&door, "headline:back").await.is_empty());
        while search.keep_up(paper).await.expect("written") {}
    }
    placing::displace(paper, ines, id, other)
        .await
        .expect("displaced");
    for _ in 0..2 {
        assert!(found_at(&door, "lagoon.test", &words).await.is_empty());
        assert_eq!(found(&door, "steps").await, ["A lighthouse reopens"]);
        while search.keep_up(paper).await.expect("written") {}
    }
}

#[tokio::test]
async fn a_question_is_read_as_people_mean_it() {
    let gazette = Gazette::new().await;
    let (paper, operator) = (&gazette.paper, &gazette.operator);
    sections::keep(
        paper,
        operator,
        gazette.title,
        "sport",
        "Sport and Sea",
        None,
        sections::Under::Same,
    )
    .await
    .expect("a section");
    topics::keep(paper, operator, gazette.title, "sailing", "Sailing", None)
        .await
        .expect("a topic");
    let (door, search) = searched_door(&gazette).await;
    published(
        &gazette,
        about(
            "The café on the quay closes",
            "Perché? The owner will not say why.",
        ),
    )
    .await;
    gazette.later(5);
    let mut copy = about("A regatta of quiet boats", "The quay closes for an hour.");
    copy.topics = vec!["sailing".to_owned()];
    copy.byline[0].name = "Ada Conti".to_owned();
    let filing = drafting::Filing {
        section: Some("sport".to_owned()),
        ..gazette.filing(copy)
    };
    publishing::file_and_publish(paper, &gazette.ines, filing, Going::default())
        .await
        .expect("published");
    let cafe = "The café on the quay closes";
    let regatta = "A regatta of quiet boats";
    for _ in 0..2 {
        for (words, wanted) in [
            ("cafe", vec![cafe]),
            ("CAFÉ closing", vec![cafe, regatta]),
            ("perche'", vec![cafe]),
            ("\"quay closes\"", vec![cafe, regatta]),
            ("\"closes quay\"", vec![]),
            ("quay -regatta", vec![cafe]),
            ("quay -\"for an hour\"", vec![cafe]),
            ("by:conti", vec![regatta]),
            ("autore:\"Ada Conti\" quay", vec![regatta]),
            ("section:\"sport and sea\"", vec![regatta]),
            ("sezione:sport", vec![regatta]),
            ("topic:sailing", vec![regatta]),
            ("sailing", vec![regatta]),
            ("titolo:quay", vec![cafe]),
            ("fonte:\"harbour office\" cafe", vec![cafe]),
            ("section:nowhere", vec![]),
            ("regattta", vec![regatta]),
            ("the boats of quiet", vec![regatta]),
        ] {
            assert_eq!(found(&door, words).await, wanted, "{words}");
        }
        while search.keep_up(paper).await.expect("written") {}
    }
    let page = get(&door, "gazette.test", &asking("regattta")).await.text();
    assert!(
        page.contains("Did you mean <a href=\"/search?q=regatta\">regatta</a>"),
        "{page}"
    );
    let page = get(&door, "gazette.test", &asking("quay dromedary"))
        .await
        .text();
    assert!(page.contains("No article has all these words"), "{page}");
    for strange in [
        "\"",
        "-",
        ":",
        "a:b:c",
        "((((",
        "\u{0}\u{1}",
        "*",
        "\\",
        "😀",
        &"x ".repeat(600),
    ] {
        let got = get(&door, "gazette.test", &asking(strange)).await;
        assert_eq!(got.status, StatusCode::OK, "{strange}");
    }
}

#[tokio::test]
async fn finds_are_counted_narrowed_ordered_and_turned() {
    let gazette = Gazette::new().await;
    let (door, search) = searched_door(&gazette).await;
    for number in 0..25 {
        published(
            &gazette,
            about(&format!("Tide table {number}"), "High water."),
        )
        .await;
        gazette.later(60 * 24 * 30);
    }
    for _ in 0..2 {
        let newest = found_at(&door, "gazette.test", "/search?q=tide&order=newest").await;
        assert_eq!(newest.len(), 20);
        assert_eq!(newest[0], "Tide table 24");
        let rest = found_at(&door, "gazette.test", "/search?q=tide&order=newest&page=2").await;
        assert_eq!(rest.last().map(String::as_str), Some("Tide table 0"));
        assert_eq!(rest.len(), 5);
        let of_2027 = found_at(&door, "gazette.test", "/search?q=tide&year=2027").await;
        assert_eq!(of_2027.len(), 12);
        let days = "/search?q=tide&from=2026-03-01&until=2026-04-30";
        assert_eq!(found_at(&door, "gazette.test", days).await.len(), 2);
        assert!(
            found_at(&door, "gazette.test", "/search?q=tide&kind=opinion")
                .await
                .is_empty()
        );
        assert_eq!(
            found_at(&door, "gazette.test", "/search?q=&year=2027")
                .await
                .len(),
            12
        );
        let page = get(&door, "gazette.test", "/search?q=tide").await.text();
        assert!(page.contains("25 results for “tide”"), "{page}");
        assert!(page.contains("/search?q=tide&amp;year=2027"), "{page}");
        // What fits alike is in the order of its days.
        let best = found(&door, "tide").await;
        assert_eq!(best[0], "Tide table 24");
        while search.keep_up(&gazette.paper).await.expect("written") {}
    }
    let got = get(&door, "gazette.test", "/search?q=tide&page=51").await;
    assert_eq!(got.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn comments_are_not_searched() {
    let gazette = Gazette::new().await;
    let (door, search) = searched_door(&gazette).await;
    let article = gazette.published("A lighthouse reopens").await;
    let path = article.addresses[0].1.clone();
    let form = get(&door, "gazette.test", &format!("{path}/comment")).await;
    if form.status == StatusCode::OK {
        let token = hidden(&form.text(), "token");
        let fields = [
            ("token", token.as_str()),
            ("name", "Ugo"),
            ("text", "A platypus, I swear"),
        ];
        send(&door, &format!("{path}/comment"), &fields).await;
    }
    both_ways(&search, &gazette, &door, "platypus", &[]).await;
}

#[tokio::test]
async fn readers_are_told_while_there_is_no_index() {
    let gazette = Gazette::new().await;
    gazette.published("A lighthouse reopens").await;
    let door = door(&gazette);
    let got = get(&door, "gazette.test", &asking("lighthouse")).await;
    assert_eq!(got.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(got.text().contains("The search is being made anew"));
    let got = get(&door, "gazette.test", "/search").await;
    assert_eq!(got.status, StatusCode::OK, "the form is there");
    let got = get(&door, "gazette.test", "/opensearch.xml").await;
    assert!(
        got.header("content-type")
            .starts_with("application/opensearchdescription+xml")
    );
    assert!(
        got.text()
            .contains("template=\"http://gazette.test/search?q={searchTerms}\"")
    );
}
