//! Text as a flat row of runs, each with its marks: the form in which text is put in order.
//!
//! A tree can say the same thing in many ways (`strong` in `em`, `em` in `strong`, two neighbouring texts); a
//! row of runs can say it in one. Reading HTML fills runs, [`settle`] puts them in order, [`nest`] makes the
//! one tree of them: link around language around strong around emphasis around sub or sup.

use crate::address;
use crate::body::Inline;
use crate::chars::{self, Gap};
use std::rc::Rc;

/// Highest number a source reference may have.
pub const SOURCE_NUMBER_MAX: u32 = 999;

/// Lowered or raised text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum Height {
    #[default]
    Level,
    Sub,
    Sup,
}

/// What is said about a run besides its characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct Marks {
    pub(crate) link: Option<Rc<str>>,
    pub(crate) lang: Option<Rc<str>>,
    pub(crate) strong: bool,
    pub(crate) emphasis: bool,
    pub(crate) height: Height,
}

impl Marks {
    /// What both sides agree on; the space between two runs bears that.
    fn common(&self, other: &Marks) -> Marks {
        let same = |a: &Option<Rc<str>>, b: &Option<Rc<str>>| if a == b { a.clone() } else { None };
        Marks {
            link: same(&self.link, &other.link),
            lang: same(&self.lang, &other.lang),
            strong: self.strong && other.strong,
            emphasis: self.emphasis && other.emphasis,
            height: if self.height == other.height {
                self.height
            } else {
                Height::Level
            },
        }
    }
}

/// What a run consists of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Leaf {
    Text(String),
    Code(String),
    Break,
    Ref(u32),
    Note(Vec<Inline>),
}

/// A leaf and its marks. References and notes bear none, so that no link ever stands inside another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Run {
    pub(crate) leaf: Leaf,
    pub(crate) marks: Marks,
}

impl Run {
    pub(crate) fn new(leaf: Leaf, marks: Marks) -> Run {
        Run { leaf, marks }
    }

    /// Has words of its own, as opposed to white space, a reference or a note.
    fn is_worded(&self) -> bool {
        match &self.leaf {
            Leaf::Text(s) => s.chars().any(|c| !c.is_whitespace()),
            Leaf::Code(_) => true,
            _ => false,
        }
    }
}

/// Whether line breaks may stand in this text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Breaks {
    Keep,
    /// A heading, a caption or a name is one line: a break becomes a space.
    Space,
}

/// The tree's text as runs. Addresses that may not be linked lose their link here.
pub(crate) fn flatten(text: Vec<Inline>) -> Vec<Run> {
    let mut out = Vec::new();
    flatten_into(text, &Marks::default(), false, &mut out);
    out
}

fn flatten_into(text: Vec<Inline>, marks: &Marks, in_note: bool, out: &mut Vec<Run>) {
    for inline in text {
        let mut inner = marks.clone();
        let text = match inline {
            Inline::Text { s } => {
                out.push(Run::new(Leaf::Text(s), inner));
                continue;
            }
            Inline::Code { s } => {
                out.push(Run::new(Leaf::Code(s), inner));
                continue;
            }
            Inline::Break => {
                out.push(Run::new(Leaf::Break, inner));
                continue;
            }
            Inline::SourceRef { n } => {
                out.push(Run::new(Leaf::Ref(n), Marks::default()));
                continue;
            }
            Inline::Note { text } if !in_note => {
                let mut note = Vec::new();
                flatten_into(text, &Marks::default(), true, &mut note);
                out.push(Run::new(
                    Leaf::Note(nest(settle(note, Breaks::Keep))),
                    Marks::default(),
                ));
                continue;
            }
            // A note to a note is read where it stands.
            Inline::Note { text } => text,
            Inline::Strong { text } => {
                inner.strong = true;
                text
            }
            Inline::Emphasis { text } => {
                inner.emphasis = true;
                text
            }
            Inline::Link { href, text } => {
                inner.link = address::link(&href).map(Rc::from).or(inner.link);
                text
            }
            Inline::Lang { lang, text } => {
                inner.lang = address::lang_tag(&lang).map(Rc::from).or(inner.lang);
                text
            }
            Inline::Sub { text } => {
                inner.height = Height::Sub;
                text
            }
            Inline::Sup { text } => {
                inner.height = Height::Sup;
                text
            }
        };
        flatten_into(text, &inner, in_note, out);
    }
}

