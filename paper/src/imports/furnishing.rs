//! Sections, topics and contributors a source has, made before its texts come.

use super::carrying::{FORWARDS, Item, MOVED, Whereabouts, forward, row};
use super::notes::{Note, Outcome, What};
use super::{Import, carrying, under_way};
use crate::actor::Actor;
use crate::changes::Traces;
use crate::id::{ContributorId, ImportId, SectionId, TopicId};
use crate::paper::Tx;
use crate::rights::Deed;
use crate::sections::{SECTIONS_MAX, TOPICS_MAX};
use crate::words::{self, LEAD_CHARS_MAX, NAME_CHARS_MAX};
use crate::{Paper, Result, pages};
use serde::{Deserialize, Serialize};

/// Parts made by one deed.
pub const PARTS_MAX: usize = 500;

/// Something that stands in a title or a byline.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Part {
    /// The item it is, with what is to be said of it.
    pub item: Item,
    /// The word in its address, if it is free.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub lead: String,
    /// Item of the section above it, for a section.
    pub under: String,
}

/// What a deed furnishes a title with: parts of one kind.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Furniture {
    /// Sections, those of the first level before those under them.
    Sections(Vec<Part>),
    /// Topics.
    Topics(Vec<Part>),
    /// Contributors: they sign, and have no account.
    People(Vec<Part>),
}

/// What an item of the source is here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Furnished {
    /// The item.
    pub item: String,
    /// Its word here; empty where it was refused.
    pub slug: String,
    /// Its name here.
    pub name: String,
    /// What became of it.
    pub outcome: Outcome,
    /// It came in by this deed, and not before.
    pub new: bool,
    /// What is to be said of it.
    pub notes: Vec<Note>,
}

/// Makes what a title does not have yet; what it has by the same word or name stays as it is and is used.
///
/// # Errors
/// Refused without [`Deed::BringIn`] and [`Deed::Keep`] on the title; for more than [`PARTS_MAX`].
pub async fn furnish(
    paper: &Paper,
    by: &Actor,
    import: ImportId,
    furniture: Furniture,
) -> Result<Vec<Furnished>> {
    let mut tx = paper.begin().await?;
    let import = under_way(&mut tx, by, import).await?;
    let mut done = Vec::new();
    let (mut rows, mut forwards) = (Vec::new(), Vec::new());
    let (kind, parts) = match furniture {
        Furniture::Sections(parts) => (Kind::Section, parts),
        Furniture::Topics(parts) => (Kind::Topic, parts),
        Furniture::People(parts) => (Kind::Person, parts),
    };
    words::at_most("parts", parts.len(), PARTS_MAX)?;
    let on = (kind != Kind::Person).then_some(import.title);
    by.may(&mut tx, Deed::Keep, on, None).await?;
    for part in parts {
        let mut part = part;
        if let Some(known) = before(&mut tx, &import, &part, kind).await? {
            done.push(known);
            continue;
        }
        let came = match kind {
            Kind::Section => section(&mut tx, &import, &mut part, &done).await?,
            Kind::Topic => topic(&mut tx, &import, &mut part).await?,
            Kind::Person => person(&mut tx, &mut part).await?,
        };
        let target = match &came {
            Some((slug, ..)) => kind.path(slug),
            None => String::new(),
        };
        for path in part.item.forwards.iter().filter(|_| came.is_some()) {
            forwards.push(forward(&import, path, &target));
        }
        let (slug, name, made) = came.unwrap_or_default();
        let now = Whereabouts {
            target,
            made,
            article: None,
        };
        done.push(Furnished {
            item: part.item.item.clone(),
            slug,
            name,
            outcome: part.item.outcome,
            new: true,
            notes: part.item.notes.clone(),
        });
        rows.push(row(&import, &part.item, now)?);
    }
    if rows.is_empty() && !done.is_empty() {
        tx.commit("import.meet", &Traces::default()).await?;
    } else if !rows.is_empty() {
        tx.session.write_many(&MOVED, rows).await?;
        tx.session.write_many(&FORWARDS, forwards).await?;
        carrying::note(&mut tx, by, &import, kind.word()).await?;
        tx.commit("title.keep", &Traces::everything()).await?;
    }
    Ok(done)
}

