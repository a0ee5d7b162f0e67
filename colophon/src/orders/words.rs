//! What people type to name a thing, found in the record.

use crate::failure::{Failure, Result};
use paper::addresses::{self, Leads};
use paper::articles;
use paper::id::{ArticleId, TitleId};
use paper::titles::{self, Title};
use paper::{Refusal, Session, Thing};

/// Steps followed from one address to the next before giving up.
const STEPS_MAX: usize = 4;

/// The article meant by an id, an address with its host, or a path that only one title has.
pub(crate) async fn article(session: &mut Session, word: &str) -> Result<ArticleId> {
    let unknown = || {
        Failure::from(Refusal::Unknown {
            thing: Thing::Article,
            name: word.chars().take(200).collect(),
        })
    };
    if let Some(id) = ArticleId::parse(word.trim()) {
        return Ok(articles::find(session, id).await?.id);
    }
    let (host, path) = divide(word);
    let candidates: Vec<Title> = match host {
        Some(host) => vec![titles::named(session, &host).await?],
        None => titles::all(session).await?,
    };
    let mut found = Vec::new();
    for title in candidates {
        if let Some(id) = behind(session, title, &path).await?
            && !found.contains(&id)
        {
            found.push(id);
        }
    }
    match found.as_slice() {
        [] => Err(unknown()),
        [one] => Ok(*one),
        _ => Err(Failure::new(
            format!(
                "{path}: più testate hanno questo indirizzo; scrivilo con l’host, come https://HOST{path}"
            ),
            format!(
                "{path}: several titles have this address; write it with its host, as https://HOST{path}"
            ),
        )),
    }
}

/// Host, if one stands there, and path without what only asks for another view of the article.
fn divide(word: &str) -> (Option<String>, String) {
    let word = word.trim();
    let rest = word.split_once("://").map_or(word, |(_, rest)| rest);
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = match rest.find('/') {
        Some(0) => (None, rest),
        Some(at) => (Some(&rest[..at]), &rest[at..]),
        None => (None, rest),
    };
    let host = host.map(|host| {
        host.split(':')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase()
    });
    let path = path.trim_end_matches('/');
    let path = path
        .strip_suffix("/history")
        .or_else(|| path.strip_suffix(".json"))
        .or_else(|| path.strip_suffix("/comment"))
        .unwrap_or(path);
    (host, path.to_owned())
}

async fn behind(session: &mut Session, title: Title, path: &str) -> Result<Option<ArticleId>> {
    let mut at = (title.id, path.to_owned());
    for _ in 0..STEPS_MAX {
        match addresses::follow(session, at.0, &at.1).await? {
            Leads::Here(placement) => return Ok(Some(placement.article)),
            Leads::There(path) => at.1 = path,
            Leads::Elsewhere { host, path } => at = (titles::named(session, &host).await?.id, path),
            Leads::Nowhere => return Ok(None),
        }
    }
    Ok(None)
}

/// The title with this key or host.
pub(crate) async fn title(session: &mut Session, word: &str) -> Result<Title> {
    match titles::named(session, word).await {
        Ok(title) => Ok(title),
        Err(paper::Error::Refused(refusal @ Refusal::Unknown { .. })) => {
            let known: Vec<String> = titles::all(session)
                .await?
                .into_iter()
                .map(|title| title.key)
                .collect();
            let known = known.join(", ");
            Err(Failure::new(
                format!("{}; ci sono: {known}", refusal.say("it")),
                format!("{}; there are: {known}", refusal.say("en")),
            ))
        }
        Err(error) => Err(error.into()),
    }
}

/// The zone of an article's original title.
pub(crate) async fn zone_of(session: &mut Session, article: ArticleId) -> Result<String> {
    let home: TitleId = articles::find(session, article).await?.home;
    Ok(titles::by_id(session, home).await?.zone)
}

/// The language of an article's original title.
pub(crate) async fn language_of(session: &mut Session, article: ArticleId) -> Result<String> {
    let home: TitleId = articles::find(session, article).await?.home;
    Ok(titles::by_id(session, home).await?.language)
}

/// Says a refusal in the title's language where it holds the gate's findings, which are in that language already.
pub(crate) fn told(error: paper::Error, language: &str) -> Failure {
    match &error {
        paper::Error::Refused(Refusal::Gate { .. }) => Failure::from(error).in_language(language),
        _ => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::divide;

    #[test]
    fn an_article_is_named_by_any_of_its_addresses() {
        let whole = |word| divide(word);
        let ferry = (
            Some("gazzetta.example".to_owned()),
            "/2026/11/23/ferry".to_owned(),
        );
        assert_eq!(whole("https://gazzetta.example/2026/11/23/ferry"), ferry);
        assert_eq!(
            whole("http://Gazzetta.example:8080/2026/11/23/ferry/history?revision=2#top"),
            ferry
        );
        assert_eq!(whole("gazzetta.example/2026/11/23/ferry.json"), ferry);
        assert_eq!(whole("/2026/11/23/ferry/"), (None, ferry.1));
    }
}
