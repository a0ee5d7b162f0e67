-- Secret addresses at which somebody without an account reads a text that is not out. Of the secret only its hash is kept.
CREATE TABLE preview_links (
    id {bytes} PRIMARY KEY, hash {bytes} NOT NULL UNIQUE, article_id {bytes} NOT NULL REFERENCES articles(id), made_at BIGINT NOT NULL,
    account_id {bytes} REFERENCES accounts(id), ends_at BIGINT NOT NULL);
CREATE INDEX preview_links_of ON preview_links (article_id, made_at);
