//! The fields of the writing page: from a copy, and back into one.
//!
//! A field that does not read as what it should be is told by name; nothing of what was typed is thrown away.

use crate::form::Sent;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};
use markup::{Block, Body, Inline, Picture};
use paper::copy::{
    AiUse, BylineReason, Consent, Copy, Credit, CreditRole, Dateline, Kind, Source, SourceKind,
    Sponsor,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Sources on one page at most: as many as a copy can have.
const SOURCES_MAX: usize = paper::words::LIST_MAX;

/// A field that does not read.
#[derive(Debug)]
pub(crate) enum Unreadable {
    /// It says nothing that can be understood.
    Field {
        /// Its name in the form.
        field: String,
        /// What was typed.
        typed: String,
    },
    /// The text is too much.
    Beyond(paper::Error),
}

impl Unreadable {
    /// Its field's name in the form.
    fn field(&self) -> &str {
        match self {
            Unreadable::Field { field, .. } => field,
            Unreadable::Beyond(_) => "body",
        }
    }
}

/// A source as the page shows it.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct SourceFields {
    pub(crate) n: usize,
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) url: String,
    pub(crate) note: String,
    pub(crate) released: String,
    pub(crate) state: bool,
    pub(crate) contract: bool,
    pub(crate) consent_by: String,
    pub(crate) consent_date: String,
    pub(crate) text: String,
}

/// The fields of the page, as text.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Fields {
    pub(crate) language: String,
    pub(crate) kind: String,
    pub(crate) headline: String,
    pub(crate) kicker: String,
    pub(crate) standfirst: String,
    pub(crate) body: String,
    pub(crate) tree: String,
    pub(crate) byline: String,
    pub(crate) byline_reason: String,
    pub(crate) dateline_place: String,
    pub(crate) dateline_date: String,
    pub(crate) sources: Vec<SourceFields>,
    pub(crate) own_place: String,
    pub(crate) own_date: String,
    pub(crate) ai: String,
    pub(crate) ai_note: String,
    pub(crate) reviewer: String,
    pub(crate) sponsor: String,
    pub(crate) series: String,
    pub(crate) rights: String,
    pub(crate) picture: PictureFields,
    pub(crate) topics: Vec<String>,
    pub(crate) desk_note: String,
}

/// The picture at the head.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct PictureFields {
    pub(crate) file: String,
    pub(crate) alt: String,
    pub(crate) described: bool,
    pub(crate) caption: String,
    pub(crate) credit: String,
    pub(crate) licence: String,
    pub(crate) source_type: String,
}

impl Fields {
    /// What a copy says, field by field.
    pub(crate) fn of(copy: &Copy, zone: &TimeZone) -> Fields {
        let (dateline_place, dateline_date) = place_and_day(copy.dateline.as_ref());
        let (own_place, own_date) = place_and_day(copy.own_reporting.as_ref());
        Fields {
            language: copy.language.clone(),
            kind: copy
                .kind
                .map(|kind| kind.word().to_owned())
                .unwrap_or_default(),
            headline: copy.headline.clone(),
            kicker: copy.kicker.clone(),
            standfirst: copy.standfirst.clone(),
            body: markup::markdown::write(&copy.body),
            tree: serde_json::to_string(&copy.body).unwrap_or_default(),
            byline: copy
                .byline
                .iter()
                .map(credit_line)
                .collect::<Vec<_>>()
                .join("\n"),
            byline_reason: copy
                .byline_reason
                .map(|reason| word(&reason))
                .unwrap_or_default(),
            dateline_place,
            dateline_date,
            sources: copy
                .sources
                .iter()
                .enumerate()
                .map(|(at, source)| source_fields(at + 1, source, zone))
                .collect(),
            own_place,
            own_date,
            ai: copy.ai.map(|ai| word(&ai)).unwrap_or_default(),
            ai_note: copy.ai_note.clone(),
            reviewer: copy.reviewer.clone(),
            sponsor: copy
                .sponsor
                .as_ref()
                .map(|s| s.name.clone())
                .unwrap_or_default(),
            series: copy.series.clone(),
            rights: copy.rights.clone(),
            picture: copy
                .picture
                .as_ref()
                .map(picture_fields)
                .unwrap_or_default(),
            topics: copy.topics.clone(),
            desk_note: copy.desk_note.clone(),
        }
    }
}

