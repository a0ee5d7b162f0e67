//! Lawful redaction: the one exception to immutable revisions.
//!
//! It blanks words, names or a picture in every public revision of an article, in its draft, its comments and its
//! lists, and leaves reason, date and commitments. The salt of a blanked revision goes with its words: without it the
//! commitment betrays nothing, and with the public rest of a text nobody can guess a name.
//!
//! One short transaction makes it so for every reader: it lays a veil over the revisions, and a veiled revision is
//! blanked as it is read. The rows follow in slices ([`lifting`]), so that an article with hundreds of revisions keeps
//! nobody waiting for the writers' lock.

pub(crate) mod blanking;
mod holders;
pub(crate) mod lifting;

use super::content::{Class, RedactionNote};
use super::{drafting, publishing, revisions, saves};
use crate::actor::Actor;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::id::{ArticleId, PictureId, PlacementId, RedactionId, TopicId};
use crate::jobs::{self, Kind};
use crate::measures::deciding::{self, Settling};
use crate::paper::Tx;
use crate::rights::Deed;
use crate::words::{self, NAME_CHARS_MAX, NOTE_CHARS_MAX};
use crate::{Fault, Paper, Refusal, Result, Thing, addresses, log, pictures, titles};
use blanking::Needles;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// What stands where words were.
pub const BLANK: &str = "███";
/// Words or phrases blanked at once.
pub const WORDS_MAX: usize = 50;
/// Times the deed is prepared again because somebody changed the article meanwhile.
const TRIES_MAX: u32 = 5;

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

/// What a redaction did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redacted {
    /// Places where words or pictures were taken out.
    pub places: u32,
    /// Pictures that other articles go on showing: each of them needs a redaction of its own.
    pub shown_elsewhere: Vec<PictureId>,
}

/// Blanks words and pictures of an article everywhere readers can see them.
///
/// A picture of several articles is blanked in this one; its file goes when no article shows it any more.
pub async fn redact(
    paper: &Paper,
    by: &Actor,
    id: ArticleId,
    redaction: &Redaction,
) -> Result<Redacted> {
    let (needles, reason) = checked(redaction)?;
    let blanking = Blanking {
        class: redaction.class,
        reason,
        needles,
        settling: None,
    };
    carry_through(paper, by, id, &blanking).await
}

/// Takes a name out of every public text of an article, and puts other words in its place: a measure that was accepted, which
/// is settled in the same transaction. Readers are told that it was done and when, in the language of the text.
///
/// # Errors
/// As [`redact`]; and where what is to stand there, or the reason of the decision, has the name.
pub(crate) async fn anonymise(
    paper: &Paper,
    by: &Actor,
    id: ArticleId,
    names: &[String],
    instead: &str,
    settling: &Settling<'_>,
) -> Result<Redacted> {
    let mut names = lines_of("names", names)?;
    // The whole name goes before its parts, or these would leave the rest of it standing.
    names.sort_by_key(|name| std::cmp::Reverse(name.chars().count()));
    let longest = names.first().ok_or(Refusal::Empty { field: "names" })?;
    let instead = match words::optional_line("instead", instead, NAME_CHARS_MAX)? {
        said if said.is_empty() => initials(longest),
        said => said,
    };
    let mut session = paper.read().await?;
    let article = super::find(&mut session, id).await?;
    let shown = revisions::revision_numbered(&mut session, id, article.revisions).await?;
    drop(session);
    let needles = Needles {
        words: names,
        pictures: Vec::new(),
        instead,
    };
    if needles.are_in(&needles.instead) {
        return Err(Refusal::Unfit {
            field: "instead",
            value: needles.instead,
            wants: "M. R.",
        }
        .into());
    }
    let told = at_request(&shown.content.language);
    without("reason", &needles, settling.reason)?;
    without("names", &needles, told)?;
    let blanking = Blanking {
        class: Class::Rights,
        reason: told.to_owned(),
        needles,
        settling: Some(settling),
    };
    carry_through(paper, by, id, &blanking).await
}

/// `Mario Rossi` as `M. R.`.
fn initials(name: &str) -> String {
    let letters = name
        .split(|sign: char| sign.is_whitespace() || sign == '-')
        .filter_map(|word| word.chars().find(|sign| sign.is_alphanumeric()));
    let letters: Vec<String> = letters
        .map(|letter| format!("{}.", letter.to_uppercase()))
        .collect();
    letters.join(" ")
}

/// What readers are told of a name that was taken out.
fn at_request(language: &str) -> &'static str {
    match language.get(..2) {
        Some("it") => "Un nome è stato tolto su richiesta",
        _ => "A name was removed at request",
    }
}

/// A redaction about to be done.
struct Blanking<'a> {
    class: Class,
    reason: String,
    needles: Needles,
    /// The measure it carries out.
    settling: Option<&'a Settling<'a>>,
}

