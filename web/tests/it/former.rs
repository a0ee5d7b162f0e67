//! Addresses of the system a newspaper moved in from lead to where things are now.

use crate::stage::{Gazette, door, get, instant, sound};
use markup::Body;
use paper::articles::bringing::Brought;
use paper::imports::{self, Carried, Furniture, Item, Outcome, Part, StandingIn};
use paper::reading::facts::PageRole;
use std::collections::BTreeMap;

fn item(name: &str, number: u64, forwards: &[&str], thing: Carried) -> Item {
    Item {
        item: name.to_owned(),
        number,
        outcome: Outcome::Carried,
        notes: Vec::new(),
        lacks: Vec::new(),
        old: String::new(),
        forwards: forwards.iter().map(|path| (*path).to_owned()).collect(),
        said: [0; 3],
        thing,
    }
}

fn part(name: &str, slug: &str, forwards: &[&str]) -> Part {
    Part {
        item: item(name, 1, forwards, Carried::Nothing),
        slug: slug.to_owned(),
        name: slug.to_owned(),
        lead: String::new(),
        under: String::new(),
    }
}

async fn moved_in() -> Gazette {
    let gazette = Gazette::new().await;
    gazette.later(120);
    let (paper, by) = (&gazette.paper, &gazette.operator);
    let begun = imports::begin(
        paper,
        by,
        gazette.title,
        "https://old.example",
        "old.xml",
        &BTreeMap::new(),
    )
    .await
    .expect("begun");
    let furniture = [
        Furniture::Sections(vec![part(
            "category:harbour",
            "harbour",
            &["/category/news/harbour", "?cat=3"],
        )]),
        Furniture::Topics(vec![part("tag:ferries", "ferries", &["/tag/ferries"])]),
        Furniture::People(vec![part(
            "author:ada",
            "ada-nardi",
            &["/author/ada", "?author=2"],
        )]),
    ];
    for furniture in furniture {
        imports::furnish(paper, by, begun.id, furniture)
            .await
            .expect("furnished");
    }
    let article = Brought {
        title: gazette.title,
        section: "harbour".to_owned(),
        slug: "ferry".to_owned(),
        comments: true,
        copy: sound("Ferry service resumes"),
        first_published: instant("2019-05-17T06:30:00Z"),
        later: Vec::new(),
        elsewhere: Vec::new(),
        former: vec![
            "/archives/12".to_owned(),
            // Stands already, and stays what it is.
            "/news".to_owned(),
        ],
        said: Vec::new(),
    };
    let page = StandingIn {
        slug: "team".to_owned(),
        role: PageRole::Other,
        name: "The team".to_owned(),
        body: Body::default(),
        instead: false,
    };
    let items = vec![
        item("post:12", 2, &[], Carried::Article(Box::new(article))),
        item(
            "page:13",
            3,
            &["/about/team"],
            Carried::Page(Box::new(page)),
        ),
    ];
    imports::carry(paper, by, begun.id, items)
        .await
        .expect("carried");
    imports::finish(paper, by, begun.id).await.expect("ended");
    gazette
}

#[tokio::test]
async fn every_old_address_leads_to_where_things_are_now() {
    let gazette = moved_in().await;
    let door = door(&gazette);
    let article = "/2019/05/17/ferry";
    for (old, now) in [
        ("/archives/12", article),
        ("/archives/12/feed", article),
        ("/archives/12/comment-page-2", article),
        ("/archives/12/amp", article),
        ("/2019/05/17/ferry/2", article),
        ("/2019/05/17/ferry/a-picture", article),
        ("/?p=12", article),
        ("/?p=12&preview=true", article),
        ("/?page_id=13", "/team"),
        ("/about/team", "/team"),
        ("/category/news/harbour", "/harbour"),
        ("/category/news/harbour/feed", "/harbour/feed.xml"),
        ("/category/news/harbour/page/3", "/harbour"),
        ("/category/news/harbour/feed/rdf", "/harbour/feed.xml"),
        ("/index.php/category/news/harbour", "/harbour"),
        ("/index.php/archives/12", article),
        ("/index.php", "/"),
        ("/?cat=3", "/harbour"),
        ("/?cat=3&feed=rss2", "/harbour/feed.xml"),
        ("/tag/ferries", "/topics/ferries"),
        ("/author/ada", "/people/ada-nardi"),
        ("/author/ada/page/1", "/people/ada-nardi"),
        ("/?author=2", "/people/ada-nardi"),
        ("/2019", "/archive/2019"),
        ("/2019/05", "/archive/2019/05"),
        ("/2019/05/17", "/archive/2019/05/17"),
        ("/2019/05/page/2", "/archive/2019/05"),
        ("/?m=201905", "/archive/2019/05"),
        ("/?feed=rss2", "/feed.xml"),
        ("/feed/atom", "/feed.xml"),
        ("/feed/rss", "/feed.xml"),
        ("/feed/feed.xml", "/feed.xml"),
        ("/comments/feed.xml", "/feed.xml"),
        ("/2019/feed.xml", "/feed.xml"),
        ("/2019/05/feed", "/feed.xml"),
        ("/wp-rss2.php", "/feed.xml"),
        ("/wp-sitemap.xml", "/sitemap.xml"),
        ("/post-sitemap.xml", "/sitemap.xml"),
        ("/?s=the+ferry", "/search?q=the+ferry"),
        ("/search/the%20ferry/feed", "/search?q=the+ferry"),
        ("/page/2", "/"),
    ] {
        let got = get(&door, "gazette.test", old).await;
        assert_eq!(
            (got.status.as_u16(), got.header("location")),
            (301, now),
            "{old}"
        );
    }
    assert_eq!(get(&door, "gazette.test", "/news").await.status, 200);
    assert_eq!(get(&door, "gazette.test", article).await.status, 200);
}

#[tokio::test]
async fn what_never_was_leads_nowhere() {
    let gazette = moved_in().await;
    let door = door(&gazette);
    for path in [
        "/archives/13",
        "/category/none",
        "/2019/05/17/none",
        "/20190",
    ] {
        let got = get(&door, "gazette.test", path).await;
        assert_eq!(got.status, 404, "{path}");
    }
    for query in ["/?p=99", "/?p=x", "/?cat=", "/?author=2%27"] {
        let got = get(&door, "gazette.test", query).await;
        assert_eq!(
            (got.status.as_u16(), got.header("location")),
            (302, "/"),
            "{query}"
        );
    }
}

#[tokio::test]
async fn a_title_nothing_moved_in_to_keeps_its_addresses_to_itself() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    for path in ["/2019/05", "/author/ada", "/tag/ferries"] {
        assert_eq!(get(&door, "gazette.test", path).await.status, 404, "{path}");
    }
}
