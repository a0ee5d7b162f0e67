-- The texts of each series of a title, in the order they went out: a text expires when the next of its series is out.
-- What went out before this step is not among them, and does not expire.
CREATE TABLE series_texts (
    article_id {bytes} PRIMARY KEY REFERENCES articles(id), title_id {bytes} NOT NULL REFERENCES titles(id), name TEXT NOT NULL,
    at BIGINT NOT NULL);
CREATE INDEX series_texts_in_order ON series_texts (title_id, name, at);
CREATE INDEX series_texts_by_time ON series_texts (title_id, at);
