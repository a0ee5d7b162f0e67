//! The library of pictures: what files say of themselves, what is said of them, where they are, when they have to go.

#![allow(clippy::expect_used)] // what helpers expect fails the test, as in the tests themselves

use cast::{Gazette, sound};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use jiff::SignedDuration;
use paper::articles::content::Class;
use paper::articles::publishing::{self, Going};
use paper::articles::{self, drafting};
use paper::copy::Copy;
use paper::id::{ArticleId, PictureId};
use paper::pictures::{self, Filter, Found, Kept, Lack, NewPicture, Settle, Use};
use paper::{Refusal, jobs};
use std::io::Cursor;

/// What an agency writes into a picture: its words, and where and with what it was taken.
const XMP: &str = r#"<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Description r:about=""
 xmlns:d="http://purl.org/dc/elements/1.1/" xmlns:ps="http://ns.adobe.com/photoshop/1.0/"
 xmlns:core="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" xmlns:ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:aux="http://ns.adobe.com/exif/1.0/aux/"
 ps:Credit="Harbour &amp; Sons" ps:City="Porto Vero" exif:GPSLatitude="45,26.1N" aux:SerialNumber="SN0451"
 ext:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture">
<d:creator><r:Seq><r:li>Lea Moranti</r:li>
 <r:li>Ada Morin</r:li></r:Seq></d:creator>
<d:description><r:Alt><r:li xml:lang="x-default">The ferry &lt;b&gt;at</r:li><r:li xml:lang="it">Il traghetto</r:li></r:Alt></d:description>
<d:rights><r:Alt><r:li xml:lang="x-default">© 2026 Lea Moranti</r:li></r:Alt></d:rights>
<core:Location>The old quay</core:Location>
</r:Description></r:RDF></x:xmpmeta><?xpacket end="w"?>"#;

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let pixels = RgbImage::from_fn(width, height, |x, y| Rgb([x as u8, y as u8, 200]));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(pixels)
        .write_to(&mut bytes, ImageFormat::Jpeg)
        .expect("an encoder");
    bytes.into_inner()
}

/// A JPEG with a segment of this kind behind its first bytes.
fn with_segment(jpeg: &[u8], marker: u8, body: &[u8]) -> Vec<u8> {
    let (start, rest) = jpeg.split_at(2);
    let length = u16::try_from(body.len() + 2).expect("short").to_be_bytes();
    [start, &[0xff, marker], &length[..], body, rest].concat()
}

fn with_xmp(jpeg: &[u8], xmp: &str) -> Vec<u8> {
    let body = [b"http://ns.adobe.com/xap/1.0/\0", xmp.as_bytes()].concat();
    with_segment(jpeg, 0xe1, &body)
}

/// IPTC's older way: by-line, credit and caption in one byte a sign.
fn with_iim(jpeg: &[u8]) -> Vec<u8> {
    let mut records = Vec::new();
    for (dataset, text) in [
        (80, &b"Zo\xeb Berg"[..]),
        (110, b"ANSA"),
        (120, b"A quay"),
        (90, b"Rovigo"),
    ] {
        let length = u16::try_from(text.len()).expect("short").to_be_bytes();
        records.extend_from_slice(&[0x1c, 2, dataset]);
        records.extend_from_slice(&length);
        records.extend_from_slice(text);
    }
    let length = u32::try_from(records.len()).expect("short").to_be_bytes();
    let body = [&b"Photoshop 3.0\x008BIM\x04\x04\0\0"[..], &length, &records].concat();
    with_segment(jpeg, 0xed, &body)
}

async fn added(gazette: &Gazette, bytes: Vec<u8>) -> Kept {
    let new = NewPicture {
        name: "DSC_0451.JPG".to_owned(),
        bytes,
        ..NewPicture::default()
    };
    let id = pictures::add(&gazette.paper, &gazette.tomas, gazette.title, new)
        .await
        .expect("a picture");
    kept(gazette, id).await
}

async fn kept(gazette: &Gazette, id: PictureId) -> Kept {
    let mut session = gazette.paper.read().await.expect("a read");
    pictures::named(&mut session, &id.to_string())
        .await
        .expect("it is kept")
}

async fn settled(gazette: &Gazette, id: PictureId, change: Settle) {
    pictures::settle(&gazette.paper, &gazette.ines, gazette.title, id, &change)
        .await
        .expect("settled");
}

/// Files an article that shows a picture.
async fn drafted(gazette: &Gazette, headline: &str, id: PictureId) -> ArticleId {
    let filing = gazette.filing(showing(headline, id));
    drafting::file(&gazette.paper, &gazette.tomas, filing)
        .await
        .expect("it is filed")
}

