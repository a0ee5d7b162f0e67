//! Pictures and documents at the door: asked for again each time, sent piece by piece, gone when they must be.

use crate::stage::{Gazette, ask, door, get, sound};
use axum::Router;
use http::{Request, StatusCode};
use markup::Picture;
use paper::articles::content::Class;
use paper::articles::publishing::{self, Going};
use paper::articles::redacting::{self, Redaction};
use paper::id::{ArticleId, PictureId};
use paper::pictures::{self, NewPicture};

const HOST: &str = "gazette.test";
/// A picture of a few points, as an editor of pictures writes it.
const PNG: &[u8] = include_bytes!("media/dot.png");

/// A published picture: its text, its id, its address.
async fn published(gazette: &Gazette) -> (ArticleId, PictureId, String) {
    let new = NewPicture {
        name: "ferry.png".to_owned(),
        bytes: PNG.to_vec(),
        alt: "A ferry".to_owned(),
        credit: "Tomas Berg".to_owned(),
        licence: "own".to_owned(),
        source_type: "digitalCapture".to_owned(),
        ..NewPicture::default()
    };
    let id = pictures::add(&gazette.paper, &gazette.tomas, gazette.title, new)
        .await
        .expect("a picture");
    let mut copy = sound("Ferry service resumes");
    copy.picture = Some(Picture {
        file: id.to_string(),
        alt: "A ferry".to_owned(),
        credit: "Tomas Berg".to_owned(),
        caption: vec![markup::Inline::text("The ferry at the quay")],
        ..Picture::default()
    });
    let going = Going::default();
    let out =
        publishing::file_and_publish(&gazette.paper, &gazette.ines, gazette.filing(copy), going)
            .await
            .expect("published");
    let mut session = gazette.paper.read().await.expect("a read");
    let renditions = pictures::renditions(&mut session, id)
        .await
        .expect("renditions");
    (out.article, id, renditions[0].0.clone())
}

fn head(path: &str) -> http::request::Builder {
    Request::head(path).header("host", HOST)
}

async fn asked_with(door: &Router, path: &str, tag: &str) -> crate::stage::Got {
    let request = Request::get(path)
        .header("host", HOST)
        .header("if-none-match", tag);
    ask(door, request).await
}

#[tokio::test]
async fn a_picture_is_validated_each_time_and_not_sent_twice() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let (_, _, path) = published(&gazette).await;
    let whole = get(&door, HOST, &path).await;
    assert_eq!(whole.status, StatusCode::OK);
    assert_eq!(whole.header("cache-control"), "no-cache");
    assert_eq!(
        whole.header("content-length"),
        whole.bytes.len().to_string()
    );
    let tag = whole.header("etag").to_owned();
    let name = path.rsplit('/').next().expect("a name");
    assert_eq!(tag, format!("\"{name}\""));

    let again = asked_with(&door, &path, &tag).await;
    assert_eq!(
        (again.status, again.bytes.len(), again.header("etag")),
        (StatusCode::NOT_MODIFIED, 0, tag.as_str())
    );
    let only_head = ask(&door, head(&path)).await;
    assert_eq!(
        (only_head.bytes.len(), only_head.header("content-length")),
        (0, whole.header("content-length"))
    );
}

#[tokio::test]
async fn part_of_a_picture_is_sent_to_who_has_the_rest() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let (_, _, path) = published(&gazette).await;
    let whole = get(&door, HOST, &path).await;
    assert_eq!(whole.header("accept-ranges"), "bytes");
    let tag = whole.header("etag").to_owned();
    let count = whole.bytes.len();
    let part = async |range: &str, since: &str| {
        let mut request = Request::get(&path)
            .header("host", HOST)
            .header("range", range);
        if !since.is_empty() {
            request = request.header("if-range", since);
        }
        let got = ask(&door, request).await;
        let said = got.header("content-range").to_owned();
        (got.status.as_u16(), said, got.bytes)
    };
    let all = (200, String::new(), whole.bytes.clone());
    let bytes = |first: usize, last: usize| {
        let said = format!("bytes {first}-{last}/{count}");
        (206, said, whole.bytes[first..=last].to_vec())
    };
    assert_eq!(part("bytes=0-9", "").await, bytes(0, 9));
    assert_eq!(part("bytes=10-10", &tag).await, bytes(10, 10));
    assert_eq!(part("Bytes = 5-", "").await, bytes(5, count - 1));
    assert_eq!(part("bytes=-4", "").await, bytes(count - 4, count - 1));
    assert_eq!(part("bytes=7-999999999", "").await, bytes(7, count - 1));
    assert_eq!(part("bytes=-999999999", "").await, bytes(0, count - 1));
    for beyond in [format!("bytes={count}-"), "bytes=-0".to_owned()] {
        let none = (416, format!("bytes */{count}"), Vec::new());
        assert_eq!(part(&beyond, "").await, none, "{beyond}");
    }
    // Several parts, other units, nonsense: the whole.
    for other in [
        "bytes=0-1,3-4",
        "lines=0-1",
        "bytes=4-2",
        "bytes=",
        "bytes=-",
        "bytes=+1-2",
        "bytes=0-99999999999999999999",
    ] {
        assert_eq!(part(other, "").await, all, "{other}");
    }
    // Of another state, of a weak validator, of a date: the whole.
    for since in [
        "\"other\"",
        &format!("W/{tag}"),
        "Mon, 23 Nov 2026 10:00:00 GMT",
    ] {
        assert_eq!(part("bytes=0-9", since).await, all, "{since}");
    }
    let only_head = ask(&door, head(&path).header("range", "bytes=0-9")).await;
    let said = (
        only_head.status.as_u16(),
        only_head.header("content-length").to_owned(),
    );
    assert_eq!(said, (200, count.to_string()));
    let request = Request::get(&path)
        .header("host", HOST)
        .header("range", "bytes=0-9");
    let known = ask(&door, request.header("if-none-match", &tag)).await;
    assert_eq!(known.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn a_picture_says_too_that_its_title_reserves_text_mining() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let (_, _, path) = published(&gazette).await;
    let said = async || {
        get(&door, HOST, &path)
            .await
            .header("tdm-reservation")
            .to_owned()
    };
    assert_eq!(said().await, "");
    let settings = paper::titles::Settings {
        discovery: paper::discovery::Discovery {
            machines: paper::discovery::Machines::NoAi,
            ..paper::discovery::Discovery::default()
        },
        ..paper::titles::Settings::default()
    };
    let change = paper::titles::Settle {
        settings: Some(settings),
        ..paper::titles::Settle::default()
    };
    paper::titles::settle(&gazette.paper, &gazette.operator, gazette.title, &change)
        .await
        .expect("settled");
    assert_eq!(said().await, "1");
}

#[tokio::test]
async fn a_picture_taken_away_by_law_is_gone_for_who_has_it_in_a_cache() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let (article, picture, path) = published(&gazette).await;
    let tag = get(&door, HOST, &path).await.header("etag").to_owned();
    let redaction = Redaction {
        class: Class::Legal,
        words: Vec::new(),
        pictures: vec![picture.to_string()],
        reason: "By order of the court of Porto Vero".to_owned(),
    };
    redacting::redact(&gazette.paper, &gazette.ines, article, &redaction)
        .await
        .expect("redacted");
    let again = asked_with(&door, &path, &tag).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    assert_eq!(ask(&door, head(&path)).await.status, StatusCode::NOT_FOUND);
}
