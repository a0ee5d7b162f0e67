//! What the gate knows from the record: the same text elsewhere, series, consent, links, figures of its rules.

use cast::{Gazette, body, found_title, sound};
use jiff::civil::date;
use paper::articles::checking::{self, Figure};
use paper::articles::content::{Class, State};
use paper::articles::publishing::{self, Going, Override, Published};
use paper::articles::{self, drafting, withdrawing};
use paper::copy::{Consent, Copy, Kind, Source, SourceKind};
use paper::id::{ArticleId, TitleId};
use paper::rights::Role;
use paper::{Error, Refusal, people, shifts, titles};

/// A text long enough to be recognised; each number makes another.
fn paragraphs(seed: usize, count: usize) -> Vec<String> {
    let words = [
        "harbour", "quay", "warden", "ferry", "lantern", "winter", "council", "anchor", "market",
        "chapel", "bridge", "signal", "timber", "orchard", "saddle", "copper", "meadow", "gravel",
        "kettle", "button", "ribbon", "candle", "parcel",
    ];
    let mut state = seed;
    (0..count)
        .map(|_| {
            let line: Vec<&str> = (0..40)
                .map(|_| {
                    state = (state * 6_364_136_223 + 1_442_695_041) % 1_000_000_007;
                    words[state % words.len()]
                })
                .collect();
            format!("On 2 March 2026 the {}.", line.join(" "))
        })
        .collect()
}

fn long(headline: &str, texts: &[String]) -> Copy {
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    Copy {
        body: body(&texts),
        ..sound(headline)
    }
}

async fn out(gazette: &Gazette, title: TitleId, copy: Copy) -> Result<Published, Error> {
    let filing = drafting::Filing {
        title,
        ..gazette.filing(copy)
    };
    let going = Going::default();
    publishing::file_and_publish(&gazette.paper, &gazette.ines, filing, going).await
}

async fn sister(gazette: &Gazette) -> TitleId {
    let title = found_title(
        &gazette.paper,
        &gazette.operator,
        "post",
        "Island Post",
        "post.test",
    )
    .await;
    people::grant(
        &gazette.paper,
        &gazette.operator,
        "ines",
        Role::Director,
        Some(title),
        None,
    )
    .await
    .expect("a grant");
    title
}

fn blocks<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Vec<(&'static str, String)> {
    match outcome.expect_err("the gate refuses").refusal() {
        Some(Refusal::Gate { findings }) => paper::gate::blocks(findings)
            .iter()
            .map(|finding| (finding.code, finding.remedy.clone()))
            .collect(),
        other => panic!("{other:?}"),
    }
}

async fn changed(gazette: &Gazette, id: ArticleId, copy: Copy) -> Result<Published, Error> {
    let going = Going::change(Class::Update, "");
    publishing::change(&gazette.paper, &gazette.ines, id, 1, copy, going).await
}

#[tokio::test]
async fn a_copy_is_found_with_paragraphs_around_it_and_its_remedy_is_a_command() {
    let gazette = Gazette::new().await;
    let post = sister(&gazette).await;
    let own = paragraphs(1, 3);
    out(&gazette, gazette.title, long("Quay opens", &own))
        .await
        .expect("published");
    let around = [paragraphs(2, 6), own, paragraphs(3, 6)].concat();
    let refused = blocks(out(&gazette, post, long("Another headline", &around)).await);
    assert_eq!(refused.len(), 1);
    let (code, remedy) = &refused[0];
    assert_eq!(*code, "text.elsewhere");
    assert!(
        remedy.contains("colophon place gazette.test/2026/03/02/quay-opens --title post"),
        "{remedy}"
    );
}

#[tokio::test]
async fn a_change_that_brings_another_titles_text_is_found_and_one_answered_for_is_not_asked_again()
{
    let gazette = Gazette::new().await;
    let post = sister(&gazette).await;
    let texts = paragraphs(4, 4);
    out(&gazette, gazette.title, long("Quay opens", &texts))
        .await
        .expect("published");
    let mine = out(&gazette, post, long("Own words", &paragraphs(5, 4)))
        .await
        .expect("published");
    let copied = changed(&gazette, mine.article, long("Own words", &texts)).await;
    assert_eq!(blocks(copied)[0].0, "text.elsewhere");

    let filing = drafting::Filing {
        title: post,
        ..gazette.filing(long("Copied", &texts))
    };
    let going = Going {
        overrides: vec![Override {
            code: "text.elsewhere".to_owned(),
            reason: "A special edition".to_owned(),
        }],
        ..Going::default()
    };
    let copy = publishing::file_and_publish(&gazette.paper, &gazette.ines, filing, going)
        .await
        .expect("overridden");
    let more = [texts, paragraphs(6, 1)].concat();
    changed(&gazette, copy.article, long("Copied", &more))
        .await
        .expect("it was like before");
}

