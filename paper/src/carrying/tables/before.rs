//! What the articles stand on: the network, its titles and people, its pictures.

use super::{Column, Order, Table, table, words};

/// Tables whose rows come before those of articles.
pub static BEFORE: &[Table] = &[
    table!("network", "The network.", Given, 1 of "CAST(0 AS BIGINT)", from "network t ORDER BY t.id", [
        id: Id, name: Text, created_at: At, newsroom_host: Word(words::host_or_none),
    ]),
    table!("titles", "A title: its settings and its imprint are documents.", Given, 1 of "t.id", from "titles t ORDER BY t.id", [
        id: Id, key: Word(words::key), name: Text, motto: Text, language: Word(words::language), zone: Word(words::zone),
        permalink: Word(words::permalink), theme: Word(words::slug), settings: Document(Settings), imprint: Document(Imprint),
        position: Number, created_at: At, comments_over: At,
    ]),
    table!("hosts", "A host of a title; `main` is the canonical one, one with `former_at` was given up and leads there.",
        Ours, 1 of "t.title_id", from "hosts t ORDER BY t.title_id", [
        host: Word(words::host), title_id: Id, main: Flag, former_at: When,
    ]),
    table!("sections", "A section of a title; those of the first level stand first.",
        Given, 1 of "t.title_id", from "sections t ORDER BY CASE WHEN t.parent_id IS NULL THEN 0 ELSE 1 END, t.id", [
        id: Id, title_id: Id, parent_id: Ref, slug: Word(words::slug), name: Text, lead: Text, position: Number,
    ]),
    table!("topics", "A topic of a title; one with `merged_into` leads there, and stands after those that were not merged.",
        Given, 1 of "t.id", from "topics t ORDER BY CASE WHEN t.merged_into IS NULL THEN 0 ELSE 1 END, t.id", [
        id: Id, title_id: Id, slug: Word(words::slug), name: Text, lead: Text, kind: Word(words::topic_kind), merged_into: Ref,
    ]),
    table!("topic_addresses", "A word under which a topic stood; it leads there.",
        Ours, 1 of "t.title_id", from "topic_addresses t ORDER BY t.title_id", [
        title_id: Id, slug: Word(words::slug), topic_id: Id, since: At,
    ]),
    table!("topic_aliases", "A word by which a topic is recognised in a text.",
        Given, 1 of "t.topic_id", from "topic_aliases t ORDER BY t.topic_id, t.position", [
        topic_id: Id, position: Number, word: Text,
    ]),
    table!("contributors", "A person credited.", Given, 1 of "t.id", from "contributors t ORDER BY t.id", [
        id: Id, slug: Word(words::slug), name: Text, role: Text, bio: Text, email: Text, created_at: At,
    ]),
    table!("accounts", "An account, without anything that opens a door.", Given, 1 of "t.id", from "accounts t ORDER BY t.id", [
        id: Id, handle: Text, name: Text, email: Text, active: Flag, created_at: At, language: Word(words::language_or_none),
    ]),
    table!("factor_roles", "A role nobody works under without a second factor.",
        Ours, 1 of "CAST(0 AS BIGINT)", from "factor_roles t", [
        role: Word(words::role),
    ]),
    table!("grants", "A right: a role on a title and section, or on all where none stands.",
        Given, 1 of "t.id", from "grants t ORDER BY t.id", [
        id: Id, account_id: Id, role: Word(words::role), title_id: Ref, section_id: Ref, granted_at: At, granted_by: Text,
    ]),
    table!("shifts", "A turn as deputy.", Given, 1 of "t.id", from "shifts t ORDER BY t.id", [
        id: Id, title_id: Id, account_id: Id, starts_at: At, ends_at: At, named_by: Text,
    ]),
    table!("pictures", "A picture or document: the file `media/{id}/{name}` it came as, named by its hash. One with `blanked_at` was taken \
            away by law, and has no file any more.",
        Given, 1 of "t.id", from "pictures t ORDER BY t.id", [
        id: Id, form: Word(words::form), sha256: Word(words::sha256), mime: Word(words::mime), width: Number, height: Number,
        bytes: Number, alt: Text, caption: Text, credit: Text, licence: Text, source_type: Text, created_at: At,
        created_by: Text, blanked_at: When, edition: Number, creator: Text, copyright: Text, place: Text, file: Text,
        words: MadeText, title_id: Ref, tint: Within(0xFF_FFFF), focus_x: Within(100), focus_y: Within(100), ends_at: When,
    ]),
    table!("renditions", "A size of a picture by the name it had before files were made anew: that address still leads to the picture.",
        Ours, 1 of "t.picture_id", from "renditions t ORDER BY t.picture_id", [
        picture_id: Id, name: Word(words::file), mime: Word(words::mime), width: Number, height: Number, bytes: Number,
    ]),
    table!("pages", "A standing page of a title; its text is a document.",
        Ours, 1 of "t.title_id", from "pages t ORDER BY t.title_id", [
        title_id: Id, slug: Word(words::slug), role: Word(words::page_role), name: Text, body: Document(Body), position: Number,
        changed_at: At,
    ]),
    table!("known_sources", "A source a title has used.", Ours, 1 of "t.title_id", from "known_sources t ORDER BY t.title_id", [
        title_id: Id, kind: Word(words::source), name: Text, url: Text, state: Flag, contract: Flag, uses: Number, used_at: At,
    ]),
    table!("series", "A series a title has used.", Ours, 1 of "t.title_id", from "series t ORDER BY t.title_id", [
        title_id: Id, name: Text, uses: Number, used_at: At,
    ]),
    table!("rule_figures", "How often a rule of the gate spoke, was set aside, was passed.",
        Ours, 1 of "CAST(0 AS BIGINT)", from "rule_figures t", [
        code: Text, raised: Number, overridden: Number, passed: Number,
    ]),
    table!("stretches", "Thirty days of a title, the unit of its sitemap: how many texts, and when one of them changed last.",
        Given, 1 of "t.title_id", from "stretches t ORDER BY t.title_id, t.stretch", [
        title_id: Id, stretch: Number, texts: Number, changed_at: At,
    ]),
];
