//! Orders that change what readers see of a published article.

use super::{Answer, Bench, publishing as answers, words};
use crate::failure::{Failure, Result};
use paper::articles::content::Class;
use paper::articles::coverage::{self, NewEntry};
use paper::articles::publishing::{self, Going, Override};
use paper::articles::redacting::{self, Redaction};
use paper::articles::{self, Article, drafting, withdrawing};
use paper::copy::Copy;
use paper::id::{ArticleId, CaseId};
use paper::{Actor, Refusal, Session, addresses};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Deeds on a published article.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Changing {
    /// Changes its text to this copy.
    Copy {
        /// The article.
        article: String,
        /// As what, and what readers are told.
        told: Told,
        /// The whole new text.
        copy: Box<Copy>,
    },
    /// Puts words in the place of others.
    Words {
        /// The article.
        article: String,
        /// As what, and what readers are told.
        told: Told,
        /// Which words, in order.
        replacements: Vec<Replacement>,
    },
    /// Adds an entry to live coverage.
    Entry {
        /// The article.
        article: String,
        /// What, and when.
        entry: Box<NewEntry>,
    },
    /// Ends live coverage.
    Close {
        /// The article.
        article: String,
        /// Its standfirst from now on.
        standfirst: Option<String>,
        /// What readers are told.
        note: String,
        /// Blocks of the gate set aside.
        overrides: Vec<Override>,
    },
    /// Takes it away, or brings it back.
    Take {
        /// The article.
        article: String,
        /// Which of these.
        taking: Taking,
        /// What readers are told.
        note: String,
        /// Blocks of the gate set aside by who brings a text back.
        #[serde(default)]
        overrides: Vec<Override>,
    },
    /// Blanks words or pictures by law.
    Redact {
        /// The article.
        article: String,
        /// What, and why.
        redaction: Redaction,
        /// Only count what it would blank.
        #[serde(default)]
        rehearse: bool,
    },
}

/// As what a change goes out.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Told {
    /// Class of the change.
    pub(crate) class: Class,
    /// What readers are told.
    pub(crate) note: String,
    /// The case of the reader who reported what it mends.
    pub(crate) case: Option<CaseId>,
}

impl Told {
    fn going(self) -> Going {
        Going {
            case: self.case,
            ..Going::change(self.class, &self.note)
        }
    }
}

/// Words that give way to others.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Replacement {
    /// What stands there, once in the whole article.
    pub(crate) old: String,
    /// What shall stand there.
    pub(crate) new: String,
}

/// Taking away and bringing back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Taking {
    /// A notice stays.
    Withdraw,
    /// For all receivers at once.
    Kill,
    /// Shown again.
    Reinstate,
}

pub(super) async fn carry_out(bench: &Bench, by: &Actor, order: Changing) -> Result<Answer> {
    let paper = &bench.paper;
    match order {
        Changing::Copy {
            article,
            told,
            copy,
        } => {
            let (stored, language) = free_of_drafts(bench, &article).await?;
            let going = told.going();
            let done =
                publishing::change(paper, by, stored.id, stored.revisions, *copy, going).await;
            Ok(answers::answer(
                bench,
                done.map_err(|error| words::told(error, &language))?,
                &language,
            ))
        }
        Changing::Words {
            article,
            told,
            replacements,
        } => {
            let (stored, language) = free_of_drafts(bench, &article).await?;
            let mut session = paper.read().await?;
            let copy = drafting::working_copy(&mut session, &stored).await?;
            drop(session);
            let copy = replaced(copy, &replacements)?;
            let going = told.going();
            let done =
                publishing::change(paper, by, stored.id, stored.revisions, copy, going).await;
            Ok(answers::answer(
                bench,
                done.map_err(|error| words::told(error, &language))?,
                &language,
            ))
        }
        Changing::Entry { article, entry } => {
            let (stored, language) = free_of_drafts(bench, &article).await?;
            let done = coverage::add(paper, by, stored.id, *entry).await;
            Ok(answers::answer(
                bench,
                done.map_err(|error| words::told(error, &language))?,
                &language,
            ))
        }
        Changing::Close {
            article,
            standfirst,
            note,
            overrides,
        } => {
            let (stored, language) = free_of_drafts(bench, &article).await?;
            let going = Going {
                overrides,
                ..Going::change(Class::Update, &note)
            };
            let done = coverage::close(paper, by, stored.id, standfirst, going).await;
            Ok(answers::answer(
                bench,
                done.map_err(|error| words::told(error, &language))?,
                &language,
            ))
        }
        Changing::Take {
            article,
            taking,
            note,
            overrides,
        } => {
            let id = found(bench, &article).await?;
            let revision = match taking {
                Taking::Withdraw => withdrawing::withdraw(paper, by, id, &note).await?,
                Taking::Kill => withdrawing::kill(paper, by, id, &note).await?,
                Taking::Reinstate => {
                    let language = words::language_of(&mut paper.read().await?, id).await?;
                    withdrawing::restore(paper, by, id, &note, &overrides)
                        .await
                        .map_err(|error| words::told(error, &language))?
                }
            };
            Ok(Answer {
                // One that never went out is back at the desk, and has no revision.
                revision: (revision > 0).then_some(revision),
                ..located(bench, id).await?
            })
        }
        Changing::Redact {
            article,
            redaction,
            rehearse: true,
        } => {
            let id = found(bench, &article).await?;
            let places = redacting::rehearse(paper, by, id, &redaction).await?;
            Ok(Answer {
                count: Some(places.into()),
                ..located(bench, id).await?
            })
        }
        Changing::Redact {
            article, redaction, ..
        } => {
            let id = found(bench, &article).await?;
            let redacted = redacting::redact(paper, by, id, &redaction).await?;
            Ok(Answer {
                count: Some(redacted.places.into()),
                still_shown: redacted
                    .shown_elsewhere
                    .iter()
                    .map(ToString::to_string)
                    .collect(),
                ..located(bench, id).await?
            })
        }
    }
}

