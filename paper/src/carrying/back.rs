//! Rows into an empty record: all of an archive, or nothing.

use super::chain::Chain;
use super::made::{self, Made};
use super::row::Row;
use super::tables::{self, Table};
use super::{Stop, Wrong};
use crate::changes::{self, Traces};
use crate::db::Value;
use crate::id::PictureId;
use crate::paper::Tx;
use crate::rights::Deed;
use crate::secrets::{self, Secret};
use crate::{Actor, Error, Paper, Result, network, pictures};
use std::collections::BTreeMap;

/// Rows kept in memory before they are written.
const ROWS_MAX: usize = 4_000;
/// Bytes of such rows.
const BYTES_MAX: usize = 16 * 1024 * 1024;

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Carried {
    /// Rows of each table that has any.
    pub rows: BTreeMap<&'static str, u64>,
}

/// A record that is being filled. Dropped before its end, it leaves the record as it was.
pub struct Back {
    tx: Tx,
    secret: Secret,
    waiting: BTreeMap<usize, Vec<Vec<Value>>>,
    rows: usize,
    bytes: usize,
    made: Made,
    chain: Option<(Vec<u8>, Chain)>,
    carried: Carried,
}

impl Back {
    /// Begins with a record in which there is nothing but what founding it has put there, which is taken away.
    ///
    /// # Errors
    /// Refused where there is more, or where the account with the handle `by` does not run the machine; a record without a
    /// network has no accounts, and asks for none.
    pub async fn begin(paper: &Paper, by: &str) -> Result<Back, Stop> {
        let secret = secrets::network(paper).await?;
        let mut tx = paper.begin().await?;
        if network::find(&mut tx.session).await?.is_some() {
            let by = Actor::find(&mut tx.session, by).await?;
            by.may(&mut tx, Deed::Operate, None, None).await?;
        }
        must_be_empty(&mut tx).await?;
        for statement in CLEARING {
            tx.session.exec(statement, ()).await?;
        }
        Ok(Back {
            tx,
            secret,
            waiting: BTreeMap::new(),
            rows: 0,
            bytes: 0,
            made: Made::default(),
            chain: None,
            carried: Carried::default(),
        })
    }

    /// Takes the next row. Those of an article come after its own, in the order of the tables.
    ///
    /// # Errors
    /// If it does not fit what came before.
    pub async fn take(&mut self, row: Row) -> Result<(), Stop> {
        let mut row = row;
        let table = row.table;
        if table.name == "articles" {
            let id = row.bytes("id").unwrap_or_default().to_vec();
            self.chain = Some((id, Chain::begin(&row)?));
        } else if let Some((_, chain)) = &mut self.chain {
            chain.take(&row)?;
        }
        match table.name {
            "revisions" => {
                if let Some(content) = self.chain.as_ref().and_then(|(_, chain)| chain.newest()) {
                    let session = &mut self.tx.session;
                    self.made.of_revision(session, &row, content).await?;
                }
            }
            "placements" => {
                if let Some((_, chain)) = &self.chain {
                    self.made.of_placement(&mut row, chain)?;
                }
            }
            "pictures" => made::of_picture(&mut row),
            "comments" | "cases" => made::of_reader(&mut row, &self.secret)?,
            _ => {}
        }
        *self.carried.rows.entry(table.name).or_default() += 1;
        self.bytes += row.weight();
        self.rows += 1;
        self.waiting
            .entry(table.place())
            .or_default()
            .push(row.values);
        if self.rows >= ROWS_MAX || self.bytes >= BYTES_MAX {
            self.write().await?;
        }
        Ok(())
    }

    /// Ends an article.
    ///
    /// # Errors
    /// If something of it is missing.
    pub async fn end_article(&mut self) -> Result<(), Stop> {
        if let Some((id, chain)) = self.chain.take() {
            chain.end()?;
            self.made.of_article(&id, &chain);
        }
        Ok(())
    }

