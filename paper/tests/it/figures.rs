//! Figures: sums that add up, stay bounded, and are told to who has a part in the title.

use cast::{Gazette, found_title, instant};
use jiff::{SignedDuration, Timestamp};
use paper::articles::content::Class;
use paper::articles::publishing::{self, Going};
use paper::articles::redacting::{self, Redaction};
use paper::figures::{
    self, Count, Counted, Feed, HOSTS_A_DAY_MAX, Origin, Page, ROWS_AT_ONCE, WORDS_A_DAY_MAX,
    hour_of,
};
use paper::id::{ArticleId, TitleId};
use paper::reading::figures::{FiguresFacts, Period, of_title};
use paper::rights::Role;
use paper::titles::{self, Settle};
use paper::{Actor, Refusal, Session, audit, jobs, people};

fn views(title: TitleId, at: Timestamp, page: Page, number: u32) -> Count {
    Count {
        title,
        at: hour_of(at),
        of: Counted::Views(page),
        number,
    }
}

fn came(title: TitleId, at: Timestamp, origin: Origin, number: u32) -> Count {
    Count {
        title,
        at: hour_of(at),
        of: Counted::From(origin),
        number,
    }
}

async fn keep(gazette: &Gazette, mut counts: Vec<Count>) {
    figures::keep(&gazette.paper, &mut counts)
        .await
        .expect("kept");
    assert!(counts.is_empty(), "what is written is taken out");
}

async fn told_to(gazette: &Gazette, by: &Actor, period: Period) -> paper::Result<FiguresFacts> {
    let mut session = gazette.paper.read().await.expect("a read");
    let title = titles::by_id(&mut session, gazette.title)
        .await
        .expect("a title");
    of_title(&mut session, by, &title, period, gazette.paper.now()).await
}

async fn told(gazette: &Gazette, period: Period) -> FiguresFacts {
    told_to(gazette, &gazette.ines, period)
        .await
        .expect("figures")
}

async fn number(session: &mut Session, sql: &'static str) -> i64 {
    let (number,): (i64,) = session.one(sql, ()).await.expect("a number");
    number
}

#[tokio::test]
async fn a_day_is_compared_with_the_same_hours_of_the_same_day_a_week_before() {
    let gazette = Gazette::new().await;
    // Monday, 9.30 in the zone of the title.
    gazette.clock.set(instant("2026-03-02T08:30:00Z"));
    let title = gazette.title;
    let front = |at: &str, number: u32| views(title, instant(at), Page::Front, number);
    keep(
        &gazette,
        vec![
            // Today: half past midnight, eight, the hour under way; and late yesterday.
            front("2026-03-01T23:30:00Z", 2),
            front("2026-03-02T07:10:00Z", 10),
            front("2026-03-02T08:05:00Z", 5),
            front("2026-03-01T22:59:00Z", 100),
            // A week before: eight, nine, and the evening.
            front("2026-02-23T07:10:00Z", 6),
            front("2026-02-23T08:10:00Z", 40),
            front("2026-02-23T20:10:00Z", 50),
        ],
    )
    .await;
    let facts = told(&gazette, Period::Today).await;
    assert_eq!(facts.from, instant("2026-03-01T23:00:00Z"));
    assert_eq!(
        (facts.views, facts.pages.front, facts.pages.articles),
        (17, 17, 0)
    );
    let compared = facts.compared;
    assert_eq!(compared.until, instant("2026-03-02T08:00:00Z"));
    assert_eq!(
        (compared.views, compared.before),
        (12, 6),
        "whole hours on both sides"
    );
    assert_eq!(facts.series.len(), 24);
    let hours: Vec<(Option<u64>, u64)> = facts
        .series
        .iter()
        .map(|step| (step.views, step.before))
        .collect();
    assert_eq!(hours[..2], [(Some(2), 0), (Some(0), 0)]);
    assert_eq!(hours[8..11], [(Some(10), 6), (Some(5), 40), (None, 0)]);
    assert_eq!(hours[21], (None, 50));

    let facts = told(&gazette, Period::Week).await;
    assert_eq!((facts.views, facts.series.len()), (117, 7));
    assert_eq!(
        (facts.series[5].views, facts.series[6].views),
        (Some(100), Some(17))
    );
    assert_eq!((facts.series[6].before, facts.compared.before), (96, 6));
}

#[tokio::test]
async fn a_day_on_which_the_clocks_change_has_the_hours_it_has() {
    let gazette = Gazette::new().await;
    for (noon, hours) in [
        ("2026-03-29T10:00:00Z", 23),
        ("2026-10-25T11:00:00Z", 25),
        ("2026-10-26T11:00:00Z", 24),
    ] {
        gazette.clock.set(instant(noon));
        let facts = told(&gazette, Period::Today).await;
        assert_eq!(facts.series.len(), hours, "{noon}");
    }
}

