//! The second reading: items of the source become what they are here, some ahead of whoever brings them in.

use super::BATCH_BYTES;
use crate::mapping::Mapper;
use crate::plan::told;
use crate::wxr::{Entry, Export};
use paper::imports::{ITEMS_MAX, Item, Note, Outcome, What};
use tokio::sync::mpsc;

/// Reads an export for the second time and makes items of it, in batches, until nobody takes them any more.
pub(super) fn make(
    export: Export,
    mut mapper: Mapper<'_>,
    furnished: u64,
    give: &mpsc::Sender<Vec<Item>>,
) {
    let mut number = furnished;
    let mut batch = Vec::new();
    let mut bytes = 0;
    let survey = mapper.survey;
    let terms = survey.other_terms.iter().map(|term| {
        let item = format!("other:term {} {}", term.taxonomy, term.slug);
        let item: String = item.chars().take(200).collect();
        let note = Note::new(What::Type, format!("{} {}", term.taxonomy, term.name));
        match term.taxonomy.as_str() {
            "nav_menu" | "author" => told(item, 0, Outcome::Carried, Vec::new()),
            "post_format" | "wp_theme" | "link_category" | "wp_template_part_area" => {
                told(item, 0, Outcome::Refused, vec![note])
            }
            _ => told(item, 0, Outcome::Unknown, vec![note]),
        }
    });
    // Named by what it is, so that the damage of another file of the same site is another.
    let damage = survey.damage.iter().enumerate().map(|(place, note)| {
        let item = format!("damage:{} {}", place + 1, note.detail);
        told(
            item.chars().take(200).collect(),
            0,
            Outcome::Refused,
            vec![note.clone()],
        )
    });
    let mut first: Vec<Item> = terms.chain(damage).collect();
    for item in &mut first {
        number += 1;
        item.number = number;
    }
    for part in chunked(first) {
        if give.blocking_send(part).is_err() {
            return;
        }
    }
    for entry in export {
        let Entry::Item(item) = entry else { continue };
        number += 1;
        bytes += item.content.len() + 256 * item.comments.len();
        batch.push(mapper.item(*item, number));
        if batch.len() >= ITEMS_MAX || bytes >= BATCH_BYTES {
            bytes = 0;
            if give.blocking_send(std::mem::take(&mut batch)).is_err() {
                return;
            }
        }
    }
    let _ = give.blocking_send(batch);
}

fn chunked(items: Vec<Item>) -> Vec<Vec<Item>> {
    let mut rest = items.into_iter().peekable();
    let mut all = Vec::new();
    while rest.peek().is_some() {
        all.push(rest.by_ref().take(ITEMS_MAX).collect());
    }
    all
}
