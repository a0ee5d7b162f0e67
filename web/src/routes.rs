//! What an address leads to, in this order: live address, former address, reserved word, section or standing page,
//! nothing.

use crate::answer::Filed;
use crate::cache::{self, Pages, Reads, Terms};
use crate::cdn::Cdn;
use crate::counting::{Shown, Tally};
use crate::posted::Posted;
use crate::proxies::Proxies;
use crate::request::Asked;
use crate::views::{View, card_of, part_of};
use crate::{answer, feeds, files, former, forms, logged, searching, signposts};
use axum::body::Body;
use axum::response::Response;
use http::StatusCode;
use paper::addresses::{self, Leads};
use paper::articles::PlacementRow;
use paper::articles::content::{Class, State};
use paper::changes::{self, Trace, Traces};
use paper::comments::shown;
use paper::copy::Kind;
use paper::figures::Page;
use paper::id::{CommentId, SectionId};
use paper::reading::archive::Stretch;
use paper::reading::facts::TitleFacts;
use paper::reading::feeds::Of;
use paper::reading::past::Minute;
use paper::reading::title::{self, Reach};
use paper::reading::{archive, article, corrections, front, history, lists, past, topic, trust};
use paper::titles::Title;
use paper::{Error, Paper, Refusal, Session, fronts, people, topics};
use press::{FeedForm, Press, PressFault};
use search::Search;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// Histories compared at once. Comparing is the one page that may take longer than a blink; with as many as there are
/// cores a crowd at one history would leave no thread for all other readers.
static COMPARING: Semaphore = Semaphore::const_new(2);
/// Cards drawn at once.
static DRAWING: Semaphore = Semaphore::const_new(1);
/// Longest a reader waits for a turn.
const TURN_WAIT: Duration = Duration::from_secs(10);

/// What the reader side needs.
#[derive(Clone)]
pub struct Site {
    /// The record.
    pub paper: Paper,
    /// The printer.
    pub press: Arc<Press>,
    /// How readers reach this server.
    pub reach: Reach,
    /// Whose word counts about where a reader is.
    pub proxies: Proxies,
    /// What was read, in numbers.
    pub tally: Tally,
    /// Pages that are kept.
    pub pages: Pages,
    /// What finds articles by their words.
    pub search: Search,
    /// What pages say to a cache in front; nothing where there is none.
    pub cdn: Option<Cdn>,
}

