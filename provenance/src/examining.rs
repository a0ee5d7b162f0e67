//! What is in a manifest and whether it holds, by the consortium's own library.

use crate::verdict::{Outcome, Verdict, is_of_the_credential};
use c2pa::validation_results::{StatusCodes, ValidationState};
use c2pa::{Context, Error, Manifest, Reader};
use serde_json::{Value, json};
use std::io::Cursor;

/// What checks, and how: verdicts of another are given anew.
pub const CHECKER: &str = concat!("colophon-provenance ", env!("CARGO_PKG_VERSION"));

/// Checks the manifest of a file of this media type. `signers` are certificates, PEM: whom they lead to is known.
///
/// Nothing is fetched, whatever a manifest asks for: neither manifests that lie elsewhere nor lists of revoked certificates.
pub fn examine(media_type: &str, bytes: &[u8], signers: Option<&str>) -> Verdict {
    let mut settings = json!({
        "verify": {"verify_after_reading": true, "remote_manifest_fetch": false, "ocsp_fetch": false},
        "core": {"decode_identity_assertions": false, "max_decompressed_manifest_size_in_mb": 8},
    });
    if let Some(signers) = signers {
        settings["trust"] = json!({ "user_anchors": signers });
    }
    let read = Context::new().with_settings(settings).and_then(|context| {
        Reader::from_context(context).with_stream(media_type, Cursor::new(bytes))
    });
    match read {
        Ok(reader) => told(&reader).bounded(),
        Err(error) => Verdict::unreadable(&code(&error)).bounded(),
    }
}

/// A word for what the library could not read, without the words of strangers that may stand in its message.
fn code(error: &Error) -> String {
    let name = format!("{error:?}");
    let word: String = name
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    format!("unreadable.{word}")
}

fn told(reader: &Reader) -> Verdict {
    let faults = faults(reader);
    let of_the_credential =
        !faults.is_empty() && faults.iter().all(|fault| is_of_the_credential(fault));
    let outcome = match reader.validation_state() {
        ValidationState::Trusted => Outcome::Known,
        ValidationState::Valid => Outcome::Unknown,
        // The library calls invalid what was signed with a certificate that has run out since. Where it stopped at the
        // certificate, nothing is known of the picture.
        ValidationState::Invalid if of_the_credential && is_as_signed(reader) => Outcome::Unknown,
        ValidationState::Invalid if of_the_credential => Outcome::Unreadable,
        ValidationState::Invalid => Outcome::Broken,
    };
    let Some(manifest) = reader.active_manifest() else {
        return Verdict::unreadable("unreadable.NoManifest");
    };
    let signed = manifest.signature_info();
    let acts = acts(manifest);
    Verdict {
        outcome,
        signer: signed
            .and_then(|one| one.common_name.clone())
            .unwrap_or_default(),
        organisation: signed
            .and_then(|one| one.issuer.clone())
            .unwrap_or_default(),
        generator: generator(manifest),
        signed_at: match succeeded(reader, "timeStamp.validated") {
            true => signed.and_then(|one| one.time.clone()).unwrap_or_default(),
            false => String::new(),
        },
        stamp_known: succeeded(reader, "timeStamp.trusted"),
        source_type: acts.iter().find_map(source_type).unwrap_or_default(),
        actions: acts
            .iter()
            .filter_map(|act| Some(act["action"].as_str()?.to_owned()))
            .collect(),
        ingredients: u32::try_from(manifest.ingredients().len()).unwrap_or(u32::MAX),
        faults,
    }
}

/// What does not hold, of the manifest and of those of the files it was made from; each once.
fn faults(reader: &Reader) -> Vec<String> {
    let Some(results) = reader.validation_results() else {
        return Vec::new();
    };
    let deltas = results.ingredient_deltas().into_iter().flatten();
    let all = results
        .active_manifest()
        .into_iter()
        .chain(deltas.map(|one| one.validation_deltas()));
    let mut codes: Vec<String> = all
        .flat_map(StatusCodes::failure)
        .map(|status| status.code().to_owned())
        .collect();
    codes.sort();
    codes.dedup();
    codes
}

/// Whether it was seen that the signature is of the claim, and the picture the one it was made for.
fn is_as_signed(reader: &Reader) -> bool {
    succeeded(reader, "claimSignature.validated")
        && (succeeded(reader, "assertion.dataHash.match")
            || succeeded(reader, "assertion.boxesHash.match"))
}

/// Whether the library says that this was seen to hold, of the manifest itself.
fn succeeded(reader: &Reader, code: &str) -> bool {
    let codes = reader
        .validation_results()
        .and_then(|results| results.active_manifest());
    codes.is_some_and(|codes| codes.success().iter().any(|status| status.code() == code))
}

fn generator(manifest: &Manifest) -> String {
    let info = manifest
        .claim_generator_info
        .as_ref()
        .and_then(|all| all.first());
    match info {
        Some(info) => match &info.version {
            Some(version) => format!("{} {version}", info.name),
            None => info.name.clone(),
        },
        None => manifest.claim_generator().unwrap_or_default().to_owned(),
    }
}

/// The actions of a manifest, of whatever version their list is.
fn acts(manifest: &Manifest) -> Vec<Value> {
    let lists = manifest
        .assertions()
        .iter()
        .filter(|one| one.label().starts_with("c2pa.actions"));
    lists
        .filter_map(|one| one.value().ok()?["actions"].as_array().cloned())
        .flatten()
        .collect()
}

fn source_type(act: &Value) -> Option<String> {
    let address = act["digitalSourceType"].as_str()?;
    address.rsplit('/').next().map(str::to_owned)
}
