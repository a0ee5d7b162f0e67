//! What readers see, from the first publication to the last change.

use crate::stage::{Gazette, body, door, found_title, get, sound, without_data};
use http::StatusCode;
use paper::articles::content::Class;
use paper::articles::placing::{self, Placing};
use paper::articles::publishing::{self, Going};
use paper::articles::redacting::{self, Redaction};
use paper::articles::withdrawing;
use paper::rights::Role;
use paper::{Actor, people};

const HOST: &str = "gazette.test";

#[tokio::test]
async fn what_is_published_is_on_its_page_the_front_and_its_section_at_the_next_request() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let before = get(&door, HOST, "/").await;
    assert_eq!(before.status, StatusCode::OK);
    assert!(!before.text().contains("Ferry service resumes"));

    let published = gazette.published("Ferry service resumes").await;
    let (host, path) = published.addresses[0].clone();
    assert_eq!(
        (host.as_str(), path.as_str()),
        (HOST, "/2026/03/02/ferry-service-resumes")
    );
    for page in [
        "/",
        "/news",
        "/archive/2026/03/02",
        "/archive/2026/03",
        path.as_str(),
    ] {
        let got = get(&door, HOST, page).await;
        assert_eq!(got.status, StatusCode::OK, "{page}");
        assert!(got.text().contains("Ferry service resumes"), "{page}");
    }
    let article = get(&door, HOST, &path).await.text();
    for part in [
        "Tomas Berg",
        "Porto Vero",
        "2 March 2026",
        "Harbour office",
        "<h1",
    ] {
        assert!(article.contains(part), "the article shows {part}");
    }
    assert!(
        !without_data(&article).contains("<script"),
        "no script but data"
    );
}

#[tokio::test]
async fn a_history_lists_one_kind_of_change_with_what_it_changed_then() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let published = gazette.published("Ferry service resumes").await;
    let path = published.addresses[0].1.clone();
    let history = async |query: &str| get(&door, HOST, &format!("{path}/history{query}")).await;
    for ((class, crew, note), from) in [
        (Class::Correction, "a crew of eight", "They were eight."),
        (Class::Typo, "a crew of eigth", ""),
        (Class::Correction, "a crew of nine", "They were nine."),
    ]
    .into_iter()
    .zip(1..)
    {
        let choice = history("").await.text().contains("?class=");
        assert_eq!(choice, from > 2, "of three classes there is a choice");
        let mut copy = sound("Ferry service resumes");
        copy.body = body(&[
            "Ferry service resumes. The harbour office of Porto Vero gave the timetable on 2 March 2026.",
            &format!("Captain Luca Nardi said {crew} had been on board since six in the morning."),
        ]);
        let going = Going::change(class, note);
        publishing::change(
            &gazette.paper,
            &gazette.edo,
            published.article,
            from,
            copy,
            going,
        )
        .await
        .expect("a change");
    }
    let all = history("").await.text();
    for link in ["Correction (2)", "Typo (1)", "First published (1)"] {
        assert!(all.contains(link), "{link}");
    }
    assert!(all.contains(&format!("<a href=\"{path}/history?class=correction\">")));
    assert!(all.contains("<details><summary>Spelling alone: 1 word added, 1 removed</summary>"));
    let corrections = history("?class=correction").await.text();
    assert!(corrections.contains("id=\"v4\"") && corrections.contains("id=\"v2\""));
    assert!(!corrections.contains("id=\"v3\"") && !corrections.contains("id=\"v1\""));
    // Compared with the version before it, which is not listed.
    assert!(corrections.contains(">eigth</del>") && corrections.contains(">nine</ins>"));
    assert!(corrections.contains("?class=correction\" aria-current=\"page\""));
    assert_eq!(history("?class=anything").await.text(), all);
    let none = history("?class=kill").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_correction_is_shown_with_its_note_and_the_history_shows_the_words() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let published = gazette.published("Ferry service resumes").await;
    let path = published.addresses[0].1.clone();
    gazette.later(20);
    let mut copy = sound("Ferry service resumes");
    copy.body = body(&[
        "Ferry service resumes. The harbour office of Porto Vero gave the timetable on 3 March 2026.",
        "Captain Luca Nardi said the crew had been on board since six in the morning.",
    ]);
    let going = Going::change(Class::Correction, "We had written 2 March");
    publishing::change(
        &gazette.paper,
        &gazette.edo,
        published.article,
        1,
        copy,
        going,
    )
    .await
    .expect("a correction");

    let article = get(&door, HOST, &path).await.text();
    assert!(article.contains("We had written 2 March"));
    let history = get(&door, HOST, &format!("{path}/history")).await.text();
    assert!(history.contains("We had written 2 March") && history.contains("Edo Rinaldi"));
    assert!(
        history.contains("<del") && history.contains("<ins"),
        "word by word"
    );
    let first = get(&door, HOST, &format!("{path}?revision=1")).await;
    assert!(first.status == StatusCode::OK && first.text().contains("2 March 2026"));
    assert!(
        get(&door, HOST, "/corrections")
            .await
            .text()
            .contains("We had written 2 March")
    );
    let data = get(&door, HOST, &format!("{path}.json")).await;
    assert_eq!(
        data.header("content-type"),
        "application/json; charset=utf-8"
    );
    assert!(data.text().contains("\"class\":\"correction\""));
}

