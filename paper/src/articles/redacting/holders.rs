//! Where lines of text about an article are kept besides its revisions: one entry a column.

use super::blanking::Needles;
use crate::Result;
use crate::db::{Get, Session, Value};
use crate::id::{ArticleId, PictureId};
use crate::paper::Tx;
use crate::pictures;

/// Lines looked through at once, between which nobody is kept waiting.
const LINES_AT_ONCE: i64 = 500;

/// A column of text, in rows named by 16 bytes.
struct Holder {
    /// Rows about article `$1` with a name after `$2`, in order, at most `$3`: name and text.
    find: &'static str,
    /// The text of row `$1`.
    read: &'static str,
    /// Puts text `$2` into row `$1`.
    write: &'static str,
    /// Readers see it, so it counts as a place.
    public: bool,
}

/// Its row is a picture's, which other articles show as well.
const TOLD_OF_MANIFEST: &str = "UPDATE manifests SET told = $2 WHERE picture_id = $1";

/// A column added to the record that may name somebody belongs here.
const HOLDERS: &[Holder] = &[
    Holder {
        find: "SELECT id, text FROM topic_facts WHERE article_id = $1 AND id > $2 ORDER BY id LIMIT $3",
        read: "SELECT text FROM topic_facts WHERE id = $1",
        write: "UPDATE topic_facts SET text = $2 WHERE id = $1",
        public: true,
    },
    Holder {
        find: "SELECT id, note FROM revisions WHERE article_id = $1 AND id > $2 ORDER BY id LIMIT $3",
        read: "SELECT note FROM revisions WHERE id = $1",
        write: "UPDATE revisions SET note = $2 WHERE id = $1",
        public: true,
    },
    Holder {
        find: "SELECT id, editor FROM revisions WHERE article_id = $1 AND id > $2 ORDER BY id LIMIT $3",
        read: "SELECT editor FROM revisions WHERE id = $1",
        write: "UPDATE revisions SET editor = $2 WHERE id = $1",
        public: true,
    },
    Holder {
        find: "SELECT id, headline FROM placements WHERE article_id = $1 AND id > $2 ORDER BY id LIMIT $3",
        read: "SELECT headline FROM placements WHERE id = $1",
        write: "UPDATE placements SET headline = $2 WHERE id = $1",
        public: true,
    },
    Holder {
        find: "SELECT n.placement_id, n.headline FROM pins n JOIN placements p ON p.id = n.placement_id
                WHERE p.article_id = $1 AND n.placement_id > $2 ORDER BY n.placement_id LIMIT $3",
        read: "SELECT headline FROM pins WHERE placement_id = $1",
        write: "UPDATE pins SET headline = $2 WHERE placement_id = $1",
        public: true,
    },
    // What an import says of the article it brought in, and where it stood before.
    Holder {
        find: "SELECT article_id, notes FROM moved WHERE article_id = $1 AND article_id > $2 ORDER BY article_id LIMIT $3",
        read: "SELECT notes FROM moved WHERE article_id = $1",
        write: "UPDATE moved SET notes = $2 WHERE article_id = $1",
        public: false,
    },
    Holder {
        find: "SELECT article_id, old FROM moved WHERE article_id = $1 AND article_id > $2 ORDER BY article_id LIMIT $3",
        read: "SELECT old FROM moved WHERE article_id = $1",
        write: "UPDATE moved SET old = $2 WHERE article_id = $1",
        public: false,
    },
    // Why a measure was decided so. Who asked for it lies apart, is nobody's to read but who decides, and goes by its own term.
    Holder {
        find: "SELECT id, reason FROM measures WHERE article_id = $1 AND id > $2 ORDER BY id LIMIT $3",
        read: "SELECT reason FROM measures WHERE id = $1",
        write: "UPDATE measures SET reason = $2 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT id, lifted_why FROM measures WHERE article_id = $1 AND id > $2 ORDER BY id LIMIT $3",
        read: "SELECT lifted_why FROM measures WHERE id = $1",
        write: "UPDATE measures SET lifted_why = $2 WHERE id = $1",
        public: false,
    },
    // A breaking bar may name somebody of an article it does not lead to: those of its titles are looked at.
    Holder {
        find: "SELECT title_id, text FROM flashes WHERE title_id > $2
                AND title_id IN (SELECT title_id FROM placements WHERE article_id = $1) ORDER BY title_id LIMIT $3",
        read: "SELECT text FROM flashes WHERE title_id = $1",
        write: "UPDATE flashes SET text = $2 WHERE title_id = $1",
        public: true,
    },
    Holder {
        find: "SELECT c.id, c.name FROM comments c JOIN placements p ON p.id = c.placement_id
                WHERE p.article_id = $1 AND c.id > $2 ORDER BY c.id LIMIT $3",
        read: "SELECT name FROM comments WHERE id = $1",
        write: "UPDATE comments SET name = $2 WHERE id = $1",
        public: true,
    },
    Holder {
        find: "SELECT c.id, c.text FROM comments c JOIN placements p ON p.id = c.placement_id
                WHERE p.article_id = $1 AND c.id > $2 ORDER BY c.id LIMIT $3",
        read: "SELECT text FROM comments WHERE id = $1",
        write: "UPDATE comments SET text = $2 WHERE id = $1",
        public: true,
    },
    Holder {
        find: "SELECT c.id, c.email FROM comments c JOIN placements p ON p.id = c.placement_id
                WHERE p.article_id = $1 AND c.id > $2 ORDER BY c.id LIMIT $3",
        read: "SELECT email FROM comments WHERE id = $1",
        write: "UPDATE comments SET email = $2 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT c.id, c.website FROM comments c JOIN placements p ON p.id = c.placement_id
                WHERE p.article_id = $1 AND c.id > $2 ORDER BY c.id LIMIT $3",
        read: "SELECT website FROM comments WHERE id = $1",
        write: "UPDATE comments SET website = $2 WHERE id = $1",
        public: true,
    },
    // Old fronts are shown as they stood.
    Holder {
        find: "SELECT f.id, f.headline FROM front_places f JOIN placements p ON p.id = f.placement_id
                WHERE p.article_id = $1 AND f.id > $2 ORDER BY f.id LIMIT $3",
        read: "SELECT headline FROM front_places WHERE id = $1",
        write: "UPDATE front_places SET headline = $2 WHERE id = $1",
        public: true,
    },
    Holder {
        find: "SELECT id, flash_text FROM fronts WHERE id > $2
                AND title_id IN (SELECT title_id FROM placements WHERE article_id = $1) ORDER BY id LIMIT $3",
        read: "SELECT flash_text FROM fronts WHERE id = $1",
        write: "UPDATE fronts SET flash_text = $2 WHERE id = $1",
        public: true,
    },
    Holder {
        find: "SELECT c.id, c.reason FROM comments c JOIN placements p ON p.id = c.placement_id
                WHERE p.article_id = $1 AND c.id > $2 ORDER BY c.id LIMIT $3",
        read: "SELECT reason FROM comments WHERE id = $1",
        write: "UPDATE comments SET reason = $2 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT n.id, n.explanation FROM comment_notices n JOIN placements p ON p.id = n.placement_id
                WHERE p.article_id = $1 AND n.id > $2 ORDER BY n.id LIMIT $3",
        read: "SELECT explanation FROM comment_notices WHERE id = $1",
        write: "UPDATE comment_notices SET explanation = $2 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT n.id, n.name FROM comment_notices n JOIN placements p ON p.id = n.placement_id
                WHERE p.article_id = $1 AND n.id > $2 ORDER BY n.id LIMIT $3",
        read: "SELECT name FROM comment_notices WHERE id = $1",
        write: "UPDATE comment_notices SET name = $2 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT n.id, n.email FROM comment_notices n JOIN placements p ON p.id = n.placement_id
                WHERE p.article_id = $1 AND n.id > $2 ORDER BY n.id LIMIT $3",
        read: "SELECT email FROM comment_notices WHERE id = $1",
        write: "UPDATE comment_notices SET email = $2 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT n.id, n.reason FROM comment_notices n JOIN placements p ON p.id = n.placement_id
                WHERE p.article_id = $1 AND n.id > $2 ORDER BY n.id LIMIT $3",
        read: "SELECT reason FROM comment_notices WHERE id = $1",
        write: "UPDATE comment_notices SET reason = $2 WHERE id = $1",
        public: false,
    },
    // What readers search for is about no article: that of its titles is looked at.
    Holder {
        find: "SELECT id, words FROM figures_words WHERE id > $2
                AND title_id IN (SELECT title_id FROM placements WHERE article_id = $1) ORDER BY id LIMIT $3",
        read: "SELECT words FROM figures_words WHERE id = $1",
        write: "UPDATE figures_words SET words = $2 WHERE id = $1",
        public: false,
    },
    // A ban and its line on the audit trail are about a title's readers, not about an article: those of its titles are looked at.
    Holder {
        find: "SELECT id, hint FROM comment_bans WHERE id > $2
                AND title_id IN (SELECT title_id FROM placements WHERE article_id = $1) ORDER BY id LIMIT $3",
        read: "SELECT hint FROM comment_bans WHERE id = $1",
        write: "UPDATE comment_bans SET hint = $2 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT id, reason FROM comment_bans WHERE id > $2
                AND title_id IN (SELECT title_id FROM placements WHERE article_id = $1) ORDER BY id LIMIT $3",
        read: "SELECT reason FROM comment_bans WHERE id = $1",
        write: "UPDATE comment_bans SET reason = $2 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT id, detail FROM audit WHERE article_id IS NULL AND deed = 'comment.moderate' AND id > $2
                AND title_id IN (SELECT title_id FROM placements WHERE article_id = $1) ORDER BY id LIMIT $3",
        read: "SELECT detail FROM audit WHERE id = $1",
        write: "UPDATE audit SET detail = $2 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT id, passage FROM cases WHERE article_id = $1 AND id > $2 ORDER BY id LIMIT $3",
        read: "SELECT passage FROM cases WHERE id = $1",
        write: "UPDATE cases SET passage = $2 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT id, text FROM cases WHERE article_id = $1 AND id > $2 ORDER BY id LIMIT $3",
        read: "SELECT text FROM cases WHERE id = $1",
        write: "UPDATE cases SET text = $2 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT id, name FROM cases WHERE article_id = $1 AND id > $2 ORDER BY id LIMIT $3",
        read: "SELECT name FROM cases WHERE id = $1",
        write: "UPDATE cases SET name = $2 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT id, email FROM cases WHERE article_id = $1 AND id > $2 ORDER BY id LIMIT $3",
        read: "SELECT email FROM cases WHERE id = $1",
        write: "UPDATE cases SET email = $2 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT id, answer FROM cases WHERE article_id = $1 AND id > $2 ORDER BY id LIMIT $3",
        read: "SELECT answer FROM cases WHERE id = $1",
        write: "UPDATE cases SET answer = $2 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT id, detail FROM audit WHERE article_id = $1 AND id > $2 ORDER BY id LIMIT $3",
        read: "SELECT detail FROM audit WHERE id = $1",
        write: "UPDATE audit SET detail = $2 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT id, reason FROM overrides WHERE article_id = $1 AND id > $2 ORDER BY id LIMIT $3",
        read: "SELECT reason FROM overrides WHERE id = $1",
        write: "UPDATE overrides SET reason = $2 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT id, hold FROM articles WHERE id = $1 AND id > $2 ORDER BY id LIMIT $3",
        read: "SELECT hold FROM articles WHERE id = $1",
        write: "UPDATE articles SET hold = $2 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT article_id, COALESCE(due_note, '') FROM drafts
                WHERE article_id = $1 AND article_id > $2 ORDER BY article_id LIMIT $3",
        read: "SELECT COALESCE(due_note, '') FROM drafts WHERE article_id = $1",
        write: "UPDATE drafts SET due_note = $2 WHERE article_id = $1",
        public: false,
    },
    Holder {
        find: "SELECT article_id, fault FROM drafts WHERE article_id = $1 AND article_id > $2 ORDER BY article_id LIMIT $3",
        read: "SELECT fault FROM drafts WHERE article_id = $1",
        write: "UPDATE drafts SET fault = $2 WHERE article_id = $1",
        public: false,
    },
    Holder {
        find: "SELECT id, saved_by FROM draft_saves WHERE article_id = $1 AND id > $2 ORDER BY id LIMIT $3",
        read: "SELECT saved_by FROM draft_saves WHERE id = $1",
        write: "UPDATE draft_saves SET saved_by = $2 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT id, name FROM draft_saves WHERE article_id = $1 AND id > $2 ORDER BY id LIMIT $3",
        read: "SELECT name FROM draft_saves WHERE id = $1",
        write: "UPDATE draft_saves SET name = $2 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT article_id, words FROM desk WHERE article_id = $1 AND article_id > $2 ORDER BY article_id LIMIT $3",
        read: "SELECT words FROM desk WHERE article_id = $1",
        write: "UPDATE desk SET words = $2 WHERE article_id = $1",
        public: false,
    },
    Holder {
        find: "SELECT article_id, name FROM desk WHERE article_id = $1 AND article_id > $2 ORDER BY article_id LIMIT $3",
        read: "SELECT name FROM desk WHERE article_id = $1",
        write: "UPDATE desk SET name = $2 WHERE article_id = $1",
        public: false,
    },
    Holder {
        find: "SELECT article_id, assigned_name FROM desk
                WHERE article_id = $1 AND article_id > $2 ORDER BY article_id LIMIT $3",
        read: "SELECT assigned_name FROM desk WHERE article_id = $1",
        write: "UPDATE desk SET assigned_name = $2 WHERE article_id = $1",
        public: false,
    },
    Holder {
        find: "SELECT id, passage FROM desk_notes WHERE article_id = $1 AND id > $2 ORDER BY id LIMIT $3",
        read: "SELECT passage FROM desk_notes WHERE id = $1",
        write: "UPDATE desk_notes SET passage = $2 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT id, text FROM desk_notes WHERE article_id = $1 AND id > $2 ORDER BY id LIMIT $3",
        read: "SELECT text FROM desk_notes WHERE id = $1",
        write: "UPDATE desk_notes SET text = $2 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT id, said_by FROM desk_notes WHERE article_id = $1 AND id > $2 ORDER BY id LIMIT $3",
        read: "SELECT said_by FROM desk_notes WHERE id = $1",
        write: "UPDATE desk_notes SET said_by = $2 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT id, settled_by FROM desk_notes WHERE article_id = $1 AND id > $2 ORDER BY id LIMIT $3",
        read: "SELECT settled_by FROM desk_notes WHERE id = $1",
        write: "UPDATE desk_notes SET settled_by = $2 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT id, alt FROM pictures WHERE id > $2 AND id IN (SELECT s.picture_id FROM revision_pictures s
                 JOIN revisions r ON r.id = s.revision_id WHERE r.article_id = $1) ORDER BY id LIMIT $3",
        read: "SELECT alt FROM pictures WHERE id = $1",
        write: "UPDATE pictures SET alt = $2 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT id, caption FROM pictures WHERE id > $2 AND id IN (SELECT s.picture_id FROM revision_pictures s
                 JOIN revisions r ON r.id = s.revision_id WHERE r.article_id = $1) ORDER BY id LIMIT $3",
        read: "SELECT caption FROM pictures WHERE id = $1",
        write: "UPDATE pictures SET caption = $2 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT id, credit FROM pictures WHERE id > $2 AND id IN (SELECT s.picture_id FROM revision_pictures s
                 JOIN revisions r ON r.id = s.revision_id WHERE r.article_id = $1) ORDER BY id LIMIT $3",
        read: "SELECT credit FROM pictures WHERE id = $1",
        write: "UPDATE pictures SET credit = $2, edition = edition + 1 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT id, creator FROM pictures WHERE id > $2 AND id IN (SELECT s.picture_id FROM revision_pictures s
                 JOIN revisions r ON r.id = s.revision_id WHERE r.article_id = $1) ORDER BY id LIMIT $3",
        read: "SELECT creator FROM pictures WHERE id = $1",
        write: "UPDATE pictures SET creator = $2, edition = edition + 1 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT id, copyright FROM pictures WHERE id > $2 AND id IN (SELECT s.picture_id FROM revision_pictures s
                 JOIN revisions r ON r.id = s.revision_id WHERE r.article_id = $1) ORDER BY id LIMIT $3",
        read: "SELECT copyright FROM pictures WHERE id = $1",
        write: "UPDATE pictures SET copyright = $2, edition = edition + 1 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT id, licence FROM pictures WHERE id > $2 AND id IN (SELECT s.picture_id FROM revision_pictures s
                 JOIN revisions r ON r.id = s.revision_id WHERE r.article_id = $1) ORDER BY id LIMIT $3",
        read: "SELECT licence FROM pictures WHERE id = $1",
        write: "UPDATE pictures SET licence = $2, edition = edition + 1 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT id, place FROM pictures WHERE id > $2 AND id IN (SELECT s.picture_id FROM revision_pictures s
                 JOIN revisions r ON r.id = s.revision_id WHERE r.article_id = $1) ORDER BY id LIMIT $3",
        read: "SELECT place FROM pictures WHERE id = $1",
        write: "UPDATE pictures SET place = $2 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT id, file FROM pictures WHERE id > $2 AND id IN (SELECT s.picture_id FROM revision_pictures s
                 JOIN revisions r ON r.id = s.revision_id WHERE r.article_id = $1) ORDER BY id LIMIT $3",
        read: "SELECT file FROM pictures WHERE id = $1",
        write: "UPDATE pictures SET file = $2 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT id, words FROM pictures WHERE id > $2 AND id IN (SELECT s.picture_id FROM revision_pictures s
                 JOIN revisions r ON r.id = s.revision_id WHERE r.article_id = $1) ORDER BY id LIMIT $3",
        read: "SELECT words FROM pictures WHERE id = $1",
        write: "UPDATE pictures SET words = $2 WHERE id = $1",
        public: false,
    },
    Holder {
        find: "SELECT picture_id, told FROM manifests WHERE picture_id > $2 AND picture_id IN (SELECT s.picture_id FROM revision_pictures s
                 JOIN revisions r ON r.id = s.revision_id WHERE r.article_id = $1) ORDER BY picture_id LIMIT $3",
        read: "SELECT told FROM manifests WHERE picture_id = $1",
        write: TOLD_OF_MANIFEST,
        public: true,
    },
];

