//! The conversation under an article.

use crate::calendar::When;
use crate::html::Html;
use crate::setting::Setting;
use crate::text::talk;
use paper::reading::facts::{Badge, CommentFacts, Stub};
use paper::reading::pages::{ArticleFacts, CommentPage, Talk};
use serde::Serialize;

/// A comment.
#[derive(Debug, Clone, Serialize)]
pub struct Comment {
    /// Its anchor on the page.
    pub anchor: String,
    /// The name given.
    pub name: String,
    /// The name, with a link where a website was given.
    pub author: Html,
    /// `Autore`, `Redazione`, where one of us speaks.
    pub badge: Option<String>,
    /// When it was sent.
    pub at: When,
    /// Its paragraphs, plain text.
    pub paragraphs: Vec<String>,
    /// Its text with emphasis, quotations and links.
    pub body: Html,
    /// Its own address, which leads to the page it stands on.
    pub permalink: Option<String>,
    /// The form for a reply, where one may be written.
    pub reply: Option<String>,
    /// The form for a notice about it.
    pub notice: Option<String>,
    /// Why it stands here without its words, above its replies.
    pub stub: Option<String>,
    /// That its thread takes no more replies, where readers could write otherwise.
    pub closed: Option<String>,
    /// Replies, oldest first.
    pub replies: Vec<Comment>,
}

/// The neighbouring pages of a conversation, and its other order.
#[derive(Debug, Clone, Serialize)]
pub struct CommentTurning {
    /// Number of this page, from 1.
    pub number: u32,
    /// Number of the last one.
    pub last: u32,
    /// The page before, in this order.
    pub before: Option<String>,
    /// The page after, in this order.
    pub after: Option<String>,
    /// The first page of the other order.
    pub other_order: String,
    /// The newest are first here.
    pub newest_first: bool,
}

/// Where the links of a comment lead.
pub(crate) struct Links<'a> {
    path: &'a str,
    open: bool,
}

impl Comment {
    /// A comment on the page of its article, with its links; alone in a form, without.
    pub(crate) fn new(
        setting: &Setting<'_>,
        facts: &CommentFacts,
        links: Option<&Links<'_>>,
    ) -> Comment {
        let whole = links.filter(|_| facts.stub.is_none());
        Comment {
            anchor: format!("c-{}", facts.id),
            name: facts.name.clone(),
            author: talk::named(&facts.name, &facts.website),
            badge: facts.badge.map(|badge| {
                setting.say(match badge {
                    Badge::Author => "comment-author",
                    Badge::Newsroom => "comment-newsroom",
                })
            }),
            at: setting.calendar.when(facts.at),
            paragraphs: paragraphs(&facts.text),
            body: talk::print(&facts.text),
            permalink: links.map(|links| format!("{}?comment={}", links.path, facts.id)),
            reply: whole
                .filter(|links| links.open && !facts.closed)
                .map(|links| format!("{}/comment?reply={}", links.path, facts.id)),
            notice: whole
                .filter(|_| facts.badge.is_none())
                .map(|links| format!("{}/notice?comment={}", links.path, facts.id)),
            stub: facts.stub.map(|stub| {
                setting.say(match stub {
                    Stub::Continued => "comment-continued",
                    Stub::Gone => "comment-gone",
                })
            }),
            closed: None,
            replies: facts
                .replies
                .iter()
                .map(|reply| Comment::reply(setting, reply, facts.closed, links))
                .collect(),
        }
    }

    /// Replies have no replies of their own: the record keeps two levels.
    fn reply(
        setting: &Setting<'_>,
        facts: &CommentFacts,
        closed: bool,
        links: Option<&Links<'_>>,
    ) -> Comment {
        let alone = CommentFacts {
            replies: Vec::new(),
            closed: facts.closed || closed,
            ..facts.clone()
        };
        Comment::new(setting, &alone, links)
    }
}

fn paragraphs(text: &str) -> Vec<String> {
    text.split("\n\n")
        .map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|paragraph| !paragraph.is_empty())
        .collect()
}

/// The threads of the page shown.
pub(crate) fn threads(setting: &Setting<'_>, facts: &ArticleFacts) -> Vec<Comment> {
    let links = Links {
        path: &facts.path,
        open: facts.talk == Talk::Open,
    };
    facts
        .comments
        .threads
        .iter()
        .map(|thread| Comment {
            closed: (links.open && thread.closed && thread.stub.is_none())
                .then(|| setting.say("comment-thread-closed")),
            ..Comment::new(setting, thread, Some(&links))
        })
        .collect()
}

/// Why readers cannot write under an article, in a sentence; `None` where they can, or where the title has no comments and
/// never had.
pub(crate) fn note(setting: &Setting<'_>, facts: &ArticleFacts) -> Option<String> {
    match facts.talk {
        Talk::Open => None,
        Talk::Off if facts.comments.count == 0 => None,
        Talk::Off | Talk::Closed { after_days: None } => Some(setting.say("comments-closed")),
        Talk::Closed {
            after_days: Some(days),
        } => Some(
            setting
                .words
                .count("comments-closed-after", u32::from(days)),
        ),
        Talk::Desk => Some(setting.say("comments-of-the-desk")),
    }
}

impl CommentTurning {
    /// `None` where there is one comment or none: nothing to turn or to order.
    pub(crate) fn new(path: &str, page: &CommentPage) -> Option<CommentTurning> {
        if page.count < 2 {
            return None;
        }
        let to = |number: u32, newest_first: bool| {
            let mut query = Vec::new();
            if number > 1 {
                query.push(format!("comments={number}"));
            }
            if newest_first {
                query.push("order=newest".to_owned());
            }
            let mark = if query.is_empty() { "" } else { "?" };
            format!("{path}{mark}{}#comments", query.join("&"))
        };
        Some(CommentTurning {
            number: page.number,
            last: page.last,
            before: (page.number > 1).then(|| to(page.number - 1, page.newest_first)),
            after: (page.number < page.last).then(|| to(page.number + 1, page.newest_first)),
            other_order: to(1, !page.newest_first),
            newest_first: page.newest_first,
        })
    }
}
