//! Each button of the keeping rooms as each role, and hostile words in every field.

use crate::keeping_house::House;
use http::StatusCode;
use paper::rights::{Deed, Role};

const HOSTILE: &str = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";
/// Who takes part, and with which role.
const CAST: [(&str, Role); 6] = [
    ("tomas", Role::Reporter),
    ("edo", Role::Editor),
    ("ines", Role::Director),
    ("mara", Role::Moderator),
    ("piero", Role::Publisher),
    ("operator", Role::Operator),
];

/// A button: where it sends what, the right it takes, and whether that right must hold on every title.
type Button = (
    &'static str,
    &'static [(&'static str, &'static str)],
    Deed,
    bool,
);

const BUTTONS: [Button; 14] = [
    (
        "/newsroom/t/gazette/settings/general",
        &[
            ("name", "Harbour Gazette"),
            ("motto", "Of the port"),
            ("zone", "Europe/Rome"),
            ("permalink", "/{yyyy}/{mm}/{dd}/{slug}"),
            ("hosts", "gazette.test"),
        ],
        Deed::Settle,
        false,
    ),
    (
        "/newsroom/t/gazette/settings/look",
        &[("theme", "plain"), ("own", "1")],
        Deed::Settle,
        false,
    ),
    (
        "/newsroom/t/gazette/settings/comments",
        &[("mode", "desk"), ("close", "14")],
        Deed::Settle,
        false,
    ),
    (
        "/newsroom/t/gazette/settings/programs",
        &[
            ("machines", "no-training"),
            ("social", "Mastodon https://social.example/@gazette"),
        ],
        Deed::Settle,
        false,
    ),
    (
        "/newsroom/t/gazette/settings/sections/menu",
        &[("menu-news", "1")],
        Deed::Settle,
        false,
    ),
    (
        "/newsroom/t/gazette/settings/sections",
        &[("name", "Port"), ("parent", "news")],
        Deed::Keep,
        false,
    ),
    (
        "/newsroom/t/gazette/settings/sections/order",
        &[("move", "news"), ("to", "down")],
        Deed::Keep,
        false,
    ),
    (
        "/newsroom/t/gazette/settings/topics",
        &[("name", "Ferries")],
        Deed::Keep,
        false,
    ),
    (
        "/newsroom/t/gazette/settings/pages/new",
        &[
            ("name", "About us"),
            ("slug", "about"),
            ("role", "about"),
            ("body", "We are here."),
        ],
        Deed::Keep,
        false,
    ),
    (
        "/newsroom/t/gazette/settings/deputies",
        &[
            ("account", "edo"),
            ("from", "2026-03-02T20:00"),
            ("until", "2026-03-03T08:00"),
        ],
        Deed::NameDeputy,
        false,
    ),
    (
        "/newsroom/people/accounts/edo/address",
        &[("email", "edo@gazette.test")],
        Deed::Grant,
        true,
    ),
    (
        "/newsroom/people/contributors/new",
        &[("name", "Lea Moranti"), ("role-en", "Photographer")],
        Deed::Keep,
        true,
    ),
    (
        "/newsroom/people/doors",
        &[("host", "gazette.test")],
        Deed::Grant,
        true,
    ),
    (
        "/newsroom/people/accounts/tomas/grant",
        &[("role", "moderator"), ("place", "gazette/news")],
        Deed::Grant,
        true,
    ),
];

#[tokio::test]
async fn each_button_is_for_the_roles_of_the_table_and_for_no_other() {
    let house = House::new().await;
    for (handle, role) in CAST {
        let person = house.person(handle).await;
        let rules_all = matches!(role, Role::Publisher | Role::Operator);
        for (path, fields, deed, all) in BUTTONS {
            // A page that is there already has an address of its own.
            let path = match house.has_page("about").await && path.ends_with("pages/new") {
                true => "/newsroom/t/gazette/settings/pages/about",
                false => path,
            };
            let may = role.deeds().contains(&deed) && (!all || rules_all);
            let got = person.send(path, fields).await;
            if may {
                assert_eq!(
                    got.status,
                    StatusCode::SEE_OTHER,
                    "{handle} {path}: {}",
                    got.text
                );
                assert!(got.to.contains("done="), "{handle} {path}: {}", got.to);
            } else {
                let shut = [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND];
                assert!(
                    shut.contains(&got.status),
                    "{handle} {path}: {}",
                    got.status
                );
            }
        }
        let audit = person.get("/newsroom/audit").await.status == StatusCode::OK;
        assert_eq!(
            audit,
            role.deeds().contains(&Deed::Settle),
            "{handle} and the trail"
        );
        let installation = person.get("/newsroom/installation").await.status == StatusCode::OK;
        assert_eq!(installation, rules_all, "{handle} and the installation");
    }
}

