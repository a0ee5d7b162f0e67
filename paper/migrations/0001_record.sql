-- The record of a newspaper. Types are BIGINT, DOUBLE PRECISION, TEXT and {bytes}, nothing else; truth is 0 or 1;
-- instants are microseconds UTC; ids are 16 bytes made by us. What can be made again from these rows is not here.

CREATE TABLE migrations (step BIGINT PRIMARY KEY, name TEXT NOT NULL, taken_at BIGINT NOT NULL);

CREATE TABLE network (id {bytes} PRIMARY KEY, name TEXT NOT NULL, created_at BIGINT NOT NULL);

-- Titles. `settings` and `imprint` are JSON documents with a Rust type each.
CREATE TABLE titles (
    id {bytes} PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, motto TEXT NOT NULL, language TEXT NOT NULL,
    zone TEXT NOT NULL, permalink TEXT NOT NULL, theme TEXT NOT NULL, settings TEXT NOT NULL, imprint TEXT NOT NULL,
    position BIGINT NOT NULL, created_at BIGINT NOT NULL);
CREATE TABLE hosts (host TEXT PRIMARY KEY, title_id {bytes} NOT NULL REFERENCES titles(id), main BIGINT NOT NULL);
CREATE INDEX hosts_of_title ON hosts (title_id);
CREATE TABLE sections (
    id {bytes} PRIMARY KEY, title_id {bytes} NOT NULL REFERENCES titles(id), parent_id {bytes} REFERENCES sections(id),
    slug TEXT NOT NULL, name TEXT NOT NULL, lead TEXT NOT NULL, position BIGINT NOT NULL, UNIQUE (title_id, slug));
CREATE TABLE topics (
    id {bytes} PRIMARY KEY, title_id {bytes} NOT NULL REFERENCES titles(id), slug TEXT NOT NULL, name TEXT NOT NULL,
    lead TEXT NOT NULL, UNIQUE (title_id, slug));
CREATE TABLE pages (
    title_id {bytes} NOT NULL REFERENCES titles(id), slug TEXT NOT NULL, role TEXT NOT NULL, name TEXT NOT NULL,
    body TEXT NOT NULL, position BIGINT NOT NULL, changed_at BIGINT NOT NULL, PRIMARY KEY (title_id, slug));

-- People credited, who need no account; accounts, who need no credit.
CREATE TABLE contributors (
    id {bytes} PRIMARY KEY, slug TEXT NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE, role TEXT NOT NULL, bio TEXT NOT NULL,
    email TEXT NOT NULL, created_at BIGINT NOT NULL);
CREATE TABLE accounts (
    id {bytes} PRIMARY KEY, handle TEXT NOT NULL UNIQUE, name TEXT NOT NULL, email TEXT NOT NULL, active BIGINT NOT NULL,
    created_at BIGINT NOT NULL);
-- A right is role x title x section; NULL stands for all of them.
CREATE TABLE grants (
    id {bytes} PRIMARY KEY, account_id {bytes} NOT NULL REFERENCES accounts(id), role TEXT NOT NULL,
    title_id {bytes} REFERENCES titles(id), section_id {bytes} REFERENCES sections(id), granted_at BIGINT NOT NULL,
    granted_by TEXT NOT NULL);
CREATE INDEX grants_of_account ON grants (account_id);
-- Who stands in for the director, from when to when.
CREATE TABLE shifts (
    id {bytes} PRIMARY KEY, title_id {bytes} NOT NULL REFERENCES titles(id), account_id {bytes} NOT NULL REFERENCES accounts(id),
    starts_at BIGINT NOT NULL, ends_at BIGINT NOT NULL, named_by TEXT NOT NULL);
CREATE INDEX shifts_of_title ON shifts (title_id, ends_at);

-- Articles. What readers see changes only by a new row in `revisions`.
CREATE TABLE articles (
    id {bytes} PRIMARY KEY, home_title_id {bytes} NOT NULL REFERENCES titles(id), state TEXT NOT NULL, hold TEXT NOT NULL,
    revision_id {bytes}, revision_count BIGINT NOT NULL, first_published_at BIGINT, modified_at BIGINT,
    translation_group {bytes}, created_at BIGINT NOT NULL, created_by TEXT NOT NULL);
