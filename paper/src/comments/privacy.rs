//! What is kept of one person: forgotten after the stated days, handed over or erased when asked.

use super::moderating::note;
use super::{State, banning, closing, likeness, notices, sending};
use crate::actor::Actor;
use crate::articles::{self, previewing, saves};
use crate::audit::{self, About};
use crate::cases;
use crate::changes::Traces;
use crate::db::Session;
use crate::id::{AccountId, CaseId, CommentId, MeasureId, NoticeId, PlacementId, TitleId};
use crate::jobs;
use crate::measures::{self, askers};
use crate::paper::Tx;
use crate::rights::Deed;
use crate::secrets::{self, Secret};
use crate::titles::Title;
use crate::words;
use crate::{Error, Paper, Refusal, Result, Thing, buckets, doors, titles};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The key of the job that forgets.
pub(crate) const JOB: &str = "network";
/// Rows of one person read at once.
const AT_ONCE: u32 = 1_000;
/// Days after which the contact of a notice or case is forgotten even if nobody has decided it.
const UNDECIDED_DAYS: u16 = 365;

/// Who is meant.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whom {
    /// Everything sent with this e-mail address.
    Email(String),
    /// Everything sent by whoever sent this comment: with its e-mail address; or, where it has none, under its name from
    /// its network without any.
    Comment(CommentId),
    /// Everything sent by whoever sent this notice: with its e-mail address, or else the notice alone.
    Notice(NoticeId),
}

/// By what a person is known again, in every table that keeps what readers send.
#[derive(Debug, Default)]
struct Person {
    /// The address, small letters; empty where none is known.
    email: String,
    email_hash: Option<Vec<u8>>,
    /// Keyed hashes of name and network. Two people of one name and one network are told apart by their e-mail addresses
    /// only, so this is asked of what has none.
    near: Option<(Vec<u8>, Vec<u8>)>,
    comment: Option<CommentId>,
    notice: Option<NoticeId>,
}

impl Person {
    fn by_email(secret: &Secret, email: &str) -> Result<Person> {
        Ok(Person {
            email: email.trim().to_lowercase(),
            email_hash: Some(sending::email_hash(secret, email)?.0),
            ..Person::default()
        })
    }

    async fn find(session: &mut Session, secret: &Secret, whom: &Whom) -> Result<Person> {
        match whom {
            Whom::Email(email) => Person::by_email(secret, &words::email("email", email)?),
            Whom::Comment(id) => {
                type Kept = (String, Option<Vec<u8>>, Option<Vec<u8>>, Option<Vec<u8>>);
                let row: Option<Kept> = session
                    .opt(
                        "SELECT email, email_hash, name_hash, address_hash FROM comments WHERE id = $1",
                        (*id,),
                    )
                    .await?;
                let (email, email_hash, name, address) = row.ok_or_else(|| super::unknown(*id))?;
                let near = name.zip(address).filter(|_| email_hash.is_none());
                Ok(Person {
                    email: email.to_lowercase(),
                    email_hash,
                    near,
                    comment: Some(*id),
                    notice: None,
                })
            }
            Whom::Notice(id) => {
                let email = notices::find(session, *id).await?.email;
                let person = match email.as_str() {
                    "" => Person::default(),
                    email => Person::by_email(secret, email)?,
                };
                Ok(Person {
                    notice: Some(*id),
                    ..person
                })
            }
        }
    }
}

/// What was found of a person: one list for each table.
struct Found {
    comments: Vec<CommentId>,
    notices: Vec<NoticeId>,
    cases: Vec<CaseId>,
    /// What was asked by the right to be forgotten.
    measures: Vec<MeasureId>,
    /// Accounts whose mail goes to the person's address, for who may ask on every title.
    accounts: Vec<AccountId>,
}

impl Found {
    fn count(&self) -> usize {
        self.comments.len()
            + self.notices.len()
            + self.cases.len()
            + self.measures.len()
            + self.accounts.len()
    }
}

