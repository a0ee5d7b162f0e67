//! Two people save one text: their changes are put together or told, and no word typed by anybody is lost.

use crate::desk_saves::{count, filed, saying};
use cast::{Gazette, body, sound};
use jiff::civil::datetime;
use markup::Body;
use paper::articles::content::Class;
use paper::articles::merging::{Saved, save_merging};
use paper::articles::publishing::{self, Going};
use paper::articles::{self, drafting, saves, scheduling};
use paper::copy::Copy;
use paper::id::ArticleId;
use paper::{Actor, Paper, Refusal, desk};
use proptest::prelude::*;

pub(crate) async fn saved(
    gazette: &Gazette,
    by: &Actor,
    article: ArticleId,
    copy: Copy,
    from: u32,
) -> Saved {
    save_merging(&gazette.paper, by, article, copy, from)
        .await
        .expect("an answer")
}

async fn working(gazette: &Gazette, article: ArticleId) -> Copy {
    let mut session = gazette.paper.read().await.expect("a read");
    let article = articles::find(&mut session, article)
        .await
        .expect("an article");
    drafting::working_copy(&mut session, &article)
        .await
        .expect("a text")
}

#[tokio::test]
async fn changes_of_different_fields_and_paragraphs_are_put_together() {
    let gazette = Gazette::new().await;
    let article = filed(&gazette, "Ferry stops").await;
    let mut theirs = sound("Ferry stops");
    theirs.kicker = "Harbour".to_owned();
    theirs
        .body
        .blocks
        .extend(body(&["The pier stays open."]).blocks);
    let first = saved(&gazette, &gazette.edo, article, theirs, 1).await;
    assert_eq!(
        first,
        Saved::Kept {
            saves: 2,
            merged: None
        }
    );
    let mut mine = sound("Ferry stops");
    mine.headline = "Ferry stops on Monday".to_owned();
    let Saved::Kept {
        saves: 3,
        merged: Some(merged),
    } = saved(&gazette, &gazette.tomas, article, mine, 1).await
    else {
        panic!("put together")
    };
    assert_eq!(
        (merged.headline.as_str(), merged.kicker.as_str()),
        ("Ferry stops on Monday", "Harbour")
    );
    assert!(merged.body.plain_text().ends_with("The pier stays open."));
    assert_eq!(working(&gazette, article).await, *merged);
}

#[tokio::test]
async fn who_begins_anew_after_a_draft_was_thrown_away_loses_no_word_to_it() {
    let gazette = Gazette::new().await;
    let (paper, edo) = (&gazette.paper, &gazette.edo);
    let article = gazette.published("Ferry stops").await.article;
    let ending = |headline: &str, end: &str| {
        let mut copy = sound("Ferry stops");
        copy.headline = headline.to_owned();
        copy.body.blocks.extend(body(&[end]).blocks);
        copy
    };
    let closed = ending("Ferry stops", "The pier is closed.");
    drafting::save(paper, edo, article, closed.clone(), 1)
        .await
        .expect("a draft");
    drafting::discard(paper, edo, article)
        .await
        .expect("thrown away");
    let read = count(&gazette, article).await;
    assert_eq!(working(&gazette, article).await, sound("Ferry stops"));
    drafting::save(paper, edo, article, closed.clone(), read)
        .await
        .expect("written again");
    let mut mine = sound("Ferry stops");
    mine.headline = "Ferry stops on Monday".to_owned();
    saved(&gazette, &gazette.tomas, article, mine, read).await;
    assert_eq!(
        working(&gazette, article).await,
        ending("Ferry stops on Monday", "The pier is closed."),
        "both began with what readers read"
    );
}

