//! The front of a title: composed on a board, looked at as of a time, published as one deed, and brought back.

use super::board::{Bar, Board};
use super::preview::as_of;
use super::{could, framed, title};
use crate::call::Call;
use crate::page::print;
use crate::routes::{Outcome, Stopped};
use crate::{BASE, answer};
use axum::response::Response;
use http::StatusCode;
use paper::fronts::{self, Current, FLASH_CHARS_MAX, LeadsTo, Slot, Version};
use paper::id::{ArticleId, PictureId};
use paper::pictures::{self, Filter as Narrowed, Form};
use paper::reading::facts::{Card, PictureFacts};
use paper::reading::pages::FrontFacts;
use paper::reading::{board as matter, front as reading, title as around};
use paper::rights::Deed;
use paper::titles::Title;
use paper::words::HEADLINE_CHARS_MAX;
use paper::{Refusal, Session};
use press::Calendar;
use serde_json::{Value, json};

/// Articles offered beside the board.
const OFFERED: u32 = 30;
/// Pictures a place offers.
const PICTURES: u32 = 40;
/// Longest name of a picture in a list, characters.
const PICTURE_CHARS_MAX: usize = 70;
/// Versions of the history shown.
const VERSIONS: u32 = 12;
/// Widths the preview has, CSS pixels.
const WIDTHS: [u32; 2] = [390, 1280];

/// The board: as the front stands, or as a form left it.
pub(crate) async fn show(call: &Call, key: &str) -> Outcome<Response> {
    let (mut session, title) = open(call, key).await?;
    let current = fronts::current(&mut session, title.id, call.now).await?;
    let zone = title.time_zone();
    let stands = Board::of(&current.composition, &zone);
    if !call.changes() {
        let told = Vec::new();
        return page(call, session, &title, &current, (&stands, &stands), told).await;
    }
    let mut board = Board::read(&call.sent);
    let button = call.sent.get("do");
    if button != "publish" {
        board.moves(&call.sent, button);
        let told = Vec::new();
        return page(call, session, &title, &current, (&board, &stands), told).await;
    }
    drop(session);
    let base = call.sent.get("base").parse().unwrap_or(0);
    let published = match board.composition(&zone) {
        Ok(whole) => fronts::publish(call.paper(), call.actor()?, title.id, whole, base).await,
        Err(refused) => Err(refused),
    };
    match published {
        Ok(_) => Ok(answer::see(&address(&title, "front-published"))),
        Err(paper::Error::Refused(refusal)) => {
            let session = call.paper().read().await?;
            let told = vec![call.said(&refusal)];
            page(call, session, &title, &current, (&board, &stands), told).await
        }
        Err(fault) => Err(fault.into()),
    }
}

/// The front in the title's theme, as of a time: as published, or as a form has it.
pub(crate) async fn preview(call: &Call, key: &str) -> Outcome<Response> {
    let (mut session, title) = open(call, key).await?;
    let reach = &call.inner.reach;
    let around = around::facts(&mut session, &title, reach).await?;
    let mut facts = if call.changes() {
        let at = match call.sent.get("at").parse() {
            Ok(local) => {
                paper::clock::at_local(local, &title.time_zone()).map_err(Stopped::Refused)?
            }
            Err(_) => call.now,
        };
        let whole = Board::read(&call.sent).as_far(&title.time_zone());
        reading::composed(&mut session, &title, &whole, at).await?
    } else {
        let at = as_of(call, &title)?;
        reading::to_come(&mut session, &title, at).await?
    };
    drop(session);
    // Readers' addresses answer only for pictures that are out; the desk has its own.
    for picture in pictures_of(&mut facts) {
        for rendition in &mut picture.renditions {
            rendition.path = format!("{BASE}{}", rendition.path);
        }
    }
    let html = call.inner.press.front(&around, &facts)?;
    Ok(answer::preview(StatusCode::OK, call.takes.gzip, html))
}

/// An earlier front, published again.
pub(crate) async fn restore(call: &Call, key: &str) -> Outcome<Response> {
    if !call.changes() {
        return Err(Stopped::Nothing);
    }
    let (session, title) = open(call, key).await?;
    drop(session);
    let number = |name: &str| call.sent.get(name).parse().map_err(|_| Stopped::Nothing);
    let (version, base) = (number("version")?, number("base")?);
    fronts::restore(call.paper(), call.actor()?, title.id, version, base).await?;
    Ok(answer::see(&address(&title, "front-restored")))
}

fn address(title: &Title, done: &str) -> String {
    format!("{BASE}/t/{}/front?done={done}", title.key)
}

/// The title, for somebody who may compose its front.
async fn open(call: &Call, key: &str) -> Outcome<(Session, Title)> {
    let mut session = call.paper().read().await?;
    let title = title(call, &mut session, key).await?;
    if could(call, &title, Deed::Pin) {
        return Ok((session, title));
    }
    Err(Stopped::Refused(Refusal::NotAllowed {
        who: call.actor()?.name().to_owned(),
        deed: Deed::Pin,
        remedy: String::new(),
    }))
}

