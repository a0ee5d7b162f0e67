//! The desk's lists: every text on the shelf it belongs to, once, in order, for those who may see it.

use crate::desk_saves::{filed, saying};
use cast::{Gazette, found_title, instant, sound};
use jiff::civil::datetime;
use paper::articles::content::Class;
use paper::articles::{drafting, scheduling};
use paper::desk::{self, Phase, Shelf};
use paper::id::ArticleId;
use paper::reading::desk::{self as desks, After, Counts, Filter, Hands, Page};
use paper::rights::Role;
use paper::tokens::{self, NewToken, Scope, Whose};
use paper::{Actor, Refusal, people};

async fn page(
    gazette: &Gazette,
    who: &Actor,
    filter: &Filter,
    after: Option<After>,
    limit: u32,
) -> Page {
    let mut session = gazette.paper.read().await.expect("a read");
    desks::page(&mut session, who, filter, after, limit, gazette.paper.now())
        .await
        .expect("a page")
}

async fn headlines(gazette: &Gazette, who: &Actor, filter: &Filter) -> Vec<String> {
    let page = page(gazette, who, filter, None, 50).await;
    page.rows.into_iter().map(|row| row.headline).collect()
}

fn on(shelf: Shelf) -> Filter {
    Filter {
        shelf: Some(shelf),
        ..Filter::default()
    }
}

fn about(words: &str) -> Filter {
    Filter {
        words: words.to_owned(),
        ..Filter::default()
    }
}

/// One text on each shelf, a minute apart.
async fn full_desk(gazette: &Gazette) -> Vec<ArticleId> {
    let (paper, edo) = (&gazette.paper, &gazette.edo);
    let mut all = Vec::new();
    for (headline, phase) in [
        ("An idea", Phase::Idea),
        ("Being written", Phase::Writing),
        ("At the desk", Phase::Desk),
        ("Approved by Edo", Phase::Approved),
    ] {
        let article = filed(gazette, headline).await;
        if phase != Phase::Writing {
            desk::move_to(paper, edo, article, phase)
                .await
                .expect("moved");
        }
        all.push(article);
        gazette.later(1);
    }
    let scheduled = filed(gazette, "Goes by itself").await;
    let at = datetime(2026, 3, 3, 12, 0, 0, 0);
    scheduling::schedule(paper, edo, scheduled, at, Class::First, "")
        .await
        .expect("scheduled");
    gazette.later(1);
    let live = gazette.published("Out and well").await.article;
    gazette.later(1);
    let correct = gazette.published("Out and wrong").await.article;
    drafting::save(paper, edo, correct, saying("Out and wrong", "Mended"), 1)
        .await
        .expect("saved");
    gazette.later(1);
    let spiked = filed(gazette, "Dropped").await;
    scheduling::spike(paper, edo, spiked, "no")
        .await
        .expect("spiked");
    all.extend([scheduled, live, correct, spiked]);
    all
}

#[tokio::test]
async fn each_text_lies_on_one_shelf_and_is_counted_there() {
    let gazette = Gazette::new().await;
    full_desk(&gazette).await;
    let tomas = &gazette.tomas;
    for (shelf, headline) in [
        (Shelf::Idea, "An idea"),
        (Shelf::Writing, "Being written"),
        (Shelf::Desk, "At the desk"),
        (Shelf::Approved, "Approved by Edo"),
        (Shelf::Scheduled, "Goes by itself"),
        (Shelf::Live, "Out and well"),
        (Shelf::Correct, "Out and wrong"),
        (Shelf::Spiked, "Dropped"),
    ] {
        assert_eq!(
            headlines(&gazette, tomas, &on(shelf)).await,
            [headline],
            "{shelf:?}"
        );
        let page = page(&gazette, tomas, &on(shelf), None, 50).await;
        assert_eq!(page.rows[0].shelf, Some(shelf));
    }
    assert_eq!(
        headlines(&gazette, tomas, &Filter::default()).await,
        [
            "Out and wrong",
            "Goes by itself",
            "Approved by Edo",
            "At the desk",
            "Being written",
            "An idea"
        ]
    );
    let mut session = gazette.paper.read().await.expect("a read");
    let now = gazette.paper.now();
    let counts = desks::counts(&mut session, tomas, Some(gazette.title), now)
        .await
        .expect("counts");
    let one = Counts {
        idea: 1,
        writing: 1,
        desk: 1,
        approved: 1,
        scheduled: 1,
        live: 1,
        correct: 1,
    };
    assert_eq!(counts, one);
    for nobody in [&gazette.operator] {
        assert_eq!(
            desks::counts(&mut session, nobody, None, now)
                .await
                .expect("counts"),
            Counts::default()
        );
        assert_eq!(
            headlines(&gazette, nobody, &Filter::default()).await,
            Vec::<String>::new()
        );
    }
    drop(session);
    gazette.later((desks::LIVE_DAYS + 1) * 24 * 60);
    assert_eq!(
        headlines(&gazette, tomas, &on(Shelf::Live)).await,
        Vec::<String>::new()
    );
}

