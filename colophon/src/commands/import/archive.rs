//! `import archive`: a folder of `export` becomes a newspaper again.

use crate::commands::export::told;
use crate::commands::init::{forget_record, write_settings};
use crate::commands::{At, By};
use crate::failure::{Failure, Result, with_file};
use crate::folder::Folder;
use crate::house::House;
use crate::orders::{Order, People};
use crate::terminal::{self, either};
use ::archive::{Archive, Home, Received};
use clap::Args;
use paper::{Paper, people};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Make a newspaper of an archive: the same, row for row, or nothing; accounts come without passwords
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  colophon import archive gazzetta-2026 --data /srv/gazzetta-again\n  colophon import archive gazzetta-2026 --data /srv/gazzetta-again --invite\n\nThe folder is a new one, or one just made with colophon init. Everything in the archive is checked before anything of it\nis kept: checksums, the hash of each revision, what names what."
)]
pub(crate) struct FromArchive {
    /// The archive: a folder that colophon export wrote
    archive: PathBuf,
    /// Keep the record on a PostgreSQL server instead of a file: postgres://user:password@host/base
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Print for each open account the address by which somebody chooses a password, good once, for a day
    #[arg(long)]
    invite: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl FromArchive {
    pub(super) async fn run(self, at: &At, by: &By) -> Result<()> {
        // Named, never guessed: it fills a folder.
        let root = at.place.data.as_deref().ok_or_else(|| {
            Failure::usage(
                "import archive vuole --data DIR, la cartella da riempire",
                "import archive wants --data DIR, the folder to fill",
            )
        })?;
        let name = self.archive.display().to_string();
        let archive = Archive::open(&self.archive)?;
        let mut house = House::at(Folder::at(root), at.place.config.as_deref())?;
        if self.database.is_some() {
            house.settings.database.clone_from(&self.database);
        }
        let made = !root.exists();
        house.folder.may_be_looked_into()?;
        if root.is_file() {
            return Err(with_file(root, &std::io::ErrorKind::NotADirectory.into()));
        }
        let fresh = house.settings.database.is_none() && !house.folder.database().exists();
        house.folder.make()?;
        let Some(lock) = house.folder.try_lock()? else {
            return Err(in_use(&house));
        };
        let outcome = fill(&house, &archive, &by.account, at.language()).await;
        if outcome.is_err() && fresh {
            forget_record(&house);
        }
        if outcome.is_err() && made {
            house.folder.unmake();
        }
        let received = outcome.map_err(|failure| failure.about(&name))?;
        write_settings(&house, self.database.as_deref())?;
        drop(lock);
        let invitations = match self.invite {
            true => invitations(&house, at, by).await?,
            false => Vec::new(),
        };
        self.say(at, &archive, &received, &invitations);
        Ok(())
    }

    fn say(
        &self,
        at: &At,
        archive: &Archive,
        received: &Received,
        invitations: &[(String, String)],
    ) {
        if self.json {
            let links: Vec<Value> = invitations
                .iter()
                .map(|(account, link)| json!({"account": account, "link": link}))
                .collect();
            terminal::json(
                &json!({"network": archive.manifest().network, "made": archive.manifest().made,
                "rows": received.rows, "media": received.media, "themes": received.themes, "files": received.files,
                "left_out": archive.manifest().left_out, "invitations": links}),
            );
            return;
        }
        let (network, made) = (&archive.manifest().network.name, archive.manifest().made);
        terminal::out(match at.language().starts_with("it") {
            true => format!("{network}: tutto com’era il {made}"),
            false => format!("{network}: everything as it was at {made}"),
        });
        told(&received.rows, received.media, received.files);
        for left in &archive.manifest().left_out {
            let words = either(
                at.language(),
                "mancava già nell’archivio",
                "was missing in the archive already",
            );
            terminal::out(format!("  {left} {words}"));
        }
        for (account, link) in invitations {
            terminal::out(format!("  {account}  {link}"));
        }
        if invitations.is_empty() {
            terminal::out(either(
                at.language(),
                "Gli account sono tornati senza password: colophon account invite NOME dà a ognuno un indirizzo per sceglierne una",
                "Accounts came without passwords: colophon account invite NAME gives each an address to choose one",
            ));
        }
    }
}

fn in_use(house: &House) -> Failure {
    let name = house.folder.root().display();
    Failure::new(
        format!(
            "{name}: un server o un comando lavora in questa cartella; fermalo, o indicane una nuova"
        ),
        format!("{name}: a server or command works in this folder; stop it, or name a new one"),
    )
}

async fn fill(house: &House, archive: &Archive, by: &str, language: &str) -> Result<Received> {
    let paper = house.writing().await?;
    let home = Home {
        media: house.folder.media(),
        themes: house.folder.themes(),
    };
    let mut progress = crate::commands::export::progress(language);
    let received = archive.bring_back(&paper, by, &home, &mut progress).await;
    paper.close().await;
    Ok(received?)
}

/// An invitation for each open account: its handle, and the address.
async fn invitations(house: &House, at: &At, by: &By) -> Result<Vec<(String, String)>> {
    let paper = house.reading().await?;
    let handles = open_accounts(&paper).await;
    paper.close().await;
    let mut invitations = Vec::new();
    for handle in handles? {
        let order = People::Invite {
            handle: handle.clone(),
            mail: false,
        };
        let answer = at.does(by, Order::People(order)).await?;
        invitations.push((handle, answer.secret.unwrap_or_default()));
    }
    Ok(invitations)
}

async fn open_accounts(paper: &Paper) -> Result<Vec<String>> {
    let mut session = paper.read().await?;
    let mut handles = Vec::new();
    let mut after = String::new();
    loop {
        let page = people::accounts(&mut session, &after).await?;
        let Some(last) = page.last() else {
            return Ok(handles);
        };
        after.clone_from(&last.handle);
        let open = page.into_iter().filter(|account| account.active);
        handles.extend(open.map(|account| account.handle));
    }
}