#[tokio::test]
async fn a_word_in_series_excuses_no_copy_until_the_title_is_known_for_the_series() {
    let gazette = Gazette::new().await;
    let post = sister(&gazette).await;
    let texts = paragraphs(7, 4);
    out(&gazette, gazette.title, long("Quay opens", &texts))
        .await
        .expect("published");
    let copied = |kind| Copy {
        series: "quay".to_owned(),
        kind: Some(kind),
        ..long("Quay diary", &texts)
    };
    let refused = out(&gazette, post, copied(Kind::Brief)).await;
    assert_eq!(blocks(refused)[0].0, "text.elsewhere");
    out(&gazette, post, copied(Kind::Service))
        .await
        .expect("services come back");
    for (seed, headline) in [(8, "One"), (9, "Two")] {
        let own = Copy {
            series: "quay".to_owned(),
            ..long(headline, &paragraphs(seed, 4))
        };
        out(&gazette, post, own).await.expect("published");
    }
    out(&gazette, post, copied(Kind::Brief))
        .await
        .expect("the title is known for it");
}

#[tokio::test]
async fn consent_to_a_confidential_source_is_the_directors_or_a_deputys() {
    let gazette = Gazette::new().await;
    let asked = |by: &str| Copy {
        sources: vec![Source {
            kind: SourceKind::Confidential,
            name: "A clerk".to_owned(),
            consent: Some(Consent {
                by: by.to_owned(),
                date: date(2026, 3, 1),
            }),
            ..Source::default()
        }],
        ..sound(&format!("What {by} allowed"))
    };
    for by in ["Tomas Berg", "Edo Rinaldi", "-"] {
        let refused = out(&gazette, gazette.title, asked(by)).await;
        assert_eq!(blocks(refused)[0].0, "source.consent", "{by}");
    }
    for by in ["Ines Vidal", "ines"] {
        out(&gazette, gazette.title, asked(by)).await.expect(by);
    }
    let (from, until) = (
        gazette.paper.now(),
        gazette.paper.now() + jiff::SignedDuration::from_hours(8),
    );
    shifts::name(
        &gazette.paper,
        &gazette.ines,
        gazette.title,
        "edo",
        from,
        until,
    )
    .await
    .expect("a deputy");
    out(&gazette, gazette.title, asked("Edo Rinaldi"))
        .await
        .expect("the deputy may");
}

#[tokio::test]
async fn a_link_is_followed_on_every_host_of_the_network() {
    let gazette = Gazette::new().await;
    sister(&gazette).await;
    gazette.published("Ferry stops").await;
    let title = {
        let mut session = gazette.paper.read().await.expect("a read");
        titles::by_id(&mut session, gazette.title)
            .await
            .expect("the title")
    };
    let text = "It [stopped](/2026/03/02/ferry-stops), see [there](https://gazette.test/2026/03/02/ferry-stops/history), \
        [the feed](/feed.xml), [news](/news/feed.atom), [the map](https://post.test/sitemap.xml), \
        [the archive](/archive/2026/03/), [far away](https://elsewhere.example/gone), and the harbour office's \
        [old timetable](https://gazette.test/2020/01/01/gone) and [the island's pages](https://post.test/nowhere?a=1) on 2 March 2026.";
    let copy = Copy {
        body: markup::markdown::read(text).body,
        ..sound("Links")
    };
    let found = publishing::findings_of(&gazette.paper, &title, copy, "en")
        .await
        .expect("findings");
    let dead: Vec<_> = found
        .iter()
        .filter(|finding| finding.code == "link.dead")
        .map(|finding| {
            (
                finding.places[0].paragraph,
                finding.places[0].excerpt.as_str(),
            )
        })
        .collect();
    assert_eq!(
        dead,
        [(Some(1), "old timetable"), (Some(1), "the island's pages")]
    );
}

