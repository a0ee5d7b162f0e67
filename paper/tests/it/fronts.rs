//! How a front is composed: what is pinned stands where it was pinned, and the rest follows from time and kind.

use cast::{Gazette, sound};
use paper::articles::publishing::{self, Going};
use paper::copy::{Copy, Kind};
use paper::fronts::{self, SECONDARY_POSITIONS, Slot};
use paper::id::{PictureId, PlacementId};
use paper::pictures::{self, NewPicture};
use paper::reading::pages::FrontFacts;
use paper::reading::title::Reach;
use paper::reading::{self, front};
use paper::{Refusal, articles, titles};

pub(crate) async fn picture(gazette: &Gazette) -> PictureId {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(40, 30)
        .write_to(&mut bytes, image::ImageFormat::Png)
        .expect("an encoder");
    let new = NewPicture {
        name: "quay.png".to_owned(),
        bytes: bytes.into_inner(),
        alt: "The quay".to_owned(),
        credit: "Ada Morin".to_owned(),
        ..NewPicture::default()
    };
    pictures::add(&gazette.paper, &gazette.ines, gazette.title, new)
        .await
        .expect("a picture")
}

/// Publishes an article an hour after the one before; its placement.
pub(crate) async fn publish(
    gazette: &Gazette,
    number: u32,
    kind: Kind,
    picture: Option<PictureId>,
) -> PlacementId {
    gazette.later(60);
    let mut copy = sound(&format!("Story {number:02}"));
    copy.kind = Some(kind);
    copy.series = format!("series {number}");
    copy.standfirst = format!("What story {number:02} tells");
    copy.picture = picture.map(|id| markup::Picture {
        file: id.to_string(),
        ..markup::Picture::default()
    });
    let filing = gazette.filing(copy);
    let out =
        publishing::file_and_publish(&gazette.paper, &gazette.ines, filing, Going::default()).await;
    let article = out.expect("it goes out").article;
    let mut session = gazette.paper.read().await.expect("a read");
    let placed = articles::placements(&mut session, article)
        .await
        .expect("placed");
    placed[0].id
}

pub(crate) async fn shown(gazette: &Gazette) -> FrontFacts {
    let mut session = gazette.paper.read().await.expect("a read");
    let title = titles::by_id(&mut session, gazette.title)
        .await
        .expect("a title");
    front::front(&mut session, &title, gazette.paper.now())
        .await
        .expect("a front")
}

fn names(cards: &[paper::reading::facts::Card]) -> Vec<&str> {
    cards.iter().map(|card| card.headline.as_str()).collect()
}

#[tokio::test]
async fn what_is_pinned_stands_in_its_position_and_the_latest_news_are_the_latest() {
    let gazette = Gazette::new().await;
    let quay = picture(&gazette).await;
    let mut placed = Vec::new();
    for number in 0..16 {
        let kind = if number == 14 {
            Kind::Satire
        } else {
            Kind::Brief
        };
        let with = (number % 2 == 1).then_some(quay);
        placed.push(publish(&gazette, number, kind, with).await);
    }
    for (position, number) in [(0, 3), (2, 0)] {
        fronts::pin(
            &gazette.paper,
            &gazette.ines,
            gazette.title,
            Slot::Secondary,
            position,
            placed[number],
            None,
        )
        .await
        .expect("pinned");
    }
    let front = shown(&gazette).await;
    assert_eq!(names(front.lead.as_slice()), ["Story 15"]);
    assert_eq!(
        names(&front.secondary),
        ["Story 03", "Story 13", "Story 00", "Story 11"],
        "pins at 0 and 2, the newest with a picture at 1 and 3"
    );
    assert_eq!(
        names(&front.latest),
        [
            "Story 12", "Story 10", "Story 09", "Story 08", "Story 07", "Story 06", "Story 05",
            "Story 04"
        ],
        "by time, with a picture or without; satire is no news"
    );
    assert_eq!(names(&front.river), ["Story 02", "Story 01", "Story 14"]);

    let beyond = fronts::pin(
        &gazette.paper,
        &gazette.ines,
        gazette.title,
        Slot::Secondary,
        SECONDARY_POSITIONS as u32,
        placed[5],
        None,
    )
    .await
    .expect_err("no such place");
    assert!(
        matches!(beyond.refusal(), Some(Refusal::Unknown { .. })),
        "{beyond}"
    );
}

#[tokio::test]
async fn a_text_of_a_series_expires_when_the_next_is_out() {
    let gazette = Gazette::new().await;
    let tides = async |day: &str| {
        gazette.later(24 * 60);
        let copy = Copy {
            kind: Some(Kind::Listing),
            series: "Tides".to_owned(),
            ..sound(&format!("Tides of {day}"))
        };
        publishing::file_and_publish(
            &gazette.paper,
            &gazette.ines,
            gazette.filing(copy),
            Going::default(),
        )
        .await
        .expect("published")
    };
    let monday = tides("Monday").await;
    let before = changes_of(&gazette).await;
    let tuesday = tides("Tuesday").await;
    assert!(
        changes_of(&gazette).await[before.len()..]
            .iter()
            .any(|change| change.traces.articles.contains(&monday.article)),
        "the page of the one before changes"
    );
    let front = shown(&gazette).await;
    let listed: Vec<&str> = front
        .lead
        .iter()
        .chain(&front.secondary)
        .chain(&front.latest)
        .chain(&front.river)
        .chain(front.blocks.iter().flat_map(|block| &block.cards))
        .map(|card| card.headline.as_str())
        .collect();
    assert_eq!(listed, ["Tides of Tuesday"]);
    let next = async |article| {
        let mut session = gazette.paper.read().await.expect("a session");
        let title = titles::by_id(&mut session, gazette.title)
            .await
            .expect("a title");
        let placements = articles::placements(&mut session, article)
            .await
            .expect("placements");
        let reach = Reach {
            scheme: "http".to_owned(),
            port: None,
        };
        reading::article::article(&mut session, &title, &placements[0], &reach)
            .await
            .expect("facts")
            .superseded_by
            .map(|link| link.name)
    };
    assert_eq!(
        next(monday.article).await.as_deref(),
        Some("Tides of Tuesday")
    );
    assert_eq!(next(tuesday.article).await, None);
}

async fn changes_of(gazette: &Gazette) -> Vec<paper::changes::Change> {
    let mut session = gazette.paper.read().await.expect("a session");
    paper::changes::after(&mut session, 0)
        .await
        .expect("changes")
}