async fn carry_through(
    paper: &Paper,
    by: &Actor,
    id: ArticleId,
    blanking: &Blanking<'_>,
) -> Result<Redacted> {
    for _ in 0..TRIES_MAX {
        // What an earlier redaction left to do is done first: there is one veil on an article.
        lifting::lift(paper, id).await?;
        let found = lifting::find(paper, id, &blanking.needles).await?;
        if let Some(redacted) = blank(paper, by, id, blanking, &found).await? {
            lifting::lift(paper, id).await?;
            return Ok(redacted);
        }
    }
    Err(Fault::new(format!(
        "article {id} changed {TRIES_MAX} times while it was to be redacted"
    ))
    .into())
}

/// How many places of an article's revisions words would be taken out of: what [`redact`] does cannot be taken back.
///
/// # Errors
/// As [`redact`]; nothing is changed.
pub async fn rehearse(
    paper: &Paper,
    by: &Actor,
    id: ArticleId,
    redaction: &Redaction,
) -> Result<u32> {
    let (needles, _) = checked(redaction)?;
    let mut tx = paper.begin().await?;
    let article = super::find(&mut tx.session, id).await?;
    by.may(&mut tx, Deed::Redact, Some(article.home), None)
        .await?;
    if article.revision.is_none() {
        return Err(Refusal::NeverPublished.into());
    }
    drop(tx);
    let found = lifting::find(paper, id, &needles).await?;
    let lines: u32 = found.held.iter().map(holders::Held::shown_places).sum();
    Ok(found.places + lines)
}

/// The deed itself. `None` if the article changed since `found` was looked up.
async fn blank(
    paper: &Paper,
    by: &Actor,
    id: ArticleId,
    blanking: &Blanking<'_>,
    found: &lifting::Found,
) -> Result<Option<Redacted>> {
    let Blanking {
        class,
        reason,
        needles,
        settling,
    } = blanking;
    let mut tx = paper.begin().await?;
    let article = super::find(&mut tx.session, id).await?;
    by.may(&mut tx, Deed::Redact, Some(article.home), None)
        .await?;
    let shown = article.revision.ok_or(Refusal::NeverPublished)?;
    if article.revisions != found.revisions || lifting::is_veiled(&mut tx.session, id).await? {
        return Ok(None);
    }
    for picture in &needles.pictures {
        shows(&mut tx, id, *picture).await?;
    }
    tx.touches(id).await?;
    lifting::veil(&mut tx, id, needles, article.revisions).await?;
    holders::blank_shown(&mut tx, needles, &found.held).await?;
    let lines: u32 = found.held.iter().map(holders::Held::shown_places).sum();
    let mut places = found.places + lines;
    places += blank_rest(&mut tx, by, id, needles).await?;
    if places == 0 {
        return Err(Refusal::WordsNotFound {
            words: needles.words.join(", "),
        }
        .into());
    }
    let mut shown_elsewhere = Vec::new();
    for picture in &needles.pictures {
        if !pictures::blank_in(&mut tx, *picture, id).await? {
            shown_elsewhere.push(*picture);
        }
    }
    keep(&mut tx, by, id, *class, reason, places).await?;
    if let Some(settling) = settling {
        deciding::settle(&mut tx, by, settling, places).await?;
    }
    // Read through the veil, so that the new revision has no such words.
    let mut content = revisions::by_id(&mut tx.session, shown).await?.content;
    content.number = article.revisions + 1;
    content.class = *class;
    content.note.clone_from(reason);
    content.at = tx.now;
    content.redactions.push(RedactionNote {
        class: *class,
        reason: reason.clone(),
        at: tx.now,
    });
    publishing::go_out(&mut tx, by, Deed::Redact, &article, &mut content).await?;
    let now = tx.now;
    jobs::queue(&mut tx, Kind::LiftVeil, &id.to_string(), now).await?;
    tx.commit("article.redact", &Traces::default()).await?;
    Ok(Some(Redacted {
        places,
        shown_elsewhere,
    }))
}

fn checked(redaction: &Redaction) -> Result<(Needles, String)> {
    if !matches!(redaction.class, Class::Legal | Class::Rights) {
        return Err(Refusal::WrongClass {
            class: redaction.class,
        }
        .into());
    }
    let words = lines_of("words", &redaction.words)?;
    let pictures: Vec<PictureId> = redaction
        .pictures
        .iter()
        .map(|word| PictureId::parse(word).ok_or_else(|| unknown(word).into()))
        .collect::<Result<_>>()?;
    if words.is_empty() && pictures.is_empty() {
        return Err(Refusal::Empty { field: "words" }.into());
    }
    let reason = words::optional_line("reason", &redaction.reason, NOTE_CHARS_MAX)?;
    if reason.is_empty() {
        return Err(Refusal::ReasonNeeded.into());
    }
    let needles = Needles {
        words,
        pictures,
        instead: BLANK.to_owned(),
    };
    without("reason", &needles, &reason)?;
    Ok((needles, reason))
}

/// The words to be taken out, each a line.
fn lines_of(field: &'static str, all: &[String]) -> Result<Vec<String>> {
    if all.len() > WORDS_MAX {
        return Err(Refusal::LimitReached {
            what: field,
            most: WORDS_MAX,
        }
        .into());
    }
    all.iter()
        .map(|word| words::line(field, word, NAME_CHARS_MAX))
        .collect()
}

