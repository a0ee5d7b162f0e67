//! What one deed writes: gathered article by article, written table by table.

use super::Brought;
use super::history::{self, History};
use super::houses::{Houses, Place};
use crate::actor::Actor;
use crate::articles::revisions::{self, Made};
use crate::articles::{Article, Stage, relating, showing};
use crate::changes::Traces;
use crate::comments::{self, closing};
use crate::copy::Source;
use crate::db::Value;
use crate::db::many::{Many, many};
use crate::id::{ArticleId, CommentId, ContributorId, PlacementId, TitleId};
use crate::log::{self, Entered};
use crate::paper::Tx;
use crate::reading::cards::StoredCard;
use crate::reading::sitemap;
use crate::{Refusal, Result, addresses, redirects, series, sources, trust};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Everything one deed writes, table by table.
#[derive(Default)]
pub(super) struct Load {
    pub(super) articles_in_order: Vec<ArticleId>,
    /// Of each article its title, its number of revisions and its first publication.
    pub(super) homes: Vec<(ArticleId, TitleId, u32, Timestamp)>,
    articles: Vec<Vec<Value>>,
    revisions: Vec<Made>,
    entries: Vec<Entered>,
    placements: Vec<Vec<Value>>,
    topics: Vec<Vec<Value>>,
    addresses: Vec<Vec<Value>>,
    credits: Vec<Vec<Value>>,
    notices: Vec<Vec<Value>>,
    bands: Vec<(i64, Vec<Value>)>,
    comments: Vec<Vec<Value>>,
    given: addresses::Given,
    names: BTreeSet<String>,
    /// First publications on each title, and how many texts in each stretch of the sitemap.
    firsts: BTreeMap<TitleId, BTreeMap<i64, (Timestamp, u32)>>,
    sources: Vec<(TitleId, Source, u32)>,
    series: Vec<(TitleId, ArticleId, String, Timestamp)>,
    traces: Traces,
}

const ARTICLES: Many = many!(
    "INSERT INTO articles (id, home_title_id, state, hold, revision_id, revision_count, first_published_at, modified_at, created_at,
                           created_by, saves)
     VALUES ",
    11,
    ""
);
const PLACEMENTS: Many = many!(
    "INSERT INTO placements (id, article_id, title_id, section_id, slug, path, headline, comments, original, revision_id, card,
                             listed, first_published_at, modified_at, placed_at, day)
     VALUES ",
    16,
    ""
);
const TOPICS: Many = many!(
    "INSERT INTO placement_topics (topic_id, placement_id, first_published_at, position) VALUES ",
    4,
    ""
);
const CREDITS: Many = many!(
    "INSERT INTO credits (placement_id, name, title_id, first_published_at) VALUES ",
    4,
    " ON CONFLICT (placement_id, name) DO NOTHING"
);
const NOTICES: Many = many!(
    "INSERT INTO notices (title_id, revision_id, placement_id, class, at) VALUES ",
    5,
    ""
);

impl Load {
    pub(super) async fn take(
        &mut self,
        tx: &mut Tx,
        by: &Actor,
        houses: &Houses,
        brought: Brought,
    ) -> Result<()> {
        let home = houses.house(brought.title)?;
        let id = ArticleId::draw(&tx.paper)?;
        let newest = brought.later.last().map_or(&brought.copy, |l| &l.copy);
        let mut places = vec![Place {
            id: PlacementId::draw(&tx.paper)?,
            house: home,
            section_slug: &brought.section,
            room: home.room(tx, &brought.section).await?,
            slug: &brought.slug,
            comments: brought.comments,
            headline: "",
            topics: &newest.topics,
            former: &brought.former,
        }];
        for place in &brought.elsewhere {
            let house = houses.house(place.title)?;
            places.push(Place {
                id: PlacementId::draw(&tx.paper)?,
                house,
                section_slug: &place.section,
                room: house.room(tx, &place.section).await?,
                slug: &place.slug,
                comments: place.comments,
                headline: &place.headline,
                topics: &place.topics,
                former: &[],
            });
        }
        let article = Article {
            id,
            home: brought.title,
            stage: Stage::Live,
            hold: String::new(),
            revision: None,
            revisions: 0,
            first_published: Some(brought.first_published),
            modified: None,
            translations: None,
            saves: 0,
            deindexed: false,
        };
        let history = history::of(tx, by, article, &brought, &places).await?;
        self.keep_article(tx, by, id, &brought, &history);
        let mut stands = Vec::with_capacity(places.len());
        for (number, place) in places.iter().enumerate() {
            let original = number == 0;
            let path = self.keep_place(tx, place, original, &history).await?;
            stands.extend(
                place
                    .house
                    .host
                    .as_ref()
                    .map(|host| format!("{host}{path}")),
            );
        }
        self.enter(id, brought.title, &history, &stands);
        if let Some(original) = places.first() {
            self.keep_comments(tx, original, &brought)?;
        }
        for mark in showing::marks(&history.shown) {
            let at = history.shown.first_published;
            let row = vec![mark.into(), id.into(), brought.title.into(), at.into()];
            self.bands.push((mark, row));
        }
        self.traces.articles.insert(id);
        self.revisions.extend(history.made);
        self.remember(id, &brought);
        Ok(())
    }

