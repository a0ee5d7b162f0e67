//! The record carried out row by row and back: every table is carried or is left with a reason, and what is carried is the same.

use crate::raw;
use cast::{Gazette, new_place};
use paper::carrying::left::{self, Why};
use paper::carrying::{self, Back, Kind, Out, Stop, Table, tables};
use paper::{Paper, Place};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Every row of a record, as it is carried.
pub(crate) async fn lines(paper: &Paper) -> Vec<(&'static str, String)> {
    let mut out = Out::begin(paper).await.expect("a read");
    let mut lines = Vec::new();
    for table in tables::BEFORE {
        let mut take = |line| {
            lines.push((table.name, line));
            Ok(())
        };
        out.rows(table, &mut take).await.expect("rows");
    }
    let mut last = None;
    loop {
        let head = out.articles_after(last).await.expect("articles");
        let Some(end) = head.articles.last() else {
            break;
        };
        last = Some(*end);
        let mut of: BTreeMap<_, Vec<(&'static str, String)>> = BTreeMap::new();
        for table in tables::ARTICLES {
            let mut take = |id, line| {
                of.entry(id).or_default().push((table.name, line));
                Ok(())
            };
            out.rows_of(table, &head, &mut take).await.expect("rows");
        }
        lines.extend(of.into_values().flatten());
    }
    for table in tables::AFTER {
        let mut take = |line| {
            lines.push((table.name, line));
            Ok(())
        };
        out.rows(table, &mut take).await.expect("rows");
    }
    lines
}

/// Brings rows into an empty record.
pub(crate) async fn back(
    paper: &Paper,
    lines: &[(&'static str, String)],
) -> Result<carrying::Carried, Stop> {
    let mut back = Back::begin(paper, "operator").await?;
    for (name, line) in lines {
        let table = Table::named(name).expect("a table");
        let own = tables::ARTICLES.iter().any(|of| of.name == table.name);
        if table.name == "articles" || !own {
            back.end_article().await?;
        }
        let row = carrying::read(table, line.as_bytes())?;
        back.take(row).await?;
    }
    back.finish().await
}

/// An empty record of the same kind, in the same time.
pub(crate) async fn empty(gazette: &Gazette, folder: &tempfile::TempDir) -> (Paper, Place) {
    let place = new_place(folder);
    let media = folder.path().join("media");
    let entropy = Arc::new(cast::Counted::starting_at(1 << 50));
    let paper = Paper::open_with(&place, &media, gazette.clock.clone(), entropy).await;
    (paper.expect("a record"), place)
}

/// A record carried out and back is the same: every row of every table that is carried, and of every table that is made again.
pub(crate) async fn stays_the_same(gazette: &Gazette) {
    let folder = tempfile::tempdir().expect("a folder");
    let (paper, place) = empty(gazette, &folder).await;
    let carried = lines(&gazette.paper).await;
    let came = back(&paper, &carried).await.expect("the same record");
    assert_eq!(came.rows.values().sum::<u64>(), carried.len() as u64);
    let again = lines(&paper).await;
    for ((table, was), (_, is)) in carried.iter().zip(&again) {
        assert_eq!(is, was, "{table}");
    }
    assert_eq!(again.len(), carried.len());

    for (table, columns) in raw::schema(&gazette.place).await {
        let why = left::TABLES.iter().find(|(name, ..)| *name == table);
        // Finished jobs stay behind; those that wait were compared above.
        if table == "jobs" || table == "migrations" || why.is_some_and(|why| why.1 != Why::Made) {
            continue;
        }
        let hashed = |column: &String| {
            left::COLUMNS
                .iter()
                .any(|(of, name, ..)| *of == table && name == column && column != "card")
        };
        let columns: BTreeSet<String> = columns.into_iter().filter(|c| !hashed(c)).collect();
        let was = raw::rows(&gazette.place, &table, &columns).await;
        let is = raw::rows(&place, &table, &columns).await;
        assert_eq!(is, was, "{table}: {columns:?}");
    }
}

#[tokio::test]
async fn every_table_and_column_is_carried_or_left_with_a_reason() {
    let gazette = Gazette::new().await;
    let schema = raw::schema(&gazette.place).await;
    assert!(schema.len() > 60, "{schema:?}");
    for (table, columns) in &schema {
        let left = left::TABLES.iter().any(|(name, ..)| name == table);
        let Some(carried) = Table::named(table) else {
            assert!(
                left,
                "{table} is neither carried (carrying/tables) nor left with a reason (carrying/left.rs)"
            );
            continue;
        };
        assert!(!left, "{table} is carried and left");
        for column in columns {
            let left = left::COLUMNS
                .iter()
                .any(|(of, name, ..)| of == table && name == column);
            let kind = carried.columns.iter().find(|c| c.name == column);
            let kind = kind.map(|column| column.kind);
            let set = matches!(kind, Some(Kind::Zero | Kind::Blank));
            assert!(
                set || left != kind.is_some_and(Kind::is_carried),
                "{table}.{column} is neither carried (carrying/tables) nor left with a reason (carrying/left.rs)"
            );
        }
        for column in carried.columns {
            assert!(
                columns.contains(column.name),
                "{table} has no {}",
                column.name
            );
        }
    }
    for (table, ..) in left::TABLES {
        assert!(
            schema.contains_key(*table),
            "{table} is left, and there is none"
        );
    }
}

#[tokio::test]
async fn a_record_somebody_works_in_is_not_filled() {
    let gazette = Gazette::new().await;
    let carried = lines(&gazette.paper).await;
    gazette.published("Ferry sails").await;
    match back(&gazette.paper, &carried).await {
        Err(Stop::Wrong(wrong)) => assert!(wrong.en.contains("Harbour Press"), "{}", wrong.en),
        other => panic!("{other:?}"),
    }
    let rows = lines(&gazette.paper).await;
    assert!(rows.len() > carried.len(), "and nothing of it is gone");
}

#[tokio::test]
async fn a_record_just_founded_is_filled_by_who_runs_it() {
    let gazette = Gazette::new().await;
    let other = Gazette::new().await;
    gazette.published("Ferry sails").await;
    let carried = lines(&gazette.paper).await;
    back(&other.paper, &carried).await.expect("filled");
    assert_eq!(lines(&other.paper).await, carried);
}
