//! Cases: what a reader says is wrong in an article, and statements that people concerned ask to be printed (*rettifica*).
//!
//! A case is open until a person decides it: it is answered, refused with the reason, or leads to a revision of the
//! article, and then the two name each other. [`sending::send`] is the readers' form, [`deciding`] what the desk decides,
//! [`alarm`] the clock of the statements, [`figures`] what readers are told of it all.

pub mod alarm;
pub mod deciding;
pub mod figures;
pub mod sending;

use crate::db::{FromRow, Row, Session};
use crate::id::{ArticleId, CaseId, PlacementId, TitleId};
use crate::paper::Tx;
use crate::rights::words;
use crate::{Fault, Refusal, Result, Thing};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

/// Cases listed at once: a page of a hundred, and one more that says whether there is another.
pub const PAGE_MAX: u32 = 101;
/// Longest text of what is wrong, and of a statement, characters: the law gives a statement thirty lines of sixty letters
/// (law 47/1948, article 8), and forms count generously.
pub const TEXT_CHARS_MAX: usize = 4_000;
/// Longest passage pointed at, characters.
pub const PASSAGE_CHARS_MAX: usize = 600;
/// Longest answer of the desk, characters.
pub const ANSWER_CHARS_MAX: usize = 2_000;

words! {
    /// What a reader asks for.
    Subject {
        /// Something in the article is wrong.
        Error = "error",
        /// A person concerned wants a statement printed (*rettifica*).
        Reply = "reply",
    }
}

words! {
    /// Where a case is in its life.
    State {
        /// Nobody has decided it.
        Open = "open",
        /// It was answered; the article stays as it is.
        Answered = "answered",
        /// It led to a change of the article.
        Corrected = "corrected",
        /// The statement was printed.
        Replied = "replied",
        /// It was refused, with the reason.
        Refused = "refused",
    }
}

words! {
    /// What the clock says of a statement that is not decided.
    Alarm {
        /// There is time.
        Quiet = "quiet",
        /// The hours are running out.
        Near = "near",
        /// The hours are over.
        Over = "over",
    }
}

/// A case as the desk sees it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// What is asked for.
    pub subject: Subject,
    /// Where it is in its life.
    pub state: State,
    /// The title it was sent on.
    pub title: TitleId,
    /// Where the article stands there.
    pub placement: PlacementId,
    /// The article.
    pub article: ArticleId,
    /// The revision readers saw when it was sent.
    pub revision: u32,
    /// Where in the text; may be empty.
    pub passage: String,
    /// What is wrong, or the statement.
    pub text: String,
    /// Who says so; may be empty.
    pub name: String,
    /// Where to answer; may be empty.
    pub email: String,
    /// When it came.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub at: Timestamp,
    /// Until when a statement has to be decided.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub due: Option<Timestamp>,
    /// What its clock says.
    pub alarm: Alarm,
    /// What the reader was told: the answer, or why it was refused.
    pub answer: String,
    /// The revision it led to.
    pub led_to: Option<u32>,
    /// When it was decided.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub decided_at: Option<Timestamp>,
    /// By whom.
    pub decided_by: String,
}

impl FromRow for Case {
    fn from_row(row: &mut Row) -> Result<Case, Fault> {
        Ok(Case {
            id: row.take()?,
            subject: word(row.take()?, Subject::parse)?,
            state: word(row.take()?, State::parse)?,
            title: row.take()?,
            placement: row.take()?,
            article: row.take()?,
            revision: row.take()?,
            passage: row.take()?,
            text: row.take()?,
            name: row.take()?,
            email: row.take()?,
            at: row.take()?,
            due: row.take()?,
            alarm: word(row.take()?, Alarm::parse)?,
            answer: row.take()?,
            led_to: row.take()?,
            decided_at: row.take()?,
            decided_by: row.take()?,
        })
    }
}

fn word<T>(text: String, parse: fn(&str) -> Option<T>) -> Result<T, Fault> {
    parse(&text).ok_or_else(|| Fault::new(format!("«{text}» is no word a case has")))
}

/// One case.
pub async fn find(session: &mut Session, id: CaseId) -> Result<Case> {
    session
        .opt(
            "SELECT id, subject, state, title_id, placement_id, article_id, revision, passage, text, name, email, at, due_at,
                    alarm, answer, led_to, decided_at, decided_by
               FROM cases WHERE id = $1",
            (id,),
        )
        .await?
        .ok_or_else(|| unknown(&id.to_string()).into())
}

/// A case sent at this placement, for whoever sent it.
pub async fn one(session: &mut Session, placement: PlacementId, id: CaseId) -> Result<Case> {
    let case = find(session, id).await?;
    if case.placement == placement {
        Ok(case)
    } else {
        Err(unknown(&id.to_string()).into())
    }
}