#[tokio::test]
async fn more_counts_than_fit_one_transaction_all_arrive_and_leave_no_line_on_the_trail() {
    let gazette = Gazette::new().await;
    let now = gazette.paper.now();
    let lines = async || {
        let mut session = gazette.paper.read().await.expect("a read");
        number(&mut session, "SELECT COUNT(*) FROM audit").await
            + number(&mut session, "SELECT COUNT(*) FROM changes").await
    };
    let before = lines().await;
    let many = ROWS_AT_ONCE * 2 + 7;
    let counts = (0..many).map(|n| {
        let article = ArticleId::parse(&format!("0192f0c0-0000-7000-8000-{n:012}"));
        views(
            gazette.title,
            now,
            Page::Article(article.expect("an id")),
            1,
        )
    });
    keep(&gazette, counts.collect()).await;
    let unknown = TitleId::parse("0192f0c0-0000-7000-8000-00000000ffff").expect("an id");
    keep(&gazette, vec![views(unknown, now, Page::Front, 1)]).await;
    assert_eq!(lines().await, before);
    let facts = told(&gazette, Period::Today).await;
    assert_eq!(facts.views as usize, many);
    let mut session = gazette.paper.read().await.expect("a read");
    let found = audit::found(
        &mut session,
        &gazette.ines,
        &audit::Filter::default(),
        None,
        50,
    )
    .await;
    assert!(
        found
            .expect("lines")
            .iter()
            .all(|line| !line.deed.contains("figures"))
    );
}

#[tokio::test]
async fn hosts_of_a_day_stay_bounded_and_the_frequent_ones_stay() {
    let gazette = Gazette::new().await;
    let (title, now) = (gazette.title, gazette.paper.now());
    titles::settle(
        &gazette.paper,
        &gazette.ines,
        title,
        &Settle {
            hosts: Some(vec![
                "www.gazette.test".to_owned(),
                "gazette.test".to_owned(),
            ]),
            ..Settle::default()
        },
    )
    .await
    .expect("hosts");
    let host = |name: String| Origin::Host(name);
    let mut counts = vec![
        came(title, now, host("search.example".to_owned()), 900),
        came(title, now, host("gazette.test".to_owned()), 70),
        came(title, now, Origin::Untold, 30),
    ];
    counts.extend((0..2_000).map(|n| came(title, now, host(format!("spam{n}.example")), 1)));
    keep(&gazette, counts).await;
    let mut session = gazette.paper.read().await.expect("a read");
    let rows = number(&mut session, "SELECT COUNT(*) FROM figures_hosts").await;
    assert_eq!(
        rows,
        i64::from(HOSTS_A_DAY_MAX) + 2,
        "and the two words that are no host"
    );
    drop(session);
    let origins = told(&gazette, Period::Today).await.origins;
    assert_eq!(origins.hosts[0].host, "search.example");
    assert_eq!(
        origins.all(),
        2_930,
        "none is lost, and one's own is no origin"
    );
    assert_eq!(origins.untold, 30);
}

#[tokio::test]
async fn old_hours_are_summed_up_by_day_and_tell_the_same() {
    let gazette = Gazette::new().await;
    let title = gazette.title;
    let article = gazette.published("Ferry stops").await.article;
    let now = instant("2026-03-02T08:00:00Z");
    let mut counts = Vec::new();
    for day in 0..56 {
        for hour in [1, 9, 17] {
            let at = now - SignedDuration::from_hours(24 * day + hour);
            counts.push(views(title, at, Page::Article(article), 2));
            counts.push(views(title, at, Page::Front, 1));
        }
    }
    keep(&gazette, counts).await;
    let before = told(&gazette, Period::Month).await;
    assert!(before.compared.before > 0 && before.series[0].before > 0);

    // The job comes round by itself the day after.
    gazette.later(24 * 60);
    jobs::work(&gazette.paper).await.expect("worked");
    let edge = instant("2026-01-21T23:00:00Z");
    let mut session = gazette.paper.read().await.expect("a read");
    let (oldest,): (Timestamp,) = session
        .one("SELECT MIN(at) FROM figures_hours", ())
        .await
        .expect("an hour");
    assert!(oldest >= edge, "{oldest} is within forty days");
    let days = number(&mut session, "SELECT COUNT(DISTINCT at) FROM figures_days").await;
    let rows = number(&mut session, "SELECT COUNT(*) FROM figures_days").await;
    assert_eq!(rows, days * 3, "the article, the front, and all together");
    let sum = "SELECT CAST((SELECT SUM(views) FROM figures_hours WHERE page = 'all') AS BIGINT)
                    + CAST((SELECT SUM(views) FROM figures_days WHERE page = 'all') AS BIGINT)";
    assert_eq!(number(&mut session, sum).await, 56 * 3 * 3);
    drop(session);
    gazette.clock.set(now);
    let after = told(&gazette, Period::Month).await;
    assert_eq!(
        (after.views, &after.articles),
        (before.views, &before.articles)
    );
    assert_eq!(after.series, before.series);
}