#[tokio::test]
async fn a_row_says_what_the_desk_wants_to_know() {
    let gazette = Gazette::new().await;
    let (paper, edo) = (&gazette.paper, &gazette.edo);
    let article = filed(&gazette, "Ferry stops").await;
    let until = instant("2026-03-05T08:00:00Z");
    scheduling::embargo(paper, edo, article, Some(until))
        .await
        .expect("embargoed");
    scheduling::hold(paper, edo, article, "lawyer")
        .await
        .expect("held");
    desk::here(paper, edo, article, true, 2)
        .await
        .expect("there");
    let page = page(&gazette, &gazette.tomas, &Filter::default(), None, 50).await;
    let row = &page.rows[0];
    assert_eq!(
        (row.section_name.as_str(), row.saved_by.as_str(), row.saves),
        ("News", "Tomas Berg", 2)
    );
    assert_eq!(
        (row.byline.as_slice(), row.kind),
        (
            &["Tomas Berg".to_owned()][..],
            Some(paper::copy::Kind::Brief)
        )
    );
    assert_eq!(
        (row.embargo, row.hold.as_str(), row.open[0].handle.as_str()),
        (Some(until), "lawyer", "edo")
    );
    let chars = sound("Ferry stops").body.plain_text().chars().count();
    assert_eq!(row.characters, u32::try_from(chars).ok());
}

#[tokio::test]
async fn pages_follow_each_other_whatever_is_saved_in_between() {
    let gazette = Gazette::new().await;
    let other = found_title(
        &gazette.paper,
        &gazette.operator,
        "beacon",
        "Beacon",
        "beacon.test",
    )
    .await;
    people::grant(
        &gazette.paper,
        &gazette.operator,
        "ines",
        Role::Director,
        Some(other),
        None,
    )
    .await
    .expect("a grant");
    let mut all = Vec::new();
    for number in 0..12 {
        let mut filing = gazette.filing(sound(&format!("Text {number}")));
        if number % 3 == 0 {
            filing.title = other;
        }
        all.push(
            drafting::file(&gazette.paper, &gazette.ines, filing)
                .await
                .expect("filed"),
        );
        if number % 2 == 0 {
            gazette.later(1);
        }
    }
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = page(&gazette, &gazette.ines, &Filter::default(), after, 5).await;
        seen.extend(page.rows.iter().map(|row| row.article));
        after = page.next;
        // What is saved meanwhile comes to the front, where this reader has been already.
        gazette.later(1);
        let last = *seen.first().expect("one");
        let saves = crate::desk_saves::count(&gazette, last).await;
        drafting::save(&gazette.paper, &gazette.ines, last, saying("x", "y"), saves)
            .await
            .expect("saved");
        if after.is_none() {
            break;
        }
    }
    all.reverse();
    assert_eq!(seen, all);
    assert_eq!(
        page(&gazette, &gazette.tomas, &Filter::default(), None, 50)
            .await
            .rows
            .len(),
        8
    );
}

#[tokio::test]
async fn the_schedule_is_read_in_the_order_it_goes_out() {
    let gazette = Gazette::new().await;
    for (headline, hour) in [("Second", 14), ("Third", 16), ("First", 12)] {
        let article = filed(&gazette, headline).await;
        let at = datetime(2026, 3, 3, hour, 0, 0, 0);
        scheduling::schedule(&gazette.paper, &gazette.edo, article, at, Class::First, "")
            .await
            .expect("scheduled");
    }
    let mut seen = Vec::new();
    let mut after = None;
    for _ in 0..3 {
        let page = page(&gazette, &gazette.tomas, &on(Shelf::Scheduled), after, 1).await;
        seen.extend(page.rows.into_iter().map(|row| row.headline));
        after = page.next;
    }
    assert_eq!(
        (seen, after),
        (
            vec!["First".to_owned(), "Second".to_owned(), "Third".to_owned()],
            None
        )
    );
}

