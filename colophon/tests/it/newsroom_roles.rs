//! Every button of the newsroom as each role meets it: what is shown works, and what is hidden is refused all the same.
//!
//! The pages are found by their links and the buttons on them, in a real browser, so that a new one is held to this without
//! anybody's remembering.

use crate::person::Person;
use browser::Demo;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Who works in which role, and whether the demo gives them a password. The deeds that leave most behind come last.
const ROLES: [(&str, bool); 6] = [
    ("ada", true),
    ("luisa", true),
    ("bruno", true),
    ("teresa", true),
    ("guido", false),
    ("operator", false),
];

/// What anybody may send who works for the title, though the page shows the button only now and then: that one has seen what
/// one's own bell told; a save on the way to the panel, which says itself who may publish; the settings as a whole, which lead
/// to the first page of them one may see; who may move a text may take on one that nobody has.
const ANYBODYS: [&str; 4] = [
    "/newsroom/t/gazzetta/seen",
    "/newsroom/articles/* to_publish=*",
    "/newsroom/articles/*/assign",
    "/newsroom/t/gazzetta/settings",
];

/// What such a button says behind its address: a topic the text names, which whoever writes it may choose as well.
const OF_THE_TEXT: [&str; 2] = [" add_topic=", " link_topic="];

/// Buttons that end what the others need: pressed after them.
const LATE: [&str; 10] = [
    "/account/",
    "/measures",
    "/kill",
    "/withdraw",
    "/spike",
    "/installation/",
    "/titles",
    "/people/doors",
    "/people/accounts/",
    "/sign-out",
];

/// A button, as a page shows it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Button {
    /// Where its form goes, without names and numbers, and what the button says with it.
    key: String,
    page: String,
    to: String,
    fields: Vec<(String, String)>,
    whole: bool,
}

/// What a person finds.
#[derive(Debug, Deserialize)]
pub(crate) struct Walked {
    /// The address of one page of each kind.
    pub(crate) samples: Vec<String>,
    kinds: Vec<String>,
    forms: Vec<Button>,
    faults: Vec<String>,
}

/// All that somebody finds by following links.
pub(crate) async fn walked(person: &Person) -> Walked {
    does(person, "walk", &[]).await
}

/// What came of a button.
#[derive(Debug, Deserialize)]
struct Came {
    key: String,
    status: u16,
    /// Where the answer led, if it led on.
    came: String,
}

async fn does<T: for<'de> Deserialize<'de>>(person: &Person, deed: &str, given: &[Button]) -> T {
    let given = serde_json::to_string(given).unwrap();
    let script = format!(
        "const DEED = {deed:?}; const GIVEN = {given};\n{}",
        include_str!("newsroom_roles.js")
    );
    let said = person.browser.asks_and_waits(&script).await.unwrap();
    assert_eq!(said.get("broke"), None, "{said}");
    serde_json::from_value::<T>(said.clone()).unwrap_or_else(|error| panic!("{error}: {said}"))
}

impl Came {
    fn told(&self) -> String {
        format!("{} {} {}", self.status, self.key, self.came)
    }
}

/// Buttons pressed by all six together, at least: what one has pressed is often gone for the next.
const PRESSED_MIN: usize = 150;

#[tokio::test]
async fn every_button_works_for_whom_it_is_shown_and_for_nobody_else_in_a_browser() {
    let demo = Demo::start(Path::new(env!("CARGO_BIN_EXE_colophon"))).unwrap();
    let mut faults = Vec::new();
    let mut found = Vec::new();
    for (account, signs_in) in ROLES {
        let person = match signs_in {
            true => Person::signed_in(&demo, account).await,
            false => Person::by_link(&demo, account).await,
        };
        let walked = walked(&person).await;
        faults.extend(
            walked
                .faults
                .iter()
                .map(|fault| format!("{account}: {fault}")),
        );
        found.push((account, person, walked));
    }
    let kinds: BTreeSet<&String> = found
        .iter()
        .flat_map(|(_, _, walked)| &walked.kinds)
        .collect();
    let all: BTreeMap<&str, &Button> = found
        .iter()
        .flat_map(|(_, _, walked)| &walked.forms)
        .map(|form| (form.key.as_str(), form))
        .collect();
    assert!(
        kinds.len() > 40 && all.len() > 80,
        "{} kinds of page, {} buttons",
        kinds.len(),
        all.len()
    );

    for (account, person, walked) in &found {
        let own: BTreeSet<&str> = walked.forms.iter().map(|form| form.key.as_str()).collect();
        let hidden: Vec<Button> = all
            .iter()
            .filter(|(key, _)| !own.contains(*key) && !ANYBODYS.contains(key))
            .filter(|(key, _)| !OF_THE_TEXT.iter().any(|said| key.contains(said)))
            .map(|(_, form)| (*form).clone())
            .collect();
        let came: Vec<Came> = does(person, "pressAll", &hidden).await;
        for one in came.iter().filter(|one| !matches!(one.status, 403 | 404)) {
            faults.push(format!(
                "{account} was not shown, and not refused: {}",
                one.told()
            ));
        }
    }
    let mut pressed = 0;
    for (account, person, walked) in &found {
        let mut shown = walked.forms.clone();
        shown.sort_by_key(|form| LATE.iter().position(|late| form.key.contains(late)));
        let came: Vec<Came> = does(person, "pressShown", &shown).await;
        pressed += came.iter().filter(|one| one.status > 0).count();
        for one in came
            .iter()
            .filter(|one| matches!(one.status, 401 | 403 | 404 | 405 | 500..))
        {
            faults.push(format!("{account} was shown, and refused: {}", one.told()));
        }
    }
    assert!(pressed >= PRESSED_MIN, "{pressed} buttons pressed");
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}
