-- Newspapers that moved in from elsewhere. `files` says what they were read from, `source` how many items of each kind it
-- holds.
CREATE TABLE imports (
    id {bytes} PRIMARY KEY, title_id {bytes} NOT NULL REFERENCES titles(id), origin TEXT NOT NULL, files TEXT NOT NULL,
    state TEXT NOT NULL, actor TEXT NOT NULL, begun_at BIGINT NOT NULL, ended_at BIGINT, source TEXT NOT NULL);
CREATE INDEX imports_of_title ON imports (title_id, begun_at);

-- What became of each item of a source. `notes` and `lacks` are words, `old` is its address there where it is no article's,
-- `target` where that leads now; articles have their addresses among all others.
CREATE TABLE moved (
    title_id {bytes} NOT NULL REFERENCES titles(id), item TEXT NOT NULL, origin TEXT NOT NULL,
    import_id {bytes} NOT NULL REFERENCES imports(id), number BIGINT NOT NULL, outcome TEXT NOT NULL, notes TEXT NOT NULL,
    lacks TEXT NOT NULL, old TEXT NOT NULL, target TEXT NOT NULL, article_id {bytes}, made {bytes},
    said_carried BIGINT NOT NULL, said_changed BIGINT NOT NULL, said_refused BIGINT NOT NULL,
    PRIMARY KEY (title_id, item, origin));
CREATE INDEX moved_of_import ON moved (import_id, number);
CREATE INDEX moved_of_article ON moved (article_id) WHERE article_id IS NOT NULL;
-- Where old addresses lead that are no article's: paths, and queries as `?cat=12`.
CREATE TABLE forwards (
    title_id {bytes} NOT NULL REFERENCES titles(id), path TEXT NOT NULL, target TEXT NOT NULL,
    import_id {bytes} NOT NULL REFERENCES imports(id), PRIMARY KEY (title_id, path));
CREATE INDEX forwards_of_import ON forwards (import_id);
