//! A whole front published as one deed: what stands over its articles, the breaking bar, what is refused, what went before.

use crate::fronts::{picture, publish, shown};
use cast::{Gazette, instant};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use paper::articles::redacting::{self, Redaction};
use paper::articles::{self, content::Class, drafting, scheduling, withdrawing};
use paper::copy::Kind;
use paper::fronts::{self, Breaking, Composition, Current, LeadsTo, Placed, Slot};
use paper::id::ArticleId;
use paper::reading::front as reading;
use paper::reading::pages::FrontFacts;
use paper::{Error, Refusal, jobs, pictures, titles};

async fn story(gazette: &Gazette, number: u32) -> ArticleId {
    let placement = publish(gazette, number, Kind::Brief, None).await;
    let mut session = gazette.paper.read().await.expect("a read");
    articles::placement(&mut session, placement)
        .await
        .expect("a read")
        .expect("a placement")
        .article
}

fn lead(article: ArticleId) -> Placed {
    Placed {
        slot: Slot::Lead,
        position: 0,
        article,
        until: None,
        headline: None,
        picture: None,
    }
}

fn beside(position: u32, article: ArticleId) -> Placed {
    Placed {
        slot: Slot::Secondary,
        position,
        ..lead(article)
    }
}

fn of(slots: Vec<Placed>) -> Composition {
    Composition {
        slots,
        breaking: None,
    }
}

async fn put(gazette: &Gazette, composition: Composition, from: u32) -> Result<u32, Error> {
    fronts::publish(
        &gazette.paper,
        &gazette.edo,
        gazette.title,
        composition,
        from,
    )
    .await
}

async fn refusal(gazette: &Gazette, composition: Composition) -> Refusal {
    let from = current(gazette).await.version;
    let refused = put(gazette, composition, from).await.expect_err("refused");
    refused.refusal().expect("a refusal").clone()
}

async fn current(gazette: &Gazette) -> Current {
    let mut session = gazette.paper.read().await.expect("a read");
    fronts::current(&mut session, gazette.title, gazette.paper.now())
        .await
        .expect("a front")
}

fn in_minutes(gazette: &Gazette, minutes: i64) -> Timestamp {
    gazette.paper.now() + SignedDuration::from_mins(minutes)
}

#[tokio::test]
async fn a_front_is_published_whole_and_what_stands_over_its_articles_stands_there_alone() {
    let gazette = Gazette::new().await;
    let (first, second) = (story(&gazette, 1).await, story(&gazette, 2).await);
    for number in 3..6 {
        story(&gazette, number).await;
    }
    let quay = picture(&gazette).await;
    let (files, name) = {
        let mut session = gazette.paper.read().await.expect("a read");
        let sizes = pictures::renditions(&mut session, quay)
            .await
            .expect("sizes");
        let name = sizes[0].0.rsplit('/').next().expect("a name").to_owned();
        (sizes, name)
    };
    assert!(!files.is_empty());
    let public = async || {
        let mut session = gazette.paper.read().await.expect("a read");
        pictures::public_file(&mut session, &quay.to_string(), &name)
            .await
            .expect("a read")
            .is_some()
    };
    assert!(!public().await, "nobody shows it yet");
    let until = in_minutes(&gazette, 60);
    let composition = Composition {
        slots: vec![
            Placed {
                until: Some(until),
                headline: Some("  What the quay saw ".to_owned()),
                picture: Some(quay),
                ..lead(first)
            },
            beside(2, second),
        ],
        breaking: Some(Breaking {
            text: "The bridge is closed".to_owned(),
            to: LeadsTo::Article(second),
            until: in_minutes(&gazette, 30),
        }),
    };
    assert_eq!(put(&gazette, composition, 0).await.expect("published"), 1);
    let front = shown(&gazette).await;
    let at_the_top = front.lead.expect("a lead");
    assert_eq!(at_the_top.headline, "What the quay saw");
    assert_eq!(
        at_the_top.picture.expect("its picture").id,
        quay.to_string()
    );
    assert!(public().await, "readers see it on the front");
    let flash = front.flash.expect("a breaking bar");
    assert_eq!(flash.text, "The bridge is closed");
    assert!(flash.href.ends_with("story-02"), "{}", flash.href);

    gazette.later(30);
    assert_eq!(shown(&gazette).await.flash, None, "out by the clock alone");
    gazette.later(30);
    let front = shown(&gazette).await;
    assert_eq!(front.lead.expect("a lead").headline, "Story 05");
    jobs::work(&gazette.paper).await.expect("places are freed");
    let mut session = gazette.paper.read().await.expect("a read");
    let deeds: Vec<String> = paper::changes::after(&mut session, 0)
        .await
        .expect("changes")
        .into_iter()
        .map(|change| change.deed)
        .filter(|deed| deed.starts_with("front."))
        .collect();
    assert_eq!(deeds, ["front.publish", "front.flash", "front.expire"]);
    drop(session);
    assert!(!public().await, "and the picture is the desk’s again");
}

