//! The darkroom: bytes of unknown origin in, files without metadata out.
//!
//! What a file is is read from its first bytes. Its size in pixels is read from its header before anything is decoded;
//! what is decoded is turned the way the camera was held and written again as WebP, so that nothing else of it survives.

use super::{Form, NAME_HEX, PIXELS_MAX};
use crate::id::PictureId;
use crate::{Fault, Refusal};
use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::{U8x3, U8x4};
use fast_image_resize::{PixelTrait, Resizer};
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Cursor, Write};
use std::path::Path;

/// Widths offered besides that of the original, pixels.
const WIDTHS: [u32; 3] = [480, 960, 1600];
/// Quality of WebP, 0 to 100.
const QUALITY: f32 = 82.0;
/// Longest side WebP can have, pixels.
const SIDE_MAX: u32 = 16_383;
/// Most memory a decoder may take, bytes.
const DECODER_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// Media type of every rendition.
const WEBP: &str = "image/webp";
/// Said of pixels [`decode`] does not give.
const OTHER_PIXELS: &str = "pixels in a form that was not asked for";
/// Media type of a document.
const PDF: &str = "application/pdf";
/// What a PDF begins with (ISO 32000-1 §7.5.2).
const PDF_MAGIC: &[u8] = b"%PDF-";
/// Chunks of a still WebP that say nothing but the picture (RFC 9649 §2.7).
const PLAIN_CHUNKS: [&[u8]; 4] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH"];

/// One file to be kept.
#[derive(Debug)]
pub(super) struct Print {
    /// File name: part of its SHA-256, and an ending.
    pub(super) name: String,
    pub(super) mime: &'static str,
    /// Pixels; 0 for a document.
    pub(super) width: u32,
    /// Pixels; 0 for a document.
    pub(super) height: u32,
    /// SHA-256, hexadecimal.
    pub(super) sha256: String,
    bytes: Vec<u8>,
}

impl Print {
    fn new(mime: &'static str, width: u32, height: u32, bytes: Vec<u8>) -> Print {
        let sha256 = hex::encode(Sha256::digest(&bytes));
        let stem: String = sha256.chars().take(NAME_HEX).collect();
        let ending = if mime == PDF { "pdf" } else { "webp" };
        Print {
            name: format!("{stem}.{ending}"),
            mime,
            width,
            height,
            sha256,
            bytes,
        }
    }

    /// Size in bytes, as the record keeps it.
    pub(super) fn size(&self) -> Result<i64, Fault> {
        i64::try_from(self.bytes.len())
            .map_err(|_| Fault::new("a picture is larger than can be counted"))
    }
}

/// What came of one file: the original, which is the last and widest print, and smaller sizes of it.
#[derive(Debug)]
pub(super) struct Developed {
    pub(super) form: Form,
    pub(super) prints: Vec<Print>,
}

impl Developed {
    pub(super) fn original(&self) -> Option<&Print> {
        self.prints.last()
    }
}

/// Makes the files to be kept. Refuses what is no picture or document we take.
pub(super) fn develop(name: &str, bytes: Vec<u8>) -> Result<Developed, Refusal> {
    if bytes.starts_with(PDF_MAGIC) {
        whole_document(name, &bytes)?;
        return Ok(Developed {
            form: Form::Document,
            prints: vec![Print::new(PDF, 0, 0, bytes)],
        });
    }
    let unreadable = |why: &str| Refusal::PictureUnreadable {
        name: name.to_owned(),
        why: why.to_owned(),
    };
    let format = format_of(name, &bytes)?;
    let picture = decode(name, format, &bytes)?;
    let mut prints = Vec::with_capacity(WIDTHS.len() + 1);
    for width in WIDTHS.into_iter().filter(|width| *width < picture.width()) {
        let smaller = resized(&picture, width).map_err(|why| unreadable(&why))?;
        prints.push(printed(&smaller).map_err(|why| unreadable(&why))?);
    }
    let widest = WIDTHS.into_iter().max().unwrap_or(0);
    if format == ImageFormat::WebP && picture.width() <= widest && is_plain_webp(&bytes) {
        prints.push(Print::new(WEBP, picture.width(), picture.height(), bytes));
    } else {
        prints.push(printed(&picture).map_err(|why| unreadable(&why))?);
    }
    Ok(Developed {
        form: Form::Picture,
        prints,
    })
}

