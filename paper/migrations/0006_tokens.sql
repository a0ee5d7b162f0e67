-- How programs say in whose name they come: only the hash of a token is kept.
CREATE TABLE tokens (
    id {bytes} PRIMARY KEY, account_id {bytes} NOT NULL REFERENCES accounts(id), hash {bytes} NOT NULL UNIQUE,
    scopes TEXT NOT NULL, title_id {bytes} REFERENCES titles(id), label TEXT NOT NULL, created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL, last_used_at BIGINT, expires_at BIGINT, revoked_at BIGINT);
CREATE INDEX tokens_of_account ON tokens (account_id);
-- Answers given to requests with a key, for a day; no status while a request is being answered.
CREATE TABLE answered (
    token_id {bytes} NOT NULL REFERENCES tokens(id), key TEXT NOT NULL, request {bytes} NOT NULL, status BIGINT,
    headers TEXT NOT NULL, body {bytes} NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (token_id, key));
CREATE INDEX answered_oldest ON answered (at);
