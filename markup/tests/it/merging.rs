//! Two people's changes of one text are put together, and none of their words is lost.

use markup::merge::{self, Merged};
use markup::{Block, Body, Inline};
use proptest::prelude::*;
use proptest::sample::{Index, select};

fn paragraph(text: &str) -> Block {
    Block::Paragraph {
        text: vec![Inline::text(text)],
        lang: None,
    }
}

fn body(paragraphs: &[&str]) -> Body {
    Body {
        blocks: paragraphs.iter().map(|text| paragraph(text)).collect(),
        ..Body::default()
    }
}

fn merged(base: &[&str], mine: &[&str], theirs: &[&str]) -> Merged {
    merge::merge(&body(base), &body(mine), &body(theirs))
}

fn says(merged: &Merged, paragraphs: &[&str]) {
    assert_eq!(merged.body, body(paragraphs), "{merged:?}");
}

const FERRY: &str = "The ferry stops on Monday because of the wind.";
const CREW: &str = "Captain Luca Nardi said the crew had been on board since six.";
const PORT: &str = "The harbour office gave the timetable in the morning.";

#[test]
fn changes_of_neighbouring_paragraphs_are_put_together() {
    let (mine, theirs) = (
        "The ferry stops on Tuesday because of the wind.",
        "Captain Luca Nardi said so.",
    );
    let merged = merged(
        &[FERRY, CREW, PORT],
        &[mine, CREW, PORT],
        &[FERRY, theirs, PORT],
    );
    says(&merged, &[mine, theirs, PORT]);
    assert!(merged.clashes.is_empty());
}

#[test]
fn both_insert_at_one_place_and_theirs_comes_first() {
    let merged = merged(
        &[FERRY, PORT],
        &[FERRY, "Mine.", PORT],
        &[FERRY, "Theirs.", PORT],
    );
    says(&merged, &[FERRY, "Theirs.", "Mine.", PORT]);
    assert!(merged.clashes.is_empty());
}