/// A line that holds words to be blanked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Held {
    holder: usize,
    row: Vec<u8>,
    places: u32,
}

impl Held {
    fn is_shown(&self) -> bool {
        HOLDERS.get(self.holder).is_some_and(|holder| holder.public)
    }

    /// In how many places readers can see the words there.
    pub(super) fn shown_places(&self) -> u32 {
        if self.is_shown() { self.places } else { 0 }
    }
}

/// The lines about an article that hold any of the words, looked up without the writers' lock.
pub(super) async fn find(
    session: &mut Session,
    article: ArticleId,
    needles: &Needles,
) -> Result<Vec<Held>> {
    let mut held = Vec::new();
    for (number, holder) in HOLDERS.iter().enumerate() {
        let mut after: Vec<u8> = Vec::new();
        loop {
            let lines: Vec<(Vec<u8>, String)> = session
                .all(holder.find, (article, &after[..], LINES_AT_ONCE))
                .await?;
            let Some((last, _)) = lines.last() else { break };
            after.clone_from(last);
            for (row, mut text) in lines {
                let places = needles.blank_text(&mut text);
                if places > 0 {
                    held.push(Held {
                        holder: number,
                        row,
                        places,
                    });
                }
            }
        }
    }
    Ok(held)
}

/// Lines readers can see that are blanked in the very transaction of the deed, the nearest to the text first. The rest, on
/// an article under which hundreds say the name, follows in slices before the deed answers.
const SHOWN_AT_ONCE: usize = 200;

