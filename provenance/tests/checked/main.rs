//! Pictures signed here with certificates of the moment, and what the checker says of them and of what was done to them.

#![allow(clippy::expect_used)] // what helpers expect fails the test, as in the tests themselves

use c2pa::{Builder, Context, EphemeralSigner, Signer};
use provenance::{Outcome, Verdict, bears_manifest, examine};
use std::io::Cursor;
use std::process::Command;

const JPEG: &str = "image/jpeg";

/// A small picture of this format.
fn picture(format: image::ImageFormat) -> Vec<u8> {
    let pixels = image::RgbImage::from_fn(64, 48, |x, y| {
        image::Rgb([x.to_le_bytes()[0], y.to_le_bytes()[0], 90])
    });
    let mut out = Cursor::new(Vec::new());
    pixels.write_to(&mut out, format).expect("a picture");
    out.into_inner()
}

/// It, signed by a photographer, and the certificate above hers.
fn signed(plain: &[u8], media_type: &str) -> (Vec<u8>, String) {
    let signer = EphemeralSigner::new("ada-morin.example").expect("a signer");
    let above = signer
        .certs()
        .expect("certificates")
        .pop()
        .expect("an authority");
    let definition = serde_json::json!({
        "claim_generator_info": [{"name": "Harbour Camera", "version": "2.1"}],
        "title": "ferry",
        "assertions": [{"label": "c2pa.actions", "data": {"actions": [{
            "action": "c2pa.created",
            "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
        }]}}],
    });
    let mut builder = Builder::from_context(Context::new())
        .with_definition(definition.to_string())
        .expect("a definition");
    let mut out = Cursor::new(Vec::new());
    builder
        .sign(&signer, media_type, &mut Cursor::new(plain), &mut out)
        .expect("signed");
    (out.into_inner(), pem(&above))
}

fn pem(der: &[u8]) -> String {
    use std::fmt::Write;
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::from("-----BEGIN CERTIFICATE-----\n");
    for (number, three) in der.chunks(3).enumerate() {
        let bits = three
            .iter()
            .fold(0_usize, |bits, byte| (bits << 8) | usize::from(*byte))
            << (8 * (3 - three.len()));
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place)) & 63];
            text.push(if place > three.len() {
                '='
            } else {
                letter.into()
            });
        }
        if number % 16 == 15 {
            writeln!(text).expect("a line");
        }
    }
    text + "\n-----END CERTIFICATE-----\n"
}

#[test]
fn a_signed_picture_is_told_with_who_by_what_and_how() {
    for (format, media_type) in [
        (image::ImageFormat::Jpeg, JPEG),
        (image::ImageFormat::Png, "image/png"),
        (image::ImageFormat::WebP, "image/webp"),
        (image::ImageFormat::Gif, "image/gif"),
    ] {
        let plain = picture(format);
        assert!(!bears_manifest(&plain), "{media_type}");
        let (signed, above) = signed(&plain, media_type);
        assert!(bears_manifest(&signed), "{media_type}");

        let known = examine(media_type, &signed, Some(&above));
        assert_eq!(known.outcome, Outcome::Known, "{media_type}: {known:?}");
        assert_eq!(known.signer, "ada-morin.example");
        assert_eq!(known.generator, "Harbour Camera 2.1");
        assert_eq!(known.actions, ["c2pa.created"]);
        assert_eq!(known.source_type, "digitalCapture");
        assert_eq!(known.faults, Vec::<String>::new());
        // Nobody stamped the time: none is told.
        assert_eq!(known.signed_at, "");
    }
}

#[test]
fn a_signer_no_list_leads_to_is_unknown_and_not_broken() {
    let (signed, _) = signed(&picture(image::ImageFormat::Jpeg), JPEG);
    let (_, other) = self::signed(&picture(image::ImageFormat::Png), "image/png");
    for list in [None, Some(other.as_str())] {
        let verdict = examine(JPEG, &signed, list);
        assert_eq!(verdict.outcome, Outcome::Unknown, "{verdict:?}");
        assert_eq!(verdict.faults, ["signingCredential.untrusted"]);
    }
}

