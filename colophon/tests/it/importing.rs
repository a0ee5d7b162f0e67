//! A newspaper moves in from WordPress at a terminal.

use crate::support::House;
use std::path::PathBuf;

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
    let inside = [
        "import",
        "wordpress",
        "--from",
        "http://127.0.0.1/",
        "--title",
        "gazette",
    ];
    let words = house.run(&inside).refused();
    assert!(words.contains("127.0.0.1"), "{words}");
}
