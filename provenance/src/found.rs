//! Whether a file bears a manifest at all: where C2PA puts it in each format (specification 2.2, annex A), and not a byte further.

/// What a store of manifests begins with in a JUMBF box (ISO 19566-5): the description, of C2PA's type.
const STORE: &[u8] = b"jumdc2pa";
/// How far into a segment that beginning can stand, bytes.
const STORE_WITHIN: usize = 64;
/// The application extension of a GIF that holds one.
const IN_GIF: &[u8] = b"C2PA_GIF";

/// Whether a JPEG, PNG, WebP or GIF bears a manifest of C2PA in itself. One that lies elsewhere, at an address the file names,
/// is not looked for.
pub fn bears_manifest(bytes: &[u8]) -> bool {
    let found = match bytes {
        [0xff, 0xd8, rest @ ..] => in_jpeg(rest),
        [0x89, b'P', b'N', b'G', _, _, _, _, rest @ ..] => in_png(rest),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            rest @ ..,
        ] => in_riff(rest),
        [b'G', b'I', b'F', b'8', _, b'a', rest @ ..] => in_gif(rest),
        _ => None,
    };
    found.unwrap_or_default()
}

/// Segments APP11 of a JPEG, before the scan.
fn in_jpeg(mut rest: &[u8]) -> Option<bool> {
    const APP11: u8 = 0xeb;
    const SCAN: u8 = 0xda;
    const END: u8 = 0xd9;
    loop {
        let (&[mark, kind], after) = rest.split_first_chunk()?;
        if mark != 0xff || matches!(kind, SCAN | END) {
            return Some(false);
        }
        if kind == 0xff {
            // Padding before a mark.
            rest = rest.get(1..)?;
            continue;
        }
        let (&length, _) = after.split_first_chunk()?;
        let (segment, behind) = after.split_at_checked(u16::from_be_bytes(length).into())?;
        if kind == APP11 && begins_store(segment.get(2..)?) {
            return Some(true);
        }
        rest = behind;
    }
}

fn begins_store(segment: &[u8]) -> bool {
    let head = segment.get(..STORE_WITHIN).unwrap_or(segment);
    head.starts_with(b"JP") && head.windows(STORE.len()).any(|part| part == STORE)
}

fn in_png(mut rest: &[u8]) -> Option<bool> {
    loop {
        let (&length, after) = rest.split_first_chunk()?;
        let (&kind, after) = after.split_first_chunk::<4>()?;
        match &kind {
            b"caBX" => return Some(true),
            b"IEND" => return Some(false),
            _ => {}
        }
        // Behind what a chunk holds stands its check sum.
        let length = usize::try_from(u32::from_be_bytes(length)).ok()?;
        rest = after.get(length.checked_add(4)?..)?;
    }
}

fn in_riff(mut rest: &[u8]) -> Option<bool> {
    loop {
        let (kind, after) = rest.split_first_chunk::<4>()?;
        if kind == b"C2PA" {
            return Some(true);
        }
        let (&length, after) = after.split_first_chunk()?;
        let length = usize::try_from(u32::from_le_bytes(length)).ok()?;
        rest = after.get(length.checked_next_multiple_of(2)?..)?;
    }
}

fn in_gif(rest: &[u8]) -> Option<bool> {
    const EXTENSION: u8 = 0x21;
    const APPLICATION: u8 = 0xff;
    const PICTURE: u8 = 0x2c;
    // The screen, with its table of colours.
    let table = |flags: u8| match flags & 0x80 {
        0 => 0,
        _ => 3 << ((flags & 7) + 1),
    };
    let mut rest = rest.get(7 + table(*rest.get(4)?)..)?;
    loop {
        let (&kind, after) = rest.split_first()?;
        rest = match kind {
            EXTENSION => {
                let (&label, blocks) = after.split_first()?;
                let name = blocks.get(1..)?;
                if label == APPLICATION && name.starts_with(IN_GIF) {
                    return Some(true);
                }
                behind_blocks(blocks)?
            }
            PICTURE => behind_blocks(after.get(9 + table(*after.get(8)?) + 1..)?)?,
            _ => return Some(false),
        };
    }
}

