//! Saying that two articles are translations of each other.

use crate::actor::Actor;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::id::{ArticleId, TranslationsId};
use crate::rights::Deed;
use crate::{Paper, Result};
use serde_json::json;

/// Links two articles, and whatever either is linked to already, as translations of one text.
pub async fn link(paper: &Paper, by: &Actor, one: ArticleId, other: ArticleId) -> Result<()> {
    let mut tx = paper.begin().await?;
    let first = super::find(&mut tx.session, one).await?;
    let second = super::find(&mut tx.session, other).await?;
    by.may(&mut tx, Deed::Translate, Some(first.home), None)
        .await?;
    by.may(&mut tx, Deed::Translate, Some(second.home), None)
        .await?;
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
