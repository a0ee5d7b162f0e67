//! The account of an import: what became of each item, counted, and what is still to be done.

use super::notes::{Note, Outcome, Sort, What};
use super::{Import, find};
use crate::Result;
use crate::db::Session;
use crate::id::{ArticleId, ImportId};
use serde::Serialize;
use std::collections::BTreeMap;

/// Items named with each note, and articles with each finding.
pub const EXAMPLES_MAX: usize = 5;
/// Rows read at once.
const ROWS_AT_ONCE: i64 = 1_000;

/// What became of the items of a source, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Tally {
    /// Of each kind of item how many ended in which way.
    pub outcomes: BTreeMap<Sort, BTreeMap<Outcome, u64>>,
    /// What is to be said, how often, and of which items among others.
    pub notes: BTreeMap<What, Said>,
    /// What the gate finds missing, by code: how many articles, and which among others.
    pub lacks: BTreeMap<String, Said>,
}

/// Something said of several items.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Said {
    /// How many.
    pub count: u64,
    /// Some of them, with particulars.
    pub examples: Vec<String>,
}

impl Said {
    fn add(&mut self, example: impl FnOnce() -> String) {
        self.count += 1;
        if self.examples.len() < EXAMPLES_MAX {
            self.examples.push(example());
        }
    }
}

impl Tally {
    /// Counts an item; `said` are its comments carried, carried with a change, and refused.
    pub fn add(
        &mut self,
        item: &str,
        outcome: Outcome,
        notes: &[Note],
        lacks: &[String],
        said: [u64; 3],
    ) {
        let word = item.split(':').next().unwrap_or_default();
        let sort = Sort::parse(word).unwrap_or(Sort::Other);
        self.count(sort, outcome, 1);
        let ways = [Outcome::Carried, Outcome::Changed, Outcome::Refused];
        for (outcome, count) in ways.into_iter().zip(said) {
            if count > 0 {
                self.count(Sort::Comment, outcome, count);
            }
        }
        for note in notes {
            let example = || match note.detail.as_str() {
                "" => item.to_owned(),
                detail => format!("{item}: {detail}"),
            };
            self.notes.entry(note.what).or_default().add(example);
        }
        for code in lacks {
            let lack = self.lacks.entry(code.clone()).or_default();
            lack.add(|| item.to_owned());
        }
    }

    fn count(&mut self, sort: Sort, outcome: Outcome, count: u64) {
        *self
            .outcomes
            .entry(sort)
            .or_default()
            .entry(outcome)
            .or_default() += count;
    }

    /// How many items of a kind are accounted for.
    pub fn of(&self, sort: Sort) -> u64 {
        self.outcomes
            .get(&sort)
            .map_or(0, |ways| ways.values().sum())
    }

    /// Kinds of which the source holds another number than is accounted for: kind, in the source, accounted for. Damage is
    /// counted by whoever meets it, what was made for others by whoever makes it; neither is in a source's count.
    pub fn differs(&self, source: &BTreeMap<Sort, u64>) -> Vec<(Sort, u64, u64)> {
        let sorts = Sort::ALL
            .iter()
            .filter(|sort| !matches!(sort, Sort::Damage | Sort::Made));
        sorts
            .map(|sort| {
                let there = source.get(sort).copied().unwrap_or(0);
                (*sort, there, self.of(*sort))
            })
            .filter(|(_, there, told)| there != told)
            .collect()
    }
}

/// An import and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// The import.
    pub import: Import,
    /// What became of its items: those it brought in, and those that were here of the same source before.
    pub tally: Tally,
}

