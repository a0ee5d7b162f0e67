//! What the network says about its doors: the host of the newsroom, the roles that want a second factor; and the language
//! an account chose.

use crate::audit::{self, About};
use crate::changes::Traces;
use crate::db::Session;
use crate::id::AccountId;
use crate::rights::{Deed, Role};
use crate::{Actor, Paper, Refusal, Result, Thing, titles};
use serde_json::json;

/// Languages the newsroom speaks.
pub const LANGUAGES: [&str; 2] = ["it", "en"];

/// The host the newsroom is at, and with it the name that passkeys are bound to: the one that was chosen, while a title
/// still has it; else the main host of the first title. `None` before there is a title.
pub async fn host(session: &mut Session) -> Result<Option<String>> {
    let row: Option<(String,)> = session
        .opt(
            "SELECT h.host FROM network n JOIN hosts h ON h.host = n.newsroom_host WHERE h.former_at IS NULL",
            (),
        )
        .await?;
    if let Some((host,)) = row {
        return Ok(Some(host));
    }
    let Some(first) = titles::all(session).await?.into_iter().next() else {
        return Ok(None);
    };
    Ok(titles::hosts(session, first.id).await?.into_iter().next())
}

/// Chooses which of the network's hosts the newsroom is at. Passkeys made at another host open nothing there.
///
/// # Errors
/// Refused without [`Deed::Grant`], and for a host no title has.
pub async fn set_host(paper: &Paper, by: &Actor, host: &str) -> Result<()> {
    let host = crate::words::host(host)?;
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Grant, None, None).await?;
    let there: Option<(String,)> = tx
        .session
        .opt(
            "SELECT host FROM hosts WHERE host = $1 AND former_at IS NULL",
            (&host,),
        )
        .await?;
    if there.is_none() {
        return Err(Refusal::Unknown {
            thing: Thing::Host,
            name: host,
        }
        .into());
    }
    tx.session
        .exec("UPDATE network SET newsroom_host = $1", (&host,))
        .await?;
    let detail = json!({"newsroom_host": host});
    audit::note(&mut tx, by, Deed::Grant, About::default(), detail).await?;
    tx.commit("newsroom.host", &Traces::default()).await?;
    Ok(())
}

/// The roles nobody works under without a second factor.
pub async fn factor_roles(session: &mut Session) -> Result<Vec<Role>> {
    let rows: Vec<(String,)> = session
        .all("SELECT role FROM factor_roles ORDER BY role", ())
        .await?;
    Ok(rows
        .iter()
        .filter_map(|(role,)| Role::parse(role))
        .collect())
}

/// Says whether a role wants a second factor. Holds at once, also for who is signed in without one.
///
/// # Errors
/// Refused without [`Deed::Grant`].
pub async fn want_factor(paper: &Paper, by: &Actor, role: Role, wanted: bool) -> Result<()> {
    let mut tx = paper.begin().await?;
    by.may(&mut tx, Deed::Grant, None, None).await?;
    match wanted {
        true => {
            tx.session
                .exec(
                    "INSERT INTO factor_roles (role) VALUES ($1) ON CONFLICT (role) DO NOTHING",
                    (role.word(),),
                )
                .await?
        }
        false => {
            tx.session
                .exec("DELETE FROM factor_roles WHERE role = $1", (role.word(),))
                .await?
        }
    };
    let detail = json!({"role": role.word(), "second_factor": wanted});
    audit::note(&mut tx, by, Deed::Grant, About::default(), detail).await?;
    tx.commit("newsroom.factor", &Traces::default()).await?;
    Ok(())
}

/// One of the account's roles wants a second factor.
pub(super) async fn wants_factor(session: &mut Session, account: AccountId) -> Result<bool> {
    let row: Option<(String,)> = session
        .opt(
            "SELECT g.role FROM grants g JOIN factor_roles f ON f.role = g.role WHERE g.account_id = $1",
            (account,),
        )
        .await?;
    Ok(row.is_some())
}

/// Chooses the language one's own account is spoken to in: `it` or `en`.
///
/// # Errors
/// Refused for another language, and for who does not come by a session.
pub async fn choose_language(paper: &Paper, by: &Actor, language: &str) -> Result<()> {
    if !LANGUAGES.contains(&language) {
        return Err(Refusal::Unfit {
            field: "language",
            value: language.chars().take(20).collect(),
            wants: "it, en",
        }
        .into());
    }
    let mut tx = paper.begin().await?;
    let (account, _) = by.stands(&mut tx).await?;
    tx.session
        .exec(
            "UPDATE accounts SET language = $2 WHERE id = $1",
            (account, language),
        )
        .await?;
    audit::of_oneself(
        &mut tx,
        by,
        "account.language",
        json!({"language": language}),
    )
    .await?;
    tx.commit("account.language", &Traces::default()).await?;
    Ok(())
}

/// The language to speak: the chosen one, or for who has chosen none that of the first title.
pub(super) async fn spoken(session: &mut Session, chosen: &str) -> Result<String> {
    if LANGUAGES.contains(&chosen) {
        return Ok(chosen.to_owned());
    }
    Ok(language(session).await?.to_owned())
}

/// The language to speak to somebody not known yet: `it` where the first title is Italian, else `en`.
pub async fn language(session: &mut Session) -> Result<&'static str> {
    let first = titles::all(session).await?.into_iter().next();
    Ok(match first {
        Some(title) if title.language.starts_with("it") => "it",
        _ => "en",
    })
}
