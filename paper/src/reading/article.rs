//! The facts of an article's page, live or of an earlier revision.

use super::cards;
use super::facts::{Link, NoteFacts, PersonFacts, PictureFacts, TitleLink, TranslationFacts};
use super::pages::{ArticleFacts, RevisionFacts};
use super::title::Reach;
use super::{names, related, topic};
use crate::articles::content::{Class, Content};
use crate::articles::{self, Article, PlacementRow};
use crate::db::Session;
use crate::id::ArticleId;
use crate::titles::Title;
use crate::{Fault, Refusal, Result, addresses, cases, comments, pictures, series};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Notes shown on an article; older ones are in its history.
const NOTES_MAX: u32 = 20;

/// The page of a placement: what readers see now.
pub async fn article(
    session: &mut Session,
    title: &Title,
    placement: &PlacementRow,
    reach: &Reach,
) -> Result<ArticleFacts> {
    let article = articles::find(session, placement.article).await?;
    let revision = articles::revision_numbered(session, article.id, article.revisions).await?;
    let content = if article.stage.is_gone() {
        revision.content.without_text()
    } else {
        revision.content
    };
    let stands = Stands::of(session, placement, reach).await?;
    facts(session, title, placement, &article, content, reach, stands).await
}

/// Where an article's page stands, on this title and as an original.
pub(super) struct Stands {
    pub(super) path: String,
    pub(super) canonical: String,
    pub(super) original: Option<TitleLink>,
}

impl Stands {
    pub(super) async fn of(
        session: &mut Session,
        placement: &PlacementRow,
        reach: &Reach,
    ) -> Result<Stands> {
        let path = placement.path.clone().ok_or(Refusal::NeverPublished)?;
        let (canonical, original) = original(session, placement, reach).await?;
        Ok(Stands {
            path,
            canonical,
            original,
        })
    }
}

/// The page of an earlier revision (or of the live one) under its number.
pub async fn revision(
    session: &mut Session,
    title: &Title,
    placement: &PlacementRow,
    number: u32,
    reach: &Reach,
) -> Result<RevisionFacts> {
    let article = articles::find(session, placement.article).await?;
    let revision = articles::revision_numbered(session, article.id, number).await?;
    if article.stage.is_gone() {
        return Err(Refusal::Withdrawn.into());
    }
    let stands = Stands::of(session, placement, reach).await?;
    let content = revision.content;
    let facts = facts(session, title, placement, &article, content, reach, stands).await?;
    Ok(RevisionFacts {
        article: facts,
        editor: revision.editor,
        live: article.revisions,
        previous: (number > 1).then(|| number - 1),
        next: (number < article.revisions).then(|| number + 1),
    })
}

pub(super) async fn facts(
    session: &mut Session,
    title: &Title,
    placement: &PlacementRow,
    article: &Article,
    content: Content,
    reach: &Reach,
    stands: Stands,
) -> Result<ArticleFacts> {
    let Stands {
        path,
        canonical,
        original,
    } = stands;
    let names = names::of(session, title, placement, article, &content).await?;
    let comments = comments::shown::page(session, placement.id, 1, false).await?;
    Ok(ArticleFacts {
        history: format!("{path}/history"),
        path,
        canonical,
        original,
        pictures: shown_pictures(session, &content).await?,
        people: people(session, title, &content).await?,
        section: names.section,
        parent_section: names.parent,
        topics: names.topics,
        dossiers: topic::dossiers(session, placement.id).await?,
        versions: article.revisions,
        deindexed: article.deindexed,
        notes: notes(session, article.id).await?,
        reported: cases::reported(session, article.id).await?,
        superseded_by: series::next(session, title.id, article.id).await?,
        translations: translations(session, article, reach).await?,
        related: related::to(session, placement).await?,
        comments,
        talk: comments::sending::talk(session, placement, title).await?,
        content,
    })
}

