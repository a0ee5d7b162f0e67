//! What belongs to one article. Each statement gives the rows of articles between two ids, the article's id first.

use super::{Column, Order, Table, table, words};
use crate::articles::revisions;

/// Tables whose rows stand in an article's file.
pub static ARTICLES: &[Table] = &[
    table!("articles", "The article; `revision_id` is what readers see.",
        Given, 1 of "t.id", from "articles t WHERE t.id >= $1 AND t.id <= $2 ORDER BY t.id", [
        id: Id, home_title_id: Id, state: Word(words::stage), hold: Text, revision_id: Ref, revision_count: Number,
        first_published_at: When, modified_at: When, translation_group: Ref, created_at: At, created_by: Text, saves: Number,
        merges_from: Number, deindexed: Flag,
    ]),
    Table {
        insert: revisions::APPEND,
        // Words a redaction has not yet reached in their row are read through its veil, here as everywhere.
        select: "SELECT t.article_id, t.id, t.article_id, t.number, t.previous_id, t.class, t.note, t.content, t.salt,
                    t.commitment, t.previous_commitment, t.at, t.editor, t.account_id, t.redacted_at,
                    (SELECT v.needles FROM veils v WHERE v.article_id = t.article_id AND v.last_number >= t.number)
               FROM revisions t WHERE t.article_id >= $1 AND t.article_id <= $2 ORDER BY t.article_id, t.number",
        ..table!("revisions", "What readers saw from an instant on: `content` is the canonical form, `commitment` its salted hash. \
            One with `redacted_at` was blanked by law, and has no salt any more.",
            Given, 1 of "t.article_id", from "revisions t", [
            id: Id, article_id: Id, number: Number, previous_id: Ref, class: Word(words::class), note: Text,
            content: Document(Content), salt: MaybeBytes, commitment: Bytes, previous_commitment: MaybeBytes, at: At,
            editor: Text, account_id: Ref, redacted_at: When,
        ])
    },
    table!("drafts", "The text in work.",
        Given, 1 of "t.article_id", from "drafts t WHERE t.article_id >= $1 AND t.article_id <= $2 ORDER BY t.article_id", [
        article_id: Id, copy: Document(Copy), version: Number, saved_at: At, saved_by: Text, due_at: When, due_local: Maybe,
        due_zone: Maybe, due_class: MaybeWord(words::class), due_note: Maybe, due_account: Ref, fault: Text,
    ]),
    Table {
        select: "SELECT t.article_id, t.id, t.article_id, t.version, t.at, t.account_id, t.saved_by, t.name, t.revision, t.chain,
                    t.began_at, t.next_at, t.copy, (SELECT v.needles FROM veils v WHERE v.article_id = t.article_id)
               FROM draft_saves t WHERE t.article_id >= $1 AND t.article_id <= $2 ORDER BY t.article_id, t.version",
        ..table!("draft_saves", "What a save of a draft said.", Given, 1 of "t.article_id", from "draft_saves t", [
            id: Id, article_id: Id, version: Number, at: At, account_id: Ref, saved_by: Text, name: Text, revision: Figure,
            chain: Number, began_at: At, next_at: When, copy: Document(Copy),
        ])
    },
    table!("placements", "An appearance of the article on a title; `path` is its address there.",
        Given, 1 of "t.article_id",
        from "placements t WHERE t.article_id >= $1 AND t.article_id <= $2 ORDER BY t.article_id, t.id", [
        id: Id, article_id: Id, title_id: Id, section_id: Id, slug: Word(words::slug), path: MaybeWord(words::path),
        headline: Text, comments: Flag, original: Flag, revision_id: Ref, listed: Flag, first_published_at: When,
        modified_at: When, placed_at: At, displaced_at: When, day: MaybeWord(words::day), card: MadeText, related_at: When,
    ]),
    table!("placement_topics", "A topic of a placement.",
        Given, 1 of "p.article_id",
        from "placement_topics t JOIN placements p ON p.id = t.placement_id WHERE p.article_id >= $1 AND p.article_id <= $2 \
              ORDER BY p.article_id, t.placement_id, t.topic_id", [
        topic_id: Id, placement_id: Id, first_published_at: At, position: Number,
    ]),
    table!("topic_facts", "A fact of a topic's timeline that the article reports.",
        Given, 1 of "t.article_id",
        from "topic_facts t WHERE t.article_id >= $1 AND t.article_id <= $2 ORDER BY t.article_id, t.id", [
        id: Id, topic_id: Id, day: Word(words::topic_day), text: Text, article_id: Id,
    ]),
    table!("topic_pins", "A topic on top of whose page the article stands.",
        Given, 1 of "p.article_id",
        from "topic_pins t JOIN placements p ON p.id = t.placement_id WHERE p.article_id >= $1 AND p.article_id <= $2 \
              ORDER BY p.article_id, t.placement_id, t.topic_id", [
        topic_id: Id, placement_id: Id, position: Number,
    ]),
    table!("addresses", "An address the article has or had on a title, or that leads to it; former ones redirect.",
        Ours, 1 of "p.article_id",
        from "addresses t JOIN placements p ON p.id = t.placement_id WHERE p.article_id >= $1 AND p.article_id <= $2 \
              ORDER BY p.article_id", [
        title_id: Id, path: Word(words::path), placement_id: Id, since: At,
    ]),
    table!("notices", "A change readers are told of on a title's page of corrections.",
        Given, 1 of "p.article_id",
        from "notices t JOIN placements p ON p.id = t.placement_id WHERE p.article_id >= $1 AND p.article_id <= $2 \
              ORDER BY p.article_id, t.revision_id, t.title_id", [
        title_id: Id, revision_id: Id, placement_id: Id, class: Word(words::class), at: At,
    ]),
    table!("overrides", "A block of the gate somebody set aside, with the reason.",
        Given, 1 of "t.article_id",
        from "overrides t WHERE t.article_id >= $1 AND t.article_id <= $2 ORDER BY t.article_id, t.id", [
        id: Id, article_id: Id, revision_id: Id, code: Text, account_id: Ref, actor: Text, reason: Text, at: At,
    ]),
    table!("redactions", "That words or a picture were blanked, why and in how many places.",
        Given, 1 of "t.article_id",
        from "redactions t WHERE t.article_id >= $1 AND t.article_id <= $2 ORDER BY t.article_id, t.id", [
        id: Id, article_id: Id, class: Word(words::class), reason: Text, actor: Text, at: At, blanked: Number,
    ]),
    table!("series_texts", "Its place in a series of a title.",
        Given, 1 of "t.article_id",
        from "series_texts t WHERE t.article_id >= $1 AND t.article_id <= $2 ORDER BY t.article_id", [
        article_id: Id, title_id: Id, name: Text, at: At,
    ]),
    table!("desk", "Where the work on it stands, in whose hands, until when.",
        Given, 1 of "t.article_id", from "desk t WHERE t.article_id >= $1 AND t.article_id <= $2 ORDER BY t.article_id", [
        article_id: Id, title_id: Id, phase: Word(words::phase), shelf: Word(words::shelf), saved_at: At, goes_at: When,
        words: Text, name: Text, assigned: Ref, assigned_by: Ref, assigned_name: Text, assigned_at: When, due_at: When,
        checked: Figure, blocks: Figure, warnings: Figure,
    ]),
    table!("desk_hands", "Who had a hand in it, and when last.",
        Given, 1 of "t.article_id",
        from "desk_hands t WHERE t.article_id >= $1 AND t.article_id <= $2 ORDER BY t.article_id, t.account_id", [
        article_id: Id, account_id: Id, at: At,
    ]),
    table!("desk_notes", "What the desk says among itself about it.",
        Given, 1 of "t.article_id",
        from "desk_notes t WHERE t.article_id >= $1 AND t.article_id <= $2 ORDER BY t.article_id, t.id", [
        id: Id, article_id: Id, at: At, account_id: Ref, said_by: Text, passage: Text, text: Text, settled_at: When,
        settled_by: Text,
    ]),
    table!("desk_mentions", "Whom such a note names.",
        Given, 1 of "n.article_id",
        from "desk_mentions t JOIN desk_notes n ON n.id = t.note_id WHERE n.article_id >= $1 AND n.article_id <= $2 \
              ORDER BY n.article_id, t.note_id, t.account_id", [
        note_id: Id, account_id: Id, at: At,
    ]),
    table!("cases", "An error a reader reports, or a statement somebody asks to be printed, and what became of it.",
        Given, 1 of "t.article_id", from "cases t WHERE t.article_id >= $1 AND t.article_id <= $2 ORDER BY t.article_id, t.id", [
        id: Id, subject: Word(words::subject), state: Word(words::case_state), title_id: Id, placement_id: Id, article_id: Id,
        revision: Number, passage: Text, text: Text, name: Text, email: Text, at: At, due_at: When, alarm: Word(words::alarm),
        answer: Text, led_to: Figure, decided_at: When, decided_by: Text, email_hash: MadeBytes,
    ]),
    table!("measures", "What was asked by the right to be forgotten, and what was decided.",
        Given, 1 of "t.article_id", from "measures t WHERE t.article_id >= $1 AND t.article_id <= $2 ORDER BY t.article_id, t.id", [
        id: Id, article_id: Id, title_id: Id, kind: Word(words::measure_kind), state: Word(words::measure_state), requested_at: At,
        due_at: At, kept_by: Text, reason: Text, decided_at: When, decided_by: Text, places: Number, ends_at: When,
        lifted_at: When, lifted_by: Text, lifted_why: Text,
    ]),
    table!("measure_askers", "Who asked for a measure; it goes a year after the decision.",
        Given, 1 of "m.article_id",
        from "measure_askers t JOIN measures m ON m.id = t.measure_id WHERE m.article_id >= $1 AND m.article_id <= $2 \
              ORDER BY m.article_id, t.measure_id", [
        measure_id: Id, name: Text, contact: Text, words: Text,
    ]),
    table!("comments", "A reader's comment; those of the first level stand first.",
        Given, 1 of "p.article_id",
        from "comments t JOIN placements p ON p.id = t.placement_id WHERE p.article_id >= $1 AND p.article_id <= $2 \
              ORDER BY p.article_id, CASE WHEN t.parent_id IS NULL THEN 0 ELSE 1 END, t.id", [
        id: Id, placement_id: Id, title_id: Ref, parent_id: Ref, thread_id: Ref, thread_at: At, name: Text, text: Text,
        state: Word(words::comment_state), at: At, decided_by: Text, closed: Flag, badge: Text, account_id: Ref, email: Text,
        website: Text, flags: Text, fold: Text, ground: Text, reason: Text, decided_at: When, first_decided_at: When,
        name_hash: MadeBytes, email_hash: MadeBytes,
    ]),
    table!("comment_notices", "A notice about a comment, and what was decided.",
        Given, 1 of "p.article_id",
        from "comment_notices t JOIN placements p ON p.id = t.placement_id WHERE p.article_id >= $1 AND p.article_id <= $2 \
              ORDER BY p.article_id, t.id", [
        id: Id, comment_id: Id, placement_id: Id, title_id: Id, ground: Text, explanation: Text, name: Text, email: Text,
        good_faith: Flag, state: Word(words::notice_state), outcome: Text, reason: Text, at: At, decided_at: When,
        decided_by: Text,
    ]),
];
