-- Feeds and sitemaps ask for what went out in a stretch of time, whether it is still listed or not.
CREATE INDEX placements_dated ON placements (title_id, first_published_at, id);
CREATE INDEX placements_dated_in_section ON placements (section_id, first_published_at, id);

-- Thirty days of a title: how many texts first went out in them, and when one of them last changed. The sitemap's index
-- is made from these rows, so that it never reads the archive. `stretch` is first publication in microseconds, divided.
CREATE TABLE stretches (
    title_id {bytes} NOT NULL REFERENCES titles(id), stretch BIGINT NOT NULL, texts BIGINT NOT NULL, changed_at BIGINT NOT NULL,
    PRIMARY KEY (title_id, stretch));
INSERT INTO stretches (title_id, stretch, texts, changed_at)
    SELECT title_id, first_published_at / 2592000000000, COUNT(*), MAX(COALESCE(modified_at, first_published_at))
      FROM placements WHERE first_published_at IS NOT NULL
     GROUP BY title_id, first_published_at / 2592000000000;
