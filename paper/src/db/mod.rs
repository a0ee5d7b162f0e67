//! The door to the database: one SQL text, two engines.
//!
//! A [`Session`] is a transaction, for reading or for writing; every statement of the record goes through its
//! four methods with `$1` placeholders and the four column types both engines share. Where the engines truly
//! differ there are two files with the same functions, [`sqlite`] and [`postgres`], and nothing else.
//!
//! Statement texts are `&'static str`: none can be built from input.

mod filling;
pub(crate) mod many;
pub(crate) mod migrations;
pub(crate) mod postgres;
mod rows;
pub(crate) mod sqlite;

pub(crate) use rows::{Args, FromRow, Get, Row, Value};

use crate::Fault;
use std::pin::Pin;
use tokio::task::coop::consume_budget;

/// What takes the rows of a statement one by one.
pub(crate) type Take<'a> = &'a mut (dyn FnMut(Row) -> Result<(), Fault> + Send);

/// What an engine answers, later.
type Soon<'a, T> = Pin<Box<dyn Future<Output = Result<T, Fault>> + Send + 'a>>;

/// Where the record is kept.
#[derive(Debug, Clone)]
pub(crate) enum Db {
    /// One file.
    Lite(sqlite::Lite),
    /// A server.
    Pg(sqlx::PgPool),
}

impl Db {
    /// Begins a transaction that may write.
    pub(crate) async fn write(&self) -> Result<Session, Fault> {
        match self {
            Db::Lite(lite) => sqlite::write(lite).await.map(Session::Lite),
            Db::Pg(pool) => postgres::write(pool).await.map(Session::Pg),
        }
    }

    /// Begins a read that sees one state of the record, whatever is written meanwhile.
    pub(crate) async fn read(&self) -> Result<Session, Fault> {
        match self {
            Db::Lite(lite) => sqlite::read_one_state(lite).await.map(Session::Lite),
            Db::Pg(pool) => postgres::read(pool).await.map(Session::Pg),
        }
    }

    /// Overwrites what earlier states of erased rows are still on disk. A server's own vacuum does it there.
    pub(crate) async fn scrub(&self) -> Result<(), Fault> {
        match self {
            Db::Lite(lite) => sqlite::scrub(lite).await,
            Db::Pg(_) => Ok(()),
        }
    }

    /// Closes all connections; waits for those in use.
    pub(crate) async fn close(&self) {
        match self {
            Db::Lite(lite) => sqlite::close(lite).await,
            Db::Pg(pool) => pool.close().await,
        }
    }
}

/// A transaction under way. Dropped without [`Session::commit`], it leaves nothing behind.
pub enum Session {
    /// In a file.
    Lite(sqlite::Held),
    /// On a server.
    Pg(sqlx::Transaction<'static, sqlx::Postgres>),
}

impl Session {
    /// All rows.
    pub async fn all<T: FromRow>(
        &mut self,
        sql: &'static str,
        args: impl Args,
    ) -> Result<Vec<T>, Fault> {
        self.rows(sql, args.values())
            .await?
            .into_iter()
            .map(|mut row| T::from_row(&mut row))
            .collect()
    }

    /// The first row, if there is one.
    pub async fn opt<T: FromRow>(
        &mut self,
        sql: &'static str,
        args: impl Args,
    ) -> Result<Option<T>, Fault> {
        Ok(self.all(sql, args).await?.into_iter().next())
    }

    /// The row that must be there.
    pub async fn one<T: FromRow>(
        &mut self,
        sql: &'static str,
        args: impl Args,
    ) -> Result<T, Fault> {
        self.opt(sql, args)
            .await?
            .ok_or_else(|| Fault::new(format!("no row where one must be: {sql}")))
    }

    /// Every row, one after the other, so that a table of any size passes through a few of them. Ends at the first fault.
    pub(crate) async fn each(
        &mut self,
        sql: &'static str,
        args: impl Args,
        take: Take<'_>,
    ) -> Result<(), Fault> {
        match self {
            Session::Lite(held) => sqlite::each(held, sql, args.values(), take),
            Session::Pg(tx) => postgres::each(tx, sql, args.values(), take).await,
        }
    }

    /// Changes rows; says how many.
    pub async fn exec(&mut self, sql: &'static str, args: impl Args) -> Result<u64, Fault> {
        self.change(sql, args.values()).await
    }

    /// The rows of a statement. Boxed, here and in [`Session::change`], so that what drives an engine is compiled once, and
    /// not for each type of row in each crate that waits for one: it was a good part of the binary.
    fn rows(&mut self, sql: &'static str, args: Vec<Value>) -> Soon<'_, Vec<Row>> {
        Box::pin(async move {
            match self {
                Session::Lite(held) => {
                    // It waits for nothing, so a deed of many statements lets others have their turn here.
                    consume_budget().await;
                    sqlite::all(held, sql, args).map_err(|error| Fault::sql(sql, error))
                }
                Session::Pg(tx) => postgres::all(tx, sql, args)
                    .await
                    .map_err(|error| Fault::sql(sql, error)),
            }
        })
    }

    fn change(&mut self, sql: &'static str, args: Vec<Value>) -> Soon<'_, u64> {
        Box::pin(async move {
            match self {
                Session::Lite(held) => {
                    // It waits for nothing, so a deed of many statements lets others have their turn here.
                    consume_budget().await;
                    sqlite::exec(held, sql, args).map_err(|error| Fault::sql(sql, error))
                }
                Session::Pg(tx) => postgres::exec(tx, sql, args)
                    .await
                    .map_err(|error| Fault::sql(sql, error)),
            }
        })
    }

    /// Makes the changes last. When this returns they are on disk.
    pub(crate) async fn commit(self) -> Result<(), Fault> {
        match self {
            Session::Lite(held) => held.commit().await,
            Session::Pg(tx) => tx.commit().await.map_err(|error| error.to_string()),
        }
        .map_err(|error| Fault::new(format!("the commit failed: {error}")))
    }
}
