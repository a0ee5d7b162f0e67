//! The titles things come to, read once for a whole deed, and places on them.

use super::Brought;
use crate::actor::Actor;
use crate::articles::checking;
use crate::articles::content::Placed;
use crate::id::{PlacementId, SectionId, TitleId, TopicId};
use crate::paper::Tx;
use crate::rights::Deed;
use crate::titles::{self, Title};
use crate::{Fault, Result, sections, sources, topics};
use std::collections::{BTreeMap, BTreeSet};

/// A title as far as what comes to it asks.
pub(super) struct House {
    pub(super) title: Title,
    /// Its first host, if it has one.
    pub(super) host: Option<String>,
    pub(super) contracts: Vec<String>,
    pub(super) sections: BTreeMap<String, Room>,
    pub(super) topics: BTreeMap<String, (TopicId, String)>,
    /// Words of its standing pages.
    pub(super) pages: BTreeSet<String>,
}

/// A section.
pub(super) struct Room {
    pub(super) id: SectionId,
    pub(super) name: String,
    pub(super) above: Option<(SectionId, String)>,
}

/// The titles of one deed.
pub(super) struct Houses(BTreeMap<TitleId, House>);

impl Houses {
    /// Reads them once, and asks whether the actor may bring anything to them.
    pub(super) async fn of(tx: &mut Tx, by: &Actor, articles: &[Brought]) -> Result<Houses> {
        let mut wanted: BTreeMap<TitleId, BTreeSet<&str>> = BTreeMap::new();
        for article in articles {
            let copies = article.later.iter().map(|later| &later.copy);
            let topics = copies
                .chain([&article.copy])
                .flat_map(|copy| copy.topics.iter().map(String::as_str));
            wanted.entry(article.title).or_default().extend(topics);
            for place in &article.elsewhere {
                let topics = place.topics.iter().map(String::as_str);
                wanted.entry(place.title).or_default().extend(topics);
            }
        }
        let mut houses = BTreeMap::new();
        for (id, topics) in wanted {
            by.may(tx, Deed::BringIn, Some(id), None).await?;
            checking::first_on(tx, id).await?;
            houses.insert(id, House::of(tx, id, topics).await?);
        }
        Ok(Houses(houses))
    }

    pub(super) fn house(&self, title: TitleId) -> Result<&House> {
        let house = self.0.get(&title);
        house.ok_or_else(|| Fault::new(format!("title {title} was not read")).into())
    }
}

impl House {
    async fn of(tx: &mut Tx, id: TitleId, topics: BTreeSet<&str>) -> Result<House> {
        let title = titles::by_id(&mut tx.session, id).await?;
        let all = sections::all(&mut tx.session, id).await?;
        let above = |parent: Option<SectionId>| {
            let parent = all.iter().find(|section| Some(section.id) == parent)?;
            Some((parent.id, parent.name.clone()))
        };
        let rooms = all.iter().map(|section| {
            let room = Room {
                id: section.id,
                name: section.name.clone(),
                above: above(section.parent),
            };
            (section.slug.clone(), room)
        });
        let rooms = rooms.collect();
        let mut known = BTreeMap::new();
        for slug in topics {
            let topic = topics::topic(&mut tx.session, id, slug).await?;
            known.insert(slug.to_owned(), (topic.id, topic.name));
        }
        let pages: Vec<(String,)> = tx
            .session
            .all("SELECT slug FROM pages WHERE title_id = $1", (id,))
            .await?;
        Ok(House {
            pages: pages.into_iter().map(|(slug,)| slug).collect(),
            title,
            host: titles::hosts(&mut tx.session, id).await?.into_iter().next(),
            contracts: sources::contracts(&mut tx.session, id).await?,
            sections: rooms,
            topics: known,
        })
    }

    pub(super) async fn room(&self, tx: &mut Tx, slug: &str) -> Result<&Room> {
        if let Some(room) = self.sections.get(slug) {
            return Ok(room);
        }
        // Refuses it in the words every other deed has.
        sections::section(&mut tx.session, self.title.id, slug).await?;
        Err(Fault::new(format!("section {slug} is not among all of its title")).into())
    }
}

/// Where an article stands, its own title first.
pub(super) struct Place<'a> {
    pub(super) id: PlacementId,
    pub(super) house: &'a House,
    pub(super) section_slug: &'a str,
    pub(super) room: &'a Room,
    pub(super) slug: &'a str,
    pub(super) comments: bool,
    pub(super) headline: &'a str,
    /// Of what is shown now.
    pub(super) topics: &'a [String],
    /// Addresses that lead here.
    pub(super) former: &'a [String],
}

impl Place<'_> {
    /// As readers see it under these topics.
    pub(super) fn seen(&self, topics: &[String]) -> Result<Placed> {
        let names = self.topics(topics).map(|topic| Ok(topic?.1.clone()));
        let above = self.room.above.as_ref();
        Ok(Placed {
            title: self.house.title.id.to_string(),
            title_name: self.house.title.name.clone(),
            section: self.room.name.clone(),
            parent: above.map_or_else(String::new, |(_, name)| name.clone()),
            headline: self.headline.to_owned(),
            topics: names.collect::<Result<_>>()?,
        })
    }

    /// The topics of its title with these slugs, each once.
    pub(super) fn topics(
        &self,
        slugs: &[String],
    ) -> impl Iterator<Item = Result<&(TopicId, String)>> {
        let mut seen = BTreeSet::new();
        slugs
            .iter()
            .filter(move |slug| seen.insert(slug.as_str()))
            .map(|slug| {
                let topic = self.house.topics.get(slug);
                topic.ok_or_else(|| Fault::new(format!("topic {slug} was not read")).into())
            })
    }
}
