-- A warning that a text went out with is no block set aside: each has its own count. What was counted before counted a
-- warning as set aside, and blocks only in texts that went out.
ALTER TABLE rule_figures ADD COLUMN passed BIGINT NOT NULL DEFAULT 0;
UPDATE rule_figures SET passed = overridden, overridden = 0
 WHERE code NOT IN ('headline.missing', 'body.missing', 'kind.missing', 'byline.missing', 'date.missing', 'source.missing',
    'source.consent', 'ai.undeclared', 'ai.reviewer', 'sponsor.missing', 'picture.credit', 'picture.alt',
    'imprint.incomplete', 'text.elsewhere');
-- Series a title has used, so that a text is not excused from likeness by a word alone.
CREATE TABLE series (
    title_id {bytes} NOT NULL REFERENCES titles(id), name TEXT NOT NULL, uses BIGINT NOT NULL, used_at BIGINT NOT NULL,
    PRIMARY KEY (title_id, name));
