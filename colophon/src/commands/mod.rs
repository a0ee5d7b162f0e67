//! The commands. Each file is a family: what it takes, what it does, what it says.

mod article_files;
mod case;
mod change;
mod check;
mod comment;
mod demo;
mod desk;
mod document;
mod export;
mod import;
mod init;
mod keep;
mod listing;
mod live;
mod log;
mod manual;
mod measure;
mod newsroom;
mod page;
mod people;
mod placing;
mod programs;
mod publish;
mod report;
mod roster;
mod search;
mod section;
mod serve;
mod show;
mod source;
mod take;
mod theme;
mod title;
mod token;
mod topic;
mod typesetting;
mod verify;
mod webhook;

use crate::failure::{Failure, Result};
use crate::house::House;
use crate::orders::{Answer, Order};
use crate::settings::Environment;
use crate::terminal::{self, either};
use clap::{Args, Parser, Subcommand};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::path::PathBuf;

/// An online newspaper, or a network of them: it cannot publish an unsigned, undated, unsourced article by accident,
/// and it cannot change one in silence.
#[derive(Debug, Parser)]
#[command(name = "colophon", version, max_term_width = 100)]
#[command(
    after_help = "Begin with:\n  colophon demo\n  colophon init DIR --title NAME --host HOST --language it"
)]
pub(crate) struct Cli {
    #[command(flatten)]
    place: InPlace,
    #[command(subcommand)]
    command: Command,
}

/// Which newspaper a command is about.
#[derive(Debug, Clone, Args)]
pub(crate) struct InPlace {
    /// The newspaper's data folder [default: the current folder if it is one, else $COLOPHON_DATA]
    #[arg(long, global = true, value_name = "DIR", help_heading = "Where")]
    pub(crate) data: Option<PathBuf>,
    /// A settings file to use in place of DIR/colophon.toml
    #[arg(long, global = true, value_name = "FILE", help_heading = "Where")]
    pub(crate) config: Option<PathBuf>,
}

/// In whose name a deed is done.
#[derive(Debug, Clone, Args)]
pub(crate) struct By {
    /// The account the deed is done by
    #[arg(long = "as", global = true, value_name = "ACCOUNT", default_value = paper::actor::OPERATOR)]
    pub(crate) account: String,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Demo),
    Init(init::Init),
    Serve(serve::Serve),
    Title(title::Titles),
    Section(section::Sections),
    Topic(topic::Topics),
    Source(source::Sources),
    Page(page::Pages),
    Document(document::Documents),
    Contributor(people::Contributors),
    Account(people::Accounts),
    Deputy(people::Deputy),
    Newsroom(newsroom::Newsroom),
    Token(token::Tokens),
    Webhook(webhook::Webhooks),
    Theme(theme::Themes),
    Search(search::Searches),
    Check(check::Check),
    Publish(publish::Publish),
    File(publish::File),
    Correct(change::Correct),
    Clarify(change::Clarify),
    Update(change::Update),
    Typo(change::Typo),
    Style(change::Style),
    Live(live::Live),
    Reply(case::Reply),
    Withdraw(take::Withdraw),
    Kill(take::Kill),
    Reinstate(take::Reinstate),
    Redact(take::Redact),
    Schedule(desk::Schedule),
    Embargo(desk::Embargo),
    Hold(desk::Hold),
    Release(desk::Release),
    Spike(desk::Spike),
    Discard(desk::Discard),
    Place(placing::Place),
    Link(placing::Link),
    Pin(placing::Pin),
    Comment(comment::CommentCommand),
    Case(case::CaseCommand),
    Measure(measure::MeasureCommand),
    Show(show::Show),
    Jobs(listing::Jobs),
    Audit(listing::Audit),
    Import(import::Import),
    Log(log::Logs),
    Verify(verify::Verify),
    Backup(keep::Backup),
    Restore(keep::Restore),
    Export(export::Export),
    Doctor(keep::Doctor),
    Completions(manual::Completions),
    Man(manual::Man),
}

