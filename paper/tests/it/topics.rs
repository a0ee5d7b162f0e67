//! Topics: the addresses they have had, merging, the timeline, and the words by which they are recognised.

use cast::{Gazette, body, sound};
use paper::articles::drafting;
use paper::articles::publishing::{self, Going};
use paper::articles::withdrawing;
use paper::id::{ArticleId, TopicId};
use paper::reading::pages::TopicFacts;
use paper::reading::{title, topic};
use paper::topics::naming::Names;
use paper::topics::timeline::{self, NewFact};
use paper::topics::{self, Kept, Kind, Topic, merging, pinning};
use paper::{Refusal, Result, Thing, jobs};

fn refused<T: std::fmt::Debug>(outcome: Result<T>) -> Refusal {
    let error = outcome.expect_err("refused");
    error.refusal().expect("a refusal, no fault").clone()
}

async fn keep(gazette: &Gazette, slug: &str, name: &str, kept: Kept<'_>) -> TopicId {
    let (paper, by) = (&gazette.paper, &gazette.operator);
    topics::keep(paper, by, gazette.title, slug, name, kept)
        .await
        .expect("a topic")
}

fn of(kind: Kind) -> Kept<'static> {
    Kept {
        kind: Some(kind),
        ..Kept::default()
    }
}

async fn published(gazette: &Gazette, headline: &str, topics: &[&str]) -> ArticleId {
    let mut copy = sound(headline);
    copy.topics = topics.iter().map(|slug| (*slug).to_owned()).collect();
    publishing::file_and_publish(
        &gazette.paper,
        &gazette.ines,
        gazette.filing(copy),
        Going::default(),
    )
    .await
    .expect("published")
    .article
}

async fn found(gazette: &Gazette, slug: &str) -> Topic {
    let mut session = gazette.paper.read().await.expect("a read");
    topics::topic(&mut session, gazette.title, slug)
        .await
        .expect("a topic")
}

async fn page(gazette: &Gazette, slug: &str) -> TopicFacts {
    let mut session = gazette.paper.read().await.expect("a read");
    let title = title::by_host(&mut session, "gazette.test")
        .await
        .expect("a read")
        .expect("a title");
    topic::topic(&mut session, &title, slug, 1)
        .await
        .expect("a page")
}

#[tokio::test]
async fn a_former_address_leads_to_its_topic_for_ever_and_is_nobody_elses() {
    let gazette = Gazette::new().await;
    let (paper, by, title) = (&gazette.paper, &gazette.operator, gazette.title);
    let id = keep(&gazette, "ferry", "Ferry", Kept::default()).await;
    for (from, to) in [("ferry", "ferries"), ("ferry", "boats")] {
        topics::rename(paper, by, title, from, to)
            .await
            .expect("renamed, under a former word too");
    }
    for slug in ["ferry", "ferries", "boats"] {
        let topic = found(&gazette, slug).await;
        assert_eq!((topic.id, topic.slug.as_str()), (id, "boats"), "{slug}");
    }
    let taken = refused(topics::keep(paper, by, title, "ferry", "New ferry", None).await);
    assert!(
        matches!(
            taken,
            Refusal::Taken {
                thing: Thing::Address,
                ..
            }
        ),
        "{taken}"
    );
    keep(&gazette, "quays", "Quays", Kept::default()).await;
    let taken = refused(topics::rename(paper, by, title, "quays", "ferries").await);
    assert!(
        matches!(
            taken,
            Refusal::Taken {
                thing: Thing::Topic,
                ..
            }
        ),
        "{taken}"
    );
    topics::rename(paper, by, title, "boats", "ferry")
        .await
        .expect("back under its first word");
    assert_eq!(found(&gazette, "boats").await.slug, "ferry");
    let reporter = refused(topics::rename(paper, &gazette.tomas, title, "ferry", "x").await);
    assert!(matches!(reporter, Refusal::NotAllowed { .. }), "{reporter}");
}