CREATE INDEX articles_translated ON articles (translation_group);
CREATE TABLE drafts (
    article_id {bytes} PRIMARY KEY REFERENCES articles(id), copy TEXT NOT NULL, version BIGINT NOT NULL, stage TEXT NOT NULL,
    saved_at BIGINT NOT NULL, saved_by TEXT NOT NULL,
    due_at BIGINT, due_local TEXT, due_zone TEXT, due_class TEXT, due_note TEXT, due_account {bytes}, fault TEXT NOT NULL);
CREATE TABLE revisions (
    id {bytes} PRIMARY KEY, article_id {bytes} NOT NULL REFERENCES articles(id), number BIGINT NOT NULL, previous_id {bytes},
    class TEXT NOT NULL, note TEXT NOT NULL, content TEXT NOT NULL, salt {bytes}, commitment {bytes} NOT NULL,
    previous_commitment {bytes}, at BIGINT NOT NULL, editor TEXT NOT NULL, account_id {bytes}, redacted_at BIGINT,
    UNIQUE (article_id, number));
CREATE INDEX revisions_noted ON revisions (class, at);
CREATE TABLE placements (
    id {bytes} PRIMARY KEY, article_id {bytes} NOT NULL REFERENCES articles(id), title_id {bytes} NOT NULL REFERENCES titles(id),
    section_id {bytes} NOT NULL REFERENCES sections(id), slug TEXT NOT NULL, path TEXT, headline TEXT NOT NULL,
    comments BIGINT NOT NULL, original BIGINT NOT NULL, revision_id {bytes}, card TEXT, listed BIGINT NOT NULL,
    first_published_at BIGINT, modified_at BIGINT, placed_at BIGINT NOT NULL, displaced_at BIGINT,
    UNIQUE (article_id, title_id));
CREATE INDEX placements_of_title ON placements (title_id, listed, first_published_at, id);
CREATE INDEX placements_of_section ON placements (section_id, listed, first_published_at, id);
CREATE TABLE placement_topics (
    topic_id {bytes} NOT NULL REFERENCES topics(id), placement_id {bytes} NOT NULL REFERENCES placements(id),
    first_published_at BIGINT NOT NULL, position BIGINT NOT NULL, PRIMARY KEY (topic_id, placement_id));
CREATE INDEX topics_newest ON placement_topics (topic_id, first_published_at);
CREATE INDEX topics_of_placement ON placement_topics (placement_id);
-- Every address ever used, and for what: never given to another text.
CREATE TABLE addresses (
    title_id {bytes} NOT NULL REFERENCES titles(id), path TEXT NOT NULL, placement_id {bytes} NOT NULL REFERENCES placements(id),
    since BIGINT NOT NULL, PRIMARY KEY (title_id, path));
CREATE INDEX addresses_of_placement ON addresses (placement_id);
CREATE TABLE credits (
    placement_id {bytes} NOT NULL REFERENCES placements(id), name TEXT NOT NULL, title_id {bytes} NOT NULL,
    first_published_at BIGINT NOT NULL, PRIMARY KEY (placement_id, name));
CREATE INDEX credits_newest ON credits (name, title_id, first_published_at);
-- Notes readers can read on /corrections, per title.
CREATE TABLE notices (
    title_id {bytes} NOT NULL REFERENCES titles(id), revision_id {bytes} NOT NULL REFERENCES revisions(id),
    placement_id {bytes} NOT NULL REFERENCES placements(id), class TEXT NOT NULL, at BIGINT NOT NULL,
    PRIMARY KEY (title_id, revision_id));
CREATE INDEX notices_newest ON notices (title_id, at);

-- Pictures and documents; bytes are files under media/.
CREATE TABLE pictures (
    id {bytes} PRIMARY KEY, form TEXT NOT NULL, sha256 TEXT NOT NULL, mime TEXT NOT NULL, width BIGINT NOT NULL,
    height BIGINT NOT NULL, bytes BIGINT NOT NULL, alt TEXT NOT NULL, caption TEXT NOT NULL, credit TEXT NOT NULL,
    licence TEXT NOT NULL, source_type TEXT NOT NULL, created_at BIGINT NOT NULL, created_by TEXT NOT NULL, blanked_at BIGINT);
