//! The card of an article without a picture, as other sites fetch it.

use crate::stage::{Gazette, Got, ask, door, get, sound};
use axum::Router;
use http::{Request, StatusCode};
use paper::articles::content::Class;
use paper::articles::publishing::{self, Going};
use paper::articles::withdrawing;
use paper::titles::{self, Settings, Settle};

const HOST: &str = "gazette.test";

/// What the page says of a property.
fn said(page: &str, name: &str) -> String {
    let wanted = format!("=\"{name}\" content=\"");
    let rest = page.split_once(&wanted).map_or("", |(_, rest)| rest);
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// The address of the card a page names, from the host on.
async fn card_of(door: &Router, path: &str) -> String {
    let page = get(door, HOST, path).await.text();
    let address = said(&page, "og:image");
    let path = address.strip_prefix("http://gazette.test");
    path.unwrap_or_else(|| panic!("{address} is no card"))
        .to_owned()
}

fn measured(got: &Got) -> (u32, u32) {
    let picture = image::load_from_memory(&got.bytes).expect("a picture");
    (picture.width(), picture.height())
}

#[tokio::test]
async fn an_article_without_a_picture_has_a_card_with_its_headline() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let published = gazette.published("Ferry service resumes").await;
    let path = &published.addresses[0].1;
    let page = get(&door, HOST, path).await.text();
    assert_eq!(said(&page, "og:image:width"), "1280");
    assert_eq!(said(&page, "og:image:height"), "630");
    assert_eq!(
        said(&page, "og:image:alt"),
        "Harbour Gazette: Ferry service resumes"
    );
    assert_eq!(said(&page, "twitter:card"), "summary_large_image");
    let card = card_of(&door, path).await;
    let got = get(&door, HOST, &card).await;
    assert_eq!(
        (got.status.as_u16(), got.header("content-type")),
        (200, "image/png")
    );
    assert_eq!(measured(&got), (1280, 630));
    assert!(got.bytes.len() < 200_000, "{} bytes", got.bytes.len());
    // Words a court takes away must be gone with the next request: caches keep it, and ask each time.
    assert_eq!(got.header("cache-control"), "no-cache");
    let again = Request::get(&card).header("host", HOST);
    let again = ask(&door, again.header("if-none-match", got.header("etag"))).await;
    assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0));
    let head = ask(&door, Request::head(&card).header("host", HOST)).await;
    assert_eq!(head.header("content-length"), got.bytes.len().to_string());
    assert!(head.bytes.is_empty());
    let former = format!("{path}/card-0123456789abcdef.png");
    let former = get(&door, HOST, &former).await;
    assert_eq!(
        (former.status.as_u16(), former.header("location")),
        (302, card.as_str())
    );
    for nothing in [
        "/news/card-0123456789abcdef.png",
        "/card-0123456789abcdef.png",
        "/nothing/card-.png",
    ] {
        assert_eq!(
            get(&door, HOST, nothing).await.status,
            StatusCode::NOT_FOUND,
            "{nothing}"
        );
    }
}

#[tokio::test]
async fn a_card_changes_with_headline_and_colour_and_goes_with_the_article() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let published = gazette.published("Ferry service resumes").await;
    let path = published.addresses[0].1.clone();
    let first = card_of(&door, &path).await;
    let going = Going::change(Class::Correction, "It is two ferries");
    let copy = sound("Two ferries resume service");
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
    let second = card_of(&door, &path).await;
    assert_ne!(first, second);
    let change = Settle {
        settings: Some(Settings {
            accent: Some(paper::reading::facts::Accent {
                light: "#1f4e79".to_owned(),
                dark: "#8fc1f0".to_owned(),
            }),
            ..Settings::default()
        }),
        ..Settle::default()
    };
    titles::settle(&gazette.paper, &gazette.operator, gazette.title, &change)
        .await
        .expect("settled");
    let third = card_of(&door, &path).await;
    assert_ne!(second, third);
    let picture = get(&door, HOST, &third).await;
    let picture = image::load_from_memory(&picture.bytes)
        .expect("a picture")
        .to_rgb8();
    assert_eq!(
        picture.get_pixel(0, 0).0,
        [0x1f, 0x4e, 0x79],
        "on the title's colour"
    );
    withdrawing::withdraw(
        &gazette.paper,
        &gazette.ines,
        published.article,
        "It was never so",
    )
    .await
    .expect("withdrawn");
    let page = get(&door, HOST, &path).await.text();
    assert_eq!(said(&page, "og:image"), "");
    for card in [&first, &third] {
        assert_eq!(get(&door, HOST, card).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn no_headline_breaks_its_card() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    for headline in [
        "🚢 Ferry 🚢 resumes 👩‍💻",
        "חדשות מהנמל היום בבוקר",
        "Ferry \u{5e9}\u{5dc}\u{5d5}\u{5dd} resumes <script>&amp;",
        "Ålesund: l’été, œuvre – “così” «è» Ελλάδα Москва",
        &"Donaudampfschifffahrtsgesellschaft".repeat(4),
    ] {
        let published = gazette.published(headline).await;
        let card = card_of(&door, &published.addresses[0].1).await;
        let got = get(&door, HOST, &card).await;
        assert_eq!(got.status, StatusCode::OK, "{headline}");
        assert_eq!(measured(&got), (1280, 630), "{headline}");
    }
}
