//! The figures of a title: counted at the readers' door, read at the desk's, in both languages, by whoever works there.

use crate::hand::Hand;
use crate::stage::{visit, visit_as};
use cast::{Gazette, found_title};
use http::StatusCode;
use paper::articles::withdrawing;
use paper::figures::{self, Count, Counted, Feed, Origin, Page};
use paper::people;
use paper::rights::Role;

const FIGURES: &str = "/newsroom/t/gazette/figures";

/// Two articles that were read, the second taken away since; a host, a feed.
async fn read(gazette: &Gazette) {
    let ferry = gazette.published("Ferry <stops> & waits").await.article;
    let pier = gazette.published("Pier mended").await.article;
    let now = gazette.paper.now();
    let count = |at: jiff::Timestamp, of: Counted, number: u32| Count {
        title: gazette.title,
        at,
        of,
        number,
    };
    let hour = figures::hour_of(now);
    let week = jiff::SignedDuration::from_hours(24 * 7 + 1);
    let hosts = ["search.example", "=cmd.example"].map(|host| Origin::Host(host.to_owned()));
    let [search, formula] = hosts;
    let mut counts = vec![
        count(hour, Counted::Views(Page::Article(ferry)), 1_200),
        count(
            hour - jiff::SignedDuration::from_hours(1),
            Counted::Views(Page::Front),
            150,
        ),
        count(hour, Counted::Views(Page::Article(pier)), 34),
        count(hour - week, Counted::Views(Page::Front), 100),
        count(hour, Counted::From(search), 30),
        count(hour, Counted::From(formula), 10),
        count(hour, Counted::From(Origin::Untold), 60),
        count(
            figures::day_of(now),
            Counted::Readers {
                feed: Feed::Title,
                service: "Feedly",
            },
            42,
        ),
        count(
            figures::day_of(now),
            Counted::Readers {
                feed: Feed::Title,
                service: "",
            },
            3,
        ),
    ];
    figures::keep(&gazette.paper, &mut counts)
        .await
        .expect("kept");
    withdrawing::withdraw(&gazette.paper, &gazette.ines, pier, "It was another pier")
        .await
        .expect("withdrawn");
}

