//! The rooms in which a newspaper is kept: people, titles and settings, the installation, the audit trail.

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use cast::{Gazette, sound};
use http::{Request, StatusCode};
use paper::articles::publishing::{Going, file_and_publish};
use paper::doors::links;
use paper::reading::title::Reach;
use paper::rights::{Deed, Role};
use paper::{pages, people, sections, titles};
use press::{Press, Settings};
use std::net::SocketAddr;
use std::sync::Arc;
use tower::ServiceExt;
use web::Site;

const HOST: &str = "gazette.test";
const PASSWORD: &str = "a lamp over the quiet quay";
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

/// What came back.
struct Got {
    status: StatusCode,
    to: String,
    cookies: Vec<String>,
    text: String,
}

/// Somebody at the door, with the cookies they were given.
struct Person {
    door: Router,
    cookies: String,
}

impl Person {
    async fn ask(&self, request: http::request::Builder, body: String) -> Got {
        let from: SocketAddr = "203.0.113.5:4711".parse().expect("an address");
        let request = request
            .header("host", HOST)
            .header("cookie", &self.cookies)
            .extension(ConnectInfo(from))
            .body(Body::from(body))
            .expect("a request");
        let response = self.door.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX)
            .await
            .expect("a body");
        let header = |value: &http::HeaderValue| value.to_str().expect("ASCII").to_owned();
        Got {
            status: parts.status,
            to: parts
                .headers
                .get("location")
                .map(header)
                .unwrap_or_default(),
            cookies: parts
                .headers
                .get_all("set-cookie")
                .iter()
                .map(header)
                .collect(),
            text: String::from_utf8(bytes.to_vec()).expect("text"),
        }
    }

    async fn get(&self, path: &str) -> Got {
        self.ask(Request::get(path), String::new()).await
    }

    async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Got {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        let request = Request::post(path)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded");
        self.ask(request, form.finish()).await
    }

    /// A page that is there.
    async fn page(&self, path: &str) -> String {
        let got = self.get(path).await;
        assert_eq!(got.status, StatusCode::OK, "{path}: {}", got.text);
        got.text
    }

    /// A deed that is done, and the page it leads to.
    async fn does(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let got = self.send(path, fields).await;
        assert_eq!(got.status, StatusCode::SEE_OTHER, "{path}: {}", got.text);
        assert!(got.to.contains("done="), "{path} leads to {}", got.to);
        self.page(&got.to).await
    }
}

/// A newspaper with somebody in every role, each with a password of their own choosing.
struct House {
    gazette: Gazette,
    door: Router,
}

impl House {
    async fn new() -> House {
        let gazette = Gazette::new().await;
        let (paper, by) = (&gazette.paper, &gazette.operator);
        for (handle, name, role, title) in [
            ("mara", "Mara Lodi", Role::Moderator, Some(gazette.title)),
            ("piero", "Piero Fasan", Role::Publisher, None),
        ] {
            people::open_account(paper, by, handle, name, "")
                .await
                .expect("an account");
            people::grant(paper, by, handle, role, title, None)
                .await
                .expect("a grant");
        }
        let reach = Reach {
            scheme: "http".to_owned(),
            port: None,
        };
        let door = web::app(Site {
            paper: gazette.paper.clone(),
            press: Arc::new(Press::new(Settings::default())),
            reach,
            proxies: web::Proxies::default(),
        });
        House { gazette, door }
    }

    fn stranger(&self) -> Person {
        Person {
            door: self.door.clone(),
            cookies: String::new(),
        }
    }

    /// Somebody who chose a password by a one-time link and then came in by the form.
    async fn person(&self, handle: &str) -> Person {
        let secret = links::invite(&self.gazette.paper, &self.gazette.operator, handle)
            .await
            .expect("a link");
        let mut person = self.stranger();
        let path = paper::doors::link_path(&secret);
        let chosen = person
            .send(&path, &[("password", PASSWORD), ("again", PASSWORD)])
            .await;
        assert_eq!(chosen.status, StatusCode::SEE_OTHER, "{}", chosen.text);
        let fields = [
            ("name", handle),
            ("password", PASSWORD),
            ("to", "/newsroom/"),
        ];
        let entered = person.send("/newsroom/sign-in", &fields).await;
        assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text);
        let pairs = entered
            .cookies
            .iter()
            .filter_map(|one| one.split(';').next());
        person.cookies = pairs.collect::<Vec<_>>().join("; ");
        person
    }
}

