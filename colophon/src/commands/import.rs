//! `import`: a newspaper that moves in, and what came of it.

mod archive;
mod asking;
mod telling;

use super::{At, By};
use crate::failure::{Failure, Result, with_file};
use crate::house::{Hand, House};
use crate::orders::{Order, words};
use crate::terminal;
use clap::{Args, Subcommand};
use moving::{Deed, Done, Hands, Media, Move, Progress, Report, Unmoved};
use outgoing::{Client, Request};
use paper::articles::checking;
use paper::copy::Copy;
use paper::id::ImportId;
use paper::imports::{self, Sort};
use paper::pictures::BYTES_MAX;
use paper::{Refusal, Thing, beginning, pages, sections};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::pin::Pin;
use std::time::{Duration, Instant};

/// Longest a picture of the former site is waited for.
const FETCH_MAX: Duration = Duration::from_secs(30);
/// Between two lines of progress where no terminal is.
const PLAIN_LINES: Duration = Duration::from_secs(10);
/// Between two on a terminal.
const TERMINAL_LINES: Duration = Duration::from_millis(200);
/// Lines of a map read at once.
const LINES_AT_ONCE: u32 = 1_000;

/// Newspapers that move in: bring one in, list them, show what came of it, take it back
#[derive(Debug, Args)]
pub(crate) struct Import {
    #[command(flatten)]
    by: By,
    #[command(subcommand)]
    deed: ImportDeed,
}

#[derive(Debug, Subcommand)]
enum ImportDeed {
    /// Bring in a WordPress: the files of its export, with dates, people, comments and old addresses
    #[command(
        after_help = "Examples:\n  colophon import wordpress export.xml --title gazzetta.example --rehearse\n  colophon import wordpress export-1.xml.gz export-2.xml.gz --title gazzetta.example --media wp-content/uploads\n  colophon import wordpress --from https://old.example --title gazzetta.example --fetch-media\n\nA run that was stopped goes on where it stopped; a second run adds nothing.\nExit code 3: all that was whole is in, but the source is damaged or cut off; the account says where."
    )]
    Wordpress(Box<Wordpress>),
    Archive(archive::FromArchive),
    /// List what moved in
    #[command(after_help = "Example:\n  colophon import list")]
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Show what came of one: the account, the map of old and new addresses, the articles the gate finds something missing in
    #[command(
        after_help = "Examples:\n  colophon import show 0192…\n  colophon import show 0192… --map\n  colophon import show 0192… --lacks source.missing"
    )]
    Show {
        /// Its id
        import: String,
        /// One line an item: outcome, old address, new address
        #[arg(long, conflicts_with = "lacks")]
        map: bool,
        /// Addresses of the articles that lack this: a code of the gate
        #[arg(long, value_name = "CODE")]
        lacks: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Take one back whole, as long as nobody has worked on its articles
    #[command(after_help = "Example:\n  colophon import undo 0192…")]
    Undo {
        /// Its id
        import: String,
    },
}

#[derive(Debug, Args)]
struct Wordpress {
    /// The files of the export (WXR 1.0 to 1.2), as they are or compressed with gzip
    #[arg(
        value_name = "FILE",
        required_unless_present = "from",
        conflicts_with = "from"
    )]
    files: Vec<PathBuf>,
    /// Without an export: ask the running site for what it shows to everybody
    #[arg(long, value_name = "URL")]
    from: Option<String>,
    /// Host or key of the title it comes to
    #[arg(long, value_name = "HOST")]
    title: String,
    /// A copy of wp-content/uploads, for the pictures
    #[arg(long, value_name = "DIR", conflicts_with = "fetch_media")]
    media: Option<PathBuf>,
    /// Fetch the pictures from the former site
    #[arg(long)]
    fetch_media: bool,
    /// Bring items of a type of your own in as posts or pages; may be given several times
    #[arg(long = "type", value_name = "TYPE=post|page", value_parser = typed)]
    types: Vec<(String, Sort)>,
    /// Write nothing; say all that would be
    #[arg(long)]
    rehearse: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// `event=post`, for arguments.
fn typed(text: &str) -> Result<(String, Sort)> {
    let fits = text.split_once('=').and_then(|(name, sort)| {
        let sort = match sort {
            "post" => Sort::Post,
            "page" => Sort::Page,
            _ => return None,
        };
        (!name.is_empty()).then(|| (name.to_owned(), sort))
    });
    fits.ok_or_else(|| {
        Failure::usage(
            "si scrive come evento=post o scheda=page",
            "it is written like event=post or profile=page",
        )
    })
}

