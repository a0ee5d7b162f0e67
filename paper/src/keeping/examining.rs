//! What is wrong with an installation, and what to do about it.

use super::MEDIA;
use crate::articles::commitment;
use crate::cases::Alarm;
use crate::cases::alarm::REPLY_HOURS;
use crate::db::{FromRow, Row, Session};
use crate::id::{ArticleId, PictureId, RevisionId};
use crate::{Fault, Paper, Result, cases, pictures as library, titles};
use serde::Deserialize;

/// Revisions verified at once; each may be some megabytes.
const REVISIONS_AT_ONCE: u32 = 50;
/// Files of pictures looked for at once.
const FILES_AT_ONCE: u32 = 1_000;
/// Examples named in a remark.
const EXAMPLES_MAX: usize = 5;

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// It is as it should be.
    pub ok: bool,
    /// What was looked at and what was found.
    pub what: String,
    /// What to do; empty where nothing is to be done.
    pub remedy: String,
    /// Both in Italian.
    pub italian: (String, String),
}

impl Remark {
    /// That a thing is as it should be, in Italian and English.
    pub fn good(it: impl Into<String>, en: impl Into<String>) -> Remark {
        Remark {
            ok: true,
            what: en.into(),
            remedy: String::new(),
            italian: (it.into(), String::new()),
        }
    }

    /// What is wrong and what to do, each in Italian and English.
    pub fn bad(
        what: (impl Into<String>, impl Into<String>),
        remedy: (impl Into<String>, impl Into<String>),
    ) -> Remark {
        Remark {
            ok: false,
            what: what.1.into(),
            remedy: remedy.1.into(),
            italian: (what.0.into(), remedy.0.into()),
        }
    }

    /// What was found and what to do, in Italian (`it`) or English (anything else).
    pub fn say(&self, language: &str) -> (&str, &str) {
        if language.starts_with("it") {
            (&self.italian.0, &self.italian.1)
        } else {
            (&self.what, &self.remedy)
        }
    }
}

/// Looks at everything that can be looked at from inside: the file, the chain of revisions, placements, pictures, titles
/// and jobs. Changes nothing, and reads the whole record: on a large one it takes minutes.
pub async fn examine(paper: &Paper) -> Result<Vec<Remark>> {
    let mut remarks = vec![whole(paper).await?, chain(paper).await?];
    remarks.push(placements(paper).await?);
    remarks.push(pictures(paper).await?);
    remarks.extend(all_titles(paper).await?);
    remarks.push(jobs(paper).await?);
    remarks.push(statements(paper).await?);
    Ok(remarks)
}

/// The clock of statements people concerned ask to be printed.
async fn statements(paper: &Paper) -> Result<Remark> {
    let mut session = paper.read().await?;
    let pressing = cases::pressing(&mut session).await?;
    let over = pressing.iter().filter(|case| case.alarm == Alarm::Over);
    let (all, over) = (pressing.len(), over.count());
    Ok(match pressing.first() {
        None => Remark::good(
            "nessuna rettifica aspetta più di quanto può",
            "no statement waits longer than it may",
        ),
        Some(case) => {
            let (id, article) = (case.id, case.article);
            Remark::bad(
                (
                    format!(
                        "{all} rettifiche aspettano una decisione, {over} di queste da più di {REPLY_HOURS} ore"
                    ),
                    format!(
                        "{all} statements wait to be printed or refused, {over} of them longer than {REPLY_HOURS} hours"
                    ),
                ),
                (
                    format!(
                        "colophon case show {id}, poi colophon reply {article} --case {id} o colophon case refuse {id}"
                    ),
                    format!(
                        "colophon case show {id}, then colophon reply {article} --case {id} or colophon case refuse {id}"
                    ),
                ),
            )
        }
    })
}

async fn whole(paper: &Paper) -> Result<Remark> {
    let mut session = paper.read().await?;
    Ok(match integrity(&mut session).await? {
        None => Remark::good("l’archivio è integro", "the record is whole"),
        Some(problem) => Remark::bad(
            (problem.clone(), problem),
            (
                "ferma il server e riprendi l’ultima copia: colophon restore FILE --data DIR",
                "stop the server and restore the newest backup: colophon restore FILE --data DIR",
            ),
        ),
    })
}

/// What the engine finds wrong with the record. A server has its own means; a file is read from end to end.
pub(super) async fn integrity(session: &mut Session) -> Result<Option<String>> {
    if matches!(session, Session::Pg(_)) {
        return Ok(None);
    }
    let found: Vec<(String,)> = session.all("PRAGMA integrity_check", ()).await?;
    if let Some((problem,)) = found.into_iter().find(|(word,)| word != "ok") {
        return Ok(Some(format!("the record is damaged: {problem}")));
    }
    let dangling: Vec<(String,)> = session
        .all("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1", ())
        .await?;
    Ok(dangling
        .into_iter()
        .next()
        .map(|(table,)| format!("the record is damaged: a row of {table} names one that is gone")))
}

