//! Bringing in what was published elsewhere: whole articles, by the hundred, with their own dates.
//!
//! The rows are those the same texts would have left, had each been published here on its day, so that no reader and no later
//! deed can tell the difference; the audit trail can: it says when they were brought in, by whom and from where. The gate
//! does not stop them, since they are out. It judges each at the next change.

mod history;
mod houses;
mod load;

use super::content::Class;
use super::{making, publishing};
use crate::actor::Actor;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::copy::Copy;
use crate::id::{ArticleId, TitleId};
use crate::paper::Tx;
use crate::rights::Deed;
use crate::words::{self, HEADLINE_CHARS_MAX, LIST_MAX, NAME_CHARS_MAX, NOTE_CHARS_MAX};
use crate::{Paper, Result, comments, forms};
use houses::Houses;
use jiff::Timestamp;
use load::Load;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Articles brought in by one deed. Nobody else writes meanwhile, so it is a fraction of a second's work.
pub const ARTICLES_MAX: usize = 200;
/// Revisions of one article after its first.
pub const LATER_MAX: usize = 100;
/// Comments brought in with one article.
pub const COMMENTS_MAX: usize = 5_000;

/// An article as it was elsewhere.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Brought {
    /// The title it comes to.
    pub title: TitleId,
    /// Slug of the section there.
    pub section: String,
    /// The last part of its address; empty makes one of the headline.
    pub slug: String,
    /// Readers may comment on its own title.
    pub comments: bool,
    /// What it said first.
    pub copy: Copy,
    /// When it first went out; not in the future.
    pub first_published: Timestamp,
    /// How it was changed since, oldest first.
    pub later: Vec<Later>,
    /// Where else it stands.
    pub elsewhere: Vec<Elsewhere>,
    /// Addresses it had there that lead to it here, from the host on; those no text can have are left out.
    pub former: Vec<String>,
    /// What readers said under it on its own title, each answer after what it answers.
    pub said: Vec<Said>,
}

/// A change an article had elsewhere.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Later {
    /// Why: any class a change of a published text may have.
    pub class: Class,
    /// What readers were told.
    pub note: String,
    /// When; not before the revision before it.
    pub at: Timestamp,
    /// What it said from then on.
    pub copy: Copy,
}

/// Another title an article stands on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Elsewhere {
    /// The title.
    pub title: TitleId,
    /// Slug of the section there.
    pub section: String,
    /// The last part of its address there; empty makes one of the headline.
    pub slug: String,
    /// Its own headline there; empty for the article's.
    pub headline: String,
    /// Readers may comment there.
    pub comments: bool,
    /// Slugs of topics of that title.
    pub topics: Vec<String>,
}

/// A reader's comment. Nothing is brought in that tells who it was.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Said {
    /// Shown, waiting, or turned away; those that were turned away are kept as decided by whoever brings them in.
    pub state: comments::State,
    /// The name given.
    pub name: String,
    /// What was said.
    pub text: String,
    /// When.
    pub at: Timestamp,
    /// The comment of the same list it answers, by its place there from 0.
    pub answers: Option<usize>,
}

/// Brings in articles, all of them or none, and says their ids in the same order. `from` says to the audit trail where they
/// come from.
///
/// # Errors
/// A refusal for more than [`ARTICLES_MAX`]; for sections and topics that are not there; for a date in the future, or dates
/// out of order; for a text beyond the limits of any, without headline, or under an embargo; for a change that changes nothing or
/// is none of its class.
pub async fn bring_in(
    paper: &Paper,
    by: &Actor,
    from: &str,
    articles: Vec<Brought>,
) -> Result<Vec<ArticleId>> {
    words::at_most("articles", articles.len(), ARTICLES_MAX)?;
    let from = words::line("from", from, NAME_CHARS_MAX)?;
    // Before the writers' lock: it needs nothing of the record.
    let articles: Vec<Brought> = articles.into_iter().map(tidied).collect::<Result<_>>()?;
    let mut tx = paper.begin().await?;
    let (ids, traces) = bring(&mut tx, by, &from, articles).await?;
    tx.commit("article.bring", &traces).await?;
    Ok(ids)
}

/// [`bring_in`] within a deed, of articles that are tidy.
pub(crate) async fn bring(
    tx: &mut Tx,
    by: &Actor,
    from: &str,
    articles: Vec<Brought>,
) -> Result<(Vec<ArticleId>, Traces)> {
    let houses = Houses::of(tx, by, &articles).await?;
    let mut load = Load::default();
    for article in articles {
        load.take(tx, by, &houses, article).await?;
    }
    let ids = load.articles_in_order.clone();
    let line = json!({"from": from});
    let lines: Vec<_> = load
        .homes
        .iter()
        .map(|(article, title, revisions, first_published)| {
            let mut line = line.clone();
            line["revisions"] = json!(revisions);
            line["first_published"] = json!(first_published);
            let about = About {
                article: Some(*article),
                title: Some(*title),
            };
            (about, line)
        })
        .collect();
    audit::note_each(tx, by, Deed::BringIn, &lines).await?;
    let traces = load.write(tx, &houses).await?;
    Ok((ids, traces))
}

/// An article within the limits of any.
pub(crate) fn tidied(article: Brought) -> Result<Brought> {
    let mut article = article;
    words::at_most("later", article.later.len(), LATER_MAX)?;
    words::at_most("elsewhere", article.elsewhere.len(), LIST_MAX)?;
    words::at_most("comments", article.said.len(), COMMENTS_MAX)?;
    words::at_most("former", article.former.len(), LIST_MAX)?;
    article.first_published = crate::clock::whole_micros(article.first_published);
    article.copy = making::tidy(article.copy)?;
    if !article.slug.is_empty() {
        article.slug = words::slug("slug", &article.slug)?;
    }
    for later in &mut article.later {
        later.at = crate::clock::whole_micros(later.at);
        later.copy = making::tidy(std::mem::take(&mut later.copy))?;
        later.note = words::optional_line("note", &later.note, NOTE_CHARS_MAX)?;
        publishing::fits(later.class, &later.note)?;
    }
    for place in &mut article.elsewhere {
        place.headline = words::optional_line("headline", &place.headline, HEADLINE_CHARS_MAX)?;
        words::at_most("topics", place.topics.len(), LIST_MAX)?;
        if !place.slug.is_empty() {
            place.slug = words::slug("slug", &place.slug)?;
        }
    }
    for said in &mut article.said {
        said.at = crate::clock::whole_micros(said.at);
        said.name = words::line("name", &said.name, comments::NAME_CHARS_MAX)?;
        said.text = forms::paragraphs("text", &said.text, comments::TEXT_CHARS_MAX)?;
    }
    Ok(article)
}
