//! Fills a newspaper with an archive of ten years: `corpus FOLDER ARTICLES SEED [URL]`. The folder is one that `colophon init`
//! made; its record is on a PostgreSQL server if one is named.
//!
//! Called by `cargo xtask bench`, which keeps what was made. The same seed makes the same archive. A line in JSON at the end says how
//! long it took; `sample/` beside the record holds some of the texts, so that it can be seen how well they are compressed.

mod prose;

use jiff::{SignedDuration, Timestamp};
use markup::{Block, Body, Inline, Picture};
use paper::articles::bringing::{self, ARTICLES_MAX, Brought, Elsewhere, Later, Said};
use paper::articles::content::Class;
use paper::copy::{AiUse, Copy, Credit, CreditRole, Dateline, Kind, Source, SourceKind};
use paper::id::TitleId;
use paper::people::AboutContributor;
use paper::pictures::{self, NewPicture};
use paper::rights::Role;
use paper::sections::{self, Under};
use paper::titles::{self, NewTitle, Settle};
use paper::topics;
use paper::{Actor, Paper, Place, people};
use prose::{Chance, Tongue};
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

/// The archive's years, in hours.
const SPREAD_HOURS: i64 = 10 * 365 * 24;
/// Its newest text is a little older than the run that makes it.
const NEWEST_HOURS_AGO: i64 = 1;
const SECTIONS: [&str; 8] = [
    "harbour", "council", "courts", "schools", "work", "culture", "sport", "opinion",
];
const TOPICS: usize = 120;
const PEOPLE: usize = 40;
const OFFICES: usize = 150;
/// Texts written out beside the record.
const SAMPLES: usize = 100;
/// Pictures of the library; a few, since it is not they that are measured.
const PICTURES: u32 = 6;
/// Every how many articles one has a picture at its head.
const PICTURED: usize = 4;
/// Paragraphs of an article, at least; a few have four times as many.
const PARAGRAPHS: usize = 6;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [folder, articles, seed, server @ ..] = words.as_slice() else {
        return Err("corpus FOLDER ARTICLES SEED [postgres://…]".into());
    };
    let (articles, seed): (usize, u64) = (articles.parse()?, seed.parse()?);
    let folder = Path::new(folder);
    let place = match server.first() {
        Some(url) => Place::Server {
            url: url.clone(),
            schema: None,
        },
        None => Place::File(folder.join("colophon.db")),
    };
    let paper = Paper::open(&place, &folder.join("media")).await?;
    let stage = Stage::set(&paper, seed).await?;
    std::fs::create_dir_all(folder.join("sample"))?;
    let (mut made, mut longest, start) = (0, Duration::ZERO, Instant::now());
    // Within the record, without the time it takes to think texts up.
    let mut inside = Duration::ZERO;
    while made < articles {
        let count = ARTICLES_MAX.min(articles - made);
        let batch: Vec<Brought> = (made..made + count)
            .map(|number| stage.article(number, articles))
            .collect();
        for (number, article) in batch.iter().enumerate() {
            if made + number < SAMPLES {
                let file = folder.join(format!("sample/{}.txt", made + number));
                std::fs::write(file, article.copy.body.plain_text())?;
            }
        }
        let at = Instant::now();
        bringing::bring_in(&paper, &stage.operator, "a corpus for measuring", batch).await?;
        longest = longest.max(at.elapsed());
        inside += at.elapsed();
        made += count;
        if made.is_multiple_of(50 * ARTICLES_MAX) {
            let rate = made as f64 / start.elapsed().as_secs_f64();
            writeln!(std::io::stderr(), "{made} articles, {rate:.0} a second")?;
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    paper.close().await;
    let line = serde_json::json!({
        "articles": articles,
        "seconds": seconds,
        "articles_a_second": articles as f64 / inside.as_secs_f64(),
        "longest_deed_ms": longest.as_secs_f64() * 1e3,
    });
    writeln!(std::io::stdout(), "{line}")?;
    Ok(())
}

/// Who and what the archive is about.
struct Stage {
    operator: Actor,
    /// Titles with the language of each.
    titles: Vec<(TitleId, Tongue)>,
    pictures: Vec<String>,
    newest: Timestamp,
    seed: u64,
}

impl Stage {
    async fn set(paper: &Paper, seed: u64) -> Outcome<Stage> {
        let operator = Actor::of(paper, "operator").await?;
        let mut session = paper.read().await?;
        let first = titles::named(&mut session, "bench.localhost").await?.id;
        drop(session);
        let new = NewTitle {
            key: "banco".to_owned(),
            name: "Il Banco".to_owned(),
            hosts: vec!["banco.localhost".to_owned()],
            language: "it".to_owned(),
            zone: "Europe/Rome".to_owned(),
        };
        let second = titles::found(paper, &operator, &new).await?;
        let titles = vec![(first, Tongue::english()), (second, Tongue::italian())];
        for (title, tongue) in &titles {
            furnish(paper, &operator, *title, tongue).await?;
        }
        for number in 0..PEOPLE {
            let about = AboutContributor {
                name: person(number),
                ..AboutContributor::default()
            };
            people::keep_contributor(paper, &operator, &about).await?;
        }
        people::grant(paper, &operator, "operator", Role::Director, None, None).await?;
        let mut library = Vec::new();
        for number in 0..PICTURES {
            let new = picture(number)?;
            library.push(
                pictures::add(paper, &operator, first, new)
                    .await?
                    .to_string(),
            );
        }
        Ok(Stage {
            operator,
            titles,
            pictures: library,
            newest: paper.now() - SignedDuration::from_hours(NEWEST_HOURS_AGO),
            seed,
        })
    }

    /// One article of so many, from oldest to newest.
    fn article(&self, number: usize, of: usize) -> Brought {
        let mut chance =
            Chance::new(self.seed ^ (number as u64).wrapping_mul(0x2545_f491_4f6c_dd1d));
        let here = number % self.titles.len();
        let (title, tongue) = &self.titles[here];
        let subject = tongue.subject(&mut chance);
        let back = (of - 1 - number) as f64 / of as f64 * SPREAD_HOURS as f64 * 3_600.0;
        let at = self.newest - SignedDuration::from_secs(back as i64);
        let copy = self.copy(&mut chance, tongue, &subject, number);
        let later = if chance.percent(8) {
            vec![changed(&copy, at, self.newest)]
        } else {
            Vec::new()
        };
        let (other, _) = &self.titles[(here + 1) % self.titles.len()];
        let elsewhere = chance.percent(3).then(|| Elsewhere {
            title: *other,
            section: SECTIONS[0].to_owned(),
            slug: String::new(),
            headline: String::new(),
            comments: true,
            topics: Vec::new(),
        });
        Brought {
            title: *title,
            section: SECTIONS[chance.rank(SECTIONS.len())].to_owned(),
            slug: String::new(),
            comments: true,
            former: Vec::new(),
            said: said(&mut chance, tongue, &subject, at, self.newest),
            copy,
            first_published: at,
            later,
            elsewhere: elsewhere.into_iter().collect(),
        }
    }

    fn copy(&self, chance: &mut Chance, tongue: &Tongue, subject: &[usize], number: usize) -> Copy {
        let paragraphs = PARAGRAPHS + chance.rank(3 * PARAGRAPHS);
        let blocks = (0..paragraphs).map(|_| {
            let sentences = 2 + chance.below(3);
            paragraph(tongue.paragraph(chance, subject, sentences))
        });
        let body = Body {
            blocks: blocks.collect(),
            ..Body::default()
        };
        let length = 6 + chance.below(6);
        let picture = number.is_multiple_of(PICTURED).then(|| Picture {
            file: self.pictures[chance.below(self.pictures.len())].clone(),
            alt: String::new(),
            described_by_caption: false,
            caption: Vec::new(),
            credit: String::new(),
            licence: String::new(),
            source_type: String::new(),
        });
        let mut topics: Vec<usize> = (0..chance.below(4)).map(|_| chance.rank(TOPICS)).collect();
        topics.sort_unstable();
        topics.dedup();
        Copy {
            language: tongue.code.to_owned(),
            kind: Some(if chance.percent(20) {
                Kind::Brief
            } else {
                Kind::News
            }),
            headline: tongue.phrase(chance, subject, length),
            standfirst: tongue.paragraph(chance, subject, 1),
            body,
            byline: vec![Credit {
                name: person(chance.rank(PEOPLE)),
                role: CreditRole::Text,
            }],
            dateline: Some(Dateline {
                place: "Porto Vero".to_owned(),
                date: None,
            }),
            sources: vec![Source {
                kind: SourceKind::Phone,
                name: format!("Office {}", chance.rank(OFFICES)),
                note: "telephone".to_owned(),
                ..Source::default()
            }],
            ai: Some(AiUse::None),
            picture,
            topics: topics.into_iter().map(topic).collect(),
            ..Copy::default()
        }
    }
}

fn paragraph(text: String) -> Block {
    Block::Paragraph {
        text: vec![Inline::text(text)],
        lang: None,
    }
}

/// A change some hours later.
fn changed(copy: &Copy, at: Timestamp, newest: Timestamp) -> Later {
    let mut copy = copy.clone();
    copy.body.blocks.push(paragraph(
        "The office added that nobody was hurt.".to_owned(),
    ));
    Later {
        class: Class::Update,
        note: String::new(),
        at: (at + SignedDuration::from_hours(3)).min(newest),
        copy,
    }
}

/// Comments: none under most, many under a few.
fn said(
    chance: &mut Chance,
    tongue: &Tongue,
    subject: &[usize],
    at: Timestamp,
    newest: Timestamp,
) -> Vec<Said> {
    let count = if chance.percent(70) {
        0
    } else {
        chance.rank(40)
    };
    (0..count)
        .map(|number| {
            let sentences = 1 + chance.below(3);
            let minutes = i64::try_from(7 * (number + 1)).unwrap_or(0);
            Said {
                state: paper::comments::State::Approved,
                name: person(chance.below(2_000)),
                text: tongue.paragraph(chance, subject, sentences),
                at: (at + SignedDuration::from_mins(minutes)).min(newest),
                answers: (number > 0 && chance.percent(40)).then(|| chance.below(number)),
            }
        })
        .collect()
}

fn person(number: usize) -> String {
    const FIRST: [&str; 8] = [
        "Ada", "Bruno", "Carla", "Dino", "Elsa", "Furio", "Gina", "Hugo",
    ];
    const LAST: [&str; 7] = [
        "Nardi", "Berg", "Vidal", "Morin", "Brandt", "Ghis", "Rinaldi",
    ];
    let (first, last) = (FIRST[number % FIRST.len()], LAST[number / 8 % LAST.len()]);
    match number / (FIRST.len() * LAST.len()) {
        0 => format!("{first} {last}"),
        more => format!("{first} {last} {more}"),
    }
}

fn topic(number: usize) -> String {
    format!("topic-{number}")
}

/// Sections, topics and a complete imprint.
async fn furnish(paper: &Paper, by: &Actor, title: TitleId, tongue: &Tongue) -> Outcome<()> {
    let settle = Settle {
        imprint: Some(cast::imprint()),
        ..Settle::default()
    };
    titles::settle(paper, by, title, &settle).await?;
    for slug in SECTIONS {
        let name = tongue.word(slug.len() * 7 + slug.bytes().map(usize::from).sum::<usize>());
        sections::keep(paper, by, title, slug, name, None, Under::Same).await?;
    }
    for number in 0..TOPICS {
        let name = tongue.word(1_000 + number);
        topics::keep(paper, by, title, &topic(number), name, None).await?;
    }
    Ok(())
}

/// A picture of no subject: two slopes of colour.
fn picture(number: u32) -> Outcome<NewPicture> {
    let image = image::RgbImage::from_fn(1_200, 800, |x, y| {
        let part = |n: u32| u8::try_from(n % 256).unwrap_or(0);
        image::Rgb([
            part(x / 5 + 40 * number),
            part(y / 4 + 25 * number),
            part((x + y) / 8),
        ])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Jpeg)?;
    Ok(NewPicture {
        name: format!("{number}.jpeg"),
        bytes: bytes.into_inner(),
        alt: "Two slopes of colour".to_owned(),
        caption: "The quay, as a camera without a lens sees it".to_owned(),
        credit: "Bench Press".to_owned(),
        licence: "CC0".to_owned(),
        source_type: "digitalCapture".to_owned(),
    })
}
