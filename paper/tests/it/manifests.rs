//! Manifests of C2PA that pictures come with: kept, told, checked, forgotten.

use crate::raw;
use cast::{Gazette, body, sound};
use paper::articles::content::Class;
use paper::articles::publishing::{self, Going};
use paper::articles::redacting::{self, Redaction};
use paper::copy::Copy;
use paper::id::{ArticleId, PictureId};
use paper::pictures::{self, Manifest, NewPicture, Standing, Verdict};
use paper::{Place, changes};

/// A small JPEG signed with the consortium's library by a certificate of the moment, for `ada-morin.example`.
const SIGNED: &[u8] = include_bytes!("../../../provenance/tests/signed.jpg");
const CHECKER: &str = "checker 1 list-a";

async fn added(gazette: &Gazette, bytes: &[u8]) -> PictureId {
    let new = NewPicture {
        name: "ferry.jpg".to_owned(),
        bytes: bytes.to_vec(),
        alt: "A ferry".to_owned(),
        credit: "Ada Morin".to_owned(),
        licence: "own".to_owned(),
        source_type: "digitalCapture".to_owned(),
        ..NewPicture::default()
    };
    pictures::add(&gazette.paper, &gazette.tomas, gazette.title, new)
        .await
        .expect("a picture")
}

async fn manifest(gazette: &Gazette, id: PictureId) -> Option<Manifest> {
    let mut session = gazette.paper.read().await.expect("a read");
    pictures::manifest(&mut session, id)
        .await
        .expect("an answer")
}

async fn shown(gazette: &Gazette, id: PictureId) -> ArticleId {
    shown_in(gazette, id, sound("Ferry service resumes")).await
}

async fn shown_in(gazette: &Gazette, id: PictureId, mut copy: Copy) -> ArticleId {
    copy.picture = Some(markup::Picture {
        file: id.to_string(),
        alt: "A ferry".to_owned(),
        credit: "Ada Morin".to_owned(),
        ..markup::Picture::default()
    });
    publishing::file_and_publish(
        &gazette.paper,
        &gazette.ines,
        gazette.filing(copy),
        Going::default(),
    )
    .await
    .expect("it goes out")
    .article
}

/// What a checker says of a picture that holds.
fn holds() -> Verdict {
    Verdict::read(
        r#"{"outcome":"known","signer":"Ada Morin","organisation":"Harbour Pictures","generator":"Harbour Camera 2.1",
            "actions":["c2pa.created"],"source_type":"digitalCapture"}"#,
    )
    .expect("a verdict")
}

#[tokio::test]
async fn a_manifest_stays_in_the_file_as_it_came_and_is_told_as_unchecked_until_it_is_checked() {
    let gazette = Gazette::new().await;
    let id = added(&gazette, SIGNED).await;
    let there = Manifest {
        standing: Standing::Unchecked,
        said: None,
        checked_at: None,
    };
    assert_eq!(
        manifest(&gazette, id).await,
        Some(there),
        "present, not checked"
    );
    while pictures::develop_next(&gazette.paper)
        .await
        .expect("the darkroom")
    {}

    let folder = gazette.paper.media().join(id.to_string());
    let mut files = 0;
    for entry in std::fs::read_dir(&folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let bytes = std::fs::read(&path).expect("a file");
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        match pictures::is_original(&name) {
            true => assert_eq!(bytes, SIGNED, "byte for byte, with its manifest"),
            false => assert!(
                !bytes.windows(4).any(|part| part == b"c2pa"),
                "{name} claims nothing"
            ),
        }
        files += 1;
    }
    assert!(files > 1, "files for readers were made");

    let waiting = pictures::next_waiting(&gazette.paper, CHECKER)
        .await
        .expect("an answer");
    let waiting = waiting.expect("it waits");
    assert_eq!(
        (waiting.id, waiting.media_type.as_str()),
        (id, "image/jpeg")
    );
    assert_eq!(std::fs::read(&waiting.file).expect("the original"), SIGNED);
    pictures::checked(&gazette.paper, id, CHECKER, holds())
        .await
        .expect("noted");
    let told = manifest(&gazette, id).await.expect("told");
    assert_eq!((told.standing, told.said), (Standing::Known, Some(holds())));
    assert_eq!(told.checked_at, Some(gazette.paper.now()));

    let again = pictures::next_waiting(&gazette.paper, CHECKER)
        .await
        .expect("an answer");
    assert_eq!(again, None, "checked once");
    let other = pictures::next_waiting(&gazette.paper, "checker 1 list-b")
        .await
        .expect("an answer");
    assert_eq!(
        other.map(|one| one.id),
        Some(id),
        "another list of signers has its own say"
    );
}

