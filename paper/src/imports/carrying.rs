//! Items that come in, each with what is said of it, in one transaction.

use super::notes::{Note, Outcome};
use super::{Import, under_way};
use crate::actor::Actor;
use crate::articles::Stage;
use crate::articles::bringing::{self, ARTICLES_MAX, Brought};
use crate::articles::drafting::{self, Filed, Filing};
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::copy::Copy;
use crate::db::Value;
use crate::db::many::{Many, many};
use crate::desk::{self, Phase};
use crate::id::{ArticleId, ImportId, PictureId, TitleId};
use crate::paper::Tx;
use crate::pictures::{self, NewPicture};
use crate::reading::facts::PageRole;
use crate::rights::Deed;
use crate::words::{self, LIST_MAX, NOTE_CHARS_MAX};
use crate::{Fault, Paper, Result, Session, beginning, pages, titles};
use markup::Body;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Items brought in by one deed, as many as articles.
pub const ITEMS_MAX: usize = ARTICLES_MAX;
/// Longest name of an item, characters.
const ITEM_CHARS_MAX: usize = 250;
/// Names asked for by one statement.
const ASKED_AT_ONCE: usize = 32;

/// An item of the source, and what comes of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Item {
    /// Its name in the source: its kind, a colon, its number or word there (`post:123`).
    pub item: String,
    /// Its place in the source.
    pub number: u64,
    /// What became of it.
    pub outcome: Outcome,
    /// What is to be said of it.
    pub notes: Vec<Note>,
    /// Codes of what the gate finds missing.
    pub lacks: Vec<String>,
    /// Its address there, from the host on; empty for none.
    pub old: String,
    /// Old addresses besides those of articles that lead where this is now.
    pub forwards: Vec<String>,
    /// Comments carried, carried with a change, refused.
    pub said: [u64; 3],
    /// What it is here.
    pub thing: Carried,
}

/// What an item is here.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Carried {
    /// It is not here.
    Nothing,
    /// A published article.
    Article(Box<Brought>),
    /// An article on the desk.
    Draft(Box<Parked>),
    /// A standing page.
    Page(Box<StandingIn>),
}

/// An article that comes to the desk: readers see nothing of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Parked {
    /// Slug of its section.
    pub section: String,
    /// The last part of its address; empty makes one of the headline when it goes out.
    pub slug: String,
    /// Readers may comment once it is out.
    pub comments: bool,
    /// What it says.
    pub copy: Copy,
    /// Where it lies.
    pub rest: Rest,
}

/// Where an article lies that is not out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rest {
    /// Among what is being written.
    Writing,
    /// With the editors.
    Desk,
    /// Among what is being written, and held until somebody lets it go: why.
    Held(String),
    /// Spiked.
    Spiked,
}

/// A standing page that comes in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StandingIn {
    /// The word in its address, if it is free.
    pub slug: String,
    /// What it is for.
    pub role: PageRole,
    /// Its name.
    pub name: String,
    /// Its text.
    pub body: Body,
    /// It takes the place of the page the title began with at that word, if nobody has written in that one.
    #[serde(default)]
    pub instead: bool,
}

pub(super) const MOVED: Many = many!(
    "INSERT INTO moved (title_id, item, origin, import_id, number, outcome, notes, lacks, old, target, article_id, made,
                        said_carried, said_changed, said_refused)
     VALUES ",
    15,
    ""
);
const AGAIN: Many = many!(
    "INSERT INTO moved_again (import_id, item) VALUES ",
    2,
    " ON CONFLICT (import_id, item) DO NOTHING"
);
pub(super) const FORWARDS: Many = many!(
    "INSERT INTO forwards (title_id, path, target, import_id) VALUES ",
    4,
    " ON CONFLICT (title_id, path) DO NOTHING"
);

/// Where an item is now.
#[derive(Debug, Clone, Default)]
pub(super) struct Whereabouts {
    pub(super) article: Option<ArticleId>,
    pub(super) target: String,
    pub(super) made: Option<[u8; 16]>,
}