/// What the verification of one revision needs.
struct Link {
    article: ArticleId,
    number: i64,
    content: String,
    salt: Option<Vec<u8>>,
    commitment: Vec<u8>,
    previous: Option<Vec<u8>>,
}

impl FromRow for Link {
    fn from_row(row: &mut Row) -> Result<Link, Fault> {
        Ok(Link {
            article: row.take()?,
            number: row.take()?,
            content: row.take()?,
            salt: row.take()?,
            commitment: row.take()?,
            previous: row.take()?,
        })
    }
}

/// What a content says of the one before it.
#[derive(Deserialize)]
struct Before {
    #[serde(default)]
    previous: String,
}

impl Link {
    /// Each text is the one committed to and names the commitment before it. One blanked by law has lost its salt, and
    /// with it the proof of its text; its place in the chain it keeps.
    fn holds(&self, before: Option<&Link>) -> bool {
        let before = before.filter(|before| before.article == self.article);
        let expected = before.map(|before| before.commitment.as_slice());
        let follows = self.number == before.map_or(1, |before| before.number.saturating_add(1));
        let named = match serde_json::from_str::<Before>(&self.content) {
            Ok(content) => content.previous == expected.map(hex::encode).unwrap_or_default(),
            Err(_) => false,
        };
        let proven = self
            .salt
            .as_ref()
            .is_none_or(|salt| commitment(salt, &self.content)[..] == self.commitment[..]);
        follows && named && proven && self.previous.as_deref() == expected
    }
}

async fn chain(paper: &Paper) -> Result<Remark> {
    let mut last: Option<Link> = None;
    let mut broken: Vec<String> = Vec::new();
    let mut verified: u64 = 0;
    loop {
        let at = last.as_ref().map_or((Vec::new(), 0), |link| {
            (link.article.bytes().to_vec(), link.number)
        });
        // A new read for each page, so that a long examination holds nobody up.
        let mut session = paper.read().await?;
        let page: Vec<Link> = session
            .all(
                "SELECT article_id, number, content, salt, commitment, previous_commitment FROM revisions
                  WHERE (article_id, number) > ($1, $2) ORDER BY article_id, number LIMIT $3",
                (at.0, at.1, REVISIONS_AT_ONCE),
            )
            .await?;
        drop(session);
        if page.is_empty() {
            break;
        }
        for link in page {
            verified += 1;
            if !link.holds(last.as_ref()) {
                broken.push(format!("{} revision {}", link.article, link.number));
            }
            last = Some(link);
        }
    }
    Ok(match broken.len() {
        0 => Remark::good(
            format!("{verified} revisioni corrispondono alla loro impronta e si susseguono"),
            format!("{verified} revisions agree with their commitments and follow each other"),
        ),
        n => Remark::bad(
            (
                format!(
                    "{n} revisioni su {verified} non corrispondono alla loro impronta: {}",
                    examples(&broken)
                ),
                format!(
                    "{n} of {verified} revisions do not agree with their commitments: {}",
                    examples(&broken)
                ),
            ),
            (
                "confronta con una copia: una revisione è stata cambiata da altro che questo programma",
                "compare with a backup: a revision was changed by something other than this program",
            ),
        ),
    })
}

fn examples(of: &[String]) -> String {
    let more = if of.len() > EXAMPLES_MAX { "…" } else { "" };
    let named: Vec<&str> = of.iter().take(EXAMPLES_MAX).map(String::as_str).collect();
    format!("{}{more}", named.join(", "))
}

async fn placements(paper: &Paper) -> Result<Remark> {
    let mut session = paper.read().await?;
    let astray: Vec<(ArticleId, Option<RevisionId>)> = session
        .all(
            "SELECT p.article_id, p.revision_id FROM placements p LEFT JOIN revisions r ON r.id = p.revision_id
              WHERE (p.listed = 1 OR p.revision_id IS NOT NULL) AND (r.id IS NULL OR r.article_id <> p.article_id)
              ORDER BY p.article_id",
            (),
        )
        .await?;
    let named: Vec<String> = astray
        .iter()
        .map(|(article, _)| article.to_string())
        .collect();
    Ok(match named.len() {
        0 => Remark::good(
            "ogni collocazione mostra una revisione del suo articolo",
            "every placement shows a revision of its article",
        ),
        n => Remark::bad(
            (
                format!(
                    "{n} collocazioni non mostrano una revisione del loro articolo: {}",
                    examples(&named)
                ),
                format!(
                    "{n} placements show no revision of their article: {}",
                    examples(&named)
                ),
            ),
            (
                "ritira l’articolo e riportalo, o riprendi una copia",
                "withdraw the article and restore it, or restore a backup",
            ),
        ),
    })
}

