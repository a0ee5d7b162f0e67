-- The cache in front of the server, where it is told what to forget: one row or none. `told` is the last change it knows,
-- -1 for none at all.
CREATE TABLE purging (id BIGINT PRIMARY KEY, told BIGINT NOT NULL, answered_at BIGINT, failing_since BIGINT, fault TEXT NOT NULL);