async fn find(tx: &mut Tx, by: &Actor, secret: &Secret, whom: &Whom) -> Result<Found> {
    let accounts = match by.may(tx, Deed::PersonalData, None, None).await {
        Ok(()) => true,
        Err(Error::Refused(_)) => false,
        Err(fault) => return Err(fault),
    };
    let session = &mut tx.session;
    let person = Person::find(session, secret, whom).await?;
    let found = Found {
        accounts: match accounts {
            true => doors::address::written_to(session, &person.email).await?,
            false => Vec::new(),
        },
        comments: comments_of(session, &person).await?,
        notices: notices_of(session, &person).await?,
        cases: cases::of_sender(session, person.email_hash.as_deref()).await?,
        measures: match person.email.as_str() {
            "" => Vec::new(),
            email => askers::of_contact(session, email).await?,
        },
    };
    if found.count() == 0 {
        return Err(Refusal::Unknown {
            thing: Thing::Comment,
            name: person.email,
        }
        .into());
    }
    Ok(found)
}

async fn comments_of(session: &mut Session, person: &Person) -> Result<Vec<CommentId>> {
    let (name, address) = person.near.clone().unzip();
    let mut all: Vec<CommentId> = Vec::new();
    loop {
        let after = all
            .last()
            .map_or_else(|| vec![0; 16], |id| id.bytes().to_vec());
        let rows: Vec<(CommentId,)> = session
            .all(
                "SELECT id FROM comments
                  WHERE (email_hash = $1 OR (name_hash = $2 AND address_hash = $3 AND email_hash IS NULL) OR id = $4)
                    AND id > $5 ORDER BY id LIMIT $6",
                (
                    person.email_hash.clone(),
                    name.clone(),
                    address.clone(),
                    person.comment,
                    after,
                    AT_ONCE,
                ),
            )
            .await?;
        let last = rows.len() < AT_ONCE as usize;
        all.extend(rows.into_iter().map(|(id,)| id));
        if last {
            return Ok(all);
        }
    }
}

async fn notices_of(session: &mut Session, person: &Person) -> Result<Vec<NoticeId>> {
    let mut all: Vec<NoticeId> = Vec::new();
    loop {
        let after = all
            .last()
            .map_or_else(|| vec![0; 16], |id| id.bytes().to_vec());
        let rows: Vec<(NoticeId,)> = session
            .all(
                "SELECT id FROM comment_notices
                  WHERE ((email <> '' AND LOWER(email) = $1) OR id = $2) AND id > $3 ORDER BY id LIMIT $4",
                (&person.email, person.notice, after, AT_ONCE),
            )
            .await?;
        let last = rows.len() < AT_ONCE as usize;
        all.extend(rows.into_iter().map(|(id,)| id));
        if last {
            return Ok(all);
        }
    }
}

/// Everything kept of one person (Regulation (EU) 2016/679, article 15), as a document. Who may ask for it is asked on
/// every title concerned; that it was handed over is on the audit trail.
pub async fn export(paper: &Paper, by: &Actor, whom: &Whom) -> Result<Value> {
    let secret = secrets::network(paper).await?;
    let mut tx = paper.begin().await?;
    let found = find(&mut tx, by, &secret, whom).await?;
    let mut comments = Vec::new();
    for id in &found.comments {
        let (entry, _) = super::queue::entry(&mut tx.session, &secret, *id).await?;
        let title = allowed(&mut tx, by, entry.placement).await?;
        let mut value = serde_json::to_value(&entry)?;
        if let Some(fields) = value.as_object_mut() {
            fields.insert("title".to_owned(), title.into());
            fields.remove("group");
        }
        comments.push(value);
    }
    let mut sent = Vec::new();
    for id in &found.notices {
        let placement = notice_at(&mut tx, *id).await?;
        let title = allowed(&mut tx, by, placement).await?;
        let notice = notices::find(&mut tx.session, *id).await?;
        sent.push(json!({"ground": notice.ground, "explanation": notice.explanation, "name": notice.name,
            "email": notice.email, "at": notice.at, "outcome": notice.outcome, "reason": notice.reason, "title": title}));
    }
    let mut reported = Vec::new();
    for id in &found.cases {
        let case = cases::find(&mut tx.session, *id).await?;
        let title = allowed(&mut tx, by, case.placement).await?;
        reported.push(json!({"subject": case.subject, "text": case.text, "passage": case.passage, "name": case.name,
            "email": case.email, "at": case.at, "state": case.state, "answer": case.answer, "title": title}));
    }
    let mut asked = Vec::new();
    for id in &found.measures {
        let title = allowed_on(&mut tx, by, *id).await?;
        let measure = measures::find(&mut tx.session, *id).await?;
        let asker = askers::asker(&mut tx.session, *id).await?;
        asked.push(json!({"asked": asker, "kind": measure.kind, "at": measure.requested_at, "state": measure.state,
            "reason": measure.reason, "title": title}));
    }
    let mut accounts = Vec::new();
    for id in &found.accounts {
        accounts.push(doors::address::kept_of(&mut tx.session, *id).await?);
    }
    let document = json!({"comments": comments, "notices": sent, "cases": reported, "measures": asked,
            "accounts": accounts});
    record(&mut tx, by, &found, "export").await?;
    tx.commit("person.export", &Traces::default()).await?;
    Ok(document)
}

