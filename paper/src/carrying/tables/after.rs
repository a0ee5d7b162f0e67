//! What stands on the articles: fronts, figures, the audit trail, work that waits.

use super::{Column, Order, Table, table, words};

/// Tables whose rows come after those of articles.
pub static AFTER: &[Table] = &[
    table!("pins", "A place of a front as it is now.", Ours, 1 of "t.title_id", from "pins t ORDER BY t.title_id", [
        title_id: Id, slot: Word(words::slot), position: Number, placement_id: Id, until_at: When, headline: Text,
        picture_id: Ref,
    ]),
    table!("flashes", "The breaking bar of a title.", Given, 1 of "t.title_id", from "flashes t ORDER BY t.title_id", [
        title_id: Id, text: Text, placement_id: Ref, address: Text, at: At, until_at: At,
    ]),
    table!("fronts", "A front as it was published.", Given, 1 of "t.id", from "fronts t ORDER BY t.id", [
        id: Id, title_id: Id, version: Number, at: At, account_id: Ref, actor: Text, flash_text: Text, flash_placement: Ref,
        flash_address: Text, flash_until: When,
    ]),
    table!("front_places", "A place of such a front.", Given, 1 of "t.front_id", from "front_places t ORDER BY t.front_id, t.id", [
        id: Id, front_id: Id, slot: Word(words::slot), position: Number, placement_id: Id, until_at: When, headline: Text,
        picture_id: Ref,
    ]),
    table!("most_read", "The most read articles of a title's last day.",
        Given, 1 of "t.title_id", from "most_read t ORDER BY t.title_id, t.rank", [
        title_id: Id, rank: Number, article_id: Id,
    ]),
    table!("figures_hours", "Views of an hour; `of_id` is the article or section, zeros for what is neither.",
        Ours, 2 of "t.title_id, t.at", from "figures_hours t ORDER BY t.title_id, t.at", [
        title_id: Id, page: Text, at: At, of_id: Id, views: Number,
    ]),
    table!("figures_days", "Views of a day.", Ours, 2 of "t.title_id, t.at", from "figures_days t ORDER BY t.title_id, t.at", [
        title_id: Id, page: Text, at: At, of_id: Id, views: Number,
    ]),
    table!("figures_hosts", "Where readers of a day came from.",
        Ours, 2 of "t.title_id, t.day", from "figures_hosts t ORDER BY t.title_id, t.day", [
        title_id: Id, day: At, host: Text, views: Number,
    ]),
    table!("figures_feeds", "Who followed a feed on a day.",
        Ours, 2 of "t.title_id, t.day", from "figures_feeds t ORDER BY t.title_id, t.day", [
        title_id: Id, day: At, feed: Text, of_id: Id, service: Text, readers: Number,
    ]),
    table!("figures_words", "What readers searched for on a day.", Given, 1 of "t.id", from "figures_words t ORDER BY t.id", [
        id: Id, title_id: Id, day: At, words: Text, asked: Number, empty: Number,
    ]),
    table!("desk_bells", "Up to when an account has seen what rings for it.",
        Given, 1 of "t.account_id", from "desk_bells t ORDER BY t.account_id", [
        account_id: Id, seen_at: At,
    ]),
    table!("trust_counts", "What the page of facts of a title counts.", Given, 1 of "t.title_id",
        from "trust_counts t ORDER BY t.title_id", [
        title_id: Id, counted_at: At, texts: Number, sourced: Number, signed: Number, assisted: Number, written: Number,
        second_read: Number,
    ]),
    table!("imports", "A newspaper that moved in.", Given, 1 of "t.id", from "imports t ORDER BY t.id", [
        id: Id, title_id: Id, origin: Text, files: Text, state: Text, actor: Text, begun_at: At, ended_at: When, source: Text,
    ]),
    table!("moved", "What became of an item of it.",
        Ours, 2 of "t.import_id, t.number", from "moved t ORDER BY t.import_id, t.number", [
        title_id: Id, item: Text, origin: Text, import_id: Id, number: Number, outcome: Text, notes: Text, lacks: Text, old: Text,
        target: Text, article_id: Ref, made: MaybeBytes, said_carried: Number, said_changed: Number, said_refused: Number,
    ]),
    table!("moved_again", "An item an import met that another import of the same source had brought in.",
        Ours, 1 of "t.import_id", from "moved_again t ORDER BY t.import_id", [import_id: Id, item: Text]),
    table!("forwards", "Where an old address leads that is no article’s.",
        Ours, 1 of "t.title_id", from "forwards t ORDER BY t.title_id", [
        title_id: Id, path: Word(words::old_path), target: Word(words::path), import_id: Id,
    ]),
    table!("log", "The log of what readers see; the keys are those its checkpoints are signed with, not their secrets.",
        Given, 1 of "t.one", from "log t ORDER BY t.one", [
        one: Number, home: Text, epoch: Number, keys: Text, signed: Flag,
    ]),
    table!("log_entries", "An entry of the log, and what opens its commitment to an address.",
        Given, 1 of "t.position", from "log_entries t ORDER BY t.position", [
        position: Number, entry: Text, article_id: Ref, number: Figure, addresses: Maybe, address_salt: MaybeBytes,
    ]),
    table!("audit", "Who did what, when, with which particulars.", Given, 1 of "t.id", from "audit t ORDER BY t.id", [
        id: Id, at: At, account_id: Ref, actor: Text, deed: Text, title_id: Ref, article_id: Ref, detail: Document(Detail),
    ]),
    table!("jobs", "Work that waits: what goes out, closes or frees a place at an instant.",
        Given, 1 of "t.id",
        from "jobs t WHERE t.state = 'waiting' AND t.kind NOT LIKE 'outside.%' AND t.kind <> 'redaction.lift' ORDER BY t.id", [
        id: Id, kind: Word(words::job), key: Word(words::job_key), payload: Blank, state: Word(words::waiting), due_at: At,
        attempts: Zero, last_error: Blank, created_at: At,
    ]),
    table!("touched", "When something documents date themselves by changed last.",
        Ours, 1 of "CAST(0 AS BIGINT)", from "touched t", [
        trace: Word(words::trace), at: At,
    ]),
];
