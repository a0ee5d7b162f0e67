//! Where the work on a text stands, who has it and who has it open, what the desk says about it, and whose bell rings.

use crate::desk_saves::{count, filed, saying};
use crate::talk::{article, household};
use cast::{Gazette, instant, sound};
use jiff::civil::datetime;
use paper::articles::content::Class;
use paper::articles::publishing::{self, Going};
use paper::articles::{drafting, scheduling, withdrawing};
use paper::cases::Subject;
use paper::cases::sending::{self, Sending};
use paper::desk::presence::SECONDS;
use paper::desk::{self, Phase, Shelf, notes};
use paper::id::ArticleId;
use paper::reading::bell::{self, Bell, Ringing};
use paper::reading::desk::{self as desks, OnDesk};
use paper::rights::Role;
use paper::{Actor, Refusal, Result, articles, audit, changes, people};

pub(crate) async fn row(gazette: &Gazette, article: ArticleId) -> OnDesk {
    let mut session = gazette.paper.read().await.expect("a read");
    desks::row(&mut session, article, gazette.paper.now())
        .await
        .expect("a row")
}

async fn moved(gazette: &Gazette, by: &Actor, article: ArticleId, to: Phase) -> Result<()> {
    desk::move_to(&gazette.paper, by, article, to).await
}

pub(crate) fn not_allowed<T: std::fmt::Debug>(result: Result<T>) {
    let refused = result.expect_err("refused");
    assert!(
        matches!(refused.refusal(), Some(Refusal::NotAllowed { .. })),
        "{refused:?}"
    );
}

fn refused<T: std::fmt::Debug>(result: Result<T>, why: &Refusal) {
    assert_eq!(result.expect_err("refused").refusal(), Some(why));
}

#[tokio::test]
async fn a_reporter_hands_in_and_only_who_may_publish_approves() {
    let gazette = Gazette::new().await;
    let (paper, tomas, edo) = (&gazette.paper, &gazette.tomas, &gazette.edo);
    let article = desk::propose(
        paper,
        tomas,
        gazette.filing(paper::copy::Copy::default()),
        "The pier",
    )
    .await
    .expect("an idea");
    let idea = row(&gazette, article).await;
    assert_eq!(
        (idea.shelf, idea.name.as_str(), idea.headline.as_str()),
        (Some(Shelf::Idea), "The pier", "")
    );
    not_allowed(moved(&gazette, &gazette.operator, article, Phase::Writing).await);
    for to in [Phase::Writing, Phase::Desk, Phase::Writing, Phase::Desk] {
        moved(&gazette, tomas, article, to).await.expect("moved");
        assert_eq!(row(&gazette, article).await.phase, Some(to));
    }
    not_allowed(moved(&gazette, tomas, article, Phase::Approved).await);
    refused(
        moved(&gazette, tomas, article, Phase::Desk).await,
        &Refusal::NothingChanged,
    );
    moved(&gazette, edo, article, Phase::Approved)
        .await
        .expect("approved");
    not_allowed(moved(&gazette, tomas, article, Phase::Writing).await);
    let mut session = paper.read().await.expect("a read");
    let trail = audit::of_article(&mut session, article)
        .await
        .expect("a trail");
    let last = trail.last().expect("a line");
    assert_eq!(
        (last.deed.as_str(), last.actor.as_str()),
        ("draft.move", "Edo Rinaldi")
    );
    assert!(last.detail.contains("approved"));
}

#[tokio::test]
async fn what_was_approved_and_is_changed_goes_back_to_the_desk() {
    let gazette = Gazette::new().await;
    let (paper, tomas, edo) = (&gazette.paper, &gazette.tomas, &gazette.edo);
    let article = filed(&gazette, "Ferry stops").await;
    moved(&gazette, edo, article, Phase::Approved)
        .await
        .expect("approved");
    drafting::save(paper, tomas, article, sound("Ferry stops"), 1)
        .await
        .expect("saved");
    assert_eq!(
        row(&gazette, article).await.phase,
        Some(Phase::Approved),
        "nothing changed"
    );
    drafting::save(paper, edo, article, saying("Ferry stops", "One"), 2)
        .await
        .expect("saved");
    assert_eq!(
        row(&gazette, article).await.phase,
        Some(Phase::Approved),
        "he may approve it"
    );
    drafting::save(paper, tomas, article, saying("Ferry stops", "Two"), 3)
        .await
        .expect("saved");
    assert_eq!(row(&gazette, article).await.phase, Some(Phase::Desk));
}

