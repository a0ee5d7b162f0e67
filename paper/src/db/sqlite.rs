//! The record in one SQLite file: WAL, every acknowledged write synced, one writer.
//!
//! A statement runs where it is asked for: most take some microseconds, a tenth of what it costs to hand one to another thread and
//! to take its answer back. Only what waits for the disk, and statements that are known to be long, leave the thread to others.

use super::rows::{Row, Value};
use crate::Fault;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, Error, ErrorCode, OpenFlags, StatementStatus, ToSql};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task;

/// Readers at once; each holds one connection.
const READERS_MAX: u32 = 4;
/// How long a statement waits for a lock. With one writer this is only ever a checkpoint.
const BUSY: Duration = Duration::from_secs(5);
/// Prepared statements kept per connection.
const STATEMENTS_MAX: usize = 512;
/// Steps of SQLite's machine from which a statement is a long one: about a millisecond.
const LONG_STEPS: i32 = 20_000;
/// What every connection is told.
const ALL: &str =
    "PRAGMA foreign_keys = ON; PRAGMA cache_size = -8000; PRAGMA mmap_size = 268435456;";
/// What the writer is told. What is erased is overwritten: a page of the file keeps no word that a law has blanked.
const WRITER: &str =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;";
/// What a reader is told.
const READER: &str = "PRAGMA query_only = ON;";

/// The connections to one file. Copies share them.
#[derive(Debug, Clone)]
pub(crate) struct Lite {
    writer: Option<Arc<Pool>>,
    readers: Arc<Pool>,
}

/// Connections of one kind that wait for the next who needs one.
#[derive(Debug)]
struct Pool {
    file: PathBuf,
    told: &'static str,
    flags: OpenFlags,
    most: u32,
    turns: Arc<Semaphore>,
    idle: Mutex<Vec<Connection>>,
    /// Statements that took long the last time, by where their texts stand.
    long: RwLock<HashSet<usize>>,
}

impl Pool {
    /// Opens the first connection at once: what is no record is told now.
    fn open(
        file: &Path,
        told: &'static str,
        flags: OpenFlags,
        most: u32,
    ) -> Result<Arc<Pool>, Error> {
        let pool = Pool {
            file: file.to_owned(),
            told,
            flags,
            most,
            turns: Arc::new(Semaphore::new(most as usize)),
            idle: Mutex::default(),
            long: RwLock::default(),
        };
        let first = pool.connect()?;
        pool.take_back(first);
        Ok(Arc::new(pool))
    }

    fn connect(&self) -> Result<Connection, Error> {
        // Each is used by one thread at a time, which the type system sees to.
        let flags = self.flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.file, flags)?;
        connection.busy_timeout(BUSY)?;
        connection.execute_batch(ALL)?;
        connection.execute_batch(self.told)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
        Ok(connection)
    }

    fn take_back(&self, connection: Connection) {
        self.waiting().push(connection);
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A connection, when it is somebody's turn.
    async fn hold(self: &Arc<Pool>) -> Result<Held, String> {
        let turn = Arc::clone(&self.turns).acquire_owned().await;
        let turn = turn.map_err(|_| "the record is closed".to_owned())?;
        let idle = self.waiting().pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.connect().map_err(|error| error.to_string())?,
        };
        Ok(Held {
            connection: Some(connection),
            pool: Arc::clone(self),
            _turn: turn,
        })
    }

    /// Closes every connection when it is back, and lends none any more.
    async fn close(&self) {
        let all = self.turns.acquire_many(self.most).await;
        self.turns.close();
        drop(all);
        self.waiting().clear();
    }

    fn is_long(&self, sql: &'static str) -> bool {
        let long = self.long.read().unwrap_or_else(PoisonError::into_inner);
        long.contains(&(sql.as_ptr() as usize))
    }

    /// Remembers whether a statement took long.
    fn took(&self, sql: &'static str, before: bool, steps: i32) {
        let now = steps >= LONG_STEPS;
        if now != before {
            let mut long = self.long.write().unwrap_or_else(PoisonError::into_inner);
            match now {
                true => long.insert(sql.as_ptr() as usize),
                false => long.remove(&(sql.as_ptr() as usize)),
            };
        }
    }
}

/// A connection in a transaction. Dropped without [`Held::commit`], it leaves nothing behind.
#[derive(Debug)]
pub struct Held {
    /// `None` only while another thread works with it.
    connection: Option<Connection>,
    pool: Arc<Pool>,
    _turn: OwnedSemaphorePermit,
}

impl Drop for Held {
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else {
            return;
        };
        // One that cannot be rolled back is closed, which does it; the next who needs one opens another.
        if connection.is_autocommit() || connection.execute_batch("ROLLBACK").is_ok() {
            self.pool.take_back(connection);
        }
    }
}

