//! `backup`, `restore`, `doctor`: keeping an installation.

use super::{At, By, theme};
use crate::failure::{Failure, Result, with_file};
use crate::folder::Folder;
use crate::house::House;
use crate::orders::{Keeping, Order};
use crate::terminal::{self, either};
use clap::Args;
use paper::articles::checking::{self, Figure};
use paper::gate::Severity;
use paper::keeping::{self, Remark};
use paper::{Paper, purging, titles};
use search::{Search, Standing};
use serde_json::json;
use std::path::PathBuf;

/// Write a consistent copy of the newspaper to a new file, also while it is served
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  colophon backup /backup/gazzetta-2026-11-24.tar --data /srv/gazzetta"
)]
pub(crate) struct Backup {
    #[command(flatten)]
    by: By,
    /// The file to make; it must not exist
    file: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Make a newspaper's folder of a backup; verifies it, and overwrites nothing
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  colophon restore /backup/gazzetta-2026-11-24.tar --data /srv/gazzetta-again"
)]
pub(crate) struct Restore {
    /// The backup
    file: PathBuf,
}

/// Say what is wrong with this installation and what to do
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  colophon doctor --data /srv/gazzetta")]
pub(crate) struct Doctor {
    /// Instead, how often each rule of the gate spoke and was set aside
    #[arg(long)]
    gate: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Backup {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        // The server that may write it stands elsewhere: a path of this folder would be one of its own.
        let file =
            std::path::absolute(&self.file).map_err(|error| with_file(&self.file, &error))?;
        let file_name = file.display().to_string();
        let answer = at
            .does(&self.by, Order::Keeping(Keeping::Backup { file }))
            .await?;
        if self.json {
            terminal::json(
                &json!({"file": file_name, "files": answer.count, "left_out": answer.left_out}),
            );
            return Ok(());
        }
        let (name, files) = (self.file.display(), answer.count.unwrap_or_default());
        let written = match at.language().starts_with("it") {
            true => format!("{name}: {files} file"),
            false => format!("{name}: {files} files"),
        };
        terminal::out(written);
        for left in answer.left_out {
            let words = either(
                at.language(),
                "non c’è, e manca anche qui",
                "is not there, and is missing here, too",
            );
            terminal::out(format!("  {left} {words}"));
        }
        Ok(())
    }
}

impl Restore {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        // Named, never guessed: a restore makes a folder.
        let root = at.place.data.as_deref().ok_or_else(|| {
            Failure::usage(
                "restore vuole --data DIR, la cartella da fare",
                "restore wants --data DIR, the folder to make",
            )
        })?;
        let folder = Folder::at(root);
        if root.is_file() {
            return Err(with_file(root, &std::io::ErrorKind::NotADirectory.into()));
        }
        let restored = keeping::restore(&self.file, folder.root()).await;
        let report = restored
            .map_err(|error| Failure::from(error).about(&self.file.display().to_string()))?;
        folder.make()?;
        let (name, files, when) = (root.display(), report.files, report.at);
        terminal::out(match at.language().starts_with("it") {
            true => format!("{name}: {files} file, com’erano il {when}"),
            false => format!("{name}: {files} files, as they were at {when}"),
        });
        for (what, count) in &report.counts {
            terminal::out(format!("  {what}: {count}"));
        }
        if let Some(log) = report.log {
            terminal::out(match at.language().starts_with("it") {
                true => format!(
                    "  il registro pubblico ricomincia come {log}: ciò che è uscito dopo questa copia è perso, e il registro lo dice"
                ),
                false => format!(
                    "  the public log begins again as {log}: what was published after this copy is lost, and the log says so"
                ),
            });
        }
        Ok(())
    }
}

impl Doctor {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let house = at.house()?;
        let paper = house.reading().await?;
        if self.gate {
            let figures = checking::figures(&mut paper.read().await?).await?;
            rules(&figures, self.json, at.language());
            return Ok(());
        }
        let mut remarks = keeping::examine(&paper).await?;
        remarks.extend(paper::log::examine(&paper, house.folder.root()).await?);
        remarks.extend(themes(&house, &paper).await?);
        remarks.push(index(&house, &paper).await?);
        remarks.push(post(&house).await);
        remarks.push(cache(&house, &paper).await?);
        let wrong = remarks.iter().filter(|remark| !remark.ok).count();
        if self.json {
            let listed: Vec<_> = remarks
                .iter()
                .map(
                    |remark| json!({"ok": remark.ok, "what": remark.what, "remedy": remark.remedy}),
                )
                .collect();
            terminal::json(&json!({"ok": wrong == 0, "remarks": listed}));
        } else {
            remarks
                .iter()
                .for_each(|remark| terminal::out(line(remark, at.language())));
        }
        match wrong {
            0 => Ok(()),
            1 => Err(Failure::new(
                "una cosa non va; il rimedio è accanto",
                "1 thing is wrong; the remedy stands beside it",
            )),
            n => Err(Failure::new(
                format!("{n} cose non vanno; il rimedio è accanto a ciascuna"),
                format!("{n} things are wrong; the remedy stands beside each"),
            )),
        }
    }
}

/// Tells how often each rule of the gate spoke, of texts that went out and of texts refused.
fn rules(figures: &[Figure], as_json: bool, language: &str) {
    if as_json {
        terminal::json(&json!({"rules": figures}));
        return;
    }
    if figures.is_empty() {
        terminal::out(either(
            language,
            "nessuna regola ha ancora parlato",
            "no rule has spoken yet",
        ));
    }
    for figure in figures {
        let (code, raised) = (&figure.code, figure.raised);
        let (times, aside) = match figure.severity {
            Some(Severity::Warning) => (
                figure.passed,
                either(language, "uscito così", "went out with it"),
            ),
            _ => (
                figure.overridden,
                either(language, "blocco superato", "block overridden"),
            ),
        };
        let raised_word = either(language, "volte", "times");
        let percent = (100 * times).checked_div(raised).unwrap_or_default();
        terminal::out(format!(
            "{code}: {raised} {raised_word}, {aside}: {times} ({percent}%)"
        ));
    }
}

