//! The library of pictures and documents: what is in it, what it lacks, and one of them with where it is used.

use super::keeping::{Came, came, encoded, told, typed, unfit};
use super::{could, framed, has_part, manifest, title};
use crate::call::Call;
use crate::page::print;
use crate::routes::{Outcome, Stopped};
use crate::{BASE, answer};
use axum::response::Response;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use paper::articles::content::Class;
use paper::id::PictureId;
use paper::pictures::{self, Filter, Form, Kept, Lack, NewPicture, Settle, Use};
use paper::rights::Deed;
use paper::titles::{self, Title};
use paper::{Error, Refusal, Session, Thing};
use press::Calendar;
use serde_json::{Value, json};

/// Pictures shown at once.
const ROWS: u32 = 48;
/// Digital source types a form offers; others a file came with stay (IPTC NewsCodes).
const SOURCE_TYPES: [&str; 8] = [
    "digitalCapture",
    "negativeFilm",
    "screenCapture",
    "digitalCreation",
    "dataDrivenMedia",
    "compositeCapture",
    "compositeWithTrainedAlgorithmicMedia",
    "trainedAlgorithmicMedia",
];
/// Fields of a picture a form may change.
const FIELDS: [&str; 8] = [
    "alt",
    "caption",
    "creator",
    "credit",
    "copyright",
    "place",
    "licence",
    "source_type",
];

/// What the library holds; or files that come in.
pub(crate) async fn library(call: &Call, key: &str) -> Outcome<Response> {
    let mut session = call.paper().read().await?;
    let title = title(call, &mut session, key).await?;
    if !could(call, &title, Deed::AddPicture) {
        return Err(Stopped::Nothing);
    }
    drop(session);
    if call.changes() {
        return taken_in(call, &title).await;
    }
    shelf(call, &title, Vec::new()).await
}

async fn taken_in(call: &Call, title: &Title) -> Outcome<Response> {
    let here = address(title);
    let mut refused = Vec::new();
    let mut last = None;
    let mut there = 0;
    let files = call.sent.files("file");
    if files.is_empty() {
        refused.push(call.words().say("library-no-file"));
    }
    for file in &files {
        let mut session = call.paper().read().await?;
        there += usize::from(pictures::is_there(&mut session, &file.bytes).await?);
        drop(session);
        let new = NewPicture {
            name: file.name.clone(),
            bytes: file.bytes.clone(),
            ..NewPicture::default()
        };
        match pictures::add(call.paper(), call.actor()?, title.id, new).await {
            Ok(id) => last = Some(id),
            Err(error) => match told(call, error, &here)? {
                Came::On(response) => return Ok(response),
                Came::Told(words) => refused.push(words),
            },
        }
    }
    let done = match there {
        0 => "picture-added",
        n if n == files.len() => "picture-there",
        _ => "pictures-added-or-there",
    };
    match last {
        Some(id) if refused.is_empty() && files.len() == 1 => {
            Ok(answer::see(&format!("{here}/{id}?done={done}")))
        }
        Some(_) if refused.is_empty() => Ok(answer::see(&format!("{here}?done={done}"))),
        _ => shelf(call, title, refused).await,
    }
}

fn address(title: &Title) -> String {
    format!("{BASE}/t/{}/library", title.key)
}

async fn shelf(call: &Call, title: &Title, refused: Vec<String>) -> Outcome<Response> {
    let mut session = call.paper().read().await?;
    let lack = Lack::parse(&call.parameter("lack"));
    let form = Form::parse(&call.parameter("form"));
    let filter = Filter {
        words: call.parameter("q"),
        lack,
        title: (!call.parameter("own").is_empty()).then_some(title.id),
        form,
    };
    let before = PictureId::parse(&call.parameter("before"));
    let mut found = pictures::page(&mut session, &filter, before, ROWS + 1, call.now).await?;
    let more = found.len() > ROWS as usize;
    found.truncate(ROWS as usize);
    let next = found.last().filter(|_| more).map(|one| one.id.to_string());
    let calendar = Calendar::new(&title.zone, call.words());
    let mut rows = Vec::with_capacity(found.len());
    for kept in &found {
        rows.push(row(call, &mut session, kept, &calendar).await?);
    }
    let lacking: Vec<Value> = pictures::lacking(&mut session, call.now)
        .await?
        .into_iter()
        .map(|(lack, count)| json!({"word": lack.word(), "count": count}))
        .collect();
    drop(session);
    let matter = json!({
        "told": refused,
        "rows": rows,
        "next": next,
        "words": filter.words,
        "lack": lack.map(Lack::word),
        "form": form.map(Form::word),
        "own": filter.title.is_some(),
        "lacking": lacking,
    });
    let mut page = framed(call, "library.html", "pictures", title);
    if !refused.is_empty() {
        page = page.refused();
    }
    print(call, page, matter)
}

