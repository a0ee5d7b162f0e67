-- Words being blanked. What readers see of these revisions is blanked from the deed on; the rows follow in slices, and
-- when the last is done the veil goes, with the words in it.
CREATE TABLE veils (
    article_id {bytes} PRIMARY KEY REFERENCES articles(id), id {bytes} NOT NULL, needles TEXT NOT NULL,
    last_number BIGINT NOT NULL, done_number BIGINT NOT NULL);
-- How often the draft of an article was saved, over all its drafts: a save names the one it started from.
ALTER TABLE articles ADD COLUMN saves BIGINT NOT NULL DEFAULT 0;
UPDATE articles SET saves = COALESCE((SELECT version FROM drafts WHERE drafts.article_id = articles.id), 0);
-- What was taken off a title is on no list of it.
UPDATE placements SET card = NULL WHERE displaced_at IS NOT NULL;
-- The gate looks for the same text of the last weeks only, however old and common a band is.
CREATE INDEX bands_recent ON bands (band, at);
-- The gate asks whether a title has published anything yet.
CREATE INDEX placements_shown ON placements (title_id, revision_id);
