//! Standing pages of the source, each under a word that is free here.

use super::figures::crop;
use super::lines::{headline, role, slug};
use super::{Mapper, all_said};
use crate::letters;
use crate::plan::told;
use crate::survey::path_of;
use crate::wxr::Item;
use markup::Body;
use paper::imports::{Carried, Item as Told, Note, Outcome, StandingIn, What};
use paper::words::{self, LIST_MAX, NAME_CHARS_MAX};

impl Mapper<'_> {
    /// A word no page or section of the title has, as the record will choose it; and whether it is that of a page the title
    /// began with, whose place it takes.
    fn free_word(&mut self, item: &Item, title: &str, notes: &mut Vec<Note>) -> (String, bool) {
        let wished = match (slug(item), words::slug_of(title)) {
            (own, _) if !own.is_empty() => own,
            (_, made) if words::slug("slug", &made).is_ok() => made,
            _ => "page".to_owned(),
        };
        if self.home.models.remove(&wished) {
            notes.push(Note::new(What::ModelPage, &wished));
            return (wished, true);
        }
        let mut word = wished.clone();
        let mut number = 1;
        while !self.home.taken.insert(word.clone()) {
            number += 1;
            word = format!("{wished}-{number}");
        }
        if number > 1 {
            notes.push(Note::new(What::Renamed, format!("{wished} → {word}")));
        }
        (word, false)
    }

    pub(super) fn page(
        &mut self,
        item: &Item,
        body: Body,
        mut notes: Vec<Note>,
        name: String,
        number: u64,
    ) -> Told {
        let mut body = body;
        if crop(&mut body, LIST_MAX) {
            notes.push(Note::of(What::PicturesOver));
        }
        let title = headline(item, &body, &mut notes);
        let (title, _) = letters::cut(&title, NAME_CHARS_MAX);
        let (slug, instead) = self.free_word(item, &title, &mut notes);
        let refused = all_said(item);
        let changed = !notes.is_empty();
        if refused > 0 {
            notes.push(Note::new(What::CommentNowhere, format!("×{refused}")));
        }
        let old = path_of(&item.link).unwrap_or_default();
        let forwards = if old.is_empty() || old == format!("/{slug}") {
            Vec::new()
        } else {
            vec![old.clone()]
        };
        let outcome = if changed {
            Outcome::Changed
        } else {
            Outcome::Carried
        };
        Told {
            said: [0, 0, refused],
            old,
            forwards,
            thing: Carried::Page(Box::new(StandingIn {
                role: role(&slug),
                slug,
                name: title,
                body,
                instead,
            })),
            ..told(name, number, outcome, notes)
        }
    }
}
