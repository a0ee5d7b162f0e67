//! The record in one SQLite file: WAL, every acknowledged write synced, one writer.

use super::rows::{Row, Value};
use crate::Fault;
use futures_util::TryStreamExt;
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow,
    SqliteSynchronous,
};
use sqlx::{
    Arguments, ConnectOptions, Connection, Decode, Row as _, Sqlite, SqlitePool, Transaction,
    TypeInfo, ValueRef,
};
use std::path::Path;
use std::time::Duration;

/// Readers at once; each holds one connection and its thread.
const READERS_MAX: u32 = 4;
/// How long a statement waits for a lock, seconds. With one writer this is only ever a checkpoint.
const BUSY_SECONDS: u64 = 5;
/// Prepared statements kept per connection.
const STATEMENTS_MAX: usize = 512;

/// The connections to one file.
#[derive(Debug, Clone)]
pub(crate) struct Lite {
    writer: Option<SqlitePool>,
    readers: SqlitePool,
}

fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .busy_timeout(Duration::from_secs(BUSY_SECONDS))
        .foreign_keys(true)
        .statement_cache_capacity(STATEMENTS_MAX)
        .pragma("cache_size", "-8000")
        .pragma("mmap_size", "268435456")
}

/// Opens the file for its one writer and for readers, making it if it is not there.
pub(crate) async fn open(file: &Path) -> Result<Lite, sqlx::Error> {
    let write = options(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        // What is erased is overwritten: a page of the file keeps no word that a law has blanked.
        .pragma("secure_delete", "1");
    let writer = pool_of(1).connect_with(write).await?;
    let readers = open_readers(file).await?;
    Ok(Lite {
        writer: Some(writer),
        readers,
    })
}

/// Opens the file for reading only, beside whoever writes it.
pub(crate) async fn open_read_only(file: &Path) -> Result<Lite, sqlx::Error> {
    Ok(Lite {
        writer: None,
        readers: open_readers(file).await?,
    })
}

/// So many connections, none of which is closed for its age or for being idle: the keeper of that in a pool (sqlx 0.9) counts the
/// idle ones while others take and return them, may read one less than none, and then goes on counting for ever.
fn pool_of(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
}

async fn open_readers(file: &Path) -> Result<SqlitePool, sqlx::Error> {
    pool_of(READERS_MAX)
        .connect_with(options(file).pragma("query_only", "1"))
        .await
}

/// Begins a write. `IMMEDIATE`, since a read that turns into a write fails at once under load.
pub(crate) async fn write(lite: &Lite) -> Result<Transaction<'static, Sqlite>, Fault> {
    let Some(writer) = &lite.writer else {
        return Err(Fault::new("this record is open for reading only"));
    };
    writer
        .begin_with("BEGIN IMMEDIATE")
        .await
        .map_err(|error| Fault::new(format!("cannot begin a write: {error}")))
}

/// Begins a read of one state.
pub(crate) async fn read(lite: &Lite) -> Result<Transaction<'static, Sqlite>, Fault> {
    lite.readers
        .begin()
        .await
        .map_err(|error| Fault::new(format!("cannot begin a read: {error}")))
}

/// Closes all connections, the writer last so that the log is folded into the file.
pub(crate) async fn close(lite: &Lite) {
    lite.readers.close().await;
    if let Some(writer) = &lite.writer {
        writer.close().await;
    }
}

/// Folds the log into the file and empties it, so that it keeps no earlier state of a page. What is being read now
/// can keep it from being emptied; then the next folding does it.
pub(crate) async fn scrub(lite: &Lite) -> Result<(), Fault> {
    let Some(writer) = &lite.writer else {
        return Ok(());
    };
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
        .execute(writer)
        .await
        .map(|_| ())
        .map_err(|error| Fault::new(format!("cannot fold the log into the record: {error}")))
}