/// Whether the titles' themes can be read.
async fn themes(house: &House, paper: &Paper) -> Result<Vec<Remark>> {
    let mut session = paper.read().await?;
    let titles = titles::all(&mut session).await?;
    let look = |title: titles::Title| match theme::check(house, &title.theme) {
        Ok(()) => Remark::good(
            format!("il tema di {} si legge bene", title.name),
            format!("the theme of {} reads well", title.name),
        ),
        Err(failure) => {
            let remedy = format!("colophon title set {} --theme {}", title.key, titles::THEME);
            Remark::bad(
                (
                    format!("il tema di {}: {}", title.name, failure.say("it")),
                    format!("the theme of {}: {}", title.name, failure.say("en")),
                ),
                (
                    format!("correggilo, oppure {remedy}"),
                    format!("mend it, or {remedy}"),
                ),
            )
        }
    };
    Ok(titles.into_iter().map(look).collect())
}

/// How far the index of words is behind the record.
async fn index(house: &House, paper: &Paper) -> Result<Remark> {
    let search = Search::in_folder(&house.folder.search());
    let mut session = paper.read().await?;
    Ok(match search.standing(&mut session).await? {
        Standing::Missing => Remark::good(
            "non c’è un indice della ricerca di questo archivio: lo fa il server quando parte, o colophon search rebuild",
            "there is no index of words of this record: the server makes it when it starts, or colophon search rebuild",
        ),
        Standing::Behind(0) => Remark::good(
            "l’indice della ricerca è alla pari",
            "the index of words is up to date",
        ),
        Standing::Behind(changes) => Remark::good(
            format!(
                "l’indice della ricerca è indietro di {changes} cambiamenti: il server li recupera"
            ),
            format!("the index of words is {changes} changes behind: the server catches up"),
        ),
    })
}

/// Whether mails could be sent: signs in at the mail server and leaves again.
async fn post(house: &House) -> Remark {
    let remedy = (
        "correggi [mail] in colophon.toml, o guarda se il server di posta funziona",
        "mend [mail] in colophon.toml, or see whether the mail server runs",
    );
    let wrong = |it: String, en: String| {
        Remark::bad((format!("la posta: {it}"), format!("mail: {en}")), remedy)
    };
    match house.settings.mailer() {
        Err(failure) => wrong(failure.say("it"), failure.say("en")),
        Ok(None) => Remark::good(
            "la posta non è impostata: i collegamenti li consegna chi tiene gli account",
            "no mail is set: whoever keeps accounts hands over the links",
        ),
        Ok(Some(mailer)) => match mailer.knock().await {
            Ok(()) => Remark::good(
                "il server di posta ci fa entrare",
                "the mail server lets us in",
            ),
            Err(fault) => wrong(fault.to_string(), fault.to_string()),
        },
    }
}

/// How the cache in front of the server fares.
async fn cache(house: &House, paper: &Paper) -> Result<Remark> {
    let remedy = (
        "correggi [cdn] in colophon.toml, o guarda se la cache risponde",
        "mend [cdn] in colophon.toml, or see whether the cache answers",
    );
    let wrong = |it: String, en: String| {
        Remark::bad(
            (
                format!("la cache davanti: {it}"),
                format!("the cache in front: {en}"),
            ),
            remedy,
        )
    };
    let told = match (&house.settings.cdn, house.settings.purger()) {
        (_, Err(failure)) => return Ok(wrong(failure.say("it"), failure.say("en"))),
        (None, Ok(_)) => {
            return Ok(Remark::good(
                "nessuna cache davanti al server è impostata",
                "no cache in front of the server is set",
            ));
        }
        (Some(_), Ok(purger)) => purger.is_some(),
    };
    if !told {
        return Ok(Remark::good(
            "alla cache davanti non si dice che cosa dimenticare: i lettori possono avere pagine vecchie quanto max_age",
            "the cache in front is not told what to forget: readers may get pages as old as max_age",
        ));
    }
    let standing = purging::standing(&mut paper.read().await?).await?;
    Ok(match standing {
        None => Remark::good(
            "alla cache davanti il server dirà che cosa dimenticare quando parte",
            "the server will tell the cache in front what to forget when it starts",
        ),
        Some(one) => match (one.failing_since, one.behind) {
            (Some(since), _) => wrong(
                format!("dal {since} non le arriva niente ({})", one.fault),
                format!("nothing has arrived since {since} ({})", one.fault),
            ),
            (None, Some(0)) => Remark::good(
                "la cache davanti sa tutto quello che è cambiato",
                "the cache in front knows all that changed",
            ),
            (None, _) => Remark::good(
                "alla cache davanti qualcosa è ancora da dire: lo fa il server",
                "the cache in front has still to be told something: the server does",
            ),
        },
    })
}

fn line(remark: &Remark, language: &str) -> String {
    let (what, remedy) = remark.say(language);
    let wrong = either(language, "NO", "WRONG");
    match (remark.ok, remedy.is_empty()) {
        (true, _) => format!("{:<6} {what}", "ok"),
        (false, true) => format!("{wrong:<6} {what}"),
        (false, false) => format!("{wrong:<6} {what} → {remedy}"),
    }
}
