//! `case` and `reply`: what readers report, and statements of persons concerned.

use super::{At, By};
use crate::failure::{Failure, Result, one_of};
use crate::orders::cases::case_id;
use crate::orders::{Cases, Order, Printed, words};
use crate::terminal::{self, either};
use clap::{Args, Subcommand};
use jiff::tz::TimeZone;
use paper::cases::{self, Alarm, Case, State, Subject, figures};
use paper::titles;
use serde_json::json;
use std::path::PathBuf;

/// Longest file with a statement, bytes: its most characters, each of four bytes.
const STATEMENT_BYTES_MAX: u64 = 4 * cases::TEXT_CHARS_MAX as u64;

/// Read and decide what readers report: errors, and statements to be printed
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  colophon case list --title gazzetta\n  colophon case answer 0192… --text \"La cifra è del ministero\" --as ines\n  colophon correct /2026/11/23/traghetto --case 0192… --replace \"quaranta\" \"quattordici\" --note \"…\" --as ines"
)]
pub(crate) struct CaseCommand {
    #[command(flatten)]
    by: By,
    #[command(subcommand)]
    deed: Deed,
}

#[derive(Debug, Subcommand)]
enum Deed {
    List(List),
    Show(Show),
    Answer(Answering),
    Refuse(Refuse),
    Link(Linking),
}

/// List cases, with the hours that are left for statements
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  colophon case list --title gazzetta")]
struct List {
    /// Its title: key or host
    #[arg(long)]
    title: String,
    /// open, answered, corrected, replied, refused
    #[arg(long, default_value = "open", value_parser = state)]
    state: State,
    /// Go on after this case
    #[arg(long, value_name = "ID")]
    after: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Show a case, and which revision it led to
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  colophon case show 0192…")]
struct Show {
    /// The case's id
    case: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Answer a report; the article stays as it is
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  colophon case answer 0192… --text \"La cifra è del ministero, 2 marzo 2026\" --as ines"
)]
struct Answering {
    /// The case's id
    case: String,
    /// What whoever sent it reads
    #[arg(long)]
    text: String,
}

/// Refuse a report or a statement, with the reason
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  colophon case refuse 0192… --reason \"L’articolo non nomina chi scrive\" --as ines"
)]
struct Refuse {
    /// The case's id
    case: String,
    /// Why; whoever sent it reads it
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

/// Say which revision, already out, mends what was reported
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  colophon case link 0192… --revision 3 --as ines")]
struct Linking {
    /// The case's id
    case: String,
    /// The revision's number
    #[arg(long, value_name = "N")]
    revision: u32,
}

/// Print a statement of a person concerned with a published article, in full and as prominently
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  colophon reply /2026/11/23/traghetto --case 0192… --as teresa\n  colophon reply /2026/11/23/traghetto --name \"Navilaguna spa\" --file lettera.txt --as teresa"
)]
pub(crate) struct Reply {
    #[command(flatten)]
    by: By,
    /// The article: its id or address
    article: String,
    /// The case in which it was sent; it is printed word for word
    #[arg(long, value_name = "ID", required_unless_present = "file", conflicts_with_all = ["file", "name"])]
    case: Option<String>,
    /// A file with the statement; empty lines divide paragraphs
    #[arg(long, value_name = "FILE", requires = "name")]
    file: Option<PathBuf>,
    /// Who makes it
    #[arg(long, value_name = "NAME", requires = "file")]
    name: Option<String>,
    /// What the newsroom adds for readers
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    note: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

fn state(word: &str) -> Result<State> {
    let all: Vec<&str> = State::ALL.iter().map(|state| state.word()).collect();
    State::parse(word).ok_or_else(|| one_of(&all.join(", ")))
}

impl CaseCommand {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let (order, it, en) = match self.deed {
            Deed::List(list) => return list.run(at).await,
            Deed::Show(show) => return show.run(at).await,
            Deed::Answer(Answering { case, text }) => {
                (Cases::Answer { case, text }, "Risposta data", "Answered")
            }
            Deed::Refuse(Refuse { case, reason }) => {
                (Cases::Refuse { case, reason }, "Rifiutato", "Refused")
            }
            Deed::Link(Linking { case, revision }) => {
                (Cases::Link { case, revision }, "Collegato", "Linked")
            }
        };
        let answer = at.does(&self.by, Order::Cases(order)).await?;
        let id = answer.id.unwrap_or_default();
        terminal::out(format!("{}: {id}", either(at.language(), it, en)));
        Ok(())
    }
}

