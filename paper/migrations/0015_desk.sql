-- The desk: what each save said, where the work on a text stands, who has it, and what is said about it. The columns of a
-- copy come last, so that lists read none of it.
CREATE TABLE draft_saves (
    id {bytes} PRIMARY KEY, article_id {bytes} NOT NULL REFERENCES articles(id), version BIGINT NOT NULL, at BIGINT NOT NULL,
    account_id {bytes}, saved_by TEXT NOT NULL, name TEXT NOT NULL, revision BIGINT,
    -- Saves of one person within some minutes: of such a chain the last one stays.
    chain BIGINT NOT NULL, began_at BIGINT NOT NULL,
    -- When the next save came.
    next_at BIGINT, copy TEXT NOT NULL, UNIQUE (article_id, version));
CREATE INDEX draft_saves_in_chains ON draft_saves (article_id, chain, version);
CREATE INDEX draft_saves_by_age ON draft_saves (at) WHERE name = '' AND revision IS NULL;
-- There is one draft of an article: its id serves for the save's.
INSERT INTO draft_saves (id, article_id, version, at, account_id, saved_by, name, revision, chain, began_at, next_at, copy)
    SELECT article_id, article_id, version, saved_at, NULL, saved_by, '', NULL, version, saved_at, NULL, copy FROM drafts;
-- Texts read before this count are not merged: words in them were blanked since.
ALTER TABLE articles ADD COLUMN merges_from BIGINT NOT NULL DEFAULT 0;

-- An article in work: where it stands, who has it, until when. `shelf` follows from draft and article, and is empty where
-- there is no draft; `words` is what a search looks through.
CREATE TABLE desk (
    article_id {bytes} PRIMARY KEY REFERENCES articles(id), title_id {bytes} NOT NULL REFERENCES titles(id),
    phase TEXT NOT NULL, shelf TEXT NOT NULL, saved_at BIGINT NOT NULL, goes_at BIGINT, words TEXT NOT NULL, name TEXT NOT NULL,
    assigned {bytes}, assigned_by {bytes}, assigned_name TEXT NOT NULL, assigned_at BIGINT, due_at BIGINT,
    checked BIGINT, blocks BIGINT, warnings BIGINT);
CREATE INDEX desk_shelves ON desk (title_id, shelf, saved_at, article_id);
CREATE INDEX desk_schedule ON desk (title_id, goes_at, article_id) WHERE goes_at IS NOT NULL;
CREATE INDEX desk_assigned ON desk (assigned, assigned_at);
INSERT INTO desk (article_id, title_id, phase, shelf, saved_at, goes_at, words, name, assigned_name)
    SELECT d.article_id, a.home_title_id, 'writing',
           CASE WHEN a.state = 'spiked' THEN 'spiked' WHEN d.due_at IS NOT NULL THEN 'scheduled'
                WHEN a.first_published_at IS NOT NULL THEN 'correct' ELSE 'writing' END,
           d.saved_at, d.due_at, '', '', ''
      FROM drafts d JOIN articles a ON a.id = d.article_id;
ALTER TABLE drafts DROP COLUMN stage;

-- Who had a hand in an article, and when last.
CREATE TABLE desk_hands (
    article_id {bytes} NOT NULL REFERENCES articles(id), account_id {bytes} NOT NULL, at BIGINT NOT NULL,
    PRIMARY KEY (article_id, account_id));
CREATE INDEX desk_hands_of_account ON desk_hands (account_id, at);
INSERT INTO desk_hands (article_id, account_id, at)
    SELECT article_id, account_id, MAX(at) FROM audit
     WHERE deed IN ('article.file', 'draft.save') AND account_id IS NOT NULL AND article_id IS NOT NULL
     GROUP BY article_id, account_id;
-- Who has an article open, and which save the text before them is.
CREATE TABLE desk_presence (
    article_id {bytes} NOT NULL REFERENCES articles(id), account_id {bytes} NOT NULL, writing BIGINT NOT NULL,
    base BIGINT NOT NULL, since BIGINT NOT NULL, seen_at BIGINT NOT NULL, PRIMARY KEY (article_id, account_id));
CREATE INDEX desk_presence_by_time ON desk_presence (seen_at);
-- What the desk says among itself about an article; never to readers.
CREATE TABLE desk_notes (
    id {bytes} PRIMARY KEY, article_id {bytes} NOT NULL REFERENCES articles(id), at BIGINT NOT NULL, account_id {bytes},
    said_by TEXT NOT NULL, passage TEXT NOT NULL, text TEXT NOT NULL, settled_at BIGINT, settled_by TEXT NOT NULL);
CREATE INDEX desk_notes_of_article ON desk_notes (article_id, at, id);
CREATE TABLE desk_mentions (
    note_id {bytes} NOT NULL REFERENCES desk_notes(id), account_id {bytes} NOT NULL, at BIGINT NOT NULL,
    PRIMARY KEY (note_id, account_id));
CREATE INDEX desk_mentions_of_account ON desk_mentions (account_id, at);
-- Up to when an account has seen what rings for it.
CREATE TABLE desk_bells (account_id {bytes} PRIMARY KEY, seen_at BIGINT NOT NULL);
CREATE INDEX cases_open_of_article ON cases (article_id) WHERE state = 'open';
