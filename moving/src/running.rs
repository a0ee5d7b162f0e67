//! An import from beginning to end: survey, furniture, items by the hundred, account.

mod files;
mod making;

use crate::deeds::{Deed, Done, Hands};
use crate::mapping::{Home, Mapper};
use crate::plan::{self, Plan};
use crate::survey::{self, Survey};
use crate::wxr::Export;
use files::Files;
use jiff::Timestamp;
use making::make;
use paper::id::{ImportId, TitleId};
use paper::imports::{Carried, ITEMS_MAX, Item, Note, Outcome, Sort, Tally, What};
use paper::titles::Title;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::mpsc;

/// Bytes of the items of one deed, about; an article may be larger by itself.
const BATCH_BYTES: usize = 4 << 20;
/// Batches made before they are needed.
const AHEAD: usize = 2;

/// Where pictures come from.
#[derive(Debug, Clone, Default)]
pub enum Media {
    /// From nowhere: links stand in their place.
    #[default]
    Nowhere,
    /// From a copy of the former site's folder of uploads.
    Folder(PathBuf),
    /// From the former site, by whoever fetches.
    Fetched,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of the files read, of so many.
    pub bytes: (u64, u64),
    /// Items dealt with, of so many; 0 while they are counted.
    pub items: (u64, u64),
}

/// Why nothing, or not all, moved.
#[derive(Debug)]
pub enum Unmoved<F> {
    /// A deed failed.
    Deed(F),
    /// A file cannot be read, or the spool not written.
    Disk(PathBuf, std::io::Error),
    /// The files hold nothing of the kind.
    NoExport,
    /// The title has no section, and the source no category.
    NoSection,
    /// Something that cannot be.
    Broken(String),
}

/// What came of it.
#[derive(Debug)]
pub struct Report {
    /// The import; `None` for a rehearsal, and where nothing new came in.
    pub import: Option<ImportId>,
    /// Where it comes from.
    pub origin: String,
    /// How many items of each kind the source holds.
    pub source: BTreeMap<Sort, u64>,
    /// What became of them in this run.
    pub tally: Tally,
    /// Items that were here before.
    pub before: u64,
    /// Files that could not be read to their end.
    pub broken: Vec<String>,
    /// Pieces of the source that are not whole, and so not here: cut off, or larger than is read.
    pub damaged: u64,
    /// The pattern of addresses taken over, or not.
    pub permalink: Option<(String, bool)>,
}

/// Fetches a file of the former site: its bytes, or why not.
pub type Fetch<'a> = dyn FnMut(String) -> std::pin::Pin<Box<dyn Future<Output = Result<Vec<u8>, String>> + Send>>
    + Send
    + 'a;

/// An import to be.
pub struct Move {
    /// The files of the export, in their order.
    pub files: Vec<PathBuf>,
    /// Where to.
    pub title: Title,
    /// The gate's surroundings of a text there.
    pub around: paper::gate::Surroundings,
    /// Sections there are; the first takes what has no category.
    pub sections: Vec<String>,
    /// Words of the standing pages there are.
    pub pages: Vec<String>,
    /// Those of them that are still what the title began with.
    pub models: Vec<String>,
    /// The title has published.
    pub published: bool,
    /// Now.
    pub now: Timestamp,
    /// Where pictures come from.
    pub media: Media,
    /// Types of items that are posts or pages here.
    pub types: BTreeMap<String, Sort>,
}

impl Move {
    /// Does it; or, for a rehearsal, looks what would be and does nothing.
    ///
    /// # Errors
    /// What ends the whole: what was brought in until then stays, and the next run goes on.
    pub async fn run<H: Hands>(
        self,
        hands: &mut H,
        rehearse: bool,
        fetch: Option<&mut Fetch<'_>>,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<Report, Unmoved<H::Failure>> {
        let mut size = 0;
        for file in &self.files {
            let metadata = std::fs::metadata(file);
            size += metadata
                .map_err(|error| Unmoved::Disk(file.clone(), error))?
                .len();
        }
        let survey = self.survey::<H::Failure>(size, progress).await?;
        let texts: u64 = survey.source.values().sum();
        if texts == 0 {
            return Err(Unmoved::NoExport);
        }
        if self.sections.is_empty() && survey.categories.is_empty() {
            return Err(Unmoved::NoSection);
        }
        let files = Files::new(&self.media);
        let mut run = Run {
            hands,
            rehearse,
            title: self.title.id,
            fetch,
            report: Report {
                import: None,
                origin: origin(&survey),
                source: survey.source.clone(),
                tally: Tally::default(),
                before: 0,
                broken: survey.broken.clone(),
                damaged: damaged(&survey),
                permalink: None,
            },
            import: None,
            goes_on: false,
            files,
            language: Language {
                italian: self.title.language.starts_with("it"),
            },
        };
        run.all(self, Arc::new(survey), size, progress).await?;
        Ok(run.report)
    }

