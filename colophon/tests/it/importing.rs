//! A newspaper moves in from WordPress at a terminal.

use crate::support::House;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// A very small newspaper of another system.
const EXPORT: &str = r#"<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0"><channel><title>The Old Lamp</title><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_blog_url>https://oldlamp.example</wp:base_blog_url>
<wp:author><wp:author_login>ada</wp:author_login><wp:author_display_name>Ada Nardi</wp:author_display_name></wp:author>
<wp:category><wp:term_id>3</wp:term_id><wp:category_nicename>harbour</wp:category_nicename><wp:cat_name>Harbour</wp:cat_name></wp:category>
<item><title>Ferry resumes</title><link>https://oldlamp.example/2019/05/ferry-resumes/</link><dc:creator>ada</dc:creator>
<content:encoded><![CDATA[It left at six. <img src="http://127.0.0.1:9/wp-content/uploads/inside.png">]]></content:encoded>
<wp:post_id>10</wp:post_id><wp:post_date_gmt>2019-05-17 06:30:00</wp:post_date_gmt><wp:post_date>2019-05-17 08:30:00</wp:post_date>
<wp:post_name>ferry-resumes</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
<category domain="category" nicename="harbour">Harbour</category></item>
<item><title>Not for all</title><content:encoded>Secret.</content:encoded><wp:post_id>11</wp:post_id>
<wp:status>private</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>A recipe</title><wp:post_id>12</wp:post_id><wp:status>publish</wp:status><wp:post_type>recipe</wp:post_type></item>
</channel></rss>
"#;

fn export(house: &House) -> PathBuf {
    let path = house.folder.path().join("lamp.xml");
    std::fs::write(&path, EXPORT).unwrap();
    path
}

#[test]
fn a_wordpress_moves_in_is_accounted_for_and_taken_back() {
    let house = House::founded();
    let file = export(&house).display().to_string();
    let import = ["import", "wordpress", &file, "--title", "gazette", "--json"];
    let rehearsed = house.run(&[&import[..], &["--rehearse"]].concat()).json();
    assert_eq!(rehearsed["rehearsed"], true, "{rehearsed}");
    let all = house.run(&["import", "list", "--json"]).json();
    assert_eq!(all["imports"], serde_json::json!([]));

    // The picture's address points inside the network: it is not fetched, and a link stands in its place.
    let done = house
        .run(&[&import[..], &["--fetch-media"]].concat())
        .json();
    assert_eq!(done["adds_up"], true, "{done}");
    assert_eq!(done["outcomes"]["post"]["changed"], 2, "{done}");
    assert_eq!(done["outcomes"]["other"]["unknown"], 1, "{done}");
    assert_eq!(done["notes"]["picture.missing"]["count"], 1, "{done}");
    assert_eq!(done["lacks"]["source.missing"]["count"], 1, "{done}");
    let id = done["import"].as_str().unwrap().to_owned();

    let again = house.run(&import).json();
    assert_eq!(again["import"], serde_json::Value::Null, "{again}");
    assert_eq!(again["before"], 5, "{again}");

    let map = house.run(&["import", "show", &id, "--map"]).done();
    assert!(
        map.contains("post:10 [changed] /2019/05/ferry-resumes → /2019/05/ferry-resumes"),
        "{map}"
    );
    let account = house.run(&["import", "show", &id]).done();
    assert!(account.contains("The counts add up"), "{account}");
    let lacking = house
        .run(&["import", "show", &id, "--lacks", "source.missing"])
        .done();
    assert!(lacking.contains("/2019/05/ferry-resumes"), "{lacking}");
    let shown = house
        .run(&["show", "gazette.localhost/2019/05/ferry-resumes"])
        .done();
    assert!(shown.contains("Ferry resumes"), "{shown}");

    house.run(&["import", "undo", &id]).done();
    let gone = house
        .run(&["show", "gazette.localhost/2019/05/ferry-resumes"])
        .refused();
    assert!(gone.contains("there is no article"), "{gone}");
}

#[test]
fn what_is_no_export_is_refused_in_a_line() {
    let house = House::founded();
    let path = house.folder.path().join("no.xml");
    std::fs::write(&path, "<html><body>Not found</body></html>").unwrap();
    let file = path.display().to_string();
    let words = house
        .run(&["import", "wordpress", &file, "--title", "gazette"])
        .refused();
    assert!(words.contains("Tools, Export"), "{words}");
}