impl List {
    async fn run(self, at: &At) -> Result<()> {
        let paper = at.house()?.reading().await?;
        let mut session = paper.read().await?;
        let title = words::title(&mut session, &self.title).await?;
        let after = self.after.as_deref().map(case_id).transpose()?;
        let limit = cases::PAGE_MAX;
        let listed = cases::list(&mut session, title.id, self.state, after, limit).await?;
        let figures = figures::of_title(&mut session, title.id, paper.now()).await?;
        if self.json {
            terminal::json(&json!({"cases": listed, "figures": figures}));
            return Ok(());
        }
        let zone = title.time_zone();
        listed
            .iter()
            .for_each(|case| line(at.language(), case, &zone));
        Ok(())
    }
}

/// A case in one line; a statement with the time until which it has to be decided.
fn line(language: &str, case: &Case, zone: &TimeZone) {
    let what = match case.subject {
        Subject::Error => either(language, "errore", "error"),
        Subject::Reply => either(language, "rettifica", "statement"),
    };
    let mut out = format!("{} {what}", case.id);
    if let (State::Open, Some(due)) = (case.state, case.due) {
        let until = either(language, "entro il", "by");
        out.push_str(&format!(" {until} {}", terminal::moment(due, zone)));
        out.push_str(match case.alarm {
            Alarm::Quiet => "",
            Alarm::Near => either(language, " (in scadenza)", " (running out)"),
            Alarm::Over => either(language, " (SCADUTA)", " (OVERDUE)"),
        });
    }
    let text = terminal::glimpse(&case.text);
    terminal::out(format!("{out} · {} · {text}", case.article));
}

impl Show {
    async fn run(self, at: &At) -> Result<()> {
        let paper = at.house()?.reading().await?;
        let mut session = paper.read().await?;
        let case = cases::find(&mut session, case_id(&self.case)?).await?;
        if self.json {
            terminal::json(&json!(case));
            return Ok(());
        }
        let zone = titles::by_id(&mut session, case.title).await?.time_zone();
        line(at.language(), &case, &zone);
        let whole = json!(case);
        terminal::fields(&whole);
        Ok(())
    }
}

impl Reply {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let statement = match (self.case, self.file) {
            (Some(case), _) => Printed::Case(case),
            (None, file) => {
                let file = file.unwrap_or_default();
                let text = read(&file)?;
                Printed::Words {
                    name: self.name.unwrap_or_default(),
                    text,
                }
            }
        };
        let order = Cases::Print {
            article: self.article,
            statement,
            note: self.note,
        };
        let answer = at.does(&self.by, Order::Cases(order)).await?;
        if self.json {
            terminal::json(
                &json!({"article": answer.article, "revision": answer.revision, "urls": answer.urls}),
            );
        } else {
            at.says(&answer, "Dichiarazione pubblicata", "Statement printed");
        }
        Ok(())
    }
}

/// The statement in a file of plain text.
fn read(file: &std::path::Path) -> Result<String> {
    let about = |words: &str| format!("{}: {words}", file.display());
    let length = std::fs::metadata(file)
        .map_err(|error| Failure::new(about(&error.to_string()), about(&error.to_string())))?
        .len();
    if length > STATEMENT_BYTES_MAX {
        return Err(paper::Refusal::TooLong {
            field: "text",
            chars_max: cases::TEXT_CHARS_MAX,
        }
        .into());
    }
    std::fs::read_to_string(file)
        .map_err(|error| Failure::new(about(&error.to_string()), about(&error.to_string())))
}
