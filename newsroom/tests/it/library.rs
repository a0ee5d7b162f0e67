//! The library of pictures in the newsroom: found, described, shown where they are used.

use crate::hand::{Gazette, Hand};
use cast::{found_title, sound};
use http::StatusCode;
use paper::articles::drafting::Filing;
use paper::articles::publishing::{self, Going};
use paper::id::{ArticleId, PictureId, TitleId};
use paper::pictures::{self, NewPicture, Verdict};
use paper::rights::Role;
use paper::{jobs, people};

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
    let shelf = ines
        .get(&format!("{SHELF}?lack=credit"))
        .await
        .text()
        .replace("&#x2f;", "/");
    assert!(shelf.contains(&format!("{SHELF}/{id}")), "{shelf}");
    let one = format!("{SHELF}/{id}");
    let page = ines.get(&one).await.text().replace("&#x2f;", "/");
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
    let page = ines.get(&one).await.text().replace("&#x2f;", "/");
    for word in [
        "A ferry at the quay",
        "Ada Morin",
        "cx=\"30\"",
        "2031-05-01",
    ] {
        assert!(page.contains(word), "{word}: {page}");
    }
    let shelf = ines
        .get(&format!("{SHELF}?lack=credit"))
        .await
        .text()
        .replace("&#x2f;", "/");
    assert!(!shelf.contains(&id), "{shelf}");
    let found = ines
        .get(&format!("{SHELF}?q=ferry"))
        .await
        .text()
        .replace("&#x2f;", "/");
    assert!(found.contains(&id), "{found}");
    let refused = ines
        .send(&one, &[("focus_x", "130"), ("focus_y", "1")])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

/// An article of a title that shows a picture.
async fn shown(gazette: &Gazette, title: TitleId, headline: &str, id: &str) -> ArticleId {
    let mut copy = sound(headline);
    copy.picture = Some(markup::Picture {
        file: id.to_owned(),
        alt: "A quay".to_owned(),
        credit: "Ada Morin".to_owned(),
        ..markup::Picture::default()
    });
    let filing = Filing {
        title,
        ..gazette.filing(copy)
    };
    let by = match title == gazette.title {
        true => &gazette.ines,
        false => &gazette.edo,
    };
    publishing::file_and_publish(&gazette.paper, by, filing, Going::default())
        .await
        .expect("it goes out")
        .article
}

#[tokio::test]
async fn a_last_day_that_has_passed_is_asked_about_before_readers_lose_the_picture() {
    let gazette = Gazette::new().await;
    let id = bare(&gazette).await;
    let article = shown(&gazette, gazette.title, "Ferry service resumes", &id).await;
    let mut ines = Hand::of(&gazette, "ines").await;
    let one = format!("{SHELF}/{id}");
    let past = [("alt", "A quay at dawn"), ("ends", "2020-01-01")];
    let asked = ines.send(&one, &past).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = asked.text();
    for words in [
        "That day is over already",
        "Ferry service resumes",
        "name=\"over\"",
        "value=\"2020-01-01\"",
        "A quay at dawn",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    jobs::work(&gazette.paper).await.expect("worked");
    assert_eq!(gazette.shown(article).await.number, 1, "nothing happened");
    let sure = [past[0], past[1], ("over", "1")];
    let done = ines.send(&one, &sure).await;
    let shelf = ines.follow(&done).await.text();
    assert!(shelf.contains("The permission is over"), "{shelf}");
    jobs::work(&gazette.paper).await.expect("worked");
    let newest = gazette.shown(article).await;
    assert_eq!(
        (newest.content.note.as_str(), newest.content.editor.as_str()),
        ("The permission to show a picture has run out", ""),
        "no person stands behind it, and no word of ours as one"
    );
}

#[tokio::test]
async fn the_end_of_a_permission_is_not_set_by_who_may_not_change_all_that_show_the_picture() {
    let gazette = Gazette::new().await;
    let (paper, operator) = (&gazette.paper, &gazette.operator);
    let lantern = found_title(paper, operator, "lantern", "The Lantern", "lantern.test").await;
    let editor = Role::Editor;
    people::grant(paper, operator, "edo", editor, Some(lantern), None)
        .await
        .expect("a grant");
    let id = bare(&gazette).await;
    shown(&gazette, lantern, "Lamps are lit", &id).await;
    let mut ines = Hand::of(&gazette, "ines").await;
    let one = format!("{SHELF}/{id}");
    for day in ["2020-01-01", "2031-05-01"] {
        let said = [("ends", day), ("over", "1")];
        let refused = ines.send(&one, &said).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = refused.text();
        assert!(page.contains("also shown by The Lantern"), "{page}");
    }
}

#[tokio::test]
async fn what_was_said_of_a_picture_can_be_taken_back() {
    let gazette = Gazette::new().await;
    let id = bare(&gazette).await;
    let mut ines = Hand::of(&gazette, "ines").await;
    let one = format!("{SHELF}/{id}");
    let said = [
        ("caption", "Low tide"),
        ("ends", "2031-05-01"),
        ("focus_x", "3"),
        ("focus_y", "4"),
    ];
    ines.send(&one, &said).await;
    let nothing = said.map(|(field, _)| (field, ""));
    let done = ines.send(&one, &nothing).await;
    let page = ines.follow(&done).await.text();
    for gone in ["Low tide", "2031-05-01", "cx=\"3\""] {
        assert!(!page.contains(gone), "{gone}: {page}");
    }
}

#[tokio::test]
async fn what_cannot_be_added_is_said_of_each_file_and_what_is_there_is_not_added_again() {
    let gazette = Gazette::new().await;
    let mut ines = Hand::of(&gazette, "ines").await;
    let dot: &[u8] = include_bytes!("../../../web/tests/it/media/dot.png");
    for (file, status, words) in [
        (("file", "", &b""[..]), 422, "No file was chosen"),
        (("file", "empty.png", &b""[..]), 422, "No file was chosen"),
        (
            ("file", "notpic.jpg", &dot[..dot.len() / 2]),
            422,
            "The file “notpic.jpg” cannot be read: it is damaged, cut off or of another format",
        ),
        (("file", "dot.png", dot), 303, "Added to the library."),
        (("file", "again.png", dot), 303, "was not added again"),
    ] {
        let got = ines.send_file(SHELF, file).await;
        assert_eq!(got.status.as_u16(), status, "{}", got.text());
        let page = match status {
            303 => ines.follow(&got).await.text(),
            _ => got.text(),
        };
        assert!(page.contains(words), "{words}: {page}");
        assert!(!page.contains("unexpected end"), "{page}");
    }
    let large = vec![0; pictures::BYTES_MAX + 1024 * 1024];
    let got = ines.send_file(SHELF, ("file", "large.png", &large)).await;
    assert_eq!(got.status, StatusCode::PAYLOAD_TOO_LARGE);
    let page = got.text().replace("&#x2f;", "/");
    for part in ["at most 25 MB at once", SHELF, "<html lang=\"en\""] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!page.contains("troppo grande"), "in one language: {page}");
}