fn pictures_of(facts: &mut FrontFacts) -> impl Iterator<Item = &mut PictureFacts> {
    facts
        .lead
        .iter_mut()
        .chain(&mut facts.secondary)
        .chain(&mut facts.featured)
        .chain(&mut facts.river)
        .chain(&mut facts.latest)
        .chain(facts.blocks.iter_mut().flat_map(|block| &mut block.cards))
        .filter_map(|card| card.picture.as_mut())
}

/// The page with a board on it, beside the one that stands.
async fn page(
    call: &Call,
    mut session: Session,
    title: &Title,
    current: &Current,
    (board, stands): (&Board, &Board),
    told: Vec<String>,
) -> Outcome<Response> {
    let zone = title.time_zone();
    let calendar = Calendar::new(&title.zone, call.words());
    let whole = board.as_far(&zone);
    let facts = reading::composed(&mut session, title, &whole, call.now).await?;
    let places = places(
        call,
        &mut session,
        title,
        (board, stands),
        &facts,
        &calendar,
    )
    .await?;
    let words = call.sent.get("q");
    let offered = matter::offered(&mut session, title, words, OFFERED).await?;
    let led = match ArticleId::parse(&board.bar.article) {
        Some(article) => matter::card(&mut session, title, article).await?,
        None => None,
    };
    let library = library(call, &mut session, board).await?;
    let versions = fronts::history(&mut session, title.id, None, VERSIONS).await?;
    let mut history = Vec::new();
    for one in &versions {
        history.push(version(&mut session, title, one, &calendar).await?);
    }
    drop(session);
    let free = board.places.iter().find(|place| place.put.is_none());
    let line = |card: &Card| {
        json!({
            "id": card.article,
            "headline": card.headline,
            "section": card.section.as_ref().map(|section| section.name.as_str()),
            "when": calendar.when(card.first_published).text,
            "time": calendar.time(card.first_published),
        })
    };
    let on_board = |card: &Card| {
        let put = board.places.iter().filter_map(|place| place.put.as_ref());
        put.map(|put| put.article.to_string())
            .any(|article| article == card.article)
    };
    let offered: Vec<Value> = offered
        .iter()
        .map(|card| {
            let mut line = line(card);
            line["placed"] = json!(on_board(card));
            line
        })
        .collect();
    let automatic = |cards: &[Card]| cards.iter().map(line).collect::<Vec<_>>();
    let blocks: Vec<Value> = facts
        .blocks
        .iter()
        .map(|block| json!({"name": block.section.name, "cards": automatic(&block.cards)}))
        .collect();
    let matter = json!({
        "base": if call.changes() { call.sent.get("base").to_owned() } else { current.version.to_string() },
        "last": current.last.as_ref().map(|(at, by)| json!({"when": calendar.when(*at).text, "by": by})),
        "changes": board.changes(stands),
        "places": places,
        "keys": board.places.iter().map(|place| (place.key(), place.slot.word(), place.position + 1)).collect::<Vec<_>>(),
        "free": free.map(super::board::Place::key),
        "bar": board.bar,
        "bar_article": led.as_ref().map(line),
        "bar_stands": current.composition.breaking.as_ref().filter(|_| board.bar == stands.bar && board.bar != Bar::default())
            .map(|bar| calendar.when(bar.until).text),
        "bar_max": FLASH_CHARS_MAX,
        "headline_max": HEADLINE_CHARS_MAX,
        "offered": offered,
        "words": words,
        "latest": automatic(&facts.latest),
        "river": automatic(&facts.river),
        "blocks": blocks,
        "library": library,
        "history": history,
        "at": call.sent.get("at"),
        "widths": WIDTHS,
        "zone": title.zone,
        "told": told,
    });
    let mut page = framed(call, "front.html", "front", title);
    if !told.is_empty() {
        page = page.refused();
    }
    print(call, page, matter)
}

/// The pictures a place offers, by id and what they are called: the newest, and those chosen already.
async fn library(
    call: &Call,
    session: &mut Session,
    board: &Board,
) -> Outcome<Vec<(String, String)>> {
    let filter = Narrowed {
        form: Some(Form::Picture),
        ..Narrowed::default()
    };
    let newest = pictures::page(session, &filter, None, PICTURES, call.now).await?;
    let mut offered: Vec<(String, String)> = newest
        .iter()
        .map(|kept| {
            (
                kept.id.to_string(),
                called(&kept.alt, &kept.caption, &kept.id),
            )
        })
        .collect();
    for put in board.places.iter().filter_map(|place| place.put.as_ref()) {
        let there = offered.iter().any(|(id, _)| *id == put.picture);
        if !there && !put.picture.is_empty() {
            offered.push((put.picture.clone(), call.words().say("front-over-kept")));
        }
    }
    Ok(offered)
}

