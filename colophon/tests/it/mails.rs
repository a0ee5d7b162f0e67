//! Mails as they leave a running newspaper for a mail server, and come back as a person at the door.

use crate::person::Person;
use crate::support::House;
use browser::{Demo, fetch};
use cast::post_office::PostOffice;
use std::path::Path;

/// The settings of a mail server on this machine.
fn settings(office: &PostOffice, more: &str) -> String {
    let port = office.at.port();
    format!(
        "\n[mail]\nhost = \"127.0.0.1\"\nport = {port}\ntls = \"none\"\nfrom = \"The Desk <desk@gazette.example>\"\n{more}"
    )
}

fn write(house: &House, text: &str) {
    let file = house.data().join("colophon.toml");
    let before = std::fs::read_to_string(&file).unwrap_or_default();
    std::fs::write(file, format!("{before}{text}")).expect("written");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_goes_out_by_the_mail_server_of_the_settings() {
    let mut office = PostOffice::open(&[]).await;
    let house = House::founded();
    let said = house
        .run(&["account", "invite", "ines", "--mail"])
        .refused();
    assert!(said.contains("no mail is set"), "{said}");
    std::fs::write(house.data().join("secret"), "word of the post\n").expect("written");
    let login = "user = \"desk\"\npassword_file = \"secret\"\n";
    write(&house, &settings(&office, login));
    let said = house
        .run(&["account", "invite", "ines", "--mail"])
        .refused();
    assert!(said.contains("no e-mail address"), "{said}");
    let email = ["account", "email", "ines", "ines@gazette.example"];
    house.run(&email).done();
    let said = house.run(&["account", "invite", "ines", "--mail"]).done();
    assert!(said.ends_with(" ines@gazette.example\n"), "{said}");
    let told = house.run(&["doctor"]).out;
    assert!(told.contains("the mail server lets us in"), "{told}");

    let server = house.serve();
    // The address is told that it is one now, then comes the invitation.
    let arrived = office.wait_for(2).await;
    let invitation = arrived.last().expect("a mail");
    assert_eq!(invitation.to, ["RCPT TO:<ines@gazette.example>"]);
    assert!(!invitation.login.is_empty());
    let link = invitation.link();
    let begin = format!("http://gazette.localhost:{}/newsroom/link/", server.port);
    assert!(link.starts_with(&begin), "{link}");
    let page = fetch(&link).expect("an answer");
    assert!(page.status == 200 && page.body.contains("Ines Vidal"));
}

#[test]
fn a_mail_server_that_is_set_wrongly_is_told_at_the_start() {
    let house = House::founded();
    write(
        &house,
        "\n[mail]\nhost = \"mail.gazette.example\"\nfrom = \"desk@gazette.example\"\nuser = \"desk\"\n",
    );
    let serve = ["serve", "--listen", "127.0.0.1:0", "--ops", "off"];
    let said = house.run(&serve).refused();
    assert!(said.contains("COLOPHON_MAIL_PASSWORD"), "{said}");
    write(&house, "tls = \"none\"\n");
    let said = house.run(&serve).refused();
    assert!(
        said.contains("mail.tls") && said.contains("not on this machine"),
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_chosen_anew_by_mail_in_a_browser() {
    let mut office = PostOffice::open(&[]).await;
    let mail = format!(
        "{{host=\"127.0.0.1\",port={},tls=\"none\",from=\"La redazione <redazione@valmarina.example>\"}}",
        office.at.port()
    );
    let program = Path::new(env!("CARGO_BIN_EXE_colophon"));
    let demo = Demo::start_with(program, &[("COLOPHON_MAIL", &mail)]).unwrap();
    let mut ada = Person::signed_in(&demo, "ada").await;
    ada.browser.presses(".who form button").await.unwrap();
    ada.browser.awaits("#password-help a").await.unwrap();
    ada.browser.presses("#password-help a").await.unwrap();
    ada.browser.awaits("#name-help").await.unwrap();
    ada.browser
        .types("#name", "ada@valmarina.example")
        .await
        .unwrap();
    ada.browser.presses("form.stack button").await.unwrap();
    ada.browser.awaits(".note.ok").await.unwrap();

    let mut count = 1;
    let arrived = loop {
        let arrived = office.wait_for(count).await;
        count = arrived.len() + 1;
        let asked = arrived
            .into_iter()
            .find(|one| one.plain().contains("/newsroom/link/"));
        if let Some(asked) = asked {
            break asked;
        }
    };
    assert_eq!(arrived.to, ["RCPT TO:<ada@valmarina.example>"]);
    assert_eq!(arrived.header("Content-Language"), "it");
    let link = arrived.link();
    ada.browser.visit(&link, true).await.unwrap();
    let password = "un gabbiano sul molo di notte";
    ada.browser.types("#password", password).await.unwrap();
    ada.browser.types("#again", password).await.unwrap();
    ada.browser.presses("form.stack button").await.unwrap();
    ada.browser.awaits(".rail .who").await.unwrap();

    let mut faults = Vec::new();
    for path in ["/account", "/forgotten", "/sign-in"] {
        faults.extend(ada.looks_at(path).await);
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}