/// A button: where it sends what, the right it takes, and whether that right must hold on every title.
type Button = (
    &'static str,
    &'static [(&'static str, &'static str)],
    Deed,
    bool,
);

const BUTTONS: [Button; 12] = [
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

impl House {
    async fn has_page(&self, slug: &str) -> bool {
        let mut session = self.gazette.paper.read().await.expect("a read");
        pages::page(&mut session, self.gazette.title, slug)
            .await
            .is_ok()
    }
}

#[tokio::test]
async fn an_account_is_opened_invited_given_a_role_and_closed() {
    let house = House::new().await;
    let piero = house.person("piero").await;
    let open = [("handle", "lea"), ("person", "Lea Moranti"), ("email", "")];
    let page = piero.does("/newsroom/people/accounts", &open).await;
    assert!(page.contains("Account opened"), "{page}");
    let again = piero.send("/newsroom/people/accounts", &open).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again.text.contains("value=\"Lea Moranti\""),
        "what was typed is kept"
    );
    let at = "/newsroom/people/accounts/lea";
    let invited = piero.send(&format!("{at}/invite"), &[]).await;
    assert!(
        invited.text.contains("http://gazette.test/newsroom/link/"),
        "{}",
        invited.text
    );
    assert!(
        !piero.page(at).await.contains("/newsroom/link/"),
        "shown once"
    );
    let right = [("role", "editor"), ("place", "gazette/news")];
    assert!(
        piero
            .does(&format!("{at}/grant"), &right)
            .await
            .contains("Editor")
    );
    let rights = piero.does(&format!("{at}/revoke"), &right).await;
    assert!(rights.contains("It has no role yet"), "{rights}");
    assert!(
        piero
            .does(&format!("{at}/close"), &[])
            .await
            .contains("Account closed")
    );
    assert!(
        piero
            .does(&format!("{at}/reopen"), &[])
            .await
            .contains("open again")
    );
    // The factor of a role holds at once, also for who asks.
    let wanted = [("factors", "1"), ("factor", "moderator")];
    let doors = piero.does("/newsroom/people/doors", &wanted).await;
    assert!(doors.contains("value=\"moderator\" checked"), "{doors}");
}

#[tokio::test]
async fn nobody_closes_the_last_account_that_keeps_accounts() {
    let house = House::new().await;
    let operator = house.person("operator").await;
    let right = [("role", "publisher"), ("place", "")];
    operator
        .does("/newsroom/people/accounts/piero/revoke", &right)
        .await;
    let last = operator
        .send("/newsroom/people/accounts/operator/close", &[])
        .await;
    assert_eq!(
        last.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        last.text
    );
    assert!(last.text.contains("role=\"alert\""));
}

#[tokio::test]
async fn a_grave_deed_asks_who_is_there_and_comes_back_with_what_was_typed() {
    let house = House::new().await;
    let piero = house.person("piero").await;
    house.gazette.later(11);
    let open = [("handle", "lea"), ("person", "Lea Moranti"), ("email", "")];
    let got = piero.send("/newsroom/people/accounts", &open).await;
    assert_eq!(got.status, StatusCode::SEE_OTHER);
    assert!(
        got.to
            .starts_with("/newsroom/account?prove=1&to=%2Fnewsroom%2Fpeople"),
        "{}",
        got.to
    );
    let to = got
        .to
        .split_once("&to=")
        .map(|(_, to)| to)
        .expect("a way back");
    let back: String = url::form_urlencoded::parse(format!("to={to}").as_bytes())
        .map(|(_, value)| value.into_owned())
        .collect();
    assert!(
        piero.page(&back).await.contains("value=\"Lea Moranti\""),
        "{back}"
    );
}

/// Fills the imprint form as a person would.
fn imprint<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![("jurisdiction", "it"), ("status", "daily")];
    fields.extend_from_slice(more);
    fields
}