async fn row(
    call: &Call,
    session: &mut Session,
    kept: &Kept,
    calendar: &Calendar,
) -> Outcome<Value> {
    let sizes = pictures::renditions(session, kept.id).await?;
    let first = sizes.first();
    let is_picture = kept.form == Form::Picture;
    Ok(json!({
        "id": kept.id.to_string(),
        "picture": is_picture,
        "thumb": first.filter(|_| is_picture).map(|(path, ..)| format!("{BASE}{path}")),
        "width": first.map(|one| one.1),
        "height": first.map(|one| one.2),
        "name": name(kept),
        "credit": kept.credit,
        "lacks_alt": is_picture && kept.alt.is_empty(),
        "lacks_credit": is_picture && kept.credit.is_empty(),
        "ends": kept.ends_at.map(|at| calendar.when(at).day),
        "over": kept.ends_at.is_some_and(|at| at <= call.now),
        "added": calendar.when(kept.id.drawn_at()).text,
    }))
}

/// What a picture or document is called: by what it shows, its caption, or what came in.
fn name(kept: &Kept) -> String {
    let file = kept.file.rsplit(['/', '\\']).next().unwrap_or_default();
    [kept.caption.as_str(), kept.alt.as_str(), file]
        .into_iter()
        .find(|text| !text.is_empty())
        .map_or_else(|| kept.id.to_string(), shortened)
}

/// Characters of a name, about.
const NAME_CHARS: usize = 80;

/// A text cut after a whole word, with a sign that it goes on.
fn shortened(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(NAME_CHARS) else {
        return text.to_owned();
    };
    let cut = text.get(..end).unwrap_or(text);
    let words = cut.rsplit_once(' ').map_or(cut, |(words, _)| words);
    format!("{}…", words.trim_end_matches([',', ';', ':', '.', ' ']))
}

/// One picture or document, and what is said of it from now on.
pub(crate) async fn one(call: &Call, key: &str, id: &str) -> Outcome<Response> {
    let (title, id) = at_hand(call, key, id).await?;
    let here = format!("{}/{id}", address(&title));
    let mut back = Back::default();
    if call.changes() {
        let done = async {
            let change = change(call, &title)?;
            pictures::settle(call.paper(), actor(call)?, title.id, id, &change).await
        };
        let done = done.await;
        back.over = matches!(&done, Err(Error::Refused(Refusal::TermsOver)));
        // A picture that leaves has no page any more.
        let onward = match call.sent.has("over") {
            true => format!("{}?done=picture-ended", address(&title)),
            false => format!("{here}?done=saved"),
        };
        match came(call, done, &onward, &here)? {
            Came::On(response) => return Ok(response),
            Came::Told(words) => back.told = words,
        }
    }
    print_one(call, &title, id, back).await
}

/// What a page of a picture that comes back says.
#[derive(Default)]
struct Back {
    /// Why it came back.
    told: String,
    /// It has to be confirmed that its terms are over.
    over: bool,
    /// What became of the articles in which another took its place.
    replaced: Value,
}

fn actor(call: &Call) -> paper::Result<&paper::Actor> {
    call.actor()
        .map_err(|_| Error::from(paper::Fault::new("nobody has signed in")))
}

async fn at_hand(call: &Call, key: &str, id: &str) -> Outcome<(Title, PictureId)> {
    let mut session = call.paper().read().await?;
    let title = title(call, &mut session, key).await?;
    let id = PictureId::parse(id).ok_or(Stopped::Nothing)?;
    if !could(call, &title, Deed::AddPicture) {
        return Err(Stopped::Nothing);
    }
    Ok((title, id))
}

