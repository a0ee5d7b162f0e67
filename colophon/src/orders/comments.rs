//! Orders about readers' comments.

use super::{Answer, Bench, words};
use crate::failure::Result;
use paper::articles;
use paper::comments::banning::{self, NewBan};
use paper::comments::moderating;
use paper::comments::notices::{self, Outcome};
use paper::comments::privacy::{self, Whom};
use paper::comments::{self, Verdict};
use paper::id::{BanId, CommentId, NoticeId, PlacementId, TitleId};
use paper::{Actor, Refusal, Session, Thing};
use serde::{Deserialize, Serialize};

/// Deeds on comments.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Comments {
    /// Decides one.
    Decide {
        /// The comment.
        comment: String,
        /// What is said of it.
        verdict: Verdict,
    },
    /// Decides a folded group.
    DecideGroup {
        /// Key or host.
        title: String,
        /// Its name.
        group: String,
        /// What is said of it.
        verdict: Verdict,
    },
    /// Closes a thread, or all comments on an article, or opens them again.
    Close {
        /// A comment, or an article.
        target: String,
        /// Key or host, where an article is on several titles.
        title: Option<String>,
        /// Closed or open.
        closed: bool,
    },
    /// Speaks for the desk.
    Speak {
        /// The comment answered, or the article commented on.
        target: String,
        /// Key or host, where an article is on several titles.
        title: Option<String>,
        /// What is said.
        text: String,
    },
    /// Keeps somebody from commenting.
    Ban {
        /// Key or host.
        title: String,
        /// Whom, until when, why.
        ban: NewBan,
    },
    /// Lifts a ban.
    Unban {
        /// The ban.
        ban: String,
    },
    /// Decides a notice.
    DecideNotice {
        /// The notice.
        notice: String,
        /// What comes of it.
        outcome: Outcome,
        /// Why.
        reason: String,
    },
    /// Hands over what is kept of one person.
    Export {
        /// Who is meant.
        whom: Whom,
    },
    /// Erases what is kept of one person.
    Erase {
        /// Who is meant.
        whom: Whom,
    },
}

pub(super) async fn carry_out(bench: &Bench, by: &Actor, order: Comments) -> Result<Answer> {
    let paper = &bench.paper;
    match order {
        Comments::Decide { comment, verdict } => {
            let id = comment_id(&comment)?;
            comments::decide(paper, by, id, &verdict).await?;
            Ok(Answer::made(id))
        }
        Comments::DecideGroup {
            title,
            group,
            verdict,
        } => {
            let title = title_id(bench, &title).await?;
            let count = moderating::decide_group(paper, by, title, &group, &verdict).await?;
            Ok(Answer {
                count: Some(u64::from(count)),
                ..Answer::default()
            })
        }
        Comments::Close {
            target,
            title,
            closed,
        } => {
            match CommentId::parse(&target) {
                Some(id) => moderating::close_thread(paper, by, id, closed).await?,
                None => {
                    let placement = placement(bench, &target, title.as_deref()).await?;
                    moderating::close_placement(paper, by, placement, closed).await?;
                }
            }
            Ok(Answer::default())
        }
        Comments::Speak {
            target,
            title,
            text,
        } => speak(bench, by, &target, title.as_deref(), &text).await,
        Comments::Ban { title, ban } => {
            let title = title_id(bench, &title).await?;
            Ok(Answer::made(banning::ban(paper, by, title, &ban).await?))
        }
        Comments::Unban { ban } => {
            let id = BanId::parse(&ban).ok_or_else(|| unknown(Thing::Ban, &ban))?;
            banning::lift(paper, by, id).await?;
            Ok(Answer::made(id))
        }
        Comments::DecideNotice {
            notice,
            outcome,
            reason,
        } => {
            let id = notice_id(&notice)?;
            notices::decide(paper, by, id, outcome, &reason).await?;
            Ok(Answer::made(id))
        }
        Comments::Export { whom } => Ok(Answer {
            document: Some(privacy::export(paper, by, &whom).await?),
            ..Answer::default()
        }),
        Comments::Erase { whom } => Ok(Answer {
            count: Some(u64::from(privacy::erase(paper, by, &whom).await?)),
            ..Answer::default()
        }),
    }
}

async fn speak(
    bench: &Bench,
    by: &Actor,
    target: &str,
    title: Option<&str>,
    text: &str,
) -> Result<Answer> {
    let (placement, answered) = match CommentId::parse(target) {
        Some(id) => {
            let mut session = bench.paper.read().await?;
            let entry = comments::queue::find(&mut session, id).await?;
            (entry.placement, Some(id))
        }
        None => (placement(bench, target, title).await?, None),
    };
    let id = moderating::speak(&bench.paper, by, placement, answered, text).await?;
    Ok(Answer::made(id))
}

/// The comment meant by an id.
pub(crate) fn comment_id(word: &str) -> Result<CommentId, Refusal> {
    CommentId::parse(word.trim()).ok_or_else(|| unknown(Thing::Comment, word))
}

/// The notice meant by an id.
pub(crate) fn notice_id(word: &str) -> Result<NoticeId, Refusal> {
    NoticeId::parse(word.trim()).ok_or_else(|| unknown(Thing::Notice, word))
}

fn unknown(thing: Thing, word: &str) -> Refusal {
    Refusal::Unknown {
        thing,
        name: word.chars().take(80).collect(),
    }
}

async fn title_id(bench: &Bench, word: &str) -> Result<TitleId> {
    let mut session: Session = bench.paper.read().await?;
    Ok(words::title(&mut session, word).await?.id)
}

/// Where an article stands: on the title named, else where it is original.
async fn placement(bench: &Bench, article: &str, title: Option<&str>) -> Result<PlacementId> {
    let mut session = bench.paper.read().await?;
    let id = words::article(&mut session, article).await?;
    let title = match title {
        Some(word) => Some(words::title(&mut session, word).await?.id),
        None => None,
    };
    let placements = articles::placements(&mut session, id).await?;
    let found = placements
        .into_iter()
        .find(|placement| title.map_or(placement.original, |title| placement.title == title));
    Ok(found.ok_or_else(|| unknown(Thing::Placement, article))?.id)
}