/// Says whether a file could be taken in, without making anything of it.
pub(super) fn look(name: &str, bytes: &[u8]) -> Result<(), Refusal> {
    if bytes.starts_with(PDF_MAGIC) {
        return whole_document(name, bytes);
    }
    decode(name, format_of(name, bytes)?, bytes).map(drop)
}

fn format_of(name: &str, bytes: &[u8]) -> Result<ImageFormat, Refusal> {
    match image::guess_format(bytes) {
        Ok(
            format @ (ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP | ImageFormat::Gif),
        ) => Ok(format),
        _ => Err(Refusal::PictureUnreadable {
            name: name.to_owned(),
            why: String::new(),
        }),
    }
}

/// A PDF has a version at its head, and at its end says where its parts are (ISO 32000-1 §7.5.2, §7.5.5). One that was
/// cut off, or only bears the name, opens in no reader's program.
fn whole_document(name: &str, bytes: &[u8]) -> Result<(), Refusal> {
    /// Readers look for the end in so many last bytes.
    const TAIL_BYTES: usize = 1024;
    let tail = bytes
        .get(bytes.len().saturating_sub(TAIL_BYTES)..)
        .unwrap_or_default();
    let holds = |part: &[u8]| tail.windows(part.len()).any(|window| window == part);
    let version = bytes.get(PDF_MAGIC.len()..PDF_MAGIC.len() + 3);
    let versioned = matches!(version, Some([major, b'.', minor]) if major.is_ascii_digit() && minor.is_ascii_digit());
    if versioned && holds(b"startxref") && holds(b"%%EOF") {
        return Ok(());
    }
    Err(Refusal::DocumentDamaged {
        name: name.to_owned(),
    })
}

/// The pixels, eight bits a channel, the right way up, no side longer than WebP can hold.
fn decode(name: &str, format: ImageFormat, bytes: &[u8]) -> Result<DynamicImage, Refusal> {
    let damaged = |error: ImageError| match error {
        ImageError::Limits(_) => too_many_pixels(name),
        error => Refusal::PictureUnreadable {
            name: name.to_owned(),
            why: error.to_string(),
        },
    };
    let mut limits = Limits::default();
    limits.max_alloc = Some(DECODER_BYTES_MAX);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS_MAX {
        return Err(too_many_pixels(name));
    }
    if width == 0 || height == 0 {
        return Err(Refusal::PictureUnreadable {
            name: name.to_owned(),
            why: format!("{width} × {height} px"),
        });
    }
    let orientation = decoder.orientation().map_err(damaged)?;
    let decoded = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    let mut picture = if decoded.color().has_alpha() {
        DynamicImage::ImageRgba8(decoded.into_rgba8())
    } else {
        DynamicImage::ImageRgb8(decoded.into_rgb8())
    };
    picture.apply_orientation(orientation);
    let longest = picture.width().max(picture.height());
    if longest <= SIDE_MAX {
        return Ok(picture);
    }
    let width = u64::from(picture.width()) * u64::from(SIDE_MAX) / u64::from(longest);
    resized(&picture, u32::try_from(width).unwrap_or(SIDE_MAX).max(1)).map_err(|why| {
        Refusal::PictureUnreadable {
            name: name.to_owned(),
            why,
        }
    })
}

fn too_many_pixels(name: &str) -> Refusal {
    Refusal::PictureTooLarge {
        name: name.to_owned(),
        limit: format!("{} MP", PIXELS_MAX / 1_000_000),
    }
}