    async fn survey<F>(
        &self,
        size: u64,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<Survey, Unmoved<F>> {
        let read = Arc::new(AtomicU64::new(0));
        let export = Export::new(self.files.clone(), &read);
        let types = self.types.clone();
        let (tell, mut told) = mpsc::channel(1);
        let counted = Arc::clone(&read);
        let reading = tokio::task::spawn_blocking(move || {
            survey::survey(export, &types, |number| {
                if number % 500 == 0 {
                    let _ = tell.try_send(());
                }
            })
        });
        while told.recv().await.is_some() {
            progress(Progress {
                bytes: (counted.load(Ordering::Relaxed), size),
                items: (0, 0),
            });
        }
        reading
            .await
            .map_err(|error| Unmoved::Broken(error.to_string()))?
            .map_err(|error| Unmoved::Disk(std::env::temp_dir(), error))
    }
}

/// How many pieces of a source are not whole. A document type is none: nothing is missing where it stood.
fn damaged(survey: &Survey) -> u64 {
    let lost = |note: &&Note| matches!(note.what, What::CutOff | What::TooLarge);
    let pieces = survey.damage.iter().filter(lost).count() + survey.broken.len();
    pieces as u64
}

/// Where an export comes from: the address of its site, or its name.
fn origin(survey: &Survey) -> String {
    let site = &survey.site;
    let word = if site.address.is_empty() {
        &site.name
    } else {
        &site.address
    };
    let word: String = word
        .trim()
        .trim_end_matches('/')
        .chars()
        .take(200)
        .collect();
    if word.is_empty() {
        "WordPress".to_owned()
    } else {
        word
    }
}

/// A run under way.
struct Run<'a, 'b, H> {
    hands: &'a mut H,
    rehearse: bool,
    title: TitleId,
    fetch: Option<&'a mut Fetch<'b>>,
    report: Report,
    import: Option<ImportId>,
    goes_on: bool,
    files: Files,
    language: Language,
}

/// The language of the title, in which refusals of the record are kept.
#[derive(Debug, Clone, Copy)]
struct Language {
    italian: bool,
}

impl Language {
    fn one(self, it: String, en: String) -> String {
        if self.italian { it } else { en }
    }

