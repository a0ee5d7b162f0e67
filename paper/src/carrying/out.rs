//! Rows of the record, one state of it, in an order that depends on them alone.

use super::row;
use super::tables::{Order, Table};
use crate::articles::canonical;
use crate::articles::content::Content;
use crate::articles::redacting::lifting::Veil;
use crate::copy::Copy;
use crate::db::{Get, Row, Session, Value};
use crate::id::ArticleId;
use crate::{Fault, Paper, Result};
use std::cmp::Ordering;

/// Articles whose rows are read together.
const ARTICLES_MAX: u32 = 64;
/// What such articles may weigh together: ten for a revision or save, one for a comment.
const WEIGHT_MAX: i64 = 2_000;
const WEIGHT_OF_A_TEXT: i64 = 10;

/// One state of a record, from which rows are read while it is written on.
pub struct Out {
    session: Session,
}

/// Articles that follow each other by their ids, so few or so small that their rows fit in memory together; or one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Their ids, in order.
    pub articles: Vec<ArticleId>,
    /// There is one, and its rows need not fit in memory.
    pub heavy: bool,
}

/// What takes the rows of articles: of which article, and the row as a line.
type TakeOf<'a> = &'a mut (dyn FnMut(ArticleId, String) -> Result<(), Fault> + Send);

impl Out {
    /// Begins with the state the record is in now.
    pub async fn begin(paper: &Paper) -> Result<Out> {
        Ok(Out {
            session: paper.read().await?,
        })
    }

    /// The same state, to ask it other things.
    pub fn session(&mut self) -> &mut Session {
        &mut self.session
    }

    /// How many articles there are.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn articles(&mut self) -> Result<u64> {
        let (count,): (i64,) = self
            .session
            .one("SELECT COUNT(*) FROM articles", ())
            .await?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    /// Every row of a table that belongs to no article, as lines.
    pub async fn rows(
        &mut self,
        table: &'static Table,
        take: &mut (dyn FnMut(String) -> Result<(), Fault> + Send),
    ) -> Result<(), Fault> {
        let mut gathering = Gathering::of(table, |_, line| take(line));
        self.session
            .each(table.select, (), &mut |row| gathering.take(row))
            .await?;
        gathering.end()
    }

    /// The articles after one; none at the end.
    pub async fn articles_after(&mut self, after: Option<ArticleId>) -> Result<Head> {
        let after = after.map_or_else(Vec::new, |id| id.bytes().to_vec());
        let rows: Vec<(ArticleId, i64, i64)> = self
            .session
            .all(
                "SELECT a.id, a.revision_count + (SELECT COUNT(*) FROM draft_saves s WHERE s.article_id = a.id),
                        (SELECT COUNT(*) FROM comments c JOIN placements p ON p.id = c.placement_id WHERE p.article_id = a.id)
                   FROM articles a WHERE a.id > $1 ORDER BY a.id LIMIT $2",
                (after, ARTICLES_MAX),
            )
            .await?;
        let mut head = Head {
            articles: Vec::new(),
            heavy: false,
        };
        let mut left = WEIGHT_MAX;
        for (id, texts, comments) in rows {
            let weight = texts
                .saturating_mul(WEIGHT_OF_A_TEXT)
                .saturating_add(comments);
            if weight > left && !head.articles.is_empty() {
                break;
            }
            head.heavy = weight > left;
            left -= weight;
            head.articles.push(id);
            if head.heavy {
                break;
            }
        }
        Ok(head)
    }

    /// The rows of a table that belong to some articles, those of each article together, as lines.
    pub async fn rows_of(
        &mut self,
        table: &'static Table,
        head: &Head,
        take: TakeOf<'_>,
    ) -> Result<(), Fault> {
        let (Some(first), Some(last)) = (head.articles.first(), head.articles.last()) else {
            return Ok(());
        };
        let mut gathering = Gathering::of(table, |leads: &[Value], line| {
            let article = leads.first().cloned().unwrap_or(Value::Null);
            take(ArticleId::get(article)?, line)
        });
        self.session
            .each(table.select, (*first, *last), &mut |row| {
                gathering.take(row)
            })
            .await?;
        gathering.end()
    }
}

