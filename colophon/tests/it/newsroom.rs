//! The newsroom's doors as whoever runs the machine keeps them: invitations, resets, and the first start.

use crate::support::House;
use paper::doors::{Whence, entering, links, sessions};
use paper::{Paper, Refusal};
use std::io::{BufRead, BufReader};
use std::net::Ipv4Addr;
use std::process::Stdio;

const PASSWORD: &str = "tre barche e un faro";

fn whence() -> Whence<'static> {
    Whence {
        address: Ipv4Addr::LOCALHOST.into(),
        agent: "Firefox on a desk",
        device: None,
    }
}

/// The secret of the link a command printed alone.
fn secret(printed: &str) -> &str {
    let printed = printed.strip_suffix('\n').expect("a line");
    let (address, secret) = printed.rsplit_once('/').expect("an address");
    assert_eq!(address, "http://gazette.localhost:8080/newsroom/link");
    secret
}

async fn open(house: &House) -> Paper {
    Paper::open(&house.place(), &house.data().join("media"))
        .await
        .expect("the record")
}

#[tokio::test]
async fn an_invitation_is_printed_alone_and_lets_in_who_has_it() {
    let house = House::founded();
    let invited = house.run(&["account", "invite", "ines"]).done();
    let paper = open(&house).await;
    let entered = links::spend(&paper, whence(), secret(&invited), PASSWORD, false).await;
    let Ok(entering::Entered::In(opened)) = entered else {
        panic!("in: {entered:?}");
    };
    paper.close().await;
    let said = house.run(&["account", "invite", "ines"]).refused();
    assert!(said.contains("colophon account reset ines"), "{said}");
    let said = house
        .run(&["account", "invite", "tomas", "--as", "ines"])
        .refused();
    assert!(said.contains("has no right"), "{said}");

    let reset = house
        .run(&["account", "reset", "ines", "--second-factor"])
        .done();
    house.run(&["account", "sign-out", "ines"]).done();
    let paper = open(&house).await;
    let found = sessions::find(&paper, &opened.secret)
        .await
        .expect("a read");
    assert_eq!(found, None, "she is out");
    links::open(&paper, secret(&reset)).await.expect("open");
    paper.close().await;
    let lines = house.run(&["audit", "--json"]).done();
    assert!(
        !lines.contains(secret(&reset)) && lines.contains("invite"),
        "{lines}"
    );
}

#[test]
fn a_server_where_nobody_can_sign_in_says_the_way_once_a_start_and_never_after_somebody_can() {
    let house = House::founded();
    let starts = || {
        let mut serving = house
            .command(&["serve", "--listen", "127.0.0.1:0", "--ops", "off"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let lines = BufReader::new(serving.stdout.take().expect("piped")).lines();
        let said: Vec<String> = lines.map_while(Result::ok).take(2).collect();
        serving.kill().expect("ended");
        serving.wait().expect("it ends");
        said
    };
    let said = starts();
    let port = said[0]
        .strip_prefix("listening on http://127.0.0.1:")
        .expect("says where");
    let link = said[1]
        .strip_prefix(&format!(
            "newsroom: http://gazette.localhost:{port}/newsroom/link/"
        ))
        .expect("says the way");
    let works = tokio::runtime::Runtime::new().expect("a runtime");
    works.block_on(async {
        let paper = open(&house).await;
        let link = links::open(&paper, link).await.expect("open");
        assert_eq!(link.handle, "operator");
        paper.close().await;
    });
    let again = starts();
    works.block_on(async {
        let paper = open(&house).await;
        let spent = links::open(&paper, link)
            .await
            .expect_err("the earlier one is over");
        assert_eq!(spent.refusal(), Some(&Refusal::LinkSpent));
        let (_, newer) = again[1].rsplit_once('/').expect("an address");
        links::spend(&paper, whence(), newer, PASSWORD, false)
            .await
            .expect("in");
        let further = paper::doors::first_secret(&paper).await.expect("asked");
        assert_eq!(further, None, "a start says nothing of it any more");
        paper.close().await;
    });
}

#[test]
fn the_newsroom_has_one_host_and_roles_that_want_a_second_factor() {
    let house = House::founded();
    let shown = house.run(&["newsroom", "show"]).done();
    assert_eq!(
        shown,
        "http://gazette.localhost:8080/newsroom/\n  second factor: as each person likes\n"
    );
    let said = house
        .run(&["newsroom", "set", "--host", "elsewhere.example"])
        .refused();
    assert!(said.contains("elsewhere.example"), "{said}");
    let set = [
        "newsroom",
        "set",
        "--second-factor",
        "director",
        "--second-factor",
        "editor",
    ];
    house.run(&set).done();
    house
        .run(&["newsroom", "set", "--no-second-factor", "editor"])
        .done();
    let shown = house.run(&["newsroom", "show", "--json"]).json();
    assert_eq!(shown["second_factor"], serde_json::json!(["director"]));
    assert_eq!(shown["host"], "gazette.localhost");
    let said = house
        .run(&[
            "newsroom",
            "set",
            "--no-second-factor",
            "director",
            "--as",
            "ines",
        ])
        .refused();
    assert!(said.contains("has no right"), "{said}");
}
