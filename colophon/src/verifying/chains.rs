//! The entries of a whole log beside each other: of each article every revision after the one before, and none after it was
//! taken back.

use std::collections::HashMap;
use tlog::{Statement, TakenBack};

/// Number of a revision and the commitment to it.
type Last = (u32, [u8; 32]);

/// Stands for an article that was taken back: no entry can follow it, since a first revision follows nothing.
const GONE: Last = (0, [0; 32]);

/// The last revision of each article, by its id, as far as the entries were looked at.
#[derive(Debug, Default)]
pub(crate) struct Chains(HashMap<u128, Last>);

impl Chains {
    /// What is amiss with an entry, beside those before it.
    pub(super) fn follows(&mut self, index: u64, entry: &[u8]) -> Option<(String, String)> {
        let logged = match Statement::read(entry) {
            Ok(Statement::Revision(logged)) => logged,
            Ok(Statement::TakenBack(gone)) => return self.ends(index, &gone),
            Ok(Statement::Key(_)) => return None,
            Ok(Statement::Begun(begun)) => {
                let kept = begun.kept == index;
                return (!kept).then(|| {
                    (
                        format!("la voce {index} dice di seguire {} voci", begun.kept),
                        format!("entry {index} says that it follows {} entries", begun.kept),
                    )
                });
            }
            Err(why) => {
                return Some((
                    format!("la voce {index}: {why}"),
                    format!("entry {index}: {why}"),
                ));
            }
        };
        let now = (
            logged.number,
            commitment(&logged.commitment).unwrap_or([0; 32]),
        );
        let follows = match self.0.insert(id_of(&logged.article), now) {
            None => logged.number == 1 && logged.previous.is_empty(),
            Some((number, before)) => {
                logged.number == number + 1 && logged.previous == hex::encode(before)
            }
        };
        (!follows).then(|| {
            let (article, number) = (&logged.article, logged.number);
            (
                format!("storia spezzata: la voce {index}, versione {number} di {article}, non segue quella prima"),
                format!("history broken: entry {index}, version {number} of {article}, does not follow the one before"),
            )
        })
    }

    /// What is amiss with an entry by which an article was taken back.
    fn ends(&mut self, index: u64, gone: &TakenBack) -> Option<(String, String)> {
        let last = self.0.insert(id_of(&gone.article), GONE);
        let told = commitment(&gone.previous).map(|commitment| (gone.number, commitment));
        let fits = last.is_some() && last == told;
        (!fits).then(|| {
            let article = &gone.article;
            (
                format!("storia spezzata: la voce {index} dice ripreso {article}, ma dopo un’altra versione che l’ultima"),
                format!("history broken: entry {index} says that {article} was taken back, but after another version than its last"),
            )
        })
    }

    /// The number of an article's last revision; 0 if it was taken back, `None` if no entry is of it.
    pub(super) fn last_number(&self, article: &str) -> Option<u32> {
        self.0.get(&id_of(article)).map(|(number, _)| *number)
    }

    /// How many articles there are, and how many were taken back.
    pub(super) fn counts(&self) -> (usize, usize) {
        let gone = self.0.values().filter(|last| **last == GONE).count();
        (self.0.len() - gone, gone)
    }

    /// A line an article, to be kept.
    pub(super) fn lines(&self) -> impl Iterator<Item = String> {
        let articles = self.0.iter();
        articles.map(|(id, (number, commitment))| {
            format!("{id:x} {number} {}\n", hex::encode(commitment))
        })
    }

    /// Reads a line that was kept.
    pub(super) fn take(&mut self, line: &str) -> Option<()> {
        let mut words = line.split(' ');
        let id = u128::from_str_radix(words.next()?, 16).ok()?;
        let number = words.next()?.parse().ok()?;
        self.0.insert(id, (number, commitment(words.next()?)?));
        Some(())
    }
}

fn id_of(article: &str) -> u128 {
    u128::from_str_radix(&article.replace('-', ""), 16).unwrap_or(0)
}

fn commitment(text: &str) -> Option<[u8; 32]> {
    hex::decode(text).ok()?.try_into().ok()
}
