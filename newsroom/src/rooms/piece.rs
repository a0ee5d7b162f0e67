//! The writing page: an article's fields, its text, what the gate says of it; saved by itself, or by a button.

use super::copying::{self, Fields, Unreadable};
use super::{article_id, cases, named, sheet};
use crate::call::Call;
use crate::form::Sent;
use crate::refused::label_or_word;
use crate::remedies::at_the_page;
use crate::routes::{Outcome, Stopped};
use crate::{BASE, answer};
use axum::response::Response;
use http::StatusCode;
use jiff::tz::TimeZone;
use markup::Body;
use paper::articles::merging::{self, FieldClash, Saved};
use paper::articles::placing::{self, Placing};
use paper::articles::{self, Article, drafting, saves};
use paper::copy::Copy;
use paper::desk;
use paper::gate::{Finding, Severity};
use paper::id::ArticleId;
use paper::rights::Deed;
use paper::titles::{self, Title};
use paper::{Session, sections};
use press::Calendar;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// An article somebody is at work on.
pub(crate) struct Work {
    pub(crate) session: Session,
    pub(crate) article: Article,
    pub(crate) title: Title,
    pub(crate) copy: Copy,
    pub(crate) placement: articles::PlacementRow,
}

impl Work {
    /// The article with its working text, if the person may see it.
    pub(crate) async fn open(call: &Call, id: ArticleId) -> Outcome<Work> {
        let mut session = call.paper().read().await?;
        let article = articles::find(&mut session, id).await?;
        let title = titles::by_id(&mut session, article.home).await?;
        let placement = seen(call, &mut session, &article)
            .await?
            .ok_or(Stopped::Nothing)?;
        super::count_waiting(call, &mut session, &title).await?;
        let copy = drafting::working_copy(&mut session, &article).await?;
        Ok(Work {
            session,
            article,
            title,
            copy,
            placement,
        })
    }
}

/// The original placement of an article, if the person may see its text.
async fn seen(
    call: &Call,
    session: &mut Session,
    article: &Article,
) -> Outcome<Option<articles::PlacementRow>> {
    let placement = articles::placements(session, article.id)
        .await?
        .into_iter()
        .find(|placement| placement.original);
    let Some(placement) = placement else {
        return Ok(None);
    };
    let (title, section) = (Some(article.home), Some(placement.section));
    let sees = call.actor()?.sees(session, Deed::Save, title, section);
    Ok(sees.await?.then_some(placement))
}

/// Whether the page of an article is there for the person, for links to it.
pub(crate) async fn opens(call: &Call, session: &mut Session, id: ArticleId) -> Outcome<bool> {
    let article = articles::find(session, id).await?;
    Ok(seen(call, session, &article).await?.is_some())
}

/// A finding as the page and its script show it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FindingShown {
    pub(crate) code: &'static str,
    pub(crate) severity: &'static str,
    pub(crate) field: String,
    pub(crate) paragraph: Option<usize>,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) excerpt: String,
    pub(crate) message: String,
    pub(crate) remedy: String,
}

impl FindingShown {
    pub(crate) fn of(call: &Call, finding: &Finding) -> FindingShown {
        let plain = |said: &str| at_the_page(call.words(), call.tongue, said);
        let place = finding.places.first();
        FindingShown {
            code: finding.code,
            severity: match finding.severity {
                Severity::Block => "block",
                Severity::Warning => "warning",
            },
            field: place.map(|place| place.field.clone()).unwrap_or_default(),
            paragraph: place.and_then(|place| place.paragraph),
            start: place.map_or(0, |place| place.start),
            end: place.map_or(0, |place| place.end),
            excerpt: place.map(|place| place.excerpt.clone()).unwrap_or_default(),
            message: plain(&finding.message),
            remedy: plain(&finding.remedy),
        }
    }
}

/// What the gate says of the working text, blocks first.
pub(crate) async fn findings(call: &Call, id: ArticleId) -> Outcome<Vec<FindingShown>> {
    let mut found = articles::checking::findings(call.paper(), id, call.language()).await?;
    found.sort_by_key(|finding| finding.severity);
    Ok(found
        .iter()
        .map(|one| FindingShown::of(call, one))
        .collect())
}

