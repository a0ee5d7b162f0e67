//! What pages say to programs is what they say to readers.

use crate::pages::{all, without_data};
use crate::sample;
use paper::articles::content::{State, Statement};
use paper::copy::{BylineReason, CreditRole, Kind};
use paper::reading::facts::{PageLink, PageRole, TitleLink};
use press::{Press, Settings};
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;
use std::collections::BTreeSet;

/// A page taken apart: what readers see, where it leads, what programs are told.
struct Read {
    html: Html,
    text: String,
    addresses: BTreeSet<String>,
    graph: Vec<Value>,
}

/// Letters alone: line breaks of a template are nothing readers see.
fn letters(text: &str) -> String {
    text.split_whitespace().collect()
}

fn select<'a>(html: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    html.select(&Selector::parse(selector).unwrap()).collect()
}

fn text_of(element: ElementRef<'_>) -> String {
    element.text().collect::<Vec<_>>().join(" ")
}

impl Read {
    fn new(page: &str, base: &str) -> Read {
        let html = Html::parse_document(page);
        let data = select(&html, "script:not([src])");
        assert!(data.len() <= 1);
        let graph = data.first().map_or(Vec::new(), |data| {
            assert_eq!(data.value().attr("type"), Some("application/ld+json"));
            let value: Value = serde_json::from_str(&data.text().collect::<String>()).unwrap();
            assert_eq!(value["@context"], "https://schema.org");
            value["@graph"].as_array().unwrap().clone()
        });
        let seen = Html::parse_document(&without_data(page));
        let mut text: String = select(&seen, "body").into_iter().map(text_of).collect();
        for picture in select(&seen, "img") {
            text.push_str(picture.value().attr("alt").unwrap_or_default());
        }
        let mut addresses = BTreeSet::new();
        for element in select(&seen, "[href],[src],[srcset],[content]") {
            for name in ["href", "src", "srcset", "content"] {
                let value = element.value().attr(name).unwrap_or_default();
                for address in value.split([',', ' ']) {
                    addresses.insert(if address.starts_with('/') {
                        format!("{base}{address}")
                    } else {
                        address.to_owned()
                    });
                }
            }
        }
        Read {
            text: letters(&text),
            html,
            addresses,
            graph,
        }
    }

    fn thing(&self, property: &str) -> Value {
        let found = self.graph.iter().find(|node| !node[property].is_null());
        found.cloned().unwrap_or(Value::Null)
    }

    fn article(&self) -> Value {
        self.thing("headline")
    }

    fn times(&self, selector: &str) -> Vec<String> {
        let times = select(&self.html, selector);
        let at = |time: &ElementRef<'_>| time.value().attr("datetime").unwrap().to_owned();
        times.iter().map(at).collect()
    }
}

/// Names of values that are codes, not words.
const CODES: [&str; 9] = [
    "@type",
    "@id",
    "@context",
    "inLanguage",
    "digitalSourceType",
    "creativeWorkStatus",
    "datePublished",
    "dateModified",
    "coverageStartTime",
];

/// Every word said to programs is on the page, and every address on this host one the page leads to.
fn assert_seen(read: &Read, name: &str, value: &Value, what: &str) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                assert_seen(read, key, value, what);
            }
        }
        Value::Array(list) => {
            for value in list {
                assert_seen(read, name, value, what);
            }
        }
        Value::String(text) if CODES.contains(&name) => assert!(!text.is_empty(), "{what} {name}"),
        Value::String(text) if text.starts_with("https://") => {
            let bare = text.split('#').next().unwrap();
            let led = read.addresses.contains(text) || read.addresses.contains(bare);
            assert!(led, "{what}: nothing leads to {name} {text}");
        }
        Value::String(text) => assert!(
            read.text.contains(&letters(text)),
            "{what}: readers do not see {name}: {text}"
        ),
        _ => {}
    }
}

fn printed(facts: &paper::reading::pages::ArticleFacts) -> Read {
    let title = sample::gazzetta();
    let page = Press::new(Settings::default())
        .article(&title, facts)
        .unwrap();
    Read::new(&page, &title.base_url)
}

fn names(value: &Value) -> Vec<String> {
    let list = match value {
        Value::Array(list) => list.clone(),
        Value::Null => Vec::new(),
        one => vec![one.clone()],
    };
    list.iter()
        .map(|one| one["name"].as_str().or(one.as_str()).unwrap().to_owned())
        .collect()
}

