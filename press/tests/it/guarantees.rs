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

/// A template that prints the record's pieces between two texts and nowhere else.
fn pieces_between(open: &str, close: &str) -> String {
    format!(
        "<!doctype html><html lang=\"{{{{ page.language }}}}\" dir=\"{{{{ page.direction }}}}\"><head>{{{{ page.head }}}}</head>\
         <body>{{{{ page.skip }}}}<main><h1>{{{{ article.headline }}}}</h1>\
         {open}{{{{ article.labels }}}}{{{{ article.byline }}}}{{{{ article.record }}}}{{{{ article.notes }}}}{{{{ article.sources }}}}\
         {{{{ article.disclosure }}}}{close}</main>{{{{ page.colophon }}}}</body></html>"
    )
}

#[test]
fn pieces_hidden_in_the_markup_count_as_forgotten() {
    for (open, close) in [
        ("<!-- ", " -->"),
        ("<div hidden>", "</div>"),
        ("<div HIDDEN=until-found>", "</div>"),
        ("<template>", "</template>"),
        ("<details><summary>…</summary>", "</details>"),
        ("<div aria-hidden=\"true\">", "</div>"),
        ("<div style=\"display:none\">", "</div>"),
        ("<noscript>", "</noscript>"),
        ("<div><textarea>", "</textarea></div>"),
        ("<div data-a='", "'></div>"),
        ("<img alt='", "'>"),
        ("<input value='", "'>"),
        ("<progress>", "</progress>"),
        ("<meter>", "</meter>"),
        ("<ruby><rp>", "</rp></ruby>"),
        ("<svg><desc>", "</desc></svg>"),
        ("<object>", "</object>"),
        ("<dialog>", "</dialog>"),
        (
            "<div><template shadowrootmode=\"open\">x</template>",
            "</div>",
        ),
        (
            "<div>",
            "<template shadowrootmode=\"open\">x</template></div>",
        ),
        // The end tag stands in a cell and ends nothing outside the table.
        (
            "<div hidden><table><tr><td></div>",
            "</td></tr></table></div>",
        ),
        // An element of this kind goes on in the next paragraph.
        ("<p><b hidden></p>", "</b>"),
    ] {
        let page = article_in(&[("article.html", &pieces_between(open, close))]);
        let seen = page.find("</h1>").unwrap();
        let byline = page.find("data-record=\"byline\"").unwrap();
        let hidden = page.find(open).unwrap();
        assert!(seen < byline && byline < hidden, "{open}: {page}");
        assert_complete(&page);
    }
    for (open, close) in [
        ("<div class=\"a > b\">", "</div>"),
        ("<details open><summary>…</summary>", "</details>"),
        ("<p>", ""),
        ("<section><header>", "</header></section>"),
    ] {
        let page = article_in(&[("article.html", &pieces_between(open, close))]);
        let byline = "data-record=\"byline\"";
        assert_eq!(page.matches(byline).count(), 1, "{open}: {page}");
        assert!(page.find(open) < page.find(byline), "{open}: {page}");
    }
}

#[test]
fn what_is_put_in_lands_where_it_is_seen_or_the_theme_is_not_used() {
    let bare = |before: &str, after: &str| {
        format!(
            "<html><head></head><body><main>{before}<h1>{{{{ article.headline }}}}</h1>{{{{ article.body }}}}</main></body>{after}"
        )
    };
    // Words that only look like tags do not take what is put in.
    for (before, after) in [
        ("<div title='</h1>'></div>", "</html>"),
        ("", "</html><!-- </body> -->"),
        ("<!-- </h1> --><textarea></h1></textarea>", "</html>"),
    ] {
        let page = article_in(&[("article.html", &bare(before, after))]);
        assert_complete(&page);
        let (h1, byline) = (page.rfind("</h1>").unwrap(), "data-record=\"byline\"");
        assert!(
            before.contains("textarea") || h1 < page.find(byline).unwrap(),
            "{page}"
        );
        assert!(
            !page.contains("/theme/broadsheet."),
            "its own theme: {page}"
        );
        let tree = scraper::Html::parse_document(&page);
        for piece in ["byline", "record", "notes", "sources", "ai", "colophon"] {
            let wanted = scraper::Selector::parse(&format!("body [data-record={piece}]")).unwrap();
            assert_eq!(tree.select(&wanted).count(), 1, "{piece}: {page}");
        }
    }
    // Where nothing that is put in would be seen, readers get the built-in theme.
    for (before, after) in [
        ("<div hidden>", "</html>"),
        ("<template>", "</html>"),
        ("<div hidden><table><tr><td></div>", ""),
    ] {
        let page = article_in(&[("article.html", &bare(before, after))]);
        assert_complete(&page);
        assert!(page.contains("/theme/broadsheet."), "{before}: {page}");
    }
    let deep = format!(
        "{{% for i in range(600) %}}<div>{{% endfor %}}{}",
        pieces_between("", "")
    );
    let page = article_in(&[("article.html", &deep)]);
    assert!(page.contains("/theme/broadsheet."), "too deep to be read");
}

#[test]
fn a_theme_without_a_list_of_related_articles_is_used_though_one_of_them_is_labelled() {
    let mut facts = sample::labelled_article();
    let sponsored = sample::section().cards.into_iter();
    facts.related = sponsored.filter(|card| card.sponsor.is_some()).collect();
    assert!(!facts.related.is_empty());
    let folder = tempfile::tempdir().unwrap();
    let press = with_theme(folder.path(), &[("article.html", &pieces_between("", ""))]);
    let mut title = sample::gazzetta();
    title.theme = "own".into();
    let page = press.article(&title, &facts).unwrap();
    assert!(!page.contains("/theme/broadsheet."), "{page}");
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

#[test]
fn what_readers_are_told_of_changes_and_of_the_publisher_stands_in_every_theme() {
    let bare = "<!doctype html><html lang=\"{{ page.language }}\" dir=\"{{ page.direction }}\"><head>{{ page.head }}</head>\
                <body>{{ page.skip }}<main><h1>X</h1></main>{{ page.colophon }}</body></html>";
    let folder = tempfile::tempdir().unwrap();
    let names = [
        "corrections.html",
        "history.html",
        "imprint.html",
        "front.html",
    ];
    let files: Vec<(&str, &str)> = names.iter().map(|name| (*name, bare)).collect();
    let press = with_theme(folder.path(), &files);
    let mut title = sample::gazzetta();
    title.theme = "own".into();
    let records = |page: &str, name: &str| {
        let tree = scraper::Html::parse_document(page);
        let wanted = scraper::Selector::parse(&format!("body [data-record={name}]")).unwrap();
        tree.select(&wanted).count()
    };
    let page = press.corrections(&title, &sample::corrections()).unwrap();
    assert_eq!(
        records(&page, "change"),
        sample::corrections().changes.len()
    );
    let page = press.history(&title, &sample::history()).unwrap();
    let versions = sample::history().revisions.len();
    assert_eq!(
        (records(&page, "version"), records(&page, "difference")),
        (versions, versions)
    );
    let page = press.imprint(&title).unwrap();
    assert_eq!(records(&page, "imprint"), 1);
    let page = press.front(&title, &sample::front()).unwrap();
    assert!(!sample::front().corrections.is_empty());
    assert_eq!(records(&page, "change"), sample::front().corrections.len());
}
