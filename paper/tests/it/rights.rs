//! The one table role × deed, written out for people and held by the verbs.

use cast::{Gazette, sound};
use expect_test::expect_file;
use paper::articles::publishing::{self, Going, Override};
use paper::articles::{drafting, scheduling, withdrawing};
use paper::rights::{Deed, Role};
use paper::{Actor, Refusal, people, shifts};

#[test]
fn the_table_is_written_down() {
    let mut page = String::from(
        "# Rights: role × deed\n\nMade from the code by `cargo test -p paper`; change `paper/src/rights.rs`, then run it with\n\
         `UPDATE_EXPECT=1`. A grant gives a role on one title or all, one section or all.\n\n| deed |",
    );
    for role in Role::ALL {
        page += &format!(" {} |", role.word());
    }
    page += "\n| --- |";
    page += &" :-: |".repeat(Role::ALL.len());
    for deed in Deed::ALL {
        page += &format!("\n| `{}` |", deed.word());
        for role in Role::ALL {
            page += if role.deeds().contains(deed) {
                " yes |"
            } else {
                " |"
            };
        }
    }
    expect_file!["../../../docs/rights.md"].assert_eq(&(page + "\n"));
}

/// Whoever holds no role that carries a deed is refused it by the verb itself, also on another title.
#[tokio::test]
async fn every_role_does_what_the_table_says_and_nothing_else() {
    let gazette = Gazette::new().await;
    let other = cast::found_title(
        &gazette.paper,
        &gazette.operator,
        "beacon",
        "The Beacon",
        "beacon.test",
    )
    .await;
    for role in Role::ALL {
        for (suffix, title, here) in [("here", gazette.title, true), ("there", other, false)] {
            let handle = format!("{}-{suffix}", role.word());
            people::open_account(&gazette.paper, &gazette.operator, &handle, &handle, "")
                .await
                .expect("an account");
            people::grant(
                &gazette.paper,
                &gazette.operator,
                &handle,
                *role,
                Some(title),
                None,
            )
            .await
            .expect("a grant");
            let actor = Actor::of(&gazette.paper, &handle)
                .await
                .expect("the account");
            for deed in [
                Deed::File,
                Deed::Publish,
                Deed::Withdraw,
                Deed::Kill,
                Deed::Hold,
                Deed::Spike,
                Deed::Save,
            ] {
                let allowed = here && role.deeds().contains(&deed);
                assert_eq!(
                    may(&gazette, &actor, deed).await,
                    allowed,
                    "{handle}: {}",
                    deed.word()
                );
            }
        }
    }
}

async fn may(gazette: &Gazette, actor: &Actor, deed: Deed) -> bool {
    let paper = &gazette.paper;
    // Each under its own headline: the same one twice would be the same article filed again.
    let filing = gazette.filing(sound(&format!(
        "Ferry service resumes after the check of {} for {}",
        deed.word(),
        actor.name()
    )));
    let id = drafting::file(paper, &gazette.ines, filing.clone())
        .await
        .expect("filed");
    if matches!(deed, Deed::Withdraw | Deed::Kill) {
        publishing::publish(paper, &gazette.ines, id, Going::default())
            .await
            .expect("published");
    }
    let outcome = match deed {
        Deed::File => drafting::file(paper, actor, filing).await.map(drop),
        Deed::Save => drafting::save(paper, actor, id, sound("Another"), 1)
            .await
            .map(drop),
        Deed::Publish => publishing::publish(paper, actor, id, Going::default())
            .await
            .map(drop),
        Deed::Withdraw => withdrawing::withdraw(paper, actor, id, "wrong")
            .await
            .map(drop),
        Deed::Kill => withdrawing::kill(paper, actor, id, "court").await.map(drop),
        Deed::Hold => scheduling::hold(paper, actor, id, "wait").await,
        _ => scheduling::spike(paper, actor, id, "no").await,
    };
    match outcome {
        Ok(()) => true,
        Err(error) => {
            assert!(
                matches!(error.refusal(), Some(Refusal::NotAllowed { .. })),
                "{error}"
            );
            false
        }
    }
}

