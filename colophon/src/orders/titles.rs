//! Orders about titles and their standing parts.

use super::programs::ProgramsChange;
use super::{Answer, Bench, words};
use crate::failure::{Failure, Result, shape};
use markup::Body;
use paper::reading::facts::{Accent, CommentsPolicy, PageRole, Wanted};
use paper::reading::imprint::Imprint;
use paper::sections::Under;
use paper::titles::{self, NewTitle, Settle, Title};
use paper::{Actor, Session, beginning, pages, sections};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Deeds about titles.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Titles {
    /// Founds one.
    Found(NewTitle),
    /// Changes what is set of one.
    Settle {
        /// Key or host.
        title: String,
        /// What changes.
        change: Box<TitleChange>,
    },
    /// Adds a section or changes its name and lead.
    Section {
        /// Key or host.
        title: String,
        /// Its word in addresses.
        slug: String,
        /// Its name.
        name: String,
        /// What it is about; not said, it stays.
        lead: Option<String>,
        /// Slug of the section above; not said, it stays where it is.
        parent: Option<String>,
        /// It stands on the first level.
        #[serde(default)]
        top: bool,
    },
    /// Writes a standing page.
    Page {
        /// Key or host.
        title: String,
        /// Its word in addresses.
        slug: String,
        /// What it is for.
        role: PageRole,
        /// Its name.
        name: String,
        /// Its text.
        body: Body,
    },
}

/// What changes of a title; the rest stays.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct TitleChange {
    /// Masthead name.
    pub(crate) name: Option<String>,
    /// The line under it.
    pub(crate) motto: Option<String>,
    /// IANA zone.
    pub(crate) zone: Option<String>,
    /// Pattern of addresses of articles to come.
    pub(crate) permalink: Option<String>,
    /// Theme.
    pub(crate) theme: Option<String>,
    /// Hosts, the canonical one first.
    pub(crate) hosts: Option<Vec<String>>,
    /// Accent on light and on dark paper.
    pub(crate) accent: Option<(String, String)>,
    /// Standing declaration on artificial intelligence.
    pub(crate) ai_declaration: Option<String>,
    /// Rights line of articles that have none.
    pub(crate) rights: Option<String>,
    /// `off`, `held`, `open` or `desk`; `on` is `held`.
    pub(crate) comments: Option<String>,
    /// Particulars of comments: name and value.
    pub(crate) comment_fields: Vec<(String, String)>,
    /// Whether the front shows the most read.
    #[serde(default)]
    pub(crate) most_read: Option<bool>,
    /// Whether the page of facts tells why the gate was overridden.
    #[serde(default)]
    pub(crate) override_reasons: Option<bool>,
    /// What it tells programs.
    pub(crate) programs: ProgramsChange,
    /// The whole imprint.
    pub(crate) imprint: Option<Imprint>,
    /// Single fields of the imprint: dotted name and value.
    pub(crate) imprint_fields: Vec<(String, String)>,
}

pub(super) async fn carry_out(bench: &Bench, by: &Actor, order: Titles) -> Result<Answer> {
    let paper = &bench.paper;
    let mut session = paper.read().await?;
    match order {
        Titles::Found(new) => {
            drop(session);
            let id = titles::found(paper, by, &new).await?;
            beginning::furnish(paper, by, id, &new).await?;
            Ok(Answer::made(id))
        }
        Titles::Settle { title, change } => {
            let title = words::title(&mut session, &title).await?;
            drop(session);
            let change = settled(&title, *change)?;
            titles::settle(paper, by, title.id, &change).await?;
            Ok(Answer::made(title.id))
        }
        Titles::Section {
            title,
            slug,
            name,
            lead,
            parent,
            top,
        } => {
            let title = only_id(session, &title).await?;
            let under = match parent.as_deref() {
                Some(parent) => Under::Section(parent),
                None if top => Under::Nothing,
                None => Under::Same,
            };
            let lead = lead.as_deref();
            Ok(Answer::made(
                sections::keep(paper, by, title, &slug, &name, lead, under).await?,
            ))
        }
        Titles::Page {
            title,
            slug,
            role,
            name,
            body,
        } => {
            let title = only_id(session, &title).await?;
            pages::keep(paper, by, title, &slug, role, &name, &body).await?;
            Ok(Answer::default())
        }
    }
}

/// The id of a title; the session ends, so that the deed does not wait for it.
async fn only_id(mut session: Session, word: &str) -> Result<paper::id::TitleId> {
    Ok(words::title(&mut session, word).await?.id)
}

