//! Lawful redaction: the one exception to immutable revisions.
//!
//! It blanks words, names or a picture in every public revision of an article, in its draft, its comments and its
//! lists, in one transaction, and leaves reason, date and commitments. The salt of a blanked revision goes with its
//! words: without it the commitment betrays nothing, and with the public rest of a text nobody can guess a name.

use super::content::{Class, Content, RedactionNote};
use super::{canonical, drafting, publishing, revisions};
use crate::actor::Actor;
use crate::audit::{self, About};
use crate::id::{ArticleId, PictureId, RedactionId, RevisionId};
use crate::paper::Tx;
use crate::rights::Deed;
use crate::words::{self, NAME_CHARS_MAX, NOTE_CHARS_MAX};
use crate::{Paper, Refusal, Result, Thing, addresses, pictures, titles};
use markup::{Block, Inline};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What stands where words were.
pub const BLANK: &str = "███";
/// Words or phrases blanked at once.
pub const WORDS_MAX: usize = 50;

/// What is to be blanked, and why.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Redaction {
    /// [`Class::Legal`] (a court, a law) or [`Class::Rights`] (somebody's rights).
    pub class: Class,
    /// Words and phrases, matched whole and without regard to case.
    #[serde(default)]
    pub words: Vec<String>,
    /// Pictures by id.
    #[serde(default)]
    pub pictures: Vec<String>,
    /// What readers are told.
    pub reason: String,
}

/// Blanks words and pictures of an article everywhere readers can see them. Says in how many places.
pub async fn redact(
    paper: &Paper,
    by: &Actor,
    id: ArticleId,
    redaction: &Redaction,
) -> Result<u32> {
    let (needles, ids, reason) = checked(redaction)?;
    let mut tx = paper.begin().await?;
    let article = super::find(&mut tx.session, id).await?;
    by.may(&mut tx, Deed::Redact, Some(article.home), None)
        .await?;
    let shown = article.revision.ok_or(Refusal::NeverPublished)?;
    let mut blanked = 0;
    for number in 1..=article.revisions {
        let revision = revisions::revision_numbered(&mut tx.session, id, number).await?;
        let mut content = revision.content;
        let places = blank_content(&mut content, &needles, &ids)?;
        if places > 0 {
            overwrite(&mut tx, revision.id, &content).await?;
            blanked += places;
        }
    }
    blanked += blank_rest(&mut tx, id, &needles, &ids).await?;
    if blanked == 0 {
        return Err(Refusal::WordsNotFound {
            words: needles.join(", "),
        }
        .into());
    }
    for picture in &ids {
        pictures::blank(&mut tx, *picture).await?;
    }
    keep(&mut tx, by, id, redaction.class, &reason, blanked).await?;
    let mut content = revisions::by_id(&mut tx.session, shown).await?.content;
    content.number = article.revisions + 1;
    content.class = redaction.class;
    content.note = reason.clone();
    content.at = tx.now;
    content.redactions.push(RedactionNote {
        class: redaction.class,
        reason,
        at: tx.now,
    });
    let (_, traces) = publishing::go_out(&mut tx, by, Deed::Redact, &article, &mut content).await?;
    tx.commit("article.redact", &traces).await?;
    for picture in ids {
        pictures::erase_files(paper.media(), picture)?;
    }
    Ok(blanked)
}

fn checked(redaction: &Redaction) -> Result<(Vec<String>, Vec<PictureId>, String)> {
    if !matches!(redaction.class, Class::Legal | Class::Rights) {
        return Err(Refusal::WrongClass {
            class: redaction.class,
        }
        .into());
    }
    if redaction.words.len() > WORDS_MAX {
        return Err(Refusal::LimitReached {
            what: "words",
            most: WORDS_MAX,
        }
        .into());
    }
    let needles: Vec<String> = redaction
        .words
        .iter()
        .map(|word| words::line("words", word, NAME_CHARS_MAX))
        .collect::<Result<_>>()?;
    let ids: Vec<PictureId> = redaction
        .pictures
        .iter()
        .map(|word| {
            PictureId::parse(word).ok_or_else(|| {
                Refusal::Unknown {
                    thing: Thing::Picture,
                    name: word.clone(),
                }
                .into()
            })
        })
        .collect::<Result<_>>()?;
    if needles.is_empty() && ids.is_empty() {
        return Err(Refusal::Empty { field: "words" }.into());
    }
    let reason = words::optional_line("reason", &redaction.reason, NOTE_CHARS_MAX)?;
    if reason.is_empty() {
        return Err(Refusal::ReasonNeeded.into());
    }
    Ok((needles, ids, reason))
}

