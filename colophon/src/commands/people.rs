//! `contributor`, `account`, `deputy`: who is credited, who may do what, who stands in for the director.

use super::{At, By, instant, one_of, roster};
use crate::failure::{Failure, Result};
use crate::orders::{Order, People, Right as Granted, words};
use crate::terminal::{self, either};
use clap::{Args, Subcommand};
use paper::people::AboutContributor;
use paper::rights::Role;
use std::collections::BTreeMap;

/// People who are credited, and need no account: add, list, show
#[derive(Debug, Args)]
pub(crate) struct Contributors {
    #[command(flatten)]
    by: By,
    #[command(subcommand)]
    deed: ContributorDeed,
}

#[derive(Debug, Subcommand)]
enum ContributorDeed {
    /// Tell readers about a contributor, or change what is told
    #[command(
        after_help = "Example:\n  colophon contributor add \"Ada Morin\" --role it=cronista --bio it=\"Segue le isole.\""
    )]
    Add {
        /// The name as bylines print it
        name: String,
        /// The word in the address [default: made of the name]
        #[arg(long, default_value = "", hide_default_value = true)]
        slug: String,
        /// Job or beat, by language
        #[arg(long, value_name = "LANGUAGE=TEXT", value_parser = super::title::pair)]
        role: Vec<(String, String)>,
        /// A sentence or two, by language
        #[arg(long, value_name = "LANGUAGE=TEXT", value_parser = super::title::pair)]
        bio: Vec<(String, String)>,
        /// A public address
        #[arg(long, default_value = "", hide_default_value = true)]
        email: String,
    },
    /// List the contributors something is told about
    #[command(after_help = "Example:\n  colophon contributor list")]
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Show what is told about a contributor
    #[command(after_help = "Example:\n  colophon contributor show ada-morin")]
    Show {
        /// The word in the address
        slug: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

/// Accounts and their rights: add, list, show, close, open, invite, reset, email, sign-out, grant, revoke
#[derive(Debug, Args)]
pub(crate) struct Accounts {
    #[command(flatten)]
    by: By,
    #[command(subcommand)]
    deed: AccountDeed,
}

#[derive(Debug, Subcommand)]
enum AccountDeed {
    /// Open an account, without any right yet
    #[command(after_help = "Example:\n  colophon account add teresa --name \"Teresa Ghis\"")]
    Add {
        /// The word it is named by (a–z, 0–9, hyphen)
        handle: String,
        /// The person
        #[arg(long)]
        name: String,
        /// Where to write to
        #[arg(long, default_value = "", hide_default_value = true)]
        email: String,
    },
    /// List the accounts with their rights
    #[command(after_help = "Example:\n  colophon account list")]
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Show an account: its address, its rights, what it signs in with, where it is signed in
    #[command(after_help = "Example:\n  colophon account show teresa")]
    Show {
        /// The account
        handle: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Close an account: it does nothing from now on
    #[command(after_help = "Example:\n  colophon account close teresa")]
    Close {
        /// The account
        handle: String,
    },
    /// Open an account again that was closed, with the rights it had
    #[command(after_help = "Example:\n  colophon account open teresa")]
    Open {
        /// The account
        handle: String,
    },
    /// Print the address by which somebody new chooses a password; good once, for 24 hours
    #[command(
        after_help = "Examples:\n  colophon account invite teresa\n  colophon account invite teresa --mail"
    )]
    Invite {
        /// The account
        handle: String,
        /// Send it to the account's address instead, by the mail server of the settings
        #[arg(long)]
        mail: bool,
    },
    /// Change the address mails to an account go to; the old one and the new one are told
    #[command(
        after_help = "Examples:\n  colophon account email teresa teresa@gazzetta.example\n  colophon account email teresa \"\""
    )]
    Email {
        /// The account
        handle: String,
        /// The address; empty for none
        address: String,
    },
    /// Print the address by which somebody chooses another password; good once, for an hour
    #[command(
        after_help = "Examples:\n  colophon account reset teresa\n  colophon account reset teresa --second-factor\n\nUsing it ends every session of the account. A second factor stays, unless it is lost too."
    )]
    Reset {
        /// The account
        handle: String,
        /// Take away its passkeys, code generator and recovery codes too: its owner has lost them
        #[arg(long)]
        second_factor: bool,
        /// Send it to the account's address instead, by the mail server of the settings
        #[arg(long)]
        mail: bool,
    },
    /// End every session of an account at once
    #[command(after_help = "Example:\n  colophon account sign-out teresa")]
    SignOut {
        /// The account
        handle: String,
    },
    /// Give an account a role
    #[command(
        after_help = "Example:\n  colophon account grant teresa --role director --title gazzetta"
    )]
    Grant(Right),
    /// Take a role back
    #[command(
        after_help = "Example:\n  colophon account revoke teresa --role director --title gazzetta"
    )]
    Revoke(Right),
}