/// Publishes an article that shows a picture.
async fn shown(gazette: &Gazette, headline: &str, id: PictureId) -> ArticleId {
    let filing = gazette.filing(showing(headline, id));
    publishing::file_and_publish(&gazette.paper, &gazette.ines, filing, Going::default())
        .await
        .expect("it goes out")
        .article
}

fn showing(headline: &str, id: PictureId) -> Copy {
    let mut copy = sound(headline);
    copy.picture = Some(markup::Picture {
        file: id.to_string(),
        alt: "A ferry".to_owned(),
        credit: "Tomas Berg".to_owned(),
        ..markup::Picture::default()
    });
    copy
}

async fn developed(gazette: &Gazette, id: PictureId) -> Vec<(String, Vec<u8>)> {
    while pictures::develop_next(&gazette.paper)
        .await
        .expect("the darkroom")
    {}
    let folder = gazette.paper.media().join(id.to_string());
    let entries = std::fs::read_dir(folder).expect("a folder");
    let made = entries.map(|entry| entry.expect("an entry").path());
    made.filter(|path| path.to_string_lossy().contains('-') && path.is_file())
        .map(|path| {
            let name = path.file_name().expect("a name");
            let name = name.to_string_lossy().into_owned();
            (name, std::fs::read(&path).expect("a file"))
        })
        .filter(|(name, _)| name.contains('-'))
        .collect()
}

fn holds(bytes: &[u8], part: &str) -> bool {
    bytes
        .windows(part.len())
        .any(|window| window == part.as_bytes())
}

#[tokio::test]
async fn what_a_file_says_of_itself_is_its_words_and_its_rights_are_in_every_file_made_of_it() {
    let gazette = Gazette::new().await;
    let kept = added(&gazette, with_xmp(&with_iim(&jpeg(700, 500)), XMP)).await;
    let said = [
        kept.creator.as_str(),
        &kept.credit,
        &kept.copyright,
        &kept.licence,
        &kept.caption,
        &kept.place,
        &kept.source_type,
        &kept.file,
    ];
    assert_eq!(
        said,
        [
            "Lea Moranti, Ada Morin",
            "Lea Moranti, Ada Morin/Harbour & Sons",
            "© 2026 Lea Moranti",
            "© 2026 Lea Moranti",
            "The ferry <b>at",
            "The old quay, Porto Vero",
            "digitalCapture",
            "DSC_0451.JPG",
        ]
    );
    let made = developed(&gazette, kept.id).await;
    assert_eq!(made.len(), 3);
    for (name, file) in &made {
        for word in [
            "<rdf:li>Lea Moranti, Ada Morin</rdf:li>",
            "photoshop:Credit=\"Lea Moranti, Ada Morin/Harbour &amp; Sons\"",
            "© 2026 Lea Moranti",
            "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
        ] {
            assert!(holds(file, word), "{name} lacks {word}");
        }
        for secret in ["45,26", "SN0451", "DSC_0451", "Porto Vero"] {
            assert!(!holds(file, secret), "{name} tells {secret}");
        }
        let seen = image::load_from_memory(file).expect("a picture");
        assert!(seen.width() == 480 || seen.width() == 700, "{name}");
    }
}

#[tokio::test]
async fn older_ways_of_saying_it_are_read_too_and_words_given_by_hand_count_more() {
    let gazette = Gazette::new().await;
    let kept = added(&gazette, with_iim(&jpeg(40, 30))).await;
    assert_eq!(
        (
            kept.credit.as_str(),
            kept.caption.as_str(),
            kept.place.as_str()
        ),
        ("Zoë Berg/ANSA", "A quay", "Rovigo")
    );
    let new = NewPicture {
        bytes: with_iim(&jpeg(41, 30)),
        credit: "Reuters".to_owned(),
        ..NewPicture::default()
    };
    let id = pictures::add(&gazette.paper, &gazette.tomas, gazette.title, new)
        .await
        .expect("a picture");
    let kept = self::kept(&gazette, id).await;
    assert_eq!(
        (kept.credit.as_str(), kept.creator.as_str()),
        ("Reuters", "Zoë Berg")
    );
}