#[tokio::test]
async fn what_both_changed_is_told_with_all_three_and_nothing_is_kept() {
    let gazette = Gazette::new().await;
    let article = filed(&gazette, "Ferry stops").await;
    let changed = |headline: &str, second: &str| {
        let mut copy = sound("Ferry stops");
        copy.headline = headline.to_owned();
        copy.body = body(&[
            sound("Ferry stops")
                .body
                .plain_text()
                .lines()
                .next()
                .unwrap(),
            second,
        ]);
        copy
    };
    let theirs = changed(
        "Ferry stops today",
        "Captain Luca Nardi said nothing at all.",
    );
    saved(&gazette, &gazette.edo, article, theirs.clone(), 1).await;
    let mine = changed(
        "Ferry stops on Monday",
        "Captain Luca Nardi said the boat was old.",
    );
    let Saved::Clash {
        saves,
        by,
        fields,
        text,
        merged,
        theirs: told,
    } = saved(&gazette, &gazette.tomas, article, mine.clone(), 1).await
    else {
        panic!("told")
    };
    assert_eq!((saves, by.as_str()), (2, "Edo Rinaldi"));
    let field = &fields[0];
    assert_eq!((field.field.as_str(), fields.len()), ("headline", 1));
    assert_eq!(
        (&field.base, &field.mine, &field.theirs),
        (
            &"Ferry stops".into(),
            &"Ferry stops on Monday".into(),
            &"Ferry stops today".into()
        )
    );
    assert_eq!((text.len(), text[0].at), (1, 1));
    assert_eq!((*merged, *told), (mine.clone(), theirs.clone()));
    assert_eq!(working(&gazette, article).await, theirs);
    assert_eq!(count(&gazette, article).await, 2);
    let settled = saved(&gazette, &gazette.tomas, article, mine.clone(), 2).await;
    assert_eq!(
        settled,
        Saved::Kept {
            saves: 3,
            merged: None
        }
    );
    assert_eq!(working(&gazette, article).await, mine);
}

#[tokio::test]
async fn a_save_that_says_nothing_new_is_none() {
    let gazette = Gazette::new().await;
    let article = filed(&gazette, "Ferry stops").await;
    let again = saved(&gazette, &gazette.tomas, article, sound("Ferry stops"), 1).await;
    assert_eq!(
        again,
        Saved::Kept {
            saves: 1,
            merged: None
        }
    );
    saved(
        &gazette,
        &gazette.edo,
        article,
        saying("Ferry stops", "New."),
        1,
    )
    .await;
    let Saved::Kept {
        saves: 2,
        merged: Some(merged),
    } = saved(&gazette, &gazette.tomas, article, sound("Ferry stops"), 1).await
    else {
        panic!("theirs")
    };
    assert_eq!(merged.standfirst, "New.");
}

#[tokio::test]
async fn where_nobody_knows_what_both_began_with_every_difference_is_told() {
    let gazette = Gazette::new().await;
    let (paper, tomas) = (&gazette.paper, &gazette.tomas);
    let article = filed(&gazette, "Ferry stops").await;
    for minute in 0..4 {
        drafting::save(
            paper,
            tomas,
            article,
            saying("Ferry stops", &format!("At {minute}")),
            1 + minute,
        )
        .await
        .expect("saved");
        gazette.later(2);
    }
    let mut session = paper.read().await.expect("a read");
    assert_eq!(
        saves::copy_of(&mut session, article, 2)
            .await
            .expect("a read"),
        None
    );
    drop(session);
    let mut mine = saying("Ferry stops", "Mine");
    mine.body = body(&["Only this."]);
    let Saved::Clash { fields, text, .. } = saved(&gazette, &gazette.edo, article, mine, 2).await
    else {
        panic!("told")
    };
    assert_eq!(
        fields
            .iter()
            .map(|clash| clash.field.as_str())
            .collect::<Vec<_>>(),
        ["standfirst"]
    );
    assert!(fields[0].base.is_null() && !text.is_empty());
}

#[tokio::test]
async fn two_who_begin_to_change_what_is_out_have_it_to_merge_from() {
    let gazette = Gazette::new().await;
    let article = gazette.published("Ferry stops").await.article;
    let read = count(&gazette, article).await;
    let shown = working(&gazette, article).await;
    let mut one = shown.clone();
    one.kicker = "Harbour".to_owned();
    saved(&gazette, &gazette.edo, article, one, read).await;
    let mut other = shown;
    other.standfirst = "It stops.".to_owned();
    let Saved::Kept {
        merged: Some(merged),
        ..
    } = saved(&gazette, &gazette.tomas, article, other, read).await
    else {
        panic!("put together")
    };
    assert_eq!(
        (merged.kicker.as_str(), merged.standfirst.as_str()),
        ("Harbour", "It stops.")
    );
}

