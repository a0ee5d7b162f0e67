//! What the pages of a title have in common, as one text: a dictionary by which they are sent as the little in which they
//! differ (RFC 9842).
//!
//! It is made of the title's own facts, of a text that says nothing, and of words that come back in its language. No news is
//! in it, so that nothing stands in readers' caches that a court could take away.

use crate::press::{Press, PressFault};
use jiff::Timestamp;
use paper::articles::content::{Class, Content, State};
use paper::copy::Kind;
use paper::reading::facts::{
    Card, CommentFacts, Link, NoteFacts, PersonFacts, SectionLink, TitleFacts,
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
/// Cards of one list in it.
const CARDS: usize = 2;

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
            .map(|_| card(title, &section, &content))
            .collect();
        let front = FrontFacts {
            edition: Some(content.at),
            lead: cards.first().cloned(),
            secondary: cards.clone(),
            river: cards.clone(),
            latest: cards.clone(),
            flash: None,
            featured: Vec::new(),
            blocks: Vec::new(),
            corrections: Vec::new(),
            most_read: Vec::new(),
        };
        let article = article(title, section, content, cards);
        // What is near is named in fewer bits, so the page most asked for comes last.
        let mut shell = words.trim_end_matches('\n').to_owned();
        shell.push_str(&self.front(title, &front)?);
        shell.push_str(&self.article(title, &article)?);
        // A sign no page has: a reader could not follow what begins in the dictionary and goes on in the page.
        shell.push('\0');
        Ok(shell.into_bytes())
    }
}

fn card(title: &TitleFacts, section: &SectionLink, content: &Content) -> Card {
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
        byline: vec!["A".to_owned()],
        byline_reason: None,
        sponsor: None,
        ai: None,
        section: Some(section.clone()),
        first_published: content.first_published,
        modified: content.modified,
        picture: None,
        corrected: false,
        state: State::Live,
        comments: 1,
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
