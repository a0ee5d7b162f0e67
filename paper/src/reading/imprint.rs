//! The imprint of a title (*gerenza*), as data.
//!
//! The fields are those of law 47/1948 art. 2 (owner, publisher, director, place), of law 62/2001 and the register of
//! communication operators (ROC), and of art. 6 of Regulation (EU) 2024/1083 (ownership, beneficial owners, public
//! money). Which of them a title must fill depends on its [`Status`] and [`Jurisdiction`]; the gate says so.

use crate::Result;
use crate::words::{self, LIST_MAX, NAME_CHARS_MAX};
pub use gate::Jurisdiction;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Who publishes a title and who answers for it. Empty strings and lists are fields not filled.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Imprint {
    /// Who owns the title (*proprietario*).
    pub owner: String,
    /// Legal name of the publisher (*editore*).
    pub publisher: String,
    /// Who answers for what is published (*direttore responsabile*).
    pub director: String,
    /// What the law takes the title for.
    pub status: Status,
    /// Whose law.
    pub jurisdiction: Jurisdiction,
    /// Registration with a court.
    pub registration: Option<Registration>,
    /// Number in the register of communication operators (ROC).
    pub roc: String,
    /// Place of publication.
    pub place: String,
    /// Who runs the machines; stands where the law says printer.
    pub host_provider: Option<HostProvider>,
    /// Registered seat of the publisher.
    pub address: String,
    /// VAT or tax number.
    pub vat: String,
    /// The newsroom's e-mail address.
    pub email: String,
    /// The newsroom's telephone.
    pub phone: String,
    /// Direct and indirect owners able to influence the title.
    pub owners: Vec<Owner>,
    /// Natural persons in the end.
    pub beneficial_owners: Vec<BeneficialOwner>,
    /// When the ownership data were last checked.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub ownership_reviewed: Option<Date>,
    /// Public money for advertising, a line a year, newest first.
    pub state_advertising: Vec<StateAdvertising>,
    /// Where the money comes from, as the publisher tells it.
    pub revenue: Vec<Revenue>,
}

/// What the law takes a title for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// *Quotidiano* registered with a court and in the ROC.
    RegisteredDaily,
    /// *Periodico* registered with a court.
    RegisteredPeriodical,
    /// *Periodico* exempt under d.l. 63/2012 art. 3-bis; owes an imprint all the same.
    ExemptPeriodical,
    /// Anything else, said so: no newspaper before the law, such as a firm's journal of its own doings.
    Other,
    /// Nobody has said yet. Where Italian law holds, a title that has not said does not come out.
    #[default]
    Undeclared,
}

/// Registration of a periodical with a court.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Registration {
    /// The court, for instance `Tribunale di Venezia`.
    pub court: String,
    /// The number in its register, for instance `7/2019`.
    pub number: String,
    /// The day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub date: Option<Date>,
}

/// Who runs the machines a title is served from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct HostProvider {
    /// Legal name.
    pub name: String,
    /// Postal address.
    pub address: String,
}

/// An owner.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Owner {
    /// Person, firm or body.
    pub name: String,
    /// Its share in words or figures, for instance `60%`; empty if not told.
    pub share: String,
}

/// A beneficial owner.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BeneficialOwner {
    /// The person.
    pub name: String,
}

/// Public money for advertising in one year.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StateAdvertising {
    /// The calendar year.
    pub year: i16,
    /// Whole euros, from public authorities and bodies of the Union.
    pub amount_eur: u64,
    /// Whole euros, from public authorities and bodies of other countries.
    #[serde(skip_serializing_if = "is_zero")]
    pub third_country_eur: u64,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes what it asks about by reference"
)]
fn is_zero(amount: &u64) -> bool {
    *amount == 0
}

/// One line of revenue.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Revenue {
    /// Where it comes from, for instance `Abbonamenti`.
    pub source: String,
    /// The calendar year.
    pub year: i16,
    /// Whole euros.
    pub amount_eur: u64,
}