impl Import {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        match self.deed {
            ImportDeed::Wordpress(order) => order.run(at, &self.by).await,
            ImportDeed::Archive(command) => command.run(at, &self.by).await,
            ImportDeed::List { json } => list(at, json).await,
            ImportDeed::Show {
                import,
                map,
                lacks,
                json,
            } => show(at, &import, map, lacks.as_deref(), json).await,
            ImportDeed::Undo { import } => {
                let id = id(&import)?;
                let order = Order::Importing(Box::new(Deed::Undo { import: id }));
                let done = done(at.does(&self.by, order).await?)?;
                let count = match done {
                    Done::Undone(count) => count,
                    _ => 0,
                };
                terminal::out(match at.language().starts_with("it") {
                    true => format!("Ripreso: {count} articoli non ci sono più"),
                    false => format!("Taken back: {count} articles are gone"),
                });
                Ok(())
            }
        }
    }
}

fn id(word: &str) -> Result<ImportId> {
    ImportId::parse(word.trim()).ok_or_else(|| {
        Refusal::Unknown {
            thing: Thing::Import,
            name: word.to_owned(),
        }
        .into()
    })
}

/// What came of a deed that was an order.
fn done(answer: crate::orders::Answer) -> Result<Done> {
    let document = answer.document.unwrap_or_default();
    Ok(serde_json::from_value(document).map_err(paper::Fault::from)?)
}

/// The hand of a house, doing deeds of an import.
struct Orders<'a, 'b>(&'a mut Hand<'b>);

impl Hands for Orders<'_, '_> {
    type Failure = Failure;

    async fn does(&mut self, deed: Deed) -> Result<Done> {
        let order = Order::Importing(Box::new(deed));
        done(self.0.does(order).await?)
    }
}

impl Wordpress {
    async fn run(self, at: &At, by: &By) -> Result<()> {
        let house = at.house()?;
        let mut order = self;
        let mut client = None;
        if order.fetch_media || order.from.is_some() {
            client = Some(Client::new().map_err(|fault| asking::told(&fault))?);
        }
        if let Some(site) = &order.from {
            let site = paper::words::web_address("from", site)?;
            // Whoever types the address may have the former site on this very machine; where it leads is another matter.
            client = match client {
                Some(client) => Some(
                    client
                        .entering(&site)
                        .map_err(|fault| asking::told(&fault))?,
                ),
                None => None,
            };
            let host: String = site
                .chars()
                .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
                .take(100)
                .collect();
            let folder = house.folder.root().join("moving").join(host);
            let italian = at.language().starts_with("it");
            if let Some(client) = &client {
                order.files = vec![asking::asked(client, &site, &folder, italian).await?];
            }
        }
        let client = client.filter(|_| order.fetch_media);
        order.move_in(at, by, &house, client).await
    }

