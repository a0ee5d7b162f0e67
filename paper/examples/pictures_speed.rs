//! Prints how long a picture takes from the moment it is sent until it can be seen: `cargo xtask bench pictures [FILE]`.
//!
//! FILE is a JPEG; without one, pictures of 12 megapixels are drawn, with the grain a camera leaves, since a smooth picture
//! would flatter the decoder. Each comes as another file, so that none is known already. *Taken in* is the verb from call to
//! answer: hash, decode, keep on disk, write the row. *First seen* is the narrowest file, made at the door. *All made* is the
//! job that makes the others, in threads that give way to everything else.

use cast::Gazette;
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, RgbImage};
use paper::pictures::{self, Found, NewPicture};
use std::io::Write as _;
use std::time::{Duration, Instant};

/// Times a picture comes in.
const ROUNDS: u32 = 15;
/// Pixels of a drawn picture: 12 megapixels, in the proportions of a camera.
const SIZE: (u32, u32) = (4_000, 3_000);
/// Quality a camera writes with.
const QUALITY: u8 = 92;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let jpeg = match std::env::args().nth(1) {
        Some(file) => std::fs::read(file)?,
        None => drawn()?,
    };
    let gazette = Gazette::new().await;
    say(&format!("a JPEG of {} kB", jpeg.len() / 1_000))?;
    let (mut taken, mut seen, mut made) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let (paper, by) = (&gazette.paper, &gazette.ines);
        // What stands behind a picture makes it another file.
        let new = NewPicture {
            name: "quay.jpg".to_owned(),
            bytes: [&jpeg[..], &round.to_be_bytes()].concat(),
            alt: "The quay".to_owned(),
            credit: "Tomas Berg".to_owned(),
            ..NewPicture::default()
        };
        let at = Instant::now();
        let id = pictures::add(paper, by, gazette.title, new).await?;
        taken.push(at.elapsed());
        let mut session = paper.read().await?;
        let narrowest = pictures::renditions(&mut session, id).await?.swap_remove(0);
        let name = narrowest.0.rsplit('/').next().unwrap_or_default();
        let found = pictures::desk_file(&mut session, &id.to_string(), name).await?;
        drop(session);
        let Some(Found::File(wanted)) = found else {
            return Err("the picture has no file".into());
        };
        pictures::make(paper, &wanted).await?;
        seen.push(at.elapsed());
        let at = Instant::now();
        while pictures::develop_next(paper).await? {}
        made.push(at.elapsed());
    }
    told("taken in", taken)?;
    told("first seen", seen)?;
    told("all made", made)
}

/// A picture with grain: what repeats is repeated nowhere.
fn drawn() -> Outcome<Vec<u8>> {
    let mut chance: u32 = 1;
    let pixels = RgbImage::from_fn(SIZE.0, SIZE.1, |x, y| {
        chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = chance >> 28;
        let tone = |part: u32| u8::try_from((part + grain) % 256).unwrap_or_default();
        image::Rgb([tone(x / 16), tone(y / 12), tone((x + y) / 28)])
    });
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY).encode(
        pixels.as_raw(),
        SIZE.0,
        SIZE.1,
        ExtendedColorType::Rgb8,
    )?;
    Ok(jpeg)
}

fn told(what: &str, mut times: Vec<Duration>) -> Outcome<()> {
    times.sort();
    let middle = times.get(times.len() / 2).copied().unwrap_or_default();
    let longest = times.last().copied().unwrap_or_default();
    say(&format!(
        "{what:<12} median {:>4} ms, longest {:>4} ms",
        middle.as_millis(),
        longest.as_millis()
    ))
}

fn say(line: &str) -> Outcome<()> {
    writeln!(std::io::stdout(), "{line}")?;
    Ok(())
}
