//! What the gate says of a text: before it goes out, and when it tries to; and how often each rule is set aside.

use super::publishing::{Override, Published};
use super::{Article, drafting, making};
use crate::changes::Traces;
use crate::copy::Copy;
use crate::gate::{self, Called, Elsewhere, Finding, RULES, Severity, Surroundings};
use crate::id::{ArticleId, TitleId};
use crate::paper::Tx;
use crate::titles::Title;
use crate::{Error, Fault, Paper, Refusal, Result, Session, sources, titles};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

/// What the gate says of a stored article's draft (or of what is published), in the language asked for.
pub async fn findings(paper: &Paper, id: ArticleId, language: &str) -> Result<Vec<Finding>> {
    let mut session = paper.read().await?;
    let article = super::find(&mut session, id).await?;
    let copy = drafting::working_copy(&mut session, &article).await?;
    let title = titles::by_id(&mut session, article.home).await?;
    let copy = making::fill(&mut session, copy, &title).await?;
    let mut around = surroundings(&mut session, &title, Some(&article), &copy, paper.now()).await?;
    around.messages = language.to_owned();
    drop(session);
    on_a_thread(move || gate::check(&copy, &around)).await
}

/// Asks the gate on a thread of its own: of a long text it is asked for longer than other requests should wait.
pub(super) async fn on_a_thread<T: Send + 'static>(
    ask: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(ask)
        .await
        .map_err(|error| Fault::new(format!("the gate: {error}")).into())
}

/// What the gate says of a copy that is not stored, as if it were filed for this title now.
pub async fn findings_of(
    paper: &Paper,
    title: &Title,
    copy: Copy,
    language: &str,
) -> Result<Vec<Finding>> {
    let copy = filed(copy, paper.now(), &title.time_zone())?;
    let mut session = paper.read().await?;
    let copy = making::fill(&mut session, copy, title).await?;
    let mut around = surroundings(&mut session, title, None, &copy, paper.now()).await?;
    around.messages = language.to_owned();
    drop(session);
    on_a_thread(move || gate::check(&copy, &around)).await
}

/// As [`findings_of`], for a copy whose pictures are still files beside it and that may say when it was published.
pub async fn findings_of_file(
    paper: &Paper,
    title: &Title,
    copy: Copy,
    dated: Option<Timestamp>,
    language: &str,
) -> Result<Vec<Finding>> {
    let mut session = paper.read().await?;
    let contracts = sources::contracts(&mut session, title.id).await?;
    let copy = filed(copy, paper.now(), &title.time_zone())?;
    let copy = making::fill_words(copy, title, &contracts);
    let mut around = surroundings(&mut session, title, None, &copy, paper.now()).await?;
    around.messages = language.to_owned();
    around.dated = dated;
    around.missing_pictures.clear();
    drop(session);
    on_a_thread(move || gate::check(&copy, &around)).await
}

/// What the gate says of a copy of which no record knows anything, as if it were filed at this instant. The day of
/// filing is that of UTC, since no title says otherwise.
///
/// # Errors
/// A field too long to be filed.
pub fn findings_alone(
    copy: Copy,
    dated: Option<Timestamp>,
    now: Timestamp,
    language: &str,
) -> Result<Vec<Finding>> {
    let mut around = Surroundings::bare(now);
    let copy = filed(copy, now, &around.zone)?;
    around.messages = language.to_owned();
    around.dated = dated;
    Ok(gate::check(&copy, &around))
}

/// A copy as filing would keep it.
fn filed(copy: Copy, now: Timestamp, zone: &TimeZone) -> Result<Copy> {
    let day = now.to_zoned_datetime(zone.clone()).date();
    Ok(making::tidy(copy)?.dated_by_filing(day))
}

/// Refuses the first publication on a title whose imprint lacks what its status asks for, also by placing.
pub(crate) async fn first_on(tx: &mut Tx, title: TitleId) -> Result<()> {
    if has_published(&mut tx.session, title).await? {
        return Ok(());
    }
    let title = titles::by_id(&mut tx.session, title).await?;
    let findings = gate::check_imprint(&title.imprint.missing(), &title.key, &title.language);
    if findings.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Gate { findings }.into())
    }
}

async fn has_published(session: &mut Session, title: TitleId) -> Result<bool> {
    let row: Option<(i64,)> = session
        .opt(
            "SELECT 1 FROM placements WHERE title_id = $1 AND revision_id IS NOT NULL LIMIT 1",
            (title,),
        )
        .await?;
    Ok(row.is_some())
}

/// What the record knows around a copy of a title.
pub async fn surroundings(
    session: &mut Session,
    title: &Title,
    article: Option<&Article>,
    copy: &Copy,
    now: Timestamp,
) -> Result<Surroundings> {
    let elsewhere = sources::elsewhere(session, title, article, copy, now).await?;
    around_it(session, title, article, copy, now, elsewhere).await
}

/// [`surroundings`], where it is known where else the text stands: that is what takes longest to find out.
pub(super) async fn around_it(
    session: &mut Session,
    title: &Title,
    article: Option<&Article>,
    copy: &Copy,
    now: Timestamp,
    elsewhere: Vec<Elsewhere>,
) -> Result<Surroundings> {
    let network = crate::network::find(session).await?;
    let mut own_names: Vec<String> = titles::all(session)
        .await?
        .into_iter()
        .map(|title| title.name)
        .collect();
    own_names.extend(network.map(|network| network.name));
    let first = !has_published(session, title.id).await?;
    Ok(Surroundings {
        at: now,
        zone: title.time_zone(),
        messages: title.language.clone(),
        language: title.language.clone(),
        own_names,
        jurisdiction: title.imprint.jurisdiction,
        imprint_missing: if first {
            title.imprint.missing()
        } else {
            Vec::new()
        },
        ai_declaration: Some(title.settings.ai_declaration.clone()).filter(|text| !text.is_empty()),
        contracts: sources::contracts(session, title.id).await?,
        dated: None,
        first_published: article.and_then(|article| article.first_published),
        elsewhere,
        dead_links: sources::dead_links(session, title, copy).await?,
        missing_pictures: making::missing(session, copy).await?,
        key: title.key.clone(),
        series_known: !copy.series.is_empty()
            && sources::series_known(session, title.id, &copy.series).await?,
        consenting: Some(sources::consenting(session, title, now).await?),
        called: match article {
            Some(article) => called(session, article.id).await?,
            None => Vec::new(),
        },
    })
}