/// Puts runs in order: forbidden characters and empty runs go, neighbours alike are joined, `[@3]` becomes a
/// reference, white space is collapsed, trimmed and moved out of marks, words are in NFC. Idempotent.
pub(crate) fn settle(runs: Vec<Run>, breaks: Breaks) -> Vec<Run> {
    let mut settled: Vec<Run> = Vec::new();
    let mut gap = Gap::default();
    let mut broken = false;
    for run in split_references(join(runs.into_iter().filter_map(clean).collect())) {
        match run.leaf {
            Leaf::Break => match breaks {
                Breaks::Keep => broken = true,
                Breaks::Space => gap.add(' '),
            },
            Leaf::Text(s) => {
                for piece in pieces(&s) {
                    match piece {
                        Piece::Space(c) => gap.add(c),
                        Piece::Word(word) => {
                            let word = Run::new(Leaf::Text(word.to_owned()), run.marks.clone());
                            add(&mut settled, word, &mut gap, &mut broken);
                        }
                    }
                }
            }
            leaf => add(
                &mut settled,
                Run::new(leaf, run.marks),
                &mut gap,
                &mut broken,
            ),
        }
    }
    let mut joined = join(settled);
    for run in &mut joined {
        if let Leaf::Text(s) | Leaf::Code(s) = &mut run.leaf {
            *s = chars::nfc(s);
        }
    }
    joined
}

/// Adds something that is not white space, after the white space read before it.
fn add(settled: &mut Vec<Run>, next: Run, gap: &mut Gap, broken: &mut bool) {
    let space = gap.take();
    let broken = std::mem::take(broken);
    if let Some(before) = settled.last() {
        let marks = before.marks.common(&next.marks);
        if broken {
            settled.push(Run::new(Leaf::Break, marks));
        } else if let Some(space) = space {
            settled.push(Run::new(Leaf::Text(space.to_string()), marks));
        }
    }
    settled.push(next);
}

/// A run without forbidden characters, or nothing if nothing is left of it.
fn clean(run: Run) -> Option<Run> {
    let Run { leaf, marks } = run;
    match leaf {
        Leaf::Text(s) => {
            let s: String = chars::visible(&s).collect();
            (!s.is_empty()).then(|| Run::new(Leaf::Text(s), marks))
        }
        Leaf::Code(s) => {
            let s = chars::line(&s);
            (!s.is_empty()).then(|| Run::new(Leaf::Code(s), marks))
        }
        Leaf::Break => Some(Run::new(Leaf::Break, marks)),
        Leaf::Ref(n) => (1..=SOURCE_NUMBER_MAX)
            .contains(&n)
            .then(|| Run::new(Leaf::Ref(n), Marks::default())),
        Leaf::Note(text) => {
            (!text.is_empty()).then(|| Run::new(Leaf::Note(text), Marks::default()))
        }
    }
}

/// Joins neighbouring texts (and neighbouring codes) of the same marks.
pub(crate) fn join(runs: Vec<Run>) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::with_capacity(runs.len());
    for run in runs {
        if let Some(last) = out.last_mut()
            && last.marks == run.marks
        {
            match (&mut last.leaf, &run.leaf) {
                (Leaf::Text(a), Leaf::Text(b)) | (Leaf::Code(a), Leaf::Code(b)) => {
                    a.push_str(b);
                    continue;
                }
                _ => {}
            }
        }
        out.push(run);
    }
    out
}

/// Makes references of `[@3]` in texts: the written form means the reference everywhere.
fn split_references(runs: Vec<Run>) -> Vec<Run> {
    let mut out = Vec::with_capacity(runs.len());
    for run in runs {
        let Leaf::Text(s) = &run.leaf else {
            out.push(run);
            continue;
        };
        let mut rest = s.as_str();
        while let Some((before, n, after)) = first_reference(rest) {
            if !before.is_empty() {
                out.push(Run::new(Leaf::Text(before.to_owned()), run.marks.clone()));
            }
            out.push(Run::new(Leaf::Ref(n), Marks::default()));
            rest = after;
        }
        if !rest.is_empty() {
            out.push(Run::new(Leaf::Text(rest.to_owned()), run.marks.clone()));
        }
    }
    out
}

fn first_reference(s: &str) -> Option<(&str, u32, &str)> {
    let mut from = 0;
    while let Some(found) = s.get(from..)?.find("[@") {
        let at = from + found;
        let digits = s.get(at + 2..)?;
        let end = digits
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(digits.len());
        let number = digits.get(..end)?.parse::<u32>().ok();
        if let (Some(n @ 1..=SOURCE_NUMBER_MAX), Some(after)) =
            (number, digits.get(end..)?.strip_prefix(']'))
        {
            return Some((s.get(..at)?, n, after));
        }
        from = at + 2;
    }
    None
}

