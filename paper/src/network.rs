//! The network: the group that owns titles. One record, one network.

use crate::actor::{Actor, OPERATOR};
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::db::Session;
use crate::id::{AccountId, GrantId, NetworkId};
use crate::rights::{Deed, Role};
use crate::words::{self, NAME_CHARS_MAX};
use crate::{Paper, Refusal, Result, Thing};
use serde_json::json;

/// The group that owns the titles of this record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Network {
    /// Drawn when the record was made; follows no host.
    pub id: NetworkId,
    /// Its name.
    pub name: String,
}

/// Makes the network of a new record, and the operator's account, which holds no editorial right.
pub async fn found(paper: &Paper, name: &str) -> Result<NetworkId> {
    let name = words::line("name", name, NAME_CHARS_MAX)?;
    let mut tx = paper.begin().await?;
    if find(&mut tx.session).await?.is_some() {
        return Err(Refusal::Taken {
            thing: Thing::Network,
            name,
        }
        .into());
    }
    let id = NetworkId::draw(paper)?;
    tx.session
        .exec(
            "INSERT INTO network (id, name, created_at) VALUES ($1, $2, $3)",
            (id, &name, tx.now),
        )
        .await?;
    let operator = AccountId::draw(paper)?;
    tx.session
        .exec(
            "INSERT INTO accounts (id, handle, name, email, active, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
            (operator, OPERATOR, "Operator", "", true, tx.now),
        )
        .await?;
    tx.session
        .exec(
            "INSERT INTO grants (id, account_id, role, title_id, section_id, granted_at, granted_by)
             VALUES ($1, $2, $3, NULL, NULL, $4, $5)",
            (GrantId::draw(paper)?, operator, Role::Operator.word(), tx.now, "system"),
        )
        .await?;
    audit::note(
        &mut tx,
        &Actor::system(),
        Deed::Operate,
        About::default(),
        json!({"network": name}),
    )
    .await?;
    tx.commit("network.found", &Traces::everything()).await?;
    Ok(id)
}

/// The network, if the record has one yet.
pub async fn find(session: &mut Session) -> Result<Option<Network>> {
    let row: Option<(NetworkId, String)> = session.opt("SELECT id, name FROM network", ()).await?;
    Ok(row.map(|(id, name)| Network { id, name }))
}