/// Erases what is kept of one person (article 17). Where others have answered, an empty place stays; a notice stays with its
/// reasons and without who sent it, a case with what it led to; an account loses its address. Says how many of all these it was.
pub async fn erase(paper: &Paper, by: &Actor, whom: &Whom) -> Result<u32> {
    let secret = secrets::network(paper).await?;
    let mut tx = paper.begin().await?;
    let found = find(&mut tx, by, &secret, whom).await?;
    for id in &found.comments {
        let (placement, _) = super::moderating::placed(&mut tx, *id).await?;
        allowed(&mut tx, by, placement.id).await?;
        tx.touches(placement.article).await?;
        erase_one(&mut tx, *id).await?;
    }
    for id in &found.notices {
        let placement = notice_at(&mut tx, *id).await?;
        allowed(&mut tx, by, placement).await?;
        tx.session
            .exec(
                "UPDATE comment_notices SET name = '', email = '', address_hash = NULL, explanation = '' WHERE id = $1",
                (*id,),
            )
            .await?;
    }
    for id in &found.cases {
        let placement = cases::find(&mut tx.session, *id).await?.placement;
        allowed(&mut tx, by, placement).await?;
        cases::forget_sender(&mut tx, *id).await?;
    }
    for id in &found.measures {
        allowed_on(&mut tx, by, *id).await?;
        askers::erase(&mut tx, *id).await?;
    }
    for id in &found.accounts {
        doors::address::erase(&mut tx, *id).await?;
    }
    record(&mut tx, by, &found, "erase").await?;
    tx.commit("person.erase", &Traces::default()).await?;
    Ok(u32::try_from(found.count()).unwrap_or(u32::MAX))
}

async fn erase_one(tx: &mut Tx, id: CommentId) -> Result<()> {
    banning::forget_writer(tx, id).await?;
    tx.session
        .exec("DELETE FROM comment_bands WHERE comment_id = $1", (id,))
        .await?;
    tx.session
        .exec(
            "UPDATE comments SET state = $2, name = '', text = '', email = '', website = '', name_hash = NULL, email_hash = NULL,
                address_hash = NULL, flags = '', fold = '', reason = '', learned = '' WHERE id = $1",
            (id, State::Erased.word()),
        )
        .await?;
    Ok(())
}

/// Asks the right on the title of a placement; that title's name.
async fn allowed(tx: &mut Tx, by: &Actor, placement: PlacementId) -> Result<String> {
    let row: Option<(TitleId,)> = tx
        .session
        .opt(
            "SELECT title_id FROM placements WHERE id = $1",
            (placement,),
        )
        .await?;
    let (title,) = row.ok_or_else(|| Refusal::Unknown {
        thing: Thing::Placement,
        name: placement.to_string(),
    })?;
    by.may(tx, Deed::PersonalData, Some(title), None).await?;
    Ok(titles::by_id(&mut tx.session, title).await?.name)
}