impl Fields {
    /// Each field by its name in the form, as the script writes them when somebody else's words come in.
    pub(crate) fn named(&self) -> Map<String, Value> {
        let mut named = Map::new();
        let lines = [
            ("language", &self.language),
            ("kind", &self.kind),
            ("headline", &self.headline),
            ("kicker", &self.kicker),
            ("standfirst", &self.standfirst),
            ("byline", &self.byline),
            ("byline_reason", &self.byline_reason),
            ("dateline_place", &self.dateline_place),
            ("dateline_date", &self.dateline_date),
            ("own_place", &self.own_place),
            ("own_date", &self.own_date),
            ("ai", &self.ai),
            ("ai_note", &self.ai_note),
            ("reviewer", &self.reviewer),
            ("sponsor", &self.sponsor),
            ("series", &self.series),
            ("rights", &self.rights),
            ("desk_note", &self.desk_note),
            ("picture_file", &self.picture.file),
            ("picture_alt", &self.picture.alt),
            ("picture_caption", &self.picture.caption),
            ("picture_credit", &self.picture.credit),
            ("picture_licence", &self.picture.licence),
            ("picture_source_type", &self.picture.source_type),
        ];
        for (name, value) in lines {
            named.insert(name.to_owned(), Value::from(value.as_str()));
        }
        named.insert(
            "picture_described".to_owned(),
            ticked(self.picture.described),
        );
        named.insert("topics".to_owned(), Value::from(self.topics.clone()));
        for source in &self.sources {
            source.name_into(&mut named);
        }
        named
    }
}

impl SourceFields {
    fn name_into(&self, named: &mut Map<String, Value>) {
        let lines = [
            ("kind", &self.kind),
            ("name", &self.name),
            ("url", &self.url),
            ("note", &self.note),
            ("released", &self.released),
            ("consent_by", &self.consent_by),
            ("consent_date", &self.consent_date),
            ("text", &self.text),
        ];
        for (end, value) in lines {
            named.insert(
                format!("source-{}-{end}", self.n),
                Value::from(value.as_str()),
            );
        }
        for (end, value) in [("state", self.state), ("contract", self.contract)] {
            named.insert(format!("source-{}-{end}", self.n), ticked(value));
        }
    }
}

/// The fields of a form as it was sent, without those that do not read.
pub(crate) fn as_typed(sent: &Sent, before: &Copy, zone: &TimeZone) -> Fields {
    match read(sent, before, zone) {
        Ok(copy) => Fields::of(&copy, zone),
        // Fewer with each turn: a field that is not there reads.
        Err(unreadable) if !sent.all(unreadable.field()).is_empty() => {
            as_typed(&sent.without(unreadable.field()), before, zone)
        }
        Err(_) => Fields::of(before, zone),
    }
}

/// A box in a form: `1` where it is ticked.
fn ticked(value: bool) -> Value {
    Value::from(if value { "1" } else { "" })
}

/// The copy a form says, over the one it was made from: what the page has no field for stays.
pub(crate) fn read(sent: &Sent, before: &Copy, zone: &TimeZone) -> Result<Copy, Unreadable> {
    let text = |name: &str| sent.get(name).to_owned();
    Ok(Copy {
        language: text("language"),
        kind: choice::<Kind>("kind", sent.get("kind"))?,
        headline: text("headline"),
        kicker: text("kicker"),
        standfirst: text("standfirst"),
        body: body(sent, &before.body)?,
        byline: sent.get("byline").lines().filter_map(credit).collect(),
        byline_reason: choice::<BylineReason>("byline_reason", sent.get("byline_reason"))?,
        dateline: dateline(sent, "dateline")?,
        sources: sources(sent, zone)?,
        own_reporting: dateline(sent, "own")?,
        ai: choice::<AiUse>("ai", sent.get("ai"))?,
        ai_note: text("ai_note"),
        reviewer: text("reviewer"),
        sponsor: Some(text("sponsor"))
            .filter(|s| !s.is_empty())
            .map(|name| Sponsor { name }),
        series: text("series"),
        rights: text("rights"),
        picture: picture(sent, before.picture.as_ref()),
        topics: sent
            .all("topics")
            .into_iter()
            .filter(|slug| !slug.is_empty())
            .map(str::to_owned)
            .collect(),
        desk_note: text("desk_note"),
        embargo: before.embargo,
    })
}

