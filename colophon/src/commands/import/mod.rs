//! `import`: what comes from elsewhere.

mod archive;

use super::{At, By};
use crate::failure::Result;
use clap::{Args, Subcommand};

/// Bring in a newspaper: archive
#[derive(Debug, Args)]
pub(crate) struct Import {
    #[command(flatten)]
    by: By,
    #[command(subcommand)]
    source: Source,
}

#[derive(Debug, Subcommand)]
enum Source {
    Archive(archive::FromArchive),
}

impl Import {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        match self.source {
            Source::Archive(command) => command.run(at, &self.by).await,
        }
    }
}
