//! Feeds as programs of others read them: Python's feedparser and Perl's XML::Feed (Rust's feed-rs reads every feed of
//! the tests beside this one). They are given files, and say what they understood.

use super::*;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// Headline, link, id and names of each entry, and the day it first went out; an object that says what is wrong if
/// anything is.
const PYTHON: &str = r#"
import feedparser, json, sys
d = feedparser.parse(sys.argv[1])
if d.bozo:
    print(json.dumps({"wrong": str(d.bozo_exception)})); sys.exit()
print(json.dumps({
    "version": d.version, "title": d.feed.title, "links": {l.rel: l.href for l in d.feed.links if l.rel != "hub"},
    "entries": [{"title": e.title, "link": e.link, "id": e.id, "author": e.get("author", ""),
                 "published": list(e.published_parsed)[:5], "updated": list(e.updated_parsed)[:5],
                 "text": e.content[0].value if "content" in e else e.summary} for e in d.entries]}))
"#;
/// JSON Feed 1.1 (jsonfeed.org) as a program of another language holds it to its rules.
const PYTHON_JSON: &str = r#"
import datetime, json, sys
d = json.load(open(sys.argv[1], encoding="utf-8"))
wrong = []
if d["version"] != "https://jsonfeed.org/version/1.1": wrong.append("version " + d["version"])
if not all(isinstance(d.get(k), str) and d[k] for k in ("title", "home_page_url", "feed_url")): wrong.append("head")
ids = [i["id"] for i in d["items"]]
if len(set(ids)) != len(ids) or not all(isinstance(i, str) and i for i in ids): wrong.append("ids")
for i in d["items"]:
    for k in ("date_published", "date_modified"):
        if k in i and datetime.datetime.fromisoformat(i[k]).tzinfo is None: wrong.append(k + " without zone")
    if not i["url"].startswith("http://"): wrong.append("url " + i["url"])
    if not (i.get("content_html") or i.get("content_text")): wrong.append("no content")
    if not all(a.get("name") or a.get("url") for a in i.get("authors", [])): wrong.append("authors")
    if any(isinstance(t, str) is False for t in i.get("tags", [])): wrong.append("tags")
print(json.dumps({"wrong": wrong} if wrong else {"title": d["title"],
    "entries": [{"title": i.get("title", ""), "id": i["id"], "link": i["url"]} for i in d["items"]]}))
"#;
const PERL: &str = r#"
use XML::Feed; use JSON::PP;
# Of Atom it gives texts as bytes, of RSS as characters.
sub u { my $t = shift; utf8::decode($t) unless utf8::is_utf8($t); $t }
my $f = XML::Feed->parse($ARGV[0]) or do { print encode_json({wrong => XML::Feed->errstr}); exit };
print encode_json({title => u($f->title), entries => [map { {title => u($_->title), link => $_->link, id => $_->id,
    issued => $_->issued->ymd, text => u($_->content->body)} } $f->entries]});
"#;

fn run(program: &str, words: &[&str], file: &Path) -> Value {
    let out = Command::new(program)
        .args(words)
        .arg(file)
        .output()
        .unwrap_or_else(|error| panic!("{program}: {error}; run `cargo xtask setup`"));
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(
        out.status.success(),
        "{said}\nrun `cargo xtask setup` if a module is missing"
    );
    let value: Value = serde_json::from_slice(&out.stdout).expect("JSON");
    assert!(value.get("wrong").is_none(), "{value}");
    value
}

