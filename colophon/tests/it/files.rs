//! What becomes of a file between the desk and readers: furniture, links, pictures, copies, dates.

use crate::support::{House, article, list};
use std::fs;

const FRONT: &str = "---\nheadline: Quay wall of Port Lorne is repaired\nkind: news\nbyline: [{name: Tomas Reyes}]\n\
    dateline: {place: Port Lorne, date: 2026-11-23}\nsources: [{kind: document, name: \"Harbour Office, notice 41/2026\"}]\nai: none\n";

fn writes(house: &House, name: &str, text: &str) {
    fs::write(house.folder.path().join(name), text).expect("written");
}

#[test]
fn furniture_of_a_bare_text_is_set_aside_and_what_no_article_has_is_listed_by_check_and_publish_alike()
 {
    let house = House::founded();
    let text = "<p>The quay wall of Port Lorne was repaired on 23 November 2026, says the \
         <a href=\"https://harbour.example/n/41?utm_source=mail&amp;fbclid=x&amp;id=7\">Harbour Office</a>.</p>\
         <img src=\"https://elsewhere.example/a.jpg\" alt=\"A wall\">";
    let pasted = format!(
        "<h1>Quay wall</h1><p>Contact us | About us | Terms</p>{text}<p>By Staff Reporter</p><p>Follow us on Facebook</p>\
         <h2>Related articles</h2><ul><li>Ferry stops for three hours</li><li>Market hall gets a roof</li></ul>"
    );
    writes(&house, "pasted.html", &pasted);
    let said = house.run(&["check", "pasted.html"]).out;
    for line in [
        "Contact us | About us | Terms",
        "By Staff Reporter",
        "Follow us on Facebook",
        "Related articles",
        "Market hall gets a roof",
    ] {
        let line = format!("set aside, as furniture of the page: {line}");
        assert!(said.contains(&line), "{line}: {said}");
    }

    writes(
        &house,
        "quay.html",
        &format!("{FRONT}---\n{text}<script>alert(1)</script>"),
    );
    let checked = house.run(&["check", "quay.html"]).done();
    let published = house
        .run(&["publish", "quay.html", "--title", "gazette", "--as", "ines"])
        .done();
    for line in [
        "left out, as no article has it: picture: https://elsewhere.example/a.jpg",
        "left out, as no article has it: tracking: utm_source=mail&fbclid=x",
        "left out, as no article has it: script",
    ] {
        assert!(checked.contains(line), "{line}: {checked}");
        assert!(published.contains(line), "{line}: {published}");
    }
    let server = house.serve();
    let path = crate::support::path_of(&house, "quay-wall-of-port-lorne-is-repaired");
    let page = server.reads(&path).body;
    assert!(page.contains("https://harbour.example/n/41?id=7"));
    assert!(!page.contains("utm_source"));
    server.stops();
}

#[test]
fn what_somebody_declared_goes_out_whole_though_it_reads_like_furniture() {
    let house = House::founded();
    let front = FRONT.replace("kind: news", "kind: service");
    let text = "How to leave a social network, in five steps, as of 23 November 2026.\n\n- Facebook\n- Instagram\n- X\n\n\
                ## Privacy policy\n\nShare your place only with people you know.\n";
    writes(&house, "networks.md", &format!("{front}---\n{text}"));
    let checked = house.run(&["check", "networks.md"]).done();
    let note = "reads like furniture of a page, and stays in the text: Facebook · Instagram · X · Privacy policy";
    assert!(checked.contains(note), "{checked}");
    house
        .run(&[
            "publish",
            "networks.md",
            "--title",
            "gazette",
            "--as",
            "ines",
        ])
        .done();
    let server = house.serve();
    let path = crate::support::path_of(&house, "quay-wall-of-port-lorne-is-repaired");
    let page = server.reads(&path).body;
    for kept in ["Instagram", "Privacy policy", "Share your place only"] {
        assert!(page.contains(kept), "{kept}");
    }
    server.stops();
    writes(&house, "x.md", "---\nheadline: One letter\n---\nx\n");
    let one = house.run(&["check", "x.md"]).out;
    assert!(!one.contains("body.missing"), "{one}");
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
        "kind: service\nseries: Timetables\nslug: again",
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
