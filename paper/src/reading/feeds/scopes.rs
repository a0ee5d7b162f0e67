//! What a feed is of, and the statements that find what belongs to it.

use super::Of;
use crate::changes::Trace;
use crate::db::{Session, Value};
use crate::figures::Feed;
use crate::id::PlacementId;
use crate::titles::Title;
use crate::{Refusal, Result, Thing, people, sections, topics};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// The statements of one kind of feed. `$1` is what it is of, `$2` the title.
///
/// Where parts are counted, texts that were taken away or taken off the title count too: no part may shift because
/// one of its texts is gone.
pub(super) struct Statements {
    /// Newest on top: `$3` of them, those that were taken away among them.
    pub(super) newest: &'static str,
    /// Taken away, corrected, or otherwise mended since `$4`, the last first: `$3` of them.
    pub(super) mended: &'static str,
    /// Changed of late, as readers were told: `$3` of them.
    pub(super) changed: &'static str,
    /// From `$3` and before `$4`, oldest first: `$5` of them after `$6`.
    pub(super) within: &'static str,
    count: &'static str,
    last_before: &'static str,
    first_from: &'static str,
}

/// The statements for placements found by a clause, in the order of a column.
macro_rules! statements {
    ($from:literal, $at:literal, $id:literal, $member:literal) => {
        Statements {
            newest: concat!(
                "SELECT ",
                $id,
                " FROM ",
                $from,
                " AND p.displaced_at IS NULL AND p.revision_id IS NOT NULL ORDER BY ",
                $at,
                " DESC, ",
                $id,
                " DESC LIMIT $3"
            ),
            mended: concat!(
                "SELECT p.id FROM (SELECT l.placement_id AS id, MAX(l.at) AS at FROM
                    (SELECT n.placement_id, n.at FROM notices n WHERE n.title_id = $2 AND n.class <> 'update' AND n.at >= $4
                      ORDER BY n.at DESC LIMIT 500) l GROUP BY l.placement_id) recent
                   JOIN placements p ON p.id = recent.id
                  WHERE p.displaced_at IS NULL AND ",
                $member,
                " ORDER BY recent.at DESC, p.id DESC LIMIT $3"
            ),
            changed: concat!(
                "SELECT p.id FROM (SELECT DISTINCT l.placement_id AS id FROM
                    (SELECT n.placement_id FROM notices n WHERE n.title_id = $2 ORDER BY n.at DESC LIMIT 200) l) recent
                   JOIN placements p ON p.id = recent.id
                  WHERE p.displaced_at IS NULL AND ",
                $member,
                " ORDER BY p.modified_at DESC, p.id DESC LIMIT $3"
            ),
            within: concat!(
                "SELECT ",
                $id,
                " FROM ",
                $from,
                " AND ",
                $at,
                " >= $3 AND ",
                $at,
                " < $4 ORDER BY ",
                $at,
                ", ",
                $id,
                " LIMIT $5 OFFSET $6"
            ),
            count: concat!(
                "SELECT COUNT(*) FROM ",
                $from,
                " AND ",
                $at,
                " >= $3 AND ",
                $at,
                " < $4"
            ),
            last_before: concat!(
                "SELECT ",
                $at,
                " FROM ",
                $from,
                " AND ",
                $at,
                " < $3 ORDER BY ",
                $at,
                " DESC LIMIT 1"
            ),
            first_from: concat!(
                "SELECT ",
                $at,
                " FROM ",
                $from,
                " AND ",
                $at,
                " >= $3 ORDER BY ",
                $at,
                " LIMIT 1"
            ),
        }
    };
}

