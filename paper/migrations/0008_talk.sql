-- When a comment was first decided: what readers are told of the usual wait is measured on it, and later decisions do not move it.
ALTER TABLE comments ADD COLUMN first_decided_at BIGINT;
UPDATE comments SET first_decided_at = decided_at;
DROP INDEX comments_decided;
CREATE INDEX comments_decided ON comments (title_id, first_decided_at);
-- Comments are over on what a title first published up to this instant, where they close after so many days.
ALTER TABLE titles ADD COLUMN comments_over BIGINT NOT NULL DEFAULT 0;
