//! Accessibility, as far as a machine can see it: the rules of axe-core, run inside the page.

use std::fmt;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use crate::fault::Fault;

/// A rule the page breaks, with the places where it does. Its text form is what a failing test should print.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Violation {
    /// The rule's name, as in axe's documentation.
    #[serde(rename = "id")]
    pub rule: String,
    /// `minor`, `moderate`, `serious` or `critical`.
    pub impact: Option<String>,
    /// What the rule asks for.
    pub help: String,
    /// Where it is broken.
    #[serde(rename = "nodes")]
    pub places: Vec<Place>,
}

/// An element that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Place {
    /// Its opening tag.
    pub html: String,
    /// What would mend it.
    #[serde(rename = "failureSummary", default)]
    pub remedy: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} ({}): {}",
            self.rule,
            self.impact.as_deref().unwrap_or("no impact"),
            self.help
        )?;
        for place in &self.places {
            write!(f, "\n  {}", place.html)?;
            for line in place.remedy.lines() {
                write!(f, "\n    {}", line.trim())?;
            }
        }
        Ok(())
    }
}

/// Runs all rules, best practices included, and the one of WCAG 2.2 that is off by default. `preload` is off since
/// it would fetch style sheets once more through scripts, which the page's policy forbids.
pub(crate) const RUN: &str = "const done = arguments[0];
axe.run(document, {
  reporter: 'v1',
  resultTypes: ['violations'],
  preload: false,
  rules: { 'target-size': { enabled: true } },
}).then(result => done({ violations: result.violations }), error => done({ error: String(error) }));";

/// The rules' program, as installed.
pub(crate) fn source() -> Result<String, Fault> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("node_modules/axe-core/axe.min.js");
    fs::read_to_string(&file).map_err(|_| Fault::Missing(file))
}

/// What [`RUN`] answered.
pub(crate) fn read(answer: &Value) -> Result<Vec<Violation>, Fault> {
    if let Some(error) = answer["error"].as_str() {
        return Err(Fault::Answer {
            what: "the accessibility rules",
            why: error.to_owned(),
        });
    }
    Vec::deserialize(&answer["violations"]).map_err(|why| Fault::Answer {
        what: "the accessibility rules",
        why: why.to_string(),
    })
}