impl Held {
    fn connection(&self) -> Result<&Connection, Error> {
        // It is away only where who waited for the other thread left, and so nobody asks.
        self.connection.as_ref().ok_or(Error::InvalidQuery)
    }

    /// Has another thread do what may wait for the disk.
    async fn aside(&mut self, work: fn(&Connection) -> Result<(), Error>) -> Result<(), String> {
        let Some(connection) = self.connection.take() else {
            return Err("the connection is away".to_owned());
        };
        let done = task::spawn_blocking(move || (work(&connection), connection)).await;
        let (done, connection) = done.map_err(|error| error.to_string())?;
        self.connection = Some(connection);
        done.map_err(|error| error.to_string())
    }

    /// Makes the changes last. When this returns they are on disk.
    pub(crate) async fn commit(mut self) -> Result<(), String> {
        self.aside(|connection| connection.execute_batch("COMMIT"))
            .await
    }

    /// Runs a statement to its end, and gives each row to `take`; says how many rows it changed.
    fn run<E: From<Error>>(
        &mut self,
        sql: &'static str,
        args: Vec<Value>,
        take: &mut dyn FnMut(Row) -> Result<(), E>,
    ) -> Result<u64, E> {
        let long = self.pool.is_long(sql);
        let (changed, steps) = match long {
            true => leaving_the_thread(|| step_through(self.connection()?, sql, args, take))?,
            false => step_through(self.connection()?, sql, args, take)?,
        };
        self.pool.took(sql, long, steps);
        Ok(changed)
    }
}

/// Does something long: on a runtime of several threads, others take over meanwhile what else this one had to do.
fn leaving_the_thread<T>(work: impl FnOnce() -> T) -> T {
    let several = Handle::try_current()
        .is_ok_and(|handle| handle.runtime_flavor() == RuntimeFlavor::MultiThread);
    match several {
        true => task::block_in_place(work),
        false => work(),
    }
}

/// Rows changed, and steps of SQLite's machine.
fn step_through<E: From<Error>>(
    connection: &Connection,
    sql: &'static str,
    args: Vec<Value>,
    take: &mut dyn FnMut(Row) -> Result<(), E>,
) -> Result<(u64, i32), E> {
    let mut statement = connection.prepare_cached(sql)?;
    bind(&mut statement, args)?;
    let columns = statement.column_count();
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next()? {
        let mut values = Vec::with_capacity(columns);
        for column in 0..columns {
            values.push(read(row.get_ref(column)?)?);
        }
        take(Row::new(values))?;
    }
    drop(rows);
    let steps = statement.reset_status(StatementStatus::VmStep);
    Ok((connection.changes(), steps))
}

/// Puts values in the places `$1`, `$2`…, which SQLite numbers by where they first stand.
fn bind(statement: &mut CachedStatement<'_>, args: Vec<Value>) -> Result<(), Error> {
    for place in 1..=statement.parameter_count() {
        let number = statement
            .parameter_name(place)
            .and_then(|name| name.strip_prefix('$'))
            .and_then(|number| number.parse::<usize>().ok());
        let value = number.and_then(|number| args.get(number.checked_sub(1)?));
        let value = value.ok_or(Error::InvalidParameterCount(place, args.len()))?;
        statement.raw_bind_parameter(place, value)?;
    }
    Ok(())
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let value = match self {
            Value::Int(Some(n)) => ValueRef::Integer(*n),
            Value::Real(Some(x)) => ValueRef::Real(*x),
            Value::Text(Some(s)) => ValueRef::Text(s.as_bytes()),
            Value::Bytes(Some(b)) => ValueRef::Blob(b),
            Value::Int(None)
            | Value::Real(None)
            | Value::Text(None)
            | Value::Bytes(None)
            | Value::Null => ValueRef::Null,
        };
        Ok(ToSqlOutput::Borrowed(value))
    }
}

fn read(value: ValueRef<'_>) -> Result<Value, Error> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(n) => Value::Int(Some(n)),
        ValueRef::Real(x) => Value::Real(Some(x)),
        ValueRef::Text(text) => Value::Text(Some(std::str::from_utf8(text)?.to_owned())),
        ValueRef::Blob(bytes) => Value::Bytes(Some(bytes.to_vec())),
    })
}

/// Opens the file for its one writer and for readers, making it if it is not there.
pub(crate) fn open(file: &Path) -> Result<Lite, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    Ok(Lite {
        writer: Some(Pool::open(file, WRITER, flags, 1)?),
        readers: readers(file)?,
    })
}

/// Opens the file for reading only, beside whoever writes it.
pub(crate) fn open_read_only(file: &Path) -> Result<Lite, Error> {
    Ok(Lite {
        writer: None,
        readers: readers(file)?,
    })
}