#[test]
fn a_picture_that_was_changed_after_it_was_signed_is_broken() {
    let plain = picture(image::ImageFormat::Jpeg);
    let (signed, above) = signed(&plain, JPEG);
    let mut changed = signed.clone();
    // In the scan, before the end of the picture.
    let place = changed.len() - 20;
    changed[place] ^= 1;
    let verdict = examine(JPEG, &changed, Some(&above));
    assert_eq!(verdict.outcome, Outcome::Broken, "{verdict:?}");
    assert_eq!(verdict.faults, ["assertion.dataHash.mismatch"]);
}

#[test]
fn no_byte_of_a_manifest_can_be_changed_and_the_verdict_stay() {
    let (signed, above) = signed(&picture(image::ImageFormat::Jpeg), JPEG);
    let held = examine(JPEG, &signed, Some(&above));
    assert_eq!(held.outcome, Outcome::Known);
    // What a claim is padded with, and what no signature covers, is said to hold nothing.
    for place in (0..signed.len()).step_by(97) {
        let mut changed = signed.clone();
        changed[place] ^= 0x20;
        let verdict = examine(JPEG, &changed, Some(&above));
        let same = Verdict {
            outcome: Outcome::Known,
            ..held.clone()
        };
        assert!(
            verdict.outcome != Outcome::Known || verdict == same,
            "byte {place} of {}: {verdict:?}",
            signed.len()
        );
    }
}

#[test]
fn the_picture_other_tests_show_is_signed() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/signed.jpg");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(file, signed(&picture(image::ImageFormat::Jpeg), JPEG).0).expect("written");
    }
    let kept = std::fs::read(file).expect("a picture");
    assert!(bears_manifest(&kept));
    let verdict = examine(JPEG, &kept, None);
    // Its certificate runs out a year after it was made.
    assert!(
        matches!(verdict.outcome, Outcome::Unknown | Outcome::Unreadable),
        "{verdict:?}"
    );
    assert_eq!(verdict.signer, "ada-morin.example");
}

#[test]
fn what_cannot_be_read_is_said_to_be_unreadable() {
    let (signed, _) = signed(&picture(image::ImageFormat::Jpeg), JPEG);
    let place = signed
        .windows(8)
        .position(|part| part == b"jumdc2pa")
        .expect("a store");
    let mut damaged = signed;
    for byte in &mut damaged[place + 40..place + 90] {
        *byte = 0xff;
    }
    let verdict = examine(JPEG, &damaged, None);
    assert!(
        matches!(verdict.outcome, Outcome::Unreadable | Outcome::Broken),
        "{verdict:?}"
    );
    assert!(!verdict.faults.is_empty(), "{verdict:?}");
    let none = examine(JPEG, &picture(image::ImageFormat::Jpeg), None);
    assert_eq!(none.outcome, Outcome::Unreadable);
    assert_eq!(none.faults, ["unreadable.JumbfNotFound"]);
}

#[test]
fn the_program_says_the_same_and_keeps_its_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let (signed, above) = signed(&picture(image::ImageFormat::Jpeg), JPEG);
    let (file, list) = (
        folder.path().join("ferry.jpg"),
        folder.path().join("signers.pem"),
    );
    std::fs::write(&file, &signed).expect("written");
    std::fs::write(&list, &above).expect("written");
    let run = |arguments: &[&std::ffi::OsStr]| {
        Command::new(env!("CARGO_BIN_EXE_colophon-provenance"))
            .args(arguments)
            .output()
            .expect("it runs")
    };
    let said = run(&[file.as_os_str(), JPEG.as_ref(), list.as_os_str()]);
    let text = String::from_utf8(said.stdout).expect("text");
    assert_eq!(
        Verdict::read(&text),
        Some(examine(JPEG, &signed, Some(&above)))
    );
    assert_eq!(std::fs::read(&file).expect("read"), signed);

    let version = run(&["--version".as_ref()]);
    assert_eq!(
        String::from_utf8_lossy(&version.stdout).trim(),
        provenance::CHECKER
    );
    let missing = run(&[folder.path().join("none").as_os_str(), JPEG.as_ref()]);
    assert!(!missing.status.success());
    assert!(!missing.stderr.is_empty());
}
