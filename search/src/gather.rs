//! Goes through everything that fits a question once: counts it, keeps the best, counts what it can be narrowed by.

use crate::fields::{AT, BYLINE, KIND, SECTION, TITLE, TOPICS};
use std::collections::BTreeMap;
use std::sync::Arc;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

/// Values of a facet told by one part of the index, the most frequent.
const VALUES_MAX: usize = 200;
/// Columns facets are counted in, years apart.
const COLUMNS: usize = 5;
/// Microseconds of a day.
const DAY: f64 = 86_400_000_000.0;
/// Days after which half of what a text gains by being new is gone: once for the news of the week, once for the year's.
const NEWS_DAYS: f64 = 14.0;
const YEAR_DAYS: f64 = 365.0;

/// What is gathered.
#[derive(Debug, Clone)]
pub(crate) struct Gather {
    /// First and last instant of publication that counts, microseconds.
    pub(crate) from: i64,
    pub(crate) until: i64,
    /// In order of publication instead of fitness.
    pub(crate) newest_first: bool,
    /// Now, microseconds: what counts as new.
    pub(crate) now: i64,
    /// How many of the best are kept.
    pub(crate) keep: usize,
    /// The first instant of each year of the title's zone, in order.
    pub(crate) years: Arc<[(i16, i64)]>,
}

/// What was gathered.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pub(crate) count: u64,
    /// The best, in no order.
    pub(crate) best: Vec<Best>,
    /// Title, section, topics, names, kind.
    pub(crate) facets: [BTreeMap<String, u64>; COLUMNS],
    pub(crate) years: BTreeMap<i16, u64>,
}

impl Gathered {
    pub(crate) fn add(&mut self, other: Gathered) {
        self.count += other.count;
        self.best.extend(other.best);
        for (sum, more) in self.facets.iter_mut().zip(other.facets) {
            for (value, count) in more {
                *sum.entry(value).or_default() += count;
            }
        }
        for (year, count) in other.years {
            *self.years.entry(year).or_default() += count;
        }
    }
}

/// A document among the best.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Best {
    pub(crate) rank: f64,
    pub(crate) at: i64,
    /// Which searcher it is of, set by whoever asked several.
    pub(crate) source: usize,
    pub(crate) segment: SegmentOrdinal,
    pub(crate) document: DocId,
}

/// The best first; among equals the newest.
pub(crate) fn sort(best: &mut [Best]) {
    best.sort_by(|one, other| {
        let rank = other.rank.total_cmp(&one.rank);
        let by_time = rank.then(other.at.cmp(&one.at));
        by_time.then((one.source, one.segment, one.document).cmp(&(
            other.source,
            other.segment,
            other.document,
        )))
    });
}

/// How much a text gains by being new: twice for what is of today, nothing for what is of years ago.
fn freshness(now: i64, at: i64) -> f64 {
    let days = ((now - at) as f64 / DAY).max(0.0);
    1.0 + 0.4 * (-days * std::f64::consts::LN_2 / NEWS_DAYS).exp()
        + 0.6 * (-days * std::f64::consts::LN_2 / YEAR_DAYS).exp()
}

/// One part of the index at work.
pub(crate) struct Part {
    gather: Gather,
    segment: SegmentOrdinal,
    at: Column<i64>,
    columns: [Option<StrColumn>; COLUMNS],
    ords: [Vec<u64>; COLUMNS],
    years: Vec<u64>,
    count: u64,
    best: Vec<Best>,
}

impl Collector for Gather {
    type Fruit = Gathered;
    type Child = Part;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<Part> {
        let fast = reader.fast_fields();
        let columns = [
            fast.str(TITLE)?,
            fast.str(SECTION)?,
            fast.str(TOPICS)?,
            fast.str(BYLINE)?,
            fast.str(KIND)?,
        ];
        let ords = columns.each_ref().map(|column: &Option<StrColumn>| {
            vec![0; column.as_ref().map_or(0, |column| column.num_terms())]
        });
        Ok(Part {
            gather: self.clone(),
            segment,
            at: fast.i64(AT)?,
            ords,
            columns,
            years: vec![0; self.years.len()],
            count: 0,
            best: Vec::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        !self.newest_first
    }

    fn merge_fruits(&self, parts: Vec<tantivy::Result<Gathered>>) -> tantivy::Result<Gathered> {
        let mut whole = Gathered::default();
        for part in parts {
            whole.add(part?);
        }
        sort(&mut whole.best);
        whole.best.truncate(self.keep);
        Ok(whole)
    }
}

impl Part {
    fn keep(&mut self, best: Best) {
        self.best.push(best);
        // The best are looked for among twice as many, so that each is moved but a few times.
        if self.best.len() >= 2 * self.gather.keep.max(32) {
            sort(&mut self.best);
            self.best.truncate(self.gather.keep);
        }
    }
}

impl SegmentCollector for Part {
    type Fruit = tantivy::Result<Gathered>;

    fn collect(&mut self, document: DocId, score: Score) {
        let at = self.at.first(document).unwrap_or(0);
        if at < self.gather.from || at >= self.gather.until {
            return;
        }
        self.count += 1;
        for (column, ords) in self.columns.iter().zip(&mut self.ords) {
            for ord in column.iter().flat_map(|column| column.term_ords(document)) {
                if let Some(sum) = usize::try_from(ord).ok().and_then(|ord| ords.get_mut(ord)) {
                    *sum += 1;
                }
            }
        }
        let year = self
            .gather
            .years
            .partition_point(|(_, begins)| *begins <= at);
        if let Some(sum) = year
            .checked_sub(1)
            .and_then(|year| self.years.get_mut(year))
        {
            *sum += 1;
        }
        let rank = if self.gather.newest_first {
            at as f64
        } else {
            f64::from(score) * freshness(self.gather.now, at)
        };
        let segment = self.segment;
        self.keep(Best {
            rank,
            at,
            source: 0,
            segment,
            document,
        });
    }

    fn harvest(mut self) -> tantivy::Result<Gathered> {
        sort(&mut self.best);
        self.best.truncate(self.gather.keep);
        let mut facets: [BTreeMap<String, u64>; COLUMNS] = Default::default();
        for ((column, ords), told) in self.columns.iter().zip(&self.ords).zip(&mut facets) {
            let Some(column) = column else { continue };
            let mut counts: Vec<(u64, u64)> = (0_u64..)
                .zip(ords.iter().copied())
                .filter(|(_, count)| *count > 0)
                .collect();
            counts.sort_by_key(|(ord, count)| (std::cmp::Reverse(*count), *ord));
            for (ord, count) in counts.into_iter().take(VALUES_MAX) {
                let mut value = String::new();
                if column.ord_to_str(ord, &mut value)? {
                    told.insert(value, count);
                }
            }
        }
        let years = self.gather.years.iter().zip(&self.years);
        Ok(Gathered {
            count: self.count,
            best: self.best,
            facets,
            years: years
                .filter(|(_, count)| **count > 0)
                .map(|((year, _), count)| (*year, *count))
                .collect(),
        })
    }
}