/// Asks the right on the title of a measure; that title's name.
async fn allowed_on(tx: &mut Tx, by: &Actor, id: MeasureId) -> Result<String> {
    let title = measures::find(&mut tx.session, id).await?.title;
    by.may(tx, Deed::PersonalData, Some(title), None).await?;
    Ok(titles::by_id(&mut tx.session, title).await?.name)
}

/// Where the comment stands that a notice is about.
async fn notice_at(tx: &mut Tx, id: NoticeId) -> Result<PlacementId> {
    let (placement,): (PlacementId,) = tx
        .session
        .one(
            "SELECT placement_id FROM comment_notices WHERE id = $1",
            (id,),
        )
        .await?;
    Ok(placement)
}

/// The line of the audit trail says that it was done and how much it was, not for whom.
async fn record(tx: &mut Tx, by: &Actor, found: &Found, what: &str) -> Result<()> {
    if !found.accounts.is_empty() {
        let detail = json!({"done": what, "accounts": found.accounts.len()});
        audit::note(tx, by, Deed::PersonalData, About::default(), detail).await?;
    }
    if let Some(first) = found.measures.first() {
        let measure = measures::find(&mut tx.session, *first).await?;
        let about = About::title(measure.title);
        let detail = json!({"done": what, "measures": found.measures.len()});
        audit::note(tx, by, Deed::PersonalData, about, detail).await?;
    }
    let placement = match (
        found.comments.first(),
        found.notices.first(),
        found.cases.first(),
    ) {
        (Some(comment), ..) => super::moderating::placed(tx, *comment).await?.0.id,
        (None, Some(notice), _) => notice_at(tx, *notice).await?,
        (None, None, Some(case)) => cases::find(&mut tx.session, *case).await?.placement,
        (None, None, None) => return Ok(()),
    };
    let Some(placement) = articles::placement(&mut tx.session, placement).await? else {
        return Ok(());
    };
    let (comments, notices) = (found.comments.len(), found.notices.len());
    let cases = found.cases.len();
    let detail = json!({"done": what, "comments": comments, "notices": notices, "cases": cases});
    note(tx, by, Deed::PersonalData, &placement, detail).await
}

/// Rows forgotten in one transaction, so that nobody is kept waiting for the writers' lock.
const FORGET_IN_A_SLICE: u32 = 200;

/// Forgets what the titles' days say: keyed hashes of addresses, e-mail addresses and their hashes, and what is only kept to
/// recognise floods; and old saves of drafts. Comes round every day.
///
/// One short transaction. Says whether there is more to do; when there is not, tomorrow's round is queued.
pub(crate) async fn forget(paper: &Paper) -> Result<bool> {
    let mut session = paper.read().await?;
    let old = saves::old(&mut session, paper.now()).await?;
    drop(session);
    let mut tx = paper.begin().await?;
    let mut rows = 0;
    for title in titles::all(&mut tx.session).await? {
        rows += forget_on(&mut tx, &title).await?;
        if rows > 0 {
            break;
        }
    }
    if rows == 0 {
        rows += forget_floods(&mut tx).await?;
    }
    if rows == 0 {
        rows += askers::forget(&mut tx, FORGET_IN_A_SLICE).await?;
    }
    if rows == 0 {
        rows += saves::forget(&mut tx, &old).await?;
    }
    if rows > 0 {
        let detail = json!({"done": "forget", "rows": rows});
        let system = Actor::system();
        audit::note(
            &mut tx,
            &system,
            Deed::PersonalData,
            About::default(),
            detail,
        )
        .await?;
        tx.commit("readers.forget", &Traces::default()).await?;
        return Ok(true);
    }
    for title in titles::all(&mut tx.session).await? {
        closing::expect(&mut tx, &title).await?;
    }
    banning::forget(&mut tx).await?;
    let tomorrow = tx
        .now
        .checked_add(SignedDuration::from_hours(24))
        .unwrap_or(tx.now);
    jobs::queue(&mut tx, jobs::Kind::ForgetReaders, JOB, tomorrow).await?;
    tx.session.commit().await?;
    Ok(false)
}