#[tokio::test]
async fn what_cannot_stand_on_a_front_is_refused() {
    let gazette = Gazette::new().await;
    let (first, second) = (story(&gazette, 1).await, story(&gazette, 2).await);
    let not_his = fronts::publish(
        &gazette.paper,
        &gazette.tomas,
        gazette.title,
        of(vec![lead(first)]),
        0,
    )
    .await
    .expect_err("a reporter");
    assert!(
        matches!(not_his.refusal(), Some(Refusal::NotAllowed { .. })),
        "{not_his}"
    );
    assert_eq!(
        refusal(&gazette, of(vec![lead(first), beside(0, first)])).await,
        Refusal::TwiceOnFront {
            headline: "Story 01".to_owned()
        }
    );
    let past = Placed {
        until: Some(gazette.paper.now()),
        ..lead(first)
    };
    assert!(matches!(
        refusal(&gazette, of(vec![past])).await,
        Refusal::PastSchedule { .. }
    ));
    assert!(matches!(
        refusal(&gazette, of(vec![beside(4, first)])).await,
        Refusal::Unknown { .. }
    ));
    assert!(matches!(
        refusal(&gazette, of(vec![beside(0, first), beside(0, second)])).await,
        Refusal::Taken { .. }
    ));
    withdrawing::withdraw(&gazette.paper, &gazette.ines, second, "wrong person")
        .await
        .expect("withdrawn");
    assert_eq!(
        refusal(&gazette, of(vec![lead(second)])).await,
        Refusal::Withdrawn
    );
    let bar = |to, until| Composition {
        slots: Vec::new(),
        breaking: Some(Breaking {
            text: "The bridge is closed".to_owned(),
            to,
            until,
        }),
    };
    let later = in_minutes(&gazette, 10);
    assert_eq!(
        refusal(&gazette, bar(LeadsTo::Article(second), later)).await,
        Refusal::Withdrawn
    );
    let script = LeadsTo::Address("javascript:alert(1)".to_owned());
    assert!(matches!(
        refusal(&gazette, bar(script, later)).await,
        Refusal::Unfit { .. }
    ));
    assert!(matches!(
        refusal(
            &gazette,
            bar(LeadsTo::Nothing, instant("2020-01-01T00:00:00Z"))
        )
        .await,
        Refusal::PastSchedule { .. }
    ));
    assert_eq!(current(&gazette).await.version, 0, "nothing was kept");
}

#[tokio::test]
async fn what_is_featured_stands_there_and_nowhere_else_and_time_puts_nothing_there() {
    let gazette = Gazette::new().await;
    let (first, second) = (story(&gazette, 1).await, story(&gazette, 2).await);
    let featured = Placed {
        slot: Slot::Featured,
        position: 2,
        ..lead(second)
    };
    assert!(shown(&gazette).await.featured.is_empty());
    put(&gazette, of(vec![featured]), 0)
        .await
        .expect("published");
    let front = shown(&gazette).await;
    let featured: Vec<&str> = front
        .featured
        .iter()
        .map(|card| card.article.as_str())
        .collect();
    assert_eq!(featured, [second.to_string()]);
    let lead = front.lead.expect("a lead").article;
    assert_eq!(lead, first.to_string(), "the newest that is not featured");
    let others = front
        .secondary
        .iter()
        .chain(&front.latest)
        .chain(&front.river);
    assert!(
        others
            .chain(front.blocks.iter().flat_map(|block| &block.cards))
            .all(|card| card.article != second.to_string())
    );
}

#[tokio::test]
async fn a_front_of_later_shows_what_is_scheduled_until_then_and_readers_see_none_of_it() {
    let gazette = Gazette::new().await;
    let (paper, edo) = (&gazette.paper, &gazette.edo);
    let out = story(&gazette, 1).await;
    let copy = gazette.sound("The lock opens tonight");
    let coming = drafting::file(paper, edo, gazette.filing(copy))
        .await
        .expect("filed");
    let at = in_minutes(&gazette, 60);
    let zone = TimeZone::get("Europe/Rome").expect("a zone");
    let local = zone.to_datetime(at);
    scheduling::schedule(paper, edo, coming, local, Class::First, "")
        .await
        .expect("scheduled");
    let title = gazette.title;
    let of = async |at: Timestamp| {
        let mut session = paper.read().await.expect("a read");
        let title = titles::by_id(&mut session, title).await.expect("a title");
        reading::to_come(&mut session, &title, at)
            .await
            .expect("a front")
    };
    let names = |front: &FrontFacts| serde_json::to_string(front).expect("json");
    let before = of(in_minutes(&gazette, 59)).await;
    assert!(!names(&before).contains("The lock opens tonight"));
    let after = of(at).await;
    assert_eq!(
        after.lead.as_ref().expect("a lead").headline,
        "The lock opens tonight"
    );
    assert!(
        names(&after).contains(&out.to_string()),
        "the rest is still there"
    );
    assert_eq!(names(&after).matches("The lock opens tonight").count(), 1);
    assert!(!names(&shown(&gazette).await).contains("The lock opens tonight"));
    gazette.later(60);
    jobs::work(paper).await.expect("published");
    let out: FrontFacts = shown(&gazette).await;
    let href = |front: &FrontFacts| front.lead.as_ref().map(|card| card.href.clone());
    assert_eq!(href(&out), href(&after), "as it was foretold");
}

