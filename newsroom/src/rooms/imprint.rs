//! The imprint (*gerenza*): what the law takes the title for, what it asks then, and why each thing matters.

use super::keeping::{Came, came, lines_of, number, typed, unfit};
use super::settings::{address, printed, write};
use crate::call::Call;
use crate::routes::Outcome;
use axum::response::Response;
use jiff::civil::Date;
use paper::reading::imprint::{
    BeneficialOwner, HostProvider, Imprint, Jurisdiction, Owner, Registration, Revenue,
    StateAdvertising, Status,
};
use paper::titles::{Settle, Title};
use serde_json::{Value, json};

/// What the law can take a title for, in the order asked.
const STATUSES: [(Status, &str); 5] = [
    (Status::Undeclared, "undeclared"),
    (Status::RegisteredDaily, "daily"),
    (Status::RegisteredPeriodical, "periodical"),
    (Status::ExemptPeriodical, "exempt"),
    (Status::Other, "other"),
];
/// Empty rows offered below a list.
const ROWS_MORE: usize = 2;

/// The page, and what its button does.
pub(crate) async fn show(call: &Call, title: &Title) -> Outcome<Response> {
    let mut told = String::new();
    let mut shown = title.imprint.clone();
    if call.changes() {
        match sent(call) {
            Ok(imprint) => {
                shown = imprint.clone();
                let change = Settle {
                    imprint: Some(imprint),
                    ..Settle::default()
                };
                let deed = write(call, title, &change).await;
                let here = address(title, "imprint");
                match came(call, deed, &format!("{here}?done=imprint"), &here)? {
                    Came::On(response) => return Ok(response),
                    Came::Told(words) => told = words,
                }
            }
            Err(paper::Error::Refused(refusal)) => told = call.said(&refusal),
            Err(fault) => return Err(fault.into()),
        }
    }
    let mut matter = fields(call, &shown);
    matter["lists"] = lists(call, &shown);
    matter["missing"] = json!(missing(call, &shown));
    matter["asked"] = json!(asked(&shown));
    matter["statuses"] = json!(STATUSES.map(|(_, word)| word));
    printed(call, "imprint.html", "imprint", title, &told, matter)
}

/// What is missing, each with the end of its message keys and the field that fills it.
fn missing(call: &Call, imprint: &Imprint) -> Vec<Value> {
    imprint
        .missing()
        .iter()
        .map(|field| {
            let word = field.replace(['.', '_'], "-");
            // EMFA asks for name and contacts of any news medium; the rest is Italian law.
            let everywhere = matches!(field.as_str(), "owner" | "email");
            let italian = imprint.jurisdiction == Jurisdiction::It;
            let why = format!("why-{word}");
            let why = match call.words().has(&why) && (italian || everywhere) {
                true => call.words().say(&why),
                false => String::new(),
            };
            json!({"word": word, "why": why})
        })
        .collect()
}

/// All that the declared status asks for, by the names of the form's fields.
fn asked(imprint: &Imprint) -> Vec<String> {
    let bare = Imprint {
        status: imprint.status,
        jurisdiction: imprint.jurisdiction,
        ..Imprint::default()
    };
    bare.missing()
        .iter()
        .map(|field| field.replace(['.', '_'], "-"))
        .collect()
}

fn fields(call: &Call, kept: &Imprint) -> Value {
    let status = STATUSES
        .into_iter()
        .find(|(status, _)| *status == kept.status)
        .map_or("undeclared", |(_, word)| word);
    let law = match kept.jurisdiction {
        Jurisdiction::It => "it",
        Jurisdiction::Other => "other",
    };
    let registration = kept.registration.clone().unwrap_or_default();
    let provider = kept.host_provider.clone().unwrap_or_default();
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let text = |name: &str, kept: &str| typed(call, name, kept);
    json!({
        "status": text("status", status),
        "jurisdiction": text("jurisdiction", law),
        "owner": text("owner", &kept.owner),
        "publisher": text("publisher", &kept.publisher),
        "director": text("director", &kept.director),
        "place": text("place", &kept.place),
        "address": text("address", &kept.address),
        "vat": text("vat", &kept.vat),
        "email": text("email", &kept.email),
        "phone": text("phone", &kept.phone),
        "roc": text("roc", &kept.roc),
        "court": text("registration-court", &registration.court),
        "number": text("registration-number", &registration.number),
        "date": text("registration-date", &day(registration.date)),
        "provider": text("host-provider", &provider.name),
        "provider_address": text("host-address", &provider.address),
        "beneficial": text("beneficial", &kept.beneficial_owners.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join("\n")),
        "reviewed": text("reviewed", &day(kept.ownership_reviewed)),
    })
}

