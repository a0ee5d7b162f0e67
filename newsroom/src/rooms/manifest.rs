//! What the desk is told of the manifest a picture came with (C2PA): how it stands, and what it claims, in words that promise no
//! more than was checked.

use crate::call::Call;
use crate::routes::Outcome;
use jiff::Timestamp;
use paper::Session;
use paper::id::PictureId;
use paper::pictures;
use press::Calendar;
use press::words::Words;
use serde_json::{Value, json};

/// The manifest of a picture; null where it came with none.
pub(super) async fn told(
    call: &Call,
    session: &mut Session,
    id: PictureId,
    calendar: &Calendar,
) -> Outcome<Value> {
    let Some(manifest) = pictures::manifest(session, id).await? else {
        return Ok(Value::Null);
    };
    let words = call.words();
    let when = |at: Timestamp| calendar.when(at).text;
    let mut told = json!({
        "standing": manifest.standing.word(),
        "checked": manifest.checked_at.map(when),
    });
    let Some(said) = manifest.said else {
        return Ok(told);
    };
    let signer = match (said.signer.as_str(), said.organisation.as_str()) {
        (name, "") => name.to_owned(),
        ("", organisation) => organisation.to_owned(),
        (name, organisation) if name == organisation => name.to_owned(),
        (name, organisation) => format!("{name}, {organisation}"),
    };
    let signed: Option<Timestamp> = said.signed_at.parse().ok();
    let list = |before: &str, codes: &[String]| -> Vec<String> {
        codes
            .iter()
            .map(|code| named(words, before, code))
            .collect()
    };
    told["signer"] = signer.into();
    told["generator"] = said.generator.into();
    told["signed"] = json!(signed.map(when));
    told["stamp_known"] = said.stamp_known.into();
    told["actions"] = json!(list("manifest-act", &said.actions));
    told["faults"] = json!(list("manifest-fault", &said.faults));
    told["origin"] = match said.source_type.as_str() {
        "" => Value::Null,
        word => named(words, "picture-origin", word).into(),
    };
    told["ingredients"] = said.ingredients.into();
    Ok(told)
}

/// What a word of the standard means; the word itself where we have no other for it.
fn named(words: &Words, before: &str, code: &str) -> String {
    let plain = code.strip_prefix("c2pa.").unwrap_or(code);
    let key = format!("{before}-{}", plain.replace(['.', '_'], "-"));
    match words.has(&key) {
        true => words.say(&key),
        false => code.to_owned(),
    }
}
