//! How entries come into the log: in the transaction of the deed they tell of, each behind the last.

use super::{Log, rows};
use crate::articles::content::{Class, Content};
use crate::clock::{Entropy, SystemEntropy};
use crate::db::{Session, Value};
use crate::id::{ArticleId, RevisionId, TitleId};
use crate::paper::Tx;
use crate::{Fault, Result, network};
use jiff::Timestamp;
use std::collections::BTreeMap;
use tlog::{ADDRESS, Logged, Statement, TakenBack, canonical, commitment};

/// Bytes of the salt of a commitment to an address.
const SALT_BYTES: usize = 32;
/// Revisions given entries at once when a record is brought up to date.
const SLICE: u32 = 1_000;
/// Where a log is at home, under its host.
const HOME: &str = "/log";

/// Where an article stands: hosts and paths, its own title first.
pub(crate) type Places = Vec<String>;

/// A revision that needs its entry.
pub(crate) struct Entered {
    pub(crate) article: ArticleId,
    pub(crate) number: u32,
    pub(crate) class: Class,
    /// The title the article was filed for.
    pub(crate) title: TitleId,
    pub(crate) at: Timestamp,
    pub(crate) commitment: Vec<u8>,
    /// Hexadecimal; empty for the first.
    pub(crate) previous: String,
    pub(crate) places: Places,
}

impl Entered {
    /// That of a content and its commitment.
    pub(crate) fn of(
        content: &Content,
        (article, title): (ArticleId, TitleId),
        commitment: Vec<u8>,
        places: Places,
    ) -> Entered {
        Entered {
            article,
            number: content.number,
            class: content.class,
            title,
            at: content.at,
            commitment,
            previous: content.previous.clone(),
            places,
        }
    }

    /// The row, at a position.
    fn row(self, position: u64, now: Timestamp, salt: [u8; SALT_BYTES]) -> Result<Vec<Value>> {
        let places = canonical(&self.places).map_err(unwritten)?;
        let address = commitment(ADDRESS, &salt, places.as_bytes());
        let statement = Statement::Revision(Logged {
            article: self.article.to_string(),
            number: self.number,
            class: self.class.word().to_owned(),
            title: self.title.to_string(),
            at: self.at.to_string(),
            logged: now.to_string(),
            commitment: hex::encode(self.commitment),
            previous: self.previous,
            address: hex::encode(address),
            ..Logged::default()
        });
        Ok(vec![
            rows::place(position)?.into(),
            text_of(&statement)?.into(),
            self.article.into(),
            self.number.into(),
            places.into(),
            salt.to_vec().into(),
        ])
    }
}

fn unwritten(wrong: tlog::Wrong) -> Fault {
    Fault::new(format!("an entry of the log cannot be written: {wrong}"))
}

/// The bytes of an entry.
pub(super) fn text_of(statement: &Statement) -> Result<String, Fault> {
    statement.to_entry().map_err(unwritten)
}

/// Gives each revision its entry, in this order.
///
/// # Errors
/// Refused where the log does not agree with the record: nothing more is published before that is settled.
pub(crate) async fn enter(tx: &mut Tx, revisions: Vec<Entered>) -> Result<()> {
    if let Some(keeper) = tx.paper.log() {
        keeper.may_grow()?;
    }
    begun(&mut tx.session).await?;
    let first = rows::size(&mut tx.session).await?;
    let mut written = Vec::with_capacity(revisions.len());
    for (revision, position) in revisions.into_iter().zip(first..) {
        let salt = tx.paper.random::<SALT_BYTES>()?;
        written.push(revision.row(position, tx.now, salt)?);
    }
    rows::add_many(&mut tx.session, written).await?;
    tx.entered = true;
    Ok(())
}

/// An article that is taken out of the record with the import that brought it: its id, the title it was filed for, number and
/// commitment of its last revision.
pub(crate) type Gone = (ArticleId, TitleId, u32, Vec<u8>);

/// Says of each article that it was taken back, so that the log alone explains why its entries open no more.
///
/// # Errors
/// As [`enter`].
pub(crate) async fn take_back(tx: &mut Tx, articles: Vec<Gone>) -> Result<()> {
    if let Some(keeper) = tx.paper.log() {
        keeper.may_grow()?;
    }
    if articles.is_empty() {
        return Ok(());
    }
    let first = rows::size(&mut tx.session).await?;
    let mut written = Vec::with_capacity(articles.len());
    for ((article, title, number, last), position) in articles.into_iter().zip(first..) {
        let statement = Statement::TakenBack(TakenBack {
            article: article.to_string(),
            number,
            title: title.to_string(),
            at: tx.now.to_string(),
            previous: hex::encode(last),
            ..TakenBack::default()
        });
        // Of the article, but of no revision: no number leads to it.
        written.push(vec![
            rows::place(position)?.into(),
            text_of(&statement)?.into(),
            article.into(),
            None::<u32>.into(),
            None::<String>.into(),
            None::<Vec<u8>>.into(),
        ]);
    }
    rows::add_many(&mut tx.session, written).await?;
    tx.entered = true;
    Ok(())
}