/// What the form says.
fn change(call: &Call, title: &Title) -> paper::Result<Settle> {
    let text = |field: &str| {
        call.sent
            .sent(field)
            .then(|| call.sent.get(field).to_owned())
    };
    Ok(Settle {
        alt: text("alt"),
        caption: text("caption"),
        creator: text("creator"),
        credit: text("credit"),
        copyright: text("copyright"),
        place: text("place"),
        licence: text("licence"),
        source_type: text("source_type"),
        focus: focus(call)?,
        ends_at: ends_at(call, title)?,
        over: call.sent.has("over"),
    })
}

/// The point that stays in sight; none where both fields are empty.
fn focus(call: &Call) -> paper::Result<Option<Option<(u32, u32)>>> {
    if !call.sent.sent("focus_x") {
        return Ok(None);
    }
    let (x, y) = (call.sent.get("focus_x"), call.sent.get("focus_y"));
    if x.is_empty() && y.is_empty() {
        return Ok(Some(None));
    }
    match (x.parse(), y.parse()) {
        (Ok(x), Ok(y)) => Ok(Some(Some((x, y)))),
        _ => Err(unfit("picture.focus", &format!("{x}, {y}"), "38, 52")),
    }
}

/// The last day of its terms: they end when it is over, in the title's own zone.
fn ends_at(call: &Call, title: &Title) -> paper::Result<Option<Option<Timestamp>>> {
    if !call.sent.sent("ends") {
        return Ok(None);
    }
    let typed = call.sent.get("ends");
    if typed.is_empty() {
        return Ok(Some(None));
    }
    let no_day = || unfit("picture.ends", typed, "2026-11-30");
    let day: Date = typed.parse().map_err(|_| no_day())?;
    let over = day.checked_add(1.day()).map_err(|_| no_day())?;
    let over = over
        .to_zoned_datetime(title.time_zone())
        .map_err(|_| no_day())?;
    Ok(Some(Some(over.timestamp())))
}

/// Another picture takes its place wherever articles show it.
pub(crate) async fn replace(call: &Call, key: &str, id: &str) -> Outcome<Response> {
    let (title, id) = at_hand(call, key, id).await?;
    if !call.changes() {
        return Err(Stopped::Nothing);
    }
    // Who may not change articles is told so before anything is asked of the form.
    if !could(call, &title, Deed::Change) {
        return Err(Stopped::Nothing);
    }
    let here = format!("{}/{id}", address(&title));
    if call.sent.files("file").is_empty() && call.sent.get("with").is_empty() {
        let back = Back {
            told: call.words().say("picture-replace-none"),
            ..Back::default()
        };
        return print_one(call, &title, id, back).await;
    }
    let done = async {
        let new = with_new(call, &title).await?;
        if new == id {
            return Err(Refusal::NothingChanged.into());
        }
        let note = call.sent.get("note");
        pictures::replace(call.paper(), actor(call)?, (id, new), Class::Update, note).await
    };
    match done.await {
        Ok(replaced) => {
            let left: Vec<Value> = replaced
                .left
                .iter()
                .map(|(article, refusal)| {
                    json!({"article": article.to_string(), "why": call.said(refusal)})
                })
                .collect();
            let done = json!({"changed": replaced.changed.len(), "left": left});
            let back = Back {
                replaced: done,
                ..Back::default()
            };
            print_one(call, &title, id, back).await
        }
        Err(error) => match told(call, error, &here)? {
            Came::On(response) => Ok(response),
            Came::Told(told) => {
                let back = Back {
                    told,
                    ..Back::default()
                };
                print_one(call, &title, id, back).await
            }
        },
    }
}

/// The picture that takes the place: a file that comes with the form, or one of the library by its id.
async fn with_new(call: &Call, title: &Title) -> paper::Result<PictureId> {
    let files = call.sent.files("file");
    let file = files.first().filter(|file| !file.bytes.is_empty());
    match file {
        Some(file) => {
            let new = NewPicture {
                name: file.name.clone(),
                bytes: file.bytes.clone(),
                ..NewPicture::default()
            };
            pictures::add(call.paper(), actor(call)?, title.id, new).await
        }
        None => {
            let typed = call.sent.get("with");
            let word = typed.rsplit('/').next().unwrap_or(typed).trim();
            PictureId::parse(word).ok_or_else(|| {
                let name = typed.chars().take(60).collect();
                let thing = Thing::Picture;
                Refusal::Unknown { thing, name }.into()
            })
        }
    }
}

