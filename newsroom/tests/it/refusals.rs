//! What a page says when something was not done: in words for whoever reads it, and with what they wrote.

use crate::hand::{Gazette, Hand};
use crate::stage::{article, comment, visit, visit_as};
use http::StatusCode;
use paper::articles::Stage;
use paper::comments::queue;
use paper::rights::Role;

const TABLE: &str = "/newsroom/t/gazette/comments";

/// Names of fields in the record, and commands, which no page speaks of.
const FOREIGN: [&str; 11] = [
    "colophon ",
    "--",
    "(at)",
    "(words)",
    "(headline)",
    "(picture)",
    "article.",
    "draft.",
    "`",
    "T09:00:00Z",
    "()",
];

/// The words of the alert on a page.
fn alert(page: &str) -> String {
    let at = page
        .find("role=\"alert\"")
        .unwrap_or_else(|| panic!("no alert: {page}"));
    let said: String = page[at..].chars().take_while(|c| *c != '/').collect();
    let said = said
        .replace("&#x27;", "'")
        .replace("&#34;", "\"")
        .replace("&quot;", "\"");
    for foreign in FOREIGN {
        assert!(!said.contains(foreign), "{foreign}: {said}");
    }
    said
}

async fn in_italian(hand: &mut Hand) {
    let chosen = hand
        .send("/newsroom/account/language", &[("language", "it")])
        .await;
    assert_eq!(chosen.status, StatusCode::SEE_OTHER, "{}", chosen.text());
}