/// The row of an item.
pub(super) fn row(import: &Import, item: &Item, now: Whereabouts) -> Result<Vec<Value>> {
    let name = words::line("item", &item.item, ITEM_CHARS_MAX)?;
    words::at_most("notes", item.notes.len(), LIST_MAX)?;
    let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let old: String = words::normal(&item.old)
        .chars()
        .take(NOTE_CHARS_MAX)
        .collect();
    Ok(vec![
        import.title.into(),
        name.into(),
        (&import.origin).into(),
        import.id.into(),
        count(item.number).into(),
        item.outcome.word().into(),
        serde_json::to_string(&item.notes)?.into(),
        item.lacks.join(" ").into(),
        old.into(),
        now.target.into(),
        now.article.into(),
        Value::Bytes(now.made.map(|id| id.to_vec())),
        count(item.said[0]).into(),
        count(item.said[1]).into(),
        count(item.said[2]).into(),
    ])
}

/// Which of these items of a source came in before, by whatever import.
///
/// # Errors
/// If the database fails.
pub async fn known(
    paper: &Paper,
    title: TitleId,
    origin: &str,
    items: &[String],
) -> Result<BTreeSet<String>> {
    let mut session = paper.read().await?;
    let items = items.iter().map(String::as_str);
    let known = among(&mut session, title, origin, items).await?;
    Ok(known.into_keys().collect())
}

/// As [`known`], for an import under way: what another import brought in counts in its account from now on.
///
/// # Errors
/// Refused for an import that is not under way; for more than [`ITEMS_MAX`].
pub async fn met(
    paper: &Paper,
    by: &Actor,
    import: ImportId,
    items: &[String],
) -> Result<BTreeSet<String>> {
    words::at_most("items", items.len(), ITEMS_MAX)?;
    let mut tx = paper.begin().await?;
    let import = under_way(&mut tx, by, import).await?;
    let items = items.iter().map(String::as_str);
    let known = among(&mut tx.session, import.title, &import.origin, items).await?;
    let others: Vec<&str> = known
        .iter()
        .filter(|(_, of)| **of != import.id)
        .map(|(item, _)| item.as_str())
        .collect();
    if !others.is_empty() {
        again(&mut tx.session, import.id, &others).await?;
        tx.commit("import.meet", &Traces::default()).await?;
    }
    Ok(known.into_keys().collect())
}

/// Notes items another import brought in, for the account of this one.
pub(super) async fn again(session: &mut Session, import: ImportId, items: &[&str]) -> Result<()> {
    let rows = items.iter().map(|item| vec![import.into(), (*item).into()]);
    session.write_many(&AGAIN, rows.collect()).await?;
    Ok(())
}

async fn among(
    session: &mut Session,
    title: TitleId,
    origin: &str,
    items: impl Iterator<Item = &str>,
) -> Result<BTreeMap<String, ImportId>> {
    let mut found = BTreeMap::new();
    let items: Vec<&str> = items.collect();
    for asked in items.chunks(ASKED_AT_ONCE) {
        let mut values: Vec<Value> = vec![title.into(), origin.into()];
        values.extend(asked.iter().map(|item| Value::from(*item)));
        values.resize(ASKED_AT_ONCE + 2, "".into());
        let rows: Vec<(String, ImportId)> = session
            .all(
                "SELECT item, import_id FROM moved WHERE title_id = $1 AND origin = $2 AND item IN
                   ($3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24,$25,$26,$27,$28,$29,$30,$31,
                    $32,$33,$34)",
                values,
            )
            .await?;
        found.extend(rows);
    }
    Ok(found)
}

