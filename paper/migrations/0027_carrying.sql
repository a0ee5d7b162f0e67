-- Whoever carries the record out asks, article by article, for what belongs to it.
CREATE INDEX overrides_of_article ON overrides (article_id);
CREATE INDEX redactions_of_article ON redactions (article_id);
CREATE INDEX comment_notices_under ON comment_notices (placement_id);
