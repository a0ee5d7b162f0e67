//! Saying that two articles are translations of each other.

use super::{Article, drafting};
use crate::actor::Actor;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::id::{ArticleId, TranslationsId};
use crate::rights::Deed;
use crate::{Paper, Refusal, Result, Session, titles};
use serde_json::json;

/// Links two articles, and whatever either is linked to already, as translations of one text. Refused for one article
/// and for two in the same language.
pub async fn link(paper: &Paper, by: &Actor, one: ArticleId, other: ArticleId) -> Result<()> {
    if one == other {
        return Err(Refusal::SameArticle.into());
    }
    let mut tx = paper.begin().await?;
    let first = super::find(&mut tx.session, one).await?;
    let second = super::find(&mut tx.session, other).await?;
    by.may(&mut tx, Deed::Translate, Some(first.home), None)
        .await?;
    by.may(&mut tx, Deed::Translate, Some(second.home), None)
        .await?;
    let languages = (
        language(&mut tx.session, &first).await?,
        language(&mut tx.session, &second).await?,
    );
    if languages.0 == languages.1 {
        return Err(Refusal::SameLanguage {
            language: languages.0,
        }
        .into());
    }
    tx.touches(one).await?;
    tx.touches(other).await?;
    let group = match (first.translations, second.translations) {
        (Some(group), _) | (None, Some(group)) => group,
        (None, None) => TranslationsId::draw(paper)?,
    };
    if let Some(merged) = second.translations {
        tx.session
            .exec(
                "UPDATE articles SET translation_group = $2 WHERE translation_group = $1",
                (merged, group),
            )
            .await?;
    }
    for id in [one, other] {
        tx.session
            .exec(
                "UPDATE articles SET translation_group = $2 WHERE id = $1",
                (id, group),
            )
            .await?;
    }
    audit::note(
        &mut tx,
        by,
        Deed::Translate,
        About::article(one),
        json!({"with": other}),
    )
    .await?;
    tx.commit("article.translate", &Traces::default()).await?;
    Ok(())
}

/// The main language of an article, its title's if it says none: `en` for `en-GB`.
async fn language(session: &mut Session, article: &Article) -> Result<String> {
    let copy = drafting::working_copy(session, article).await?;
    let whole = match copy.language {
        language if language.is_empty() => titles::by_id(session, article.home).await?.language,
        language => language,
    };
    Ok(whole.split('-').next().unwrap_or_default().to_owned())
}
