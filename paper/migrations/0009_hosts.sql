-- A host a title has published under stays the title's own: when it is given up it leads to the canonical one, and no other
-- title gets it, so that an address once used is never given to another text. NULL while it is in use.
ALTER TABLE hosts ADD COLUMN former_at BIGINT;

-- What readers' days are over for is found without reading all that was ever kept.
CREATE INDEX comments_addressed ON comments (title_id, at) WHERE address_hash IS NOT NULL;
CREATE INDEX comments_mailed ON comments (title_id, at) WHERE email_hash IS NOT NULL;
CREATE INDEX comment_bands_oldest ON comment_bands (at);
