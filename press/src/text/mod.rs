//! The body of an article as a page shows it: written by `markup`, with our pictures and our words.

pub(crate) mod difference;
pub(crate) mod talk;

use crate::context::Picture as Sizes;
use crate::html::{Html, escape};
use crate::pieces::{coverage, labels};
use crate::setting::Setting;
use markup::html::{Labels, PictureWriter, Shown, WriteOptions};
use markup::{Block, Body, Inline, Picture};
use paper::reading::facts::PictureFacts;
use std::collections::BTreeMap;

/// How wide a picture in the text is shown, for the browser's choice among its sizes.
const IN_TEXT: &str = "(min-width:42rem) 38rem,92vw";

/// A body made ready for a page.
#[derive(Debug)]
pub(crate) struct Printed {
    /// The text, with the notes to it at its end.
    pub(crate) html: Html,
    /// Anchors in the text that refer to each source.
    pub(crate) anchors: BTreeMap<u32, Vec<String>>,
    /// Words of the text.
    pub(crate) words: u32,
}

/// Prints a body whose article lists so many sources.
pub(crate) fn print(
    setting: &Setting<'_>,
    body: &Body,
    pictures: &BTreeMap<String, PictureFacts>,
    sources: usize,
) -> Printed {
    let said = said(setting);
    let shelf = Shelf { pictures };
    let one_day = coverage::is_of_one_day(setting, body);
    let time = |at: &str| coverage::time(setting, one_day, at);
    let sources = u32::try_from(sources).unwrap_or(u32::MAX);
    let options = WriteOptions {
        entry_time: &time,
        ..options(&said, &shelf, sources)
    };
    let written = markup::html::write(&prepared(setting, body), &options);
    let mut html = written.html;
    if !written.notes.is_empty() {
        html.push_str(&format!(
            "<section class=\"fn\" aria-label=\"{}\">{}</section>",
            escape(&setting.say("notes-to-text")),
            written.notes
        ));
    }
    Printed {
        html: Html::trusted(html),
        anchors: written.source_ids,
        words: u32::try_from(body.word_count()).unwrap_or(u32::MAX),
    }
}

/// Text that is no block: a caption.
pub(crate) fn phrase(setting: &Setting<'_>, text: &[Inline]) -> String {
    let body = Body {
        blocks: vec![Block::Paragraph {
            text: text.to_vec(),
            lang: None,
        }],
        ..Body::default()
    };
    let said = said(setting);
    let pictures = BTreeMap::new();
    let shelf = Shelf {
        pictures: &pictures,
    };
    let written = markup::html::write(&body, &options(&said, &shelf, 0)).html;
    let inner = written
        .strip_prefix("<p>")
        .and_then(|rest| rest.strip_suffix("</p>"));
    inner.unwrap_or_default().to_owned()
}

/// Caption, credit, licence, and the label of a picture a machine has made.
pub(crate) fn figcaption(setting: &Setting<'_>, picture: &Picture) -> Html {
    let mut out = phrase(setting, &picture.caption);
    let credit = [credit(setting, picture), picture.licence.clone()];
    let credit: Vec<String> = credit.into_iter().filter(|part| !part.is_empty()).collect();
    if !credit.is_empty() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&format!("<span>{}</span>", escape(&credit.join(", "))));
    }
    Html::trusted(out)
}

/// The credit; of a picture a machine has made, it begins by saying so.
pub(crate) fn credit(setting: &Setting<'_>, picture: &Picture) -> String {
    if !labels::made_by_machine(&picture.source_type) {
        return picture.credit.clone();
    }
    let label = setting.say("label-picture-generated");
    if picture.credit.is_empty() {
        label
    } else {
        format!("{label}: {}", picture.credit)
    }
}

/// The body with labelled credits, and with no crosshead a level deeper than the one before it allows.
pub(crate) fn prepared(setting: &Setting<'_>, body: &Body) -> Body {
    let mut body = body.clone();
    for picture in body.pictures_mut() {
        picture.credit = credit(setting, picture);
    }
    for block in &mut body.blocks {
        if let Block::Crosshead { level, .. } = block {
            if *level <= 2 {
                break;
            }
            *level = 2;
        }
    }
    body
}

/// The page's words around a text.
struct Said {
    source: String,
    note: String,
    back: String,
    table: String,
    full_picture: String,
}

fn said(setting: &Setting<'_>) -> Said {
    Said {
        source: setting.say("text-source"),
        note: setting.say("text-note"),
        back: setting.say("text-back"),
        table: setting.say("text-table"),
        full_picture: setting.say("text-full-picture"),
    }
}

fn options<'a>(said: &'a Said, shelf: &'a Shelf<'a>, sources: u32) -> WriteOptions<'a> {
    WriteOptions {
        pictures: shelf,
        labels: Labels {
            source: &said.source,
            note: &said.note,
            back: &said.back,
            table: &said.table,
            full_picture: &said.full_picture,
        },
        sources,
        id_prefix: "",
        entry_time: &str::to_owned,
        rel: "",
    }
}

/// The pictures of an article, by id.
struct Shelf<'a> {
    pictures: &'a BTreeMap<String, PictureFacts>,
}

impl PictureWriter for Shelf<'_> {
    fn show(&self, picture: &Picture) -> Option<Shown> {
        let image = Sizes::new(self.pictures.get(&picture.file)?)?;
        Some(Shown {
            src: image.src,
            srcset: image.srcset,
            sizes: IN_TEXT.to_owned(),
            width: image.width,
            height: image.height,
            full: String::new(),
        })
    }
}