/// The account of an import, read from what it left in the record. Items it met that another import of the same source had
/// brought in count too: its source holds them.
///
/// # Errors
/// Refused where there is no such import.
pub async fn account(session: &mut Session, id: ImportId) -> Result<Account> {
    let import = find(session, id).await?;
    let mut tally = Tally::default();
    let mut after = String::new();
    loop {
        type Columns = (String, String, String, String, i64, i64, i64);
        let rows: Vec<Columns> = session
            .all(
                "SELECT item, outcome, notes, lacks, said_carried, said_changed, said_refused FROM moved
                  WHERE title_id = $1 AND origin = $2 AND item > $3 AND (import_id = $5
                     OR EXISTS (SELECT 1 FROM moved_again a WHERE a.import_id = $5 AND a.item = moved.item))
                  ORDER BY item LIMIT $4",
                (import.title, &import.origin, &after, ROWS_AT_ONCE, id),
            )
            .await?;
        let Some(last) = rows.last() else { break };
        after.clone_from(&last.0);
        for (item, outcome, notes, lacks, carried, changed, refused) in rows {
            let notes: Vec<Note> = serde_json::from_str(&notes)?;
            let lacks: Vec<String> = lacks.split_whitespace().map(str::to_owned).collect();
            let outcome = Outcome::parse(&outcome).unwrap_or(Outcome::Unknown);
            let said = [carried, changed, refused].map(|n| u64::try_from(n).unwrap_or(0));
            tally.add(&item, outcome, &notes, &lacks, said);
        }
    }
    let mut after = String::new();
    loop {
        let gone: Vec<(String,)> = session
            .all(
                "SELECT a.item FROM moved_again a WHERE a.import_id = $1 AND a.item > $4
                    AND NOT EXISTS (SELECT 1 FROM moved m WHERE m.title_id = $2 AND m.origin = $3 AND m.item = a.item)
                  ORDER BY a.item LIMIT $5",
                (id, import.title, &import.origin, &after, ROWS_AT_ONCE),
            )
            .await?;
        let Some((last,)) = gone.last() else { break };
        after.clone_from(last);
        for (item,) in gone {
            let note = Note::new(What::TakenBack, "");
            tally.add(&item, Outcome::Refused, &[note], &[], [0; 3]);
        }
    }
    Ok(Account { import, tally })
}

/// An item of an import, as the map of addresses tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapped {
    /// Its place in the source.
    pub number: i64,
    /// The item.
    pub item: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Its address there.
    pub old: String,
    /// Its address here; empty where readers find it at none.
    pub now: String,
    /// The article it is.
    pub article: Option<ArticleId>,
    /// What is said of it.
    pub notes: Vec<Note>,
}

/// Items of an import after a place in the source, at most so many.
pub async fn map(
    session: &mut Session,
    id: ImportId,
    after: i64,
    limit: u32,
) -> Result<Vec<Mapped>> {
    type Columns = (
        i64,
        String,
        String,
        String,
        String,
        Option<String>,
        Option<ArticleId>,
        String,
    );
    let rows: Vec<Columns> = session
        .all(
            "SELECT m.number, m.item, m.outcome, m.old, m.target, p.path, m.article_id, m.notes
               FROM moved m LEFT JOIN placements p ON p.article_id = m.article_id AND p.original = 1
              WHERE m.import_id = $1 AND m.number > $2 ORDER BY m.number LIMIT $3",
            (id, after, limit.min(1_000)),
        )
        .await?;
    rows.into_iter()
        .map(
            |(number, item, outcome, old, target, path, article, notes)| {
                Ok(Mapped {
                    number,
                    item,
                    outcome: Outcome::parse(&outcome).unwrap_or(Outcome::Unknown),
                    old,
                    now: path.unwrap_or(target),
                    article,
                    notes: serde_json::from_str(&notes)?,
                })
            },
        )
        .collect()
}

/// The articles of an import the gate finds this missing in: id and headline, those after an id, at most so many.
pub async fn lacking(
    session: &mut Session,
    id: ImportId,
    code: &str,
    after: Option<ArticleId>,
    limit: u32,
) -> Result<Vec<(ArticleId, String)>> {
    let pattern = format!("% {} %", code.replace(['%', '_'], ""));
    let rows: Vec<(ArticleId, Option<String>, Option<String>)> = session
        .all(
            "SELECT m.article_id, p.path, p.card FROM moved m JOIN placements p ON p.article_id = m.article_id AND p.original = 1
              WHERE m.import_id = $1 AND ' ' || m.lacks || ' ' LIKE $2 AND ($3 IS NULL OR m.article_id > $3)
              ORDER BY m.article_id LIMIT $4",
            (id, pattern, after, limit.min(1_000)),
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|(article, path, _)| (article, path.unwrap_or_default()))
        .collect())
}