    fn of(self, refusal: &paper::Refusal) -> String {
        self.one(refusal.say("it"), refusal.say("en"))
    }
}

impl<H: Hands> Run<'_, '_, H> {
    async fn all(
        &mut self,
        mut job: Move,
        survey: Arc<Survey>,
        size: u64,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<(), Unmoved<H::Failure>> {
        self.begin(&job).await?;
        self.permalink(&mut job, &survey).await?;
        let mut number = 0;
        let plan = self.furnish(&job, &survey, &mut number).await?;
        let home = Home {
            title: job.title.id,
            language: job.title.language.clone(),
            zone: job.title.time_zone(),
            permalink: job.title.permalink.clone(),
            now: job.now,
            taken: job
                .sections
                .iter()
                .chain(&job.pages)
                .cloned()
                .chain(plan.sections())
                .collect(),
            pages: job.pages.len(),
            models: job.models.iter().cloned().collect(),
            around: job.around.clone(),
        };
        let items: u64 = survey.source.values().sum();
        let read = Arc::new(AtomicU64::new(0));
        let export = Export::new(job.files.clone(), &read);
        let (give, mut take) = mpsc::channel::<Vec<Item>>(AHEAD);
        let (types, plan) = (job.types.clone(), Arc::new(plan));
        let (surveyed, planned) = (Arc::clone(&survey), Arc::clone(&plan));
        let making = tokio::task::spawn_blocking(move || {
            let mapper = Mapper::new(&surveyed, &planned, home, types);
            make(export, mapper, number, &give);
        });
        let mut done = 0;
        while let Some(batch) = take.recv().await {
            done += batch.len() as u64;
            self.batch(batch, &survey).await?;
            progress(Progress {
                bytes: (read.load(Ordering::Relaxed), size),
                items: (done, items),
            });
        }
        making
            .await
            .map_err(|error| Unmoved::Broken(error.to_string()))?;
        self.menu(&job, &survey, &plan).await?;
        self.end().await
    }

    async fn does(&mut self, deed: Deed) -> Result<Option<Done>, Unmoved<H::Failure>> {
        if self.rehearse {
            return Ok(None);
        }
        self.hands.does(deed).await.map(Some).map_err(Unmoved::Deed)
    }

    /// Which of these came in before. It is looked up in a rehearsal too, and writes nothing then.
    async fn known(&mut self, items: Vec<String>) -> Result<BTreeSet<String>, Unmoved<H::Failure>> {
        let deed = Deed::Known {
            title: self.title,
            origin: self.report.origin.clone(),
            import: self.import,
            items,
        };
        match self.hands.does(deed).await.map_err(Unmoved::Deed)? {
            Done::Known(known) => Ok(known),
            _ => Err(Unmoved::Broken("a deed answered out of turn".to_owned())),
        }
    }

    async fn begin(&mut self, job: &Move) -> Result<(), Unmoved<H::Failure>> {
        let names: Vec<String> = job
            .files
            .iter()
            .filter_map(|file| Some(file.file_name()?.to_string_lossy().into_owned()))
            .collect();
        let (files, _) = crate::letters::cut(&names.join(", "), 1_000);
        let deed = Deed::Begin {
            title: job.title.id,
            origin: self.report.origin.clone(),
            files,
            source: self.report.source.clone(),
        };
        if let Some(Done::Begun(begun)) = self.does(deed).await? {
            self.import = Some(begun.id);
            self.goes_on = begun.goes_on;
        }
        Ok(())
    }

    /// Takes the pattern of addresses over, as long as no address of the title is of another.
    async fn permalink(
        &mut self,
        job: &mut Move,
        survey: &Survey,
    ) -> Result<(), Unmoved<H::Failure>> {
        let Some(pattern) = survey.permalink() else {
            return Ok(());
        };
        if pattern == job.title.permalink {
            return Ok(());
        }
        let mut taken = !job.published && !self.goes_on;
        if taken {
            let deed = Deed::Permalink {
                title: job.title.id,
                pattern: pattern.clone(),
            };
            taken = !matches!(self.does(deed).await?, Some(Done::Refused(..)));
        }
        if taken {
            job.title.permalink.clone_from(&pattern);
        }
        self.report.permalink = Some((pattern, taken));
        Ok(())
    }

    async fn furnish(
        &mut self,
        job: &Move,
        survey: &Survey,
        number: &mut u64,
    ) -> Result<Plan, Unmoved<H::Failure>> {
        let first = job.sections.first().map(String::as_str);
        let furniture = plan::furniture(survey, number);
        let Some(import) = self.import else {
            for parts in &furniture {
                self.would_furnish(parts).await?;
            }
            return Ok(Plan::wished(survey, &furniture, first));
        };
        let mut plan = Plan::begun(survey);
        for furniture in furniture {
            let deed = Deed::Furnish { import, furniture };
            if let Some(Done::Furnished(all)) = self.does(deed).await? {
                plan.furnished(&all);
                for part in all {
                    if part.new {
                        let tally = &mut self.report.tally;
                        tally.add(&part.item, part.outcome, &part.notes, &[], [0; 3]);
                    } else {
                        self.report.before += 1;
                    }
                }
            }
        }
        plan.falls_back(survey, first);
        Ok(plan)
    }

    async fn would_furnish(
        &mut self,
        furniture: &paper::imports::Furniture,
    ) -> Result<(), Unmoved<H::Failure>> {
        use paper::imports::Furniture::{People, Sections, Topics};
        let (Sections(parts) | Topics(parts) | People(parts)) = furniture;
        for parts in parts.chunks(ITEMS_MAX) {
            let names = parts.iter().map(|part| part.item.item.clone()).collect();
            let known = self.known(names).await?;
            self.report.before += known.len() as u64;
            for part in parts.iter().filter(|part| !known.contains(&part.item.item)) {
                let item = &part.item;
                let tally = &mut self.report.tally;
                tally.add(&item.item, item.outcome, &item.notes, &[], [0; 3]);
            }
        }
        Ok(())
    }

    /// Brings a batch in, with the pictures its texts show.
    async fn batch(
        &mut self,
        batch: Vec<Item>,
        survey: &Survey,
    ) -> Result<(), Unmoved<H::Failure>> {
        let mut batch = batch;
        if self.goes_on || self.rehearse {
            let items = batch.iter().map(|item| item.item.clone()).collect();
            let known = self.known(items).await?;
            batch.retain(|item| !known.contains(&item.item));
            self.report.before += known.len() as u64;
        }
        let mut ready = Vec::with_capacity(batch.len());
        for item in batch {
            if let Some(item) = self.with_pictures(item, survey).await? {
                ready.push(item);
            }
        }
        self.carry(ready).await
    }

    /// Carries items; where one is refused, each half by itself, so that only that one stays behind.
    async fn carry(&mut self, items: Vec<Item>) -> Result<(), Unmoved<H::Failure>> {
        let mut waiting = vec![items];
        while let Some(items) = waiting.pop() {
            if items.is_empty() {
                continue;
            }
            let Some(import) = self.import else {
                items.iter().for_each(|item| self.tell(item));
                continue;
            };
            let deed = Deed::Carry {
                import,
                items: items.clone(),
            };
            match self.does(deed).await? {
                Some(Done::Carried(new)) => {
                    for item in &items {
                        if new.contains(&item.item) {
                            self.tell(item);
                        } else {
                            self.report.before += 1;
                        }
                    }
                }
                Some(Done::Refused(it, en)) => {
                    let why = self.language.one(it, en);
                    let mut items = items;
                    if items.len() > 1 {
                        let rest = items.split_off(items.len() / 2);
                        waiting.push(rest);
                        waiting.push(items);
                    } else if let Some(item) = items.pop() {
                        waiting.push(vec![refused::<H::Failure>(item, &why)?]);
                    }
                }
                _ => return Err(Unmoved::Broken("a deed answered out of turn".to_owned())),
            }
        }
        Ok(())
    }

    fn tell(&mut self, item: &Item) {
        let tally = &mut self.report.tally;
        tally.add(
            &item.item,
            item.outcome,
            &item.notes,
            &item.lacks,
            item.said,
        );
    }

    /// Takes the line of sections over from the menu, where the title shows all of them so far.
    async fn menu(
        &mut self,
        job: &Move,
        survey: &Survey,
        plan: &Plan,
    ) -> Result<(), Unmoved<H::Failure>> {
        if !job.title.settings.menu.is_empty() || self.goes_on {
            return Ok(());
        }
        let mut slugs: Vec<String> = Vec::new();
        for entry in survey.menu.iter().filter(|entry| entry.top) {
            let section = (entry.object == "category")
                .then(|| plan.section_numbered(&entry.object_id))
                .flatten();
            if let Some(section) = section.filter(|slug| !slugs.iter().any(|s| s == slug)) {
                slugs.push(section.to_owned());
            }
        }
        slugs.truncate(paper::titles::MENU_MAX);
        if !slugs.is_empty() {
            let title: TitleId = job.title.id;
            self.does(Deed::Menu { title, slugs }).await?;
        }
        Ok(())
    }

    async fn end(&mut self) -> Result<(), Unmoved<H::Failure>> {
        let Some(import) = self.import else {
            return Ok(());
        };
        if let Some(Done::Finished(something)) = self.does(Deed::Finish { import }).await? {
            self.report.import = something.then_some(import);
        }
        Ok(())
    }
}

/// An item the record refused, told as such.
fn refused<F>(item: Item, why: &str) -> Result<Item, Unmoved<F>> {
    if matches!(item.thing, Carried::Nothing) {
        return Err(Unmoved::Broken(format!("{}: {why}", item.item)));
    }
    let mut notes = item.notes;
    notes.push(Note::new(What::Refused, why));
    Ok(Item {
        outcome: Outcome::Refused,
        notes,
        said: [0, 0, item.said.iter().sum()],
        lacks: Vec::new(),
        forwards: Vec::new(),
        thing: Carried::Nothing,
        ..item
    })
}