static TITLE: Statements = statements!(
    "placements p WHERE p.title_id = $1 AND p.title_id = $2",
    "p.first_published_at",
    "p.id",
    "p.title_id = $1"
);
static SECTION: Statements = Statements {
    // What is listed is found in the index alone; what was killed is little, and found apart.
    newest: "SELECT u.id FROM (
                SELECT * FROM (SELECT p.id, p.first_published_at AS at FROM placements p
                    WHERE p.section_id IN (SELECT id FROM sections WHERE id = $1 OR parent_id = $1) AND p.title_id = $2
                      AND p.listed = 1 ORDER BY p.first_published_at DESC, p.id DESC LIMIT $3) shown
                UNION ALL
                SELECT * FROM (SELECT p.id, p.first_published_at AS at FROM placements p
                    WHERE p.section_id IN (SELECT id FROM sections WHERE id = $1 OR parent_id = $1) AND p.title_id = $2
                      AND p.listed = 0 AND p.displaced_at IS NULL AND p.revision_id IS NOT NULL
                    ORDER BY p.first_published_at DESC, p.id DESC LIMIT $3) killed) u
              ORDER BY u.at DESC, u.id DESC LIMIT $3",
    // Section by section, so that each is one look into the index.
    last_before: "SELECT MAX((SELECT MAX(p.first_published_at) FROM placements p
                               WHERE p.section_id = s.id AND p.first_published_at < $3))
                    FROM sections s WHERE (s.id = $1 OR s.parent_id = $1) AND s.title_id = $2",
    first_from: "SELECT MIN((SELECT MIN(p.first_published_at) FROM placements p
                              WHERE p.section_id = s.id AND p.first_published_at >= $3))
                   FROM sections s WHERE (s.id = $1 OR s.parent_id = $1) AND s.title_id = $2",
    ..statements!(
        "placements p WHERE p.section_id IN (SELECT id FROM sections WHERE id = $1 OR parent_id = $1) AND p.title_id = $2",
        "p.first_published_at",
        "p.id",
        "p.section_id IN (SELECT id FROM sections WHERE id = $1 OR parent_id = $1)"
    )
};
static TOPIC: Statements = statements!(
    // The topic is of the title anyway; said of the placement, the engine would read the title instead of the topic. What is
    // about it and not out yet has no date.
    "placement_topics t JOIN placements p ON p.id = t.placement_id
      WHERE t.topic_id = $1 AND t.first_published_at <> 0 AND EXISTS (SELECT 1 FROM topics o WHERE o.id = $1 AND o.title_id = $2)",
    "t.first_published_at",
    "t.placement_id",
    "EXISTS (SELECT 1 FROM placement_topics t WHERE t.topic_id = $1 AND t.placement_id = p.id)"
);
static CONTRIBUTOR: Statements = statements!(
    "credits c JOIN placements p ON p.id = c.placement_id WHERE c.name = $1 AND c.title_id = $2",
    "c.first_published_at",
    "c.placement_id",
    "EXISTS (SELECT 1 FROM credits c WHERE c.placement_id = p.id AND c.name = $1)"
);
/// The statements of a feed whose rows are revisions, not placements: changes that readers were told of, and a clause.
macro_rules! told {
    ($which:literal) => {
        Statements {
            newest: concat!(
                "SELECT n.revision_id, (SELECT p.path FROM articles a WHERE a.id = p.article_id AND a.deindexed = 0), p.card, r.number, n.class, r.note, n.at, r.editor
                   FROM notices n JOIN revisions r ON r.id = n.revision_id JOIN placements p ON p.id = n.placement_id
                  WHERE n.title_id = $1 AND n.title_id = $2",
                $which,
                " AND p.displaced_at IS NULL ORDER BY n.at DESC, n.revision_id DESC LIMIT $3"
            ),
            mended: "",
            changed: "",
            within: concat!(
                "SELECT n.revision_id, (SELECT p.path FROM articles a WHERE a.id = p.article_id AND a.deindexed = 0), p.card, r.number, n.class, r.note, n.at, r.editor
                   FROM notices n JOIN revisions r ON r.id = n.revision_id JOIN placements p ON p.id = n.placement_id
                  WHERE n.title_id = $1 AND n.title_id = $2",
                $which,
                " AND n.at >= $3 AND n.at < $4 ORDER BY n.at, n.revision_id LIMIT $5 OFFSET $6"
            ),
            count: concat!(
                "SELECT COUNT(*) FROM notices n WHERE n.title_id = $1 AND n.title_id = $2",
                $which,
                " AND n.at >= $3 AND n.at < $4"
            ),
            last_before: concat!(
                "SELECT MAX(n.at) FROM notices n WHERE n.title_id = $1 AND n.title_id = $2",
                $which,
                " AND n.at < $3"
            ),
            first_from: concat!(
                "SELECT MIN(n.at) FROM notices n WHERE n.title_id = $1 AND n.title_id = $2",
                $which,
                " AND n.at >= $3"
            ),
        }
    };
}

static CORRECTIONS: Statements = told!(" AND n.class <> 'update'");
static CHANGES: Statements = told!("");

/// What a feed is of, found in the record.
pub(super) struct Scope {
    pub(super) statements: &'static Statements,
    /// `$1` and `$2`.
    key: [Value; 2],
    /// Names it for its id.
    word: &'static str,
    id: [u8; 16],
    /// What figures count it as.
    pub(super) counted: Feed,
    pub(super) name: String,
    pub(super) about: String,
    pub(super) page: String,
    /// What a deed touches that changes the feed.
    pub(super) trace: Trace,
}

