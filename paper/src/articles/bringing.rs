//! Bringing in what was published elsewhere: whole articles, by the hundred, with their own dates.
//!
//! The rows are those the same texts would have left, had each been published here on its day, so that no reader and no later
//! deed can tell the difference; the audit trail can: it says when they were brought in, by whom and from where. The gate
//! does not stop them, since they are out. It judges each at the next change.

use super::content::{Class, Content, Placed, State};
use super::making::{self, Frame};
use super::revisions::Made;
use super::{Article, Stage, checking, fitting, publishing, revisions, showing};
use crate::actor::Actor;
use crate::audit::{self, About};
use crate::changes::Traces;
use crate::comments::{self, closing};
use crate::copy::{Copy, Source};
use crate::db::Value;
use crate::db::many::{Many, many};
use crate::id::{ArticleId, CommentId, ContributorId, PlacementId, SectionId, TitleId, TopicId};
use crate::paper::Tx;
use crate::reading::cards::StoredCard;
use crate::reading::sitemap;
use crate::rights::Deed;
use crate::titles::{self, Title};
use crate::words::{self, HEADLINE_CHARS_MAX, LIST_MAX, NAME_CHARS_MAX, NOTE_CHARS_MAX};
use crate::{Fault, Paper, Refusal, Result, addresses, forms, sections, series, sources};
use jiff::Timestamp;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Articles brought in by one deed. Nobody else writes meanwhile, so it is a fraction of a second's work.
pub const ARTICLES_MAX: usize = 200;
/// Revisions of one article after its first.
pub const LATER_MAX: usize = 100;
/// Comments brought in with one article.
pub const COMMENTS_MAX: usize = 5_000;

/// An article as it was elsewhere.
#[derive(Debug, Clone)]
pub struct Brought {
    /// The title it comes to.
    pub title: TitleId,
    /// Slug of the section there.
    pub section: String,
    /// The last part of its address; empty makes one of the headline.
    pub slug: String,
    /// Readers may comment.
    pub comments: bool,
    /// What it said first.
    pub copy: Copy,
    /// When it first went out; not in the future.
    pub first_published: Timestamp,
    /// How it was changed since, oldest first.
    pub later: Vec<Later>,
    /// Where else it stands.
    pub elsewhere: Vec<Elsewhere>,
    /// What readers said under it on its own title, each answer after what it answers.
    pub said: Vec<Said>,
}

/// A change an article had elsewhere.
#[derive(Debug, Clone)]
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
#[derive(Debug, Clone)]
pub struct Elsewhere {
    /// The title.
    pub title: TitleId,
    /// Slug of the section there.
    pub section: String,
    /// The last part of its address there; empty makes one of the headline.
    pub slug: String,
    /// Its own headline there; empty for the article's.
    pub headline: String,
    /// Slugs of topics of that title.
    pub topics: Vec<String>,
}

