//! What was published elsewhere comes in whole: readers see the same as if it had been published here.

use crate::stage::{Gazette, door, found_title, get, instant, sound};
use paper::articles::bringing::{self, Brought, Elsewhere, Later, Said};
use paper::articles::content::Class;
use paper::articles::drafting;
use paper::articles::placing::{self, Placing};
use paper::articles::publishing::{self, Going};
use paper::copy::Copy;
use paper::id::TitleId;
use paper::rights::Role;
use paper::{Refusal, keeping, people, topics};

const HEADLINE: &str = "Ferry service resumes";
const NOTE: &str = "The crew had been on board since five, not since six.";

/// A gazette with a sister, a topic, and a contributor; Ines publishes there as well as she directs.
async fn stage() -> (Gazette, TitleId) {
    let gazette = Gazette::new().await;
    let (paper, operator) = (&gazette.paper, &gazette.operator);
    let beacon = found_title(paper, operator, "beacon", "The Beacon", "beacon.test").await;
    for title in [gazette.title, beacon] {
        for role in [Role::Director, Role::Publisher] {
            people::grant(paper, operator, "ines", role, Some(title), None)
                .await
                .expect("a grant");
        }
        topics::keep(paper, operator, title, "harbour", "Harbour", None)
            .await
            .expect("a topic");
    }
    (gazette, beacon)
}

fn first() -> Copy {
    Copy {
        topics: vec!["harbour".to_owned()],
        ..sound(HEADLINE)
    }
}

fn corrected() -> Copy {
    let mut copy = first();
    copy.body = cast::body(&[
        "Ferry service resumes. The harbour office of Porto Vero gave the timetable on 2 March 2026.",
        "Captain Luca Nardi said the crew had been on board since five in the morning.",
    ]);
    copy
}

async fn by_hand(gazette: &Gazette, beacon: TitleId) {
    let (paper, ines) = (&gazette.paper, &gazette.ines);
    let id = drafting::file(paper, ines, gazette.filing(first()))
        .await
        .expect("filed");
    let placing = Placing {
        section: Some("news".to_owned()),
        headline: Some("The ferry is back".to_owned()),
        topics: Some(vec!["harbour".to_owned()]),
        ..Placing::default()
    };
    placing::place(paper, ines, id, beacon, placing)
        .await
        .expect("placed");
    publishing::publish(paper, ines, id, Going::default())
        .await
        .expect("published");
    gazette.later(60);
    let going = Going::change(Class::Correction, NOTE);
    publishing::change(paper, ines, id, 1, corrected(), going)
        .await
        .expect("corrected");
    gazette.later(60);
}

fn brought(gazette: &Gazette, beacon: TitleId) -> Brought {
    Brought {
        title: gazette.title,
        section: "news".to_owned(),
        slug: String::new(),
        comments: true,
        copy: first(),
        first_published: instant(cast::START),
        later: vec![Later {
            class: Class::Correction,
            note: NOTE.to_owned(),
            at: instant("2026-03-02T09:00:00Z"),
            copy: corrected(),
        }],
        elsewhere: vec![Elsewhere {
            title: beacon,
            section: "news".to_owned(),
            slug: String::new(),
            headline: "The ferry is back".to_owned(),
            comments: false,
            topics: vec!["harbour".to_owned()],
        }],
        former: Vec::new(),
        said: Vec::new(),
    }
}

/// The page with identifiers, commitments, proofs of forms and names of cards made alike: random by their nature.
fn masked(text: &str) -> String {
    let is_part =
        |c: char| c.is_ascii_hexdigit() || c == '-' || c == '_' || c.is_ascii_alphanumeric();
    let mut out = String::new();
    let mut word = String::new();
    let settle = |word: &mut String, out: &mut String| {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        // Words of prose and addresses have few digits; a random word of this length has several.
        if word.starts_with("card-") || (word.len() >= 32 && digits >= 5 && !word.contains("ferry"))
        {
            out.push('#');
        } else {
            out.push_str(word);
        }
        word.clear();
    };
    for c in text.chars() {
        if is_part(c) {
            word.push(c);
        } else {
            settle(&mut word, &mut out);
            out.push(c);
        }
    }
    settle(&mut word, &mut out);
    out
}

/// Without the instant at which an entry was made.
fn unlogged(text: &str) -> String {
    const BEFORE: &str = "\\\"logged\\\":\\\"";
    match text.split_once(BEFORE) {
        None => text.to_owned(),
        Some((before, rest)) => {
            let (_, after) = rest.split_once('\\').expect("an instant");
            format!("{before}{BEFORE}{after}")
        }
    }
}