/// What stands behind a row of blocks, each with its length before it, the last one empty.
fn behind_blocks(mut rest: &[u8]) -> Option<&[u8]> {
    loop {
        let (&length, after) = rest.split_first()?;
        rest = after.get(usize::from(length)..)?;
        if length == 0 {
            return Some(rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::bears_manifest;

    const BOX: &[u8] = b"JP\x02\x11\0\0\0\x01\0\0\x10\0jumb\0\0\0\x1ejumdc2pa\0\x11\0\x10";

    fn segment(kind: u8, body: &[u8]) -> Vec<u8> {
        let length = u16::try_from(body.len() + 2).expect("a short segment");
        [&[0xff, kind][..], &length.to_be_bytes(), body].concat()
    }

    fn jpeg(parts: &[Vec<u8>]) -> Vec<u8> {
        [
            &[0xff, 0xd8][..],
            &parts.concat(),
            &[0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9],
        ]
        .concat()
    }

    #[test]
    fn a_manifest_is_found_where_its_format_has_it() {
        let plain = segment(0xe0, b"JFIF\0\x01\x02");
        assert!(bears_manifest(&jpeg(&[plain.clone(), segment(0xeb, BOX)])));
        assert!(!bears_manifest(&jpeg(std::slice::from_ref(&plain))));
        // Another box of the same kind of segment, and the words in a segment that is none.
        let other = segment(
            0xeb,
            b"JP\x02\x11\0\0\0\x01\0\0\x10\0jumb\0\0\0\x1ejumdother",
        );
        assert!(!bears_manifest(&jpeg(&[other, segment(0xe1, BOX)])));

        let chunk = |kind: &[u8; 4], body: &[u8]| {
            let length = u32::try_from(body.len()).expect("a short chunk");
            [&length.to_be_bytes()[..], kind, body, &[0; 4]].concat()
        };
        let png = |parts: &[Vec<u8>]| [&b"\x89PNG\r\n\x1a\n"[..], &parts.concat()].concat();
        let (head, end) = (chunk(b"IHDR", &[0; 13]), chunk(b"IEND", b""));
        assert!(bears_manifest(&png(&[
            head.clone(),
            chunk(b"caBX", BOX),
            end.clone()
        ])));
        assert!(!bears_manifest(&png(&[head, chunk(b"tEXt", b"caBX"), end])));

        let webp = |kind: &[u8]| {
            [
                &b"RIFF\0\0\0\0WEBPVP8 \x03\0\0\0abc\0"[..],
                kind,
                b"\x02\0\0\0ab",
            ]
            .concat()
        };
        assert!(bears_manifest(&webp(b"C2PA")));
        assert!(!bears_manifest(&webp(b"XMP ")));

        let gif = |name: &[u8]| {
            let colours = [0_u8; 6];
            [
                &b"GIF89a\x01\0\x01\0\x80\0\0"[..],
                &colours,
                b"\x21\xff\x0b",
                name,
                b"\x02ab\0\x3b",
            ]
            .concat()
        };
        assert!(bears_manifest(&gif(b"C2PA_GIF\x01\0\0")));
        assert!(!bears_manifest(&gif(b"NETSCAPE2.0")));
    }

    #[test]
    fn a_file_that_ends_anywhere_is_read_to_there() {
        let whole = jpeg(&[segment(0xe0, b"JFIF\0"), segment(0xe1, &[7; 40])]);
        for end in 0..whole.len() {
            assert!(!bears_manifest(&whole[..end]), "{end}");
        }
        assert!(!bears_manifest(b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDR"));
        assert!(!bears_manifest(b"RIFF\0\0\0\0WEBPVP8 \xff\xff\xff\xff"));
        assert!(!bears_manifest(b"GIF89a\x01\0\x01\0\xff\0\0"));
    }
}