#[tokio::test]
async fn texts_are_found_by_words_hands_section_and_hour() {
    let gazette = Gazette::new().await;
    let (paper, tomas, edo) = (&gazette.paper, &gazette.tomas, &gazette.edo);
    let ferry = filed(&gazette, "Perché il Traghetto è FERMO").await;
    let pier = filed(&gazette, "The pier at 100%_full!").await;
    desk::name(paper, tomas, pier, "Molo Vecchio")
        .await
        .expect("named");
    desk::assign(paper, edo, ferry, Some("tomas"))
        .await
        .expect("assigned");
    desk::due(paper, edo, ferry, Some(instant("2026-03-02T18:00:00Z")))
        .await
        .expect("due");
    for words in ["PERCHÉ", "traghetto è", "fermo"] {
        assert_eq!(
            headlines(&gazette, tomas, &about(words)).await,
            ["Perché il Traghetto è FERMO"],
            "{words}"
        );
    }
    for words in ["100%_FULL!", "molo vecchio", "%", "_", "!"] {
        assert_eq!(
            headlines(&gazette, tomas, &about(words)).await,
            ["The pier at 100%_full!"],
            "{words}"
        );
    }
    assert_eq!(
        headlines(&gazette, tomas, &about("p%r")).await,
        Vec::<String>::new()
    );
    let hands = |hands| Filter {
        hands,
        ..Filter::default()
    };
    assert_eq!(
        headlines(&gazette, tomas, &hands(Hands::Mine)).await,
        ["Perché il Traghetto è FERMO"]
    );
    assert_eq!(
        headlines(&gazette, edo, &hands(Hands::Of("tomas".to_owned()))).await,
        ["Perché il Traghetto è FERMO"]
    );
    assert_eq!(
        headlines(&gazette, edo, &hands(Hands::Nobody)).await,
        ["The pier at 100%_full!"]
    );
    assert_eq!(
        headlines(&gazette, edo, &hands(Hands::Mine)).await,
        Vec::<String>::new()
    );
    let mut session = paper.read().await.expect("a read");
    let nobody = desks::page(
        &mut session,
        edo,
        &hands(Hands::Of("x".to_owned())),
        None,
        9,
        paper.now(),
    )
    .await;
    assert!(matches!(
        nobody.expect_err("none").refusal(),
        Some(Refusal::Unknown { .. })
    ));
    drop(session);
    let due = |at: &str| Filter {
        due_before: Some(instant(at)),
        ..Filter::default()
    };
    assert_eq!(
        headlines(&gazette, tomas, &due("2026-03-02T19:00:00Z"))
            .await
            .len(),
        1
    );
    assert_eq!(
        headlines(&gazette, tomas, &due("2026-03-02T17:00:00Z"))
            .await
            .len(),
        0
    );
    let sections = page(&gazette, tomas, &Filter::default(), None, 9)
        .await
        .rows;
    let section = Filter {
        section: Some(sections[0].section),
        ..Filter::default()
    };
    assert_eq!(headlines(&gazette, tomas, &section).await.len(), 2);
}

#[tokio::test]
async fn what_is_out_is_found_by_the_words_of_its_headline() {
    let gazette = Gazette::new().await;
    for headline in ["Ferry stops", "Pier closed", "Ferry goes"] {
        gazette.later(1);
        gazette.published(headline).await;
    }
    let filter = Filter {
        words: "FERRY".to_owned(),
        ..on(Shelf::Live)
    };
    assert_eq!(
        headlines(&gazette, &gazette.tomas, &filter).await,
        ["Ferry goes", "Ferry stops"]
    );
    let first = page(&gazette, &gazette.tomas, &filter, None, 1).await;
    let second = page(&gazette, &gazette.tomas, &filter, first.next, 1).await;
    assert_eq!(
        (second.rows[0].headline.as_str(), second.next),
        ("Ferry stops", None)
    );
}

#[tokio::test]
async fn a_token_of_one_title_sees_the_desk_of_that_title() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let other = found_title(paper, &gazette.operator, "beacon", "Beacon", "beacon.test").await;
    people::grant(
        paper,
        &gazette.operator,
        "ines",
        Role::Director,
        Some(other),
        None,
    )
    .await
    .expect("a grant");
    filed(&gazette, "Ferry stops").await;
    let mut filing = gazette.filing(sound("Beacon text"));
    filing.title = other;
    drafting::file(paper, &gazette.ines, filing)
        .await
        .expect("filed");
    let new = NewToken {
        whose: Whose::Account("ines".to_owned()),
        scopes: vec![Scope::Read],
        title: Some(other),
        label: String::new(),
        expires: None,
    };
    let token = tokens::add(paper, &gazette.ines, &new)
        .await
        .expect("a token");
    let bound = tokens::bearer(paper, &token.secret)
        .await
        .expect("a read")
        .expect("it stands");
    assert_eq!(
        headlines(&gazette, &bound, &Filter::default()).await,
        ["Beacon text"]
    );
    let elsewhere = Filter {
        title: Some(gazette.title),
        ..Filter::default()
    };
    assert_eq!(
        headlines(&gazette, &bound, &elsewhere).await,
        Vec::<String>::new()
    );
}