#[tokio::test]
async fn hostile_words_stay_words_in_every_form() {
    let house = House::new().await;
    let operator = house.person("operator").await;
    let at = |part: &str| format!("/newsroom/t/gazette/settings/{part}");
    let forms: Vec<(String, Vec<&str>)> = vec![
        (
            at("general"),
            vec!["name", "motto", "zone", "permalink", "hosts"],
        ),
        (
            at("comments"),
            vec!["mode", "close", "hours", "address-days", "email-days"],
        ),
        (
            at("programs"),
            vec![
                "ai_declaration",
                "rights",
                "social",
                "security",
                "hubs",
                "trust",
                "ads",
            ],
        ),
        (at("look"), vec!["theme", "light", "dark"]),
        (
            at("imprint"),
            vec![
                "owner",
                "publisher",
                "director",
                "place",
                "address",
                "vat",
                "phone",
                "roc",
                "registration-court",
                "registration-number",
                "registration-date",
                "host-provider",
                "host-address",
                "beneficial",
                "reviewed",
                "owner-name",
                "owner-share",
                "ads-year",
                "ads-amount",
                "revenue-source",
                "revenue-year",
            ],
        ),
        (
            at("sections"),
            vec!["name", "slug", "lead", "parent", "edit"],
        ),
        (at("topics"), vec!["name", "slug", "lead"]),
        (at("topics/words"), vec!["name", "lead", "aliases"]),
        (at("topics/words/fact"), vec!["day", "text", "article"]),
        (at("topics/words/unfact"), vec!["fact"]),
        (at("topics/words/pin"), vec!["pinned"]),
        (at("topics/words/order"), vec!["up", "down"]),
        (at("topics/words/rename"), vec!["to"]),
        (at("topics/words/merge"), vec!["into"]),
        (at("pages/new"), vec!["name", "slug", "role", "body"]),
        (at("pages/new/preview"), vec!["name", "role", "body"]),
        (at("redirects"), vec!["path", "to"]),
        (at("deputies"), vec!["account", "from", "until"]),
        (
            "/newsroom/people/accounts/edo/address".to_owned(),
            vec!["email"],
        ),
        ("/newsroom/account/address".to_owned(), vec!["email"]),
        (
            "/newsroom/people/contributors/new".to_owned(),
            vec!["name", "slug", "email", "role-en", "bio-it"],
        ),
        (
            "/newsroom/people/accounts".to_owned(),
            vec!["handle", "person", "email"],
        ),
        (
            "/newsroom/titles".to_owned(),
            vec!["key", "name", "hosts", "language", "zone"],
        ),
        (
            "/newsroom/installation/token".to_owned(),
            vec!["label", "title", "days", "program"],
        ),
    ];
    let words = [("name", "Words"), ("slug", "words"), ("lead", "")];
    operator.does(&at("topics"), &words).await;
    for (path, names) in forms {
        let all: Vec<(&str, &str)> = names.iter().map(|name| (*name, HOSTILE)).collect();
        clean(&path, &operator.send(&path, &all).await.text);
        // One at a time as well, so that a field refused first does not spare the others.
        for name in names {
            clean(&path, &operator.send(&path, &[(name, HOSTILE)]).await.text);
        }
    }
    // What was taken is printed back as words: names that any letters fit.
    let kept = [
        ("name", HOSTILE),
        ("slug", "words"),
        ("lead", HOSTILE),
        ("parent", ""),
    ];
    operator.does(&at("sections"), &kept).await;
    operator.does(&at("topics"), &kept).await;
    let open = [("handle", "words"), ("person", HOSTILE), ("email", "")];
    operator.does("/newsroom/people/accounts", &open).await;
    for path in [
        "/newsroom/people",
        "/newsroom/people/accounts/words",
        "/newsroom/t/gazette/settings/sections",
        "/newsroom/t/gazette/settings/topics",
        "/newsroom/t/gazette/settings/topics/words",
        "/newsroom/titles",
        "/newsroom/audit",
        "/newsroom/installation?look=1",
    ] {
        clean(path, &operator.page(path).await);
    }
}

fn clean(path: &str, page: &str) {
    assert!(!page.contains("<script>alert"), "{path} has a script in it");
    assert!(!page.contains("<img src=x"), "{path} has a picture in it");
}