/// What became of a part that came in before.
async fn before(
    tx: &mut Tx,
    import: &Import,
    part: &Part,
    kind: Kind,
) -> Result<Option<Furnished>> {
    let known: Option<(String, String, ImportId)> = tx
        .session
        .opt(
            "SELECT outcome, target, import_id FROM moved WHERE title_id = $1 AND item = $2 AND origin = $3",
            (import.title, &part.item.item, &import.origin),
        )
        .await?;
    let Some((outcome, target, of)) = known else {
        return Ok(None);
    };
    if of != import.id {
        carrying::again(&mut tx.session, import.id, &[&part.item.item]).await?;
    }
    let slug = target.rsplit('/').next().unwrap_or_default().to_owned();
    let name: Option<(String,)> = match kind {
        Kind::Person => {
            tx.session
                .opt("SELECT name FROM contributors WHERE slug = $1", (&slug,))
                .await?
        }
        Kind::Section | Kind::Topic => None,
    };
    Ok(Some(Furnished {
        item: part.item.item.clone(),
        slug,
        name: name.map_or_else(|| part.name.clone(), |(name,)| name),
        outcome: Outcome::parse(&outcome).unwrap_or(Outcome::Carried),
        new: false,
        notes: Vec::new(),
    }))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Section,
    Topic,
    Person,
}

impl Kind {
    fn path(self, slug: &str) -> String {
        match self {
            Kind::Section => format!("/{slug}"),
            Kind::Topic => format!("/topics/{slug}"),
            Kind::Person => format!("/people/{slug}"),
        }
    }

    fn word(self) -> &'static str {
        match self {
            Kind::Section => "sections",
            Kind::Topic => "topics",
            Kind::Person => "people",
        }
    }
}

/// Word, name, and the id of what was made.
type Came = Option<(String, String, Option<[u8; 16]>)>;

/// Says a thing of an item, which then is no longer as it was.
fn changed(part: &mut Part, note: Note) {
    if part.item.outcome == Outcome::Carried {
        part.item.outcome = Outcome::Changed;
    }
    part.item.notes.push(note);
}

fn refused(part: &mut Part, note: Note) -> Came {
    part.item.outcome = Outcome::Refused;
    part.item.notes.push(note);
    None
}

/// The name of a part, cut where it is longer than names are.
fn named(part: &mut Part) -> Result<String> {
    let cut: String = part.name.chars().take(NAME_CHARS_MAX).collect();
    let name = words::optional_line("name", &cut, NAME_CHARS_MAX)?;
    Ok(if name.is_empty() {
        part.slug.clone()
    } else {
        name
    })
}

fn lead_of(part: &Part) -> Result<String> {
    let cut: String = part.lead.chars().take(LEAD_CHARS_MAX).collect();
    words::optional_line("lead", &cut, LEAD_CHARS_MAX)
}

/// A word that fits addresses: the one wished, or one made of the name, with a number where it is reserved.
fn fitting(part: &mut Part, fallback: &str) -> String {
    let mut word = words::slug_of(&part.slug);
    if word.is_empty() {
        word = words::slug_of(&part.name);
    }
    if word.is_empty() {
        fallback.clone_into(&mut word);
    }
    if words::slug("slug", &word).is_err() {
        word = format!("{}-2", word.chars().take(70).collect::<String>());
    }
    if word != part.slug {
        let note = Note::new(What::Renamed, format!("{} → {word}", part.slug));
        changed(part, note);
    }
    word
}