#[tokio::test]
async fn a_picture_gives_way_to_none_but_another() {
    let gazette = Gazette::new().await;
    let id = bare(&gazette).await;
    let mut ines = Hand::of(&gazette, "ines").await;
    let replace = format!("{SHELF}/{id}/replace");
    for (with, words) in [
        ("", "Choose a file, or name a picture of the library."),
        ("no such thing", "There is no picture “no such thing”"),
        (id.as_str(), "Nothing changes."),
    ] {
        let typed = [("with", with), ("note", "A better one")];
        let got = ines.send(&replace, &typed).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = got.text();
        assert!(page.contains(words), "{words}: {page}");
        assert!(page.contains("value=\"A better one\""), "{page}");
    }
    let bar = ines.get(&replace).await;
    assert_eq!(bar.header("location"), format!("{SHELF}/{id}"));
}

/// A picture that came with a manifest of C2PA.
async fn signed(gazette: &Gazette) -> PictureId {
    let new = NewPicture {
        name: "ferry.jpg".to_owned(),
        bytes: include_bytes!("../../../provenance/tests/signed.jpg").to_vec(),
        ..NewPicture::default()
    };
    pictures::add(&gazette.paper, &gazette.tomas, gazette.title, new)
        .await
        .expect("a picture")
}

#[tokio::test]
async fn the_desk_is_told_what_a_manifest_claims_and_what_of_it_was_checked() {
    let gazette = Gazette::new().await;
    let id = signed(&gazette).await;
    let mut ines = Hand::of(&gazette, "ines").await;
    let one = format!("{SHELF}/{id}");
    let page = ines.get(&one).await.text();
    for words in ["There, not checked", "they prove nothing yet"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let said = r#"{"outcome":"OUTCOME","signer":"Ada <b>Morin","organisation":"Harbour Pictures","generator":"Harbour Camera 2.1",
        "actions":["c2pa.created","c2pa.cropped","com.harbour.glazed"],"source_type":"trainedAlgorithmicMedia","faults":FAULTS}"#;
    for (outcome, faults, wanted) in [
        (
            "known",
            "[]",
            vec![
                "Holds, signer known",
                "Whether what it shows is true no signature says",
            ],
        ),
        (
            "unknown",
            r#"["signingCredential.untrusted"]"#,
            vec!["anybody may have written that name"],
        ),
        (
            "broken",
            r#"["assertion.dataHash.mismatch","odd.fault"]"#,
            vec![
                "Broken",
                "the picture was changed after it was signed",
                "odd.fault",
            ],
        ),
    ] {
        let verdict = said.replace("OUTCOME", outcome).replace("FAULTS", faults);
        let verdict = Verdict::read(&verdict).expect("a verdict");
        pictures::checked(&gazette.paper, id, outcome, verdict)
            .await
            .expect("noted");
        let page = ines.get(&one).await.text();
        let always = [
            "What they claim of themselves",
            "Ada &lt;b&gt;Morin, Harbour Pictures",
            "Harbour Camera 2.1",
            "created, cropped, com.harbour.glazed",
            "Made by AI",
            "not attested by any authority",
        ];
        for words in always.into_iter().chain(wanted) {
            assert!(page.contains(words), "{outcome}: {words}: {page}");
        }
    }
    let plain = bare(&gazette).await;
    let page = ines.get(&format!("{SHELF}/{plain}")).await.text();
    assert!(
        !page.contains("Content credentials"),
        "of one without, nothing: {page}"
    );
}
