-- Topics as they are kept: what kind a topic is, the words by which it is recognised, what happened when, what stands on
-- top of its page. One that was merged into another keeps its row, so that its address leads there for ever.
ALTER TABLE topics ADD COLUMN kind TEXT NOT NULL DEFAULT 'subject';
ALTER TABLE topics ADD COLUMN merged_into {bytes};
-- Every address a topic has had: never given to another.
CREATE TABLE topic_addresses (
    title_id {bytes} NOT NULL REFERENCES titles(id), slug TEXT NOT NULL, topic_id {bytes} NOT NULL REFERENCES topics(id),
    since BIGINT NOT NULL, PRIMARY KEY (title_id, slug));
CREATE INDEX addresses_of_topic ON topic_addresses (topic_id);
CREATE TABLE topic_aliases (
    topic_id {bytes} NOT NULL REFERENCES topics(id), position BIGINT NOT NULL, word TEXT NOT NULL,
    PRIMARY KEY (topic_id, position));
-- `day` is 2024, 2024-05 or 2024-05-17: as much of the date as is known.
CREATE TABLE topic_facts (
    id {bytes} PRIMARY KEY, topic_id {bytes} NOT NULL REFERENCES topics(id), day TEXT NOT NULL, text TEXT NOT NULL,
    article_id {bytes} NOT NULL REFERENCES articles(id));
CREATE INDEX facts_of_topic ON topic_facts (topic_id, day, id);
CREATE INDEX facts_of_article ON topic_facts (article_id, id);
CREATE TABLE topic_pins (
    topic_id {bytes} NOT NULL REFERENCES topics(id), placement_id {bytes} NOT NULL REFERENCES placements(id),
    position BIGINT NOT NULL, PRIMARY KEY (topic_id, placement_id));
CREATE INDEX topic_pins_of_placement ON topic_pins (placement_id);
-- What is offered at the end of an article: made when it goes out, and with what goes out after it. `related_at` is when that
-- was last done for a placement, NULL where it is still to be.
CREATE TABLE related (
    placement_id {bytes} NOT NULL REFERENCES placements(id), other_id {bytes} NOT NULL REFERENCES placements(id),
    score BIGINT NOT NULL, PRIMARY KEY (placement_id, other_id));
CREATE INDEX related_to ON related (other_id);
ALTER TABLE placements ADD COLUMN related_at BIGINT;
CREATE INDEX placements_unrelated ON placements (first_published_at) WHERE related_at IS NULL AND listed = 1;
-- Those that are here are related by a job; the network's id serves for the job's.
INSERT INTO jobs (id, kind, key, payload, state, due_at, attempts, last_error, created_at)
    SELECT id, 'articles.relate', '', '', 'waiting', 0, 0, '', 0 FROM network;
