//! Two people's lists of sources, made one by what the sources are, and the numbers by which a text refers to them.
//!
//! A source that both lists have from the one both began with is the same one; what one of the two changed of it is as that
//! one left it, field by field. What either put in stands where it was put, what was kept first in front. So that two who each
//! add a source find both. Only where both changed one field of one source, or one took away what the other changed or newly
//! refers to, a person decides.

use super::{Held, field};
use crate::Result;
use crate::copy::Source;
use markup::{Block, Body, SOURCE_NUMBER_MAX};
use serde_json::{Map, Value};

/// Lists made one, and under which number each source of the three stands in it; `None` where it does not.
#[derive(Debug)]
pub(super) struct Together {
    pub(super) list: Vec<Source>,
    base: Vec<Option<u32>>,
    mine: Vec<Option<u32>>,
    theirs: Vec<Option<u32>>,
}

/// Puts two lists together; `None` where a person has to decide.
pub(super) fn together(
    base: &[Source],
    mine: &[Source],
    theirs: &[Source],
) -> Result<Option<Together>> {
    let (my, their) = (Side::of(base, mine), Side::of(base, theirs));
    let mut out = Together {
        list: Vec::new(),
        base: vec![None; base.len()],
        mine: vec![None; mine.len()],
        theirs: vec![None; theirs.len()],
    };
    for at in 0..=base.len() {
        let from = out.list.len();
        for (place, source) in their.put_in(at) {
            let number = out.put(source.clone());
            set(&mut out.theirs, place, number);
        }
        for (place, source) in my.put_in(at) {
            // What both put in alike stands once.
            let new = out.list.get(from..).unwrap_or_default();
            let alike = new.iter().position(|one| one == source);
            let number = match alike {
                Some(alike) => number_at(from + alike),
                None => out.put(source.clone()),
            };
            set(&mut out.mine, place, number);
        }
        let Some(was) = base.get(at) else { break };
        match (my.of_base(at), their.of_base(at)) {
            (Some((my_place, is_mine)), Some((their_place, is_theirs))) => {
                let Some(source) = one_of(was, is_mine, is_theirs)? else {
                    return Ok(None);
                };
                let number = out.put(source);
                set(&mut out.base, at, number);
                set(&mut out.mine, my_place, number);
                set(&mut out.theirs, their_place, number);
            }
            (Some((_, is)), None) | (None, Some((_, is))) if is != was => return Ok(None),
            _ => {}
        }
    }
    Ok(Some(out))
}

impl Together {
    fn put(&mut self, source: Source) -> u32 {
        self.list.push(source);
        number_at(self.list.len() - 1)
    }

    /// The three texts with the numbers of the one list; `None` where one of the two newly refers to what the other took away.
    pub(super) fn numbered(&self, base: &Body, mine: &Body, theirs: &Body) -> Option<[Body; 3]> {
        let lost =
            refers_to_lost(base, mine, &self.mine) || refers_to_lost(base, theirs, &self.theirs);
        let numbered = |body: &Body, numbers: &[Option<u32>]| {
            let mut body = body.clone();
            body.renumber_sources(&|n| renumbered(n, numbers));
            body
        };
        (!lost).then(|| {
            [
                numbered(base, &self.base),
                numbered(mine, &self.mine),
                numbered(theirs, &self.theirs),
            ]
        })
    }
}

fn number_at(place: usize) -> u32 {
    u32::try_from(place + 1).unwrap_or(SOURCE_NUMBER_MAX)
}

fn set(numbers: &mut [Option<u32>], place: usize, number: u32) {
    if let Some(slot) = numbers.get_mut(place) {
        *slot = Some(number);
    }
}

fn listed(n: u32, numbers: &[Option<u32>]) -> Option<Option<u32>> {
    let place = usize::try_from(n).ok()?.checked_sub(1)?;
    numbers.get(place).copied()
}

/// A number nobody's list has stays as it is typed; so does that of what is gone, which no text of the two newly has.
fn renumbered(n: u32, numbers: &[Option<u32>]) -> u32 {
    listed(n, numbers).flatten().unwrap_or(n)
}

/// Whether blocks that are new in a text refer to a source of its list that stands in the one list no more.
fn refers_to_lost(base: &Body, side: &Body, numbers: &[Option<u32>]) -> bool {
    let new = side.blocks.iter();
    let mut new = new.filter(|block| !base.blocks.contains(block));
    new.any(|block| references(block).any(|n| listed(n, numbers) == Some(None)))
}

fn references(block: &Block) -> impl Iterator<Item = u32> {
    let alone = Body {
        blocks: vec![block.clone()],
        ..Body::default()
    };
    let passages = alone.passages().into_iter();
    passages
        .flat_map(|passage| passage.source_refs)
        .map(|(_, n)| n)
        .collect::<Vec<u32>>()
        .into_iter()
}