#[test]
fn a_damaged_export_brings_in_what_is_whole_and_says_so_by_its_code() {
    let house = House::founded();
    let file = export(&house);
    let cut = house.folder.path().join("cut.xml");
    let half = EXPORT.split("Secret.").next().unwrap();
    std::fs::write(&cut, half).unwrap();
    let import = |file: &PathBuf, more: &[&str]| {
        let file = file.display().to_string();
        let words = ["import", "wordpress", &file, "--title", "gazette"];
        house.run(&[&words[..], more].concat())
    };
    let rehearsed = import(&cut, &["--rehearse"]);
    assert_eq!(rehearsed.code, 3, "{rehearsed:?}");
    let ran = import(&cut, &[]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(
        ran.err.contains("the export is damaged in 1 place:"),
        "{ran:?}"
    );
    assert!(
        ran.out.contains("the file ends in the middle of it"),
        "{ran:?}"
    );
    house
        .run(&["show", "gazette.localhost/2019/05/ferry-resumes"])
        .done();
    // A whole one of the same site brings in the rest.
    let whole = import(&file, &["--json"]).json();
    assert_eq!(whole["damaged"], 0, "{whole}");
    assert_eq!(whole["outcomes"]["post"]["changed"], 1, "{whole}");
    assert_eq!(whole["outcomes"]["post"].get("carried"), None, "{whole}");
}

/// A former site on this machine, which keeps its people to itself.
struct Former {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
    ill: Arc<AtomicBool>,
}

impl Former {
    fn stands() -> Former {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let (asked, ill) = (Arc::default(), Arc::new(AtomicBool::new(true)));
        let former = Former { port, asked, ill };
        let (asked, ill) = (Arc::clone(&former.asked), Arc::clone(&former.ill));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.expect("a caller");
                let mut head = String::new();
                while !head.contains("\r\n\r\n") {
                    let mut bytes = [0; 4096];
                    let length = stream.read(&mut bytes).expect("a request");
                    head.push_str(&String::from_utf8_lossy(&bytes[..length]));
                }
                let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
                let (status, more, body) = answer(&path, port, ill.load(Ordering::SeqCst));
                asked.lock().unwrap().push(path);
                let head = format!(
                    "HTTP/1.1 {status}\r\n{more}content-length: {}\r\n\r\n",
                    body.len()
                );
                let _ = stream.write_all(&[head.as_bytes(), &body].concat());
            }
        });
        former
    }

    fn asked_for(&self, part: &str) -> usize {
        let asked = self.asked.lock().unwrap();
        asked.iter().filter(|path| path.contains(part)).count()
    }
}

/// What the former site says: status, headers, body.
fn answer(path: &str, port: u16, ill: bool) -> (&'static str, String, Vec<u8>) {
    let said = |body: String| {
        (
            "200 OK",
            "x-wp-total: 101\r\n".to_owned(),
            body.into_bytes(),
        )
    };
    let own = |rest: &str| format!("http://127.0.0.1:{port}{rest}");
    let post = |id: u32, text: &str| {
        format!(
            r#"{{"id":{id},"date":"2019-05-17T08:30:00","date_gmt":"2019-05-17T06:30:00","slug":"text-{id}","status":"publish",
                "link":"{}","title":{{"rendered":"Text {id}"}},"content":{{"rendered":"{text}","protected":false}},
                "excerpt":{{"rendered":""}},"author":1,"comment_status":"open","categories":[3],"tags":[]}}"#,
            own(&format!("/2019/05/text-{id}/"))
        )
    };
    let api = path.strip_prefix("/wp-json/");
    match (api, path) {
        (Some(""), _) => said(format!(
            r#"{{"name":"The Old Lamp","home":"{}","namespaces":["wp/v2"]}}"#,
            own("")
        )),
        (Some(route), _) if route.starts_with("wp/v2/users") => {
            ("401 Unauthorized", String::new(), b"{}".to_vec())
        }
        (Some(route), _) if route.starts_with("wp/v2/categories") => {
            let one = r#"[{"id":3,"name":"Harbour","slug":"harbour","parent":0}]"#;
            ("200 OK", String::new(), one.as_bytes().to_vec())
        }
        (Some(route), _) if route.starts_with("wp/v2/posts") && route.contains("&page=1&") => {
            let all: Vec<String> = (1..=100).map(|id| post(id, "<p>It left.</p>")).collect();
            said(format!("[{}]", all.join(",")))
        }
        (Some(route), _) if route.starts_with("wp/v2/posts") && ill => {
            ("500 Internal Server Error", String::new(), Vec::new())
        }
        (Some(route), _) if route.starts_with("wp/v2/posts") => {
            let here = own("/wp-content/uploads/2019/05/quay.jpg");
            let leads_away = own("/wp-content/uploads/2019/05/away.jpg");
            let text = format!(r#"<img src=\"{here}\"><p>It left.</p><img src=\"{leads_away}\">"#);
            said(format!("[{}]", post(101, &text)))
        }
        (Some(_), _) => ("200 OK", String::new(), b"[]".to_vec()),
        (None, "/wp-content/uploads/2019/05/quay.jpg") => (
            "200 OK",
            String::new(),
            include_bytes!("../../../moving/tests/cases/uploads/2019/05/quay.jpg").to_vec(),
        ),
        (None, "/wp-content/uploads/2019/05/away.jpg") => (
            "302 Found",
            "location: http://127.0.0.1:1/secret.jpg\r\n".to_owned(),
            Vec::new(),
        ),
        _ => ("404 Not Found", String::new(), Vec::new()),
    }
}

#[test]
fn a_running_site_on_this_machine_is_asked_goes_on_and_leads_nowhere_else() {
    let house = House::founded();
    let former = Former::stands();
    let from = format!("http://127.0.0.1:{}/", former.port);
    let import = [
        "import",
        "wordpress",
        "--from",
        &from,
        "--title",
        "gazette",
        "--fetch-media",
        "--json",
    ];
    let ran = house.run(&import);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("answers 500"), "{ran:?}");
    former.ill.store(false, Ordering::SeqCst);
    let done = house.run(&import).json();
    assert_eq!(former.asked_for("posts?per_page=100&page=1&"), 1);
    assert_eq!(former.asked_for("posts?per_page=100&page=2&"), 2);
    assert_eq!(done["adds_up"], true, "{done}");
    // Their people are shut away, so that each is signed with what stands for a name.
    assert_eq!(done["outcomes"]["post"]["changed"], 101, "{done}");
    // The picture of the site came; the one it sends elsewhere on this machine for did not.
    assert_eq!(done["outcomes"]["made"]["carried"], 1, "{done}");
    let missing = &done["notes"]["picture.missing"];
    assert!(missing.to_string().contains("away.jpg"), "{done}");
    let again = house.run(&import).json();
    assert_eq!(again["import"], serde_json::Value::Null, "{again}");
    assert_eq!(former.asked_for("quay.jpg"), 1);
}