/// The only statement that changes a revision: words out, salt out, commitment kept.
async fn overwrite(tx: &mut Tx, id: RevisionId, content: &Content) -> Result<()> {
    tx.session
        .exec(
            "UPDATE revisions SET content = $2, note = $3, salt = NULL, redacted_at = $4 WHERE id = $1",
            (id, canonical(content)?, &content.note, tx.now),
        )
        .await?;
    Ok(())
}

async fn keep(
    tx: &mut Tx,
    by: &Actor,
    id: ArticleId,
    class: Class,
    reason: &str,
    blanked: u32,
) -> Result<()> {
    tx.session
        .exec(
            "INSERT INTO redactions (id, article_id, class, reason, actor, at, blanked) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            (RedactionId::draw(&tx.paper)?, id, class.word(), reason, by.name(), tx.now, blanked),
        )
        .await?;
    let detail = json!({"class": class.word(), "reason": reason, "blanked": blanked});
    audit::note(tx, by, Deed::Redact, About::article(id), detail).await
}

/// Draft, placement headlines, addresses, comments and the audit trail's particulars.
async fn blank_rest(
    tx: &mut Tx,
    id: ArticleId,
    needles: &[String],
    ids: &[PictureId],
) -> Result<u32> {
    let mut blanked = 0;
    if let Some(draft) = drafting::find_draft(&mut tx.session, id).await? {
        let mut copy = draft.copy;
        let mut body = std::mem::take(&mut copy.body);
        let mut pictures: Vec<_> = copy.picture.iter().cloned().collect();
        let mut places = blank_blocks(&mut body.blocks, needles, ids);
        places += blank_pictures(&mut pictures, needles, ids);
        copy.body = body;
        copy.picture = pictures.pop();
        let mut value = serde_json::to_value(&copy)?;
        places += blank_value(&mut value, needles);
        if places > 0 {
            tx.session
                .exec(
                    "UPDATE drafts SET copy = $2 WHERE article_id = $1",
                    (id, value.to_string()),
                )
                .await?;
        }
    }
    for placement in super::placements(&mut tx.session, id).await? {
        let mut headline = placement.headline.clone();
        if blank_text(&mut headline, needles) > 0 {
            tx.session
                .exec(
                    "UPDATE placements SET headline = $2 WHERE id = $1",
                    (placement.id, &headline),
                )
                .await?;
        }
        blanked += blank_comments(tx, placement.id, needles).await?;
        new_address(tx, &placement, needles).await?;
    }
    forget_sources(tx, id, needles).await?;
    let lines: Vec<(crate::id::AuditId, String)> = tx
        .session
        .all("SELECT id, detail FROM audit WHERE article_id = $1", (id,))
        .await?;
    for (line, mut detail) in lines {
        if blank_text(&mut detail, needles) > 0 {
            tx.session
                .exec(
                    "UPDATE audit SET detail = $2 WHERE id = $1",
                    (line, &detail),
                )
                .await?;
        }
    }
    Ok(blanked)
}

/// The desk is not offered again a source whose name was blanked.
async fn forget_sources(tx: &mut Tx, id: ArticleId, needles: &[String]) -> Result<()> {
    let home = super::find(&mut tx.session, id).await?.home;
    let names: Vec<(String,)> = tx
        .session
        .all(
            "SELECT DISTINCT name FROM known_sources WHERE title_id = $1",
            (home,),
        )
        .await?;
    for (name,) in names {
        if !matches(&name, needles).is_empty() {
            tx.session
                .exec(
                    "DELETE FROM known_sources WHERE title_id = $1 AND name = $2",
                    (home, &name),
                )
                .await?;
        }
    }
    Ok(())
}