/// Puts rows in order that begin alike, where the statement does not.
struct Gathering<F> {
    table: &'static Table,
    take: F,
    leads: Vec<Value>,
    rows: Vec<Vec<Value>>,
}

impl<F: FnMut(&[Value], String) -> Result<(), Fault>> Gathering<F> {
    fn of(table: &'static Table, take: F) -> Gathering<F> {
        Gathering {
            table,
            take,
            leads: Vec::new(),
            rows: Vec::new(),
        }
    }

    fn take(&mut self, row: Row) -> Result<(), Fault> {
        let mut leads = row.rest();
        let mut values = leads.split_off(self.table.leads.min(leads.len()));
        let veil = values.split_off(self.table.columns.len().min(values.len()));
        if let Some(veil) = veil.into_iter().next() {
            unveiled(self.table, &mut values, veil)?;
        }
        if self.table.order == Order::Given {
            return (self.take)(&leads, row::line(self.table, values)?);
        }
        if leads != self.leads {
            self.end()?;
            self.leads = leads;
        }
        self.rows.push(values);
        Ok(())
    }

    /// Gives out what begins alike.
    fn end(&mut self) -> Result<(), Fault> {
        let mut rows = std::mem::take(&mut self.rows);
        rows.sort_by(|one, other| {
            let pairs = one.iter().zip(other);
            pairs.fold(Ordering::Equal, |order, (one, other)| {
                order.then_with(|| compared(one, other))
            })
        });
        rows.into_iter()
            .try_for_each(|values| (self.take)(&self.leads, row::line(self.table, values)?))
    }
}

/// By numbers and bytes, as no database compares otherwise; what there is not comes first.
fn compared(one: &Value, other: &Value) -> Ordering {
    match (one, other) {
        (Value::Int(one), Value::Int(other)) => one.cmp(other),
        (Value::Text(one), Value::Text(other)) => one.cmp(other),
        (Value::Bytes(one), Value::Bytes(other)) => one.cmp(other),
        (one, other) => is_there(one).cmp(&is_there(other)),
    }
}

fn is_there(value: &Value) -> bool {
    !matches!(
        value,
        Value::Null | Value::Int(None) | Value::Text(None) | Value::Bytes(None) | Value::Real(None)
    )
}

/// Blanks what a veil lies over, as if it had been lifted.
fn unveiled(table: &Table, values: &mut [Value], veil: Value) -> Result<(), Fault> {
    let Some(veil) = <Option<Veil>>::get(veil)? else {
        return Ok(());
    };
    if table.name == "revisions" {
        let mut content: Content = serde_json::from_str(&text_of(table, values, "content")?)?;
        if let Some(at) = veil.over(&mut content)? {
            set(table, values, "content", canonical(&content)?.into());
            set(table, values, "salt", Value::Bytes(None));
            set(table, values, "redacted_at", at.into());
        }
        return Ok(());
    }
    let mut copy: Copy = serde_json::from_str(&text_of(table, values, "copy")?)?;
    veil.over_copy(&mut copy)?;
    set(table, values, "copy", serde_json::to_string(&copy)?.into());
    Ok(())
}

fn place_of(table: &Table, name: &str) -> Option<usize> {
    table.columns.iter().position(|column| column.name == name)
}

fn text_of(table: &Table, values: &[Value], name: &str) -> Result<String, Fault> {
    let value = place_of(table, name).and_then(|place| values.get(place));
    String::get(value.cloned().unwrap_or(Value::Null))
}

fn set(table: &Table, values: &mut [Value], name: &str, value: Value) {
    if let Some(held) = place_of(table, name).and_then(|place| values.get_mut(place)) {
        *held = value;
    }
}