#[tokio::test]
async fn a_merged_topic_gives_its_articles_words_timeline_and_address_to_the_other() {
    let gazette = Gazette::new().await;
    let (paper, by, title) = (&gazette.paper, &gazette.operator, gazette.title);
    let aliases = ["car ferry".to_owned()];
    let kept = Kept {
        aliases: Some(&aliases),
        ..Kept::default()
    };
    keep(&gazette, "ferry", "Ferry", kept).await;
    let boats = keep(&gazette, "boats", "Boats", Kept::default()).await;
    let article = published(&gazette, "Ferry sails", &["ferry"]).await;
    published(&gazette, "Ferry and boat meet", &["ferry", "boats"]).await;
    let fact = NewFact {
        day: "2026-03-02",
        text: "The ferry sails again",
        article,
    };
    timeline::add(paper, by, title, "ferry", fact)
        .await
        .expect("a fact");
    pinning::pin(paper, by, title, "ferry", &[article])
        .await
        .expect("pinned");
    merging::merge(paper, by, title, "ferry", "boats")
        .await
        .expect("merged");
    let shown = page(&gazette, "ferry").await;
    assert_eq!((shown.path.as_str(), shown.articles), ("/topics/boats", 2));
    assert_eq!(shown.timeline.len(), 1);
    assert_eq!(shown.pinned.len(), 1);
    assert_eq!(shown.cards.len(), 1, "what is on top is not below again");
    let mut session = paper.read().await.expect("a read");
    let words = topics::aliases(&mut session, boats).await.expect("aliases");
    assert_eq!(words, ["Ferry", "car ferry"]);
    let all = topics::all(&mut session, title).await.expect("topics");
    assert_eq!(all.len(), 1);
    drop(session);
    let itself = refused(merging::merge(paper, by, title, "ferry", "boats").await);
    assert!(matches!(itself, Refusal::Taken { .. }), "{itself}");
    keep(&gazette, "ships", "Ships", Kept::default()).await;
    merging::merge(paper, by, title, "boats", "ships")
        .await
        .expect("merged again");
    assert_eq!(found(&gazette, "ferry").await.slug, "ships");
}

#[tokio::test]
async fn more_articles_than_one_transaction_moves_follow_by_a_job() {
    let gazette = Gazette::new().await;
    let (paper, by, title) = (&gazette.paper, &gazette.operator, gazette.title);
    keep(&gazette, "ferry", "Ferry", Kept::default()).await;
    keep(&gazette, "boats", "Boats", Kept::default()).await;
    let many = merging::MOVED_AT_ONCE + 3;
    for n in 0..many {
        let mut copy = sound(&format!("Ferry {n} sails"));
        copy.topics = vec!["ferry".to_owned()];
        drafting::file(paper, &gazette.ines, gazette.filing(copy))
            .await
            .expect("filed");
    }
    merging::merge(paper, by, title, "ferry", "boats")
        .await
        .expect("merged");
    jobs::work(paper).await.expect("jobs");
    let filing = |slug: &str| {
        let topics = vec![slug.to_owned()];
        let copy = sound("Ferry sails last");
        gazette.filing(paper::copy::Copy { topics, ..copy })
    };
    drafting::file(paper, &gazette.ines, filing("ferry"))
        .await
        .expect("filed under the word of before");
    // Nothing refers to it any more.
    let last = "DELETE FROM topics WHERE merged_into IS NOT NULL";
    crate::raw::run(&gazette.place, last).await;
}

#[tokio::test]
async fn a_timeline_has_dates_as_far_as_they_are_known_each_with_its_article() {
    let gazette = Gazette::new().await;
    let (paper, by, title) = (&gazette.paper, &gazette.operator, gazette.title);
    keep(&gazette, "ferry", "Ferry", Kept::default()).await;
    let article = published(&gazette, "Ferry sails", &["ferry"]).await;
    let add = async |day: &str, text: &str, article: ArticleId| {
        let fact = NewFact { day, text, article };
        timeline::add(paper, by, title, "ferry", fact).await
    };
    for day in ["2024-05", "1987", "2024-05-17", "2024"] {
        add(day, &format!("Something in {day}"), article)
            .await
            .expect("a fact");
    }
    for day in [
        "",
        "24",
        "2024-13",
        "2024-02-30",
        "2024-5",
        "0000",
        "May 2024",
        "2024-05-17-01",
    ] {
        let unfit = refused(add(day, "Something", article).await);
        assert!(
            matches!(unfit, Refusal::Unfit { field: "day", .. }),
            "{day}"
        );
    }
    let draft = drafting::file(paper, &gazette.ines, gazette.filing(sound("Not out")))
        .await
        .expect("filed");
    let unread = refused(add("2024", "Something", draft).await);
    assert!(matches!(unread, Refusal::NeverPublished), "{unread}");
    let shown = page(&gazette, "ferry").await.timeline;
    let days: Vec<&str> = shown.iter().map(|fact| fact.day.as_str()).collect();
    assert_eq!(days, ["2024-05-17", "2024-05", "2024", "1987"]);
    let linked = shown.iter().all(|fact| {
        let link = fact.article.as_ref();
        link.is_some_and(|link| link.name == "Ferry sails" && link.path.ends_with("/ferry-sails"))
    });
    assert!(linked, "{shown:?}");
    let mut session = paper.read().await.expect("a read");
    let topic = topics::topic(&mut session, title, "ferry")
        .await
        .expect("it");
    let facts = timeline::facts(&mut session, topic.id)
        .await
        .expect("facts");
    drop(session);
    timeline::remove(paper, by, title, "ferry", facts[0].id)
        .await
        .expect("removed");
    let gone = refused(timeline::remove(paper, by, title, "ferry", facts[0].id).await);
    assert!(
        matches!(
            gone,
            Refusal::Unknown {
                thing: Thing::Fact,
                ..
            }
        ),
        "{gone}"
    );
    assert_eq!(page(&gazette, "ferry").await.timeline.len(), 3);
}