async fn section(
    tx: &mut Tx,
    import: &Import,
    part: &mut Part,
    done: &[Furnished],
) -> Result<Came> {
    let mut slug = fitting(part, "section");
    let name = named(part)?;
    let there: Option<(String,)> = tx
        .session
        .opt(
            "SELECT name FROM sections WHERE title_id = $1 AND slug = $2",
            (import.title, &slug),
        )
        .await?;
    if let Some((name,)) = there {
        changed(part, Note::new(What::Merged, &name));
        return Ok(Some((slug, name, None)));
    }
    let free = pages::free_word(tx, import.title, &slug).await?;
    if free != slug {
        slug = free;
        changed(part, Note::new(What::Renamed, &slug));
    }
    let (count,): (i64,) = tx
        .session
        .one(
            "SELECT COUNT(*) FROM sections WHERE title_id = $1",
            (import.title,),
        )
        .await?;
    if count >= i64::from(SECTIONS_MAX) {
        return Ok(refused(part, Note::of(What::TooMany)));
    }
    let above = match above(tx, import, part, done).await? {
        Some((id, parent)) => {
            if parent.is_some() {
                changed(part, Note::of(What::Flattened));
            }
            Some(parent.unwrap_or(id))
        }
        None => None,
    };
    let id = SectionId::draw(&tx.paper)?;
    tx.session
        .exec(
            "INSERT INTO sections (id, title_id, parent_id, slug, name, lead, position) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            (id, import.title, above, &slug, &name, lead_of(part)?, count + 1),
        )
        .await?;
    Ok(Some((slug, name, Some(id.bytes()))))
}

/// The section above a part, and the one above that.
async fn above(
    tx: &mut Tx,
    import: &Import,
    part: &Part,
    done: &[Furnished],
) -> Result<Option<(SectionId, Option<SectionId>)>> {
    let Some(slug) = done
        .iter()
        .find(|other| other.item == part.under)
        .map(|other| other.slug.clone())
    else {
        return Ok(None);
    };
    Ok(tx
        .session
        .opt(
            "SELECT id, parent_id FROM sections WHERE title_id = $1 AND slug = $2",
            (import.title, slug),
        )
        .await?)
}

async fn topic(tx: &mut Tx, import: &Import, part: &mut Part) -> Result<Came> {
    let slug = fitting(part, "topic");
    let name = named(part)?;
    let there: Option<(String,)> = tx
        .session
        .opt(
            "SELECT name FROM topics WHERE title_id = $1 AND slug = $2",
            (import.title, &slug),
        )
        .await?;
    if let Some((name,)) = there {
        changed(part, Note::new(What::Merged, &name));
        return Ok(Some((slug, name, None)));
    }
    let (count,): (i64,) = tx
        .session
        .one(
            "SELECT COUNT(*) FROM topics WHERE title_id = $1",
            (import.title,),
        )
        .await?;
    if count >= i64::from(TOPICS_MAX) {
        return Ok(refused(part, Note::of(What::TooMany)));
    }
    let id = TopicId::draw(&tx.paper)?;
    tx.session
        .exec(
            "INSERT INTO topics (id, title_id, slug, name, lead) VALUES ($1, $2, $3, $4, $5)",
            (id, import.title, &slug, &name, lead_of(part)?),
        )
        .await?;
    Ok(Some((slug, name, Some(id.bytes()))))
}

async fn person(tx: &mut Tx, part: &mut Part) -> Result<Came> {
    let name = named(part)?;
    let there: Option<(String,)> = tx
        .session
        .opt("SELECT slug FROM contributors WHERE name = $1", (&name,))
        .await?;
    if let Some((slug,)) = there {
        changed(part, Note::new(What::Merged, &name));
        return Ok(Some((slug, name, None)));
    }
    let word = fitting(part, "author");
    let mut slug = word.clone();
    let mut number = 2;
    loop {
        let taken: Option<(String,)> = tx
            .session
            .opt("SELECT slug FROM contributors WHERE slug = $1", (&slug,))
            .await?;
        if taken.is_none() {
            break;
        }
        slug = format!("{}-{number}", word.chars().take(70).collect::<String>());
        number += 1;
    }
    let id = ContributorId::draw(&tx.paper)?;
    tx.session
        .exec(
            "INSERT INTO contributors (id, slug, name, role, bio, email, created_at) VALUES ($1, $2, $3, '{}', '{}', '', $4)",
            (id, &slug, &name, tx.now),
        )
        .await?;
    Ok(Some((slug, name, Some(id.bytes()))))
}
