//! How an article changed: its revisions with reasons, and the words that differ.

use super::frame::{Frame, NavItem};
use super::lists::Turning;
use crate::calendar::When;
use crate::html::{Html, escape};
use crate::pieces::{byline, labels, notes, sources, told};
use crate::setting::Setting;
use crate::text::difference;
use markup::Picture;
use markup::diff::{self, Part, Run, Tag};
use paper::articles::content::{Class, Content, State};
use paper::copy::AiUse;
use paper::reading::pages::{HistoryFacts, RevisionEntry};
use serde::Serialize;

/// The page of an article's history.
#[derive(Debug, Clone, Serialize)]
pub struct HistoryPage {
    /// What every page has.
    #[serde(flatten)]
    pub frame: Frame,
    /// The history.
    pub history: History,
}

/// The revisions of an article.
#[derive(Debug, Clone, Serialize)]
pub struct History {
    /// The article's headline now.
    pub headline: String,
    /// BCP 47 where the text is not in the title's language.
    pub language: Option<String>,
    /// The article.
    pub href: String,
    /// How many revisions there are in all.
    pub total: u32,
    /// The article was taken away: its revisions can be read no more.
    pub withdrawn: bool,
    /// All, and each class of change there is, to list only these; empty where there is little to choose.
    pub filters: Vec<NavItem>,
    /// Newest first.
    pub versions: Vec<Version>,
    /// Neighbouring pages of the list.
    pub turning: Turning,
}

/// A revision with what it changed.
#[derive(Debug, Clone, Serialize)]
pub struct Version {
    /// Its number.
    pub number: u32,
    /// `Correzione`, `Aggiornamento`…
    pub class: String,
    /// `fix`, `upd`, `good` or empty: how it is coloured.
    pub tone: &'static str,
    /// When it went out.
    pub at: When,
    /// It mended the spelling alone: what differs stands folded away, a tap from being read.
    pub folded: bool,
    /// What readers were told; may be empty.
    pub note: String,
    /// Who answers for it; may be empty.
    pub editor: String,
    /// Where it can be read on its own.
    pub href: Option<String>,
    /// Its place in the log, from 0.
    pub entry: Option<u64>,
    /// Where the proof of it is.
    pub proof: Option<String>,
    /// It is the first one: there is nothing to compare it with.
    pub first: bool,
    /// It took the text away; what is gone is not shown again.
    pub withdrawn: bool,
    /// What differs from the revision before.
    pub changes: Vec<Change>,
    /// Words that are new.
    pub added: u32,
    /// Words that are gone.
    pub removed: u32,
    /// Why words were blanked by law, if they were.
    pub redactions: Vec<String>,
    /// Number, class, date, note and editor as one finished piece, which the page must show.
    pub record: Html,
    /// What differs, or why nothing can be compared, as one finished piece, which the page must show.
    pub difference: Html,
}

/// A passage that differs.
#[derive(Debug, Clone, Serialize)]
pub struct Change {
    /// `Titolo`, `Paragrafo 3`…
    pub place: String,
    /// The words around the change, what is gone in `del`, what is new in `ins`.
    pub html: Html,
}

impl History {
    pub(crate) fn new(setting: &Setting<'_>, facts: &HistoryFacts) -> History {
        let before = facts
            .revisions
            .iter()
            .skip(1)
            .map(|entry| Some(&entry.content))
            .chain(std::iter::once(facts.preceding.as_ref()));
        let language = facts
            .revisions
            .first()
            .and_then(|entry| setting.foreign(&entry.content.language))
            .map(str::to_owned);
        History {
            headline: facts.headline.clone(),
            language: language.clone(),
            href: facts.path.clone(),
            total: facts.versions,
            withdrawn: facts.revisions.iter().all(|entry| entry.path.is_none()),
            versions: facts
                .revisions
                .iter()
                .zip(before)
                .map(|(entry, beside)| {
                    let before = match facts.only {
                        Some(_) => entry.before.as_deref(),
                        None => beside,
                    };
                    Version::new(setting, entry, before, language.as_deref())
                })
                .collect(),
            filters: filters(setting, facts),
            turning: Turning::new(&facts.pages),
        }
    }
}

/// Classes from which there is a choice: the first publication and one more are seen at a glance.
const CHOICE: usize = 3;

fn filters(setting: &Setting<'_>, facts: &HistoryFacts) -> Vec<NavItem> {
    if facts.classes.len() < CHOICE {
        return Vec::new();
    }
    let here = format!("{}/history", facts.path);
    let item = |only, name: String, href: String| NavItem {
        current: (facts.only == only).then_some("page"),
        ..NavItem::new(name, href)
    };
    let of = |(class, count): &(Class, u32)| {
        let name = format!("{} ({count})", notes::class_name(setting, *class));
        item(Some(*class), name, format!("{here}?class={}", class.word()))
    };
    let all = item(None, setting.say("history-all"), here.clone());
    std::iter::once(all)
        .chain(facts.classes.iter().map(of))
        .collect()
}