#[test]
fn no_page_tells_programs_what_readers_do_not_see() {
    let press = Press::new(Settings::default());
    for theme in press::BUILT_IN {
        for mut title in [sample::gazzetta(), sample::observer()] {
            title.theme = theme.to_owned();
            // The sample's articles stand in sections of the first title; on a real one theirs are in the menu.
            title.menu.clone_from(&sample::gazzetta().menu);
            for (name, page) in all(&press, &title) {
                let read = Read::new(&page, &title.base_url);
                let what = format!("{theme} {} {name}", title.language);
                for node in &read.graph {
                    assert_seen(&read, "", node, &what);
                }
                let silent = ["revision", "history", "past", "error", "unavailable"];
                let silent = silent.contains(&name) || name.starts_with("search");
                assert_eq!(read.graph.is_empty(), silent, "{what}");
            }
        }
    }
}

#[test]
fn an_article_says_to_programs_word_for_word_what_it_says_to_readers() {
    let facts = sample::article();
    let read = printed(&facts);
    let article = read.article();
    let one = |selector: &str| letters(&text_of(select(&read.html, selector)[0]));
    let same = |property: &str, selector: &str| {
        assert_eq!(letters(article[property].as_str().unwrap()), one(selector));
    };
    assert_eq!(article["@type"], "ReportageNewsArticle");
    same("headline", "h1");
    same("description", ".deck");
    same("alternativeHeadline", ".kick span");
    same("copyrightNotice", "article > p.meta");
    assert_eq!(names(&article["author"]), ["Ada Morin"]);
    assert_eq!(names(&article["contributor"]), ["Nico Perlasca"]);
    assert!(one("[data-record=byline]").contains("AdaMorin"));
    let times = read.times(".rec time");
    assert_eq!(times[0], article["datePublished"]);
    assert_eq!(times[1], article["dateModified"]);
    assert_eq!(article["articleSection"], "Cronaca");
    assert_eq!(
        letters(article["dateline"].as_str().unwrap()),
        one(".by .soft")
    );
    let correction = &article["correction"];
    assert_eq!(correction["@type"], "CorrectionComment");
    assert!(one(".notes .fix").contains(&letters(correction["text"].as_str().unwrap())));
    assert_eq!(
        read.times(".notes .fix time")[0],
        correction["datePublished"]
    );
    let sources = names(&article["citation"]);
    let listed = select(&read.html, "#sources li");
    assert_eq!(sources.len(), listed.len());
    for (source, item) in sources.iter().zip(listed) {
        assert!(text_of(item).contains(source.as_str()), "{source}");
    }
    let picture = &article["image"];
    let caption = one("figure figcaption");
    assert_eq!(
        caption,
        letters(&format!(
            "{}{}",
            picture["caption"].as_str().unwrap(),
            picture["creditText"].as_str().unwrap()
        ))
    );
    let crumbs = read.thing("itemListElement")["itemListElement"].clone();
    assert_eq!(names(&crumbs), ["La Gazzetta della Laguna", "Cronaca"]);
    let publisher = read
        .graph
        .iter()
        .find(|node| node["@type"] == "NewsMediaOrganization")
        .unwrap();
    assert_eq!(publisher["@id"], article["publisher"]["@id"]);
}

#[test]
fn each_kind_is_the_type_it_is_at_schema_org() {
    for (kind, wanted) in [
        (Kind::News, "ReportageNewsArticle"),
        (Kind::Brief, "NewsArticle"),
        (Kind::Analysis, "AnalysisNewsArticle"),
        (Kind::Opinion, "OpinionNewsArticle"),
        (Kind::Interview, "ReportageNewsArticle"),
        (Kind::Service, "BackgroundNewsArticle"),
        (Kind::Listing, "NewsArticle"),
        (Kind::Obituary, "NewsArticle"),
        (Kind::Letter, "OpinionNewsArticle"),
        (Kind::Gallery, "NewsArticle"),
        (Kind::Agency, "NewsArticle"),
        (Kind::PressRelease, "Article"),
        (Kind::Satire, "SatiricalArticle"),
        (Kind::Sponsored, "AdvertiserContentArticle"),
    ] {
        let mut facts = sample::article();
        facts.content.kind = kind;
        let read = printed(&facts);
        assert_eq!(read.article()["@type"], wanted);
        for node in &read.graph {
            assert_seen(&read, "", node, wanted);
        }
    }
    let mut facts = sample::article();
    facts.content.own_reporting = None;
    assert_eq!(printed(&facts).article()["@type"], "NewsArticle");
    facts.content.kind = Kind::Live;
    let live = printed(&facts).article();
    assert_eq!(live["@type"][1], "LiveBlogPosting");
    assert_eq!(live["coverageStartTime"], live["datePublished"]);
}