#[tokio::test]
async fn a_withdrawn_article_keeps_its_page_and_a_killed_one_answers_gone() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let published = gazette.published("Ferry service resumes").await;
    let path = published.addresses[0].1.clone();
    withdrawing::withdraw(
        &gazette.paper,
        &gazette.ines,
        published.article,
        "Last year's timetable",
    )
    .await
    .expect("withdrawn");
    let page = get(&door, HOST, &path).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("Last year") && !page.text().contains("since six in the morning"));
    for address in ["?revision=1", "/history", ".json"] {
        let got = get(&door, HOST, &format!("{path}{address}")).await.text();
        assert!(!got.contains("since six in the morning"), "{address}");
    }

    withdrawing::kill(
        &gazette.paper,
        &gazette.ines,
        published.article,
        "Court order 3/2026",
    )
    .await
    .expect("killed");
    for address in [
        path.clone(),
        format!("{path}?revision=1"),
        format!("{path}.json"),
    ] {
        let page = get(&door, HOST, &address).await;
        assert_eq!(page.status, StatusCode::GONE, "{address}");
        assert!(
            !page.text().contains("since six in the morning"),
            "{address}"
        );
    }
    let history = get(&door, HOST, &format!("{path}/history")).await.text();
    assert!(
        history.contains("Court order 3/2026") && !history.contains("since six in the morning")
    );
    assert!(
        !get(&door, HOST, "/")
            .await
            .text()
            .contains("Ferry service resumes"),
        "no list names it"
    );
}

#[tokio::test]
async fn one_article_on_two_titles_has_one_canonical_address() {
    let gazette = Gazette::new().await;
    let sister = found_title(
        &gazette.paper,
        &gazette.operator,
        "beacon",
        "The Beacon",
        "beacon.test",
    )
    .await;
    people::grant(
        &gazette.paper,
        &gazette.operator,
        "ines",
        Role::Editor,
        Some(sister),
        None,
    )
    .await
    .expect("a grant");
    let ines = Actor::of(&gazette.paper, "ines").await.expect("Ines");
    let door = door(&gazette);
    let published = gazette.published("Ferry service resumes").await;
    let placing = Placing {
        section: Some("news".to_owned()),
        headline: Some("Boats again from Porto Vero".to_owned()),
        ..Placing::default()
    };
    placing::place(&gazette.paper, &ines, published.article, sister, placing)
        .await
        .expect("placed");

    let there = get(
        &door,
        "beacon.test",
        "/2026/03/02/boats-again-from-porto-vero",
    )
    .await;
    assert_eq!(there.status, StatusCode::OK);
    let page = there.text();
    assert!(page.contains("Boats again from Porto Vero") && page.contains("The Beacon"));
    assert!(page.contains(
        "rel=\"canonical\" href=\"http://gazette.test/2026/03/02/ferry-service-resumes\""
    ));
    assert!(
        get(&door, "beacon.test", "/")
            .await
            .text()
            .contains("Boats again")
    );
    assert!(!get(&door, HOST, "/").await.text().contains("Boats again"));
}

#[tokio::test]
async fn a_new_slug_leaves_a_redirect_and_the_old_address_goes_to_no_other_text() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let published = gazette.published("Ferry service resumes").await;
    let placing = Placing {
        slug: Some("ferry-is-back".to_owned()),
        ..Placing::default()
    };
    placing::place(
        &gazette.paper,
        &gazette.ines,
        published.article,
        gazette.title,
        placing,
    )
    .await
    .expect("moved");
    for suffix in ["", "/history", ".json", "?revision=1"] {
        let old = get(
            &door,
            HOST,
            &format!("/2026/03/02/ferry-service-resumes{suffix}"),
        )
        .await;
        assert_eq!(old.status, StatusCode::MOVED_PERMANENTLY);
        assert_eq!(
            old.header("location"),
            format!("/2026/03/02/ferry-is-back{suffix}")
        );
    }
    gazette.later(60);
    let mut copy = sound("Ferry service resumes");
    copy.body = body(&[
        "A second boat was bought on 2 March 2026 by the port of Porto Vero, said mayor Ada Morin.",
    ]);
    let other = publishing::file_and_publish(
        &gazette.paper,
        &gazette.ines,
        gazette.filing(copy),
        Going::default(),
    )
    .await
    .expect("another text");
    assert_eq!(other.addresses[0].1, "/2026/03/02/ferry-service-resumes-2");
}