#[tokio::test]
async fn the_imprint_goes_from_missing_to_complete_and_names_the_law() {
    let house = House::new().await;
    let operator = house.person("operator").await;
    let new = [
        ("key", "molo"),
        ("name", "Il Molo"),
        ("hosts", "molo.test"),
        ("language", "it"),
        ("zone", "Europe/Rome"),
    ];
    let page = operator.does("/newsroom/titles", &new).await;
    for (anchor, law) in [
        ("#status", "d.l. 63/2012"),
        ("#director", "law 47/1948, art. 3"),
        ("#owner", "Regulation (EU) 2024/1083"),
        ("#host-provider", "stands in the printer’s place"),
    ] {
        assert!(
            page.contains(&format!("href=\"{anchor}\"")) && page.contains(law),
            "{anchor}"
        );
    }
    assert!(!page.contains("#roc\""), "nobody said it is a daily yet");
    let at = "/newsroom/t/molo/settings/imprint";
    let daily = operator.does(at, &imprint(&[("owner", "Molo coop")])).await;
    for asked in [
        "#roc",
        "#registration-court",
        "#registration-number",
        "#registration-date",
    ] {
        assert!(
            daily.contains(&format!("href=\"{asked}\"")),
            "a daily owes {asked}"
        );
    }
    let odd = imprint(&[("owner", "Molo coop"), ("registration-date", "yesterday")]);
    let odd = operator.send(at, &odd).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        odd.text.contains("value=\"Molo coop\""),
        "what was typed is kept"
    );
    let whole = imprint(&[
        ("owner", "Molo coop"),
        ("publisher", "Molo coop"),
        ("director", "Teresa Ghis"),
        ("place", "Porto Vero"),
        ("address", "Molo 1"),
        ("email", "desk@molo.test"),
        ("host-provider", "Macchine srl"),
        ("registration-court", "Tribunale di Porto Vero"),
        ("registration-number", "7/2019"),
        ("registration-date", "2019-03-04"),
        ("roc", "12345"),
        ("owner-name", "Ines Vidal"),
        ("owner-share", "60%"),
        ("ads-year", "2025"),
        ("ads-amount", "1200"),
        ("ads-third", "0"),
    ]);
    let done = operator.does(at, &whole).await;
    assert!(done.contains("has all the law asks"), "{done}");
    assert!(
        done.contains("value=\"1200\"") && done.contains("value=\"60%\""),
        "lists are kept"
    );
    let mut session = house.gazette.paper.read().await.expect("a read");
    let title = titles::named(&mut session, "molo")
        .await
        .expect("the title");
    assert!(
        title.imprint.missing().is_empty(),
        "{:?}",
        title.imprint.missing()
    );
    let furnished = pages::all(&mut session, title.id).await.expect("pages");
    assert_eq!(furnished.len(), 5, "it begins with the standing pages");
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
        (at("pages/new"), vec!["name", "slug", "role", "body"]),
        (at("pages/new/preview"), vec!["name", "role", "body"]),
        (at("redirects"), vec!["path", "to"]),
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

#[tokio::test]
async fn the_look_is_tried_on_the_real_front_and_a_pale_colour_is_refused() {
    let house = House::new().await;
    let ines = house.person("ines").await;
    house.gazette.published("The ferry is back").await;
    let at = "/newsroom/t/gazette/settings/look";
    let front = ines
        .page(&format!(
            "{at}/front?theme=plain&light=%23005533&dark=%2388ddaa"
        ))
        .await;
    assert!(front.contains("The ferry is back"));
    let usual = ines.page(&format!("{at}/front")).await;
    assert_ne!(front, usual, "the theme tried is not the one that is kept");
    let pale = [
        ("theme", "broadsheet"),
        ("light", "#ffee88"),
        ("dark", "#88ddaa"),
    ];
    let refused = ines.send(at, &pale).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("it takes 4.5 or more"),
        "{}",
        refused.text
    );
    assert!(
        refused.text.contains("value=\"#ffee88\""),
        "what was chosen is kept"
    );
    let sound = [
        ("theme", "broadsheet"),
        ("light", "#005533"),
        ("dark", "#88ddaa"),
    ];
    assert!(ines.does(at, &sound).await.contains("Look saved"));
}