    /// Hash and bytes of the file a picture came as; `None` where it has none, or none of this name.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn file(
        &mut self,
        picture: PictureId,
        name: &str,
    ) -> Result<Option<(String, u64)>, Stop> {
        self.write().await?;
        let kept = pictures::find(&mut self.tx.session, picture).await?;
        let kept = kept.filter(|kept| kept.original_name() == name);
        Ok(kept.map(|kept| (kept.sha256, kept.bytes)))
    }

    /// Writes what waits, table by table in the order in which none names what is to come.
    async fn write(&mut self) -> Result<(), Stop> {
        let session = &mut self.tx.session;
        for (place, rows) in std::mem::take(&mut self.waiting) {
            let Some(table) = tables::all().nth(place) else {
                continue;
            };
            let written = session.write_many(&table.insert, rows).await;
            written.map_err(|fault| unlinked(table, fault))?;
        }
        let made = self.made.write(session).await;
        made.map_err(|error| match error {
            Error::Fault(fault) => unlinked(&tables::ARTICLES[0], fault),
            refused => Stop::Record(refused),
        })?;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }

    /// Writes the rest, looks at what no single row shows, and makes all of it last.
    ///
    /// # Errors
    /// If things of the archive do not fit each other.
    pub async fn finish(mut self) -> Result<Carried, Stop> {
        self.end_article().await?;
        self.write().await?;
        made::of_pages(&mut self.tx.session).await?;
        pictures::look_at_all(&mut self.tx.session).await?;
        for (statement, it, en) in ASTRAY {
            let found: Vec<(Vec<u8>,)> = self.tx.session.all(statement, ()).await?;
            if !found.is_empty() {
                return Err(Wrong::new(*it, *en).into());
            }
        }
        // Nothing of it changed now: each thing has the dates it had, and no hub or program is told.
        changes::undated(&mut self.tx, "record.import", &Traces::everything()).await?;
        self.tx.session.commit().await?;
        Ok(self.carried)
    }
}

/// A row names what is not there, or is there twice; anything else is a fault.
fn unlinked(table: &Table, fault: crate::Fault) -> Stop {
    let what = fault.to_string().to_lowercase();
    let wrong = if what.contains("foreign key") {
        Wrong::new(
            "una riga nomina qualcosa che nell’archivio non c’è",
            "a row names something that is not in the archive",
        )
    } else if what.contains("unique") {
        Wrong::new("una riga c’è due volte", "a row is there twice")
    } else {
        return Stop::Record(fault.into());
    };
    Stop::Wrong(wrong.about(table.name))
}

/// Says no to a record somebody has worked in.
async fn must_be_empty(tx: &mut Tx) -> Result<(), Stop> {
    let (kept,): (i64,) = tx
        .session
        .one(
            "SELECT (SELECT COUNT(*) FROM articles) + (SELECT COUNT(*) FROM pictures) + (SELECT COUNT(*) FROM contributors)
                    + (SELECT COUNT(*) FROM topics)",
            (),
        )
        .await?;
    if kept == 0 {
        return Ok(());
    }
    let name: Option<(String,)> = tx
        .session
        .opt("SELECT name FROM network LIMIT 1", ())
        .await?;
    let name = name.map(|(name,)| name).unwrap_or_default();
    Err(Wrong::new(
        format!(
            "qui c’è già un giornale, {name}, con articoli, immagini, firme o argomenti suoi; indica una cartella nuova, o una appena fatta con colophon init"
        ),
        format!(
            "there is a newspaper here already, {name}, with articles, pictures, contributors or topics of its own; name a new folder, or one just made with colophon init"
        ),
    )
    .into())
}

