//! An installation as a command finds it: its folder, its settings, and how a deed gets done in it.

use crate::failure::{Failure, Result};
use crate::folder::{Folder, Lock};
use crate::handing_over;
use crate::orders::{self, Answer, Bench, Errand, Order};
use crate::settings::{Environment, Settings, Tls};
use crate::system::System;
use paper::reading::title::Reach;
use paper::{Paper, Refusal};
use std::path::Path;
use std::time::Duration;

/// How long a command waits for another process that writes and takes no orders: another command, mostly.
const IN_USE_WAIT: Duration = Duration::from_secs(10);
/// How often it looks again meanwhile.
const LOOK_AGAIN: Duration = Duration::from_millis(25);

/// A data folder with its settings.
#[derive(Clone)]
pub(crate) struct House {
    /// The folder.
    pub(crate) folder: Folder,
    /// Its settings.
    pub(crate) settings: Settings,
    /// What the system handed over to who serves it.
    pub(crate) system: System,
}

impl House {
    /// The house a command is about.
    pub(crate) fn find(
        data: Option<&Path>,
        config: Option<&Path>,
        environment: &Environment,
    ) -> Result<House> {
        let folder = Folder::find(data, environment)?;
        Ok(House {
            system: environment.system.clone(),
            ..House::at(folder, config)?
        })
    }

    /// The house in this folder.
    pub(crate) fn at(folder: Folder, config: Option<&Path>) -> Result<House> {
        let settings = match config {
            Some(file) => Settings::read(file, true)?,
            None => Settings::read(&folder.settings(), false)?,
        };
        Ok(House {
            folder,
            settings,
            system: System::default(),
        })
    }

    /// The record, for reading, beside whoever writes it.
    pub(crate) async fn reading(&self) -> Result<Paper> {
        self.folder.must_hold_record(&self.settings)?;
        let place = self.folder.place(&self.settings);
        let opened = Paper::open_read_only(&place, &self.folder.media()).await;
        let paper = opened.map_err(|fault| self.unopened(&fault))?;
        self.set_mail(&paper)?;
        let mut session = paper.read().await?;
        match paper::network::find(&mut session).await {
            Ok(Some(_)) => {}
            // A server that answers and has no such table holds no newspaper yet.
            Err(_) if self.settings.database.is_some() => return Err(self.folder.no_record()),
            Ok(None) => return Err(self.folder.no_record()),
            Err(error) => return Err(error.into()),
        }
        drop(session);
        Ok(paper)
    }

    /// The record, for writing. The caller holds the lock, where there is one.
    pub(crate) async fn writing(&self) -> Result<Paper> {
        if self.settings.database.is_none() {
            self.folder.close_to_others()?;
        }
        let place = self.folder.place(&self.settings);
        let opened = Paper::open(&place, &self.folder.media()).await;
        let paper = opened.map_err(|fault| self.unopened(&fault))?;
        self.set_mail(&paper)?;
        self.keep_log(&paper).await;
        Ok(paper)
    }

    /// Has the files of the log kept in the folder. A disk that takes none stops no reader, and no deed that adds nothing to it.
    pub(crate) async fn keep_log(&self, paper: &Paper) {
        if let Err(fault) = paper.keep_log_in(self.folder.root()).await {
            tracing::error!("The log could not be written: {fault}");
        }
    }

    /// Says to the record which mail server mails go out by, where one is set.
    fn set_mail(&self, paper: &Paper) -> Result<()> {
        if let Some(mail) = &self.settings.mail {
            paper.send_mails_by(mail.mail_server()?);
        }
        Ok(())
    }

    /// A record that does not open: what to look at. The server's address may hold a password and is not told.
    fn unopened(&self, fault: &paper::Fault) -> Failure {
        if fault.has_remedy {
            return Failure::new(fault.say("it"), fault.say("en"));
        }
        match self.settings.database {
            Some(_) => Failure::new(
                format!(
                    "{fault}; controlla che il server PostgreSQL indicato in database funzioni e ci lasci entrare"
                ),
                format!(
                    "{fault}; see that the PostgreSQL server named in database runs and lets us in"
                ),
            ),
            None => Failure::new(
                format!(
                    "{fault}; vedi con colophon doctor, o riprendi l’ultima copia con colophon restore"
                ),
                format!(
                    "{fault}; look with colophon doctor, or take the last copy back with colophon restore"
                ),
            ),
        }
    }