/// What an article is called on other titles, where it has a headline of its own there.
async fn called(session: &mut Session, article: ArticleId) -> Result<Vec<Called>> {
    let rows: Vec<(String, String)> = session
        .all(
            "SELECT t.name, p.headline FROM placements p JOIN titles t ON t.id = p.title_id
              WHERE p.article_id = $1 AND p.original = 0 AND p.headline <> '' AND p.displaced_at IS NULL
              ORDER BY p.placed_at, p.id",
            (article,),
        )
        .await?;
    let called = |(title, headline)| Called { title, headline };
    Ok(rows.into_iter().map(called).collect())
}

/// What the gate says of a headline an article gets on another title. Blocks are refused: nothing sets them aside there.
pub(super) async fn of_headline(
    tx: &mut Tx,
    article: &Article,
    called: Called,
) -> Result<Vec<Finding>> {
    let copy = drafting::working_copy(&mut tx.session, article).await?;
    let home = titles::by_id(&mut tx.session, article.home).await?;
    let copy = making::fill(&mut tx.session, copy, &home).await?;
    let now = tx.now;
    let around = surroundings(&mut tx.session, &home, Some(article), &copy, now).await?;
    let findings = on_a_thread(move || gate::of_headline(&copy, &around, &called)).await?;
    if gate::blocks(&findings).is_empty() {
        Ok(findings)
    } else {
        Err(Refusal::Gate { findings }.into())
    }
}

/// How often a rule spoke, for whoever looks after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// The rule's code; a rule of an older program may be among them.
    pub code: String,
    /// Whether it stops publication; nothing for a rule this program does not have.
    pub severity: Option<Severity>,
    /// Times somebody asked to let a text go out of which the rule spoke, refused or not.
    pub raised: u64,
    /// Times a block was set aside by somebody who answers for it.
    pub overridden: u64,
    /// Times a text went out with the warning.
    pub passed: u64,
}

/// The figures of every rule that ever spoke: the most raised first.
pub async fn figures(session: &mut Session) -> Result<Vec<Figure>> {
    /// Far more rules than a gate has.
    const FIGURES_MAX: i64 = 500;
    let rows: Vec<(String, i64, i64, i64)> = session
        .all(
            "SELECT code, raised, overridden, passed FROM rule_figures ORDER BY raised DESC, code LIMIT $1",
            (FIGURES_MAX,),
        )
        .await?;
    let figure = |(code, raised, overridden, passed): (String, i64, i64, i64)| {
        let rule = RULES.iter().find(|rule| rule.code == code);
        Figure {
            severity: rule.map(|rule| rule.severity),
            code,
            raised: raised.unsigned_abs(),
            overridden: overridden.unsigned_abs(),
            passed: passed.unsigned_abs(),
        }
    };
    Ok(rows.into_iter().map(figure).collect())
}

/// Ends a deed that let a text go out. What the gate refused is not kept; that it refused is counted, in a deed of its own.
pub(super) async fn settled(
    tx: Tx,
    deed: &'static str,
    published: Result<Published>,
) -> Result<Published> {
    match published {
        Ok(published) => {
            tx.commit(deed, &Traces::default()).await?;
            Ok(published)
        }
        Err(error) => {
            let paper = tx.paper.clone();
            drop(tx);
            if let Error::Refused(Refusal::Gate { findings }) = &error {
                let mut tx = paper.begin().await?;
                count_refused(&mut tx, findings).await?;
                tx.commit("gate.refused", &Traces::default()).await?;
            }
            Err(error)
        }
    }
}

/// Counts what the rules said of a text that went out.
pub(super) async fn count(
    tx: &mut Tx,
    findings: &[Finding],
    overridden: &[Override],
) -> Result<()> {
    for (code, severity) in codes(findings) {
        let block = severity == Severity::Block;
        let aside = block && overridden.iter().any(|over| over.code == code);
        count_one(tx, code, aside, !block).await?;
    }
    Ok(())
}

/// Counts what the rules said of a text that was refused.
async fn count_refused(tx: &mut Tx, findings: &[Finding]) -> Result<()> {
    for (code, _) in codes(findings) {
        count_one(tx, code, false, false).await?;
    }
    Ok(())
}

/// Each rule that spoke, once.
fn codes(findings: &[Finding]) -> Vec<(&'static str, Severity)> {
    let mut codes: Vec<_> = findings
        .iter()
        .map(|finding| (finding.code, finding.severity))
        .collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

async fn count_one(tx: &mut Tx, code: &'static str, overridden: bool, passed: bool) -> Result<()> {
    tx.session
        .exec(
            "INSERT INTO rule_figures (code, raised, overridden, passed) VALUES ($1, 1, $2, $3)
             ON CONFLICT (code) DO UPDATE SET raised = rule_figures.raised + 1,
                overridden = rule_figures.overridden + excluded.overridden,
                passed = rule_figures.passed + excluded.passed",
            (code, i64::from(overridden), i64::from(passed)),
        )
        .await?;
    Ok(())
}
