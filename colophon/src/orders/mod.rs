//! Orders: every deed a command does, as data.
//!
//! A command makes an [`Order`]; [`carry_out`] does it by calling one verb of the record. It is the same function
//! whether the command's own process holds the data folder or a server does and is handed the order over its socket,
//! so that what a command can do does not depend on what else runs.

pub(crate) mod cases;
mod changing;
pub(crate) mod comments;
mod importing;
mod log;
pub(crate) mod measures;
mod people;
mod programs;
mod publishing;
mod record;
mod standing;
mod subjects;
mod timing;
mod titles;
mod tokens;
mod webhooks;
pub(crate) mod words;

pub(crate) use cases::{Cases, Printed};
pub(crate) use changing::{Changing, Replacement, Taking, Told};
pub(crate) use comments::Comments;
pub(crate) use log::Logging;
pub(crate) use measures::Measures;
pub(crate) use people::{People, Right};
pub(crate) use programs::ProgramsChange;
pub(crate) use publishing::{Filed, Going, Publishing};
pub(crate) use record::Keeping;
pub(crate) use standing::Standing;
pub(crate) use subjects::{Subject, SubjectDeed};
pub(crate) use timing::Timing;
pub(crate) use titles::{TitleChange, Titles};
pub(crate) use tokens::{Tokens, named as token_named};
pub(crate) use webhooks::{Webhooks, named as webhook_named};

use crate::failure::{Failure, Result};
use jiff::Timestamp;
use paper::reading::title::Reach;
use paper::{Actor, Paper, Refusal};
use serde::{Deserialize, Serialize};

/// An order and who gives it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Errand {
    /// The account, by its handle.
    pub(crate) account: String,
    /// What to do.
    pub(crate) order: Order,
}

/// A deed, by family.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Order {
    /// Titles and their standing parts.
    Titles(Titles),
    /// Topics.
    Subjects(Subject),
    /// Contributors, accounts, rights.
    People(People),
    /// Filing and publishing.
    Publishing(Publishing),
    /// Deeds on what is published.
    Changing(Changing),
    /// When an article goes out.
    Timing(Timing),
    /// Where it stands.
    Standing(Standing),
    /// Tokens.
    Tokens(Tokens),
    /// Webhooks.
    Webhooks(Webhooks),
    /// Readers' comments.
    Comments(Comments),
    /// What readers report.
    Cases(Cases),
    /// What is asked by the right to be forgotten.
    Measures(Measures),
    /// The public log.
    Logging(Logging),
    /// The record as a whole.
    Keeping(Keeping),
    /// A newspaper that moves in.
    Importing(Box<moving::Deed>),
}

/// What a deed says when it is done. What it does not say is empty.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Answer {
    /// The article concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) article: Option<String>,
    /// Number of the revision that went out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) revision: Option<u32>,
    /// Where readers find it, the canonical address first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) urls: Vec<String>,
    /// When it goes out, or stops being so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) at: Option<Timestamp>,
    /// The zone people read that time in: the title's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) zone: Option<String>,
    /// The language of the warnings, which the rest of what is said then follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) language: Option<String>,
    /// How many places, lines or files it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) count: Option<u64>,
    /// The id of what was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    /// What is told this once: a token, the address of a link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) secret: Option<String>,
    /// The address a mail goes to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) to: Option<String>,
    /// What was handed over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) document: Option<serde_json::Value>,
    /// Files a backup could not hold.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) left_out: Vec<String>,
    /// Pictures blanked in one article that others go on showing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) still_shown: Vec<String>,
    /// Warnings of the gate, which stopped nothing: code and message.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) warnings: Vec<(String, String)>,
}

impl Answer {
    /// Something was made.
    pub(crate) fn made(id: impl std::fmt::Display) -> Answer {
        Answer {
            id: Some(id.to_string()),
            ..Answer::default()
        }
    }
}

/// What the one who carries orders out works with.
#[derive(Clone)]
pub(crate) struct Bench {
    /// The record, open for writing.
    pub(crate) paper: Paper,
    /// How readers reach it, for the addresses in answers.
    pub(crate) reach: Reach,
}

impl Bench {
    /// Host and path as an address.
    pub(crate) fn url(&self, host: &str, path: &str) -> String {
        format!("{}{path}", self.reach.base_url(host))
    }
}

/// Does a deed in the name of an account.
///
/// # Errors
/// What the record refuses, in words for the person who asked; what broke.
pub(crate) async fn carry_out(bench: &Bench, errand: Errand) -> Result<Answer> {
    let mut session = bench.paper.read().await?;
    if paper::network::find(&mut session).await?.is_none() {
        return Err(Failure::new(
            "il giornale non è ancora fondato: colophon init DIR",
            "the newspaper is not founded yet: colophon init DIR",
        ));
    }
    drop(session);
    // Whoever runs the machine may copy the record, whatever became of its accounts.
    if let Order::Keeping(order) = errand.order {
        return record::carry_out(bench, &errand.account, order).await;
    }
    let by = Actor::of(&bench.paper, &errand.account)
        .await
        .map_err(|error| unknown_account(error, &errand.account))?;
    match errand.order {
        Order::Titles(order) => titles::carry_out(bench, &by, order).await,
        Order::Subjects(order) => subjects::carry_out(bench, &by, order).await,
        Order::People(order) => people::carry_out(bench, &by, order).await,
        Order::Publishing(order) => publishing::carry_out(bench, &by, order).await,
        Order::Changing(order) => changing::carry_out(bench, &by, order).await,
        Order::Timing(order) => timing::carry_out(bench, &by, order).await,
        Order::Standing(order) => standing::carry_out(bench, &by, order).await,
        Order::Tokens(order) => tokens::carry_out(bench, &by, order).await,
        Order::Webhooks(order) => webhooks::carry_out(bench, &by, order).await,
        Order::Comments(order) => comments::carry_out(bench, &by, order).await,
        Order::Cases(order) => cases::carry_out(bench, &by, order).await,
        Order::Measures(order) => measures::carry_out(bench, &by, order).await,
        Order::Logging(order) => log::carry_out(bench, &by, order).await,
        Order::Keeping(order) => record::carry_out(bench, by.name(), order).await,
        Order::Importing(deed) => importing::carry_out(bench, &by, *deed).await,
    }
}

fn unknown_account(error: paper::Error, handle: &str) -> Failure {
    match error.refusal() {
        Some(refusal @ Refusal::Unknown { .. }) => Failure::new(
            format!(
                "{}; aprilo con colophon account add {handle} --name NOME",
                refusal.say("it")
            ),
            format!(
                "{}; open it with colophon account add {handle} --name NAME",
                refusal.say("en")
            ),
        ),
        _ => error.into(),
    }
}
