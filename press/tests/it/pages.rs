//! Every kind of page, printed in both built-in themes.

use crate::sample;
use press::{Press, Settings};

/// Every page there is, by name, for a title.
pub(crate) fn all(
    press: &Press,
    title: &paper::reading::facts::TitleFacts,
) -> Vec<(&'static str, String)> {
    vec![
        ("front", press.front(title, &sample::front()).unwrap()),
        ("section", press.section(title, &sample::section()).unwrap()),
        ("article", press.article(title, &sample::article()).unwrap()),
        (
            "labelled",
            press.article(title, &sample::labelled_article()).unwrap(),
        ),
        (
            "withdrawn",
            press.article(title, &sample::withdrawn()).unwrap(),
        ),
        (
            "revision",
            press.revision(title, &sample::revision()).unwrap(),
        ),
        ("history", press.history(title, &sample::history()).unwrap()),
        ("topic", press.topic(title, &sample::topic()).unwrap()),
        (
            "contributor",
            press.contributor(title, &sample::contributor()).unwrap(),
        ),
        (
            "years",
            press
                .archive(title, &sample::archive(None, None, None))
                .unwrap(),
        ),
        (
            "year",
            press
                .archive(title, &sample::archive(Some(2026), None, None))
                .unwrap(),
        ),
        (
            "month",
            press
                .archive(title, &sample::archive(Some(2026), Some(11), None))
                .unwrap(),
        ),
        (
            "day",
            press
                .archive(title, &sample::archive(Some(2026), Some(11), Some(23)))
                .unwrap(),
        ),
        (
            "corrections",
            press.corrections(title, &sample::corrections()).unwrap(),
        ),
        (
            "imprint",
            press.imprint(title, &Default::default()).unwrap(),
        ),
        ("page", press.page(title, &sample::standing()).unwrap()),
        ("error", press.error(title, &sample::error(404)).unwrap()),
        (
            "unavailable",
            press.error(title, &sample::error(503)).unwrap(),
        ),
    ]
}

/// Leaves the pages where people and browsers can look at them, with the stylesheets they ask for.
fn keep(press: &Press, folder: &str, name: &str, page: &str) {
    let root = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("press");
    std::fs::create_dir_all(root.join(folder)).unwrap();
    std::fs::create_dir_all(root.join("theme")).unwrap();
    std::fs::write(root.join(folder).join(format!("{name}.html")), page).unwrap();
    for path in page.split('"').filter(|part| part.starts_with("/theme/")) {
        let (bytes, _) = press.asset(path).unwrap();
        std::fs::write(root.join(path.trim_start_matches('/')), bytes).unwrap();
    }
}

#[test]
fn every_page_is_printed_in_every_theme_and_language() {
    let press = Press::new(Settings::default());
    for theme in press::BUILT_IN {
        for mut title in [sample::gazzetta(), sample::observer()] {
            title.theme = theme.to_owned();
            for (name, page) in all(&press, &title) {
                assert!(page.starts_with("<!doctype html>"), "{theme} {name}");
                keep(&press, &format!("{theme}-{}", title.language), name, &page);
            }
        }
    }
}
