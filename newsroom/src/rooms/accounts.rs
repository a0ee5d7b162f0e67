//! One account, for whoever keeps accounts: its rights, its ways in, its end.

use super::keeping::{Came, encoded, everywhere, network_page, told, typed};
use super::people::{account, proved};
use crate::call::Call;
use crate::page::print;
use crate::routes::{Outcome, Stopped};
use crate::{BASE, answer};
use axum::response::Response;
use paper::doors::{self, address, links, mails, second, sessions};
use paper::id::{SectionId, TitleId};
use paper::reading::accounts;
use paper::rights::{Deed, Role};
use paper::{people, sections, titles};
use serde_json::{Value, json};

/// The page.
pub(crate) async fn show(call: &Call, handle: &str) -> Outcome<Response> {
    page(call, handle, None, String::new()).await
}

/// A deed on the account.
pub(crate) async fn deed(call: &Call, handle: &str, deed: &str) -> Outcome<Response> {
    if !call.changes() {
        return Err(Stopped::Nothing);
    }
    let here = format!("{BASE}/people/accounts/{}", encoded(handle));
    match done(call, handle, deed).await {
        // What is shown once cannot wait behind a redirect.
        Ok(Done::Link(link)) => page(call, handle, Some(link), String::new()).await,
        Ok(Done::Mailed) => Ok(answer::see(&format!("{here}?done=account-mailed"))),
        Ok(Done::Deed) => Ok(answer::see(&format!("{here}?done=account-{deed}"))),
        Err(Broken::Stopped(stopped)) => Err(stopped),
        Err(Broken::Paper(error)) => {
            let back = format!("{here}{}", chosen(call));
            match told(call, error, &back)? {
                Came::On(response) => Ok(response),
                Came::Told(words) => page(call, handle, None, words).await,
            }
        }
    }
}

/// What was chosen in the form for a right, to come back to after a proof.
fn chosen(call: &Call) -> String {
    let sent = &call.sent;
    if !sent.has("role") {
        return String::new();
    }
    format!(
        "?role={}&place={}",
        encoded(sent.get("role")),
        encoded(sent.get("place"))
    )
}

/// What a deed came to.
enum Done {
    /// It is done.
    Deed,
    /// It made a link, which is shown once.
    Link(String),
    /// A link is on its way by mail.
    Mailed,
}

/// Why a deed came to nothing.
enum Broken {
    Stopped(Stopped),
    Paper(paper::Error),
}

impl From<paper::Error> for Broken {
    fn from(error: paper::Error) -> Broken {
        Broken::Paper(error)
    }
}

impl From<paper::Fault> for Broken {
    fn from(fault: paper::Fault) -> Broken {
        Broken::Paper(fault.into())
    }
}

impl From<Stopped> for Broken {
    fn from(stopped: Stopped) -> Broken {
        Broken::Stopped(stopped)
    }
}

/// Does it. A link goes by mail where it can.
async fn done(call: &Call, handle: &str, deed: &str) -> Result<Done, Broken> {
    let (paper, by) = (call.paper(), call.actor()?);
    match deed {
        "invite" if by_mail(call, handle).await? => {
            mails::invite(paper, by, handle).await?;
            return Ok(Done::Mailed);
        }
        "reset" if by_mail(call, handle).await? => {
            mails::reset(paper, by, handle).await?;
            return Ok(Done::Mailed);
        }
        "address" => address::set(paper, by, handle, call.sent.get("email")).await?,
        "close" => people::close_account(paper, by, handle).await?,
        "reopen" => people::reopen_account(paper, by, handle).await?,
        "end" => drop(sessions::end_all_of(paper, by, handle).await?),
        "lift" => second::lift(paper, by, handle).await?,
        "invite" => {
            let secret = links::invite(paper, by, handle).await?;
            return Ok(Done::Link(whole(call, &secret).await?));
        }
        "reset" => {
            let secret = links::reset(paper, by, handle).await?;
            return Ok(Done::Link(whole(call, &secret).await?));
        }
        "grant" | "revoke" => {
            let role = Role::parse(call.sent.get("role"))
                .ok_or(paper::Refusal::Empty { field: "role" })
                .map_err(paper::Error::from)?;
            let (title, section) = place(call, call.sent.get("place")).await?;
            match deed {
                "grant" => people::grant(paper, by, handle, role, title, section).await?,
                _ => people::revoke(paper, by, handle, role, title, section).await?,
            }
        }
        _ => return Err(Stopped::Nothing.into()),
    }
    Ok(Done::Deed)
}

/// Whether mail is set and the account has an address.
async fn by_mail(call: &Call, handle: &str) -> Result<bool, Broken> {
    if call.paper().mail_server().is_none() {
        return Ok(false);
    }
    let mut session = call.paper().read().await?;
    let known = accounts::named(&mut session, handle, call.now).await?;
    Ok(known.is_some_and(|known| !known.email.is_empty()))
}

/// The whole address of a one-time link.
async fn whole(call: &Call, secret: &str) -> Result<String, Broken> {
    let mut session = call.paper().read().await?;
    let host = doors::host(&mut session).await?.unwrap_or_default();
    let base = call.inner.reach.base_url(&host);
    Ok(format!("{base}{}", doors::link_path(secret)))
}

/// Where a right holds: nothing (everywhere), `title`, or `title/section`.
async fn place(call: &Call, word: &str) -> Result<(Option<TitleId>, Option<SectionId>), Broken> {
    if word.is_empty() {
        return Ok((None, None));
    }
    let (key, slug) = word.split_once('/').unwrap_or((word, ""));
    let mut session = call.paper().read().await?;
    let title = titles::named(&mut session, key).await?.id;
    let section = match slug {
        "" => None,
        slug => Some(sections::section(&mut session, title, slug).await?.id),
    };
    Ok((Some(title), section))
}

async fn page(call: &Call, handle: &str, link: Option<String>, told: String) -> Outcome<Response> {
    if !everywhere(call, Deed::Grant) {
        return Err(Stopped::Nothing);
    }
    let mut session = call.paper().read().await?;
    let known = accounts::named(&mut session, handle, call.now)
        .await?
        .ok_or(Stopped::Nothing)?;
    let mut places: Vec<Value> = Vec::new();
    for title in titles::all(&mut session).await? {
        let sections: Vec<Value> = super::section_choices(&mut session, &title)
            .await?
            .into_iter()
            .map(|(slug, name)| json!({"word": format!("{}/{slug}", title.key), "name": name}))
            .collect();
        places.push(json!({"key": title.key, "name": title.name, "sections": sections}));
    }
    drop(session);
    let calendar = super::calendar(call).await?;
    let choice = |field: &str| match call.changes() {
        true => call.sent.get(field).to_owned(),
        false => call.parameter(field),
    };
    let matter = json!({
        "told": told,
        "link": link,
        "account": account(&known, &calendar),
        "email": typed(call, "email", &known.email),
        "mail": call.paper().mail_server().is_some(),
        "self": call.actor()?.handle() == known.handle,
        "places": places,
        "roles": Role::ALL.iter().map(|role| role.word()).collect::<Vec<_>>(),
        "role": choice("role"),
        "place": choice("place"),
        "proved": proved(call),
        "invite_hours": links::INVITE_HOURS,
        "reset_hours": links::RESET_HOURS,
    });
    let mut page = network_page(call, "known.html", "people");
    if !told.is_empty() {
        page = page.refused();
    }
    print(call, page, matter)
}
