//! What can be asked of a text, by what stands behind its address.

use crate::cache::{self, Reads};
use crate::forms;
use paper::addresses;
use paper::cases::Subject;

/// The text an address names something of, and what of it.
pub(crate) fn part_of(path: &str) -> Option<(&str, View)> {
    let end = addresses::VIEWS.iter().find(|end| path.ends_with(**end));
    let (address, view) = match end {
        Some(end) => {
            let view = match *end {
                "/history" => View::History,
                ".json" => View::Data,
                ".canonical" => View::Canonical,
                ".tlog-proof" => View::Proof,
                forms::COMMENT => View::Comment,
                forms::NOTICE => View::Notice,
                forms::REPORT => View::Case(Subject::Error),
                forms::REPLY => View::Case(Subject::Reply),
                _ => return None,
            };
            (path.strip_suffix(end)?, view)
        }
        None => {
            let (address, file) = path.rsplit_once('/')?;
            card_of(file)?;
            (address, View::Card)
        }
    };
    (!address.is_empty()).then_some((address, view))
}

/// The hash in the name of a card (`card-….png`).
pub(crate) fn card_of(file: &str) -> Option<&str> {
    file.strip_prefix("card-")?.strip_suffix(".png")
}

/// What is asked of a text.
#[derive(Debug, Clone, Copy)]
pub(crate) enum View {
    Page,
    History,
    Data,
    Canonical,
    Proof,
    Card,
    Comment,
    Notice,
    Case(Subject),
}

impl View {
    /// The parameters it looks at.
    pub(crate) fn reads(self) -> Reads {
        match self {
            View::Page => cache::OF_ARTICLE,
            View::History => cache::OF_HISTORY,
            View::Data | View::Canonical | View::Proof => cache::REVISION,
            View::Card => cache::NOTHING,
            View::Comment | View::Notice | View::Case(_) => cache::ANYTHING,
        }
    }

    /// It is made for one reader: a form, or what changes with every entry of the log.
    pub(crate) fn is_for_one(self) -> bool {
        match self {
            View::Comment | View::Notice | View::Case(_) | View::Proof => true,
            View::Page | View::History | View::Data | View::Canonical | View::Card => false,
        }
    }
}