/// Refuses a text that has the very words that are to go.
fn without(field: &'static str, needles: &Needles, text: &str) -> Result<()> {
    if needles.are_in(text) {
        return Err(Refusal::Unfit {
            field,
            value: text.to_owned(),
            wants: "a reason without the words to be blanked",
        }
        .into());
    }
    Ok(())
}

fn unknown(picture: &str) -> Refusal {
    Refusal::Unknown {
        thing: Thing::Picture,
        name: picture.to_owned(),
    }
}

/// Refuses a picture that no revision of the article shows.
async fn shows(tx: &mut Tx, id: ArticleId, picture: PictureId) -> Result<()> {
    let row: Option<(i64,)> = tx
        .session
        .opt(
            "SELECT r.number FROM revision_pictures s JOIN revisions r ON r.id = s.revision_id
              WHERE s.picture_id = $1 AND r.article_id = $2 LIMIT 1",
            (picture, id),
        )
        .await?;
    row.map(|_| ())
        .ok_or_else(|| unknown(&picture.to_string()).into())
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

/// What is no line of text: the draft, addresses, sources the desk is offered.
async fn blank_rest(tx: &mut Tx, by: &Actor, id: ArticleId, needles: &Needles) -> Result<u32> {
    let mut places = 0;
    // Whoever read the text before has the words in hand, with a draft or without: nothing made of it is saved.
    drafting::count_save(tx, id).await?;
    if let Some(draft) = drafting::find_draft(&mut tx.session, id).await? {
        let mut copy = draft.copy;
        if needles.blank_copy(&mut copy)? > 0 {
            places += 1;
            drafting::rewrite(tx, by, id, &copy).await?;
        }
    }
    saves::seal(tx, id).await?;
    for placement in super::placements(&mut tx.session, id).await? {
        new_address(tx, &placement, needles).await?;
    }
    forget_slugs(tx, id, needles).await?;
    let in_addresses = needles.as_in_addresses();
    // Commas, brackets and slashes part words as spaces do.
    let named = |list: &str| in_addresses.are_in(&list.replace(['-', '/', '"', '.', '_'], " "));
    log::forget_addresses(tx, id, named).await?;
    leave_topics(tx, id, needles).await?;
    forget_sources(tx, id, needles).await?;
    jobs::forget_errors(tx, &id.to_string()).await?;
    Ok(places)
}

/// Where the article was taken off, coming back must not bring the name back with the address.
async fn forget_slugs(tx: &mut Tx, id: ArticleId, needles: &Needles) -> Result<()> {
    let rows: Vec<(PlacementId, String)> = tx
        .session
        .all(
            "SELECT id, slug FROM placements WHERE article_id = $1 AND displaced_at IS NOT NULL",
            (id,),
        )
        .await?;
    for (placement, slug) in rows {
        if needles.as_in_addresses().are_in(&slug.replace('-', " ")) {
            tx.session
                .exec(
                    "UPDATE placements SET slug = '', path = NULL WHERE id = $1",
                    (placement,),
                )
                .await?;
        }
    }
    Ok(())
}

/// A topic that bears the name would print it on the article, and in its next revision.
async fn leave_topics(tx: &mut Tx, id: ArticleId, needles: &Needles) -> Result<()> {
    let rows: Vec<(PlacementId, TopicId, String)> = tx
        .session
        .all(
            "SELECT s.placement_id, t.id, t.name FROM placement_topics s JOIN topics t ON t.id = s.topic_id
               JOIN placements p ON p.id = s.placement_id WHERE p.article_id = $1",
            (id,),
        )
        .await?;
    for (placement, topic, _) in rows.iter().filter(|(_, _, name)| needles.are_in(name)) {
        tx.session
            .exec(
                "DELETE FROM placement_topics WHERE placement_id = $1 AND topic_id = $2",
                (*placement, *topic),
            )
            .await?;
    }
    Ok(())
}

/// The desk is not offered again a source whose name was blanked.
async fn forget_sources(tx: &mut Tx, id: ArticleId, needles: &Needles) -> Result<()> {
    let home = super::find(&mut tx.session, id).await?.home;
    let names: Vec<(String,)> = tx
        .session
        .all(
            "SELECT DISTINCT name FROM known_sources WHERE title_id = $1",
            (home,),
        )
        .await?;
    for (name,) in names.iter().filter(|(name,)| needles.are_in(name)) {
        tx.session
            .exec(
                "DELETE FROM known_sources WHERE title_id = $1 AND name = $2",
                (home, name),
            )
            .await?;
    }
    Ok(())
}

/// A name in an address is a name in public: the text moves to one without it.
async fn new_address(
    tx: &mut Tx,
    placement: &super::PlacementRow,
    needles: &Needles,
) -> Result<()> {
    let mut spaced = placement.slug.replace('-', " ");
    if needles.as_in_addresses().blank_text(&mut spaced) == 0 {
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
