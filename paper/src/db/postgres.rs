//! The record on a PostgreSQL server, for when one machine is not enough.

use super::rows::{Row, Value};
use crate::Fault;
use futures_util::TryStreamExt;
use sqlx::postgres::{PgArguments, PgConnectOptions, PgPoolOptions, PgRow};
use sqlx::{Arguments, Decode, PgPool, Postgres, Row as _, Transaction, TypeInfo, ValueRef};
use std::str::FromStr;
use std::time::Duration;

/// Connections a process keeps to the server.
const CONNECTIONS_MAX: u32 = 8;
/// How long a statement waits for a free connection, seconds.
const ACQUIRE_SECONDS: u64 = 10;

/// Opens the record at a URL (`postgres://user@host/base`), in the schema named, which is made if need be.
pub(crate) async fn open(url: &str, schema: Option<&str>) -> Result<PgPool, sqlx::Error> {
    let mut options = PgConnectOptions::from_str(url)?.application_name("colophon");
    if let Some(schema) = schema {
        if schema.is_empty()
            || !schema
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        {
            return Err(sqlx::Error::Configuration(
                "a schema's name is made of a–z, 0–9 and _".into(),
            ));
        }
        let pool = pool_of(1).connect_with(options.clone()).await?;
        // The name was checked above: a schema's name cannot be a parameter.
        sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
            "CREATE SCHEMA IF NOT EXISTS {schema}"
        )))
        .execute(&pool)
        .await?;
        pool.close().await;
        options = options.options([("search_path", schema)]);
    }
    pool_of(CONNECTIONS_MAX)
        .acquire_timeout(Duration::from_secs(ACQUIRE_SECONDS))
        .connect_with(options)
        .await
}

/// So many connections, none of which is closed by the clock (`sqlite::pool_of` says why); one the server has closed is found
/// out when it is taken.
fn pool_of(connections: u32) -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(connections)
        .idle_timeout(None)
        .max_lifetime(None)
}

/// Begins a write, once no other writer of this record is between its begin and its commit.
///
/// One writer at a time, as with SQLite: a deed that reads before it writes cannot be overtaken, and numbers are in
/// the order of commits.
pub(crate) async fn write(pool: &PgPool) -> Result<Transaction<'static, Postgres>, Fault> {
    let mut tx = pool
        .begin()
        .await
        .map_err(|error| Fault::new(format!("cannot begin a write: {error}")))?;
    sqlx::query("SELECT pg_advisory_xact_lock(hashtext('colophon ' || current_schema()))")
        .execute(&mut *tx)
        .await
        .map_err(|error| Fault::new(format!("cannot take the writers' lock: {error}")))?;
    Ok(tx)
}

/// Begins a read of one state.
pub(crate) async fn read(pool: &PgPool) -> Result<Transaction<'static, Postgres>, Fault> {
    pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        .await
        .map_err(|error| Fault::new(format!("cannot begin a read: {error}")))
}

fn bind(args: Vec<Value>) -> Result<PgArguments, sqlx::Error> {
    let mut bound = PgArguments::default();
    for value in args {
        match value {
            Value::Int(n) => bound.add(n),
            Value::Real(x) => bound.add(x),
            // PostgreSQL keeps no NUL and refuses the whole statement for one. What is written has none; who looks for one
            // finds nothing, as in SQLite.
            Value::Text(Some(s)) if s.contains('\0') => bound.add(s.replace('\0', "\u{fffd}")),
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
    tx: &mut Transaction<'static, Postgres>,
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
    tx: &mut Transaction<'static, Postgres>,
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
    tx: &mut Transaction<'static, Postgres>,
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
    tx: &mut Transaction<'static, Postgres>,
    sql: String,
) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
        .execute(&mut **tx)
        .await
        .map(|_| ())
}

fn read_row(row: &PgRow) -> Result<Row, sqlx::Error> {
    let values = (0..row.len()).map(|column| {
        let raw = row.try_get_raw(column)?;
        if raw.is_null() {
            return Ok(Value::Null);
        }
        let kind = raw.type_info().name().to_owned();
        match kind.as_str() {
            "INT8" => <i64 as Decode<Postgres>>::decode(raw).map(|n| Value::Int(Some(n))),
            "INT4" => {
                <i32 as Decode<Postgres>>::decode(raw).map(|n| Value::Int(Some(i64::from(n))))
            }
            "BOOL" => {
                <bool as Decode<Postgres>>::decode(raw).map(|b| Value::Int(Some(i64::from(b))))
            }
            "FLOAT8" => <f64 as Decode<Postgres>>::decode(raw).map(|x| Value::Real(Some(x))),
            "BYTEA" => <Vec<u8> as Decode<Postgres>>::decode(raw).map(|b| Value::Bytes(Some(b))),
            _ => <String as Decode<Postgres>>::decode(raw).map(|s| Value::Text(Some(s))),
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