#[test]
fn what_both_inserted_in_another_order_comes_out_the_same_whoever_is_mine() {
    let (one, other) = (["One.", "Two.", "Three."], ["Three.", "Two.", "One."]);
    let with = |inserted: [&'static str; 3]| [&[FERRY][..], &inserted, &[PORT]].concat();
    let (mine, theirs) = (with(one), with(other));
    let merged = |mine: &[&str], theirs: &[&str]| {
        let merged = merged(&[FERRY, PORT], mine, theirs);
        assert!(merged.clashes.is_empty());
        sorted(&merged.body.blocks)
    };
    assert_eq!(merged(&mine, &theirs), merged(&theirs, &mine));
}

#[test]
fn words_of_one_paragraph_far_from_each_other_are_put_together() {
    let mine = "The ferry stops on Tuesday because of the wind.";
    let theirs = "The ferry stops on Monday because of the storm.";
    let both = "The ferry stops on Tuesday because of the storm.";
    let merged = merged(&[FERRY], &[mine], &[theirs]);
    says(&merged, &[both]);
    assert!(merged.clashes.is_empty());
}

#[test]
fn one_word_both_changed_is_a_clash_and_mine_stands() {
    for theirs in [
        "The ferry stops on Friday because of the wind.",
        // The word beside.
        "The ferry stops on Monday after the wind.",
    ] {
        let mine = "The ferry stops on Tuesday because of the wind.";
        let merged = merged(&[CREW, FERRY], &[CREW, mine], &[CREW, theirs]);
        says(&merged, &[CREW, mine]);
        let [clash] = merged.clashes.as_slice() else {
            panic!("{merged:?}")
        };
        assert_eq!(
            (
                clash.at,
                &clash.base[..],
                &clash.mine[..],
                &clash.theirs[..]
            ),
            (
                1,
                &[paragraph(FERRY)][..],
                &[paragraph(mine)][..],
                &[paragraph(theirs)][..]
            )
        );
    }
}

#[test]
fn what_one_changed_and_the_other_took_away_is_a_clash() {
    let changed = "Captain Luca Nardi said the crew had been on board since five.";
    let gone = merged(
        &[FERRY, CREW, PORT],
        &[FERRY, PORT],
        &[FERRY, changed, PORT],
    );
    says(&gone, &[FERRY, PORT]);
    assert_eq!(
        (gone.clashes[0].at, &gone.clashes[0].theirs[..]),
        (1, &[paragraph(changed)][..])
    );
    let moved = merged(
        &[FERRY, CREW, PORT],
        &[FERRY, changed, PORT],
        &[CREW, FERRY, PORT],
    );
    says(&moved, &[CREW, FERRY, changed, PORT]);
    assert_eq!(moved.clashes.len(), 1, "{moved:?}");
}

#[test]
fn marks_of_a_paragraph_are_kept_and_not_mixed() {
    let text = |first: &str, strong: &str, last: &str| Body {
        blocks: vec![Block::Paragraph {
            text: vec![
                Inline::text(first),
                Inline::Strong {
                    text: vec![Inline::text(strong)],
                },
                Inline::text(last),
            ],
            lang: None,
        }],
        ..Body::default()
    };
    let base = text("The ferry stops ", "on Monday", " because of the wind.");
    let mine = text("The boat stops ", "on Monday", " because of the wind.");
    let theirs = text("The ferry stops ", "on Monday", " because of the storm.");
    let merged = merge::merge(&base, &mine, &theirs);
    assert_eq!(
        merged.body,
        text("The boat stops ", "on Monday", " because of the storm.")
    );
    assert!(merged.clashes.is_empty());
    let plain = body(&["The ferry stops on Monday because of the storm."]);
    assert_eq!(merge::merge(&base, &mine, &plain).clashes.len(), 1);
}

#[test]
fn without_what_both_began_with_every_difference_is_told() {
    let merged = merge::differences(&body(&[FERRY, CREW]), &body(&["New.", FERRY, PORT]));
    says(&merged, &[FERRY, CREW]);
    assert_eq!(merged.clashes.len(), 2, "{merged:?}");
    assert!(
        merge::differences(&body(&[FERRY]), &body(&[FERRY]))
            .clashes
            .is_empty()
    );
}

/// What somebody does to a text.
#[derive(Debug, Clone)]
enum Edit {
    Word(Index, Index, String),
    Insert(Index, String),
    Remove(Index),
    Move(Index, Index),
    Picture(Index),
    List(Index, String),
}

fn sentence() -> impl Strategy<Value = String> {
    let word = select(vec![
        "ferry", "harbour", "wind", "Monday", "crew", "captain", "six", "the", "of", "a", "office",
        "port",
    ]);
    proptest::collection::vec(word, 3..9).prop_map(|words| words.join(" "))
}

fn edits(who: &'static str) -> impl Strategy<Value = Vec<Edit>> {
    let typed = (0_u32..10_000).prop_map(move |n| format!("{who}{n}"));
    let index = any::<Index>;
    let edit = prop_oneof![
        6 => (index(), index(), typed.clone()).prop_map(|(at, word, typed)| Edit::Word(at, word, typed)),
        3 => (index(), typed.clone()).prop_map(|(at, typed)| Edit::Insert(at, format!("{typed} was there"))),
        2 => index().prop_map(Edit::Remove),
        1 => (index(), index()).prop_map(|(from, to)| Edit::Move(from, to)),
        1 => index().prop_map(Edit::Picture),
        1 => (index(), typed).prop_map(|(at, typed)| Edit::List(at, typed)),
    ];
    proptest::collection::vec(edit, 0..6)
}

fn edited(body: &Body, edits: &[Edit]) -> Body {
    let mut blocks = body.blocks.clone();
    let free = |blocks: &[Block], at: &Index| at.index(blocks.len() + 1);
    for edit in edits {
        match edit {
            Edit::Insert(at, text) => blocks.insert(free(&blocks, at), paragraph(text)),
            Edit::List(at, text) => blocks.insert(
                free(&blocks, at),
                Block::List {
                    ordered: false,
                    items: vec![vec![paragraph(text)]],
                },
            ),
            Edit::Picture(at) => blocks.insert(free(&blocks, at), Block::Rule),
            _ if blocks.is_empty() => {}
            Edit::Remove(at) => drop(blocks.remove(at.index(blocks.len()))),
            Edit::Move(from, to) => {
                let block = blocks.remove(from.index(blocks.len()));
                blocks.insert(free(&blocks, to), block);
            }
            Edit::Word(at, word, typed) => {
                let at = at.index(blocks.len());
                if let Block::Paragraph { text, .. } = &mut blocks[at] {
                    let plain = markup::plain(text);
                    let mut words: Vec<&str> = plain.split(' ').collect();
                    let word = word.index(words.len());
                    words[word] = typed;
                    *text = vec![Inline::text(words.join(" "))];
                }
            }
        }
    }
    Body {
        blocks,
        ..Body::default()
    }
    .canonical()
}

fn texts() -> impl Strategy<Value = (Body, Body, Body)> {
    let base = proptest::collection::vec(sentence(), 0..7)
        .prop_map(|texts| body(&texts.iter().map(String::as_str).collect::<Vec<_>>()).canonical());
    (base, edits("mine"), edits("theirs")).prop_map(|(base, mine, theirs)| {
        let (mine, theirs) = (edited(&base, &mine), edited(&base, &theirs));
        (base, mine, theirs)
    })
}

fn config() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn words(blocks: &[Block]) -> Vec<String> {
    let body = Body {
        blocks: blocks.to_vec(),
        ..Body::default()
    };
    let text = body.plain_text();
    text.split_whitespace().map(str::to_owned).collect()
}

/// Paragraphs and what else stands, a list as its items: neighbouring lists become one.
fn parts(blocks: &[Block]) -> Vec<Block> {
    blocks
        .iter()
        .flat_map(|block| match block {
            Block::List { items, .. } => items.concat(),
            block => vec![block.clone()],
        })
        .collect()
}

/// Whatever is in `side` and was not in the base is in the result or told.
fn nothing_lost(
    base: &Body,
    side: &Body,
    merged: &Merged,
    told: impl Fn(&merge::Clash) -> &[Block],
) {
    let kept: Vec<&[Block]> = std::iter::once(&merged.body.blocks[..])
        .chain(merged.clashes.iter().map(told))
        .collect();
    let (was, is): (Vec<_>, Vec<_>) = (
        words(&base.blocks),
        kept.iter().flat_map(|blocks| words(blocks)).collect(),
    );
    for word in words(&side.blocks) {
        assert!(
            was.contains(&word) || is.contains(&word),
            "«{word}» is lost: {merged:?}"
        );
    }
    // What was typed into one block stands together: put in word by word, or whole.
    let is: Vec<Block> = kept.iter().flat_map(|blocks| parts(blocks)).collect();
    for block in parts(&side.blocks) {
        let mut typed = words(std::slice::from_ref(&block));
        typed.retain(|word| !was.contains(word));
        let together = is.iter().any(|block| {
            let there = words(std::slice::from_ref(block));
            typed.iter().all(|word| there.contains(word))
        });
        assert!(
            typed.is_empty() || together,
            "{block:?} is torn: {merged:?}"
        );
    }
}

fn sorted(blocks: &[Block]) -> Vec<String> {
    let mut all: Vec<String> = parts(blocks)
        .iter()
        .filter(|b| **b != Block::Rule)
        .map(|b| format!("{b:?}"))
        .collect();
    all.sort();
    all
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_one_left_alone_is_as_the_other_left_it((base, one, _) in texts()) {
        for (mine, theirs) in [(&base, &one), (&one, &base), (&one, &one)] {
            let merged = merge::merge(&base, mine, theirs);
            prop_assert_eq!(&merged.body, &one);
            prop_assert!(merged.clashes.is_empty());
        }
    }

    #[test]
    fn no_word_of_either_is_lost((base, mine, theirs) in texts()) {
        let merged = merge::merge(&base, &mine, &theirs);
        nothing_lost(&base, &mine, &merged, |clash| &clash.mine);
        nothing_lost(&base, &theirs, &merged, |clash| &clash.theirs);
        let apart = merge::differences(&mine, &theirs);
        prop_assert_eq!(&apart.body, &mine);
        nothing_lost(&Body::default(), &theirs, &apart, |clash| &clash.theirs);
    }

    #[test]
    fn the_result_is_canonical_and_mine_stands_where_they_clash((base, mine, theirs) in texts()) {
        let merged = merge::merge(&base, &mine, &theirs);
        prop_assert_eq!(merged.body.clone().canonical(), merged.body.clone());
        for clash in &merged.clashes {
            prop_assert!(clash.at <= merged.body.blocks.len());
            let there = merged.body.blocks.get(clash.at..).unwrap_or_default();
            let stands = clash.mine.iter().flat_map(|b| parts(std::slice::from_ref(b))).all(|b| {
                parts(&there[..1]).contains(&b)
            });
            prop_assert!(stands, "{:?}", merged);
        }
    }

    #[test]
    fn who_is_called_mine_does_not_matter_but_for_the_order((base, mine, theirs) in texts()) {
        let (one, other) = (merge::merge(&base, &mine, &theirs), merge::merge(&base, &theirs, &mine));
        prop_assert_eq!(one.clashes.len(), other.clashes.len());
        for (a, b) in one.clashes.iter().zip(&other.clashes) {
            prop_assert_eq!((&a.base, &a.mine, &a.theirs), (&b.base, &b.theirs, &b.mine));
        }
        if one.clashes.is_empty() {
            prop_assert_eq!(sorted(&one.body.blocks), sorted(&other.body.blocks));
        }
    }
}