#[tokio::test]
async fn a_picture_without_a_manifest_is_told_of_none() {
    let gazette = Gazette::new().await;
    let id = added(
        &gazette,
        include_bytes!("../../../web/tests/it/media/dot.png"),
    )
    .await;
    assert_eq!(manifest(&gazette, id).await, None);
    let waiting = pictures::next_waiting(&gazette.paper, CHECKER)
        .await
        .expect("an answer");
    assert_eq!(waiting, None);
}

#[tokio::test]
async fn pictures_that_came_before_anybody_looked_are_looked_at() {
    let gazette = Gazette::new().await;
    let signed = added(&gazette, SIGNED).await;
    let plain = added(
        &gazette,
        include_bytes!("../../../web/tests/it/media/dot.png"),
    )
    .await;
    let place: &Place = &gazette.place;
    raw::run(
        place,
        "DELETE FROM manifests;
         INSERT INTO manifests (picture_id, standing, told, checked_by) SELECT id, 'unlooked', '', '' FROM pictures;",
    )
    .await;
    assert_eq!(
        manifest(&gazette, signed).await,
        None,
        "nothing is known yet"
    );
    assert!(pictures::look_next(&gazette.paper).await.expect("looked"));
    assert!(!pictures::look_next(&gazette.paper).await.expect("looked"));
    let told = manifest(&gazette, signed).await.expect("found");
    assert_eq!(told.standing, Standing::Unchecked);
    assert_eq!(manifest(&gazette, plain).await, None);
}

#[tokio::test]
async fn a_name_blanked_by_law_is_gone_from_what_a_manifest_claims_and_does_not_come_back() {
    let gazette = Gazette::new().await;
    let id = added(&gazette, SIGNED).await;
    let article = shown(&gazette, id).await;
    pictures::checked(&gazette.paper, id, CHECKER, holds())
        .await
        .expect("noted");
    let redaction = Redaction {
        class: Class::Rights,
        words: vec!["Ada Morin".to_owned()],
        pictures: Vec::new(),
        reason: "She asked".to_owned(),
    };
    let mut other = sound("Tickets cost more from May");
    other.body =
        body(&["The council voted on Tuesday. A single ticket will cost two euros and ten cents."]);
    let other = shown_in(&gazette, id, other).await;
    let mut session = gazette.paper.read().await.expect("a read");
    let before = changes::newest(&mut session).await.expect("a number");
    drop(session);
    redacting::redact(&gazette.paper, &gazette.ines, article, &redaction)
        .await
        .expect("blanked");
    let said = manifest(&gazette, id)
        .await
        .and_then(|one| one.said)
        .expect("told");
    assert!(!said.written().contains("Ada Morin"), "{said:?}");
    let mut session = gazette.paper.read().await.expect("a read");
    let since = changes::after(&mut session, before).await.expect("rows");
    drop(session);
    assert!(
        since
            .iter()
            .any(|change| change.traces.articles.contains(&other)),
        "the other article that shows the picture says it too: {since:?}"
    );
    pictures::checked(&gazette.paper, id, "checker 2", holds())
        .await
        .expect("noted");
    let said = manifest(&gazette, id)
        .await
        .and_then(|one| one.said)
        .expect("told");
    assert!(!said.written().contains("Ada Morin"), "{said:?}");
}

#[tokio::test]
async fn the_manifest_of_a_picture_taken_away_by_law_goes_with_it() {
    let gazette = Gazette::new().await;
    let id = added(&gazette, SIGNED).await;
    let article = shown(&gazette, id).await;
    let redaction = Redaction {
        class: Class::Rights,
        words: Vec::new(),
        pictures: vec![id.to_string()],
        reason: "The photographer asked".to_owned(),
    };
    redacting::redact(&gazette.paper, &gazette.ines, article, &redaction)
        .await
        .expect("blanked");
    assert_eq!(manifest(&gazette, id).await, None);
    pictures::checked(&gazette.paper, id, CHECKER, holds())
        .await
        .expect("too late is no fault");
    assert_eq!(manifest(&gazette, id).await, None);
}
