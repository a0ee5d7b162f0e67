//! The gate asked before a deed, so that nobody waits for it with the writers' lock.
//!
//! A long text is read for milliseconds. Whoever publishes has it read first, without the lock; the deed then looks, in its
//! own transaction, whether what was judged is what it found, and asks anew if it is not. So what goes out has always been
//! judged as it is and beside the record as it is.

use super::checking::{around_it, on_a_thread, surroundings};
use super::{Article, drafting, making};
use crate::changes;
use crate::copy::Copy;
use crate::gate::{self, Elsewhere, Finding, Surroundings};
use crate::id::{ArticleId, TitleId};
use crate::paper::Tx;
use crate::titles::{self, Title};
use crate::{Paper, Result, Session, sources};
use jiff::{SignedDuration, Timestamp};

/// How old a judgement may be: rules compare dates with the instant of going out, by the day.
const AGE_MAX: SignedDuration = SignedDuration::from_secs(10);

/// What the gate said, and of what.
pub(crate) struct Judged {
    /// The position of the newest change at that time.
    seq: i64,
    copy: Copy,
    around: Surroundings,
    findings: Vec<Finding>,
}

/// A text that is to go out, as far as it is known before the deed.
pub(crate) enum Before {
    /// The draft of an article, and the past date its first publication names.
    Draft(ArticleId, Option<Timestamp>),
    /// The draft of an article that goes on the schedule for an instant.
    Due(ArticleId, Timestamp),
    /// What a published article is to be changed to.
    Change(ArticleId, Copy),
    /// What is filed for a title and goes out at once, and the past date it names.
    Filing(TitleId, Copy, Option<Timestamp>),
}

/// Asks the gate before a deed. Nothing where the text cannot be judged as it stands; the deed says why.
pub(crate) async fn judge(paper: &Paper, before: Before) -> Option<Judged> {
    judged(paper, before).await.ok()
}

async fn judged(paper: &Paper, before: Before) -> Result<Judged> {
    let mut session = paper.read().await?;
    let seq = changes::newest(&mut session).await?;
    let now = paper.now();
    let (article, title, copy, dated, at) = match before {
        Before::Draft(id, dated) => {
            let (article, title) = stored(&mut session, id).await?;
            let copy = drafting::working_copy(&mut session, &article).await?;
            let dated = dated.filter(|_| article.first_published.is_none());
            (Some(article), title, copy, dated, now)
        }
        Before::Due(id, at) => {
            let (article, title) = stored(&mut session, id).await?;
            let copy = drafting::working_copy(&mut session, &article).await?;
            (Some(article), title, copy, None, at)
        }
        Before::Change(id, copy) => {
            let (article, title) = stored(&mut session, id).await?;
            let copy = filed(copy, &title, now)?;
            (Some(article), title, copy, None, now)
        }
        Before::Filing(title, copy, dated) => {
            let title = titles::by_id(&mut session, title).await?;
            let copy = filed(copy, &title, now)?;
            (None, title, copy, dated, now)
        }
    };
    let copy = making::fill(&mut session, copy, &title).await?;
    let around = surroundings(&mut session, &title, article.as_ref(), &copy, at).await?;
    let around = Surroundings { dated, ..around };
    drop(session);
    let (copy, around, findings) = on_a_thread(move || {
        let findings = gate::check(&copy, &around);
        (copy, around, findings)
    })
    .await?;
    Ok(Judged {
        seq,
        copy,
        around,
        findings,
    })
}

async fn stored(session: &mut Session, id: ArticleId) -> Result<(Article, Title)> {
    let article = super::find(session, id).await?;
    let title = titles::by_id(session, article.home).await?;
    Ok((article, title))
}

fn filed(copy: Copy, title: &Title, now: Timestamp) -> Result<Copy> {
    let day = now.to_zoned_datetime(title.time_zone()).date();
    Ok(making::tidy(copy)?.dated_by_filing(day))
}

/// What the gate says of a text as the deed finds it, going out at `at`: what it said before where nothing differs.
pub(super) async fn findings_in(
    tx: &mut Tx,
    title: &Title,
    article: Option<&Article>,
    copy: &Copy,
    (dated, at): (Option<Timestamp>, Timestamp),
    judged: Option<Judged>,
) -> Result<Vec<Finding>> {
    let elsewhere = match &judged {
        Some(judged) if judged.copy == *copy => judged.elsewhere_still(&mut tx.session).await?,
        _ => None,
    };
    let known = elsewhere.is_some();
    let elsewhere = match elsewhere {
        Some(elsewhere) => elsewhere,
        None => sources::elsewhere(&mut tx.session, title, article, copy, at).await?,
    };
    let around = around_it(&mut tx.session, title, article, copy, at, elsewhere).await?;
    let around = Surroundings { dated, ..around };
    if let Some(judged) = judged
        && known
        && judged.holds(&around)
    {
        return Ok(judged.findings);
    }
    let copy = copy.clone();
    on_a_thread(move || gate::check(&copy, &around)).await
}

impl Judged {
    /// The same text elsewhere, where no text can have come, gone or changed since.
    async fn elsewhere_still(&self, session: &mut Session) -> Result<Option<Vec<Elsewhere>>> {
        let still = !changes::of_texts_since(session, self.seq).await?;
        Ok(still.then(|| self.around.elsewhere.clone()))
    }

    /// The judgement is of these very circumstances, a few seconds apart.
    fn holds(&self, now: &Surroundings) -> bool {
        let apart = now.at.duration_since(self.around.at);
        let mut then = self.around.clone();
        then.at = now.at;
        then == *now && apart.abs() <= AGE_MAX
    }
}