/// An entry that is about no revision.
pub(super) async fn add(tx: &mut Tx, statement: &Statement) -> Result<()> {
    let position = rows::size(&mut tx.session).await?;
    rows::add(&mut tx.session, position, &text_of(statement)?).await?;
    tx.entered = true;
    Ok(())
}

/// The log, which begins here if it has not yet.
pub(super) async fn begun(session: &mut Session) -> Result<Log> {
    if let Some(log) = rows::log(session).await? {
        return Ok(log);
    }
    let host = match rows::first_host(session).await? {
        Some(host) => host,
        // Without any host; a name nobody can have (RFC 6761 §6.4).
        None => match network::find(session).await? {
            Some(network) => format!("{}.invalid", network.id),
            None => return Err(Fault::new("a record without a network has no log").into()),
        },
    };
    rows::begin(session, &format!("{host}{HOME}")).await?;
    let log = rows::log(session).await?;
    log.ok_or_else(|| Fault::new("the log did not begin").into())
}

/// Where an article stands now.
pub(crate) async fn places_of(session: &mut Session, article: ArticleId) -> Result<Places> {
    let rows: Vec<(String, String)> = session
        .all(
            "SELECT h.host, p.path FROM placements p JOIN hosts h ON h.title_id = p.title_id AND h.main = 1
              WHERE p.article_id = $1 AND p.displaced_at IS NULL AND p.path IS NOT NULL
              ORDER BY p.original DESC, p.placed_at, p.id",
            (article,),
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|(host, path)| format!("{host}{path}"))
        .collect())
}

/// Erases what entries of an article say of where it stood, if `named` finds somebody in it.
pub(crate) async fn forget_addresses(
    tx: &mut Tx,
    article: ArticleId,
    named: impl Fn(&str) -> bool,
) -> Result<()> {
    for (position, addresses) in rows::addresses(&mut tx.session, article).await? {
        if named(&addresses) {
            rows::forget_address(&mut tx.session, position).await?;
        }
    }
    Ok(())
}

/// A revision of a record that had no log.
type Before = (
    RevisionId,
    ArticleId,
    u32,
    String,
    TitleId,
    Timestamp,
    Vec<u8>,
    Option<Vec<u8>>,
);

/// Gives the revisions of a record that had no log their entries, in the order in which they were made. Where they stood then
/// is not known any more: where the article stands now is told.
pub(crate) async fn after_step(session: &mut Session, now: Timestamp) -> Result<(), Fault> {
    let whole = |error: crate::Error| Fault::new(error.to_string());
    let (mut after, mut position) = (Vec::new(), 0);
    let mut known: BTreeMap<ArticleId, Places> = BTreeMap::new();
    loop {
        let slice: Vec<Before> = session
            .all(
                "SELECT r.id, r.article_id, r.number, r.class, a.home_title_id, r.at, r.commitment, r.previous_commitment
                   FROM revisions r JOIN articles a ON a.id = r.article_id WHERE r.id > $1 ORDER BY r.id LIMIT $2",
                (after, SLICE),
            )
            .await?;
        let Some((last, ..)) = slice.last() else {
            return Ok(());
        };
        after = last.bytes().to_vec();
        begun(session).await.map_err(whole)?;
        let mut written = Vec::with_capacity(slice.len());
        known.clear();
        for (_, article, number, class, title, at, commitment, previous) in slice {
            let places = match known.get(&article) {
                Some(places) => places.clone(),
                None => {
                    let places = places_of(session, article).await.map_err(whole)?;
                    known.insert(article, places.clone());
                    places
                }
            };
            let class = Class::parse(&class)
                .ok_or_else(|| Fault::new("a revision's class is no word we know"))?;
            let mut salt = [0; SALT_BYTES];
            SystemEntropy.fill(&mut salt)?;
            let entered = Entered {
                article,
                number,
                class,
                title,
                at,
                commitment,
                previous: previous.map(hex::encode).unwrap_or_default(),
                places,
            };
            written.push(entered.row(position, now, salt).map_err(whole)?);
            position += 1;
        }
        rows::add_many(session, written).await.map_err(whole)?;
    }
}