#[tokio::test]
async fn sections_change_places_and_old_addresses_lead_to_articles() {
    let house = House::new().await;
    let edo = house.person("edo").await;
    let at = "/newsroom/t/gazette/settings";
    edo.does(
        &format!("{at}/sections"),
        &[("name", "Port"), ("parent", "")],
    )
    .await;
    edo.does(
        &format!("{at}/sections/order"),
        &[("move", "port"), ("to", "up")],
    )
    .await;
    let mut session = house.gazette.paper.read().await.expect("a read");
    let all = sections::all(&mut session, house.gazette.title)
        .await
        .expect("sections");
    drop(session);
    let slugs: Vec<&str> = all.iter().map(|one| one.slug.as_str()).collect();
    assert_eq!(slugs, ["port", "news"]);
    let out = house.gazette.published("The ferry is back").await;
    let add = [
        ("path", "/old/ferry.html"),
        ("to", out.article.to_string().leak() as &str),
    ];
    let page = edo.does(&format!("{at}/redirects"), &add).await;
    assert!(page.contains("/old/ferry.html"), "{page}");
    let led = house.stranger().get("/old/ferry.html").await;
    assert!(led.status.is_redirection(), "{}", led.status);
    let unknown = [("path", "/old/other.html"), ("to", "/nowhere")];
    let refused = edo.send(&format!("{at}/redirects"), &unknown).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("value=\"/old/other.html\""),
        "what was typed is kept"
    );
}

#[tokio::test]
async fn a_key_for_a_program_is_shown_once_and_revoked() {
    let house = House::new().await;
    let operator = house.person("operator").await;
    let made = [
        ("label", "figures"),
        ("program", "reporter"),
        ("scope", "read"),
        ("days", "30"),
    ];
    let got = operator.send("/newsroom/installation/token", &made).await;
    assert_eq!(got.status, StatusCode::OK, "{}", got.text);
    assert!(got.text.contains("colophon_"), "shown");
    let page = operator.page("/newsroom/installation").await;
    assert!(
        !page.contains("colophon_") && page.contains("figures"),
        "once"
    );
    let id = page
        .split_once("name=\"token\" value=\"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(id, _)| id.to_owned())
        .expect("a key to revoke");
    let page = operator
        .does("/newsroom/installation/revoke", &[("token", &id)])
        .await;
    assert!(page.contains("revoked"), "{page}");
    let health = operator.page("/newsroom/installation?look=1").await;
    assert!(health.contains("the record is whole") || health.contains("The record is whole"));
    let job = [("job", "01890000-0000-7000-8000-000000000000")];
    let none = operator.send("/newsroom/installation/retry", &job).await;
    assert_eq!(
        none.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "there is no such job"
    );
    let piero = house.person("piero").await;
    let shut = piero.send("/newsroom/installation/retry", &job).await;
    assert_eq!(
        shut.status,
        StatusCode::FORBIDDEN,
        "jobs are the operator’s"
    );
    assert!(
        !piero
            .page("/newsroom/installation")
            .await
            .contains("id=\"health\"")
    );
}

#[tokio::test]
async fn the_trail_is_searched_and_taken_along_without_formulas() {
    let house = House::new().await;
    let (paper, by) = (&house.gazette.paper, &house.gazette.operator);
    people::open_account(paper, by, "sum", "=1+1", "")
        .await
        .expect("an account");
    people::grant(
        paper,
        by,
        "sum",
        Role::Editor,
        Some(house.gazette.title),
        None,
    )
    .await
    .expect("a grant");
    let sum = paper::Actor::of(paper, "sum").await.expect("the account");
    let filing = house.gazette.filing(sound("The ferry is back"));
    file_and_publish(paper, &sum, filing, Going::default())
        .await
        .expect("it goes out");
    let ines = house.person("ines").await;
    let found = ines
        .page("/newsroom/audit?person=sum&deed=article.publish")
        .await;
    assert!(
        found.contains("=1+1") && !found.contains("Piero Fasan"),
        "{found}"
    );
    let none = ines
        .page("/newsroom/audit?person=sum&until=2020-01-01")
        .await;
    assert!(none.contains("No such line"));
    let csv = ines.page("/newsroom/audit/csv?person=sum").await;
    assert!(csv.starts_with("at,actor,deed,title,article,detail\r\n"));
    assert!(
        csv.contains("\"'=1+1\"") && !csv.contains("\"=1+1\""),
        "{csv}"
    );
    let lines = ines.page("/newsroom/audit/jsonl?person=sum").await;
    for line in lines.lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert_eq!(line["actor"], "=1+1");
    }
    // Who directs one title reads nothing of what is on none: accounts, the installation.
    assert!(!ines.page("/newsroom/audit").await.contains("account.grant"));
    let operator = house.person("operator").await;
    assert!(
        operator
            .page("/newsroom/audit")
            .await
            .contains("<code>account.grant</code>")
    );
}