#[tokio::test]
async fn the_shelf_follows_from_what_is_done_to_the_article() {
    let gazette = Gazette::new().await;
    let (paper, edo) = (&gazette.paper, &gazette.edo);
    let article = filed(&gazette, "Ferry stops").await;
    let shelf = async || row(&gazette, article).await.shelf;
    assert_eq!(shelf().await, Some(Shelf::Writing));
    let at = datetime(2026, 3, 3, 12, 0, 0, 0);
    scheduling::schedule(paper, edo, article, at, Class::First, "")
        .await
        .expect("scheduled");
    assert_eq!(shelf().await, Some(Shelf::Scheduled));
    refused(
        moved(&gazette, edo, article, Phase::Desk).await,
        &Refusal::OnSchedule,
    );
    scheduling::unschedule(paper, edo, article)
        .await
        .expect("off");
    refused(
        scheduling::unschedule(paper, edo, article).await,
        &Refusal::NotOnSchedule,
    );
    scheduling::spike(paper, edo, article, "no")
        .await
        .expect("spiked");
    assert_eq!(shelf().await, Some(Shelf::Spiked));
    refused(
        moved(&gazette, edo, article, Phase::Desk).await,
        &Refusal::Spiked,
    );
    withdrawing::restore(paper, edo, article, "", &[])
        .await
        .expect("brought back");
    assert_eq!(shelf().await, Some(Shelf::Writing));
    desk::due(paper, edo, article, Some(instant("2026-03-02T18:00:00Z")))
        .await
        .expect("due");
    publishing::publish(paper, edo, article, Going::default())
        .await
        .expect("published");
    assert_eq!(shelf().await, Some(Shelf::Live));
    assert_eq!(row(&gazette, article).await.due, None, "the work is done");
    refused(
        moved(&gazette, edo, article, Phase::Desk).await,
        &Refusal::NoDraft,
    );
    let read = count(&gazette, article).await;
    drafting::save(paper, edo, article, saying("Ferry stops", "New"), read)
        .await
        .expect("saved");
    assert_eq!(
        (shelf().await, row(&gazette, article).await.phase),
        (Some(Shelf::Correct), Some(Phase::Writing))
    );
    drafting::discard(paper, edo, article)
        .await
        .expect("discarded");
    assert_eq!(shelf().await, Some(Shelf::Live));
    withdrawing::withdraw(paper, edo, article, "wrong")
        .await
        .expect("withdrawn");
    assert_eq!(shelf().await, None);
}

async fn reported(gazette: &Gazette, article: ArticleId) {
    let mut session = gazette.paper.read().await.expect("a read");
    let placement = articles::placements(&mut session, article)
        .await
        .expect("placements")[0]
        .id;
    drop(session);
    let token = sending::form(&gazette.paper, Subject::Error, placement)
        .await
        .expect("a form");
    gazette.later(1);
    let form = Sending {
        placement,
        subject: Subject::Error,
        passage: String::new(),
        text: "It was five.".to_owned(),
        name: String::new(),
        email: String::new(),
        concerned: false,
        token,
        trap: String::new(),
        address: Some(household(1)),
    };
    sending::send(&gazette.paper, &form)
        .await
        .expect("sent")
        .expect("taken");
}

#[tokio::test]
async fn what_a_reader_reports_is_to_be_corrected_and_whoever_has_it_keeps_it() {
    let gazette = Gazette::new().await;
    let (paper, edo) = (&gazette.paper, &gazette.edo);
    let placement = article(&gazette, "Ferry service resumes").await;
    let mut session = paper.read().await.expect("a read");
    let article = articles::placement(&mut session, placement)
        .await
        .expect("a read")
        .expect("one")
        .article;
    drop(session);
    reported(&gazette, article).await;
    assert_eq!(
        (
            row(&gazette, article).await.shelf,
            row(&gazette, article).await.cases
        ),
        (Some(Shelf::Correct), 1)
    );
    desk::assign(paper, edo, article, Some("tomas"))
        .await
        .expect("assigned");
    let read = count(&gazette, article).await;
    let copy = saying("Ferry service resumes", "Since five.");
    drafting::save(paper, &gazette.tomas, article, copy, read)
        .await
        .expect("saved");
    publishing::publish(paper, edo, article, Going::change(Class::Update, ""))
        .await
        .expect("published");
    let left = row(&gazette, article).await;
    assert_eq!(
        (left.shelf, left.assigned.map(|who| who.handle)),
        (Some(Shelf::Correct), Some("tomas".to_owned()))
    );
}

