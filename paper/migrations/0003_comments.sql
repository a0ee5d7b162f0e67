-- Secrets of the network, drawn once.
CREATE TABLE secrets (name TEXT PRIMARY KEY, bytes {bytes} NOT NULL, drawn_at BIGINT NOT NULL);

-- Comments as readers send them. What says who somebody is, is kept as keyed hashes, and forgotten after the title's days.
ALTER TABLE comments ADD COLUMN title_id {bytes};
ALTER TABLE comments ADD COLUMN thread_id {bytes};
ALTER TABLE comments ADD COLUMN thread_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE comments ADD COLUMN closed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE comments ADD COLUMN badge TEXT NOT NULL DEFAULT '';
ALTER TABLE comments ADD COLUMN account_id {bytes};
ALTER TABLE comments ADD COLUMN email TEXT NOT NULL DEFAULT '';
ALTER TABLE comments ADD COLUMN website TEXT NOT NULL DEFAULT '';
ALTER TABLE comments ADD COLUMN name_hash {bytes};
ALTER TABLE comments ADD COLUMN email_hash {bytes};
ALTER TABLE comments ADD COLUMN address_hash {bytes};
ALTER TABLE comments ADD COLUMN flags TEXT NOT NULL DEFAULT '';
ALTER TABLE comments ADD COLUMN fold TEXT NOT NULL DEFAULT '';
ALTER TABLE comments ADD COLUMN ground TEXT NOT NULL DEFAULT '';
ALTER TABLE comments ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE comments ADD COLUMN decided_at BIGINT;
ALTER TABLE comments ADD COLUMN learned TEXT NOT NULL DEFAULT '';
UPDATE comments SET title_id = (SELECT p.title_id FROM placements p WHERE p.id = comments.placement_id),
    thread_id = COALESCE(parent_id, id),
    thread_at = COALESCE((SELECT c.at FROM comments c WHERE c.id = comments.parent_id), at);
DROP INDEX comments_of_placement;
CREATE INDEX comments_in_order ON comments (placement_id, state, thread_at, thread_id, at, id);
CREATE INDEX comments_waiting ON comments (state, title_id, fold, at, id);
CREATE INDEX comments_decided ON comments (title_id, decided_at);
CREATE INDEX comments_of_address ON comments (address_hash, at);
CREATE INDEX comments_of_email ON comments (email_hash, at);
CREATE INDEX comments_of_name ON comments (name_hash, at);
CREATE INDEX comments_under ON comments (parent_id);
CREATE INDEX comments_newest ON comments (at);

-- By which the same text is recognised again.
CREATE TABLE comment_bands (
    band BIGINT NOT NULL, comment_id {bytes} NOT NULL REFERENCES comments(id), at BIGINT NOT NULL, PRIMARY KEY (band, comment_id));
CREATE INDEX comment_bands_of ON comment_bands (comment_id);
-- What moderators' decisions taught: keyed hashes of words, in how many good and bad comments. Word 0 counts comments.
CREATE TABLE comment_words (word BIGINT PRIMARY KEY, good BIGINT NOT NULL, bad BIGINT NOT NULL);
-- What a reader's form may do how often: level of each bucket at an instant.
CREATE TABLE buckets (key {bytes} PRIMARY KEY, level DOUBLE PRECISION NOT NULL, at BIGINT NOT NULL);
CREATE INDEX buckets_oldest ON buckets (at);
-- Folded groups of the queue that are full: what came after was counted, not kept.
CREATE TABLE comment_floods (fold TEXT PRIMARY KEY, title_id {bytes} NOT NULL, turned_away BIGINT NOT NULL, since BIGINT NOT NULL, last_at BIGINT NOT NULL);

CREATE TABLE comment_bans (
    id {bytes} PRIMARY KEY, title_id {bytes}, kind TEXT NOT NULL, hash {bytes} NOT NULL, hint TEXT NOT NULL, reason TEXT NOT NULL,
    at BIGINT NOT NULL, until_at BIGINT, account_id {bytes}, actor TEXT NOT NULL, lifted_at BIGINT);
CREATE INDEX comment_bans_by_hash ON comment_bans (hash);

-- Notices of unlawful or unwanted comments (Regulation (EU) 2022/2065, article 16) and what came of them (article 17).
CREATE TABLE comment_notices (
    id {bytes} PRIMARY KEY, comment_id {bytes} NOT NULL, placement_id {bytes} NOT NULL, title_id {bytes} NOT NULL, ground TEXT NOT NULL,
    explanation TEXT NOT NULL, name TEXT NOT NULL, email TEXT NOT NULL, good_faith BIGINT NOT NULL, address_hash {bytes},
    state TEXT NOT NULL, outcome TEXT NOT NULL, reason TEXT NOT NULL, at BIGINT NOT NULL, decided_at BIGINT, decided_by TEXT NOT NULL);
CREATE INDEX comment_notices_open ON comment_notices (state, title_id, at);
CREATE INDEX comment_notices_of ON comment_notices (comment_id);