#[test]
fn live_coverage_is_told_entry_by_entry_and_has_its_script_until_it_ends() {
    let mut facts = sample::article();
    facts.content.kind = Kind::Live;
    let text = "> [!key] 2026-11-23T14:32:00+01:00 Il ponte è chiuso\n> — Ines Vidal\n\nNessuno passa.\n\n\
                > [!entry] 2026-11-23T14:05:00+01:00\n\nIl livello sale ancora.\n";
    facts
        .content
        .body
        .blocks
        .extend(markup::markdown::read(text).body.blocks);
    let read = printed(&facts);
    let article = read.article();
    assert_eq!(article["coverageStartTime"], "2026-11-23T14:05:00+01:00");
    assert!(article["coverageEndTime"].is_null());
    let [first, second] = &article["liveBlogUpdate"].as_array().unwrap()[..] else {
        panic!("{article}");
    };
    assert_eq!(first["headline"], "Il ponte è chiuso");
    assert_eq!(first["articleBody"], "Nessuno passa.");
    assert_eq!(first["author"]["name"], "Ines Vidal");
    assert_eq!(first["datePublished"], "2026-11-23T14:32:00+01:00");
    assert_eq!(second["headline"], "Il livello sale ancora.");
    for update in [first, second] {
        let (page, id) = update["url"].as_str().unwrap().split_once('#').unwrap();
        assert_eq!(page, facts.canonical);
        assert_seen(&read, "", &update["articleBody"], id);
    }
    let press = Press::new(Settings::default());
    let title = sample::gazzetta();
    let page = press.article(&title, &facts).unwrap();
    assert!(
        page.contains("id=\"e20261123143200\"")
            && page.contains("<time datetime=\"2026-11-23T14:32:00+01:00\">14.32</time>")
    );
    assert!(page.contains("<li><a href=\"#e20261123143200\">Il ponte è chiuso</a></li>"));
    assert!(page.contains(&format!("data-live=\"{}/live\"", facts.path)));
    let script = page.split("<script src=\"").nth(1).unwrap();
    let script = script.split('"').next().unwrap();
    let (bytes, kind) = press.asset(script).unwrap();
    assert!(kind.starts_with("text/javascript") && !bytes.is_empty());

    facts.content.kind = Kind::News;
    let article = printed(&facts).article();
    assert_eq!(
        article["@type"],
        serde_json::json!(["ReportageNewsArticle", "LiveBlogPosting"])
    );
    assert_eq!(article["coverageEndTime"], "2026-11-23T14:32:00+01:00");
    let page = press.article(&title, &facts).unwrap();
    assert!(!page.contains("<script src") && page.contains("id=\"e20261123143200\""));
}

#[test]
fn an_unsigned_text_names_who_answers_for_it_and_nobody_else() {
    let mut facts = sample::article();
    facts.content.byline.clear();
    facts.content.byline_reason = Some(BylineReason::Desk);
    let article = printed(&facts).article();
    assert_eq!(article["author"], article["publisher"]);
    facts.content.byline_reason = Some(BylineReason::AgencyText);
    assert_eq!(
        names(&printed(&facts).article()["author"]),
        ["Agenzia Lagunare"]
    );
    facts.content.byline_reason = Some(BylineReason::Protected);
    assert!(printed(&facts).article()["author"].is_null());
    facts.content.byline = sample::article().content.byline;
    facts.content.byline[0].role = CreditRole::Translation;
    assert_eq!(
        names(&printed(&facts).article()["translator"]),
        ["Ada Morin"]
    );
}

#[test]
fn pictures_and_texts_of_a_machine_say_so_to_programs_too() {
    let article = printed(&sample::labelled_article()).article();
    let made = "https://schema.org/TrainedAlgorithmicMediaDigitalSource";
    assert_eq!(article["digitalSourceType"], made);
    assert_eq!(article["image"]["digitalSourceType"], made);
    assert_eq!(article["sponsor"]["name"], "Cantieri Riuniti");
}

#[test]
fn a_reply_is_a_comment_and_a_withdrawn_article_says_only_that_it_is() {
    let mut facts = sample::article();
    facts.notes = Vec::new();
    facts.content.statements = vec![Statement {
        name: "Luca Nardi".into(),
        text: "Non ho mai guidato quel traghetto.".into(),
        at: sample::at("2026-11-24T08:00:00Z"),
    }];
    let article = printed(&facts).article();
    assert_eq!(
        article["comment"]["text"],
        "Non ho mai guidato quel traghetto."
    );
    assert!(article["correction"].is_null());
    for (state, word) in [(State::Withdrawn, "Withdrawn"), (State::Killed, "Killed")] {
        let mut facts = sample::withdrawn();
        facts.content.state = state;
        let article = printed(&facts).article();
        assert_eq!(article["creativeWorkStatus"], word);
        for left_out in ["description", "image", "citation", "wordCount"] {
            assert!(article[left_out].is_null(), "{left_out}");
        }
    }
}

