//! The index of words, written by a real server: whole however that ends.

use crate::support::{House, Server};
use std::fs;

/// What readers are told of a question, once there is an index.
fn asked(server: &Server, words: &str) -> String {
    loop {
        let answer = server.reads(&format!("/search?q={words}"));
        if answer.status == 200 {
            return answer.body;
        }
        assert_eq!(answer.status, 503, "{}", answer.body);
    }
}

fn finds(server: &Server, words: &str) -> bool {
    asked(server, words).contains("<ol class=\"list\">")
}

#[test]
fn what_a_command_publishes_beside_a_server_is_found_at_once() {
    let house = House::founded();
    let server = house.serve();
    assert!(!finds(&server, "ferry"));
    house.publishes("ferry.md");
    assert!(finds(&server, "ferry"));
    assert!(finds(&server, "ferries"), "by its stem, too");
}

#[test]
fn a_server_killed_at_any_time_finds_all_that_was_published_when_it_starts_again() {
    let house = House::founded();
    for (round, name) in ["ferry.md", "lighthouse.md"].into_iter().enumerate() {
        let server = house.serve();
        if round == 0 {
            // Killed while it makes its first index or before; the next time while it writes.
            drop(server);
            let server = house.serve();
            house.publishes(name);
            drop(server);
        } else {
            house.publishes(name);
            drop(server);
        }
    }
    let server = house.serve();
    assert!(finds(&server, "ferry") && finds(&server, "lighthouse"));
    let whole = asked(&server, "harbour");
    drop(server);

    // The same as an index made anew says.
    fs::remove_dir_all(house.data().join("search")).expect("taken away");
    let server = house.serve();
    assert_eq!(asked(&server, "harbour"), whole);
    drop(server);

    // A file that was damaged is noticed, and all is made again.
    let index = house.data().join("search/index");
    for entry in fs::read_dir(&index).expect("the index").flatten() {
        if entry
            .path()
            .extension()
            .is_some_and(|end| end == "term" || end == "idx")
        {
            let mut bytes = fs::read(entry.path()).expect("read");
            bytes.iter_mut().for_each(|byte| *byte = !*byte);
            fs::write(entry.path(), bytes).expect("written");
        }
    }
    let server = house.serve();
    assert_eq!(asked(&server, "harbour"), whole);
}

#[test]
fn the_index_is_made_anew_beside_a_server_and_looked_into_by_the_operator() {
    let house = House::founded();
    house.publishes("ferry.md");
    let none = house
        .run(&["search", "find", "ferry", "--title", "gazette"])
        .refused();
    assert!(none.contains("colophon search rebuild"), "{none}");
    let said = house.run(&["search", "rebuild"]).done();
    assert!(said.contains("1/1 articles"), "{said}");
    let server = house.serve();
    assert!(finds(&server, "ferry"));
    house.run(&["search", "rebuild"]).done();
    while house.data().join("search/next").exists() {}
    assert!(finds(&server, "ferry"));
    let found = house
        .run(&["search", "find", "ferry", "--title", "gazette"])
        .done();
    assert!(found.contains("Ferry stops for three hours"), "{found}");
    let told = house.run(&["doctor"]);
    assert!(
        format!("{told:?}").contains("the index of words is up to date"),
        "{told:?}"
    );
}
