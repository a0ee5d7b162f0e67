//! The strings of the newsroom: whole, and the same in both languages.

use std::collections::BTreeSet;
use std::path::Path;

fn keys(language: &str, file: &Path) -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("messages")
        .join(language)
        .join(file);
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines()
        .filter(|line| !line.starts_with([' ', '#']))
        .filter_map(|line| Some(line.split_once(" =")?.0.to_owned()))
        .collect()
}

#[test]
fn both_languages_say_the_same_things() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("messages/it");
    for file in std::fs::read_dir(folder).unwrap() {
        let name = file.unwrap().file_name();
        assert_eq!(
            keys("it", Path::new(&name)),
            keys("en", Path::new(&name)),
            "{name:?}"
        );
    }
}
