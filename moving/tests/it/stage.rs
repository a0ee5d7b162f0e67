//! A title to move to, hands that do the deeds, and what is here afterwards in words.

use cast::Gazette;
use moving::{Deed, Done, Hands, Media, Move, Report, Unmoved};
use paper::articles::{self, checking, drafting};
use paper::comments::shown;
use paper::copy::Copy;
use paper::imports;
use paper::{Actor, Error, Paper, Session, pages, sections, titles};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Hands that hold the record themselves.
pub(crate) struct Direct {
    pub(crate) paper: Paper,
    pub(crate) by: Actor,
    /// Deeds of this kind still done before everything stops.
    pub(crate) left: usize,
}

impl Hands for Direct {
    type Failure = Error;

    async fn does(&mut self, deed: Deed) -> Result<Done, Error> {
        if self.left == 0 {
            return Err(paper::Fault::new("the power went").into());
        }
        self.left -= 1;
        moving::deeds::carry_out(&self.paper, &self.by, deed).await
    }
}

pub(crate) fn hands(gazette: &Gazette) -> Direct {
    Direct {
        paper: gazette.paper.clone(),
        by: gazette.operator.clone(),
        left: usize::MAX,
    }
}

pub(crate) fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases")
        .join(name)
}

/// A move of these files to the gazette.
pub(crate) async fn job(gazette: &Gazette, files: &[PathBuf], media: Media) -> Move {
    let paper = &gazette.paper;
    let mut session = paper.read().await.expect("a read");
    let title = titles::by_id(&mut session, gazette.title)
        .await
        .expect("the title");
    let around = checking::surroundings(&mut session, &title, None, &Copy::default(), paper.now())
        .await
        .expect("surroundings");
    let all = sections::all(&mut session, title.id)
        .await
        .expect("sections");
    let pages = pages::all(&mut session, title.id).await.expect("pages");
    let models = pages
        .iter()
        .filter(|page| paper::beginning::untouched(&title, page).expect("templates"))
        .map(|page| page.slug.clone())
        .collect();
    let published = titles::has_published(&mut session, title.id)
        .await
        .expect("an answer");
    Move {
        files: files.to_vec(),
        title,
        around,
        sections: all.into_iter().map(|section| section.slug).collect(),
        pages: pages.into_iter().map(|page| page.slug).collect(),
        models,
        published,
        now: paper.now(),
        media,
        types: BTreeMap::new(),
    }
}

pub(crate) async fn moved(gazette: &Gazette, files: &[PathBuf]) -> Report {
    let job = job(gazette, files, Media::Nowhere).await;
    let mut hands = hands(gazette);
    job.run(&mut hands, false, None, &mut |_| {})
        .await
        .unwrap_or_else(|error: Unmoved<Error>| panic!("{error:?}"))
}

/// Everything an import left, in words.
pub(crate) async fn told(gazette: &Gazette, report: &Report) -> String {
    let mut out = String::new();
    if let Some((pattern, taken)) = &report.permalink {
        writeln!(out, "addresses: {pattern} {taken}").unwrap();
    }
    for broken in &report.broken {
        writeln!(out, "broken: {broken}").unwrap();
    }
    let differs = report.tally.differs(&report.source);
    writeln!(out, "differs: {differs:?}").unwrap();
    for (sort, ways) in &report.tally.outcomes {
        writeln!(out, "{}: {ways:?}", sort.word()).unwrap();
    }
    let Some(import) = report.import else {
        writeln!(out, "nothing new").unwrap();
        return out;
    };
    let mut session = gazette.paper.read().await.expect("a read");
    let mut after = -1;
    loop {
        let rows = imports::map(&mut session, import, after, 100)
            .await
            .expect("a map");
        let Some(last) = rows.last() else { break };
        after = last.number;
        for row in rows {
            writeln!(
                out,
                "\n## {} [{}] {} → {}",
                row.item,
                row.outcome.word(),
                row.old,
                row.now
            )
            .unwrap();
            for note in &row.notes {
                writeln!(out, "! {} {}", note.what.word(), note.detail).unwrap();
            }
            if let Some(article) = row.article {
                text(&mut out, &mut session, article).await;
            }
            if row.item.starts_with("page:") && row.now.starts_with('/') && row.article.is_none() {
                let page = pages::page(&mut session, gazette.title, &row.now[1..])
                    .await
                    .expect("the page");
                writeln!(out, "page: {} ({:?})", page.name, page.role).unwrap();
                body(&mut out, &page.body);
            }
        }
    }
    out
}

async fn text(out: &mut String, session: &mut Session, id: paper::id::ArticleId) {
    let article = articles::find(session, id).await.expect("the article");
    let placement = articles::placements(session, id)
        .await
        .expect("placements")
        .remove(0);
    let copy = drafting::working_copy(session, &article)
        .await
        .expect("its copy");
    let phase = paper::desk::phase(session, id).await.expect("a phase");
    let hold = match article.hold.as_str() {
        "" => String::new(),
        why => format!(", held: {why}"),
    };
    writeln!(out, "{}{hold} ({})", article.stage.word(), phase.word()).unwrap();
    writeln!(out, "# {}", copy.headline).unwrap();
    if !copy.standfirst.is_empty() {
        writeln!(out, "> {}", copy.standfirst).unwrap();
    }
    let names: Vec<&str> = copy
        .byline
        .iter()
        .map(|credit| credit.name.as_str())
        .collect();
    writeln!(out, "by {names:?} about {:?}", copy.topics).unwrap();
    if let Some(at) = article.first_published {
        writeln!(out, "out {at}, comments open: {}", placement.comments).unwrap();
    }
    if let Some(picture) = &copy.picture {
        writeln!(
            out,
            "picture: alt {:?}, credit {:?}, caption {:?}",
            picture.alt,
            picture.credit,
            markup::plain(&picture.caption)
        )
        .unwrap();
    }
    body(out, &copy.body);
    if article.first_published.is_some() {
        let page = shown::page(session, placement.id, 1, false)
            .await
            .expect("comments");
        for comment in page.threads {
            writeln!(out, "- {} {}: {}", comment.at, comment.name, comment.text).unwrap();
            for reply in comment.replies {
                writeln!(out, "  - {} {}: {}", reply.at, reply.name, reply.text).unwrap();
            }
        }
    }
}

fn body(out: &mut String, body: &markup::Body) {
    let mut body = body.clone();
    // Ids of pictures are drawn.
    for picture in body.pictures_mut() {
        if picture.file.len() == 36 {
            "PICTURE".clone_into(&mut picture.file);
        }
    }
    writeln!(out, "{}", markup::markdown::write(&body).trim_end()).unwrap();
}