/// The text. Both come with the form, the editor's tree and the Markdown of those without a script: the tree counts where it
/// is another than the text the page was made of, else the Markdown where it was touched. So what Markdown cannot say, the
/// credits of pictures among it, is not lost by a save that changed a field.
fn body(sent: &Sent, before: &Body) -> Result<Body, Unreadable> {
    let tree = sent.get("tree");
    if !tree.is_empty() {
        let tree = Body::from_json(tree).map_err(|error| unreadable("body", &error.to_string()))?;
        if tree != *before {
            return Ok(tree);
        }
    }
    let markdown = sent.raw("body");
    if !sent.has("body") || markdown.trim() == markup::markdown::write(before).trim() {
        return Ok(before.clone());
    }
    paper::words::whole(markup::markdown::read(markdown)).map_err(Unreadable::Beyond)
}

fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        _ => String::new(),
    }
}

/// A choice among words; nothing chosen is none.
fn choice<T: DeserializeOwned>(field: &str, typed: &str) -> Result<Option<T>, Unreadable> {
    if typed.is_empty() {
        return Ok(None);
    }
    serde_json::from_value(Value::String(typed.to_owned()))
        .map(Some)
        .map_err(|_| unreadable(field, typed))
}

fn unreadable(field: &str, typed: &str) -> Unreadable {
    Unreadable::Field {
        field: field.to_owned(),
        typed: typed.to_owned(),
    }
}

fn day(field: &str, typed: &str) -> Result<Option<Date>, Unreadable> {
    if typed.is_empty() {
        return Ok(None);
    }
    typed
        .parse()
        .map(Some)
        .map_err(|_| unreadable(field, typed))
}

/// An instant of a `datetime-local` field in the title's zone.
fn instant(field: &str, typed: &str, zone: &TimeZone) -> Result<Option<Timestamp>, Unreadable> {
    if typed.is_empty() {
        return Ok(None);
    }
    let local: civil::DateTime = typed.parse().map_err(|_| unreadable(field, typed))?;
    paper::clock::at_local(local, zone)
        .map(Some)
        .map_err(|_| unreadable(field, typed))
}

fn place_and_day(dateline: Option<&Dateline>) -> (String, String) {
    let day = dateline.and_then(|d| d.date).map(|date| date.to_string());
    (
        dateline.map(|d| d.place.clone()).unwrap_or_default(),
        day.unwrap_or_default(),
    )
}

fn dateline(sent: &Sent, prefix: &str) -> Result<Option<Dateline>, Unreadable> {
    let place = sent.get(&format!("{prefix}_place")).to_owned();
    let field = format!("{prefix}_date");
    let date = day(&field, sent.get(&field))?;
    Ok((!place.is_empty() || date.is_some()).then_some(Dateline { place, date }))
}

/// `Irene Valtorri`, or with what the person did: `Lea Moranti (photo)`.
fn credit_line(credit: &Credit) -> String {
    match credit.role {
        CreditRole::Text => credit.name.clone(),
        role => format!("{} ({})", credit.name, word(&role)),
    }
}

fn credit(line: &str) -> Option<Credit> {
    let line = line.trim();
    if line.is_empty() {
        return None;
    }
    let bracketed = line
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once('('));
    if let Some((name, role)) = bracketed
        && let Ok(Some(role)) = choice::<CreditRole>("byline", role.trim())
    {
        return Some(Credit {
            name: name.trim().to_owned(),
            role,
        });
    }
    Some(Credit {
        name: line.to_owned(),
        role: CreditRole::Text,
    })
}