/// What a picture is called in a list.
fn called(alt: &str, caption: &str, id: &PictureId) -> String {
    let name = [alt, caption].into_iter().find(|text| !text.is_empty());
    name.map_or_else(
        || id.to_string(),
        |text| text.chars().take(PICTURE_CHARS_MAX).collect(),
    )
}

/// The places as the page shows them: with what was put there, or with what time puts there.
async fn places(
    call: &Call,
    session: &mut Session,
    title: &Title,
    (board, stands): (&Board, &Board),
    facts: &FrontFacts,
    calendar: &Calendar,
) -> Outcome<Vec<Value>> {
    let by_hand: Vec<String> = board
        .places
        .iter()
        .filter_map(|place| Some(place.put.as_ref()?.article.to_string()))
        .collect();
    let by_time = |card: &&Card| !by_hand.contains(&card.article);
    // Free places are filled in order, so the cards nobody put there stand in theirs.
    let mut filled = facts.secondary.iter().filter(by_time);
    let last = board.places.len().saturating_sub(1);
    let mut places = Vec::new();
    for (index, place) in board.places.iter().enumerate() {
        let own = match &place.put {
            Some(put) => matter::card(session, title, put.article).await?,
            None => None,
        };
        let automatic = match place.slot {
            _ if place.put.is_some() => None,
            Slot::Lead => facts.lead.as_ref(),
            Slot::Secondary => filled.next(),
            Slot::Featured => None,
        };
        let card = own.as_ref().or(automatic);
        let picture = match place.put.as_ref().map(|put| put.picture.as_str()) {
            Some(id) if !id.is_empty() => chosen(session, id).await?,
            _ => None,
        };
        let own_picture = card.and_then(|card| card.picture.as_ref());
        let own_picture = own_picture.and_then(|picture| picture.renditions.first());
        let key = |index: usize| board.places.get(index).map(super::board::Place::key);
        let put = place.put.as_ref();
        places.push(json!({
            "key": place.key(),
            "slot": place.slot.word(),
            "number": place.position + 1,
            "fills_itself": place.slot.fills_itself(),
            "article": card.map(|card| card.article.as_str()),
            "put": put.is_some(),
            "gone": put.is_some() && own.is_none(),
            "moved": stands.places.get(index).is_some_and(|one| one != place),
            "headline": put.map(|put| put.headline.as_str()).filter(|text| !text.is_empty())
                .or(card.map(|card| card.headline.as_str())),
            "own_headline": card.map(|card| card.headline.as_str()),
            "over": put.map(|put| json!({"headline": put.headline, "until": put.until, "picture": put.picture})),
            "id": put.map(|put| put.article.to_string()),
            "section": card.and_then(|card| Some(card.section.as_ref()?.name.as_str())),
            "when": card.map(|card| calendar.when(card.first_published).text),
            "picture": picture.or(own_picture.map(|one| format!("{BASE}{}", one.path))),
            "until": put.and_then(|put| until(call, put, title)),
            "before": (index > 0).then(|| key(index - 1)).flatten(),
            "after": (index < last).then(|| key(index + 1)).flatten(),
        }));
    }
    Ok(places)
}

/// The end of a place in words, where it can be read.
fn until(call: &Call, put: &super::board::Put, title: &Title) -> Option<String> {
    let local = put.until.parse().ok()?;
    let at = paper::clock::at_local(local, &title.time_zone()).ok()?;
    Some(Calendar::new(&title.zone, call.words()).when(at).text)
}

/// The smallest size of a picture chosen from the library.
async fn chosen(session: &mut Session, id: &str) -> Outcome<Option<String>> {
    let Some(id) = PictureId::parse(id) else {
        return Ok(None);
    };
    let sizes = pictures::renditions(session, id).await?;
    Ok(sizes.first().map(|(path, ..)| format!("{BASE}{path}")))
}

/// A version of the history: who, when, what stood there.
async fn version(
    session: &mut Session,
    title: &Title,
    one: &Version,
    calendar: &Calendar,
) -> Outcome<Value> {
    let mut headlines = Vec::new();
    for placed in &one.composition.slots {
        let card = matter::card(session, title, placed.article).await?;
        let headline = placed.headline.clone().or(card.map(|card| card.headline));
        headlines.push(json!({
            "slot": placed.slot.word(),
            "number": placed.position + 1,
            "headline": headline.unwrap_or_default(),
        }));
    }
    Ok(json!({
        "version": one.version,
        "by": one.by,
        "when": calendar.when(one.at).text,
        "places": headlines,
        "bar": one.composition.breaking.as_ref().map(|bar| &bar.text),
        "bar_leads": one.composition.breaking.as_ref().is_some_and(|bar| bar.to != LeadsTo::Nothing),
    }))
}