async fn draft(hand: &mut Hand) -> String {
    let fields = [
        ("saves", "1"),
        ("headline", "St Hilary landing stage closed until noon"),
        (
            "body",
            "The landing stage at St Hilary is closed until noon on 2 March, the fire brigade said.",
        ),
        ("kind", "brief"),
        ("byline", "Tomas Berg"),
        ("ai", "none"),
        ("source-1-kind", "phone"),
        ("source-1-name", "Fire brigade, control room"),
        ("source-1-note", "8:15"),
        ("dateline_place", "St Hilary"),
    ];
    let made = hand.send("/newsroom/t/gazette/new", &[]).await;
    let address = made.header("location").to_owned();
    let saved = hand.send(&address, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    address
}

async fn stage(gazette: &Gazette, address: &str) -> Stage {
    let word = address.rsplit('/').next().expect("an id");
    let id = paper::id::ArticleId::parse(word).expect("an id");
    let mut session = gazette.paper.read().await.expect("a read");
    let found = paper::articles::find(&mut session, id).await;
    found.expect("it is there").stage
}

#[tokio::test]
async fn nothing_goes_out_by_a_word_the_panel_does_not_know() {
    let gazette = Gazette::new().await;
    let mut edo = Hand::of(&gazette, "edo").await;
    let address = draft(&mut edo).await;
    let panel = format!("{address}/publish");
    for odd in [
        [("when", "nope"), ("saves", "2")],
        [("when", "now"), ("class", "nope")],
    ] {
        let refused = edo.send(&panel, &odd).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(alert(&refused.text()).contains("“nope” does not fit"));
    }
    assert_eq!(stage(&gazette, &address).await, Stage::Draft);
}

#[tokio::test]
async fn a_time_that_cannot_be_meant_is_refused_as_the_clocks_of_the_title_show_it() {
    let gazette = Gazette::new().await;
    let mut edo = Hand::of(&gazette, "edo").await;
    in_italian(&mut edo).await;
    let panel = format!("{}/publish", draft(&mut edo).await);
    for (when, at, words) in [
        (
            "embargo",
            "2020-01-01T10:00",
            "1º gennaio 2020, 10.00 è già passato",
        ),
        (
            "at",
            "2020-01-01T10:00",
            "1º gennaio 2020, 10.00 è già passato",
        ),
        (
            "at",
            "2999-01-01T10:00",
            "troppo lontano: al massimo fra 5 anni",
        ),
        ("embargo", "9999-12-31T23:59", "troppo lontano"),
        ("at", "", "«Giorno e ora» è vuoto"),
        ("at", "2026-03-29T02:30", "2026-03-29 02:30 non esiste"),
    ] {
        let refused = edo.send(&panel, &[("when", when), ("at", at)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{at}");
        let said = alert(&refused.text());
        assert!(said.contains(words), "{when} {at}: {said}");
    }
}

#[tokio::test]
async fn a_turn_as_deputy_that_ends_before_it_begins_is_said_to() {
    let gazette = Gazette::new().await;
    let mut ines = Hand::of(&gazette, "ines").await;
    let form = "/newsroom/t/gazette/settings/deputies";
    for (from, until, words) in [
        (
            "2030-12-12T09:00",
            "2030-12-10T09:00",
            "end before it begins",
        ),
        ("2030-12-12T09:00", "9999-12-31T23:59", "too far ahead"),
        ("2020-12-10T09:00", "2020-12-12T09:00", "12 December 2020"),
    ] {
        let typed = [("account", "edo"), ("from", from), ("until", until)];
        let refused = ines.send(form, &typed).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{}",
            refused.text()
        );
        let said = alert(&refused.text());
        assert!(said.contains(words), "{said}");
    }
}

#[tokio::test]
async fn a_comment_somebody_else_decided_comes_back_with_what_became_of_it() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let mut luisa = visit_as(&gazette, "luisa", Role::Moderator).await;
    let mut ines = visit(&gazette, "ines").await;
    let id = comment(&gazette, placement, "Marisa", "I was on the pier that day.").await;
    let one = format!("{TABLE}/{id}");
    ines.post(&format!("{one}/approve"), &[]).await;
    let late = [("ground", "insult"), ("reason", "Calls the mayor names")];
    let got = luisa
        .post(&format!("{one}/reject?stage=waiting"), &late)
        .await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = alert(&got.page);
    assert!(said.contains("The comment is published already"), "{said}");
    for kept in ["I was on the pier", "Calls the mayor names", "Ines Vidal"] {
        assert!(got.page.contains(kept), "{kept}: {}", got.page);
    }
    let bar = luisa.get(&format!("{one}/reject?stage=waiting")).await;
    assert_eq!(bar.to(), TABLE, "what stands in the bar leads to the list");
}

#[tokio::test]
async fn a_reply_that_is_too_long_publishes_nothing_and_comes_back() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let mut luisa = visit_as(&gazette, "luisa", Role::Moderator).await;
    let id = comment(&gazette, placement, "Marisa", "Does it stop there?").await;
    let long = "It does stop. ".repeat(700);
    let got = luisa
        .post(&format!("{TABLE}/{id}/reply"), &[("text", &long)])
        .await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = alert(&got.page);
    assert!(said.contains("“Text”: at most 3,000 characters"), "{said}");
    assert!(got.page.contains(long.trim()) && got.page.contains("maxlength=\"3000\""));
    let mut session = gazette.paper.read().await.expect("a read");
    let entry = queue::find(&mut session, id).await.expect("it is there");
    assert_eq!(entry.state, "held");
}

