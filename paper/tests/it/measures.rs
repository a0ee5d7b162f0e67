//! The right to be forgotten on the record: who may, by when, for how long it is kept who asked, and what stays provable.

use crate::log::now;
use crate::raw;
use cast::{Gazette, body, sound};
use jiff::SignedDuration;
use paper::articles::publishing::{self, Going};
use paper::articles::{self, drafting};
use paper::comments::privacy::{self, Whom};
use paper::copy::Copy;
use paper::id::{ArticleId, MeasureId};
use paper::measures::askers::{self, Asker};
use paper::measures::deciding::{self, Decision, Request};
use paper::measures::{self, ASKER_DAYS, Kind, Measure, State};
use paper::rights::{Deed, Role};
use paper::{Actor, Refusal, audit, jobs, people};

const NAME: &str = "Aurelio Quintavalle";

fn about() -> Copy {
    Copy {
        standfirst: format!("The trial of {NAME} began."),
        body: body(&[&format!(
            "{NAME} stood trial, the harbour office of Porto Vero said on 2 March 2026. Quintavalle was silent."
        )]),
        ..sound(&format!("Captain {NAME} on trial"))
    }
}

async fn published(gazette: &Gazette) -> ArticleId {
    let filing = gazette.filing(about());
    publishing::file_and_publish(&gazette.paper, &gazette.ines, filing, Going::default())
        .await
        .expect("published")
        .article
}

fn request(kind: Kind) -> Request {
    Request {
        kind,
        requested_at: None,
        name: "Avv. Bo".to_owned(),
        contact: "Bo@pec.example".to_owned(),
        words: "He was acquitted.".to_owned(),
    }
}

async fn asked(gazette: &Gazette, article: ArticleId, kind: Kind) -> MeasureId {
    deciding::ask(&gazette.paper, &gazette.ines, article, &request(kind))
        .await
        .expect("kept")
}

fn accepted() -> Decision {
    Decision {
        accept: true,
        reason: "Acquitted, article 64-ter".to_owned(),
        ..Decision::default()
    }
}

fn anonymised(names: &[&str], instead: &str) -> Decision {
    Decision {
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        instead: instead.to_owned(),
        ..accepted()
    }
}

async fn found(gazette: &Gazette, id: MeasureId) -> Measure {
    let mut session = gazette.paper.read().await.expect("a read");
    measures::find(&mut session, id).await.expect("there")
}

async fn asker(gazette: &Gazette, id: MeasureId) -> Option<Asker> {
    let mut session = gazette.paper.read().await.expect("a read");
    askers::asker(&mut session, id).await.expect("a read")
}

#[tokio::test]
async fn only_who_redacts_keeps_decides_and_lifts() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let article = published(&gazette).await;
    for role in Role::ALL {
        let handle = format!("walker-{}", role.word());
        people::open_account(paper, &gazette.operator, &handle, &handle, "")
            .await
            .expect("an account");
        people::grant(
            paper,
            &gazette.operator,
            &handle,
            *role,
            Some(gazette.title),
            None,
        )
        .await
        .expect("a grant");
        let by = Actor::of(paper, &handle).await.expect("an actor");
        let may = role.deeds().contains(&Deed::Redact);
        let open = asked(&gazette, article, Kind::Deindex).await;
        let kept = deciding::ask(paper, &by, article, &request(Kind::Deindex)).await;
        let decided = deciding::decide(paper, &by, open, &accepted()).await;
        let standing = asked(&gazette, article, Kind::Deindex).await;
        deciding::decide(paper, &gazette.ines, standing, &accepted())
            .await
            .expect("decided");
        let lifted = deciding::lift(paper, &by, standing, "over").await;
        let said = [kept.map(drop), decided.map(drop), lifted.map(drop)];
        for outcome in said {
            match outcome {
                Ok(()) => assert!(may, "{}", role.word()),
                Err(error) => assert!(
                    !may && matches!(error.refusal(), Some(Refusal::NotAllowed { .. })),
                    "{}: {error}",
                    role.word()
                ),
            }
        }
        if !may {
            assert_eq!(found(&gazette, open).await.state, State::Open);
            assert_eq!(found(&gazette, standing).await.state, State::Standing);
        }
    }
}

