//! Drafts: filing, reading, saving with the state that was read, throwing away.

use crate::body::{Json, Posted};
use crate::call::{Call, Read, stale};
use crate::operation::{Input, Nothing, Out};
use crate::pages::{self, Page};
use crate::problem::{self, Problem, Said, Wrong};
use crate::resources::articles::{ArticlePath, PlacementOut, placed};
use crate::resources::standing::Paging;
use crate::resources::titles::TitlePath;
use exchange::article_file;
use jiff::Timestamp;
use markup::html::Limits;
use paper::articles::Stage;
use paper::articles::drafting::{self, Filing};
use paper::copy::Copy;
use paper::id::ArticleId;
use paper::reading::listing;
use paper::rights::Deed;
use paper::titles::Title;
use paper::{Refusal, titles as record};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Format {
    /// Markdown, as in article files.
    Markdown,
    /// HTML; what an article has no place for is left out.
    Html,
}

/// A text not yet taken apart, in place of `copy.body`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Text {
    /// How it is written.
    format: Format,
    /// The text.
    source: String,
}

/// An article to be filed.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FiledIn {
    /// Key or host of its title.
    pub(crate) title: String,
    /// Slug of its section; the first if not said.
    #[serde(default)]
    pub(crate) section: Option<String>,
    /// The last part of its address; made of the headline if not said.
    #[serde(default)]
    pub(crate) slug: Option<String>,
    /// Readers may comment; as the title says if not said.
    #[serde(default)]
    pub(crate) comments: Option<bool>,
    /// What it says.
    #[serde(default)]
    pub(crate) copy: Copy,
    /// Its text, if not as `copy.body`.
    #[serde(default)]
    pub(crate) text: Option<Text>,
}

/// For article files: which title they are for.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForTitle {
    /// Key or host of the title; for article files only, JSON says it inside.
    pub(crate) title: Option<String>,
}

/// A copy to be kept.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CopyIn {
    /// The whole copy.
    pub(crate) copy: Copy,
    /// Its text, if not as `copy.body`.
    #[serde(default)]
    pub(crate) text: Option<Text>,
}

/// A draft that was saved.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Saved {
    /// The article.
    article: ArticleId,
    /// The draft's version, which is in the ETag too.
    version: u32,
}

/// What the desk works on.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Draft")]
pub(crate) struct DraftOut {
    /// The article.
    article: ArticleId,
    /// Version of the draft; 0 where there is none yet, and `copy` is what is published.
    version: u32,
    /// The copy.
    copy: Copy,
    /// When it was last saved.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    saved_at: Option<Timestamp>,
    /// By whom.
    saved_by: Option<String>,
    /// When it goes out by itself.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    due_at: Option<Timestamp>,
    /// Why it did not go out when it was due; empty otherwise.
    fault: String,
}

/// Where an article stands at the desk.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct DeskState {
    /// The article.
    article: ArticleId,
    /// Key of the title it is of.
    title: String,
    /// `draft`, `spiked`, `live`, `withdrawn` or `killed`.
    stage: String,
    /// Why it is held; empty if it is not.
    hold: String,
    /// Revisions published so far.
    revisions: u32,
    /// Version of the draft in work; 0 for none.
    draft: u32,
    /// When it first went out.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    first_published: Option<Timestamp>,
    /// When the draft goes out by itself.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    due_at: Option<Timestamp>,
    /// Not before.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    embargo: Option<Timestamp>,
    /// Where it is placed, shown or not.
    placements: Vec<PlacementOut>,
}

/// A draft in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct DraftEntry {
    /// The article.
    article: ArticleId,
    /// *Titolo*.
    headline: String,
    /// Where the article stands.
    stage: String,
    /// Why it is held; empty if it is not.
    hold: String,
    /// The draft's version.
    version: u32,
    /// When it was last saved.
    #[schemars(with = "String", extend("format" = "date-time"))]
    saved_at: Timestamp,
    /// By whom.
    saved_by: String,
    /// When it goes out by itself.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    due_at: Option<Timestamp>,
    /// Not before.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    embargo: Option<Timestamp>,
}

