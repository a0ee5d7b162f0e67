//! What changed between two revisions, as the history shows it: the changed words and a little around them.

use crate::html::Html;
use crate::setting::Setting;
use markup::diff::{DiffLabels, Run, Tag, runs_html};

/// Words shown before and after a change; what is further away becomes an ellipsis.
const CONTEXT_WORDS: usize = 14;

/// A passage in two states, compared.
#[derive(Debug, Clone)]
pub(crate) struct Compared {
    pub(crate) html: Html,
    /// Words that are new.
    pub(crate) added: u32,
    /// Words that are gone.
    pub(crate) removed: u32,
}

/// The runs of a passage, shortened and printed.
pub(crate) fn print(setting: &Setting<'_>, mut runs: Vec<Run>) -> Compared {
    if runs.iter().all(|run| run.tag == Tag::Same) {
        // The same words in another form: a paragraph that became a crosshead.
        runs.iter_mut().for_each(|run| run.tag = Tag::Marked);
    }
    let (added, removed) = (count(&runs, Tag::Ins), count(&runs, Tag::Del));
    let last = runs.len().saturating_sub(1);
    for (at, run) in runs.iter_mut().enumerate() {
        if run.tag == Tag::Same {
            run.text = near(&run.text, at > 0, at < last);
        }
    }
    let (del, ins, marked) = (
        setting.say("diff-removed"),
        setting.say("diff-added"),
        setting.say("diff-marked"),
    );
    let labels = DiffLabels {
        del: &del,
        ins: &ins,
        marked: &marked,
    };
    Compared {
        html: Html::trusted(runs_html(&runs, &labels)),
        added,
        removed,
    }
}

fn count(runs: &[Run], tag: Tag) -> u32 {
    let words = runs
        .iter()
        .filter(|run| run.tag == tag)
        .map(|run| run.text.split_whitespace().count())
        .sum::<usize>();
    u32::try_from(words).unwrap_or(u32::MAX)
}

/// The words of an unchanged stretch that stand near a change.
fn near(text: &str, change_before: bool, change_after: bool) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let head = usize::from(change_before) * CONTEXT_WORDS;
    let tail = usize::from(change_after) * CONTEXT_WORDS;
    if words.len() <= head + tail + 1 {
        return text.to_owned();
    }
    let join = |words: &[&str]| words.join(" ");
    let (first, rest) = words.split_at(head);
    let (_, last) = rest.split_at(rest.len() - tail);
    let lead = if text.starts_with(char::is_whitespace) {
        " "
    } else {
        ""
    };
    let trail = if text.ends_with(char::is_whitespace) {
        " "
    } else {
        ""
    };
    let parts: Vec<String> = [join(first), "…".to_owned(), join(last)]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    format!("{lead}{}{trail}", parts.join(" "))
}
