//! Every kind of page, printed in both built-in themes.

use crate::sample;
use paper::reading::search::{Outcome, Searched};
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
        ("dossier", press.topic(title, &sample::dossier()).unwrap()),
        ("part", press.article(title, &sample::part()).unwrap()),
        ("past", press.past(title, &sample::past()).unwrap()),
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
        ("trust", press.trust(title, &sample::trust()).unwrap()),
        ("search", press.search(title, &sample::search()).unwrap()),
        (
            "search before a question",
            press
                .search(title, &sample::search_without(Outcome::NothingAsked))
                .unwrap(),
        ),
        (
            "search without a find",
            press
                .search(
                    title,
                    &sample::search_without(Outcome::Searched(Searched::default())),
                )
                .unwrap(),
        ),
        (
            "search being made",
            press
                .search(title, &sample::search_without(Outcome::BeingMade))
                .unwrap(),
        ),
        ("log", press.log(title, &sample::log()).unwrap()),
        ("imprint", press.imprint(title).unwrap()),
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

/// The built-in themes' pages are looked at, not read; a copy of them in the newspaper's folder is read like any theme.
#[test]
fn a_copy_of_a_built_in_theme_needs_nothing_put_in() {
    let folder = tempfile::tempdir().unwrap();
    let themes = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes");
    for theme in press::BUILT_IN {
        let copy = folder.path().join(format!("my-{theme}"));
        copy_all(&themes.join(theme), &copy);
        let press = Press::new(Settings {
            themes: Some(folder.path().to_owned()),
            live_reload: false,
        });
        for mut title in [sample::gazzetta(), sample::observer()] {
            title.theme = theme.to_owned();
            let built_in = all(&press, &title);
            title.theme = format!("my-{theme}");
            for ((name, ours), (_, copied)) in built_in.into_iter().zip(all(&press, &title)) {
                assert_eq!(undressed(&ours), undressed(&copied), "{theme} {name}");
                let own = format!("/theme/my-{theme}.");
                assert!(copied.contains(&own), "{theme} {name}: {copied}");
            }
        }
    }
}

fn copy_all(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_all(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The page without the addresses of its theme's files.
fn undressed(page: &str) -> String {
    let mut parts = page.split("/theme/");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.find('"').map_or("", |end| &part[end..]));
    }
    out
}

/// The page without its one block of data for programs.
pub(crate) fn without_data(page: &str) -> String {
    const BEGIN: &str = "<script type=\"application/ld+json\">";
    let Some((before, rest)) = page.split_once(BEGIN) else {
        return page.to_owned();
    };
    let (_, after) = rest.split_once("</script>").unwrap();
    format!("{before}{after}")
}

/// Bytes after gzip at its usual level.
fn compressed(text: &[u8]) -> usize {
    let mut compressor = libdeflater::Compressor::new(libdeflater::CompressionLvl::new(6).unwrap());
    let mut out = vec![0; compressor.gzip_compress_bound(text.len())];
    compressor.gzip_compress(text, &mut out).unwrap()
}

#[test]
fn an_article_of_800_words_weighs_less_than_14_kb() {
    const BYTES_MAX: usize = 14_000;
    let press = Press::new(Settings::default());
    let facts = sample::quiet_article();
    let words = facts.content.body.word_count();
    assert!((750..850).contains(&words), "{words}");
    for theme in press::BUILT_IN {
        let mut title = sample::gazzetta();
        title.theme = theme.to_owned();
        let page = press.article(&title, &facts).unwrap();
        let path = page.split('"').find(|part| part.ends_with(".css")).unwrap();
        let (css, _) = press.asset(path).unwrap();
        let bytes = compressed(page.as_bytes()) + compressed(&css);
        assert!(bytes <= BYTES_MAX, "{theme}: {bytes}");
        println!(
            "{theme}: html {} css {}",
            compressed(page.as_bytes()),
            compressed(&css)
        );
    }
}

#[test]
fn every_page_that_robots_may_list_says_what_it_is() {
    let press = Press::new(Settings::default());
    for title in [sample::gazzetta(), sample::observer()] {
        let mut pages = all(&press, &title);
        let mut section = sample::section();
        section.about = String::new();
        pages.push(("section", press.section(&title, &section).unwrap()));
        for (name, page) in pages {
            let listed = !page.contains("<meta name=\"robots\" content=\"noindex\">");
            let says = page.contains("<meta name=\"description\" content=\"");
            assert!(says || !listed, "{name} of {}", title.name);
        }
    }
}

#[test]
fn the_shell_has_what_stands_around_the_words_of_an_article() {
    const BYTES_MAX: usize = 45_000;
    let press = Press::new(Settings::default());
    let title = sample::gazzetta();
    let shell = String::from_utf8(press.shell(&title).unwrap()).unwrap();
    assert!(shell.len() < BYTES_MAX, "{}", shell.len());
    let page = press.article(&title, &sample::quiet_article()).unwrap();
    for around in [
        "<ul class=\"rec\" aria-label=\"Scheda dell’articolo\" data-record=\"record\"><li>",
        "<figure class=\"big\"><div class=\"pic\"><img class=\"tn",
        "\"image\":{\"@type\":\"ImageObject\",\"url\":\"",
        "\"/media/",
        "1200.webp 1200w",
        " sizes=\"(min-width:70rem) 66rem,100vw\"",
        "<figcaption>",
    ] {
        assert!(page.contains(around), "no {around} in {page}");
        assert!(shell.contains(around), "{around}");
    }
}

