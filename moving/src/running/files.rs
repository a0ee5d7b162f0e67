//! Pictures and documents of the source, taken into the library when a text shows them or their own turn comes.

use super::{Media, Run, Unmoved};
use crate::deeds::{Deed, Done, Hands};
use crate::mapping::{relink, replace_pictures};
use crate::pictures;
use crate::plan::told;
use crate::survey::{Survey, path_of};
use crate::text::Attached;
use markup::{Body, Picture};
use paper::copy::Copy;
use paper::id::PictureId;
use paper::imports::{Carried, Item, Note, Outcome, What};
use paper::pictures::BYTES_MAX;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Read;
use std::path::PathBuf;

/// What is known of files of the source.
pub(super) struct Files {
    folder: Option<PathBuf>,
    fetched: bool,
    /// By a hash of its item: the picture it is here, or that it is none.
    here: HashMap<u64, Option<PictureId>>,
    /// Why the library did not take one.
    refused: HashMap<u64, String>,
    /// Files that no item of the source is, counted for their names.
    number: u64,
}

impl Files {
    pub(super) fn new(media: &Media) -> Files {
        Files {
            folder: match media {
                Media::Folder(folder) => Some(folder.clone()),
                Media::Nowhere | Media::Fetched => None,
            },
            fetched: matches!(media, Media::Fetched),
            here: HashMap::new(),
            refused: HashMap::new(),
            number: 1 << 40,
        }
    }
}

/// A file a text shows.
struct Wanted {
    item: String,
    file: Attached,
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// An address with its host; one without is of the former site.
fn whole_address(address: &str, survey: &Survey) -> String {
    let site = url::Url::parse(&survey.site.address);
    match (url::Url::parse(address), site) {
        (Ok(url), _) => url.to_string(),
        (Err(_), Ok(site)) => site
            .join(address)
            .map_or_else(|_| address.to_owned(), |url| url.to_string()),
        (Err(_), Err(_)) => address.to_owned(),
    }
}

fn wanted_at(url: &str, survey: &Survey) -> Wanted {
    let path = pictures::place(url);
    if let Some(file) = path
        .as_deref()
        .and_then(|path| survey.library.file_at(path))
    {
        return Wanted {
            item: format!("file:{}", file.id),
            file,
        };
    }
    let path = path.unwrap_or_default();
    let word = if path.is_empty() { url } else { &path };
    Wanted {
        item: format!("made:file {}", word.chars().take(200).collect::<String>()),
        file: Attached {
            url: url.to_owned(),
            path,
            ..Attached::default()
        },
    }
}

impl<H: Hands> Run<'_, '_, H> {
    /// An item with the pictures of its text in the library, and links in the place of those that cannot be had; `None` for a
    /// file that came in at an earlier turn.
    pub(super) async fn with_pictures(
        &mut self,
        mut item: Item,
        survey: &Survey,
    ) -> Result<Option<Item>, Unmoved<H::Failure>> {
        let mut missing = Vec::new();
        match &mut item.thing {
            Carried::Article(brought) => {
                self.of_copy(&mut brought.copy, survey, &mut missing)
                    .await?;
            }
            Carried::Draft(parked) => {
                self.of_copy(&mut parked.copy, survey, &mut missing).await?;
            }
            Carried::Page(page) => self.of_body(&mut page.body, survey, &mut missing).await?,
            Carried::Nothing if item.item.starts_with("file:") => {
                return self.own_turn(item, survey).await;
            }
            Carried::Nothing => {}
        }
        if !shows_any(&item.thing) {
            item.lacks.retain(|code| !code.starts_with("picture."));
        }
        if !missing.is_empty() {
            let first = missing.first().cloned().unwrap_or_default();
            let detail = match missing.len() {
                1 => first,
                many => format!("×{many} {first}"),
            };
            item.notes.push(Note::new(What::PictureMissing, detail));
            if item.outcome == Outcome::Carried {
                item.outcome = Outcome::Changed;
            }
        }
        Ok(Some(item))
    }

