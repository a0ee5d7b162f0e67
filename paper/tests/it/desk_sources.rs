//! Two people change one list of sources: what each put in is there, and texts go on referring to what they referred to.

use crate::desk_merging::saved;
use crate::desk_saves::filed;
use cast::{Gazette, sound};
use paper::articles::merging::Saved;
use paper::copy::{Copy, Source, SourceKind};
use proptest::prelude::*;

fn source(name: &str) -> Source {
    Source {
        kind: SourceKind::Document,
        name: name.to_owned(),
        ..Source::default()
    }
}

fn names(copy: &Copy) -> Vec<&str> {
    copy.sources.iter().map(|one| one.name.as_str()).collect()
}

fn says(copy: &mut Copy, markdown: &str) {
    let blocks = markup::markdown::read(markdown).body.blocks;
    copy.body.blocks.extend(blocks);
}

/// What a text refers to, by the words before each reference.
fn referred(copy: &Copy) -> Vec<(String, String)> {
    let passages = copy.body.passages();
    let refs = passages.iter().flat_map(|passage| {
        passage
            .source_refs
            .iter()
            .map(|(_, n)| (passage.text.clone(), *n))
    });
    refs.map(|(words, n)| {
        let place = usize::try_from(n).expect("small") - 1;
        let name = copy.sources.get(place).map_or("", |one| &one.name);
        (words, name.to_owned())
    })
    .collect()
}

/// Edo saves first, then Tomas from the same beginning.
async fn both(theirs: Copy, mine: Copy) -> Saved {
    let gazette = Gazette::new().await;
    let article = filed(&gazette, "Ferry stops").await;
    saved(&gazette, &gazette.edo, article, theirs, 1).await;
    saved(&gazette, &gazette.tomas, article, mine, 1).await
}

fn merged(saved: Saved) -> Copy {
    match saved {
        Saved::Kept {
            merged: Some(merged),
            ..
        } => *merged,
        other => panic!("put together: {other:?}"),
    }
}

#[tokio::test]
async fn two_who_each_add_a_source_find_both() {
    let (mut theirs, mut mine) = (sound("Ferry stops"), sound("Ferry stops"));
    let first = mine.sources.len() + 1;
    theirs.sources.push(source("Port log"));
    says(&mut theirs, &format!("The log says so [@{first}]."));
    mine.sources.push(source("Crew list"));
    says(&mut mine, &format!("The list says so [@{first}]."));
    let copy = merged(both(theirs, mine).await);
    let names = names(&copy);
    assert_eq!(names[names.len() - 2..], ["Port log", "Crew list"]);
    let referred = referred(&copy);
    let last: Vec<&str> = referred.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(
        last[last.len() - 2..],
        ["Port log", "Crew list"],
        "{referred:?}"
    );
}

#[tokio::test]
async fn a_text_goes_on_referring_to_its_source_when_another_comes_before_it() {
    let (mut theirs, mut mine) = (sound("Ferry stops"), sound("Ferry stops"));
    let wanted = mine.sources[0].name.clone();
    theirs.sources.insert(0, source("Port log"));
    says(&mut mine, "It was so [@1].");
    let copy = merged(both(theirs, mine).await);
    assert_eq!(referred(&copy).last().map(|(_, name)| name), Some(&wanted));
    assert_eq!(names(&copy)[..2], ["Port log", wanted.as_str()]);
}

#[tokio::test]
async fn changes_of_one_source_meet_field_by_field_and_are_told_where_they_clash() {
    let (mut theirs, mut mine) = (sound("Ferry stops"), sound("Ferry stops"));
    theirs.sources[0].note = "by telephone".to_owned();
    mine.sources[0].url = "https://port.example/".to_owned();
    let copy = merged(both(theirs.clone(), mine.clone()).await);
    let one = &copy.sources[0];
    assert_eq!(
        (one.note.as_str(), one.url.as_str()),
        ("by telephone", "https://port.example/")
    );
    mine.sources[0].note = "page 4".to_owned();
    let Saved::Clash { fields, .. } = both(theirs, mine).await else {
        panic!("both noted something else")
    };
    assert_eq!(fields[0].field, "sources");
}

#[tokio::test]
async fn what_one_took_away_and_the_other_newly_refers_to_is_told() {
    let (mut theirs, mut mine) = (sound("Ferry stops"), sound("Ferry stops"));
    theirs.sources.remove(0);
    says(&mut mine, "It was so [@1].");
    let Saved::Clash { fields, .. } = both(theirs, mine).await else {
        panic!("there is no such source any more")
    };
    assert_eq!((fields[0].field.as_str(), fields.len()), ("sources", 1));
}

/// Sources one of two puts in, by place, each with a sentence that refers to it.
fn put_in(copy: &mut Copy, whose: &str, places: &[usize]) {
    for (turn, place) in places.iter().enumerate() {
        let name = format!("{whose} {turn}");
        let at = place % (copy.sources.len() + 1);
        copy.sources.insert(at, source(&name));
        // Who puts one in before others gives those their new numbers in the text too.
        let from = u32::try_from(at + 1).expect("small");
        copy.body
            .renumber_sources(&|n| if n >= from { n + 1 } else { n });
        says(copy, &format!("{name} says so [@{from}]."));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_source_two_people_put_in_is_lost_and_every_text_refers_to_its_own(
        theirs in proptest::collection::vec(0..6_usize, 0..4),
        mine in proptest::collection::vec(0..6_usize, 0..4),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let (mut their_copy, mut my_copy) = (sound("Ferry stops"), sound("Ferry stops"));
        put_in(&mut their_copy, "theirs", &theirs);
        put_in(&mut my_copy, "mine", &mine);
        let wanted = [referred(&their_copy), referred(&my_copy)].concat();
        let copy = match runtime.block_on(both(their_copy, my_copy.clone())) {
            Saved::Kept { merged: Some(merged), .. } => *merged,
            Saved::Kept { merged: None, .. } => my_copy,
            clash => panic!("nothing clashes: {clash:?}"),
        };
        let names = names(&copy);
        for (whose, places) in [("theirs", &theirs), ("mine", &mine)] {
            for turn in 0..places.len() {
                let name = format!("{whose} {turn}");
                prop_assert_eq!(names.iter().filter(|one| **one == name).count(), 1, "{} of {:?}", name, names);
            }
        }
        let stands = referred(&copy);
        for one in wanted {
            prop_assert!(stands.contains(&one), "{:?} of {:?}", one, stands);
        }
    }
}