CREATE INDEX pictures_by_hash ON pictures (sha256);
CREATE TABLE renditions (
    picture_id {bytes} NOT NULL REFERENCES pictures(id), name TEXT NOT NULL, mime TEXT NOT NULL, width BIGINT NOT NULL,
    height BIGINT NOT NULL, bytes BIGINT NOT NULL, PRIMARY KEY (picture_id, name));
CREATE TABLE revision_pictures (
    revision_id {bytes} NOT NULL REFERENCES revisions(id), picture_id {bytes} NOT NULL REFERENCES pictures(id),
    PRIMARY KEY (revision_id, picture_id));
CREATE INDEX revisions_of_picture ON revision_pictures (picture_id);

-- What the desk remembers.
CREATE TABLE known_sources (
    title_id {bytes} NOT NULL REFERENCES titles(id), kind TEXT NOT NULL, name TEXT NOT NULL, url TEXT NOT NULL,
    state BIGINT NOT NULL, contract BIGINT NOT NULL, uses BIGINT NOT NULL, used_at BIGINT NOT NULL,
    PRIMARY KEY (title_id, kind, name));
CREATE TABLE pins (
    title_id {bytes} NOT NULL REFERENCES titles(id), slot TEXT NOT NULL, position BIGINT NOT NULL,
    placement_id {bytes} NOT NULL REFERENCES placements(id), until_at BIGINT, PRIMARY KEY (title_id, slot, position));
-- Locality-sensitive bands of each published text: the same text elsewhere shares at least one.
CREATE TABLE bands (
    band BIGINT NOT NULL, article_id {bytes} NOT NULL REFERENCES articles(id), title_id {bytes} NOT NULL, at BIGINT NOT NULL,
    PRIMARY KEY (band, article_id));
CREATE INDEX bands_of_article ON bands (article_id);
CREATE TABLE overrides (
    id {bytes} PRIMARY KEY, article_id {bytes} NOT NULL REFERENCES articles(id), revision_id {bytes} NOT NULL REFERENCES revisions(id),
    code TEXT NOT NULL, account_id {bytes}, actor TEXT NOT NULL, reason TEXT NOT NULL, at BIGINT NOT NULL);
CREATE TABLE rule_figures (code TEXT PRIMARY KEY, raised BIGINT NOT NULL, overridden BIGINT NOT NULL);
CREATE TABLE redactions (
    id {bytes} PRIMARY KEY, article_id {bytes} NOT NULL REFERENCES articles(id), class TEXT NOT NULL, reason TEXT NOT NULL,
    actor TEXT NOT NULL, at BIGINT NOT NULL, blanked BIGINT NOT NULL);

CREATE TABLE comments (
    id {bytes} PRIMARY KEY, placement_id {bytes} NOT NULL REFERENCES placements(id), parent_id {bytes} REFERENCES comments(id),
    name TEXT NOT NULL, text TEXT NOT NULL, state TEXT NOT NULL, at BIGINT NOT NULL, decided_by TEXT NOT NULL);
CREATE INDEX comments_of_placement ON comments (placement_id, state, at);

-- What every deed leaves behind.
CREATE TABLE audit (
    id {bytes} PRIMARY KEY, at BIGINT NOT NULL, account_id {bytes}, actor TEXT NOT NULL, deed TEXT NOT NULL, title_id {bytes},
    article_id {bytes}, detail TEXT NOT NULL);
CREATE INDEX audit_of_article ON audit (article_id, at);
CREATE INDEX audit_newest ON audit (at);
CREATE TABLE jobs (
    id {bytes} PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, payload TEXT NOT NULL, state TEXT NOT NULL, due_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL, last_error TEXT NOT NULL, created_at BIGINT NOT NULL, finished_at BIGINT, UNIQUE (kind, key));
CREATE INDEX jobs_due ON jobs (state, due_at);
CREATE TABLE changes (seq BIGINT PRIMARY KEY, at BIGINT NOT NULL, deed TEXT NOT NULL, traces TEXT NOT NULL);