    async fn move_in(self, at: &At, by: &By, house: &House, client: Option<Client>) -> Result<()> {
        let job = self.job(house).await?;
        let rehearse = self.rehearse;
        let mut hand = house.hand(&by.account);
        let mut orders = Orders(&mut hand);
        let mut fetching = client.map(fetching);
        let fetch = fetching
            .as_mut()
            .map(|fetch| fetch as &mut moving::Fetch<'_>);
        let mut line = Line::new(at.language(), self.json);
        let outcome = job
            .run(&mut orders, rehearse, fetch, &mut |progress| {
                line.tell(progress)
            })
            .await;
        line.end();
        hand.rests().await;
        let report = outcome.map_err(unmoved)?;
        if self.json {
            terminal::json(&telling::json(&report, rehearse));
        } else {
            telling::report(&report, rehearse, at.language());
        }
        if report.adds_up() {
            return match report.damaged {
                0 => Ok(()),
                pieces => Err(damaged(pieces, rehearse)),
            };
        }
        Err(Failure::new(
            "i conti non tornano: non ogni cosa del file ha un esito; il trasloco resta com’è, si riprende con colophon import undo",
            "the counts do not add up: not every item of the file has an outcome; the import stays as it is, colophon import undo takes it back",
        ))
    }

    async fn job(&self, house: &House) -> Result<Move> {
        for file in &self.files {
            std::fs::metadata(file).map_err(|error| with_file(file, &error))?;
        }
        if let Some(folder) = &self.media
            && !folder.is_dir()
        {
            return Err(with_file(folder, &std::io::ErrorKind::NotFound.into()));
        }
        let paper = house.reading().await?;
        let mut session = paper.read().await?;
        let title = words::title(&mut session, &self.title).await?;
        let around =
            checking::surroundings(&mut session, &title, None, &Copy::default(), paper.now())
                .await?;
        if !around.imprint_missing.is_empty() {
            let fields = around.imprint_missing.join(", ");
            return Err(Failure::new(
                format!(
                    "la gerenza della testata non è completa: mancano {fields}; si scrivono con colophon title set {} --imprint",
                    title.key
                ),
                format!(
                    "the title’s imprint is not whole: {fields} are missing; colophon title set {} --imprint writes them",
                    title.key
                ),
            ));
        }
        let sections = sections::all(&mut session, title.id).await?;
        let pages = pages::all(&mut session, title.id).await?;
        let published = paper::titles::has_published(&mut session, title.id).await?;
        let mut models = Vec::new();
        for page in &pages {
            if beginning::untouched(&title, page)? {
                models.push(page.slug.clone());
            }
        }
        Ok(Move {
            files: self.files.clone(),
            title,
            around,
            sections: sections.into_iter().map(|section| section.slug).collect(),
            pages: pages.into_iter().map(|page| page.slug).collect(),
            models,
            published,
            now: paper.now(),
            media: match (&self.media, self.fetch_media) {
                (Some(folder), _) => Media::Folder(folder.clone()),
                (None, true) => Media::Fetched,
                (None, false) => Media::Nowhere,
            },
            types: self.types.iter().cloned().collect::<BTreeMap<_, _>>(),
        })
    }
}

/// A file on its way: its bytes, or why it is not to be had.
type Fetching = Pin<Box<dyn Future<Output = std::result::Result<Vec<u8>, String>> + Send>>;

/// Fetches files of the former site by the one client of the house, which enters no network of its own.
fn fetching(client: Client) -> impl FnMut(String) -> Fetching + Send {
    move |url| {
        let client = client.clone();
        Box::pin(async move {
            let request = Request::get(&url);
            let answer = client.send_within(request, BYTES_MAX, FETCH_MAX).await;
            let answer = answer.map_err(|fault| fault.to_string())?;
            match answer.status.is_success() {
                true => Ok(answer.body.to_vec()),
                false => Err(answer.status.to_string()),
            }
        })
    }
}

fn unmoved(why: Unmoved<Failure>) -> Failure {
    match why {
        Unmoved::Deed(failure) => failure,
        Unmoved::Disk(path, error) => with_file(&path, &error),
        Unmoved::NoExport => Failure::new(
            "il file non contiene niente che si possa portare: serve l’esportazione di WordPress (Strumenti, Esporta, Tutti i contenuti)",
            "the file holds nothing that can be moved: it takes the export of WordPress (Tools, Export, All content)",
        ),
        Unmoved::NoSection => Failure::new(
            "la testata non ha sezioni e il file non ha categorie: aprine una con colophon section add",
            "the title has no section and the file no category: make one with colophon section add",
        ),
        Unmoved::Broken(what) => Failure::new(what.clone(), what),
    }
}

/// The line that says how far it is.
struct Line {
    italian: bool,
    terminal: bool,
    silent: bool,
    began: Instant,
    counted: Option<Instant>,
    told: Option<Instant>,
}

impl Line {
    fn new(language: &str, silent: bool) -> Line {
        let terminal = std::io::stderr().is_terminal();
        Line {
            italian: language.starts_with("it"),
            terminal,
            silent: silent && !terminal,
            began: Instant::now(),
            counted: None,
            told: None,
        }
    }

    fn tell(&mut self, progress: Progress) {
        let every = if self.terminal {
            TERMINAL_LINES
        } else {
            PLAIN_LINES
        };
        let last = self.told.unwrap_or(self.began);
        if self.silent || last.elapsed() < every {
            return;
        }
        self.told = Some(Instant::now());
        let line = self.words(progress);
        if self.terminal {
            terminal::over(&line);
        } else {
            terminal::err(line);
        }
    }