/// The page, and what is saved on it by a button.
pub(crate) async fn show(call: &Call, word: &str) -> Outcome<Response> {
    let id = article_id(word)?;
    if !call.changes() {
        let work = Work::open(call, id).await?;
        let fields = Fields::of(&work.copy, &work.title.time_zone());
        return sheet::page(call, work, fields, Vec::new()).await;
    }
    match keep(call, id, &call.sent).await? {
        Kept::Saved { .. } => {
            let onward = match (call.sent.has("to_publish"), cases::at_hand(call)) {
                (true, None) => "/publish".to_owned(),
                (true, Some(case)) => format!("/publish?case={case}"),
                (false, None) => "?done=saved".to_owned(),
                (false, Some(case)) => format!("?done=saved&case={case}"),
            };
            Ok(answer::see(&format!("{BASE}/articles/{id}{onward}")))
        }
        Kept::Clash(clash) => {
            let work = Work::open(call, id).await?;
            let zone = work.title.time_zone();
            let fields = Fields::of(&clash.merged, &zone);
            let told = told_of(call, &clash, &zone);
            sheet::page(call, work, fields, told).await
        }
        Kept::Refused(told) => {
            let work = Work::open(call, id).await?;
            let zone = work.title.time_zone();
            let mut fields = copying::as_typed(&call.sent, &work.copy, &zone);
            typed_over(&mut fields, &call.sent);
            sheet::page(call, work, fields, told).await
        }
    }
}

/// What a save came to.
enum Kept {
    Saved {
        saves: u32,
        merged: Option<Box<Copy>>,
    },
    Clash(Clash),
    Refused(Vec<String>),
}

/// Two people changed the same passage: nothing was kept, both are told here.
struct Clash {
    saves: u32,
    by: String,
    fields: Vec<FieldClash>,
    text: Vec<markup::merge::Clash>,
    merged: Box<Copy>,
    theirs: Box<Copy>,
}

/// Saves what a form says, putting it together with what somebody else saved since; and moves the article to the section
/// it names.
async fn keep(call: &Call, id: ArticleId, sent: &Sent) -> Outcome<Kept> {
    let mut work = Work::open(call, id).await?;
    let started_from: u32 = sent.get("saves").parse().unwrap_or(work.article.saves);
    // What the page has no field for is as it was in the text the page was made of.
    let base = saves::copy_of(&mut work.session, id, started_from)
        .await?
        .unwrap_or(work.copy);
    let copy = match copying::read(sent, &base, &work.title.time_zone()) {
        Ok(copy) => copy,
        Err(unreadable) => return Ok(Kept::Refused(vec![said(call, &unreadable)])),
    };
    let copy = match named::asked(&mut work.session, work.title.id, copy, sent).await {
        Ok(copy) => copy,
        Err(paper::Error::Refused(refusal)) => {
            return Ok(Kept::Refused(vec![call.said(&refusal)]));
        }
        Err(fault) => return Err(fault.into()),
    };
    let moved = section_wanted(&mut work.session, &work.title, &work.placement, sent).await?;
    drop(work.session);
    let (paper, by) = (call.paper(), call.actor()?);
    if let Some(section) = moved {
        let placing = Placing {
            section: Some(section),
            ..Placing::default()
        };
        match placing::place(paper, by, id, work.title.id, placing).await {
            Ok(_) => {}
            Err(paper::Error::Refused(refusal)) => {
                return Ok(Kept::Refused(vec![call.said(&refusal)]));
            }
            Err(fault) => return Err(fault.into()),
        }
    }
    match merging::save_merging(paper, by, id, copy, started_from).await {
        Ok(Saved::Kept { saves, merged }) => Ok(Kept::Saved { saves, merged }),
        Ok(Saved::Clash {
            saves,
            by,
            fields,
            text,
            merged,
            theirs,
        }) => Ok(Kept::Clash(Clash {
            saves,
            by,
            fields,
            text,
            merged,
            theirs,
        })),
        Err(paper::Error::Refused(refusal)) => Ok(Kept::Refused(vec![call.said(&refusal)])),
        Err(fault) => Err(fault.into()),
    }
}

