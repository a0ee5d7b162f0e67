-- What readers search for, by day of the title's zone: words asked for often enough that they are nobody's own, how often,
-- and how often nothing was found. The name of a row is there for those who blank a name in it.
CREATE TABLE figures_words (
    id {bytes} PRIMARY KEY, title_id {bytes} NOT NULL REFERENCES titles(id), day BIGINT NOT NULL, words TEXT NOT NULL,
    asked BIGINT NOT NULL, empty BIGINT NOT NULL);
CREATE INDEX figures_words_of_day ON figures_words (title_id, day, words);
