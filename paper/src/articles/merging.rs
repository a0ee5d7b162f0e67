//! Saving beside somebody else: two people's changes of one text are put together, and nobody's word is lost.
//!
//! The text goes by [`markup::merge`], block by block, the list of sources by what they are (`merging/sources.rs`); every
//! other field is one thing: changed by one of the two, it is as that one left it; changed by both to different things, it is a
//! clash. While anything clashes nothing is kept, and whoever
//! saved is told all of it, with their own words in place.

mod sources;

use super::drafting;
use super::saves::{self, Chain};
use crate::actor::Actor;
use crate::changes::Traces;
use crate::copy::Copy;
use crate::id::ArticleId;
use crate::{Fault, Paper, Refusal, Result};
use markup::merge::{self, Merged};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// What became of a save.
#[derive(Debug, Clone, PartialEq)]
pub enum Saved {
    /// It is kept.
    Kept {
        /// The count of saves now.
        saves: u32,
        /// What is kept, where it is not what was brought: others' changes are in it too, or the embargo stands longer.
        merged: Option<Box<Copy>>,
    },
    /// Nothing is kept: a person has to decide, and saves again from the count told here.
    Clash {
        /// The count of saves now.
        saves: u32,
        /// Who saved in between.
        by: String,
        /// Fields both changed.
        fields: Vec<FieldClash>,
        /// Places of the text both changed; where they stand counts in the body of `merged`.
        text: Vec<merge::Clash>,
        /// All that could be put together, with what was brought where it could not.
        merged: Box<Copy>,
        /// What is kept now.
        theirs: Box<Copy>,
    },
}

/// A field two people changed to different things. The values are those of a copy's JSON; `null` is an empty field.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct FieldClash {
    /// Its name in the JSON of a copy.
    pub field: String,
    /// What both began with; `null` where that is not known.
    pub base: Value,
    /// What I made of it.
    pub mine: Value,
    /// What they made of it.
    pub theirs: Value,
}

/// Saves the draft of an article as [`drafting::save`] does, but where somebody saved in between puts the changes of both
/// together.
///
/// `started_from` is what [`super::Article::saves`] was when the writer read the text. If what was kept then is not known any more,
/// every difference is a clash. A copy that says nothing new is no save.
///
/// # Errors
/// Refused as [`drafting::save`] is; and, whatever it says, where words of the article were blanked since the writer read it.
pub async fn save_merging(
    paper: &Paper,
    by: &Actor,
    id: ArticleId,
    copy: Copy,
    started_from: u32,
) -> Result<Saved> {
    let mut tx = paper.begin().await?;
    let (article, _) = drafting::may_save(&mut tx, by, id).await?;
    let mine = drafting::tidied(&mut tx, &article, copy).await?;
    let draft = drafting::find_draft(&mut tx.session, id).await?;
    let sealed = started_from < saves::merges_from(&mut tx.session, id).await?;
    let last_hand = drafting::last_hand(&mut tx, &article, draft.as_ref()).await?;
    if started_from > article.saves || sealed {
        return Err(Refusal::DraftMoved { by: last_hand }.into());
    }
    let theirs = drafting::working_copy(&mut tx.session, &article).await?;
    let together = if started_from == article.saves {
        Together::kept(mine.clone())
    } else {
        let base = saves::copy_of(&mut tx.session, id, started_from).await?;
        put_together(base.as_ref(), &mine, &theirs)?
    };
    if !together.is_clean() {
        return Ok(Saved::Clash {
            saves: article.saves,
            by: last_hand,
            fields: together.fields,
            text: together.text,
            merged: Box::new(together.copy),
            theirs: Box::new(theirs),
        });
    }
    if together.copy == theirs {
        return Ok(kept(article.saves, &mine, theirs));
    }
    let copy = together.copy;
    let saves = drafting::save_in(&mut tx, by, id, copy, None, Chain::GoesOn).await?;
    let stands = drafting::find_draft(&mut tx.session, id)
        .await?
        .ok_or_else(|| Fault::new(format!("article {id} was saved and has no draft")))?;
    tx.commit("draft.save", &Traces::default()).await?;
    Ok(kept(saves, &mine, stands.copy))
}

