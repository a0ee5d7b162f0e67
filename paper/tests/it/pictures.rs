//! Pictures and documents: what is taken, what survives, who may fetch it.

#![allow(clippy::expect_used)] // what helpers expect fails the test, as in the tests themselves

use cast::{Gazette, sound};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use paper::Refusal;
use paper::articles::content::Class;
use paper::articles::publishing::{self, Going};
use paper::articles::redacting::{self, Redaction};
use paper::articles::withdrawing;
use paper::id::PictureId;
use paper::pictures::{self, Form, Kept, NewPicture};
use std::io::Cursor;
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

async fn fetched(gazette: &Gazette, id: &str, name: &str) -> Option<(PathBuf, String)> {
    let mut session = gazette.paper.read().await.expect("a read");
    pictures::public_file(&mut session, id, name)
        .await
        .expect("an answer")
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
async fn a_picture_is_turned_upright_and_nothing_the_camera_wrote_survives() {
    let gazette = Gazette::new().await;
    let bytes = from_a_camera(1200, 700);
    assert!(
        bytes.windows(PLACE.len()).any(|window| window == PLACE),
        "the place is in what came in"
    );
    let id = added(&gazette, bytes).await;
    let original = kept(&gazette, id).await;
    assert_eq!(
        (original.form, original.mime.as_str()),
        (Form::Picture, "image/webp")
    );
    assert_eq!((original.width, original.height), (700, 1200));
    let sizes = sizes(&gazette, id).await;
    assert_eq!(
        sizes.iter().map(|(_, w, h)| (*w, *h)).collect::<Vec<_>>(),
        [(480, 822), (700, 1200)]
    );
    for (path, width, height) in sizes {
        let relative = path.strip_prefix("/media/").expect("an address of media");
        let bytes = std::fs::read(gazette.paper.media().join(relative)).expect("a file");
        assert!(
            !bytes.windows(PLACE.len()).any(|window| window == PLACE),
            "{path} tells the place"
        );
        assert!(
            !bytes.windows(4).any(|window| window == b"EXIF"),
            "{path} has EXIF"
        );
        let seen = image::load_from_memory(&bytes).expect("a picture");
        assert_eq!((seen.width(), seen.height()), (width, height));
    }
}

#[tokio::test]
async fn png_and_gif_are_taken_and_a_plain_webp_is_kept_as_it_came() {
    let gazette = Gazette::new().await;
    for format in [ImageFormat::Png, ImageFormat::Gif] {
        let id = added(&gazette, encoded(60, 40, format)).await;
        assert_eq!(
            (
                kept(&gazette, id).await.width,
                sizes(&gazette, id).await.len()
            ),
            (60, 1)
        );
    }
    let webp = encoded(60, 40, ImageFormat::WebP);
    let id = added(&gazette, webp.clone()).await;
    assert_eq!(kept(&gazette, id).await.bytes, webp.len() as u64);

    let mut padded = webp.clone();
    padded.extend_from_slice(b"EXIF\x10\0\0\0");
    padded.extend_from_slice(PLACE);
    padded.push(0);
    let length = u32::try_from(padded.len() - 8)
        .expect("short")
        .to_le_bytes();
    padded[4..8].copy_from_slice(&length);
    let id = added(&gazette, padded.clone()).await;
    let name = &sizes(&gazette, id).await[0].0;
    let stored = std::fs::read(
        gazette
            .paper
            .media()
            .join(id.to_string())
            .join(file_of(name)),
    )
    .expect("a file");
    assert!(
        !stored.windows(PLACE.len()).any(|window| window == PLACE),
        "a chunk behind the picture survived"
    );
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
    assert_eq!(
        std::fs::read(
            gazette
                .paper
                .media()
                .join(id.to_string())
                .join(file_of(&path))
        )
        .expect("a file"),
        bytes
    );
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

    let mut copy = sound("Ferry service resumes");
    copy.picture = Some(markup::Picture {
        file: word.clone(),
        ..markup::Picture::default()
    });
    let article = publishing::file_and_publish(
        &gazette.paper,
        &gazette.ines,
        gazette.filing(copy),
        Going::default(),
    )
    .await
    .expect("it goes out")
    .article;
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
}