/// A reader's comment that was shown. Nothing is brought in that tells who it was.
#[derive(Debug, Clone)]
pub struct Said {
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
    let houses = Houses::of(&mut tx, by, &articles).await?;
    let mut load = Load::default();
    for article in articles {
        load.take(&mut tx, by, &houses, article).await?;
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
    audit::note_each(&mut tx, by, Deed::BringIn, &lines).await?;
    let traces = load.write(&mut tx, &houses).await?;
    tx.commit("article.bring", &traces).await?;
    Ok(ids)
}

fn tidied(article: Brought) -> Result<Brought> {
    let mut article = article;
    words::at_most("later", article.later.len(), LATER_MAX)?;
    words::at_most("elsewhere", article.elsewhere.len(), LIST_MAX)?;
    words::at_most("comments", article.said.len(), COMMENTS_MAX)?;
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

/// A title as far as what comes to it asks.
struct House {
    title: Title,
    contracts: Vec<String>,
    sections: BTreeMap<String, Room>,
    topics: BTreeMap<String, (TopicId, String)>,
}

/// A section.
struct Room {
    id: SectionId,
    name: String,
    above: Option<(SectionId, String)>,
}

/// The titles of one deed.
struct Houses(BTreeMap<TitleId, House>);

impl Houses {
    /// Reads them once, and asks whether the actor may bring anything to them.
    async fn of(tx: &mut Tx, by: &Actor, articles: &[Brought]) -> Result<Houses> {
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

    fn house(&self, title: TitleId) -> Result<&House> {
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
            let topic = sections::topic(&mut tx.session, id, slug).await?;
            known.insert(slug.to_owned(), (topic.id, topic.name));
        }
        Ok(House {
            title,
            contracts: sources::contracts(&mut tx.session, id).await?,
            sections: rooms,
            topics: known,
        })
    }

    async fn room(&self, tx: &mut Tx, slug: &str) -> Result<&Room> {
        if let Some(room) = self.sections.get(slug) {
            return Ok(room);
        }
        // Refuses it in the words every other deed has.
        sections::section(&mut tx.session, self.title.id, slug).await?;
        Err(Fault::new(format!("section {slug} is not among all of its title")).into())
    }
}

/// Where an article stands, its own title first.
struct Place<'a> {
    id: PlacementId,
    house: &'a House,
    section_slug: &'a str,
    room: &'a Room,
    slug: &'a str,
    headline: &'a str,
    topics: &'a [String],
}

impl Place<'_> {
    /// As readers see it.
    fn seen(&self) -> Result<Placed> {
        let names = self.topics().map(|topic| Ok(topic?.1.clone()));
        Ok(Placed {
            title: self.house.title.id.to_string(),
            title_name: self.house.title.name.clone(),
            section: self.room.name.clone(),
            parent: self
                .room
                .above
                .as_ref()
                .map_or_else(String::new, |(_, name)| name.clone()),
            headline: self.headline.to_owned(),
            topics: names.collect::<Result<_>>()?,
        })
    }

    fn topics(&self) -> impl Iterator<Item = Result<&(TopicId, String)>> {
        let mut seen = BTreeSet::new();
        self.topics
            .iter()
            .filter(move |slug| seen.insert(slug.as_str()))
            .map(|slug| {
                let topic = self.house.topics.get(slug);
                topic.ok_or_else(|| Fault::new(format!("topic {slug} was not read")).into())
            })
    }
}

