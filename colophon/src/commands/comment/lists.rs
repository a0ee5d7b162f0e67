//! `comment list`, `show`, `bans`, `notices`: what moderators read.

use crate::commands::At;
use crate::failure::{Result, one_of};
use crate::orders::comments::{comment_id, notice_id};
use crate::orders::words;
use crate::terminal::{self, either};
use clap::Args;
use paper::comments::State;
use paper::comments::queue::{self, Entry};
use paper::comments::{banning, notices};
use serde_json::json;

/// List what waits, with floods folded into one line each
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  colophon comment list --title gazzetta --state held")]
pub(super) struct List {
    /// Its title: key or host
    #[arg(long)]
    title: String,
    /// held, approved, rejected, hidden
    #[arg(long, default_value = "held", value_parser = state)]
    state: State,
    /// Only the comments of this folded group
    #[arg(long, default_value = "", hide_default_value = true)]
    group: String,
    /// Go on after this comment
    #[arg(long, value_name = "ID")]
    after: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Show a comment, what the rules noticed and why
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  colophon comment show 0192…")]
pub(super) struct Show {
    /// The comment's id
    comment: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// List the bans that hold
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  colophon comment bans --title gazzetta")]
pub(super) struct Bans {
    /// Of which title: key or host
    #[arg(long)]
    title: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// List readers' notices about comments, with figures
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  colophon comment notices --title gazzetta")]
pub(super) struct Notices {
    /// Of which title: key or host
    #[arg(long)]
    title: String,
    /// Those that are decided
    #[arg(long)]
    decided: bool,
    /// Go on after this notice
    #[arg(long, value_name = "ID")]
    after: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

fn state(word: &str) -> Result<State> {
    State::parse(word).ok_or_else(|| one_of("held, approved, rejected, hidden, erased"))
}

impl List {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let paper = at.house()?.reading().await?;
        let mut session = paper.read().await?;
        let title = words::title(&mut session, &self.title).await?;
        if self.state == State::Held && self.group.is_empty() && self.after.is_none() {
            let queue = queue::waiting(&mut session, title.id, &title.key).await?;
            if self.json {
                terminal::json(&json!(queue));
                return Ok(());
            }
            for group in &queue.groups {
                let waiting = either(at.language(), "in attesa", "waiting");
                let away = either(at.language(), "non accolti", "turned away");
                terminal::out(format!(
                    "[{}] {} {waiting}, {} {away} · {}",
                    group.group, group.waiting, group.turned_away, group.first
                ));
            }
            queue.comments.iter().for_each(line);
            return Ok(());
        }
        let after = match self.after.as_deref().map(comment_id).transpose()? {
            Some(id) => Some(queue::place_of(&mut session, id).await?),
            None => None,
        };
        let (id, most) = (title.id, queue::PAGE_MAX);
        let page = queue::page(&mut session, id, self.state, &self.group, after, most).await?;
        if self.json {
            terminal::json(&json!({"comments": page}));
        } else {
            page.iter().for_each(line);
        }
        Ok(())
    }
}

/// A comment in one line: what a terminal shows of it has no control characters.
fn line(entry: &Entry) {
    let text = terminal::glimpse(&entry.text);
    let flags = if entry.flags.is_empty() {
        String::new()
    } else {
        format!(" ({})", entry.flags)
    };
    terminal::out(format!(
        "{} {} · {}{flags}: {text}",
        entry.id, entry.at, entry.name
    ));
}

/// A notice: who says what of which comment, and what came of it.
fn said(notice: &notices::Notice) {
    let from: Vec<&str> = [notice.name.as_str(), notice.email.as_str()]
        .into_iter()
        .filter(|word| !word.is_empty())
        .collect();
    let from = match from.join(", ") {
        from if from.is_empty() => from,
        from => format!(" · {from}"),
    };
    terminal::out(format!(
        "{} {} · {} → {}{from}: {}",
        notice.id, notice.at, notice.ground, notice.comment, notice.explanation
    ));
    if let Some(at) = notice.decided_at {
        terminal::out(format!(
            "    {} {at} · {}: {}",
            notice.outcome, notice.decided_by, notice.reason
        ));
    }
}

impl Show {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let paper = at.house()?.reading().await?;
        let mut session = paper.read().await?;
        let id = comment_id(&self.comment)?;
        let (entry, opinion) = queue::judged(&mut session, id).await?;
        let mut whole = json!(entry);
        if let (Some(opinion), Some(fields)) = (&opinion, whole.as_object_mut()) {
            fields.insert("spam".to_owned(), json!(opinion.spam));
            fields.insert("spam_words".to_owned(), json!(opinion.words));
        }
        if self.json {
            terminal::json(&whole);
            return Ok(());
        }
        terminal::fields(&whole);
        Ok(())
    }
}

impl Bans {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let house = at.house()?;
        let paper = house.reading().await?;
        let mut session = paper.read().await?;
        let title = words::title(&mut session, &self.title).await?;
        let bans =
            banning::list(&mut session, title.id, paper.now(), None, banning::PAGE_MAX).await?;
        if self.json {
            terminal::json(&json!({"bans": bans}));
            return Ok(());
        }
        for ban in bans {
            let until = ban.until.map(|until| until.to_string()).unwrap_or_default();
            terminal::out(format!(
                "{} {} {} {until} · {} ({})",
                ban.id, ban.kind, ban.hint, ban.reason, ban.by
            ));
        }
        Ok(())
    }
}

impl Notices {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let paper = at.house()?.reading().await?;
        let mut session = paper.read().await?;
        let title = words::title(&mut session, &self.title).await?;
        let after = match &self.after {
            Some(word) => {
                let notice = notices::find(&mut session, notice_id(word)?).await?;
                Some((notice.at, notice.id))
            }
            None => None,
        };
        let (open, most) = (!self.decided, notices::PAGE_MAX);
        let listed = notices::list(&mut session, title.id, open, after, most).await?;
        let figures = notices::figures(&mut session, title.id).await?;
        if self.json {
            terminal::json(&json!({"notices": listed, "figures": figures}));
            return Ok(());
        }
        for notice in listed {
            said(&notice);
        }
        let said = either(
            at.language(),
            "aperte {open}, lasciati {kept}, tolti {hidden}",
            "open {open}, kept {kept}, hidden {hidden}",
        );
        terminal::out(
            said.replace("{open}", &figures.open.to_string())
                .replace("{kept}", &figures.kept.to_string())
                .replace("{hidden}", &figures.hidden.to_string()),
        );
        Ok(())
    }
}
