//! What `list` names, `show` tells of, to people and to programs.

use crate::support::{House, list};
use serde_json::json;

#[test]
fn sections_and_topics_are_shown_with_their_address() {
    let house = House::founded();
    let run = |args: &[&str]| house.run(args).done();
    let title = ["--title", "gazette"];
    run(&[&["section", "add", "harbour", "Harbour"], &title[..]].concat());
    let under = ["--lead", "Boats and quays", "--under", "harbour"];
    run(&[
        &["section", "add", "ferries", "Ferries"],
        &title[..],
        &under,
    ]
    .concat());
    run(&[&["topic", "add", "tides", "Tides"], &title[..]].concat());
    let shown = |args: &[&str]| {
        let mut whole = house.run(&[args, &title, &["--json"]].concat()).json();
        assert!(whole["id"].as_str().is_some_and(|id| id.len() == 36));
        whole.as_object_mut().expect("an object").remove("id");
        whole
    };
    assert_eq!(
        shown(&["section", "show", "ferries"]),
        json!({"title": "gazette", "slug": "ferries", "name": "Ferries", "lead": "Boats and quays", "under": "harbour",
               "sections": [], "url": "http://gazette.localhost:8080/ferries"})
    );
    assert_eq!(
        shown(&["section", "show", "harbour"])["sections"],
        json!(["ferries"])
    );
    assert_eq!(
        shown(&["topic", "show", "tides"]),
        json!({"title": "gazette", "slug": "tides", "name": "Tides", "lead": "",
               "kind": "subject", "aliases": [], "timeline": [], "pinned": [], "parts": [],
               "url": "http://gazette.localhost:8080/topics/tides"})
    );
    let lines = run(&[&["section", "show", "harbour"], &title[..]].concat());
    assert!(lines.contains("sections     ferries\n"), "{lines}");
    assert!(
        !lines.contains("lead") && !lines.contains("under"),
        "{lines}"
    );
}

#[test]
fn an_account_is_shown_with_every_right_and_its_section() {
    let house = House::founded();
    let grant = ["account", "grant", "tomas", "--title", "gazette", "--role"];
    let editor = ["editor", "--section", "news"];
    house.run(&[&grant[..], &editor].concat()).done();
    house
        .run(&["account", "email", "tomas", "tomas@gazette.example"])
        .done();
    assert_eq!(
        house.run(&["account", "show", "tomas", "--json"]).json(),
        json!({"handle": "tomas", "name": "Tomas Reyes", "email": "tomas@gazette.example", "active": true,
               "grants": ["editor@gazette/news", "reporter@gazette"], "password": false, "second_factor": false,
               "sessions": 0, "used_at": null})
    );
    let lines = house.run(&["account", "show", "tomas"]).done();
    assert!(
        lines.contains("editor@gazette/news, reporter@gazette"),
        "{lines}"
    );
}

#[test]
fn contributors_are_listed_and_shown() {
    let house = House::founded();
    let add = ["contributor", "add", "Ada Morin", "--role", "it=cronista"];
    house.run(&add).done();
    house.run(&["contributor", "add", "Zeno Albo"]).done();
    let listed = house.run(&["contributor", "list", "--json"]).json();
    let slugs: Vec<&serde_json::Value> = list(&listed["contributors"])
        .iter()
        .map(|person| &person["slug"])
        .collect();
    assert_eq!(slugs, ["ada-morin", "zeno-albo"]);
    assert_eq!(
        house
            .run(&["contributor", "show", "ada-morin", "--json"])
            .json(),
        json!({"slug": "ada-morin", "name": "Ada Morin", "role": {"it": "cronista"}, "bio": {}, "email": "",
               "path": "/people/ada-morin"})
    );
    let lines = house.run(&["contributor", "list"]).done();
    assert_eq!(lines.lines().count(), 2, "{lines}");
}

#[test]
fn tokens_and_webhooks_are_shown_one_by_one() {
    let house = House::founded();
    let secret = house
        .run(&["token", "add", "--role", "editor", "--label", "the archive"])
        .done();
    let listed = house.run(&["token", "list", "--json"]).json();
    let token = &list(&listed["tokens"])[0];
    let id = token["id"].as_str().expect("an id");
    let shown = house.run(&["token", "show", id, "--json"]).json();
    assert_eq!(shown["account"], "api-editor");
    assert_eq!(&shown, token, "as the list has it");
    let lines = house.run(&["token", "show", id]).done();
    assert!(
        lines.contains("the archive") && !lines.contains(secret.trim()),
        "{lines}"
    );

    let url = "https://library.example/told";
    let id = house
        .run(&["webhook", "add", "--name", "library", url])
        .done();
    let shown = house.run(&["webhook", "show", id.trim(), "--json"]).json();
    let listed = house.run(&["webhook", "list", "--json"]).json();
    assert_eq!(shown["url"], url);
    assert_eq!(shown, list(&listed["webhooks"])[0], "as the list has it");
}

#[test]
fn a_theme_is_shown_with_its_own_files_and_who_uses_it() {
    let house = House::founded();
    let folder = house.data().join("themes/marble");
    std::fs::create_dir_all(&folder).expect("a folder");
    let manifest = "context = 1\naccent = { light = \"#5a3a91\", dark = \"#c9b3f5\" }\n";
    std::fs::write(folder.join("theme.toml"), manifest).expect("written");
    std::fs::write(folder.join("more.css"), "body { margin: 0 }").expect("written");
    house
        .run(&["title", "set", "gazette", "--theme", "marble"])
        .done();
    let shown = house.run(&["theme", "show", "marble", "--json"]).json();
    assert_eq!(shown["built_in"], false);
    assert_eq!(shown["under"], json!(["broadsheet"]));
    assert_eq!(shown["files"], json!(["more.css", "theme.toml"]));
    assert_eq!(shown["accent"]["dark"], "#c9b3f5");
    assert_eq!(shown["titles"], json!(["gazette"]));
    let lines = house.run(&["theme", "show", "broadsheet"]).done();
    assert!(lines.contains("built_in     true"), "{lines}");
    std::fs::write(folder.join("theme.toml"), "context = 9").expect("written");
    let said = house.run(&["theme", "show", "marble"]).refused();
    assert!(said.contains("context = 9"), "{said}");
}

#[test]
fn documents_are_listed_with_the_address_texts_link() {
    let house = House::founded();
    let file = house.folder.path().join("order.pdf");
    std::fs::write(&file, b"%PDF-1.7\nstartxref\n9\n%%EOF\n").expect("written");
    let file = file.display().to_string();
    let add = [
        "document", "add", &file, "--title", "gazette", "--as", "ines",
    ];
    let address = house.run(&add).done();
    let listed = house.run(&["document", "list", "--json"]).json();
    assert_eq!(list(&listed["documents"])[0]["path"], address.trim());
    let lines = house.run(&["document", "list"]).done();
    assert!(lines.trim_end().ends_with(address.trim()), "{lines}");
}
