//! The rooms: one file for each page people use, and what they share.

pub(crate) mod account;
pub(crate) mod accounts;
pub(crate) mod board;
pub(crate) mod cases;
pub(crate) mod chart;
pub(crate) mod comments;
pub(crate) mod copying;
pub(crate) mod covering;
pub(crate) mod deeds;
pub(crate) mod desk;
pub(crate) mod dress;
pub(crate) mod figures;
pub(crate) mod front;
pub(crate) mod imports;
pub(crate) mod imprint;
pub(crate) mod installation;
pub(crate) mod keeping;
pub(crate) mod killing;
pub(crate) mod library;
mod manifest;
pub(crate) mod measures;
pub(crate) mod named;
pub(crate) mod palette;
pub(crate) mod parts;
pub(crate) mod passkeys;
pub(crate) mod people;
pub(crate) mod pictures;
pub(crate) mod piece;
pub(crate) mod preview;
pub(crate) mod publish;
pub(crate) mod saves;
pub(crate) mod searching;
pub(crate) mod settings;
pub(crate) mod sheet;
mod shifts;
pub(crate) mod signing;
pub(crate) mod standing;
pub(crate) mod subjects;
pub(crate) mod titles;
pub(crate) mod trail;
pub(crate) mod verdicts;
pub(crate) mod webhooks;

use crate::BASE;
use crate::call::Call;
use crate::page::{Page, RailLine, TitleAtHand};
use crate::routes::{Outcome, Stopped};
use http::StatusCode;
use paper::comments::overview::{self, Counts};
use paper::id::ArticleId;
use paper::rights::{Deed, Role};
use paper::titles::Title;
use paper::{Session, sections};
use press::Calendar;

/// The article at an address.
pub(crate) fn article_id(word: &str) -> Outcome<ArticleId> {
    ArticleId::parse(word).ok_or(Stopped::Nothing)
}

/// The title at an address, if the person has any part in it.
pub(crate) async fn title(call: &Call, session: &mut Session, key: &str) -> Outcome<Title> {
    let title = paper::titles::all(session)
        .await?
        .into_iter()
        .find(|title| title.key == key);
    match title {
        Some(title) if has_part(call, &title) => {
            count_waiting(call, session, &title).await?;
            Ok(title)
        }
        _ => Err(Stopped::Nothing),
    }
}

/// What waits on a title, as the rail says.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Waiting {
    /// Comments and floods to read, and notices to decide.
    comments: u32,
    /// Open cases, and requests to be forgotten.
    cases: u32,
}

impl Waiting {
    /// A flood is one thing to decide, however many comments it has.
    pub(crate) fn of_comments(counts: &Counts) -> u32 {
        counts.waiting + counts.groups + counts.notices
    }
}

/// Counts what waits on a title, for the rail of the page that follows.
pub(crate) async fn count_waiting(
    call: &Call,
    session: &mut Session,
    title: &Title,
) -> Outcome<()> {
    // Said once a request as well: times are told as this title's clocks show them.
    let _ = call.zone.set(title.zone.clone());
    let mut waiting = Waiting::default();
    if could(call, title, Deed::Moderate) {
        let counts = overview::counts(session, title.id, call.now).await?;
        waiting.comments = Waiting::of_comments(&counts);
    }
    if could(call, title, Deed::DecideCase) {
        waiting.cases = paper::cases::open_count(session, title.id).await?;
    }
    if could(call, title, Deed::Measure) {
        waiting.cases += paper::measures::open_count(session, title.id).await?;
    }
    // Counted once a request; a second title at hand in it has no rail of its own.
    let _ = call.waiting.set(waiting);
    Ok(())
}

/// A calendar where no title is at hand: in the zone of the network's first.
pub(crate) async fn calendar(call: &Call) -> Outcome<Calendar> {
    let mut session = call.paper().read().await?;
    let zone = paper::titles::all(&mut session)
        .await?
        .into_iter()
        .next()
        .map(|title| title.zone);
    Ok(Calendar::new(
        zone.as_deref().unwrap_or("UTC"),
        call.words(),
    ))
}

