//! A hand in the database, beside the program: for states no verb leads to any more, and for what breaks.

use paper::Place;
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row as _};
use std::collections::{BTreeMap, BTreeSet};

fn opened(file: &std::path::Path) -> rusqlite::Connection {
    rusqlite::Connection::open(file).expect("a file")
}

/// Runs statements of both engines; `~'…'` are bytes in hexadecimal, `{bytes}` is their type.
pub(crate) async fn run(place: &Place, sql: &str) {
    match place {
        Place::File(file) => {
            let sql = sql.replace("{bytes}", "BLOB").replace("~'", "X'");
            opened(file).execute_batch(&sql).expect("done");
        }
        Place::Server { url, schema } => {
            let mut connection = PgConnection::connect(url).await.expect("a server");
            let sql = sql.replace("{bytes}", "BYTEA").replace("~'", "'\\x");
            let schema = schema.as_deref().unwrap_or("public");
            let sql =
                format!("CREATE SCHEMA IF NOT EXISTS {schema}; SET search_path TO {schema}; {sql}");
            sqlx::raw_sql(AssertSqlSafe(sql))
                .execute(&mut connection)
                .await
                .expect("done");
            connection.close().await.expect("closed");
        }
    }
}

/// One number of a file.
pub(crate) fn number(file: &std::path::Path, sql: &'static str) -> i64 {
    let number = opened(file).query_row(sql, [], |row| row.get(0));
    number.expect("a number")
}

/// Whether words stand anywhere in a record's files; on a server, in any row of any table, as text or as bytes.
pub(crate) async fn holds(place: &Place, words: &str) -> bool {
    match place {
        Place::File(file) => {
            let folder = std::fs::read_dir(file.parent().expect("a folder")).expect("a folder");
            folder
                .map(|entry| entry.expect("an entry").path())
                .any(|path| {
                    let bytes = std::fs::read(path).unwrap_or_default();
                    bytes
                        .windows(words.len())
                        .any(|part| part == words.as_bytes())
                })
        }
        Place::Server { url, schema } => {
            let mut connection = PgConnection::connect(url).await.expect("a server");
            let schema = schema.as_deref().unwrap_or("public");
            let tables =
                "SELECT table_name::text FROM information_schema.tables WHERE table_schema = $1";
            let tables: Vec<String> = sqlx::query_scalar(tables)
                .bind(schema)
                .fetch_all(&mut connection)
                .await
                .expect("tables");
            assert!(tables.len() > 30, "of {schema}: {tables:?}");
            let bytes: String = words.bytes().map(|byte| format!("{byte:02x}")).collect();
            let mut found = false;
            for table in tables {
                let sql = "SELECT COUNT(*) FROM {table} t WHERE POSITION($1 IN t::text) > 0 OR POSITION($2 IN t::text) > 0"
                    .replace("{table}", &format!("{schema}.{table}"));
                let count: i64 = sqlx::query_scalar(AssertSqlSafe(sql))
                    .bind(words)
                    .bind(&bytes)
                    .fetch_one(&mut connection)
                    .await
                    .expect("a number");
                found |= count > 0;
            }
            found
        }
    }
}

/// Every table of a record with its columns.
pub(crate) async fn schema(place: &Place) -> BTreeMap<String, BTreeSet<String>> {
    let rows: Vec<(String, String)> = match place {
        Place::File(file) => {
            let connection = opened(file);
            let mut tables = connection
                .prepare(
                    "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
                      WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'",
                )
                .expect("a statement");
            let rows = tables.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
            rows.and_then(Iterator::collect).expect("tables")
        }
        Place::Server { url, schema } => {
            let mut connection = PgConnection::connect(url).await.expect("a server");
            sqlx::query_as(
                "SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = $1",
            )
            .bind(schema.as_deref().unwrap_or("public"))
            .fetch_all(&mut connection)
            .await
            .expect("tables")
        }
    };
    let mut schema: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (table, column) in rows {
        schema.entry(table).or_default().insert(column);
    }
    schema
}

/// Every row of a table, its columns as text; documents in one form. The order of rows says nothing.
pub(crate) async fn rows(
    place: &Place,
    table: &str,
    columns: &BTreeSet<String>,
) -> Vec<Vec<String>> {
    let list =
        |each: &dyn Fn(&String) -> String| columns.iter().map(each).collect::<Vec<_>>().join(", ");
    let mut rows: Vec<Vec<String>> = Vec::new();
    let form = |text: Option<String>| {
        let text = text.unwrap_or_else(|| "NULL".to_owned());
        let bare = match text
            .strip_prefix('\'')
            .and_then(|text| text.strip_suffix('\''))
        {
            Some(quoted) => quoted.replace("''", "'"),
            None => text,
        };
        match serde_json::from_str::<serde_json::Value>(&bare) {
            Ok(document) if document.is_object() => document.to_string(),
            _ => bare,
        }
    };
    match place {
        Place::File(file) => {
            let connection = opened(file);
            let sql = "SELECT {columns} FROM {table}"
                .replace("{columns}", &list(&|name| format!("quote({name})")))
                .replace("{table}", table);
            let mut found = connection.prepare(&sql).expect("a statement");
            let mut found = found.query([]).expect("rows");
            while let Some(row) = found.next().expect("a row") {
                let text = |n| form(row.get(n).expect("a column"));
                rows.push((0..columns.len()).map(text).collect());
            }
        }
        Place::Server { url, schema } => {
            let mut connection = PgConnection::connect(url).await.expect("a server");
            let schema = schema.as_deref().unwrap_or("public");
            let sql = "SELECT {columns} FROM {table}"
                .replace("{columns}", &list(&|name| format!("{name}::text")))
                .replace("{table}", &format!("{schema}.{table}"));
            let found = sqlx::query(AssertSqlSafe(sql))
                .fetch_all(&mut connection)
                .await;
            for row in found.expect("rows") {
                rows.push((0..columns.len()).map(|n| form(row.get(n))).collect());
            }
        }
    }
    rows.sort();
    rows
}
