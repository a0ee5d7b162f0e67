//! What happened, in the order it happened.

use super::cast::Cast;
use super::content::{
    AnswerLine, CaseLine, CommentLine, CommentState, DeedLine, Network, PinLine, PlacementLine,
    TitleFolder, What,
};
use super::library::Library;
use super::retelling::Retelling;
use super::{About, Seeded, SeededArticle, SeededTitle};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use paper::articles::drafting::{self, Filing};
use paper::articles::placing::{self, Placing};
use paper::articles::publishing::{self, Going};
use paper::articles::replying::{self, Wanted};
use paper::articles::{self, translating, withdrawing};
use paper::cases::sending::{self, Sending};
use paper::cases::{Subject, deciding};
use paper::clock::SetClock;
use paper::comments::{self, NewComment, Verdict};
use paper::id::{ArticleId, CaseId, CommentId, PlacementId};
use paper::{Fault, Paper, Result, fronts};
use std::collections::BTreeMap;

/// How long after publication the desk pins an article or another title takes it over.
const AFTERWARDS: SignedDuration = SignedDuration::from_mins(20);

/// How long a reader's comment waits for the moderator.
const MODERATED: SignedDuration = SignedDuration::from_mins(12);

/// How long a reader has a form open.
const WRITING: SignedDuration = SignedDuration::from_mins(1);

/// One thing that happened.
enum Event<'a> {
    Publish {
        folder: &'a TitleFolder,
        key: &'a str,
    },
    Deed {
        folder: &'a TitleFolder,
        line: &'a DeedLine,
    },
    Place {
        line: &'a PlacementLine,
    },
    Pin {
        folder: &'a TitleFolder,
        line: &'a PinLine,
    },
    Comment {
        folder: &'a TitleFolder,
        index: usize,
        line: &'a CommentLine,
    },
    Approve {
        folder: &'a TitleFolder,
        index: usize,
    },
    Case {
        folder: &'a TitleFolder,
        index: usize,
        line: &'a CaseLine,
    },
    Answer {
        folder: &'a TitleFolder,
        index: usize,
        line: &'a AnswerLine,
    },
}

/// Everything told so far.
struct Telling<'a> {
    paper: &'a Paper,
    cast: Cast,
    pictures: Library,
    texts: BTreeMap<String, Retelling>,
    seeded: Vec<SeededArticle>,
    /// By title and position in its file.
    comments: BTreeMap<(String, usize), CommentId>,
    /// By title and position in its file.
    cases: BTreeMap<(String, usize), CaseId>,
    clock: &'a SetClock,
}

/// Tells everything, moving the clock.
pub(super) async fn tell(
    paper: &Paper,
    clock: &SetClock,
    network: &Network,
    cast: Cast,
    pictures: Library,
) -> Result<Seeded> {
    let texts: BTreeMap<String, Retelling> = network
        .titles
        .iter()
        .flat_map(|folder| &folder.articles)
        .map(|article| {
            (
                article.key.clone(),
                Retelling::of(&article.key, &article.text),
            )
        })
        .collect();
    let events = in_order(network, &texts)?;
    let mut telling = Telling {
        paper,
        cast,
        pictures,
        texts,
        seeded: Vec::new(),
        comments: BTreeMap::new(),
        cases: BTreeMap::new(),
        clock,
    };
    let mut until = paper.now();
    for (at, event) in events {
        clock.set(at);
        until = at;
        telling.tell(event).await?;
    }
    let titles = network
        .titles
        .iter()
        .map(|TitleFolder { title, .. }| {
            Ok(SeededTitle {
                id: telling.cast.title(&title.key)?,
                key: title.key.clone(),
                name: title.name.clone(),
            })
        })
        .collect::<Result<_>>()?;
    let mut session = paper.read().await?;
    let accounts = paper::people::accounts(&mut session, "").await?;
    Ok(Seeded {
        titles,
        articles: telling.seeded,
        accounts: accounts
            .into_iter()
            .map(|account| (account.handle, account.name, account.grants))
            .collect(),
        until,
    })
}

