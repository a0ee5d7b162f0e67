//! Comments of a post, in an order in which each answer follows what it answers.

use crate::dates;
use crate::letters;
use crate::wxr::Comment;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use paper::articles::bringing::{COMMENTS_MAX, Said};
use paper::comments::{NAME_CHARS_MAX, State, TEXT_CHARS_MAX};
use paper::imports::{Note, What};
use std::collections::HashMap;

/// What became of the comments of a post.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    pub(crate) said: Vec<Said>,
    /// Carried, carried with a change, refused.
    pub(crate) count: [u64; 3],
    pub(crate) notes: Vec<Note>,
}

/// Where and when a comment was said.
pub(crate) struct Under<'a> {
    pub(crate) zone: &'a TimeZone,
    pub(crate) now: Timestamp,
    /// When the text went out.
    pub(crate) published: Timestamp,
    /// The name of somebody who gave none.
    pub(crate) nobody: &'a str,
}

/// Reads the comments of a post; `over` are those that were not read.
pub(crate) fn heard(comments: Vec<Comment>, over: u64, under: &Under<'_>) -> Heard {
    let mut heard = Heard::default();
    heard.refuse(What::CommentsOver, over);
    let mut comments: Vec<(Timestamp, Comment)> = comments
        .into_iter()
        .map(|comment| {
            let at = dates::instant(&comment.date_gmt, &comment.date, "", under.zone);
            let at = at.filter(|at| *at <= under.now);
            (at.unwrap_or(under.published), comment)
        })
        .collect();
    // A number is higher than that of what it answers.
    comments.sort_by_key(|(_, comment)| comment.id);
    let mut places: HashMap<u64, usize> = HashMap::new();
    for (at, comment) in comments {
        heard.take(at, comment, &mut places, under);
    }
    heard
}

impl Heard {
    fn refuse(&mut self, what: What, count: u64) {
        if count > 0 {
            self.count[2] += count;
            self.note(what, count);
        }
    }

    fn note(&mut self, what: What, count: u64) {
        match self.notes.iter_mut().find(|note| note.what == what) {
            Some(note) => {
                let had: u64 = note.detail.trim_start_matches('×').parse().unwrap_or(1);
                note.detail = format!("×{}", had + count);
            }
            None if count == 1 => self.notes.push(Note::of(what)),
            None => self.notes.push(Note::new(what, format!("×{count}"))),
        }
    }

    fn take(
        &mut self,
        at: Timestamp,
        comment: Comment,
        places: &mut HashMap<u64, usize>,
        under: &Under<'_>,
    ) {
        let state = match (comment.sort.as_str(), comment.approved.as_str()) {
            ("pingback" | "trackback", _) => return self.refuse(What::Pingback, 1),
            (_, "1" | "approve" | "approved") => State::Approved,
            (_, "0" | "hold") => State::Held,
            (_, "spam" | "trash" | "post-trashed") => return self.refuse(What::CommentSpam, 1),
            _ => State::Held,
        };
        let text = letters::plain(&comment.text);
        if text.is_empty() {
            return self.refuse(What::CommentEmpty, 1);
        }
        let pieces = letters::pieces(&text, TEXT_CHARS_MAX - 10);
        if self.said.len() + pieces.len() > COMMENTS_MAX {
            return self.refuse(What::CommentsOver, 1);
        }
        let mut changes = Vec::new();
        if dates::instant(&comment.date_gmt, &comment.date, "", under.zone) != Some(at) {
            changes.push(What::CommentDate);
        }
        let (name, changed) = name(&comment.name, under.nobody);
        if changed {
            changes.push(What::CommentName);
        }
        let answers = match comment.parent {
            0 => None,
            parent => {
                let place = places.get(&parent).copied();
                if place.is_none() {
                    changes.push(What::CommentAlone);
                }
                place
            }
        };
        if pieces.len() > 1 {
            changes.push(What::CommentParts);
        }
        let first = self.said.len();
        places.insert(comment.id, first);
        for (number, text) in pieces.into_iter().enumerate() {
            self.said.push(Said {
                state,
                name: name.clone(),
                text,
                at,
                // What goes on answers its own beginning.
                answers: answers.or((number > 0).then_some(first)),
            });
        }
        let place = usize::from(!changes.is_empty());
        self.count[place] += 1;
        for what in changes {
            self.note(what, 1);
        }
    }
}

fn name(given: &str, nobody: &str) -> (String, bool) {
    let line = paper::words::normal(&letters::line(given));
    let (name, cut) = letters::cut(line.trim(), NAME_CHARS_MAX);
    if name.is_empty() {
        return (nobody.to_owned(), true);
    }
    (name, cut)
}