#[tokio::test]
async fn a_text_called_like_a_part_of_a_text_is_read_at_the_address_it_was_given() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    for word in ["Report", "Reply", "History", "Comment", "Notice"] {
        let published = gazette.published(word).await;
        let path = published.addresses[0].1.clone();
        let page = get(&door, HOST, &path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.text().contains(&format!("<h1>{word}</h1>")), "{path}");
        for part in ["/report", "/reply", "/history", ".json"] {
            let got = get(&door, HOST, &format!("{path}{part}")).await;
            assert_eq!(got.status, StatusCode::OK, "{path}{part}");
        }
    }
}

#[tokio::test]
async fn redacted_words_are_on_no_page() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let published = gazette.published("Captain Luca Nardi leaves").await;
    let old = published.addresses[0].1.clone();
    let redaction = Redaction {
        class: Class::Rights,
        words: vec!["luca nardi".to_owned()],
        pictures: Vec::new(),
        reason: "The person asked, and the law agrees".to_owned(),
    };
    redacting::redact(&gazette.paper, &gazette.ines, published.article, &redaction)
        .await
        .expect("redacted");
    let moved = get(&door, HOST, &old).await;
    assert_eq!(moved.status, StatusCode::MOVED_PERMANENTLY);
    let path = moved.header("location").to_owned();
    for address in [
        "/".to_owned(),
        "/news".to_owned(),
        path.clone(),
        format!("{path}?revision=1"),
        format!("{path}/history"),
        format!("{path}.json"),
    ] {
        let page = get(&door, HOST, &address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        assert!(!page.text().to_lowercase().contains("nardi"), "{address}");
    }
    assert!(
        get(&door, HOST, &path)
            .await
            .text()
            .contains("The person asked, and the law agrees")
    );
}

#[tokio::test]
async fn an_article_stands_in_its_section_as_its_revisions_say_whatever_it_is_called_since() {
    use paper::sections::{self, Under};
    use paper::topics;
    let gazette = Gazette::new().await;
    let (paper, operator) = (&gazette.paper, &gazette.operator);
    let name = async |section: &str, topic: &str| {
        sections::keep(
            paper,
            operator,
            gazette.title,
            "news",
            section,
            None,
            Under::Same,
        )
        .await
        .expect("a section");
        topics::keep(paper, operator, gazette.title, "ferries", topic, None)
            .await
            .expect("a topic");
    };
    name("News of the port", "Ferries").await;
    let mut copy = sound("Ferry service resumes");
    copy.topics = vec!["ferries".to_owned()];
    let published =
        publishing::file_and_publish(paper, &gazette.ines, gazette.filing(copy), Going::default())
            .await
            .expect("published");
    let path = published.addresses[0].1.clone();
    name("Shore and sea", "Public boats").await;

    let door = door(&gazette);
    let standing = |page: &str| {
        let (from, to) = (page.find("<main"), page.find("</main>"));
        page[from.expect("a main part")..to.expect("its end")].to_owned()
    };
    let live = standing(&get(&door, HOST, &path).await.text());
    assert!(
        live.contains("News of the port") && live.contains("Ferries") && !live.contains("Shore"),
        "no word changes without a revision: {live}"
    );
    let mut changed = sound("Ferry service resumes");
    changed.topics = vec!["ferries".to_owned()];
    changed.standfirst = "It sails as it did before.".to_owned();
    publishing::change(
        paper,
        &gazette.edo,
        published.article,
        1,
        changed,
        Going::change(Class::Style, ""),
    )
    .await
    .expect("changed");
    let live = standing(&get(&door, HOST, &path).await.text());
    assert!(
        live.contains("Shore and sea") && live.contains("Public boats"),
        "from the next revision on it has the new names"
    );
    let old = get(&door, HOST, &format!("{path}?revision=1")).await.text();
    let old = standing(&old);
    assert!(
        old.contains("News of the port") && !old.contains("Shore"),
        "what readers saw then: {old}"
    );
    let document = get(&door, HOST, &format!("{path}.json")).await.text();
    assert!(
        document.contains("\"editor\":\"Edo Rinaldi\",\"first_published\""),
        "the commitment covers who answers for it: {document}"
    );
}
