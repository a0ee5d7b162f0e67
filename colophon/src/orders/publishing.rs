//! Orders that file and publish.

use super::{Answer, Bench, words};
use crate::failure::Result;
use jiff::Timestamp;
use jiff::civil::DateTime;
use markup::Picture;
use paper::articles::content::Class;
use paper::articles::drafting::{self, Filing};
use paper::articles::publishing::{self, Override, Published};
use paper::articles::scheduling;
use paper::copy::Copy;
use paper::gate::{self, Severity};
use paper::pictures::{self, NewPicture};
use paper::titles::Title;
use paper::{Actor, Refusal};
use serde::{Deserialize, Serialize};

/// Deeds that bring a text to the desk and out to readers.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Publishing {
    /// Adds a picture or document to the library; the answer's addresses are its files, from the host on.
    Picture {
        /// Key or host.
        title: String,
        /// Name of its file, for messages.
        name: String,
        /// Its bytes.
        #[serde(with = "in_base64")]
        bytes: Vec<u8>,
        /// As the article shows it with which it comes.
        #[serde(default)]
        shown: Option<Box<Picture>>,
    },
    /// Files an article, for the desk.
    File(Box<Filed>),
    /// Files an article and publishes it.
    Publish(Box<Filed>, Going),
    /// Files an article and puts it on the schedule.
    Schedule(Box<Filed>, DateTime),
    /// Publishes a draft there is.
    Draft {
        /// The article.
        article: String,
        /// Class of the change, for one that is out already.
        class: Class,
        /// How it goes out.
        going: Going,
    },
}

/// An article as a file brings it, its pictures in the library already.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Filed {
    /// Key or host of its title.
    pub(crate) title: String,
    /// Slug of its section.
    pub(crate) section: Option<String>,
    /// The last part of its address.
    pub(crate) slug: Option<String>,
    /// What it says.
    pub(crate) copy: Copy,
}

/// How a text goes out.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Going {
    /// What readers are told.
    #[serde(default)]
    pub(crate) note: String,
    /// Blocks set aside, each with its reason.
    #[serde(default)]
    pub(crate) overrides: Vec<Override>,
    /// When it was published elsewhere before.
    #[serde(default)]
    pub(crate) dated: Option<Timestamp>,
}

pub(super) async fn carry_out(bench: &Bench, by: &Actor, order: Publishing) -> Result<Answer> {
    match order {
        Publishing::Picture {
            title,
            name,
            bytes,
            shown,
        } => {
            let title = title_of(bench, &title).await?;
            let new = NewPicture::coming(name, bytes, shown.as_deref());
            let id = pictures::add(&bench.paper, by, title.id, new).await?;
            let mut session = bench.paper.read().await?;
            let files = pictures::renditions(&mut session, id).await?;
            Ok(Answer {
                urls: files.into_iter().map(|(path, _, _)| path).collect(),
                ..Answer::made(id)
            })
        }
        Publishing::File(filed) => {
            let title = title_of(bench, &filed.title).await?;
            let id = drafting::file(&bench.paper, by, filing(&title, *filed)).await?;
            Ok(Answer {
                article: Some(id.to_string()),
                ..Answer::default()
            })
        }
        Publishing::Publish(filed, going) => {
            let title = title_of(bench, &filed.title).await?;
            let going = publishing::Going {
                overrides: going.overrides,
                dated: going.dated,
                ..publishing::Going::default()
            };
            let done =
                publishing::file_and_publish(&bench.paper, by, filing(&title, *filed), going).await;
            Ok(answer(
                bench,
                done.map_err(|error| words::told(error, &title.language))?,
                &title.language,
            ))
        }
        Publishing::Schedule(filed, local) => schedule(bench, by, *filed, local).await,
        Publishing::Draft {
            article,
            class,
            going,
        } => {
            let mut session = bench.paper.read().await?;
            let id = words::article(&mut session, &article).await?;
            let language = words::language_of(&mut session, id).await?;
            drop(session);
            let Going {
                note,
                overrides,
                dated,
            } = going;
            let going = publishing::Going {
                class,
                note,
                overrides,
                dated,
                ..publishing::Going::default()
            };
            let done = publishing::publish(&bench.paper, by, id, going).await;
            Ok(answer(
                bench,
                done.map_err(|error| words::told(error, &language))?,
                &language,
            ))
        }
    }
}

async fn title_of(bench: &Bench, word: &str) -> Result<Title> {
    let mut session = bench.paper.read().await?;
    words::title(&mut session, word).await
}

fn filing(title: &Title, filed: Filed) -> Filing {
    Filing {
        title: title.id,
        section: filed.section,
        slug: filed.slug,
        comments: title.settings.comments.open,
        copy: filed.copy,
    }
}

/// Files and schedules. The gate is asked before anything is kept, so that a refused file leaves no draft behind.
async fn schedule(bench: &Bench, by: &Actor, filed: Filed, local: DateTime) -> Result<Answer> {
    let paper = &bench.paper;
    let title = title_of(bench, &filed.title).await?;
    let copy = filed.copy.clone();
    let findings = publishing::findings_of(paper, &title, copy, &title.language)
        .await
        .map_err(|error| words::told(error, &title.language))?;
    if !gate::blocks(&findings).is_empty() {
        return Err(words::told(
            Refusal::Gate { findings }.into(),
            &title.language,
        ));
    }
    let id = drafting::file(paper, by, filing(&title, filed)).await?;
    let at = scheduling::schedule(paper, by, id, local, Class::First, "").await;
    let at = at.map_err(|error| words::told(error, &title.language).about(&id.to_string()))?;
    Ok(Answer {
        article: Some(id.to_string()),
        at: Some(at),
        zone: Some(title.zone),
        ..Answer::default()
    })
}

/// What went out, with its addresses.
pub(super) fn answer(bench: &Bench, published: Published, language: &str) -> Answer {
    let warnings = published
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Warning);
    let warnings: Vec<(String, String)> = warnings
        .map(|finding| (finding.code.to_owned(), finding.message.clone()))
        .collect();
    Answer {
        article: Some(published.article.to_string()),
        revision: Some(published.revision),
        language: (!warnings.is_empty()).then(|| language.to_owned()),
        urls: published
            .addresses
            .iter()
            .map(|(host, path)| bench.url(host, path))
            .collect(),
        warnings,
        ..Answer::default()
    }
}

/// Bytes inside JSON.
mod in_base64 {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(deserializer)?;
        STANDARD.decode(text).map_err(serde::de::Error::custom)
    }
}
