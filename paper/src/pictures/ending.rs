//! Pictures whose terms end, and pictures that give way to another: in every text that shows them, as revisions like all
//! others.

use super::{Kept, library, withdraw};
use crate::actor::Actor;
use crate::articles::content::Class;
use crate::articles::publishing::{self, Going};
use crate::articles::redacting::{self, Redaction};
use crate::articles::{self, drafting};
use crate::changes::Traces;
use crate::copy::Copy;
use crate::id::{ArticleId, PictureId};
use crate::{Error, Paper, Refusal, Result, Thing, titles};

/// What became of a picture that gave way to another.
#[derive(Debug, Clone, Default)]
pub struct Replaced {
    /// Articles that show the other now.
    pub changed: Vec<ArticleId>,
    /// Articles that go on showing it, and why.
    pub left: Vec<(ArticleId, Refusal)>,
}

/// Takes a picture whose terms have ended from readers: out of every revision of every article, with the reason told in
/// each, off pages and fronts, and its files with it. Does nothing before its time, or said again.
pub(crate) async fn end(paper: &Paper, id: PictureId) -> Result<()> {
    loop {
        let mut session = paper.read().await?;
        let kept = super::find(&mut session, id).await?;
        let over = kept.and_then(|kept| kept.ends_at);
        if over.is_none_or(|over| over > paper.now()) {
            return Ok(());
        }
        let shown: Option<(ArticleId, crate::id::TitleId)> = session
            .opt(
                "SELECT a.id, a.home_title_id FROM revision_pictures s JOIN revisions v ON v.id = s.revision_id
                   JOIN articles a ON a.id = v.article_id WHERE s.picture_id = $1 LIMIT 1",
                (id,),
            )
            .await?;
        let Some((article, home)) = shown else { break };
        let language = titles::by_id(&mut session, home).await?.language;
        drop(session);
        let reason = match language.starts_with("it") {
            true => "È scaduto il permesso di mostrare un’immagine",
            false => "The permission to show a picture has run out",
        };
        let redaction = Redaction {
            class: Class::Rights,
            words: Vec::new(),
            pictures: vec![id.to_string()],
            reason: reason.to_owned(),
        };
        redacting::redact(paper, &Actor::system(), article, &redaction).await?;
    }
    let mut tx = paper.begin().await?;
    if withdraw(&mut tx, id).await? {
        tx.commit("picture.end", &Traces::default()).await?;
    }
    super::erase_files(paper.media(), id)?;
    Ok(())
}

/// Puts another picture in the place of one in every article that shows it, each as a revision of this class with this note.
/// Words said of the old one give way to those the library has of the new; captions stay, since they tell the story.
///
/// An article that cannot be changed now, since somebody has a draft of it in work or the gate says no, is left as it is and
/// named.
pub async fn replace(
    paper: &Paper,
    by: &Actor,
    (old, new): (PictureId, PictureId),
    class: Class,
    note: &str,
) -> Result<Replaced> {
    let mut session = paper.read().await?;
    let other = super::find(&mut session, new).await?;
    let other = other.filter(|other| other.form == super::Form::Picture && new != old);
    let Some(other) = other else {
        return Err(Refusal::Unknown {
            thing: Thing::Picture,
            name: new.to_string(),
        }
        .into());
    };
    let shown = library::shown(&mut session, old).await?;
    drop(session);
    let mut replaced = Replaced::default();
    for (article, _) in shown {
        match replace_in(
            paper,
            by,
            article,
            (old, &other),
            Going::change(class, note),
        )
        .await
        {
            Ok(()) => replaced.changed.push(article),
            Err(stopped @ Error::Refused(Refusal::LogStopped { .. })) => return Err(stopped),
            Err(Error::Refused(refusal)) => replaced.left.push((article, refusal)),
            Err(fault) => return Err(fault),
        }
    }
    Ok(replaced)
}

async fn replace_in(
    paper: &Paper,
    by: &Actor,
    id: ArticleId,
    (old, new): (PictureId, &Kept),
    going: Going,
) -> Result<()> {
    let mut session = paper.read().await?;
    let article = articles::find(&mut session, id).await?;
    let mut copy: Copy = drafting::working_copy(&mut session, &article).await?;
    drop(session);
    let word = old.to_string();
    let head = copy.picture.iter_mut();
    for placed in head.chain(copy.body.pictures_mut()) {
        if placed.file == word {
            placed.file = new.id.to_string();
            placed.alt.clone_from(&new.alt);
            placed.credit.clone_from(&new.credit);
            placed.licence.clone_from(&new.licence);
            placed.source_type.clone_from(&new.source_type);
        }
    }
    publishing::change(paper, by, id, article.revisions, copy, going).await?;
    Ok(())
}