#[tokio::test]
async fn figures_count_what_was_refused_and_keep_warnings_apart() {
    let gazette = Gazette::new().await;
    let undeclared = || Copy {
        ai: None,
        kind: Some(Kind::News),
        ..sound("Ferry stops")
    };
    let file = async || {
        drafting::file(&gazette.paper, &gazette.ines, gazette.filing(undeclared()))
            .await
            .expect("filed")
    };
    let id = file().await;
    for _ in 0..2 {
        let refused =
            publishing::publish(&gazette.paper, &gazette.ines, id, Going::default()).await;
        assert_eq!(blocks(refused)[0].0, "ai.undeclared");
    }
    let going = Going {
        overrides: vec![Override {
            code: "ai.undeclared".to_owned(),
            reason: "The desk is asking".to_owned(),
        }],
        ..Going::default()
    };
    publishing::publish(&gazette.paper, &gazette.ines, id, going)
        .await
        .expect("overridden");
    let mut session = gazette.paper.read().await.expect("a read");
    let figures = checking::figures(&mut session).await.expect("figures");
    let of = |code: &str| {
        figures
            .iter()
            .find(|figure: &&Figure| figure.code == code)
            .map(|figure| (figure.raised, figure.overridden, figure.passed))
    };
    assert_eq!(of("ai.undeclared"), Some((3, 1, 0)));
    assert_eq!(of("standfirst.missing"), Some((3, 0, 1)));
    let article = articles::find(&mut session, id).await.expect("the article");
    assert_eq!(article.revisions, 1);
}

#[tokio::test]
async fn an_agency_known_to_be_under_contract_fills_byline_and_rights() {
    let gazette = Gazette::new().await;
    let agency = |contract: bool| Source {
        kind: SourceKind::Agency,
        name: "Lagunare".to_owned(),
        contract,
        ..Source::default()
    };
    let text = |number: usize, contract: bool| Copy {
        kind: Some(Kind::Agency),
        byline: Vec::new(),
        sources: vec![agency(contract)],
        ..long("Ferry service resumes", &paragraphs(number, 3))
    };
    let shown = async |copy: Copy| {
        let out = out(&gazette, gazette.title, copy).await.expect("published");
        let content = gazette.shown(out.article).await.content;
        (content.byline_reason, content.rights)
    };
    let told = shown(text(7, true)).await;
    assert_eq!(told.1, "© Lagunare");
    assert!(told.0.is_some());
    assert_eq!(shown(text(11, false)).await, told, "as the title remembers");
}

#[tokio::test]
async fn what_comes_back_is_judged_as_what_goes_out_and_answered_for_once() {
    let gazette = Gazette::new().await;
    let post = sister(&gazette).await;
    let (paper, ines) = (&gazette.paper, &gazette.ines);
    let texts = paragraphs(20, 4);
    let mine = out(&gazette, gazette.title, long("Quay opens", &texts))
        .await
        .expect("published")
        .article;
    withdrawing::withdraw(paper, ines, mine, "Under review")
        .await
        .expect("withdrawn");
    out(&gazette, post, long("The quay is open", &texts))
        .await
        .expect("it stands nowhere else");
    let back = withdrawing::restore(paper, ines, mine, "Checked", &[]).await;
    assert_eq!(blocks(back)[0].0, "text.elsewhere");
    assert_ne!(gazette.shown(mine).await.content.state, State::Live);

    let over = [Override {
        code: "text.elsewhere".to_owned(),
        reason: "Both titles had it".to_owned(),
    }];
    let refused = withdrawing::restore(paper, &gazette.edo, mine, "Checked", &over)
        .await
        .expect_err("an editor sets no block aside");
    assert!(
        matches!(refused.refusal(), Some(Refusal::NotAllowed { .. })),
        "{refused:?}"
    );
    withdrawing::restore(paper, ines, mine, "Checked", &over)
        .await
        .expect("set aside");
    withdrawing::withdraw(paper, ines, mine, "Once more")
        .await
        .expect("withdrawn");
    withdrawing::restore(paper, ines, mine, "Checked again", &[])
        .await
        .expect("answered for before");
    assert_eq!(gazette.shown(mine).await.content.state, State::Live);
}

#[tokio::test]
async fn of_two_that_bring_the_same_text_at_once_one_is_told() {
    let gazette = Gazette::new().await;
    let post = sister(&gazette).await;
    for round in 0..8 {
        let texts = paragraphs(100 + round, 4);
        let (here, there) = tokio::join!(
            out(
                &gazette,
                gazette.title,
                long(&format!("Here {round}"), &texts)
            ),
            out(&gazette, post, long(&format!("There {round}"), &texts)),
        );
        let refused = match (here, there) {
            (Ok(_), Err(refused)) | (Err(refused), Ok(_)) => refused,
            other => panic!("{other:?}"),
        };
        assert_eq!(blocks::<()>(Err(refused))[0].0, "text.elsewhere");
    }
}
