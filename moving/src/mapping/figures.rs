//! Pictures of texts: those of the source's library as a text shows them, and links in the place of those that are not here.

use crate::letters;
use crate::text::{Attached, escaped};
use markup::{Body, Inline, Picture};
use paper::words::{NAME_CHARS_MAX, NOTE_CHARS_MAX};
use serde_json::Value;
use std::collections::BTreeMap;

/// A file of the source as a picture of a text.
pub(super) fn placed(url: &str, file: &Attached) -> Picture {
    let caption = letters::line(&file.caption);
    Picture {
        file: url.to_owned(),
        alt: letters::cut(&file.alt, NOTE_CHARS_MAX).0,
        caption: if caption.is_empty() {
            Vec::new()
        } else {
            vec![Inline::text(caption)]
        },
        credit: letters::cut(&file.credit, NAME_CHARS_MAX).0,
        ..Picture::default()
    }
}

/// Puts links in the place of pictures beyond so many; whether there were any.
pub(super) fn crop(body: &mut Body, most: usize) -> bool {
    if body.pictures().len() <= most {
        return false;
    }
    let mut left = most;
    replace_pictures(body, &mut |_| {
        let kept = left > 0;
        left = left.saturating_sub(1);
        kept
    });
    true
}

/// Puts links in the place of the pictures that are not kept.
pub(crate) fn replace_pictures(body: &mut Body, kept: &mut dyn FnMut(&Picture) -> bool) {
    let blocks = std::mem::take(&mut body.blocks);
    body.blocks = replaced(blocks, kept);
}

fn replaced(
    blocks: Vec<markup::Block>,
    kept: &mut dyn FnMut(&Picture) -> bool,
) -> Vec<markup::Block> {
    use markup::Block;
    let mut out = Vec::with_capacity(blocks.len());
    for block in blocks {
        match block {
            Block::Figure(picture) => match kept(&picture) {
                true => out.push(Block::Figure(picture)),
                false => out.extend(linked(&picture)),
            },
            Block::Gallery { pictures } => {
                let (mut shown, mut links) = (Vec::new(), Vec::new());
                for picture in pictures {
                    match kept(&picture) {
                        true => shown.push(picture),
                        false => links.extend(linked(&picture)),
                    }
                }
                match shown.len() {
                    0 => {}
                    1 => out.extend(shown.pop().map(Block::Figure)),
                    _ => out.push(Block::Gallery { pictures: shown }),
                }
                out.extend(links);
            }
            Block::Quote { blocks, cite } => out.push(Block::Quote {
                blocks: replaced(blocks, kept),
                cite,
            }),
            Block::Aside { title, blocks } => out.push(Block::Aside {
                title,
                blocks: replaced(blocks, kept),
            }),
            Block::List { ordered, items } => out.push(Block::List {
                ordered,
                items: items.into_iter().map(|item| replaced(item, kept)).collect(),
            }),
            other => out.push(other),
        }
    }
    out
}

/// Has links of a text lead elsewhere: from what they say to what they are to say.
pub(crate) fn relink(
    body: &mut Body,
    now: &BTreeMap<String, String>,
) -> Result<(), serde_json::Error> {
    let mut tree = serde_json::to_value(&*body)?;
    relink_in(&mut tree, now);
    *body = serde_json::from_value(tree)?;
    Ok(())
}

fn relink_in(tree: &mut Value, now: &BTreeMap<String, String>) {
    match tree {
        Value::Array(items) => items.iter_mut().for_each(|item| relink_in(item, now)),
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(href) if name == "href" => {
                        if let Some(there) = now.get(href) {
                            href.clone_from(there);
                        }
                    }
                    other => relink_in(other, now),
                }
            }
        }
        _ => {}
    }
}

/// A link to where a picture is that is not here, with the words it had.
fn linked(picture: &Picture) -> Option<markup::Block> {
    let url = url::Url::parse(&picture.file).ok()?;
    let caption = markup::plain(&picture.caption);
    let name = url.path_segments()?.next_back()?.to_owned();
    let title = [caption, picture.alt.clone(), name]
        .into_iter()
        .find(|words| !words.trim().is_empty())?;
    // Written as the normaliser writes embeds, so that the same checks hold.
    let html = format!(
        "<iframe src=\"{}\" title=\"{}\"></iframe>",
        escaped(url.as_str()),
        escaped(&title)
    );
    let read = markup::html::read(&html, markup::html::Limits::default());
    read.body.blocks.into_iter().next()
}