#[tokio::test]
async fn the_page_tells_what_was_read_in_both_languages() {
    let gazette = Gazette::new().await;
    read(&gazette).await;
    let mut tomas = visit(&gazette, "tomas").await;
    let page = tomas.get(FIGURES).await.page.replace("&#x2f;", "/");
    for part in [
        "<h1>Figures</h1>",
        "Today until 09:00",
        "<b>1,384</b>",
        "+50 per cent",
        "Ferry &lt;stops&gt; &amp; waits",
        "1,200",
        "87%",
        "href=\"https://gazette.test/2026/03/02/ferry-stops-waits\"",
        "not on the page",
        "search.example",
        "30%",
        "Feedly 42 · by themselves 3",
        "role=\"img\" aria-label=\"Views by hour: the most, 1,234, at 09:00",
        "data-room=\"figures\" aria-current=\"page\"",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(
        !page.contains(" style=") && !page.contains("<style"),
        "no style in the page"
    );

    tomas
        .post("/newsroom/account/language", &[("language", "it")])
        .await;
    let page = tomas.get(&format!("{FIGURES}?period=7-days")).await.page;
    for part in [
        "<h1>Letture</h1>",
        "Dal 24 febbraio a oggi",
        "<b>1.384</b>",
        "Feedly 42 · da soli 3",
        "Letture per giorno: il massimo, 1.384, il 2 marzo",
        "Da dove arrivano",
        "non è in pagina",
        "niente cookie",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    let page = tomas.get(&format!("{FIGURES}?period=28-days")).await.page;
    assert_eq!(
        page.matches("<th scope=\"row\"><time").count(),
        28,
        "a line for each day"
    );
}

#[tokio::test]
async fn a_page_without_a_reader_says_so() {
    let gazette = Gazette::new().await;
    let mut tomas = visit(&gazette, "tomas").await;
    let page = tomas.get(FIGURES).await.page;
    for part in [
        "No piece was read",
        "No feed was read",
        "No origin counted",
        "No views so far",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
}

#[tokio::test]
async fn whoever_works_for_the_title_sees_the_figures_and_nobody_else() {
    let gazette = Gazette::new().await;
    for role in Role::ALL {
        let mut visitor = visit_as(&gazette, &format!("a-{}", role.word()), *role).await;
        let got = visitor.get(FIGURES).await;
        assert_eq!(got.status, StatusCode::OK, "{role:?}: {}", got.page);
    }
    let (paper, by) = (&gazette.paper, &gazette.operator);
    let other = found_title(paper, by, "beacon", "The Beacon", "beacon.test").await;
    people::open_account(paper, by, "wanda", "Wanda", "")
        .await
        .expect("an account");
    people::grant(paper, by, "wanda", Role::Director, Some(other), None)
        .await
        .expect("a grant");
    let mut wanda = visit(&gazette, "wanda").await;
    for path in [FIGURES.to_owned(), format!("{FIGURES}/csv")] {
        assert_eq!(
            wanda.get(&path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    assert_eq!(
        wanda.get("/newsroom/t/beacon/figures").await.status,
        StatusCode::OK
    );
    let got = Hand::stranger(&gazette).get(FIGURES).await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "to the door");
}

#[tokio::test]
async fn the_file_for_spreadsheets_says_the_same_and_no_cell_is_a_formula() {
    let gazette = Gazette::new().await;
    read(&gazette).await;
    let mut tomas = visit(&gazette, "tomas").await;
    let got = tomas.get(&format!("{FIGURES}/csv?period=today")).await;
    assert_eq!(got.status, StatusCode::OK);
    assert!(
        got.header("content-type").starts_with("text/csv"),
        "{:?}",
        got.headers
    );
    assert_eq!(
        got.header("content-disposition"),
        "attachment; filename=\"gazette-today.csv\""
    );
    let lines: Vec<&str> = got.page.split("\r\n").collect();
    assert_eq!(lines[0], "what,at,name,address,number,before");
    for line in [
        "\"hour\",\"2026-03-02T09:00:00+01:00\",\"\",\"\",\"1234\",\"0\"",
        "\"article\",\"\",\"Ferry <stops> & waits\",\"https://gazette.test/2026/03/02/ferry-stops-waits\",\"1200\",\"\"",
        "\"article\",\"\",\"Pier mended\",\"\",\"34\",\"\"",
        "\"host\",\"\",\"search.example\",\"\",\"30\",\"\"",
        "\"host\",\"\",\"'=cmd.example\",\"\",\"10\",\"\"",
        "\"feed\",\"\",\"\",\"https://gazette.test/\",\"45\",\"\"",
    ] {
        assert!(lines.contains(&line), "{line} in {}", got.page);
    }
}

#[tokio::test]
async fn the_block_of_the_most_read_is_a_box_among_the_settings() {
    let gazette = Gazette::new().await;
    let mut ines = visit(&gazette, "ines").await;
    let settings = "/newsroom/t/gazette/settings/general";
    let page = ines.get(settings).await.page;
    assert!(
        page.contains("name=\"most-read\" value=\"1\" aria"),
        "not ticked: {page}"
    );
    let mut fields = vec![
        ("name", "Harbour Gazette"),
        ("zone", "Europe/Rome"),
        ("permalink", "/{yyyy}/{mm}/{dd}/{slug}"),
        ("hosts", "gazette.test"),
        ("most-read", "1"),
    ];
    let to = ines.post(settings, &fields).await.to().to_owned();
    assert!(
        ines.get(&to)
            .await
            .page
            .contains("name=\"most-read\" value=\"1\" checked")
    );
    fields.pop();
    ines.post(settings, &fields).await;
    let mut session = gazette.paper.read().await.expect("a read");
    let title = paper::titles::by_id(&mut session, gazette.title)
        .await
        .expect("a title");
    assert!(!title.settings.most_read);
}
