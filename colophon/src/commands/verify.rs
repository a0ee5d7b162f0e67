//! `verify`: checks any site like this one, trusting nothing but its public key.

use super::At;
use crate::failure::{Failure, Result};
use crate::verifying::known::Known;
use crate::verifying::signed::Signed;
use crate::verifying::site::Site;
use crate::verifying::{Checked, Steps, article, audit, ended, saved, witnessed};
use clap::Args;
use std::path::{Path, PathBuf};
use tlog::{Key, Witness};

/// Check an article, its history and the public log of any site like this one, or a folder of saved proofs
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  colophon verify https://gazzetta.example/2026/11/23/traghetto\n  colophon verify https://gazzetta.example/ --all\n  colophon verify proofs/\n\nThe first time, the key is taken from the site, unless --key gives it; what was seen is kept in your own data, so that a site that changes its past is found out.\nA folder holds FILE.tlog-proof, beside it FILE.canonical, and the key in log.vkey; or it is one that colophon export --proofs made."
)]
pub(crate) struct Verify {
    /// The address of an article or of a site, or a folder
    #[arg(value_name = "URL|FOLDER")]
    what: String,
    /// More articles of the same site, by path
    #[arg(long, value_name = "PATH")]
    article: Vec<String>,
    /// Every entry of the log and every article the site lists
    #[arg(long)]
    all: bool,
    /// The log's public key, if you know it from elsewhere
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// The public key of a witness that must have cosigned the checkpoint (C2SP tlog-cosignature); once for each
    #[arg(long, value_name = "KEY")]
    witness: Vec<String>,
    /// Where to keep what was seen [default: your own data folder]
    #[arg(long, value_name = "DIR")]
    known: Option<PathBuf>,
}

impl Verify {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let key = match &self.key {
            None => None,
            Some(text) => Some(Key::parse(text).map_err(|wrong| {
                Failure::new(format!("--key: {wrong}"), format!("--key: {wrong}"))
            })?),
        };
        let read = |text: &String| {
            Witness::parse(text).map_err(|wrong| {
                Failure::new(format!("--witness: {wrong}"), format!("--witness: {wrong}"))
            })
        };
        let witnesses = self.witness.iter().map(read).collect::<Result<Vec<_>>>()?;
        let mut steps = Steps::new(at.language());
        let folder = Path::new(&self.what);
        let outcome = if folder.is_dir() {
            saved::check(folder, key, &witnesses, &mut steps)
        } else {
            let (site, path) = Site::of(&self.what)?;
            let known = Known::of(&self.kept_in(at)?, &site.host);
            self.site(&site, &path, &known, (key, &witnesses), &mut steps)
                .await
        };
        ended(steps, outcome)
    }

    async fn site(
        &self,
        site: &Site,
        path: &str,
        known: &Known,
        (key, witnesses): (Option<Key>, &[Witness]),
        steps: &mut Steps<'_>,
    ) -> Checked<()> {
        let mut signed = Signed::of(site, known, key, steps).await?;
        witnessed(&signed.note, witnesses, steps)?;
        let own = (path != "/").then(|| path.to_owned());
        for path in own.iter().chain(&self.article) {
            article::check(site, &mut signed, path, steps).await?;
        }
        if self.all {
            let chains = audit::log(site, known, &mut signed, steps).await?;
            audit::articles(site, known, &mut signed, &chains, steps).await?;
        }
        Ok(())
    }

    fn kept_in(&self, at: &At) -> Result<PathBuf> {
        if let Some(folder) = &self.known {
            return Ok(folder.clone());
        }
        match &at.environment.home {
            Some(home) => Ok(home.join("colophon").join("known")),
            None => Err(Failure::usage(
                "indica con --known DIR dove tenere ciò che si è visto",
                "name with --known DIR where to keep what was seen",
            )),
        }
    }
}