#[tokio::test]
async fn words_no_one_can_read_are_no_reason_to_refuse_and_a_cut_picture_is_refused() {
    let gazette = Gazette::new().await;
    let nested = "<a>".repeat(10_000);
    let bomb = r#"<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>"#;
    for (number, xmp) in [nested.as_str(), bomb, "<r:RDF", "\u{0}\u{1}"]
        .into_iter()
        .enumerate()
    {
        let width = 50 + u32::try_from(number).expect("few");
        let kept = added(&gazette, with_xmp(&jpeg(width, 30), xmp)).await;
        assert_eq!((kept.credit.as_str(), kept.caption.as_str()), ("", ""));
    }
    for (number, exif) in [
        &b"Exif\0\0II*\0\xff\xff\xff\xff"[..],
        b"Exif\0\0II*\0\x08\0\0\0\xff\xff\x3b\x01\x02\0\xff\xff\xff\xff\xff\xff\xff\xff",
        b"Exif\0\0MM\0*\0\0\0\x08",
    ]
    .into_iter()
    .enumerate()
    {
        let width = 60 + u32::try_from(number).expect("few");
        let kept = added(&gazette, with_segment(&jpeg(width, 30), 0xe1, exif)).await;
        assert_eq!(kept.creator, "");
    }
    let whole = jpeg(300, 200);
    let new = NewPicture {
        name: "cut.jpg".to_owned(),
        bytes: whole[..whole.len() / 2].to_vec(),
        ..NewPicture::default()
    };
    let refused = pictures::add(&gazette.paper, &gazette.tomas, gazette.title, new).await;
    let refused = refused.expect_err("refused");
    assert!(
        matches!(refused.refusal(), Some(Refusal::PictureUnreadable { name, .. }) if name == "cut.jpg"),
        "{refused}"
    );
}

#[tokio::test]
async fn what_is_said_of_a_picture_later_is_in_its_files_and_their_former_addresses_lead_on() {
    let gazette = Gazette::new().await;
    let id = added(&gazette, jpeg(700, 500)).await.id;
    shown(&gazette, "Ferry service resumes", id).await;
    developed(&gazette, id).await;
    let before = narrowest(&gazette, id).await;
    let change = Settle {
        credit: Some("Tomas Berg, Harbour".to_owned()),
        focus: Some(Some((38, 90))),
        ..Settle::default()
    };
    settled(&gazette, id, change.clone()).await;
    let after = narrowest(&gazette, id).await;
    assert_ne!(before, after);
    let name = before.rsplit('/').next().expect("a name");
    let mut session = gazette.paper.read().await.expect("a read");
    let found = pictures::public_file(&mut session, &id.to_string(), name).await;
    assert_eq!(found.expect("an answer"), Some(Found::Moved(after.clone())));
    let facts = pictures::facts(
        &mut session,
        &markup::Picture {
            file: id.to_string(),
            ..markup::Picture::default()
        },
    )
    .await
    .expect("a read")
    .expect("facts");
    assert_eq!(facts.focus, Some((38, 90)));
    drop(session);
    let made = developed(&gazette, id).await;
    assert_eq!(made.len(), 3, "the former files are swept away");
    assert!(
        made.iter()
            .all(|(_, file)| holds(file, "Tomas Berg, Harbour"))
    );
    settled(&gazette, id, change).await;
    assert_eq!(
        narrowest(&gazette, id).await,
        after,
        "said again, nothing changes"
    );
}

async fn narrowest(gazette: &Gazette, id: PictureId) -> String {
    let mut session = gazette.paper.read().await.expect("a read");
    let mut sizes = pictures::renditions(&mut session, id).await.expect("sizes");
    sizes.remove(0).0
}

#[tokio::test]
async fn the_library_is_searched_and_says_what_pictures_lack_and_where_they_are() {
    let gazette = Gazette::new().await;
    let told = added(&gazette, with_xmp(&jpeg(40, 30), XMP)).await.id;
    let bare = added(&gazette, jpeg(41, 30)).await.id;
    let article = shown(&gazette, "Ferry service resumes", told).await;
    let now = gazette.paper.now();
    let find = async |filter: Filter| {
        let mut session = gazette.paper.read().await.expect("a read");
        let found = pictures::page(&mut session, &filter, None, 10, now).await;
        found
            .expect("a page")
            .iter()
            .map(|kept| kept.id)
            .collect::<Vec<_>>()
    };
    let words = |words: &str| Filter {
        words: words.to_owned(),
        ..Filter::default()
    };
    assert_eq!(find(words("OLD quay moranti")).await, [] as [PictureId; 0]);
    assert_eq!(find(words("moranti OLD quay")).await, [told]);
    assert_eq!(find(words("dsc_0451")).await, [bare, told]);
    assert_eq!(find(words("%")).await, [] as [PictureId; 0]);
    let lack = |lack: Lack| Filter {
        lack: Some(lack),
        ..Filter::default()
    };
    assert_eq!(find(lack(Lack::Credit)).await, [bare]);
    assert_eq!(find(lack(Lack::Use)).await, [bare]);
    let mut session = gazette.paper.read().await.expect("a read");
    let uses = pictures::uses(&mut session, told).await.expect("uses");
    let home = gazette.title;
    let headline = "Ferry service resumes".to_owned();
    assert_eq!(
        uses,
        [Use::Shown {
            article,
            home,
            headline
        }]
    );
    let lacking = pictures::lacking(&mut session, now).await.expect("counts");
    assert_eq!(
        lacking,
        [(Lack::Alt, 2), (Lack::Credit, 1), (Lack::Terms, 0)]
    );
}