impl Imprint {
    /// The imprint with every word trimmed, in NFC and within limits.
    ///
    /// # Errors
    /// A field longer than [`NAME_CHARS_MAX`] characters, or a list of more than [`LIST_MAX`] entries.
    pub fn tidy(&self) -> Result<Imprint> {
        let mut imprint = self.clone();
        for (field, text) in [
            ("imprint.owner", &mut imprint.owner),
            ("imprint.publisher", &mut imprint.publisher),
            ("imprint.director", &mut imprint.director),
            ("imprint.roc", &mut imprint.roc),
            ("imprint.place", &mut imprint.place),
            ("imprint.address", &mut imprint.address),
            ("imprint.vat", &mut imprint.vat),
            ("imprint.email", &mut imprint.email),
            ("imprint.phone", &mut imprint.phone),
        ] {
            tidy_field(field, text)?;
        }
        if let Some(registration) = &mut imprint.registration {
            tidy_field("imprint.registration.court", &mut registration.court)?;
            tidy_field("imprint.registration.number", &mut registration.number)?;
        }
        if let Some(provider) = &mut imprint.host_provider {
            tidy_field("imprint.host_provider.name", &mut provider.name)?;
            tidy_field("imprint.host_provider.address", &mut provider.address)?;
        }
        imprint.tidy_lists()?;
        Ok(imprint)
    }

    fn tidy_lists(&mut self) -> Result<()> {
        for (what, length) in [
            ("imprint.owners", self.owners.len()),
            ("imprint.beneficial_owners", self.beneficial_owners.len()),
            ("imprint.state_advertising", self.state_advertising.len()),
            ("imprint.revenue", self.revenue.len()),
        ] {
            words::at_most(what, length, LIST_MAX)?;
        }
        for owner in &mut self.owners {
            tidy_field("imprint.owners.name", &mut owner.name)?;
            tidy_field("imprint.owners.share", &mut owner.share)?;
        }
        for owner in &mut self.beneficial_owners {
            tidy_field("imprint.beneficial_owners.name", &mut owner.name)?;
        }
        for line in &mut self.revenue {
            tidy_field("imprint.revenue.source", &mut line.source)?;
        }
        Ok(())
    }

    /// Names of the fields that the declared status and law ask for and that are empty.
    ///
    /// Law 47/1948 art. 2 (owner, director, place, provider), art. 3 (director: whoever declares nothing owes one), art. 5
    /// (registration: court, number, day), law 249/1997 (ROC, dailies), Regulation (EU) 2024/1083 art. 6 (legal name,
    /// contacts, owners).
    pub fn missing(&self) -> Vec<String> {
        let mut missing: Vec<&str> = Vec::new();
        let mut ask = |name: &'static str, there: bool| {
            if !there {
                missing.push(name);
            }
        };
        let told = |text: &str| !text.trim().is_empty();
        ask("owner", told(&self.owner));
        ask("email", told(&self.email));
        if self.jurisdiction == Jurisdiction::It {
            let registered = matches!(
                self.status,
                Status::RegisteredDaily | Status::RegisteredPeriodical
            );
            ask("status", self.status != Status::Undeclared);
            ask("publisher", told(&self.publisher));
            ask("place", told(&self.place));
            ask("address", told(&self.address));
            ask(
                "host_provider",
                self.host_provider
                    .as_ref()
                    .is_some_and(|provider| told(&provider.name)),
            );
            ask(
                "director",
                self.status == Status::Other || told(&self.director),
            );
            let entry = self.registration.as_ref();
            for (name, there) in [
                ("registration.court", entry.is_some_and(|r| told(&r.court))),
                (
                    "registration.number",
                    entry.is_some_and(|r| told(&r.number)),
                ),
                ("registration.date", entry.is_some_and(|r| r.date.is_some())),
            ] {
                ask(name, !registered || there);
            }
            ask(
                "roc",
                self.status != Status::RegisteredDaily || told(&self.roc),
            );
        }
        missing.into_iter().map(str::to_owned).collect()
    }
}

fn tidy_field(field: &'static str, text: &mut String) -> Result<()> {
    *text = words::optional_line(field, text, NAME_CHARS_MAX)?;
    Ok(())
}
