//! Who does a deed: an account, or the system itself.

use crate::db::Session;
use crate::doors::standing::Stay;
use crate::id::{AccountId, SectionId, TitleId, TokenId};
use crate::paper::Tx;
use crate::rights::{Deed, Role};
use crate::tokens::Bond;
use crate::{Paper, Refusal, Result};

/// The handle of the account that `init` makes for whoever runs the machine.
pub const OPERATOR: &str = "operator";

/// Who does a deed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    account: Option<AccountId>,
    handle: String,
    name: String,
    bond: Option<Bond>,
    stay: Option<Stay>,
}

impl Actor {
    /// The system, for jobs nobody asked for and for making a record.
    pub(crate) fn system() -> Actor {
        Actor {
            account: None,
            handle: "system".to_owned(),
            name: "system".to_owned(),
            bond: None,
            stay: None,
        }
    }

    /// The account with this handle. Refused if there is none or it was closed.
    pub async fn of(paper: &Paper, handle: &str) -> Result<Actor> {
        let mut session = paper.read().await?;
        Actor::find(&mut session, handle).await
    }

    pub(crate) async fn find(session: &mut Session, handle: &str) -> Result<Actor> {
        let row: Option<(AccountId, String, bool)> = session
            .opt(
                "SELECT id, name, active FROM accounts WHERE handle = $1",
                (handle,),
            )
            .await?;
        let Some((id, name, active)) = row else {
            return Err(Refusal::Unknown {
                thing: crate::Thing::Account,
                name: handle.to_owned(),
            }
            .into());
        };
        if !active {
            return Err(Refusal::AccountClosed {
                handle: handle.to_owned(),
            }
            .into());
        }
        Ok(Actor {
            account: Some(id),
            handle: handle.to_owned(),
            name,
            bond: None,
            stay: None,
        })
    }

    /// The same account, come with a token.
    pub(crate) fn bound(self, bond: Bond) -> Actor {
        Actor {
            bond: Some(bond),
            ..self
        }
    }

    /// The same account, come by a session of the newsroom.
    pub(crate) fn staying(self, stay: Stay) -> Actor {
        Actor {
            stay: Some(stay),
            ..self
        }
    }

    /// The session the actor comes by.
    pub(crate) fn stay(&self) -> Option<&Stay> {
        self.stay.as_ref()
    }

    pub(crate) fn is_bound(&self) -> bool {
        self.bond.is_some()
    }

    /// The token the actor came with.
    pub fn token(&self) -> Option<TokenId> {
        self.bond.as_ref().map(|bond| bond.token)
    }

    /// The account's handle.
    pub fn handle(&self) -> &str {
        &self.handle
    }

    /// The account with this id, as the worker finds it when a scheduled deed falls due.
    pub(crate) async fn by_id(session: &mut Session, id: AccountId) -> Result<Actor> {
        let row: Option<(String,)> = session
            .opt("SELECT handle FROM accounts WHERE id = $1", (id,))
            .await?;
        let Some((handle,)) = row else {
            return Err(Refusal::Unknown {
                thing: crate::Thing::Account,
                name: id.to_string(),
            }
            .into());
        };
        Actor::find(session, &handle).await
    }

    /// The account.
    pub fn account(&self) -> Option<AccountId> {
        self.account
    }

    /// The name shown in histories of the newsroom.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name readers are shown of whoever changed an article; empty where no person did, but a rule whose time came.
    pub(crate) fn byname(&self) -> &str {
        match self.account {
            Some(_) => &self.name,
            None => "",
        }
    }

    /// Says no unless one of the account's grants carries the deed on this title and section.
    pub(crate) async fn may(
        &self,
        tx: &mut Tx,
        deed: Deed,
        title: Option<TitleId>,
        section: Option<SectionId>,
    ) -> Result<()> {
        let Some(account) = self.account else {
            return Ok(());
        };
        let active: Option<(i64,)> = tx
            .session
            .opt(
                "SELECT active FROM accounts WHERE id = $1 AND active = 1",
                (account,),
            )
            .await?;
        if active.is_none() {
            return Err(Refusal::AccountClosed {
                handle: self.handle.clone(),
            }
            .into());
        }
        if let Some(bond) = &self.bond
            && !(bond.carries(deed, title) && bond.stands(tx).await?)
        {
            return Err(Refusal::NotAllowed {
                who: self.handle.clone(),
                deed,
                remedy: format!(
                    "colophon token add --account {} --scope {}",
                    self.handle,
                    deed.word()
                ),
            }
            .into());
        }
        if let Some(stay) = &self.stay {
            stay.works(tx, account).await?;
        }
        let may = granted(&mut tx.session, account, deed, title, section).await?
            || (deed == Deed::Override && self.on_shift(tx, account, title).await?);
        if !may {
            return Err(self.refusal(tx, deed, title).await?.into());
        }
        match &self.stay {
            Some(stay) if deed.wants_proof() => stay.proved(tx, account).await,
            _ => Ok(()),
        }
    }

