//! Whether the rows of an article that come in belong together: its revisions follow each other and are what they commit to,
//! and everything else is about this article. Nothing of it asks the record.

use super::Wrong;
use super::row::Row;
use crate::articles::canonical::SALT_BYTES;
use crate::articles::commitment;
use crate::articles::content::{Class, Content};
use std::collections::BTreeSet;

/// An article whose rows come in.
#[derive(Debug)]
pub struct Chain {
    id: Vec<u8>,
    named: String,
    home: Vec<u8>,
    /// What its own row says readers see, and of how many revisions that is the last.
    revision: Option<Vec<u8>>,
    count: i64,
    seen: i64,
    last: Option<(Vec<u8>, Vec<u8>)>,
    revisions: BTreeSet<Vec<u8>>,
    placements: BTreeSet<Vec<u8>>,
    originals: usize,
    newest: Option<Content>,
    corrected: bool,
}

fn told(it: &str, en: &str) -> Wrong {
    Wrong::new(it, en)
}

impl Chain {
    /// Begins with the article's own row.
    ///
    /// # Errors
    /// If it is another row.
    pub fn begin(row: &Row) -> Result<Chain, Wrong> {
        let (Some(id), Some(home)) = (row.bytes("id"), row.bytes("home_title_id")) else {
            return Err(told(
                "comincia senza la riga dell’articolo",
                "begins without the row of the article",
            ));
        };
        let named = <[u8; 16]>::try_from(id).map(uuid::Uuid::from_bytes);
        Ok(Chain {
            id: id.to_vec(),
            named: named
                .map(|id| id.hyphenated().to_string())
                .unwrap_or_default(),
            home: home.to_vec(),
            revision: row.bytes("revision_id").map(<[u8]>::to_vec),
            count: row.number("revision_count").unwrap_or_default(),
            seen: 0,
            last: None,
            revisions: BTreeSet::new(),
            placements: BTreeSet::new(),
            originals: 0,
            newest: None,
            corrected: false,
        })
    }

    /// The article's id, hyphenated.
    pub fn id(&self) -> &str {
        &self.named
    }

    /// What readers see, once its revisions have come.
    pub(crate) fn newest(&self) -> Option<&Content> {
        self.newest.as_ref()
    }

    /// Whether one of its revisions corrected or clarified it.
    pub(crate) fn is_corrected(&self) -> bool {
        self.corrected
    }

    /// The title it was filed for.
    pub(crate) fn home(&self) -> &[u8] {
        &self.home
    }

    /// The next row of the article.
    ///
    /// # Errors
    /// If it does not belong to what came before it.
    pub fn take(&mut self, row: &Row) -> Result<(), Wrong> {
        if row.bytes("article_id").is_some_and(|id| id != self.id) {
            return Err(told(
                "una riga è di un altro articolo",
                "a row is of another article",
            ));
        }
        match row.table.name {
            "articles" => Err(told(
                "la riga dell’articolo c’è due volte",
                "the row of the article is there twice",
            )),
            "revisions" => self.revision(row),
            "placements" => self.placement(row),
            _ => self.of_a_placement(row),
        }
    }

    fn revision(&mut self, row: &Row) -> Result<(), Wrong> {
        let number = row.number("number").unwrap_or_default();
        let about = |wrong: Wrong| wrong.about(&format!("revision {number}"));
        let text = row.text("content");
        let content: Content =
            serde_json::from_str(text).map_err(|error| about(Wrong::same(error.to_string())))?;
        let id = row.bytes("id").unwrap_or_default();
        let committed = row.bytes("commitment").unwrap_or_default();
        let (last_id, last) = self.last.clone().unzip();
        let follows = number == self.seen + 1
            && row.bytes("previous_id") == last_id.as_deref()
            && row.bytes("previous_commitment") == last.as_deref()
            && content.previous == last.map(hex::encode).unwrap_or_default();
        if !follows {
            return Err(about(told(
                "non segue quella di prima",
                "does not follow the one before it",
            )));
        }
        let says = content.article == self.named
            && i64::from(content.number) == number
            && content.class.word() == row.text("class")
            && Some(content.at.as_microsecond()) == row.number("at");
        if !says {
            return Err(about(told(
                "il testo dice di sé altro da ciò che dice la riga",
                "its text says of itself other than the row does",
            )));
        }
        self.commits(row, text, committed).map_err(about)?;
        self.corrected |= matches!(content.class, Class::Correction | Class::Clarification);
        self.seen = number;
        self.last = Some((id.to_vec(), committed.to_vec()));
        self.revisions.insert(id.to_vec());
        self.newest = Some(content);
        Ok(())
    }

    /// The hash over the canonical form, made again. A text blanked by law has lost its salt, and with it the proof.
    fn commits(&self, row: &Row, text: &str, committed: &[u8]) -> Result<(), Wrong> {
        match row.bytes("salt") {
            Some(salt) if salt.len() == SALT_BYTES && commitment(salt, text)[..] == *committed => {
                Ok(())
            }
            None if row.number("redacted_at").is_some() && committed.len() == 32 => Ok(()),
            None if row.number("redacted_at").is_none() => Err(told(
                "manca il sale, e non si sa perché",
                "the salt is missing, and nothing says why",
            )),
            _ => Err(told(
                "il testo non è quello della sua impronta",
                "the text is not the one committed to",
            )),
        }
    }

    fn placement(&mut self, row: &Row) -> Result<(), Wrong> {
        let shown = row.bytes("revision_id");
        if shown.is_some_and(|shown| !self.revisions.contains(shown)) {
            return Err(told(
                "una collocazione mostra una revisione che non è sua",
                "a placement shows a revision that is not the article’s",
            ));
        }
        if row.number("original") == Some(1) {
            self.originals += 1;
        }
        if self.originals > 1 {
            return Err(told(
                "ci sono due collocazioni originali",
                "there are two original placements",
            ));
        }
        let id = row.bytes("id").unwrap_or_default();
        self.placements.insert(id.to_vec());
        Ok(())
    }

    fn of_a_placement(&self, row: &Row) -> Result<(), Wrong> {
        match row.bytes("placement_id") {
            Some(placement) if !self.placements.contains(placement) => Err(told(
                "una riga è di una collocazione che non è dell’articolo",
                "a row is of a placement that is not the article’s",
            )),
            _ => Ok(()),
        }
    }

    /// Says whether all of the article has come.
    ///
    /// # Errors
    /// If revisions are missing, or readers would see another than the newest.
    pub fn end(&self) -> Result<(), Wrong> {
        let newest = self.last.as_ref().map(|(id, _)| id);
        if self.seen != self.count || newest != self.revision.as_ref() {
            return Err(told(
                "le revisioni non sono quelle che dice la riga dell’articolo",
                "its revisions are not those the row of the article tells of",
            ));
        }
        Ok(())
    }
}
