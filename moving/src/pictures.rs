//! Pictures of the source: what is said of them there, and under which place their file lies.

use crate::text::Attached;
use crate::wxr::Item;

/// Where files lie under the address of the former site.
const UPLOADS: &str = "/wp-content/uploads/";
/// Fields in which plug-ins keep who made a picture: Media Credit, Largo and Newspack, Image Source Control, others.
const CREDITS: [&str; 8] = [
    "_media_credit",
    "media_credit",
    "_navis_media_credit_org",
    "isc_image_source",
    "_image_credit",
    "photographer_name",
    "_photographer",
    "credit",
];
/// Longest credit taken, characters.
const CREDIT_CHARS_MAX: usize = 200;

/// A file as its item describes it.
pub(crate) fn attached(item: &Item) -> Attached {
    let url = if item.file.is_empty() {
        item.link.clone()
    } else {
        item.file.clone()
    };
    let path = match item.meta("_wp_attached_file") {
        "" => place(&url).unwrap_or_default(),
        path => whole_size(path),
    };
    Attached {
        id: item.id,
        title: crate::letters::line(&item.title),
        caption: item.excerpt.trim().chars().take(2_000).collect(),
        alt: crate::letters::line(item.meta("_wp_attachment_image_alt")),
        credit: credit(item),
        parent: item.parent,
        path,
        url,
    }
}

/// Who made it: what a plug-in was told, else what the camera's file says.
fn credit(item: &Item) -> String {
    let told = CREDITS
        .iter()
        .map(|key| item.meta(key).trim())
        .find(|credit| !credit.is_empty());
    let credit = match told {
        Some(credit) => crate::letters::line(credit),
        None => php_string(item.meta("_wp_attachment_metadata"), "credit"),
    };
    credit.chars().take(CREDIT_CHARS_MAX).collect()
}

/// A string of an array as PHP writes it down: `s:6:"credit";s:9:"Ada Nardi";`. Lengths count bytes.
fn php_string(text: &str, key: &str) -> String {
    let mark = format!("s:{}:\"{key}\";s:", key.len());
    let found = || {
        let rest = text.get(text.find(&mark)? + mark.len()..)?;
        let (length, rest) = rest.split_once(':')?;
        let length: usize = length.parse().ok()?;
        rest.strip_prefix('"')?.get(..length)
    };
    found().unwrap_or_default().trim().to_owned()
}

/// The place of a file under the uploads, by its address; that of the original where the address is of a smaller size.
pub(crate) fn place(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let at = path.find(UPLOADS)?;
    let place = path.get(at + UPLOADS.len()..)?;
    let place = percent_encoding::percent_decode_str(place)
        .decode_utf8()
        .ok()?;
    let sound = !place.is_empty()
        && place.len() < 500
        && !place.split('/').any(|part| matches!(part, "" | "." | ".."));
    sound.then(|| whole_size(&place))
}

/// Without what names a smaller size (`-300x200`) or a larger one that was scaled (`-scaled`).
fn whole_size(path: &str) -> String {
    let Some((stem, ending)) = path.rsplit_once('.') else {
        return path.to_owned();
    };
    let stem = stem.strip_suffix("-scaled").unwrap_or(stem);
    let stem = match stem.rsplit_once('-') {
        Some((bare, size)) if is_size(size) => bare,
        _ => stem,
    };
    format!("{stem}.{ending}")
}

fn is_size(text: &str) -> bool {
    let number =
        |part: &str| (1..=5).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    text.split_once('x')
        .is_some_and(|(width, height)| number(width) && number(height))
}

/// Files a picture of the source may be in, the best first: as it was put there, and what was made of it.
pub(crate) fn candidates(file: &Attached) -> Vec<String> {
    let mut all = vec![file.path.clone()];
    if let Some((stem, ending)) = file.path.rsplit_once('.') {
        all.push(format!("{stem}-scaled.{ending}"));
    }
    let named = file
        .url
        .find(UPLOADS)
        .and_then(|at| file.url.get(at + UPLOADS.len()..));
    all.extend(named.map(|path| path.split(['?', '#']).next().unwrap_or_default().to_owned()));
    all.retain(|path| {
        !path.is_empty() && !path.split('/').any(|part| matches!(part, "" | "." | ".."))
    });
    all.dedup();
    all
}