/// Cases of a title in a state, oldest first, after a case, at most `limit` and [`PAGE_MAX`].
pub async fn list(
    session: &mut Session,
    title: TitleId,
    state: State,
    after: Option<CaseId>,
    limit: u32,
) -> Result<Vec<Case>> {
    let (at, id) = match after {
        Some(after) => (find(session, after).await?.at, after.bytes().to_vec()),
        None => (Timestamp::MIN, Vec::new()),
    };
    Ok(session
        .all(
            "SELECT id, subject, state, title_id, placement_id, article_id, revision, passage, text, name, email, at, due_at,
                    alarm, answer, led_to, decided_at, decided_by
               FROM cases WHERE title_id = $1 AND state = $2 AND (at, id) > ($3, $4) ORDER BY at, id LIMIT $5",
            (title, state.word(), at, id, limit.min(PAGE_MAX)),
        )
        .await?)
}

/// Cases of a title that were decided, the latest decision first, before an instant, at most `limit` and [`PAGE_MAX`].
pub async fn decided(
    session: &mut Session,
    title: TitleId,
    before: Option<Timestamp>,
    limit: u32,
) -> Result<Vec<Case>> {
    Ok(session
        .all(
            "SELECT id, subject, state, title_id, placement_id, article_id, revision, passage, text, name, email, at, due_at,
                    alarm, answer, led_to, decided_at, decided_by
               FROM cases WHERE title_id = $1 AND subject IN ('error', 'reply') AND decided_at < $2
              ORDER BY decided_at DESC, id DESC LIMIT $3",
            (title, before.unwrap_or(Timestamp::MAX), limit.min(PAGE_MAX)),
        )
        .await?)
}

/// How many cases of a title are open.
pub async fn open_count(session: &mut Session, title: TitleId) -> Result<u32> {
    let (open,): (u32,) = session
        .one(
            "SELECT COUNT(*) FROM cases WHERE title_id = $1 AND state = 'open'",
            (title,),
        )
        .await?;
    Ok(open)
}

/// Cases of an article, newest first, at most [`PAGE_MAX`].
pub async fn of_article(session: &mut Session, article: ArticleId) -> Result<Vec<Case>> {
    Ok(session
        .all(
            "SELECT id, subject, state, title_id, placement_id, article_id, revision, passage, text, name, email, at, due_at,
                    alarm, answer, led_to, decided_at, decided_by
               FROM cases WHERE article_id = $1 ORDER BY at DESC, id DESC LIMIT $2",
            (article, PAGE_MAX),
        )
        .await?)
}

/// Numbers of the revisions of an article that mend what readers reported, at most [`PAGE_MAX`].
pub(crate) async fn reported(session: &mut Session, article: ArticleId) -> Result<Vec<u32>> {
    let rows: Vec<(u32,)> = session
        .all(
            "SELECT DISTINCT led_to FROM cases WHERE article_id = $1 AND subject = 'error' AND led_to IS NOT NULL
              ORDER BY led_to DESC LIMIT $2",
            (article, PAGE_MAX),
        )
        .await?;
    Ok(rows.into_iter().map(|(number,)| number).collect())
}

/// Statements of all titles whose clock runs out or is over, the soonest first, at most [`PAGE_MAX`].
pub async fn pressing(session: &mut Session) -> Result<Vec<Case>> {
    Ok(session
        .all(
            "SELECT id, subject, state, title_id, placement_id, article_id, revision, passage, text, name, email, at, due_at,
                    alarm, answer, led_to, decided_at, decided_by
               FROM cases WHERE state = 'open' AND alarm <> 'quiet' ORDER BY due_at, id LIMIT $1",
            (PAGE_MAX,),
        )
        .await?)
}

/// Every case somebody sent with an e-mail address, by its keyed hash.
pub(crate) async fn of_sender(session: &mut Session, email: Option<&[u8]>) -> Result<Vec<CaseId>> {
    let rows: Vec<(CaseId,)> = session
        .all(
            "SELECT id FROM cases WHERE email_hash = $1 ORDER BY id",
            (email.map(<[u8]>::to_vec),),
        )
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Erases who sent a case and what was said in it. What it led to stays, and so does a statement that was printed: it is
/// part of the article, where lawful redaction reaches it.
pub(crate) async fn forget_sender(tx: &mut Tx, id: CaseId) -> Result<()> {
    tx.session
        .exec(
            "UPDATE cases SET name = '', email = '', email_hash = NULL, address_hash = NULL, text = '', passage = ''
              WHERE id = $1",
            (id,),
        )
        .await?;
    Ok(())
}

pub(crate) fn unknown(word: &str) -> Refusal {
    Refusal::Unknown {
        thing: Thing::Case,
        name: word.chars().take(80).collect(),
    }
}
