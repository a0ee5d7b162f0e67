//! A hand in the database, beside the program: for states no verb leads to any more, and for what breaks.

use paper::Place;
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

/// Runs statements of both engines; `~'…'` are bytes in hexadecimal, `{bytes}` is their type.
pub(crate) async fn run(place: &Place, sql: &str) {
    match place {
        Place::File(file) => {
            let url = format!("sqlite://{}?mode=rwc", file.display());
            let mut connection = SqliteConnection::connect(&url).await.expect("a file");
            let sql = sql.replace("{bytes}", "BLOB").replace("~'", "X'");
            sqlx::raw_sql(AssertSqlSafe(sql))
                .execute(&mut connection)
                .await
                .expect("done");
            connection.close().await.expect("closed");
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
pub(crate) async fn number(file: &std::path::Path, sql: &'static str) -> i64 {
    let url = format!("sqlite://{}", file.display());
    let mut connection = SqliteConnection::connect(&url).await.expect("a file");
    sqlx::query_scalar(sql)
        .fetch_one(&mut connection)
        .await
        .expect("a number")
}

/// Whether words stand anywhere in a record's files; on a server, in the tables that tell of deeds and of what is to be done.
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
            let mut found = false;
            for table in ["jobs", "mails", "door_links", "audit", "changes"] {
                let sql = "SELECT COUNT(*) FROM {table} t WHERE POSITION('{words}' IN t::text) > 0"
                    .replace("{table}", &format!("{schema}.{table}"))
                    .replace("{words}", words);
                let count: i64 = sqlx::query_scalar(AssertSqlSafe(sql))
                    .fetch_one(&mut connection)
                    .await
                    .expect("a number");
                found |= count > 0;
            }
            found
        }
    }
}