async fn found(bench: &Bench, word: &str) -> Result<ArticleId> {
    let mut session = bench.paper.read().await?;
    words::article(&mut session, word).await
}

/// An article that nobody has a draft of in work: a change goes out from the desk's draft, and would take it along.
async fn free_of_drafts(bench: &Bench, word: &str) -> Result<(Article, String)> {
    let mut session = bench.paper.read().await?;
    let id = words::article(&mut session, word).await?;
    let stored = articles::find(&mut session, id).await?;
    if stored.first_published.is_none() {
        return Err(Refusal::NeverPublished.into());
    }
    if let Some(draft) = drafting::find_draft(&mut session, id).await? {
        let by = draft.saved_by;
        return Err(Failure::new(
            format!(
                "{by} ha in lavorazione una bozza di questo articolo: falla uscire con colophon publish --article {id}, o buttala con colophon discard {id}"
            ),
            format!(
                "{by} has a draft of this article in work: let it out with colophon publish --article {id}, or throw it away with colophon discard {id}"
            ),
        ));
    }
    let language = words::language_of(&mut session, id).await?;
    Ok((stored, language))
}

/// The article with its canonical address.
pub(super) async fn located(bench: &Bench, id: ArticleId) -> Result<Answer> {
    let mut session: Session = bench.paper.read().await?;
    let address = addresses::canonical(&mut session, id).await?;
    Ok(Answer {
        article: Some(id.to_string()),
        urls: address
            .iter()
            .map(|(host, path)| bench.url(host, path))
            .collect(),
        ..Answer::default()
    })
}

/// The copy with words replaced. Each must stand in one place only, so that no other is changed unseen.
fn replaced(copy: Copy, replacements: &[Replacement]) -> Result<Copy> {
    let mut tree = serde_json::to_value(copy).map_err(paper::Fault::from)?;
    for Replacement { old, new } in replacements {
        let mut places = 0;
        each_text(&mut tree, &mut |text| {
            places += text.matches(old.as_str()).count()
        });
        if old.trim().is_empty() || places == 0 {
            return Err(Failure::new(
                format!(
                    "«{old}» non sta nell’articolo, o è interrotto da corsivi o link; scrivine un tratto intero"
                ),
                format!(
                    "“{old}” is not in the article, or emphasis or a link cuts it; write an uncut stretch of it"
                ),
            ));
        }
        if places > 1 {
            return Err(Failure::new(
                format!(
                    "«{old}» sta in {places} punti dell’articolo; scrivine un tratto più lungo, che stia in uno solo"
                ),
                format!(
                    "“{old}” stands in {places} places of the article; write a longer stretch that stands in one"
                ),
            ));
        }
        each_text(&mut tree, &mut |text| {
            *text = text.replace(old.as_str(), new)
        });
    }
    serde_json::from_value(tree).map_err(|error| paper::Fault::from(error).into())
}

/// Visits what readers read: headline, kicker, standfirst and every run of the body and of captions.
fn each_text(copy: &mut Value, visit: &mut dyn FnMut(&mut String)) {
    for field in ["headline", "kicker", "standfirst"] {
        if let Some(Value::String(text)) = copy.get_mut(field) {
            visit(text);
        }
    }
    for field in ["body", "picture"] {
        if let Some(tree) = copy.get_mut(field) {
            each_run(tree, visit);
        }
    }
}

fn each_run(tree: &mut Value, visit: &mut dyn FnMut(&mut String)) {
    match tree {
        Value::Array(items) => items.iter_mut().for_each(|item| each_run(item, visit)),
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    // `title` is the headline of an entry, or what an embedded thing is called.
                    Value::String(text) if name == "s" || name == "title" => visit(text),
                    other => each_run(other, visit),
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use markup::{Block, Body, Inline};

    fn copy() -> Copy {
        let text = vec![
            Inline::text("The ferry carried forty passengers, "),
            Inline::Strong {
                text: vec![Inline::text("forty of them islanders")],
            },
        ];
        let blocks = vec![Block::Paragraph { text, lang: None }];
        Copy {
            headline: "Ferry stops".to_owned(),
            body: Body {
                blocks,
                ..Body::default()
            },
            ..Copy::default()
        }
    }

    fn with(old: &str, new: &str) -> Result<Copy> {
        replaced(
            copy(),
            &[Replacement {
                old: old.to_owned(),
                new: new.to_owned(),
            }],
        )
    }

    #[test]
    fn words_are_replaced_where_they_stand_once() {
        let changed = with("forty passengers", "fourteen passengers").expect("stands once");
        assert_eq!(
            changed.body.plain_text(),
            "The ferry carried fourteen passengers, forty of them islanders"
        );
        assert_eq!(
            with("Ferry stops", "Ferry runs")
                .expect("stands once")
                .headline,
            "Ferry runs"
        );
    }

    #[test]
    fn words_that_stand_twice_or_nowhere_change_nothing() {
        assert!(
            with("forty", "fourteen")
                .expect_err("twice")
                .say("en")
                .contains("stands in 2 places")
        );
        assert!(
            with("passengers, forty", "x")
                .expect_err("cut")
                .say("en")
                .contains("not in the article")
        );
        assert!(with(" ", "x").is_err());
    }
}
