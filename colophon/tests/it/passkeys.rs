//! Passkeys in a real browser that has an authenticator: registered, used and taken away by the pages' own script.

use crate::person::Person;
use browser::Demo;
use std::path::Path;

/// Where passkeys of the demo are good.
const HOST: &str = "gazzetta.localhost";

async fn goes(person: &mut Person, path: &str) {
    let url = format!("{}{path}", person.newsroom);
    person.browser.visit(&url, true).await.unwrap();
}

async fn goes_out(person: &mut Person) {
    person.browser.presses(".who form button").await.unwrap();
    person.browser.awaits("#password").await.unwrap();
}

#[tokio::test]
async fn a_passkey_opens_the_newsroom_until_it_is_removed_in_a_browser() {
    let demo = Demo::start(Path::new(env!("CARGO_BIN_EXE_colophon"))).unwrap();
    let mut ada = Person::signed_in(&demo, "ada").await;
    let machine = ada.browser.gets_authenticator().await.unwrap();

    goes(&mut ada, "/account").await;
    ada.browser
        .types("#passkey-name", "Portatile")
        .await
        .unwrap();
    ada.browser.presses("[data-register] button").await.unwrap();
    ada.browser.awaits("[data-codes] li").await.unwrap();
    assert_eq!(ada.browser.passkeys(&machine).await.unwrap(), [HOST]);
    goes(&mut ada, "/account").await;
    let account = ada.browser.source().await.unwrap();
    assert!(account.contains("<b>Portatile</b>"), "{account}");

    // Somebody who is asked who they are gives it again, and goes on to where they were going.
    let proof = "/account?prove=1&to=/newsroom/t/gazzetta/desk";
    goes(&mut ada, proof).await;
    ada.browser.presses("[data-prove] button").await.unwrap();
    ada.browser.awaits("[data-list]").await.unwrap();
    goes_out(&mut ada).await;
    ada.browser.presses("[data-passkey] button").await.unwrap();
    ada.browser.awaits(".rail .who").await.unwrap();
    let desk = ada.browser.address().await.unwrap();
    assert!(desk.ends_with("/desk"), "{desk}");

    goes(&mut ada, "/account").await;
    ada.browser
        .presses("form[action$=remove-passkey] button")
        .await
        .unwrap();
    ada.browser.awaits(".told[role=status]").await.unwrap();
    let account = ada.browser.source().await.unwrap();
    assert!(!account.contains("<b>Portatile</b>"), "{account}");
    goes_out(&mut ada).await;
    // The machine still has it; the newsroom does not know it any more.
    assert_eq!(ada.browser.passkeys(&machine).await.unwrap(), [HOST]);
    ada.browser.presses("[data-passkey] button").await.unwrap();
    ada.browser
        .awaits("[data-passkey] [data-fault]:not([hidden])")
        .await
        .unwrap();
    let door = ada.browser.source().await.unwrap();
    assert!(door.contains("The passkey was not accepted"), "{door}");
    let password = demo.password("ada").expect("a password");
    ada.browser.types("#name", "ada").await.unwrap();
    ada.browser.types("#password", password).await.unwrap();
    ada.browser.presses("form.stack button").await.unwrap();
    ada.browser.awaits(".rail .who").await.unwrap();
}