#[tokio::test]
async fn a_reporter_takes_a_text_and_gives_it_back_and_the_desk_gives_it_to_anybody() {
    let gazette = Gazette::new().await;
    let (paper, tomas, edo) = (&gazette.paper, &gazette.tomas, &gazette.edo);
    let article = filed(&gazette, "Ferry stops").await;
    let has = async || row(&gazette, article).await.assigned.map(|who| who.handle);
    desk::assign(paper, tomas, article, Some("tomas"))
        .await
        .expect("taken");
    assert_eq!(has().await.as_deref(), Some("tomas"));
    refused(
        desk::assign(paper, tomas, article, Some("tomas")).await,
        &Refusal::NothingChanged,
    );
    not_allowed(desk::assign(paper, tomas, article, Some("edo")).await);
    desk::assign(paper, tomas, article, None)
        .await
        .expect("given back");
    desk::assign(paper, edo, article, Some("ines"))
        .await
        .expect("given");
    not_allowed(desk::assign(paper, tomas, article, None).await);
    not_allowed(desk::assign(paper, edo, article, Some("operator")).await);
    let nobody = desk::assign(paper, edo, article, Some("nobody")).await;
    assert!(matches!(
        nobody.expect_err("none").refusal(),
        Some(Refusal::Unknown { .. })
    ));
    assert_eq!(has().await.as_deref(), Some("ines"));
    not_allowed(desk::due(paper, tomas, article, Some(instant("2026-03-02T18:00:00Z"))).await);
    let past = desk::due(paper, edo, article, Some(instant("2026-03-01T18:00:00Z"))).await;
    assert!(matches!(
        past.expect_err("past").refusal(),
        Some(Refusal::PastSchedule { .. })
    ));
    desk::due(paper, edo, article, Some(instant("2026-03-02T18:00:00Z")))
        .await
        .expect("due");
    assert_eq!(
        row(&gazette, article).await.due,
        Some(instant("2026-03-02T18:00:00Z"))
    );
    not_allowed(desk::name(paper, &gazette.operator, article, "x").await);
    not_allowed(desk::propose(paper, &gazette.operator, gazette.filing(sound("x")), "x").await);
}

#[tokio::test]
async fn who_has_a_text_open_is_seen_for_a_while_and_leaves_no_trace() {
    let gazette = Gazette::new().await;
    let (paper, tomas, edo) = (&gazette.paper, &gazette.tomas, &gazette.edo);
    let article = filed(&gazette, "Ferry stops").await;
    let mut session = paper.read().await.expect("a read");
    let before = changes::after(&mut session, 0)
        .await
        .expect("changes")
        .len();
    let lines = audit::newest(&mut session).await.expect("a trail").len();
    drop(session);
    assert_eq!(
        desk::here(paper, tomas, article, true, 1)
            .await
            .expect("there"),
        []
    );
    let others = desk::here(paper, edo, article, false, 1)
        .await
        .expect("there");
    assert_eq!(
        others
            .iter()
            .map(|who| (who.handle.as_str(), who.writing))
            .collect::<Vec<_>>(),
        [("tomas", true)]
    );
    assert_eq!(row(&gazette, article).await.open.len(), 2);
    desk::gone(paper, tomas, article).await.expect("gone");
    assert_eq!(
        desk::here(paper, edo, article, false, 1)
            .await
            .expect("there"),
        []
    );
    gazette.later(SECONDS / 60 + 1);
    assert_eq!(row(&gazette, article).await.open, []);
    not_allowed(desk::here(paper, &gazette.operator, article, false, 1).await);
    not_allowed(desk::gone(paper, &gazette.operator, article).await);
    let mut session = paper.read().await.expect("a read");
    assert_eq!(
        changes::after(&mut session, 0)
            .await
            .expect("changes")
            .len(),
        before
    );
    assert_eq!(
        audit::newest(&mut session).await.expect("a trail").len(),
        lines
    );
}