    fn keep_article(
        &mut self,
        tx: &Tx,
        by: &Actor,
        id: ArticleId,
        brought: &Brought,
        history: &History,
    ) {
        let shown = &history.shown;
        self.articles.push(vec![
            id.into(),
            brought.title.into(),
            Stage::Live.word().into(),
            "".into(),
            history.made.last().map(|made| made.id).into(),
            shown.number.into(),
            shown.first_published.into(),
            shown.modified.into(),
            tx.now.into(),
            by.name().into(),
            shown.number.into(),
        ]);
        self.articles_in_order.push(id);
        let home = (id, brought.title, shown.number, shown.first_published);
        self.homes.push(home);
    }

    /// Has each revision entered into the log.
    fn enter(&mut self, article: ArticleId, title: TitleId, history: &History, stands: &[String]) {
        let framed = history.made.iter().zip(&history.framed);
        self.entries.extend(framed.map(|(made, framed)| {
            let (number, class, at, previous) = framed.clone();
            Entered {
                article,
                number,
                class,
                title,
                at,
                commitment: made.commitment.clone(),
                previous,
                places: stands.to_vec(),
            }
        }));
    }

    /// Says its path.
    async fn keep_place(
        &mut self,
        tx: &mut Tx,
        place: &Place<'_>,
        original: bool,
        history: &History,
    ) -> Result<String> {
        let (shown, title) = (&history.shown, &place.house.title);
        let first = shown.first_published;
        let wanted = showing::slug_or_made(place.slug, place.headline, shown);
        let (slug, path, day) = addresses::claim_among(
            &mut tx.session,
            title,
            place.id,
            place.section_slug,
            &wanted,
            first,
            &mut self.given,
        )
        .await?;
        let card = StoredCard::of(shown, place.headline, history.corrected);
        self.addresses.push(vec![
            title.id.into(),
            (&path).into(),
            place.id.into(),
            tx.now.into(),
        ]);
        for former in place.former {
            self.lead_from(tx, place, former).await?;
        }
        self.placements.push(vec![
            place.id.into(),
            self.articles_in_order.last().copied().into(),
            title.id.into(),
            place.room.id.into(),
            slug.into(),
            (&path).into(),
            place.headline.into(),
            place.comments.into(),
            original.into(),
            history.made.last().map(|made| made.id).into(),
            serde_json::to_string(&card)?.into(),
            true.into(),
            first.into(),
            shown.modified.into(),
            tx.now.into(),
            day.into(),
        ]);
        for (position, topic) in (0_i64..).zip(place.topics(place.topics)) {
            let (topic, _) = topic?;
            self.traces.topics.insert(*topic);
            let row = vec![
                (*topic).into(),
                place.id.into(),
                first.into(),
                position.into(),
            ];
            self.topics.push(row);
        }
        for credit in &shown.byline {
            let name = &credit.name;
            self.names.insert(name.clone());
            let row = vec![place.id.into(), name.into(), title.id.into(), first.into()];
            self.credits.push(row);
        }
        for (number, class, at) in &history.told {
            let revision = history.made.get(*number).map(|made| made.id);
            self.notices.push(vec![
                title.id.into(),
                revision.into(),
                place.id.into(),
                class.word().into(),
                (*at).into(),
            ]);
        }
        let stretches = self.firsts.entry(title.id).or_default();
        let texts = stretches
            .entry(sitemap::stretch_of(first))
            .or_insert((first, 0));
        *texts = (texts.0.min(first), texts.1 + 1);
        self.traces.placements.insert(place.id);
        self.traces.titles.insert(title.id);
        self.traces.sections.insert(place.room.id);
        let above = place.room.above.as_ref().map(|(id, _)| *id);
        self.traces.sections.extend(above);
        Ok(path)
    }

