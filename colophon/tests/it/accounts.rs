//! Accounts, rights and the imprint: what nobody can take away by a slip.

use crate::support::House;

#[test]
fn the_last_account_that_opens_accounts_can_neither_be_closed_nor_lose_its_role() {
    let house = House::founded();
    for args in [
        &["account", "close", "operator"][..],
        &["account", "revoke", "operator", "--role", "operator"],
    ] {
        let said = house.run(args).refused();
        assert!(
            said.contains("the last account that can open accounts")
                && said.contains("colophon account grant"),
            "{said}"
        );
    }
    // A publisher of one title cannot open accounts for the network.
    house
        .run(&[
            "account",
            "grant",
            "tomas",
            "--role",
            "publisher",
            "--title",
            "gazette",
        ])
        .done();
    house.run(&["account", "close", "operator"]).refused();
    house
        .run(&["account", "grant", "tomas", "--role", "publisher"])
        .done();
    house.run(&["account", "close", "operator"]).done();
    let said = house
        .run(&["account", "add", "ada", "--name", "Ada"])
        .refused();
    assert!(said.contains("the account “operator” is closed"), "{said}");
    house
        .run(&["account", "add", "ada", "--name", "Ada", "--as", "tomas"])
        .done();
    if house.is_file() {
        house.run(&["backup", "copy.tar"]).done();
        let told = house.run(&["backup", "second.tar", "--json"]).json();
        assert!(told["files"].as_u64() > Some(0), "{told}");
    }
    house.run(&["doctor"]).done();
}

#[test]
fn a_closed_account_says_so_and_can_be_opened_again_with_its_rights() {
    let house = House::founded();
    house.run(&["account", "close", "ines"]).done();
    let title = ["section", "add", "isles", "Isles", "--title", "gazette"];
    let said = house
        .run(&[&title[..], &["--as", "ines"]].concat())
        .refused();
    assert_eq!(
        said,
        "the account “ines” is closed; colophon account open ines --as ACCOUNT opens it again"
    );
    house.run(&["account", "open", "ines"]).done();
    house.run(&[&title[..], &["--as", "ines"]].concat()).done();
    let said = house.run(&["account", "open", "ines"]).refused();
    assert_eq!(said, "the account “ines” is open already");
    house.run(&["account", "open", "nobody"]).refused();
}

#[test]
fn a_title_that_has_published_keeps_the_imprint_its_status_asks_for() {
    let house = House::founded();
    house
        .run(&["title", "set", "gazette", "--imprint", "owner="])
        .done();
    house
        .run(&[
            "title",
            "set",
            "gazette",
            "--imprint",
            "owner=Harbour Press",
        ])
        .done();
    house.publishes("ferry.md");
    for (field, named) in [
        ("owner=", "owner"),
        ("owner=  ", "owner"),
        ("email=", "email"),
        ("jurisdiction=it", "place, address, host_provider"),
    ] {
        let said = house
            .run(&["title", "set", "gazette", "--imprint", field])
            .refused();
        assert!(
            said.contains("asks for these in its imprint") && said.contains(named),
            "{field}: {said}"
        );
    }
    house
        .run(&["title", "set", "gazette", "--imprint", "owner=Quay Press"])
        .done();
}

#[test]
fn the_audit_trail_names_the_title_and_a_right_on_all_of_them() {
    let house = House::founded();
    house.publishes("ferry.md");
    house
        .run(&["account", "grant", "tomas", "--role", "editor"])
        .done();
    let lines = house.run(&["audit"]).done();
    let line = |words: &str| {
        lines
            .lines()
            .find(|line| line.contains(words))
            .unwrap_or_else(|| panic!("{words}: {lines}"))
            .to_owned()
    };
    assert!(line("article.publish").contains(" gazette "));
    assert!(line("\"tomas\"").contains("all titles"));
    assert!(line("\"ines\"").contains("\"on\":\"gazette\""));
    let told = house.run(&["audit", "--json"]).json();
    assert!(told["lines"].as_array().is_some_and(|lines| {
        lines
            .iter()
            .any(|line| line["deed"] == "article.publish" && line["title"] == "gazette")
    }));
}

#[test]
fn other_ways_to_say_a_name_are_understood() {
    // A record of its own: on a server there is one newspaper for each.
    House::empty()
        .run(&[
            "init",
            "second",
            "--name",
            "Beacon",
            "--host",
            "beacon.localhost",
            "--data",
            "second",
        ])
        .done();
    let house = House::founded();
    house
        .run(&[
            "title",
            "add",
            "--title",
            "Lamp",
            "--host",
            "lamp.localhost",
            "--language",
            "en",
        ])
        .done();
    house
        .run(&[
            "section", "add", "isles", "--name", "Isles", "--title", "gazette",
        ])
        .done();
    let pages = house.run(&["page", "list", "--title", "lamp"]).done();
    assert!(pages.contains("privacy"), "a new title has pages: {pages}");
    let listed = house.run(&["section", "list", "--title", "gazette"]).done();
    assert!(
        listed.contains("isles                    Isles"),
        "{listed}"
    );
}
