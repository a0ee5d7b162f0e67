//! Cards: an article as shown in a list. What a list needs is kept beside the placement, so that no list reads texts.

use super::facts::{Card, PictureFacts, SectionLink};
use crate::articles::content::{Content, State};
use crate::copy::{AiUse, BylineReason, CreditRole, Kind};
use crate::db::{FromRow, Row, Session};
use crate::id::{ArticleId, PlacementId, SectionId};
use crate::{Fault, Result, pictures};
use jiff::Timestamp;
use markup::Picture;
use serde::{Deserialize, Serialize};

/// What a list shows of an article on a title.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct StoredCard {
    language: String,
    headline: String,
    /// The headline is the placement's own, in its title's language.
    #[serde(default)]
    own_headline: bool,
    kicker: String,
    standfirst: String,
    kind: Kind,
    byline: Vec<String>,
    byline_reason: Option<BylineReason>,
    sponsor: Option<String>,
    ai: Option<AiUse>,
    picture: Option<Picture>,
    corrected: bool,
    state: State,
}

impl StoredCard {
    /// The card of a content under the headline it has on a title.
    pub(crate) fn of(content: &Content, headline: &str, corrected: bool) -> StoredCard {
        let own_headline = !headline.is_empty();
        let headline = if headline.is_empty() {
            &content.headline
        } else {
            headline
        };
        let byline = content
            .byline
            .iter()
            .filter(|c| matches!(c.role, CreditRole::Text | CreditRole::Data));
        StoredCard {
            language: content.language.clone(),
            headline: headline.to_owned(),
            own_headline,
            kicker: content.kicker.clone(),
            standfirst: content.standfirst.clone(),
            kind: content.kind,
            byline: byline.map(|credit| credit.name.clone()).collect(),
            byline_reason: content.byline_reason,
            sponsor: content.sponsor.as_ref().map(|sponsor| sponsor.name.clone()),
            ai: content.ai,
            picture: content
                .picture
                .clone()
                .or_else(|| content.body.pictures().first().map(|p| (*p).clone())),
            corrected,
            state: content.state,
        }
    }
}

impl StoredCard {
    pub(crate) fn headline(&self) -> &str {
        &self.headline
    }

    pub(crate) fn language(&self) -> &str {
        &self.language
    }

    pub(crate) fn state(&self) -> State {
        self.state
    }

    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    /// Who is credited with the text.
    pub(crate) fn byline(&self) -> &[String] {
        &self.byline
    }

    /// The language of the headline, empty where it is the title's own.
    pub(crate) fn headline_language(&self) -> &str {
        if self.own_headline {
            ""
        } else {
            &self.language
        }
    }
}

/// A row of a list, before its picture is looked up.
#[derive(Debug, Clone)]
pub(crate) struct ListedRow {
    pub(crate) placement: PlacementId,
    pub(crate) article: ArticleId,
    path: String,
    card: StoredCard,
    section: Option<(SectionId, String, String)>,
    pub(crate) first_published: Timestamp,
    modified: Timestamp,
    comments: u32,
}

impl ListedRow {
    pub(crate) fn headline(&self) -> &str {
        self.card.headline()
    }

    /// Whether it stands in one of these sections.
    pub(crate) fn is_in(&self, sections: &[SectionId]) -> bool {
        self.section
            .as_ref()
            .is_some_and(|(id, ..)| sections.contains(id))
    }

    /// The row of a text that is not out yet, as it would be.
    pub(crate) fn coming(
        (placement, article): (PlacementId, ArticleId),
        path: String,
        section: Option<(SectionId, String, String)>,
        content: &Content,
        card: StoredCard,
    ) -> ListedRow {
        ListedRow {
            placement,
            article,
            path,
            card,
            section,
            first_published: content.first_published,
            modified: content.modified,
            comments: 0,
        }
    }

    pub(crate) fn state(&self) -> State {
        self.card.state()
    }

    pub(crate) fn corrected(&self) -> bool {
        self.card.corrected
    }

    /// The same with another card, under the name its section had, and without what readers said since.
    pub(crate) fn showing(mut self, card: StoredCard, section: &str) -> ListedRow {
        self.card = card;
        self.comments = 0;
        if let Some((_, name, _)) = &mut self.section {
            section.clone_into(name);
        }
        self
    }

    /// The same for a list of words alone, so that nobody looks for the picture.
    pub(crate) fn without_picture(mut self) -> ListedRow {
        self.card.picture = None;
        self
    }
}

impl FromRow for ListedRow {
    fn from_row(row: &mut Row) -> Result<ListedRow, Fault> {
        let placement = row.take()?;
        let article = row.take()?;
        let path = row.take()?;
        let card = serde_json::from_str(&row.take::<String>()?)?;
        let first_published = row.take()?;
        let modified = row.take()?;
        let comments = row.take()?;
        let section: (Option<SectionId>, Option<String>, Option<String>) =
            (row.take()?, row.take()?, row.take()?);
        let section = match section {
            (Some(id), Some(name), Some(slug)) => Some((id, name, slug)),
            _ => None,
        };
        Ok(ListedRow {
            placement,
            article,
            path,
            card,
            section,
            first_published,
            modified,
            comments,
        })
    }
}

/// Makes cards of rows.
pub(crate) async fn cards(session: &mut Session, rows: Vec<ListedRow>) -> Result<Vec<Card>> {
    let mut cards = Vec::with_capacity(rows.len());
    for row in rows {
        let picture: Option<PictureFacts> = match &row.card.picture {
            Some(picture) => pictures::facts(session, picture).await?,
            None => None,
        };
        let card = row.card;
        cards.push(Card {
            article: row.article.to_string(),
            href: row.path,
            elsewhere: None,
            language: card.language,
            headline: card.headline,
            own_headline: card.own_headline,
            kicker: card.kicker,
            standfirst: card.standfirst,
            kind: card.kind,
            byline: card.byline,
            byline_reason: card.byline_reason,
            sponsor: card.sponsor,
            ai: card.ai,
            section: row.section.map(|(id, name, slug)| SectionLink {
                id: id.to_string(),
                name,
                path: format!("/{slug}"),
            }),
            first_published: row.first_published,
            modified: row.modified,
            picture,
            corrected: card.corrected,
            state: card.state,
            comments: row.comments,
        });
    }
    Ok(cards)
}
