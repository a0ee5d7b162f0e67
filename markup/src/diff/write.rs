//! Changes as HTML: `ins` and `del` with words for those who do not see colours.

use super::{BlockDiff, Part, Run, Tag};
use crate::html::escape;

/// Words said before what changed, in the page's language; heard, not seen.
#[derive(Debug, Clone, Copy)]
pub struct DiffLabels<'a> {
    /// *Tolto:*
    pub del: &'a str,
    /// *Aggiunto:*
    pub ins: &'a str,
    /// *Cambiata la forma:*
    pub marked: &'a str,
}

impl DiffLabels<'static> {
    /// Italian.
    pub const IT: DiffLabels<'static> = DiffLabels {
        del: "Tolto:",
        ins: "Aggiunto:",
        marked: "Cambiata la forma:",
    };
    /// English.
    pub const EN: DiffLabels<'static> = DiffLabels {
        del: "Removed:",
        ins: "Added:",
        marked: "Changed in form:",
    };
}

/// Runs as HTML, to be put in an element of the caller's choice.
pub fn runs_html(runs: &[Run], labels: &DiffLabels<'_>) -> String {
    let mut out = String::new();
    let mut before = Tag::Same;
    for run in runs {
        // Words taken away and words added do not touch.
        if before == Tag::Del && run.tag == Tag::Ins && !out.ends_with(' ') {
            out.push(' ');
        }
        before = run.tag;
        let text = escape(&run.text).replace('\n', "<br>");
        let (open, label, close) = match run.tag {
            Tag::Same => {
                out.push_str(&text);
                continue;
            }
            Tag::Del => ("<del>", labels.del, "</del>"),
            Tag::Ins => ("<ins>", labels.ins, "</ins>"),
            Tag::Marked => ("<mark>", labels.marked, "</mark>"),
        };
        let label = escape(label);
        out.push_str(&format!(
            "{open}<span class=\"vh\">{label} </span>{text}{close}"
        ));
    }
    out
}

/// The parts that changed, one element each: crossheads and box titles as `h3`, all else as `p`.
pub fn html(diffs: &[BlockDiff], labels: &DiffLabels<'_>) -> String {
    let mut out = String::new();
    for diff in diffs.iter().filter(|diff| diff.is_changed()) {
        let (open, close) = match diff.part {
            Part::Crosshead(_) | Part::BoxTitle => ("<h3 class=\"dh\">", "</h3>"),
            _ => ("<p>", "</p>"),
        };
        let form_only = diff.runs.iter().all(|run| run.tag == Tag::Same);
        out.push_str(open);
        if form_only {
            let label = escape(labels.marked);
            out.push_str(&format!("<mark><span class=\"vh\">{label} </span>"));
        }
        out.push_str(&runs_html(&diff.runs, labels));
        if form_only {
            out.push_str("</mark>");
        }
        out.push_str(close);
    }
    out
}
