//! Tables while they are read: spans are filled with empty cells, tables that only lay out a page are undone.

use super::frames::{Cell, as_lines};
use crate::body::{Block, Inline};
use crate::canonical::COLUMNS_MAX;

/// Most rows a cell is taken to span.
const ROWSPAN_MAX: usize = 200;

/// A table so far.
#[derive(Debug, Default)]
pub(super) struct TableParts {
    pub(super) caption: Vec<Inline>,
    /// Said to be no table by its author.
    pub(super) layout: bool,
    rows: Vec<(bool, Vec<Cell>)>,
    /// For each column, how many more rows the cell above still covers.
    covered: Vec<usize>,
}

impl TableParts {
    pub(super) fn new(layout: bool) -> TableParts {
        TableParts {
            layout,
            ..TableParts::default()
        }
    }

    pub(super) fn row(&mut self, cells: Vec<Cell>, in_head: bool) {
        let heads = in_head || (!cells.is_empty() && cells.iter().all(|cell| cell.heads));
        let mut row: Vec<Cell> = Vec::new();
        for cell in cells {
            self.fill_covered(&mut row);
            if row.len() >= COLUMNS_MAX {
                if let Some(last) = row.last_mut() {
                    last.blocks.extend(cell.blocks);
                }
                continue;
            }
            let columns = cell.columns.clamp(1, COLUMNS_MAX - row.len());
            let rows_below = cell.rows.clamp(1, ROWSPAN_MAX) - 1;
            let at = row.len();
            self.covered.resize(self.covered.len().max(at + columns), 0);
            for covered in self.covered.iter_mut().skip(at).take(columns) {
                *covered = rows_below;
            }
            row.push(cell);
            row.resize_with(at + columns, Cell::default);
        }
        self.fill_covered(&mut row);
        self.rows.push((heads, row));
    }

    fn fill_covered(&mut self, row: &mut Vec<Cell>) {
        while let Some(covered) = self
            .covered
            .get_mut(row.len())
            .filter(|covered| **covered > 0)
        {
            *covered -= 1;
            row.push(Cell::default());
        }
    }

    /// The blocks the table becomes.
    pub(super) fn finish(self) -> Vec<Block> {
        let written = |row: &Vec<Cell>| row.iter().filter(|cell| !cell.blocks.is_empty()).count();
        let cells: usize = self.rows.iter().map(|(_, row)| written(row)).sum();
        if self.layout || cells <= 1 {
            let all = self
                .rows
                .into_iter()
                .flat_map(|(_, row)| row)
                .flat_map(|cell| cell.blocks);
            return all.collect();
        }
        let mut head = Vec::new();
        let mut rows = Vec::new();
        let mut after = Vec::new();
        for (index, (heads, row)) in self.rows.into_iter().enumerate() {
            let texts = row.into_iter().map(|cell| {
                let (text, rest) = as_lines(cell.blocks);
                after.extend(rest);
                text
            });
            if index == 0 && heads {
                head = texts.collect();
            } else {
                rows.push(texts.collect());
            }
        }
        let table = Block::Table {
            caption: self.caption,
            head,
            rows,
        };
        std::iter::once(table).chain(after).collect()
    }
}