async fn blank_comments(
    tx: &mut Tx,
    placement: crate::id::PlacementId,
    needles: &[String],
) -> Result<u32> {
    let rows: Vec<(crate::id::CommentId, String, String)> = tx
        .session
        .all(
            "SELECT id, name, text FROM comments WHERE placement_id = $1",
            (placement,),
        )
        .await?;
    let mut blanked = 0;
    for (comment, mut name, mut text) in rows {
        let places = blank_text(&mut name, needles) + blank_text(&mut text, needles);
        if places > 0 {
            tx.session
                .exec(
                    "UPDATE comments SET name = $2, text = $3 WHERE id = $1",
                    (comment, &name, &text),
                )
                .await?;
            blanked += places;
        }
    }
    Ok(blanked)
}

/// A name in an address is a name in public: the text moves to one without it.
async fn new_address(
    tx: &mut Tx,
    placement: &super::PlacementRow,
    needles: &[String],
) -> Result<()> {
    let mut spaced = placement.slug.replace('-', " ");
    let plain: Vec<String> = needles
        .iter()
        .map(|needle| words::slug_of(needle).replace('-', " "))
        .collect();
    if blank_text(&mut spaced, &plain) == 0 {
        return Ok(());
    }
    let slug = match words::slug_of(&spaced.replace(BLANK, " ")) {
        slug if slug.is_empty() => "a".to_owned(),
        slug => slug,
    };
    let article = super::find(&mut tx.session, placement.article).await?;
    let (Some(first_published), Some(_)) = (article.first_published, &placement.path) else {
        return Ok(());
    };
    let title = titles::by_id(&mut tx.session, placement.title).await?;
    let (section,): (String,) = tx
        .session
        .one(
            "SELECT slug FROM sections WHERE id = $1",
            (placement.section,),
        )
        .await?;
    let (slug, path) =
        addresses::claim(tx, &title, placement.id, &section, &slug, first_published).await?;
    tx.session
        .exec(
            "UPDATE placements SET slug = $2, path = $3 WHERE id = $1",
            (placement.id, &slug, &path),
        )
        .await?;
    Ok(())
}

/// Blanks a content; says in how many places.
fn blank_content(content: &mut Content, needles: &[String], ids: &[PictureId]) -> Result<u32> {
    let mut blanked = blank_blocks(&mut content.body.blocks, needles, ids);
    let mut head: Vec<_> = content.picture.take().into_iter().collect();
    blanked += blank_pictures(&mut head, needles, ids);
    content.picture = head.pop();
    let before = content.pictures.len();
    content
        .pictures
        .retain(|hash| !ids.iter().any(|id| id.to_string() == hash.id));
    blanked += u32::try_from(before - content.pictures.len()).unwrap_or(0);
    let mut value = serde_json::to_value(&*content)?;
    blanked += blank_value(&mut value, needles);
    *content = serde_json::from_value(value)?;
    Ok(blanked)
}

/// Blanks running text, also where a phrase is cut by emphasis or a link.
fn blank_blocks(blocks: &mut Vec<Block>, needles: &[String], ids: &[PictureId]) -> u32 {
    let mut blanked = 0;
    blocks.retain_mut(|block| match block {
        Block::Figure(picture) if names(&picture.file, ids) => {
            blanked += 1;
            false
        }
        _ => true,
    });
    for block in blocks {
        blanked += match block {
            Block::Paragraph { text, .. } | Block::Crosshead { text, .. } => {
                blank_inlines(text, needles)
            }
            Block::List { items, .. } => items
                .iter_mut()
                .map(|item| blank_blocks(item, needles, ids))
                .sum(),
            Block::Quote { blocks, cite } => {
                blank_blocks(blocks, needles, ids) + blank_inlines(cite, needles)
            }
            Block::Pull { text, cite } => {
                blank_inlines(text, needles) + blank_inlines(cite, needles)
            }
            Block::Figure(picture) => blank_inlines(&mut picture.caption, needles),
            Block::Gallery { pictures } => blank_pictures(pictures, needles, ids),
            Block::Table {
                caption,
                head,
                rows,
            } => {
                blank_inlines(caption, needles)
                    + head
                        .iter_mut()
                        .map(|cell| blank_inlines(cell, needles))
                        .sum::<u32>()
                    + rows
                        .iter_mut()
                        .flatten()
                        .map(|cell| blank_inlines(cell, needles))
                        .sum::<u32>()
            }
            Block::Aside { title, blocks } => {
                blank_inlines(title, needles) + blank_blocks(blocks, needles, ids)
            }
            Block::Rule | Block::Code { .. } | Block::Embed { .. } => 0,
        };
    }
    blanked
}

