//! `publish` and `file`: article files through the gate, or only to the desk.

use super::article_files::{self, Album};
use super::{At, By, local_time, one_of, title::pair};
use crate::failure::{Failure, Result};
use crate::house::{Hand, House};
use crate::orders::{Answer, Filed, Going, Order, Publishing, Standing, words};
use crate::terminal::{self, either};
use clap::Args;
use exchange::article_file::ArticleFile;
use jiff::civil::DateTime;
use paper::articles::content::Class;
use paper::articles::publishing::{self, Override};
use paper::gate;
use paper::titles::Title;
use paper::{Error, Refusal};
use serde_json::json;
use std::path::{Path, PathBuf};

/// File and publish article files through the gate, with the pictures beside them
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  colophon publish traghetto.md --title gazzetta.example --as teresa\n  colophon publish domani.md --title gazzetta --as teresa --schedule 2026-11-25T06:30\n  colophon publish --article 0192… --as teresa"
)]
pub(crate) struct Publish {
    #[command(flatten)]
    by: By,
    /// Markdown or HTML files with front matter
    #[arg(
        value_name = "FILE",
        required_unless_present = "article",
        conflicts_with = "article"
    )]
    files: Vec<PathBuf>,
    /// Publish the draft of a stored article instead: its id or address
    #[arg(long, value_name = "ARTICLE", conflicts_with_all = ["title", "section", "schedule"])]
    article: Option<String>,
    /// Host or key of the title
    #[arg(long, value_name = "HOST", required_unless_present = "article")]
    title: Option<String>,
    /// Section, for files that name none
    #[arg(long, value_name = "SLUG")]
    section: Option<String>,
    /// Set a block of the gate aside; the reason is kept and counted
    #[arg(long = "override", value_name = "CODE=REASON", value_parser = pair)]
    overrides: Vec<(String, String)>,
    /// Not now, but at this local time of the title
    #[arg(long, value_name = "TIME", value_parser = local_time, conflicts_with = "overrides")]
    schedule: Option<DateTime>,
    /// With --article, for one that is out: typo, style, update, correction, clarification
    #[arg(long, value_parser = class, requires = "article", conflicts_with = "files", default_value = "update", hide_default_value = true)]
    class: Class,
    /// With --article: what readers are told of the change
    #[arg(
        long,
        requires = "article",
        conflicts_with = "files",
        default_value = "",
        hide_default_value = true
    )]
    note: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// A class of change, for arguments.
pub(super) fn class(word: &str) -> Result<Class> {
    Class::parse(word)
        .ok_or_else(|| one_of(&["typo", "style", "update", "correction", "clarification"]))
}

/// File article files for the desk; readers see nothing yet
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  colophon file bozza.md --title gazzetta --as ada")]
pub(crate) struct File {
    #[command(flatten)]
    by: By,
    /// Markdown or HTML files; what the gate would say does not matter yet
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Host or key of the title
    #[arg(long, value_name = "HOST")]
    title: String,
    /// Section, for files that name none
    #[arg(long, value_name = "SLUG")]
    section: Option<String>,
}

/// What is done with each file.
enum Way {
    Now(Vec<Override>),
    At(DateTime),
    Desk,
}

impl Way {
    /// What became of a file, in Italian and English.
    fn done(&self) -> (&'static str, &'static str) {
        match self {
            Way::Now(_) => ("pubblicato", "published"),
            Way::At(_) => ("programmato", "scheduled"),
            Way::Desk => ("registrato in redazione", "filed"),
        }
    }
}

/// What became of one file.
struct Done {
    answer: Answer,
    /// What was left out of it.
    left: ArticleFile,
    /// Why it is not linked with the article it is a translation of, though it went out.
    unlinked: Option<Failure>,
}

/// Blocks set aside, as they were typed.
pub(super) fn overrides(typed: Vec<(String, String)>) -> Vec<Override> {
    let over = |(code, reason)| Override { code, reason };
    typed.into_iter().map(over).collect()
}

