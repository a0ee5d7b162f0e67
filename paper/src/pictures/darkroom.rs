//! The darkroom: bytes of unknown origin in, files without metadata out.
//!
//! What a file is is read from its first bytes. Its size in pixels is read from its header before anything is decoded.
//! What came in is kept apart; readers get what is printed here of its pixels, turned the way the camera was held, and
//! nothing else of it survives in that.

use super::inscribed::Inscription;
use super::recipe::{Format, Print};
use super::told::{Blocks, Told};
use super::{Form, PIXELS_MAX, whole};
use crate::Refusal;
use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::{U8x3, U8x4};
use fast_image_resize::{PixelTrait, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{
    DynamicImage, ExtendedColorType, GenericImageView, ImageDecoder, ImageError, ImageFormat,
    ImageReader, Limits,
};
use std::io::Cursor;

/// Quality of WebP, 0 to 100.
const WEBP_QUALITY: f32 = 82.0;
/// Quality of JPEG, 1 to 100.
const JPEG_QUALITY: u8 = 82;
/// Points across and down of which a picture's colour is taken.
const TINT_SAMPLES: u32 = 32;
/// Most memory a decoder may take, bytes.
const DECODER_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// Said of pixels [`negative`] does not give.
const OTHER_PIXELS: &str = "pixels in a form that was not asked for";
/// Media type of a document.
pub(super) const PDF: &str = "application/pdf";
/// What a PDF begins with (ISO 32000-1 §7.5.2).
const PDF_MAGIC: &[u8] = b"%PDF-";

/// What was seen of a file that can be taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) form: Form,
    pub(super) mime: &'static str,
    /// Pixels, the right way up; 0 for a document.
    pub(super) width: u32,
    /// Pixels, the right way up; 0 for a document.
    pub(super) height: u32,
    pub(super) bytes: u64,
    /// Its colour on the whole, `0xRRGGBB`.
    pub(super) tint: Option<u32>,
    /// What it says of itself.
    pub(super) told: Told,
}

/// An original, ready to be printed.
pub(super) struct Negative {
    /// Eight bits a channel, the right way up.
    picture: DynamicImage,
    /// The colours it is in.
    profile: Option<Vec<u8>>,
}

/// Says what a file is, after decoding all of it: a damaged one is told now and not when somebody asks to see it.
/// Refuses what is no picture or document we take.
pub(super) fn look(name: &str, bytes: &[u8]) -> Result<Seen, Refusal> {
    if bytes.starts_with(PDF_MAGIC) {
        whole_document(name, bytes)?;
        return Ok(Seen {
            form: Form::Document,
            mime: PDF,
            width: 0,
            height: 0,
            bytes: bytes.len() as u64,
            tint: None,
            told: Told::default(),
        });
    }
    let format = format_of(name, bytes)?;
    whole::must_be(name, format, bytes)?;
    let decoded = decode(name, format, bytes)?;
    let picture = &decoded.picture;
    let (mut width, mut height) = (picture.width(), picture.height());
    if on_its_side(decoded.orientation) {
        (width, height) = (height, width);
    }
    Ok(Seen {
        form: Form::Picture,
        mime: format.to_mime_type(),
        width,
        height,
        bytes: bytes.len() as u64,
        tint: tint(picture),
        told: decoded.blocks.read(),
    })
}

/// The colour of a picture on the whole; none where something of it is transparent, since what is behind would show.
fn tint(picture: &DynamicImage) -> Option<u32> {
    if picture.color().has_alpha() {
        return None;
    }
    let (width, height) = (picture.width(), picture.height());
    let mut sums = [0_u64; 3];
    for number in 0..TINT_SAMPLES * TINT_SAMPLES {
        let at = |part: u32, side: u32| {
            let middle = (u64::from(part) * 2 + 1) * u64::from(side) / u64::from(TINT_SAMPLES * 2);
            u32::try_from(middle)
                .unwrap_or_default()
                .min(side.saturating_sub(1))
        };
        let point = picture.get_pixel(
            at(number % TINT_SAMPLES, width),
            at(number / TINT_SAMPLES, height),
        );
        for (sum, channel) in sums.iter_mut().zip(point.0) {
            *sum += u64::from(channel);
        }
    }
    let middle = sums.map(|sum| sum / u64::from(TINT_SAMPLES * TINT_SAMPLES));
    let tint = middle.iter().fold(0, |tint, channel| (tint << 8) | channel);
    u32::try_from(tint).ok()
}