fn names(file: &str, ids: &[PictureId]) -> bool {
    ids.iter().any(|id| id.to_string() == file)
}

fn blank_pictures(
    pictures: &mut Vec<markup::Picture>,
    needles: &[String],
    ids: &[PictureId],
) -> u32 {
    let before = pictures.len();
    pictures.retain(|picture| !names(&picture.file, ids));
    let gone = u32::try_from(before - pictures.len()).unwrap_or(0);
    gone + pictures
        .iter_mut()
        .map(|picture| blank_inlines(&mut picture.caption, needles))
        .sum::<u32>()
}

/// The texts of a run in reading order, whatever marks are around them.
fn leaves<'a>(text: &'a mut [Inline], all: &mut Vec<&'a mut String>) {
    for inline in text {
        match inline {
            Inline::Text { s } | Inline::Code { s } => all.push(s),
            Inline::Strong { text }
            | Inline::Emphasis { text }
            | Inline::Link { text, .. }
            | Inline::Lang { text, .. }
            | Inline::Sub { text }
            | Inline::Sup { text }
            | Inline::Note { text } => leaves(text, all),
            Inline::SourceRef { .. } | Inline::Break => {}
        }
    }
}

fn blank_inlines(text: &mut [Inline], needles: &[String]) -> u32 {
    let mut parts = Vec::new();
    leaves(text, &mut parts);
    let whole: String = parts.iter().map(|part| part.as_str()).collect();
    let found = matches(&whole, needles);
    let mut start = 0;
    for part in parts {
        let end = start + part.len();
        for (from, to) in found.iter().rev() {
            if *from < end && *to > start {
                let blank = if *from >= start { BLANK } else { "" };
                part.replace_range(from.max(&start) - start..to.min(&end) - start, blank);
            }
        }
        start = end;
    }
    u32::try_from(found.len()).unwrap_or(u32::MAX)
}

fn blank_text(text: &mut String, needles: &[String]) -> u32 {
    let found = matches(text, needles);
    for (from, to) in found.iter().rev() {
        text.replace_range(*from..*to, BLANK);
    }
    u32::try_from(found.len()).unwrap_or(u32::MAX)
}

fn blank_value(value: &mut Value, needles: &[String]) -> u32 {
    match value {
        Value::String(text) => blank_text(text, needles),
        Value::Array(items) => items
            .iter_mut()
            .map(|item| blank_value(item, needles))
            .sum(),
        Value::Object(members) => members
            .iter_mut()
            .filter(|(name, _)| {
                !matches!(
                    name.as_str(),
                    "t" | "format" | "class" | "kind" | "state" | "language" | "role"
                )
            })
            .map(|(_, member)| blank_value(member, needles))
            .sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}

/// Where whole words of the text match a needle, without regard to case; byte ranges, in order, not overlapping.
fn matches(text: &str, needles: &[String]) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for needle in needles {
        let wanted: Vec<char> = needle.chars().flat_map(char::to_lowercase).collect();
        for (from, _) in text.char_indices() {
            if let Some(to) = matches_at(text, from, &wanted)
                && !found.iter().any(|(a, b)| from < *b && to > *a)
            {
                found.push((from, to));
            }
        }
    }
    found.sort_unstable();
    found
}

fn matches_at(text: &str, from: usize, wanted: &[char]) -> Option<usize> {
    let before = text[..from].chars().next_back();
    if before.is_some_and(char::is_alphanumeric)
        && wanted.first().is_some_and(|c| c.is_alphanumeric())
    {
        return None;
    }
    let mut left = wanted.iter();
    let mut next = left.next();
    let mut end = from;
    for c in text[from..].chars() {
        let Some(_) = next else { break };
        for lower in c.to_lowercase() {
            if next != Some(&lower) {
                return None;
            }
            next = left.next();
        }
        end += c.len_utf8();
    }
    let after = text[end..].chars().next();
    let whole = next.is_none()
        && !(after.is_some_and(char::is_alphanumeric)
            && wanted.last().is_some_and(|c| c.is_alphanumeric()));
    whole.then_some(end)
}
