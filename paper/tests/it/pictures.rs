//! Pictures and documents: what is taken, what survives, who may fetch it.

#![allow(clippy::expect_used)] // what helpers expect fails the test, as in the tests themselves

use crate::raw;
use cast::{Gazette, sound};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use paper::Refusal;
use paper::articles::content::Class;
use paper::articles::publishing::{self, Going};
use paper::articles::redacting::{self, Redaction};
use paper::articles::withdrawing;
use paper::id::{ArticleId, PictureId};
use paper::pictures::{self, Form, Found, Kept, NewPicture};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;

/// Words a camera might have left in a picture.
const PLACE: &[u8] = b"45 26 N 12 20 E";

fn encoded(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let pixels = RgbImage::from_fn(width, height, |x, y| {
        Rgb([x as u8, y as u8, (x / 7 + y) as u8])
    });
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(pixels)
        .write_to(&mut bytes, format)
        .expect("an encoder");
    bytes.into_inner()
}

/// A JPEG with an EXIF segment: held on its side (orientation 6), with a place in it.
fn from_a_camera(width: u32, height: u32) -> Vec<u8> {
    let mut exif =
        b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
    exif.extend_from_slice(PLACE);
    let plain = encoded(width, height, ImageFormat::Jpeg);
    let (start, rest) = plain.split_at(2);
    let length = u16::try_from(exif.len() + 2)
        .expect("a short segment")
        .to_be_bytes();
    [start, b"\xff\xe1", &length[..], &exif, rest].concat()
}

fn new(name: &str, bytes: Vec<u8>) -> NewPicture {
    NewPicture {
        name: name.to_owned(),
        bytes,
        alt: "A ferry".to_owned(),
        credit: "Tomas Berg".to_owned(),
        licence: "own".to_owned(),
        source_type: "digitalCapture".to_owned(),
        ..NewPicture::default()
    }
}

async fn added(gazette: &Gazette, bytes: Vec<u8>) -> PictureId {
    pictures::add(
        &gazette.paper,
        &gazette.tomas,
        gazette.title,
        new("ferry.jpg", bytes),
    )
    .await
    .expect("a picture")
}

async fn kept(gazette: &Gazette, id: PictureId) -> Kept {
    let mut session = gazette.paper.read().await.expect("a read");
    pictures::named(&mut session, &id.to_string())
        .await
        .expect("it is kept")
}

async fn sizes(gazette: &Gazette, id: PictureId) -> Vec<(String, u32, u32)> {
    let mut session = gazette.paper.read().await.expect("a read");
    pictures::renditions(&mut session, id)
        .await
        .expect("renditions")
}

/// Where readers find the file of an address, under the media folder, and its media type.
async fn fetched(gazette: &Gazette, id: &str, name: &str) -> Option<(PathBuf, String)> {
    let mut session = gazette.paper.read().await.expect("a read");
    let found = pictures::public_file(&mut session, id, name)
        .await
        .expect("an answer");
    match found? {
        Found::File(wanted) => Some((wanted.path, wanted.media_type)),
        Found::Moved(to) => panic!("{name} moved to {to}"),
    }
}

/// Does what the darkroom has to do; says how many pictures that were.
async fn developed(gazette: &Gazette) -> u32 {
    let mut pictures = 0;
    while pictures::develop_next(&gazette.paper)
        .await
        .expect("the darkroom")
    {
        pictures += 1;
    }
    pictures
}

