//! The page of corrections, with its figures.

use super::frame::Frame;
use super::lists::Turning;
use crate::calendar::When;
use crate::html::Html;
use crate::pieces::{notes, told};
use crate::setting::Setting;
use paper::cases::figures::Figures;
use paper::reading::facts::CorrectionFacts;
use paper::reading::pages::CorrectionsFacts;
use serde::Serialize;

/// The page of corrections.
#[derive(Debug, Clone, Serialize)]
pub struct CorrectionsPage {
    /// What every page has.
    #[serde(flatten)]
    pub frame: Frame,
    /// The corrections.
    pub corrections: Corrections,
}

/// All corrections and their kin.
#[derive(Debug, Clone, Serialize)]
pub struct Corrections {
    /// Newest first.
    pub changes: Vec<CorrectionEntry>,
    /// Of the last twelve months, in words: `12 correzioni`.
    pub last_year: Vec<String>,
    /// How fast errors are mended, and what came of readers' reports, in words.
    pub figures: Vec<String>,
    /// Neighbouring pages of the list.
    pub turning: Turning,
}

/// A change readers are told about, with its article.
#[derive(Debug, Clone, Serialize)]
pub struct CorrectionEntry {
    /// Headline of the article.
    pub headline: String,
    /// BCP 47 where the text is not in the title's language.
    pub language: Option<String>,
    /// The article.
    pub href: String,
    /// The change in its history.
    pub history: String,
    /// `Correzione`, `Precisazione`…
    pub class: String,
    /// `fix`, `upd`, `good` or empty: how it is coloured.
    pub tone: &'static str,
    /// When.
    pub at: When,
    /// What readers are told.
    pub note: String,
    /// All of it as one finished piece, which a list of changes must show.
    pub record: Html,
}

impl Corrections {
    pub(crate) fn new(setting: &Setting<'_>, facts: &CorrectionsFacts) -> Corrections {
        Corrections {
            changes: facts
                .changes
                .iter()
                .map(|change| CorrectionEntry::new(setting, change))
                .collect(),
            last_year: facts
                .last_year
                .iter()
                .filter(|(_, n)| *n > 0)
                .map(|(class, n)| {
                    let name = notes::class_name(setting, *class);
                    setting.words.with(
                        "corrections-count",
                        &[("class", name.into()), ("n", (*n).into())],
                    )
                })
                .collect(),
            figures: figures(setting, &facts.figures),
            turning: Turning::new(&facts.pages),
        }
    }
}

/// How fast errors are mended, and what came of readers' reports, in words.
pub(super) fn figures(setting: &Setting<'_>, figures: &Figures) -> Vec<String> {
    let took = |key: &str, minutes: i64| {
        let time = duration(setting, minutes);
        setting.words.with(key, &[("time", time.into())])
    };
    let mut said = Vec::new();
    said.extend(
        figures
            .minutes_to_correct
            .map(|n| took("corrections-took", n)),
    );
    if figures.reports > 0 {
        said.push(setting.words.with(
            "corrections-reports",
            &[("n", figures.reports.into()), ("led", figures.led.into())],
        ));
    }
    said.extend(
        figures
            .minutes_from_report
            .map(|n| took("corrections-from-report", n)),
    );
    said
}

/// Minutes up to two hours, hours up to two days, then days.
fn duration(setting: &Setting<'_>, minutes: i64) -> String {
    let minutes = u32::try_from(minutes.max(1)).unwrap_or(u32::MAX);
    let (key, n) = match minutes {
        0..120 => ("duration-minutes", minutes),
        120..2_880 => ("duration-hours", minutes / 60),
        _ => ("duration-days", minutes / 1_440),
    };
    setting.words.count(key, n)
}

impl CorrectionEntry {
    pub(crate) fn new(setting: &Setting<'_>, facts: &CorrectionFacts) -> CorrectionEntry {
        let mut entry = CorrectionEntry {
            headline: facts.headline.clone(),
            language: setting.foreign(&facts.language).map(str::to_owned),
            href: facts.href.clone(),
            history: format!("{}#v{}", facts.history, facts.change.number),
            class: notes::class_name(setting, facts.change.class),
            tone: notes::tone(facts.change.class),
            at: setting.calendar.when(facts.change.at),
            note: facts.change.note.clone(),
            record: Html::default(),
        };
        entry.record = told::entry(setting, &entry);
        entry
    }
}