impl Version {
    fn new(
        setting: &Setting<'_>,
        entry: &RevisionEntry,
        before: Option<&Content>,
        language: Option<&str>,
    ) -> Version {
        let content = &entry.content;
        let mut version = Version {
            number: content.number,
            class: notes::class_name(setting, content.class),
            tone: notes::tone(content.class),
            at: setting.calendar.when(content.at),
            folded: content.class == Class::Typo,
            note: content.note.clone(),
            editor: entry.editor.clone(),
            href: entry.path.clone(),
            entry: entry.entry,
            proof: entry.proof.clone(),
            first: before.is_none(),
            withdrawn: content.state != State::Live || content.body.blocks.is_empty(),
            changes: Vec::new(),
            added: 0,
            removed: 0,
            redactions: new_reasons(content, before),
            record: Html::default(),
            difference: Html::default(),
        };
        if let Some(before) =
            before.filter(|before| content.state == State::Live && before.state == State::Live)
        {
            version.compare(setting, before, content);
        }
        version.record = told::version(setting, &version);
        version.difference = told::difference(setting, &version, language);
        version
    }

    fn compare(&mut self, setting: &Setting<'_>, before: &Content, after: &Content) {
        for (old, new) in fields(setting, before).iter().zip(&fields(setting, after)) {
            if old.identity != new.identity {
                let mut runs = diff::text(&old.text, "");
                runs.extend(diff::text("", &new.text));
                self.change(setting, setting.say(new.key), runs);
            } else if old.text != new.text {
                self.change(
                    setting,
                    setting.say(new.key),
                    diff::text(&old.text, &new.text),
                );
            }
        }
        let mut paragraphs = 0;
        // What was taken away waits for what was put in its place, to be told as one change.
        let mut gone: Option<(Part, Vec<Run>)> = None;
        for diff in diff::words(&before.body, &after.body) {
            if only(&diff.runs, Tag::Del) {
                self.place_gone(setting, gone.replace((diff.part, diff.runs)), paragraphs);
                continue;
            }
            let replaces = only(&diff.runs, Tag::Ins)
                && gone.as_ref().is_some_and(|(part, _)| *part == diff.part);
            let mut runs = Vec::new();
            match gone.take() {
                Some((_, removed)) if replaces => runs = removed,
                other => self.place_gone(setting, other, paragraphs),
            }
            paragraphs += u32::from(diff.part == Part::Paragraph);
            if diff.is_changed() {
                runs.extend(diff.runs);
                if diff.part == Part::Picture {
                    labels::name_machines(setting, &mut runs);
                }
                self.change(setting, place(setting, diff.part, paragraphs), runs);
            }
        }
        self.place_gone(setting, gone, paragraphs);
        for at in 0..before.statements.len().max(after.statements.len()) {
            let said = |content: &Content| {
                let statement = content.statements.get(at);
                statement.map_or_else(String::new, |statement| {
                    format!("{}\n\n{}", statement.name, statement.text)
                })
            };
            let (old, new) = (said(before), said(after));
            if old != new {
                let place = setting.say("field-statement");
                self.change(setting, place, diff::text(&old, &new));
            }
        }
        // No change goes untold, not even one a page has no words for.
        if self.changes.is_empty() && !before.reads_as(after) {
            self.changes.push(Change {
                place: setting.say("field-other"),
                html: Html::trusted(escape(&setting.say("history-unseen"))),
            });
        }
    }

    /// A part taken away for good is told at the paragraph it stood after.
    fn place_gone(
        &mut self,
        setting: &Setting<'_>,
        gone: Option<(Part, Vec<Run>)>,
        paragraphs: u32,
    ) {
        if let Some((part, runs)) = gone {
            self.change(setting, place(setting, part, paragraphs.max(1)), runs);
        }
    }

    fn change(&mut self, setting: &Setting<'_>, place: String, runs: Vec<Run>) {
        let compared = difference::print(setting, runs);
        self.added = self.added.saturating_add(compared.added);
        self.removed = self.removed.saturating_add(compared.removed);
        self.changes.push(Change {
            place,
            html: compared.html,
        });
    }
}

