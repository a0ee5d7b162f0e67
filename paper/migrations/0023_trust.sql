-- What the page of facts counts: the texts a title first published in a year, counted by a job.
CREATE TABLE trust_counts (
    title_id {bytes} PRIMARY KEY REFERENCES titles(id), counted_at BIGINT NOT NULL, texts BIGINT NOT NULL, sourced BIGINT NOT NULL,
    signed BIGINT NOT NULL, assisted BIGINT NOT NULL, written BIGINT NOT NULL, second_read BIGINT NOT NULL);
CREATE INDEX overrides_newest ON overrides (at);
