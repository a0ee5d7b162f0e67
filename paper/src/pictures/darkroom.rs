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
use fast_image_resize::pixels::U8x4;
use fast_image_resize::{ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{
    DynamicImage, ExtendedColorType, GenericImageView, ImageDecoder, ImageError, ImageFormat,
    ImageReader, Limits, RgbaImage,
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
    /// It bears a manifest of C2PA.
    pub(super) manifest: bool,
}

/// An original, ready to be printed.
pub(super) struct Negative {
    /// Eight bits a channel, the right way up.
    pixels: RgbaImage,
    /// Something of it may be transparent.
    seen_through: bool,
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
            manifest: false,
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
        manifest: provenance::bears_manifest(bytes),
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
    let seen_through = decoded.picture.color().has_alpha();
    // One form for all: the ways of other forms would put their code into the program, megabytes of it.
    let mut picture = DynamicImage::ImageRgba8(decoded.picture.into_rgba8());
    picture.apply_orientation(decoded.orientation);
    Ok(Negative {
        pixels: picture.into_rgba8(),
        seen_through,
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
    let profile = negative.profile.as_deref();
    let smaller = match negative.pixels.dimensions() == (width, height) {
        true => None,
        false => Some(resized(negative, width, height)?),
    };
    let pixels = smaller.as_ref().unwrap_or(&negative.pixels);
    Ok(match print.format {
        Format::WebP => words.in_webp(webp(pixels)?, (width, height), profile),
        Format::Jpeg => words.in_jpeg(&jpeg(pixels)?, profile),
    })
}

/// A WebP; of a picture nothing is seen through, without a channel for that.
fn webp(pixels: &RgbaImage) -> Result<Vec<u8>, String> {
    let (width, height) = pixels.dimensions();
    let encoded = webp::Encoder::from_rgba(pixels.as_raw(), width, height)
        .encode_simple(false, WEBP_QUALITY)
        .map_err(|error| format!("WebP: {error:?}"))?;
    Ok(encoded.to_vec())
}

/// JPEG knows nothing transparent: what is behind is white, as paper is.
fn jpeg(pixels: &RgbaImage) -> Result<Vec<u8>, String> {
    let (width, height) = pixels.dimensions();
    let on_paper: Vec<u8> = pixels
        .pixels()
        .flat_map(|point| on_white(point.0))
        .collect();
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, JPEG_QUALITY)
        .encode(&on_paper, width, height, ExtendedColorType::Rgb8)
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

/// The pixels in another size.
fn resized(negative: &Negative, width: u32, height: u32) -> Result<RgbaImage, String> {
    let wide = &negative.pixels;
    let from = TypedImageRef::<U8x4>::from_buffer(wide.width(), wide.height(), wide.as_raw())
        .map_err(|error| error.to_string())?;
    let mut smaller = RgbaImage::new(width, height);
    let mut to = TypedImage::<U8x4>::from_buffer(width, height, &mut smaller)
        .map_err(|error| error.to_string())?;
    // Of what is seen through, colours count by how much of them is seen; all the rest has nothing to weigh.
    let options = ResizeOptions::new().use_alpha(negative.seen_through);
    Resizer::new()
        .resize_typed(&from, &mut to, Some(&options))
        .map_err(|error| error.to_string())?;
    Ok(smaller)
}