#[tokio::test]
async fn a_picture_whose_permission_ends_is_listed_before_and_then_leaves_every_text_with_a_reason()
{
    let gazette = Gazette::new().await;
    let id = added(&gazette, jpeg(60, 40)).await.id;
    let article = shown(&gazette, "Ferry service resumes", id).await;
    let drafted = drafted(&gazette, "Ferry service to go on", id).await;
    let name = narrowest(&gazette, id).await;
    let name = name.rsplit('/').next().expect("a name").to_owned();
    let change = Settle {
        ends_at: Some(Some(gazette.paper.now() + SignedDuration::from_mins(30))),
        ..Settle::default()
    };
    let (paper, title) = (&gazette.paper, gazette.title);
    let refused = pictures::settle(paper, &gazette.tomas, title, id, &change).await;
    assert!(
        matches!(
            refused.expect_err("no").refusal(),
            Some(Refusal::NotAllowed { .. })
        ),
        "a reporter takes no picture from readers"
    );
    settled(&gazette, id, change).await;
    let public = async || {
        let mut session = paper.read().await.expect("a read");
        let found = pictures::public_file(&mut session, &id.to_string(), &name).await;
        found.expect("an answer").is_some()
    };
    jobs::work(paper).await.expect("worked");
    assert!(public().await, "its time has not come");
    gazette.later(31);
    jobs::work(paper).await.expect("worked");
    assert!(!public().await);
    assert!(
        !paper.media().join(id.to_string()).exists(),
        "its files are gone"
    );
    let mut session = paper.read().await.expect("a read");
    let newest = articles::revision_numbered(&mut session, article, 2)
        .await
        .expect("a revision of its own");
    assert_eq!(newest.content.class, Class::Rights);
    assert_eq!(
        newest.content.note,
        "The permission to show a picture has run out"
    );
    let found = publishing::findings(paper, drafted, "en")
        .await
        .expect("a text in work that has it can be opened");
    let missing = found.iter().find(|found| found.code == "picture.missing");
    assert_eq!(missing.expect("and is told").places[0].field, "picture");
}

#[tokio::test]
async fn another_picture_takes_the_place_of_one_in_every_text_but_those_in_work() {
    let gazette = Gazette::new().await;
    let old = added(&gazette, jpeg(60, 40)).await.id;
    let new = added(&gazette, jpeg(61, 40)).await.id;
    let change = Settle {
        alt: Some("The ferry at the quay".to_owned()),
        credit: Some("Ada Morin".to_owned()),
        licence: Some("own".to_owned()),
        ..Settle::default()
    };
    settled(&gazette, new, change).await;
    let first = shown(&gazette, "Ferry service resumes", old).await;
    let second = shown(&gazette, "Harbour dredging begins", old).await;
    let (paper, by) = (&gazette.paper, &gazette.ines);
    let mut session = paper.read().await.expect("a read");
    let stored = articles::find(&mut session, second)
        .await
        .expect("it is there");
    let copy = drafting::working_copy(&mut session, &stored)
        .await
        .expect("a copy");
    drop(session);
    drafting::save(paper, by, second, copy, stored.saves)
        .await
        .expect("saved");
    let replaced = pictures::replace(paper, by, (old, new), Class::Update, "A sharper picture")
        .await
        .expect("replaced");
    assert_eq!(replaced.changed, [first]);
    assert!(
        matches!(&replaced.left[..], [(article, Refusal::DraftMoved { .. })] if *article == second),
        "{replaced:?}"
    );
    let mut session = paper.read().await.expect("a read");
    let newest = articles::revision_numbered(&mut session, first, 2)
        .await
        .expect("a revision");
    let placed = newest.content.picture.expect("a picture");
    assert_eq!(
        (placed.file, placed.alt.as_str(), placed.credit.as_str()),
        (new.to_string(), "The ferry at the quay", "Ada Morin")
    );
}
