//! IPTC's Information Interchange Model 4.2: records of dataset, length and bytes, alone or among the resources of Photoshop.

use super::{Told, place};
use std::collections::BTreeMap;

/// What a resource of Photoshop begins with.
const RESOURCE: &[u8] = b"8BIM";
/// The resource that is the model's records.
const RECORDS: [u8; 2] = [0x04, 0x04];
/// What a dataset begins with (IIM 4.2 §1.5).
const TAG: u8 = 0x1c;
/// The dataset that says in which signs texts are written, and what it says of UTF-8.
const CODED: ((u8, u8), &[u8]) = ((1, 90), b"\x1b%G");
/// Most datasets that are looked at.
const DATASETS_MAX: usize = 500;

/// Reads what can be read.
pub(super) fn read(bytes: &[u8]) -> Told {
    let records = match bytes.starts_with(RESOURCE) {
        true => resource(bytes).unwrap_or_default(),
        false => bytes,
    };
    let all = datasets(records);
    let utf8 = all.get(&CODED.0).is_some_and(|told| told[..] == [CODED.1]);
    let text = |dataset: u8| {
        let parts = all
            .get(&(2, dataset))
            .map(Vec::as_slice)
            .unwrap_or_default();
        let parts: Vec<String> = parts.iter().map(|part| decoded(part, utf8)).collect();
        parts.join(", ")
    };
    Told {
        caption: text(120),
        creator: text(80),
        credit: text(110),
        copyright: text(116),
        place: place(&[&text(92), &text(90), &text(101)]),
        ..Told::default()
    }
}

/// The model's records among the resources of Photoshop: signature, number, name, length, data, each padded to be even.
fn resource(mut bytes: &[u8]) -> Option<&[u8]> {
    loop {
        let rest = bytes.strip_prefix(RESOURCE)?;
        let (number, rest) = rest.split_at_checked(2)?;
        let name = usize::from(*rest.first()?) + 1;
        let rest = rest.get(name + name % 2..)?;
        let (length, rest) = rest.split_at_checked(4)?;
        let length = usize::try_from(u32::from_be_bytes(length.try_into().ok()?)).ok()?;
        let data = rest.get(..length)?;
        if number == RECORDS {
            return Some(data);
        }
        bytes = rest.get(length.checked_add(length % 2)?..)?;
    }
}

/// The datasets by record and number, each as often as it stands there.
fn datasets(mut bytes: &[u8]) -> BTreeMap<(u8, u8), Vec<&[u8]>> {
    let mut all: BTreeMap<(u8, u8), Vec<&[u8]>> = BTreeMap::new();
    for _ in 0..DATASETS_MAX {
        let Some((&[TAG, record, dataset, high, low], rest)) = bytes.split_first_chunk() else {
            break;
        };
        // A first bit that is set says that the length of the length follows: of no text.
        let length = usize::from(u16::from_be_bytes([high, low]));
        let (Some(data), Some(after)) = (rest.get(..length), rest.get(length..)) else {
            break;
        };
        all.entry((record, dataset)).or_default().push(data);
        bytes = after;
    }
    all
}

/// UTF-8 where it is said or is it, else one byte a sign.
fn decoded(bytes: &[u8], utf8: bool) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) if utf8 => String::from_utf8_lossy(bytes).into_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}
