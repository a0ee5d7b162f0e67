//! Revisions: immutable states of an article, each committing to its text and naming the one before.

use super::canonical::{SALT_BYTES, canonical, commitment};
use super::content::{Class, Content};
use super::making;
use super::redacting::lifting::Veil;
use crate::actor::Actor;
use crate::db::many::{Many, many};
use crate::db::{FromRow, Row, Session, Value};
use crate::id::{ArticleId, RevisionId};
use crate::paper::Tx;
use crate::{Fault, Paper, Refusal, Result, Thing};
use jiff::Timestamp;

/// Revisions a history page shows at once.
pub const PAGE_MAX: u32 = 20;

/// A revision as it may be read: as kept, but for words a redaction has not yet reached in its row.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    /// Its id.
    pub id: RevisionId,
    /// The article.
    pub article: ArticleId,
    /// From 1.
    pub number: u32,
    /// Why it exists.
    pub class: Class,
    /// What readers see.
    pub content: Content,
    /// Hexadecimal.
    pub commitment: String,
    /// When it went out.
    pub at: Timestamp,
    /// Who answers for it.
    pub editor: String,
    /// When words were blanked in it.
    pub redacted: Option<Timestamp>,
}

impl FromRow for Revision {
    fn from_row(row: &mut Row) -> Result<Revision, Fault> {
        let mut revision = Revision {
            id: row.take()?,
            article: row.take()?,
            number: row.take()?,
            class: Class::parse(&row.take::<String>()?)
                .ok_or_else(|| Fault::new("a revision's class is no word we know"))?,
            content: serde_json::from_str(&row.take::<String>()?)?,
            commitment: hex::encode(row.take::<Vec<u8>>()?),
            at: row.take()?,
            editor: row.take()?,
            redacted: row.take()?,
        };
        if let Some(veil) = row.take::<Option<Veil>>()? {
            revision.redacted = revision.redacted.or(veil.over(&mut revision.content)?);
        }
        // What the commitment covers counts; older revisions have the name beside them only.
        if !revision.content.editor.is_empty() {
            revision.editor.clone_from(&revision.content.editor);
        }
        Ok(revision)
    }
}

/// A revision that was appended.
pub(crate) struct Appended {
    pub(crate) id: RevisionId,
    pub(crate) commitment: Vec<u8>,
}

/// Appends a revision to its article.
pub(crate) async fn append(tx: &mut Tx, by: &Actor, content: &mut Content) -> Result<Appended> {
    let article = ArticleId::parse(&content.article)
        .ok_or_else(|| Fault::new("a content without an article"))?;
    let previous: Option<(RevisionId, Vec<u8>)> = tx
        .session
        .opt(
            "SELECT id, commitment FROM revisions WHERE article_id = $1 AND number = $2",
            (article, content.number - 1),
        )
        .await?;
    let made = Made::of(&tx.paper, by, content, previous, tx.now)?;
    let appended = Appended {
        id: made.id,
        commitment: made.commitment.clone(),
    };
    write(tx, vec![made]).await?;
    Ok(appended)
}

/// The only statement that makes a revision, of now or, of an archive, one that was made before and may be blanked since.
pub(crate) const APPEND: Many = many!(
    "INSERT INTO revisions (id, article_id, number, previous_id, class, note, content, salt, commitment, previous_commitment, at,
                            editor, account_id, redacted_at)
     VALUES ",
    14,
    ""
);
pub(crate) const SHOW_PICTURES: Many = many!(
    "INSERT INTO revision_pictures (revision_id, picture_id) VALUES ",
    2,
    " ON CONFLICT (revision_id, picture_id) DO NOTHING"
);

/// A revision about to be written.
pub(super) struct Made {
    pub(super) id: RevisionId,
    pub(super) commitment: Vec<u8>,
    row: Vec<Value>,
    pictures: Vec<Vec<Value>>,
}

