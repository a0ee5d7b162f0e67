//! The page of the log: what it is, its key, its newest entries.

use super::frame::Frame;
use super::lists::Turning;
use crate::calendar::When;
use crate::pieces::notes;
use crate::setting::Setting;
use paper::reading::pages::{LogEntryFacts, LogEntryOf, LogFacts};
use serde::Serialize;

/// The page of the log.
#[derive(Debug, Clone, Serialize)]
pub struct LogPage {
    /// What every page has.
    #[serde(flatten)]
    pub frame: Frame,
    /// The log.
    pub log: LogInfo,
}

/// The log.
#[derive(Debug, Clone, Serialize)]
pub struct LogInfo {
    /// What it is named by; empty before it began.
    pub origin: String,
    /// The key its checkpoints are signed with; empty before the first was.
    pub key: String,
    /// `1.204 voci`.
    pub size: String,
    /// Where the newest checkpoint is; `none` before there is one.
    pub checkpoint: Option<&'static str>,
    /// Newest first.
    pub entries: Vec<LogEntry>,
    /// Neighbouring pages of the list.
    pub turning: Turning,
}

/// An entry of the log.
#[derive(Debug, Clone, Serialize)]
pub struct LogEntry {
    /// Its place, from 0.
    pub index: u64,
    /// `Correzione`, `Nuova chiave`…
    pub class: String,
    /// `fix`, `upd`, `good` or empty: how it is coloured.
    pub tone: &'static str,
    /// When it was made.
    pub at: When,
    /// What the article is called now, or what happened to the log; may be empty.
    pub headline: String,
    /// BCP 47 where the headline is not in the title’s language.
    pub language: Option<String>,
    /// The history of the article; empty where it stands nowhere.
    pub href: String,
    /// `versione 3`; empty where it is about no article.
    pub version: String,
}

impl LogInfo {
    pub(crate) fn new(setting: &Setting<'_>, facts: &LogFacts) -> LogInfo {
        let size = u32::try_from(facts.size).unwrap_or(u32::MAX);
        LogInfo {
            origin: facts.origin.clone(),
            key: facts.key.clone(),
            size: setting.words.count("log-size", size),
            checkpoint: (!facts.key.is_empty()).then_some("/log/checkpoint"),
            entries: facts
                .entries
                .iter()
                .map(|entry| LogEntry::new(setting, entry))
                .collect(),
            turning: Turning::new(&facts.pages),
        }
    }
}

impl LogEntry {
    fn new(setting: &Setting<'_>, facts: &LogEntryFacts) -> LogEntry {
        let bare = LogEntry {
            index: facts.index,
            class: String::new(),
            tone: "",
            at: setting.calendar.when(facts.at),
            headline: String::new(),
            language: None,
            href: String::new(),
            version: String::new(),
        };
        match &facts.of {
            LogEntryOf::Revision {
                class,
                number,
                headline,
                language,
                history,
            } => LogEntry {
                class: notes::class_name(setting, *class),
                tone: notes::tone(*class),
                headline: headline.clone(),
                language: setting.foreign(language).map(str::to_owned),
                href: history.clone(),
                version: setting.words.count("log-version", *number),
                ..bare
            },
            LogEntryOf::TakenBack => LogEntry {
                class: setting.say("log-taken-back"),
                tone: "fix",
                headline: setting.say("log-taken-back-why"),
                ..bare
            },
            LogEntryOf::Key => LogEntry {
                class: setting.say("log-key-changed"),
                tone: "upd",
                ..bare
            },
            LogEntryOf::Begun { before, lost } => LogEntry {
                class: setting.say("log-begun"),
                tone: "fix",
                headline: setting.words.with(
                    "log-begun-after",
                    &[
                        ("before", before.as_str().into()),
                        ("lost", u32::try_from(*lost).unwrap_or(u32::MAX).into()),
                    ],
                ),
                ..bare
            },
        }
    }
}