/// A slice of what a title's days are over for. Says how many rows it was.
async fn forget_on(tx: &mut Tx, title: &Title) -> Result<u64> {
    let policy = &title.settings.comments;
    let before = |days: u16| {
        tx.now
            .checked_sub(SignedDuration::from_hours(24 * i64::from(days)))
            .unwrap_or(tx.now)
    };
    let (addresses, emails) = (before(policy.address_days), before(policy.email_days));
    let mut rows = 0;
    for (sql, old) in [
        (
            "UPDATE comments SET address_hash = NULL WHERE id IN (SELECT id FROM comments
              WHERE title_id = $1 AND at < $2 AND address_hash IS NOT NULL LIMIT $3)",
            addresses,
        ),
        (
            "UPDATE comments SET email = '', email_hash = NULL WHERE id IN (SELECT id FROM comments
              WHERE title_id = $1 AND at < $2 AND email_hash IS NOT NULL LIMIT $3)",
            emails,
        ),
        (
            "UPDATE comment_notices SET address_hash = NULL WHERE id IN (SELECT id FROM comment_notices
              WHERE title_id = $1 AND at < $2 AND address_hash IS NOT NULL LIMIT $3)",
            addresses,
        ),
        // A notice's contact is needed until it is decided, and for the answer to it; but not for ever.
        (
            "UPDATE comment_notices SET name = '', email = '' WHERE id IN (SELECT id FROM comment_notices
              WHERE title_id = $1 AND decided_at < $2 AND (email <> '' OR name <> '') LIMIT $3)",
            emails,
        ),
        (
            "UPDATE comment_notices SET name = '', email = '' WHERE id IN (SELECT id FROM comment_notices
              WHERE title_id = $1 AND at < $2 AND (email <> '' OR name <> '') LIMIT $3)",
            before(UNDECIDED_DAYS.saturating_add(policy.email_days)),
        ),
        (
            "UPDATE cases SET address_hash = NULL WHERE id IN (SELECT id FROM cases
              WHERE title_id = $1 AND at < $2 AND address_hash IS NOT NULL LIMIT $3)",
            addresses,
        ),
        // Who made a statement that was printed stands with it in the article.
        (
            "UPDATE cases SET name = '', email = '', email_hash = NULL WHERE id IN (SELECT id FROM cases
              WHERE title_id = $1 AND decided_at < $2 AND (name <> '' OR email <> '' OR email_hash IS NOT NULL) LIMIT $3)",
            emails,
        ),
        (
            "UPDATE cases SET name = '', email = '', email_hash = NULL WHERE id IN (SELECT id FROM cases
              WHERE title_id = $1 AND at < $2 AND (name <> '' OR email <> '' OR email_hash IS NOT NULL) LIMIT $3)",
            before(UNDECIDED_DAYS.saturating_add(policy.email_days)),
        ),
    ] {
        rows += tx
            .session
            .exec(sql, (title.id, old, FORGET_IN_A_SLICE))
            .await?;
    }
    Ok(rows)
}

/// A slice of what is only kept to recognise floods, and of what is over at the doors of the newsroom. Says how many rows it was.
async fn forget_floods(tx: &mut Tx) -> Result<u64> {
    let old = tx
        .now
        .checked_sub(SignedDuration::from_hours(24 * likeness::DAYS))
        .unwrap_or(tx.now);
    let floods = tx
        .session
        .exec("DELETE FROM comment_floods WHERE last_at < $1", (old,))
        .await?;
    Ok(floods
        + likeness::forget(tx, FORGET_IN_A_SLICE).await?
        + previewing::forget(tx, FORGET_IN_A_SLICE).await?
        + buckets::forget(tx, FORGET_IN_A_SLICE).await?
        + doors::forget(tx, FORGET_IN_A_SLICE).await?)
}