/// The files of a picture, by name.
fn files(gazette: &Gazette, id: PictureId) -> BTreeMap<String, Vec<u8>> {
    let folder = gazette.paper.media().join(id.to_string());
    let Ok(entries) = std::fs::read_dir(folder) else {
        return BTreeMap::new();
    };
    entries
        .map(|entry| entry.expect("an entry"))
        .map(|entry| {
            let bytes = std::fs::read(entry.path()).expect("a file");
            (entry.file_name().to_string_lossy().into_owned(), bytes)
        })
        .collect()
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

async fn refused(gazette: &Gazette, name: &str, bytes: Vec<u8>) -> Refusal {
    let error = pictures::add(
        &gazette.paper,
        &gazette.tomas,
        gazette.title,
        new(name, bytes),
    )
    .await;
    error
        .expect_err("refused")
        .refusal()
        .expect("a refusal, no fault")
        .clone()
}

fn file_of(path: &str) -> &str {
    path.rsplit('/').next().expect("a name")
}

#[tokio::test]
async fn a_picture_is_kept_as_it_came_and_nothing_the_camera_wrote_is_in_what_readers_get() {
    let gazette = Gazette::new().await;
    let bytes = from_a_camera(1200, 700);
    assert!(holds(&bytes, PLACE), "the place is in what came in");
    let id = added(&gazette, bytes.clone()).await;
    let original = kept(&gazette, id).await;
    assert_eq!(
        (original.form, original.mime.as_str(), original.bytes),
        (Form::Picture, "image/jpeg", bytes.len() as u64)
    );
    assert_eq!((original.width, original.height), (700, 1200), "upright");
    let before = sizes(&gazette, id).await;
    assert_eq!(
        before.iter().map(|(_, w, h)| (*w, *h)).collect::<Vec<_>>(),
        [(480, 822), (700, 1200)]
    );
    assert_eq!(
        files(&gazette, id).values().collect::<Vec<_>>(),
        [&bytes],
        "what came in, and nothing was made of it yet"
    );

    assert_eq!(developed(&gazette).await, 1);
    assert_eq!(sizes(&gazette, id).await, before, "its names were known");
    let mut made = files(&gazette, id);
    made.retain(|_, file| *file != bytes);
    assert_eq!(made.len(), 3, "two WebP and the JPEG for other sites");
    for (name, file) in &made {
        assert!(!holds(file, PLACE), "{name} tells the place");
        assert!(!holds(file, b"EXIF") && !holds(file, b"Exif"), "{name}");
        let seen = image::load_from_memory(file).expect("a picture");
        let size = (seen.width(), seen.height());
        let wide = name.ends_with(&format!("-{}.webp", size.0));
        let offered = before.iter().any(|(_, w, h)| (*w, *h) == size);
        assert!(offered && (wide || name.ends_with("-700.jpg")), "{name}");
    }
}

#[tokio::test]
async fn png_gif_and_webp_are_taken_and_kept_byte_for_byte_whatever_stands_behind_the_picture() {
    let gazette = Gazette::new().await;
    for format in [ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP] {
        let mut bytes = encoded(60, 40, format);
        if format == ImageFormat::WebP {
            bytes.extend_from_slice(b"EXIF\x10\0\0\0");
            bytes.extend_from_slice(PLACE);
            bytes.push(0);
            let length = u32::try_from(bytes.len() - 8).expect("short").to_le_bytes();
            bytes[4..8].copy_from_slice(&length);
        }
        let id = added(&gazette, bytes.clone()).await;
        let kept = kept(&gazette, id).await;
        assert_eq!((kept.width, sizes(&gazette, id).await.len()), (60, 1));
        assert_eq!(kept.mime, format.to_mime_type());
        developed(&gazette).await;
        let mut made = files(&gazette, id);
        made.retain(|_, file| *file != bytes);
        assert_eq!(made.len(), 2, "the one that came is there, as it came");
        assert!(made.values().all(|file| !holds(file, PLACE)));
    }
}

#[tokio::test]
async fn the_file_a_picture_came_as_is_nobodys_to_fetch() {
    let gazette = Gazette::new().await;
    let id = added(&gazette, from_a_camera(600, 400)).await;
    shown(&gazette, id).await;
    let original = files(&gazette, id).into_keys().next().expect("a file");
    assert!(original.ends_with(".jpg"), "{original}");
    let mut session = gazette.paper.read().await.expect("a read");
    let word = id.to_string();
    for found in [
        pictures::public_file(&mut session, &word, &original).await,
        pictures::desk_file(&mut session, &word, &original).await,
    ] {
        assert_eq!(found.expect("an answer"), None, "{original}");
    }
}

#[tokio::test]
async fn a_file_that_comes_again_is_the_picture_there_with_the_words_it_lacked() {
    let gazette = Gazette::new().await;
    let bytes = encoded(60, 40, ImageFormat::Png);
    let bare = NewPicture {
        credit: String::new(),
        ..new("ferry.png", bytes.clone())
    };
    let (paper, title) = (&gazette.paper, gazette.title);
    let id = pictures::add(paper, &gazette.tomas, title, bare)
        .await
        .expect("a picture");
    let again = NewPicture {
        alt: "Something else".to_owned(),
        ..new("renamed.png", bytes.clone())
    };
    let second = pictures::add(paper, &gazette.ines, title, again).await;
    assert_eq!(second.expect("the same"), id);
    let kept = kept(&gazette, id).await;
    assert_eq!(
        (kept.alt.as_str(), kept.credit.as_str()),
        ("A ferry", "Tomas Berg")
    );

    let twice = [&gazette.tomas, &gazette.ines].map(|by| {
        let (paper, by) = (paper.clone(), by.clone());
        let new = new("quay.png", encoded(61, 40, ImageFormat::Png));
        tokio::spawn(async move { pictures::add(&paper, &by, title, new).await })
    });
    let [first, second] = twice;
    assert_eq!(
        first.await.expect("done").expect("a picture"),
        second.await.expect("done").expect("a picture")
    );
    let folders = paper.media().read_dir().expect("media").count();
    assert_eq!(folders, 2, "one folder a picture");
}

#[tokio::test]
async fn what_is_thrown_away_is_made_again_when_it_is_asked_for_once_for_all_who_ask() {
    let gazette = Gazette::new().await;
    let id = added(&gazette, encoded(1000, 600, ImageFormat::Jpeg)).await;
    shown(&gazette, id).await;
    assert_eq!(developed(&gazette).await, 1);
    let all = files(&gazette, id);
    let (path, ..) = sizes(&gazette, id).await.remove(0);
    let name = file_of(&path);
    let file = gazette.paper.media().join(id.to_string()).join(name);
    std::fs::remove_file(&file).expect("thrown away");
    let mut session = gazette.paper.read().await.expect("a read");
    let found = pictures::public_file(&mut session, &id.to_string(), name).await;
    let Some(Found::File(wanted)) = found.expect("an answer") else {
        panic!("it is public")
    };
    drop(session);
    let asking: Vec<_> = (0..20)
        .map(|_| {
            let (paper, wanted) = (gazette.paper.clone(), wanted.clone());
            tokio::spawn(async move { pictures::make(&paper, &wanted).await })
        })
        .collect();
    let mut first = None;
    for asked in asking {
        asked.await.expect("done").expect("made");
        let made = std::fs::metadata(&file).expect("there").ino();
        assert_eq!(*first.get_or_insert(made), made, "made once");
    }
    assert_eq!(files(&gazette, id), all, "the same files");
}

/// What a record of a program before this one holds of a picture: its row, its files, their names.
async fn developed_before(gazette: &Gazette) -> (PictureId, Vec<String>) {
    let widest = encoded(2000, 1000, ImageFormat::WebP);
    let id = added(gazette, widest).await;
    let names = [(480, 'a'), (960, 'b'), (1600, 'c')].map(|(width, sign)| {
        let name = format!("{}.webp", sign.to_string().repeat(32));
        (width, name)
    });
    let folder = gazette.paper.media().join(id.to_string());
    let original = files(gazette, id).into_keys().next().expect("the widest");
    let all = names.into_iter().chain([(2000, original)]);
    let mut told = Vec::new();
    for (width, name) in all {
        if width < 2000 {
            std::fs::write(folder.join(&name), b"a smaller print").expect("written");
        }
        raw::run(
            &gazette.place,
            &format!(
                "INSERT INTO renditions (picture_id, name, mime, width, height, bytes)
                 SELECT id, '{name}', 'image/webp', {width}, {}, 15 FROM pictures;",
                width / 2
            ),
        )
        .await;
        told.push(name);
    }
    (id, told)
}

#[tokio::test]
async fn addresses_of_pictures_developed_before_lead_to_what_is_made_now() {
    let gazette = Gazette::new().await;
    let (id, names) = developed_before(&gazette).await;
    shown(&gazette, id).await;
    let now = sizes(&gazette, id).await;
    let mut session = gazette.paper.read().await.expect("a read");
    for (name, place) in names.iter().zip([0, 1, 2, 2]) {
        let found = pictures::public_file(&mut session, &id.to_string(), name).await;
        let moved = Found::Moved(now[place].0.clone());
        assert_eq!(found.expect("an answer"), Some(moved), "{name}");
    }
    drop(session);
    developed(&gazette).await;
    let left = files(&gazette, id);
    assert_eq!(left.len(), 5, "the original, three WebP, one JPEG");
    assert!(names[..3].iter().all(|name| !left.contains_key(name)));
}

#[tokio::test]
async fn a_pdf_is_a_document_kept_byte_for_byte() {
    let gazette = Gazette::new().await;
    let bytes = b"%PDF-1.7\n%whatever it says\nstartxref\n9\n%%EOF\n".to_vec();
    let id = added(&gazette, bytes.clone()).await;
    let document = kept(&gazette, id).await;
    assert_eq!(
        (document.form, document.mime.as_str(), document.width),
        (Form::Document, "application/pdf", 0)
    );
    let (path, ..) = sizes(&gazette, id).await.remove(0);
    assert_eq!(files(&gazette, id).get(file_of(&path)), Some(&bytes));
    assert_eq!(developed(&gazette).await, 0, "nothing is made of it");
}

#[tokio::test]
async fn what_is_no_picture_is_refused_with_words_and_leaves_nothing() {
    let gazette = Gazette::new().await;
    let mut cut = encoded(300, 200, ImageFormat::Png);
    cut.truncate(cut.len() / 3);
    for (name, bytes) in [
        (
            "drawing.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>".to_vec(),
        ),
        ("page.jpg", b"<html>".to_vec()),
        ("empty.png", Vec::new()),
        ("cut.png", cut),
        ("magic.webp", b"RIFF\xff\xff\xff\xffWEBPVP8 ".to_vec()),
        ("magic.jpg", b"\xff\xd8\xff\xe1\xff\xff".to_vec()),
        ("magic.gif", b"GIF89a".to_vec()),
    ] {
        let refusal = refused(&gazette, name, bytes).await;
        assert!(
            matches!(&refusal, Refusal::PictureUnreadable { name: told, .. } if told == name),
            "{refusal:?}"
        );
    }
    assert!(
        !gazette.paper.media().exists()
            || gazette
                .paper
                .media()
                .read_dir()
                .expect("media")
                .next()
                .is_none()
    );
}

#[tokio::test]
async fn too_many_bytes_or_pixels_are_refused_before_anything_is_decoded() {
    let gazette = Gazette::new().await;
    let refusal = refused(&gazette, "big.pdf", vec![b'%'; pictures::BYTES_MAX + 1]).await;
    assert!(
        matches!(refusal, Refusal::PictureTooLarge { .. }),
        "{refusal:?}"
    );
    // A PNG header that promises 60,000 × 60,000 pixels and delivers none.
    let mut bomb = encoded(1, 1, ImageFormat::Png);
    bomb[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let crc = crc32(&bomb[12..29]).to_be_bytes();
    bomb[29..33].copy_from_slice(&crc);
    let refusal = refused(&gazette, "bomb.png", bomb).await;
    assert!(
        matches!(refusal, Refusal::PictureTooLarge { .. }),
        "{refusal:?}"
    );
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & 0_u32.wrapping_sub(crc & 1))
        })
    })
}