/// Copies a consistent state of the record to a new or empty file while it is being used.
///
/// On a connection of its own: readers may not write, not even elsewhere, and the writer would keep deeds waiting.
pub(crate) async fn copy_to(lite: &Lite, file: &Path) -> Result<(), Fault> {
    let fault = |error: sqlx::Error| {
        Fault::new(format!(
            "cannot copy the record to {}: {error}",
            file.display()
        ))
    };
    let to = file
        .to_str()
        .ok_or_else(|| Fault::new("the path of the copy is not UTF-8"))?;
    let own = lite
        .readers
        .connect_options()
        .as_ref()
        .clone()
        .pragma("query_only", "0");
    let mut connection = own.connect().await.map_err(fault)?;
    sqlx::query("VACUUM INTO $1")
        .bind(to.to_owned())
        .execute(&mut connection)
        .await
        .map_err(fault)?;
    connection.close().await.map_err(fault)
}

fn bind(args: Vec<Value>) -> Result<SqliteArguments, sqlx::Error> {
    let mut bound = SqliteArguments::default();
    for value in args {
        match value {
            Value::Int(n) => bound.add(n),
            Value::Real(x) => bound.add(x),
            Value::Text(s) => bound.add(s),
            Value::Bytes(b) => bound.add(b),
            Value::Null => bound.add(None::<i64>),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(bound)
}

/// All rows of a statement.
pub(crate) async fn all(
    tx: &mut Transaction<'static, Sqlite>,
    sql: &'static str,
    args: Vec<Value>,
) -> Result<Vec<Row>, sqlx::Error> {
    let rows = sqlx::query_with(sql, bind(args)?)
        .fetch_all(&mut **tx)
        .await?;
    rows.iter().map(read_row).collect()
}

/// Every row of a statement, as they come.
pub(crate) async fn each(
    tx: &mut Transaction<'static, Sqlite>,
    sql: &'static str,
    args: Vec<Value>,
    take: super::Take<'_>,
) -> Result<(), Fault> {
    let fault = |error: sqlx::Error| Fault::sql(sql, error);
    let bound = bind(args).map_err(fault)?;
    let mut rows = sqlx::query_with(sql, bound).fetch(&mut **tx);
    while let Some(row) = rows.try_next().await.map_err(fault)? {
        take(read_row(&row).map_err(fault)?)?;
    }
    Ok(())
}

/// Rows changed by a statement.
pub(crate) async fn exec(
    tx: &mut Transaction<'static, Sqlite>,
    sql: &'static str,
    args: Vec<Value>,
) -> Result<u64, sqlx::Error> {
    sqlx::query_with(sql, bind(args)?)
        .execute(&mut **tx)
        .await
        .map(|done| done.rows_affected())
}

/// Runs a script of several statements.
pub(crate) async fn script(
    tx: &mut Transaction<'static, Sqlite>,
    sql: String,
) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
        .execute(&mut **tx)
        .await
        .map(|_| ())
}

fn read_row(row: &SqliteRow) -> Result<Row, sqlx::Error> {
    let values = (0..row.len()).map(|column| {
        let raw = row.try_get_raw(column)?;
        if raw.is_null() {
            return Ok(Value::Null);
        }
        let kind = raw.type_info().name().to_owned();
        match kind.as_str() {
            "REAL" => <f64 as Decode<Sqlite>>::decode(raw).map(|x| Value::Real(Some(x))),
            "TEXT" => <String as Decode<Sqlite>>::decode(raw).map(|s| Value::Text(Some(s))),
            "BLOB" => <Vec<u8> as Decode<Sqlite>>::decode(raw).map(|b| Value::Bytes(Some(b))),
            _ => <i64 as Decode<Sqlite>>::decode(raw).map(|n| Value::Int(Some(n))),
        }
        .map_err(sqlx::Error::Decode)
    });
    values
        .collect::<Result<Vec<_>, sqlx::Error>>()
        .map(Row::new)
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_connection_is_closed_by_the_clock() {
        let pool = super::pool_of(2);
        assert_eq!(
            (pool.get_idle_timeout(), pool.get_max_lifetime()),
            (None, None)
        );
    }
}