#[test]
fn an_article_of_another_title_keeps_the_publisher_it_has() {
    let mut facts = sample::article();
    facts.canonical = "https://observer.example/2026/11/23/ferry".into();
    facts.original = Some(TitleLink {
        name: "The Lagoon Observer".into(),
        base_url: "https://observer.example".into(),
        language: "en".into(),
    });
    let title = sample::gazzetta();
    let page = Press::new(Settings::default())
        .article(&title, &facts)
        .unwrap();
    let article = Read::new(&page, &title.base_url).article();
    assert_eq!(
        article["publisher"]["@id"],
        "https://observer.example/#publisher"
    );
    assert_eq!(
        article["@id"],
        "https://observer.example/2026/11/23/ferry#article"
    );
    assert!(
        !page.contains("hreflang=\"x-default\""),
        "not the canonical page"
    );
}

#[test]
fn a_policy_is_claimed_only_where_there_is_a_page_for_it() {
    let mut title = sample::gazzetta();
    let press = Press::new(Settings::default());
    let publisher = |title: &paper::reading::facts::TitleFacts| {
        let page = press.front(title, &sample::front()).unwrap();
        Read::new(&page, &title.base_url).graph[1].clone()
    };
    title.pages.clear();
    let bare = publisher(&title);
    assert!(bare["publishingPrinciples"].is_null() && bare["correctionsPolicy"].is_null());
    title.pages = [
        (PageRole::Rules, "regole"),
        (PageRole::Ethics, "deontologia"),
    ]
    .into_iter()
    .map(|(role, slug)| PageLink {
        name: slug.into(),
        path: format!("/{slug}"),
        role,
    })
    .collect();
    let told = publisher(&title);
    assert_eq!(told["correctionsPolicy"], "https://gazzetta.example/regole");
    assert_eq!(told["ethicsPolicy"], "https://gazzetta.example/deontologia");
    assert!(told["diversityPolicy"].is_null());
}

#[test]
fn no_text_ends_the_block_of_data() {
    let mut facts = sample::article();
    let hostile = "</script><script>alert(1)</script><!-- <script> \u{2028} ]]> & \"quoted\" \\ é";
    facts.content.headline = hostile.into();
    facts.content.standfirst = hostile.into();
    facts.content.byline[0].name = hostile.into();
    facts.notes[1].note = hostile.into();
    let title = sample::gazzetta();
    let page = Press::new(Settings::default())
        .article(&title, &facts)
        .unwrap();
    let data = page.split_once("ld+json\">").unwrap().1;
    let data = data.split_once("</script>").unwrap().0;
    for sign in ['<', '>', '&', '\u{2028}'] {
        assert!(!data.contains(sign), "{sign:?}");
    }
    let read = Read::new(&page, &title.base_url);
    assert_eq!(read.article()["headline"], hostile);
    assert_eq!(read.article()["correction"]["text"], hostile);
}

#[test]
fn translations_name_each_other_and_the_one_that_was_first() {
    let title = sample::gazzetta();
    let page = Press::new(Settings::default())
        .article(&title, &sample::article())
        .unwrap();
    let html = Html::parse_document(&page);
    let links: Vec<(String, String)> = select(&html, "head link[hreflang]")
        .iter()
        .map(|link| {
            let value = |name| link.value().attr(name).unwrap().to_owned();
            (value("hreflang"), value("href"))
        })
        .collect();
    let own = "https://gazzetta.example/2026/11/23/traghetto-fermo-sant-erasmo";
    let other = "https://observer.example/2026/11/23/ferry-stuck";
    let wanted = [("it", own), ("en", other), ("x-default", own)];
    assert_eq!(links, wanted.map(|(a, b)| (a.to_owned(), b.to_owned())));
}

#[test]
fn every_page_that_is_one_has_one_canonical_address() {
    let press = Press::new(Settings::default());
    let title = sample::gazzetta();
    for (name, page) in all(&press, &title) {
        let html = Html::parse_document(&page);
        let canonical = select(&html, "head link[rel=canonical]");
        let no_matter = ["error", "unavailable"].contains(&name) || name.starts_with("search");
        let wanted = usize::from(!no_matter);
        assert_eq!(canonical.len(), wanted, "{name}");
    }
    let mut second = sample::corrections();
    second.pages.number = 2;
    let page = press.corrections(&title, &second).unwrap();
    assert!(
        page.contains("rel=\"canonical\" href=\"https://gazzetta.example/corrections?page=2\"")
    );
}
