//! One result of the gate.

use serde::Serialize;

/// Whether a finding stops publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Stops publication; the director or the deputy on shift may override it with a reason.
    Block,
    /// Is shown, and leaves the decision to the desk.
    Warning,
}

/// The part of the copy a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Place {
    /// Field name as in article files (`headline`, `body`, `sources`…).
    pub field: String,
    /// Number of the paragraph of the body, from 1, counting every text-bearing block in reading order.
    pub paragraph: Option<usize>,
    /// First character of the passage in that field or paragraph, counted in `char`s from 0.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The passage.
    pub excerpt: String,
}

/// What a rule found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Finding {
    /// Stable code (`source.missing`); see the generated page of rules.
    pub code: &'static str,
    /// Block or warning.
    pub severity: Severity,
    /// Where; the first place is the one to show.
    pub places: Vec<Place>,
    /// What is wrong and why it matters, in the language asked for.
    pub message: String,
    /// What to do.
    pub remedy: String,
}