#[tokio::test]
async fn what_the_gate_found_is_remembered_of_the_newest_save_only() {
    let gazette = Gazette::new().await;
    let (paper, tomas) = (&gazette.paper, &gazette.tomas);
    let article = filed(&gazette, "Ferry stops").await;
    desk::moving::checked(paper, tomas, article, 1, 2, 3)
        .await
        .expect("kept");
    let found = row(&gazette, article).await.checked.expect("checked");
    assert_eq!((found.saves, found.blocks, found.warnings), (1, 2, 3));
    drafting::save(paper, tomas, article, saying("Ferry stops", "x"), 1)
        .await
        .expect("saved");
    desk::moving::checked(paper, tomas, article, 1, 0, 0)
        .await
        .expect("left alone");
    assert_eq!(
        row(&gazette, article)
            .await
            .checked
            .map(|found| found.blocks),
        Some(2)
    );
    not_allowed(desk::moving::checked(paper, &gazette.operator, article, 2, 0, 0).await);
}

async fn rings(gazette: &Gazette, who: &Actor) -> Bell {
    let mut session = gazette.paper.read().await.expect("a read");
    bell::bell(&mut session, who, gazette.paper.now())
        .await
        .expect("a bell")
}

#[tokio::test]
async fn a_note_calls_people_and_is_settled() {
    let gazette = Gazette::new().await;
    let (paper, tomas, edo) = (&gazette.paper, &gazette.tomas, &gazette.edo);
    let article = filed(&gazette, "Ferry stops").await;
    let said = "@tomas, who says so? Mail to press@ines bounced. @operator need not know";
    let note = notes::add(paper, edo, article, said, Some("since six"))
        .await
        .expect("a note");
    let mut session = paper.read().await.expect("a read");
    let listed = notes::of_article(&mut session, article, None, 10)
        .await
        .expect("notes");
    assert_eq!(
        (
            listed[0].by.as_str(),
            listed[0].passage.as_str(),
            listed[0].settled_at
        ),
        ("Edo Rinaldi", "since six", None)
    );
    drop(session);
    let bell = rings(&gazette, tomas).await;
    let [ring] = bell.items.as_slice() else {
        panic!("{bell:?}")
    };
    assert_eq!(
        (&ring.what, ring.by.as_str(), ring.words.as_str()),
        (&Ringing::Mentioned, "Edo Rinaldi", said)
    );
    assert_eq!(
        rings(&gazette, &gazette.ines).await.items,
        [],
        "an e-mail address calls nobody"
    );
    assert_eq!(rings(&gazette, &gazette.operator).await.items, []);
    notes::settle(paper, tomas, note).await.expect("settled");
    let mut session = paper.read().await.expect("a read");
    let after = Some((listed[0].at, listed[0].id));
    assert_eq!(
        notes::of_article(&mut session, article, after, 10)
            .await
            .expect("notes"),
        []
    );
    let listed = notes::of_article(&mut session, article, None, 10)
        .await
        .expect("notes");
    assert_eq!(listed[0].settled_by, "Tomas Berg");
    drop(session);
    not_allowed(notes::add(paper, &gazette.operator, article, "x", None).await);
    not_allowed(notes::settle(paper, &gazette.operator, note).await);
    let many: String = (0..11).map(|n| format!("@a{n} ")).collect();
    let refused = notes::add(paper, edo, article, &many, None).await;
    assert!(matches!(
        refused.expect_err("too many").refusal(),
        Some(Refusal::LimitReached { .. })
    ));
}