#[tokio::test]
async fn a_merge_asks_the_rights_a_save_asks() {
    let gazette = Gazette::new().await;
    let (paper, tomas) = (&gazette.paper, &gazette.tomas);
    let article = filed(&gazette, "Ferry stops").await;
    let stranger = save_merging(paper, &gazette.operator, article, sound("x"), 1).await;
    assert!(matches!(
        stranger.expect_err("no right").refusal(),
        Some(Refusal::NotAllowed { .. })
    ));
    let future = save_merging(paper, tomas, article, sound("x"), 7).await;
    assert!(matches!(
        future.expect_err("no such save").refusal(),
        Some(Refusal::DraftMoved { .. })
    ));
    let until = cast::instant("2026-03-05T08:00:00Z");
    scheduling::embargo(paper, &gazette.edo, article, Some(until))
        .await
        .expect("embargoed");
    let Saved::Kept {
        merged: Some(merged),
        ..
    } = saved(&gazette, tomas, article, saying("Ferry stops", "New."), 2).await
    else {
        panic!("the embargo stands")
    };
    assert_eq!(
        (merged.embargo, merged.standfirst.as_str()),
        (Some(until), "New.")
    );
    scheduling::embargo(paper, &gazette.edo, article, None)
        .await
        .expect("lifted");
    let at = datetime(2026, 3, 3, 12, 0, 0, 0);
    scheduling::schedule(paper, &gazette.edo, article, at, Class::First, "")
        .await
        .expect("scheduled");
    let read = count(&gazette, article).await;
    let refused = save_merging(paper, tomas, article, saying("Ferry stops", "Newer."), read).await;
    assert!(matches!(
        refused.expect_err("it goes out by itself").refusal(),
        Some(Refusal::NotAllowed { .. })
    ));
    scheduling::unschedule(paper, &gazette.edo, article)
        .await
        .expect("off");
    scheduling::spike(paper, &gazette.edo, article, "no")
        .await
        .expect("spiked");
    let spiked = save_merging(paper, tomas, article, sound("x"), read).await;
    assert_eq!(
        spiked.expect_err("spiked").refusal(),
        Some(&Refusal::Spiked)
    );
}

/// What one of two people does.
#[derive(Debug, Clone)]
enum Step {
    /// Types a word nobody typed before into a paragraph.
    Type(usize),
    /// Writes a new paragraph.
    Paragraph(usize),
    /// Takes one of their own view away.
    Remove(usize),
    /// Says something else in a field.
    Standfirst,
    Headline,
    /// Saves; a clash is settled by keeping both texts, one behind the other.
    Save,
    /// Reads the text anew, as a page opened again.
    Wait(i64),
}

fn steps() -> impl Strategy<Value = Vec<(bool, Step)>> {
    let step = prop_oneof![
        6 => (0..6_usize).prop_map(Step::Type),
        2 => (0..6_usize).prop_map(Step::Paragraph),
        1 => (0..6_usize).prop_map(Step::Remove),
        1 => Just(Step::Standfirst),
        1 => Just(Step::Headline),
        6 => Just(Step::Save),
        2 => (1..12_i64).prop_map(Step::Wait),
    ];
    proptest::collection::vec((any::<bool>(), step), 4..40)
}

struct Writer {
    actor: Actor,
    copy: Copy,
    read: u32,
    /// Words typed and not taken away by their writer since.
    typed: Vec<String>,
}

impl Writer {
    fn edits(&mut self, step: &Step, word: &str) {
        let mut texts: Vec<String> = self
            .copy
            .body
            .plain_text()
            .lines()
            .map(str::to_owned)
            .collect();
        match step {
            Step::Type(at) if !texts.is_empty() => {
                let at = at % texts.len();
                let line = &mut texts[at];
                let middle = line
                    .match_indices(' ')
                    .nth(2)
                    .map_or(line.len(), |(at, _)| at);
                line.insert_str(middle, &format!(" {word}"));
                self.typed.push(word.to_owned());
            }
            Step::Paragraph(at) => {
                texts.insert(
                    at % (texts.len() + 1),
                    format!("{word} was seen at the pier."),
                );
                self.typed.push(word.to_owned());
            }
            Step::Remove(at) if texts.len() > 1 => {
                let gone = texts.remove(at % texts.len());
                self.typed.retain(|word| !gone.contains(word.as_str()));
            }
            Step::Standfirst => {
                let before =
                    std::mem::replace(&mut self.copy.standfirst, format!("{word} stands."));
                self.typed.retain(|typed| !before.contains(typed.as_str()));
                self.typed.push(word.to_owned());
            }
            Step::Headline => {
                let before = std::mem::replace(&mut self.copy.headline, format!("Ferry {word}"));
                self.typed.retain(|word| !before.contains(word.as_str()));
                self.typed.push(word.to_owned());
            }
            _ => {}
        }
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        self.copy.body = body(&texts);
    }

