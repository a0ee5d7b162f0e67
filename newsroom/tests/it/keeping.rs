//! The rooms in which a newspaper is kept: people, titles and settings, the installation, the audit trail.

use crate::keeping_house::House;
use cast::sound;
use http::StatusCode;
use paper::articles::publishing::{Going, file_and_publish};
use paper::rights::Role;
use paper::{pages, people, sections, titles};

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
async fn webhooks_are_added_tried_put_to_rest_and_removed_by_the_operator() {
    let house = House::new().await;
    let operator = house.person("operator").await;
    let at = "/newsroom/installation/webhooks";
    let inside = [("name", "own"), ("url", "http://10.0.0.7/told")];
    let refused = operator.send(&format!("{at}/add"), &inside).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("value=\"http://10.0.0.7/told\""),
        "kept"
    );
    let new = [
        ("name", "library <b>"),
        ("url", "https://library.example/told"),
        ("title", "gazette"),
    ];
    let page = operator.does(&format!("{at}/add"), &new).await;
    assert!(
        page.contains("library &lt;b&gt;") && page.contains("whpk_"),
        "{page}"
    );
    let id = page
        .split_once("name=\"webhook\" value=\"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(id, _)| id.to_owned())
        .expect("a webhook");
    let one = [("webhook", id.as_str())];
    for (deed, words) in [
        ("ring", "on its way"),
        ("off", "at rest"),
        ("on", "what it missed"),
    ] {
        let page = operator.does(&format!("{at}/{deed}"), &one).await;
        assert!(page.contains(words), "{deed}: {page}");
    }
    let ines = house.person("ines").await;
    let shut = ines.send(&format!("{at}/remove"), &one).await;
    assert_eq!(shut.status, StatusCode::NOT_FOUND, "the operator’s page");
    let page = operator.does(&format!("{at}/remove"), &one).await;
    assert!(!page.contains("library.example"), "{page}");
    let gone = operator.send(&format!("{at}/ring"), &one).await;
    assert_eq!(gone.status, StatusCode::UNPROCESSABLE_ENTITY);
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
    // Who directs one title reads which roles were given on it, and nothing of what is on none.
    let own = ines.page("/newsroom/audit").await;
    assert!(own.contains("<code>account.grant</code>") && !own.contains("<dt>Opened</dt>"));
    let operator = house.person("operator").await;
    assert!(
        operator
            .page("/newsroom/audit")
            .await
            .contains("<dt>Opened</dt>")
    );
}

#[tokio::test]
async fn a_question_of_the_trail_that_does_not_read_is_answered_with_no_line_and_particulars_have_words()
 {
    let house = House::new().await;
    let ines = house.person("ines").await;
    let policy = [("motto", "Every tide, every day")];
    ines.send("/newsroom/t/gazette/settings/general", &policy)
        .await;
    let all = ines.page("/newsroom/audit?deed=title.settle").await;
    assert!(all.contains("<dt>Imprint › "), "{all}");
    assert!(
        !all.contains("{&quot;") && !all.contains("<dt>imprint"),
        "{all}"
    );
    for query in ["article=nonsense", "from=yesterday", "until=31"] {
        let none = ines.page(&format!("/newsroom/audit?{query}")).await;
        assert!(none.contains("cannot be read: no line is shown"), "{none}");
        assert!(!none.contains("<tbody>"), "{none}");
        let file = ines.page(&format!("/newsroom/audit/csv?{query}")).await;
        assert_eq!(file.lines().count(), 1, "the names of its columns alone");
    }
}