/// A role somewhere.
#[derive(Debug, Args)]
struct Right {
    /// The account
    handle: String,
    /// reporter, editor, director, moderator, publisher or operator
    #[arg(long, value_parser = role)]
    role: Role,
    /// Key or host of the title [default: all titles]
    #[arg(long)]
    title: Option<String>,
    /// Slug of the section [default: all sections]
    #[arg(long, requires = "title", value_name = "SLUG")]
    section: Option<String>,
}

pub(super) fn role(word: &str) -> Result<Role> {
    Role::parse(word).ok_or_else(|| {
        let all: Vec<&str> = Role::ALL.iter().map(|role| role.word()).collect();
        one_of(&all)
    })
}

/// Name who stands in for the director of a title
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  colophon deputy bruno --title gazzetta --until 2026-11-25T08:00 --as teresa\n  colophon deputy bruno --title gazzetta --end --as teresa"
)]
pub(crate) struct Deputy {
    #[command(flatten)]
    by: By,
    /// The account
    handle: String,
    /// Key or host of the title
    #[arg(long)]
    title: String,
    /// From when [default: now]
    #[arg(long, value_name = "TIME", conflicts_with = "end")]
    from: Option<String>,
    /// Until when, in the title's zone
    #[arg(
        long,
        value_name = "TIME",
        required_unless_present = "end",
        conflicts_with = "end"
    )]
    until: Option<String>,
    /// Ends the turns of this person: the one begun now, those to come before they begin
    #[arg(long)]
    end: bool,
}

impl Contributors {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        match self.deed {
            ContributorDeed::Add {
                name,
                slug,
                role,
                bio,
                email,
            } => {
                let about = AboutContributor {
                    slug,
                    name,
                    role: by_language(role),
                    bio: by_language(bio),
                    email,
                };
                at.does_and_says(
                    &self.by,
                    Order::People(People::Contributor(about)),
                    "Fatto",
                    "Done",
                )
                .await
            }
            ContributorDeed::List { json } => roster::list_contributors(at, json).await,
            ContributorDeed::Show { slug, json } => roster::show_contributor(at, &slug, json).await,
        }
    }
}

fn by_language(pairs: Vec<(String, String)>) -> BTreeMap<String, String> {
    pairs.into_iter().collect()
}

impl Accounts {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let order = match self.deed {
            AccountDeed::Add {
                handle,
                name,
                email,
            } => People::Open {
                handle,
                name,
                email,
            },
            AccountDeed::Close { handle } => People::Close { handle },
            AccountDeed::Open { handle } => People::Reopen { handle },
            AccountDeed::Invite { handle, mail } => {
                return tell(at, &self.by, People::Invite { handle, mail }).await;
            }
            AccountDeed::Email { handle, address } => People::Email { handle, address },
            AccountDeed::Reset {
                handle,
                second_factor,
                mail,
            } => {
                let order = People::Reset {
                    handle,
                    second_factor,
                    mail,
                };
                return tell(at, &self.by, order).await;
            }
            AccountDeed::SignOut { handle } => People::SignOut { handle },
            AccountDeed::Grant(right) => People::Grant(right.named()),
            AccountDeed::Revoke(right) => People::Revoke(right.named()),
            AccountDeed::List { json } => return roster::list_accounts(at, json).await,
            AccountDeed::Show { handle, json } => {
                return roster::show_account(at, &handle, json).await;
            }
        };
        at.does_and_says(&self.by, Order::People(order), "Fatto", "Done")
            .await
    }
}

impl Right {
    fn named(self) -> Granted {
        Granted {
            handle: self.handle,
            role: self.role,
            title: self.title,
            section: self.section,
        }
    }
}

/// Prints the address of a link, alone; or where it goes by mail.
async fn tell(at: &At, by: &By, order: People) -> Result<()> {
    let answer = at.does(by, Order::People(order)).await?;
    if let Some(to) = answer.to {
        let words = either(
            at.language(),
            "Parte appena un server è in funzione, verso",
            "It goes as soon as a server runs, to",
        );
        terminal::out(format!("{words} {to}"));
        return Ok(());
    }
    match answer.secret {
        Some(address) => {
            terminal::out(address);
            Ok(())
        }
        None => Err(Failure::new(
            "il server non ha dato l’indirizzo",
            "the server gave no address",
        )),
    }
}

impl Deputy {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let Some(until) = self.until else {
            let order = People::EndDeputy {
                title: self.title,
                handle: self.handle,
            };
            return at
                .does_and_says(&self.by, Order::People(order), "Fatto", "Done")
                .await;
        };
        let paper = at.house()?.reading().await?;
        let mut session = paper.read().await?;
        let zone = words::title(&mut session, &self.title).await?.time_zone();
        drop(session);
        let from = self
            .from
            .as_deref()
            .map(|text| instant(text, &zone))
            .transpose()?;
        let until = instant(&until, &zone)?;
        if from.is_some_and(|from| from >= until) {
            return Err(Failure::usage(
                "--from viene dopo --until",
                "--from comes after --until",
            ));
        }
        let order = People::Deputy {
            title: self.title,
            handle: self.handle,
            from,
            until,
        };
        at.does_and_says(
            &self.by,
            Order::People(order),
            "Nominato fino al",
            "Named until",
        )
        .await
    }
}
