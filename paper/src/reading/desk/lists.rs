//! The lists of the desk: which articles, in which order, for whom. One statement a list.

use super::{After, Filter, Hands, LOOKED_MAX, live_since};
use crate::actor::{Actor, Sight};
use crate::db::{FromRow, Row, Session, Value};
use crate::desk::Shelf;
use crate::id::{AccountId, ArticleId, SectionId, TitleId};
use crate::reading::cards::StoredCard;
use crate::words::{self, HEADLINE_CHARS_MAX};
use crate::{Fault, Refusal, Result, Thing};
use jiff::Timestamp;

/// Texts asked for at once while words are looked for.
const CHUNK: u32 = 200;

/// Where texts are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    /// Drafts on one shelf, by save.
    Drafts(Shelf),
    /// Drafts on the schedule, by when they go out.
    Schedule,
    /// What is out without a draft and reported by readers, by report.
    Reported,
    /// What is out, by first publication.
    Live,
}

fn lists(shelf: Option<Shelf>) -> &'static [List] {
    match shelf {
        None => &[
            List::Drafts(Shelf::Idea),
            List::Drafts(Shelf::Writing),
            List::Drafts(Shelf::Desk),
            List::Drafts(Shelf::Approved),
            List::Drafts(Shelf::Scheduled),
            List::Drafts(Shelf::Correct),
            List::Reported,
        ],
        Some(Shelf::Idea) => &[List::Drafts(Shelf::Idea)],
        Some(Shelf::Writing) => &[List::Drafts(Shelf::Writing)],
        Some(Shelf::Desk) => &[List::Drafts(Shelf::Desk)],
        Some(Shelf::Approved) => &[List::Drafts(Shelf::Approved)],
        Some(Shelf::Scheduled) => &[List::Schedule],
        Some(Shelf::Live) => &[List::Live],
        Some(Shelf::Correct) => &[List::Drafts(Shelf::Correct), List::Reported],
        Some(Shelf::Spiked) => &[List::Drafts(Shelf::Spiked)],
    }
}

/// What was asked, as the statements take it.
pub(super) struct Asked {
    pub(super) lists: &'static [List],
    pub(super) sight: Sight,
    section: Option<SectionId>,
    /// `all`, `nobody`, `of`.
    hands: &'static str,
    of: Option<AccountId>,
    /// Folded; empty: all.
    words: String,
    /// The same as a pattern.
    pattern: String,
    due_before: Option<Timestamp>,
    now: Timestamp,
}

impl Asked {
    pub(super) async fn new(
        session: &mut Session,
        actor: &Actor,
        sight: Sight,
        filter: &Filter,
        now: Timestamp,
    ) -> Result<Asked> {
        let (hands, of) = match &filter.hands {
            Hands::All => ("all", None),
            Hands::Nobody => ("nobody", None),
            Hands::Mine => ("of", actor.account()),
            Hands::Of(handle) => ("of", Some(account(session, handle).await?)),
        };
        let words = words::optional_line("words", &filter.words, HEADLINE_CHARS_MAX)?;
        let words = words::folded(&words);
        let pattern = match words.as_str() {
            "" => String::new(),
            words => {
                let escaped = words
                    .replace('!', "!!")
                    .replace('%', "!%")
                    .replace('_', "!_");
                format!("%{escaped}%")
            }
        };
        Ok(Asked {
            lists: lists(filter.shelf),
            sight,
            section: filter.section,
            hands,
            of,
            words,
            pattern,
            due_before: filter.due_before,
            now,
        })
    }

    /// What a list holds after a place, at most `limit`.
    pub(super) async fn of(
        &self,
        session: &mut Session,
        title: TitleId,
        list: List,
        after: Option<After>,
        limit: usize,
    ) -> Result<Vec<After>> {
        let after = after.unwrap_or(match list {
            List::Schedule => After {
                at: Timestamp::MIN,
                article: ArticleId::first(),
            },
            _ => After {
                at: Timestamp::MAX,
                article: ArticleId::last(),
            },
        });
        match list {
            List::Drafts(shelf) => self.drafts(session, title, shelf, after, limit).await,
            List::Schedule => self.schedule(session, title, after, limit).await,
            List::Reported | List::Live => self.out(session, title, list, after, limit).await,
        }
    }