fn kept(saves: u32, mine: &Copy, stands: Copy) -> Saved {
    Saved::Kept {
        saves,
        merged: (*mine != stands).then(|| Box::new(stands)),
    }
}

/// Two copies made one.
#[derive(Debug)]
struct Together {
    copy: Copy,
    fields: Vec<FieldClash>,
    text: Vec<merge::Clash>,
}

impl Together {
    fn kept(copy: Copy) -> Together {
        Together {
            copy,
            fields: Vec::new(),
            text: Vec::new(),
        }
    }

    fn is_clean(&self) -> bool {
        self.fields.is_empty() && self.text.is_empty()
    }
}

/// The field that is put together block by block.
const BODY: &str = "body";
/// The field the text refers to by numbers.
const SOURCES: &str = "sources";

/// What becomes of a value two people may have changed.
enum Held<'a> {
    /// It is as one of them left it, or as it was; nothing where it is empty.
    One(Option<&'a Value>),
    /// Both changed it to different things.
    Both,
}

/// `was` is `None` where nobody knows what both began with.
fn field<'a>(
    was: Option<Option<&Value>>,
    mine: Option<&'a Value>,
    theirs: Option<&'a Value>,
) -> Held<'a> {
    match was {
        _ if mine == theirs => Held::One(mine),
        Some(was) if was == theirs => Held::One(mine),
        Some(was) if was == mine => Held::One(theirs),
        _ => Held::Both,
    }
}

fn put_together(base: Option<&Copy>, mine: &Copy, theirs: &Copy) -> Result<Together> {
    let sources = match base {
        Some(base) => sources::together(&base.sources, &mine.sources, &theirs.sources)?,
        None => None,
    };
    let numbered = base.zip(sources.as_ref()).and_then(|(base, sources)| {
        let texts = sources.numbered(&base.body, &mine.body, &theirs.body)?;
        Some((&sources.list, texts))
    });
    let Merged { body, clashes } = match (base, &numbered) {
        (_, Some((_, [base, mine, theirs]))) => merge::merge(base, mine, theirs),
        (Some(base), None) => merge::merge(&base.body, &mine.body, &theirs.body),
        (None, None) => merge::differences(&mine.body, &theirs.body),
    };
    let (was, my, their) = (
        base.map(fields_of).transpose()?,
        fields_of(mine)?,
        fields_of(theirs)?,
    );
    let mut all = Map::new();
    let mut fields = Vec::new();
    let names: BTreeSet<&String> = was
        .iter()
        .flat_map(Map::keys)
        .chain(my.keys())
        .chain(their.keys())
        .collect();
    for name in names {
        let (my, their) = (my.get(name), their.get(name));
        let was = was.as_ref().map(|was| was.get(name));
        let stands = match field(was, my, their) {
            _ if name == BODY => continue,
            _ if name == SOURCES && numbered.is_some() => continue,
            Held::One(value) if name != SOURCES || base.is_none() => value,
            _ => {
                let value = |value: Option<&Value>| value.cloned().unwrap_or_default();
                fields.push(FieldClash {
                    field: name.clone(),
                    base: value(was.flatten()),
                    mine: value(my),
                    theirs: value(their),
                });
                my
            }
        };
        if let Some(value) = stands {
            all.insert(name.clone(), value.clone());
        }
    }
    all.insert(BODY.to_owned(), serde_json::to_value(&body)?);
    if let Some((list, _)) = numbered {
        all.insert(SOURCES.to_owned(), serde_json::to_value(list)?);
    }
    Ok(Together {
        copy: serde_json::from_value(Value::Object(all))?,
        fields,
        text: clashes,
    })
}

fn fields_of(copy: &Copy) -> Result<Map<String, Value>> {
    match serde_json::to_value(copy)? {
        Value::Object(fields) => Ok(fields),
        _ => Err(Fault::new("a copy is no object").into()),
    }
}