/// Why words were blanked since the revision before; each reason once. The note of the change may say it already.
fn new_reasons(content: &Content, before: Option<&Content>) -> Vec<String> {
    let known = |reason: &String| {
        before.is_some_and(|before| before.redactions.iter().any(|old| old.reason == *reason))
    };
    let mut reasons: Vec<String> = Vec::new();
    for redaction in &content.redactions {
        let reason = &redaction.reason;
        if !known(reason) && !reasons.contains(reason) && content.note != *reason {
            reasons.push(reason.clone());
        }
    }
    reasons
}

/// Whether all of a part has this one fate.
fn only(runs: &[Run], tag: Tag) -> bool {
    !runs.is_empty() && runs.iter().all(|run| run.tag == tag)
}

/// Where in the text a change is.
fn place(setting: &Setting<'_>, part: Part, paragraph: u32) -> String {
    setting.say(match part {
        Part::Paragraph => return setting.words.count("diff-paragraph", paragraph),
        Part::Crosshead(_) => "diff-crosshead",
        Part::Item { .. } => "diff-list",
        Part::Quote | Part::Cite => "diff-quote",
        Part::Pull => "diff-pull",
        Part::BoxTitle => "diff-box",
        Part::Row { .. } => "diff-table",
        Part::Caption => "diff-caption",
        Part::Picture => "diff-picture",
        Part::Code => "diff-code",
        Part::Rule => "diff-rule",
        Part::Embed => "diff-embed",
    })
}

/// A field of the article besides its text, in the words of the page.
struct Field {
    key: &'static str,
    text: String,
    /// Makes fields of the same words different: a picture's file.
    identity: String,
}

/// Everything readers see besides the text, as lines that can be compared. The order is that of the page.
fn fields(setting: &Setting<'_>, content: &Content) -> Vec<Field> {
    let sponsor = content
        .sponsor
        .as_ref()
        .map(|sponsor| sponsor.name.clone())
        .unwrap_or_default();
    let dateline = |dateline: &Option<paper::copy::Dateline>| {
        dateline
            .as_ref()
            .and_then(|dateline| byline::dateline(setting, dateline))
            .unwrap_or_default()
    };
    let field = |(key, text)| Field {
        key,
        text,
        identity: String::new(),
    };
    let mut fields: Vec<Field> = [
        ("field-kind", labels::kind_name(setting, content.kind)),
        ("field-sponsor", sponsor),
        ("field-language", content.language.clone()),
        ("field-kicker", content.kicker.clone()),
        ("field-headline", content.headline.clone()),
        ("field-standfirst", content.standfirst.clone()),
        ("field-byline", byline::plain(setting, content)),
        ("field-dateline", dateline(&content.dateline)),
        ("field-sources", sources::plain(setting, content)),
        ("field-own-reporting", dateline(&content.own_reporting)),
        ("field-ai", ai(setting, content)),
        ("field-reviewer", content.reviewer.clone()),
        ("field-series", content.series.clone()),
        ("field-rights", content.rights.clone()),
        ("field-placement", placements(content)),
    ]
    .into_iter()
    .map(field)
    .collect();
    let (text, identity) = content
        .picture
        .as_ref()
        .map(|picture| (of_picture(setting, picture), picture.file.clone()))
        .unwrap_or_default();
    let key = "field-picture";
    fields.insert(
        PICTURE_AT,
        Field {
            key,
            text,
            identity,
        },
    );
    fields
}

/// The head picture's place among the fields: under the dateline.
const PICTURE_AT: usize = 8;

fn ai(setting: &Setting<'_>, content: &Content) -> String {
    let declared = match content.ai {
        Some(AiUse::None) => setting.say("ai-none"),
        Some(AiUse::Assisted) => setting.say("ai-assisted"),
        Some(AiUse::Generated) => setting.say("ai-generated"),
        None => String::new(),
    };
    format!("{declared} {}", content.ai_note).trim().to_owned()
}

fn of_picture(setting: &Setting<'_>, picture: &Picture) -> String {
    let made = if labels::made_by_machine(&picture.source_type) {
        setting.say("label-picture-generated")
    } else {
        String::new()
    };
    let parts = [
        markup::plain(&picture.caption),
        picture.alt.clone(),
        picture.credit.clone(),
        picture.licence.clone(),
        made,
    ];
    joined(parts.iter().map(String::as_str), " · ")
}

fn placements(content: &Content) -> String {
    let placed = content.placements.iter().map(|placed| {
        let parts = [&placed.title_name, &placed.section, &placed.headline];
        let topics = placed.topics.iter();
        joined(parts.into_iter().chain(topics).map(String::as_str), ", ")
    });
    placed.collect::<Vec<_>>().join("; ")
}

/// What is there of some parts.
fn joined<'a>(parts: impl Iterator<Item = &'a str>, between: &str) -> String {
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(between)
}