/// The picture at another width, in its proportions.
fn resized(picture: &DynamicImage, width: u32) -> Result<DynamicImage, String> {
    let height = u64::from(picture.height()) * u64::from(width) / u64::from(picture.width().max(1));
    let height = u32::try_from(height).unwrap_or(SIDE_MAX).clamp(1, SIDE_MAX);
    match picture {
        DynamicImage::ImageRgb8(pixels) => {
            let mut smaller = image::RgbImage::new(width, height);
            fill::<U8x3>(pixels.as_raw(), picture, &mut smaller, (width, height))?;
            Ok(DynamicImage::ImageRgb8(smaller))
        }
        DynamicImage::ImageRgba8(pixels) => {
            let mut smaller = image::RgbaImage::new(width, height);
            fill::<U8x4>(pixels.as_raw(), picture, &mut smaller, (width, height))?;
            Ok(DynamicImage::ImageRgba8(smaller))
        }
        _ => Err(OTHER_PIXELS.to_owned()),
    }
}

/// Fills the pixels of a smaller picture. By the two forms [`decode`] gives: the door for all forms would put code for
/// eleven more into the program, megabytes of it.
fn fill<P: PixelTrait>(
    from: &[u8],
    picture: &DynamicImage,
    to: &mut [u8],
    (width, height): (u32, u32),
) -> Result<(), String> {
    let wide = TypedImageRef::<P>::from_buffer(picture.width(), picture.height(), from)
        .map_err(|error| error.to_string())?;
    let mut small =
        TypedImage::<P>::from_buffer(width, height, to).map_err(|error| error.to_string())?;
    Resizer::new()
        .resize_typed(&wide, &mut small, None)
        .map_err(|error| error.to_string())
}

fn printed(picture: &DynamicImage) -> Result<Print, String> {
    let (width, height) = (picture.width(), picture.height());
    let encoder = match picture {
        DynamicImage::ImageRgb8(pixels) => webp::Encoder::from_rgb(pixels.as_raw(), width, height),
        DynamicImage::ImageRgba8(pixels) => {
            webp::Encoder::from_rgba(pixels.as_raw(), width, height)
        }
        _ => return Err(OTHER_PIXELS.to_owned()),
    };
    let encoded = encoder
        .encode_simple(false, QUALITY)
        .map_err(|error| format!("WebP: {error:?}"))?;
    Ok(Print::new(WEBP, width, height, encoded.to_vec()))
}

/// A WebP that is one still picture and nothing else: no EXIF, XMP, colour profile or animation, no bytes behind it.
fn is_plain_webp(bytes: &[u8]) -> bool {
    let Some(length) = bytes.get(4..8).and_then(number) else {
        return false;
    };
    if length.checked_add(8) != Some(bytes.len()) {
        return false;
    }
    let mut at: usize = 12;
    while at < bytes.len() {
        let Some(header) = bytes.get(at..at.saturating_add(8)) else {
            return false;
        };
        let (kind, size) = header.split_at(4);
        let Some(size) = number(size) else {
            return false;
        };
        if !PLAIN_CHUNKS.contains(&kind) {
            return false;
        }
        at = at
            .saturating_add(8)
            .saturating_add(size)
            .saturating_add(size % 2);
    }
    at == bytes.len()
}

fn number(bytes: &[u8]) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(bytes.try_into().ok()?)).ok()
}

/// Writes all files of a picture, whole and on disk, or none: they appear with one rename.
pub(super) fn store(media: &Path, id: PictureId, prints: &[Print]) -> io::Result<()> {
    let being_filled = media.join(format!("{id}.new"));
    fs::create_dir_all(&being_filled)?;
    for print in prints {
        let mut file = File::create(being_filled.join(&print.name))?;
        file.write_all(&print.bytes)?;
        file.sync_all()?;
    }
    File::open(&being_filled)?.sync_all()?;
    fs::rename(&being_filled, media.join(id.to_string()))?;
    File::open(media)?.sync_all()
}
