//! `jobs` and `audit`: what waits, and what was done.

use super::At;
use crate::failure::Result;
use crate::orders::words;
use crate::terminal;
use clap::Args;
use jiff::tz::TimeZone;
use paper::{Session, audit, jobs, titles};
use serde_json::json;

/// List the jobs that wait or failed
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  colophon jobs")]
pub(crate) struct Jobs {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Show the audit trail: who did what, the newest first
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  colophon audit\n  colophon audit /2026/11/23/traghetto")]
pub(crate) struct Audit {
    /// Only what was done to this article: its id or address
    article: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// The zones people read times in: each title's own, the first title's for what concerns none.
struct Zones {
    first: TimeZone,
    titles: Vec<(String, TimeZone)>,
}

impl Zones {
    async fn of(session: &mut Session) -> Result<Zones> {
        let titles = titles::all(session).await?;
        let titles: Vec<(String, TimeZone)> = titles
            .into_iter()
            .map(|title| (title.key.clone(), title.time_zone()))
            .collect();
        Ok(Zones {
            first: titles
                .first()
                .map_or(TimeZone::UTC, |(_, zone)| zone.clone()),
            titles,
        })
    }

    fn of_title(&self, key: Option<&str>) -> &TimeZone {
        self.titles
            .iter()
            .find(|(title, _)| Some(title.as_str()) == key)
            .map_or(&self.first, |(_, zone)| zone)
    }
}

impl Jobs {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let paper = at.house()?.reading().await?;
        let mut session = paper.read().await?;
        let pending = jobs::pending(&mut session).await?;
        if self.json {
            let listed: Vec<_> = pending
                .iter()
                .map(|job| {
                    json!({"kind": job.kind, "key": job.key, "state": job.state, "due_at": job.due_at,
                           "attempts": job.attempts, "last_error": job.last_error})
                })
                .collect();
            terminal::json(&json!({"jobs": listed}));
            return Ok(());
        }
        let zones = Zones::of(&mut session).await?;
        for job in pending {
            let why = if job.last_error.is_empty() {
                String::new()
            } else {
                format!(" · {}", job.last_error)
            };
            terminal::out(format!(
                "{:<8} {} {} · {}{why}",
                job.state,
                terminal::moment(job.due_at, &zones.first),
                job.kind,
                job.key
            ));
        }
        Ok(())
    }
}

impl Audit {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let paper = at.house()?.reading().await?;
        let mut session = paper.read().await?;
        let lines = match &self.article {
            Some(word) => {
                let id = words::article(&mut session, word).await?;
                audit::of_article(&mut session, id).await?
            }
            None => audit::newest(&mut session).await?,
        };
        if self.json {
            let listed: Vec<_> = lines
                .iter()
                .map(|line| {
                    let detail: serde_json::Value = serde_json::from_str(&line.detail).unwrap_or_default();
                    json!({"at": line.at, "actor": line.actor, "deed": line.deed, "title": line.title,
                           "article": line.article, "detail": detail})
                })
                .collect();
            terminal::json(&json!({"lines": listed}));
            return Ok(());
        }
        let zones = Zones::of(&mut session).await?;
        for line in lines {
            let at = terminal::moment(line.at, zones.of_title(line.title.as_deref()));
            let title = line.title.map(|key| format!(" {key}")).unwrap_or_default();
            let article = line.article.map(|id| format!(" {id}")).unwrap_or_default();
            terminal::out(format!(
                "{at} {} · {}{title}{article} {}",
                line.actor, line.deed, line.detail
            ));
        }
        Ok(())
    }
}