#[tokio::test]
async fn people_and_places_are_those_named_most_often_with_a_topic() {
    let gazette = Gazette::new().await;
    keep(&gazette, "ferry", "Ferry", Kept::default()).await;
    keep(&gazette, "tides", "Tides", Kept::default()).await;
    keep(&gazette, "ada", "Ada Vianel", of(Kind::Person)).await;
    keep(&gazette, "leo", "Leo Morosan", of(Kind::Person)).await;
    keep(&gazette, "spina", "Spina", of(Kind::Place)).await;
    published(
        &gazette,
        "One ferry sails",
        &["ferry", "leo", "ada", "tides"],
    )
    .await;
    published(&gazette, "Two ferries sail", &["ferry", "ada", "spina"]).await;
    published(&gazette, "No boat at all", &["leo", "spina"]).await;
    let shown = page(&gazette, "ferry").await;
    let names = |links: &[paper::reading::facts::Link]| -> Vec<String> {
        links.iter().map(|link| link.name.clone()).collect()
    };
    assert_eq!(names(&shown.people), ["Ada Vianel", "Leo Morosan"]);
    assert_eq!(names(&shown.places), ["Spina"]);
    assert!(shown.organisations.is_empty());
}

/// Topics as they are looked for in a text.
async fn names(gazette: &Gazette) -> Names {
    let aliases =
        |words: &[&str]| -> Vec<String> { words.iter().map(|w| (*w).to_owned()).collect() };
    for (slug, name, kind, words) in [
        ("north-korea", "North Korea", Kind::Place, vec!["DPRK"]),
        ("kim", "Kim Jong-un", Kind::Person, vec!["Kim"]),
        ("kim-yo-jong", "Kim Yo-jong", Kind::Person, vec![]),
        (
            "who",
            "World Health Organization",
            Kind::Organisation,
            vec!["WHO"],
        ),
        ("ferries", "Ferry", Kind::Subject, vec!["traghetto"]),
        ("acqua", "Acqua alta", Kind::Subject, vec!["perché"]),
    ] {
        let words = aliases(&words);
        let kept = Kept {
            kind: Some(kind),
            aliases: Some(&words),
            lead: None,
        };
        keep(gazette, slug, name, kept).await;
    }
    let mut session = gazette.paper.read().await.expect("a read");
    Names::of(&mut session, gazette.title).await.expect("names")
}

#[tokio::test]
async fn a_topic_is_recognised_by_whole_words_the_longest_first() {
    let gazette = Gazette::new().await;
    let names = names(&gazette).await;
    let named = |text: &str| -> Vec<(String, String)> {
        let found = names.mentions(&[], &body(&[text]));
        found
            .into_iter()
            .map(|one| (one.topic.slug, one.words))
            .collect()
    };
    let one = |slug: &str, words: &str| vec![(slug.to_owned(), words.to_owned())];
    for (text, slug, words) in [
        ("Kim Jong-un spoke.", "kim", "Kim Jong-un"),
        ("kim jong un spoke.", "kim", "kim jong un"),
        ("Yesterday Kim spoke.", "kim", "Kim"),
        ("Kim Yo-jong spoke.", "kim-yo-jong", "Kim Yo-jong"),
        ("The WHO warns.", "who", "WHO"),
        ("Three ferries sail.", "ferries", "ferries"),
        ("Due traghetti partono.", "ferries", "traghetti"),
        ("L’ACQUA ALTA torna.", "acqua", "ACQUA ALTA"),
        ("Perche' no?", "acqua", "Perche"),
        ("The DPRK’s envoy.", "north-korea", "DPRK"),
    ] {
        assert_eq!(named(text), one(slug, words), "{text}");
    }
    for text in [
        "A man who knows.",
        "Kimono, Kimchi.",
        "Offering, offerry.",
        "North, Korea says.",
        "The dprk in small letters.",
        "Traghettatore.",
    ] {
        assert_eq!(named(text), [], "{text}");
    }
}