#[tokio::test]
async fn only_the_director_or_the_deputy_on_shift_overrides_a_block_and_the_reason_is_kept() {
    let gazette = Gazette::new().await;
    let mut copy = sound("Ferry service resumes");
    copy.ai = None;
    let going = Going {
        overrides: vec![Override {
            code: "ai.undeclared".to_owned(),
            reason: "the author is at sea".to_owned(),
        }],
        ..Going::default()
    };
    let blocked = publishing::file_and_publish(
        &gazette.paper,
        &gazette.ines,
        gazette.filing(copy.clone()),
        Going::default(),
    )
    .await
    .expect_err("a block");
    assert!(
        matches!(blocked.refusal(), Some(Refusal::Gate { .. })),
        "{blocked}"
    );
    let refused = publishing::file_and_publish(
        &gazette.paper,
        &gazette.edo,
        gazette.filing(copy.clone()),
        going.clone(),
    )
    .await
    .expect_err("an editor may not");
    assert!(
        matches!(refused.refusal(), Some(Refusal::NotAllowed { .. })),
        "{refused}"
    );
    let now = gazette.paper.now();
    shifts::name(
        &gazette.paper,
        &gazette.ines,
        gazette.title,
        "edo",
        now,
        now + jiff::SignedDuration::from_hours(8),
    )
    .await
    .expect("a deputy");
    publishing::file_and_publish(
        &gazette.paper,
        &gazette.edo,
        gazette.filing(copy.clone()),
        going.clone(),
    )
    .await
    .expect("on shift");
    gazette.later(9 * 60);
    let late =
        publishing::file_and_publish(&gazette.paper, &gazette.edo, gazette.filing(copy), going)
            .await;
    assert!(late.is_err(), "the shift is over");
    let mut session = gazette.paper.read().await.expect("a read");
    let lines = paper::audit::newest(&mut session).await.expect("lines");
    let line = lines
        .iter()
        .find(|line| line.deed == "gate.override")
        .expect("a line");
    assert!(line.actor == "Edo Rinaldi" && line.detail.contains("the author is at sea"));
}

#[tokio::test]
async fn all_turns_of_a_deputy_end_at_once_and_the_others_stay() {
    let gazette = Gazette::new().await;
    let (paper, ines) = (&gazette.paper, &gazette.ines);
    let now = paper.now();
    let hours = jiff::SignedDuration::from_hours;
    for (who, from) in [("edo", now), ("edo", now + hours(24)), ("tomas", now)] {
        shifts::name(paper, ines, gazette.title, who, from, from + hours(8))
            .await
            .expect("a deputy");
    }
    gazette.later(1);
    shifts::end_all_of(paper, ines, gazette.title, "edo")
        .await
        .expect("ended");
    let mut session = paper.read().await.expect("a session");
    let left = shifts::deputies(&mut session, gazette.title, paper.now())
        .await
        .expect("deputies");
    drop(session);
    let left: Vec<&str> = left.iter().map(|turn| turn.account.as_str()).collect();
    assert_eq!(left, ["tomas"]);
    let again = shifts::end_all_of(paper, ines, gazette.title, "edo").await;
    assert!(again.is_err(), "there is no turn left to end");
    let not_hers = shifts::end_all_of(paper, &gazette.edo, gazette.title, "tomas").await;
    assert!(not_hers.is_err(), "an editor names and ends no deputy");
}

#[tokio::test]
async fn a_role_on_a_section_is_never_one_on_everything() {
    let gazette = Gazette::new().await;
    let mut session = gazette.paper.read().await.expect("a session");
    let section = paper::sections::section(&mut session, gazette.title, "news")
        .await
        .expect("a section");
    drop(session);
    let (paper, by) = (&gazette.paper, &gazette.operator);
    let nowhere = people::grant(paper, by, "tomas", Role::Editor, None, Some(section.id)).await;
    assert!(names_no_title(nowhere));
    let nowhere = people::revoke(paper, by, "tomas", Role::Editor, None, Some(section.id)).await;
    assert!(names_no_title(nowhere));
}

fn names_no_title(refused: paper::Result<()>) -> bool {
    matches!(
        refused,
        Err(paper::Error::Refused(Refusal::Empty { field: "title" }))
    )
}
