//! Two people changed one text: their texts and the one both began with, made one.
//!
//! The unit is the block of the text itself: a paragraph, a list, a picture. A block changed by one of the two is as that
//! one left it; a change both made alike is made once. Where both inserted at the same place, both are kept, theirs first.
//! A paragraph both changed is put together word by word where an unchanged word stands between the changes of the two.
//! Everything else is a [`Clash`], told with all three texts, and mine stands until a person decides. So every word of
//! either is in the merged text or in a clash, but what one of the two took away.
//!
//! A block moved is a block taken away here and put in there. Moved by both to different places, it stands twice.

mod paragraphs;
mod sides;

use crate::body::{Block, Body};
use crate::canonical;
use sides::{Fate, Side};

/// What two people made of one place, where a person has to decide.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Clash {
    /// Where in the merged body, as an index of blocks: there mine stands, or would stand if mine is nothing. A list that
    /// went on where another ended stands in one block with it.
    pub at: usize,
    /// What both began with; nothing where that is not known.
    pub base: Vec<Block>,
    /// What I made of it; nothing if I took it away.
    pub mine: Vec<Block>,
    /// What they made of it; nothing if they took it away.
    pub theirs: Vec<Block>,
}

/// Two texts made one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The text, canonical, with mine in each clash.
    pub body: Body,
    /// What a person has to decide, in the order of the text.
    pub clashes: Vec<Clash>,
}

/// Makes one of two texts that began with `base`. All three are brought into canonical form first.
pub fn merge(base: &Body, mine: &Body, theirs: &Body) -> Merged {
    let (base, mine, theirs) = (canonical(base), canonical(mine), canonical(theirs));
    let (my, their) = (Side::of(&base, &mine), Side::of(&base, &theirs));
    let mut out = Out::default();
    for (at, was) in base.iter().enumerate() {
        out.inserts(my.inserted(at), their.inserted(at));
        out.block(was, my.fate(at), their.fate(at));
    }
    out.inserts(my.inserted(base.len()), their.inserted(base.len()));
    out.finish()
}

/// Sets one text against another where nobody knows what both began with: every difference is a clash, mine stands.
pub fn differences(mine: &Body, theirs: &Body) -> Merged {
    let (mine, theirs) = (canonical(mine), canonical(theirs));
    let their = Side::of(&mine, &theirs);
    let mut out = Out::default();
    for (at, block) in mine.iter().enumerate() {
        out.only_theirs(their.inserted(at));
        match their.fate(at) {
            Fate::Same => drop(out.put(block)),
            Fate::Edited(theirs) => out.clash(&[], Some(block), Some(theirs)),
            Fate::Gone => out.clash(&[], Some(block), None),
        }
    }
    out.only_theirs(their.inserted(mine.len()));
    out.finish()
}

fn canonical(body: &Body) -> Vec<Block> {
    body.clone().canonical().blocks
}

#[derive(Default)]
struct Out {
    blocks: Vec<Block>,
    clashes: Vec<Clash>,
}

impl Out {
    /// Puts a block; says where it stands.
    fn put(&mut self, block: &Block) -> usize {
        canonical::follow(&mut self.blocks, block.clone());
        self.blocks.len() - 1
    }

    fn inserts(&mut self, mine: &[Block], theirs: &[Block]) {
        for block in sides::both(mine, theirs) {
            self.put(block);
        }
    }

    fn only_theirs(&mut self, inserted: &[Block]) {
        if !inserted.is_empty() {
            self.clashes.push(Clash {
                at: self.blocks.len(),
                base: Vec::new(),
                mine: Vec::new(),
                theirs: inserted.to_vec(),
            });
        }
    }

    fn block(&mut self, was: &Block, mine: Fate<'_>, theirs: Fate<'_>) {
        match (mine, theirs) {
            (Fate::Same, Fate::Same) => {
                self.put(was);
            }
            (Fate::Same, Fate::Edited(block)) | (Fate::Edited(block), Fate::Same) => {
                self.put(block);
            }
            (Fate::Same | Fate::Gone, Fate::Gone) | (Fate::Gone, Fate::Same) => {}
            (Fate::Edited(mine), Fate::Edited(theirs)) if mine == theirs => {
                self.put(mine);
            }
            (Fate::Edited(mine), Fate::Edited(theirs)) => {
                match paragraphs::merge(was, mine, theirs) {
                    Some(block) => drop(self.put(&block)),
                    None => self.clash(std::slice::from_ref(was), Some(mine), Some(theirs)),
                }
            }
            (Fate::Edited(mine), Fate::Gone) => {
                self.clash(std::slice::from_ref(was), Some(mine), None);
            }
            (Fate::Gone, Fate::Edited(theirs)) => {
                self.clash(std::slice::from_ref(was), None, Some(theirs));
            }
        }
    }

    fn clash(&mut self, base: &[Block], mine: Option<&Block>, theirs: Option<&Block>) {
        let at = match mine {
            Some(mine) => self.put(mine),
            None => self.blocks.len(),
        };
        self.clashes.push(Clash {
            at,
            base: base.to_vec(),
            mine: mine.into_iter().cloned().collect(),
            theirs: theirs.into_iter().cloned().collect(),
        });
    }

    fn finish(self) -> Merged {
        Merged {
            body: Body {
                blocks: self.blocks,
                ..Body::default()
            },
            clashes: self.clashes,
        }
    }
}
