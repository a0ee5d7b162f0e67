//! What the pages of a title have in common, as one text: a dictionary by which they are sent as the little in which they
//! differ (RFC 9842).
//!
//! It is made of the title's own facts, of a text that says nothing, and of words that come back in its language. No news is
//! in it, so that nothing stands in readers' caches that a court could take away.

use crate::press::{Press, PressFault};
use jiff::{SignedDuration, Timestamp};
use markup::{Inline, Picture};
use paper::articles::content::{Class, Content, State};
use paper::copy::Kind;
use paper::reading::facts::{
    Card, CommentFacts, Link, NoteFacts, PersonFacts, PictureFacts, Rendition, SectionLink,
    TitleFacts,
};
use paper::reading::pages::{ArticleFacts, CommentPage, FrontFacts, Talk};
use std::collections::BTreeMap;

/// Words and turns of phrase of news, the rarest first.
const ITALIAN: &str = include_str!("shell/it.txt");
const ENGLISH: &str = include_str!("shell/en.txt");
/// An article with every piece a page of one may have.
const MODEL: &str = include_str!("shell/model.json");
/// What stands for an address in it.
const PATH: &str = "/2026/01/02/a";
/// What stands for an id in it.
const ID: &str = "01900000-0000-7000-8000-000000000000";
/// What stands for a picture's address, without its width.
const PICTURE: &str = "/media/01900000-0000-7000-8000-000000000000/0000000000000000-";
/// Widths of a large picture and of a smaller one, pixels.
const WIDTHS: [[u32; 3]; 2] = [[480, 960, 1600], [480, 960, 1200]];
/// Width of the picture other sites get, pixels.
const SHARED_WIDTH: u32 = 1200;
/// A colour in the middle of all, `0xRRGGBB`.
const TINT: u32 = 0x80_80_80;
/// Cards of one list in it.
const CARDS: usize = 4;
/// From winter to summer, where clocks are changed.
const HALF_A_YEAR: SignedDuration = SignedDuration::from_hours(190 * 24);

impl Press {
    /// What the pages of a title have in common. It changes with the theme and with what stands around every page.
    ///
    /// # Errors
    /// As every verb of the press: only where a built-in theme fails.
    pub fn shell(&self, title: &TitleFacts) -> Result<Vec<u8>, PressFault> {
        let Ok(content) = serde_json::from_str::<Content>(MODEL) else {
            // It is part of the program, and a test reads it.
            return Ok(Vec::new());
        };
        let words = match title.language.split('-').next() {
            Some("it") => ITALIAN,
            Some("en") => ENGLISH,
            _ => "",
        };
        let section = title.menu.first().cloned().unwrap_or_else(|| SectionLink {
            id: ID.to_owned(),
            name: title.name.clone(),
            path: "/a".to_owned(),
        });
        let cards: Vec<Card> = (0..CARDS)
            .map(|number| card(title, &section, &content, number))
            .collect();
        let front = FrontFacts {
            edition: Some(content.at),
            lead: cards.first().cloned(),
            secondary: cards[..2].to_vec(),
            river: cards[..2].to_vec(),
            latest: cards[..2].to_vec(),
            flash: None,
            featured: Vec::new(),
            blocks: Vec::new(),
            corrections: Vec::new(),
            most_read: Vec::new(),
        };
        let rich = article(title, section, content, cards);
        let plain = plain(&rich);
        // What is near is named in fewer bits, so the page most asked for comes last.
        let mut shell = words.trim_end_matches('\n').to_owned();
        shell.push_str(&self.front(title, &front)?);
        shell.push_str(&self.article(title, &rich)?);
        shell.push_str(&self.article(title, &plain)?);
        // A sign no page has: a reader could not follow what begins in the dictionary and goes on in the page.
        shell.push('\0');
        Ok(shell.into_bytes())
    }
}

fn card(title: &TitleFacts, section: &SectionLink, content: &Content, number: usize) -> Card {
    let summer = number % 2 == 1;
    Card {
        article: ID.to_owned(),
        href: PATH.to_owned(),
        elsewhere: None,
        language: title.language.clone(),
        headline: "A".to_owned(),
        own_headline: false,
        kicker: "A".to_owned(),
        standfirst: "A".to_owned(),
        kind: Kind::News,
        byline: vec!["A".to_owned(); 1 + usize::from(summer)],
        byline_reason: None,
        sponsor: None,
        ai: None,
        section: Some(section.clone()),
        first_published: match summer {
            true => content.first_published + HALF_A_YEAR,
            false => content.first_published,
        },
        modified: content.modified,
        picture: (number > 0).then(|| picture(WIDTHS[number % 2])),
        corrected: summer,
        state: State::Live,
        comments: number as u32,
    }
}

