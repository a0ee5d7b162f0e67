//! Who may do what at the desk.

use crate::desk::not_allowed;
use crate::desk_saves::filed;
use cast::{Gazette, found_title, sound};
use paper::articles::merging::save_merging;
use paper::articles::saves::{self, Text};
use paper::desk::{self, Phase, notes};
use paper::rights::{Deed, Role};
use paper::{Actor, Result, people};

/// A verb of the desk with the right it asks for.
const VERBS: [(&str, &[Deed]); 13] = [
    ("hand in", &[Deed::Advance]),
    ("approve", &[Deed::Advance, Deed::Publish]),
    ("give to another", &[Deed::Assign]),
    ("want by an hour", &[Deed::Assign]),
    ("write a note", &[Deed::Remark]),
    ("settle a note", &[Deed::Remark]),
    ("propose", &[Deed::File]),
    ("call by a name", &[Deed::Save]),
    ("name a save", &[Deed::Save]),
    ("restore a save", &[Deed::Save]),
    ("save and merge", &[Deed::Save]),
    ("be there", &[Deed::Save]),
    ("note what the gate found", &[Deed::Save]),
];

async fn does(gazette: &Gazette, by: &Actor, verb: &str) -> Result<()> {
    let (paper, ines) = (&gazette.paper, &gazette.ines);
    let id = filed(gazette, "Ferry stops").await;
    match verb {
        "hand in" => desk::move_to(paper, by, id, Phase::Desk).await,
        "approve" => desk::move_to(paper, by, id, Phase::Approved).await,
        "give to another" => desk::assign(paper, by, id, Some("tomas")).await,
        "want by an hour" => {
            let at = gazette.paper.now() + jiff::SignedDuration::from_hours(1);
            desk::due(paper, by, id, Some(at)).await
        }
        "write a note" => notes::add(paper, by, id, "Shorter", None).await.map(drop),
        "settle a note" => {
            let note = notes::add(paper, ines, id, "Shorter", None).await?;
            notes::settle(paper, by, note).await
        }
        "propose" => desk::propose(paper, by, gazette.filing(sound("x")), "The pier")
            .await
            .map(drop),
        "call by a name" => desk::name(paper, by, id, "The pier").await,
        "name a save" => saves::name_save(paper, by, id, 1, "First").await,
        "restore a save" => saves::restore_save(paper, by, id, Text::Save(1))
            .await
            .map(drop),
        "save and merge" => save_merging(paper, by, id, sound("y"), 1).await.map(drop),
        "be there" => desk::here(paper, by, id, true, 1).await.map(drop),
        _ => desk::moving::checked(paper, by, id, 1, 0, 0).await,
    }
}

#[tokio::test]
async fn each_role_does_at_the_desk_what_the_table_says_and_nothing_else() {
    let gazette = Gazette::new().await;
    let (paper, operator) = (&gazette.paper, &gazette.operator);
    let other = found_title(paper, operator, "beacon", "Beacon", "beacon.test").await;
    for role in Role::ALL {
        for (suffix, title, here) in [("here", gazette.title, true), ("there", other, false)] {
            let handle = format!("{}-{suffix}", role.word());
            people::open_account(paper, operator, &handle, &handle, "")
                .await
                .expect("an account");
            people::grant(paper, operator, &handle, *role, Some(title), None)
                .await
                .expect("a grant");
            let actor = Actor::of(paper, &handle).await.expect("an account");
            for (verb, deeds) in VERBS {
                let may = here && deeds.iter().all(|deed| role.deeds().contains(deed));
                let done = does(&gazette, &actor, verb).await;
                if may {
                    done.unwrap_or_else(|error| panic!("{handle} may {verb}: {error}"));
                } else {
                    not_allowed(done);
                }
            }
        }
    }
}