#[tokio::test]
async fn the_clock_is_one_month_from_the_day_the_request_came() {
    let gazette = Gazette::new().await;
    let article = published(&gazette).await;
    let came = cast::instant("2026-01-31T10:00:00Z");
    let early = Request {
        requested_at: Some(came),
        ..request(Kind::Deindex)
    };
    let id = deciding::ask(&gazette.paper, &gazette.ines, article, &early)
        .await
        .expect("kept");
    let measure = found(&gazette, id).await;
    assert_eq!(measure.requested_at, came);
    assert_eq!(measure.due, cast::instant("2026-02-28T10:00:00Z"));
    let later = asked(&gazette, article, Kind::Anonymise).await;
    let mut session = gazette.paper.read().await.expect("a read");
    let open = measures::list(&mut session, gazette.title, State::Open, None, 10)
        .await
        .expect("a list");
    let order: Vec<MeasureId> = open.iter().map(|one| one.id).collect();
    assert_eq!(order, [id, later], "the most pressing first");
    drop(session);
    let of_tomorrow = Request {
        requested_at: Some(gazette.paper.now() + SignedDuration::from_hours(1)),
        ..request(Kind::Deindex)
    };
    let refused = deciding::ask(&gazette.paper, &gazette.ines, article, &of_tomorrow)
        .await
        .expect_err("refused");
    assert!(matches!(
        refused.refusal(),
        Some(Refusal::FutureDate { .. })
    ));
}

#[tokio::test]
async fn a_refused_or_unfit_decision_changes_nothing() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let article = published(&gazette).await;
    let draft = drafting::file(
        paper,
        &gazette.tomas,
        gazette.filing(sound("A quiet draft")),
    )
    .await
    .expect("filed");
    let never = deciding::ask(paper, &gazette.ines, draft, &request(Kind::Deindex)).await;
    assert!(matches!(
        never.expect_err("refused").refusal(),
        Some(Refusal::NeverPublished)
    ));
    let before = gazette.shown(article).await;
    let id = asked(&gazette, article, Kind::Anonymise).await;
    let with_name = Decision {
        reason: format!("{NAME} was acquitted"),
        ..anonymised(&[NAME], "")
    };
    let past = Decision {
        ends: Some(gazette.paper.now()),
        ..accepted()
    };
    for (what, decision) in [
        ("no reason", Decision::default()),
        ("no name", accepted()),
        ("a name that is nowhere", anonymised(&["Nobody Here"], "")),
        (
            "the name in its own place",
            anonymised(&[NAME], "a friend of Aurelio Quintavalle"),
        ),
        ("the name in the reason", with_name),
        ("an end of what cannot end", past.clone()),
    ] {
        deciding::decide(paper, &gazette.ines, id, &decision)
            .await
            .expect_err(what);
        assert_eq!(gazette.shown(article).await, before, "{what}");
        assert_eq!(found(&gazette, id).await.state, State::Open, "{what}");
    }
    let deindex = asked(&gazette, article, Kind::Deindex).await;
    deciding::decide(paper, &gazette.ines, deindex, &past)
        .await
        .expect_err("an end that is over");
    let no = Decision {
        reason: "Of public interest".to_owned(),
        ..Decision::default()
    };
    let refused = deciding::decide(paper, &gazette.ines, id, &no)
        .await
        .expect("decided");
    assert_eq!(
        (
            refused.state,
            refused.reason.as_str(),
            refused.decided_by.as_str()
        ),
        (State::Refused, "Of public interest", "Ines Vidal")
    );
    assert_eq!(gazette.shown(article).await, before);
    let twice = deciding::decide(paper, &gazette.ines, id, &accepted()).await;
    assert!(matches!(
        twice.expect_err("refused").refusal(),
        Some(Refusal::ReasonNeeded | Refusal::Empty { .. } | Refusal::CaseDecided)
    ));
    deciding::lift(paper, &gazette.ines, id, "over")
        .await
        .expect_err("a name does not come back");
}