/// Publishes an article that shows a picture.
async fn shown(gazette: &Gazette, id: PictureId) -> ArticleId {
    let mut copy = sound("Ferry service resumes");
    copy.picture = Some(markup::Picture {
        file: id.to_string(),
        ..markup::Picture::default()
    });
    let filing = gazette.filing(copy);
    publishing::file_and_publish(&gazette.paper, &gazette.ines, filing, Going::default())
        .await
        .expect("it goes out")
        .article
}

#[tokio::test]
async fn readers_fetch_a_picture_once_it_is_published_and_no_longer_once_it_is_blanked_or_killed() {
    let gazette = Gazette::new().await;
    let id = added(&gazette, encoded(60, 40, ImageFormat::Png)).await;
    let (word, path) = (id.to_string(), sizes(&gazette, id).await[0].0.clone());
    let name = file_of(&path);
    assert_eq!(
        fetched(&gazette, &word, name).await,
        None,
        "the desk's library is not public"
    );

    let article = shown(&gazette, id).await;
    let found = fetched(&gazette, &word, name).await.expect("published");
    assert_eq!(
        found,
        (PathBuf::from(&word).join(name), "image/webp".to_owned())
    );
    let upper = word.to_uppercase();
    for (id, name) in [
        (upper.as_str(), name),
        (word.as_str(), "../colophon.db"),
        (word.as_str(), "%2e%2e"),
        (word.as_str(), &name.to_uppercase()),
        ("..", name),
        (word.as_str(), ""),
    ] {
        assert_eq!(fetched(&gazette, id, name).await, None, "{id} {name}");
    }

    withdrawing::kill(
        &gazette.paper,
        &gazette.ines,
        article,
        "A third party's rights",
    )
    .await
    .expect("killed");
    assert_eq!(fetched(&gazette, &word, name).await, None, "killed");
    withdrawing::restore(&gazette.paper, &gazette.ines, article, "Cleared", &[])
        .await
        .expect("restored");
    assert!(fetched(&gazette, &word, name).await.is_some(), "restored");

    let redaction = Redaction {
        class: Class::Rights,
        words: Vec::new(),
        pictures: vec![word.clone()],
        reason: "The photographer asked".to_owned(),
    };
    redacting::redact(&gazette.paper, &gazette.ines, article, &redaction)
        .await
        .expect("blanked");
    assert_eq!(fetched(&gazette, &word, name).await, None, "blanked");
    assert!(
        !gazette.paper.media().join(&word).exists(),
        "its files are gone"
    );
    assert_eq!(developed(&gazette).await, 1, "a job finds nothing to do");
    assert!(!gazette.paper.media().join(&word).exists(), "nor makes it");
}
