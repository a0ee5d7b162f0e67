//! What changed between two revisions, word by word, only where something changed.

use crate::html::{Html, escape};
use crate::setting::Setting;
use similar::{Algorithm, ChangeTag, DiffOp, TextDiff, capture_diff_slices};

/// Words shown before and after a change; what is further away becomes an ellipsis.
const CONTEXT_WORDS: usize = 14;

/// Share of words two texts must have in common to be shown as one changed text; below it, as one gone and one new.
const ALIKE: f32 = 0.4;

/// A text in two states, compared.
#[derive(Debug, Clone, Default)]
pub(crate) struct Compared {
    pub(crate) html: Html,
    /// Words that are new.
    pub(crate) added: u32,
    /// Words that are gone.
    pub(crate) removed: u32,
}

/// A stretch of words with one fate.
#[derive(Debug, Clone)]
struct Stretch {
    tag: ChangeTag,
    text: String,
}

/// Compares two texts. `None` where they are equal.
pub(crate) fn words(setting: &Setting<'_>, before: &str, after: &str) -> Option<Compared> {
    if before == after {
        return None;
    }
    let stretches = settled(stretches(before, after));
    let mut out = Compared::default();
    let mut html = String::new();
    let last = stretches.len().saturating_sub(1);
    for (at, stretch) in stretches.iter().enumerate() {
        let count = u32::try_from(stretch.text.split_whitespace().count()).unwrap_or(u32::MAX);
        match stretch.tag {
            ChangeTag::Equal => html.push_str(&escape(&context(&stretch.text, at > 0, at < last))),
            ChangeTag::Delete => {
                out.removed += count;
                html.push_str(&marked("del", &setting.say("diff-removed"), &stretch.text));
            }
            ChangeTag::Insert => {
                out.added += count;
                if html.ends_with("</del>") {
                    html.push(' ');
                }
                html.push_str(&marked("ins", &setting.say("diff-added"), &stretch.text));
            }
        }
    }
    out.html = Html::trusted(html);
    Some(out)
}

/// Pairs of paragraphs that differ: with their place in the new text, counted from 1, and both texts.
pub(crate) fn paragraphs(before: &[String], after: &[String]) -> Vec<(usize, String, String)> {
    let mut out = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, before, after) {
        let (old, new) = match op {
            DiffOp::Equal { .. } => continue,
            DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => {
                (before.get(op.old_range()), after.get(op.new_range()))
            }
        };
        let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
        let empty = String::new();
        for at in 0..old.len().max(new.len()) {
            out.push((
                op.new_range().start + at.min(new.len().saturating_sub(1)) + 1,
                old.get(at).unwrap_or(&empty).clone(),
                new.get(at).unwrap_or(&empty).clone(),
            ));
        }
    }
    out
}

fn marked(tag: &str, said: &str, text: &str) -> String {
    let (start, core, end) = trimmed(text);
    if core.is_empty() {
        return escape(text);
    }
    format!(
        "{start}<{tag}><span class=\"vh\">{} </span>{}</{tag}>{end}",
        escape(said),
        escape(core)
    )
}

/// White space before, text, white space after.
fn trimmed(text: &str) -> (&str, &str, &str) {
    let core = text.trim();
    let start = text.len() - text.trim_start().len();
    let (head, rest) = text.split_at(start);
    let (_, tail) = rest.split_at(core.len());
    (head, core, tail)
}

fn stretches(before: &str, after: &str) -> Vec<Stretch> {
    let diff = TextDiff::from_unicode_words(before, after);
    if diff.ratio() < ALIKE {
        let whole = |tag, text: &str| Stretch {
            tag,
            text: text.to_owned(),
        };
        let both = [
            whole(ChangeTag::Delete, before),
            whole(ChangeTag::Insert, after),
        ];
        return both
            .into_iter()
            .filter(|stretch| !stretch.text.is_empty())
            .collect();
    }
    let mut out: Vec<Stretch> = Vec::new();
    for change in diff.iter_all_changes() {
        match out.last_mut() {
            Some(last) if last.tag == change.tag() => last.text.push_str(change.value()),
            _ => out.push(Stretch {
                tag: change.tag(),
                text: change.value().to_owned(),
            }),
        }
    }
    out
}

/// A lone space or comma between two changes belongs to them: whole phrases are shown as changed, not every word.
fn settled(stretches: Vec<Stretch>) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    let (mut removed, mut added) = (String::new(), String::new());
    let mut queue = stretches.into_iter().peekable();
    while let Some(stretch) = queue.next() {
        match stretch.tag {
            ChangeTag::Delete => removed.push_str(&stretch.text),
            ChangeTag::Insert => added.push_str(&stretch.text),
            ChangeTag::Equal => {
                let between = (!removed.is_empty() || !added.is_empty()) && queue.peek().is_some();
                let slight = !stretch.text.chars().any(char::is_alphanumeric);
                if between && slight {
                    removed.push_str(&stretch.text);
                    added.push_str(&stretch.text);
                } else {
                    flush(&mut out, &mut removed, &mut added);
                    out.push(stretch);
                }
            }
        }
    }
    flush(&mut out, &mut removed, &mut added);
    out
}

fn flush(out: &mut Vec<Stretch>, removed: &mut String, added: &mut String) {
    for (tag, text) in [(ChangeTag::Delete, removed), (ChangeTag::Insert, added)] {
        if !text.is_empty() {
            out.push(Stretch {
                tag,
                text: std::mem::take(text),
            });
        }
    }
}

/// The words of an unchanged stretch that stand near a change.
fn context(text: &str, change_before: bool, change_after: bool) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let keep =
        usize::from(change_before) * CONTEXT_WORDS + usize::from(change_after) * CONTEXT_WORDS;
    if words.len() <= keep + 1 {
        return text.to_owned();
    }
    let head: Vec<&str> = words
        .iter()
        .take(usize::from(change_before) * CONTEXT_WORDS)
        .copied()
        .collect();
    let skip = words.len() - usize::from(change_after) * CONTEXT_WORDS;
    let tail: Vec<&str> = words.iter().skip(skip).copied().collect();
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
    format!("{lead}{} … {}{trail}", head.join(" "), tail.join(" "))
}
