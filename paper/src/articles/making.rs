//! Makes the content of a revision out of a copy: what is said once is filled in, what readers must not see is left out.

use super::content::{Class, Content, FORMAT, PictureHash, Placed, State};
use super::{Article, PlacementRow};
use crate::copy::{BylineReason, Copy, Kind, Source, SourceKind};
use crate::db::Session;
use crate::id::PictureId;
use crate::titles::Title;
use crate::words::{
    self, COPY_BYTES_MAX, HEADLINE_CHARS_MAX, KICKER_CHARS_MAX, LIST_MAX, NAME_CHARS_MAX,
    NOTE_CHARS_MAX,
};
use crate::{Refusal, Result, Thing, pictures, sources, titles};
use jiff::Timestamp;
use markup::{Body, Picture};
use std::collections::BTreeSet;

/// Brings a copy into the form drafts are kept in: trimmed, NFC, within limits. Says nothing about completeness.
pub(crate) fn tidy(copy: Copy) -> Result<Copy> {
    let mut copy = copy;
    copy.language = if copy.language.is_empty() {
        String::new()
    } else {
        words::language(&copy.language)?
    };
    copy.headline = words::optional_line("headline", &copy.headline, HEADLINE_CHARS_MAX)?;
    copy.kicker = words::optional_line("kicker", &copy.kicker, KICKER_CHARS_MAX)?;
    copy.standfirst = words::optional_line("standfirst", &copy.standfirst, NOTE_CHARS_MAX)?;
    for (field, text, most) in [
        ("ai_note", &mut copy.ai_note, NOTE_CHARS_MAX),
        ("reviewer", &mut copy.reviewer, NAME_CHARS_MAX),
        ("series", &mut copy.series, NAME_CHARS_MAX),
        ("rights", &mut copy.rights, NAME_CHARS_MAX),
        ("desk_note", &mut copy.desk_note, NOTE_CHARS_MAX),
    ] {
        *text = words::optional_line(field, text, most)?;
    }
    for (field, length) in [
        ("byline", copy.byline.len()),
        ("sources", copy.sources.len()),
        ("topics", copy.topics.len()),
    ] {
        words::at_most(field, length, LIST_MAX)?;
    }
    for credit in &mut copy.byline {
        credit.name = words::line("byline", &credit.name, NAME_CHARS_MAX)?;
    }
    for source in &mut copy.sources {
        tidy_source(source)?;
    }
    if let Some(sponsor) = &mut copy.sponsor {
        sponsor.name = words::optional_line("sponsor", &sponsor.name, NAME_CHARS_MAX)?;
    }
    for dateline in [&mut copy.dateline, &mut copy.own_reporting]
        .into_iter()
        .flatten()
    {
        dateline.place = words::optional_line("dateline", &dateline.place, NAME_CHARS_MAX)?;
    }
    copy.topics = copy
        .topics
        .iter()
        .map(|topic| words::slug("topics", topic))
        .collect::<Result<_>>()?;
    copy.body = tidy_body(copy.body)?;
    if let Some(picture) = &mut copy.picture {
        tidy_picture(picture)?;
    }
    if serde_json::to_vec(&copy)?.len() > COPY_BYTES_MAX {
        return Err(Refusal::TooLong {
            field: "body",
            chars_max: COPY_BYTES_MAX,
        }
        .into());
    }
    Ok(copy)
}

/// Brings a text into its one form, and the words of its pictures within limits.
pub(crate) fn tidy_body(body: Body) -> Result<Body> {
    let mut body = body.canonical();
    for picture in body.pictures_mut() {
        tidy_picture(picture)?;
    }
    Ok(body)
}

fn tidy_source(source: &mut Source) -> Result<()> {
    source.name = words::optional_line("sources.name", &source.name, HEADLINE_CHARS_MAX)?;
    source.note = words::optional_line("sources.note", &source.note, NOTE_CHARS_MAX)?;
    source.url = if source.url.trim().is_empty() {
        String::new()
    } else {
        words::web_address("sources.url", &source.url)?
    };
    source.text = words::normal(&source.text);
    if let Some(consent) = &mut source.consent {
        consent.by = words::optional_line("sources.consent.by", &consent.by, NAME_CHARS_MAX)?;
    }
    Ok(())
}

fn tidy_picture(picture: &mut Picture) -> Result<()> {
    picture.alt = words::optional_line("picture.alt", &picture.alt, NOTE_CHARS_MAX)?;
    picture.credit = words::optional_line("picture.credit", &picture.credit, NAME_CHARS_MAX)?;
    picture.licence = words::optional_line("picture.licence", &picture.licence, NAME_CHARS_MAX)?;
    picture.source_type =
        words::optional_line("picture.source_type", &picture.source_type, NAME_CHARS_MAX)?;
    Ok(())
}