#[tokio::test]
async fn the_first_mention_outside_a_link_becomes_one_and_no_other() {
    use markup::{Block, Body, Inline};
    let gazette = Gazette::new().await;
    let names = names(&gazette).await;
    let kim = found(&gazette, "kim").await;
    let link = |href: &str, words: &str| Inline::Link {
        href: href.to_owned(),
        text: vec![Inline::text(words)],
    };
    let paragraph = |text: Vec<Inline>| Block::Paragraph { text, lang: None };
    let mut text = Body {
        blocks: vec![
            Block::Crosshead {
                level: 2,
                text: vec![Inline::text("Kim speaks")],
            },
            paragraph(vec![
                link("https://example.org/", "Kim"),
                Inline::text(" spoke. So said Kim’s aide; Kim left."),
            ]),
        ],
        ..Body::default()
    };
    let place = names.mentions(&[], &text)[0].place.expect("a place");
    assert_eq!((place.paragraph, place.start, place.end), (2, 19, 22));
    assert!(names.link_first(&mut text, kim.id));
    assert_eq!(
        text.blocks[1],
        paragraph(vec![
            link("https://example.org/", "Kim"),
            Inline::text(" spoke. So said "),
            link("/topics/kim", "Kim"),
            Inline::text("’s aide; Kim left."),
        ])
    );
    assert!(!names.link_first(&mut text, kim.id), "it is linked already");
}

#[tokio::test]
async fn the_parts_of_a_dossier_stand_as_the_desk_put_them_then_by_date() {
    let gazette = Gazette::new().await;
    let (paper, by, title) = (&gazette.paper, &gazette.operator, gazette.title);
    let harbour = keep(&gazette, "harbour", "The harbour", of(Kind::Dossier)).await;
    let mut parts = Vec::new();
    for headline in ["First quay", "Second quay", "Third quay", "Fourth quay"] {
        parts.push(published(&gazette, headline, &["harbour"]).await);
        gazette.later(60);
    }
    let stranger = published(&gazette, "A ferry sails", &[]).await;
    let order = async || {
        let mut session = paper.read().await.expect("a read");
        let all = pinning::parts(&mut session, harbour).await.expect("parts");
        let all = all.into_iter().map(|(_, article)| article);
        let numbers = all.map(|one| parts.iter().position(|part| *part == one));
        numbers
            .map(|at| at.expect("a part") + 1)
            .collect::<Vec<_>>()
    };
    assert_eq!(order().await, [1, 2, 3, 4], "the oldest first");
    pinning::pin(paper, by, title, "harbour", &[parts[3], parts[1]])
        .await
        .expect("put in order");
    assert_eq!(order().await, [4, 2, 1, 3]);
    let shown = page(&gazette, "harbour").await;
    assert!(shown.pinned.is_empty(), "they are the first parts already");
    let headlines: Vec<&str> = shown.cards.iter().map(|card| &*card.headline).collect();
    assert_eq!(
        headlines,
        ["Fourth quay", "Second quay", "First quay", "Third quay"]
    );
    let no_part = refused(pinning::pin(paper, by, title, "harbour", &[stranger]).await);
    assert!(matches!(no_part, Refusal::Unknown { .. }), "{no_part}");
    assert_eq!(order().await, [4, 2, 1, 3], "and nothing has moved");
    let reporter = pinning::pin(paper, &gazette.tomas, title, "harbour", &[]).await;
    assert!(matches!(refused(reporter), Refusal::NotAllowed { .. }));

    withdrawing::withdraw(paper, &gazette.ines, parts[1], "It was wrong")
        .await
        .expect("withdrawn");
    assert_eq!(
        order().await,
        [4, 2, 1, 3],
        "the numbers of the others stay"
    );
    withdrawing::kill(paper, &gazette.ines, parts[0], "Court order")
        .await
        .expect("killed");
    assert_eq!(order().await, [4, 2, 3]);
    let many = vec![stranger; pinning::PARTS_MAX + 1];
    let many = refused(pinning::pin(paper, by, title, "harbour", &many).await);
    assert!(matches!(many, Refusal::LimitReached { .. }), "{many}");
}

#[tokio::test]
async fn a_dossier_is_no_person_or_place_that_goes_with_a_topic() {
    let gazette = Gazette::new().await;
    keep(&gazette, "ferry", "Ferry", Kept::default()).await;
    keep(&gazette, "harbour", "The harbour", of(Kind::Dossier)).await;
    keep(&gazette, "porto-vero", "Porto Vero", of(Kind::Place)).await;
    published(&gazette, "Ferry sails", &["ferry", "harbour", "porto-vero"]).await;
    let shown = page(&gazette, "ferry").await;
    assert_eq!(shown.places.len(), 1);
    assert!(shown.people.is_empty() && shown.organisations.is_empty());
}