    fn words(&mut self, progress: Progress) -> String {
        let (read, size) = progress.bytes;
        let percent = (read * 100).checked_div(size).unwrap_or(0).min(100);
        let (done, all) = progress.items;
        if all == 0 {
            return match self.italian {
                true => format!("Prima lettura: {percent} %"),
                false => format!("First reading: {percent} %"),
            };
        }
        let since = *self.counted.get_or_insert_with(Instant::now);
        let seconds = since.elapsed().as_secs_f64();
        let left = match read {
            0 => 0.0,
            read => seconds * (size.saturating_sub(read)) as f64 / read as f64,
        };
        match self.italian {
            true => format!("{done} di {all}, {percent} %, ancora {left:.0} s"),
            false => format!("{done} of {all}, {percent} %, {left:.0} s to go"),
        }
    }

    fn end(&self) {
        if self.terminal && self.told.is_some() {
            terminal::over("");
        }
    }
}

async fn list(at: &At, json: bool) -> Result<()> {
    let paper = at.house()?.reading().await?;
    let mut session = paper.read().await?;
    let all = imports::list(&mut session, None).await?;
    if json {
        let all: Vec<_> = all.iter().map(telling::import).collect();
        terminal::json(&json!({"imports": all}));
        return Ok(());
    }
    for import in all {
        let when = terminal::moment(import.begun_at, &jiff::tz::TimeZone::UTC);
        terminal::out(format!(
            "{}  {when}  {:<8} {} ({})",
            import.id,
            import.state.word(),
            import.origin,
            import.files
        ));
    }
    Ok(())
}

async fn show(at: &At, word: &str, map: bool, lacks: Option<&str>, json: bool) -> Result<()> {
    let id = id(word)?;
    let house = at.house()?;
    let paper = house.reading().await?;
    let mut session = paper.read().await?;
    if map {
        return mapped(&mut session, id, at.language(), json).await;
    }
    if let Some(code) = lacks {
        let hosts = imports::find(&mut session, id).await?.title;
        let host = paper::titles::hosts(&mut session, hosts).await?;
        let base = house
            .reach(None)
            .base_url(host.first().map_or("", String::as_str));
        let mut after = None;
        loop {
            let found = imports::lacking(&mut session, id, code, after, LINES_AT_ONCE).await?;
            let Some((last, _)) = found.last() else {
                return Ok(());
            };
            after = Some(*last);
            for (article, path) in found {
                if json {
                    terminal::json(&json!({"article": article, "url": format!("{base}{path}")}));
                } else {
                    terminal::out(format!("{article} {base}{path}"));
                }
            }
        }
    }
    let account = imports::account(&mut session, id).await?;
    if json {
        terminal::json(&telling::account_json(&account));
    } else {
        telling::account(&account, at.language());
    }
    Ok(())
}

/// The map of old and new addresses, a line an item.
async fn mapped(
    session: &mut paper::Session,
    id: ImportId,
    language: &str,
    json: bool,
) -> Result<()> {
    imports::find(session, id).await?;
    let mut after = -1;
    loop {
        let rows = imports::map(session, id, after, LINES_AT_ONCE).await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after = last.number;
        for row in rows {
            let imports::Mapped {
                item,
                outcome,
                old,
                now,
                notes,
                ..
            } = row;
            if json {
                terminal::json(
                    &json!({"item": item, "outcome": outcome, "old": old, "new": now, "notes": notes}),
                );
                continue;
            }
            let said: Vec<String> = notes
                .iter()
                .map(|note| telling::note(note.what, &note.detail, language))
                .collect();
            terminal::out(format!(
                "{item} [{}] {old} → {now} {}",
                outcome.word(),
                said.join("; ")
            ));
        }
    }
}

/// All that was whole is here, and something of the source was not.
fn damaged(pieces: u64, rehearsed: bool) -> Failure {
    let (it, en) = match rehearsed {
        true => (
            "quello che è intero si può portare",
            "what is whole can come in",
        ),
        false => ("quello che è intero è qui", "what is whole is here"),
    };
    let (punti, places) = match pieces {
        1 => ("un punto".to_owned(), "1 place".to_owned()),
        many => (format!("{many} punti"), format!("{many} places")),
    };
    Failure::damaged(
        format!(
            "l’esportazione è danneggiata in {punti}: {it}; falla rifare a WordPress e importa anche quella, niente viene due volte"
        ),
        format!(
            "the export is damaged in {places}: {en}; have WordPress make another and import that too, nothing comes twice"
        ),
    )
}

/// Says of a report whether every item of the source has its outcome.
trait AddsUp {
    fn adds_up(&self) -> bool;
}

impl AddsUp for Report {
    fn adds_up(&self) -> bool {
        self.before > 0 || self.tally.differs(&self.source).is_empty()
    }
}
