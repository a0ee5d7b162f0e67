//! What a reading left out, so that nobody loses a thing unawares.

use crate::chars;

/// Longest excerpt of what was dropped, in characters.
pub const EXCERPT_CHARS_MAX: usize = 80;
/// Most different things listed; the last one listed stands for all others.
pub const DROPPED_MAX: usize = 64;

/// One kind of thing left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// Its name: an element (`script`), an attribute (`onclick`), `link`, `picture`, `hidden`, `tracking` (parameters of
    /// a link that follow readers).
    pub what: String,
    /// The beginning of the first one's text or address.
    pub excerpt: String,
    /// How many there were.
    pub count: u32,
}

#[derive(Debug, Default)]
pub(super) struct Drops {
    list: Vec<Dropped>,
}

impl Drops {
    /// Counts one more of a kind; the excerpt is asked for the first one only.
    pub(super) fn add(&mut self, what: &str, excerpt: impl FnOnce() -> String) {
        if let Some(known) = self.list.iter_mut().find(|known| known.what == what) {
            known.count = known.count.saturating_add(1);
            return;
        }
        if self.list.len() >= DROPPED_MAX {
            if let Some(last) = self.list.last_mut() {
                "…".clone_into(&mut last.what);
                last.count = last.count.saturating_add(1);
            }
            return;
        }
        // A few times as many characters as are shown: white space will be collapsed.
        let start: String = excerpt().chars().take(EXCERPT_CHARS_MAX * 4).collect();
        self.list.push(Dropped {
            what: what.chars().take(EXCERPT_CHARS_MAX).collect(),
            excerpt: chars::line(&start)
                .chars()
                .take(EXCERPT_CHARS_MAX)
                .collect(),
            count: 1,
        });
    }

    pub(super) fn into_list(self) -> Vec<Dropped> {
        self.list
    }
}