#[test]
fn an_article_is_passed_on_by_its_address_as_it_is() {
    let press = Press::new(Settings::default());
    let title = sample::gazzetta();
    let facts = sample::quiet_article();
    let page = press.article(&title, &facts).unwrap();
    let url = &facts.canonical;
    for way in [
        format!("&amp;body={url}\""),
        format!("https://t.me/share/url?url={url}&amp;text="),
    ] {
        assert!(page.contains(&way), "{way}");
    }
}

#[test]
fn no_page_runs_or_fetches_anything_of_others() {
    let press = Press::new(Settings::default());
    for theme in press::BUILT_IN {
        let mut title = sample::gazzetta();
        title.theme = theme.to_owned();
        for (name, page) in all(&press, &title) {
            assert_eq!(
                without_data(&page).matches("<script").count(),
                0,
                "{theme} {name}"
            );
            for forbidden in [" style=", " onload", "<iframe", "javascript:"] {
                assert!(!page.contains(forbidden), "{theme} {name}: {forbidden}");
            }
            // The search is where somebody looks for something, and where they found nothing.
            let searches = name.starts_with("search") || ["error", "unavailable"].contains(&name);
            assert_eq!(page.contains("<form"), searches, "{theme} {name}");
            for address in page.split("src=\"").skip(1) {
                assert!(address.starts_with('/'), "{theme} {name}");
            }
        }
    }
}

#[test]
fn a_page_is_made_again_byte_for_byte() {
    let title = sample::gazzetta();
    let one = all(&Press::new(Settings::default()), &title);
    let two = all(&Press::new(Settings::default()), &title);
    assert_eq!(one, two);
}

#[test]
fn every_link_within_a_page_has_its_end() {
    let press = Press::new(Settings::default());
    for theme in press::BUILT_IN {
        let mut title = sample::gazzetta();
        title.theme = theme.to_owned();
        for (name, page) in all(&press, &title) {
            for anchor in page
                .split("href=\"#")
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
            {
                assert_eq!(
                    page.matches(&format!(" id=\"{anchor}\"")).count(),
                    1,
                    "{theme} {name}: #{anchor}"
                );
            }
        }
    }
}

#[test]
fn hostile_words_in_every_field_stay_words() {
    const HOSTILE: &str =
        "\"><script>alert(1)</script><img src=x onerror=alert(1)>'javascript:alert(1)";
    let mut facts = sample::labelled_article();
    let mut title = sample::gazzetta();
    macro_rules! hostile {
        ($($field:expr),* $(,)?) => { $($field = HOSTILE.to_owned();)* };
    }
    hostile!(
        title.name,
        title.motto,
        title.network,
        title.imprint.director,
        title.imprint.publisher,
        title.imprint.email,
        title.imprint.phone,
        title.imprint.vat,
        title.menu[0].name,
        title.menu[0].path,
        title.social[0].url,
        title.siblings[0].name,
        title.siblings[0].base_url,
        title.pages[0].name,
        title.pages[2].path,
        title.language,
        title.zone,
        facts.path,
        facts.canonical,
        facts.history,
        facts.content.headline,
        facts.content.kicker,
        facts.content.standfirst,
        facts.content.byline[0].name,
        facts.content.sources[0].name,
        facts.content.sources[2].url,
        facts.content.sources[0].note,
        facts.content.ai_note,
        facts.content.reviewer,
        facts.content.rights,
        facts.content.language,
        facts.people[0].about,
        facts.people[0].path,
        facts.topics[0].name,
        facts.topics[0].path,
        facts.notes[0].note,
        facts.notes[1].editor,
        facts.translations[0].url,
        facts.translations[0].language,
        facts.related[0].headline,
        facts.related[0].href,
        facts.comments.threads[0].name,
        facts.comments.threads[0].text,
        facts.comments.threads[0].id,
        facts.comments.threads[0].website
    );
    if let Some(sponsor) = &mut facts.content.sponsor {
        sponsor.name = HOSTILE.to_owned();
    }
    if let Some(picture) = &mut facts.content.picture {
        picture.alt = HOSTILE.to_owned();
        picture.credit = HOSTILE.to_owned();
    }
    let press = Press::new(Settings::default());
    for theme in press::BUILT_IN {
        title.theme = theme.to_owned();
        let withdrawn = paper::reading::pages::ArticleFacts {
            content: paper::articles::content::Content {
                state: paper::articles::content::State::Withdrawn,
                ..facts.content.clone()
            },
            ..facts.clone()
        };
        for page in [
            press.article(&title, &facts),
            press.article(&title, &withdrawn),
            press.imprint(&title),
        ] {
            let page = page.unwrap();
            assert!(!without_data(&page).contains("<script"), "{theme}");
            assert!(!page.contains("<img src=x"), "{theme}");
            assert!(!page.contains("href=\"javascript:"), "{theme}");
        }
    }
}

#[test]
fn words_that_were_found_are_marked_and_nothing_else_is_markup() {
    let press = Press::new(Settings::default());
    let title = sample::gazzetta();
    let page = press.search(&title, &sample::search()).unwrap();
    assert!(
        page.contains("… da sopra l’<mark>argine</mark> …"),
        "{page}"
    );
    assert!(page.contains("</mark> &lt;b&gt; &amp; &quot;altro&quot;</a>"));
    assert!(page.contains("value=\"argine &quot;acqua alta&quot;\""));
    assert!(page.contains("<meta name=\"robots\" content=\"noindex\">"));
    assert!(page.contains("type=\"hidden\" name=\"section\" value=\"cronaca\""));
    let narrowed = "/search?q=argine%20%22acqua%20alta%22&amp;section=cronaca&amp;kind=opinion&amp;from=2026-01-01";
    assert!(page.contains(narrowed), "{page}");
    assert!(page.contains(&format!(
        "{}&amp;page=3",
        narrowed.replace("&amp;kind=opinion", "")
    )));
}