#[tokio::test]
async fn what_was_written_after_the_session_ended_stands_on_the_page_and_can_be_sent_again() {
    let gazette = Gazette::new().await;
    let mut edo = Hand::of(&gazette, "edo").await;
    let address = draft(&mut edo).await;
    edo.send("/newsroom/sign-out", &[]).await;
    let typed = [
        ("saves", "2"),
        ("headline", "Landing stage opens again"),
        ("body", "It opened at noon.\n\nBoats <are> waiting."),
    ];
    let stopped = edo.send(&address, &typed).await;
    assert_eq!(stopped.status, StatusCode::UNAUTHORIZED);
    let page = stopped.text().replace("&#x2f;", "/").replace("&#x2F;", "/");
    for part in [
        "name=\"headline\"",
        "name=\"saves\"",
        "Landing stage opens again",
        "Boats &lt;are&gt; waiting.",
        "Send again",
        "Sign in in another tab",
        &format!("action=\"{address}\""),
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
}

#[tokio::test]
async fn no_page_speaks_of_commands_or_of_fields_as_programs_know_them() {
    let gazette = Gazette::new().await;
    let mut edo = Hand::of(&gazette, "edo").await;
    let mut tomas = Hand::of(&gazette, "tomas").await;
    in_italian(&mut edo).await;
    in_italian(&mut tomas).await;
    let address = draft(&mut edo).await;
    let panel = format!("{address}/publish");
    let held = edo.send(&format!("{address}/hold"), &[("why", "")]).await;
    assert!(alert(&held.text()).contains("Serve un motivo: scrivilo."));
    let not_his = tomas.send(&panel, &[("when", "now")]).await;
    let said = alert(&not_his.text());
    assert!(said.contains("Non hai il diritto «Pubblicare»"), "{said}");
    let went = edo.send(&panel, &[("when", "now"), ("saves", "2")]).await;
    assert_eq!(went.status, StatusCode::SEE_OTHER, "{}", went.text());
    let again = edo
        .send(&panel, &[("when", "now"), ("class", "update")])
        .await;
    let said = alert(&again.text());
    assert!(said.contains("Non c’è una bozza da pubblicare"), "{said}");
    let long = "a".repeat(301);
    for page in ["desk", "search"] {
        let got = edo
            .get(&format!("/newsroom/t/gazette/{page}?q={long}"))
            .await;
        if got.status != StatusCode::OK {
            let said = alert(&got.text());
            assert!(said.contains("«Parole»: al massimo 300"), "{page}: {said}");
        }
    }
}

#[tokio::test]
async fn the_gate_advises_somebody_at_a_page_by_the_labels_of_the_page() {
    let gazette = Gazette::new().await;
    let mut edo = Hand::of(&gazette, "edo").await;
    in_italian(&mut edo).await;
    let made = edo.send("/newsroom/t/gazette/new", &[]).await;
    let page = edo.get(made.header("location")).await.text();
    let findings = &page[page.find("id=\"findings\"").expect("findings")..];
    assert!(
        findings.contains("Scegli il tipo nel campo «Genere»"),
        "{findings}"
    );
    assert!(!page.contains('`'), "{page}");
}

#[tokio::test]
async fn a_reporter_sees_no_heading_without_anything_under_it() {
    let gazette = Gazette::new().await;
    let mut tomas = Hand::of(&gazette, "tomas").await;
    let made = tomas.send("/newsroom/t/gazette/new", &[]).await;
    let page = tomas.get(made.header("location")).await.text();
    assert!(!page.contains("class=\"deeds\""), "{page}");
    let mut edo = Hand::of(&gazette, "edo").await;
    let page = edo.get(made.header("location")).await.text();
    assert!(
        page.contains("class=\"deeds\""),
        "an editor has some: {page}"
    );
}

#[tokio::test]
async fn what_a_clash_says_of_the_others_version_has_the_labels_of_the_page() {
    let gazette = Gazette::new().await;
    let mut edo = Hand::of(&gazette, "edo").await;
    let mut ines = Hand::of(&gazette, "ines").await;
    in_italian(&mut edo).await;
    let address = draft(&mut edo).await;
    let hers = [
        ("saves", "2"),
        ("headline", "Landing stage shut"),
        ("byline", "Ines Vidal"),
    ];
    let saved = ines.send(&address, &hers).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let his = [
        ("saves", "2"),
        ("headline", "Stage closed till noon"),
        ("byline", "Edo Marin"),
    ];
    let clash = edo.send(&address, &his).await;
    let said = alert(&clash.text());
    assert!(said.contains("ha salvato"), "{said}");
    let page = clash.text();
    for label in [
        "Titolo: la versione di Ines Vidal: Landing stage shut",
        "Firme: la versione di Ines Vidal: Ines Vidal",
    ] {
        assert!(page.contains(label), "{label}: {page}");
    }
}

#[tokio::test]
async fn nothing_is_decided_of_a_comment_by_a_word_no_button_sends() {
    let gazette = Gazette::new().await;
    let placement = article(&gazette, "Ferry service resumes").await;
    let mut luisa = visit_as(&gazette, "luisa", Role::Moderator).await;
    let id = comment(&gazette, placement, "Marisa", "I was on the pier that day.").await;
    let word = id.to_string();
    let one = format!("{TABLE}/{id}");
    let bulk = [
        ("comment", word.as_str()),
        ("deed", "nope"),
        ("ground", "spam"),
    ];
    let odd: [(&str, &[(&str, &str)]); 3] = [
        (&format!("{TABLE}/bulk"), &bulk),
        (
            &format!("{one}/ban"),
            &[("kind", "nope"), ("days", "7"), ("why", "Floods")],
        ),
        (
            &format!("{one}/ban"),
            &[("kind", "name"), ("days", "soon"), ("why", "Floods")],
        ),
    ];
    for (path, fields) in odd {
        let got = luisa.post(path, fields).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert!(alert(&got.page).contains("does not fit"), "{path}");
    }
    let mut session = gazette.paper.read().await.expect("a read");
    let entry = queue::find(&mut session, id).await.expect("it is there");
    assert_eq!(entry.state, "held");
}

#[tokio::test]
async fn a_day_that_does_not_read_takes_nothing_else_of_the_form_with_it() {
    let gazette = Gazette::new().await;
    let mut edo = Hand::of(&gazette, "edo").await;
    in_italian(&mut edo).await;
    let address = draft(&mut edo).await;
    let typed = [
        ("saves", "2"),
        ("headline", "Landing stage opens again"),
        ("body", "It opened at noon."),
        ("kind", "news"),
        ("ai", "assisted"),
        ("series", "On the water"),
        ("source-1-kind", "interview"),
        ("source-1-name", "Captain Luca Nardi"),
        ("source-1-released", "last week"),
        ("dateline_date", "yesterday"),
    ];
    let refused = edo.send(&address, &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.text();
    assert!(
        alert(&page).contains("«yesterday» non si legge nel campo Giorno"),
        "{page}"
    );
    for kept in [
        "Landing stage opens again",
        "It opened at noon.",
        "value=\"news\" selected",
        "value=\"assisted\" selected",
        "value=\"On the water\"",
        "value=\"Captain Luca Nardi\"",
        "value=\"interview\" selected",
    ] {
        assert!(page.contains(kept), "{kept}: {page}");
    }
}

#[tokio::test]
async fn a_stopped_log_is_told_with_why_and_whom_to_call_and_no_word_is_lost() {
    let gazette = Gazette::with_log().await;
    gazette.published("Ferry number 1 sails").await;
    std::fs::remove_dir_all(gazette.folder.path().join("log")).expect("gone");
    let gazette = Gazette {
        paper: gazette.opened_again().await,
        ..gazette
    };
    let mut edo = Hand::of(&gazette, "edo").await;
    let address = draft(&mut edo).await;
    let panel = format!("{address}/publish");
    let refused = edo.send(&panel, &[("when", "now"), ("saves", "2")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = alert(&refused.text());
    assert!(
        said.contains(
            "Nothing goes out while the public log is stopped (the folder of the log is gone"
        ),
        "{said}"
    );
    in_italian(&mut edo).await;
    let refused = edo.send(&panel, &[("when", "now"), ("saves", "2")]).await;
    let said = alert(&refused.text());
    assert!(
        said.contains("Non esce nulla finché il registro pubblico è fermo"),
        "{said}"
    );
    assert!(said.contains("chi gestisce il server"), "{said}");
    let page = edo.get(&address).await.text();
    assert!(
        page.contains("St Hilary landing stage closed until noon"),
        "{page}"
    );
}