    async fn of_copy(
        &mut self,
        copy: &mut Copy,
        survey: &Survey,
        missing: &mut Vec<String>,
    ) -> Result<(), Unmoved<H::Failure>> {
        if let Some(picture) = &mut copy.picture
            && !self.place(picture, survey, missing).await?
        {
            copy.picture = None;
        }
        self.of_body(&mut copy.body, survey, missing).await
    }

    async fn of_body(
        &mut self,
        body: &mut Body,
        survey: &Survey,
        missing: &mut Vec<String>,
    ) -> Result<(), Unmoved<H::Failure>> {
        let mut kept = Vec::new();
        for picture in body.pictures_mut() {
            kept.push(self.place(picture, survey, missing).await?);
        }
        if kept.contains(&false) {
            let mut kept = kept.into_iter();
            replace_pictures(body, &mut |_| kept.next().unwrap_or(false));
        }
        self.of_links(body, survey, missing).await
    }

    /// Takes in what a text links to of the former site's files, and has the links lead there; a document is public with the
    /// text that links to it.
    async fn of_links(
        &mut self,
        body: &mut Body,
        survey: &Survey,
        missing: &mut Vec<String>,
    ) -> Result<(), Unmoved<H::Failure>> {
        let links = body.links().into_iter().map(|link| link.href);
        let wanted: BTreeSet<String> = links
            .filter(|href| href.starts_with('/') && pictures::place(href).is_some())
            .collect();
        let mut now = BTreeMap::new();
        for href in wanted {
            let url = whole_address(&href, survey);
            let file = wanted_at(&url, survey);
            match self.file(&file, None).await? {
                Some(Some(_)) => {
                    now.extend(self.path_of(file.item).await?.map(|path| (href, path)))
                }
                // A rehearsal takes nothing in.
                Some(None) => {}
                None => {
                    missing.push(url.clone());
                    now.insert(href, url);
                }
            }
        }
        if now.is_empty() {
            return Ok(());
        }
        relink(body, &now).map_err(|error| Unmoved::Broken(error.to_string()))
    }

    /// The address of a file that came in.
    async fn path_of(&mut self, item: String) -> Result<Option<String>, Unmoved<H::Failure>> {
        let Some(import) = self.import else {
            return Ok(None);
        };
        match self.does(Deed::FileOf { import, item }).await? {
            Some(Done::FileOf(file)) => Ok(file.map(|(_, path)| path)),
            _ => Ok(None),
        }
    }

    /// Puts the picture's id in the place of its address; false where it is not to be had.
    async fn place(
        &mut self,
        picture: &mut Picture,
        survey: &Survey,
        missing: &mut Vec<String>,
    ) -> Result<bool, Unmoved<H::Failure>> {
        let url = whole_address(&picture.file, survey);
        let wanted = wanted_at(&url, survey);
        let id = self.file(&wanted, None).await?;
        match id {
            Some(id) => {
                picture.file = id.map_or_else(|| picture.file.clone(), |id| id.to_string());
                if picture.credit.is_empty() {
                    picture.credit.clone_from(&wanted.file.credit);
                }
                Ok(true)
            }
            None => {
                picture.file = url;
                missing.push(picture.file.clone());
                Ok(false)
            }
        }
    }

    /// The turn of a file itself: it comes in, if no text had it come in before.
    async fn own_turn(
        &mut self,
        item: Item,
        survey: &Survey,
    ) -> Result<Option<Item>, Unmoved<H::Failure>> {
        use crate::text::Library;
        let number = item.item.trim_start_matches("file:").parse().unwrap_or(0);
        let Some(file) = survey.library.file(number) else {
            return Ok(Some(without(item, What::PictureMissing, "")));
        };
        let wanted = Wanted {
            item: item.item.clone(),
            file,
        };
        if self.file(&wanted, Some(&item)).await?.is_some() {
            if self.import.is_none() {
                self.tell(&item);
            }
            return Ok(None);
        }
        if let Some(why) = self.files.refused.get(&hash(&wanted.item)) {
            return Ok(Some(without(item, What::Refused, why)));
        }
        let url = wanted.file.url;
        Ok(Some(without(item, What::PictureMissing, &url)))
    }