impl Made {
    /// Says in the content who answers for it and which one came before, and commits to it. `at` is when it went out.
    pub(super) fn of(
        paper: &Paper,
        by: &Actor,
        content: &mut Content,
        previous: Option<(RevisionId, Vec<u8>)>,
        at: Timestamp,
    ) -> Result<Made> {
        let article = ArticleId::parse(&content.article)
            .ok_or_else(|| Fault::new("a content without an article"))?;
        content.previous = previous
            .as_ref()
            .map(|(_, commitment)| hex::encode(commitment))
            .unwrap_or_default();
        by.byname().clone_into(&mut content.editor);
        let text = canonical(content)?;
        let salt: [u8; SALT_BYTES] = paper.random()?;
        let id = RevisionId::draw(paper)?;
        let commitment = commitment(&salt, &text).to_vec();
        let (before, before_commitment) = previous.unzip();
        let row = vec![
            id.into(),
            article.into(),
            content.number.into(),
            before.into(),
            content.class.word().into(),
            (&content.note).into(),
            text.into(),
            salt.to_vec().into(),
            commitment.clone().into(),
            before_commitment.into(),
            at.into(),
            by.byname().into(),
            by.account().into(),
            None::<Timestamp>.into(),
        ];
        let pictures = content
            .pictures
            .iter()
            .map(|hash| Ok(vec![id.into(), making::picture_id(hash)?.into()]))
            .collect::<Result<_>>()?;
        Ok(Made {
            id,
            commitment,
            row,
            pictures,
        })
    }
}

/// Writes revisions, each after the one it names, and which pictures they show.
pub(super) async fn write(tx: &mut Tx, made: Vec<Made>) -> Result<()> {
    let (mut rows, mut pictures) = (Vec::with_capacity(made.len()), Vec::new());
    for one in made {
        rows.push(one.row);
        pictures.extend(one.pictures);
    }
    tx.session.write_many(&APPEND, rows).await?;
    tx.session.write_many(&SHOW_PICTURES, pictures).await?;
    Ok(())
}

/// The revision with this id.
pub(crate) async fn by_id(session: &mut Session, id: RevisionId) -> Result<Revision> {
    session
        .opt(
            "SELECT id, article_id, number, class, content, commitment, at, editor, redacted_at,
                    (SELECT v.needles FROM veils v WHERE v.article_id = revisions.article_id AND v.last_number >= revisions.number)
               FROM revisions WHERE id = $1",
            (id,),
        )
        .await?
        .ok_or_else(|| Refusal::Unknown { thing: Thing::Revision, name: id.to_string() }.into())
}

/// The revision of an article with this number.
pub async fn revision_numbered(
    session: &mut Session,
    article: ArticleId,
    number: u32,
) -> Result<Revision> {
    session
        .opt(
            "SELECT id, article_id, number, class, content, commitment, at, editor, redacted_at,
                    (SELECT v.needles FROM veils v WHERE v.article_id = revisions.article_id AND v.last_number >= revisions.number)
               FROM revisions
              WHERE article_id = $1 AND number = $2",
            (article, number),
        )
        .await?
        .ok_or_else(|| Refusal::Unknown { thing: Thing::Revision, name: number.to_string() }.into())
}

/// The revision of an article readers found at an instant; `None` before the first was out.
pub(crate) async fn standing(
    session: &mut Session,
    article: ArticleId,
    at: Timestamp,
) -> Result<Option<Revision>> {
    Ok(session
        .opt(
            "SELECT id, article_id, number, class, content, commitment, at, editor, redacted_at,
                    (SELECT v.needles FROM veils v WHERE v.article_id = revisions.article_id AND v.last_number >= revisions.number)
               FROM revisions
              WHERE article_id = $1 AND at <= $2 ORDER BY number DESC LIMIT 1",
            (article, at),
        )
        .await?)
}

/// Revisions of an article up to a number, newest first, at most 20 and one more.
pub async fn history(
    session: &mut Session,
    article: ArticleId,
    up_to: u32,
) -> Result<Vec<Revision>> {
    Ok(session
        .all(
            "SELECT id, article_id, number, class, content, commitment, at, editor, redacted_at,
                    (SELECT v.needles FROM veils v WHERE v.article_id = revisions.article_id AND v.last_number >= revisions.number)
               FROM revisions
              WHERE article_id = $1 AND number <= $2 ORDER BY number DESC LIMIT $3",
            (article, up_to, PAGE_MAX + 1),
        )
        .await?)
}

/// Who last changed what an article says after a revision; `None` if it was only placed otherwise, or not at all.
pub(crate) async fn changed_since(
    session: &mut Session,
    article: ArticleId,
    number: u32,
) -> Result<Option<String>> {
    let row: Option<(String,)> = session
        .opt(
            "SELECT editor FROM revisions WHERE article_id = $1 AND number > $2 AND class <> $3 ORDER BY number DESC LIMIT 1",
            (article, number, Class::Placing.word()),
        )
        .await?;
    Ok(row.map(|(editor,)| editor))
}