    /// How readers reach this house, if it listens on this port.
    pub(crate) fn reach(&self, listening: Option<u16>) -> Reach {
        let own = match self.settings.scheme.as_str() {
            "https" => 443,
            _ => 80,
        };
        // With https by somebody else who holds the certificate, its port is not ours.
        let listened = if own == 443 && self.settings.tls == Tls::Off {
            None
        } else {
            listening.or_else(|| port_of(&self.settings.listen))
        };
        let port = self
            .settings
            .public_port
            .or(listened)
            .filter(|port| *port != own);
        Reach {
            scheme: self.settings.scheme.clone(),
            port,
        }
    }

    /// Somebody who does deeds here, in the name of an account.
    pub(crate) fn hand<'a>(&'a self, account: &str) -> Hand<'a> {
        Hand {
            house: self,
            account: account.to_owned(),
            own: None,
        }
    }
}

/// Who holds a folder, once it was waited for.
pub(crate) enum Hold {
    /// This process.
    Ours(Lock),
    /// A server, which takes orders.
    Served,
    /// Another process, for longer than anybody waits.
    Busy,
}

/// Takes the folder's lock. A command that holds it is waited for, for some seconds; a server is not.
///
/// # Errors
/// Where the lock file cannot be opened.
pub(crate) async fn wait_for_lock(folder: &Folder) -> Result<Hold> {
    let mut tick = tokio::time::interval(LOOK_AGAIN);
    let mut told = false;
    let looking = async {
        loop {
            tick.tick().await;
            if let Some(lock) = folder.try_lock()? {
                return Ok(Hold::Ours(lock));
            }
            if handing_over::answers(&folder.socket()).await {
                return Ok(Hold::Served);
            }
            if !std::mem::replace(&mut told, true) {
                tracing::info!("Another process writes in the folder; waiting for it");
            }
        }
    };
    tokio::time::timeout(IN_USE_WAIT, looking)
        .await
        .unwrap_or(Ok(Hold::Busy))
}

/// The port in `address:port`.
pub(crate) fn port_of(address: &str) -> Option<u16> {
    address
        .rsplit_once(':')
        .and_then(|(_, port)| port.parse().ok())
}

/// Does deeds: itself, if nobody else writes in the folder; by handing them to the server that does.
pub(crate) struct Hand<'a> {
    house: &'a House,
    account: String,
    own: Option<(Bench, Option<Lock>)>,
}

impl Hand<'_> {
    /// Does one deed.
    pub(crate) async fn does(&mut self, order: Order) -> Result<Answer> {
        let errand = Errand {
            account: self.account.clone(),
            order,
        };
        if self.own.is_none() && !self.take_hold().await? {
            return self.hand_over(&errand).await;
        }
        match &self.own {
            Some((bench, _)) => orders::carry_out(bench, errand).await,
            None => Err(self.in_use()),
        }
    }

    /// Puts down what it holds. What is on disk is whole before, too; after it others need not wait.
    pub(crate) async fn rests(self) {
        if let Some((bench, _lock)) = self.own {
            bench.paper.close().await;
        }
    }

    /// Takes hold of the record; false if a server holds it and takes orders.
    async fn take_hold(&mut self) -> Result<bool> {
        let House {
            folder, settings, ..
        } = self.house;
        folder.must_hold_record(settings)?;
        if settings.database.is_some() {
            self.own = Some((self.bench().await?, None));
            return Ok(true);
        }
        match wait_for_lock(folder).await? {
            Hold::Ours(lock) => {
                self.own = Some((self.bench().await?, Some(lock)));
                Ok(true)
            }
            Hold::Served => Ok(false),
            Hold::Busy => Err(self.in_use()),
        }
    }

    async fn bench(&self) -> Result<Bench> {
        Ok(Bench {
            paper: self.house.writing().await?,
            reach: self.house.reach(None),
        })
    }

    async fn hand_over(&self, errand: &Errand) -> Result<Answer> {
        handing_over::hand_over(&self.house.folder.socket(), errand)
            .await?
            .ok_or_else(|| self.in_use())
    }

    fn in_use(&self) -> Failure {
        Refusal::FolderInUse {
            folder: self.house.folder.root().display().to_string(),
        }
        .into()
    }
}