#[tokio::test]
async fn a_name_goes_from_every_revision_and_the_log_still_proves_them() {
    let gazette = Gazette::with_log().await;
    let paper = &gazette.paper;
    let article = published(&gazette).await;
    let before = gazette.shown(article).await;
    let logged = now(&gazette).await;
    let id = asked(&gazette, article, Kind::Anonymise).await;
    // Also where its parts are named first.
    let measure = deciding::decide(
        paper,
        &gazette.ines,
        id,
        &anonymised(&["Quintavalle", NAME], ""),
    )
    .await
    .expect("decided");
    assert_eq!(measure.state, State::Standing);
    assert!(measure.places >= 4, "{}", measure.places);
    let mut session = paper.read().await.expect("a read");
    let history = articles::history(&mut session, article, 9)
        .await
        .expect("a history");
    drop(session);
    let [newest, first] = history.as_slice() else {
        panic!("{history:?}");
    };
    assert_eq!(first.commitment, before.commitment);
    for one in [newest, first] {
        assert_eq!(one.content.headline, "Captain A. Q. on trial");
        assert_eq!(one.content.standfirst, "The trial of A. Q. began.");
        assert!(one.content.body.plain_text().contains("A. Q. was silent"));
    }
    assert_eq!(newest.content.note, "A name was removed at request");
    let after = now(&gazette).await;
    assert_eq!(after.entries.len(), logged.entries.len() + 1);
    assert_eq!(after.entries[..logged.entries.len()], logged.entries[..]);
    assert_eq!(after.classes().last().map(String::as_str), Some("rights"));
    // Of a de-indexing the log says nothing: no word readers see changed.
    let quiet = asked(&gazette, article, Kind::Deindex).await;
    deciding::decide(paper, &gazette.ines, quiet, &accepted())
        .await
        .expect("decided");
    assert_eq!(now(&gazette).await.note, after.note);
    let held = raw::holds(&gazette.place, "Quintavalle").await;
    assert!(!held, "in no row of the record");
}

#[tokio::test]
async fn who_asked_stands_in_no_trail_and_is_forgotten_a_year_after_the_decision() {
    let gazette = Gazette::new().await;
    let paper = &gazette.paper;
    let article = published(&gazette).await;
    let id = asked(&gazette, article, Kind::Deindex).await;
    let open = asked(&gazette, article, Kind::Deindex).await;
    deciding::decide(paper, &gazette.ines, id, &accepted())
        .await
        .expect("decided");
    let mut session = paper.read().await.expect("a read");
    let lines = audit::of_article(&mut session, article)
        .await
        .expect("a trail");
    drop(session);
    let told: Vec<&str> = lines.iter().map(|line| line.detail.as_str()).collect();
    assert!(told.iter().any(|line| line.contains("64-ter")), "{told:?}");
    assert!(told.iter().all(|line| !line.contains("pec.example")));
    assert_eq!(asker(&gazette, id).await.expect("kept").name, "Avv. Bo");
    gazette.later(24 * 60 * (ASKER_DAYS + 1));
    jobs::work(paper).await.expect("worked");
    assert_eq!(asker(&gazette, id).await, None);
    assert_eq!(found(&gazette, id).await.state, State::Standing);
    assert!(asker(&gazette, open).await.is_some(), "nobody decided that");
    // What is kept of one person is handed over, and erased.
    let whom = Whom::Email("bo@pec.example".to_owned());
    let kept = privacy::export(paper, &gazette.ines, &whom)
        .await
        .expect("handed over");
    assert_eq!(kept["measures"][0]["asked"]["name"], "Avv. Bo");
    privacy::erase(paper, &gazette.ines, &whom)
        .await
        .expect("erased");
    assert_eq!(asker(&gazette, open).await, None);
}
