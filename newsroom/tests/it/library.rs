//! The library of pictures in the newsroom: found, described, shown where they are used.

use crate::hand::{Gazette, Hand};
use http::StatusCode;
use paper::pictures::{self, NewPicture};

const SHELF: &str = "/newsroom/t/gazette/library";

/// A picture of the library that lacks everything.
async fn bare(gazette: &Gazette) -> String {
    let new = NewPicture {
        name: "quay.png".to_owned(),
        bytes: include_bytes!("../../../web/tests/it/media/dot.png").to_vec(),
        ..NewPicture::default()
    };
    pictures::add(&gazette.paper, &gazette.tomas, gazette.title, new)
        .await
        .expect("a picture")
        .to_string()
}

#[tokio::test]
async fn a_picture_is_found_by_what_it_lacks_and_given_its_words_by_hand() {
    let gazette = Gazette::new().await;
    let id = bare(&gazette).await;
    let mut ines = Hand::of(&gazette, "ines").await;
    let shelf = ines.get(&format!("{SHELF}?lack=credit")).await.text();
    assert!(shelf.contains(&format!("{SHELF}/{id}")), "{shelf}");
    let one = format!("{SHELF}/{id}");
    let page = ines.get(&one).await.text();
    let at = page.find("/newsroom/media/").expect("it is shown");
    let thumb: String = page[at..].chars().take_while(|c| *c != '"').collect();
    assert_eq!(
        ines.get(&thumb).await.status,
        StatusCode::OK,
        "made for who asks"
    );
    let said = [
        ("alt", "A ferry at the quay"),
        ("credit", "Ada Morin"),
        ("focus_x", "30"),
        ("focus_y", "60"),
        ("ends", "2031-05-01"),
    ];
    let done = ines.send(&one, &said).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let page = ines.get(&one).await.text();
    for word in [
        "A ferry at the quay",
        "Ada Morin",
        "cx=\"30\"",
        "2031-05-01",
    ] {
        assert!(page.contains(word), "{word}: {page}");
    }
    let shelf = ines.get(&format!("{SHELF}?lack=credit")).await.text();
    assert!(!shelf.contains(&id), "{shelf}");
    let found = ines.get(&format!("{SHELF}?q=ferry")).await.text();
    assert!(found.contains(&id), "{found}");
    let refused = ines
        .send(&one, &[("focus_x", "130"), ("focus_y", "1")])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}