fn in_order<'a>(
    network: &'a Network,
    texts: &BTreeMap<String, Retelling>,
) -> Result<Vec<(Timestamp, Event<'a>)>> {
    let mut published = BTreeMap::new();
    for (key, text) in texts {
        let at = text.file(&TimeZone::UTC)?.published;
        published.insert(
            key.as_str(),
            at.ok_or_else(|| Fault::new(format!("demo, {key}: published is missing")))?,
        );
    }
    let afterwards = |key: &str| -> Result<Timestamp> {
        let at = published
            .get(key)
            .ok_or_else(|| Fault::new(format!("demo: there is no article {key}")))?;
        at.checked_add(AFTERWARDS).about(key)
    };
    let mut events = Vec::new();
    for folder in &network.titles {
        for article in &folder.articles {
            let at = published
                .get(article.key.as_str())
                .copied()
                .unwrap_or_default();
            events.push((
                at,
                Event::Publish {
                    folder,
                    key: &article.key,
                },
            ));
        }
        events.extend(
            folder
                .deeds
                .iter()
                .map(|line| (line.at, Event::Deed { folder, line })),
        );
        for (index, line) in folder.comments.iter().enumerate() {
            events.push((
                line.at,
                Event::Comment {
                    folder,
                    index,
                    line,
                },
            ));
            // What the desk says waits for nobody.
            if line.state == CommentState::Approved && line.account.is_none() {
                events.push((
                    line.at.checked_add(MODERATED).about(&line.name)?,
                    Event::Approve { folder, index },
                ));
            }
        }
        for (index, line) in folder.cases.iter().enumerate() {
            events.push((
                line.at,
                Event::Case {
                    folder,
                    index,
                    line,
                },
            ));
            if let Some(line) = &line.answered {
                events.push((
                    line.at,
                    Event::Answer {
                        folder,
                        index,
                        line,
                    },
                ));
            }
        }
        for line in &folder.placements {
            events.push((afterwards(&line.article)?, Event::Place { line }));
        }
        for line in &folder.title.pins {
            events.push((
                afterwards(&folder.key_of(&line.article))?,
                Event::Pin { folder, line },
            ));
        }
    }
    events.sort_by_key(|(at, _)| *at);
    Ok(events)
}

impl TitleFolder {
    /// `gazzetta/01-scuola-dal-fiume` from the file's name alone.
    fn key_of(&self, file: &str) -> String {
        format!("{}/{file}", self.title.key)
    }

    fn zone(&self) -> Result<TimeZone> {
        TimeZone::get(&self.title.zone).about(&self.title.key)
    }
}

