//! Passwords for some of the demo's people, drawn anew for each demo: there is no default one.

use super::About;
use paper::clock::{Entropy, SystemEntropy};
use paper::doors::{Whence, links, sessions};
use paper::rights::Role;
use paper::{Actor, Fault, Paper, Result, people, titles};
use std::net::{IpAddr, Ipv4Addr};

/// Who gets one: the first account of each of these roles on the first title, or on all of them.
const ROLES: [Role; 5] = [
    Role::Director,
    Role::Editor,
    Role::Reporter,
    Role::Moderator,
    Role::Operator,
];
/// Letters and digits nobody takes for another.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789x";
/// Letters of a password, in groups of four: 80 bits, about.
const CHARS: usize = 16;

/// How somebody of the demo signs in.
pub struct SignIn {
    /// The word the account is named by.
    pub handle: String,
    /// What they are.
    pub role: Role,
    /// The password, which nobody can read again.
    pub password: String,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SignIn({})", self.handle)
    }
}

/// Gives five people of a demo that was just told a password each, by an invitation as everybody gets one.
///
/// # Errors
/// What the record refuses, or what broke.
pub async fn let_in(paper: &Paper) -> Result<Vec<SignIn>> {
    let operator = Actor::of(paper, paper::actor::OPERATOR).await?;
    let mut session = paper.read().await?;
    let first = titles::all(&mut session).await?.into_iter().next();
    let accounts = people::accounts(&mut session, "").await?;
    drop(session);
    let Some(first) = first else {
        return Ok(Vec::new());
    };
    let chosen = ROLES.into_iter().filter_map(|role| {
        let right = format!("{}@{}", role.word(), first.key);
        let has = |right: &str, grants: &[String]| grants.iter().any(|grant| grant == right);
        accounts
            .iter()
            .find(|account| has(&right, &account.grants) || has(role.word(), &account.grants))
            .map(|account| (role, account.handle.clone()))
    });
    // A password is slow to hash, by intent: the hashes are made beside each other.
    let coming: Vec<_> = chosen
        .map(|(role, handle)| {
            let (paper, operator) = (paper.clone(), operator.clone());
            tokio::spawn(async move { one(&paper, &operator, role, handle).await })
        })
        .collect();
    let mut all = Vec::new();
    for one in coming {
        all.push(one.await.about("letting in")??);
    }
    Ok(all)
}

async fn one(paper: &Paper, operator: &Actor, role: Role, handle: String) -> Result<SignIn> {
    let password = password()?;
    let link = links::invite(paper, operator, &handle).await?;
    let from = Whence {
        address: IpAddr::V4(Ipv4Addr::LOCALHOST),
        agent: "colophon demo",
        device: None,
    };
    links::spend(paper, from, &link, &password, false).await?;
    // The demo itself stays out.
    sessions::end_all_of(paper, operator, &handle).await?;
    Ok(SignIn {
        handle,
        role,
        password,
    })
}

fn password() -> Result<String, Fault> {
    let mut chance = [0; CHARS];
    SystemEntropy.fill(&mut chance)?;
    let letters: Vec<u8> = chance
        .iter()
        .filter_map(|byte| LETTERS.get(usize::from(byte % 32)).copied())
        .collect();
    let groups: Vec<String> = letters
        .chunks(4)
        .map(|group| String::from_utf8_lossy(group).into_owned())
        .collect();
    Ok(groups.join("-"))
}