    /// Whether the actor may see what goes with a deed on this title and section: who may do it, or comes with a token
    /// to read in the name of somebody who may.
    pub async fn sees(
        &self,
        session: &mut Session,
        deed: Deed,
        title: Option<TitleId>,
        section: Option<SectionId>,
    ) -> Result<bool> {
        let Some(account) = self.account else {
            return Ok(true);
        };
        let shown = self
            .bond
            .as_ref()
            .is_none_or(|bond| bond.shows(deed, title));
        if let Some(stay) = &self.stay
            && !stay.looks(session, account).await?
        {
            return Ok(false);
        }
        Ok(shown && granted(session, account, deed, title, section).await?)
    }

    /// As [`Actor::sees`], on a title as a whole: a grant on one of its sections is enough.
    pub async fn sees_of_title(
        &self,
        session: &mut Session,
        deed: Deed,
        title: TitleId,
    ) -> Result<bool> {
        if self.sees(session, deed, Some(title), None).await? {
            return Ok(true);
        }
        let sections: Vec<(Option<SectionId>,)> = session
            .all(
                "SELECT section_id FROM grants WHERE account_id = $1 AND title_id = $2 AND section_id IS NOT NULL",
                (self.account, title),
            )
            .await?;
        for (section,) in sections {
            if self.sees(session, deed, Some(title), section).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What lists may show the actor of what goes with a deed. `None` where that is nothing.
    pub(crate) fn sight(&self, deed: Deed) -> Option<Sight> {
        let title = match &self.bond {
            None => None,
            Some(bond) => bond.sight(deed)?,
        };
        let carrying = Role::ALL.iter().filter(|role| role.deeds().contains(&deed));
        let roles: Vec<&str> = carrying.map(|role| role.word()).collect();
        Some(Sight {
            account: self.account,
            roles: format!(",{},", roles.join(",")),
            title,
        })
    }

    /// Whether there is any title or section on which the actor may do the deed. A question asked early, of those who bring
    /// much; the deed itself asks again where it is done.
    pub async fn may_somewhere(&self, session: &mut Session, deed: Deed) -> Result<bool> {
        let Some(account) = self.account else {
            return Ok(true);
        };
        if self.bond.as_ref().is_some_and(|bond| !bond.bears(deed)) {
            return Ok(false);
        }
        if let Some(stay) = &self.stay
            && !stay.looks(session, account).await?
        {
            return Ok(false);
        }
        let roles: Vec<(String,)> = session
            .all("SELECT role FROM grants WHERE account_id = $1", (account,))
            .await?;
        Ok(roles
            .iter()
            .any(|(role,)| Role::parse(role).is_some_and(|role| role.deeds().contains(&deed))))
    }

    async fn on_shift(
        &self,
        tx: &mut Tx,
        account: AccountId,
        title: Option<TitleId>,
    ) -> Result<bool> {
        let Some(title) = title else { return Ok(false) };
        let shift: Option<(i64,)> = tx
            .session
            .opt(
                "SELECT starts_at FROM shifts WHERE title_id = $1 AND account_id = $2 AND starts_at <= $3 AND ends_at > $3",
                (title, account, tx.now),
            )
            .await?;
        Ok(shift.is_some())
    }

    async fn refusal(&self, tx: &mut Tx, deed: Deed, title: Option<TitleId>) -> Result<Refusal> {
        let role = Role::ALL
            .iter()
            .find(|role| role.deeds().contains(&deed))
            .map_or("director", |role| role.word());
        let key: Option<(String,)> = match title {
            Some(title) => {
                tx.session
                    .opt("SELECT key FROM titles WHERE id = $1", (title,))
                    .await?
            }
            None => None,
        };
        let on = key
            .map(|(key,)| format!(" --title {key}"))
            .unwrap_or_default();
        // Nobody is told to make himself director: overriding is the director's to do, or to leave to a deputy.
        let remedy = match deed {
            Deed::Override => format!("colophon deputy {}{on} --until …", self.handle),
            _ => format!("colophon account grant {} --role {role}{on}", self.handle),
        };
        Ok(Refusal::NotAllowed {
            who: self.handle.clone(),
            deed,
            remedy,
        })
    }
}

/// What a list may show somebody, for statements that ask `grants` row by row.
#[derive(Debug, Clone)]
pub(crate) struct Sight {
    /// Whose grants count; the system sees everything.
    pub(crate) account: Option<AccountId>,
    /// Roles that carry the deed, each between commas.
    pub(crate) roles: String,
    /// The only title, if there is but one.
    pub(crate) title: Option<TitleId>,
}

async fn granted(
    session: &mut Session,
    account: AccountId,
    deed: Deed,
    title: Option<TitleId>,
    section: Option<SectionId>,
) -> Result<bool> {
    let grants: Vec<(String, Option<TitleId>, Option<SectionId>)> = session
        .all(
            "SELECT role, title_id, section_id FROM grants WHERE account_id = $1",
            (account,),
        )
        .await?;
    Ok(grants.iter().any(|(role, on_title, on_section)| {
        let carries = Role::parse(role).is_some_and(|role| role.deeds().contains(&deed));
        let title_fits = on_title.is_none() || *on_title == title;
        let section_fits = on_section.is_none() || *on_section == section;
        carries && title_fits && section_fits
    }))
}