/// Blanks what readers can see among lines found before, [`SHOWN_AT_ONCE`] of them. Lines of the desk follow with the veil:
/// they need not be gone in the same instant.
pub(super) async fn blank_shown(tx: &mut Tx, needles: &Needles, held: &[Held]) -> Result<()> {
    for line in held
        .iter()
        .filter(|line| line.is_shown())
        .take(SHOWN_AT_ONCE)
    {
        blank_line(tx, needles, line).await?;
    }
    Ok(())
}

/// Blanks lines found before. Says whether readers could have seen one of them.
pub(super) async fn blank(tx: &mut Tx, needles: &Needles, held: &[Held]) -> Result<bool> {
    let mut seen = false;
    for line in held {
        seen |= blank_line(tx, needles, line).await? && line.is_shown();
    }
    Ok(seen)
}

/// Says whether there was something to blank.
async fn blank_line(tx: &mut Tx, needles: &Needles, line: &Held) -> Result<bool> {
    let Some(holder) = HOLDERS.get(line.holder) else {
        return Ok(false);
    };
    let text: Option<(String,)> = tx.session.opt(holder.read, (&line.row[..],)).await?;
    let Some((mut text,)) = text else {
        return Ok(false);
    };
    let blanked = needles.blank_text(&mut text) > 0;
    if blanked {
        tx.session
            .exec(holder.write, (&line.row[..], &text))
            .await?;
        if holder.write == TOLD_OF_MANIFEST {
            let picture = PictureId::get(Value::Bytes(Some(line.row.clone())))?;
            pictures::touch_shown(tx, picture).await?;
        }
    }
    Ok(blanked)
}
