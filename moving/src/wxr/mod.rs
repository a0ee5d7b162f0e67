//! WordPress eXtended RSS, versions 1.0 to 1.2, read piece by piece: any size in little memory, and whatever is whole of a file
//! that is not.

mod cutting;
mod fields;
mod item;
mod source;

pub(crate) use item::{Author, Borne, Comment, Item, Site, Term};

use cutting::{Cutter, Piece};
use paper::imports::{Note, What};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// Bytes looked through for the name of an item that could not be read.
const NAME_BYTES: usize = 4 * 1024;

/// What an export says, in its order.
#[derive(Debug)]
pub(crate) enum Entry {
    /// The name of the site.
    Name(String),
    /// Its address.
    Address(String),
    Author(Author),
    Term(Term),
    Item(Box<Item>),
    /// A piece that could not be read, and what can be said of it.
    Damage(Note),
    /// A file that could not be read on.
    Broken(PathBuf, std::io::Error),
}

/// Reads the files of one export, one after another.
pub(crate) struct Export {
    files: std::vec::IntoIter<PathBuf>,
    open: Option<(PathBuf, Cutter<Box<dyn Read + Send>>)>,
    read: Arc<AtomicU64>,
}

impl Export {
    /// An export in several files. `read` counts the bytes read of them.
    pub(crate) fn new(files: &[PathBuf], read: &Arc<AtomicU64>) -> Export {
        Export {
            files: files.to_vec().into_iter(),
            open: None,
            read: Arc::clone(read),
        }
    }

    fn piece(&mut self) -> Option<Result<Piece, (PathBuf, std::io::Error)>> {
        loop {
            if let Some((path, cutter)) = &mut self.open {
                match cutter.next() {
                    Ok(Some(piece)) => return Some(Ok(piece)),
                    Ok(None) => self.open = None,
                    Err(error) => {
                        let path = path.clone();
                        self.open = None;
                        return Some(Err((path, error)));
                    }
                }
            }
            let path = self.files.next()?;
            match open(&path, &self.read) {
                Ok(cutter) => self.open = Some((path, cutter)),
                Err(error) => return Some(Err((path, error))),
            }
        }
    }
}

fn open(path: &Path, read: &Arc<AtomicU64>) -> std::io::Result<Cutter<Box<dyn Read + Send>>> {
    Ok(Cutter::new(source::open(path, read)?))
}

impl Iterator for Export {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        loop {
            let piece = match self.piece()? {
                Ok(piece) => piece,
                Err((path, error)) => return Some(Entry::Broken(path, error)),
            };
            if let Some(entry) = entry(piece) {
                return Some(entry);
            }
        }
    }
}

fn entry(piece: Piece) -> Option<Entry> {
    let (name, record) = match piece {
        Piece::Record(name, record) => (name, record),
        Piece::TooLarge(name, head) => return damage(What::TooLarge, &name, &head),
        Piece::CutOff(name, head) => return damage(What::CutOff, &name, &head),
        Piece::Doctype => return Some(Entry::Damage(Note::new(What::Entities, "DOCTYPE"))),
    };
    Some(match name.as_str() {
        "title" => Entry::Name(item::leaf(&record)),
        "wp:base_blog_url" => Entry::Address(item::leaf(&record)),
        "wp:author" => Entry::Author(item::author(&record)),
        "wp:category" | "wp:tag" | "wp:term" => Entry::Term(item::term(&name, &record)),
        "item" => Entry::Item(Box::new(item::item(&record))),
        _ => return None,
    })
}

fn damage(what: What, name: &str, head: &[u8]) -> Option<Entry> {
    let head = head.get(..NAME_BYTES).unwrap_or(head);
    let title = item::item(head).title;
    Some(Entry::Damage(Note::new(what, format!("{name} {title}"))))
}