fn settled(title: &Title, change: TitleChange) -> Result<Settle> {
    let mut settings = title.settings.clone();
    if let Some((light, dark)) = change.accent {
        settings.accent = Some(Accent { light, dark });
    }
    if let Some(declaration) = change.ai_declaration {
        settings.ai_declaration = declaration;
    }
    if let Some(rights) = change.rights {
        settings.rights = rights;
    }
    if let Some(word) = &change.comments {
        settings.comments.open = word != "off";
        settings.comments.held = word != "open";
        settings.comments.desk = word == "desk";
    }
    for (name, value) in &change.comment_fields {
        of_comments(&mut settings.comments, name, value)?;
    }
    if let Some(shown) = change.most_read {
        settings.most_read = shown;
    }
    if let Some(told) = change.override_reasons {
        settings.override_reasons = told;
    }
    change.programs.put(&mut settings);
    let imprint = change.imprint.unwrap_or_else(|| title.imprint.clone());
    let imprint = with_fields(imprint, &change.imprint_fields)?;
    Ok(Settle {
        name: change.name,
        motto: change.motto,
        zone: change.zone,
        permalink: change.permalink,
        theme: change.theme,
        settings: (settings != title.settings).then_some(settings),
        imprint: (imprint != title.imprint).then_some(imprint),
        hosts: change.hosts,
    })
}

/// Sets one particular of comments.
fn of_comments(policy: &mut CommentsPolicy, name: &str, value: &str) -> Result<()> {
    let unfit = |wants: &'static str| paper::Refusal::Unfit {
        field: "comments-set",
        value: format!("{name}={value}"),
        wants,
    };
    let days = |wants: &'static str| {
        value
            .parse::<u16>()
            .ok()
            .filter(|days| (1..=3_650).contains(days))
            .ok_or_else(|| unfit(wants))
    };
    match name {
        "close" if value == "never" => policy.close_after_days = None,
        "close" => policy.close_after_days = Some(days("close=14, close=never")?),
        "email" => {
            policy.email = match value {
                "required" => Wanted::Required,
                "optional" => Wanted::Optional,
                "off" => Wanted::Off,
                _ => return Err(unfit("email=required, email=optional, email=off").into()),
            }
        }
        "website" => {
            policy.website = match value {
                "on" => true,
                "off" => false,
                _ => return Err(unfit("website=on, website=off").into()),
            }
        }
        "hours" => policy.hours = days("hours=4")?,
        "address-days" => policy.address_days = days("address-days=30")?,
        "email-days" => policy.email_days = days("email-days=90")?,
        _ => return Err(unfit("close, email, website, hours, address-days, email-days").into()),
    }
    Ok(())
}

/// Sets single fields of an imprint by name (`owner`, `registration.court`).
fn with_fields(imprint: Imprint, fields: &[(String, String)]) -> Result<Imprint> {
    let mut imprint = imprint;
    for (name, value) in fields {
        let mut tree = serde_json::to_value(&imprint).map_err(paper::Fault::from)?;
        set(&mut tree, name, value);
        imprint = serde_json::from_value(tree).map_err(|error| {
            let (it, en) = shape(&error.to_string());
            Failure::new(
                format!("gerenza, {name}: {it}"),
                format!("imprint, {name}: {en}"),
            )
        })?;
    }
    Ok(imprint)
}

fn set(tree: &mut Value, name: &str, value: &str) {
    let mut at = tree;
    for part in name.split('.') {
        if !at.is_object() {
            *at = json!({});
        }
        at = &mut at[part];
    }
    *at = Value::String(value.to_owned());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Result<Imprint> {
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        with_fields(Imprint::default(), &pairs)
    }

    #[test]
    fn imprint_fields_are_set_by_name_also_inside_one_another() {
        let imprint = fields(&[
            ("owner", "Ines Vidal"),
            ("registration.court", "Venezia"),
            ("registration.date", "2019-03-04"),
        ]);
        let imprint = imprint.expect("fields there are");
        assert_eq!(imprint.owner, "Ines Vidal");
        let registration = imprint.registration.expect("a registration");
        assert_eq!(
            (
                registration.court.as_str(),
                registration.date.map(|d| d.year())
            ),
            ("Venezia", Some(2019))
        );
    }

    #[test]
    fn a_field_the_imprint_has_not_is_named() {
        let said = fields(&[("onwer", "x")])
            .expect_err("no such field")
            .say("en");
        assert!(
            said.starts_with("imprint, onwer: “onwer” is no field; there are owner, publisher"),
            "{said}"
        );
    }
}
