//! The text of a post as the body of an article.
//!
//! Blocks are unfolded, shortcodes written out, paragraphs made of empty lines where the text is older than blocks; then the
//! one normaliser of [`markup`] reads what came of it. Nothing of the source reaches a page by any other way.

mod autop;
mod blocks;
mod shortcodes;

use markup::html::{Limit, Limits};
use markup::{Block, Body};
use paper::imports::{Note, What};
use std::collections::BTreeMap;

/// Names told of one kind of thing in one text.
const NAMES_MAX: usize = 20;

/// A picture or other file of the source.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Attached {
    pub(crate) id: u64,
    pub(crate) url: String,
    pub(crate) title: String,
    pub(crate) caption: String,
    pub(crate) alt: String,
    pub(crate) credit: String,
    /// Its place under the uploads, where the source says it.
    pub(crate) path: String,
    pub(crate) parent: u64,
}

/// What a text may name that stands elsewhere in the source.
pub(crate) trait Library {
    /// A file by its number.
    fn file(&self, id: u64) -> Option<Attached>;
    /// Files that belong to a post.
    fn files_of(&self, post: u64) -> Vec<Attached>;
    /// The text of a block that is used in several posts.
    fn shared(&self, id: u64) -> Option<String>;
}

/// What was met on the way.
#[derive(Debug, Default)]
pub(crate) struct Met {
    unknown: BTreeMap<(What, String), u32>,
}

impl Met {
    fn note(&mut self, what: What, name: &str) {
        let key = (what, name.chars().take(60).collect());
        if self.unknown.len() < NAMES_MAX || self.unknown.contains_key(&key) {
            *self.unknown.entry(key).or_default() += 1;
        }
    }

    fn into_notes(self) -> Vec<Note> {
        self.unknown
            .into_iter()
            .map(|((what, name), count)| {
                let detail = match count {
                    1 => name,
                    many => format!("{name} ×{many}"),
                };
                Note::new(what, detail)
            })
            .collect()
    }
}

/// A text that was read.
#[derive(Debug)]
pub(crate) struct Converted {
    pub(crate) body: Body,
    pub(crate) notes: Vec<Note>,
    /// It is longer than an article may be.
    pub(crate) over: bool,
}

/// Reads the text of a post. `footnotes` is what its field of that name holds.
pub(crate) fn convert(raw: &str, footnotes: &str, post: u64, library: &dyn Library) -> Converted {
    let mut met = Met::default();
    let in_blocks = blocks::is_in_blocks(raw);
    let raw = blocks::with_footnotes(raw, footnotes);
    let text = blocks::unfold(&raw, library, &mut met);
    let text = blocks::without_buttons(&text);
    let text = shortcodes::written_out(&text, post, library, &mut met);
    let html = if in_blocks {
        autop::embeds(&text)
    } else {
        autop::paragraphs(&text)
    };
    let mut read = markup::html::read(&html, Limits::default());
    name_embeds(&mut read.body.blocks);
    let mut notes = met.into_notes();
    for dropped in read.dropped {
        // What follows readers about is no loss of a text.
        if dropped.what != "tracking" {
            let detail = format!("{} ×{} {}", dropped.what, dropped.count, dropped.excerpt);
            notes.push(Note::new(What::Dropped, detail));
        }
    }
    Converted {
        body: read.body,
        notes,
        over: read.over.is_some_and(|over| over != Limit::Depth),
    }
}

/// Says of an embed what it is, where the text does not: the name of the site.
fn name_embeds(blocks: &mut [Block]) {
    for block in blocks {
        match block {
            // Where the text says nothing, the normaliser has put the host.
            Block::Embed { url, title } if url.contains(title.as_str()) => *title = site_of(url),
            Block::Quote { blocks, .. } | Block::Aside { blocks, .. } => name_embeds(blocks),
            _ => {}
        }
    }
}

/// The name of the site behind an address, as people call it.
pub(crate) fn site_of(url: &str) -> String {
    const SITES: [(&str, &str); 14] = [
        ("youtube.com", "YouTube"),
        ("youtube-nocookie.com", "YouTube"),
        ("youtu.be", "YouTube"),
        ("vimeo.com", "Vimeo"),
        ("twitter.com", "X"),
        ("x.com", "X"),
        ("facebook.com", "Facebook"),
        ("instagram.com", "Instagram"),
        ("dailymotion.com", "Dailymotion"),
        ("soundcloud.com", "SoundCloud"),
        ("spotify.com", "Spotify"),
        ("tiktok.com", "TikTok"),
        ("google.com", "Google"),
        ("flickr.com", "Flickr"),
    ];
    let host = url::Url::parse(url)
        .ok()
        .and_then(|url| url.host_str().map(str::to_owned))
        .unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    if let Some(file) = played(url) {
        return file;
    }
    SITES
        .iter()
        .find(|(site, _)| {
            host == *site
                || host
                    .strip_suffix(site)
                    .is_some_and(|sub| sub.ends_with('.'))
        })
        .map_or_else(|| host.to_owned(), |(_, name)| (*name).to_owned())
}

/// The name of a file somebody plays, where an address is of one.
fn played(url: &str) -> Option<String> {
    const ENDINGS: [&str; 10] = [
        "mp3", "m4a", "ogg", "oga", "wav", "mp4", "m4v", "mov", "webm", "ogv",
    ];
    let url = url::Url::parse(url).ok()?;
    let name = url.path_segments()?.next_back()?;
    let name = percent_encoding::percent_decode_str(name)
        .decode_utf8()
        .ok()?;
    let (_, ending) = name.rsplit_once('.')?;
    ENDINGS
        .contains(&ending.to_ascii_lowercase().as_str())
        .then(|| name.into_owned())
}

/// Text as HTML says it.
pub(crate) fn escaped(text: &str) -> String {
    markup::html::escape(text)
}