fn source_fields(n: usize, source: &Source, zone: &TimeZone) -> SourceFields {
    SourceFields {
        n,
        kind: word(&source.kind),
        name: source.name.clone(),
        url: source.url.clone(),
        note: source.note.clone(),
        released: source
            .released
            .map(|at| local(at, zone))
            .unwrap_or_default(),
        state: source.state,
        contract: source.contract,
        consent_by: source
            .consent
            .as_ref()
            .map(|c| c.by.clone())
            .unwrap_or_default(),
        consent_date: source
            .consent
            .as_ref()
            .map(|c| c.date.to_string())
            .unwrap_or_default(),
        text: source.text.clone(),
    }
}

/// An instant as a `datetime-local` field has it.
pub(crate) fn local(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone())
        .strftime("%Y-%m-%dT%H:%M")
        .to_string()
}

/// The sources of the form, in the order of their numbers; one without a name was struck out.
fn sources(sent: &Sent, zone: &TimeZone) -> Result<Vec<Source>, Unreadable> {
    let mut numbers: Vec<usize> = sent
        .fields()
        .iter()
        .filter_map(|(name, _)| {
            name.strip_prefix("source-")?
                .split_once('-')?
                .0
                .parse()
                .ok()
        })
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut sources = Vec::new();
    for n in numbers.into_iter().take(SOURCES_MAX) {
        let field = |end: &str| format!("source-{n}-{end}");
        let name = sent.get(&field("name"));
        if name.is_empty() {
            continue;
        }
        let consent_date = day(&field("consent_date"), sent.get(&field("consent_date")))?;
        let consent_by = sent.get(&field("consent_by")).to_owned();
        sources.push(Source {
            kind: choice::<SourceKind>(&field("kind"), sent.get(&field("kind")))?
                .unwrap_or_default(),
            name: name.to_owned(),
            url: sent.get(&field("url")).to_owned(),
            released: instant(&field("released"), sent.get(&field("released")), zone)?,
            note: sent.get(&field("note")).to_owned(),
            state: sent.has(&field("state")),
            contract: sent.has(&field("contract")),
            consent: consent_date
                .filter(|_| !consent_by.is_empty())
                .map(|date| Consent {
                    by: consent_by,
                    date,
                }),
            text: sent.raw(&field("text")).to_owned(),
        });
    }
    Ok(sources)
}

fn picture_fields(picture: &Picture) -> PictureFields {
    PictureFields {
        file: picture.file.clone(),
        alt: picture.alt.clone(),
        described: picture.described_by_caption,
        caption: written(&picture.caption),
        credit: picture.credit.clone(),
        licence: picture.licence.clone(),
        source_type: picture.source_type.clone(),
    }
}

fn picture(sent: &Sent, before: Option<&Picture>) -> Option<Picture> {
    let file = sent.get("picture_file");
    if file.is_empty() {
        return None;
    }
    let caption = sent.get("picture_caption");
    // A caption nobody touched keeps the emphasis and links a line of text does not show.
    let kept = before.filter(|before| before.file == file && written(&before.caption) == caption);
    Some(Picture {
        file: file.to_owned(),
        alt: sent.get("picture_alt").to_owned(),
        described_by_caption: sent.has("picture_described"),
        caption: match kept {
            Some(before) => before.caption.clone(),
            None => line(caption),
        },
        credit: sent.get("picture_credit").to_owned(),
        licence: sent.get("picture_licence").to_owned(),
        source_type: sent.get("picture_source_type").to_owned(),
    })
}

/// A line of text as Markdown.
fn written(text: &[Inline]) -> String {
    let block = Block::Paragraph {
        text: text.to_vec(),
        lang: None,
    };
    let body = Body {
        blocks: vec![block],
        ..Body::default()
    };
    markup::markdown::write(&body).trim().to_owned()
}

/// A line of Markdown; what would be more than a line is taken as its words.
fn line(markdown: &str) -> Vec<Inline> {
    let read = markup::markdown::read(markdown).body;
    match read.blocks.as_slice() {
        [] => Vec::new(),
        [Block::Paragraph { text, .. }] => text.clone(),
        _ => vec![Inline::text(markdown)],
    }
}
