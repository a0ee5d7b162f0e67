//! What goes to WordPress, read back by an XML parser that is not ours.

use crate::stage::Everything;
use archive::wxr::{self, Asked, Left};
use paper::reading::title::Reach;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::fs;
use std::path::Path;

/// An element with its text, its attributes and what stands in it.
#[derive(Debug, Default, Clone)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
    inside: Vec<Element>,
}

impl Element {
    fn all<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = &'a Element> + use<'a, 'n> {
        self.inside
            .iter()
            .filter(move |element| element.name == name)
    }

    fn one(&self, name: &str) -> &Element {
        self.all(name)
            .next()
            .unwrap_or_else(|| panic!("no {name} in {self:?}"))
    }

    fn say(&self, name: &str) -> &str {
        &self.one(name).text
    }

    fn field(&self, key: &str) -> Option<&str> {
        let meta = self
            .all("wp:postmeta")
            .find(|meta| meta.say("wp:meta_key") == key);
        meta.map(|meta| meta.say("wp:meta_value"))
    }
}

fn parsed(text: &str) -> Element {
    let mut reader = Reader::from_str(text);
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(start) => {
                let attributes = start.attributes().map(|attribute| {
                    let attribute = attribute.expect("an attribute");
                    let key: &str = attribute.key.as_ref();
                    (key.to_owned(), attribute.value.to_string())
                });
                let name = start.name();
                let name: &str = name.as_ref();
                open.push(Element {
                    name: name.to_owned(),
                    attributes: attributes.collect(),
                    ..Element::default()
                });
            }
            Event::End(_) => {
                let done = open.pop().expect("open");
                open.last_mut().expect("a parent").inside.push(done);
            }
            Event::Text(text) => {
                let text = text.xml_content(quick_xml::XmlVersion::Explicit1_0);
                open.last_mut().expect("open").text.push_str(&text);
            }
            Event::CData(data) => {
                open.last_mut()
                    .expect("open")
                    .text
                    .push_str(&data.into_inner());
            }
            Event::GeneralRef(reference) => {
                let sign = match &*reference.into_inner() {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    "apos" => "'",
                    other => panic!("{other} is a reference WordPress need not know"),
                };
                open.last_mut().expect("open").text.push_str(sign);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let document = open.pop().expect("the document");
    document.one("rss").one("channel").clone()
}

async fn left(all: &Everything, file: &Path) -> (Left, Element) {
    let asked = Asked {
        title: all.gazette.title,
        reach: Reach {
            scheme: "https".to_owned(),
            port: None,
        },
        at: all.gazette.paper.now(),
    };
    let left = wxr::write(&all.gazette.paper, &asked, file, &mut |_| ()).await;
    let text = fs::read_to_string(file).expect("a file");
    (left.expect("written"), parsed(&text))
}

fn items<'a>(channel: &'a Element, kind: &'a str) -> Vec<&'a Element> {
    let of_kind = |item: &&Element| item.say("wp:post_type") == kind;
    channel.all("item").filter(of_kind).collect()
}

#[tokio::test]
async fn wordpress_gets_texts_states_words_pictures_and_conversations() {
    let all = Everything::new().await;
    let folder = tempfile::tempdir().expect("a folder");
    let (left, channel) = left(&all, &folder.path().join("gazette.xml")).await;
    assert_eq!(channel.say("wp:wxr_version"), "1.2");
    assert_eq!(channel.say("wp:base_blog_url"), "https://gazette.test");
    let author = channel.one("wp:author");
    assert_eq!(author.say("wp:author_login"), "tomas-berg");
    assert_eq!(
        channel.one("wp:category").say("wp:category_nicename"),
        "news"
    );
    assert_eq!(channel.one("wp:tag").say("wp:tag_name"), "Boats & quays");

    let posts = items(&channel, "post");
    assert_eq!(posts.len() as u64, left.posts);
    let states: Vec<(&str, &str)> = posts
        .iter()
        .map(|post| (post.say("title"), post.say("wp:status")))
        .collect();
    for wanted in [
        ("Ferry sails ]]> at last", "publish"),
        ("A text in work", "draft"),
        ("A boat that never was", "private"),
        ("To come", "future"),
    ] {
        assert!(states.contains(&wanted), "{wanted:?} in {states:?}");
    }
    let ferry = posts.iter().find(|post| post.say("wp:status") == "publish");
    let ferry = ferry.expect("the ferry");
    assert_eq!(ferry.say("dc:creator"), "tomas-berg");
    assert!(
        ferry
            .say("link")
            .starts_with("https://gazette.test/2026/03/02/")
    );
    assert_eq!(ferry.say("wp:post_date_gmt"), "2026-03-02 08:00:00");
    assert_eq!(ferry.say("wp:post_date"), "2026-03-02 09:00:00", "in Rome");
    let terms: Vec<&str> = ferry
        .all("category")
        .map(|term| term.text.as_str())
        .collect();
    assert_eq!(terms, ["News", "Boats & quays"]);
    let tag = ferry.all("category").last().expect("a tag");
    assert!(
        tag.attributes
            .contains(&("domain".to_owned(), "post_tag".to_owned()))
    );

    let picture = items(&channel, "attachment");
    let [picture] = picture.as_slice() else {
        panic!("{picture:?}")
    };
    let address = picture.say("wp:attachment_url");
    assert!(
        address.starts_with("https://gazette.test/media/"),
        "{address}"
    );
    assert_eq!(
        ferry.field("_thumbnail_id"),
        Some(picture.say("wp:post_id"))
    );
    assert!(
        ferry
            .say("content:encoded")
            .contains(&format!("<img src=\"{address}\""))
    );
    assert_eq!(items(&channel, "page").len(), 1);
    assert_eq!(left.attachments, 1);
}

#[tokio::test]
async fn comments_keep_their_threads_and_give_nobody_away() {
    let all = Everything::new().await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("gazette.xml");
    let (left, channel) = left(&all, &file).await;
    let posts = items(&channel, "post");
    let comments: Vec<&Element> = posts
        .iter()
        .flat_map(|post| post.all("wp:comment"))
        .collect();
    assert_eq!(comments.len() as u64, left.comments);
    let told: Vec<(&str, &str, &str)> = comments
        .iter()
        .map(|comment| {
            (
                comment.say("wp:comment_author"),
                comment.say("wp:comment_approved"),
                comment.say("wp:comment_parent"),
            )
        })
        .collect();
    let first = comments[0].say("wp:comment_id");
    assert_eq!(
        told,
        [
            ("Lia <i>", "1", "0"),
            ("Ugo", "0", first),
            ("Mara Ferri", "0", "0")
        ]
    );
    // Plain text stays plain: no element comes of what a reader typed.
    let text = comments[0].say("wp:comment_content");
    assert!(
        text.contains("&lt;script&gt;") && !text.contains("<script"),
        "{text}"
    );
    let whole = fs::read_to_string(file).expect("a file");
    for private in [
        "mara@reader.example",
        "203.0.113.7",
        "nobody publishes",
        "Ask @tomas",
    ] {
        assert!(!whole.contains(private), "{private}");
    }
}