/// Fills in what kind, agency, title and picture library already say, so that nobody is asked twice.
pub(crate) async fn fill(session: &mut Session, copy: Copy, title: &Title) -> Result<Copy> {
    let contracts = sources::contracts(session, title.id).await?;
    let mut copy = fill_words(copy, title, &contracts);
    if let Some(picture) = &mut copy.picture {
        inherit(session, picture).await?;
    }
    for picture in copy.body.pictures_mut() {
        inherit(session, picture).await?;
    }
    Ok(copy)
}

/// [`fill`] without the picture library: for a copy whose pictures are not in it yet. `contracts` are the agencies under
/// contract with the title.
pub(crate) fn fill_words(copy: Copy, title: &Title, contracts: &[String]) -> Copy {
    let mut copy = copy;
    if copy.language.is_empty() {
        copy.language = title.language.clone();
    }
    let contract = copy
        .sources
        .iter()
        .find(|s| s.kind == SourceKind::Agency && s.is_under_contract(contracts))
        .map(|s| s.name.clone());
    if let (Some(Kind::Agency), Some(agency)) = (copy.kind, &contract) {
        if copy.byline.is_empty() && copy.byline_reason.is_none() {
            copy.byline_reason = Some(BylineReason::AgencyText);
        }
        if copy.rights.is_empty() {
            copy.rights = format!("© {agency}");
        }
    }
    if copy.rights.is_empty() {
        copy.rights = title.settings.rights.clone();
    }
    copy
}

/// A placed picture says of itself what the library says, unless it was given its own words. Of one that is not there
/// nothing is said: a text may name it as long as it is not out.
pub(crate) async fn inherit(session: &mut Session, placed: &mut Picture) -> Result<()> {
    let id = PictureId::parse(&placed.file);
    let kept = match id {
        Some(id) => pictures::find(session, id).await?,
        None => None,
    };
    let Some(kept) = kept else {
        return Ok(());
    };
    placed.file = kept.id.to_string();
    if placed.alt.is_empty() && !placed.described_by_caption {
        placed.alt = kept.alt;
    }
    if placed.caption.is_empty() && !kept.caption.is_empty() {
        placed.caption = vec![markup::Inline::text(kept.caption)];
    }
    for (placed, kept) in [
        (&mut placed.credit, kept.credit),
        (&mut placed.licence, kept.licence),
        (&mut placed.source_type, kept.source_type),
    ] {
        if placed.is_empty() {
            *placed = kept;
        }
    }
    Ok(())
}

/// The frame of a revision: everything that is not the desk's text.
pub(crate) struct Frame {
    pub(crate) class: Class,
    pub(crate) note: String,
    pub(crate) first_published: Timestamp,
    pub(crate) state: State,
}

/// The content of the next revision of an article.
pub(crate) async fn content(
    session: &mut Session,
    now: Timestamp,
    article: &Article,
    title: &Title,
    copy: &Copy,
    frame: Frame,
) -> Result<Content> {
    let mut content = looked_at(session, now, article, title, copy, frame).await?;
    content.pictures = picture_hashes(session, &content).await?;
    Ok(content)
}

/// [`content`] for the desk to look at: a picture the library has not is no reason not to.
pub(crate) async fn looked_at(
    session: &mut Session,
    now: Timestamp,
    article: &Article,
    title: &Title,
    copy: &Copy,
    frame: Frame,
) -> Result<Content> {
    let mut content = bare(now, article, title, copy, frame);
    let named = pictures::named_by(content.picture.as_ref(), &content.body);
    content.pictures = in_library(session, named).await?.0;
    let placements = super::placements(session, article.id).await?;
    content.placements = placed(session, &placements).await?;
    Ok(content)
}

/// What a copy shows or links to of the library that is not in it, or not any more, by the words it names it by.
pub(super) async fn missing(session: &mut Session, copy: &Copy) -> Result<Vec<String>> {
    let named = pictures::named_by(copy.picture.as_ref(), &copy.body);
    Ok(in_library(session, named).await?.1)
}

/// Of what is named, what the library has, each once; and what it has not.
async fn in_library(
    session: &mut Session,
    named: Vec<String>,
) -> Result<(Vec<PictureHash>, Vec<String>)> {
    let (mut there, mut missing) = (Vec::new(), Vec::new());
    for word in named.into_iter().collect::<BTreeSet<_>>() {
        let kept = match PictureId::parse(&word) {
            Some(id) => pictures::find(session, id).await?,
            None => None,
        };
        match kept {
            Some(kept) => there.push(PictureHash {
                id: kept.id.to_string(),
                sha256: kept.sha256,
            }),
            None => missing.push(word),
        }
    }
    Ok((there, missing))
}