async fn pictures(paper: &Paper) -> Result<Remark> {
    let mut at: Vec<u8> = Vec::new();
    let mut missing: Vec<String> = Vec::new();
    let mut files: u64 = 0;
    loop {
        let mut session = paper.read().await?;
        let page: Vec<(PictureId, String, String, i64)> = session
            .all(
                "SELECT id, sha256, mime, bytes FROM pictures WHERE blanked_at IS NULL AND id > $1 ORDER BY id LIMIT $2",
                (at.clone(), FILES_AT_ONCE),
            )
            .await?;
        drop(session);
        let Some((id, ..)) = page.last() else {
            break;
        };
        at = id.bytes().to_vec();
        for (id, sha256, mime, bytes) in &page {
            files += 1;
            let name = library::original_name(sha256, mime);
            let there = tokio::fs::metadata(paper.media().join(id.to_string()).join(&name)).await;
            if !there.is_ok_and(|file| file.is_file() && i64::try_from(file.len()) == Ok(*bytes)) {
                missing.push(format!("{MEDIA}/{id}/{name}"));
            }
        }
    }
    Ok(match missing.len() {
        0 => Remark::good(
            format!("{files} file di immagini e documenti ci sono"),
            format!("{files} files of pictures and documents are there"),
        ),
        n => Remark::bad(
            (
                format!(
                    "{n} file di immagini e documenti su {files} mancano o sono troncati: {}",
                    examples(&missing)
                ),
                format!(
                    "{n} of {files} files of pictures and documents are missing or cut short: {}",
                    examples(&missing)
                ),
            ),
            (
                "riprendili da una copia: tar -xf FILE -C DIR media",
                "copy them from a backup: tar -xf FILE -C DIR media",
            ),
        ),
    })
}

async fn all_titles(paper: &Paper) -> Result<Vec<Remark>> {
    let mut session = paper.read().await?;
    let titles = titles::all(&mut session).await?;
    if titles.is_empty() {
        return Ok(vec![Remark::bad(
            ("non c’è nessuna testata", "there is no title"),
            (
                "colophon title add --name NOME --host HOST --language it",
                "colophon title add --name NAME --host HOST --language it",
            ),
        )]);
    }
    let mut remarks = Vec::new();
    for title in titles {
        if titles::hosts(&mut session, title.id).await?.is_empty() {
            let remedy = format!("colophon title set {} --host www.example.org", title.key);
            remarks.push(Remark::bad(
                (
                    format!("{} non ha un host: nessuno la raggiunge", title.name),
                    format!("{} has no host: nobody can reach it", title.name),
                ),
                (remedy.clone(), remedy),
            ));
        }
        let missing = title.imprint.missing();
        remarks.push(if missing.is_empty() {
            Remark::good(
                format!("la gerenza di {} dice quanto deve", title.name),
                format!("the imprint of {} says what it must", title.name),
            )
        } else {
            let remedy = format!("colophon title set {} --imprint FIELD=VALUE", title.key);
            Remark::bad(
                (
                    format!(
                        "alla gerenza di {} manca {}",
                        title.name,
                        missing.join(", ")
                    ),
                    format!("the imprint of {} lacks {}", title.name, missing.join(", ")),
                ),
                (remedy.clone(), remedy),
            )
        });
    }
    Ok(remarks)
}

async fn jobs(paper: &Paper) -> Result<Remark> {
    let mut session = paper.read().await?;
    let failed: Vec<(String, String, String)> = session
        .all(
            "SELECT kind, key, last_error FROM jobs WHERE state = 'failed' ORDER BY due_at, id",
            (),
        )
        .await?;
    let named: Vec<String> = failed
        .iter()
        .map(|(kind, key, error)| format!("{kind} {key} ({error})"))
        .collect();
    Ok(match named.len() {
        0 => Remark::good("nessun lavoro è fallito", "no job has failed"),
        n => Remark::bad(
            (
                format!("{n} lavori sono falliti: {}", examples(&named)),
                format!("{n} jobs have failed: {}", examples(&named)),
            ),
            (
                "fai a mano quel che dovevano fare, o programmalo di nuovo",
                "do by hand what they were to do, or schedule it again",
            ),
        ),
    })
}
