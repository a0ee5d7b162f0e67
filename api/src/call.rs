//! What a handler works with, and what many of them ask first.

use crate::problem::{self, Problem};
use crate::words::Language;
use paper::articles::{self, Article};
use paper::id::{ArticleId, SectionId, TitleId};
use paper::reading::title::Reach;
use paper::rights::Deed;
use paper::titles::{self, Title};
use paper::{Actor, Paper, Refusal, Session, sections};
use search::Search;

/// One request at work.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) paper: Paper,
    pub(crate) reach: Reach,
    pub(crate) search: Search,
    pub(crate) language: Language,
    actor: Option<Actor>,
    /// The tag in `If-Match`, without its quotation marks.
    if_match: Option<String>,
}

/// A state somebody read before writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Read {
    /// How often the working text had been saved.
    pub(crate) saves: u32,
    /// How many revisions had gone out.
    pub(crate) revision: u32,
}

impl Read {
    /// The state an article is in.
    pub(crate) fn now(article: &Article) -> Read {
        Read {
            saves: article.saves,
            revision: article.revisions,
        }
    }

    /// As a tag.
    pub(crate) fn tag(self) -> String {
        format!("s{}r{}", self.saves, self.revision)
    }

    fn parse(tag: &str) -> Option<Read> {
        let (saves, revision) = tag.strip_prefix('s')?.split_once('r')?;
        Some(Read {
            saves: saves.parse().ok()?,
            revision: revision.parse().ok()?,
        })
    }
}

impl Call {
    pub(crate) fn new(
        paper: &Paper,
        reach: &Reach,
        search: &Search,
        language: Language,
        actor: Option<Actor>,
    ) -> Call {
        Call {
            paper: paper.clone(),
            reach: reach.clone(),
            search: search.clone(),
            language,
            actor,
            if_match: None,
        }
    }

    /// Who asks.
    ///
    /// # Errors
    /// Nobody who says so.
    pub(crate) fn actor(&self) -> Result<&Actor, Problem> {
        self.actor.as_ref().ok_or_else(no_token)
    }

    /// The state that was read, if whoever asks says so.
    ///
    /// # Errors
    /// A tag that is none of ours names no state there is.
    pub(crate) fn read_before(&self) -> Result<Option<Read>, Problem> {
        match &self.if_match {
            None => Ok(None),
            Some(tag) => Read::parse(tag).map(Some).ok_or_else(stale),
        }
    }

    /// Says no to who writes over a whole without saying which one was read. That it is the one there now was seen before.
    ///
    /// # Errors
    /// No `If-Match`.
    pub(crate) fn must_have_read(&self) -> Result<(), Problem> {
        match &self.if_match {
            Some(_) => Ok(()),
            None => Err(condition_missing()),
        }
    }

    /// The same call for one deed, which is refused if anything changed since `seq`.
    pub(crate) fn if_nothing_since(&self, seq: i64) -> Call {
        Call {
            paper: self.paper.if_nothing_since(seq),
            ..self.clone()
        }
    }

    /// With the tag of the state that was read.
    pub(crate) fn having_read(&self, tag: &str) -> Call {
        Call {
            if_match: Some(tag.to_owned()),
            ..self.clone()
        }
    }

    /// The title with this key or host.
    ///
    /// # Errors
    /// There is none.
    pub(crate) async fn title(&self, session: &mut Session, word: &str) -> Result<Title, Problem> {
        match titles::named(session, word).await {
            Err(paper::Error::Refused(_)) => Err(Problem {
                thing: Some("title"),
                ..Problem::unknown("title", word)
            }),
            other => Ok(other?),
        }
    }

    /// The title's id.
    ///
    /// # Errors
    /// There is none.
    pub(crate) async fn title_id(&self, word: &str) -> Result<TitleId, Problem> {
        let mut session = self.paper.read().await?;
        Ok(self.title(&mut session, word).await?.id)
    }

    /// Says no unless the actor may see what goes with a deed.
    ///
    /// # Errors
    /// The refusal the record would give.
    pub(crate) async fn must_see(
        &self,
        session: &mut Session,
        deed: Deed,
        title: Option<TitleId>,
        section: Option<SectionId>,
    ) -> Result<(), Problem> {
        let actor = self.actor()?;
        if actor.sees(session, deed, title, section).await? {
            return Ok(());
        }
        Err(not_allowed(actor, deed))
    }