/// Puts a text into a copy.
///
/// # Errors
/// A copy that has one already.
pub(crate) fn with_text(mut copy: Copy, text: Option<Text>) -> Result<Copy, Problem> {
    if let Err(error) = copy.body.check() {
        return Err(Problem::new(
            problem::FIELD,
            format!("il testo non va bene: {error}"),
            format!("the text does not fit: {error}"),
        )
        .of_field(
            "copy.body",
            "dividilo o semplificalo",
            "divide or simplify it",
        ));
    }
    let Some(text) = text else {
        return Ok(copy);
    };
    if !copy.body.blocks.is_empty() {
        return Err(Problem::new(
            problem::FIELD,
            "il testo c’è due volte, in text e in copy.body",
            "the text is there twice, in text and in copy.body",
        )
        .of_field("text", "lasciane uno", "leave one of them"));
    }
    copy.body = paper::words::whole(match text.format {
        Format::Markdown => markup::markdown::read(&text.source),
        Format::Html => markup::html::read(&text.source, Limits::default()),
    })?;
    Ok(copy)
}

/// What is posted, with its title.
pub(crate) async fn filing(
    call: &Call,
    query: ForTitle,
    posted: Posted<FiledIn>,
) -> Result<(Title, Filing, Option<Timestamp>), Problem> {
    let mut session = call.paper.read().await?;
    match posted {
        Posted::Json(filed) => {
            let title = call.title(&mut session, &filed.title).await?;
            let filing = Filing {
                title: title.id,
                section: filed.section,
                slug: filed.slug,
                comments: filed.comments.unwrap_or(title.settings.comments.open),
                copy: with_text(filed.copy, filed.text)?,
            };
            Ok((title, filing, None))
        }
        Posted::File(name, bytes) => {
            let word = query.title.ok_or_else(|| {
                let refusal = Refusal::Empty { field: "title" };
                Problem::from(refusal)
            })?;
            let title = call.title(&mut session, &word).await?;
            let file =
                article_file::read_in(name, &bytes, &title.time_zone()).map_err(unfit_file)?;
            let filing = Filing {
                title: title.id,
                section: file.section,
                slug: file.slug,
                comments: title.settings.comments.open,
                copy: file.copy,
            };
            Ok((title, filing, file.published))
        }
    }
}

/// Every problem of an article file, with its line.
fn unfit_file(problems: Vec<article_file::Problem>) -> Problem {
    let errors = problems
        .iter()
        .map(|one| Wrong {
            field: if one.field.is_empty() {
                "body".to_owned()
            } else {
                one.field.clone()
            },
            message: Said::new(
                format!("riga {}: {}", one.line, one.it),
                format!("line {}: {}", one.line, one.en),
            ),
            remedy: Said::new("correggi il file", "mend the file"),
        })
        .collect();
    Problem {
        errors,
        ..Problem::new(
            problem::BODY,
            format!("il file dell’articolo ha {} problemi", problems.len()),
            format!("the article file has {} problems", problems.len()),
        )
    }
}

pub(crate) async fn file(
    call: Call,
    input: Input<Nothing, ForTitle, Posted<FiledIn>>,
) -> Result<Out<Saved>, Problem> {
    let (_, filing, _) = filing(&call, input.query, input.body).await?;
    let article = drafting::file(&call.paper, call.actor()?, filing).await?;
    let saved = Saved {
        article,
        version: 1,
    };
    let read = Read {
        saves: 1,
        revision: 0,
    };
    Ok(Out::at(saved, format!("/articles/{article}/draft")).tag(read.tag()))
}

pub(crate) async fn show(
    call: Call,
    input: Input<ArticlePath, Nothing, ()>,
) -> Result<Out<DraftOut>, Problem> {
    let mut session = call.paper.read().await?;
    let article = call.desk_article(&mut session, input.path.article).await?;
    let draft = drafting::find_draft(&mut session, article.id).await?;
    let copy = drafting::working_copy(&mut session, &article).await?;
    let tag = Read::now(&article).tag();
    let out = DraftOut {
        article: article.id,
        version: draft.as_ref().map_or(0, |draft| draft.version),
        copy,
        saved_at: draft.as_ref().map(|draft| draft.saved_at),
        saved_by: draft.as_ref().map(|draft| draft.saved_by.clone()),
        due_at: draft
            .as_ref()
            .and_then(|draft| draft.due.as_ref())
            .map(|due| due.at),
        fault: draft.map(|draft| draft.fault).unwrap_or_default(),
    };
    Ok(Out::from(out).tag(tag))
}