/// Why no page came out.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error(transparent)]
    Record(#[from] Error),
    #[error(transparent)]
    Press(#[from] PressFault),
}

impl From<paper::Fault> for Failure {
    fn from(fault: paper::Fault) -> Failure {
        Failure::Record(fault.into())
    }
}

/// Answers a reader; `posted` is the form, where one was sent.
pub(crate) async fn answer(site: &Site, asked: Asked, posted: Option<Posted>) -> Response {
    match find(site, &asked, posted).await {
        Ok(response) => response,
        Err(failure) => {
            tracing::error!(host = asked.host, path = ?asked.path, "A page could not be made: {failure}");
            answer::unavailable()
        }
    }
}

/// Finds what an address leads to, and says with the answer ([`Terms`]) for how long it holds.
pub(crate) async fn find(
    site: &Site,
    asked: &Asked,
    posted: Option<Posted>,
) -> Result<Response, Failure> {
    if posted.is_none()
        && let ["theme", ..] = asked.parts().as_slice()
        && let Some(response) = files::theme(site, asked).await?
    {
        return Ok(response);
    }
    if posted.is_none()
        && let ["media", id, name] = asked.parts().as_slice()
        && let Some(response) = files::media(site, asked, id, name).await?
    {
        let mut session = site.paper.read().await?;
        let title = title::by_host(&mut session, &asked.host).await?;
        let reserves = title.is_some_and(|title| title.settings.discovery.machines.reserves());
        return Ok(reserved(response, reserves));
    }
    if posted.is_none()
        && let ["log", rest @ ..] = asked.parts().as_slice()
        && let Some(response) = logged::file(site, asked, rest).await?
    {
        return Ok(response);
    }
    // Taken before a session is, so that nobody waits with a connection to the record in hand.
    let Some(_search) = searching::turn(site, &asked.path).await else {
        return Ok(answer::unavailable());
    };
    let turns = match asked.path.rsplit('/').next() {
        Some("history") => Some(&COMPARING),
        Some(file) if card_of(file).is_some() => Some(&DRAWING),
        _ => None,
    };
    let _turn = match turns {
        None => None,
        Some(turns) => match tokio::time::timeout(TURN_WAIT, turns.acquire()).await {
            Ok(turn) => turn.ok(),
            Err(_) => return Ok(answer::unavailable()),
        },
    };
    let mut session = site.paper.read().await?;
    let seq = changes::newest(&mut session).await?;
    let Some(title) = title::by_host(&mut session, &asked.host).await? else {
        let now = title::moved_from(&mut session, &asked.host, &site.reach).await?;
        return Ok(match now {
            Some(base_url) => answer::moved(&format!("{base_url}{}", asked.address())),
            None => answer::unknown_host(),
        });
    };
    let facts = title::facts(&mut session, &title, &site.reach).await?;
    let mut room = Room {
        site,
        asked,
        session,
        title,
        facts,
        shown: None,
        terms: Terms::at(seq),
    };
    if let Some(posted) = posted {
        return forms::take(room, &posted).await;
    }
    let reserves = room.title.settings.discovery.machines.reserves();
    let response = match room.route().await {
        Err(Failure::Record(Error::Refused(refusal))) => {
            former::or_error(&mut room, &refusal).await
        }
        other => other,
    }?;
    let (shown, terms, facts) = (room.shown, room.terms, room.facts);
    drop(room.session);
    let mut response = logged::proven(site, asked, reserved(response, reserves)).await?;
    if let Some(shown) = shown {
        response.extensions_mut().insert(shown);
    }
    cache::direct(site, asked, &mut response, &facts, &terms);
    response.extensions_mut().insert(terms);
    Ok(response)
}

fn reserved(response: Response, reserves: bool) -> Response {
    if reserves {
        answer::reserved(response)
    } else {
        response
    }
}

/// A request at work: one state of the record, one title.
pub(crate) struct Room<'a> {
    pub(crate) site: &'a Site,
    pub(crate) asked: &'a Asked,
    pub(crate) session: Session,
    pub(crate) title: Title,
    pub(crate) facts: TitleFacts,
    /// What the answer shows, where that is counted.
    pub(crate) shown: Option<Shown>,
    /// For how long the answer holds.
    pub(crate) terms: Terms,
}