async fn print_one(call: &Call, title: &Title, id: PictureId, back: Back) -> Outcome<Response> {
    let mut session = call.paper().read().await?;
    let kept = pictures::named(&mut session, &id.to_string()).await?;
    let calendar = Calendar::new(&title.zone, call.words());
    let mut matter = row(call, &mut session, &kept, &calendar).await?;
    let sizes = pictures::renditions(&mut session, id).await?;
    let wide = sizes.get(1).or(sizes.first());
    matter["told"] = back.told.as_str().into();
    matter["over_now"] = back.over.into();
    matter["replaced"] = back.replaced;
    matter["with"] = typed(call, "with", "").into();
    matter["note"] = typed(call, "note", "").into();
    matter["show"] = json!(wide.map(|(path, ..)| format!("{BASE}{path}")));
    matter["show_width"] = json!(wide.map(|one| one.1));
    matter["show_height"] = json!(wide.map(|one| one.2));
    matter["full_width"] = json!(kept.width);
    matter["full_height"] = json!(kept.height);
    matter["kilobytes"] = json!(kept.bytes.div_ceil(1_000));
    matter["mime"] = json!(kept.mime);
    matter["by"] = json!(kept.added_by);
    for (field, said) in FIELDS.into_iter().zip([
        &kept.alt,
        &kept.caption,
        &kept.creator,
        &kept.credit,
        &kept.copyright,
        &kept.place,
        &kept.licence,
        &kept.source_type,
    ]) {
        matter["fields"][field] = typed(call, field, said).into();
    }
    let (x, y) = kept.focus.map_or((None, None), |(x, y)| (Some(x), Some(y)));
    let per_cent = |one: Option<u32>| one.map(|one| one.to_string()).unwrap_or_default();
    matter["focus_x"] = typed(call, "focus_x", &per_cent(x)).into();
    matter["focus_y"] = typed(call, "focus_y", &per_cent(y)).into();
    matter["source_types"] = json!(SOURCE_TYPES);
    matter["other_type"] = json!(!SOURCE_TYPES.contains(&kept.source_type.as_str()));
    matter["manifest"] = manifest::told(call, &mut session, id, &calendar).await?;
    let last = last_day(kept.ends_at, title).unwrap_or_default();
    matter["ends_day"] = typed(call, "ends", &last).into();
    matter["may_end"] = json!(could(call, title, Deed::Change));
    matter["uses"] = json!(uses(call, &mut session, id).await?);
    drop(session);
    let mut page = framed(call, "picture.html", "pictures", title);
    if !back.told.is_empty() {
        page = page.refused();
    }
    print(call, page, matter)
}

/// The last day of terms that end at an instant.
fn last_day(ends_at: Option<Timestamp>, title: &Title) -> Option<String> {
    let over = ends_at?.to_zoned_datetime(title.time_zone()).date();
    Some(over.checked_sub(1.day()).unwrap_or(over).to_string())
}

/// Where it is used. Drafts of titles somebody has no part in are nobody's to see.
async fn uses(call: &Call, session: &mut Session, id: PictureId) -> Outcome<Vec<Value>> {
    let all = titles::all(session).await?;
    let mut lines = Vec::new();
    for one in pictures::uses(session, id).await? {
        let (kind, title, to, name) = match one {
            Use::Shown {
                article,
                home,
                headline,
            } => (
                "shown",
                home,
                format!("{BASE}/articles/{article}"),
                headline,
            ),
            Use::Draft {
                article,
                home,
                headline,
            } => (
                "draft",
                home,
                format!("{BASE}/articles/{article}"),
                headline,
            ),
            Use::Page { title, slug, name } => {
                let key = all.iter().find(|one| one.id == title);
                let key = key.map(|one| one.key.as_str()).unwrap_or_default();
                let slug = encoded(&slug);
                let to = format!("{BASE}/t/{key}/settings/pages/{slug}");
                ("page", title, to, name)
            }
            Use::Front { title } => {
                let key = all.iter().find(|one| one.id == title);
                let key = key.map(|one| one.key.as_str()).unwrap_or_default();
                (
                    "front",
                    title,
                    format!("{BASE}/t/{key}/front"),
                    String::new(),
                )
            }
        };
        let Some(home) = all.iter().find(|one| one.id == title) else {
            continue;
        };
        let part = has_part(call, home);
        if kind == "draft" && !part {
            continue;
        }
        lines.push(json!({
            "kind": kind,
            "title": home.name,
            "to": part.then_some(to),
            "name": name,
        }));
    }
    Ok(lines)
}