    async fn drafts(
        &self,
        session: &mut Session,
        title: TitleId,
        shelf: Shelf,
        after: After,
        limit: usize,
    ) -> Result<Vec<After>> {
        let mut args = self.args(title, after, count(limit));
        args.extend([self.pattern.as_str().into(), shelf.word().into()]);
        Ok(session
            .all(
                "SELECT k.saved_at, k.article_id
                   FROM desk k JOIN placements p ON p.article_id = k.article_id AND p.title_id = k.title_id
                  WHERE k.title_id = $1 AND k.shelf = $12 AND (k.saved_at, k.article_id) < ($2, $3)
                    AND ($5 IS NULL OR p.section_id IN (SELECT id FROM sections WHERE id = $5 OR parent_id = $5))
                    AND ($6 = 'all' OR ($6 = 'nobody' AND k.assigned IS NULL) OR ($6 = 'of' AND k.assigned = $7))
                    AND ($8 IS NULL OR k.due_at < $8)
                    AND ($9 IS NULL OR EXISTS (SELECT 1 FROM grants g WHERE g.account_id = $9 AND $10 LIKE '%,' || g.role || ',%'
                         AND (g.title_id IS NULL OR g.title_id = k.title_id)
                         AND (g.section_id IS NULL OR g.section_id = p.section_id)))
                    AND ($11 = '' OR k.words LIKE $11 ESCAPE '!')
                  ORDER BY k.saved_at DESC, k.article_id DESC LIMIT $4",
                args,
            )
            .await?)
    }

    async fn schedule(
        &self,
        session: &mut Session,
        title: TitleId,
        after: After,
        limit: usize,
    ) -> Result<Vec<After>> {
        let mut args = self.args(title, after, count(limit));
        args.push(self.pattern.as_str().into());
        Ok(session
            .all(
                "SELECT k.goes_at, k.article_id
                   FROM desk k JOIN placements p ON p.article_id = k.article_id AND p.title_id = k.title_id
                  WHERE k.title_id = $1 AND k.goes_at IS NOT NULL AND k.shelf = 'scheduled'
                    AND (k.goes_at, k.article_id) > ($2, $3)
                    AND ($5 IS NULL OR p.section_id IN (SELECT id FROM sections WHERE id = $5 OR parent_id = $5))
                    AND ($6 = 'all' OR ($6 = 'nobody' AND k.assigned IS NULL) OR ($6 = 'of' AND k.assigned = $7))
                    AND ($8 IS NULL OR k.due_at < $8)
                    AND ($9 IS NULL OR EXISTS (SELECT 1 FROM grants g WHERE g.account_id = $9 AND $10 LIKE '%,' || g.role || ',%'
                         AND (g.title_id IS NULL OR g.title_id = k.title_id)
                         AND (g.section_id IS NULL OR g.section_id = p.section_id)))
                    AND ($11 = '' OR k.words LIKE $11 ESCAPE '!')
                  ORDER BY k.goes_at, k.article_id LIMIT $4",
                args,
            )
            .await?)
    }

    /// Of what is out, the words are in the cards, which are looked through here.
    async fn out(
        &self,
        session: &mut Session,
        title: TitleId,
        list: List,
        mut after: After,
        limit: usize,
    ) -> Result<Vec<After>> {
        let mut found = Vec::new();
        let mut looked = 0;
        let chunk = match self.words.as_str() {
            "" => count(limit),
            _ => CHUNK,
        };
        while looked < LOOKED_MAX && found.len() < limit {
            let rows: Vec<Shown> = match list {
                List::Live => self.live(session, title, after, chunk).await?,
                _ => self.reported(session, title, after, chunk).await?,
            };
            let Some((at, article, _)) = rows.last() else {
                break;
            };
            after = After {
                at: *at,
                article: *article,
            };
            let all = rows.len() < chunk as usize;
            looked += count(rows.len());
            for (at, article, card) in rows {
                if self.fits(card.as_deref())? {
                    found.push(After { at, article });
                }
            }
            if all {
                break;
            }
        }
        found.truncate(limit);
        Ok(found)
    }

    fn fits(&self, card: Option<&str>) -> Result<bool, Fault> {
        if self.words.is_empty() {
            return Ok(true);
        }
        let Some(card) = card else { return Ok(false) };
        let card: StoredCard = serde_json::from_str(card)?;
        Ok(words::folded(card.headline()).contains(&self.words))
    }