#[tokio::test]
async fn the_bell_rings_for_what_others_do_to_ones_own_texts() {
    let gazette = Gazette::new().await;
    let (paper, tomas, edo) = (&gazette.paper, &gazette.tomas, &gazette.edo);
    let article = filed(&gazette, "Ferry stops").await;
    moved(&gazette, tomas, article, Phase::Desk)
        .await
        .expect("moved");
    gazette.later(1);
    desk::assign(paper, edo, article, Some("tomas"))
        .await
        .expect("assigned");
    gazette.later(1);
    notes::add(paper, edo, article, "Shorter, please", None)
        .await
        .expect("noted");
    gazette.later(1);
    scheduling::hold(paper, edo, article, "lawyer")
        .await
        .expect("held");
    gazette.later(1);
    scheduling::release(paper, edo, article)
        .await
        .expect("released");
    let told = |bell: &Bell| {
        bell.items
            .iter()
            .map(|ring| ring.what.clone())
            .collect::<Vec<_>>()
    };
    let bell = rings(&gazette, tomas).await;
    assert_eq!(
        told(&bell),
        [
            Ringing::Held,
            Ringing::Held,
            Ringing::Noted,
            Ringing::Assigned
        ]
    );
    assert_eq!(
        (
            bell.new,
            bell.items[1].words.as_str(),
            bell.items[0].headline.as_str()
        ),
        (4, "lawyer", "Ferry stops")
    );
    desk::bell_seen(paper, tomas, bell.items[0].at)
        .await
        .expect("seen");
    assert_eq!(rings(&gazette, tomas).await.new, 0);
    gazette.later(1);
    publishing::publish(paper, edo, article, Going::default())
        .await
        .expect("published");
    reported(&gazette, article).await;
    let bell = rings(&gazette, tomas).await;
    assert_eq!(
        (bell.new, &told(&bell)[..2]),
        (2, &[Ringing::Reported, Ringing::Published][..])
    );
    assert_eq!(
        rings(&gazette, edo).await.items,
        [],
        "what he did himself does not ring"
    );
    // A text that may not be seen any more rings for nobody.
    let other = people::open_account(paper, &gazette.operator, "vera", "Vera", "").await;
    other.expect("an account");
    assert_eq!(
        rings(
            &gazette,
            &Actor::of(paper, "vera").await.expect("an account")
        )
        .await,
        Bell::default()
    );
}

#[tokio::test]
async fn a_text_that_did_not_go_out_when_it_should_have_rings() {
    let gazette = Gazette::new().await;
    let (paper, edo) = (&gazette.paper, &gazette.edo);
    let article = filed(&gazette, "Ferry stops").await;
    let at = datetime(2026, 3, 2, 12, 0, 0, 0);
    scheduling::schedule(paper, edo, article, at, Class::First, "")
        .await
        .expect("scheduled");
    scheduling::hold(paper, edo, article, "lawyer")
        .await
        .expect("held");
    gazette.later(24 * 60);
    paper::jobs::work(paper).await.expect("worked");
    let bell = rings(&gazette, &gazette.tomas).await;
    assert_eq!(bell.items[0].what, Ringing::Refused, "{bell:?}");
    let row = row(&gazette, article).await;
    assert_eq!(
        (row.shelf, row.fault.contains("lawyer")),
        (Some(Shelf::Writing), true)
    );
}

#[tokio::test]
async fn a_grant_on_one_section_shows_that_section() {
    let gazette = Gazette::new().await;
    let (paper, operator) = (&gazette.paper, &gazette.operator);
    let sport = paper::sections::keep(
        paper,
        operator,
        gazette.title,
        "sport",
        "Sport",
        None,
        paper::sections::Under::Same,
    )
    .await
    .expect("a section");
    people::open_account(paper, operator, "vera", "Vera Sala", "")
        .await
        .expect("an account");
    people::grant(
        paper,
        operator,
        "vera",
        Role::Reporter,
        Some(gazette.title),
        Some(sport),
    )
    .await
    .expect("a grant");
    let vera = Actor::of(paper, "vera").await.expect("an account");
    let news = filed(&gazette, "Ferry stops").await;
    let mut filing = gazette.filing(sound("Harbour wins"));
    filing.section = Some("sport".to_owned());
    let sport = drafting::file(paper, &gazette.edo, filing)
        .await
        .expect("filed");
    let mut session = paper.read().await.expect("a read");
    let now = paper.now();
    let page = desks::page(
        &mut session,
        &vera,
        &desks::Filter::default(),
        None,
        10,
        now,
    )
    .await
    .expect("a page");
    assert_eq!(
        page.rows.iter().map(|row| row.article).collect::<Vec<_>>(),
        [sport]
    );
    let counts = desks::counts(&mut session, &vera, None, now).await;
    assert_eq!(counts.expect("counts").writing, 1);
    drop(session);
    not_allowed(moved(&gazette, &vera, news, Phase::Desk).await);
    not_allowed(notes::add(paper, &vera, news, "x", None).await);
}
