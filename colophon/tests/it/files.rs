//! What becomes of a file between the desk and readers: furniture, links, pictures, copies, dates.

use crate::support::{House, article, list};
use std::fs;

const FRONT: &str = "---\nheadline: Quay wall of Port Lorne is repaired\nkind: news\nbyline: [{name: Tomas Reyes}]\n\
    dateline: {place: Port Lorne, date: 2026-11-23}\nsources: [{kind: document, name: \"Harbour Office, notice 41/2026\"}]\nai: none\n";

fn writes(house: &House, name: &str, text: &str) {
    fs::write(house.folder.path().join(name), text).expect("written");
}

#[test]
fn furniture_is_set_aside_and_listed_by_check_and_by_publish_alike() {
    let house = House::founded();
    writes(
        &house,
        "quay.html",
        &format!(
            "{FRONT}---\n<p>The quay wall of Port Lorne was repaired on 23 November 2026, says the \
             <a href=\"https://harbour.example/n/41?utm_source=mail&amp;fbclid=x&amp;id=7\">Harbour Office</a>.</p>\
             <p>Follow us on Facebook</p><img src=\"https://elsewhere.example/a.jpg\" alt=\"A wall\">\
             <p>Leave a reply</p><script>alert(1)</script>"
        ),
    );
    let checked = house.run(&["check", "quay.html"]).done();
    let published = house
        .run(&["publish", "quay.html", "--title", "gazette", "--as", "ines"])
        .done();
    for line in [
        "set aside, as furniture of the page: Follow us on Facebook",
        "set aside, as furniture of the page: Leave a reply",
        "left out, as no article has it: picture: https://elsewhere.example/a.jpg",
        "left out, as no article has it: tracking: utm_source=mail&fbclid=x",
        "left out, as no article has it: script",
    ] {
        assert!(checked.contains(line), "{line}: {checked}");
        assert!(published.contains(line), "{line}: {published}");
    }
    let server = house.serve();
    let page = server
        .reads(&crate::support::path_of(
            &house,
            "quay-wall-of-port-lorne-is-repaired",
        ))
        .body;
    assert!(page.contains("https://harbour.example/n/41?id=7"));
    assert!(!page.contains("utm_source") && !page.contains("Follow us"));
    server.stops();
}

#[test]
fn check_refuses_the_pictures_that_publish_would_refuse() {
    let house = House::founded();
    writes(&house, "broken.webp", "no picture at all");
    let cut = b"%PDF-1.7\nnothing more";
    fs::write(house.folder.path().join("cut.pdf"), cut).expect("written");
    for (picture, words) in [
        ("missing.webp", "missing.webp: no such file"),
        ("broken.webp", "broken.webp is no readable picture"),
        ("cut.pdf", "cut.pdf is no whole PDF"),
    ] {
        writes(
            &house,
            "quay.md",
            &format!(
                "{FRONT}picture: {{file: {picture}, alt: A wall, credit: Harbour Office}}\n---\nThe quay wall was repaired."
            ),
        );
        let checked = house.run(&["check", "quay.md"]);
        assert_eq!(checked.code, 1, "{checked:?}");
        assert!(checked.out.contains(words), "{words}: {checked:?}");
        let told = house.run(&["check", "quay.md", "--json"]).json();
        assert_eq!(list(&told["files"][0]["unreadable"]).len(), 1, "{told}");
        let said = house
            .run(&["publish", "quay.md", "--title", "gazette", "--as", "ines"])
            .refused();
        assert!(said.contains(words), "{words}: {said}");
    }
    let said = house
        .run(&[
            "document", "add", "cut.pdf", "--title", "gazette", "--as", "ines",
        ])
        .refused();
    assert!(said.contains("cut.pdf is no whole PDF"), "{said}");
}

#[test]
fn a_file_published_twice_is_told_to_update_the_article_that_is_out() {
    let house = House::founded();
    let url = house.publishes("ferry.md");
    let ferry = article("ferry.md");
    let again = [
        "publish",
        ferry.as_str(),
        "--title",
        "gazette",
        "--as",
        "ines",
    ];
    let said = house.run(&again).refused();
    let address = url.replace("http://", "").replace(":8080", "");
    assert!(
        said.contains("text.elsewhere")
            && said.contains(&format!("already out on this title: {address}"))
            && said.contains(&format!("colophon update {address}")),
        "{said}"
    );
    // What recurs says so; what was taken away is out no more.
    let text = fs::read_to_string(&ferry).expect("a file");
    let series = text.replacen(
        "kind: news",
        "kind: news\nseries: Timetables\nslug: again",
        1,
    );
    writes(
        &house,
        "series.md",
        &series.replacen("slug: ferry-stops\n", "", 1),
    );
    house
        .run(&["publish", "series.md", "--title", "gazette", "--as", "ines"])
        .done();
    house
        .run(&["withdraw", &url, "--note", "Wrong year", "--as", "ines"])
        .done();
    let followed = text.replacen(
        "Service resumed at 9.55.",
        "Service resumed at 9.55, and the Harbour Office inspects all propellers in December.",
        2,
    );
    writes(
        &house,
        "follow.md",
        &followed.replacen("ferry-stops", "ferry-after", 1),
    );
    house
        .run(&["publish", "follow.md", "--title", "gazette", "--as", "ines"])
        .done();
}

#[test]
fn dates_nobody_can_mean_are_remarked_and_dating_back_is_kept() {
    let house = House::founded();
    writes(
        &house,
        "old.md",
        &format!(
            "{}published: 2024-11-23T10:00:00Z\n---\nThe quay wall was repaired on 23 November 2026.",
            FRONT.replace("date: 2026-11-23", "date: 2206-11-23")
        ),
    );
    let said = house
        .run(&["publish", "old.md", "--title", "gazette", "--as", "ines"])
        .done();
    assert!(said.contains("warning[date.future]"), "{said}");
    assert!(
        said.contains(
            "warning[published.past]: The article goes out now with the date 2024-11-23."
        ),
        "{said}"
    );
    let checked = house.run(&["check", "old.md"]).done();
    assert!(checked.contains("published.past"), "{checked}");
    let trail = house.run(&["audit"]).done();
    assert!(
        trail.contains("article.backdate") && trail.contains("2024-11-23T10:00:00Z"),
        "{trail}"
    );
}

#[test]
fn a_byline_without_a_letter_is_no_byline() {
    let house = House::founded();
    writes(
        &house,
        "dash.md",
        &format!(
            "{}---\nThe quay wall was repaired on 23 November 2026.",
            FRONT.replace("Tomas Reyes", "\"--\"")
        ),
    );
    let said = house.run(&["check", "dash.md"]);
    assert!(said.out.contains("byline.missing"), "{said:?}");
    assert!(said.err.contains("1 block in dash.md"), "{said:?}");
}
