//! Whether a session still stands: asked in the transaction of every deed done by one.

use super::sessions::{PROOF_MINUTES, idle_since};
use super::settings;
use crate::db::Session;
use crate::id::{AccountId, SessionId};
use crate::paper::Tx;
use crate::{Actor, Refusal, Result};
use jiff::{SignedDuration, Timestamp};

/// What binds an actor who comes by a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stay {
    pub(crate) session: SessionId,
}

/// A session as the record has it now.
struct State {
    proved_at: Timestamp,
    second_factor: bool,
}

impl Stay {
    /// The session, if nobody has ended it and its time is not over.
    async fn state(&self, tx: &mut Tx, account: AccountId) -> Result<State> {
        let (idle, stay_idle) = idle_since(tx.now);
        let row: Option<(Timestamp, bool)> = tx
            .session
            .opt(
                "SELECT proved_at, second_factor FROM sessions WHERE id = $1 AND account_id = $2 AND ends_at > $3
                    AND used_at > CASE WHEN stays = 1 THEN $5 ELSE $4 END",
                (self.session, account, tx.now, idle, stay_idle),
            )
            .await?;
        let (proved_at, second_factor) = row.ok_or(Refusal::SignedOut)?;
        Ok(State {
            proved_at,
            second_factor,
        })
    }

    /// Says no where the session has ended, or lacks the second factor its account's roles want.
    pub(crate) async fn works(&self, tx: &mut Tx, account: AccountId) -> Result<()> {
        let state = self.state(tx, account).await?;
        if !state.second_factor && settings::wants_factor(&mut tx.session, account).await? {
            return Err(Refusal::SecondFactorWanted.into());
        }
        Ok(())
    }

    /// Says no where no factor was given for some minutes.
    pub(crate) async fn proved(&self, tx: &mut Tx, account: AccountId) -> Result<()> {
        let state = self.state(tx, account).await?;
        let passed = tx.now.duration_since(state.proved_at);
        if passed > SignedDuration::from_mins(PROOF_MINUTES) {
            return Err(Refusal::StepUp.into());
        }
        Ok(())
    }

    /// Whether the session may look at the desk at all. What it does is asked again where it is done.
    pub(crate) async fn looks(&self, session: &mut Session, account: AccountId) -> Result<bool> {
        let row: Option<(bool,)> = session
            .opt(
                "SELECT second_factor FROM sessions WHERE id = $1 AND account_id = $2",
                (self.session, account),
            )
            .await?;
        Ok(match row {
            None => false,
            Some((true,)) => true,
            Some((false,)) => !settings::wants_factor(session, account).await?,
        })
    }
}

impl Actor {
    /// The account and session of somebody who minds their own account in the newsroom. It needs no right and no second
    /// factor, since this is how one gets the factor.
    ///
    /// Refused for who does not come by a session that stands.
    pub(crate) async fn stands(&self, tx: &mut Tx) -> Result<(AccountId, SessionId)> {
        let (Some(account), Some(stay)) = (self.account(), self.stay()) else {
            return Err(Refusal::SignedOut.into());
        };
        stay.state(tx, account).await?;
        let active: Option<(i64,)> = tx
            .session
            .opt(
                "SELECT active FROM accounts WHERE id = $1 AND active = 1",
                (account,),
            )
            .await?;
        if active.is_none() {
            return Err(Refusal::AccountClosed {
                handle: self.handle().to_owned(),
            }
            .into());
        }
        Ok((account, stay.session))
    }

    /// As [`Actor::stands`], of somebody who gave a factor a short while ago.
    pub(crate) async fn stands_proved(&self, tx: &mut Tx) -> Result<(AccountId, SessionId)> {
        let (account, session) = self.stands(tx).await?;
        Stay { session }.proved(tx, account).await?;
        Ok((account, session))
    }

    /// Says no to somebody who comes by a session and may not work, or gave no factor for some minutes. For deeds that need
    /// no right.
    pub(crate) async fn proves(&self, tx: &mut Tx) -> Result<()> {
        if let (Some(account), Some(stay)) = (self.account(), self.stay()) {
            self.stands(tx).await?;
            stay.works(tx, account).await?;
            stay.proved(tx, account).await?;
        }
        Ok(())
    }
}
