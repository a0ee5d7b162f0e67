//! Timelines of topics and what stands on top of their pages, once the articles they name are out.

use super::content::{Network, TopicLine};
use super::{About, Seeded};
use paper::id::{ArticleId, TitleId};
use paper::topics::timeline::{self, NewFact};
use paper::topics::{self, Kept, pinning};
use paper::{Actor, Fault, Paper, Result};

/// Keeps a topic with its words.
pub(super) async fn keep(
    paper: &Paper,
    by: &Actor,
    title: TitleId,
    topic: &TopicLine,
) -> Result<()> {
    let kept = Kept {
        lead: Some(&topic.lead),
        kind: topic.kind,
        aliases: Some(&topic.aliases),
    };
    topics::keep(paper, by, title, &topic.slug, &topic.name, kept).await?;
    Ok(())
}

/// Tells what happened when.
pub(super) async fn tell(
    paper: &Paper,
    by: &Actor,
    network: &Network,
    seeded: &Seeded,
) -> Result<()> {
    for folder in &network.titles {
        let key = &folder.title.key;
        let title = seeded.titles.iter().find(|title| title.key == *key);
        let title = title.ok_or_else(|| Fault::new("there is no such title"));
        let title = title.about(key)?.id;
        let article = |file: &str| -> Result<ArticleId> {
            let wanted = format!("{key}/{file}");
            let found = seeded.articles.iter().find(|one| one.key == wanted);
            Ok(found
                .ok_or_else(|| Fault::new("there is no such article"))
                .about(&wanted)?
                .id)
        };
        for topic in &folder.title.topics {
            for line in &topic.timeline {
                let fact = NewFact {
                    day: &line.day,
                    text: &line.text,
                    article: article(&line.article)?,
                };
                timeline::add(paper, by, title, &topic.slug, fact)
                    .await
                    .about(&topic.slug)?;
            }
            let pinned = topic.pinned.iter().map(|file| article(file));
            let pinned = pinned.collect::<Result<Vec<_>>>()?;
            if !pinned.is_empty() {
                pinning::pin(paper, by, title, &topic.slug, &pinned)
                    .await
                    .about(&topic.slug)?;
            }
        }
    }
    Ok(())
}