/// The section a form names, if it is another than the article's.
async fn section_wanted(
    session: &mut Session,
    title: &Title,
    placement: &articles::PlacementRow,
    sent: &Sent,
) -> Outcome<Option<String>> {
    let wanted = sent.get("section");
    if wanted.is_empty() {
        return Ok(None);
    }
    let now = sections::all(session, title.id)
        .await?
        .into_iter()
        .find(|one| one.id == placement.section);
    Ok((now.is_none_or(|now| now.slug != wanted)).then(|| wanted.to_owned()))
}

fn said(call: &Call, unreadable: &Unreadable) -> String {
    let (field, typed) = match unreadable {
        Unreadable::Field { field, typed } => (field, typed),
        Unreadable::Beyond(paper::Error::Refused(refusal)) => return call.said(refusal),
        Unreadable::Beyond(fault) => return fault.to_string(),
    };
    call.words().with(
        "piece-unreadable",
        &[
            ("field", label_or_word(call.words(), field).into()),
            ("typed", typed.as_str().into()),
        ],
    )
}

/// What was typed stands over what is kept, where a form comes back.
fn typed_over(fields: &mut Fields, sent: &Sent) {
    for (name, field) in [
        ("headline", &mut fields.headline),
        ("kicker", &mut fields.kicker),
        ("standfirst", &mut fields.standfirst),
        ("body", &mut fields.body),
        ("byline", &mut fields.byline),
        ("dateline_place", &mut fields.dateline_place),
        ("dateline_date", &mut fields.dateline_date),
        ("own_place", &mut fields.own_place),
        ("own_date", &mut fields.own_date),
        ("ai_note", &mut fields.ai_note),
        ("reviewer", &mut fields.reviewer),
        ("series", &mut fields.series),
        ("rights", &mut fields.rights),
        ("desk_note", &mut fields.desk_note),
    ] {
        if sent.sent(name) {
            *field = sent.raw(name).to_owned();
        }
    }
}

/// What the script sends.
#[derive(Debug, Deserialize)]
struct Autosave {
    saves: u32,
    fields: Map<String, Value>,
    tree: Value,
}

impl Autosave {
    /// The same, as the form would have sent it.
    fn as_form(&self) -> Sent {
        let mut fields = vec![
            ("saves".to_owned(), self.saves.to_string()),
            ("tree".to_owned(), self.tree.to_string()),
        ];
        for (name, value) in &self.fields {
            match value {
                Value::Array(values) => fields.extend(
                    values
                        .iter()
                        .filter_map(|one| Some((name.clone(), one.as_str()?.to_owned()))),
                ),
                Value::String(text) => fields.push((name.clone(), text.clone())),
                _ => {}
            }
        }
        Sent::Form(fields)
    }
}

/// What the script saves as somebody types; answers with what the gate says now.
pub(crate) async fn save(call: &Call, word: &str) -> Outcome<Response> {
    let id = article_id(word)?;
    let Some(autosave) = call.sent.json::<Autosave>() else {
        return Err(Stopped::Nothing);
    };
    match keep(call, id, &autosave.as_form()).await? {
        Kept::Saved { saves, merged } => {
            let mut work = Work::open(call, id).await?;
            let zone = work.title.time_zone();
            let topics = named::of(&mut work).await?;
            let calendar = Calendar::new(&work.title.zone, call.words());
            let answer = json!({
                "saves": saves,
                "saved_at": calendar.time(call.now),
                "merged": merged.map(|copy| json!({ "tree": copy.body, "fields": put(&copy, &zone, &autosave) })),
                "findings": checked(call, id, saves).await?,
                "topics": topics,
            });
            Ok(answer::json(StatusCode::OK, &answer))
        }
        Kept::Clash(clash) => {
            let zone = Work::open(call, id).await?.title.time_zone();
            let mut conflicts = Vec::new();
            for one in &clash.fields {
                conflicts.extend(in_the_form(one, &clash.theirs, &zone));
            }
            conflicts.extend(clash.text.iter().map(|one| {
                json!({"field": "body", "at": one.at, "base": one.base, "mine": one.mine, "theirs": one.theirs})
            }));
            let answer = json!({
                "saves": clash.saves,
                "by": clash.by,
                "conflicts": conflicts,
                "tree": clash.merged.body,
                "fields": put(&clash.merged, &zone, &autosave),
                "theirs": { "fields": Fields::of(&clash.theirs, &zone).named() },
            });
            Ok(answer::json(StatusCode::CONFLICT, &answer))
        }
        Kept::Refused(told) => Ok(answer::json(
            StatusCode::UNPROCESSABLE_ENTITY,
            &json!({ "message": told.join(" ") }),
        )),
    }
}