impl Publish {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let overrides = overrides(self.overrides);
        if let Some(article) = self.article {
            let going = Going {
                note: self.note,
                overrides,
                dated: None,
            };
            let order = Publishing::Draft {
                article,
                class: self.class,
                going,
            };
            let answer = at.does(&self.by, Order::Publishing(order)).await?;
            if self.json {
                terminal::json(&json!({"published": [published(&answer, None)]}));
            } else {
                at.says(&answer, "Pubblicato", "Published");
            }
            return Ok(());
        }
        let way = match self.schedule {
            Some(local) => Way::At(local),
            None => Way::Now(overrides),
        };
        let title = self.title.unwrap_or_default();
        let run = Run {
            at,
            by: self.by,
            title,
            section: self.section,
            way,
            json: self.json,
        };
        run.over(&self.files).await
    }
}

impl File {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let run = Run {
            at,
            by: self.by,
            title: self.title,
            section: self.section,
            way: Way::Desk,
            json: false,
        };
        run.over(&self.files).await
    }
}

fn published(answer: &Answer, file: Option<&Path>) -> serde_json::Value {
    let file = file.map(|file| file.display().to_string());
    json!({"file": file, "article": answer.article, "revision": answer.revision, "urls": answer.urls})
}

/// The JSON of what was published, with what was left out of its file where there is such.
fn beside(left: &ArticleFile, mut told: serde_json::Value) -> serde_json::Value {
    let dropped: Vec<String> = left.dropped.iter().map(|drop| drop.what.clone()).collect();
    for (name, list) in [("set_aside", &left.set_aside), ("dropped", &dropped)] {
        if !list.is_empty() {
            told[name] = json!(list);
        }
    }
    told
}

/// One command over several files: each is a deed of its own, and one that fails does not stop the others.
struct Run<'a> {
    at: &'a At,
    by: By,
    title: String,
    section: Option<String>,
    way: Way,
    json: bool,
}