impl Cli {
    /// Runs the command.
    pub(crate) async fn run(self, environment: Environment) -> Result<()> {
        let at = At {
            place: self.place,
            environment,
        };
        match self.command {
            Command::Demo(command) => command.run(&at).await,
            Command::Init(command) => command.run(&at).await,
            Command::Serve(command) => command.run(&at).await,
            Command::Title(command) => command.run(&at).await,
            Command::Section(command) => command.run(&at).await,
            Command::Topic(command) => command.run(&at).await,
            Command::Source(command) => command.run(&at).await,
            Command::Page(command) => command.run(&at).await,
            Command::Document(command) => command.run(&at).await,
            Command::Contributor(command) => command.run(&at).await,
            Command::Account(command) => command.run(&at).await,
            Command::Deputy(command) => command.run(&at).await,
            Command::Newsroom(command) => command.run(&at).await,
            Command::Token(command) => command.run(&at).await,
            Command::Webhook(command) => command.run(&at).await,
            Command::Theme(command) => command.run(&at).await,
            Command::Search(command) => command.run(&at).await,
            Command::Check(command) => command.run(&at).await,
            Command::Publish(command) => command.run(&at).await,
            Command::File(command) => command.run(&at).await,
            Command::Correct(command) => command.run(&at).await,
            Command::Clarify(command) => command.run(&at).await,
            Command::Update(command) => command.run(&at).await,
            Command::Typo(command) => command.run(&at).await,
            Command::Style(command) => command.run(&at).await,
            Command::Live(command) => command.run(&at).await,
            Command::Reply(command) => command.run(&at).await,
            Command::Withdraw(command) => command.run(&at).await,
            Command::Kill(command) => command.run(&at).await,
            Command::Reinstate(command) => command.run(&at).await,
            Command::Redact(command) => command.run(&at).await,
            Command::Schedule(command) => command.run(&at).await,
            Command::Embargo(command) => command.run(&at).await,
            Command::Hold(command) => command.run(&at).await,
            Command::Release(command) => command.run(&at).await,
            Command::Spike(command) => command.run(&at).await,
            Command::Discard(command) => command.run(&at).await,
            Command::Place(command) => command.run(&at).await,
            Command::Link(command) => command.run(&at).await,
            Command::Pin(command) => command.run(&at).await,
            Command::Comment(command) => command.run(&at).await,
            Command::Case(command) => command.run(&at).await,
            Command::Measure(command) => command.run(&at).await,
            Command::Show(command) => command.run(&at).await,
            Command::Jobs(command) => command.run(&at).await,
            Command::Audit(command) => command.run(&at).await,
            Command::Import(command) => command.run(&at).await,
            Command::Log(command) => command.run(&at).await,
            Command::Verify(command) => command.run(&at).await,
            Command::Backup(command) => command.run(&at).await,
            Command::Restore(command) => command.run(&at).await,
            Command::Export(command) => command.run(&at).await,
            Command::Doctor(command) => command.run(&at).await,
            Command::Completions(command) => command.run(),
            Command::Man(command) => command.run(),
        }
    }
}

/// Where a command runs.
pub(crate) struct At {
    /// What its flags say.
    pub(crate) place: InPlace,
    /// What the environment says.
    pub(crate) environment: Environment,
}

impl At {
    /// The installation meant.
    pub(crate) fn house(&self) -> Result<House> {
        House::find(
            self.place.data.as_deref(),
            self.place.config.as_deref(),
            &self.environment,
        )
    }

    /// The language of the person at the terminal.
    pub(crate) fn language(&self) -> &str {
        &self.environment.language
    }

    /// Does one deed and puts everything down.
    pub(crate) async fn does(&self, by: &By, order: Order) -> Result<Answer> {
        let house = self.house()?;
        let mut hand = house.hand(&by.account);
        let outcome = hand.does(order).await;
        hand.rests().await;
        outcome
    }

    /// Does one deed and says that it is done, with the addresses concerned.
    pub(crate) async fn does_and_says(
        &self,
        by: &By,
        order: Order,
        it: &str,
        en: &str,
    ) -> Result<()> {
        let answer = self.does(by, order).await?;
        self.says(&answer, it, en);
        Ok(())
    }

    /// Says what was done.
    pub(crate) fn says(&self, answer: &Answer, it: &str, en: &str) {
        // One answer is in one language: that of the gate's warnings, where there are some.
        let language = answer.language.as_deref().unwrap_or(self.language());
        let mut line = either(language, it, en).to_owned();
        if let Some(revision) = answer.revision {
            let word = either(language, "revisione", "revision");
            line.push_str(&format!(", {word} {revision}"));
        }
        if let Some(at) = answer.at {
            let zone = answer.zone.as_deref().map(TimeZone::get);
            let zone = zone
                .and_then(std::result::Result::ok)
                .unwrap_or(TimeZone::UTC);
            line.push_str(&format!(", {}", terminal::moment(at, &zone)));
        }
        if let (Some(article), true) = (&answer.article, answer.urls.is_empty()) {
            line.push_str(&format!(": {article}"));
        }
        terminal::out(line);
        answer
            .urls
            .iter()
            .for_each(|url| terminal::out(format!("  {url}")));
        for (code, message) in &answer.warnings {
            let warning = either(language, "avviso", "warning");
            terminal::out(format!("  {warning}[{code}]: {message}"));
        }
    }
}

/// A word that is none of those there are, for arguments.
fn one_of(known: &[&str]) -> Failure {
    let known = known.join(", ");
    Failure::usage(format!("ci sono {known}"), format!("there are {known}"))
}

/// A moment as typed: an instant (`2026-11-25T06:30:00+01:00`), or local time where a title says the zone.
fn instant(text: &str, zone: &jiff::tz::TimeZone) -> Result<Timestamp> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at);
    }
    let local = local_time(text).map_err(|words| {
        let about = |language| format!("{text}: {}", words.say(language));
        Failure::usage(about("it"), about("en"))
    })?;
    Ok(paper::clock::at_local(local, zone)?)
}

/// Local date and time, for arguments.
fn local_time(text: &str) -> Result<jiff::civil::DateTime> {
    let plain = text.len() <= "2026-11-25T06:30:00".len();
    text.parse().ok().filter(|_| plain).ok_or_else(|| {
        Failure::usage(
            "si scrive come 2026-11-25T06:30",
            "it is written like 2026-11-25T06:30",
        )
    })
}