/// Takes away what founding has put into a record, what names something before it.
const CLEARING: &[&str] = &[
    "DELETE FROM answered",
    "DELETE FROM tokens",
    "DELETE FROM webhooks",
    "DELETE FROM preview_links",
    "DELETE FROM mails",
    "DELETE FROM challenges",
    "DELETE FROM passkeys",
    "DELETE FROM recovery_codes",
    "DELETE FROM totp",
    "DELETE FROM door_links",
    "DELETE FROM half_entries",
    "DELETE FROM guesses",
    "DELETE FROM devices",
    "DELETE FROM sessions",
    "DELETE FROM passwords",
    "DELETE FROM buckets",
    "DELETE FROM comment_bans",
    "DELETE FROM comment_words",
    "DELETE FROM comment_floods",
    "DELETE FROM comment_bands",
    "DELETE FROM veils",
    "DELETE FROM bands",
    "DELETE FROM credits",
    "DELETE FROM revision_pictures",
    "DELETE FROM page_pictures",
    "DELETE FROM desk_presence",
    "DELETE FROM log_entries",
    "DELETE FROM log",
    "DELETE FROM forwards",
    "DELETE FROM moved",
    "DELETE FROM imports",
    "DELETE FROM trust_counts",
    "DELETE FROM touched",
    "DELETE FROM jobs",
    "DELETE FROM audit",
    "DELETE FROM desk_bells",
    "DELETE FROM figures_words",
    "DELETE FROM figures_feeds",
    "DELETE FROM figures_hosts",
    "DELETE FROM figures_days",
    "DELETE FROM figures_hours",
    "DELETE FROM most_read",
    "DELETE FROM front_places",
    "DELETE FROM fronts",
    "DELETE FROM flashes",
    "DELETE FROM pins",
    "DELETE FROM stretches",
    "DELETE FROM rule_figures",
    "DELETE FROM series",
    "DELETE FROM known_sources",
    "DELETE FROM pages",
    "DELETE FROM shifts",
    "DELETE FROM grants",
    "DELETE FROM factor_roles",
    "DELETE FROM accounts",
    "DELETE FROM sections",
    "DELETE FROM hosts",
    "DELETE FROM titles",
    "DELETE FROM network",
];

/// What no single row shows: a statement that finds what should not be, and what that is.
const ASTRAY: &[(&str, &str, &str)] = &[
    (
        "SELECT p.id FROM placements p JOIN sections s ON s.id = p.section_id WHERE s.title_id <> p.title_id LIMIT 1",
        "una collocazione sta in una sezione di un’altra testata",
        "a placement stands in a section of another title",
    ),
    (
        "SELECT p.id FROM placements p JOIN articles a ON a.id = p.article_id
          WHERE p.original = 1 AND a.home_title_id <> p.title_id LIMIT 1",
        "una collocazione originale non è sulla testata del suo articolo",
        "an original placement is not on the title of its article",
    ),
    (
        "SELECT t.topic_id FROM placement_topics t JOIN topics o ON o.id = t.topic_id JOIN placements p ON p.id = t.placement_id
          WHERE o.title_id <> p.title_id LIMIT 1",
        "una collocazione ha un argomento di un’altra testata",
        "a placement has a topic of another title",
    ),
    (
        "SELECT a.placement_id FROM addresses a JOIN placements p ON p.id = a.placement_id
          WHERE a.title_id <> p.title_id LIMIT 1",
        "un indirizzo di una testata porta a una collocazione su un’altra",
        "an address of one title leads to a placement on another",
    ),
    (
        "SELECT p.id FROM placements p WHERE p.path IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM addresses a
                             WHERE a.title_id = p.title_id AND a.path = p.path AND a.placement_id = p.id) LIMIT 1",
        "una collocazione ha un indirizzo che non è tra i suoi",
        "a placement has an address that is not among its own",
    ),
    (
        "SELECT s.id FROM sections s JOIN sections a ON a.id = s.parent_id
          WHERE a.title_id <> s.title_id OR a.parent_id IS NOT NULL LIMIT 1",
        "una sezione sta sotto una di un’altra testata, o a un terzo livello",
        "a section stands under one of another title, or on a third level",
    ),
    (
        "SELECT c.id FROM comments c JOIN comments a ON a.id = c.parent_id
          WHERE a.placement_id <> c.placement_id OR a.parent_id IS NOT NULL LIMIT 1",
        "un commento risponde a uno di un’altra pagina, o a un terzo livello",
        "a comment answers one of another page, or on a third level",
    ),
    (
        "SELECT n.placement_id FROM pins n JOIN placements p ON p.id = n.placement_id WHERE p.title_id <> n.title_id LIMIT 1",
        "in una prima pagina sta un articolo che non è su quella testata",
        "on a front stands an article that is not on that title",
    ),
];
