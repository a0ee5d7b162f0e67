//! What a theme cannot take from readers.

use crate::sample;
use press::{Press, Settings};
use std::fs;
use std::path::Path;

/// A press with one theme of the newspaper's own, named `own`.
fn with_theme(folder: &Path, files: &[(&str, &str)]) -> Press {
    let theme = folder.join("own");
    fs::create_dir_all(theme.join("parts")).unwrap();
    fs::write(
        theme.join("theme.toml"),
        "context = 1\ninherits = \"broadsheet\"\n",
    )
    .unwrap();
    for (name, text) in files {
        fs::write(theme.join(name), text).unwrap();
    }
    Press::new(Settings {
        themes: Some(folder.to_owned()),
        live_reload: false,
    })
}

fn article_in(files: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let press = with_theme(folder.path(), files);
    let mut title = sample::gazzetta();
    title.theme = "own".into();
    press.article(&title, &sample::labelled_article()).unwrap()
}

/// What every article page must say, whatever its theme.
const MANDATORY: [&str; 12] = [
    "<meta charset=\"utf-8\">",
    "<link rel=\"canonical\" href=\"https://gazzetta.example/2026/11/23/traghetto-fermo-sant-erasmo\">",
    "class=\"skip vh\"",
    "Contenuto pagato da Cantieri Riuniti",
    "Testo generato con l’intelligenza artificiale, riletto da Teresa Ghis",
    "rel=\"author\" href=\"/people/ada-morin\"",
    "Pubblicato <time datetime=\"2026-11-23T10:05:00+01:00\">",
    "come è cambiato questo articolo",
    "abbiamo scritto che le pale perse erano tre",
    "id=\"sources\"",
    "Uso dell’intelligenza artificiale: generata.",
    "Direttore responsabile: Teresa Ghis.",
];

fn assert_complete(page: &str) {
    for piece in MANDATORY {
        assert!(page.contains(piece), "missing: {piece}\n{page}");
    }
    assert!(page.contains("<html lang=\"it\" dir=\"ltr\">"), "{page}");
}

#[test]
fn a_theme_that_prints_only_the_headline_gets_the_rest_put_in() {
    let page = article_in(&[(
        "article.html",
        "<html><head></head><body><main><h1>{{ article.headline }}</h1>{{ article.body }}</main></body></html>",
    )]);
    assert_complete(&page);
    let at = |text: &str| page.find(text).unwrap();
    assert!(at("</h1>") < at("class=\"labels\""));
    assert!(at("class=\"labels\"") < at("data-record=\"byline\""));
    assert!(at("data-record=\"byline\"") < at("data-record=\"record\""));
    assert!(at("data-record=\"record\"") < at("data-record=\"notes\""));
    assert!(at("data-record=\"notes\"") < at("Alle 6.40 di luned"));
}

#[test]
fn pieces_hidden_in_the_markup_count_as_forgotten() {
    for (open, close) in [
        ("<!-- ", " -->"),
        ("<div hidden>", "</div>"),
        ("<template>", "</template>"),
        ("<details><summary>…</summary>", "</details>"),
        ("<div aria-hidden=\"true\">", "</div>"),
        ("<div style=\"display:none\">", "</div>"),
        ("<noscript>", "</noscript>"),
        ("<div><textarea>", "</textarea></div>"),
    ] {
        let template = format!(
            "<!doctype html><html lang=\"{{{{ page.language }}}}\" dir=\"{{{{ page.direction }}}}\"><head>{{{{ page.head }}}}</head>\
             <body><main><h1>{{{{ article.headline }}}}</h1>\
             {open}{{{{ article.labels }}}}{{{{ article.byline }}}}{{{{ article.record }}}}{{{{ article.notes }}}}{{{{ article.sources }}}}\
             {{{{ article.disclosure }}}}{close}</main></body></html>"
        );
        let page = article_in(&[("article.html", &template)]);
        let seen = page.find("</h1>").unwrap();
        let byline = page.find("data-record=\"byline\"").unwrap();
        let hidden = page.find(open).unwrap();
        assert!(seen < byline && byline < hidden, "{open}: {page}");
    }
}

#[test]
fn a_theme_that_drops_the_labels_of_cards_is_not_used() {
    let folder = tempfile::tempdir().unwrap();
    let press = with_theme(
        folder.path(),
        &[(
            "section.html",
            "<h1>{{ section.name }}</h1>{% for day in section.days %}{% for c in day.cards %}<a href=\"{{ c.href }}\">{{ c.headline }}</a>{% endfor %}{% endfor %}",
        )],
    );
    let mut title = sample::gazzetta();
    title.theme = "own".into();
    let page = press.section(&title, &sample::section()).unwrap();
    assert!(
        page.contains("Contenuto pagato da Cantieri Riuniti"),
        "{page}"
    );
    assert!(
        page.contains("/theme/broadsheet."),
        "printed with the built-in theme"
    );
    let (css, _) = press.asset(stylesheet(&page)).unwrap();
    assert!(!css.is_empty());
}

fn stylesheet(page: &str) -> &str {
    page.split('"')
        .find(|part| part.starts_with("/theme/") && part.ends_with(".css"))
        .unwrap()
}

#[test]
fn the_stylesheet_begins_with_what_no_theme_may_undo() {
    let folder = tempfile::tempdir().unwrap();
    let press = with_theme(
        folder.path(),
        &[("more.css", "[data-record]{display:none}")],
    );
    let mut title = sample::gazzetta();
    title.theme = "own".into();
    let page = press.article(&title, &sample::article()).unwrap();
    let (css, kind) = press.asset(stylesheet(&page)).unwrap();
    let css = String::from_utf8(css).unwrap();
    assert_eq!(kind, "text/css; charset=utf-8");
    assert!(
        css.starts_with("@layer colophon-record{"),
        "the first layer beats all others with what is important"
    );
    assert!(css.contains("[data-record]{display:var(--colophon-none,revert)}"));
    assert!(
        css.contains("@layer colophon{"),
        "the inherited stylesheet is still there"
    );
}