#[tokio::test]
async fn every_feed_of_a_title_is_understood_alike_in_every_form() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    keep_ada(&gazette).await;
    let keeper = &gazette.operator;
    topics::keep(
        &gazette.paper,
        keeper,
        gazette.title,
        "pier",
        "The pier",
        None,
    )
    .await
    .expect("a topic");
    let mut filing = gazette.filing(sound("The pier & the “ferry”"));
    filing.copy.topics = vec!["pier".to_owned()];
    let old = publishing::file_and_publish(
        &gazette.paper,
        &gazette.ines,
        filing.clone(),
        Going::default(),
    )
    .await
    .expect("published");
    gazette.later(60 * 24 * 40);
    filing.copy.headline = "The pier is rebuilt".to_owned();
    publishing::file_and_publish(&gazette.paper, &gazette.ines, filing, Going::default())
        .await
        .expect("published");
    let note = "It was never so";
    withdrawing::withdraw(&gazette.paper, &gazette.ines, old.article, note)
        .await
        .expect("withdrawn");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("feed");
    for (page, part) in [
        ("", ""),
        ("/news", ""),
        ("/topics/pier", ""),
        ("/people/tomas-berg", ""),
        ("/corrections", ""),
        ("", "?archive=2026-03-1"),
        ("/topics/pier", "?archive=2026-03-1"),
    ] {
        let mut understood = Vec::new();
        for (form, program, words) in [
            ("xml", "/usr/bin/python3", ["-c", PYTHON]),
            ("xml", "perl", ["-e", PERL]),
            ("atom", "/usr/bin/python3", ["-c", PYTHON]),
            ("atom", "perl", ["-e", PERL]),
            ("json", "/usr/bin/python3", ["-c", PYTHON_JSON]),
        ] {
            let got = get(&door, HOST, &format!("{page}/feed.{form}{part}")).await;
            assert_eq!(got.status, StatusCode::OK, "{page}/feed.{form}{part}");
            std::fs::write(&file, &got.bytes).expect("written");
            let read = run(program, &words, &file);
            let entries = read["entries"].as_array().expect("entries").iter();
            let said: Vec<_> = entries
                .map(|entry| ["title", "id", "link"].map(|word| entry[word].to_string()))
                .collect();
            understood.push((format!("{form} {program}"), said));
        }
        let (_, first) = &understood[0];
        assert!(!first.is_empty(), "{page}{part}");
        for (who, said) in &understood {
            assert_eq!(said, first, "{page}{part}: {who}");
        }
    }
}

#[tokio::test]
async fn programs_in_three_languages_understand_the_same() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let headline = "Traghetto & ferry: “così” <è> l’ora";
    let published = gazette.published(headline).await;
    gazette.later(60 * 24);
    let mut copy = sound(headline);
    copy.body = body(&[
        "Ferry service resumes on 3 March 2026.",
        "Captain Luca Nardi spoke.",
    ]);
    let going = Going::change(Class::Correction, "We had written 2 March");
    publishing::change(
        &gazette.paper,
        &gazette.edo,
        published.article,
        1,
        copy,
        going,
    )
    .await
    .expect("a correction");
    let gone = gazette.published("A second ferry is bought").await.article;
    withdrawing::withdraw(&gazette.paper, &gazette.ines, gone, "It was never bought")
        .await
        .expect("withdrawn");
    let folder = tempfile::tempdir().expect("a folder");
    for form in ["xml", "atom"] {
        let file = folder.path().join(form);
        let text = get(&door, HOST, &format!("/feed.{form}")).await.bytes;
        std::fs::write(&file, &text).expect("written");
        let others = feed_rs::parser::parse(text.as_slice()).expect("Rust reads it");
        let python = run("/usr/bin/python3", &["-c", PYTHON], &file);
        let perl = run("perl", &["-e", PERL], &file);
        let id = format!("urn:uuid:{}", published.article);
        assert_eq!(others.entries[1].id, id);
        assert_eq!(
            python["links"]["self"],
            format!("http://{HOST}/feed.{form}")
        );
        for read in [&python, &perl] {
            assert_eq!(read["title"], "Harbour Gazette");
            let (new, old) = (&read["entries"][0], &read["entries"][1]);
            assert_eq!(new["title"], "Withdrawn: A second ferry is bought");
            assert!(
                new["text"]
                    .as_str()
                    .expect("a text")
                    .contains("It was never bought")
            );
            assert_eq!(old["id"], id.as_str());
            assert_eq!(
                old["link"],
                format!("http://{HOST}{}", published.addresses[0].1)
            );
            assert!(
                old["text"]
                    .as_str()
                    .expect("a text")
                    .contains("We had written 2 March")
            );
        }
        assert_eq!(perl["entries"][1]["title"], headline);
        assert_eq!(python["entries"][1]["author"], "Tomas Berg");
        assert_eq!(
            python["entries"][1]["published"],
            serde_json::json!([2026, 3, 2, 8, 0])
        );
        assert_eq!(
            python["entries"][1]["updated"],
            serde_json::json!([2026, 3, 3, 8, 0])
        );
        assert_eq!(perl["entries"][1]["issued"], "2026-03-02");
    }
}