/// Brings items in, all of them or none, and says which of them were not here before.
///
/// # Errors
/// As [`bringing::bring_in`], [`drafting::file`] and [`pages::keep`]; for more than [`ITEMS_MAX`]; for an import that is not
/// under way.
pub async fn carry(
    paper: &Paper,
    by: &Actor,
    import: ImportId,
    items: Vec<Item>,
) -> Result<BTreeSet<String>> {
    words::at_most("items", items.len(), ITEMS_MAX)?;
    let items: Vec<Item> = items.into_iter().map(tidied).collect::<Result<_>>()?;
    let mut tx = paper.begin().await?;
    let import = under_way(&mut tx, by, import).await?;
    let names = items.iter().map(|item| item.item.as_str());
    let before = among(&mut tx.session, import.title, &import.origin, names).await?;
    let mut new = BTreeSet::new();
    let (mut articles, mut told) = (Vec::new(), Vec::new());
    let (mut rows, mut forwards) = (Vec::new(), Vec::new());
    let mut pages = false;
    for item in items {
        if before.contains_key(&item.item) || !new.insert(item.item.clone()) {
            continue;
        }
        let mut item = item;
        let now = match std::mem::replace(&mut item.thing, Carried::Nothing) {
            Carried::Article(mut brought) => {
                brought.title = import.title;
                articles.push(*brought);
                told.push(item);
                continue;
            }
            Carried::Nothing => Whereabouts::default(),
            Carried::Draft(parked) => Whereabouts {
                article: Some(park(&mut tx, by, &import, *parked).await?),
                ..Whereabouts::default()
            },
            Carried::Page(page) => {
                pages = true;
                stand(&mut tx, by, &import, *page).await?
            }
        };
        for path in &item.forwards {
            forwards.push(forward(&import, path, &now.target));
        }
        rows.push(row(&import, &item, now)?);
    }
    let mut traces = Traces::default();
    if !articles.is_empty() {
        let (ids, touched) = bringing::bring(&mut tx, by, &import.origin, articles).await?;
        traces.join(touched);
        for (item, id) in told.iter().zip(ids) {
            let now = Whereabouts {
                article: Some(id),
                ..Whereabouts::default()
            };
            rows.push(row(&import, item, now)?);
        }
    }
    tx.session.write_many(&MOVED, rows).await?;
    tx.session.write_many(&FORWARDS, forwards).await?;
    // A standing page is named at the foot of every other.
    if pages {
        traces.join(Traces::everything());
    }
    tx.commit("article.bring", &traces).await?;
    Ok(new)
}

/// Checks of an article what needs nothing of the record, before the writers' lock.
fn tidied(item: Item) -> Result<Item> {
    let thing = match item.thing {
        Carried::Article(brought) => Carried::Article(Box::new(bringing::tidied(*brought)?)),
        other => other,
    };
    Ok(Item { thing, ..item })
}

pub(super) fn forward(import: &Import, path: &str, target: &str) -> Vec<Value> {
    vec![
        import.title.into(),
        path.into(),
        target.into(),
        import.id.into(),
    ]
}

/// Files an article for the desk and puts it where it lies.
async fn park(tx: &mut Tx, by: &Actor, import: &Import, parked: Parked) -> Result<ArticleId> {
    let filing = Filing {
        title: import.title,
        section: Some(parked.section),
        slug: Some(parked.slug).filter(|slug| !slug.is_empty()),
        comments: parked.comments,
        copy: parked.copy,
    };
    let id = drafting::file_as(tx, by, filing, Filed::ToStay, Deed::BringIn).await?;
    match parked.rest {
        Rest::Writing => {}
        Rest::Desk => desk::put(tx, id, Phase::Desk).await?,
        Rest::Held(why) => {
            let why = words::line("reason", &why, NOTE_CHARS_MAX)?;
            tx.session
                .exec("UPDATE articles SET hold = $2 WHERE id = $1", (id, why))
                .await?;
        }
        Rest::Spiked => {
            tx.session
                .exec(
                    "UPDATE articles SET state = $2 WHERE id = $1",
                    (id, Stage::Spiked.word()),
                )
                .await?;
            desk::shelve(tx, id).await?;
        }
    }
    Ok(id)
}

