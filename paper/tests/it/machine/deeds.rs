//! What may happen in a random life: the deeds, and how often each is tried.

use super::ARTICLES;
use paper::articles::content::Class;
use proptest::prelude::*;

/// The numbers of those who tell stories.
const EDITOR: u8 = 1;
const DIRECTOR: u8 = 3;

/// With which date an article goes out for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dated {
    Now,
    Past,
    Future,
}

#[derive(Debug, Clone)]
pub(super) enum Deed {
    File,
    /// A text saved over what is kept.
    Save(u8),
    /// Two people who began with the same text: one writes another ending, the other everything above it.
    Together(u8, u8),
    /// Two people who began with the same text write two others.
    Clash(u8, u8),
    Publish(Dated),
    Change(Class, u8, bool),
    Withdraw(bool),
    Kill,
    Restore,
    Hold,
    Release,
    Spike,
    Embargo(bool),
    /// In so many minutes; as an update, or as a correction that tells readers nothing.
    Schedule(u8, bool),
    Work,
    Unschedule,
    Discard,
    Slug(u8),
    /// Moved to another section of its own title.
    Section(u8),
    /// Put on the other title, moved to another section of it, or brought back to it.
    Place(u8),
    /// Called otherwise on the other title, or like the article again.
    Call(Option<u8>),
    Displace,
    /// A statement of somebody concerned is printed.
    Reply(u8),
    /// By law, or by somebody's right.
    Redact(u8, bool),
}

pub(super) fn deeds() -> impl Strategy<Value = Vec<(usize, u8, Deed)>> {
    let class = prop_oneof![
        1 => Just(Class::Typo),
        1 => Just(Class::Style),
        2 => Just(Class::Update),
        1 => Just(Class::Correction),
        1 => Just(Class::Clarification),
        1 => Just(Class::Withdrawal),
        1 => Just(Class::Reply),
    ];
    let dated =
        prop_oneof![4 => Just(Dated::Now), 1 => Just(Dated::Past), 1 => Just(Dated::Future)];
    let writing = prop_oneof![
        3 => Just(Deed::File),
        2 => (0..6_u8).prop_map(Deed::Save),
        1 => (0..6_u8, 0..4_u8).prop_map(|(text, end)| Deed::Together(text, end)),
        1 => (0..6_u8, 0..6_u8).prop_map(|(one, other)| Deed::Clash(one, other)),
        2 => Just(Deed::Discard),
    ];
    let going = prop_oneof![
        5 => dated.prop_map(Deed::Publish),
        5 => (class, 0..6_u8, any::<bool>()).prop_map(|(class, text, note)| Deed::Change(class, text, note)),
        2 => any::<bool>().prop_map(Deed::Withdraw),
        1 => Just(Deed::Kill),
        2 => Just(Deed::Restore),
        2 => (0..9_u8).prop_map(Deed::Reply),
        2 => (0..6_u8, any::<bool>()).prop_map(|(text, law)| Deed::Redact(text, law)),
    ];
    let waiting = prop_oneof![
        1 => Just(Deed::Hold),
        1 => Just(Deed::Release),
        1 => Just(Deed::Spike),
        1 => any::<bool>().prop_map(Deed::Embargo),
        2 => (1..90_u8, any::<bool>()).prop_map(|(minutes, told)| Deed::Schedule(minutes, told)),
        2 => Just(Deed::Work),
        1 => Just(Deed::Unschedule),
    ];
    let placing = prop_oneof![
        1 => (0..4_u8).prop_map(Deed::Slug),
        1 => (0..2_u8).prop_map(Deed::Section),
        2 => (0..2_u8).prop_map(Deed::Place),
        2 => prop::option::of(0..3_u8).prop_map(Deed::Call),
        1 => Just(Deed::Displace),
    ];
    let deed = prop_oneof![9 => writing, 18 => going, 9 => waiting, 7 => placing];
    let single = (0..ARTICLES, 0..4_u8, deed).prop_map(|step| vec![step]);
    let step = prop_oneof![5 => single, 1 => story()];
    prop::collection::vec(step, 5..30).prop_map(|steps| steps.concat())
}

/// Deeds that follow each other in newsrooms and hardly ever by chance, done by one person.
fn story() -> impl Strategy<Value = Vec<(usize, u8, Deed)>> {
    let other = prop_oneof![
        (0..2_u8).prop_map(Deed::Place),
        prop::option::of(0..3_u8).prop_map(Deed::Call),
    ];
    let elsewhere = (0..2_u8, 0..3_u8, other, any::<bool>()).prop_map(
        |(section, called, other, comes_back)| {
            let mut deeds = vec![Deed::Place(section), Deed::Call(Some(called)), other];
            if comes_back {
                deeds.extend([Deed::Displace, Deed::Place(section)]);
            }
            deeds
        },
    );
    let answered = (0..9_u8, 0..6_u8).prop_map(|(reply, text)| {
        vec![
            Deed::Reply(reply),
            Deed::Discard,
            Deed::Change(Class::Update, text, false),
            Deed::Withdraw(true),
            Deed::Reply(reply),
            Deed::Restore,
        ]
    });
    let begun_anew = (0..6_u8, 0..4_u8, 0..6_u8, 0..4_u8).prop_map(|(one, end, other, last)| {
        vec![
            Deed::Together(one, end),
            Deed::Discard,
            Deed::Together(other, last),
            Deed::Schedule(20, false),
        ]
    });
    let blanked = (0..2_u8, any::<bool>()).prop_map(|(text, law)| vec![Deed::Redact(text, law)]);
    let stories = prop_oneof![elsewhere, answered, begun_anew, blanked];
    let who = prop_oneof![1 => Just(EDITOR), 3 => Just(DIRECTOR)];
    let dated = prop_oneof![Just(Dated::Now), Just(Dated::Past)];
    (0..ARTICLES, who, prop::option::of(dated), stories).prop_map(|(which, who, dated, deeds)| {
        let begins = dated.map(|dated| [Deed::File, Deed::Publish(dated)]);
        let deeds = begins.into_iter().flatten().chain(deeds);
        deeds.map(|deed| (which, who, deed)).collect()
    })
}