/// Everything one deed writes, table by table.
#[derive(Default)]
struct Load {
    articles_in_order: Vec<ArticleId>,
    /// Of each article its title, its number of revisions and its first publication.
    homes: Vec<(ArticleId, TitleId, u32, Timestamp)>,
    articles: Vec<Vec<Value>>,
    revisions: Vec<Made>,
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
const BANDS: Many = many!(
    "INSERT INTO bands (band, article_id, title_id, at) VALUES ",
    4,
    " ON CONFLICT (band, article_id) DO NOTHING"
);

/// What comes of an article's revisions.
struct History {
    /// The newest.
    shown: Content,
    made: Vec<Made>,
    /// Those readers are told of: place among `made`, class, when.
    told: Vec<(usize, Class, Timestamp)>,
    corrected: bool,
}

impl Load {
    async fn take(
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
            headline: "",
            topics: &newest.topics,
        }];
        for place in &brought.elsewhere {
            let house = houses.house(place.title)?;
            places.push(Place {
                id: PlacementId::draw(&tx.paper)?,
                house,
                section_slug: &place.section,
                room: house.room(tx, &place.section).await?,
                slug: &place.slug,
                headline: &place.headline,
                topics: &place.topics,
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
        };
        let history = history(tx, by, article, &brought, &places).await?;
        self.keep_article(tx, by, id, &brought, &history);
        for (number, place) in places.iter().enumerate() {
            let original = number == 0;
            self.keep_place(tx, place, original, &brought, &history)
                .await?;
        }
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

    async fn keep_place(
        &mut self,
        tx: &mut Tx,
        place: &Place<'_>,
        original: bool,
        brought: &Brought,
        history: &History,
    ) -> Result<()> {
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
        self.placements.push(vec![
            place.id.into(),
            self.articles_in_order.last().copied().into(),
            title.id.into(),
            place.room.id.into(),
            slug.into(),
            path.into(),
            place.headline.into(),
            brought.comments.into(),
            original.into(),
            history.made.last().map(|made| made.id).into(),
            serde_json::to_string(&card)?.into(),
            true.into(),
            first.into(),
            shown.modified.into(),
            tx.now.into(),
            day.into(),
        ]);
        for (position, topic) in (0_i64..).zip(place.topics()) {
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
                comments::State::Approved.word().into(),
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
        let copies = brought.later.iter().map(|later| &later.copy);
        for source in copies
            .chain([&brought.copy])
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
    async fn write(self, tx: &mut Tx, houses: &Houses) -> Result<Traces> {
        let mut traces = self.traces;
        tx.session.write_many(&ARTICLES, self.articles).await?;
        revisions::write(tx, self.revisions).await?;
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
        session.write_many(&BANDS, bands).await?;
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
        }
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

/// Makes the revisions of an article.
async fn history(
    tx: &mut Tx,
    by: &Actor,
    mut article: Article,
    brought: &Brought,
    places: &[Place<'_>],
) -> Result<History> {
    let title = match places.first() {
        Some(original) => original.house,
        None => return Err(Fault::new("an article without its own title").into()),
    };
    let seen = places.iter().map(Place::seen).collect::<Result<Vec<_>>>()?;
    let first = (Class::First, "", brought.first_published, &brought.copy);
    let later = brought
        .later
        .iter()
        .map(|later| (later.class, later.note.as_str(), later.at, &later.copy));
    let mut before: Option<Content> = None;
    let (mut made, mut told) = (Vec::<Made>::new(), Vec::new());
    for (class, note, at, copy) in std::iter::once(first).chain(later) {
        let frame = Frame {
            class,
            note: note.to_owned(),
            first_published: brought.first_published,
            state: State::Live,
        };
        let mut content = content(tx, &article, title, copy, frame, at).await?;
        content.placements.clone_from(&seen);
        if let Some(before) = &before {
            follows(before, &content)?;
        }
        let previous = made.last().map(|last| (last.id, last.commitment.clone()));
        if class.is_told() {
            told.push((made.len(), class, at));
        }
        made.push(Made::of(&tx.paper, by, &mut content, previous, at)?);
        article.revisions = content.number;
        article.modified = Some(content.modified);
        before = Some(content);
    }
    let shown = before.ok_or_else(|| Fault::new("an article without a revision"))?;
    let corrections = [Class::Correction, Class::Clarification];
    let corrected = brought
        .later
        .iter()
        .any(|later| corrections.contains(&later.class));
    Ok(History {
        shown,
        made,
        told,
        corrected,
    })
}

/// Whether one revision can come after another.
fn follows(before: &Content, content: &Content) -> Result<()> {
    if content.at < before.at {
        return Err(Refusal::Unfit {
            field: "at",
            value: content.at.to_string(),
            wants: "revisions in the order in which they went out",
        }
        .into());
    }
    if before.reads_as(content) {
        return Err(Refusal::NothingChanged.into());
    }
    fitting::fits(content.class, before, content)
}

/// What readers saw from an instant on.
async fn content(
    tx: &mut Tx,
    article: &Article,
    house: &House,
    copy: &Copy,
    frame: Frame,
    at: Timestamp,
) -> Result<Content> {
    if at > tx.now {
        return Err(Refusal::FutureDate { at }.into());
    }
    if let Some(until) = copy.embargo.filter(|until| *until > tx.now) {
        return Err(Refusal::Embargoed { until }.into());
    }
    words::line("headline", &copy.headline, HEADLINE_CHARS_MAX)?;
    let day = at.to_zoned_datetime(house.title.time_zone()).date();
    let copy = copy.clone().dated_by_filing(day);
    let mut copy = making::fill_words(copy, &house.title, &house.contracts);
    if let Some(picture) = &mut copy.picture {
        making::inherit(&mut tx.session, picture).await?;
    }
    for picture in copy.body.pictures_mut() {
        making::inherit(&mut tx.session, picture).await?;
    }
    let mut content = making::bare(at, article, &house.title, &copy, frame);
    content.pictures = making::picture_hashes(&mut tx.session, &content).await?;
    Ok(content)
}