/// A photograph as most are, two thirds as high as it is wide.
fn picture(widths: [u32; 3]) -> PictureFacts {
    let rendition = |width: u32, ending: &str| Rendition {
        path: format!("{PICTURE}{width}.{ending}"),
        width,
        height: (width * 2 + 1) / 3,
    };
    PictureFacts {
        id: ID.to_owned(),
        alt: "A".to_owned(),
        caption: Vec::new(),
        credit: "A".to_owned(),
        licence: "A".to_owned(),
        source_type: "digitalCapture".to_owned(),
        width: widths[2],
        height: widths[2] * 2 / 3,
        renditions: widths.map(|width| rendition(width, "webp")).to_vec(),
        shared: rendition(SHARED_WIDTH, "jpg"),
        tint: Some(TINT),
        focus: None,
    }
}

/// The same article as most are: with a picture at its head, as it first went out, nothing said about it yet.
fn plain(rich: &ArticleFacts) -> ArticleFacts {
    let mut content = rich.content.clone();
    content.number = 1;
    content.class = Class::First;
    content.note = String::new();
    content.at = content.first_published;
    content.modified = content.first_published;
    content.own_reporting = None;
    content.byline.truncate(1);
    content.body.blocks.truncate(1);
    content.sources.truncate(2);
    content.picture = Some(Picture {
        file: ID.to_owned(),
        alt: "A".to_owned(),
        described_by_caption: false,
        caption: vec![Inline::text("A")],
        credit: "A".to_owned(),
        licence: "A".to_owned(),
        source_type: "digitalCapture".to_owned(),
    });
    ArticleFacts {
        content,
        pictures: BTreeMap::from([(ID.to_owned(), picture(WIDTHS[0]))]),
        versions: 1,
        notes: Vec::new(),
        comments: CommentPage::default(),
        ..rich.clone()
    }
}

fn article(
    title: &TitleFacts,
    section: SectionLink,
    content: Content,
    related: Vec<Card>,
) -> ArticleFacts {
    let at = content.at;
    let mut content = Content {
        language: title.language.clone(),
        ..content
    };
    for placed in &mut content.placements {
        placed.title.clone_from(&title.id);
        placed.title_name.clone_from(&title.name);
        placed.section.clone_from(&section.name);
    }
    ArticleFacts {
        path: PATH.to_owned(),
        canonical: format!("{}{PATH}", title.base_url),
        original: None,
        content,
        pictures: BTreeMap::new(),
        people: vec![PersonFacts {
            name: "A".to_owned(),
            path: "/people/a".to_owned(),
            role: "A".to_owned(),
            about: "A".to_owned(),
            picture: None,
        }],
        section: Some(section),
        parent_section: None,
        topics: vec![Link {
            name: "A".to_owned(),
            path: "/topics/a".to_owned(),
        }],
        dossiers: Vec::new(),
        history: format!("{PATH}/history"),
        versions: 2,
        deindexed: false,
        notes: vec![note(Class::Correction, at), note(Class::Update, at)],
        superseded_by: None,
        reported: Vec::new(),
        translations: Vec::new(),
        related,
        comments: comments(at),
        talk: if title.comments.open {
            Talk::Open
        } else {
            Talk::Off
        },
    }
}

fn note(class: Class, at: Timestamp) -> NoteFacts {
    NoteFacts {
        number: 2,
        class,
        note: "A".to_owned(),
        at,
        editor: "A".to_owned(),
    }
}

fn comments(at: Timestamp) -> CommentPage {
    CommentPage {
        threads: vec![CommentFacts {
            id: ID.to_owned(),
            name: "A".to_owned(),
            badge: None,
            at,
            text: "A".to_owned(),
            replies: Vec::new(),
            website: String::new(),
            closed: false,
            stub: None,
        }],
        count: 1,
        number: 1,
        last: 1,
        newest_first: false,
    }
}