#[tokio::test]
async fn whoever_has_a_part_in_the_title_reads_its_figures_and_nobody_else() {
    let gazette = Gazette::new().await;
    let (paper, operator) = (&gazette.paper, &gazette.operator);
    let other = found_title(paper, operator, "beacon", "The Beacon", "beacon.test").await;
    for role in Role::ALL {
        for (suffix, title, section) in [
            ("here", gazette.title, None),
            ("part", gazette.title, Some("news")),
            ("there", other, None),
        ] {
            let handle = format!("{}-{suffix}", role.word());
            people::open_account(paper, operator, &handle, &handle, "")
                .await
                .expect("an account");
            let section = match section {
                None => None,
                Some(slug) => {
                    let mut session = paper.read().await.expect("a read");
                    let all = paper::sections::all(&mut session, title)
                        .await
                        .expect("sections");
                    all.into_iter()
                        .find(|one| one.slug == slug)
                        .map(|one| one.id)
                }
            };
            people::grant(paper, operator, &handle, *role, Some(title), section)
                .await
                .expect("a grant");
            let by = Actor::of(paper, &handle).await.expect("an account");
            let told = told_to(&gazette, &by, Period::Today).await;
            assert_eq!(told.is_ok(), suffix != "there", "{handle}");
            if let Err(error) = told {
                assert!(
                    matches!(error.refusal(), Some(Refusal::NotAllowed { .. })),
                    "{error}"
                );
            }
        }
    }
}

#[tokio::test]
async fn of_a_feed_the_highest_number_of_a_day_stands_and_corrections_are_counted_among_texts() {
    let gazette = Gazette::new().await;
    let now = gazette.paper.now();
    let readers = |service: &'static str, number: u32| Count {
        title: gazette.title,
        at: figures::day_of(now),
        of: Counted::Readers {
            feed: Feed::Title,
            service,
        },
        number,
    };
    keep(&gazette, vec![readers("Feedly", 12), readers("", 3)]).await;
    keep(&gazette, vec![readers("Feedly", 9), readers("", 4)]).await;
    for headline in ["Ferry stops", "Pier mended", "Bells ring", "Tide comes"] {
        gazette.published(headline).await;
    }
    let facts = told(&gazette, Period::Today).await;
    assert_eq!((facts.feeds[0].readers, facts.feeds[0].alone), (16, 4));
    assert_eq!(facts.corrections.texts, 4);
    assert_eq!(facts.corrections.tenths_per_hundred(), Some(0));
    let one_in_three = paper::reading::figures::Rate {
        corrections: 1,
        texts: 3,
    };
    assert_eq!(one_in_three.tenths_per_hundred(), Some(333));
    let nothing = paper::reading::figures::Rate {
        corrections: 0,
        texts: 0,
    };
    assert_eq!(nothing.tenths_per_hundred(), None);
}

#[tokio::test]
async fn of_the_words_of_a_day_the_most_frequent_are_kept_and_a_blanked_name_is_none_of_them() {
    let gazette = Gazette::new().await;
    let now = gazette.paper.now();
    let asked = |words: String, number: u32, found: bool| Count {
        title: gazette.title,
        at: hour_of(now),
        of: Counted::Searched { words, found },
        number,
    };
    let most = WORDS_A_DAY_MAX + 20;
    let counts = (0..most).map(|n| asked(format!("word {n:03}"), 5 + n, n % 2 == 0));
    keep(&gazette, counts.collect()).await;
    keep(
        &gazette,
        vec![asked("maria dell’orto".to_owned(), 900, true)],
    )
    .await;
    keep(
        &gazette,
        vec![asked("maria dell’orto".to_owned(), 7, false)],
    )
    .await;
    let mut session = gazette.paper.read().await.expect("a read");
    let rows = number(&mut session, "SELECT COUNT(*) FROM figures_words").await;
    drop(session);
    assert_eq!(rows, i64::from(WORDS_A_DAY_MAX));
    let first = told(&gazette, Period::Today).await.searches.swap_remove(0);
    assert_eq!((first.times, first.without), (907, 7));

    let mut copy = gazette.sound("A crew changes");
    copy.standfirst = "Maria Dell’Orto goes.".to_owned();
    let filing = gazette.filing(copy);
    let published =
        publishing::file_and_publish(&gazette.paper, &gazette.ines, filing, Going::default())
            .await
            .expect("published");
    let redaction = Redaction {
        class: Class::Legal,
        words: vec!["Maria Dell’Orto".to_owned()],
        pictures: Vec::new(),
        reason: "Court order".to_owned(),
    };
    redacting::redact(&gazette.paper, &gazette.ines, published.article, &redaction)
        .await
        .expect("redacted");
    let searches = told(&gazette, Period::Today).await.searches;
    assert!(
        searches.iter().all(|one| !one.words.contains("orto")),
        "{searches:?}"
    );
}