/// A field both changed, as the fields of the form in which it differs: a dateline has two, a list of sources many.
fn in_the_form(clash: &FieldClash, theirs: &Copy, zone: &TimeZone) -> Vec<Value> {
    let with = |value: &Value| -> Map<String, Value> {
        let Ok(Value::Object(mut fields)) = serde_json::to_value(theirs) else {
            return Map::new();
        };
        match value {
            Value::Null => drop(fields.remove(&clash.field)),
            value => drop(fields.insert(clash.field.clone(), value.clone())),
        }
        let copy = serde_json::from_value::<Copy>(Value::Object(fields));
        copy.map(|copy| Fields::of(&copy, zone).named())
            .unwrap_or_default()
    };
    let (base, mine, theirs) = (with(&clash.base), with(&clash.mine), with(&clash.theirs));
    let names: BTreeSet<&String> = mine.keys().chain(theirs.keys()).collect();
    let of = |fields: &Map<String, Value>, name: &str| {
        fields.get(name).cloned().unwrap_or_else(|| Value::from(""))
    };
    let differ = names
        .into_iter()
        .filter(|name| of(&mine, name) != of(&theirs, name));
    differ
        .map(|name| json!({"field": name, "base": of(&base, name), "mine": of(&mine, name), "theirs": of(&theirs, name)}))
        .collect()
}

/// The fields of a copy as the form has them; a source the form had and the copy has not is empty in it.
fn put(copy: &Copy, zone: &TimeZone, autosave: &Autosave) -> Map<String, Value> {
    let mut fields = Fields::of(copy, zone).named();
    let sources = autosave.fields.keys();
    for name in sources.filter(|name| name.starts_with("source-") && name.ends_with("-name")) {
        fields
            .entry(name.clone())
            .or_insert_with(|| Value::from(""));
    }
    fields
}

/// What the gate says now, counted on the desk's list too.
pub(crate) async fn checked(call: &Call, id: ArticleId, saves: u32) -> Outcome<Vec<FindingShown>> {
    let found = findings(call, id).await?;
    let blocks = found.iter().filter(|one| one.severity == "block").count();
    let (blocks, warnings) = (of(blocks), of(found.len() - blocks));
    desk::moving::checked(call.paper(), call.actor()?, id, saves, blocks, warnings).await?;
    Ok(found)
}

fn of(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// What a person without the script is told of a clash: who, and what the other wrote.
fn told_of(call: &Call, clash: &Clash, zone: &TimeZone) -> Vec<String> {
    let words = call.words();
    let by = clash.by.as_str();
    let mut told = vec![words.with("piece-clash", &[("by", by.into())])];
    for one in &clash.text {
        let body = Body {
            blocks: one.theirs.clone(),
            ..Body::default()
        };
        let field = words.say("field-body");
        let theirs = words.with(
            "piece-clash-field",
            &[("field", field.as_str().into()), ("by", by.into())],
        );
        told.push(format!("{theirs}: {}", body.plain_text()));
    }
    for one in &clash.fields {
        for field in in_the_form(one, &clash.theirs, zone) {
            let name = field["field"].as_str().unwrap_or_default();
            let name = label_or_word(words, name);
            let theirs = words.with(
                "piece-clash-field",
                &[("field", name.into()), ("by", by.into())],
            );
            told.push(format!("{theirs}: {}", in_words(&field["theirs"])));
        }
    }
    told
}

/// A value of a form as somebody reads it.
fn in_words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(several) => several.iter().map(in_words).collect::<Vec<_>>().join(", "),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