/// One source both have, with what either changed of it; `None` where both changed one field.
fn one_of(was: &Source, mine: &Source, theirs: &Source) -> Result<Option<Source>> {
    let fields = |source: &Source| -> Result<Map<String, Value>> {
        match serde_json::to_value(source)? {
            Value::Object(fields) => Ok(fields),
            _ => Ok(Map::new()),
        }
    };
    let (was, mine, theirs) = (fields(was)?, fields(mine)?, fields(theirs)?);
    let mut all = Map::new();
    for name in was.keys().chain(mine.keys()).chain(theirs.keys()) {
        match field(Some(was.get(name)), mine.get(name), theirs.get(name)) {
            Held::One(Some(value)) => drop(all.insert(name.clone(), value.clone())),
            Held::One(None) => {}
            Held::Both => return Ok(None),
        }
    }
    Ok(Some(serde_json::from_value(Value::Object(all))?))
}

/// One person's list beside the one it was made from.
struct Side<'a> {
    list: &'a [Source],
    /// For each source of the base: its place in the list.
    now: Vec<Option<usize>>,
    /// For each source of the list: before which of the base it was put in; `None` if it is one of the base.
    before: Vec<Option<usize>>,
}

impl<'a> Side<'a> {
    fn of(base: &[Source], list: &'a [Source]) -> Side<'a> {
        let mut now = pairs(base, list);
        fill(&mut now, list.len());
        let mut before = Vec::with_capacity(list.len());
        let mut next = 0;
        for place in 0..list.len() {
            match now.iter().position(|one| *one == Some(place)) {
                Some(at) => {
                    next = at + 1;
                    before.push(None);
                }
                None => before.push(Some(next)),
            }
        }
        Side { list, now, before }
    }

    fn of_base(&self, at: usize) -> Option<(usize, &'a Source)> {
        let place = self.now.get(at).copied().flatten()?;
        Some((place, self.list.get(place)?))
    }

    fn put_in(&self, at: usize) -> impl Iterator<Item = (usize, &'a Source)> {
        let places = self.before.iter().enumerate();
        places
            .filter(move |(_, before)| **before == Some(at))
            .filter_map(|(place, _)| Some((place, self.list.get(place)?)))
    }
}

/// How surely two are one source: all the same, the same but for how it was consulted, of one name or address.
fn likeness(was: &Source, is: &Source) -> u32 {
    let same_name = was.name == is.name;
    let same_url = !was.url.is_empty() && was.url == is.url;
    match () {
        () if was == is => 8,
        () if same_name && was.url == is.url && was.kind == is.kind => 4,
        () if same_name && same_url => 4,
        () if same_name => 2,
        () if same_url => 1,
        () => 0,
    }
}

/// The places of a list's sources that are surely those of the base, in order: the pairs that are most alike together.
fn pairs(base: &[Source], list: &[Source]) -> Vec<Option<usize>> {
    let width = list.len() + 1;
    // The best that can be had of the two from here to their ends.
    let mut best = vec![0_u32; (base.len() + 1) * width];
    let at = |row: usize, column: usize| row * width + column;
    let had = |best: &[u32], place: usize| best.get(place).copied().unwrap_or_default();
    for (row, was) in base.iter().enumerate().rev() {
        for (column, is) in list.iter().enumerate().rev() {
            let alike = likeness(was, is);
            let with = match alike {
                0 => 0,
                alike => alike + had(&best, at(row + 1, column + 1)),
            };
            let without = had(&best, at(row + 1, column)).max(had(&best, at(row, column + 1)));
            if let Some(slot) = best.get_mut(at(row, column)) {
                *slot = with.max(without);
            }
        }
    }
    let mut now = vec![None; base.len()];
    let (mut row, mut column) = (0, 0);
    while let Some((was, is)) = base.get(row).zip(list.get(column)) {
        let here = had(&best, at(row, column));
        let alike = likeness(was, is);
        if alike > 0 && here == alike + had(&best, at(row + 1, column + 1)) {
            if let Some(slot) = now.get_mut(row) {
                *slot = Some(column);
            }
            row += 1;
            column += 1;
        } else if here == had(&best, at(row + 1, column)) {
            row += 1;
        } else {
            column += 1;
        }
    }
    now
}

/// Between two that are surely the same, as many as there were are those, each written anew.
fn fill(now: &mut [Option<usize>], length: usize) {
    let mut at = 0;
    while at < now.len() {
        let end = (at..now.len())
            .find(|one| now.get(*one).copied().flatten().is_some())
            .unwrap_or(now.len());
        let from = at
            .checked_sub(1)
            .and_then(|before| now.get(before).copied().flatten())
            .map_or(0, |place| place + 1);
        let to = now.get(end).copied().flatten().unwrap_or(length);
        if end - at == to - from {
            for (slot, place) in now.iter_mut().take(end).skip(at).zip(from..to) {
                *slot = Some(place);
            }
        }
        at = end + 1;
    }
}
