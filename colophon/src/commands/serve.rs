//! `serve`: readers, operators, orders, worker.

use super::At;
use crate::failure::{Failure, Result};
use crate::house::{Hold, House, wait_for_lock};
use crate::serving::{self, Doors, Stop};
use clap::Args;
use std::path::Path;
use tracing_subscriber::EnvFilter;

/// Serve readers, until Ctrl-C
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  colophon serve --data /srv/gazzetta --listen 0.0.0.0:8080")]
pub(crate) struct Serve {
    #[command(flatten)]
    doors: Flags,
}

/// Where to listen.
#[derive(Debug, Args)]
pub(crate) struct Flags {
    /// Address and port for readers; port 0 takes a free one [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
    /// Address and port for health and figures, or `off` [default: 127.0.0.1:9180]
    #[arg(long, value_name = "ADDR|off")]
    ops: Option<String>,
}

impl Flags {
    /// Puts what the flags say over the settings.
    pub(crate) fn over(self, house: &mut House) {
        if let Some(listen) = self.listen {
            house.settings.listen = listen;
        }
        if let Some(ops) = self.ops {
            house.settings.ops = ops;
        }
    }
}

impl Serve {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let mut house = at.house()?;
        self.doors.over(&mut house);
        log_to_stderr(&house)?;
        house.folder.must_hold_record(&house.settings)?;
        let stop = Stop::listen()?;
        let _lock = match house.settings.database {
            None => match wait_for_lock(&house.folder).await? {
                Hold::Ours(lock) => Some(lock),
                Hold::Served | Hold::Busy => return Err(already_served(house.folder.root())),
            },
            Some(_) => None,
        };
        let paper = house.writing().await?;
        let mut session = paper.read().await?;
        if paper::network::find(&mut session).await?.is_none() {
            return Err(house.folder.no_record());
        }
        drop(session);
        let doors = Doors::open(&house).await?;
        serving::serve(&house, paper, doors, stop).await
    }
}

fn already_served(root: &Path) -> Failure {
    let name = root.display();
    Failure::new(
        format!(
            "{name}: un altro processo scrive in questa cartella; fermalo prima di colophon serve"
        ),
        format!("{name}: another process writes in this folder; stop it before colophon serve"),
    )
}

/// Log lines go to standard error; standard output is for what people and programs wait for.
pub(crate) fn log_to_stderr(house: &House) -> Result<()> {
    let filter = EnvFilter::try_new(&house.settings.log).map_err(|error| {
        Failure::new(
            format!("impostazione log: {error}"),
            format!("setting log: {error}"),
        )
    })?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .init();
    Ok(())
}