pub(crate) async fn save(
    call: Call,
    input: Input<ArticlePath, Nothing, Json<CopyIn>>,
) -> Result<Out<Saved>, Problem> {
    let Json(wanted) = input.body;
    let copy = with_text(wanted.copy, wanted.text)?;
    let article = call.article(input.path.article).await?;
    let read = call.read_before()?.ok_or_else(stale)?;
    // Words blanked since it was read must not come back with the text.
    if read.revision != article.revisions {
        return Err(stale());
    }
    let (paper, by) = (&call.paper, call.actor()?);
    let saves = drafting::save(paper, by, article.id, copy, read.saves)
        .await
        .map_err(moved)?;
    let saved = Saved {
        article: article.id,
        version: saves,
    };
    Ok(Out::from(saved).tag(Read { saves, ..read }.tag()))
}

/// Somebody else was faster: told with the status of a condition that failed.
pub(crate) fn moved(error: paper::Error) -> Problem {
    match error.refusal() {
        Some(Refusal::DraftMoved { .. }) => Problem {
            kind: problem::STALE,
            ..Problem::from(error)
        },
        _ => error.into(),
    }
}

pub(crate) async fn discard(
    call: Call,
    input: Input<ArticlePath, Nothing, ()>,
) -> Result<Out<()>, Problem> {
    let article = call.article(input.path.article).await?.id;
    drafting::discard(&call.paper, call.actor()?, article).await?;
    Ok(().into())
}

pub(crate) async fn desk(
    call: Call,
    input: Input<ArticlePath, Nothing, ()>,
) -> Result<Out<DeskState>, Problem> {
    let mut session = call.paper.read().await?;
    let article = call.desk_article(&mut session, input.path.article).await?;
    let title = record::by_id(&mut session, article.home).await?.key;
    let draft = drafting::find_draft(&mut session, article.id).await?;
    let placements = placed(&call, &mut session, article.id).await?;
    Ok(DeskState {
        article: article.id,
        title,
        stage: stage(article.stage),
        hold: article.hold,
        revisions: article.revisions,
        draft: draft.as_ref().map_or(0, |draft| draft.version),
        first_published: article.first_published,
        due_at: draft
            .as_ref()
            .and_then(|draft| draft.due.as_ref())
            .map(|due| due.at),
        embargo: draft.and_then(|draft| draft.copy.embargo),
        placements,
    }
    .into())
}

fn stage(stage: Stage) -> String {
    stage.word().to_owned()
}

pub(crate) async fn list(
    call: Call,
    input: Input<TitlePath, Paging, ()>,
) -> Result<Out<Page<DraftEntry>>, Problem> {
    let limit = pages::limit(input.query.limit)?;
    let before = pages::after(input.query.cursor.as_deref(), ArticleId::parse)?;
    let mut session = call.paper.read().await?;
    let title = call.title(&mut session, &input.path.title).await?;
    let mut items = Vec::new();
    for draft in listing::drafts(&mut session, title.id, before, limit + 1).await? {
        let entry = DraftEntry {
            article: draft.article,
            headline: draft.headline,
            stage: draft.stage,
            hold: draft.hold,
            version: draft.version,
            saved_at: draft.saved_at,
            saved_by: draft.saved_by,
            due_at: draft.due_at,
            embargo: draft.embargo,
        };
        items.push((draft.section, entry));
    }
    let page = Page::cut(items, limit, |(_, entry): &(_, DraftEntry)| {
        entry.article.to_string()
    });
    let mut seen = Vec::new();
    for (section, entry) in page.items {
        let actor = call.actor()?;
        if actor
            .sees(&mut session, Deed::Save, Some(title.id), Some(section))
            .await?
        {
            seen.push(entry);
        }
    }
    if seen.is_empty() {
        // Whoever may see drafts of a section only has an empty page; whoever may see none is told so.
        call.must_see_part(&mut session, Deed::Save, &title).await?;
    }
    Ok(Page {
        items: seen,
        next: page.next,
    }
    .into())
}