#[tokio::test]
async fn readers_see_of_what_was_brought_in_what_they_see_of_what_was_published_here() {
    let (hand, hand_beacon) = stage().await;
    by_hand(&hand, hand_beacon).await;
    let (bulk, bulk_beacon) = stage().await;
    bulk.later(120);
    let ids = bringing::bring_in(
        &bulk.paper,
        &bulk.ines,
        "the old site",
        vec![brought(&bulk, bulk_beacon)],
    )
    .await
    .expect("brought in");
    assert_eq!(ids.len(), 1);
    let (hand_door, bulk_door) = (door(&hand), door(&bulk));
    let pages = [
        ("gazette.test", "/"),
        ("gazette.test", "/2026/03/02/ferry-service-resumes"),
        ("gazette.test", "/2026/03/02/ferry-service-resumes/history"),
        ("gazette.test", "/2026/03/02/ferry-service-resumes.json"),
        ("gazette.test", "/news"),
        ("gazette.test", "/topics/harbour"),
        ("gazette.test", "/corrections"),
        ("gazette.test", "/archive"),
        ("gazette.test", "/archive/2026/03"),
        ("gazette.test", "/feed.xml"),
        ("gazette.test", "/news/feed.xml"),
        ("beacon.test", "/"),
        ("beacon.test", "/2026/03/02/the-ferry-is-back"),
        ("beacon.test", "/corrections"),
        ("beacon.test", "/feed.xml"),
    ];
    for (host, path) in pages {
        let by_hand = get(&hand_door, host, path).await;
        let in_bulk = get(&bulk_door, host, path).await;
        assert_eq!(by_hand.status, in_bulk.status, "{host}{path}");
        // The log alone tells when it heard of it.
        let (hand, bulk) = (unlogged(&by_hand.text()), unlogged(&in_bulk.text()));
        assert_eq!(masked(&hand), masked(&bulk), "{host}{path}");
    }
    for remark in keeping::examine(&bulk.paper).await.expect("examined") {
        assert!(remark.ok, "{}", remark.what);
    }
}

#[tokio::test]
async fn readers_of_an_article_brought_in_find_what_was_said_under_it() {
    let (gazette, beacon) = stage().await;
    gazette.later(120);
    let said = |name: &str, text: &str, at: &str, answers| Said {
        state: paper::comments::State::Approved,
        name: name.to_owned(),
        text: text.to_owned(),
        at: instant(at),
        answers,
    };
    let mut article = brought(&gazette, beacon);
    article.said = vec![
        said("Ada", "At last, a ferry.", "2026-03-02T08:10:00Z", None),
        said("Bruno", "And on a Monday.", "2026-03-02T08:11:00Z", Some(0)),
        said(
            "Ada",
            "Mondays need it most.",
            "2026-03-02T08:12:00Z",
            Some(1),
        ),
    ];
    bringing::bring_in(&gazette.paper, &gazette.ines, "the old site", vec![article])
        .await
        .expect("brought in");
    let page = get(
        &door(&gazette),
        "gazette.test",
        "/2026/03/02/ferry-service-resumes",
    )
    .await
    .text();
    let places: Vec<usize> = [
        "At last, a ferry",
        "And on a Monday",
        "Mondays need it most",
    ]
    .iter()
    .map(|words| page.find(words).expect("the comment"))
    .collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[tokio::test]
async fn many_texts_of_one_headline_come_in_each_with_its_own_address() {
    let (gazette, _) = stage().await;
    gazette.published(HEADLINE).await;
    gazette.later(120);
    let one = |number: i64| Brought {
        later: Vec::new(),
        elsewhere: Vec::new(),
        first_published: instant(cast::START) + jiff::SignedDuration::from_mins(number),
        ..brought(&gazette, gazette.title)
    };
    bringing::bring_in(
        &gazette.paper,
        &gazette.operator,
        "the old site",
        (0..40).map(one).collect(),
    )
    .await
    .expect("brought in");
    let door = door(&gazette);
    for number in 2..=41 {
        let path = format!("/2026/03/02/ferry-service-resumes-{number}");
        assert_eq!(
            get(&door, "gazette.test", &path).await.status,
            200,
            "{path}"
        );
    }
}

#[tokio::test]
async fn what_cannot_have_been_is_not_brought_in_nor_by_whom_it_is_not_for() {
    let (gazette, beacon) = stage().await;
    gazette.later(120);
    let (paper, good) = (&gazette.paper, brought(&gazette, beacon));
    let attempt = async |by, article: Brought| {
        let error = bringing::bring_in(paper, by, "the old site", vec![good.clone(), article])
            .await
            .expect_err("a refusal");
        match error {
            paper::Error::Refused(refusal) => refusal,
            paper::Error::Fault(fault) => panic!("{fault}"),
        }
    };
    let mut future = good.clone();
    future.first_published = instant("2027-03-02T08:00:00Z");
    let refusal = attempt(&gazette.ines, future).await;
    assert!(matches!(refusal, Refusal::FutureDate { .. }), "{refusal:?}");
    let mut backwards = good.clone();
    backwards.later[0].at = instant("2026-03-01T08:00:00Z");
    let refusal = attempt(&gazette.ines, backwards).await;
    assert!(matches!(refusal, Refusal::Unfit { .. }), "{refusal:?}");
    let mut same = good.clone();
    same.later[0].copy = first();
    let refusal = attempt(&gazette.ines, same).await;
    assert!(matches!(refusal, Refusal::NothingChanged), "{refusal:?}");
    let mut nameless = good.clone();
    nameless.copy.headline.clear();
    let refusal = attempt(&gazette.ines, nameless).await;
    assert!(matches!(refusal, Refusal::Empty { .. }), "{refusal:?}");
    let refusal = attempt(&gazette.edo, good.clone()).await;
    assert!(matches!(refusal, Refusal::NotAllowed { .. }), "{refusal:?}");
    // One that is refused takes the others with it.
    let page = get(
        &door(&gazette),
        "gazette.test",
        "/2026/03/02/ferry-service-resumes",
    )
    .await;
    assert_eq!(page.status, 404);
}