/// [`content`] without what the record says of its pictures and placements.
pub(super) fn bare(
    now: Timestamp,
    article: &Article,
    title: &Title,
    copy: &Copy,
    frame: Frame,
) -> Content {
    let kind = copy.kind.unwrap_or(Kind::News);
    let modified = match article.modified {
        Some(before) if !frame.class.moves_date() => before,
        Some(_) => now,
        None => frame.first_published,
    };
    Content {
        format: FORMAT.to_owned(),
        article: article.id.to_string(),
        number: article.revisions + 1,
        previous: String::new(),
        class: frame.class,
        note: frame.note,
        at: now,
        first_published: frame.first_published,
        modified,
        state: frame.state,
        language: copy.language.clone(),
        kind,
        headline: copy.headline.clone(),
        kicker: copy.kicker.clone(),
        standfirst: copy.standfirst.clone(),
        byline: copy.byline.clone(),
        byline_reason: copy.byline_reason,
        dateline: copy.dateline.clone(),
        sources: copy.sources.iter().map(public_source).collect(),
        own_reporting: copy.own_reporting.clone(),
        ai: copy.ai,
        ai_note: ai_note(copy, title),
        reviewer: copy.reviewer.clone(),
        sponsor: copy.sponsor.clone(),
        series: copy.series.clone(),
        rights: copy.rights.clone(),
        picture: copy.picture.clone(),
        body: copy.body.clone(),
        pictures: Vec::new(),
        placements: Vec::new(),
        statements: Vec::new(),
        redactions: Vec::new(),
        editor: String::new(),
    }
}

fn ai_note(copy: &Copy, title: &Title) -> String {
    if copy.ai.is_none() && copy.ai_note.is_empty() {
        title.settings.ai_declaration.clone()
    } else {
        copy.ai_note.clone()
    }
}

/// What readers are told of a source: never the text pasted for comparison.
fn public_source(source: &Source) -> Source {
    Source {
        text: String::new(),
        ..source.clone()
    }
}

pub(super) async fn picture_hashes(
    session: &mut Session,
    content: &Content,
) -> Result<Vec<PictureHash>> {
    let mut hashes: Vec<PictureHash> = Vec::new();
    for word in pictures::named_by(content.picture.as_ref(), &content.body) {
        if hashes.iter().any(|hash| hash.id == word) {
            continue;
        }
        let kept = pictures::named(session, &word).await?;
        hashes.push(PictureHash {
            id: kept.id.to_string(),
            sha256: kept.sha256,
        });
    }
    words::at_most("pictures", hashes.len(), LIST_MAX)?;
    Ok(hashes)
}

/// The placements as readers see them on this day.
pub(crate) async fn placed(
    session: &mut Session,
    placements: &[PlacementRow],
) -> Result<Vec<Placed>> {
    let mut all = Vec::with_capacity(placements.len());
    for placement in placements {
        let title = titles::by_id(session, placement.title).await?;
        let (section, parent): (String, String) = session
            .one(
                "SELECT s.name, COALESCE(a.name, '') FROM sections s LEFT JOIN sections a ON a.id = s.parent_id
                  WHERE s.id = $1",
                (placement.section,),
            )
            .await?;
        let topics: Vec<(String,)> = session
            .all(
                "SELECT t.name FROM placement_topics p JOIN topics t ON t.id = p.topic_id
                  WHERE p.placement_id = $1 ORDER BY p.position",
                (placement.id,),
            )
            .await?;
        all.push(Placed {
            title: title.id.to_string(),
            title_name: title.name,
            section,
            parent,
            headline: placement.headline.clone(),
            topics: topics.into_iter().map(|(name,)| name).collect(),
        });
    }
    Ok(all)
}

/// The copy a published content came from, for the desk to work on again. What was never public comes back empty.
pub(crate) fn copy_of(content: &Content, topics: Vec<String>) -> Copy {
    Copy {
        language: content.language.clone(),
        kind: Some(content.kind),
        headline: content.headline.clone(),
        kicker: content.kicker.clone(),
        standfirst: content.standfirst.clone(),
        body: content.body.clone(),
        byline: content.byline.clone(),
        byline_reason: content.byline_reason,
        dateline: content.dateline.clone(),
        sources: content.sources.clone(),
        own_reporting: content.own_reporting.clone(),
        ai: content.ai,
        ai_note: content.ai_note.clone(),
        reviewer: content.reviewer.clone(),
        sponsor: content.sponsor.clone(),
        series: content.series.clone(),
        rights: content.rights.clone(),
        picture: content.picture.clone(),
        topics,
        desk_note: String::new(),
        embargo: None,
    }
}

/// The id a placed picture names.
pub(crate) fn picture_id(hash: &PictureHash) -> Result<PictureId> {
    PictureId::parse(&hash.id).ok_or_else(|| {
        Refusal::Unknown {
            thing: Thing::Picture,
            name: hash.id.clone(),
        }
        .into()
    })
}
