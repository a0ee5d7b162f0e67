-- Programs elsewhere that are told what readers see otherwise, in the order of changes. `told` is the last change they know;
-- `seed` the key what they are told is signed with.
CREATE TABLE webhooks (
    id {bytes} PRIMARY KEY, name TEXT NOT NULL, url TEXT NOT NULL, title_id {bytes} REFERENCES titles(id), seed {bytes} NOT NULL,
    state TEXT NOT NULL, told BIGINT NOT NULL, trial BIGINT NOT NULL, answered_at BIGINT, failing_since BIGINT, fault TEXT NOT NULL,
    created_at BIGINT NOT NULL, created_by TEXT NOT NULL);