/// Keeps a standing page under its word, or under one with a number where that is taken.
async fn stand(tx: &mut Tx, by: &Actor, import: &Import, page: StandingIn) -> Result<Whereabouts> {
    let instead = page.instead && begun_with(tx, import.title, &page.slug).await?;
    let slug = match instead {
        true => page.slug.clone(),
        false => pages::free_word(tx, import.title, &page.slug).await?,
    };
    pages::keep_in(
        tx,
        by,
        import.title,
        &slug,
        page.role,
        &page.name,
        &page.body,
    )
    .await?;
    Ok(Whereabouts {
        target: format!("/{slug}"),
        ..Whereabouts::default()
    })
}

/// Whether a title began with its page of this word, and nobody has written in it since.
async fn begun_with(tx: &mut Tx, title: TitleId, slug: &str) -> Result<bool> {
    let all = pages::all(&mut tx.session, title).await?;
    let Some(page) = all.into_iter().find(|page| page.slug == slug) else {
        return Ok(false);
    };
    let title = titles::by_id(&mut tx.session, title).await?;
    beginning::untouched(&title, &page)
}

/// Gives a title back the pages it began with, where those of an import stood in their place.
pub(super) async fn stand_again(
    tx: &mut Tx,
    by: &Actor,
    title: TitleId,
    slugs: &[String],
) -> Result<()> {
    let title = titles::by_id(&mut tx.session, title).await?;
    for page in beginning::templates(&title.language, &title.name)? {
        if slugs.iter().any(|slug| slug == page.slug) {
            let (id, slug) = (title.id, page.slug);
            pages::keep_in(tx, by, id, slug, page.role, &page.name, &page.body).await?;
        }
    }
    Ok(())
}

/// Takes a picture or document of the source into the library.
///
/// # Errors
/// As [`pictures::add`], but for the right, which is [`Deed::BringIn`]; for an import that is not under way.
pub async fn carry_file(
    paper: &Paper,
    by: &Actor,
    import: ImportId,
    item: Item,
    new: NewPicture,
) -> Result<PictureId> {
    let mut session = paper.read().await?;
    let title = super::find(&mut session, import).await?.title;
    drop(session);
    let (mut tx, id) = pictures::added(paper, by, title, new, Deed::BringIn).await?;
    let import = under_way(&mut tx, by, import).await?;
    let widest = pictures::renditions(&mut tx.session, id).await?.pop();
    let (path, ..) = widest.ok_or_else(|| Fault::new("a picture has no file"))?;
    let now = Whereabouts {
        target: path,
        made: Some(id.bytes()),
        article: None,
    };
    let forwards = item
        .forwards
        .iter()
        .map(|path| forward(&import, path, &now.target));
    let forwards = forwards.collect();
    tx.session.write_many(&FORWARDS, forwards).await?;
    let row = row(&import, &item, now)?;
    tx.session.write_many(&MOVED, vec![row]).await?;
    tx.commit("picture.add", &Traces::default()).await?;
    Ok(id)
}

/// The picture or document an item of the source is here, if it came in, and its address.
pub async fn file_of(
    session: &mut Session,
    import: ImportId,
    item: &str,
) -> Result<Option<(PictureId, String)>> {
    let import = super::find(session, import).await?;
    let row: Option<(Option<PictureId>, String)> = session
        .opt(
            "SELECT made, target FROM moved WHERE title_id = $1 AND item = $2 AND origin = $3",
            (import.title, item, &import.origin),
        )
        .await?;
    Ok(row.and_then(|(id, path)| Some((id?, path))))
}

/// A line of the audit trail about a whole import.
pub(super) async fn note(
    tx: &mut Tx,
    by: &Actor,
    import: &Import,
    done: &'static str,
) -> Result<()> {
    let detail = json!({"import": import.id.to_string(), "from": import.origin, done: true});
    audit::note(tx, by, Deed::BringIn, About::title(import.title), detail).await
}
