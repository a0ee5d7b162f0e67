//! `check`: what the gate says, of files or of a stored article. Changes nothing, and needs no record for files.

use super::article_files::{self, Unread};
use super::{At, report, typesetting};
use crate::failure::{Failure, Result};
use crate::house::House;
use crate::orders::words;
use crate::terminal::{self, either};
use clap::Args;
use exchange::article_file::ArticleFile;
use paper::Paper;
use paper::articles::{self, checking, drafting, publishing};
use paper::clock::{Clock, SystemClock};
use paper::copy::Copy;
use paper::gate::{self, Finding, Surroundings};
use paper::titles::Title;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Say what the gate finds in article files or a stored article; exit 1 if something blocks
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  colophon check traghetto.md\n  colophon check --json articles/*.md\n  colophon check --article https://gazzetta.example/2026/11/23/traghetto"
)]
pub(crate) struct Check {
    /// Markdown or HTML files, with front matter or bare
    #[arg(
        value_name = "FILE",
        required_unless_present = "article",
        conflicts_with = "article"
    )]
    files: Vec<PathBuf>,
    /// A stored article: its id or address
    #[arg(long, value_name = "ARTICLE")]
    article: Option<String>,
    /// Check as if for this title (key or host): its imprint, agencies, links, texts of its sister titles
    #[arg(long, value_name = "HOST")]
    title: Option<String>,
    /// Language of what is said: it or en [default: the title's, else the text's, else the terminal's]
    #[arg(long, value_parser = ["it", "en"])]
    language: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// What is known of one file or article.
#[derive(Default)]
struct Checked {
    name: String,
    copy: Copy,
    /// Whether its text could be read at all.
    read: bool,
    findings: Vec<Finding>,
    suggestions: Vec<typesetting::Suggested>,
    set_aside: Vec<String>,
    dropped: Vec<String>,
    left_out: Vec<String>,
    /// What to know of how it was read.
    notes: Vec<String>,
    problems: Vec<(String, String)>,
    language: String,
}

impl Check {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let checked = match &self.article {
            Some(word) => vec![self.stored(&at.house()?, word).await?],
            None => self.of_files(at).await?,
        };
        if self.json {
            terminal::json(
                &json!({"files": checked.iter().map(Checked::json).collect::<Vec<_>>()}),
            );
        } else {
            checked
                .iter()
                .flat_map(Checked::lines)
                .for_each(terminal::out);
        }
        verdict(&checked)
    }

    async fn stored(&self, house: &House, word: &str) -> Result<Checked> {
        let paper = house.reading().await?;
        let mut session = paper.read().await?;
        let id = words::article(&mut session, word).await?;
        let article = articles::find(&mut session, id).await?;
        let copy = drafting::working_copy(&mut session, &article).await?;
        let titles = words::language_of(&mut session, id).await?;
        drop(session);
        let language = self.language.clone().unwrap_or_else(|| titles.clone());
        let findings = publishing::findings(&paper, id, &language).await?;
        let mut checked = Checked {
            name: word.to_owned(),
            read: true,
            copy,
            findings,
            language,
            ..Checked::default()
        };
        checked.looks_at_language(&titles);
        Ok(checked)
    }

    async fn of_files(&self, at: &At) -> Result<Vec<Checked>> {
        let known = match &self.title {
            Some(word) => {
                let house = at.house()?;
                let title = article_files::title(&house, word).await?;
                Some((house.reading().await?, title))
            }
            None => None,
        };
        let mut all = Vec::with_capacity(self.files.len());
        for path in &self.files {
            all.push(self.of_file(path, known.as_ref(), at.language()).await?);
        }
        Ok(all)
    }

    async fn of_file(
        &self,
        path: &Path,
        known: Option<&(Paper, Title)>,
        terminal: &str,
    ) -> Result<Checked> {
        let zone = known.map(|(_, title)| title.time_zone());
        let file = match article_files::read(path, zone.as_ref()) {
            Ok(file) => file,
            Err(unread) => return Ok(self.unread(path, unread, terminal)),
        };
        let language = self.language_for(&file, known.map(|(_, title)| title), terminal);
        let file = file.without_furniture();
        let mut checked = Checked {
            name: path.display().to_string(),
            read: true,
            copy: file.copy.clone(),
            dropped: file
                .dropped
                .iter()
                .map(|dropped| dropped.what.to_string())
                .collect(),
            left_out: article_files::left_out(&file, &language),
            problems: article_files::faulty_pictures(path, &file)
                .into_iter()
                .map(|(place, failure)| (place, failure.say(&language)))
                .collect(),
            ..Checked::default()
        };
        let seeming = file.seeming_furniture();
        let (copy, dated) = (file.copy, file.published);
        let found = match known {
            Some((paper, title)) => {
                publishing::findings_of_file(paper, title, copy, dated, &language).await
            }
            None => checking::findings_alone(copy, dated, SystemClock.now(), &language),
        };
        match found {
            Ok(findings) => checked.findings = findings,
            Err(paper::Error::Refused(refusal)) => checked
                .problems
                .push((checked.name.clone(), refusal.say(&language))),
            Err(fault) => return Err(fault.into()),
        }
        checked.set_aside = file.set_aside;
        checked.language = language;
        checked.looks_at_language(known.map_or("", |(_, title)| title.language.as_str()));
        checked
            .notes
            .extend(kept_furniture(&seeming, &checked.language));
        Ok(checked)
    }

    /// A file that could not be read: what is wrong with it, beside what is found in the others.
    fn unread(&self, path: &Path, unread: Unread, terminal: &str) -> Checked {
        let language = self.language.as_deref().unwrap_or(terminal).to_owned();
        let name = path.display().to_string();
        let problems = match unread {
            Unread::Disk(failure) => vec![(name.clone(), failure.say(&language))],
            Unread::Problems(problems) => problems
                .iter()
                .map(|problem| {
                    let words = problem.say(&language).to_owned();
                    (article_files::place(path, problem), words)
                })
                .collect(),
        };
        Checked {
            name,
            problems,
            language,
            ..Checked::default()
        }
    }

    /// The language of what is said: as asked, else the title's, else the text's, else the terminal's.
    fn language_for(&self, file: &ArticleFile, title: Option<&Title>, terminal: &str) -> String {
        let declared = Some(file.copy.language.clone())
            .filter(|tag| tag.starts_with("it") || tag.starts_with("en"));
        self.language
            .clone()
            .or_else(|| title.map(|title| title.language.clone()))
            .or(declared)
            .or_else(|| {
                let bare = (!file.declared).then(|| gate::evident_language(&file.copy));
                bare.flatten().map(str::to_owned)
            })
            .unwrap_or_else(|| terminal.to_owned())
    }
}

/// Says which lines read like page furniture and stay, since somebody declared what the text is.
fn kept_furniture(lines: &[String], language: &str) -> Option<String> {
    if lines.is_empty() {
        return None;
    }
    let words = either(
        language,
        "sembra arredo di una pagina, e resta nel testo",
        "reads like furniture of a page, and stays in the text",
    );
    Some(format!("{words}: {}", lines.join(" · ")))
}

impl Checked {
    /// Has the text set by a typesetter of its language, and says where the rules do not know that language.
    fn looks_at_language(&mut self, titles: &str) {
        let mut around = Surroundings::bare(SystemClock.now());
        titles.clone_into(&mut around.language);
        let Some(text) = gate::language_of(&self.copy, &around) else {
            let tag = [self.copy.language.as_str(), titles]
                .into_iter()
                .find(|tag| !tag.is_empty());
            let named = tag.map(|tag| format!(" ({tag})")).unwrap_or_default();
            self.notes.push(match either(&self.language, "it", "en") {
                "it" => format!("il testo non è in italiano né in inglese{named}: le regole che leggono le frasi tacciono"),
                _ => format!("the text is neither Italian nor English{named}: the rules that read sentences keep quiet"),
            });
            return;
        };
        self.suggestions = typesetting::suggested(&self.copy, text);
    }

    /// The documented shape; what is not always there comes after it.
    fn json(&self) -> Value {
        let (blocks, warnings) = report::count(&self.findings);
        let findings: Vec<Value> = self.findings.iter().map(report::json).collect();
        let mut value = json!({"file": self.name, "blocks": blocks, "warnings": warnings, "findings": findings});
        for (name, lines) in [
            ("set_aside", &self.set_aside),
            ("dropped", &self.dropped),
            ("notes", &self.notes),
        ] {
            if !lines.is_empty() {
                value[name] = json!(lines);
            }
        }
        if !self.suggestions.is_empty() {
            let set = |one: &typesetting::Suggested| one.json(&self.language);
            value["suggestions"] = self.suggestions.iter().map(set).collect();
        }
        if !self.problems.is_empty() {
            let told: Vec<Value> = self
                .problems
                .iter()
                .map(|(place, words)| json!({"place": place, "message": words}))
                .collect();
            value["unreadable"] = json!(told);
        }
        value
    }

    fn lines(&self) -> Vec<String> {
        let language = self.language.as_str();
        let (name, mut lines) = (&self.name, Vec::new());
        for (place, words) in &self.problems {
            lines.push(format!(
                "{place}: {}: {words}",
                either(language, "errore", "error")
            ));
        }
        for finding in &self.findings {
            lines.extend(report::finding(name, &self.copy, finding, language));
        }
        let said = self.left_out.iter().chain(&self.notes);
        lines.extend(said.map(|line| format!("{name}: {line}")));
        lines.extend(typesetting::lines(name, &self.suggestions, language));
        if self.read {
            let (blocks, warnings) = report::count(&self.findings);
            lines.push(format!(
                "{name}: {}",
                report::counted(blocks, warnings, language)
            ));
        }
        lines
    }
}

/// Fails if anything blocks, in one line.
fn verdict(checked: &[Checked]) -> Result<()> {
    if let Some(first) = checked.iter().find(|c| !c.read) {
        let (count, name) = (checked.iter().filter(|c| !c.read).count(), &first.name);
        // What the disk says is about the whole file, and says enough.
        if let ([(place, words)], 1) = (first.problems.as_slice(), count)
            && place == name
        {
            let words = words.strip_prefix(&format!("{name}: ")).unwrap_or(words);
            let told = format!("{name}: {words}");
            return Err(Failure::new(told.clone(), told));
        }
        return Err(Failure::new(
            format!(
                "{name}: il file non si legge come articolo ({count} file così); correggi ciò che è segnato"
            ),
            format!(
                "{name}: the file cannot be read as an article ({count} such); mend what is marked"
            ),
        ));
    }
    if let Some(first) = checked.iter().find(|c| !c.problems.is_empty()) {
        let name = &first.name;
        return Err(Failure::new(
            format!("{name}: qualcosa manca o non si legge; correggi ciò che è segnato"),
            format!("{name}: something is missing or cannot be read; mend what is marked"),
        ));
    }
    let blocks: usize = checked.iter().map(|c| report::count(&c.findings).0).sum();
    let blocked: Vec<&str> = checked
        .iter()
        .filter(|c| report::count(&c.findings).0 > 0)
        .map(|c| c.name.as_str())
        .collect();
    let Some(first) = blocked.first() else {
        return Ok(());
    };
    let others = match blocked.len() - 1 {
        0 => (String::new(), String::new()),
        n => (format!(" e in altri {n}"), format!(" and {n} more")),
    };
    Err(Failure::new(
        format!(
            "{} in {first}{}: così non può uscire",
            if blocks == 1 {
                "1 blocco".to_owned()
            } else {
                format!("{blocks} blocchi")
            },
            others.0
        ),
        format!(
            "{} in {first}{}: it cannot go out like this",
            if blocks == 1 {
                "1 block".to_owned()
            } else {
                format!("{blocks} blocks")
            },
            others.1
        ),
    ))
}
