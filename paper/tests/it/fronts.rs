//! How a front is composed: what is pinned stands where it was pinned, and the rest follows from time and kind.

use cast::{Gazette, sound};
use paper::articles::publishing::{self, Going};
use paper::copy::Kind;
use paper::fronts::{self, SECONDARY_POSITIONS, Slot};
use paper::id::{PictureId, PlacementId};
use paper::pictures::{self, NewPicture};
use paper::reading::front;
use paper::reading::pages::FrontFacts;
use paper::{Refusal, articles, titles};

async fn picture(gazette: &Gazette) -> PictureId {
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
async fn publish(
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

async fn shown(gazette: &Gazette) -> FrontFacts {
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