    /// Saves until it is kept. Whatever was told in a clash is noted.
    async fn saves(&mut self, paper: &Paper, article: ArticleId, told: &mut String) {
        for _ in 0..3 {
            let saved = save_merging(paper, &self.actor, article, self.copy.clone(), self.read)
                .await
                .expect("an answer");
            match saved {
                Saved::Kept { saves, merged } => {
                    self.read = saves;
                    if let Some(merged) = merged {
                        self.copy = *merged;
                    }
                    return;
                }
                Saved::Clash {
                    saves,
                    fields,
                    text,
                    merged,
                    theirs,
                    ..
                } => {
                    assert!(!fields.is_empty() || !text.is_empty());
                    told.push_str(&format!("{fields:?}{text:?}"));
                    self.read = saves;
                    self.copy = *merged;
                    // A person decides: here, that both stand.
                    for clash in text.iter().rev() {
                        let at = (clash.at + clash.mine.len()).min(self.copy.body.blocks.len());
                        let mut blocks = self.copy.body.blocks.clone();
                        blocks.splice(at..at, clash.theirs.clone());
                        self.copy.body = Body {
                            blocks,
                            ..Body::default()
                        }
                        .canonical();
                    }
                    assert_eq!(theirs.body.v, self.copy.body.v);
                }
            }
        }
        panic!("nobody saves in between, so it is kept");
    }
}

fn words(copy: &Copy) -> String {
    format!(
        "{} {} {}",
        copy.headline,
        copy.standfirst,
        copy.body.plain_text()
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_word_typed_by_two_people_is_lost(steps in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let gazette = Gazette::new().await;
            let article = filed(&gazette, "Ferry stops").await;
            let writer = |actor: &Actor| Writer { actor: actor.clone(), copy: sound("Ferry stops"), read: 1, typed: Vec::new() };
            let mut writers = [writer(&gazette.tomas), writer(&gazette.edo)];
            let mut told = String::new();
            // Words saved and not taken away by anybody.
            let mut alive: Vec<String> = Vec::new();
            for (number, (first, step)) in steps.iter().enumerate() {
                let writer = &mut writers[usize::from(*first)];
                match step {
                    Step::Save => {
                        writer.saves(&gazette.paper, article, &mut told).await;
                        let stands = words(&working(&gazette, article).await);
                        alive.append(&mut writers[usize::from(*first)].typed);
                        for word in &alive {
                            assert!(stands.contains(word) || told.contains(word), "«{word}» is lost of {stands}");
                        }
                    }
                    Step::Wait(minutes) => {
                        gazette.later(*minutes);
                        for writer in &writers {
                            desk::here(&gazette.paper, &writer.actor, article, true, writer.read).await.expect("there");
                        }
                    }
                    step => {
                        let before = words(&writer.copy);
                        writer.edits(step, &format!("zq{number}zq"));
                        // What a writer takes away on purpose, whoever typed it, is not lost.
                        let after = words(&writer.copy);
                        alive.retain(|word| after.contains(word) || !before.contains(word));
                    }
                }
            }
            // In the end both save: what stands is the same for both.
            for turn in [0, 1, 0] {
                writers[turn].saves(&gazette.paper, article, &mut told).await;
            }
            assert_eq!(working(&gazette, article).await, writers[0].copy);
        });
    }
}

#[tokio::test]
async fn a_published_text_is_merged_with_what_went_out_meanwhile() {
    let gazette = Gazette::new().await;
    let article = filed(&gazette, "Ferry stops").await;
    let mut theirs = sound("Ferry stops");
    theirs.kicker = "Harbour".to_owned();
    saved(&gazette, &gazette.edo, article, theirs, 1).await;
    publishing::publish(&gazette.paper, &gazette.edo, article, Going::default())
        .await
        .expect("published");
    let Saved::Kept {
        merged: Some(merged),
        ..
    } = saved(
        &gazette,
        &gazette.tomas,
        article,
        saying("Ferry stops", "New."),
        1,
    )
    .await
    else {
        panic!("put together")
    };
    assert_eq!(
        (merged.kicker.as_str(), merged.standfirst.as_str()),
        ("Harbour", "New.")
    );
}