    /// Says no to who may do a deed on no title at all, before anything is done for them. Whether it may be done where it
    /// is wanted is the verb's to say.
    ///
    /// # Errors
    /// The refusal the record would give.
    pub(crate) async fn may_anywhere(&self, deed: Deed) -> Result<(), Problem> {
        let actor = self.actor()?;
        let mut session = self.paper.read().await?;
        if actor.may_somewhere(&mut session, deed).await? {
            return Ok(());
        }
        Err(not_allowed(actor, deed))
    }

    /// Says no unless the actor may see what goes with a deed on the title or on one of its sections.
    ///
    /// # Errors
    /// The refusal the record would give.
    pub(crate) async fn must_see_part(
        &self,
        session: &mut Session,
        deed: Deed,
        title: &Title,
    ) -> Result<(), Problem> {
        let actor = self.actor()?;
        for section in sections::all(session, title.id).await? {
            let id = Some(section.id);
            if actor.sees(session, deed, Some(title.id), id).await? {
                return Ok(());
            }
        }
        self.must_see(session, deed, Some(title.id), None).await
    }

    /// An article of the desk, for whoever may see its draft; to everybody else it does not exist.
    ///
    /// # Errors
    /// There is none, or whoever asks may not know.
    pub(crate) async fn desk_article(
        &self,
        session: &mut Session,
        id: ArticleId,
    ) -> Result<Article, Problem> {
        let unknown = || Problem::unknown("article", &id.to_string());
        let article = match articles::find(session, id).await {
            Err(paper::Error::Refused(_)) => return Err(unknown()),
            other => other?,
        };
        let section = original_section(session, id).await?;
        let sees = self
            .actor()?
            .sees(session, Deed::Save, Some(article.home), section)
            .await?;
        if sees { Ok(article) } else { Err(unknown()) }
    }

    /// An article a deed is to be done on: one the actor may see at the desk, or one readers can see. Whether the deed
    /// may be done is the verb's to say.
    ///
    /// # Errors
    /// There is none, or whoever asks may not know.
    pub(crate) async fn article(&self, id: ArticleId) -> Result<Article, Problem> {
        let mut session = self.paper.read().await?;
        match articles::find(&mut session, id).await {
            Ok(article) if article.first_published.is_some() => Ok(article),
            _ => self.desk_article(&mut session, id).await,
        }
    }
}

/// Section of an article's original placement.
async fn original_section(
    session: &mut Session,
    id: ArticleId,
) -> Result<Option<SectionId>, Problem> {
    let placements = articles::placements(session, id).await?;
    Ok(placements
        .into_iter()
        .find(|placement| placement.original)
        .map(|placement| placement.section))
}

fn not_allowed(actor: &Actor, deed: Deed) -> Problem {
    Refusal::NotAllowed {
        who: actor.handle().to_owned(),
        deed,
        remedy: format!(
            "colophon token add --account {} --scope {}",
            actor.handle(),
            deed.word()
        ),
    }
    .into()
}

/// Nobody says who asks.
pub(crate) fn no_token() -> Problem {
    Problem::new(
        problem::TOKEN_MISSING,
        "serve un token nell’intestazione Authorization",
        "a token is needed in the header Authorization",
    )
    .of_field(
        "Authorization",
        "Authorization: Bearer colophon_…, con un token di colophon token add",
        "Authorization: Bearer colophon_…, with a token of colophon token add",
    )
}

/// Nobody says what was read.
pub(crate) fn condition_missing() -> Problem {
    Problem::new(
        problem::CONDITION,
        "questa richiesta vuole If-Match, perché nessuno scriva sopra il lavoro altrui",
        "this request wants If-Match, so that nobody writes over a colleague’s work",
    )
    .of_field(
        "If-Match",
        "leggi ciò che vuoi cambiare e manda il suo ETag",
        "read what you want to change and send its ETag",
    )
}

/// What was read is not what is there now.
pub(crate) fn stale() -> Problem {
    Problem::new(
        problem::STALE,
        "nel frattempo è cambiato: rileggilo e unisci le modifiche",
        "it changed meanwhile: read it again and merge",
    )
    .of_field(
        "If-Match",
        "usa l’ETag dell’ultima lettura",
        "use the ETag of the last reading",
    )
}