enum Piece<'a> {
    Word(&'a str),
    Space(char),
}

fn pieces(s: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut word_start = 0;
    for (at, c) in s.char_indices().filter(|(_, c)| c.is_whitespace()) {
        if let Some(word) = s.get(word_start..at).filter(|word| !word.is_empty()) {
            out.push(Piece::Word(word));
        }
        out.push(Piece::Space(c));
        word_start = at + c.len_utf8();
    }
    if let Some(word) = s.get(word_start..).filter(|word| !word.is_empty()) {
        out.push(Piece::Word(word));
    }
    out
}

/// Takes the language off the runs if all words have the same, to be said of the whole paragraph.
pub(crate) fn lift_lang(runs: Vec<Run>) -> (Vec<Run>, Option<String>) {
    let mut worded = runs
        .iter()
        .filter(|run| run.is_worded())
        .map(|run| run.marks.lang.clone());
    let Some(Some(lang)) = worded.next() else {
        return (runs, None);
    };
    if worded.any(|other| other.as_ref() != Some(&lang)) {
        return (runs, None);
    }
    let bare = runs.into_iter().map(|mut run| {
        run.marks.lang = None;
        run
    });
    (join(bare.collect()), Some(lang.to_string()))
}

/// The one tree that says what the runs say.
pub(crate) fn nest(runs: Vec<Run>) -> Vec<Inline> {
    group(
        runs,
        |m| m.link.take(),
        |href, runs| match href {
            Some(href) => vec![Inline::Link {
                href: href.to_string(),
                text: nest_lang(runs),
            }],
            None => nest_lang(runs),
        },
    )
}

fn nest_lang(runs: Vec<Run>) -> Vec<Inline> {
    group(
        runs,
        |m| m.lang.take(),
        |lang, runs| match lang {
            Some(lang) => vec![Inline::Lang {
                lang: lang.to_string(),
                text: nest_strong(runs),
            }],
            None => nest_strong(runs),
        },
    )
}

fn nest_strong(runs: Vec<Run>) -> Vec<Inline> {
    group(
        runs,
        |m| std::mem::take(&mut m.strong),
        |strong, runs| {
            let text = nest_emphasis(runs);
            if strong {
                vec![Inline::Strong { text }]
            } else {
                text
            }
        },
    )
}

fn nest_emphasis(runs: Vec<Run>) -> Vec<Inline> {
    group(
        runs,
        |m| std::mem::take(&mut m.emphasis),
        |emphasis, runs| {
            let text = nest_height(runs);
            if emphasis {
                vec![Inline::Emphasis { text }]
            } else {
                text
            }
        },
    )
}

fn nest_height(runs: Vec<Run>) -> Vec<Inline> {
    group(
        runs,
        |m| std::mem::take(&mut m.height),
        |height, runs| {
            let text = runs.into_iter().map(leaf).collect();
            match height {
                Height::Level => text,
                Height::Sub => vec![Inline::Sub { text }],
                Height::Sup => vec![Inline::Sup { text }],
            }
        },
    )
}

fn leaf(run: Run) -> Inline {
    match run.leaf {
        Leaf::Text(s) => Inline::Text { s },
        Leaf::Code(s) => Inline::Code { s },
        Leaf::Break => Inline::Break,
        Leaf::Ref(n) => Inline::SourceRef { n },
        Leaf::Note(text) => Inline::Note { text },
    }
}

/// Takes one mark off all runs and writes each stretch of equal values together.
fn group<V: PartialEq>(
    runs: Vec<Run>,
    take: impl Fn(&mut Marks) -> V,
    write: impl Fn(V, Vec<Run>) -> Vec<Inline>,
) -> Vec<Inline> {
    let mut out = Vec::new();
    let mut stretch: Option<(V, Vec<Run>)> = None;
    for mut run in runs {
        let value = take(&mut run.marks);
        match &mut stretch {
            Some((same, runs)) if *same == value => runs.push(run),
            _ => {
                if let Some((value, runs)) = stretch.replace((value, vec![run])) {
                    out.extend(write(value, runs));
                }
            }
        }
    }
    if let Some((value, runs)) = stretch {
        out.extend(write(value, runs));
    }
    out
}