    /// The picture a file is here, after it was taken in if need be; `Some(None)` in a rehearsal, where it could be.
    async fn file(
        &mut self,
        wanted: &Wanted,
        own: Option<&Item>,
    ) -> Result<Option<Option<PictureId>>, Unmoved<H::Failure>> {
        let key = hash(&wanted.item);
        if let Some(known) = self.files.here.get(&key) {
            return Ok(known.map(Some));
        }
        if let (Some(import), true) = (self.import, self.goes_on) {
            let deed = Deed::FileOf {
                import,
                item: wanted.item.clone(),
            };
            if let Some(Done::FileOf(Some((id, _)))) = self.does(deed).await? {
                self.files.here.insert(key, Some(id));
                return Ok(Some(Some(id)));
            }
        }
        let bytes = self.bytes(&wanted.file).await;
        let Some((name, bytes)) = bytes else {
            self.files.here.insert(key, None);
            return Ok(None);
        };
        let Some(import) = self.import else {
            return Ok(match paper::pictures::readable(&name, &bytes) {
                Ok(_) => Some(None),
                Err(error) => {
                    self.files.refused.insert(key, self.language.of(&error));
                    self.files.here.insert(key, None);
                    None
                }
            });
        };
        let item = match own {
            Some(item) => item.clone(),
            None => self.row_of(wanted),
        };
        let file = &wanted.file;
        let words = [
            crate::letters::cut(&file.alt, 1_900).0,
            crate::letters::cut(&crate::letters::line(&file.caption), 1_900).0,
            file.credit.clone(),
        ];
        let deed = Deed::File {
            import,
            item: Box::new(item.clone()),
            name,
            bytes,
            words,
        };
        let id = match self.does(deed).await? {
            Some(Done::File(id)) => Some(id),
            Some(Done::Refused(it, en)) => {
                let why = self.language.one(it, en);
                self.files.refused.insert(key, why);
                None
            }
            _ => None,
        };
        if id.is_some() {
            self.tell(&item);
        }
        self.files.here.insert(key, id);
        Ok(id.map(Some))
    }

    /// The row of a file that comes in before its own turn.
    fn row_of(&mut self, wanted: &Wanted) -> Item {
        self.files.number += 1;
        let mut item = told(
            wanted.item.clone(),
            self.files.number,
            Outcome::Carried,
            Vec::new(),
        );
        item.forwards.extend(path_of(&wanted.file.url));
        item.old = item.forwards.first().cloned().unwrap_or_default();
        item
    }

    /// The bytes of a file, with its name.
    async fn bytes(&mut self, file: &Attached) -> Option<(String, Vec<u8>)> {
        let name = file.path.rsplit('/').next().unwrap_or_default().to_owned();
        if let Some(folder) = &self.files.folder {
            let path = pictures::candidates(file)
                .into_iter()
                .map(|path| folder.join(path))
                .find(|path| path.is_file())?;
            let mut bytes = Vec::new();
            let file = File::open(&path).ok()?;
            // One byte more than may be: the library says that it is too large.
            file.take(BYTES_MAX as u64 + 1)
                .read_to_end(&mut bytes)
                .ok()?;
            return Some((name, bytes));
        }
        if self.files.fetched
            && let Some(fetch) = &mut self.fetch
        {
            return fetch(file.url.clone())
                .await
                .ok()
                .map(|bytes| (name, bytes));
        }
        None
    }
}

/// An item that is not here, and why.
fn without(item: Item, what: What, detail: &str) -> Item {
    let mut notes = item.notes;
    notes.push(Note::new(what, detail));
    Item {
        outcome: Outcome::Refused,
        notes,
        forwards: Vec::new(),
        ..item
    }
}

/// Whether a text shows a picture.
fn shows_any(thing: &Carried) -> bool {
    match thing {
        Carried::Article(brought) => {
            brought.copy.picture.is_some() || !brought.copy.body.pictures().is_empty()
        }
        Carried::Draft(_) | Carried::Page(_) | Carried::Nothing => true,
    }
}