#[tokio::test]
async fn who_started_from_an_older_front_is_told_who_changed_it() {
    let gazette = Gazette::new().await;
    let (first, second) = (story(&gazette, 1).await, story(&gazette, 2).await);
    assert_eq!(
        put(&gazette, of(vec![lead(first)]), 0).await.expect("one"),
        1
    );
    let mut session = gazette.paper.read().await.expect("a read");
    let placements = articles::placements(&mut session, second).await;
    let placement = placements.expect("placed")[0].id;
    drop(session);
    // One place changed by the other door counts as well.
    fronts::pin(
        &gazette.paper,
        &gazette.ines,
        gazette.title,
        Slot::Secondary,
        0,
        placement,
        None,
    )
    .await
    .expect("pinned");
    let refused = put(&gazette, of(vec![lead(second)]), 1)
        .await
        .expect_err("moved");
    assert_eq!(
        refused.refusal(),
        Some(&Refusal::FrontMoved {
            by: "Ines Vidal".to_owned()
        })
    );
    let now = current(&gazette).await;
    assert_eq!(now.version, 2);
    assert_eq!(now.composition.slots, [lead(first), beside(0, second)]);
}

#[tokio::test]
async fn an_earlier_front_comes_back_as_far_as_it_still_can() {
    let gazette = Gazette::new().await;
    let (first, second) = (story(&gazette, 1).await, story(&gazette, 2).await);
    let third = story(&gazette, 3).await;
    let soon = Placed {
        until: Some(in_minutes(&gazette, 5)),
        ..beside(1, third)
    };
    let with_words = Placed {
        headline: Some("Over the first".to_owned()),
        ..lead(first)
    };
    let kept = of(vec![with_words.clone(), beside(0, second), soon]);
    put(&gazette, kept.clone(), 0).await.expect("one");
    gazette.later(6);
    put(&gazette, of(Vec::new()), 1).await.expect("two");
    assert_eq!(current(&gazette).await.composition, Composition::default());
    withdrawing::withdraw(&gazette.paper, &gazette.ines, second, "wrong person")
        .await
        .expect("withdrawn");
    let made = fronts::restore(&gazette.paper, &gazette.edo, gazette.title, 1, 2)
        .await
        .expect("restored");
    assert_eq!(made, 3);
    assert_eq!(current(&gazette).await.composition.slots, [with_words]);

    let mut session = gazette.paper.read().await.expect("a read");
    let history = fronts::history(&mut session, gazette.title, None, 10)
        .await
        .expect("a history");
    let told: Vec<(u32, &str, usize)> = history
        .iter()
        .map(|one| (one.version, one.by.as_str(), one.composition.slots.len()))
        .collect();
    assert_eq!(
        told,
        [
            (3, "Edo Rinaldi", 1),
            (2, "Edo Rinaldi", 0),
            (1, "Edo Rinaldi", 3)
        ]
    );
    assert_eq!(history[2].composition, kept);
    let none = fronts::restore(&gazette.paper, &gazette.edo, gazette.title, 9, 3)
        .await
        .map(drop);
    assert!(none.is_err(), "there is no such front");
}

#[tokio::test]
async fn a_redaction_reaches_what_stands_over_an_article_and_the_fronts_that_were() {
    let gazette = Gazette::new().await;
    let first = story(&gazette, 1).await;
    let named = Composition {
        slots: vec![Placed {
            headline: Some("Rossella Testa saw it".to_owned()),
            ..lead(first)
        }],
        breaking: Some(Breaking {
            text: "Rossella Testa heard".to_owned(),
            to: LeadsTo::Nothing,
            until: in_minutes(&gazette, 60),
        }),
    };
    put(&gazette, named, 0).await.expect("published");
    let redaction = Redaction {
        class: Class::Legal,
        words: vec!["Rossella Testa".to_owned()],
        pictures: Vec::new(),
        reason: "court order".to_owned(),
    };
    redacting::redact(&gazette.paper, &gazette.ines, first, &redaction)
        .await
        .expect("redacted");
    jobs::work(&gazette.paper)
        .await
        .expect("the veil is lifted");
    let front = shown(&gazette).await;
    let mut session = gazette.paper.read().await.expect("a read");
    let history = fronts::history(&mut session, gazette.title, None, 10)
        .await
        .expect("a history");
    let words = format!("{front:?} {history:?}");
    assert!(!words.contains("Testa"), "{words}");
    assert!(
        words.contains("saw it") && words.contains("heard"),
        "{words}"
    );
}