/// Whether the person holds a role on a title.
pub(crate) fn has_part(call: &Call, title: &Title) -> bool {
    call.signed.as_ref().is_some_and(|signed| {
        signed
            .grants
            .iter()
            .any(|grant| grant.title.is_none_or(|one| one == title.id))
    })
}

/// Whether one of the person's roles carries a deed on a title, whatever the section. The verb asks again.
pub(crate) fn could(call: &Call, title: &Title, deed: Deed) -> bool {
    call.signed.as_ref().is_some_and(|signed| {
        signed.grants.iter().any(|grant| {
            grant.title.is_none_or(|one| one == title.id) && grant.role.deeds().contains(&deed)
        })
    })
}

/// A page of a title: with its name and the rail.
pub(crate) fn framed(
    call: &Call,
    template: &'static str,
    room: &'static str,
    title: &Title,
) -> Page {
    Page {
        template,
        room,
        title: Some(at_hand(title)),
        rail: rail(call, title),
        status: StatusCode::OK,
        markup: minijinja::Value::UNDEFINED,
    }
}

fn at_hand(title: &Title) -> TitleAtHand {
    TitleAtHand {
        key: title.key.clone(),
        name: title.name.clone(),
        initial: initial(&title.name),
        language: title.language.clone(),
    }
}

/// The first letter of a name that is not an article.
fn initial(name: &str) -> String {
    name.split([' ', '’', '\''])
        .filter(|word| {
            !matches!(
                word.to_lowercase().as_str(),
                "il" | "la" | "l" | "lo" | "i" | "gli" | "le" | "the"
            )
        })
        .find_map(|word| word.chars().next())
        .or_else(|| name.chars().next())
        .map(|letter| letter.to_uppercase().collect())
        .unwrap_or_default()
}

fn rail(call: &Call, title: &Title) -> Vec<RailLine> {
    let base = format!("{BASE}/t/{}", title.key);
    let waiting = call.waiting.get().copied().unwrap_or_default();
    let line = |room: &'static str, count: u32| RailLine {
        room,
        address: format!("{base}/{room}"),
        count,
    };
    let mut rail = Vec::new();
    if could(call, title, Deed::Save) {
        rail.push(line("desk", 0));
    }
    if could(call, title, Deed::Pin) {
        rail.push(line("front", 0));
    }
    if could(call, title, Deed::Moderate) {
        rail.push(line("comments", waiting.comments));
    }
    if could(call, title, Deed::DecideCase) {
        rail.push(line("cases", waiting.cases));
    }
    if could(call, title, Deed::AddPicture) {
        rail.push(RailLine {
            address: format!("{base}/library"),
            ..line("pictures", 0)
        });
    }
    if could(call, title, Deed::ReadFigures) {
        rail.push(line("figures", 0));
    }
    rail.extend(keeping::lines(call, Some(title)));
    rail
}

/// What a list of sections offers: slug and name, those of the second level with the name of the one above.
pub(crate) async fn section_choices(
    session: &mut Session,
    title: &Title,
) -> Outcome<Vec<(String, String)>> {
    let all = sections::all(session, title.id).await?;
    Ok(all
        .iter()
        .map(|section| {
            let above = all.iter().find(|one| Some(one.id) == section.parent);
            let name = match above {
                Some(above) => format!("{} › {}", above.name, section.name),
                None => section.name.clone(),
            };
            (section.slug.clone(), name)
        })
        .collect())
}

/// Accounts that write for a title: handle and name.
pub(crate) async fn writers(
    session: &mut Session,
    title: &Title,
) -> Outcome<Vec<(String, String)>> {
    let mut writers = Vec::new();
    for account in paper::people::accounts(session, "").await? {
        let writes = account.grants.iter().any(|grant| {
            let (role, on) = grant.split_once('@').unwrap_or((grant, ""));
            let here = on.is_empty() || on.split('/').next() == Some(title.key.as_str());
            here && Role::parse(role).is_some_and(|role| role.deeds().contains(&Deed::Save))
        });
        if account.active && writes {
            writers.push((account.handle, account.name));
        }
    }
    Ok(writers)
}
