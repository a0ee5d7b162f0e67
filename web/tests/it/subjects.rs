//! Topics as readers find them: the page, addresses it had, what is offered at the end of an article.

use crate::stage::{Gazette, door, get, sound};
use http::StatusCode;
use paper::articles::publishing::{self, Going};
use paper::articles::withdrawing;
use paper::topics::timeline::{self, NewFact};
use paper::topics::{self, Kept, Kind, merging, pinning};

const HOST: &str = "gazette.test";

async fn published(
    gazette: &Gazette,
    headline: &str,
    topics: &[&str],
) -> (paper::id::ArticleId, String) {
    let mut copy = sound(headline);
    copy.topics = topics.iter().map(|slug| (*slug).to_owned()).collect();
    let (paper, by, filing) = (&gazette.paper, &gazette.ines, gazette.filing(copy));
    let out = publishing::file_and_publish(paper, by, filing, Going::default()).await;
    let out = out.expect("published");
    (out.article, out.addresses[0].1.clone())
}

#[tokio::test]
async fn a_topic_has_its_lead_timeline_people_and_what_is_pinned_and_its_old_addresses_lead_there()
{
    let gazette = Gazette::new().await;
    let (paper, by, title) = (&gazette.paper, &gazette.operator, gazette.title);
    let aliases = ["motor vessel".to_owned()];
    for (slug, name, kind) in [
        ("ferry", "Ferry", Kind::Subject),
        ("ada", "Ada Vianel", Kind::Person),
        ("boats", "Boats", Kind::Subject),
    ] {
        let kept = Kept {
            lead: Some("The road of the islands.\n\nAnd their bus."),
            kind: Some(kind),
            aliases: Some(&aliases),
        };
        topics::keep(paper, by, title, slug, name, kept)
            .await
            .expect("a topic");
    }
    let (first, path) = published(&gazette, "Ferry sails at last", &["ferry", "ada"]).await;
    gazette.later(60);
    published(&gazette, "Ferry fares go up", &["ferry"]).await;
    let fact = NewFact {
        day: "2025-06",
        text: "The <council> votes the money.",
        article: first,
    };
    timeline::add(paper, by, title, "ferry", fact)
        .await
        .expect("a fact");
    pinning::pin(paper, by, title, "ferry", &[first])
        .await
        .expect("pinned");
    let door = door(&gazette);
    let page = get(&door, HOST, "/topics/ferry").await;
    assert_eq!(page.status, StatusCode::OK);
    let page = page.text();
    for part in [
        "<p>The road of the islands.</p>",
        "<p>And their bus.</p>",
        r#"<time datetime="2025-06">June 2025</time>"#,
        "The &lt;council&gt; votes the money.",
        &format!(r#"<a href="{path}">Ferry sails at last</a>"#),
        r#"<a class="tag" href="/topics/ada">Ada Vianel</a>"#,
        "Ferry fares go up",
        r#""about":{"@type":"Thing","name":"Ferry""#,
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(!page.contains("motor vessel"), "that is for the desk");

    topics::rename(paper, by, title, "ferry", "ferries")
        .await
        .expect("renamed");
    for (from, to) in [
        ("/topics/ferry", "/topics/ferries"),
        ("/topics/ferry?page=2", "/topics/ferries?page=2"),
        ("/topics/ferry/feed.atom", "/topics/ferries/feed.atom"),
    ] {
        let moved = get(&door, HOST, from).await;
        assert_eq!(moved.status, StatusCode::MOVED_PERMANENTLY, "{from}");
        assert_eq!(moved.header("location"), to);
    }
    let article = get(&door, HOST, &path).await.text();
    assert!(article.contains(r#"href="/topics/ferries""#), "{article}");

    merging::merge(paper, by, title, "ferries", "boats")
        .await
        .expect("merged");
    let moved = get(&door, HOST, "/topics/ferry").await;
    assert_eq!(moved.header("location"), "/topics/boats");
    let merged = get(&door, HOST, "/topics/boats").await.text();
    assert!(merged.contains("Ferry fares go up") && merged.contains("June 2025"));
    let article = get(&door, HOST, &path).await.text();
    let link = r#"<a class="tag" href="/topics/boats" rel="tag">Ferry</a>"#;
    assert!(
        article.contains(link),
        "as its revision says, leading on: {article}"
    );
}

/// The headlines offered at the end of an article.
fn offered(page: &str) -> Vec<String> {
    let Some((_, rest)) = page.split_once(r#"id="related""#) else {
        return Vec::new();
    };
    let section = rest
        .split_once("</section>")
        .map_or(rest, |(section, _)| section);
    let cards = section.split("<h3").skip(1);
    let headline = |card: &str| Some(card.split_once("</a>")?.0.rsplit_once('>')?.1.to_owned());
    cards.filter_map(headline).collect()
}

#[tokio::test]
async fn what_goes_out_is_offered_on_what_it_belongs_to_from_the_next_request_on() {
    let gazette = Gazette::new().await;
    let (paper, by, title) = (&gazette.paper, &gazette.operator, gazette.title);
    for slug in ["ferry", "tides"] {
        topics::keep(paper, by, title, slug, slug, None)
            .await
            .expect("a topic");
    }
    let (_, first) = published(&gazette, "Alpha of the ferry", &["ferry"]).await;
    gazette.later(60 * 24 * 30);
    published(&gazette, "Beta of the tides", &["tides"]).await;
    gazette.later(60);
    let (third, path) = published(&gazette, "Gamma of the ferry", &["ferry"]).await;
    let door = door(&gazette);
    let page = async |path: &str| offered(&get(&door, HOST, path).await.text());
    assert_eq!(
        page(&path).await,
        ["Alpha of the ferry", "Beta of the tides"]
    );
    assert_eq!(
        page(&first).await,
        ["Gamma of the ferry", "Beta of the tides"],
        "though it was out a month before"
    );
    withdrawing::withdraw(paper, &gazette.ines, third, "It was wrong")
        .await
        .expect("withdrawn");
    assert_eq!(page(&first).await, ["Beta of the tides"]);
}

#[tokio::test]
async fn a_part_of_a_dossier_says_which_it_is_and_leads_to_its_neighbours_at_once() {
    let gazette = Gazette::new().await;
    let (paper, by, title) = (&gazette.paper, &gazette.operator, gazette.title);
    topics::keep(paper, by, title, "harbour", "The harbour", None)
        .await
        .expect("a topic");
    let mut parts = Vec::new();
    for headline in ["The first quay", "The second quay", "The third quay"] {
        parts.push(published(&gazette, headline, &["harbour"]).await);
        gazette.later(60);
    }
    let door = door(&gazette);
    let page = async |at: usize| get(&door, HOST, &parts[at].1).await.text();
    assert!(!page(0).await.contains("Part 1"), "it is no dossier yet");
    let kept = Kept {
        kind: Some(Kind::Dossier),
        ..Kept::default()
    };
    topics::keep(paper, by, title, "harbour", "The harbour", kept)
        .await
        .expect("a dossier");
    let middle = page(1).await;
    for part in [
        "Part 2 of 3",
        &format!(r#"<a href="{}" rel="prev">The first quay</a>"#, parts[0].1),
        &format!(r#"<a href="{}" rel="next">The third quay</a>"#, parts[2].1),
        r#""isPartOf":{"@type":"CreativeWorkSeries","name":"The harbour""#,
        r#""position":2"#,
    ] {
        assert!(middle.contains(part), "{part} in {middle}");
    }
    assert!(!middle.contains(r#""about""#), "a dossier is no subject");
    let (first, last) = (page(0).await, page(2).await);
    assert!(first.contains("Part 1 of 3") && !first.contains(r#"rel="prev""#));
    assert!(last.contains("Part 3 of 3") && !last.contains(r#"rel="next""#));

    pinning::pin(paper, by, title, "harbour", &[parts[2].0])
        .await
        .expect("put in order");
    assert!(page(2).await.contains("Part 1 of 3"));
    assert!(page(1).await.contains("Part 3 of 3"));
    let dossier = get(&door, HOST, "/topics/harbour").await.text();
    let places: Vec<_> = ["The third quay", "The first quay", "The second quay"]
        .map(|headline| dossier.find(headline).expect("on the page"))
        .into();
    assert!(places.is_sorted(), "in their order: {dossier}");
    assert!(dossier.contains(r#"class="list numbered" start="1""#));
    assert!(dossier.contains(r#""mainEntity":{"@type":"CreativeWorkSeries""#));

    let (_, fourth) = published(&gazette, "The fourth quay", &["harbour"]).await;
    let before_it = page(1).await;
    assert!(
        before_it.contains("Part 3 of 4") && before_it.contains(&format!(r#"<a href="{fourth}""#))
    );
    withdrawing::kill(paper, &gazette.ines, parts[0].0, "Court order")
        .await
        .expect("killed");
    assert!(page(1).await.contains("Part 2 of 3"));
    let feed = get(&door, HOST, "/topics/harbour/feed.json").await.text();
    assert!(feed.contains("The fourth quay"), "{feed}");
}