    /// Has an address of another system lead here, unless something of the title stands there or has stood there.
    async fn lead_from(&mut self, tx: &mut Tx, place: &Place<'_>, former: &str) -> Result<()> {
        let house = place.house;
        let Ok(path) = redirects::former(former) else {
            return Ok(());
        };
        let word = path.trim_start_matches('/').to_owned();
        let key = (house.title.id, path);
        let taken = house.sections.contains_key(&word)
            || house.pages.contains(&word)
            || self.given.contains(&key)
            || addresses::is_taken(&mut tx.session, house.title.id, &key.1).await?;
        if !taken {
            self.addresses.push(vec![
                house.title.id.into(),
                (&key.1).into(),
                place.id.into(),
                tx.now.into(),
            ]);
            self.given.insert(key);
        }
        Ok(())
    }

    /// What readers said, with threads of one level as everywhere.
    fn keep_comments(&mut self, tx: &Tx, on: &Place<'_>, brought: &Brought) -> Result<()> {
        let mut kept: Vec<(CommentId, Timestamp)> = Vec::with_capacity(brought.said.len());
        for said in &brought.said {
            if said.at > tx.now {
                return Err(Refusal::FutureDate { at: said.at }.into());
            }
            let id = CommentId::draw(&tx.paper)?;
            // The thread's beginning; an answer to an answer belongs to it too.
            let thread = match said.answers {
                None => (id, said.at),
                Some(answered) => *kept.get(answered).ok_or(Refusal::Unfit {
                    field: "answers",
                    value: answered.to_string(),
                    wants: "the place of an earlier comment of the list",
                })?,
            };
            let parent = said.answers.map(|_| thread.0);
            kept.push(thread);
            self.comments.push(vec![
                id.into(),
                on.id.into(),
                on.house.title.id.into(),
                parent.into(),
                thread.0.into(),
                thread.1.into(),
                (&said.name).into(),
                (&said.text).into(),
                said.state.word().into(),
                said.at.into(),
                "".into(),
                "".into(),
                "".into(),
                "".into(),
                "".into(),
                "".into(),
            ]);
        }
        Ok(())
    }

    /// Sources and series of every text, as each publication remembers them.
    fn remember(&mut self, id: ArticleId, brought: &Brought) {
        let later = brought.later.iter().map(|later| &later.copy);
        for source in std::iter::once(&brought.copy)
            .chain(later)
            .flat_map(|copy| copy.sources.iter())
        {
            let same = |(title, known, _): &&mut (TitleId, Source, u32)| {
                *title == brought.title && known.kind == source.kind && known.name == source.name
            };
            match self.sources.iter_mut().find(same) {
                Some((_, known, uses)) => {
                    known.clone_from(source);
                    *uses += 1;
                }
                None => self.sources.push((brought.title, source.clone(), 1)),
            }
        }
        if !brought.copy.series.is_empty() {
            let series = brought.copy.series.clone();
            let one = (brought.title, id, series, brought.first_published);
            self.series.push(one);
        }
    }

    /// Writes it all, and says what it touched.
    pub(super) async fn write(self, tx: &mut Tx, houses: &Houses) -> Result<Traces> {
        let mut traces = self.traces;
        tx.session.write_many(&ARTICLES, self.articles).await?;
        revisions::write(tx, self.revisions).await?;
        log::enter(tx, self.entries).await?;
        let session = &mut tx.session;
        session.write_many(&PLACEMENTS, self.placements).await?;
        session.write_many(&TOPICS, self.topics).await?;
        session
            .write_many(&addresses::CLAIM, self.addresses)
            .await?;
        session.write_many(&CREDITS, self.credits).await?;
        session.write_many(&NOTICES, self.notices).await?;
        // In the order of the key, so that each page of the table is visited once.
        let mut bands = self.bands;
        bands.sort_by_key(|(mark, _)| *mark);
        let bands = bands.into_iter().map(|(_, row)| row).collect();
        session.write_many(&showing::BANDS, bands).await?;
        session.write_many(&comments::INSERT, self.comments).await?;
        for name in self.names {
            let known: Option<(ContributorId,)> = session
                .opt("SELECT id FROM contributors WHERE name = $1", (&name,))
                .await?;
            traces.people.extend(known.map(|(id,)| id));
        }
        for (title, stretches) in self.firsts {
            let house = houses.house(title)?;
            let first = stretches.values().map(|(first, _)| *first).min();
            if let Some(first) = first.filter(|first| *first > house.title.comments_over) {
                closing::will_close(tx, &house.title, first).await?;
            }
            for (first, texts) in stretches.into_values() {
                sitemap::changed(tx, title, first, texts).await?;
            }
            trust::will_count(tx, title).await?;
        }
        relating::queue(tx).await?;
        for (title, source, texts) in self.sources {
            sources::used_by(tx, title, &source, texts).await?;
        }
        for (title, id, name, at) in self.series {
            sources::remember_series(tx, title, &name).await?;
            series::goes_out(tx, title, id, &name, at).await?;
        }
        Ok(traces)
    }
}