impl Room<'_> {
    async fn route(&mut self) -> Result<Response, Failure> {
        if former::asks_by_number(&self.asked.path, &self.asked.query) {
            return former::by_number(self).await;
        }
        if self.asked.path == "/" {
            self.shows(Page::Front);
            let (now, title) = (self.site.paper.now(), self.title.id);
            let bears = Traces {
                fronts: [title].into(),
                ..Traces::of_title(title)
            };
            self.bears(bears, cache::NOTHING);
            let ends = fronts::next_end(&mut self.session, title, now).await?;
            self.terms.until(ends);
            let facts = front::front(&mut self.session, &self.title, now).await?;
            return self.page(StatusCode::OK, self.site.press.front(&self.facts, &facts)?);
        }
        if let Some(trimmed) = self.asked.path.strip_suffix('/') {
            self.bears(Traces::default(), cache::ANYTHING);
            return Ok(answer::moved(&with_query(trimmed, &self.asked.query)));
        }
        if let Some(response) = self.text().await? {
            return Ok(response);
        }
        let asked = self.asked;
        if let Some(signpost) = signposts::named(&asked.parts()) {
            return signposts::answer(self, signpost).await;
        }
        if let Some((of, form)) = feeds::named(&asked.parts()) {
            return self.feed(of, form).await;
        }
        if let Some(feed) = feeds::former(&asked.path) {
            // A text may come to stand there.
            self.bears(Traces::of_title(self.title.id), cache::ANYTHING);
            return Ok(answer::moved(&feed));
        }
        self.shows(Page::Other);
        match asked.parts().as_slice() {
            ["archive", day @ .., time] if day.len() == 3 => self.past(day, time).await,
            ["archive", parts @ ..] => {
                self.bears(Traces::of_title(self.title.id), cache::NOTHING);
                let (stretch, now) = (Stretch::parse(parts)?, self.site.paper.now());
                self.terms
                    .until(archive::holds_until(&self.title, stretch, now));
                let facts = archive::archive(&mut self.session, &self.title, stretch, now).await?;
                self.page(
                    StatusCode::OK,
                    self.site.press.archive(&self.facts, &facts)?,
                )
            }
            ["topics", slug] => self.topic(slug).await,
            ["people", slug] => {
                let number = self.number("page")?;
                let id = people::contributor(&mut self.session, slug).await?.id;
                self.bears_one(Trace::Person(id), cache::PAGE);
                let facts =
                    lists::contributor(&mut self.session, &self.title, slug, number).await?;
                self.page(
                    StatusCode::OK,
                    self.site.press.contributor(&self.facts, &facts)?,
                )
            }
            ["corrections"] => {
                let (now, number) = (self.site.paper.now(), self.number("page")?);
                self.bears_one(Trace::Title(self.title.id), cache::PAGE);
                let ends = corrections::holds_until(&mut self.session, &self.title, now).await?;
                self.terms.until(ends);
                let facts = corrections::page(&mut self.session, &self.title, now, number).await?;
                self.page(
                    StatusCode::OK,
                    self.site.press.corrections(&self.facts, &facts)?,
                )
            }
            ["trust"] => {
                let now = self.site.paper.now();
                let mut bears = Traces::of_title(self.title.id);
                bears.fronts.insert(self.title.id);
                self.bears(bears, cache::PAGE);
                let ends = trust::holds_until(&mut self.session, &self.title, now).await?;
                self.terms.until(ends);
                let reach = &self.site.reach;
                let facts = trust::page(&mut self.session, &self.title, reach, now).await?;
                self.page(StatusCode::OK, self.site.press.trust(&self.facts, &facts)?)
            }
            ["search"] => {
                // Made for whoever asks: there are as many as there are questions.
                self.terms.private = true;
                searching::answer(self).await
            }
            ["search", "suggestions"] => {
                (self.terms.private, self.shown) = (true, None);
                searching::suggestions(self).await
            }
            ["log"] => logged::page(self).await,
            ["imprint"] => {
                self.bears(Traces::default(), cache::NOTHING);
                self.page(StatusCode::OK, self.site.press.imprint(&self.facts)?)
            }
            [word] => self.standing(word).await,
            _ => Err(self.unknown()),
        }
    }

    /// The front page as it stood at a minute. One that is to come is there once it has begun.
    async fn past(&mut self, day: &[&str], time: &str) -> Result<Response, Failure> {
        self.bears(Traces::of_title(self.title.id), cache::NOTHING);
        let Stretch::Day(day) = Stretch::parse(day)? else {
            return Err(self.unknown());
        };
        let (minute, now) = (Minute::parse(day, time)?, self.site.paper.now());
        self.terms
            .until(minute.begins(&self.title).ok().filter(|at| *at > now));
        let facts = past::front(&mut self.session, &self.title, minute, now).await?;
        self.page(StatusCode::OK, self.site.press.past(&self.facts, &facts)?)
    }

    /// A topic's page, or where it is under another word now.
    async fn topic(&mut self, slug: &str) -> Result<Response, Failure> {
        let topic = topics::topic(&mut self.session, self.title.id, slug).await?;
        if topic.slug != slug {
            self.bears_one(Trace::Topic(topic.id), cache::ANYTHING);
            let there = topics::naming::address(&topic);
            return Ok(answer::moved(&with_query(&there, &self.asked.query)));
        }
        let number = self.number("page")?;
        self.bears_one(Trace::Topic(topic.id), cache::PAGE);
        let facts = topic::topic(&mut self.session, &self.title, slug, number).await?;
        self.page(StatusCode::OK, self.site.press.topic(&self.facts, &facts)?)
    }

    /// A feed, or an archive document of one.
    async fn feed(&mut self, of: Of<'_>, form: FeedForm) -> Result<Response, Failure> {
        let part = feeds::part(self.asked).map_err(|()| self.unknown())?;
        if let Of::Topic(slug) = of {
            let topic = topics::topic(&mut self.session, self.title.id, slug).await?;
            if topic.slug != slug {
                self.bears_one(Trace::Topic(topic.id), cache::ANYTHING);
                let feed = format!("{}/feed{}", topics::naming::address(&topic), form.ending());
                return Ok(answer::moved(&feed));
            }
        }
        let (paper, reach) = (&self.site.paper, &self.site.reach);
        let facts =
            paper::reading::feeds::feed(&mut self.session, &self.title, of, part, reach).await?;
        self.bears_one(facts.touched, cache::ARCHIVE);
        let now = paper.now();
        self.terms.until(answer::dated_from(facts.changed, now));
        if part.is_none() {
            self.shown = Some(Shown::Feed(self.title.id, facts.counted));
        }
        Ok(feeds::answer(self.asked, &self.facts, &facts, form, now)?)
    }

    /// A section or a standing page.
    async fn standing(&mut self, word: &str) -> Result<Response, Failure> {
        match lists::page(&mut self.session, &self.title, word).await {
            Ok(facts) => {
                self.bears(Traces::default(), cache::NOTHING);
                return self.page(StatusCode::OK, self.site.press.page(&self.facts, &facts)?);
            }
            Err(Error::Refused(_)) => {}
            Err(other) => return Err(other.into()),
        }
        let number = self.number("page")?;
        let facts = lists::section(&mut self.session, &self.title, word, number).await?;
        if let Some(id) = SectionId::parse(&facts.section.link.id) {
            self.shows(Page::Section(id));
            self.bears_one(Trace::Section(id), cache::PAGE);
        }
        self.page(
            StatusCode::OK,
            self.site.press.section(&self.facts, &facts)?,
        )
    }

    /// A text, its history, or its data.
    async fn text(&mut self) -> Result<Option<Response>, Failure> {
        let path = self.asked.path.clone();
        // A text at the whole address comes first, whatever the address ends with.
        let whole = addresses::follow(&mut self.session, self.title.id, &path).await?;
        let (leads, view, suffix) = match (whole, part_of(&path)) {
            (Leads::Nowhere, Some((address, view))) => (
                addresses::follow(&mut self.session, self.title.id, address).await?,
                view,
                &path[address.len()..],
            ),
            (whole, _) => (whole, View::Page, ""),
        };
        if !matches!(leads, Leads::Nowhere) {
            // Wherever a former address leads, it may lead elsewhere with any deed.
            self.bears(Traces::default(), cache::ANYTHING);
            self.terms.bears_any = true;
        }
        match leads {
            Leads::Here(placement) => {
                let bears = changes::borne_by(&mut self.session, &placement).await?;
                self.bears(bears, view.reads());
                self.terms.private = view.is_for_one();
                let mut response = self.show(&placement, view).await?;
                if placement.deindexed {
                    answer::unlisted(&mut response);
                }
                Ok(Some(response))
            }
            Leads::There(now) => Ok(Some(answer::moved(&with_query(
                &format!("{now}{suffix}"),
                &self.asked.query,
            )))),
            Leads::Elsewhere { host, path } => {
                let to = format!("{}{path}{suffix}", self.site.reach.base_url(&host));
                Ok(Some(answer::moved(&with_query(&to, &self.asked.query))))
            }
            Leads::Nowhere => Ok(None),
        }
    }

    async fn show(&mut self, placement: &PlacementRow, view: View) -> Result<Response, Failure> {
        let reach = &self.site.reach;
        match view {
            View::History => {
                let number = self.number("page")?;
                // A word that is no class asks for nothing less than all.
                let only = self.asked.parameter("class");
                let only = only.and_then(|word| Class::parse(&word));
                let facts =
                    history::history(&mut self.session, placement, number, only, reach).await?;
                let (press, title) = (Arc::clone(&self.site.press), self.facts.clone());
                let compared =
                    tokio::task::spawn_blocking(move || press.history(&title, &facts)).await;
                let page = compared.map_err(|error| paper::Fault::new(error.to_string()))??;
                self.page(StatusCode::OK, page)
            }
            View::Data => self.data(placement).await,
            View::Canonical => self.canonical(placement).await,
            View::Proof => self.proof(placement).await,
            View::Card => self.card(placement).await,
            View::Comment => forms::comment::show(self, placement).await,
            View::Notice => forms::notice::show(self, placement).await,
            View::Case(subject) => forms::case::show(self, placement, subject).await,
            View::Page if self.asked.parameter("comment").is_some() => {
                self.comment(placement).await
            }
            View::Page if self.asked.parameter("revision").is_some() => {
                let number = self.number("revision")?;
                let facts =
                    article::revision(&mut self.session, &self.title, placement, number, reach)
                        .await?;
                self.page(
                    StatusCode::OK,
                    self.site.press.revision(&self.facts, &facts)?,
                )
            }
            View::Page => {
                let mut facts =
                    article::article(&mut self.session, &self.title, placement, reach).await?;
                let number = self.number("comments")?;
                let newest = self.asked.parameter("order").as_deref() == Some("newest");
                if number > 1 || newest {
                    let page = shown::page(&mut self.session, placement.id, number, newest);
                    facts.comments = page.await?;
                }
                // Who turns the pages of the comments reads on, and not the article again.
                if number == 1 {
                    self.shows(Page::Article(placement.article));
                }
                let status = status_of(facts.content.state);
                let page = self.page(status, self.site.press.article(&self.facts, &facts)?)?;
                let content = &facts.content;
                let under_way = content.kind == Kind::Live && content.state == State::Live;
                Ok(match under_way {
                    true => answer::with_script(page),
                    false => page,
                })
            }
        }
    }

    /// The address of one comment leads to the page it stands on, which changes as others come and go.
    async fn comment(&mut self, placement: &PlacementRow) -> Result<Response, Failure> {
        let word = self.asked.parameter("comment").unwrap_or_default();
        let id = CommentId::parse(&word).ok_or_else(|| self.unknown())?;
        let page = shown::page_of(&mut self.session, placement.id, id).await?;
        let path = placement.path.clone().unwrap_or_default();
        match page {
            None => Err(self.unknown()),
            Some(1) => Ok(answer::for_now(&format!("{path}#c-{id}"))),
            Some(page) => Ok(answer::for_now(&format!("{path}?comments={page}#c-{id}"))),
        }
    }

    /// The picture other sites show of an article that has none; under another name it leads to the one there is now.
    async fn card(&mut self, placement: &PlacementRow) -> Result<Response, Failure> {
        let reach = &self.site.reach;
        let facts = article::article(&mut self.session, &self.title, placement, reach).await?;
        let card = self.site.press.card(&self.facts, &facts)?;
        let card = card.ok_or_else(|| self.unknown())?;
        let file = card.file();
        if !self.asked.path.ends_with(&file) {
            return Ok(answer::for_now(&format!("{}/{file}", facts.path)));
        }
        let filed = answer::file("image/png", &file);
        if Filed::known(self.asked, &file) {
            return Ok(filed.unchanged());
        }
        let drawn = tokio::task::spawn_blocking(move || card.draw()).await;
        let png = drawn.map_err(|error| paper::Fault::new(error.to_string()))??;
        let length = u64::try_from(png.len()).unwrap_or(u64::MAX);
        let body = if self.asked.head {
            Body::empty()
        } else {
            Body::from(png)
        };
        Ok(filed.sent(length, body))
    }

    /// Says what the answer changes with, and at which parameters it looks.
    pub(crate) fn bears(&mut self, bears: Traces, reads: Reads) {
        self.terms.bears = bears;
        self.terms.bears_any = false;
        self.terms.reads = reads;
    }

    fn bears_one(&mut self, trace: Trace, reads: Reads) {
        self.bears(Traces::from(trace), reads);
    }

    pub(crate) fn shows(&mut self, page: Page) {
        self.shown = Some(Shown::Page(self.title.id, page));
    }

    fn page(&self, status: StatusCode, html: String) -> Result<Response, Failure> {
        Ok(answer::page(self.asked, status, html))
    }

    /// A number of the query, 1 if it is not there; an address with anything else leads nowhere.
    pub(crate) fn number(&self, name: &str) -> Result<u32, Failure> {
        match self.asked.parameter(name) {
            None => Ok(1),
            Some(text) => match text.parse::<u32>() {
                Ok(number) if number > 0 && text.len() <= 9 => Ok(number),
                _ => Err(self.unknown()),
            },
        }
    }

    pub(crate) fn unknown(&self) -> Failure {
        let name = self.asked.path.chars().take(80).collect();
        Failure::Record(
            Refusal::Unknown {
                thing: paper::Thing::Address,
                name,
            }
            .into(),
        )
    }

    /// The page that says what is not there, and what is.
    pub(crate) async fn error(&mut self, refusal: &Refusal) -> Result<Response, Failure> {
        let status = match refusal {
            Refusal::Withdrawn => StatusCode::GONE,
            _ => StatusCode::NOT_FOUND,
        };
        // What is offered instead is of the title, and whatever may come to stand here touches it too.
        self.terms.bears.titles.insert(self.title.id);
        self.terms.reads = cache::ANYTHING;
        let facts = lists::error(&mut self.session, &self.title, status.as_u16()).await?;
        self.page(status, self.site.press.error(&self.facts, &facts)?)
    }
}

fn status_of(state: State) -> StatusCode {
    match state {
        State::Live | State::Withdrawn => StatusCode::OK,
        State::Killed => StatusCode::GONE,
    }
}

fn with_query(path: &str, query: &str) -> String {
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}