impl Telling<'_> {
    async fn tell(&mut self, event: Event<'_>) -> Result<()> {
        match event {
            Event::Publish { folder, key } => self.publish(folder, key).await.about(key),
            Event::Deed { folder, line } => self
                .deed(folder, line)
                .await
                .about(&folder.key_of(&line.article)),
            Event::Place { line } => self.place(line).await.about(&line.article),
            Event::Pin { folder, line } => self.pin(folder, line).await.about(&line.article),
            Event::Comment {
                folder,
                index,
                line,
            } => self.comment(folder, index, line).await.about(&line.article),
            Event::Approve { folder, index } => {
                self.approve(folder, index).await.about(&folder.title.key)
            }
            Event::Case {
                folder,
                index,
                line,
            } => self.case(folder, index, line).await.about(&line.article),
            Event::Answer {
                folder,
                index,
                line,
            } => self
                .answer(folder, index, line)
                .await
                .about(&folder.title.key),
        }
    }

    fn text(&mut self, key: &str) -> Result<&mut Retelling> {
        Ok(self
            .texts
            .get_mut(key)
            .ok_or_else(|| Fault::new("there is no such article"))?)
    }

    fn seeded(&mut self, key: &str) -> Result<&mut SeededArticle> {
        let found = self.seeded.iter_mut().find(|article| article.key == key);
        Ok(found.ok_or_else(|| Fault::new(format!("{key} is not published yet")))?)
    }

    async fn publish(&mut self, folder: &TitleFolder, key: &str) -> Result<()> {
        let zone = folder.zone()?;
        let text = self
            .texts
            .get(key)
            .ok_or_else(|| Fault::new("there is no such article"))?;
        let file = text.article(&zone, &mut self.pictures).await?;
        let authors: Vec<String> = file
            .copy
            .byline
            .iter()
            .map(|credit| credit.name.clone())
            .collect();
        let by = self.cast.desk_of(&folder.title.key, &authors)?;
        let filing = Filing {
            title: self.cast.title(&folder.title.key)?,
            section: file.section,
            slug: file.slug,
            comments: true,
            copy: file.copy,
        };
        let published =
            publishing::file_and_publish(self.paper, by, filing, Going::default()).await?;
        let id = published.article;
        if let Some(original) = &file.translation_of {
            self.translate(folder, id, original).await?;
        }
        let mut article = SeededArticle {
            key: key.to_owned(),
            id,
            revisions: 0,
            findings: Vec::new(),
        };
        article.went_out(published);
        self.seeded.push(article);
        Ok(())
    }

    async fn translate(
        &mut self,
        folder: &TitleFolder,
        id: ArticleId,
        original: &str,
    ) -> Result<()> {
        let first = self.seeded(original)?.id;
        let home = original.split('/').next().unwrap_or_default();
        let by = self.cast.desk_of_both(home, &folder.title.key)?;
        translating::link(self.paper, by, first, id).await
    }

    async fn deed(&mut self, folder: &TitleFolder, line: &DeedLine) -> Result<()> {
        let key = folder.key_of(&line.article);
        let zone = folder.zone()?;
        let id = self.seeded(&key)?.id;
        self.text(&key)?.replace(&line.replace)?;
        let by = self.cast.actor(&line.by)?.clone();
        if line.what == What::Withdrawal {
            let number = withdrawing::withdraw(self.paper, &by, id, &line.note).await?;
            self.seeded(&key)?.revisions = number;
            return Ok(());
        }
        let case = match line.case {
            Some(index) => Some(self.case_at(&folder.title.key, index)?),
            None => None,
        };
        if let (What::Reply, Some(case)) = (line.what, case) {
            let wanted = Wanted::Case(case);
            let number = replying::print(self.paper, &by, id, &wanted, &line.note).await?;
            self.seeded(&key)?.revisions = number;
            return Ok(());
        }
        let text = self
            .texts
            .get(&key)
            .ok_or_else(|| Fault::new("there is no such article"))?;
        let copy = text.article(&zone, &mut self.pictures).await?.copy;
        match line.what.class() {
            Some(class) => {
                let going = Going {
                    case,
                    ..Going::change(class, &line.note)
                };
                let from = self.seeded(&key)?.revisions;
                let published = publishing::change(self.paper, &by, id, from, copy, going).await?;
                self.seeded(&key)?.went_out(published);
            }
            None => {
                let mut session = self.paper.read().await?;
                let saves = articles::find(&mut session, id).await?.saves;
                drop(session);
                drafting::save(self.paper, &by, id, copy, saves).await?;
            }
        }
        Ok(())
    }

    async fn place(&mut self, line: &PlacementLine) -> Result<()> {
        let id = self.seeded(&line.article)?.id;
        let title = self.cast.title(&line.on)?;
        let by = self.cast.desk_of(&line.on, &[])?;
        let placing = Placing {
            section: Some(line.section.clone()),
            headline: Some(line.headline.clone()),
            comments: Some(false),
            ..Placing::default()
        };
        placing::place(self.paper, by, id, title, placing).await?;
        self.seeded(&line.article)?.revisions += 1;
        Ok(())
    }

    async fn pin(&mut self, folder: &TitleFolder, line: &PinLine) -> Result<()> {
        let placement = self.placement(folder, &line.article).await?;
        let title = self.cast.title(&folder.title.key)?;
        let by = self.cast.desk_of(&folder.title.key, &[])?;
        fronts::pin(
            self.paper,
            by,
            title,
            line.slot,
            0,
            placement,
            Some(line.until),
        )
        .await
    }

    /// Where an article of this folder stands in its own title.
    async fn placement(&mut self, folder: &TitleFolder, article: &str) -> Result<PlacementId> {
        let id = self.seeded(&folder.key_of(article))?.id;
        let mut session = self.paper.read().await?;
        let placements = articles::placements(&mut session, id).await?;
        let original = placements.iter().find(|placement| placement.original);
        Ok(original.ok_or_else(|| Fault::new("it is on no title"))?.id)
    }

    async fn comment(
        &mut self,
        folder: &TitleFolder,
        index: usize,
        line: &CommentLine,
    ) -> Result<()> {
        let key = &folder.title.key;
        let reply_to = match line.reply_to {
            Some(answered) => Some(self.comment_at(key, answered)?),
            None => None,
        };
        let placement = self.placement(folder, &line.article).await?;
        let id = match &line.account {
            Some(handle) => {
                let by = self.cast.actor(handle)?;
                comments::moderating::speak(self.paper, by, placement, reply_to, &line.text).await?
            }
            None => {
                let new = NewComment {
                    placement,
                    reply_to,
                    name: line.name.clone(),
                    text: line.text.clone(),
                };
                comments::file(self.paper, &new).await?
            }
        };
        self.comments.insert((key.clone(), index), id);
        Ok(())
    }

    async fn approve(&mut self, folder: &TitleFolder, index: usize) -> Result<()> {
        let key = &folder.title.key;
        let by = self.cast.moderator_of(key)?;
        comments::decide(
            self.paper,
            by,
            self.comment_at(key, index)?,
            &Verdict::Approve,
        )
        .await
    }

    /// The reader opens the form, writes, and sends it.
    async fn case(&mut self, folder: &TitleFolder, index: usize, line: &CaseLine) -> Result<()> {
        let placement = self.placement(folder, &line.article).await?;
        self.clock
            .set(line.at.checked_sub(WRITING).about(&line.article)?);
        let token = sending::form(self.paper, line.subject, placement).await?;
        self.clock.set(line.at);
        let sending = Sending {
            placement,
            subject: line.subject,
            passage: line.passage.clone(),
            text: line.text.clone(),
            name: line.name.clone(),
            email: line.email.clone(),
            concerned: line.subject == Subject::Reply,
            token,
            trap: String::new(),
            address: None,
        };
        let id = sending::send(self.paper, &sending)
            .await?
            .map_err(|problems| Fault::new(format!("the case is not taken: {problems:?}")))?;
        let key = folder.title.key.clone();
        self.cases.insert((key, index), id);
        Ok(())
    }

    async fn answer(
        &mut self,
        folder: &TitleFolder,
        index: usize,
        line: &AnswerLine,
    ) -> Result<()> {
        let by = self.cast.actor(&line.by)?.clone();
        let case = self.case_at(&folder.title.key, index)?;
        deciding::answer(self.paper, &by, case, &line.text).await
    }

    fn case_at(&self, key: &str, index: usize) -> Result<CaseId> {
        let id = self.cases.get(&(key.to_owned(), index)).copied();
        Ok(id.ok_or_else(|| Fault::new(format!("there is no case {index}")))?)
    }

    fn comment_at(&self, key: &str, index: usize) -> Result<CommentId> {
        let id = self.comments.get(&(key.to_owned(), index)).copied();
        Ok(id.ok_or_else(|| Fault::new(format!("there is no comment {index}")))?)
    }
}