/// The pixels of an original, ready to be printed.
pub(super) fn negative(name: &str, bytes: &[u8]) -> Result<Negative, Refusal> {
    let decoded = decode(name, format_of(name, bytes)?, bytes)?;
    let mut picture = if decoded.picture.color().has_alpha() {
        DynamicImage::ImageRgba8(decoded.picture.into_rgba8())
    } else {
        DynamicImage::ImageRgb8(decoded.picture.into_rgb8())
    };
    picture.apply_orientation(decoded.orientation);
    Ok(Negative {
        picture,
        profile: decoded.profile,
    })
}

/// One file made of an original, with these words in it.
pub(super) fn printed(
    negative: &Negative,
    print: &Print,
    words: &Inscription,
) -> Result<Vec<u8>, String> {
    let (width, height) = (print.width, print.height);
    let (picture, profile) = (&negative.picture, negative.profile.as_deref());
    let smaller = match (picture.width(), picture.height()) == (width, height) {
        true => None,
        false => Some(resized(picture, width, height)?),
    };
    let picture = smaller.as_ref().unwrap_or(picture);
    Ok(match print.format {
        Format::WebP => words.into_webp(webp(picture)?, (width, height), profile),
        Format::Jpeg => words.into_jpeg(&jpeg(picture)?, profile),
    })
}

fn webp(picture: &DynamicImage) -> Result<Vec<u8>, String> {
    let (width, height) = (picture.width(), picture.height());
    let encoder = match picture {
        DynamicImage::ImageRgb8(pixels) => webp::Encoder::from_rgb(pixels.as_raw(), width, height),
        DynamicImage::ImageRgba8(pixels) => {
            webp::Encoder::from_rgba(pixels.as_raw(), width, height)
        }
        _ => return Err(OTHER_PIXELS.to_owned()),
    };
    let encoded = encoder
        .encode_simple(false, WEBP_QUALITY)
        .map_err(|error| format!("WebP: {error:?}"))?;
    Ok(encoded.to_vec())
}

/// JPEG knows nothing transparent: what is behind is white, as paper is.
fn jpeg(picture: &DynamicImage) -> Result<Vec<u8>, String> {
    let (width, height) = (picture.width(), picture.height());
    let on_paper;
    let pixels: &[u8] = match picture {
        DynamicImage::ImageRgb8(pixels) => pixels.as_raw(),
        DynamicImage::ImageRgba8(pixels) => {
            on_paper = pixels
                .pixels()
                .flat_map(|point| on_white(point.0))
                .collect::<Vec<u8>>();
            &on_paper
        }
        _ => return Err(OTHER_PIXELS.to_owned()),
    };
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, JPEG_QUALITY)
        .encode(pixels, width, height, ExtendedColorType::Rgb8)
        .map_err(|error| format!("JPEG: {error}"))?;
    Ok(out)
}

fn on_white([red, green, blue, alpha]: [u8; 4]) -> [u8; 3] {
    let alpha = u32::from(alpha);
    [red, green, blue].map(|channel| {
        let mixed = (u32::from(channel) * alpha + 255 * (255 - alpha)) / 255;
        u8::try_from(mixed).unwrap_or(u8::MAX)
    })
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

/// What the decoder found in a file.
struct Decoded {
    /// The pixels as they were stored.
    picture: DynamicImage,
    /// How the camera was held.
    orientation: Orientation,
    profile: Option<Vec<u8>>,
    blocks: Blocks,
}

fn decode(name: &str, format: ImageFormat, bytes: &[u8]) -> Result<Decoded, Refusal> {
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
    // What cannot be read of the words is no reason to refuse the picture.
    let blocks = Blocks {
        xmp: decoder.xmp_metadata().ok().flatten(),
        iim: decoder.iptc_metadata().ok().flatten(),
        exif: decoder.exif_metadata().ok().flatten(),
    };
    let profile = decoder.icc_profile().ok().flatten();
    let picture = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    Ok(Decoded {
        picture,
        orientation,
        profile,
        blocks,
    })
}

/// Whether width and height change places when a picture is turned upright.
fn on_its_side(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    )
}

fn too_many_pixels(name: &str) -> Refusal {
    Refusal::PictureTooLarge {
        name: name.to_owned(),
        limit: format!("{} MP", PIXELS_MAX / 1_000_000),
    }
}

/// The picture in another size.
fn resized(picture: &DynamicImage, width: u32, height: u32) -> Result<DynamicImage, String> {
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

/// Fills the pixels of a smaller picture. By the two forms [`negative`] gives: the door for all forms would put code for
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
