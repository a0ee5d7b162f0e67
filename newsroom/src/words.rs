//! The newsroom's strings, in Italian and English: its own, and those of the press for dates and numbers.

use press::words::{Tongue, Words};
use rust_embed::RustEmbed;
use std::collections::BTreeMap;
use std::sync::OnceLock;

#[derive(RustEmbed)]
#[folder = "messages/"]
#[include = "*.ftl"]
struct Messages;

/// The file whose strings the editor's script speaks.
const EDITOR: &str = "editor.ftl";

/// The catalogue of a tongue, parsed once.
pub(crate) fn words(tongue: Tongue) -> &'static Words {
    static ITALIAN: OnceLock<Words> = OnceLock::new();
    static ENGLISH: OnceLock<Words> = OnceLock::new();
    match tongue {
        Tongue::Italian => ITALIAN.get_or_init(|| read(tongue)),
        Tongue::English => ENGLISH.get_or_init(|| read(tongue)),
    }
}

/// The folder of a tongue's files, which is also its tag.
pub(crate) fn tag(tongue: Tongue) -> &'static str {
    match tongue {
        Tongue::Italian => "it",
        Tongue::English => "en",
    }
}

fn read(tongue: Tongue) -> Words {
    let texts: Vec<String> = files(tongue).into_iter().map(|(_, text)| text).collect();
    Words::with_more(tongue, &texts)
}

/// The files of a tongue: name and text, by name.
pub(crate) fn files(tongue: Tongue) -> Vec<(String, String)> {
    let folder = format!("{}/", tag(tongue));
    let mut files: Vec<(String, String)> = Messages::iter()
        .filter_map(|path| {
            let name = path.strip_prefix(&folder)?.to_owned();
            let text = String::from_utf8_lossy(&Messages::get(&path)?.data).into_owned();
            Some((name, text))
        })
        .collect();
    files.sort();
    files
}

/// What the editor's script says: each message's pattern as it stands in the file, one line each.
pub(crate) fn of_editor(tongue: Tongue) -> BTreeMap<String, String> {
    files(tongue)
        .into_iter()
        .filter(|(name, _)| name == EDITOR)
        .flat_map(|(_, text)| {
            text.lines()
                .filter(|line| !line.starts_with('#'))
                .filter_map(|line| line.split_once(" = "))
                .map(|(key, pattern)| (key.to_owned(), pattern.to_owned()))
                .collect::<Vec<_>>()
        })
        .collect()
}
