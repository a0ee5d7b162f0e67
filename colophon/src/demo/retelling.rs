//! An article of the demo as it stands: its file's text, which the deeds change, and the copy that text makes.

use super::content::Replacement;
use super::library::Library;
use exchange::article_file::{self, ArticleFile};
use jiff::tz::TimeZone;
use paper::{Fault, Result};

/// The text of an article file, as the deeds so far have left it.
pub(super) struct Retelling {
    pub(super) key: String,
    text: String,
}

impl Retelling {
    pub(super) fn of(key: &str, text: &str) -> Retelling {
        Retelling {
            key: key.to_owned(),
            text: text.to_owned(),
        }
    }

    /// Replaces words, each of which must stand in the text exactly once.
    pub(super) fn replace(&mut self, replacements: &[Replacement]) -> Result<()> {
        for Replacement { old, new } in replacements {
            match self.text.matches(old.as_str()).count() {
                1 => self.text = self.text.replacen(old.as_str(), new, 1),
                count => {
                    let key = &self.key;
                    return Err(Fault::new(format!(
                        "demo, {key}: “{old}” stands there {count} times, not once"
                    ))
                    .into());
                }
            }
        }
        Ok(())
    }

    /// The article, its pictures named by their ids.
    pub(super) async fn article(
        &self,
        zone: &TimeZone,
        pictures: &mut Library,
    ) -> Result<ArticleFile> {
        let mut file = self.file(zone)?;
        for picture in file
            .copy
            .picture
            .iter_mut()
            .chain(file.copy.body.pictures_mut())
        {
            picture.file = pictures.id_of(&picture.file).await?.to_string();
        }
        Ok(file)
    }

    /// The article as the file says it.
    pub(super) fn file(&self, zone: &TimeZone) -> Result<ArticleFile> {
        article_file::read_in("article.md", self.text.as_bytes(), zone).map_err(|problems| {
            let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
            Fault::new(format!("demo, {}: {}", self.key, told.join("; "))).into()
        })
    }
}