    async fn live(
        &self,
        session: &mut Session,
        title: TitleId,
        after: After,
        limit: u32,
    ) -> Result<Vec<Shown>, Fault> {
        let mut args = self.args(title, after, limit);
        args.push(live_since(self.now).into());
        session
            .all(
                "SELECT p.first_published_at, p.article_id, p.card
                   FROM placements p JOIN articles a ON a.id = p.article_id LEFT JOIN desk k ON k.article_id = p.article_id
                  WHERE p.title_id = $1 AND p.first_published_at BETWEEN $11 AND $2
                    AND (p.first_published_at < $2 OR p.article_id < $3) AND p.original = 1 AND a.state = 'live'
                    AND NOT EXISTS (SELECT 1 FROM drafts d WHERE d.article_id = a.id
                         UNION ALL SELECT 1 FROM cases c WHERE c.article_id = a.id AND c.state = 'open')
                    AND ($5 IS NULL OR p.section_id IN (SELECT id FROM sections WHERE id = $5 OR parent_id = $5))
                    AND ($6 = 'all' OR ($6 = 'nobody' AND k.assigned IS NULL) OR ($6 = 'of' AND k.assigned = $7))
                    AND ($8 IS NULL OR k.due_at < $8)
                    AND ($9 IS NULL OR EXISTS (SELECT 1 FROM grants g WHERE g.account_id = $9 AND $10 LIKE '%,' || g.role || ',%'
                         AND (g.title_id IS NULL OR g.title_id = p.title_id)
                         AND (g.section_id IS NULL OR g.section_id = p.section_id)))
                  ORDER BY p.first_published_at DESC, p.article_id DESC LIMIT $4",
                args,
            )
            .await
    }

    async fn reported(
        &self,
        session: &mut Session,
        title: TitleId,
        after: After,
        limit: u32,
    ) -> Result<Vec<Shown>, Fault> {
        session
            .all(
                "SELECT MAX(c.at), p.article_id, p.card
                   FROM cases c JOIN articles a ON a.id = c.article_id
                   JOIN placements p ON p.article_id = a.id AND p.title_id = a.home_title_id
                   LEFT JOIN desk k ON k.article_id = a.id
                  WHERE c.state = 'open' AND a.home_title_id = $1 AND a.state IN ('live', 'withdrawn')
                    AND NOT EXISTS (SELECT 1 FROM drafts d WHERE d.article_id = a.id)
                    AND ($5 IS NULL OR p.section_id IN (SELECT id FROM sections WHERE id = $5 OR parent_id = $5))
                    AND ($6 = 'all' OR ($6 = 'nobody' AND k.assigned IS NULL) OR ($6 = 'of' AND k.assigned = $7))
                    AND ($8 IS NULL OR k.due_at < $8)
                    AND ($9 IS NULL OR EXISTS (SELECT 1 FROM grants g WHERE g.account_id = $9 AND $10 LIKE '%,' || g.role || ',%'
                         AND (g.title_id IS NULL OR g.title_id = p.title_id)
                         AND (g.section_id IS NULL OR g.section_id = p.section_id)))
                  GROUP BY p.article_id, p.card HAVING (MAX(c.at), p.article_id) < ($2, $3)
                  ORDER BY 1 DESC, 2 DESC LIMIT $4",
                self.args(title, after, limit),
            )
            .await
    }

    /// Placeholders 1 to 10 of every list.
    fn args(&self, title: TitleId, after: After, limit: u32) -> Vec<Value> {
        vec![
            title.into(),
            after.at.into(),
            after.article.into(),
            limit.into(),
            self.section.into(),
            self.hands.into(),
            self.of.into(),
            self.due_before.into(),
            self.sight.account.into(),
            self.sight.roles.as_str().into(),
        ]
    }
}

pub(super) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

async fn account(session: &mut Session, handle: &str) -> Result<AccountId> {
    let row: Option<(AccountId,)> = session
        .opt("SELECT id FROM accounts WHERE handle = $1", (handle,))
        .await?;
    row.map(|(account,)| account).ok_or_else(|| {
        Refusal::Unknown {
            thing: Thing::Account,
            name: handle.to_owned(),
        }
        .into()
    })
}

impl FromRow for After {
    fn from_row(row: &mut Row) -> Result<After, Fault> {
        Ok(After {
            at: row.take()?,
            article: row.take()?,
        })
    }
}

/// An article that is out, with what readers' lists show of it.
type Shown = (Timestamp, ArticleId, Option<String>);