impl Run<'_> {
    async fn over(self, files: &[PathBuf]) -> Result<()> {
        let house = self.at.house()?;
        let title = article_files::title(&house, &self.title).await?;
        let mut hand = house.hand(&self.by.account);
        let mut album = Album::default();
        let (mut published, mut scheduled, mut failures) = (Vec::new(), Vec::new(), Vec::new());
        for file in files {
            match self.one(&house, &mut hand, &mut album, &title, file).await {
                Ok(Done {
                    answer,
                    left,
                    unlinked,
                }) => {
                    match self.way {
                        Way::At(_) => scheduled.push(
                            json!({"file": file.display().to_string(), "article": answer.article, "at": answer.at}),
                        ),
                        _ => published.push(beside(&left, self::published(&answer, Some(file)))),
                    }
                    self.say(file, &answer, &left);
                    failures
                        .extend(unlinked.map(|failure| failure.about(&file.display().to_string())));
                }
                Err(failure) => failures.push(failure.about(&file.display().to_string())),
            }
        }
        hand.rests().await;
        if self.json {
            let mut whole = json!({"published": published});
            if !scheduled.is_empty() {
                whole["scheduled"] = json!(scheduled);
            }
            terminal::json(&whole);
        }
        self.verdict(failures)
    }

    /// All failures but the last are told here, one line each; the last is the command's own.
    fn verdict(&self, mut failures: Vec<Failure>) -> Result<()> {
        let Some(last) = failures.pop() else {
            return Ok(());
        };
        for failure in failures {
            terminal::err(format!("colophon: {}", failure.say(self.at.language())));
        }
        Err(last)
    }

    async fn one(
        &self,
        house: &House,
        hand: &mut Hand<'_>,
        album: &mut Album,
        title: &Title,
        path: &Path,
    ) -> Result<Done> {
        let mut file = article_files::read_or_refuse(path, &title.time_zone())?.without_furniture();
        // Looked up before anything goes out: a slip in the file stops it, as any other slip does.
        let other = match &file.translation_of {
            Some(word) => Some(found(house, word).await?),
            None => None,
        };
        let left = ArticleFile {
            set_aside: file.set_aside.clone(),
            dropped: file.dropped.clone(),
            ..ArticleFile::default()
        };
        if let (Way::Now(overrides), false) = (&self.way, file.pictures.is_empty()) {
            // Asked before pictures are taken in, so that a text that cannot go out leaves none behind.
            must_pass(house, title, &file, overrides).await?;
        }
        album.add(hand, &title.key, path, &mut file).await?;
        let filed = Box::new(Filed {
            title: title.key.clone(),
            section: file.section.or_else(|| self.section.clone()),
            slug: file.slug,
            copy: file.copy,
        });
        let order = match &self.way {
            Way::Now(overrides) => {
                let going = Going {
                    overrides: overrides.clone(),
                    dated: file.published,
                    ..Going::default()
                };
                Publishing::Publish(filed, going)
            }
            Way::At(local) => Publishing::Schedule(filed, *local),
            Way::Desk => Publishing::File(filed),
        };
        let answer = hand.does(Order::Publishing(order)).await?;
        let unlinked = match (other, &answer.article) {
            (Some(other), Some(article)) => self.link(hand, article, other).await,
            _ => None,
        };
        Ok(Done {
            answer,
            left,
            unlinked,
        })
    }

    /// Links what is done with the article it is a translation of. A link that is refused takes nothing back: the
    /// failure says what is done and what is not.
    async fn link(&self, hand: &mut Hand<'_>, article: &str, other: String) -> Option<Failure> {
        let remedy = format!("colophon link {article} {other}");
        let link = Standing::Link {
            article: article.to_owned(),
            other,
        };
        let refused = hand.does(Order::Standing(link)).await.err()?;
        let (it, en) = self.way.done();
        Some(Failure::new(
            format!(
                "{it}, ma non collegato come traduzione: {}; poi {remedy}",
                refused.say("it")
            ),
            format!(
                "{en}, but not linked as a translation: {}; then {remedy}",
                refused.say("en")
            ),
        ))
    }

    fn say(&self, file: &Path, answer: &Answer, left: &ArticleFile) {
        if self.json {
            return;
        }
        let (it, en) = self.way.done();
        let language = answer.language.as_deref().unwrap_or(self.at.language());
        let name = file.display();
        self.at
            .says(answer, &format!("{name}: {it}"), &format!("{name}: {en}"));
        if let (Way::Now(_), Some(article)) = (&self.way, &answer.article) {
            terminal::out(format!(
                "  {} {article}",
                either(language, "articolo", "article")
            ));
        }
        article_files::left_out(left, language)
            .iter()
            .for_each(|line| terminal::out(format!("  {line}")));
    }
}

/// The article a word of a file means.
async fn found(house: &House, word: &str) -> Result<String> {
    let paper = house.reading().await?;
    let mut session = paper.read().await?;
    let id = words::article(&mut session, word).await;
    let id = id.map_err(|failure| failure.about("translation_of"))?;
    Ok(id.to_string())
}

/// Says now what the gate will say.
async fn must_pass(
    house: &House,
    title: &Title,
    file: &ArticleFile,
    overrides: &[Override],
) -> Result<()> {
    let paper = house.reading().await?;
    let (copy, dated) = (file.copy.clone(), file.published);
    let findings = publishing::findings_of_file(&paper, title, copy, dated, &title.language).await;
    let findings: Vec<_> = findings
        .map_err(|error| words::told(error, &title.language))?
        .into_iter()
        .filter(|finding| !overrides.iter().any(|over| over.code == finding.code))
        .collect();
    if gate::blocks(&findings).is_empty() {
        return Ok(());
    }
    Err(words::told(
        Error::Refused(Refusal::Gate { findings }),
        &title.language,
    ))
}
