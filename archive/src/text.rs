//! An article for people: what readers see of it, or the text in work where nothing is out, as an article file. It holds no
//! text of a source, no note of the desk and nobody's consent, and is not read back.

use crate::layout;
use exchange::article_file::{self, ArticleFile};
use jiff::Timestamp;
use markup::Picture;
use paper::articles::content::{Content, State};
use paper::carrying::{self, Out};
use paper::copy::Copy;
use paper::{Fault, Result, pictures};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What lies between an article's file and the folder pictures are in.
const UP: &str = "../../";

/// Words of rows that rows of articles name by id.
#[derive(Debug, Default)]
pub(crate) struct Names {
    sections: BTreeMap<String, String>,
    topics: BTreeMap<String, String>,
}

/// What of an article's rows its text is made of.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    revision: Option<String>,
    draft: Option<String>,
    placements: Vec<String>,
    topics: Vec<String>,
}

#[derive(Deserialize)]
struct Named {
    id: String,
    slug: String,
}

#[derive(Deserialize)]
struct Placement {
    id: String,
    section_id: String,
    slug: String,
    original: bool,
}

#[derive(Deserialize)]
struct PlacementTopic {
    topic_id: String,
    placement_id: String,
    position: i64,
}

#[derive(Deserialize)]
struct Revision {
    content: Content,
}

#[derive(Deserialize)]
struct Draft {
    copy: Copy,
}

impl Names {
    /// Remembers a row, if it is one of those.
    pub(crate) fn take(&mut self, table: &str, line: &str) -> Result<(), Fault> {
        let names = match table {
            "sections" => &mut self.sections,
            "topics" => &mut self.topics,
            _ => return Ok(()),
        };
        let named: Named = serde_json::from_str(line)?;
        names.insert(named.id, named.slug);
        Ok(())
    }
}

impl Gathered {
    /// Remembers a row of the article, if its text is made of it.
    pub(crate) fn take(&mut self, table: &str, line: &str) {
        match table {
            "revisions" => self.revision = Some(line.to_owned()),
            "drafts" => self.draft = Some(line.to_owned()),
            "placements" => self.placements.push(line.to_owned()),
            "placement_topics" => self.topics.push(line.to_owned()),
            _ => {}
        }
    }

    /// The text; `None` where there is none at all.
    pub(crate) async fn text(self, out: &mut Out, names: &Names) -> Result<Option<String>> {
        let mut file = match (&self.revision, &self.draft) {
            (Some(line), _) => shown(serde_json::from_str::<Revision>(line)?.content),
            (None, Some(line)) => ArticleFile {
                copy: for_people(serde_json::from_str::<Draft>(line)?.copy),
                ..ArticleFile::default()
            },
            (None, None) => return Ok(None),
        };
        self.placed(names, &mut file)?;
        if let Some(picture) = &mut file.copy.picture {
            find(out, picture).await?;
        }
        for picture in file.copy.body.pictures_mut() {
            find(out, picture).await?;
        }
        Ok(Some(article_file::write(&file)))
    }

    /// Says where the article stands on its own title.
    fn placed(&self, names: &Names, file: &mut ArticleFile) -> Result<(), Fault> {
        for line in &self.placements {
            let placement: Placement = serde_json::from_str(line)?;
            if !placement.original {
                continue;
            }
            file.section = names.sections.get(&placement.section_id).cloned();
            file.slug = Some(placement.slug).filter(|slug| !slug.is_empty());
            let mut topics = Vec::new();
            for line in &self.topics {
                let topic: PlacementTopic = serde_json::from_str(line)?;
                if topic.placement_id == placement.id {
                    let slug = names.topics.get(&topic.topic_id).cloned();
                    topics.extend(slug.map(|slug| (topic.position, slug)));
                }
            }
            topics.sort();
            if !topics.is_empty() {
                file.copy.topics = topics.into_iter().map(|(_, slug)| slug).collect();
            }
        }
        Ok(())
    }
}

/// What readers see; of what was taken away that it was there.
fn shown(content: Content) -> ArticleFile {
    let published: Timestamp = content.first_published;
    let content = match content.state {
        State::Live => content,
        State::Withdrawn | State::Killed => content.without_text(),
    };
    ArticleFile {
        copy: for_people(carrying::copy_of(&content)),
        published: Some(published),
        ..ArticleFile::default()
    }
}

/// A copy without what no reader will see.
pub(crate) fn for_people(copy: Copy) -> Copy {
    let mut copy = copy;
    copy.desk_note = String::new();
    for source in &mut copy.sources {
        source.text = String::new();
        source.consent = None;
    }
    copy
}

/// Names the file a picture came as, where it lies from here.
async fn find(out: &mut Out, picture: &mut Picture) -> Result<()> {
    match pictures::named(out.session(), &picture.file).await {
        Ok(kept) => {
            let path = layout::media(&kept.id.to_string(), &kept.original_name());
            picture.file = format!("{UP}{path}");
            Ok(())
        }
        // It was blanked, or never there: its word stays.
        Err(paper::Error::Refused(_)) => Ok(()),
        Err(fault) => Err(fault),
    }
}