impl Scope {
    pub(super) async fn find(session: &mut Session, title: &Title, of: Of<'_>) -> Result<Scope> {
        let whole = |word, statements, counted, about, page: &str| Scope {
            statements,
            key: [title.id.into(), title.id.into()],
            word,
            id: title.id.bytes(),
            counted,
            name: String::new(),
            about,
            page: page.to_owned(),
            trace: Trace::Title(title.id),
        };
        Ok(match of {
            Of::Title => whole("title", &TITLE, Feed::Title, title.motto.clone(), "/"),
            Of::Corrections => whole(
                "corrections",
                &CORRECTIONS,
                Feed::Corrections,
                String::new(),
                "/corrections",
            ),
            Of::Changes => whole(
                "changes",
                &CHANGES,
                Feed::Changes,
                String::new(),
                "/corrections",
            ),
            Of::Section(slug) => {
                let all = sections::all(session, title.id).await?;
                let section = all.into_iter().find(|section| section.slug == slug);
                let section = section.ok_or_else(|| Refusal::Unknown {
                    thing: Thing::Section,
                    name: slug.to_owned(),
                })?;
                Scope {
                    statements: &SECTION,
                    key: [section.id.into(), title.id.into()],
                    word: "section",
                    id: section.id.bytes(),
                    counted: Feed::Section(section.id),
                    name: section.name,
                    about: section.lead,
                    page: format!("/{slug}"),
                    trace: Trace::Section(section.id),
                }
            }
            Of::Topic(slug) => {
                let topic = topics::topic(session, title.id, slug).await?;
                Scope {
                    statements: &TOPIC,
                    key: [topic.id.into(), title.id.into()],
                    word: "topic",
                    id: topic.id.bytes(),
                    counted: Feed::Topic(topic.id),
                    name: topic.name,
                    about: topic.lead,
                    page: format!("/topics/{slug}"),
                    trace: Trace::Topic(topic.id),
                }
            }
            Of::Contributor(slug) => {
                let person = people::contributor(session, slug).await?;
                let key = Value::from(&person.name);
                let id = person.id;
                let told = super::super::lists::told(person, &title.language);
                Scope {
                    statements: &CONTRIBUTOR,
                    key: [key, title.id.into()],
                    word: "contributor",
                    id: id.bytes(),
                    counted: Feed::Contributor(id),
                    name: told.name,
                    about: told.about,
                    page: told.path,
                    trace: Trace::Person(id),
                }
            }
        })
    }

    /// `$1`, `$2` and what follows.
    fn arguments(&self, more: impl IntoIterator<Item = Value>) -> Vec<Value> {
        self.key.iter().cloned().chain(more).collect()
    }

    pub(super) fn first(&self, limit: u32) -> Vec<Value> {
        self.arguments([limit.into()])
    }

    pub(super) fn since(&self, limit: u32, since: Timestamp) -> Vec<Value> {
        self.arguments([limit.into(), since.into()])
    }

    pub(super) fn slice(&self, part: super::Part) -> Vec<Value> {
        let (from, until, skipped) = part.slice();
        self.arguments([
            from.into(),
            until.into(),
            super::PAGE_SIZE.into(),
            skipped.into(),
        ])
    }

    pub(super) async fn placements(
        &self,
        session: &mut Session,
        sql: &'static str,
        arguments: Vec<Value>,
    ) -> Result<Vec<PlacementId>> {
        let rows: Vec<(PlacementId,)> = session.all(sql, arguments).await?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    pub(super) async fn count(
        &self,
        session: &mut Session,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<u32> {
        let arguments = self.arguments([from.into(), until.into()]);
        let (count,): (u32,) = session.one(self.statements.count, arguments).await?;
        Ok(count)
    }

    pub(super) async fn last_before(
        &self,
        session: &mut Session,
        at: Timestamp,
    ) -> Result<Option<Timestamp>> {
        let row: Option<(Option<Timestamp>,)> = session
            .opt(self.statements.last_before, self.arguments([at.into()]))
            .await?;
        Ok(row.and_then(|(at,)| at))
    }

    pub(super) async fn first_from(
        &self,
        session: &mut Session,
        at: Timestamp,
    ) -> Result<Option<Timestamp>> {
        let row: Option<(Option<Timestamp>,)> = session
            .opt(self.statements.first_from, self.arguments([at.into()]))
            .await?;
        Ok(row.and_then(|(at,)| at))
    }

    /// The feed's own name for ever, whatever its address becomes.
    pub(super) fn feed_id(&self, title: &Title) -> String {
        let digest = Sha256::new()
            .chain_update(b"colophon/feed/1\0")
            .chain_update(title.id.bytes())
            .chain_update(self.word)
            .chain_update(self.id)
            .finalize();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        uuid::Builder::from_custom_bytes(bytes)
            .into_uuid()
            .hyphenated()
            .to_string()
    }
}
