-- What somebody asked by the right to be forgotten, what was decided and why. Who asked lies apart and goes when its term is over.
CREATE TABLE measures (
    id {bytes} PRIMARY KEY, article_id {bytes} NOT NULL REFERENCES articles(id), title_id {bytes} NOT NULL, kind TEXT NOT NULL,
    state TEXT NOT NULL, requested_at BIGINT NOT NULL, due_at BIGINT NOT NULL, kept_by TEXT NOT NULL, reason TEXT NOT NULL,
    decided_at BIGINT, decided_by TEXT NOT NULL, places BIGINT NOT NULL, ends_at BIGINT, lifted_at BIGINT, lifted_by TEXT NOT NULL,
    lifted_why TEXT NOT NULL);
CREATE INDEX measures_in_order ON measures (title_id, state, due_at, id);
CREATE INDEX measures_of_article ON measures (article_id, id);
CREATE TABLE measure_askers (
    measure_id {bytes} PRIMARY KEY REFERENCES measures(id), name TEXT NOT NULL, contact TEXT NOT NULL, words TEXT NOT NULL);
-- A measure stands that keeps the article out of search engines and lists.
ALTER TABLE articles ADD COLUMN deindexed BIGINT NOT NULL DEFAULT 0;