/// The lists, as rows of texts: those kept, or those typed, and some empty ones.
fn lists(call: &Call, kept: &Imprint) -> Value {
    let owners = rows(
        call,
        ["owner-name", "owner-share", ""],
        kept.owners
            .iter()
            .map(|one| [one.name.clone(), one.share.clone(), String::new()])
            .collect(),
    );
    let advertising = rows(
        call,
        ["ads-year", "ads-amount", "ads-third"],
        kept.state_advertising
            .iter()
            .map(|one| {
                [
                    one.year.to_string(),
                    one.amount_eur.to_string(),
                    one.third_country_eur.to_string(),
                ]
            })
            .collect(),
    );
    let revenue = rows(
        call,
        ["revenue-source", "revenue-year", "revenue-amount"],
        kept.revenue
            .iter()
            .map(|one| {
                [
                    one.source.clone(),
                    one.year.to_string(),
                    one.amount_eur.to_string(),
                ]
            })
            .collect(),
    );
    json!({"owners": owners, "advertising": advertising, "revenue": revenue})
}

fn rows(call: &Call, names: [&str; 3], kept: Vec<[String; 3]>) -> Vec<[String; 3]> {
    let mut rows = match call.changes() {
        true => sent_rows(call, names),
        false => kept,
    };
    rows.extend(std::iter::repeat_with(Default::default).take(ROWS_MORE));
    rows
}

/// The rows of a list as they were sent, without those in which nothing was typed.
fn sent_rows(call: &Call, names: [&str; 3]) -> Vec<[String; 3]> {
    let columns = names.map(|name| call.sent.all(name));
    let length = columns.iter().map(Vec::len).max().unwrap_or_default();
    (0..length)
        .map(|at| {
            columns
                .each_ref()
                .map(|column| column.get(at).map_or("", |cell| cell.trim()).to_owned())
        })
        .filter(|row| row.iter().any(|cell| !cell.is_empty()))
        .collect()
}

/// The imprint a form says.
fn sent(call: &Call) -> paper::Result<Imprint> {
    let sent = &call.sent;
    let text = |name: &str| sent.get(name).to_owned();
    let registration = Registration {
        court: text("registration-court"),
        number: text("registration-number"),
        date: day("registration-date", sent.get("registration-date"))?,
    };
    let provider = HostProvider {
        name: text("host-provider"),
        address: text("host-address"),
    };
    Ok(Imprint {
        owner: text("owner"),
        publisher: text("publisher"),
        director: text("director"),
        status: STATUSES
            .into_iter()
            .find(|(_, word)| *word == sent.get("status"))
            .map_or(Status::Undeclared, |(status, _)| status),
        jurisdiction: match sent.get("jurisdiction") {
            "it" => Jurisdiction::It,
            _ => Jurisdiction::Other,
        },
        registration: (registration != Registration::default()).then_some(registration),
        roc: text("roc"),
        place: text("place"),
        host_provider: (provider != HostProvider::default()).then_some(provider),
        address: text("address"),
        vat: text("vat"),
        email: text("email"),
        phone: text("phone"),
        owners: sent_rows(call, ["owner-name", "owner-share", ""])
            .into_iter()
            .map(|[name, share, _]| Owner { name, share })
            .collect(),
        beneficial_owners: lines_of(sent.get("beneficial"))
            .into_iter()
            .map(|name| BeneficialOwner { name })
            .collect(),
        ownership_reviewed: day("reviewed", sent.get("reviewed"))?,
        state_advertising: advertising(call)?,
        revenue: revenue(call)?,
    })
}

fn advertising(call: &Call) -> paper::Result<Vec<StateAdvertising>> {
    sent_rows(call, ["ads-year", "ads-amount", "ads-third"])
        .iter()
        .map(|[year, amount, third]| {
            Ok(StateAdvertising {
                year: number("year", year)?.ok_or_else(|| unfit("year", year, "2025"))?,
                amount_eur: number("amount", amount)?.unwrap_or_default(),
                third_country_eur: number("amount", third)?.unwrap_or_default(),
            })
        })
        .collect()
}

fn revenue(call: &Call) -> paper::Result<Vec<Revenue>> {
    sent_rows(call, ["revenue-source", "revenue-year", "revenue-amount"])
        .into_iter()
        .map(|[source, year, amount]| {
            Ok(Revenue {
                year: number("year", &year)?.ok_or_else(|| unfit("year", &year, "2025"))?,
                amount_eur: number("amount", &amount)?.unwrap_or_default(),
                source,
            })
        })
        .collect()
}

fn day(field: &'static str, typed: &str) -> paper::Result<Option<Date>> {
    match typed {
        "" => Ok(None),
        typed => typed
            .parse()
            .map(Some)
            .map_err(|_| unfit(field, typed, "2019-03-04")),
    }
}