pub(super) async fn original(
    session: &mut Session,
    placement: &PlacementRow,
    reach: &Reach,
) -> Result<(String, Option<TitleLink>)> {
    let (host, path) = addresses::canonical(session, placement.article)
        .await?
        .ok_or_else(|| Fault::new("a published article without an original address"))?;
    let base_url = reach.base_url(&host);
    let canonical = format!("{base_url}{path}");
    if placement.original {
        return Ok((canonical, None));
    }
    let (name, language): (String, String) = session
        .one(
            "SELECT t.name, t.language FROM placements p JOIN titles t ON t.id = p.title_id
              WHERE p.article_id = $1 AND p.original = 1",
            (placement.article,),
        )
        .await?;
    Ok((
        canonical,
        Some(TitleLink {
            name,
            base_url,
            language,
        }),
    ))
}

pub(super) async fn shown_pictures(
    session: &mut Session,
    content: &Content,
) -> Result<BTreeMap<String, PictureFacts>> {
    let mut shown = BTreeMap::new();
    for picture in content.picture.iter().chain(content.body.pictures()) {
        if let Some(facts) = pictures::facts(session, picture).await? {
            shown.insert(picture.file.clone(), facts);
        }
    }
    Ok(shown)
}

async fn people(
    session: &mut Session,
    title: &Title,
    content: &Content,
) -> Result<Vec<PersonFacts>> {
    let mut people: Vec<PersonFacts> = Vec::new();
    for credit in &content.byline {
        if people.iter().any(|person| person.name == credit.name) {
            continue;
        }
        if let Some(person) = crate::people::contributor_named(session, &credit.name).await? {
            people.push(super::lists::told(person, &title.language));
        }
    }
    Ok(people)
}

pub(super) async fn topics(session: &mut Session, placement: &PlacementRow) -> Result<Vec<Link>> {
    let rows: Vec<(String, String)> = session
        .all(
            "SELECT t.name, t.slug FROM placement_topics p JOIN topics t ON t.id = p.topic_id
              WHERE p.placement_id = $1 ORDER BY p.position",
            (placement.id,),
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|(name, slug)| Link {
            name,
            path: format!("/topics/{slug}"),
        })
        .collect())
}

/// Changes readers are told of on the article, newest first.
pub(super) async fn notes(session: &mut Session, article: ArticleId) -> Result<Vec<NoteFacts>> {
    let rows: Vec<(u32, String, String, Timestamp, String)> = session
        .all(
            "SELECT number, class, note, at, editor FROM revisions
              WHERE article_id = $1
                AND class IN ('update', 'correction', 'clarification', 'reply', 'withdrawal', 'kill', 'restoration', 'legal', 'rights')
              ORDER BY number DESC LIMIT $2",
            (article, NOTES_MAX),
        )
        .await?;
    rows.into_iter()
        .map(|(number, class, note, at, editor)| {
            let class = Class::parse(&class)
                .ok_or_else(|| Fault::new("a revision's class is no word we know"))?;
            Ok(NoteFacts {
                number,
                class,
                note,
                at,
                editor,
            })
        })
        .collect()
}

async fn translations(
    session: &mut Session,
    article: &Article,
    reach: &Reach,
) -> Result<Vec<TranslationFacts>> {
    let Some(group) = article.translations else {
        return Ok(Vec::new());
    };
    let rows: Vec<(String, String, String, String, Timestamp)> = session
        .all(
            "SELECT p.card, t.name, h.host, p.path, p.first_published_at FROM articles a JOIN placements p ON p.article_id = a.id AND p.original = 1
               JOIN titles t ON t.id = p.title_id JOIN hosts h ON h.title_id = t.id AND h.main = 1
              WHERE a.translation_group = $1 AND a.id <> $2 AND p.listed = 1 ORDER BY t.position",
            (group, article.id),
        )
        .await?;
    rows.into_iter()
        .map(|(card, title_name, host, path, first_published)| {
            let card: cards::StoredCard = serde_json::from_str(&card)?;
            Ok(TranslationFacts {
                first_published,
                language: card.language().to_owned(),
                headline: card.headline().to_owned(),
                title_name,
                url: format!("{}{path}", reach.base_url(&host)),
            })
        })
        .collect()
}
