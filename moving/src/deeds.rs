//! The deeds an import is made of, as data: each is one verb of the record, done by whoever holds it.

use paper::id::{ImportId, PictureId, TitleId};
use paper::imports::{self, Begun, Furnished, Furniture, Item, Sort};
use paper::pictures::NewPicture;
use paper::titles::{self, Settle};
use paper::{Actor, Error, Paper};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One deed.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Opens an import, or goes on with one.
    Begin {
        /// Where to.
        title: TitleId,
        /// Where from: the address of the former site.
        origin: String,
        /// What is read.
        files: String,
        /// How many items of each kind it holds.
        source: BTreeMap<Sort, u64>,
    },
    /// Takes the pattern of addresses over.
    Permalink {
        /// Of which title.
        title: TitleId,
        /// The pattern.
        pattern: String,
    },
    /// Takes the line of sections over.
    Menu {
        /// Of which title.
        title: TitleId,
        /// Slugs, in their order.
        slugs: Vec<String>,
    },
    /// Makes sections, topics, contributors.
    Furnish {
        /// Of which import.
        import: ImportId,
        /// Which.
        furniture: Furniture,
    },
    /// Asks which items came in before.
    Known {
        /// Where to.
        title: TitleId,
        /// Where from.
        origin: String,
        /// The import whose account they count in; none where nothing is to be written.
        import: Option<ImportId>,
        /// Their names.
        items: Vec<String>,
    },
    /// Brings items in.
    Carry {
        /// Of which import.
        import: ImportId,
        /// Which.
        items: Vec<Item>,
    },
    /// Takes a file into the library.
    File {
        /// Of which import.
        import: ImportId,
        /// The item it is.
        item: Box<Item>,
        /// Its name.
        name: String,
        /// Its bytes.
        #[serde(with = "in_base64")]
        bytes: Vec<u8>,
        /// What is said of it: alternative text, caption, credit.
        words: [String; 3],
    },
    /// Asks which picture or document a file is here.
    FileOf {
        /// Of which import.
        import: ImportId,
        /// The item.
        item: String,
    },
    /// Ends it.
    Finish {
        /// Which.
        import: ImportId,
    },
    /// Takes it back whole.
    Undo {
        /// Which.
        import: ImportId,
    },
}

/// What came of a deed.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Done {
    /// The import is open.
    Begun(Begun),
    /// Settled.
    Settled,
    /// Made.
    Furnished(Vec<Furnished>),
    /// These came in before.
    Known(BTreeSet<String>),
    /// These are new.
    Carried(BTreeSet<String>),
    /// The picture.
    File(PictureId),
    /// The picture or document, if there is one, and its address.
    FileOf(Option<(PictureId, String)>),
    /// Ended; whether it brought anything in.
    Finished(bool),
    /// Taken back: how many articles.
    Undone(u64),
    /// Refused, in Italian and English: of one item, not of the whole import.
    Refused(String, String),
}

/// Whoever does deeds.
pub trait Hands {
    /// Why one could not be done.
    type Failure: Send;

    /// Does one.
    fn does(&mut self, deed: Deed) -> impl Future<Output = Result<Done, Self::Failure>> + Send;
}

/// Does a deed in somebody's name, by the verb it is.
///
/// # Errors
/// What the record refuses of the import as a whole; what broke.
pub async fn carry_out(paper: &Paper, by: &Actor, deed: Deed) -> paper::Result<Done> {
    Ok(match deed {
        Deed::Begin {
            title,
            origin,
            files,
            source,
        } => Done::Begun(imports::begin(paper, by, title, &origin, &files, &source).await?),
        Deed::Permalink { title, pattern } => {
            let change = Settle {
                permalink: Some(pattern),
                ..Settle::default()
            };
            told(titles::settle(paper, by, title, &change).await, |()| {
                Done::Settled
            })?
        }
        Deed::Menu { title, slugs } => {
            let mut session = paper.read().await?;
            let mut settings = titles::by_id(&mut session, title).await?.settings;
            drop(session);
            settings.menu = slugs;
            let change = Settle {
                settings: Some(settings),
                ..Settle::default()
            };
            told(titles::settle(paper, by, title, &change).await, |()| {
                Done::Settled
            })?
        }
        Deed::Furnish { import, furniture } => {
            Done::Furnished(imports::furnish(paper, by, import, furniture).await?)
        }
        Deed::Known {
            title,
            origin,
            import,
            items,
        } => Done::Known(match import {
            Some(import) => imports::met(paper, by, import, &items).await?,
            None => imports::known(paper, title, &origin, &items).await?,
        }),
        Deed::Carry { import, items } => told(
            imports::carry(paper, by, import, items).await,
            Done::Carried,
        )?,
        Deed::File {
            import,
            item,
            name,
            bytes,
            words: [alt, caption, credit],
        } => {
            let new = NewPicture {
                name,
                bytes,
                alt,
                caption,
                credit,
                ..NewPicture::default()
            };
            let kept = imports::carry_file(paper, by, import, *item, new).await;
            told(kept, Done::File)?
        }
        Deed::FileOf { import, item } => {
            let mut session = paper.read().await?;
            Done::FileOf(imports::file_of(&mut session, import, &item).await?)
        }
        Deed::Finish { import } => Done::Finished(imports::finish(paper, by, import).await?),
        Deed::Undo { import } => Done::Undone(imports::undo(paper, by, import).await?),
    })
}

/// A refusal of one item is told and ends nothing; but who may not bring anything in, or to a title whose imprint is not
/// whole, is refused the whole; as is what comes while the public log takes no entry, which is no fault of any item.
fn told<T>(outcome: paper::Result<T>, done: impl FnOnce(T) -> Done) -> paper::Result<Done> {
    match outcome {
        Ok(value) => Ok(done(value)),
        Err(Error::Refused(refusal)) if !of_the_whole(&refusal) => {
            Ok(Done::Refused(refusal.say("it"), refusal.say("en")))
        }
        Err(error) => Err(error),
    }
}

fn of_the_whole(refusal: &paper::Refusal) -> bool {
    use paper::Refusal::{Gate, LogStopped, NotAllowed, SignedOut, StepUp};
    matches!(
        refusal,
        NotAllowed { .. } | Gate { .. } | StepUp | SignedOut | LogStopped { .. }
    )
}

/// Bytes inside JSON.
mod in_base64 {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(deserializer)?;
        STANDARD.decode(text).map_err(serde::de::Error::custom)
    }
}
