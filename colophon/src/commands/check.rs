//! `check`: what the gate says, of files or of a stored article. Changes nothing, and needs no record for files.

use super::article_files::{self, Unread};
use super::{At, report};
use crate::failure::{Failure, Result};
use crate::house::House;
use crate::orders::words;
use crate::terminal::{self, either};
use clap::Args;
use exchange::article_file::ArticleFile;
use paper::Paper;
use paper::articles::{self, drafting, publishing};
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
struct Checked {
    name: String,
    copy: Copy,
    findings: Vec<Finding>,
    set_aside: Vec<String>,
    dropped: Vec<String>,
    left_out: Vec<String>,
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
        let language = match &self.language {
            Some(language) => language.clone(),
            None => words::language_of(&mut session, id).await?,
        };
        drop(session);
        let findings = publishing::findings(&paper, id, &language).await?;
        Ok(Checked {
            findings,
            language,
            ..Checked::new(word, copy)
        })
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
        let name = path.display().to_string();
        let zone = known.map(|(_, title)| title.time_zone());
        let file = match article_files::read(path, zone.as_ref()) {
            Ok(file) => file,
            Err(Unread::Disk(failure)) => return Err(failure),
            Err(Unread::Problems(problems)) => {
                let language = self.language.as_deref().unwrap_or(terminal).to_owned();
                let told = problems
                    .iter()
                    .map(|problem| {
                        (
                            article_files::place(path, problem),
                            problem.say(&language).to_owned(),
                        )
                    })
                    .collect();
                return Ok(Checked {
                    problems: told,
                    language,
                    ..Checked::new(&name, Copy::default())
                });
            }
        };
        let language = self.language_for(&file, known.map(|(_, title)| title), terminal);
        let file = file.without_furniture();
        let dropped = file
            .dropped
            .iter()
            .map(|dropped| dropped.what.to_string())
            .collect();
        let left_out = article_files::left_out(&file, &language);
        let problems = article_files::faulty_pictures(path, &file)
            .into_iter()
            .map(|(place, failure)| (place, failure.say(&language)))
            .collect();
        let copy = file.copy;
        let mut around = match known {
            Some((paper, title)) => {
                let mut session = paper.read().await?;
                publishing::surroundings(&mut session, title, None, &copy, paper.now()).await?
            }
            None => Surroundings::bare(SystemClock.now()),
        };
        around.messages.clone_from(&language);
        around.dated = file.published;
        let findings = gate::check(&copy, &around);
        Ok(Checked {
            findings,
            set_aside: file.set_aside,
            dropped,
            left_out,
            problems,
            language,
            ..Checked::new(&name, copy)
        })
    }

    fn language_for(&self, file: &ArticleFile, title: Option<&Title>, terminal: &str) -> String {
        let text = Some(file.copy.language.clone()).filter(|language| !language.is_empty());
        let chosen = self
            .language
            .clone()
            .or_else(|| title.map(|title| title.language.clone()))
            .or(text);
        chosen.unwrap_or_else(|| terminal.to_owned())
    }
}

impl Checked {
    fn new(name: &str, copy: Copy) -> Checked {
        Checked {
            name: name.to_owned(),
            copy,
            findings: Vec::new(),
            set_aside: Vec::new(),
            dropped: Vec::new(),
            left_out: Vec::new(),
            problems: Vec::new(),
            language: String::new(),
        }
    }

    /// The documented shape; what is not always there comes after it.
    fn json(&self) -> Value {
        let (blocks, warnings) = report::count(&self.findings);
        let findings: Vec<Value> = self.findings.iter().map(report::json).collect();
        let mut value = json!({"file": self.name, "blocks": blocks, "warnings": warnings, "findings": findings});
        for (name, lines) in [("set_aside", &self.set_aside), ("dropped", &self.dropped)] {
            if !lines.is_empty() {
                value[name] = json!(lines);
            }
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
        lines.extend(self.left_out.iter().map(|line| format!("{name}: {line}")));
        let read = !self.copy.body.blocks.is_empty();
        if read || self.problems.is_empty() {
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
    let unreadable: Vec<&Checked> = checked.iter().filter(|c| !c.problems.is_empty()).collect();
    if let Some(first) = unreadable.first() {
        let (more, name) = (unreadable.len(), &first.name);
        if !first.copy.body.blocks.is_empty() {
            return Err(Failure::new(
                format!("{name}: un’immagine manca o non si legge; correggi ciò che è segnato"),
                format!("{name}: a picture is missing or cannot be read; mend what is marked"),
            ));
        }
        return Err(Failure::new(
            format!(
                "{name}: il file non si legge come articolo ({more} file così); correggi ciò che è segnato"
            ),
            format!(
                "{name}: the file cannot be read as an article ({more} such); mend what is marked"
            ),
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