fn readers(file: &Path) -> Result<Arc<Pool>, Error> {
    Pool::open(file, READER, OpenFlags::SQLITE_OPEN_READ_WRITE, READERS_MAX)
}

/// Begins a write. `IMMEDIATE`, since a read that turns into a write fails at once under load.
pub(crate) async fn write(lite: &Lite) -> Result<Held, Fault> {
    let fault = |error: String| Fault::new(format!("cannot begin a write: {error}"));
    let mut held = writer(lite)?.hold().await.map_err(fault)?;
    let begun = held.connection().and_then(|connection| {
        connection.busy_timeout(Duration::ZERO)?;
        let begun = connection.execute_batch("BEGIN IMMEDIATE");
        connection.busy_timeout(BUSY)?;
        begun
    });
    match begun {
        Ok(()) => Ok(held),
        // Another process writes: it is waited for where nobody else waits.
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {
            held.aside(|connection| connection.execute_batch("BEGIN IMMEDIATE"))
                .await
                .map_err(fault)?;
            Ok(held)
        }
        Err(error) => Err(fault(error.to_string())),
    }
}

fn writer(lite: &Lite) -> Result<&Arc<Pool>, Fault> {
    let writer = lite.writer.as_ref();
    writer.ok_or_else(|| Fault::new("this record is open for reading only"))
}

/// Begins a read of one state.
pub(crate) async fn read_one_state(lite: &Lite) -> Result<Held, Fault> {
    let fault = |error: String| Fault::new(format!("cannot begin a read: {error}"));
    let held = lite.readers.hold().await.map_err(fault)?;
    let begun = held
        .connection()
        .and_then(|connection| connection.execute_batch("BEGIN"));
    begun.map_err(|error| fault(error.to_string()))?;
    Ok(held)
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
    let fault = |error: String| Fault::new(format!("cannot fold the log into the record: {error}"));
    let mut held = writer.hold().await.map_err(fault)?;
    held.aside(|connection| connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)"))
        .await
        .map_err(fault)
}

/// Copies a consistent state of the record to a new or empty file while it is being used.
///
/// On a connection of its own: readers may not write, not even elsewhere, and the writer would keep deeds waiting.
pub(crate) async fn copy_to(lite: &Lite, file: &Path) -> Result<(), Fault> {
    let shown = file.display().to_string();
    let fault = |error: String| Fault::new(format!("cannot copy the record to {shown}: {error}"));
    let to = file
        .to_str()
        .ok_or_else(|| Fault::new("the path of the copy is not UTF-8"))?
        .to_owned();
    let readers = Arc::clone(&lite.readers);
    let copied = task::spawn_blocking(move || {
        let own = readers.connect()?;
        own.execute_batch("PRAGMA query_only = OFF")?;
        own.execute("VACUUM INTO ?1", [to]).map(|_| ())
    });
    let copied = copied.await.map_err(|error| fault(error.to_string()))?;
    copied.map_err(|error| fault(error.to_string()))
}

/// All rows of a statement.
pub(crate) fn all(held: &mut Held, sql: &'static str, args: Vec<Value>) -> Result<Vec<Row>, Error> {
    let mut rows = Vec::new();
    held.run(sql, args, &mut |row| {
        rows.push(row);
        Ok::<_, Error>(())
    })?;
    Ok(rows)
}

/// Every row of a statement, as they come.
pub(crate) fn each(
    held: &mut Held,
    sql: &'static str,
    args: Vec<Value>,
    take: super::Take<'_>,
) -> Result<(), Fault> {
    /// What ended it: the database, or who takes the rows.
    enum Ended {
        Broken(Error),
        Taken(Fault),
    }
    impl From<Error> for Ended {
        fn from(error: Error) -> Ended {
            Ended::Broken(error)
        }
    }
    let ended = leaving_the_thread(|| {
        let mut take = |row| take(row).map_err(Ended::Taken);
        step_through(held.connection()?, sql, args, &mut take)
    });
    match ended {
        Ok(_) => Ok(()),
        Err(Ended::Broken(error)) => Err(Fault::sql(sql, error)),
        Err(Ended::Taken(fault)) => Err(fault),
    }
}

/// Rows changed by a statement.
pub(crate) fn exec(held: &mut Held, sql: &'static str, args: Vec<Value>) -> Result<u64, Error> {
    held.run(sql, args, &mut |_| Ok::<_, Error>(()))
}

/// Runs a script of several statements.
pub(crate) fn script(held: &mut Held, sql: &str) -> Result<(), Error> {
    leaving_the_thread(|| held.connection()?.execute_batch(sql))
}
